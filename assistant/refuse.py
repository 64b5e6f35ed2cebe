"""Whether the regulation answers a question at all.

Four tests, in order: cues of another instrument or place; a fitted rule on how well the question
matches anything here; whether a figure that is asked for is stated by what would be cited; and
whether the question asserts what the provisions do not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Intent, Reason
from assistant.calibration import load_calibration
from assistant.premise import false_premise
from assistant.quantity import asked_quantity, states
from assistant.scope import other_instrument, other_place
from assistant.sets import unsupervised_unit
from corpus import Leaf, ProvisionId, parse_id
from index import Index, Ranking

#: Lexical likeness from which a known topic is named in the refusal.
_RESEMBLES = 0.35


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision to refuse.

    Attributes:
        reason: the class of refusal.
        detail: what is not stated, Chinese; empty for the general sentence.
        related: whether the nearest provisions are worth showing.
        nearest: those provisions where they are known, else those that would have been cited.
    """

    reason: Reason
    detail: str = ""
    related: bool = True
    nearest: tuple[ProvisionId, ...] = ()


def judge(
    index: Index,
    question: str,
    intent: Intent,
    ranking: Ranking,
    chosen: Sequence[Leaf],
    *,
    in_scope: bool,
) -> Verdict | None:
    """A refusal, or None where the regulation seems to answer.

    Args:
        chosen: the provisions that an answer would cite.
        in_scope: whether the question is already known to be about the regulation.
    """
    elsewhere = other_place(question, index.regulation) or other_instrument(
        question, index.regulation
    )
    if elsewhere:
        return Verdict("other_instrument", elsewhere)
    title = index.regulation.title
    if not ranking.hits:
        return Verdict("off_topic", related=False)
    if not (in_scope or _seems_in_scope(index, question, ranking)):
        return _absent(ranking, title)
    if unit := unsupervised_unit(index, question, intent, ranking.expansions):
        return Verdict("not_stated", f"《{title}》没有写明{unit}由哪个部门主管，不能给出答案。")
    quantity = asked_quantity(question)
    if quantity and not any(states(quantity, leaf.text) for leaf in chosen):
        return Verdict("not_stated", f"《{title}》没有规定{quantity.name}，不能给出答案。")
    if asserted := false_premise(question, chosen, ranking.expansions):
        return Verdict("false_premise", asserted)
    return None


def _absent(ranking: Ranking, title: str) -> Verdict:
    """A topic that is known not to be stated, where the question resembles one; else off topic."""
    absence = ranking.absence
    if absence.topic is None or absence.lexical < _RESEMBLES:
        return Verdict("off_topic", related=False)
    detail = f"《{title}》没有规定{absence.topic.what}，不能给出答案。"
    related = tuple(map(parse_id, absence.topic.related))
    return Verdict("not_stated", detail, related=bool(related), nearest=related)


def _seems_in_scope(index: Index, question: str, ranking: Ranking) -> bool:
    calibration = load_calibration()
    rule = calibration.in_scope if index.language.bank else calibration.in_scope_plain
    return rule.probability(scope_features(index, question, ranking)) >= rule.threshold


def scope_features(index: Index, question: str, ranking: Ranking) -> dict[str, float]:
    """How well a question matches the regulation, its language data and its vocabulary.

    Needs at least one hit.
    """
    best = {
        name: max(hit.channels[name] for hit in ranking.hits) for name in ranking.hits[0].channels
    }
    words = [w for w in index.segmenter.cut(question) if len(w) > 1]
    unknown = [w for w in words if not index.knows(w)]
    spans = {e.span for e in ranking.expansions}
    return {
        "score": ranking.hits[0].score,
        "bank": best["bank.char"],
        "text": best["text.char"],
        "dense_bank": best["dense.bank"],
        "dense_text": best["dense.text"],
        "lay_words": min(len(spans), 3) / 3,
        "lay_share": sum(end - start for start, end in spans) / max(len(question), 1),
        "unknown_share": len(unknown) / max(len(words), 1),
        "absent": ranking.absence.lexical,
        "absent_dense": ranking.absence.dense,
        "absent_lead": ranking.absence.lexical - best["bank.char"],
        "absent_dense_lead": ranking.absence.dense - best["dense.bank"],
    }
