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

  // Of thousands of documents only those are boxes that are chosen or were found by name.
  const isLarge = () => scope()?.dataset.large !== undefined;

  // None or all of them ticked is no choice.
  function chosen() {
    const all = boxes();
    if (isLarge()) return all.filter((box) => box.checked).map((box) => box.value);
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
    if (isLarge()) {
      showFound("", kept());
      return;
    }
    const all = boxes();
    if (!all.length) return;
    const before = kept().filter((key) => all.some((box) => box.value === key));
    for (const box of all) box.checked = !before.length || before.includes(box.value);
    tell(chosen());
    send(chosen());
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("#documents input[type=checkbox]")) return;
    // none would be nothing to ask
    if (!isLarge() && !boxes().some((box) => box.checked)) event.target.checked = true;
    const keys = chosen();
    keep(keys);
    tell(keys);
    send(keys);
  });

  document.addEventListener("click", (event) => {
    const all = event.target.closest?.("#documents button.all");
    if (all) {
      for (const box of boxes()) box.checked = !isLarge();
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

  // What was found by name, under those that are chosen.
  function showFound(html, keys) {
    const place = scope()?.querySelector(".found-documents");
    if (!place) return;
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const box of made.content.querySelectorAll("input")) if (keys.includes(box.value)) box.closest("label").remove();
    const labels = keys.map((key) => {
      const [label, box] = [element("label"), element("input")];
      Object.assign(box, { type: "checkbox", value: key, checked: true });
      label.append(box, element("span", "", key));
      return label;
    });
    place.replaceChildren(...labels, made.content);
    tell(keys);
    send(keys);
  }

  let finding = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("input.find-documents")) return;
    const words = event.target.value.trim();
    clearTimeout(finding);
    finding = setTimeout(async () => {
      const path = `view/documents?q=${encodeURIComponent(words)}`;
      const found = await fetch(relative(path), { credentials: "same-origin" }).catch(() => null);
      if (found?.ok) showFound(words ? await found.text() : "", chosen());
    }, 200);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.("form.find-library")) return;
    event.preventDefault();
    const words = new FormData(event.target).get("q").trim();
    location.hash = words ? `#library?${new URLSearchParams({ q: words })}` : "#library";
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
    const now = part("full-text")?.dataset;
    if (Number(now?.large) && (place[1] || "") !== now.slug) return place[1] || "";
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
      const query = select.value ? `?${new URLSearchParams({ in: select.value })}` : "";
      location.hash = `#${select.dataset.view}${query}`;
    }
  });

  // --- 文件: adding, replacing, removing (only where somebody is logged in) ----------------------------

  const TOLD = "fireduty-library-told";
  const UNDECIDED = /；?要换成这一份，.*$/;
  const toldPlace = () => document.querySelector("#view-library .told-of-change");

  function tellChange(words) {
    const place = toldPlace();
    if (!place) return;
    place.textContent = words;
    place.scrollIntoView({ block: "nearest" });
  }

  async function change(method, key, text, name) {
    const options = { method, credentials: "same-origin" };
    if (text !== undefined) {
      options.headers = { "Content-Type": "application/json" };
      options.body = JSON.stringify({ text, name, confirmed: true }); // the report was shown
    }
    let response;
    try {
      response = await fetch(relative(`api/v1/library${key ? `/${encodeURIComponent(key)}` : ""}`), options);
    } catch {
      throw new Error("与程序的连接断开了，没有改动。");
    }
    if (response.status === 401 || response.redirected) throw new Error("登录已过期，请刷新页面，重新登录。");
    const said = await response.json().catch(() => ({}));
    if (response.ok) return said;
    const why = said.error?.message || "程序没有给出结果，请再试一次";
    throw new Error(`${why.replace(UNDECIDED, "；要换成这一份，请在它那里点「换新版本」")}。`.replace(/。。$/, "。"));
  }

  // Everything on the page names the documents: it is opened anew, the conversation comes back with it.
  async function changing(button, busyWords, work, done) {
    button.disabled = true;
    tellChange(busyWords);
    try {
      const said = await work();
      const words = [done(said), ...(said.told || [])].join(" ");
      try {
        sessionStorage.setItem(TOLD, words);
      } catch {
        // The cards themselves show it.
      }
      location.reload();
    } catch (error) {
      tellChange(error.message);
      button.disabled = false;
    }
  }

  // --- a file: read by the program, looked at by a person, then added -----------------------------------

  const readingPlace = () => document.querySelector("#view-library .reading-place");

  async function read(file, key) {
    const most = Number(document.querySelector(".document-file").dataset.most);
    if (file.size > most) throw new Error(`「${file.name}」太大，最多 ${Math.floor(most / 1_000_000)} MB。`);
    const query = new URLSearchParams({ name: file.name, key });
    let response;
    try {
      response = await fetch(relative(`view/library/reading?${query}`), {
        method: "POST", credentials: "same-origin", body: await file.arrayBuffer(),
        headers: { "Content-Type": "application/octet-stream" },
      });
    } catch {
      throw new Error("与程序的连接断开了，没有读完。");
    }
    if (response.status === 401 || response.redirected) throw new Error("登录已过期，请刷新页面，重新登录。");
    if (!response.ok) {
      const said = await response.json().catch(() => ({}));
      throw new Error(`${said.error?.message || "程序没有给出结果，请再试一次"}。`.replace(/。。$/, "。"));
    }
    return response.text();
  }

  async function showReading(file, key, button) {
    button.disabled = true;
    tellChange(`正在读「${file.name}」……`);
    try {
      readingPlace().innerHTML = await read(file, key);
      tellChange("");
      const heading = readingPlace().querySelector("h3");
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      readingPlace().scrollIntoView({ block: "start" });
    } catch (error) {
      tellChange(error.message);
    }
    button.disabled = false;
  }

  function confirmReading(button) {
    const { key, name } = button.closest(".reading").dataset;
    const text = button.closest(".reading").querySelector(".read-text").textContent;
    changing(button, key ? `正在换「${key}」……` : `正在收录「${name}」……`,
      () => (key ? change("PUT", key, text, name) : change("POST", "", text, name)),
      (said) => {
        if (!said.changed) return key ? `「${key}」没有改动。` : `「${said.key}」就是这一份文本，没有改动。`;
        return key ? `「${key}」已收录，原来的留作旧版本。` : `已收录「${said.key}」，现在就可以问。`;
      });
  }

  function cancelReading() {
    readingPlace().innerHTML = "";
    tellChange("没有收录。");
    document.querySelector("#view-library .document-file").focus();
  }

  function add(button) {
    const field = button.closest(".add-document").querySelector(".document-file");
    if (field.files[0]) {
      showReading(field.files[0], "", button);
      return;
    }
    tellChange("请先选一份文件。");
    field.focus();
  }

  function update(button) {
    const field = element("input");
    field.type = "file";
    field.accept = document.querySelector(".document-file").accept;
    field.addEventListener("change", () => {
      if (field.files[0]) showReading(field.files[0], button.dataset.key, button);
    });
    field.click();
  }

  const sure = document.createElement("dialog");
  sure.id = "remove-document";
  sure.className = "sheet";
  sure.setAttribute("aria-labelledby", "remove-title");
  sure.innerHTML =
    '<form method="dialog"><h2 id="remove-title"></h2>' +
    "<p>去掉以后不再按它回答，大家都一样。随程序提供的，以后用 fireduty library add 收回；自己添加的，要再添加一次。</p>" +
    '<div class="acts"><button value="cancel">取消</button>' +
    '<button value="remove" class="primary">去掉</button></div></form>';

  function remove(button) {
    const { key } = button.dataset;
    if (!sure.isConnected) document.getElementById("view-library").append(sure);
    sure.querySelector("h2").textContent = `去掉「${key}」？`;
    sure.returnValue = "";
    sure.onclose = () => {
      button.focus({ preventScroll: true });
      if (sure.returnValue !== "remove") return;
      changing(button, `正在去掉「${key}」……`, () => change("DELETE", key), () => `已去掉「${key}」。`);
    };
    sure.showModal();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#view-library button");
    if (button?.matches(".add")) add(button);
    if (button?.matches(".confirm-reading")) confirmReading(button);
    if (button?.matches(".cancel-reading")) cancelReading();
    if (button?.matches(".update-document")) update(button);
    if (button?.matches(".remove-document")) remove(button);
  });
  document.addEventListener("fireduty:filled", (event) => {
    if (event.detail.view !== "library") return;
    try {
      const words = sessionStorage.getItem(TOLD);
      sessionStorage.removeItem(TOLD);
      if (words) tellChange(words);
    } catch {
      // Nothing was kept.
    }
  });
})();
