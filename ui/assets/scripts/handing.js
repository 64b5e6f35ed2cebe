// A text that an answer hands over to 核对引用: it goes along on this page and stands in no address.
import { byId, hear } from "./lib/dom.js";

let words = "";

function hand({ view }) {
  const form = view === "verify" && byId("view-verify").querySelector("form.asking");
  if (!words || !form) return;
  form.elements.text.value = words;
  words = "";
  form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
  form.requestSubmit();
}

document.addEventListener("click", (event) => {
  const way = event.target.closest?.("#chat a.way");
  if (way) words = way.dataset.words || "";
}, true);
hear("view", hand);
hear("filled", hand);
