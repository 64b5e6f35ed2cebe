// 培训: the self-test. State is kept in this browser only.
import { button, byId, element, hear } from "./lib/dom.js";
import { keep, kept } from "./lib/kept.js";
import { trouble } from "./lib/program.js";
import { certificate } from "./certificate.js";
import { isRight, provisions, verdict, widget, markReply } from "./quiz.js";
import { tell } from "./views.js";
import { drop, fetchPaper, gather, note, offerReview, plan, waiting } from "./wrong_ones.js";

const TESTS = "fireduty-test:";
const MOST_TESTS = 20; // that are kept; the oldest go
const PASSED = 0.8;

async function openTest(box) {
  const { query, paper: name, again } = box.dataset;
  const reviews = box.classList.contains("review");
  let paper;
  try {
    paper = reviews ? await gather() : await fetchPaper(query, name);
  } catch (error) {
    box.replaceChildren(trouble(error.message, () => openTest(box)));
    return;
  }
  if (!box.isConnected) return;
  if (reviews) new Review(box, paper, "");
  else new Test(box, paper, `${TESTS}${name}:${query}`, again);
}

class Test {
  constructor(box, paper, key, again) {
    Object.assign(this, { box, paper, key, again });
    this.questions = new Map(paper.questions.map((q) => [q.number, q]));
    // Another version of the program may give other questions: an old state is of no use then.
    this.ids = paper.questions.map((q) => q.id).join(" ");
    const state = kept(key, {});
    this.state = state.ids === this.ids && Array.isArray(state.round) ? state : this.fresh();
    this.draw(false);
  }

  fresh() {
    return { ids: this.ids, round: [...this.questions.keys()], at: 0, replies: {}, first: null };
  }

  save() {
    this.state.used = Date.now();
    if (!keep(this.key, this.state)) tell("train", "浏览器没有让保存，进度只在这一页有效");
    const tests = Object.keys(localStorage).filter((k) => k.startsWith(TESTS));
    if (tests.length <= MOST_TESTS) return;
    tests.sort((a, b) => (kept(a, {}).used || 0) - (kept(b, {}).used || 0));
    localStorage.removeItem(tests[0]);
  }

  draw(focus = true) {
    const { round, at } = this.state;
    if (at >= round.length) this.score(focus);
    else this.ask(this.questions.get(round[at]), focus);
  }

  ask(question, focus) {
    const { round, at, replies } = this.state;
    const reply = replies[question.number];
    const body = element("div", "quiz-beside");
    const left = element("section", "quiz-left");
    const made = widget(question, reply, () => fault.textContent = "");
    const fault = element("p", "quiz-fault");
    fault.role = "alert";
    const title = element("h4", "quiz-place", `第 ${at + 1} 题，共 ${round.length} 题`);
    title.tabIndex = -1;
    const acts = element("div", "quiz-acts");
    left.append(title, made.node, fault, acts);
    body.append(left);
    this.box.replaceChildren(progress(at + (reply ? 1 : 0), round.length), body);
    if (reply) this.answered(question, reply, made, body, acts);
    else acts.append(button("strong submit", "提交", () => this.submit(question, made, fault)));
    if (focus) reveal(title);
  }

  submit(question, made, fault) {
    const reply = made.read();
    if (!reply) {
      fault.textContent = question.form === "填空" ? "还有没填的。" : question.form === "连线" ? "还有没选的。" : "请先选一个答案。";
      made.node.querySelector("input, select")?.focus();
      return;
    }
    this.state.replies[question.number] = reply;
    this.save();
    note(question, isRight(question, reply));
    this.draw(false);
    const title = this.box.querySelector(".verdict h4");
    reveal(title, "nearest");
    tell("train", title.textContent);
  }

  answered(question, reply, made, body, acts) {
    made.lock();
    markReply(made.node, question, reply);
    acts.before(verdict(question, reply));
    const last = this.state.at + 1 >= this.state.round.length;
    acts.append(button("strong next", last ? "看成绩" : "下一题", () => {
      this.state.at += 1;
      this.save();
      this.draw();
    }));
    const right = element("aside", "quiz-right");
    right.setAttribute("aria-label", "依据条文");
    right.append(provisions(question, true));
    body.append(right);
  }

  score(focus) {
    const all = [...this.questions.values()];
    const right = (q) => Boolean(this.state.replies[q.number]) && isRight(q, this.state.replies[q.number]);
    const sum = (questions) => questions.reduce((points, q) => points + q.points, 0);
    const points = sum(all.filter(right));
    const wrong = all.filter((q) => !right(q));
    const before = this.state.first;
    this.state.first ??= points;
    this.state.day ??= new Date(this.state.used).toLocaleDateString("zh-CN", { dateStyle: "long" });
    this.save();
    const node = element("div", "quiz-score");
    const title = element("h4", "", `${points} 分`);
    title.tabIndex = -1;
    title.append(element("span", "of", `满分 ${sum(all)} 分，答对 ${all.length - wrong.length} / ${all.length} 题`));
    node.append(title);
    if (before !== null && before !== points) node.append(element("p", "soft", `第一次 ${before} 分。`));
    node.append(byMatter(all, right), this.acts(wrong));
    if (wrong.length) node.append(element("p", "soft", "答错的题明天再来，在「培训」的「错题复习」里。"));
    if (points >= PASSED * sum(all)) node.append(certificate(this.paper, this.state, points, sum(all)));
    node.append(...this.list(wrong));
    this.box.replaceChildren(node);
    if (focus) reveal(title);
    tell("train", `得 ${points} 分`);
  }

  acts(wrong) {
    const acts = element("div", "quiz-acts");
    if (wrong.length) acts.append(button("strong retry", `重做错题（${wrong.length} 题）`, () => this.retry(wrong)));
    const more = element("a", "plain big", "再来一套");
    more.href = `#${this.again}`;
    acts.append(more, button("plain big restart", "从头再做", () => {
      this.state = this.fresh();
      this.save();
      this.draw();
    }));
    return acts;
  }

  list(wrong) {
    if (!wrong.length) return [];
    const list = element("ol", "wrong-list");
    for (const question of wrong) {
      const row = element("li");
      row.value = question.number;
      row.append(element("p", "stem", question.scene ? `${question.scene}${question.stem}` : question.stem));
      row.append(verdict(question, this.state.replies[question.number]));
      list.append(row);
    }
    return [element("h4", "", "答错的题"), list];
  }

  retry(wrong) {
    this.state.round = wrong.map((q) => q.number);
    this.state.at = 0;
    this.state.day = null;
    for (const number of this.state.round) delete this.state.replies[number];
    this.save();
    this.draw();
  }
}

class Review extends Test {
  constructor(...of) {
    super(...of);
    const source = this.box.parentElement.querySelector(".source");
    source.replaceChildren(...this.paper.sources.flatMap(([from, status]) => [element("p", "", from), element("p", "notice", status)]));
  }

  // What was answered is no longer due: nothing else has to be kept.
  save() {}

  score(focus) {
    const all = [...this.questions.values()];
    const wrong = all.filter((q) => !isRight(q, this.state.replies[q.number]));
    const { faults, refused } = this.paper;
    const none = refused.length ? "今天的错题现在出不了" : "今天没有要复习的错题";
    const words = all.length ? `答对 ${all.length - wrong.length} / ${all.length} 题` : none;
    const title = element("h4", "", words);
    title.tabIndex = -1;
    const node = element("div", "quiz-score");
    node.append(title, ...[...faults, plan()].filter(Boolean).map((said) => element("p", "soft", said)));
    const left = all.length ? waiting().length : 0;
    if (refused.length) node.append(button("plain big", `不再复习出不了的 ${refused.length} 题`, () => (drop(refused), openTest(this.box))));
    if (left > refused.length) node.append(button("strong", `接着复习（${left - refused.length} 题）`, () => openTest(this.box)));
    node.append(...this.list(wrong));
    this.box.replaceChildren(node);
    if (focus) reveal(title);
    tell("train", words);
  }
}

function progress(done, most) {
  const node = element("div", "quiz-progress");
  const bar = element("progress");
  bar.max = most;
  bar.value = done;
  bar.setAttribute("aria-label", "进度");
  node.append(bar);
  return node;
}

function byMatter(questions, right) {
  const counts = new Map();
  for (const question of questions) {
    for (const matter of question.matters.length ? question.matters : ["其他"]) {
      const [well, all] = counts.get(matter) || [0, 0];
      counts.set(matter, [well + (right(question) ? 1 : 0), all + 1]);
    }
  }
  const list = element("ul", "by-matter");
  for (const [matter, [well, all]] of [...counts].sort((a, b) => a[1][0] / a[1][1] - b[1][0] / b[1][1])) {
    const row = element("li");
    const bar = element("span", "bar");
    bar.style.setProperty("--share", `${(100 * well) / all}%`);
    row.append(element("span", "name", matter), bar, element("span", "count", `${well} / ${all}`));
    list.append(row);
  }
  return list;
}

function reveal(node, where = "start") {
  node.focus({ preventScroll: true });
  const { top, bottom } = node.getBoundingClientRect();
  const head = document.getElementById("header")?.offsetHeight || 0;
  if (top < head + 8 || bottom > innerHeight - 40) node.scrollIntoView({ block: where });
}

hear("filled", ({ view }) => {
  if (view !== "train") return;
  const [test, wrong] = [".quiz", ".my-review"].map((name) => byId("view-train").querySelector(name));
  if (test) openTest(test);
  if (wrong) offerReview(wrong);
});
