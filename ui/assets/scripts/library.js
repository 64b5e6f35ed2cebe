// 文件: adding, replacing, removing (only where somebody is logged in), and finding by name.
import { element, hear } from "./lib/dom.js";
import { forget, keep, kept } from "./lib/kept.js";
import { fetchJson, refusal, request } from "./lib/program.js";

const TOLD = "fireduty-library-told";
const UNDECIDED = /；?要换成这一份，.*$/;
const toldPlace = () => document.querySelector("#view-library .told-of-change");

function tellChange(words) {
  const place = toldPlace();
  if (!place) return;
  place.textContent = words;
  place.scrollIntoView({ block: "nearest" });
}

async function change(method, key, text, name) {
  const body = text === undefined ? undefined : { text, name, confirmed: true }; // the report was shown
  const options = { method, body };
  try {
    return await fetchJson(`api/v1/library${key ? `/${encodeURIComponent(key)}` : ""}`, options, "与程序的连接断开了，没有改动。");
  } catch (error) {
    throw new Error(`${error.message.replace(/。$/, "").replace(UNDECIDED, "；要换成这一份，请在它那里点「换新版本」")}。`);
  }
}

// Everything on the page names the documents: it is opened anew, the conversation comes back with it.
async function changing(button, busyWords, work, done) {
  button.disabled = true;
  tellChange(busyWords);
  try {
    const said = await work();
    const words = [done(said), ...(said.told || [])].join(" ");
    keep(TOLD, words, sessionStorage); // the cards themselves show it
    location.reload();
  } catch (error) {
    tellChange(error.message);
    button.disabled = false;
  }
}

// --- a file: read by the program, looked at by a person, then added -----------------------------------

const readingPlace = () => document.querySelector("#view-library .reading-place");

async function read(file, key) {
  const most = Number(document.querySelector(".document-file").dataset.most);
  if (file.size > most) throw new Error(`「${file.name}」太大，最多 ${Math.floor(most / 1_000_000)} MB。`);
  const query = new URLSearchParams({ name: file.name, key });
  const headers = { "Content-Type": "application/octet-stream" };
  const options = { method: "POST", body: await file.arrayBuffer(), headers };
  const response = await request(`view/library/reading?${query}`, options, "与程序的连接断开了，没有读完。");
  if (!response.ok) throw await refusal(response);
  return response.text();
}

async function showReading(file, key, button) {
  button.disabled = true;
  tellChange(`正在读「${file.name}」……`);
  try {
    readingPlace().innerHTML = await read(file, key);
    tellChange("");
    const heading = readingPlace().querySelector("h3");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    readingPlace().scrollIntoView({ block: "start" });
  } catch (error) {
    tellChange(error.message);
  }
  button.disabled = false;
}

function confirmReading(button) {
  const { key, name } = button.closest(".reading").dataset;
  const text = button.closest(".reading").querySelector(".read-text").textContent;
  changing(button, key ? `正在换「${key}」……` : `正在收录「${name}」……`,
    () => (key ? change("PUT", key, text, name) : change("POST", "", text, name)),
    (said) => {
      if (!said.changed) return key ? `「${key}」没有改动。` : `「${said.key}」就是这一份文本，没有改动。`;
      return key ? `「${key}」已收录，原来的留作旧版本。` : `已收录「${said.key}」，现在就可以问。`;
    });
}

function cancelReading() {
  readingPlace().innerHTML = "";
  tellChange("没有收录。");
  document.querySelector("#view-library .document-file").focus();
}

function add(button) {
  const field = button.closest(".add-document").querySelector(".document-file");
  if (field.files[0]) {
    showReading(field.files[0], "", button);
    return;
  }
  tellChange("请先选一份文件。");
  field.focus();
}

function update(button) {
  const field = element("input");
  field.type = "file";
  field.accept = document.querySelector(".document-file").accept;
  field.addEventListener("change", () => {
    if (field.files[0]) showReading(field.files[0], button.dataset.key, button);
  });
  field.click();
}

const sure = document.createElement("dialog");
sure.id = "remove-document";
sure.className = "sheet";
sure.setAttribute("aria-labelledby", "remove-title");
sure.innerHTML =
  '<form method="dialog"><h2 id="remove-title"></h2>' +
  "<p>去掉以后不再按它回答，大家都一样。随程序提供的，以后要收回请找运行程序的人；自己添加的，要再添加一次。</p>" +
  '<div class="acts"><button value="cancel">取消</button>' +
  '<button value="remove" class="primary">去掉</button></div></form>';

function remove(button) {
  const { key } = button.dataset;
  if (!sure.isConnected) document.getElementById("view-library").append(sure);
  sure.querySelector("h2").textContent = `去掉「${key}」？`;
  sure.returnValue = "";
  sure.onclose = () => {
    button.focus({ preventScroll: true });
    if (sure.returnValue !== "remove") return;
    changing(button, `正在去掉「${key}」……`, () => change("DELETE", key), () => `已去掉「${key}」。`);
  };
  sure.showModal();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#view-library button");
  if (button?.matches(".add")) add(button);
  if (button?.matches(".confirm-reading")) confirmReading(button);
  if (button?.matches(".cancel-reading")) cancelReading();
  if (button?.matches(".update-document")) update(button);
  if (button?.matches(".remove-document")) remove(button);
});
hear("filled", ({ view }) => {
  if (view !== "library") return;
  const words = kept(TOLD, "", sessionStorage);
  forget(TOLD, sessionStorage);
  if (words) tellChange(words);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("form.find-library")) return;
  event.preventDefault();
  const words = new FormData(event.target).get("q").trim();
  location.hash = words ? `#library?${new URLSearchParams({ q: words })}` : "#library";
});
