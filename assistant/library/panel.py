"""What the documents that were asked say, each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.answer import Answer
from assistant.answering.sources import Sources
from assistant.understanding.understood import Understood, understand
from corpus.text.provision import ProvisionId
from index.focus import Focus
from index.retrieve import Ranking


@dataclass(frozen=True)  # no slots: what is looked up is kept
class Panel:
    """What the documents that were asked say, each by itself.

    Attributes:
        documents: in the order of the library.
        parts: key → its answer, addressed inside it.
        ranking: the provisions of all of them beside each other.
        named: whether the question names them.
        focus: what was shown, within which it is asked; None for nothing.
        among: of a large library, of which these documents are the likeliest, how many it holds; else 0.
    """

    documents: tuple[Sources, ...]
    parts: Mapping[str, Answer]
    ranking: Ranking
    named: bool = False
    focus: Focus | None = None
    among: int = 0

    @cached_property
    def scores(self) -> Mapping[ProvisionId, float]:
        """Probability that a provision is asked for, beside those of all documents."""
        return {hit.id: hit.score for hit in self.ranking.hits}

    @property
    def text(self) -> str:
        """The question as the first document read it: alone, with what earlier turns supply."""
        return next(iter(self.parts.values())).standalone_question

    @property
    def asking(self) -> str:
        """The words of it that ask for a figure; see ``Understood.asking``."""
        return self.focus.asking if self.focus else self.text

    def document(self, key: str) -> Sources:
        """The document with that key."""
        return next(d for d in self.documents if d.regulation.key == key)

    def evidence(self, key: str) -> float:
        """How likely a document's answer is what is asked for; 0 where it gives none."""
        part = self.parts[key]
        if part.refused:
            return 0.0
        shown = part.cited or tuple(q.id for q in part.quotes)
        if part.named:
            return 1.0
        if not part.ranking:
            return 1.0 if shown or part.refusal is None else 0.0
        return max((self.scores.get(i.of(key), 0.0) for i in shown), default=0.0)

    def asked(self, key: str) -> Understood:
        """The question as one document read it."""
        if key not in self._asked:
            index = self.document(key).index
            text = self.parts[key].standalone_question
            self._asked[key] = understand(index, text, self.focus)
        return self._asked[key]

    @cached_property
    def _asked(self) -> dict[str, Understood]:
        return {}

    def retrieved(self, key: str) -> bool:
        """Whether a document answers with what was found by likeness, and not with a whole set or a look-up."""
        part = self.parts[key]
        return bool(part.ranking) and not part.complete and part.refusal is None


def verdict_of(part: Answer) -> str:
    """The word with which one document answers yes or no; empty for none."""
    if part.refusal is not None:
        return "不是" if part.refusal.reason == "false_premise" else ""
    return next((s.verdict for s in part.statements if s.verdict), "")
