// 我的清单: ticks, which this browser keeps.
import { byId, hear } from "./lib/dom.js";
import { keep, kept } from "./lib/kept.js";
import { place, tell } from "./views.js";

const PREFIX = "fireduty-ticks:";
const ticked = (list) => new Set(kept(PREFIX + list.dataset.ticks, []));

function keepTicks(list, set) {
  if (!keep(PREFIX + list.dataset.ticks, [...set])) tell("checklist", "浏览器没有让保存，勾选只在这一页有效");
}

function progress(inner) {
  const boxes = [...inner.querySelectorAll(".ticks input[type=checkbox]")];
  const done = boxes.filter((b) => b.checked).length;
  const bar = inner.querySelector(".progress progress");
  if (!bar) return;
  bar.value = done;
  const told = `${done} / ${boxes.length}`;
  inner.querySelector(".progress output").textContent = done === boxes.length ? `${told}，全部完成` : told;
}

// One list for each document.
function restoreTicks(inner) {
  for (const list of inner.querySelectorAll(".ticks")) {
    const set = ticked(list);
    for (const box of list.querySelectorAll("input[type=checkbox]")) {
      box.checked = set.has(box.dataset.key);
    }
  }
  progress(inner);
}

function untick() {
  const inner = place("checklist");
  for (const list of inner.querySelectorAll(".ticks")) {
    const set = ticked(list);
    for (const box of list.querySelectorAll("input[type=checkbox]")) {
      box.checked = false;
      set.delete(box.dataset.key);
    }
    keepTicks(list, set);
  }
  progress(inner);
}

document.addEventListener("change", (event) => {
  const box = event.target.closest?.(".ticks input[type=checkbox]");
  if (!box) return;
  const list = box.closest(".ticks");
  const set = ticked(list);
  if (box.checked) set.add(box.dataset.key);
  else set.delete(box.dataset.key);
  keepTicks(list, set);
  progress(place("checklist"));
});

// Another window of the same browser ticks the same list.
window.addEventListener("storage", (event) => {
  const inner = byId("view-checklist")?.querySelector(".fetched");
  if (inner && event.key?.startsWith(PREFIX)) restoreTicks(inner);
});

hear("filled", ({ view }) => {
  if (view === "checklist") restoreTicks(place("checklist"));
});
document.addEventListener("click", (event) => {
  if (event.target.closest("button.untick")) untick();
}, true);
