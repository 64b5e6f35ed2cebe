"""What one may ask next, in the question bank's own words, and questions that begin as one types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from assistant.answering.answer import Answer
from index.opened import Index
from index.tokens import char_tokens, fold

#: Characters of a question that fits on a button.
_LONGEST = 22
_SHORTEST = 6
#: Questions that are offered while one types, at most.
_COMPLETIONS = 6
#: Likeness of two questions, by shared characters, from which one says nothing new.
_ALIKE = 0.6
#: What one may say after a question to answer, and after questions or a pack.
_AFTER_ONE = ("下一题", "再难一点", "答案")
_AFTER_PAPER = ("答案", "再难一点", "换一道", "再来一套")
_ORDER = ("matter", "unit", "body")


class NextQuestions:
    """Suggestions from an index's question bank; none for a regulation without one.

    Args:
        index: an open index.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._asked: dict[str, list[str]] = defaultdict(list)
        for question in index.language.bank:
            if _SHORTEST <= len(question.text) <= _LONGEST and " " not in question.text:
                self._asked[question.provision].append(question.text)
        texts = dict.fromkeys(q.text for q in index.language.bank if " " not in q.text)
        self._typed = [(fold(text), text) for text in texts]

    def after(self, answer: Answer, count: int = 3) -> tuple[str, ...]:
        """Questions on provisions near those of an answer.

        Near are those of the matters, kinds of unit and bodies that the question names, then what
        stands beside the provisions that were shown.

        Args:
            answer: one that was given or refused.
            count: at most so many.
        """
        if answer.training is not None:
            return _AFTER_ONE if answer.training.wanted == "自测" else _AFTER_PAPER
        shown = [str(quote.id) for quote in answer.quotes]
        said = [answer.standalone_question]
        for id_ in self._near(answer, shown):
            if len(said) > count:
                break
            fresh = (q for q in self._asked.get(id_, ()) if all(_differ(q, s) for s in said))
            if found := next(fresh, ""):
                said.append(found)
        return tuple(said[1:])

    def _near(self, answer: Answer, shown: Sequence[str]) -> Iterator[str]:
        """Short ids near an answer, nearest first, without those that it shows."""
        seen = set(shown)
        named = [e for e in answer.expansions if e.serves and e.source != "thesaurus"]
        # Matters before kinds of unit and bodies; the narrowest says most of what is wanted.
        named.sort(key=lambda e: (_ORDER.index(e.source), len(e.serves)))
        beside = () if answer.refusal else self._neighbours(shown[:2])
        for id_ in (*(i for e in named for i in e.serves), *beside):
            if id_ not in seen:
                seen.add(id_)
                yield id_

    def _neighbours(self, shown: Iterable[str]) -> Iterator[str]:
        names = [str(leaf.id) for leaf in self._index.leaves]
        for id_ in shown:
            row = self._index.rows[id_]
            yield from names[row + 1 : row + 4]
            yield from names[max(row - 2, 0) : row]

    def completing(self, typed: str) -> tuple[str, ...]:
        """Questions of the bank that hold what was typed, those that begin with it first.

        Args:
            typed: what stands in the box; less than two characters complete to nothing.
        """
        wanted = fold(typed.strip())
        if len(wanted) < 2:
            return ()
        found = [(folded.find(wanted), len(text), text) for folded, text in self._typed]
        return tuple(text for at, _, text in sorted(f for f in found if f[0] >= 0))[:_COMPLETIONS]


def _differ(a: str, b: str) -> bool:
    first, second = set(char_tokens(a)), set(char_tokens(b))
    return len(first & second) < _ALIKE * min(len(first), len(second))
