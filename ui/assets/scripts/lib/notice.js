// One line about what has just happened, with a way back where there is one.
import { button, element } from "./dom.js";

const LASTS = 12_000;
const place = element("div", "notice-line");
place.role = "status";
let gone = 0;

// What was told in a dialog stands there when it is closed.
document.addEventListener("close", ({ target }) => target.contains(place) && document.body.append(place), true);

export function tell(words, undo) {
  (document.querySelector("dialog[open]") ?? document.body).append(place); // what is outside of it is inert
  const line = element("p", "", words);
  const close = () => place.replaceChildren();
  if (undo) line.append(button("", "撤销", () => (close(), undo())));
  line.append(button("", "知道了", close));
  place.replaceChildren(line);
  clearTimeout(gone);
  gone = setTimeout(close, LASTS);
}
