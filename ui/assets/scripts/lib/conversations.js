// The conversations that this browser keeps, each under a key of its own, so that tabs write side by side.
// Where another tab has gone on with the same one, this tab goes on with one of its own: nothing is lost.
import { forget, keep, kept } from "./kept.js";

const PREFIX = "fireduty-conversation:";
const MOST = 100;
const LONGEST_TITLE = 24;

const random = () => Math.random().toString(36).slice(2, 12).padEnd(10, "0");
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const question = (asked) => (typeof asked === "string" ? asked : asked.question);

export const begin = () => ({ id: random(), name: "", asked: [], at: 0 });

// null where nothing is kept of it.
export function read(id, storage = localStorage) {
  const found = kept(PREFIX + id, {}, storage);
  const asked = Array.isArray(found.asked) ? found.asked.filter((one) => typeof question(one ?? {}) === "string") : [];
  return asked.length ? { id, name: String(found.name ?? ""), asked, at: Number(found.at) || 0 } : null;
}

// The one that was talked in last comes first.
export function all(storage = localStorage) {
  try {
    return Array.from({ length: storage.length }, (_, n) => storage.key(n))
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => read(key.slice(PREFIX.length), storage))
      .filter(Boolean)
      .sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

export const remove = (id, storage = localStorage) => forget(PREFIX + id, storage);

// As it was: undoes remove.
export function put(conversation, storage = localStorage) {
  const { id, ...rest } = conversation;
  const others = () => all(storage).filter((one) => one.id !== id);
  while (!keep(PREFIX + id, rest, storage)) {
    const oldest = others().pop();
    if (!oldest) return;
    remove(oldest.id, storage);
  }
  for (const old of others().slice(MOST - 1)) remove(old.id, storage);
}

// What was asked in it now, as a tab says that has seen it before; it may have become another conversation.
export function write(before, asked, storage = localStorage, now = Date.now()) {
  const stored = read(before.id, storage);
  const other = stored !== null && !same(stored.asked, before.asked);
  const after = { id: other ? random() : before.id, name: (stored ?? before).name, asked, at: now };
  if (asked.length) put(after, storage);
  return after;
}

export function rename(id, name, storage = localStorage) {
  const stored = read(id, storage);
  if (stored) put({ ...stored, name: name.trim() }, storage);
}

export function title({ name, asked }) {
  const first = asked.length ? question(asked[0]).trim().replace(/\s+/g, " ") : "新对话";
  const letters = [...first];
  return name || (letters.length > LONGEST_TITLE ? `${letters.slice(0, LONGEST_TITLE - 1).join("")}…` : first);
}

export function find(conversations, words) {
  const wanted = words.trim().toLowerCase();
  const holds = (text) => text.toLowerCase().includes(wanted);
  return conversations.filter((one) => holds(one.name) || one.asked.some((asked) => holds(question(asked))));
}
