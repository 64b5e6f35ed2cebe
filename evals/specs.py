"""The measures: their keys in files, their names for readers, and the tables they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NumberFormat = Literal["percent", "number", "count", "ms"]


@dataclass(frozen=True, slots=True)
class Spec:
    """How a measure is shown.

    Attributes:
        key: its name in files.
        label: its name for readers.
        group: the table that it stands in.
        form: how its value is written.
        high: whether more is better.
    """

    key: str
    label: str
    group: str
    form: NumberFormat = "percent"
    high: bool = True


_SHORT = ("S@1", "S@3", "R@5", "R@10", "RR", "nDCG@10")
#: 项 stands for every leaf provision, 条 for the article that it lies in.
LEVELS = {"item": "项", "article": "条"}
_ALL, _REACHED = "检索：全部题", "检索：进入检索的题"


def _ranking_specs(prefix: str, group: str) -> tuple[Spec, ...]:
    measured = [
        Spec(f"{prefix}{level}.{short}", f"{label} {short}", group)
        for level, label in LEVELS.items()
        for short in _SHORT
    ]
    return (
        *measured,
        Spec(f"{prefix}item.S@1+ok", "项 S@1（含可引）", group),
        Spec(f"{prefix}item.R@5cap", "项 R@5（按上限）", group),
        Spec(f"{prefix}item.full@15", "多条款题前 15 找全", group),
    )


SPECS: tuple[Spec, ...] = (
    *_ranking_specs("", _ALL),
    *_ranking_specs("reached.", _REACHED),
    Spec("cite.precision", "引用准确率", "引用"),
    Spec("cite.recall", "引用召回率", "引用"),
    Spec("cite.f1", "引用 F1", "引用"),
    Spec("cite.complete", "多条款题引全", "引用"),
    Spec("cite.parsimony", "引用条数／应引（中位）", "引用", "number", high=False),
    Spec("facts", "要点覆盖", "引用"),
    Spec("facts.first", "首段含所问", "引用"),
    Spec("fidelity", "引文逐字", "可信"),
    Spec("fabricated", "编造的条号（处）", "可信", "count", high=False),
    Spec("misnumbered", "张冠李戴（处）", "可信", "count", high=False),
    Spec("crash", "出错率", "可信", high=False),
    Spec("refusal.precision", "拒答准确率", "拒答"),
    Spec("refusal.recall", "拒答召回率", "拒答"),
    Spec("refusal.f1", "拒答 F1", "拒答"),
    Spec("refusal.over", "误拒率", "拒答", high=False),
    Spec("premise.denied", "前提不实：说了不是", "前提不实"),
    Spec("premise.corrected", "前提不实：说了不是，引了纠正它的条款", "前提不实"),
    Spec("turn.quality", "追问得分", "追问"),
    Spec("turn.standalone", "改写后得分", "追问"),
    Spec("turn.share", "追问／改写", "追问"),
    Spec("turn.as_good", "不逊于改写的轮次", "追问"),
    Spec("ms.p50", "用时中位", "用时", "ms", high=False),
    Spec("ms.p95", "用时 p95", "用时", "ms", high=False),
)
#: Of the sets beside the gold set, see ``evals.sets``; all of them guard the gate.
LIBRARY = (
    Spec("first", "第一条引对", "library"),
    Spec("recall", "该引的引到", "library"),
    Spec("precision", "引的该引", "library"),
    Spec("penalty", "处罚的题，应有的数字都在第一段", "library"),
    Spec("facts", "应有的字样在第一段", "library"),
    Spec("denied", "答得了却说没有", "library", high=False),
    Spec("refused", "都没有写的，拒答", "library"),
    Spec("own", "只有细则写的，引到它", "library"),
)
YESNO = (
    Spec("yes", "说「是」说对的", "yesno"),
    Spec("no", "说「不是」说对的", "yesno"),
    Spec("caught", "引导的问题里不实的前提没有放过", "yesno"),
    Spec("right", "头一个词全对", "yesno"),
    Spec("reversed", "说反", "yesno", high=False),
)
LOOKUPS = (
    Spec("exact", "集合全对", "lookups"),
    Spec("recall", "召回", "lookups"),
    Spec("precision", "准确", "lookups"),
)
#: As ``evals.laws.report`` names them, with whether more is better.
LAW_MEASURES = {
    "S@1": True,
    "S@5": True,
    "引用准确率": True,
    "引用召回率": True,
    "首段含所问": True,
    "可答却拒答": False,
    "不可答而拒答": True,
    "前提不实，说了不是": True,
}
LAWS = tuple(
    Spec(f"{key}.{name}", f"{track}：{name}", "laws", high=high)
    for key, track in (("fire", "消防法规"), ("fields", "其他领域"))
    for name, high in LAW_MEASURES.items()
)
CLAUSES = tuple(
    Spec(key, label, "clauses")
    for key, label in (
        ("subjects", "主体"),
        ("effect", "效果"),
        ("figures", "数字"),
        ("targets", "被罚的"),
    )
)
#: The table of the README and the console.
HEADLINE = (
    "article.S@1",
    "item.S@1",
    "item.R@5",
    "item.full@15",
    "cite.precision",
    "cite.recall",
    "cite.f1",
    "cite.parsimony",
    "facts",
    "facts.first",
    "refusal.precision",
    "refusal.recall",
    "refusal.over",
    "premise.corrected",
    "turn.quality",
    "turn.share",
    "fidelity",
    "fabricated",
    "ms.p95",
)
