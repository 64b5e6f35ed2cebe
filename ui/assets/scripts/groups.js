// 现场答题 as its host sees it: opened, watched, closed. The secrets of the host are kept in this browser.
import { button, byId, element, hear } from "./lib/dom.js";
import { keep, kept } from "./lib/kept.js";
import { fetchJson, relative, trouble } from "./lib/program.js";
import { LETTERS } from "./quiz.js";
import { tell } from "./views.js";

const GROUPS = "fireduty-groups";
const POLL = 2000; // milliseconds
const asked = (path, { secret, ...options } = {}) =>
  fetchJson(path, secret ? { ...options, headers: { "X-Fireduty-Host": secret } } : options);

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
    const link = element("a", "", `${code} ${title}`);
    link.href = `#train?group=${code}`;
    row.append(link);
    list.append(row);
  }
  box.replaceChildren(element("h3", "", "我开的现场答题"), list);
}

// --- the live view ----------------------------------------------------------------------------------

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
      tell("train", "已删除");
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

hear("filled", ({ view }) => {
  if (view !== "train") return;
  const box = byId("view-train").querySelector(".live");
  live = box ? new Live(box) : null;
  byId("view-train").querySelectorAll(".my-groups").forEach(listGroups);
});
hear("view", () => live?.poll());
document.addEventListener("visibilitychange", () => live?.poll());
document.addEventListener("click", (event) => {
  const opening = event.target.closest("button.open-group");
  if (opening) openGroup(opening);
}, true);
