// The heat map: a cell opens its clauses; arrow keys go from one filled cell to the next.
const table = document.getElementById("matrix");
const rows = [...table.tBodies[0].rows];
const heads = [...table.tHead.rows[0].cells];
const buttons = [...table.querySelectorAll("button")];
const chosen = { actor: document.getElementById("choose-actor"), matter: document.getElementById("choose-matter") };
let current = buttons[0];

const at = (button) => button.dataset.cell.split(",").map(Number);
const visible = (button) => !button.closest("tr").hidden && !button.closest("td").hidden;

function rove(button) {
  if (current) current.tabIndex = -1;
  current = button;
  if (button) button.tabIndex = 0;
}

function cross(button) {
  table.querySelectorAll(".here").forEach((cell) => cell.classList.remove("here"));
  if (!button) return;
  const [row, column] = at(button);
  rows[row].cells[0].classList.add("here");
  heads[column + 1].classList.add("here");
}

/** The nearest filled cell in a direction, in the same row or column. */
function next(button, key) {
  const [row, column] = at(button);
  const across = key === "ArrowLeft" || key === "ArrowRight" || key === "Home" || key === "End";
  const line = buttons.filter((b) => visible(b) && at(b)[across ? 0 : 1] === (across ? row : column));
  const place = line.indexOf(button);
  if (key === "Home") return line[0];
  if (key === "End") return line[line.length - 1];
  return line[place + (key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1)];
}

function open(button) {
  buttons.forEach((b) => b.removeAttribute("aria-pressed"));
  button.setAttribute("aria-pressed", "true");
  rove(button);
  opener = button;
  const [row, column] = at(button);
  const clauses = data.cells[button.dataset.cell].map((i) => data.clauses[i]);
  const list = el("ol", "", ...clauses.map((clause) => {
    const found = data.provisions[clause.provision];
    const words = Array.from(found.text).slice(clause.span[0], clause.span[1]).join("");
    const item = el("li", "",
      el("p", "", el("b", "", found.cite)),
      el("p", "soft", [clause.role, clause.modality, clause.times].filter(Boolean).join(" · ")),
      el("blockquote", "", words));
    clause.ways.forEach((way) => item.append(el("p", "soft", way)));
    if (clause.note) item.append(el("p", "soft", "注：" + clause.note));
    item.append(el("details", "", el("summary", "", "整条原文"), whole(clause.provision, clause.span)));
    return item;
  }));
  show(data.actors[row] + " · " + data.matters[column], el("p", "soft", clauses.length + " 项职责"), list);
}

/** Show only the chosen actor and matter, and what they have cells with. */
function narrow() {
  const [actor, matter] = [chosen.actor.value, chosen.matter.value];
  const filled = new Set(Object.keys(data.cells));
  rows.forEach((row, r) => {
    row.hidden = (actor !== "" && r !== Number(actor)) || (matter !== "" && actor === "" && !filled.has(r + "," + matter));
  });
  data.matters.forEach((_, c) => {
    const hidden = (matter !== "" && c !== Number(matter)) || (actor !== "" && matter === "" && !filled.has(actor + "," + c));
    heads[c + 1].hidden = hidden;
    rows.forEach((row) => { row.cells[c + 1].hidden = hidden; });
  });
  const left = buttons.filter(visible);
  cross(null);
  rove(left.includes(current) ? current : left[0]);
}

table.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) open(button);
});
table.addEventListener("keydown", (event) => {
  const button = event.target.closest("button");
  if (!button || !(event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End")) return;
  event.preventDefault();
  const goal = next(button, event.key);
  if (goal) { rove(goal); goal.focus(); }
});
table.addEventListener("focusin", (event) => cross(event.target.closest("button")));
table.addEventListener("mouseover", (event) => cross(event.target.closest("button") || null));
document.addEventListener("detail-closed", () => buttons.forEach((b) => b.removeAttribute("aria-pressed")));
Object.values(chosen).forEach((select) => select.addEventListener("change", narrow));
document.querySelector(".choose").reset();
rove(buttons[0]);
