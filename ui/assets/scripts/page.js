// The page's own behaviour: views by address, opening a provision, copying.
// Links are plain "#art-19-item-5" anchors, so Back, bookmarks and shared addresses work.
import { box } from "./box.js";
import { button, byId, calm, hear, once, tellAll } from "./lib/dom.js";
import { tell } from "./lib/notice.js";
import { isAddress, missing, provision, rename, show as showText, wanted } from "./text.js";

const root = document.documentElement;
const VIEWS = ["ask", "duties", "checklist", "train", "text", "library", "diff", "verify", "about"];
const scrolled = Object.fromEntries(VIEWS.map((name) => [name, 0]));
let view = "ask";
root.dataset.view = view;
history.scrollRestoration = "manual"; // each view remembers its own place

// "#duties?actor=民政局": the view, and what it is asked.
const address = () => {
  const [name, query = ""] = location.hash.slice(1).split("?");
  try {
    return { name: decodeURIComponent(name), query };
  } catch {
    return { name, query };
  }
};

function show(next) {
  if (next !== view) {
    scrolled[view] = window.scrollY;
    view = next;
    root.dataset.view = next;
    window.scrollTo(0, scrolled[next]);
  }
  for (const link of document.querySelectorAll("#header nav a")) {
    if (link.hash !== `#${view === "diff" ? "library" : view}`) {
      link.removeAttribute("aria-current");
      continue;
    }
    link.setAttribute("aria-current", "page");
    const row = link.parentElement; // on a narrow screen not all views fit: the one shown is in sight
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  }
}

function open(target) {
  show("text");
  for (const old of document.querySelectorAll("#full-text .target")) {
    old.classList.remove("target");
  }
  void target.offsetWidth; // restarts the animation when the same provision is opened again
  target.classList.add("target");
  target.scrollIntoView({ block: target.matches("h3") ? "start" : "center" });
  target.focus({ preventScroll: true });
}

async function route() {
  const { name, query } = address();
  document.querySelector("#full-text .trouble")?.remove();
  const isView = !name || VIEWS.includes(name);
  const other = isView && name !== "text" ? null : wanted(name, query);
  if (other !== null) {
    show("text");
    if (!(await showText(other))) return;
  }
  const target = isView ? null : provision(name);
  if (target) {
    open(target);
    rename(target);
  } else if (!isView && isAddress(name)) {
    show("text");
    missing(name);
  } else show(isView ? name || "ask" : "ask");
  if (!isView && !isAddress(name) && !byId(name)) tell(`没有「${name}」这个页面，打开的是问答。`);
  document.title = titled();
  tellAll("view", { view, query });
}

// 「职责查询 · 消防责任助手」; the first view has the name alone.
function titled() {
  const named = document.querySelector(`#header nav a[href="#${view}"]`)?.textContent ?? { diff: "对照" }[view];
  const brand = document.querySelector("#header .brand").textContent;
  return view === "ask" || !named ? brand : `${named} · ${brand}`;
}

// The newest question goes to the top of the view: its answer is read from there on. What changes
// below it later (a sentence more, a word of thanks) must not move the page.
let revealed = "";
function revealLast() {
  const chat = byId("chat");
  const turns = chat.querySelectorAll(".turn");
  const last = turns[turns.length - 1];
  const state = `${turns.length} ${last ? last.querySelector(".asked p")?.lastChild.data : ""}`;
  if (state === revealed) return;
  revealed = state;
  const behavior = calm() ? "auto" : "smooth";
  if (!last) chat.scrollTo(0, 0);
  else last.scrollIntoView({ block: "start", behavior });
}

// navigator.clipboard exists on https and localhost only; in an office network the page is http.
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copy refused");
}

async function copyFrom(button) {
  const { textContent: name, ariaLabel: label } = button;
  if (button.dataset.told) return;
  button.dataset.told = "yes";
  try {
    await copy(button.dataset.copy);
    button.textContent = "已复制";
  } catch {
    button.textContent = "请手动选中复制";
  }
  button.ariaLabel = null; // what is told must be heard too
  setTimeout(() => {
    button.textContent = name;
    button.ariaLabel = label;
    delete button.dataset.told;
  }, 2000);
}

// Gradio's own notices are in English. The handlers turn every other error into a message, so
// what is left is about the connection, or why the program took no question, in Chinese already.
const CUT = "与程序的连接断开了，问题没有送出。请确认程序还在运行；恢复后页面会自动刷新。";
function translateNotices() {
  for (const toast of document.querySelectorAll(".toast-body")) {
    const title = toast.querySelector(".toast-title");
    const message = toast.querySelector(".toast-message-text");
    if (message && !/[\u4e00-\u9fff]/.test(message.textContent)) message.textContent = CUT;
    const named = message?.textContent === CUT ? "连接中断" : "没有送出";
    if (title && title.textContent !== named) title.textContent = named;
    if (!toast.dataset.told) window.fireduty.failed(); // no event of Gradio's tells of a lost connection
    toast.dataset.told = "yes";
  }
  for (const node of document.querySelectorAll(".toast-close")) node.ariaLabel = "关闭";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button) copyFrom(button);
  const link = event.target.closest('a[href^="#"]');
  // A second click on the same link does not change the address, so no hashchange comes.
  if (link && link.hash === location.hash && !event.defaultPrevented) route();
});
window.addEventListener("hashchange", route);

// Past what stands on every page; a link to an anchor would be another view.
const skip = button("skip", "跳到正文", () => {
  const main = view === "ask" ? byId("chat") : byId(`view-${view}`);
  main.tabIndex = -1;
  main.focus();
});
document.body.prepend(skip);

// "/" puts the cursor in the box, wherever nothing else is typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches?.("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  if (view !== "ask") location.hash = "#ask";
  requestAnimationFrame(() => box()?.focus());
});
hear("chat", revealLast);

new MutationObserver(translateNotices).observe(document, { childList: true, subtree: true });

once(() => {
  const parts = ["#question textarea", "#header nav", "#chat .log", "#full-text .regulation", "#view-about"];
  return parts.every((part) => document.querySelector(part));
}, () => {
  route();
  // On a phone the keyboard would cover half the page.
  if (view === "ask" && !matchMedia("(pointer: coarse)").matches) document.querySelector("#question textarea").focus();
});
