// 现场答题 as its host has it: opened, found again. The secrets of the host are kept in this browser.
import { asked, groups, remember } from "./hosted.js";
import { byId, element, hear } from "./lib/dom.js";
import { twice } from "./lib/twice.js";
import { fetchHtml, trouble } from "./lib/program.js";
import { Live } from "./live.js";

async function openGroup(from) {
  const fault = from.parentNode.querySelector(".group-fault");
  const [hours, teams] = ["hours", "teams"].map((name) => Number(from.parentNode.querySelector(`select.${name}`)?.value));
  fault.textContent = "";
  from.disabled = true;
  try {
    const { choice, paper } = from.dataset;
    const keeps = from.parentNode.querySelector("input.keeps").checked;
    const { code, secret, title, expires } = await asked("group", { method: "POST", body: { choice, paper, hours, teams, keeps } });
    remember(code, { secret, title, expires });
    location.hash = `#train?group=${code}`;
  } catch (error) {
    fault.textContent = error.message;
  } finally {
    from.disabled = false;
  }
}

// "#train?group=K7M2QX&host=…" is the link for another device of the trainer's: what is after host=
// goes into this browser's memory and out of the address, before anything else reads it.
function takeSecret() {
  const [name, query = ""] = location.hash.slice(1).split("?");
  const asked = new URLSearchParams(query);
  if (name !== "train" || !asked.get("host") || !asked.get("group")) return;
  const code = asked.get("group").toUpperCase();
  remember(code, { secret: asked.get("host"), title: "", expires: Date.now() / 1000 + 7 * 86400 });
  history.replaceState(null, "", `#train?group=${code}`);
}
takeSecret();
window.addEventListener("hashchange", takeSecret, true);

function listGroups(box) {
  const rows = Object.entries(groups());
  box.hidden = !rows.length;
  if (!rows.length) return;
  const list = element("ul", "choices");
  for (const [code, { title }] of rows) {
    const row = element("li");
    const link = element("a", "", `${code} ${title}`);
    link.href = `#train?group=${code}`;
    row.append(link);
    list.append(row);
  }
  box.replaceChildren(element("h3", "", "我开的现场答题"), list);
}

// What rooms have answered over time: fetched when it is unfolded.
function offerKept(fold) {
  const inner = fold.querySelector(".kept-shown");
  const show = async () => {
    try {
      inner.innerHTML = await fetchHtml("view/answers"); // the program's own
      const forget = inner.querySelector(".forget-answers");
      if (forget) twice(forget, "再点一次，全部删除");
      forget?.addEventListener("click", async () => {
        try {
          await asked("answers", { method: "DELETE" });
          show();
        } catch (error) {
          inner.querySelector(".group-fault").textContent = error.message;
        }
      });
    } catch (error) {
      inner.replaceChildren(trouble(error.message, show));
    }
  };
  fold.hidden = false;
  fold.addEventListener("toggle", () => fold.open && show());
}

let live = null;

hear("filled", ({ view }) => {
  if (view !== "train") return;
  const box = byId("view-train").querySelector(".live");
  live = box ? new Live(box) : null;
  byId("view-train").querySelectorAll(".my-groups").forEach(listGroups);
  byId("view-train").querySelectorAll(".kept-answers").forEach(offerKept);
});
hear("view", () => live?.poll());
document.addEventListener("visibilitychange", () => live?.poll());
document.addEventListener("click", (event) => {
  const opening = event.target.closest("button.open-group");
  if (opening) openGroup(opening);
}, true);
