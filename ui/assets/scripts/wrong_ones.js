// 培训: what was answered wrongly in self-tests and comes again; kept in this browser only.
import { element } from "./lib/dom.js";
import { keep, kept } from "./lib/kept.js";
import { fetchJson } from "./lib/program.js";
import { ahead, answered, due, today, without } from "./lib/review.js";

const WRONG = "fireduty-wrong";
const MOST = 20; // questions of one round

export const waiting = () => due(kept(WRONG, {}), today());

export const note = (question, right) =>
  keep(WRONG, answered(kept(WRONG, {}), question.id, right, today(), question.from));

export const drop = (ids) => ids.length && keep(WRONG, without(kept(WRONG, {}), ids));

export async function fetchPaper(query, name) {
  const paper = await fetchJson(`view/train.json?${query}&paper=${name}`);
  return { ...paper, questions: paper.questions.map((q) => ({ ...q, from: { query, paper: name } })) };
}

// What is due, from the papers as they are today; what they no longer ask is forgotten.
export async function gather() {
  const cards = kept(WRONG, {});
  const ids = waiting().slice(0, MOST);
  const papers = new Map(ids.map((id) => [`${cards[id].paper}:${cards[id].query}`, cards[id]]));
  const found = new Map();
  const sources = new Map(); // with their statuses
  const faults = new Set();
  const asked = new Set(); // ids whose papers came
  for (const { query, paper: name } of papers.values()) {
    const of = ids.filter((id) => cards[id].query === query && cards[id].paper === name);
    try {
      const paper = await fetchPaper(query, name);
      paper.questions.filter((q) => of.includes(q.id)).forEach((q) => found.set(q.id, q));
      sources.set(`来源：${paper.source}`, paper.notice);
      of.forEach((id) => asked.add(id));
    } catch (error) {
      if (error.status !== 422) throw error;
      faults.add(error.message);
    }
  }
  const gone = ids.filter((id) => asked.has(id) && !found.has(id));
  drop(gone);
  const questions = ids.filter((id) => found.has(id)).map((id, n) => ({ ...found.get(id), number: n + 1 }));
  return { questions, sources: [...sources], faults: [...faults], refused: ids.filter((id) => !asked.has(id)) };
}

// When the wrong ones come again.
export function plan() {
  const days = (n) => (n === 1 ? "明天" : `${n} 天后`);
  const coming = ahead(kept(WRONG, {}), today()).map(([n, count]) => `${days(n)} ${count} 题`);
  return coming.length ? `再来的时间：${coming.join("，")}。` : "";
}

export function offerReview(place) {
  const count = waiting().length;
  const words = plan();
  place.hidden = !count && !words;
  if (place.hidden) return;
  place.replaceChildren(element("h3", "", "错题复习"));
  if (count) {
    const link = element("a", "strong", `复习今天的 ${count} 题`);
    link.href = "#train?review=1";
    place.append(link);
  }
  place.append(element("p", "soft", `${words}只记在这个浏览器里。`));
}
