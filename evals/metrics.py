"""Records → measures. Every gold question counts: a missing record is a crash, a crash finds nothing.

Crash, refusal and wrong answer are three outcomes. ``evals.specs`` lists the measures;
docs/evaluation.md says for readers what each means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

import ir_measures
from ir_measures import RR, R, Success, nDCG

from evals.first_paragraph import NO, first_paragraph, holds
from evals.gold import FALSE_PREMISE, Gold, GoldQuestion, GoldTurn
from evals.runner import standalone_id, turn_id
from evals.specs import LEVELS
from evals.statistics import Measure, Quantile, Ratio, Total, Unit, mean
from evals.systems import SystemRecord
from evals.verbatim import VerbatimSource, check_fidelity, fact_coverage

Records = Mapping[str, SystemRecord]
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
_MISSING = SystemRecord(error="缺少记录")
_FULL_SET = 15
#: Measures of ir_measures, under the names of ``evals.specs``.
_RANKED = {
    Success @ 1: "S@1",
    Success @ 3: "S@3",
    R @ 5: "R@5",
    R @ 10: "R@10",
    RR: "RR",
    nDCG @ 10: "nDCG@10",
}


def is_scored(question: GoldQuestion) -> bool:
    """Whether its ranking and citations are judged; otherwise only whether it is answered."""
    return question.answerable and bool(question.must) and question.kind != "meta"


def record_of(records: Records, id_: str) -> SystemRecord:
    """The record of a question; a missing one is a crash."""
    return records.get(id_, _MISSING)


def measure_all(
    gold: Gold, records: Records, source: VerbatimSource, reached: AbstractSet[str]
) -> dict[str, Measure]:
    """Every measure of ``evals.specs.SPECS``.

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
        **premise_measures(gold.questions, records),
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


def ranking_measures(questions: Sequence[GoldQuestion], records: Records) -> dict[str, Measure]:
    """Through ir_measures at both levels; the cited provisions stand in for an empty ranking."""
    rankings = {q.id: _ranking(record_of(records, q.id)) for q in questions}
    result: dict[str, Measure] = {}
    for level in LEVELS:
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


def _ranking(record: SystemRecord) -> tuple[str, ...]:
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


def outcome(question: GoldQuestion, record: SystemRecord) -> Outcome:
    """What became of a question."""
    if record.error is not None:
        return "crash"
    if not question.answerable:
        return "right" if record.refused else "answered"
    if record.refused:
        return "refused"
    if not is_scored(question):
        return "right"
    if question.kind == FALSE_PREMISE and not denies(record):
        return "wrong"
    result = compare_citations(record.cited, question.must, question.ok)
    if result.recall == 0:
        return "wrong"
    if result.missed:
        return "missed"
    return "extra" if result.extra else "right"


def citation_measures(questions: Sequence[GoldQuestion], records: Records) -> dict[str, Measure]:
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
        "facts.first": Ratio(
            tuple(
                Unit(q.id, float(holds(first_paragraph(r.text), fact)))
                for q, r in pairs
                if q.kind != "citation"  # there the provision's own words are asked for
                for fact in q.key_facts
            )
        ),
    }


# --- refusals -------------------------------------------------------------------------------------


def refusal_measures(questions: Sequence[GoldQuestion], records: Records) -> dict[str, Measure]:
    """Refusing is the positive class; a crash is no refusal."""
    rows = [(q, record_of(records, q.id)) for q in questions]
    hits = [(q, r.refused, float(r.refused and not q.answerable)) for q, r in rows]
    return {
        "refusal.precision": Ratio(tuple(Unit(q.id, hit, float(no)) for q, no, hit in hits)),
        "refusal.recall": mean((q.id, hit) for q, _, hit in hits if not q.answerable),
        "refusal.f1": Ratio(
            tuple(Unit(q.id, 2 * hit, float(no) + (not q.answerable)) for q, no, hit in hits)
        ),
        "refusal.over": mean((q.id, float(no)) for q, no, _ in hits if q.answerable),
    }


def premise_measures(questions: Sequence[GoldQuestion], records: Records) -> dict[str, Measure]:
    """Of questions whose premise a provision contradicts: is it denied, and with what corrects it?"""
    rows = [(q, record_of(records, q.id)) for q in questions if q.kind == FALSE_PREMISE]
    return {
        "premise.denied": mean((q.id, float(denies(r))) for q, r in rows),
        "premise.corrected": mean(
            (q.id, float(denies(r) and bool({*r.cited} & {*q.must}))) for q, r in rows
        ),
    }


def denies(record: SystemRecord) -> bool:
    """Whether an answer begins with 不是, 不可以 or 不对."""
    return not record.refused and first_paragraph(record.text).startswith(NO)


# --- conversations and fidelity -------------------------------------------------------------------


def turn_measures(gold: Gold, records: Records) -> dict[str, Measure]:
    """Follow-up turns in their conversation beside the same turns as a person rewrote them."""
    units = []
    for conversation in gold.conversations:
        for number, turn in enumerate(conversation.turns[1:], 2):
            units.append(
                Unit(
                    conversation.id,
                    turn_quality(turn, record_of(records, turn_id(conversation.id, number))),
                    turn_quality(turn, record_of(records, standalone_id(conversation.id, number))),
                )
            )
    return {
        "turn.quality": mean((u.group, u.top) for u in units),
        "turn.standalone": mean((u.group, u.bottom) for u in units),
        "turn.share": Ratio(tuple(units)),
        "turn.as_good": mean((u.group, float(u.top >= u.bottom - 1e-9)) for u in units),
    }


def turn_quality(turn: GoldTurn, record: SystemRecord) -> float:
    """Citation F1; where no provision must be cited, whether it is rightly refused or answered."""
    if record.error is not None:
        return 0.0
    if turn.must:
        return compare_citations(record.cited, turn.must, turn.ok).f1
    return float(record.refused != turn.answerable)


def fidelity_measures(gold: Gold, records: Records, source: VerbatimSource) -> dict[str, Measure]:
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
