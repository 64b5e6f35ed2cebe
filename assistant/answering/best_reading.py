"""Several readings of one question → the answer to the one with the strongest evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.answering.answer import Answer
from assistant.answering.sources import Sources
from assistant.answering.steps import answer_alone
from assistant.understanding.understood import Understood
from corpus.language.quantity import Quantity, states
from index.opened import Index

#: Evidence of an answer that was looked up, of a refusal that says what is not stated, and of one
#: that found nothing.
_LOOKED_UP, _KNOWN_ABSENT, _NOTHING = 0.95, -0.3, -1.0
#: Evidence of an answer that does not hold the figure that was asked for.
_BESIDE_THE_FIGURE = -0.6
_ON_TOPIC = 0.5


def answer_best(
    sources: Sources, readings: Sequence[Understood], quantity: Quantity | None
) -> Answer:
    """The answer to the reading with the strongest evidence, less its handicap.

    An answer without the figure that a follow-up asks for is weaker than a refusal: it would
    only talk round it with what the earlier question found.

    Args:
        sources: see there.
        readings: the likeliest first.
        quantity: the kind of figure that the question asks for by its own words.
    """
    first, *others = readings
    answers = [answer_alone(sources, first)]
    if not others or weigh(answers[0]) == _KNOWN_ABSENT:
        return answers[0]  # 「罚多少」: another reading would only talk round it
    answers += [answer_alone(sources, reading) for reading in others]
    scored = [
        (_weigh_reading(sources.index, answer, reading, quantity), -place)
        for place, (answer, reading) in enumerate(zip(answers, readings, strict=True))
    ]
    return answers[-max(scored)[1]]


def _weigh_reading(
    index: Index, answer: Answer, reading: Understood, quantity: Quantity | None
) -> float:
    texts = (index.leaf(i).text for i in answer.cited)
    beside = quantity and answer.cited and not any(states(quantity, text) for text in texts)
    evidence = _BESIDE_THE_FIGURE if beside else weigh(answer)
    # The first provision speaks of what the question newly names.
    on_topic = bool(answer.cited) and str(answer.cited[0]) in reading.about
    return evidence - reading.handicap + (_ON_TOPIC if on_topic else 0.0)


def weigh(answer: Answer) -> float:
    """How well a question was answered: by the probability of its first provision, below 0 for a refusal."""
    if answer.refusal is not None:
        nothing = answer.refusal.reason in ("off_topic", "not_found", "unclear")
        return _NOTHING if nothing else _KNOWN_ABSENT
    if answer.complete or not answer.ranking:
        return _LOOKED_UP
    # The root keeps two good readings near each other: their order is then the likelihood's.
    return math.sqrt(answer.ranking[0].score)
