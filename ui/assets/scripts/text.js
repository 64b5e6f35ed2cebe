// 法规原文: whose text is shown.
import { element, hear, tellAll } from "./lib/dom.js";
import { request } from "./lib/program.js";

const part = (id) => document.querySelector(`#${id} .text-part`);
const options = () => [...document.querySelectorAll("#outline select.documents option")];
const shown = () => part("full-text")?.dataset.document;
// Made before the library changed: the page was opened anew, the program was not.
const isOld = () => {
  const now = document.querySelector("#header .bar")?.dataset.library;
  return Boolean(now) && part("full-text")?.dataset.library !== now;
};
const PLACE = /^(?:(.+)--)?(?:annex|art|heading)-/;
let opening = null;

// Key of the document that an address is of; null where what is shown will do.
export function wanted(name, query) {
  if (name === "text") {
    const key = new URLSearchParams(query).get("in");
    return key && key !== shown() ? key : isOld() ? "" : null;
  }
  const place = PLACE.exec(name);
  if (!place) return null;
  const now = part("full-text")?.dataset;
  if (Number(now?.large) && (place[1] || "") !== now.slug) return place[1] || "";
  const of = options().find((option) => option.dataset.slug === (place[1] || ""));
  if (of && of.value !== shown()) return of.value;
  return isOld() ? "" : null;
}

// Shows the text of a document; false where another one was asked for meanwhile, or it failed.
export async function show(key) {
  opening?.abort();
  const control = (opening = new AbortController());
  const [outline, text] = [part("outline"), part("full-text")];
  text.setAttribute("aria-busy", "true");
  try {
    const path = key ? `view/text?in=${encodeURIComponent(key)}` : "view/text";
    const response = await request(path, { signal: control.signal });
    const made = document.createElement("template");
    made.innerHTML = await response.text();
    const parts = made.content.querySelectorAll(".text-part");
    if (!response.ok || parts.length !== 2) {
      throw new Error(made.content.querySelector(".trouble p")?.textContent || "程序没有给出结果，请再试一次。");
    }
    outline.replaceWith(parts[0]);
    text.replaceWith(parts[1]);
    window.scrollTo(0, 0);
    tellAll("text");
    return true;
  } catch (error) {
    if (error.name === "AbortError") return false;
    fail(text, error.message);
    return false;
  } finally {
    text.removeAttribute("aria-busy");
    if (opening === control) opening = null;
  }
}

function fail(text, sentence) {
  text.querySelector(".trouble")?.remove();
  const box = element("div", "trouble");
  box.role = "alert";
  box.append(element("h3", "", "没有打开"), element("p", "", sentence));
  text.prepend(box);
  const select = document.querySelector("#outline select.documents");
  if (select) select.value = shown();
}


document.addEventListener("change", (event) => {
  const select = event.target;
  if (select.matches?.("select.documents")) {
    location.hash = `#${select.selectedOptions[0].dataset.address}`;
  } else if (select.matches?.("select.of-document")) {
    const query = select.value ? `?${new URLSearchParams({ in: select.value })}` : "";
    location.hash = `#${select.dataset.view}${query}`;
  }
});

// --- short permalinks: #art-19-5 is #art-19-item-5 -----------------------------------------------

function lengthen() {
  const short = /^#((?:.+--)?art-\d+)-(\d+)$/.exec(location.hash);
  if (short && !document.getElementById(location.hash.slice(1)) && document.getElementById(`${short[1]}-item-${short[2]}`)) {
    location.replace(`#${short[1]}-item-${short[2]}`);
  }
}
window.addEventListener("hashchange", lengthen);
hear("view", lengthen);
