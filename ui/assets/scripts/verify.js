// 核对引用: a file or a pasted text is sent whole, and judged in place.
import { byId, calm } from "./lib/dom.js";
import { refusal, request, trouble } from "./lib/program.js";
import { busy, pending, place, ready, reveal, tell } from "./views.js";

const COMMENT = /<!--(\d+)-->/g;

function counted(area) {
  const most = Number(area.dataset.most);
  const length = [...area.value].length;
  const output = area.form.querySelector("output.size");
  const over = length > most;
  output.classList.toggle("over", over);
  area.setAttribute("aria-invalid", String(over));
  output.textContent = over
    ? `${length.toLocaleString()} 字，超过 ${most.toLocaleString()} 字，请分成几段`
    : length ? `${length.toLocaleString()} / ${most.toLocaleString()} 字` : `最多 ${most.toLocaleString()} 字`;
  return !over;
}

// The result comes after comments that say how far the program is.
async function judged(path, options, told) {
  const response = await request(path, options);
  const kind = response.headers.get("content-type") || "";
  if (!kind.startsWith("text/html") || response.status >= 500) throw await refusal(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let html = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return html.replace(COMMENT, "");
    html += value;
    const last = [...value.matchAll(COMMENT)].pop();
    if (last) told(Number(last[1]));
  }
}

function sent(form) {
  const [file] = form.elements.file.files;
  if (!file) {
    const headers = { "Content-Type": "text/plain; charset=utf-8" };
    return ["view/verify", { headers, body: form.elements.text.value }];
  }
  const headers = { "Content-Type": "application/octet-stream" };
  return [`view/verify?${new URLSearchParams({ name: file.name })}`, { headers, body: file }];
}

async function verify(form) {
  const { file, text } = form.elements;
  const inner = place("verify");
  const result = inner.querySelector(".result");
  if (!file.files.length && !counted(text)) {
    text.focus();
    return;
  }
  if (file.files.length && file.files[0].size > Number(file.dataset.most)) {
    result.replaceChildren(trouble(`「${file.files[0].name}」太大，最多 ${Math.floor(file.dataset.most / 1e6)} MB。`));
    return;
  }
  pending.verify?.abort();
  const control = (pending.verify = new AbortController());
  busy(inner, true);
  const told = (percent) => {
    const words = `正在核对${percent ? ` ${percent} %` : "……"}`;
    form.querySelector("output.size").textContent = words;
    tell("verify", words);
  };
  told(0);
  try {
    const [path, options] = sent(form);
    result.innerHTML = await judged(path, { method: "POST", signal: control.signal, ...options }, told);
    ready("verify", inner);
    reveal("verify", inner);
  } catch (error) {
    if (error.name === "AbortError") return;
    result.replaceChildren(trouble(error.message, () => verify(form)));
    tell("verify", error.message);
  } finally {
    if (pending.verify === control) busy(inner, false);
    counted(text);
  }
}

function go(id) {
  const target = byId(id);
  target?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  target?.focus({ preventScroll: true });
}

function goWrong(button) {
  const wrong = [...document.querySelectorAll("#view-verify .finding.wrong")];
  const sift = button.closest(".sift");
  const at = (Number(sift.dataset.at ?? (button.dataset.by > 0 ? -1 : 0)) + Number(button.dataset.by) + wrong.length) % wrong.length;
  sift.dataset.at = at;
  sift.querySelector("output").textContent = `${at + 1} / ${wrong.length}`;
  go(wrong[at].id);
}

document.addEventListener("input", (event) => {
  if (event.target.matches(".fetched textarea[data-most]")) counted(event.target);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("input.only-wrong")) {
    event.target.closest(".result").classList.toggle("wrong-only", event.target.checked);
  }
  if (event.target.matches("input.verify-file") && event.target.files.length) verify(event.target.form);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.asking[data-view=verify]")) return;
  event.preventDefault();
  verify(event.target);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("#view-verify a[data-to]");
  if (link) {
    event.preventDefault(); // no address: the text is nowhere but on this page
    go(link.dataset.to);
  }
  const step = event.target.closest("button.go-wrong");
  if (step) goWrong(step);
  const example = event.target.closest("button.example-text");
  if (!example) return;
  const form = example.closest("form");
  form.elements.file.value = "";
  form.elements.text.value = example.dataset.text;
  counted(form.elements.text);
  verify(form);
}, true);
