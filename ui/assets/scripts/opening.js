// Asking while the page still opens: the question is kept and asked once the earlier conversation, if
// any, stands there again. Asked before that, it would be overtaken by it and be gone. After chat.js:
// an Enter that chooses among the questions while typing is none that asks.
import { tellAll } from "./lib/dom.js";

const root = document.documentElement;
let waiting = null; // how to ask what was asked

function hold(event, ask) {
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting = ask;
  root.dataset.waiting = "true";
}

const send = () => document.getElementById("send").click();

function keydown(event) {
  if (event.key === "Enter" && !event.shiftKey && event.target.matches?.("#question textarea")) hold(event, send);
}

function click(event) {
  if (event.target.closest?.("#send")) return hold(event, send);
  const example = event.target.closest?.("#chat button.example");
  // Not the button itself: what the browser kept may have taken its place.
  const detail = { act: "ask", question: example?.dataset.question };
  if (example) hold(event, () => tellAll("act", detail));
  return undefined;
}

document.addEventListener("keydown", keydown, true);
document.addEventListener("click", click, true);
document.addEventListener("fireduty:opened", () => {
  document.removeEventListener("keydown", keydown, true);
  document.removeEventListener("click", click, true);
  delete root.dataset.waiting;
  root.dataset.opened = "true";
  waiting?.();
  waiting = null;
}, { once: true });
