"""Which of the documents that were asked have something to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.answer import Answer
from assistant.answering.sources import Sources
from corpus.text.provision import ProvisionId
from index.retrieve import Ranking

#: Probability from which a provision is cited, share of the best one's, and least of a document that is
#: named. Chosen on ``evals/library/tuning.jsonl``.
_LIKELY, _SHARE, _NAMED = 0.5, 0.7, 0.03


@dataclass(frozen=True)  # no slots: what is looked up is kept
class Panel:
    """What the documents that were asked say, each by itself.

    Attributes:
        documents: in the order of the library.
        parts: key → its answer, addressed inside it.
        ranking: the provisions of all of them beside each other.
        named: whether the question names them.
    """

    documents: tuple[Sources, ...]
    parts: Mapping[str, Answer]
    ranking: Ranking
    named: bool = False

    @cached_property
    def scores(self) -> Mapping[ProvisionId, float]:
        """Probability that a provision is asked for, beside those of all documents."""
        return {hit.id: hit.score for hit in self.ranking.hits}

    def document(self, key: str) -> Sources:
        """The document with that key."""
        return next(d for d in self.documents if d.regulation.key == key)

    def least(self, best: float) -> float:
        """Probability from which a provision is cited beside the best one's."""
        return max(min(_LIKELY, best), _SHARE * best)

    def evidence(self, key: str) -> float:
        """How likely a document's answer is what is asked for; 0 where it gives none."""
        part = self.parts[key]
        if part.refusal is not None and part.refusal.reason != "false_premise":
            return 0.0
        shown = part.cited or tuple(q.id for q in part.quotes)
        if not part.ranking:
            return 1.0 if shown or part.refusal is None else 0.0
        return max((self.scores.get(i.of(key), 0.0) for i in shown), default=0.0)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A document that speaks.

    Attributes:
        key: of it.
        cited: those of its provisions that answer beside those of all others, addressed inside it.
        whole: whether its answer is given as it stands.
    """

    key: str
    cited: tuple[ProvisionId, ...]
    whole: bool


def find_speakers(panel: Panel) -> tuple[Speaker, ...]:
    """The documents that speak, the most likely first; none where nothing is answered.

    A provision is cited that is as likely as not to be asked for and not far behind the best; of a
    document that the question names, whatever comes near its own best.
    """
    evidence = {d.regulation.key: panel.evidence(d.regulation.key) for d in panel.documents}
    best = max(evidence.values())
    least = panel.least(best)
    speakers = [
        speaker
        for key in sorted(evidence, key=lambda key: -evidence[key])
        if evidence[key] > 0 and (speaker := _speaker(panel, key, least, evidence[key]))
    ]
    return tuple(speakers)


def _speaker(panel: Panel, key: str, least: float, evidence: float) -> Speaker | None:
    part = panel.parts[key]
    if len(panel.documents) == 1:
        return Speaker(key, part.cited, whole=True)
    if panel.named:
        least = max(_SHARE * evidence, _NAMED)
    if part.complete or not part.ranking or part.refusal is not None:
        return Speaker(key, part.cited, whole=True) if evidence >= least else None
    kept = tuple(i for i in part.cited if panel.scores.get(i.of(key), 0.0) >= least)
    return Speaker(key, kept, whole=kept == part.cited) if kept else None
