// 问答: the list of conversations that this browser keeps.
import { box } from "./box.js";
import { all, begin, find, put, read, remove, rename, title } from "./lib/conversations.js";
import { button, element, hear } from "./lib/dom.js";
import { tell } from "./lib/notice.js";
import { change, current } from "./talk.js";

const drawer = element("dialog", "sheet");
drawer.id = "conversations";
drawer.setAttribute("aria-labelledby", "conversations-title");
drawer.innerHTML =
  '<div class="head"><h2 id="conversations-title">对话</h2><button type="button" class="close">关闭</button></div>' +
  "<p>记在这个浏览器里，程序不留。</p>" +
  '<label class="sr" for="find-talk">在问过的话里找</label>' +
  '<input type="search" id="find-talk" placeholder="在问过的话里找" autocomplete="off">' +
  '<ol aria-live="polite"></ol><button type="button" class="clear">清空全部对话</button>';
const search = drawer.querySelector("input");

function open(conversation) {
  drawer.close();
  change(conversation);
  if (!matchMedia("(pointer: coarse)").matches) box()?.focus();
}

function undoable(words, gone) {
  const shown = current();
  for (const { id } of gone) remove(id);
  if (gone.some(({ id }) => id === shown.id)) change(begin());
  draw();
  tell(words, () => {
    gone.forEach((one) => put(one));
    if (gone.some(({ id }) => id === shown.id)) change(read(shown.id) ?? begin());
    draw();
  });
}

function edit(row, conversation) {
  const field = element("input");
  Object.assign(field, { value: title(conversation), maxLength: 40, ariaLabel: "对话的名称" });
  const done = () => (rename(conversation.id, field.value), draw());
  field.onkeydown = (event) => {
    if (event.key === "Enter") done();
    if (event.key !== "Escape") return;
    event.preventDefault(); // the drawer stays open
    draw();
  };
  field.onblur = () => field.isConnected && done();
  row.replaceChildren(field);
  field.select();
}

function draw() {
  const kept = all();
  const count = document.querySelector(".all-talks .count");
  if (count) count.textContent = kept.length || "";
  const rows = find(kept, search.value).map((one) => {
    const row = element("li");
    const name = button("title", title(one), () => open(read(one.id) ?? one));
    name.append(element("small", "", `${new Date(one.at).toLocaleDateString("zh-CN")} · ${one.asked.length} 问`));
    if (one.id === current().id) name.setAttribute("aria-current", "true");
    const gone = () => undoable(`已删除「${title(one)}」。`, [read(one.id) ?? one]);
    row.append(name, button("", "改名", () => edit(row, one)), button("", "删除", gone));
    return row;
  });
  const none = kept.length ? "没有找到。" : "还没有问过什么。";
  drawer.querySelector("ol").replaceChildren(...(rows.length ? rows : [element("li", "none", none)]));
  drawer.querySelector(".clear").hidden = !kept.length;
}

search.oninput = draw;
drawer.onclick = ({ target }) => {
  if (target === drawer || target.closest(".close")) drawer.close();
  if (target.closest(".clear")) undoable("已清空全部对话。", all());
};
document.addEventListener("click", ({ target }) => {
  if (target.closest?.(".new-talk")) open(begin());
  if (!target.closest?.(".all-talks")) return;
  if (!drawer.isConnected) document.getElementById("view-ask").append(drawer);
  search.value = "";
  draw();
  drawer.showModal();
});
hear("chat", draw);
window.addEventListener("storage", draw);
