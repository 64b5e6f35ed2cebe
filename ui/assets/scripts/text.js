// 法规原文: whose text is shown.
import { brief, meant, parse } from "./lib/address.js";
import { byId, element, tellAll } from "./lib/dom.js";
import { request } from "./lib/program.js";

const part = (id) => document.querySelector(`#${id} .text-part`);
const options = () => [...document.querySelectorAll("#outline select.documents option")];
const shown = () => part("full-text")?.dataset.document;
// Made before the library changed: the page was opened anew, the program was not.
const isOld = () => {
  const now = document.querySelector("#header .bar")?.dataset.library;
  return Boolean(now) && part("full-text")?.dataset.library !== now;
};
let opening = null;

export const isAddress = (name) => parse(name) !== null || options().some(({ value }) => value === name);

// Key of the document that an address is of; null where what is shown will do.
export function wanted(name, query) {
  const { document: of = null, place } = name === "text" ? {} : (parse(name) ?? { document: name });
  const now = part("full-text")?.dataset;
  if (of === null) {
    const key = new URLSearchParams(query).get("in");
    return key && key !== now?.document ? key : isOld() ? "" : null;
  }
  if (!place && !isAddress(name)) return null;
  if (of === now?.document || of === now?.slug) return isOld() ? of : null;
  const found = options().find(({ value, dataset }) => value === of || dataset.slug === of);
  if (found || Number(now?.large)) return found?.value ?? of;
  return isOld() ? "" : null;
}

// What an address means in the text that is shown.
export function provision(name) {
  const address = parse(name) ?? { document: name, place: "" };
  const { document: key, slug } = part("full-text")?.dataset ?? {};
  if (address.document && address.document !== key && address.document !== slug) return null;
  if (!address.place) return document.querySelector("#full-text .regulation .title");
  return meant(address.place).map((place) => byId(slug ? `${slug}--${place}` : place)).find(Boolean) ?? null;
}

// The address as people read it, where there are several documents: 消防法/art-60-5.
export function permalink(id) {
  const { document: key, slug } = part("full-text").dataset;
  const { place } = parse(id) ?? {};
  if (!place || !(options().length || Number(part("full-text").dataset.large))) return id;
  return `${key}/${brief(place, (other) => byId(slug ? `${slug}--${other}` : other))}`;
}

export const rename = ({ id }) => id && history.replaceState(history.state, "", `#${permalink(id)}`);

export function missing(name) {
  const { document: of, place } = parse(name);
  const { document: key, slug } = part("full-text").dataset;
  const here = !of || of === key || of === slug;
  const said = here ? `《${key}》里没有「${place}」这个位置：编号可能写错了，或者换了版本。` : `没有收录「${of}」这部文件。`;
  const way = element("a", "", here ? "从头看这部文件" : "看收录了哪些文件");
  way.href = here ? "#text" : "#library";
  fail(part("full-text"), said).append(way);
  window.scrollTo(0, 0);
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
  return box;
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
