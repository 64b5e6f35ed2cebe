// 法规原文: cards on references and terms.
import { byId, element, hear } from "./lib/dom.js";

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

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideCard();
});
hear("view", hideCard);
