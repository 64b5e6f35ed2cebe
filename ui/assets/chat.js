// 问答: evidence beside the answer, what the buttons of an answer do, questions while typing.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const narrow = matchMedia("(max-width: 860px)");
  const box = () => document.querySelector("#question textarea");
  const panel = () => byId("evidence-column");
  let opener = null; // where the focus goes back to when the sheet closes

  // --- evidence ---------------------------------------------------------------------------------

  function showCards(turn) {
    const template = turn && turn.querySelector("template.evidence");
    const place = document.querySelector("#evidence .cards-of-answer");
    if (!template || !place) return false;
    untouched = untouched || place.cloneNode(true);
    place.replaceChildren(template.content.cloneNode(true));
    place.dataset.turn = turn.dataset.turn;
    return true;
  }

  let untouched = null; // the panel as it was before the first answer

  function showNoCards() {
    const place = document.querySelector("#evidence .cards-of-answer");
    if (place && untouched) place.replaceChildren(...untouched.cloneNode(true).childNodes);
    closeSheet();
  }

  function openSheet() {
    panel().classList.add("open");
    panel().querySelector(".close").focus({ preventScroll: true });
  }

  function closeSheet() {
    panel()?.classList.remove("open");
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }

  // A citation opens its provision beside the answer, at the words that the answer quotes.
  function openEvidence(link) {
    if (!showCards(link.closest(".turn"))) return false;
    const card = panel().querySelector(`[data-provision="${CSS.escape(link.dataset.evidence)}"]`);
    if (!card) return false;
    opener = link;
    if (narrow.matches) openSheet();
    card.classList.add("target");
    (card.querySelector("mark") || card).scrollIntoView({ block: "center" });
    card.focus({ preventScroll: true });
    return true;
  }

  // --- hover cards ------------------------------------------------------------------------------

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.role = "tooltip";
  tip.hidden = true;

  function showTip(link) {
    const id = link.dataset.evidence;
    const card = link.closest(".turn")?.querySelector("template.evidence")?.content
      .querySelector(`[data-provision="${CSS.escape(id)}"]`);
    if (!card) return;
    tip.replaceChildren();
    for (const part of [".path", ".lead", "blockquote"]) {
      const found = card.querySelector(part);
      if (found) tip.append(found.cloneNode(true));
    }
    if (!tip.isConnected) byId("view-ask").append(tip);
    tip.hidden = false;
    const at = link.getBoundingClientRect();
    const below = at.bottom + tip.offsetHeight + 12 < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - tip.offsetHeight - 6)}px`;
  }

  for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(begin, (event) => {
      const link = event.target.closest?.("#chat .chip");
      if (link && !narrow.matches) showTip(link);
    });
    document.addEventListener(end, (event) => {
      if (event.target.closest?.("#chat .chip")) tip.hidden = true;
    });
  }

  // --- an answer's buttons ----------------------------------------------------------------------

  function edit(question) {
    const field = box();
    // Gradio learns of a value only by an input event.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, question);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  const report = document.createElement("dialog");
  report.id = "report";
  report.className = "sheet";
  report.setAttribute("aria-labelledby", "report-title");
  report.innerHTML =
    '<form method="dialog"><h2 id="report-title">报告问题</h2>' +
    '<p>会在运行本程序的电脑上存下：这个问题、回答、检索排序、版本，和您写的话。不会发往别处。</p>' +
    '<label for="report-text">哪里不对（可以不写）</label>' +
    '<textarea id="report-text" maxlength="2000" rows="5"></textarea>' +
    '<div class="acts"><button value="cancel">取消</button>' +
    '<button value="send" class="primary">存下</button></div></form>';

  function askWhatIsWrong(button) {
    if (!report.isConnected) byId("view-ask").append(report);
    const text = report.querySelector("textarea");
    text.value = "";
    report.returnValue = "";
    report.onclose = () => {
      button.focus({ preventScroll: true });
      if (report.returnValue !== "send") return;
      const detail = {
        act: "feedback", turn: Number(button.dataset.turn), verdict: "报告问题", comment: text.value,
      };
      document.dispatchEvent(new CustomEvent("fireduty:act", { detail }));
    };
    report.showModal();
  }

  // --- files ------------------------------------------------------------------------------------

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
    const answer = await fetch(`download/conversation.${format}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ questions, documents, style, only: only === null ? null : at }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = decodeURIComponent(
      (answer.headers.get("Content-Disposition") || "").split("UTF-8''")[1] || `问答.${format}`,
    );
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function offerFiles(button) {
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

  // --- questions while typing -------------------------------------------------------------------

  const list = document.createElement("ul");
  list.id = "completions";
  list.setAttribute("role", "listbox");
  list.ariaLabel = "别人这样问";
  list.hidden = true;
  let chosen = -1;
  let wanted = "";

  async function complete() {
    const typed = box().value.trim();
    wanted = typed;
    if (typed.length < 2 || typed.length > 30 || typed.includes("\n")) return hideCompletions();
    const field = document.querySelector("#chosen-documents textarea, #chosen-documents input");
    const among = (field?.value || "").split("\n").filter(Boolean).map((key) => ["in", key]);
    let found = [];
    try {
      const answer = await fetch(`view/completions?${new URLSearchParams([["typed", typed], ...among])}`);
      if (answer.ok) found = (await answer.json()).questions;
    } catch {
      return hideCompletions(); // typing goes on without them
    }
    if (wanted !== typed || box().value.trim() !== typed) return undefined;
    list.replaceChildren(...found.filter((q) => q !== typed).map((question, n) => {
      const item = document.createElement("li");
      item.role = "option";
      item.id = `completion-${n}`;
      item.textContent = question;
      return item;
    }));
    chosen = -1;
    if (!list.isConnected) byId("composer").append(list);
    list.hidden = !list.children.length;
    box().setAttribute("aria-expanded", String(!list.hidden));
    return undefined;
  }

  function hideCompletions() {
    wanted = "";
    chosen = -1;
    list.hidden = true;
    const field = box();
    if (!field) return;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(step) {
    const items = [...list.children];
    chosen = (chosen + step + items.length + (chosen < 0 && step < 0 ? 1 : 0)) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === chosen)));
    box().setAttribute("aria-activedescendant", items[chosen].id);
  }

  function take(item) {
    const question = item.textContent;
    hideCompletions();
    edit(question);
    hideCompletions();
  }

  let timer = 0;
  // What is composed counts when it has been chosen; Chromium tells no input after that.
  for (const kind of ["input", "compositionend"]) {
    document.addEventListener(kind, (event) => {
      if (event.target !== box() || event.isComposing || (kind === "input" && !event.isTrusted)) return;
      clearTimeout(timer);
      timer = setTimeout(complete, 150);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel()?.classList.contains("open")) closeSheet();
    if (event.target !== box()) return;
    if (event.key === "Enter" || event.key === "Escape") {
      clearTimeout(timer);
      if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
        event.preventDefault();
        event.stopImmediatePropagation();
        take(list.children[chosen]);
      } else hideCompletions();
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    }
  }, true);

  // --- clicks -----------------------------------------------------------------------------------

  document.addEventListener("mousedown", (event) => {
    const item = event.target.closest("#completions li");
    if (item) {
      event.preventDefault(); // the box keeps the focus
      take(item);
    }
  });
  document.addEventListener("click", (event) => {
    // The second click of a double click would ask the box that the first has emptied.
    if (event.detail > 1 && event.target.closest("#send")) {
      event.stopImmediatePropagation();
      return;
    }
    if (!event.target.closest("#composer")) hideCompletions();
    if (event.target.closest("#evidence .close")) closeSheet();
    const link = event.target.closest("#chat a[data-evidence]");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (link && plain && openEvidence(link)) event.preventDefault();
    if (event.target.closest("#evidence .card .actions a, #evidence .near a")) closeSheet();
    const button = event.target.closest("#chat button.act");
    if (button?.dataset.act === "edit") edit(button.dataset.question);
    if (button?.dataset.act === "report") askWhatIsWrong(button);
    if (button?.dataset.act === "export") offerFiles(button);
  }, true);

  document.addEventListener("fireduty:chat", () => {
    const turns = document.querySelectorAll("#chat .turn");
    const last = turns[turns.length - 1];
    // The newest answer's evidence, unless the reader has another turn's open.
    if (last && last.querySelector("template.evidence")) showCards(last);
    if (!last) showNoCards();
    document.documentElement.dataset.busy = String(Boolean(last?.querySelector(".pending")));
    document.documentElement.dataset.talking = String(Boolean(last));
  });
})();
