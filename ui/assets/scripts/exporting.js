// The answers as files.
import { byId } from "./lib/dom.js";
import { save } from "./lib/program.js";

const files = document.createElement("dialog");
files.id = "export";
files.className = "sheet";
files.setAttribute("aria-labelledby", "export-title");
files.innerHTML =
  '<form method="dialog"><h2 id="export-title">导出</h2>' +
  '<p>文件里有问题、结论、条文原文和状态提示，由程序按条文重新生成。</p>' +
  '<fieldset><legend>内容</legend>' +
  '<label><input type="radio" name="what" value="one" checked>只这个回答</label>' +
  '<label><input type="radio" name="what" value="all">整个对话</label></fieldset>' +
  '<p class="told" role="status"></p>' +
  '<div class="acts"><button value="cancel">取消</button>' +
  '<button type="button" data-format="print">打印或存成 PDF</button>' +
  '<button type="button" data-format="md">Markdown</button>' +
  '<button type="button" data-format="docx" class="primary">Word</button></div></form>';

async function download(format, only) {
  const asked = [...document.querySelectorAll("#chat .turn")]
    .filter((turn) => turn.querySelector("template.evidence"));
  const questions = asked.map((turn) => turn.querySelector("[data-act=edit]").dataset.question);
  const documents = asked.map((turn) => (turn.dataset.in || "").split("\n").filter(Boolean));
  const style = document.querySelector("#style input:checked")?.value === "白话" ? "plain" : "statute";
  const at = asked.findIndex((turn) => turn.dataset.turn === only);
  const body = JSON.stringify({ questions, documents, style, only: only === null ? null : at });
  const headers = { "Content-Type": "application/json" };
  await save(`download/conversation.${format}`, { method: "POST", headers, body }, `问答.${format}`);
}

export function offerFiles(button) {
  if (!files.isConnected) byId("view-ask").append(files);
  const told = files.querySelector(".told");
  told.textContent = "";
  files.onclose = () => button.isConnected && button.focus({ preventScroll: true });
  files.onclick = async (event) => {
    const format = event.target.dataset?.format;
    if (!format) return;
    const one = files.querySelector("[value=one]").checked;
    if (format === "print") {
      files.close();
      for (const turn of document.querySelectorAll("#chat .turn")) {
        turn.classList.toggle("left-out", one && turn.dataset.turn !== button.dataset.turn);
      }
      window.print();
      return;
    }
    told.textContent = "正在生成……";
    try {
      await download(format, one ? button.dataset.turn : null);
      files.close();
    } catch {
      told.textContent = "没有导出成：请确认程序还在运行，再试一次。";
    }
  };
  files.showModal();
}
