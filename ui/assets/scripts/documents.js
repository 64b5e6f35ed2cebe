// Several documents: which are asked. Remembered in this browser, sent with each question.
import { element } from "./lib/dom.js";
import { forget, keep, kept } from "./lib/kept.js";
import { request } from "./lib/program.js";

const KEPT = "fireduty-documents";
const scope = () => document.querySelector("#documents .scope");
const boxes = () => [...(scope()?.querySelectorAll("input[type=checkbox]") || [])];

const before = () => kept(KEPT, []);
const remember = (keys) => (keys.length ? keep(KEPT, keys) : forget(KEPT));

// Of thousands of documents only those are boxes that are chosen or were found by name.
const isLarge = () => scope()?.dataset.large !== undefined;

// None or all of them ticked is no choice.
function chosen() {
  const all = boxes();
  if (isLarge()) return all.filter((box) => box.checked).map((box) => box.value);
  const ticked = all.filter((box) => box.checked).map((box) => box.value);
  return ticked.length === all.length ? [] : ticked;
}

let asked = []; // keys of those that alone are asked; none for all
export const chosenDocuments = () => asked;

function tell(keys) {
  asked = keys;
  const told = scope()?.querySelector(".chosen");
  if (!told) return;
  const words = keys.length > 2 ? `${keys.length} 部` : keys.join("、");
  told.textContent = keys.length ? `只问${words}` : scope().dataset.all;
  scope().classList.toggle("narrowed", keys.length > 0);
}

// What was chosen before, as far as the library still holds it.
function apply() {
  if (isLarge()) {
    showFound("", before());
    return;
  }
  const all = boxes();
  if (!all.length) return;
  const known = before().filter((key) => all.some((box) => box.value === key));
  for (const box of all) box.checked = !known.length || known.includes(box.value);
  tell(chosen());
}

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("#documents input[type=checkbox]")) return;
  // none would be nothing to ask
  if (!isLarge() && !boxes().some((box) => box.checked)) event.target.checked = true;
  const keys = chosen();
  remember(keys);
  tell(keys);
});

document.addEventListener("click", (event) => {
  const all = event.target.closest?.("#documents button.all");
  if (all) {
    for (const box of boxes()) box.checked = !isLarge();
    remember([]);
    tell([]);
  }
  const open = scope();
  if (open?.open && !event.target.closest("#documents")) open.open = false;
});
document.addEventListener("keydown", (event) => {
  const open = scope();
  if (event.key !== "Escape" || !open?.open || !event.target.closest?.("#documents")) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// What was found by name, under those that are chosen.
function showFound(html, keys) {
  const place = scope()?.querySelector(".found-documents");
  if (!place) return;
  const made = document.createElement("template");
  made.innerHTML = html;
  for (const box of made.content.querySelectorAll("input")) if (keys.includes(box.value)) box.closest("label").remove();
  const labels = keys.map((key) => {
    const [label, box] = [element("label"), element("input")];
    Object.assign(box, { type: "checkbox", value: key, checked: true });
    label.append(box, element("span", "", key));
    return label;
  });
  place.replaceChildren(...labels, made.content);
  tell(keys);
}

let finding = 0;
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("input.find-documents")) return;
  const words = event.target.value.trim();
  clearTimeout(finding);
  finding = setTimeout(async () => {
    const path = `view/documents?q=${encodeURIComponent(words)}`;
    const found = await request(path).catch(() => null);
    if (found?.ok) showFound(words ? await found.text() : "", chosen());
  }, 200);
});

// Gradio draws it anew when the library has changed.
let drawn = null;
new MutationObserver(() => {
  const now = scope();
  if (!now || now === drawn) return;
  drawn = now;
  apply();
}).observe(document, { childList: true, subtree: true });

// Another window of the same browser chooses.
window.addEventListener("storage", (event) => event.key === KEPT && apply());
