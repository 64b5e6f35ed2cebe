// 我的清单: what is ticked and filled in beside the lines, and the lists that this browser keeps.
import { button, byId, element, hear } from "./lib/dom.js";
import { keep, kept } from "./lib/kept.js";
import { cleared, done, fill, find, people, put, rename, without } from "./lib/lists.js";
import { place, shown, tell } from "./views.js";

const [LISTS, OPEN, FOLDS] = ["fireduty-lists", "fireduty-list", "fireduty-folds"];
const lists = () => kept(LISTS, []);
const today = () => new Date().toLocaleDateString("sv"); // as a date field writes it
let list = null; // the one on the screen
let undone = null; // what may be taken back: words and the lists as they were

function write(all) {
  if (!keep(LISTS, all)) tell("checklist", "浏览器没有让保存，填的只在这一页有效");
  drawKept();
}

function change(next) {
  list = { ...next, at: today() };
  undone = null;
  keep(OPEN, list.id, sessionStorage);
  write(put(lists(), list));
}

// --- the list on the screen ---------------------------------------------------------------------

function restore() {
  const inner = place("checklist");
  for (const fold of inner.querySelectorAll("details[data-fold]")) {
    fold.open = kept(FOLDS, {})[fold.dataset.fold] ?? fold.open;
  }
  const paper = inner.querySelector(".working");
  const query = shown.checklist ?? "";
  const found = paper && find(lists(), query, kept(OPEN, "", sessionStorage));
  const of = paper?.querySelectorAll(".line").length;
  list = paper && { id: Date.now().toString(36), name: paper.dataset.name, rows: {}, ...found, query, of };
  if (found && found.query !== query) change(list);
  if (paper) draw(paper);
  drawKept();
}

function draw(paper) {
  for (const line of paper.querySelectorAll(".line")) {
    const row = list.rows[line.dataset.key] ?? {};
    for (const field of line.querySelectorAll("[data-field]")) {
      if (field.type === "checkbox") field.checked = !!row.done;
      else field.value = row[field.dataset.field] ?? "";
      field.classList.toggle("set", !!field.value);
    }
    line.classList.toggle("filled", ["who", "due", "on", "proof"].some((name) => row[name]));
  }
  byId("people")?.replaceChildren(...people(list).map((name) => new Option(name)));
  const bar = paper.querySelector(".progress progress");
  if (!bar) return;
  bar.value = paper.querySelectorAll(".line > input:checked").length;
  const count = `${bar.value} / ${list.of}`;
  paper.querySelector(".progress output").textContent = bar.value === list.of ? `${count}，全部完成` : count;
}

document.addEventListener("change", ({ target }) => {
  const line = target.closest?.("#view-checklist .line");
  if (!line || !list) return;
  const { field } = target.dataset;
  const { key } = line.dataset;
  const given = { [field]: field === "done" ? target.checked : target.value.trim() };
  if (given.done) given.on = list.rows[key]?.on || today();
  change(fill(list, key, given));
  draw(line.closest(".working"));
});

// What is filled in goes with the request for a file.
document.addEventListener("formdata", ({ target, formData }) => {
  if (target.matches("#view-checklist form.downloads")) formData.set("filled", JSON.stringify(list.rows));
});

document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("#view-checklist details[data-fold]")) {
    keep(FOLDS, { ...kept(FOLDS, {}), [target.dataset.fold]: target.open });
  }
}, true);

document.addEventListener("click", ({ target }) => {
  if (target.closest("button.untick")) {
    const before = lists();
    change(cleared(list));
    offer("已清除勾选", before);
    draw(place("checklist"));
  } else if (target.closest("button.keep-list")) {
    change(list);
    tell("checklist", `已存下「${list.name}」`);
  } else if (target.closest(".line button.fill")) {
    const line = target.closest(".line");
    target.ariaExpanded = line.classList.toggle("opened");
    if (line.classList.contains("opened")) line.querySelector("[data-field=who]").focus();
  }
});

// --- the lists that are kept --------------------------------------------------------------------

function offer(words, before) {
  undone = [words, before];
  drawKept();
}

function takeBack() {
  const [, before] = undone;
  undone = null;
  write(before);
  restore();
}

function drawKept() {
  const at = byId("view-checklist")?.querySelector(".kept-lists");
  if (!at) return;
  const all = lists();
  const own = at.closest(".view").querySelector("button.keep-list");
  if (own) own.hidden = all.some((one) => one.id === list?.id);
  const fold = at.querySelector("details") ?? element("details", "folded");
  if (!fold.dataset.fold) fold.open = kept(FOLDS, {}).kept ?? !list;
  fold.dataset.fold = "kept";
  const items = element("ul");
  items.append(...all.map(item));
  fold.replaceChildren(element("summary", "", `存在这个浏览器里的清单（${all.length}）`), items);
  const told = element("p", "undo");
  told.role = "status";
  if (undone) told.append(`${undone[0]}　`, button("plain", "撤销", takeBack));
  at.replaceChildren(...(all.length ? [fold] : []), told);
}

function item(one) {
  const row = element("li");
  const link = element("a", "", one.name);
  link.href = `#checklist?${one.query}`;
  if (one.id === list?.id) link.ariaCurrent = "true";
  link.addEventListener("click", () => {
    keep(OPEN, one.id, sessionStorage);
    if (shown.checklist === one.query) restore(); // another list of the same place: nothing is fetched
  });
  const again = button("plain", "改名", () => {
    const field = element("input");
    Object.assign(field, { value: one.name, maxLength: 60, ariaLabel: "清单的名称" });
    const commit = () => field.isConnected && write(rename(lists(), one.id, field.value.trim()));
    field.addEventListener("change", commit);
    field.addEventListener("blur", drawKept);
    link.replaceWith(field);
    field.select();
  });
  const copy = button("plain", "另存一张", () => write(put(lists(), { ...one, id: Date.now().toString(36), name: `${one.name}（2）` })));
  const gone = button("plain", "删除", () => {
    const before = lists();
    write(without(before, one.id));
    offer(`已删除「${one.name}」`, before);
    restore();
  });
  row.append(link, element("span", "", `${done(one)} / ${one.of} · ${one.at}`), again, copy, gone);
  return row;
}

// Another window of the same browser fills in the same list.
window.addEventListener("storage", ({ key }) => key === LISTS && byId("view-checklist")?.querySelector(".fetched") && restore());
hear("filled", ({ view }) => view === "checklist" && restore());
