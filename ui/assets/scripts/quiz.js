// Questions to be answered, by finger or keyboard: for the self-test and for groups.
// A reply is what the program takes: numbers of options from 0, or words for blanks.
import { button, element } from "./lib/dom.js";

export const LETTERS = "ABCDEFGHIJ";
const BLANK = "（　　）";
const IDLE = /[\s，。；：、,.;:！!？?“”"'‘’（）()]+/g; // as assistant.training.question
let made = 0; // widgets, so that ids of several on one page differ

// --- right or wrong -----------------------------------------------------------------------------

const bare = (words) => String(words).normalize("NFKC").replace(IDLE, "");

export function isRight(question, reply) {
  const { key, blanks } = question.answer;
  if (question.form === "填空") {
    return reply.length === blanks.length && blanks.every((b, i) => bare(b) === bare(reply[i]));
  }
  const given = question.form === "多选" ? [...reply].sort((a, b) => a - b) : reply;
  return given.length === key.length && key.every((k, i) => k === given[i]);
}

export function written(question, reply) {
  const { form, options } = question;
  if (form === "填空") return reply.map((r) => r || "（没填）").join("；");
  if (form === "判断") return options[reply[0]] || "";
  const letters = reply.map((r) => LETTERS[r]);
  if (form === "连线") return letters.map((letter, n) => `${n + 1}-${letter}`).join(" ");
  return letters.join(form === "排序" ? "-" : "");
}

// --- one question -------------------------------------------------------------------------------

// node: the question; read(): the reply, null while it is not whole; lock(): no more changes.
export function widget(question, reply, changed = () => {}) {
  const id = `quiz-${++made}`;
  const node = element("fieldset", "quiz-ui question");
  const parts = { 单选: choices, 判断: choices, 多选: choices, 填空: blanks, 排序: order, 连线: pairs };
  const legend = element("legend", "quiz-legend");
  const hint = { 多选: "可以选几个", 排序: "用按钮排好先后", 连线: "给每一项选一个", 填空: "按条文填" };
  legend.append(element("span", "form-name", question.form));
  if (hint[question.form]) legend.append(element("span", "hint", hint[question.form]));
  node.append(legend);
  if (question.scene) node.append(element("p", "scene", question.scene));
  if (question.form !== "填空") node.append(element("p", "stem", question.stem));
  legend.append(element("span", "sr", question.form === "填空" ? question.stem : ""));
  const body = parts[question.form](question, reply, changed, id);
  node.append(body.node);
  const lock = () => {
    node.classList.add("locked");
    for (const field of node.querySelectorAll("input, select, button")) field.disabled = true;
  };
  return { node, read: body.read, lock };
}

function choices(question, reply, changed, id) {
  const several = question.form === "多选";
  const node = element("div", "choices-of");
  question.options.forEach((words, number) => {
    const label = element("label", "choice");
    const input = element("input");
    input.type = several ? "checkbox" : "radio";
    input.name = id;
    input.value = String(number);
    input.checked = Boolean(reply?.includes(number));
    input.addEventListener("change", changed);
    const letter = question.form === "判断" ? "" : LETTERS[number];
    label.append(input, element("span", "letter", letter), element("span", "words", words));
    node.append(label);
  });
  const read = () => {
    const chosen = [...node.querySelectorAll("input:checked")].map((i) => Number(i.value));
    return chosen.length ? chosen : null;
  };
  return { node, read };
}

function blanks(question, reply, changed) {
  const node = element("p", "stem filling");
  const pieces = question.stem.split(BLANK);
  const inputs = Array.from({ length: question.blank_count }, (_, number) => {
    const input = element("input", "blank");
    input.type = "text";
    input.maxLength = 60;
    input.autocomplete = "off";
    input.setAttribute("aria-label", `第 ${number + 1} 处`);
    input.value = reply?.[number] || "";
    input.addEventListener("input", changed);
    return input;
  });
  pieces.forEach((words, number) => {
    node.append(words);
    if (number < pieces.length - 1 && inputs[number]) node.append(inputs[number]);
  });
  for (const input of inputs) if (!input.isConnected && !node.contains(input)) node.append(input);
  const read = () => {
    const filled = inputs.map((input) => input.value.trim());
    return filled.every(Boolean) ? filled : null;
  };
  return { node, read };
}

function order(question, reply, changed) {
  const node = element("ol", "steps");
  const at = reply ? [...reply] : question.options.map((_, number) => number);
  const move = (place, by) => {
    const to = place + by;
    [at[place], at[to]] = [at[to], at[place]];
    draw();
    // The focus goes with what moved; at an end, to its other button.
    const row = node.children[to];
    const wanted = row.querySelector(by < 0 ? ".up" : ".down");
    (wanted.disabled ? row.querySelector("button:not(:disabled)") : wanted)?.focus();
    changed();
  };
  const draw = () => {
    node.replaceChildren(...at.map((number, place) => {
      const row = element("li", "step");
      const words = question.options[number];
      const up = button("move up", "↑", () => move(place, -1));
      const down = button("move down", "↓", () => move(place, 1));
      up.disabled = place === 0;
      down.disabled = place === at.length - 1;
      up.setAttribute("aria-label", `上移：${words}`);
      down.setAttribute("aria-label", `下移：${words}`);
      row.append(element("span", "letter", LETTERS[number]), element("span", "words", words), up, down);
      return row;
    }));
  };
  draw();
  return { node, read: () => [...at] };
}

function pairs(question, reply, changed, id) {
  const node = element("div", "pairs");
  const partners = element("ol", "partners");
  for (const words of question.partners) partners.append(element("li", "", words));
  node.append(partners);
  const selects = question.options.map((words, number) => {
    const row = element("div", "pair");
    const label = element("label", "words", `${number + 1}．${words}`);
    const select = element("select");
    label.htmlFor = select.id = `${id}-${number}`;
    select.append(new Option("请选", ""));
    question.partners.forEach((partner, n) => select.append(new Option(`${LETTERS[n]}．${partner}`, n)));
    select.value = reply ? String(reply[number]) : "";
    select.addEventListener("change", changed);
    row.append(label, select);
    node.append(row);
    return select;
  });
  const read = () => {
    const chosen = selects.map((select) => select.value);
    return chosen.every((value) => value !== "") ? chosen.map(Number) : null;
  };
  return { node, read };
}

// --- after it was answered ------------------------------------------------------------------------

// Colours and words on the options themselves.
export function markReply(node, question, reply) {
  const { key } = question.answer;
  node.querySelectorAll(".choice").forEach((label, number) => {
    const right = key.includes(number);
    const chosen = Boolean(reply?.includes(number));
    if (!right && !chosen) return;
    label.classList.add(right ? "right" : "wrong");
    label.append(element("span", "said", right ? (chosen ? "✓ 选对" : "正确答案") : "✗ 选错"));
  });
}

export function verdict(question, reply) {
  const node = element("div", "quiz-ui verdict");
  const right = Boolean(reply) && isRight(question, reply);
  node.classList.add(right ? "right" : "wrong");
  const title = element("h4", "", right ? "✓ 答对了" : reply ? "✗ 答错了" : "没有作答");
  title.tabIndex = -1;
  node.append(title);
  if (!right && reply) node.append(element("p", "yours", `您的答案：${written(question, reply)}`));
  node.append(element("p", "key", `正确答案：${spelled(question)}`));
  node.append(element("p", "explanation", question.answer.explanation));
  return node;
}

// The key with the words of its options, where they are few.
function spelled(question) {
  const { key, key_text: text } = question.answer;
  const { form, options } = question;
  if (form === "单选") return `${text}．${options[key[0]]}`;
  if (form === "连线") {
    return key.map((k, n) => `${n + 1}．${options[n]} — ${LETTERS[k]}．${question.partners[k]}`).join("；");
  }
  if (form === "排序") return key.map((k) => options[k]).join(" → ");
  return text;
}

// The provisions that decide, the deciding words marked. links: whether the reader is on this page.
export function provisions(question, links) {
  const node = element("div", "quiz-ui provisions");
  node.append(element("h4", "", "依据条文"));
  for (const { citation, path, quote, anchor, text, lead_in: before } of question.answer.evidence) {
    const card = element("article", "provision-card");
    const title = element("p", "citation");
    if (links) {
      const link = element("a", "cite", citation);
      link.href = `#${anchor}`;
      title.append(link);
    } else {
      title.textContent = citation;
    }
    card.append(title, element("p", "path", path));
    if (before) card.append(element("p", "before", before));
    card.append(marked(text, quote));
    node.append(card);
  }
  return node;
}

function marked(text, quote) {
  const node = element("blockquote");
  const at = text.indexOf(quote);
  if (at < 0 || !quote) {
    node.textContent = text;
    return node;
  }
  node.append(text.slice(0, at), element("mark", "", quote), text.slice(at + quote.length));
  return node;
}
