// Several documents: which are asked (remembered in this browser, sent with each question), which one's
// text is shown, of which one a view is.
(() => {
  "use strict";

  const KEPT = "fireduty-documents";
  const relative = (path) => new URL(path, document.baseURI.split("#")[0]);
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // --- which documents are asked ------------------------------------------------------------------

  const scope = () => document.querySelector("#documents .scope");
  const boxes = () => [...(scope()?.querySelectorAll("input[type=checkbox]") || [])];

  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(KEPT) || "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return []; // storage is off or broken: all are asked
    }
  }

  function keep(keys) {
    try {
      if (keys.length) localStorage.setItem(KEPT, JSON.stringify(keys));
      else localStorage.removeItem(KEPT);
    } catch {
      // The choice lasts as long as the page.
    }
  }

  // None or all of them ticked is no choice.
  function chosen() {
    const all = boxes();
    const ticked = all.filter((box) => box.checked).map((box) => box.value);
    return ticked.length === all.length ? [] : ticked;
  }

  function send(keys) {
    const field = document.querySelector("#chosen-documents textarea, #chosen-documents input");
    if (!field) return;
    const value = keys.join("\n");
    if (field.value === value) return;
    // Gradio learns of a value only by an input event.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function tell(keys) {
    const told = scope()?.querySelector(".chosen");
    if (!told) return;
    const words = keys.length > 2 ? `${keys.length} 部` : keys.join("、");
    told.textContent = keys.length ? `只问${words}` : scope().dataset.all;
    scope().classList.toggle("narrowed", keys.length > 0);
  }

  // What was chosen before, as far as the library still holds it.
  function apply() {
    const all = boxes();
    if (!all.length) return;
    const before = kept().filter((key) => all.some((box) => box.value === key));
    for (const box of all) box.checked = !before.length || before.includes(box.value);
    tell(chosen());
    send(chosen());
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("#documents input[type=checkbox]")) return;
    if (!boxes().some((box) => box.checked)) event.target.checked = true; // none would be nothing to ask
    const keys = chosen();
    keep(keys);
    tell(keys);
    send(keys);
  });

  document.addEventListener("click", (event) => {
    const all = event.target.closest?.("#documents button.all");
    if (all) {
      for (const box of boxes()) box.checked = true;
      keep([]);
      tell([]);
      send([]);
    }
    const open = scope();
    if (open?.open && !event.target.closest("#documents")) open.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const open = scope();
    if (event.key !== "Escape" || !open?.open || !event.target.closest?.("#documents")) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // Gradio draws it anew when the library has changed.
  let drawn = null;
  new MutationObserver(() => {
    const now = scope();
    const field = document.querySelector("#chosen-documents textarea, #chosen-documents input");
    if (!now || !field || now === drawn) return;
    drawn = now;
    apply();
  }).observe(document, { childList: true, subtree: true });

  // Another window of the same browser chooses.
  window.addEventListener("storage", (event) => event.key === KEPT && apply());

  // --- the text of one of them --------------------------------------------------------------------

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
  function wanted(name, query) {
    if (name === "text") {
      const key = new URLSearchParams(query).get("in");
      return key && key !== shown() ? key : isOld() ? "" : null;
    }
    const place = PLACE.exec(name);
    if (!place) return null;
    const of = options().find((option) => option.dataset.slug === (place[1] || ""));
    if (of && of.value !== shown()) return of.value;
    return isOld() ? "" : null;
  }

  // Shows the text of a document; false where another one was asked for meanwhile, or it failed.
  async function show(key) {
    opening?.abort();
    const control = (opening = new AbortController());
    const [outline, text] = [part("outline"), part("full-text")];
    text.setAttribute("aria-busy", "true");
    try {
      const path = key ? `view/text?in=${encodeURIComponent(key)}` : "view/text";
      const response = await fetch(relative(path), { credentials: "same-origin", signal: control.signal });
      if (response.status === 401 || response.redirected) throw new Error("登录已过期，请刷新页面，重新登录。");
      const made = document.createElement("template");
      made.innerHTML = await response.text();
      const parts = made.content.querySelectorAll(".text-part");
      if (!response.ok || parts.length !== 2) {
        throw new Error(made.content.querySelector(".trouble p")?.textContent || "程序没有给出结果，请再试一次。");
      }
      outline.replaceWith(parts[0]);
      text.replaceWith(parts[1]);
      window.scrollTo(0, 0);
      document.dispatchEvent(new CustomEvent("fireduty:text"));
      return true;
    } catch (error) {
      if (error.name === "AbortError") return false;
      const lost = error instanceof TypeError ? "与程序的连接断开了。请确认程序还在运行、网络通着，再试一次。" : error.message;
      fail(text, lost);
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

  window.firedutyText = { wanted, show };

  document.addEventListener("change", (event) => {
    const select = event.target;
    if (select.matches?.("select.documents")) {
      location.hash = `#${select.selectedOptions[0].dataset.address}`;
    } else if (select.matches?.("select.of-document")) {
      location.hash = `#${select.dataset.view}?${new URLSearchParams({ in: select.value })}`;
    }
  });
})();
