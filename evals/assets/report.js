"use strict";
const form = document.querySelector(".filters");
const cards = [...document.querySelectorAll(".failure")];

function narrow() {
  const wanted = [...new FormData(form)].filter(([, value]) => value);
  let shown = 0;
  for (const card of cards) {
    card.hidden = !wanted.every(([name, value]) => card.dataset[name] === value);
    shown += card.hidden ? 0 : 1;
  }
  form.querySelector("output").textContent = `显示 ${shown} / ${cards.length} 题`;
}

form.addEventListener("change", narrow);
narrow();
