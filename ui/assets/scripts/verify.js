// 核对引用: a pasted text is sent whole, and judged in place.
import { byId, calm } from "./lib/dom.js";
import { fetchHtml, trouble } from "./lib/program.js";
import { busy, pending, place, ready, reveal, tell } from "./views.js";

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

document.addEventListener("input", (event) => {
  if (event.target.matches(".fetched textarea[data-most]")) counted(event.target);
});

async function verify(form) {
  const area = form.elements.text;
  if (!counted(area)) {
    area.focus();
    return;
  }
  const inner = place("verify");
  const result = inner.querySelector(".result");
  pending.verify?.abort();
  const control = (pending.verify = new AbortController());
  busy(inner, true);
  tell("verify", "正在核对");
  try {
    const headers = { "Content-Type": "text/plain; charset=utf-8" };
    const options = { method: "POST", headers, body: area.value, signal: control.signal };
    result.innerHTML = await fetchHtml("view/verify", options);
    ready("verify", inner);
    reveal("verify", inner);
  } catch (error) {
    if (error.name === "AbortError") return;
    result.replaceChildren(trouble(error.message, () => verify(form)));
    tell("verify", error.message);
  } finally {
    if (pending.verify === control) busy(inner, false);
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.asking[data-view=verify]")) return;
  event.preventDefault();
  verify(event.target);
});
document.addEventListener("click", (event) => {
  const offending = event.target.closest(".offending");
  if (offending) {
    event.preventDefault(); // no address: the text is nowhere but on this page
    const finding = byId(`finding-${offending.dataset.finding}`);
    finding?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    finding?.focus({ preventScroll: true });
  }
  const example = event.target.closest("button.example-text");
  if (!example) return;
  const form = example.closest("form");
  form.elements.text.value = example.dataset.text;
  counted(form.elements.text);
  verify(form);
}, true);
