// Shared by both pictures: the data, small helpers, and the pane that shows provisions.
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const detail = document.getElementById("detail");
let opener = null;

/** An element with a class, children and text; text is never taken for HTML. */
function el(name, cls, ...children) {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  node.append(...children);
  return node;
}

/** A provision's words with one range marked. */
function marked(text, span) {
  if (!span) return [text];
  // Spans count characters, JavaScript counts UTF-16 units.
  const letters = Array.from(text);
  const part = (from, to) => letters.slice(from, to).join("");
  return [part(0, span[0]), el("mark", "", part(span[0], span[1])), part(span[1])];
}

/** Lead-in and words of a provision. */
function whole(id, span) {
  const found = data.provisions[id];
  const quote = el("blockquote", "");
  if (found.lead) quote.append(el("p", "soft", found.lead));
  quote.append(el("p", "", ...marked(found.text, span)));
  found.below.forEach((item) => quote.append(el("p", "", item)));
  return quote;
}

function show(title, ...children) {
  const close = el("button", "close", "关闭");
  close.type = "button";
  close.addEventListener("click", hide);
  detail.replaceChildren(close, el("h2", "", title), ...children);
  detail.classList.add("open");
  detail.scrollTop = 0;
}

function hide() {
  detail.classList.remove("open");
  detail.replaceChildren(el("p", "hint", "点开一处，条文显示在这里。"));
  document.dispatchEvent(new Event("detail-closed"));
  if (opener) opener.focus();
  opener = null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && detail.querySelector(".close")) hide();
});
