// 问答: the conversation that this tab shows. The program answers; what was asked is kept in this browser.
import { box, edit } from "./box.js";
import { chosenDocuments } from "./documents.js";
import { begin, put as keepTalk, read, write } from "./lib/conversations.js";
import { element, hear, tellAll, type } from "./lib/dom.js";
import { forget, keep, kept } from "./lib/kept.js";

const TAB = "fireduty-tab"; // which one this tab shows, until it is closed
const BEFORE = "fireduty-conversation"; // the only one, of earlier versions
const root = document.documentElement;
const log = () => document.querySelector("#chat .log");
const turns = () => [...log().querySelectorAll(".turn")];
let shown = read(kept(TAB, "", sessionStorage)) ?? begin();
let welcome = "";
let sent = ""; // the question that is on its way
let taking = false; // Gradio has been told to ask and has not begun
let ready; // the page asks at once: what was asked before stands there again
const whenReady = new Promise((done) => (ready = done));

export const current = () => shown;
const told = () => ({ of: shown.id, asked: shown.asked, in: chosenDocuments() });

function remember(conversation) {
  shown = conversation;
  keep(TAB, shown.id, sessionStorage);
}

// In place of all from a turn on.
function put(since, html) {
  const place = log();
  if (since && turns().length) for (const turn of turns().slice(since)) turn.remove();
  else place.replaceChildren();
  if (html) {
    for (const old of place.querySelectorAll(".next, .error .act")) old.remove(); // of the last turn alone
    place.insertAdjacentHTML("beforeend", html);
  } else if (!turns().length) place.innerHTML = welcome;
  tellAll("chat");
}

const note = (words) => {
  const reply = element("div", "reply pending");
  reply.ariaBusy = "true";
  reply.append(element("p", "", words));
  return reply;
};

// Stands there until the program says something.
function wait(question) {
  sent = question;
  if (box().value.trim() === question.trim()) type(box(), "");
  const turn = element("article", "turn");
  const asked = element("div", "asked");
  asked.append(element("p", "", question.trim()));
  turn.append(asked, note("正在查找条文……"));
  put(turns().length, turn.outerHTML);
}

export async function ask(question) {
  await whenReady;
  wait(question);
  window.fireduty.act({ act: "ask", question });
}

export function change(conversation) {
  remember(conversation);
  sent = "";
  put(0, shown.asked.length ? note("正在打开这个对话……").outerHTML : "");
  if (shown.asked.length) window.fireduty.act({ act: "open" });
}

function receive(news) {
  if (news.welcome) {
    welcome = news.welcome;
    if (!turns().length) put(0, shown.asked.length ? note("正在打开上次的对话……").outerHTML : "");
  }
  if (news.html === undefined) return;
  const here = news.of === shown.id;
  const before = here ? shown : read(news.of); // an answer may come after the reader has gone elsewhere
  if (here) {
    put(news.since, news.html);
    if (!log().querySelector(".pending")) sent = "";
    if (news.back && !box().value) type(box(), news.back);
  }
  if (!before || JSON.stringify(before.asked) === JSON.stringify(news.asked)) return;
  const after = write(before, news.asked);
  if (here) remember(after);
}

function failed() {
  if (!sent) return;
  if (log().querySelector(".turn .pending")) put(turns().length - 1, "");
  if (!box().value) edit(sent);
  sent = "";
}

// What Gradio's events ask of this page: the names are those in ui/web/chat/page.py.
window.fireduty = {
  ...window.fireduty,
  failed,
  async asking(question) {
    taking = false;
    type(box(), "");
    root.dataset.waiting = "true";
    await whenReady;
    delete root.dataset.waiting;
    wait(question);
    return told();
  },
  async talk() {
    await whenReady;
    return told();
  },
  async opening(before) {
    if (Array.isArray(before) && before.length) keepTalk({ ...begin(), asked: before, at: Date.now() });
    forget(BEFORE);
    return told();
  },
  opened() {
    if (!turns().length) put(0, "");
    root.dataset.opened = "true";
    ready();
  },
};
hear("news", receive);
if (window.fireduty.news) receive(window.fireduty.news());

// Nothing typed is nothing asked, and what is being taken is not asked twice.
function look(event) {
  if (box().value.trim() && !taking) {
    taking = true;
    setTimeout(() => (taking = false), 1000);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.target !== box()) return;
  if (!box().hasAttribute("aria-activedescendant")) look(event); // else one of the questions while typing is chosen
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest?.("#send")) look(event);
  // Stopped before the program had begun, there is nothing that it could tell.
  if (event.target.closest?.("#stop")) setTimeout(() => log().querySelector(".pending") && failed(), 3000);
  const example = event.target.closest?.("#chat button.example");
  if (example) ask(example.dataset.question);
}, true);
