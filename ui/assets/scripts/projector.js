// 投影: one question a screen, big enough for the last row; its key and provision when the host says so.
import { button, element } from "./lib/dom.js";
import { barsOf, stateOf } from "./tallies.js";

const SMALLEST = 0.55; // of the usual size, for a question that would not fit on the screen

export class Projector {
  constructor(live) {
    this.live = live;
    this.at = 0;
    this.shown = false; // the key
    this.dialog = element("dialog", "projector");
    this.dialog.setAttribute("aria-label", "投影");
    document.addEventListener("keydown", (event) => this.dialog.open && this.key(event), true);
    this.dialog.addEventListener("close", () => document.fullscreenElement && document.exitFullscreen());
  }

  open() {
    if (!this.dialog.isConnected) this.live.box.append(this.dialog);
    this.dialog.showModal();
    this.dialog.requestFullscreen?.().catch(() => {}); // a browser may refuse: it fills the window then
    this.draw();
  }

  update() {
    if (this.dialog.open) this.draw();
  }

  key(event) {
    // Also where a button has the focus: a clicker in the hand sends these.
    const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
    if (event.key in steps) this.go(steps[event.key]);
    else if (event.key === " " && this.at) this.reveal();
    else return;
    event.preventDefault();
  }

  go(by) {
    const at = this.at + by;
    if (at < 0 || at > this.live.now.questions.length) return;
    this.at = at;
    this.shown = false;
    this.draw();
  }

  reveal() {
    this.shown = !this.shown;
    this.draw();
  }

  // 0 is how to join; then the questions.
  draw() {
    const { now, head, code } = this.live;
    const question = now.questions[this.at - 1];
    const body = question ? this.question(question, now) : [element("h2", "", now.title), head.cloneNode(true)];
    const top = element("header", "");
    top.append(element("b", "", `答题码 ${code}`), element("span", "", stateOf(now)));
    const acts = element("footer", "quiz-acts");
    acts.append(
      this.act("上一题", () => this.go(-1), !this.at),
      this.act(this.shown ? "收起答案" : "看答案", () => this.reveal(), !question),
      this.act(this.at ? "下一题" : "开始", () => this.go(1), this.at >= now.questions.length),
      this.act("退出投影", () => this.dialog.close()),
    );
    const focused = [...this.dialog.querySelectorAll("footer button")].indexOf(document.activeElement);
    const main = element("div", this.shown ? "screen revealed" : "screen");
    main.append(...body);
    this.dialog.replaceChildren(top, main, acts);
    for (let size = 1; size > SMALLEST && main.scrollHeight > main.clientHeight; size -= 0.1) main.style.fontSize = `${size}em`;
    acts.children[focused < 0 || acts.children[focused].disabled ? 2 : focused].focus({ preventScroll: true });
  }

  act(name, act, disabled = false) {
    const node = button("plain big", name, act);
    node.disabled = disabled;
    return node;
  }

  question(question, now) {
    const place = element("p", "place", `第 ${question.number} 题，共 ${now.questions.length} 题 · ${question.form} · ${question.answered} / ${now.participants} 人已答`);
    const parts = [place];
    if (question.scene) parts.push(element("p", "scene", question.scene));
    parts.push(element("h2", "", question.stem));
    const bars = element("ul", "bars");
    const hidden = { ...question, answered: 0, key: [], texts: [], counts: question.counts.map(() => "") };
    bars.append(...barsOf(this.shown ? question : hidden));
    parts.push(bars);
    if (!this.shown) return parts;
    parts.push(element("p", "key", `答案：${question.key_text}`), element("blockquote", "", question.explanation));
    return parts;
  }
}
