// The graph: a node opens its provision, with what it refers to and what refers to it.
const graph = document.getElementById("graph");
const nodeOf = (id) => [...graph.querySelectorAll(".node")].find((n) => n.dataset.node === id);

function jump(id) {
  const button = el("button", "link", data.nodes[id]);
  button.type = "button";
  button.dataset.node = id;
  return button;
}

/** One reference as a line; the other end can be opened. */
function line(edge, other) {
  const item = el("li", "", el("b", "", edge.kind), " ", jump(other));
  if (edge.text) item.append(el("p", "soft", "原文：「" + edge.text + "」"));
  if (edge.who) item.append(el("p", "soft", "主体：" + edge.who));
  if (edge.condition) item.append(el("p", "soft", "条件：" + edge.condition));
  return item;
}

function open(id, from) {
  graph.classList.add("picked");
  graph.querySelectorAll(".node").forEach((n) => n.classList.toggle("on", n.dataset.node === id));
  graph.querySelectorAll(".edge").forEach((e) => e.classList.toggle("on", e.dataset.from === id || e.dataset.to === id));
  if (!detail.contains(from)) opener = from;
  const out = data.edges.filter((e) => e.source === id);
  const into = data.edges.filter((e) => e.target === id);
  const parts = data.provisions[id] ? [whole(id)] : [el("p", "soft", "未收录：这份文件的原文不在资料里。")];
  if (out.length) parts.push(el("h3", "", "引用"), el("ul", "", ...out.map((e) => line(e, e.target))));
  if (data.excluded[id]) parts.push(el("p", "soft", "不适用：" + data.excluded[id]));
  if (into.length) parts.push(el("h3", "", "被引用"), el("ul", "", ...into.map((e) => line(e, e.source))));
  show(data.nodes[id], ...parts);
  if (detail.contains(document.activeElement) || from.closest("#detail")) detail.focus();
}

document.addEventListener("click", (event) => {
  const goal = event.target.closest("[data-node]");
  if (goal) open(goal.dataset.node, goal);
});
graph.addEventListener("keydown", (event) => {
  const node = event.target.closest(".node");
  if (!node || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  open(node.dataset.node, node);
});
document.addEventListener("detail-closed", () => {
  graph.classList.remove("picked");
  graph.querySelectorAll(".on").forEach((n) => n.classList.remove("on"));
});
