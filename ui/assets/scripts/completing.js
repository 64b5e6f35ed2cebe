// Questions that others ask, while one is typed.
import { box, edit } from "./box.js";
import { chosenDocuments } from "./documents.js";
import { byId } from "./lib/dom.js";
import { request } from "./lib/program.js";

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
  const among = chosenDocuments().map((key) => ["in", key]);
  let found = [];
  try {
    const answer = await request(`view/completions?${new URLSearchParams([["typed", typed], ...among])}`);
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
  return undefined;
}

function hideCompletions() {
  wanted = "";
  chosen = -1;
  list.hidden = true;
  const field = box();
  if (!field) return;
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
document.addEventListener("mousedown", (event) => {
  const item = event.target.closest("#completions li");
  if (item) {
    event.preventDefault(); // the box keeps the focus
    take(item);
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#composer")) hideCompletions();
}, true);
