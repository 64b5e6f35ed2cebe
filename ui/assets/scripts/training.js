// 培训: what was exchanged stays where it is.
import { byId, element, hear } from "./lib/dom.js";
import { tell } from "./views.js";

let swapped = ""; // what the reader exchanged or switched: it stays where it is
let stem = ""; // of the question before

hear("filled", ({ view }, event) => {
  if (view !== "train") return;
  const node = byId("view-train");
    const stays = swapped && node.querySelector(swapped);
  swapped = "";
  if (!stays) return;
  event.preventDefault();
  if (stem && stays.querySelector(".stem")?.textContent === stem) {
    stays.querySelector(".question-head").append(element("span", "no-other", "这个范围里没有别的题可换"));
    tell("train", "这个范围里没有别的题可换");
  }
  stem = "";
  stays.focus({ preventScroll: true });
  if (stays.getBoundingClientRect().bottom > innerHeight || stays.getBoundingClientRect().top < 110) {
    stays.scrollIntoView({ block: "center" });
  }
});

document.addEventListener("click", (event) => {
  const swap = event.target.closest("#view-train .swap");
  if (swap) {
    const row = swap.closest(".question-row");
    swapped = `#${row.id}`;
    stem = row.querySelector(".stem").textContent;
  }
  if (event.target.closest("#view-train .papers a")) swapped = ".papers [aria-current]";
}, true);
