// One 现场答题 as its host watches it: how to join, what was answered, time, teams, results.
import { asked, groups, remember } from "./hosted.js";
import { button, element } from "./lib/dom.js";
import { relative, save, trouble } from "./lib/program.js";
import { twice } from "./lib/twice.js";
import { Projector } from "./projector.js";
import { barsOf, stateOf, teamRow } from "./tallies.js";
import { tell } from "./views.js";

const POLL = 2000; // milliseconds
const MINUTES = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60];

export class Live {
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
    this.now = now;
    if (!this.fault) this.build(now);
    this.fault.textContent = "";
    this.people.textContent = String(now.participants);
    this.replies.textContent = String(now.answers);
    this.state.textContent = stateOf(now);
    this.closing.hidden = this.timing.hidden = !now.open;
    if (!now.open) this.reveal(true);
    for (const question of now.questions) this.rows.get(question.number)(question);
    this.teams.replaceChildren(...now.teams.map(teamRow));
    this.projector.update(now);
    const known = groups()[this.code];
    if (known && !known.title) remember(this.code, { ...known, title: now.title, expires: now.expires });
  }

  build(now) {
    const title = element("h3", "", now.title);
    title.tabIndex = -1;
    const back = element("p", "back");
    const pack = element("a", "", "返回这套题");
    pack.href = `#train?${now.choice}`;
    back.append(pack);
    back.hidden = !now.choice;
    this.head = element("div", "live-head");
    this.way();
    const figures = element("p", "live-figures");
    this.people = element("b", "participants");
    this.replies = element("b", "answers");
    this.state = element("span", "live-state");
    figures.append(this.people, " 人作答，共 ", this.replies, " 份答案 ", this.state);
    this.fault = element("p", "quiz-fault");
    this.fault.role = "alert";
    this.teams = element("ul", "bars live-teams");
    const questions = element("ol", "live-questions");
    for (const question of now.questions) questions.append(this.row(question));
    const kept = now.keeps ? "各题答对的人数会留下来改进题目，不留谁的答案；要一并去掉，删除这一场。" : "";
    const until = element("p", "soft", `到 ${new Date(now.expires * 1000).toLocaleString("zh-CN")} 自动删除。${kept}`);
    this.projector = new Projector(this);
    this.box.replaceChildren(title, back, this.head, figures, this.acts(), this.fault, this.teams, questions, until);
  }

  // The code with the address that phones open; which of this machine's, the host may choose.
  async way(host = "") {
    const code = element("p", "live-code");
    code.append(element("span", "soft", "答题码"), element("strong", "", this.code));
    this.head.replaceChildren(code);
    try {
      const { address, qr, hosts } = await asked(`group/${this.code}/way?${new URLSearchParams({ host })}`);
      this.join = address || relative(`join/${this.code}`).href;
      const scan = element("div", "live-qr");
      scan.innerHTML = qr; // made by the program, of an address alone
      const told = element("p", "live-join");
      told.append("手机扫码，或打开 ", element("b", "", this.join.replace(/^https?:\/\//, "").replace(/\/[^/]*$/, "")), "，输入答题码；不用登录，不记名字。");
      this.head.append(told, scan);
      if (hosts.length > 1) this.head.append(this.choice(hosts));
      if (!address || isHere()) this.head.append(element("p", "live-warning", address
        ? "现在是从本机地址打开的：手机能不能打开上面的地址，要看启动时有没有加 --host 0.0.0.0，手机是不是在同一个网络里。"
        : "现在是从本机地址打开的，手机打不开它。请按部署说明让别的机器能连，再用那个地址打开本页。"));
    } catch (error) {
      this.failed(error);
    }
  }

  choice(hosts) {
    const label = element("label", "live-host", "手机用哪个地址");
    const select = element("select");
    select.append(...hosts.map((host) => new Option(host, host)));
    select.addEventListener("change", () => this.way(select.value));
    label.append(select);
    return label;
  }

  acts() {
    const acts = element("div", "quiz-acts");
    this.closing = button("strong close-group", "结束作答，公布答案", () => this.close());
    this.revealing = button("plain big reveal", "在这里显示答案", () => this.reveal(!this.shown));
    this.revealing.setAttribute("aria-pressed", "false");
    const host = `${relative("").href}#train?group=${this.code}&host=${this.secret}`;
    const deleting = button("plain big delete-group", "删除这一场", () => this.remove());
    twice(this.closing, "再点一次，结束作答");
    twice(deleting, "再点一次，全部删除");
    acts.append(
      button("strong project", "投影", () => this.projector.open()), this.closing, this.timed(), this.revealing,
      button("plain big results", "结果存成 Excel", () => this.results()),
      copying("复制答题链接", () => this.join || relative(`join/${this.code}`).href), copying("复制主持链接", () => host), deleting,
    );
    return acts;
  }

  timed() {
    const label = element("label", "live-time", "限时");
    const select = element("select");
    select.append(new Option("不限", "0"), ...MINUTES.map((minutes) => new Option(`${minutes} 分钟`, minutes)));
    select.addEventListener("change", async () => {
      const body = { minutes: Number(select.value) };
      if (await this.change("time", { method: "POST", body })) this.poll();
    });
    label.append(select);
    this.timing = label;
    return label;
  }

  async results() {
    try {
      tell("train", `已下载 ${await save(`group/${this.code}/results.xlsx`, { headers: { "X-Fireduty-Host": this.secret } }, "结果.xlsx")}`);
    } catch (error) {
      this.fault.textContent = error.message;
    }
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
    if (await this.change("close", { method: "POST" })) this.poll();
  }

  async remove() {
    if (!(await this.change("", { method: "DELETE" }))) return;
    this.over = true;
    remember(this.code, null);
    this.box.replaceChildren(element("p", "told-once", "这一场的试卷和全部答案都已删除。"));
    tell("train", "已删除");
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

const isHere = () => /^(localhost|127\.|\[?::1)/.test(location.hostname);

function copying(name, words) {
  const node = button("plain big copy", name, () => {});
  node.dataset.copy = words();
  // The address may have been chosen anew since.
  node.addEventListener("click", () => (node.dataset.copy = words()), true);
  return node;
}
