// Words that were typed and not taken: a login that has ended means a new page, and they stand there again.
// Kept in this tab only, until they are answered, the reader logs out or the tab is closed.
import { byId, hear, once, type } from "./lib/dom.js";

const PREFIX = "fireduty-draft:";
const FIELDS = "#question textarea, .fetched textarea, .fetched input[type=text]";

const keyOf = (field) => {
  if (field.closest("#question")) return `${PREFIX}question`;
  const view = field.closest(".fetched")?.id || field.closest("[id^=view-]")?.id || "";
  return `${PREFIX}${view}:${field.id || field.name}`;
};
const keep = (key, words) => {
  try {
    if (words) sessionStorage.setItem(key, words);
    else sessionStorage.removeItem(key);
  } catch {
    // Storage is off or full: the words last as long as the page.
  }
};
const kept = (key) => {
  try {
    return sessionStorage.getItem(key) || "";
  } catch {
    return "";
  }
};

document.addEventListener("input", (event) => {
  if (event.target.matches?.(FIELDS)) keep(keyOf(event.target), event.target.value);
});

function restore(field) {
  const words = kept(keyOf(field));
  if (!words || field.value) return;
  type(field, words);
}

once(() => document.querySelector("#chat .log") && document.querySelector("#question textarea"), restore);

hear("filled", ({ view }) => {
  byId(`view-${view}`)?.querySelectorAll("textarea, input[type=text]")
    .forEach((field) => field.matches(FIELDS) && restore(field));
});

// What has been asked stands in the conversation from now on, or is back in the box.
hear("chat", () => {
  const box = document.querySelector("#question textarea");
  if (box && document.querySelector("#chat .turn")) keep(`${PREFIX}question`, box.value);
});

document.addEventListener("submit", (event) => {
  if (!/(^|\/)logout$/.test(event.target.getAttribute("action") || "")) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) keep(key, "");
}, true);
