// The lists of 我的清单 as values: {id, name, query, at, of, rows: {key: {done, who, due, on, proof}}}, newest first.

// What a place is told by: its sentence, else its kind. Answers to questions only make it clearer.
export function told(query) {
  const said = new URLSearchParams(query);
  const words = said.get("describe") || said.getAll("unit").join("、");
  said.delete("in");
  return words || said.toString();
}

// The kept list of what is shown: the one that was open, else the newest of the same place.
export function find(lists, query, id) {
  const same = lists.filter((list) => told(list.query) === told(query));
  return same.find((list) => list.id === id) ?? same[0] ?? null;
}

export const put = (lists, list) => [list, ...lists.filter((other) => other.id !== list.id)];
export const without = (lists, id) => lists.filter((list) => list.id !== id);
export const rename = (lists, id, name) => lists.map((list) => (list.id === id && name ? { ...list, name } : list));
export const done = (list) => Object.values(list.rows).filter((row) => row.done).length;
export const cleared = (list) => Object.keys(list.rows).reduce((now, key) => fill(now, key, { done: false }), list);
export const people = (list) => [...new Set(Object.values(list.rows).map((row) => row.who).filter(Boolean))];

// Some fields of a line; what is empty is not kept.
export function fill(list, key, fields) {
  const row = Object.entries({ ...list.rows[key], ...fields }).filter(([, value]) => value);
  const others = Object.entries(list.rows).filter(([name]) => name !== key);
  return { ...list, rows: Object.fromEntries(row.length ? [...others, [key, Object.fromEntries(row)]] : others) };
}
