// 培训: which days of a study plan were tested, as this browser keeps it.
import { byId, hear } from "./lib/dom.js";
import { kept } from "./lib/kept.js";

hear("filled", ({ view }) => {
  if (view !== "train") return;
  for (const link of byId("view-train").querySelectorAll(".plan-test a")) {
    const { first, replies = {}, round = [] } = kept(`fireduty-test:${link.dataset.kept}`, {});
    const told = link.parentNode.querySelector(".done");
    if (Number.isInteger(first)) told.textContent = `做过了，第一次 ${first} 分`;
    else if (Object.keys(replies).length) told.textContent = `做到第 ${Object.keys(replies).length} 题，共 ${round.length} 题`;
  }
});
