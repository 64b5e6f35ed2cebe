"""Whether the regulation answers a question at all.

A fitted rule weighs everything that speaks for or against: how well the question matches the text,
the question bank and the vocabulary, how much it resembles what is known not to be stated, and
cues: another place, another instrument, a figure that no cited provision holds. What the cues say
becomes the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answering.calibration import load_calibration
from assistant.answering.parts import Elsewhere, RefusalDetail, RefusalReason, Unstated
from assistant.understanding.quantity import states
from assistant.understanding.understood import Understood
from corpus.citing.citations import parse_id
from corpus.text.provision import Leaf, ProvisionId
from index.opened import Index
from index.retrieve import Ranking

#: Lexical likeness from which a known topic is named in the refusal: a wrong name misleads.
_RESEMBLES = 0.55
#: Fused score from which a refused question is of the regulation's own field.
_NEAR_MISS = 0.12


_MAY_NOT = re.compile(r"不得|禁止|制止|严禁")


#: What is known on whether the regulation answers, before the scope rule is asked.
ScopeReading = Literal["certain", "likely", "open"]


@dataclass(frozen=True, slots=True)
class RefusalDecision:
    """A decision to refuse.

    Attributes:
        reason: the class of refusal.
        detail: what is not stated, or of where it is; None for the general sentence.
        related: whether the nearest provisions are worth showing.
        nearest: those provisions where they are known, else those that would have been cited.
    """

    reason: RefusalReason
    detail: RefusalDetail | None = None
    related: bool = True
    nearest: tuple[ProvisionId, ...] = ()


def judge(
    index: Index,
    asked: Understood,
    ranking: Ranking,
    chosen: Sequence[Leaf],
    *,
    scope: ScopeReading,
) -> RefusalDecision | None:
    """A refusal, or None where the regulation seems to answer.

    Args:
        chosen: the provisions that an answer would cite.
        scope: ``certain`` where the question is known to be answered, ``likely`` where it names
            what the register knows and only a cue for something else may refuse it.
    """
    if not ranking.hits:
        return RefusalDecision("off_topic", related=False)
    if scope == "certain":
        return None
    cues = find_cues(asked, chosen)
    if scope == "open" and _named_prohibition(asked, chosen):
        scope = "likely"
    if scope == "open":
        refuses = not _seems_in_scope(index, asked, ranking, cues)
    else:
        refuses = bool(cues.elsewhere or cues.figure) or _known_absent(ranking)
    return _reason(asked, ranking, cues) if refuses else None


@dataclass(frozen=True, slots=True)
class Cues:
    """Signs in the words of a question that the regulation does not answer it.

    Attributes:
        elsewhere: another place or instrument that it names, else empty.
        figure: the kind of figure that it asks for and that no cited provision holds, else empty.
        rules_on_it: whether it asks if something is allowed and the first cited provision
            forbids something: a sign that it does answer.
    """

    elsewhere: str
    figure: str
    rules_on_it: bool


def find_cues(asked: Understood, chosen: Sequence[Leaf]) -> Cues:
    """The cues of a question, given what would be cited."""
    quantity = asked.quantity
    missing = quantity is not None and not any(states(quantity, leaf.text) for leaf in chosen)
    permitted = asked.asks_leave and chosen and _MAY_NOT.search(chosen[0].text)
    return Cues(asked.elsewhere, quantity.name if quantity and missing else "", bool(permitted))


def _reason(asked: Understood, ranking: Ranking, cues: Cues) -> RefusalDecision:
    """Why a question is refused: what its cues or its likeness to a known topic say.

    A question in the regulation's own field is never called off topic: the reader sees the
    nearest provisions and judges.
    """
    if cues.elsewhere:
        return RefusalDecision("other_instrument", Elsewhere(cues.elsewhere))
    topic = ranking.absence.topic
    if topic is not None and _known_absent(ranking):
        nearest = tuple(map(parse_id, topic.related))
        what = Unstated(topic.what)
        return RefusalDecision("not_stated", what, related=bool(nearest), nearest=nearest)
    if cues.figure:
        return RefusalDecision("not_stated", Unstated(cues.figure))
    if asked.expansions and ranking.hits[0].channels["fused"] >= _NEAR_MISS:
        return RefusalDecision("not_found")
    return RefusalDecision("off_topic", related=False)


def _named_prohibition(asked: Understood, chosen: Sequence[Leaf]) -> bool:
    """Whether it asks if something is allowed whose prohibition the first provision prints.

    「可以收检查费吗」: the thesaurus ties 收费 to 「不得收取费用」.
    """
    if not chosen or not asked.asks_leave:
        return False
    printed = (p for e in asked.expansions for p in e.statute if p in chosen[0].text)
    return any(_MAY_NOT.search(p) for p in printed)


def _known_absent(ranking: Ranking) -> bool:
    return ranking.absence.topic is not None and ranking.absence.lexical >= _RESEMBLES


def _seems_in_scope(index: Index, asked: Understood, ranking: Ranking, cues: Cues) -> bool:
    calibration = load_calibration()
    rule = calibration.in_scope if index.language.bank else calibration.in_scope_plain
    return rule.probability(scope_features(index, asked, ranking, cues)) >= rule.threshold


def scope_features(
    index: Index, asked: Understood, ranking: Ranking, cues: Cues
) -> dict[str, float]:
    """What speaks for or against an answer. Needs at least one hit."""
    best = {
        name: max(hit.channels[name] for hit in ranking.hits) for name in ranking.hits[0].channels
    }
    words = [w for w in index.segmenter.cut(asked.text) if len(w) > 1]
    unknown = [w for w in words if not index.knows(w)]
    spans = {e.span for e in asked.expansions}
    absence = ranking.absence
    return {
        "score": ranking.hits[0].score,
        "fused": best["fused"],
        "asked": best["asked"],
        "bank": best["bank.char"],
        "text": best["text.char"],
        "dense_bank": best["dense.bank"],
        "dense_text": best["dense.text"],
        "lay_words": min(len(spans), 3) / 3,
        "lay_share": sum(end - start for start, end in spans) / max(len(asked.text), 1),
        "unknown_share": len(unknown) / max(len(words), 1),
        "absent": absence.lexical,
        "absent_dense": absence.dense,
        "absent_lead": absence.lexical - best["bank.char"],
        "absent_dense_lead": absence.dense - best["dense.bank"],
        "odds": absence.odds,
        "elsewhere": float(cues.elsewhere != ""),
        "figure": float(cues.figure != ""),
        "rules_on_it": float(cues.rules_on_it),
    }
