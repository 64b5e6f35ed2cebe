// What a group has answered, as bars.
import { element } from "./lib/dom.js";
import { LETTERS } from "./quiz.js";

export function stateOf(now) {
  if (!now.open) return "已结束，答案已公布";
  return now.ends ? timeLeft(now.ends) : "正在作答";
}

export function timeLeft(ends) {
  const left = Math.max(0, Math.round(ends - Date.now() / 1000));
  return `还剩 ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

function bar(words, count, share, css = "bar-row") {
  const row = element("li", css);
  const line = element("span", "bar");
  line.style.setProperty("--share", `${share}%`);
  row.append(element("span", "words", words), line, element("span", "count", count));
  return row;
}

export function teamRow({ team, participants, answered, right }) {
  const share = answered ? Math.round((100 * right) / answered) : 0;
  return bar(`第 ${team} 队（${participants} 人）`, `${share}%`, share);
}

export function barsOf(now) {
  const rows = now.counts.map((count, n) => {
    const words = now.form === "判断" ? now.options[n] : now.form === "连线" ? `${n + 1}．${now.options[n]}（连对）` : `${LETTERS[n]}．${now.options[n]}`;
    return { words, count, right: now.form !== "连线" && now.key.includes(n) };
  });
  const texts = now.texts.map(({ text, count, right }) => ({ words: text, count, right }));
  return [...rows, ...texts].map(({ words, count, right }) =>
    bar(words, String(count), now.answered ? (100 * count) / now.answered : 0, right ? "bar-row is-key" : "bar-row"));
}
