// 培训: the certificate of a self-test, to be printed.
import { button, element } from "./lib/dom.js";

// The name is typed on the page that is printed, and kept nowhere.
export function certificate(paper, { first, day }, points, most) {
  const node = element("section", "certificate");
  const label = element("label", "", "姓名");
  const name = element("input");
  name.maxLength = 40;
  name.autocomplete = "off";
  label.append(name);
  const before = first === points ? "" : `；第一次 ${first} 分，这是重做错题以后的`;
  const said = [
    `${paper.title}（${paper.paper} 卷）`,
    `成绩：${points} 分（满分 ${most} 分${before}）`,
    `日期：${day}`,
    "这是本人在网页上的自测，没有人监考，不是考试成绩，也不是培训合格证。",
    `依据：${paper.source}`,
    paper.notice,
  ];
  const act = button("plain big", "打印成绩证明", () => {
    document.documentElement.dataset.printing = "certificate";
    addEventListener("afterprint", () => delete document.documentElement.dataset.printing, { once: true });
    print();
  });
  node.append(element("h4", "", "自测成绩证明"), label, ...said.map((words) => element("p", "", words)), act);
  return node;
}
