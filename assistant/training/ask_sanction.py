"""What a breach costs: the fine among near ones, breaches matched with fines, or ordered by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import log

from assistant.training.difficulty import rate
from assistant.training.drafting import ChoiceDraft, draft_single, draft_statement, make_id
from assistant.training.material import Material, chance
from assistant.training.question import (
    BLANK,
    Alteration,
    Evidence,
    Matching,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
)
from assistant.training.sanctions import Sanction
from corpus.clauses.figures import amounts_of
from corpus.text.numerals import to_chinese

_WRONG, _PAIRS = 3, 4
_VARIANTS = 2
_MONEY = re.compile(r"[\d〇零一二两三四五六七八九十百千万]+元")
_TIMES = tuple(map(Decimal, ("0.4", "2", "4", "0.2", "6")))


def ask_sanction(material: Material, one: Sanction) -> Iterator[QuizQuestion]:
    """Questions on one breach with a plain fine."""
    yield from _ask_fine(material, one)
    yield from _ask_statement(material, one)
    for variant in range(_VARIANTS):
        if chosen := _among(material, one, variant):
            yield _match(material, chosen)
            yield _order(material, chosen)


# --- near fines ---------------------------------------------------------------------------------


def find_wrong_fines(sanction: Sanction, others: Sequence[Sanction]) -> tuple[str, ...]:
    """Fines of other breaches of the text, the nearest first, then made ones; of the same shape."""
    shape = _MONEY.sub("", sanction.fine)
    printed = {
        s.fine: s.most
        for s in others
        if _MONEY.sub("", s.fine) == shape and s.most != sanction.most
    }
    near = sorted(printed, key=lambda f: (abs(log(printed[f] / sanction.most)), f))
    made = (_scaled(sanction.fine, factor) for factor in _TIMES)
    return tuple(f for f in dict.fromkeys((*near, *made)) if f not in ("", sanction.fine))


def _scaled(fine: str, factor: Decimal) -> str:
    """A fine with each of its sums so many times as high; empty where one would be odd."""
    sums = []
    for printed in _MONEY.findall(fine):
        value = _value(printed) * factor
        if value != int(value) or value % (10_000 if value > 10_000 else 100):
            return ""
        sums.append(_printed(int(value), printed))
    parts = iter(sums)
    return _MONEY.sub(lambda _: next(parts), fine)


def _value(printed: str) -> Decimal:
    (amount,) = amounts_of(printed, (0, len(printed)))
    return amount.low or Decimal(0)


def _printed(value: int, like: str) -> str:
    number, unit = (value // 10_000, "万元") if value % 10_000 == 0 else (value, "元")
    return f"{number if like[0].isdigit() else to_chinese(number)}{unit}"


# --- questions ----------------------------------------------------------------------------------


def _evidence(material: Material, one: Sanction) -> tuple[Evidence, ...]:
    """The breach, and the sentence with the fine where that is another."""
    held = material.evidence_of(one.holder, one.sentence)
    if not one.itemised:
        return (held,)
    return material.evidence_of(one.leaf, one.leaf.text.rstrip("；。")), held


def _ask_fine(material: Material, one: Sanction) -> Iterator[SingleChoice]:
    if one.sentence.count(one.fine) != 1:
        return
    blank = one.sentence.replace(one.fine, BLANK)
    listed = f"所列行为之一是「{one.breach}」，" if one.itemised else ""
    wrong = find_wrong_fines(one, material.sanctions)[: _WRONG + 2]
    wrong = tuple(w for w in wrong if w not in one.holder.text)
    for variant in range(_VARIANTS):
        chosen = material.shuffled(wrong, one.breach, str(variant))[:_WRONG]
        if len(chosen) == _WRONG:
            draft = ChoiceDraft(
                stem=f"条文写的是：「{blank}」，{listed}括号里应填哪一项？",
                right=(one.fine,),
                wrong=chosen,
                evidence=_evidence(material, one),
                difficulty=rate(near=2),
                matters=one.matters,
            )
            yield draft_single(material, "数字期限", draft)


def _ask_statement(material: Material, one: Sanction) -> Iterator[TrueFalse]:
    if one.itemised or one.sentence.count(one.fine) != 1:
        return
    (evidence,) = _evidence(material, one)
    yield draft_statement(material, f"{one.sentence}。", evidence, rate(near=1), one.matters)
    for written in find_wrong_fines(one, material.sanctions)[:2]:
        if written not in one.sentence:
            false = f"{one.sentence.replace(one.fine, written)}。"
            altered = Alteration("数字", written, one.fine)
            yield draft_statement(
                material, false, evidence, rate(near=2), one.matters, altered=altered
            )


def _among(material: Material, one: Sanction, variant: int) -> list[Sanction]:
    """The breach with others, no two of one fine; empty where there are too few."""
    chosen = [one]
    for other in material.shuffled(material.sanctions, one.breach, str(variant)):
        if all(other.most != c.most for c in chosen) and len(chosen) < _PAIRS:
            chosen.append(other)
    return chosen if len(chosen) == _PAIRS else []


def _match(material: Material, chosen: Sequence[Sanction]) -> Matching:
    left = [s.told for s in chosen]
    right = material.shuffled([s.fine for s in chosen], *left)
    if right == [s.fine for s in chosen]:
        right = [*right[1:], right[0]]
    evidence = tuple(material.evidence_of(s.leaf, _words(s)) for s in chosen)
    stem = "把左边的违法行为和右边条文写的罚款连起来。"
    return Matching(
        id=make_id("连线", str(evidence[0].id), stem, *left, *right),
        stem=stem,
        left=tuple(left),
        right=tuple(right),
        key=tuple(right.index(s.fine) for s in chosen),
        explanation=material.told(evidence),
        evidence=evidence,
        difficulty=rate(near=2),
        matters=tuple(dict.fromkeys(m for s in chosen for m in s.matters)),
    )


def _order(material: Material, chosen: Sequence[Sanction]) -> Ordering:
    rising = chance(chosen[0].breach, chosen[-1].breach) % 2 == 0
    ordered = sorted(chosen, key=lambda s: s.most, reverse=not rising)
    right = [s.told for s in ordered]
    steps = material.shuffled(right, *right)
    if steps == right:
        steps = [*steps[1:], steps[0]]
    evidence = tuple(material.evidence_of(s.leaf, _words(s)) for s in chosen)
    way = "从低到高" if rising else "从高到低"
    stem = f"按照{material.regulation.key}，把下列违法行为按罚款的上限{way}排列。"
    return Ordering(
        id=make_id("排序", str(evidence[0].id), stem, *steps),
        stem=stem,
        steps=tuple(steps),
        key=tuple(steps.index(told) for told in right),
        explanation=material.told(evidence, f"{'，'.join(s.fine for s in ordered)}。"),
        evidence=evidence,
        difficulty=rate(near=2),
        matters=tuple(dict.fromkeys(m for s in chosen for m in s.matters)),
    )


def _words(one: Sanction) -> str:
    return one.leaf.text.rstrip("；。") if one.itemised else one.sentence
