// 问答: evidence beside the answer, what the buttons of an answer do.
import { edit } from "./box.js";
import { offerFiles } from "./exporting.js";
import { byId, hear } from "./lib/dom.js";
import { ask } from "./talk.js";

const narrow = matchMedia("(max-width: 860px)");
const panel = () => byId("evidence-column");
const isOpen = () => Boolean(panel()?.classList.contains("open"));
let opener = null; // where the focus goes back to when the sheet closes

// --- evidence ---------------------------------------------------------------------------------

function showCards(turn) {
  const template = turn && turn.querySelector("template.evidence");
  const place = document.querySelector("#evidence .cards-of-answer");
  if (!template || !place) return false;
  untouched = untouched || place.cloneNode(true);
  place.replaceChildren(template.content.cloneNode(true));
  place.dataset.turn = turn.dataset.turn;
  return true;
}

let untouched = null; // the panel as it was before the first answer

function showNoCards() {
  const place = document.querySelector("#evidence .cards-of-answer");
  if (place && untouched) place.replaceChildren(...untouched.cloneNode(true).childNodes);
  closeSheet();
}

// On a phone it is a sheet over the conversation, which Back closes: it is an entry of the history.
if (history.state?.sheet) history.replaceState(null, "");

function openSheet() {
  if (!isOpen()) history.pushState({ sheet: true }, "");
  panel().classList.add("open");
  panel().querySelector(".close").focus({ preventScroll: true });
}

function closeSheet() {
  if (!isOpen()) return;
  panel().classList.remove("open");
  if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  opener = null;
  if (history.state?.sheet) history.back();
}
window.addEventListener("popstate", closeSheet);

// A citation opens its provision beside the answer, at the words that the answer quotes.
function openEvidence(link) {
  if (!showCards(link.closest(".turn"))) return false;
  const card = panel().querySelector(`[data-provision="${CSS.escape(link.dataset.evidence)}"]`);
  if (!card) return false;
  opener = link;
  if (narrow.matches) openSheet();
  card.classList.add("target");
  (card.querySelector("mark") || card).scrollIntoView({ block: "center" });
  card.focus({ preventScroll: true });
  return true;
}

// --- hover cards ------------------------------------------------------------------------------

const tip = document.createElement("div");
tip.className = "tip";
tip.role = "tooltip";
tip.hidden = true;

function showTip(link) {
  const id = link.dataset.evidence;
  const card = link.closest(".turn")?.querySelector("template.evidence")?.content
    .querySelector(`[data-provision="${CSS.escape(id)}"]`);
  if (!card) return;
  tip.replaceChildren();
  for (const part of [".path", ".lead", "blockquote"]) {
    const found = card.querySelector(part);
    if (found) tip.append(found.cloneNode(true));
  }
  if (!tip.isConnected) byId("view-ask").append(tip);
  tip.hidden = false;
  const at = link.getBoundingClientRect();
  const below = at.bottom + tip.offsetHeight + 12 < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - tip.offsetHeight - 6)}px`;
}

const CITING = "#chat a[data-evidence]";
for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(begin, (event) => {
    const link = event.target.closest?.(CITING);
    if (link && !narrow.matches) showTip(link);
  });
  document.addEventListener(end, (event) => {
    if (event.target.closest?.(CITING)) tip.hidden = true;
  });
}

// --- an answer's buttons ----------------------------------------------------------------------

const report = document.createElement("dialog");
report.id = "report";
report.className = "sheet";
report.setAttribute("aria-labelledby", "report-title");
report.innerHTML =
  '<form method="dialog"><h2 id="report-title">报告问题</h2>' +
  '<p>会在运行本程序的电脑上存下：这个问题、回答、检索排序、版本，和您写的话。不会发往别处。</p>' +
  '<label for="report-text">哪里不对（可以不写）</label>' +
  '<textarea id="report-text" maxlength="2000" rows="5"></textarea>' +
  '<div class="acts"><button value="cancel">取消</button>' +
  '<button value="send" class="primary">存下</button></div></form>';

function askWhatIsWrong(button) {
  if (!report.isConnected) byId("view-ask").append(report);
  const text = report.querySelector("textarea");
  text.value = "";
  report.returnValue = "";
  report.onclose = () => {
    button.focus({ preventScroll: true });
    if (report.returnValue !== "send") return;
    const turn = Number(button.dataset.turn);
    window.fireduty.act({ act: "feedback", turn, verdict: "报告问题", comment: text.value });
  };
  report.showModal();
}

function act(button) {
  const { act: name, turn, verdict, question } = button?.dataset ?? {};
  if (name === "edit") edit(question);
  if (name === "ask") ask(question);
  if (name === "retry") window.fireduty.act({ act: name });
  if (name === "feedback") window.fireduty.act({ act: name, turn: Number(turn), verdict, comment: "" });
  if (name === "report") askWhatIsWrong(button);
  if (name === "export") offerFiles(button);
}

// --- clicks -----------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  // The second click of a double click would ask the box that the first has emptied.
  if (event.detail > 1 && event.target.closest("#send")) {
    event.stopImmediatePropagation();
    return;
  }
  if (event.target.closest("#evidence .close")) closeSheet();
  const link = event.target.closest("#chat a[data-evidence]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (link && plain && openEvidence(link)) event.preventDefault();
  const on = event.target.closest("#evidence :is(.card .actions, .near) a");
  if (on && isOpen() && plain) {
    event.preventDefault();
    panel().classList.remove("open");
    location.replace(on.hash); // in place of the sheet's entry: Back leads to the conversation
  }
  act(event.target.closest("#chat button.act"));
}, true);

let waiting = 0;
hear("chat", () => {
  const turns = document.querySelectorAll("#chat .turn");
  const last = turns[turns.length - 1];
  // The newest answer's evidence, unless the reader has another turn's open.
  if (last && last.querySelector("template.evidence")) showCards(last);
  if (!last) showNoCards();
  clearTimeout(waiting);
  const busy = Boolean(last?.querySelector(".pending"));
  const tell = () => (document.documentElement.dataset.busy = String(busy));
  if (busy) waiting = setTimeout(tell, 700); // 停止 takes the place of 提问: not under a double click
  else tell();
  document.documentElement.dataset.talking = String(Boolean(last));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeSheet();
}, true);
