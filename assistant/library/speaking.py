"""Which of the documents that were asked have something to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.answer import Answer
from assistant.answering.sources import Sources
from corpus.text.provision import ProvisionId
from index.retrieve import Ranking

#: An answer that was looked up, or lists all that there is on its subject.
_CERTAIN = 0.95
#: The same of documents that are named.
_NAMED = 0.03
#: Probability below which no document speaks, and share of the best one's below which another does not.
_LEAST, _SHARE = 0.2, 0.35


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

    def evidence(self, key: str) -> float:
        """How likely a document's answer is what is asked for; 0 where it gives none."""
        part = self.parts[key]
        if part.refusal is not None and part.refusal.reason != "false_premise":
            return 0.0
        shown = part.cited or tuple(q.id for q in part.quotes)
        if not part.ranking:
            return 1.0 if shown or part.refusal is None else 0.0
        best = max((self.scores.get(i.of(key), 0.0) for i in shown), default=0.0)
        return max(best, _CERTAIN) if part.complete else best


def find_speakers(panel: Panel) -> tuple[str, ...]:
    """Keys of the documents that speak, the most likely first; none where nothing is answered."""
    evidence = {d.regulation.key: panel.evidence(d.regulation.key) for d in panel.documents}
    best = max(evidence.values())
    least = _NAMED if panel.named else max(_LEAST, _SHARE * best)
    if len(panel.documents) == 1:
        least = 0.0
    given = [key for key, value in evidence.items() if value > 0 and value >= least]
    return tuple(sorted(given, key=lambda key: -evidence[key]))
