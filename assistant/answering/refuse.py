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

import numpy as np

from assistant.answering.calibration import load_calibration
from assistant.answering.figures import is_stated, near, only_figure_asked
from assistant.answering.parts import Elsewhere, RefusalDetail, RefusalReason, Unstated
from assistant.understanding.understood import Understood
from corpus.citing.citations import parse_id
from corpus.language.quantity import ANY_FIGURE, Quantity, states
from corpus.text.provision import Leaf, ProvisionId
from index.english import holds_english
from index.opened import Index
from index.retrieve import Ranking

#: Lexical likeness from which a known topic is named in the refusal: a wrong name misleads.
_RESEMBLES = 0.55
#: Cosine from which a refused question is of the regulation's own field.
_NEAR_MISS = 0.33
#: The same where no word of its language data is named.
_NEAR_MISS_UNNAMED = 0.4
#: Hits that count as near.
_NEAR = 5
#: Sums of the ranker beyond which a figure is too far away to be the one that is asked for.
_FAR = 10.0
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
    if (figure := unstated_figure(index, asked, ranking, chosen)) is not None:
        return RefusalDecision("not_stated", Unstated(figure.name, figure=True))
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
    # 「多少钱谁定」 asks for a body.
    quantity = None if "谁" in asked.asking else asked.quantity
    missing = quantity is not None and not any(
        states(quantity, leaf.lead_in + leaf.text) for leaf in chosen
    )
    permitted = asked.asks_leave and chosen and _MAY_NOT.search(chosen[0].lead_in + chosen[0].text)
    return Cues(asked.elsewhere, quantity.name if quantity and missing else "", bool(permitted))


def unstated_figure(
    index: Index, asked: Understood, ranking: Ranking, chosen: Sequence[Leaf]
) -> Quantity | None:
    """The kind of figure that is all a question asks for and that nothing near it states.

    For texts without a question bank: what one states beside its words the fitted rule knows better.
    """
    if index.language.bank:
        return None
    figure = only_figure_asked(asked.asking)
    if figure is None or is_stated(figure, index, (*chosen, *near(index, ranking.hits))):
        return None
    return figure


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
        return RefusalDecision("not_stated", Unstated(cues.figure, figure=True))
    if asked.quantity is not None:  # a provision that would be cited states one
        return RefusalDecision("not_found")
    nearest_cosine = max(hit.channels["dense"] for hit in ranking.hits)
    if nearest_cosine >= (_NEAR_MISS if asked.expansions else _NEAR_MISS_UNNAMED):
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
    rules = load_calibration()
    rule = rules.in_scope_english if holds_english(asked.text) else rules.in_scope
    return rule.probability(scope_features(index, asked, ranking, cues)) >= rule.threshold


def scope_features(
    index: Index, asked: Understood, ranking: Ranking, cues: Cues
) -> dict[str, float]:
    """What speaks for or against an answer. Needs at least one hit.

    What a text with a question bank knows beyond its words is 0 for the others.
    """
    logits = np.array([hit.channels["ranker"] for hit in ranking.hits])
    second = next(
        (
            hit.channels["ranker"]
            for hit in ranking.hits
            if hit.id.parent_article() != ranking.hits[0].id.parent_article()
        ),
        float(logits.min()),
    )
    absence = ranking.absence
    dense = sorted((hit.channels["dense"] for hit in ranking.hits), reverse=True)
    banked = float(bool(index.language.bank))
    known = banked and absence.topic is not None
    return {
        "ranker": float(logits.max()),
        "mass": float(np.logaddexp.reduce(logits)),
        "lead": float(logits.max()) - second,
        "dense": dense[0],
        "stands_out": dense[0] - dense[min(_NEAR, len(dense) - 1)],
        "field": float(np.mean(dense[: 2 * _NEAR])),
        "length": min(len(asked.text), 40) / 40,
        "elsewhere": float(cues.elsewhere != ""),
        "figure": float(cues.figure != ""),
        **figure_features(index, asked, ranking),
        "rules_on_it": float(cues.rules_on_it),
        "banked": banked,
        "odds": absence.odds,
        "absent_lead": absence.dense - max(hit.channels["bank"] for hit in ranking.hits)
        if known
        else 0.0,
    }


def figure_features(index: Index, asked: Understood, ranking: Ranking) -> dict[str, float]:
    """Whether a figure is asked for, and how far behind the best hit the first stands that holds one."""
    figure = asked.quantity or (ANY_FIGURE if ANY_FIGURE.asked.search(asked.asking) else None)
    if figure is None:
        return {"figure_asked": 0.0, "figure_first": 0.0, "figure_behind": 0.0}
    stating = []
    for hit in ranking.hits:
        leaf = index.leaf(hit.id)
        if states(figure, leaf.lead_in + leaf.text):
            stating.append(hit.channels["ranker"])
    first = ranking.hits[0].channels["ranker"]
    return {
        "figure_asked": 1.0,
        "figure_first": float(bool(stating) and stating[0] == first),
        "figure_behind": min(first - stating[0], _FAR) if stating else _FAR,
    }
