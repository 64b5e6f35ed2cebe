// 现场答题 as its host has it: opened, found again. The secrets of the host are kept in this browser.
import { asked, groups, remember } from "./hosted.js";
import { byId, element, hear } from "./lib/dom.js";
import { Live } from "./live.js";

async function openGroup(from) {
  const fault = from.parentNode.querySelector(".group-fault");
  const [hours, teams] = ["hours", "teams"].map((name) => Number(from.parentNode.querySelector(`select.${name}`)?.value));
  fault.textContent = "";
  from.disabled = true;
  try {
    const { choice, paper } = from.dataset;
    const { code, secret, title, expires } = await asked("group", { method: "POST", body: { choice, paper, hours, teams } });
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

let live = null;

hear("filled", ({ view }) => {
  if (view !== "train") return;
  const box = byId("view-train").querySelector(".live");
  live = box ? new Live(box) : null;
  byId("view-train").querySelectorAll(".my-groups").forEach(listGroups);
});
hear("view", () => live?.poll());
document.addEventListener("visibilitychange", () => live?.poll());
document.addEventListener("click", (event) => {
  const opening = event.target.closest("button.open-group");
  if (opening) openGroup(opening);
}, true);
