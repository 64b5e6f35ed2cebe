"""Which reading of a fragment counts: by how it was made, and by how sure the documents are of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.answering.figures import figure_asked
from assistant.understanding.alone import ASKS, load_follow_rules
from assistant.understanding.followup import Reading, Topic, list_readings
from corpus.language.quantity import states
from corpus.text.provision import ProvisionId
from index.across import rank_across
from index.library import Library
from index.retrieve import Hit

#: Hits by which a reading is judged.
_JUDGED = 5
_WAYS = ("alone", "within", "replaced", "pronoun", "joined", "chained")


@dataclass(frozen=True, slots=True)
class JudgedReading:
    """A reading with what speaks for it."""

    reading: Reading
    features: Mapping[str, float]


def judge_readings(
    library: Library, question: str, topic: Topic, shown: frozenset[ProvisionId], alone: float
) -> Iterator[JudgedReading]:
    """Every reading of a question that may be a fragment.

    Args:
        library: that is asked.
        question: cleaned.
        topic: what the conversation is about.
        shown: provisions that were shown last.
        alone: probability that the question stands alone.
    """
    quantity = figure_asked(question)
    odds = math.log(alone / (1 - alone))
    asks = float(ASKS.search(question) is not None)
    rows = library.rows
    segmenter, embedder = library.indexes[0].segmenter, library.embedder
    for reading in list_readings(question, topic, segmenter, embedder):
        within = frozenset() if reading.way == "alone" else shown
        hits = rank_across(library, reading.text, _JUDGED, shown=within).hits
        best = _odds(hits[0]) if hits else -5.0
        leaves = [library.leaves[rows[str(h.id)]] for h in hits[:2]]
        figure = quantity and any(states(quantity, x.lead_in + x.text) for x in leaves)
        way = reading.way
        yield JudgedReading(
            reading,
            {
                "evidence": best,
                "figure": float(bool(figure)),
                **{f"is.{name}": float(way == name) for name in _WAYS},
                **{f"asks.{name}": asks * (way == name) for name in _WAYS},
                **{f"odds.{name}": odds * (way == name) for name in _WAYS},
            },
        )


def _odds(hit: Hit) -> float:
    score = min(max(hit.score, 0.005), 0.995)
    return math.log(score / (1 - score))


def find_likeliest(
    library: Library, question: str, topic: Topic, shown: frozenset[ProvisionId], alone: float
) -> Reading:
    """The reading that the fitted rule finds likeliest; Args as of ``judge_readings``."""
    weights = load_follow_rules().reading

    def likely(judged: JudgedReading) -> float:
        return sum(weights[name] * value for name, value in judged.features.items())

    return max(judge_readings(library, question, topic, shown, alone), key=likely).reading
