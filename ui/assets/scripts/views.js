// The views that are fetched as a piece of HTML from this same program when their address is opened; what
// is asked stands in the address after "?", so that Back, bookmarks and shared links work.
import { byId, calm, element, hear, once, tellAll } from "./lib/dom.js";
import { fetchHtml, save, trouble } from "./lib/program.js";

const FETCHED = ["duties", "checklist", "library", "diff", "verify", "about", "train"];

// How high the header and the box really are: what sticks below and above must touch them.
const measured = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    document.documentElement.style.setProperty(target.id === "header" ? "--head" : "--composer", `${target.offsetHeight}px`);
  }
});
once(() => byId("header") && byId("composer"), () => ["header", "composer"].forEach((id) => measured.observe(byId(id))));

export const shown = {}; // view → the query that it shows
export const pending = {}; // view → the request on its way

export function place(view) {
  const block = byId(`view-${view}`);
  if (!block) return null;
  let inner = block.querySelector(":scope > .fetched");
  if (!inner) {
    inner = element("section", "fetched");
    inner.append(element("p", "told", "正在打开……"));
    const status = element("p", "sr status");
    status.role = "status";
    block.append(inner, status);
  }
  return inner;
}

export const tell = (view, words) => {
  const status = byId(`view-${view}`)?.querySelector(":scope > .status");
  if (status) status.textContent = words;
};

// What a view is asked for: looked up by address, or posted where somebody wrote it.
function addressOf(view, query) {
  if (view === "checklist" && query) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    return [`view/${view}`, { method: "POST", headers, body: query }];
  }
  return [`view/${view}${["duties", "train", "diff"].includes(view) && query ? `?${query}` : ""}`, {}];
}

async function load(view, query, { force = false, focus = true } = {}) {
  const inner = place(view);
  if (!inner || (shown[view] === query && !force)) return;
  pending[view]?.abort();
  const control = (pending[view] = new AbortController());
  const first = shown[view] === undefined;
  shown[view] = query;
  busy(inner, true);
  try {
    const [path, options] = addressOf(view, query);
    const html = await fetchHtml(path, { ...options, signal: control.signal });
    fill(view, inner, html);
    // Whoever fills a place in it may say where the reader goes on.
    if (tellAll("filled", { view }) && !first && focus) reveal(view, inner);
  } catch (error) {
    if (error.name === "AbortError") return;
    shown[view] = undefined;
    const box = trouble(error.message, () => load(view, query, { force: true }));
    const result = inner.querySelector(".result");
    (result || inner).replaceChildren(box);
    tell(view, error.message);
  } finally {
    if (pending[view] === control) busy(inner, false);
  }
}

export function busy(inner, is) {
  // What was busy may have been replaced by what came.
  for (const old of [inner, ...inner.querySelectorAll("[data-busy]")]) {
    old.removeAttribute("data-busy");
    old.removeAttribute("aria-busy");
  }
  if (!is) return;
  const result = inner.querySelector(".result") || inner;
  result.setAttribute("data-busy", "");
  result.setAttribute("aria-busy", "true");
}

// The form is kept where it is the same one: what is half typed must not go, nor the focus.
function fill(view, inner, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const [old, fresh] = [inner, made.content].map((n) => n.querySelector("form.asking"));
  const results = [inner, made.content].map((n) => n.querySelector(".result"));
  if (old && fresh && old.dataset.form === fresh.dataset.form && results.every(Boolean)) {
    sync(old, fresh);
    results[0].replaceWith(results[1]);
  } else {
    inner.replaceChildren(made.content);
  }
  ready(view, inner);
}

function sync(old, fresh) {
  for (const field of fresh.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") {
      const same = [...old.elements].find((f) => f.name === field.name && f.value === field.value);
      if (same) [same.checked, same.disabled, same.title] = [field.checked, field.disabled, field.title];
    } else if (old.elements[field.name]) {
      old.elements[field.name].value = field.value;
    }
  }
}

export function ready(view, inner) {
  for (const frame of inner.querySelectorAll("iframe[data-page]")) fillFrame(frame);
  const headline = inner.querySelector(".result h3");
  tell(view, headline ? headline.textContent : "");
}

// As the frame's own document, not as an address: no page may be framed, not even by this one.
async function fillFrame(frame) {
  try {
    frame.srcdoc = await fetchHtml(frame.dataset.page);
  } catch (error) {
    if (error.name !== "AbortError") frame.replaceWith(trouble(error.message, () => location.reload()));
  }
}

export function reveal(view, inner) {
  const headline = inner.querySelector(".result h3") || inner.querySelector(".result");
  if (!headline) return;
  headline.tabIndex = -1;
  headline.focus({ preventScroll: true });
  const { top } = headline.getBoundingClientRect();
  if (top < 80 || top > innerHeight * 0.6) {
    headline.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  }
}

hear("view", ({ view, query }) => {
  if (FETCHED.includes(view)) load(view, query);
});

// --- forms ------------------------------------------------------------------------------------

const queryOf = (form) => {
  const pairs = [...new FormData(form)].filter(([, value]) => String(value).trim());
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value).trim()])).toString();
};

function ask(form) {
  const { view } = form.dataset;
  const query = queryOf(form);
  const hash = query ? `#${view}?${query}` : `#${view}`;
  if (location.hash === hash) load(view, query, { force: true });
  else location.hash = hash;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form.asking") && form.dataset.view !== "verify") {
    event.preventDefault();
    ask(form);
  } else if (form.matches(".fetched form.downloads")) {
    event.preventDefault();
    saveFile(form, event.submitter);
  }
});

// A file that is asked for by POST: the page stays, whatever the answer is.
async function saveFile(form, button) {
  const name = button.textContent;
  button.disabled = true;
  try {
    const body = new URLSearchParams(new FormData(form));
    tell("checklist", `已下载 ${await save(button.getAttribute("formaction"), { method: "POST", body }, "清单")}`);
  } catch (error) {
    tell("checklist", error.message);
    button.textContent = "没有下载成";
    setTimeout(() => (button.textContent = name), 3000);
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("click", (event) => {
  // Before the page copies what the button holds.
  const link = event.target.closest("button.copy[data-link]");
  if (link) link.dataset.copy = new URL(`#${link.dataset.link}`, location.href).href;
  if (event.target.closest("button.print")) print();
}, true);
