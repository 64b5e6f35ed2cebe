"""Which reading of a fragment counts: by how it was made, and by what the documents say to it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.figures import figure_asked
from assistant.answering.sources import Sources
from assistant.library.panel import Panel
from assistant.library.putting import PutQuestion, panel_of
from assistant.understanding.alone import ASKS, load_follow_rules
from assistant.understanding.followup import Reading, Topic, list_readings
from corpus.language.quantity import states
from corpus.text.provision import ProvisionId
from index.focus import Focus
from index.library import Library

#: Probabilities are held within these: nothing is certain.
_LEAST, _MOST = 0.005, 0.995
#: Hits by which readings are compared, and those of which one must state a figure that is asked for.
_NEAR, _STATING = 3, 2
_WAYS = ("alone", "within", "named", "replaced", "pronoun", "joined", "chained")


@dataclass(frozen=True, slots=True)
class FragmentAsked:
    """A question that may be a fragment.

    Attributes:
        question: cleaned.
        topic: what the conversation is about.
        shown: provisions that were shown last.
        alone: probability that the question stands alone.
        documents: keys of the documents that the topic names.
    """

    question: str
    topic: Topic
    shown: frozenset[ProvisionId]
    alone: float
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedReading:
    """A reading with what the documents say to it, and what speaks for it."""

    reading: Reading
    put: PutQuestion
    panel: Panel
    features: Mapping[str, float]


def find_likeliest(
    library: Library, documents: Sequence[Sources], asked: FragmentAsked
) -> JudgedReading:
    """The reading that the fitted rule finds likeliest."""
    weights = load_follow_rules().reading

    def likely(judged: JudgedReading) -> float:
        return sum(weights[name] * value for name, value in judged.features.items())

    return max(judge_readings(library, documents, asked), key=likely)


def judge_readings(
    library: Library, documents: Sequence[Sources], asked: FragmentAsked
) -> tuple[JudgedReading, ...]:
    """Every reading of a question that may be a fragment."""
    segmenter, embedder = library.indexes[0].segmenter, library.embedder
    lexicons = [i.lexicon for i in library.indexes if i.language.bodies]
    put = []
    for reading in list_readings(asked.question, asked.topic, segmenter, embedder, lexicons):
        alone = reading.way == "alone"
        focus = Focus(asked.shown, reading.held) if asked.shown and not alone else None
        one = PutQuestion(reading.text, focus, () if alone else asked.documents)
        put.append((reading, one, panel_of(library, documents, one)))
    firsts = [[hit.id for hit in panel.ranking.hits[:_NEAR]] for _, _, panel in put]
    best = max(_evidence(panel) for _, _, panel in put)
    return tuple(
        JudgedReading(
            reading,
            one,
            panel,
            {
                **_features(library, asked, reading, panel),
                "behind": _evidence(panel) - best,
                **_agreement(at, firsts),
            },
        )
        for at, (reading, one, panel) in enumerate(put)
    )


def _agreement(at: int, firsts: Sequence[Sequence[ProvisionId]]) -> dict[str, float]:
    """In how many of the other readings its first provision is the first, or near it."""
    others = [ids for other, ids in enumerate(firsts) if other != at]
    first = firsts[at][0] if firsts[at] else None
    if first is None or not others:
        return {"agrees": 0.0, "agrees.near": 0.0}
    return {
        "agrees": sum(ids[:1] == [first] for ids in others) / len(others),
        "agrees.near": sum(first in ids for ids in others) / len(others),
    }


def _evidence(panel: Panel) -> float:
    """Log odds of the first provision."""
    hits = panel.ranking.hits
    best = min(max(hits[0].score if hits else 0.0, _LEAST), _MOST)
    return math.log(best / (1 - best))


def _features(
    library: Library, asked: FragmentAsked, reading: Reading, panel: Panel
) -> dict[str, float]:
    quantity = figure_asked(asked.question)
    parts, evidence = panel.parts.values(), _evidence(panel)
    near = panel.ranking.hits[:_STATING]
    leaves = [library.leaves[library.rows[str(h.id)]] for h in near]
    figure = quantity and any(states(quantity, x.lead_in + x.text) for x in leaves)
    asks = float(ASKS.search(asked.question) is not None)
    size = min(len(asked.question), 12) / 10
    odds = math.log(asked.alone / (1 - asked.alone))
    way = reading.way
    return {
        "evidence": evidence,
        "evidence.alone": evidence * (way == "alone"),
        "evidence.within": evidence * (way == "within"),
        "given": sum(p.refusal is None for p in parts) / len(parts),
        "whole": float(any(p.complete for p in parts)),
        "looked_up": float(any(not p.ranking and p.refusal is None for p in parts)),
        "lacks": float(bool(quantity) and not figure),
        **{f"is.{name}": float(way == name) for name in _WAYS},
        **{f"asks.{name}": asks * (way == name) for name in _WAYS},
        **{f"size.{name}": size * (way == name) for name in _WAYS},
        **{f"odds.{name}": odds * (way == name) for name in _WAYS},
    }
