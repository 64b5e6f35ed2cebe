// Elements, and what the page's scripts ask of the document.

export const byId = (id) => document.getElementById(id);
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// A text is never taken for HTML.
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function button(className, text, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// Gradio learns of a value only by an input event.
export function type(field, words) {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, words);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Gradio builds the page after this script has run: done as soon as ready() gives something.
export function once(ready, then) {
  const waiting = new MutationObserver(() => {
    const found = ready();
    if (!found) return;
    waiting.disconnect();
    then(found);
  });
  waiting.observe(document, { childList: true, subtree: true });
}

// What one part of the page tells the others.
export const tellAll = (name, detail) =>
  document.dispatchEvent(new CustomEvent(`fireduty:${name}`, { detail, cancelable: true }));
export const hear = (name, heard) =>
  document.addEventListener(`fireduty:${name}`, (event) => heard(event.detail, event));
