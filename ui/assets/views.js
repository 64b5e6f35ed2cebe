// 职责查询, 我的清单, 核对引用, 关于 and what the reader of the text does.
// A view is fetched as a piece of HTML from this same program when its address is opened; what is
// asked stands in the address after "?", so that Back, bookmarks and shared links work.
(() => {
  "use strict";

  const FETCHED = ["duties", "checklist", "library", "diff", "verify", "about", "train"];
  const byId = (id) => document.getElementById(id);
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const relative = (path) => new URL(path, document.baseURI.split("#")[0]);
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // How high the header really is: what sticks below it must touch it.
  const measured = new ResizeObserver(([entry]) => {
    document.documentElement.style.setProperty("--head", `${entry.target.offsetHeight}px`);
  });
  const waiting = new MutationObserver(() => {
    const header = byId("header");
    if (!header) return;
    waiting.disconnect();
    measured.observe(header);
  });
  waiting.observe(document, { childList: true, subtree: true });

  // --- fetching ---------------------------------------------------------------------------------

  const shown = {}; // view → the query that it shows
  const pending = {}; // view → the request on its way

  function place(view) {
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

  const tell = (view, words) => {
    const status = byId(`view-${view}`)?.querySelector(":scope > .status");
    if (status) status.textContent = words;
  };

  // The answer of the program as HTML; an Error with a sentence for the reader otherwise.
  async function fetched(path, options = {}) {
    let response;
    try {
      response = await fetch(relative(path), { credentials: "same-origin", ...options });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Error("与程序的连接断开了。请确认程序还在运行、网络通着，再试一次。");
    }
    const kind = response.headers.get("content-type") || "";
    if (response.status === 401 || response.redirected) {
      throw new Error("登录已过期，请刷新页面，重新登录。");
    }
    if (kind.startsWith("text/html") && response.status < 500) return response.text();
    throw new Error(await sentenceOf(response, kind));
  }

  async function sentenceOf(response, kind) {
    if (kind.startsWith("text/plain")) return response.text();
    try {
      const said = await response.json();
      const found = said.error?.message || said.message || said.detail || said.error;
      if (typeof found === "string") return `${found}。`.replace(/[。！]。$/, "。");
    } catch {
      // Falls through: there was no sentence.
    }
    return "程序没有给出结果，请再试一次。";
  }

  function trouble(sentence, again) {
    const box = element("div", "trouble");
    box.role = "alert";
    const button = element("button", "plain", "再试一次");
    button.type = "button";
    button.addEventListener("click", again);
    box.append(element("h3", "", "没有取到内容"), element("p", "", sentence), button);
    return box;
  }

  // What a view is asked for: looked up by address, or posted where somebody wrote it.
  function request(view, query) {
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
      const [path, options] = request(view, query);
      const html = await fetched(path, { ...options, signal: control.signal });
      fill(view, inner, html);
      // Whoever fills a place in it may say where the reader goes on.
      const filled = new CustomEvent("fireduty:filled", { detail: { view }, cancelable: true });
      if (document.dispatchEvent(filled) && !first && focus) reveal(view, inner);
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

  function busy(inner, is) {
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
        if (same) same.checked = field.checked;
      } else if (old.elements[field.name]) {
        old.elements[field.name].value = field.value;
      }
    }
  }

  function ready(view, inner) {
    if (view === "checklist") restoreTicks(inner);
    for (const frame of inner.querySelectorAll("iframe[data-page]")) fillFrame(frame);
    const headline = inner.querySelector(".result h3");
    tell(view, headline ? headline.textContent : "");
  }

  // As the frame's own document, not as an address: no page may be framed, not even by this one.
  async function fillFrame(frame) {
    try {
      frame.srcdoc = await fetched(frame.dataset.page);
    } catch (error) {
      if (error.name !== "AbortError") frame.replaceWith(trouble(error.message, () => location.reload()));
    }
  }

  function reveal(view, inner) {
    const headline = inner.querySelector(".result h3") || inner.querySelector(".result");
    if (!headline) return;
    headline.tabIndex = -1;
    headline.focus({ preventScroll: true });
    const { top } = headline.getBoundingClientRect();
    if (top < 80 || top > innerHeight * 0.6) {
      headline.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    }
  }

  document.addEventListener("fireduty:view", (event) => {
    const { view, query } = event.detail;
    hideCard();
    if (FETCHED.includes(view)) load(view, query);
    if (view === "text") findFromAddress(query);
  });

  // --- forms ------------------------------------------------------------------------------------

  const queryOf = (form) => {
    const pairs = [...new FormData(form)].filter(([, value]) => String(value).trim());
    return new URLSearchParams(pairs.map(([name, value]) => [name, String(value).trim()])).toString();
  };

  function ask(form) {
    const { view } = form.dataset;
    if (view === "verify") {
      verify(form);
      return;
    }
    const query = queryOf(form);
    const hash = query ? `#${view}?${query}` : `#${view}`;
    if (location.hash === hash) load(view, query, { force: true });
    else location.hash = hash;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form.asking")) {
      event.preventDefault();
      ask(form);
    } else if (form.matches("form.finder")) {
      event.preventDefault();
      step(1);
    } else if (form.matches(".fetched form.downloads")) {
      event.preventDefault();
      save(form, event.submitter);
    }
  });

  // A file that is asked for by POST: the page stays, whatever the answer is.
  async function save(form, button) {
    const body = new URLSearchParams(new FormData(form));
    const name = button.textContent;
    button.disabled = true;
    try {
      const response = await fetch(relative(button.getAttribute("formaction")), { method: "POST", body });
      const kind = response.headers.get("content-type") || "";
      if (!response.ok) throw new Error(await sentenceOf(response, kind));
      const link = element("a");
      link.href = URL.createObjectURL(await response.blob());
      const told = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") || "");
      link.download = told ? decodeURIComponent(told[1]) : "清单";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      tell("checklist", `已下载 ${link.download}`);
    } catch (error) {
      const lost = error instanceof TypeError ? "与程序的连接断开了，没有下载成。" : error.message;
      tell("checklist", lost);
      button.textContent = "没有下载成";
      setTimeout(() => (button.textContent = name), 3000);
    } finally {
      button.disabled = false;
    }
  }

  // --- clicks -----------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const target = event.target;
    const link = target.closest("button.copy[data-link]");
    // Before the page copies what the button holds.
    if (link) link.dataset.copy = new URL(`#${link.dataset.link}`, location.href).href;
    const offending = target.closest(".offending");
    if (offending) {
      event.preventDefault(); // no address: the text is nowhere but on this page
      const finding = byId(`finding-${offending.dataset.finding}`);
      finding?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
      finding?.focus({ preventScroll: true });
    }
    if (target.closest("button.print")) print();
    if (target.closest("button.untick")) untick();
    const example = target.closest("button.example-text");
    if (example) {
      const form = example.closest("form");
      form.elements.text.value = example.dataset.text;
      counted(form.elements.text);
      verify(form);
    }
    if (target.closest("button.previous")) step(-1);
  }, true);

  // --- 我的清单: ticks --------------------------------------------------------------------------

  const ticksKey = (list) => `fireduty-ticks:${list.dataset.ticks}`;

  function ticked(list) {
    try {
      const kept = JSON.parse(localStorage.getItem(ticksKey(list)) || "[]");
      return new Set(Array.isArray(kept) ? kept : []);
    } catch {
      return new Set(); // storage is off or broken: ticks last as long as the page
    }
  }

  function keep(list, set) {
    try {
      localStorage.setItem(ticksKey(list), JSON.stringify([...set]));
    } catch {
      tell("checklist", "浏览器没有让保存，勾选只在这一页有效");
    }
  }

  function progress(inner) {
    const boxes = [...inner.querySelectorAll(".ticks input[type=checkbox]")];
    const done = boxes.filter((b) => b.checked).length;
    const bar = inner.querySelector(".progress progress");
    if (!bar) return;
    bar.value = done;
    const told = `${done} / ${boxes.length}`;
    inner.querySelector(".progress output").textContent = done === boxes.length ? `${told}，全部完成` : told;
  }

  // One list for each document.
  function restoreTicks(inner) {
    for (const list of inner.querySelectorAll(".ticks")) {
      const set = ticked(list);
      for (const box of list.querySelectorAll("input[type=checkbox]")) {
        box.checked = set.has(box.dataset.key);
      }
    }
    progress(inner);
  }

  function untick() {
    const inner = place("checklist");
    for (const list of inner.querySelectorAll(".ticks")) {
      const set = ticked(list);
      for (const box of list.querySelectorAll("input[type=checkbox]")) {
        box.checked = false;
        set.delete(box.dataset.key);
      }
      keep(list, set);
    }
    progress(inner);
  }

  document.addEventListener("change", (event) => {
    const box = event.target.closest?.(".ticks input[type=checkbox]");
    if (!box) return;
    const list = box.closest(".ticks");
    const set = ticked(list);
    if (box.checked) set.add(box.dataset.key);
    else set.delete(box.dataset.key);
    keep(list, set);
    progress(place("checklist"));
  });

  // Another window of the same browser ticks the same list.
  window.addEventListener("storage", (event) => {
    const inner = byId("view-checklist")?.querySelector(".fetched");
    if (inner && event.key?.startsWith("fireduty-ticks:")) restoreTicks(inner);
  });

  // --- 核对引用 ---------------------------------------------------------------------------------

  function counted(area) {
    const most = Number(area.dataset.most);
    const length = [...area.value].length;
    const output = area.form.querySelector("output.size");
    const over = length > most;
    output.classList.toggle("over", over);
    area.setAttribute("aria-invalid", String(over));
    output.textContent = over
      ? `${length.toLocaleString()} 字，超过 ${most.toLocaleString()} 字，请分成几段`
      : length ? `${length.toLocaleString()} / ${most.toLocaleString()} 字` : `最多 ${most.toLocaleString()} 字`;
    return !over;
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches(".fetched textarea[data-most]")) counted(event.target);
    if (event.target.id === "finder-words") find(event.target.value);
  });

  async function verify(form) {
    const area = form.elements.text;
    if (!counted(area)) {
      area.focus();
      return;
    }
    const inner = place("verify");
    const result = inner.querySelector(".result");
    pending.verify?.abort();
    const control = (pending.verify = new AbortController());
    busy(inner, true);
    tell("verify", "正在核对");
    try {
      const headers = { "Content-Type": "text/plain; charset=utf-8" };
      const options = { method: "POST", headers, body: area.value, signal: control.signal };
      result.innerHTML = await fetched("view/verify", options);
      ready("verify", inner);
      reveal("verify", inner);
    } catch (error) {
      if (error.name === "AbortError") return;
      result.replaceChildren(trouble(error.message, () => verify(form)));
      tell("verify", error.message);
    } finally {
      if (pending.verify === control) busy(inner, false);
    }
  }

  // --- 法规原文: search -------------------------------------------------------------------------

  const finder = { words: "", hits: [], at: -1 };

  // The text of a provision with the nodes that hold it; a reference in it splits it into several.
  function pieces(paragraph) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const found = [];
    let whole = "";
    while (walker.nextNode()) {
      found.push([whole.length, walker.currentNode]);
      whole += walker.currentNode.data;
    }
    return [whole.toLowerCase(), found];
  }

  function markRange(found, start, end) {
    const marks = [];
    for (const [offset, node] of found) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, node.data.length);
      if (from >= to) continue;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      const mark = element("mark", "hit");
      range.surroundContents(mark);
      marks.push(mark);
    }
    return marks;
  }

  function unmark() {
    for (const mark of document.querySelectorAll("#full-text mark.hit")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    finder.hits = [];
    finder.at = -1;
  }

  function find(typed) {
    const words = typed.trim().toLowerCase().replace(/\s+/g, "");
    if (words === finder.words) return;
    finder.words = words;
    unmark();
    if (words) {
      for (const paragraph of document.querySelectorAll("#full-text .regulation p, #full-text .regulation h3")) {
        const [whole] = pieces(paragraph);
        const starts = [];
        for (let at = whole.indexOf(words); at >= 0; at = whole.indexOf(words, at + words.length)) starts.push(at);
        // From the end, so that what stands before keeps its place.
        const hits = starts.reverse().map((at) => markRange(pieces(paragraph)[1], at, at + words.length));
        finder.hits.push(...hits.reverse());
      }
      const first = finder.hits.findIndex(([mark]) => mark.getBoundingClientRect().top > 120);
      if (finder.hits.length) go(Math.max(first, 0), false);
    }
    told();
  }

  function go(at, scroll = true) {
    for (const mark of finder.hits[finder.at] || []) mark.classList.remove("current");
    finder.at = at;
    for (const mark of finder.hits[at]) mark.classList.add("current");
    const [first] = finder.hits[at];
    const { top, bottom } = first.getBoundingClientRect();
    if (scroll || top < 140 || bottom > innerHeight) first.scrollIntoView({ block: "center" });
  }

  function step(by) {
    const { hits, at } = finder;
    if (!hits.length) return;
    go((at + by + hits.length) % hits.length);
    told();
  }

  function told() {
    const form = document.querySelector("form.finder");
    const { hits, at, words } = finder;
    form.querySelector("output").textContent = !words ? "" : hits.length ? `${at + 1} / ${hits.length}` : "没有找到";
    for (const button of form.querySelectorAll(".previous, .next")) button.disabled = !hits.length;
  }

  // Another document's text stands there: what was found in the one before is gone.
  document.addEventListener("fireduty:text", () => {
    Object.assign(finder, { words: "", hits: [], at: -1 });
  });

  function findFromAddress(query) {
    const words = new URLSearchParams(query).get("find");
    const box = byId("finder-words");
    if (!words || !box || box.value === words) return;
    box.value = words;
    find(words);
    if (finder.hits.length) go(0);
    told();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideCard();
    if (event.target.id !== "finder-words") return;
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      step(-1);
    }
    if (event.key === "Escape") {
      event.target.value = "";
      find("");
    }
  });

  // --- 法规原文: cards on references and terms ----------------------------------------------------

  const card = element("div", "ref-card");
  card.id = "ref-card";
  card.role = "tooltip";
  card.hidden = true;
  let hiding = 0;

  function showCard(mention) {
    clearTimeout(hiding);
    const { card: title, note, says, targets } = mention.dataset;
    card.replaceChildren(element("p", "title", title));
    if (note) card.append(element("p", "note", note));
    if (says) card.append(element("blockquote", "", says));
    for (const id of (targets || "").split(" ").filter(Boolean).slice(0, 4)) {
      const provision = byId(id);
      if (!provision) continue;
      const quote = element("blockquote");
      const words = provision.cloneNode(true);
      words.querySelector(".permalink")?.remove(); // its number stands in the citation
      quote.append(element("b", "", provision.dataset.cite || ""), words.textContent);
      card.append(quote);
    }
    if (!card.isConnected) byId("view-text").append(card);
    card.hidden = false;
    mention.setAttribute("aria-describedby", card.id);
    placeCard(mention);
  }

  function placeCard(mention) {
    const at = mention.getClientRects()[0] || mention.getBoundingClientRect();
    const below = at.bottom + card.offsetHeight + 12 < innerHeight;
    card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 8))}px`;
    card.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - card.offsetHeight - 4)}px`;
  }

  function hideCard() {
    clearTimeout(hiding);
    card.hidden = true;
    document.querySelector("[aria-describedby=ref-card]")?.removeAttribute("aria-describedby");
  }

  const MENTION = "#full-text :is(.ref, .term)";
  document.addEventListener("mouseover", (event) => {
    const mention = event.target.closest?.(MENTION);
    if (mention) showCard(mention);
    else if (event.target.closest?.(".ref-card")) clearTimeout(hiding);
  });
  document.addEventListener("mouseout", (event) => {
    // A moment, so that the pointer can go into the card.
    if (event.target.closest?.(`${MENTION}, .ref-card`)) {
      clearTimeout(hiding);
      hiding = setTimeout(hideCard, 250);
    }
  });
  document.addEventListener("focusin", (event) => {
    const mention = event.target.closest?.(MENTION);
    if (mention) showCard(mention);
    else hideCard();
  });
  document.addEventListener("scroll", () => {
    if (card.hidden) return;
    // Reaching a mention by the keyboard scrolls to it: its card must come along.
    const mention = document.querySelector("[aria-describedby=ref-card]");
    if (mention?.matches(":focus")) placeCard(mention);
    else hideCard();
  }, { passive: true });

  // --- short permalinks: #art-19-5 is #art-19-item-5 -----------------------------------------------

  function lengthen() {
    const short = /^#((?:.+--)?art-\d+)-(\d+)$/.exec(location.hash);
    if (short && !byId(location.hash.slice(1)) && byId(`${short[1]}-item-${short[2]}`)) {
      location.replace(`#${short[1]}-item-${short[2]}`);
    }
  }
  window.addEventListener("hashchange", lengthen);
  document.addEventListener("fireduty:view", lengthen);
})();
