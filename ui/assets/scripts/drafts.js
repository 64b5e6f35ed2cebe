// Words that were typed and not taken: a login that has ended means a new page, and they stand there again.
// Kept in this tab only, until they are answered, the reader logs out or the tab is closed.
import { byId, hear, once, type } from "./lib/dom.js";
import { forget, keep, kept } from "./lib/kept.js";

const PREFIX = "fireduty-draft:";
const FIELDS = "#question textarea, .fetched textarea, .fetched input[type=text]";

const keyOf = (field) => {
  if (field.closest("#question")) return `${PREFIX}question`;
  const view = field.closest(".fetched")?.id || field.closest("[id^=view-]")?.id || "";
  return `${PREFIX}${view}:${field.id || field.name}`;
};
const hold = (key, words) => (words ? keep(key, words, sessionStorage) : forget(key, sessionStorage));

document.addEventListener("input", (event) => {
  if (event.target.matches?.(FIELDS)) hold(keyOf(event.target), event.target.value);
});

function restore(field) {
  const words = kept(keyOf(field), "", sessionStorage);
  if (!words || field.value) return;
  type(field, words);
}

once(() => document.querySelector("#chat .log") && document.querySelector("#question textarea"), restore);

hear("filled", ({ view }) => {
  byId(`view-${view}`)?.querySelectorAll("textarea, input[type=text]")
    .forEach((field) => field.matches(FIELDS) && restore(field));
});

document.addEventListener("submit", (event) => {
  if (!/(^|\/)logout$/.test(event.target.getAttribute("action") || "")) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) forget(key, sessionStorage);
}, true);
