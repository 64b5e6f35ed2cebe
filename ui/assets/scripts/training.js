// 培训: what was exchanged stays where it is; a pack takes seconds, and the page says so at once.
import { byId, element, hear } from "./lib/dom.js";
import { tell } from "./views.js";

let swapped = ""; // what the reader exchanged or switched: it stays where it is
let stem = ""; // of the question before

hear("view", ({ view, query }) => {
  if (view !== "train" || !byId("view-train").querySelector("[data-busy]")) return;
  const makes = query && !/(^|&)(group|review)=/.test(query);
  tell("train", makes ? "正在出题、核对答案，要几秒……" : "正在打开……");
});

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
