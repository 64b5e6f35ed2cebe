// 培训: the self-test, and what the trainer sees of a group. The rest of the view is a fragment that
// views.js fetches; these fill the places that it leaves. State is kept in this browser only.
(() => {
  "use strict";

  const { LETTERS, element, button, isRight, widget, markReply, verdict, provisions } = window.firedutyQuiz;
  const TESTS = "fireduty-test:";
  const GROUPS = "fireduty-groups";
  const MOST_TESTS = 20; // that are kept; the oldest go
  const POLL = 2000; // milliseconds
  const relative = (path) => new URL(path, document.baseURI.split("#")[0]);
  const block = () => document.getElementById("view-train");
  const tell = (words) => {
    const status = block()?.querySelector(":scope > .status");
    if (status) status.textContent = words;
  };

  // --- what the browser keeps -----------------------------------------------------------------------

  function kept(key, otherwise) {
    try {
      const found = JSON.parse(localStorage.getItem(key) || "null");
      return found && typeof found === "object" ? found : otherwise;
    } catch {
      return otherwise; // storage is off or broken
    }
  }

  function keep(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  // --- the program ----------------------------------------------------------------------------------

  async function asked(path, { method = "GET", body, secret } = {}) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (secret) headers["X-Fireduty-Host"] = secret;
    let response;
    try {
      response = await fetch(relative(path), {
        method, headers, credentials: "same-origin", body: body && JSON.stringify(body),
      });
    } catch {
      throw new Error("与程序的连接断开了。请确认程序还在运行、网络通着，再试一次。");
    }
    if (response.status === 401 || response.redirected) throw new Error("登录已过期，请刷新页面，重新登录。");
    const said = await response.json().catch(() => ({}));
    if (response.ok) return said;
    const error = new Error(`${said.error?.message || "程序没有给出结果，请再试一次"}。`.replace(/。。$/, "。"));
    error.status = response.status;
    throw error;
  }

  function trouble(sentence, again) {
    const box = element("div", "trouble");
    box.role = "alert";
    box.append(element("h3", "", "没有取到内容"), element("p", "", sentence));
    if (again) box.append(button("plain", "再试一次", again));
    return box;
  }

  // --- self-test ------------------------------------------------------------------------------------

  async function openTest(box) {
    const { query, paper: name, again } = box.dataset;
    let paper;
    try {
      paper = await asked(`view/train.json?${query}&paper=${name}`);
    } catch (error) {
      box.replaceChildren(trouble(error.message, () => openTest(box)));
      return;
    }
    if (box.isConnected) new Test(box, paper, `${TESTS}${name}:${query}`, again);
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
      if (!keep(this.key, this.state)) tell("浏览器没有让保存，进度只在这一页有效");
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
      this.draw(false);
      const title = this.box.querySelector(".verdict h4");
      reveal(title, "nearest");
      tell(title.textContent);
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
      if (before === null) {
        this.state.first = points;
        this.save();
      }
      const node = element("div", "quiz-score");
      const title = element("h4", "", `${points} 分`);
      title.tabIndex = -1;
      title.append(element("span", "of", `满分 ${sum(all)} 分，答对 ${all.length - wrong.length} / ${all.length} 题`));
      node.append(title);
      if (before !== null && before !== points) node.append(element("p", "soft", `第一次 ${before} 分。`));
      node.append(byMatter(all, right), this.acts(wrong), ...this.list(wrong));
      this.box.replaceChildren(node);
      if (focus) reveal(title);
      tell(`得 ${points} 分`);
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
      for (const number of this.state.round) delete this.state.replies[number];
      this.save();
      this.draw();
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

  // --- groups: opening ------------------------------------------------------------------------------

  function groups() {
    const all = Object.entries(kept(GROUPS, {}));
    return Object.fromEntries(all.filter(([, group]) => group?.expires * 1000 > Date.now()));
  }

  function remember(code, group) {
    const all = groups();
    if (group) all[code] = group;
    else delete all[code];
    return keep(GROUPS, all);
  }

  async function openGroup(from) {
    const fault = from.parentNode.querySelector(".group-fault");
    const hours = Number(from.parentNode.querySelector("select.hours")?.value || 24);
    fault.textContent = "";
    from.disabled = true;
    try {
      const { choice, paper } = from.dataset;
      const { code, secret, title, expires } = await asked("group", { method: "POST", body: { choice, paper, hours } });
      remember(code, { secret, title, expires });
      location.hash = `#train?group=${code}`;
    } catch (error) {
      fault.textContent = error.message;
    } finally {
      from.disabled = false;
    }
  }

  // "#train?group=K7M2QX&host=…" is the link for another device of the trainer's: what is after host=
  // goes into this browser's memory and out of the address, before anything else reads it.
  function takeSecret() {
    const [name, query = ""] = location.hash.slice(1).split("?");
    const asked = new URLSearchParams(query);
    if (name !== "train" || !asked.get("host") || !asked.get("group")) return;
    const code = asked.get("group").toUpperCase();
    remember(code, { secret: asked.get("host"), title: "", expires: Date.now() / 1000 + 7 * 86400 });
    history.replaceState(null, "", `#train?group=${code}`);
  }
  takeSecret();
  window.addEventListener("hashchange", takeSecret, true);

  function listGroups(box) {
    const rows = Object.entries(groups());
    box.hidden = !rows.length;
    if (!rows.length) return;
    const list = element("ul", "choices");
    for (const [code, { title }] of rows) {
      const row = element("li");
      const link = element("a", "", `${code}　${title}`);
      link.href = `#train?group=${code}`;
      row.append(link);
      list.append(row);
    }
    box.replaceChildren(element("h3", "", "我开的现场答题"), list);
  }

  // --- groups: the live view --------------------------------------------------------------------------

  let live = null;

  class Live {
    constructor(box) {
      this.box = box;
      this.code = box.dataset.code;
      this.secret = groups()[this.code]?.secret || "";
      this.rows = new Map();
      this.shown = false; // the key
      this.timer = 0;
      this.poll();
    }

    get isSeen() {
      return this.box.isConnected && !document.hidden && document.documentElement.dataset.view === "train";
    }

    async poll() {
      clearTimeout(this.timer);
      if (!this.isSeen || this.over || this.asking) return;
      this.asking = true;
      try {
        this.update(await asked(`group/${this.code}/live`, { secret: this.secret }));
      } catch (error) {
        this.failed(error);
      } finally {
        this.asking = false;
      }
      if (!this.over) this.timer = setTimeout(() => this.poll(), POLL);
    }

    failed(error) {
      if ([403, 404].includes(error.status)) {
        this.over = true;
        remember(this.code, null);
        this.box.replaceChildren(trouble(error.message));
      } else if (this.fault) {
        this.fault.textContent = error.message;
      } else {
        this.box.replaceChildren(trouble(error.message, () => this.poll()));
      }
    }

    update(now) {
      if (!this.fault) this.build(now);
      this.fault.textContent = "";
      this.people.textContent = String(now.participants);
      this.replies.textContent = String(now.answers);
      this.state.textContent = now.open ? "正在作答" : "已结束，答案已公布";
      this.closing.hidden = !now.open;
      if (!now.open) this.reveal(true);
      for (const question of now.questions) this.rows.get(question.number)(question);
      const known = groups()[this.code];
      if (known && !known.title) remember(this.code, { ...known, title: now.title, expires: now.expires });
    }

    build(now) {
      const join = relative(`join/${this.code}`).href;
      const title = element("h3", "", now.title);
      title.tabIndex = -1;
      const head = element("div", "live-head");
      const code = element("p", "live-code");
      code.append(element("span", "soft", "答题码"), element("strong", "", this.code));
      const address = element("p", "live-join");
      address.append("手机打开 ", element("b", "", relative("join").href.replace(/^https?:\/\//, "")), "，输入答题码；不用登录，不记名字。");
      head.append(code, address);
      if (/^(localhost|127\.|\[?::1)/.test(location.hostname)) {
        head.append(element("p", "live-warning", "现在是从本机地址打开的，手机打不开它。请按部署说明让别的机器能连，再用那个地址打开本页。"));
      }
      const figures = element("p", "live-figures");
      this.people = element("b", "participants");
      this.replies = element("b", "answers");
      this.state = element("span", "live-state");
      figures.append(this.people, " 人作答，共 ", this.replies, " 份答案　", this.state);
      this.fault = element("p", "quiz-fault");
      this.fault.role = "alert";
      const questions = element("ol", "live-questions");
      for (const question of now.questions) questions.append(this.row(question));
      const until = element("p", "soft", `到 ${new Date(now.expires * 1000).toLocaleString("zh-CN")} 自动删除。`);
      this.box.replaceChildren(title, head, figures, this.acts(join), this.fault, questions, until);
    }

    acts(join) {
      const acts = element("div", "quiz-acts");
      this.closing = button("strong close-group", "结束作答，公布答案", () => this.close());
      this.revealing = button("plain big reveal", "在这里显示答案", () => this.reveal(!this.shown));
      this.revealing.setAttribute("aria-pressed", "false");
      const host = relative("").href + `#train?group=${this.code}&host=${this.secret}`;
      const deleting = button("plain big delete-group", "删除这一场", () => this.remove(deleting));
      acts.append(this.closing, this.revealing, copying("复制答题链接", join), copying("复制主持链接", host), deleting);
      return acts;
    }

    reveal(is) {
      this.shown = is;
      this.box.classList.toggle("revealed", is);
      this.revealing.setAttribute("aria-pressed", String(is));
      this.revealing.textContent = is ? "收起答案" : "在这里显示答案";
    }

    row(question) {
      const row = element("li", "live-question");
      row.append(element("p", "stem", `${question.number}．${question.scene}${question.stem}`));
      const told = element("p", "live-told");
      const bars = element("ul", "bars");
      row.append(told, bars, element("p", "live-key", `答案：${question.key_text}`));
      this.rows.set(question.number, (now) => {
        const share = now.answered ? Math.round((100 * now.right) / now.answered) : 0;
        told.textContent = now.answered ? `${now.answered} 人已答，答对 ${now.right} 人（${share}%）` : "还没有人答";
        told.dataset.share = now.answered ? String(share) : "";
        bars.replaceChildren(...barsOf(now));
      });
      return row;
    }

    async close() {
      await this.change("close", { method: "POST" });
      this.poll();
    }

    async remove(from) {
      if (from.dataset.sure === undefined) {
        from.dataset.sure = "";
        from.textContent = "再点一次，全部删除";
        setTimeout(() => {
          delete from.dataset.sure;
          from.textContent = "删除这一场";
        }, 5000);
        return;
      }
      if (await this.change("", { method: "DELETE" })) {
        this.over = true;
        remember(this.code, null);
        this.box.replaceChildren(element("p", "told-once", "这一场的试卷和全部答案都已删除。"));
        tell("已删除");
      }
    }

    async change(what, options) {
      try {
        await asked(`group/${this.code}${what ? `/${what}` : ""}`, { ...options, secret: this.secret });
        return true;
      } catch (error) {
        this.fault.textContent = error.message;
        return false;
      }
    }
  }

  function barsOf(now) {
    const rows = now.counts.map((count, n) => {
      const words = now.form === "判断" ? now.options[n] : now.form === "连线" ? `${n + 1}．${now.options[n]}（连对）` : `${LETTERS[n]}．${now.options[n]}`;
      const right = now.form === "连线" ? false : now.key.includes(n);
      return { words, count, right };
    });
    const texts = now.texts.map(({ text, count, right }) => ({ words: text, count, right }));
    return [...rows, ...texts].map(({ words, count, right }) => {
      const row = element("li", right ? "bar-row is-key" : "bar-row");
      const bar = element("span", "bar");
      bar.style.setProperty("--share", `${now.answered ? (100 * count) / now.answered : 0}%`);
      row.append(element("span", "words", words), bar, element("span", "count", String(count)));
      return row;
    });
  }

  function copying(name, words) {
    const node = button("plain big copy", name, () => {});
    node.dataset.copy = words;
    return node;
  }

  // --- when the view is filled or shown ------------------------------------------------------------------

  let swapped = ""; // what the reader exchanged or switched: it stays where it is
  let stem = ""; // of the question before

  document.addEventListener("fireduty:filled", (event) => {
    if (event.detail.view !== "train") return;
    const node = block();
    const test = node.querySelector(".quiz");
    if (test) openTest(test);
    const box = node.querySelector(".live");
    live = box ? new Live(box) : null;
    node.querySelectorAll(".my-groups").forEach(listGroups);
    const kept = swapped && node.querySelector(swapped);
    swapped = "";
    if (!kept) return;
    event.preventDefault();
    if (stem && kept.querySelector(".stem")?.textContent === stem) {
      kept.querySelector(".question-head").append(element("span", "no-other", "这个范围里没有别的题可换"));
      tell("这个范围里没有别的题可换");
    }
    stem = "";
    kept.focus({ preventScroll: true });
    if (kept.getBoundingClientRect().bottom > innerHeight || kept.getBoundingClientRect().top < 110) {
      kept.scrollIntoView({ block: "center" });
    }
  });

  document.addEventListener("fireduty:view", () => live?.poll());
  document.addEventListener("visibilitychange", () => live?.poll());

  document.addEventListener("click", (event) => {
    const opening = event.target.closest("button.open-group");
    if (opening) openGroup(opening);
    const swap = event.target.closest("#view-train .swap");
    if (swap) {
      const row = swap.closest(".question-row");
      swapped = `#${row.id}`;
      stem = row.querySelector(".stem").textContent;
    }
    if (event.target.closest("#view-train .papers a")) swapped = ".papers [aria-current]";
  }, true);
})();
