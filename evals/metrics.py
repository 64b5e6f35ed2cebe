"""Records → measures. Every gold question counts: a missing record is a crash, a crash finds nothing.

Crash, refusal and wrong answer are three outcomes. What each measure means is written for readers
in docs/evaluation.md; ``SPECS`` is the list of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

import ir_measures
from ir_measures import RR, R, Success, nDCG

from evals.gold import Gold, Question
from evals.runner import standalone_id, turn_id
from evals.statistics import Measure, Quantile, Ratio, Total, Unit, mean
from evals.systems import Record
from evals.verbatim import Source, check_fidelity, denies, fact_coverage

Records = Mapping[str, Record]
Outcome = Literal["right", "extra", "missed", "wrong", "refused", "answered", "crash"]
OUTCOMES: Mapping[Outcome, str] = {
    "right": "正确",
    "extra": "多引",
    "missed": "漏引",
    "wrong": "引错",
    "refused": "误拒",
    "answered": "该拒未拒",
    "crash": "出错",
}
Form = Literal["percent", "number", "count", "ms"]
_MISSING = Record(error="缺少记录")
_FULL_SET = 15


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
    form: Form = "percent"
    high: bool = True


_RANKED = {
    Success @ 1: "S@1",
    Success @ 3: "S@3",
    R @ 5: "R@5",
    R @ 10: "R@10",
    RR: "RR",
    nDCG @ 10: "nDCG@10",
}
_LEVELS = {"item": "项", "article": "条"}
_ALL, _REACHED = "检索：全部题", "检索：进入检索的题"


def _ranking_specs(prefix: str, group: str) -> tuple[Spec, ...]:
    measured = [
        Spec(f"{prefix}{level}.{short}", f"{label} {short}", group)
        for level, label in _LEVELS.items()
        for short in _RANKED.values()
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
    Spec("fidelity", "引文逐字", "可信"),
    Spec("fabricated", "编造的条号（处）", "可信", "count", high=False),
    Spec("misnumbered", "张冠李戴（处）", "可信", "count", high=False),
    Spec("crash", "出错率", "可信", high=False),
    Spec("refusal.precision", "拒答准确率", "拒答"),
    Spec("refusal.recall", "拒答召回率", "拒答"),
    Spec("refusal.f1", "拒答 F1", "拒答"),
    Spec("refusal.over", "误拒率", "拒答", high=False),
    Spec("premise.strict", "错误前提：拒答", "拒答"),
    Spec("premise.corrected", "错误前提：拒答或更正", "拒答"),
    Spec("turn.quality", "追问得分", "追问"),
    Spec("turn.standalone", "改写后得分", "追问"),
    Spec("turn.share", "追问／改写", "追问"),
    Spec("turn.as_good", "不逊于改写的轮次", "追问"),
    Spec("ms.p50", "用时中位", "用时", "ms", high=False),
    Spec("ms.p95", "用时 p95", "用时", "ms", high=False),
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
    "refusal.precision",
    "refusal.recall",
    "refusal.over",
    "premise.strict",
    "turn.share",
    "fidelity",
    "fabricated",
    "ms.p95",
)


def is_scored(question: Question) -> bool:
    """Whether its ranking and citations are judged; otherwise only whether it is answered."""
    return question.answerable and bool(question.must) and question.kind != "meta"


def record_of(records: Records, id_: str) -> Record:
    """The record of a question; a missing one is a crash."""
    return records.get(id_, _MISSING)


def measure_all(
    gold: Gold, records: Records, source: Source, reached: AbstractSet[str]
) -> dict[str, Measure]:
    """Every measure of ``SPECS``.

    Args:
        reached: questions that the assistant answers by retrieval; see ``reached_by``.
    """
    scored = [q for q in gold.questions if is_scored(q)]
    measures = {
        **ranking_measures(scored, records),
        **{
            f"reached.{key}": m
            for key, m in ranking_measures([q for q in scored if q.id in reached], records).items()
        },
        **citation_measures(scored, records),
        **refusal_measures(gold.questions, records),
        **turn_measures(gold, records),
        **fidelity_measures(gold, records, source),
    }
    times = tuple(
        Unit(q.id, r.ms) for q in gold.questions if (r := record_of(records, q.id)).ms is not None
    )
    return measures | {"ms.p50": Quantile(times, 0.5), "ms.p95": Quantile(times, 0.95)}


def reached_by(records: Records) -> frozenset[str]:
    """Ids that went through retrieval or crashed on the way."""
    return frozenset(id_ for id_, r in records.items() if r.ranking or r.error is not None)


# --- ranking --------------------------------------------------------------------------------------


def ranking_measures(questions: Sequence[Question], records: Records) -> dict[str, Measure]:
    """Through ir_measures at both levels; the cited provisions stand in for an empty ranking."""
    rankings = {q.id: _ranking(record_of(records, q.id)) for q in questions}
    result: dict[str, Measure] = {}
    for level in _LEVELS:
        wanted = {q.id: _at(level, q.must) for q in questions}
        found = {id_: _at(level, ranking) for id_, ranking in rankings.items()}
        for short, values in _ir_values(wanted, found).items():
            result[f"{level}.{short}"] = mean((q.id, values[q.id]) for q in questions)
    result["item.S@1+ok"] = mean(
        (q.id, float(bool({*rankings[q.id][:1]} & {*q.must, *q.ok}))) for q in questions
    )
    result["item.R@5cap"] = mean(
        (q.id, len({*q.must} & {*rankings[q.id][:5]}) / min(len(q.must), 5)) for q in questions
    )
    result["item.full@15"] = mean(
        (q.id, float({*q.must} <= {*rankings[q.id][:_FULL_SET]}))
        for q in questions
        if len(q.must) > 1
    )
    return result


def _ranking(record: Record) -> tuple[str, ...]:
    return record.ranking or record.cited


def _at(level: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids themselves, or the 条 that they lie in, each once."""
    if level == "item":
        return tuple(dict.fromkeys(ids))
    return tuple(dict.fromkeys(id_.split(".")[0] for id_ in ids))


def _ir_values(
    wanted: Mapping[str, Sequence[str]], found: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Measure → question → value. ir_measures gives 0 to a question that found nothing."""
    qrels = {id_: dict.fromkeys(ids, 1) for id_, ids in wanted.items()}
    run = {
        id_: {found_id: -float(place) for place, found_id in enumerate(ids)}
        for id_, ids in found.items()
        if ids
    }
    values: dict[str, dict[str, float]] = {short: {} for short in _RANKED.values()}
    if not qrels:
        return values
    for metric in ir_measures.iter_calc(list(_RANKED), qrels, run):
        values[_RANKED[metric.measure]][metric.query_id] = float(metric.value)
    return values


# --- citations and outcomes -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citations:
    """How a set of cited provisions compares with what must and may be cited.

    Attributes:
        precision: None where nothing is cited.
        missed: must be cited and is not.
        extra: is cited and may not be.
    """

    precision: float | None
    recall: float
    f1: float
    missed: tuple[str, ...]
    extra: tuple[str, ...]


def compare_citations(
    cited: Sequence[str], must: Sequence[str], ok: Sequence[str] = ()
) -> Citations:
    """Precision over ``must`` and ``ok``, recall over ``must`` alone (which is not empty)."""
    given = set(cited)
    missed = tuple(id_ for id_ in must if id_ not in given)
    extra = tuple(id_ for id_ in dict.fromkeys(cited) if id_ not in {*must, *ok})
    precision = 1 - len(extra) / len(given) if given else None
    recall = 1 - len(missed) / len(must)
    f1 = 2 * precision * recall / (precision + recall) if precision and recall else 0.0
    return Citations(precision, recall, f1, missed, extra)


def outcome(question: Question, record: Record) -> Outcome:
    """What became of a question."""
    if record.error is not None:
        return "crash"
    if not question.answerable:
        return "right" if record.refused else "answered"
    if record.refused:
        return "refused"
    if not is_scored(question):
        return "right"
    result = compare_citations(record.cited, question.must, question.ok)
    if result.recall == 0:
        return "wrong"
    if result.missed:
        return "missed"
    return "extra" if result.extra else "right"


def citation_measures(questions: Sequence[Question], records: Records) -> dict[str, Measure]:
    """Of scored questions; what is refused or crashed cites nothing."""
    pairs = [(q, record_of(records, q.id)) for q in questions]
    results = [(q, r, compare_citations(r.cited, q.must, q.ok)) for q, r in pairs]
    return {
        "cite.precision": Ratio(
            tuple(Unit(q.id, c.precision or 0.0, float(bool(r.cited))) for q, r, c in results)
        ),
        "cite.recall": mean((q.id, c.recall) for q, _, c in results),
        "cite.f1": mean((q.id, c.f1) for q, _, c in results),
        "cite.complete": mean(
            (q.id, float(not c.missed)) for q, _, c in results if len(q.must) > 1
        ),
        "cite.parsimony": Quantile(
            tuple(Unit(q.id, len({*r.cited}) / len(q.must)) for q, r in pairs if r.cited), 0.5
        ),
        "facts": mean(
            (q.id, len(fact_coverage(r, q.key_facts)) / len(q.key_facts))
            for q, r in pairs
            if q.key_facts
        ),
    }


# --- refusals -------------------------------------------------------------------------------------


def refusal_measures(questions: Sequence[Question], records: Records) -> dict[str, Measure]:
    """Refusing is the positive class; a crash is no refusal."""
    rows = [(q, record_of(records, q.id)) for q in questions]
    false_premise = [(q, r) for q, r in rows if q.kind == "false_premise"]
    hits = [(q, r.refused, float(r.refused and not q.answerable)) for q, r in rows]
    return {
        "refusal.precision": Ratio(tuple(Unit(q.id, hit, float(no)) for q, no, hit in hits)),
        "refusal.recall": mean((q.id, hit) for q, _, hit in hits if not q.answerable),
        "refusal.f1": Ratio(
            tuple(Unit(q.id, 2 * hit, float(no) + (not q.answerable)) for q, no, hit in hits)
        ),
        "refusal.over": mean((q.id, float(no)) for q, no, _ in hits if q.answerable),
        "premise.strict": mean((q.id, float(r.refused)) for q, r in false_premise),
        "premise.corrected": mean((q.id, float(_corrects(q, r))) for q, r in false_premise),
    }


def _corrects(question: Question, record: Record) -> bool:
    """Refuses, or contradicts in its own words while citing nothing beyond what may be cited."""
    if record.refused or record.error is not None:
        return record.refused
    return denies(record) and {*record.cited} <= {*question.ok}


# --- conversations and fidelity -------------------------------------------------------------------


def turn_measures(gold: Gold, records: Records) -> dict[str, Measure]:
    """Follow-up turns in their conversation beside the same turns as a person rewrote them."""
    units = []
    for conversation in gold.conversations:
        for number, turn in enumerate(conversation.turns[1:], 2):
            scores = [
                _quality(record_of(records, id_(conversation.id, number)), turn.must, turn.ok)
                for id_ in (turn_id, standalone_id)
            ]
            units.append(Unit(conversation.id, scores[0], scores[1]))
    return {
        "turn.quality": mean((u.group, u.top) for u in units),
        "turn.standalone": mean((u.group, u.bottom) for u in units),
        "turn.share": Ratio(tuple(units)),
        "turn.as_good": mean((u.group, float(u.top >= u.bottom - 1e-9)) for u in units),
    }


def _quality(record: Record, must: Sequence[str], ok: Sequence[str]) -> float:
    """Citation F1; of a turn that has no answer, whether it is refused."""
    return compare_citations(record.cited, must, ok).f1 if must else float(record.refused)


def fidelity_measures(gold: Gold, records: Records, source: Source) -> dict[str, Measure]:
    """Over every answer given: questions, turns and rewritten turns."""
    talks = [
        (c.id, id_(c.id, number))
        for c in gold.conversations
        for number in range(1, len(c.turns) + 1)
        for id_ in (turn_id, standalone_id)
    ]
    asked = [*((q.id, q.id) for q in gold.questions), *talks]
    rows = [(group, record_of(records, id_)) for group, id_ in asked]
    checks = [(group, check_fidelity(record, source)) for group, record in rows]
    return {
        "fidelity": Ratio(tuple(Unit(g, float(c.faithful), float(c.quotes)) for g, c in checks)),
        "fabricated": Total(tuple(Unit(g, float(c.fabricated)) for g, c in checks)),
        "misnumbered": Total(tuple(Unit(g, float(c.misnumbered)) for g, c in checks)),
        "crash": mean((g, float(r.error is not None)) for g, r in rows),
    }
