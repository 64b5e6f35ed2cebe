// 法规原文: words found in the text.
import { byId, element, hear } from "./lib/dom.js";

const finder = { words: "", hits: [], at: -1 };

// The text of a provision with the nodes that hold it; a reference in it splits it into several.
function pieces(paragraph) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const found = [];
  let whole = "";
  while (walker.nextNode()) {
    found.push([whole.length, walker.currentNode]);
    whole += walker.currentNode.data;
  }
  return [whole.toLowerCase(), found];
}

function markRange(found, start, end) {
  const marks = [];
  for (const [offset, node] of found) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, node.data.length);
    if (from >= to) continue;
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const mark = element("mark", "hit");
    range.surroundContents(mark);
    marks.push(mark);
  }
  return marks;
}

function unmark() {
  for (const mark of document.querySelectorAll("#full-text mark.hit")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
  finder.hits = [];
  finder.at = -1;
}

function find(typed) {
  const words = typed.trim().toLowerCase().replace(/\s+/g, "");
  if (words === finder.words) return;
  finder.words = words;
  unmark();
  if (words) {
    for (const paragraph of document.querySelectorAll("#full-text .regulation p, #full-text .regulation h3")) {
      const [whole] = pieces(paragraph);
      const starts = [];
      for (let at = whole.indexOf(words); at >= 0; at = whole.indexOf(words, at + words.length)) starts.push(at);
      // From the end, so that what stands before keeps its place.
      const hits = starts.reverse().map((at) => markRange(pieces(paragraph)[1], at, at + words.length));
      finder.hits.push(...hits.reverse());
    }
    const first = finder.hits.findIndex(([mark]) => mark.getBoundingClientRect().top > 120);
    if (finder.hits.length) go(Math.max(first, 0), false);
  }
  told();
}

function go(at, scroll = true) {
  for (const mark of finder.hits[finder.at] || []) mark.classList.remove("current");
  finder.at = at;
  for (const mark of finder.hits[at]) mark.classList.add("current");
  const [first] = finder.hits[at];
  const { top, bottom } = first.getBoundingClientRect();
  if (scroll || top < 140 || bottom > innerHeight) first.scrollIntoView({ block: "center" });
}

function step(by) {
  const { hits, at } = finder;
  if (!hits.length) return;
  go((at + by + hits.length) % hits.length);
  told();
}

function told() {
  const form = document.querySelector("form.finder");
  const { hits, at, words } = finder;
  form.querySelector("output").textContent = !words ? "" : hits.length ? `${at + 1} / ${hits.length}` : "没有找到";
  for (const button of form.querySelectorAll(".previous, .next")) button.disabled = !hits.length;
}

// Another document's text stands there: what was found in the one before is gone.
hear("text", () => {
  Object.assign(finder, { words: "", hits: [], at: -1 });
});

function findFromAddress(query) {
  const words = new URLSearchParams(query).get("find");
  const box = byId("finder-words");
  if (!words || !box || box.value === words) return;
  box.value = words;
  find(words);
  if (finder.hits.length) go(0);
  told();
}

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "finder-words") return;
  if (event.key === "Enter" && event.shiftKey) {
    event.preventDefault();
    step(-1);
  }
  if (event.key === "Escape") {
    event.target.value = "";
    find("");
  }
});

document.addEventListener("input", (event) => {
  if (event.target.id === "finder-words") find(event.target.value);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.finder")) return;
  event.preventDefault();
  step(1);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("button.previous")) step(-1);
}, true);
hear("view", ({ view, query }) => {
  if (view === "text") findFromAddress(query);
});
