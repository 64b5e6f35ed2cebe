// What was answered wrongly comes again after days: {id of a question: {query, paper, step, due}}, due as a
// day of the reader's own calendar. One that was right each time it came is known.

export const DAYS = [1, 3, 7];
const MOST = 300; // that are kept; those answered longest ago go

export const today = (now = new Date()) => Math.floor((now.getTime() / 60_000 - now.getTimezoneOffset()) / 1440);

// What is kept after an answer. A right one that was not due yet changes nothing: it was seen just now.
export function answered(cards, id, right, day, from) {
  const { [id]: card, ...others } = cards;
  if (right && !(card?.due <= day)) return cards;
  const step = right ? card.step + 1 : 0;
  if (!(step < DAYS.length)) return others;
  const kept = Object.entries(others).slice(1 - MOST);
  return { ...Object.fromEntries(kept), [id]: { ...from, step, due: day + DAYS[step] } };
}

// The ids that come today, those that wait longest first.
export const due = (cards, day) =>
  Object.keys(cards).filter((id) => cards[id]?.due <= day).sort((a, b) => cards[a].due - cards[b].due);

// How many come in how many days, the next first.
export function ahead(cards, day) {
  const counts = new Map();
  for (const card of Object.values(cards)) {
    if (card?.due > day) counts.set(card.due - day, (counts.get(card.due - day) || 0) + 1);
  }
  return [...counts].sort((a, b) => a[0] - b[0]);
}

export function without(cards, ids) {
  return Object.fromEntries(Object.entries(cards).filter(([id]) => !ids.includes(id)));
}
