// The participants' page: a code, then one question after the other. What was answered is kept in this
// browser until the program has it: a lost connection loses nothing.
import "./keys.js";
import { button, element } from "./lib/dom.js";
import { fetchJson } from "./lib/program.js";
import { isRight, markReply, provisions, verdict, widget } from "./quiz.js";
import { timeLeft } from "./tallies.js";

const root = document.getElementById("join");
const base = `${root.dataset.root}/`;
const LOOK = 5000; // milliseconds between looks whether the key is there
const WAITS = [1000, 2000, 4000, 8000, 15000];
const LOST = "连不上：请看手机是不是连着培训用的网络。连上后会自动再试。";
const CUT = [0, 500, 502, 503, 504]; // of no answer: it is asked again
const asked = (path, options) => fetchJson(base + path, options, LOST);
const onceAgain = (tries) => new Promise((resolve) => {
  const timer = setTimeout(resolve, WAITS[Math.min(tries, WAITS.length - 1)]);
  window.addEventListener("online", () => (clearTimeout(timer), resolve()), { once: true });
});

// --- the code ---------------------------------------------------------------------------------------

function askCode(fault = "", typed = "") {
  const form = element("form", "code-form");
  const label = element("label", "", "答题码");
  const input = element("input");
  Object.assign(input, { name: "code", value: typed, maxLength: 12, autocomplete: "off", required: true });
  for (const [name, value] of [["autocapitalize", "characters"], ["spellcheck", "false"], ["enterkeyhint", "go"]]) {
    input.setAttribute(name, value);
  }
  label.append(input);
  const send = element("button", "", "进入");
  send.type = "submit";
  const said = element("p", "error", fault);
  said.role = "alert";
  said.hidden = !fault;
  form.append(label, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter(input.value);
  });
  root.replaceChildren(
    element("h1", "", "现场答题"),
    element("p", "soft", "输入讲师给的 6 位答题码。不用登录，不记名字，答案只用来现场统计。"),
    said, form,
  );
  input.focus();
}

let entering = 0; // the last one counts

async function enter(typed) {
  const code = typed.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  const own = (entering += 1);
  for (let tries = 0; own === entering; tries += 1) {
    try {
      const paper = await asked(`group/${encodeURIComponent(code)}`);
      history.replaceState(null, "", `${base}join/${paper.code}`);
      if (own === entering) new Room(paper);
      return;
    } catch (error) {
      const lost = CUT.includes(error.status);
      if (own === entering && !(lost && tries)) askCode(error.message, code);
      if (!lost) return;
    }
    await onceAgain(tries);
  }
}

// --- the room ---------------------------------------------------------------------------------------

class Room {
  constructor(paper) {
    this.paper = paper;
    this.key = `fireduty-join:${paper.code}`;
    document.querySelector("footer.status").textContent = `${paper.source} · ${paper.notice}`; // of this paper
    this.state = this.kept();
    this.at = 0;
    this.tries = 0;
    const first = paper.questions.findIndex((q) => !this.state.answers[q.number]);
    this.at = first < 0 ? paper.questions.length : first;
    if (paper.open) {
      this.frame();
      if (paper.teams && !this.state.team) this.chooseTeam();
      else this.draw(false);
      this.send();
      setInterval(() => this.look(), LOOK);
      document.addEventListener("visibilitychange", () => this.look());
      window.addEventListener("offline", () => this.tell(true));
      window.addEventListener("online", () => this.look());
    } else {
      this.finish();
    }
  }

  kept() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) || "null");
      // The same code may come again for another paper, long after.
      const ids = this.paper.questions.map((q) => q.id).join(" ");
      if (found?.participant && found.ids === ids) return found;
      return { ids, participant: this.seat(), answers: {}, waiting: [] };
    } catch {
      return { ids: "", participant: this.seat(), answers: {}, waiting: [] };
    }
  }

  // The word by which the program knows this browser; it gives one with the paper.
  seat() {
    return this.paper.seat || word();
  }

  save() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.state));
    } catch {
      // Storage is off: the answers last as long as the page.
    }
  }

  frame() {
    this.told = element("p", "sending");
    this.told.role = "status";
    this.numbers = element("nav", "numbers");
    this.numbers.setAttribute("aria-label", "题号");
    this.place = element("div", "quiz-ui-place");
    this.time = element("p", "time-left");
    const kept = element("p", "soft kept", this.paper.keeps ? "这一场结束后，每道题有多少人答对会一直留着，用来改进题目；没有名字、地址，也看不出谁答了什么。" : "");
    root.replaceChildren(element("h1", "", this.paper.title), kept, this.time, this.numbers, this.place, this.told);
    this.look();
  }

  draw(focus = true) {
    this.list();
    const question = this.paper.questions[this.at];
    if (!question) {
      this.done(focus);
      return;
    }
    const made = widget(question, this.state.answers[question.number], () => (fault.textContent = ""));
    const title = element("h2", "quiz-place", `第 ${this.at + 1} 题，共 ${this.paper.questions.length} 题`);
    title.tabIndex = -1;
    const fault = element("p", "quiz-fault");
    fault.role = "alert";
    const acts = element("div", "quiz-acts");
    const again = this.state.answers[question.number] !== undefined;
    acts.append(button("strong submit", again ? "改成这个答案" : "提交", () => this.submit(question, made, fault)));
    if (this.at) acts.append(button("quiet", "上一题", () => this.go(this.at - 1)));
    this.place.replaceChildren(title, made.node, fault, acts);
    if (focus) title.focus();
    if (focus) scrollTo(0, 0);
  }

  chooseTeam() {
    const title = element("h2", "quiz-place", "您在哪一队？");
    const acts = element("div", "quiz-acts");
    for (let team = 1; team <= this.paper.teams; team += 1) {
      acts.append(button("strong", `第 ${team} 队`, () => {
        this.state.team = team;
        this.save();
        this.draw();
      }));
    }
    this.place.replaceChildren(title, acts);
  }

  list() {
    this.numbers.replaceChildren(...this.paper.questions.map((question, at) => {
      const has = this.state.answers[question.number] !== undefined;
      const node = button(has ? "number has" : "number", String(question.number), () => this.go(at));
      node.setAttribute("aria-label", `第 ${question.number} 题${has ? "，已答" : ""}`);
      if (at === this.at) node.setAttribute("aria-current", "true");
      return node;
    }));
  }

  go(at) {
    this.at = at;
    this.draw();
  }

  submit(question, made, fault) {
    const reply = made.read();
    if (!reply) {
      fault.textContent = ["填空", "连线"].includes(question.form) ? "还有没填的。" : "请先选一个答案。";
      made.node.querySelector("input, select")?.focus();
      return;
    }
    this.state.answers[question.number] = reply;
    this.state.waiting = [...this.state.waiting.filter((n) => n !== question.number), question.number];
    this.save();
    this.send();
    const { questions } = this.paper;
    const open = (q) => this.state.answers[q.number] === undefined;
    const later = questions.findIndex((q, n) => n > this.at && open(q));
    const next = later >= 0 ? later : questions.findIndex(open);
    this.go(next < 0 ? questions.length : next);
  }

  done(focus) {
    const title = element("h2", "quiz-place", "全部答完了");
    title.tabIndex = -1;
    this.place.replaceChildren(title, element("p", "", "等讲师公布答案；公布以前，点上面的题号可以改。"));
    if (focus) title.focus();
  }

  // One after the other; what does not arrive is sent again until it does.
  async send() {
    if (this.sending || this.over) return;
    this.sending = true;
    while (this.state.waiting.length && !this.over) {
      const [number] = this.state.waiting;
      const reply = this.state.answers[number];
      try {
        await asked(`group/${this.paper.code}/answers`, {
          method: "POST",
          body: { participant: this.state.participant, number, answer: reply, team: this.state.team || 0 },
        });
      } catch (error) {
        if (this.refused(error, number)) continue;
        if (error.status === 429 && !this.state.joined) await this.sitDown();
        this.tell(error.status === 0);
        await onceAgain(this.tries++);
        continue;
      }
      this.tries = 0;
      this.state.joined = true;
      // It may have been changed while it was on its way.
      if (reply === this.state.answers[number]) this.state.waiting = this.state.waiting.filter((n) => n !== number);
      this.save();
    }
    this.sending = false;
    if (!this.over) this.tell(false);
  }

  // Whether the phone is cut off, and what of its answers the program has.
  tell(cut) {
    const left = this.state.waiting.length;
    const sent = Object.keys(this.state.answers).length - left;
    this.told.classList.toggle("cut", cut);
    const unsent = left ? `${left} 题还没有送到，` : "";
    if (cut) this.told.textContent = `断网了，可以接着答：答案存在这部手机里，${unsent}连上后自动再送，请不要关掉这一页。`;
    else if (left) this.told.textContent = `还有 ${left} 题没有送到，正在再送……`;
    else this.told.textContent = sent ? `已送到 ${sent} 题` : "";
  }

  // Many joined from this room: another seat, as nothing of this browser was kept yet.
  async sitDown() {
    const paper = await asked(`group/${this.paper.code}`).catch(() => ({}));
    if (paper.seat) this.state.participant = paper.seat;
    this.save();
  }

  // Whether it is of no use to send it again.
  refused({ status, message }, number) {
    if ([...CUT, 429].includes(status)) return false;
    this.state.waiting = this.state.waiting.filter((n) => n !== number);
    if (status === 409 || status === 404) this.look();
    else this.told.textContent = message;
    this.save();
    return true;
  }

  async look() {
    if (this.over || document.hidden) return;
    try {
      const result = await asked(`group/${this.paper.code}/result`);
      if (!result.open) this.finish(result);
      else {
        this.time.textContent = result.ends ? timeLeft(result.ends) : "";
        if (!this.sending) this.tell(false);
      }
    } catch (error) {
      if (error.status === 404) this.gone(error.message);
      else if (error.status === 0) this.tell(true);
    }
  }

  gone(message) {
    this.over = true;
    askCode(message);
  }

  // --- the key --------------------------------------------------------------------------------------

  async finish(result) {
    this.over = true;
    try {
      const paper = result || (await asked(`group/${this.paper.code}/result`));
      this.result(paper);
    } catch (error) {
      this.gone(error.message);
    }
  }

  result(paper) {
    const answers = this.state.answers;
    const right = paper.questions.filter((q) => answers[q.number] && isRight(q, answers[q.number]));
    const points = right.reduce((sum, q) => sum + q.points, 0);
    const title = element("h1", "", paper.title);
    const score = element("p", "group-score");
    score.append(element("b", "", `${points} 分`), `答对 ${right.length} / ${paper.questions.length} 题`);
    score.tabIndex = -1;
    const list = element("ol", "results");
    for (const question of paper.questions) list.append(this.row(question, answers[question.number]));
    root.replaceChildren(title, score, list);
    score.focus();
  }

  row(question, reply) {
    const row = element("li", "result-row");
    const made = widget(question, reply);
    made.lock();
    markReply(made.node, question, reply);
    row.append(element("h2", "quiz-place", `第 ${question.number} 题`), made.node, verdict(question, reply), provisions(question, false));
    return row;
  }
}

// A random word; crypto.randomUUID exists on https only, and a training room has http.
function word() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

if (root.dataset.code) enter(root.dataset.code);
else askCode();
