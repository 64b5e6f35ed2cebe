"""What one may ask next, in the question bank's own words, and questions that begin as one types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest

from assistant.answering.answer import Answer
from assistant.answering.parts import RefusalReason
from assistant.understanding.named import ANYBODY
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
#: Refusals of what is asked in the documents' own field.
_OF_THE_FIELD: tuple[RefusalReason, ...] = ("not_stated", "not_found", "false_premise")
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
        self._named: dict[str, frozenset[str]] = {}
        texts = dict.fromkeys(q.text for q in index.language.bank if " " not in q.text)
        self._typed = [(fold(text), text) for text in texts]

    def after(self, answer: Answer, count: int = 3) -> tuple[str, ...]:
        """Questions on what an answer is about: they name the same matter, kind of unit or body.

        Those that lead to provisions which it does not show come first. Where the answer is about nothing that
        the data know, there are none.

        Args:
            answer: one that was given or refused.
            count: at most so many.
        """
        if answer.training is not None:
            return _AFTER_ONE if answer.training.wanted == "自测" else _AFTER_PAPER
        if answer.refusal and answer.refusal.reason not in _OF_THE_FIELD:
            return ()
        about = self._about(answer)
        shown = {str(quote.id.of("")) for quote in answer.quotes}
        found = [text for name, serves in about.items() for text in self._on(name, serves, shown)]
        # What names more of it is nearer.
        found.sort(key=lambda text: -len(self._names(text) & about.keys()))
        said = [answer.standalone_question]
        for text in found:
            if len(said) <= count and all(_differ(text, s) for s in said):
                said.append(text)
        return tuple(said[1:])

    def _about(self, answer: Answer) -> dict[str, Sequence[str]]:
        """What the question names and the answer is of, with the provisions that serve it: the narrowest first."""
        found = self._index.lexicon.expand(answer.standalone_question)
        named = [e for e in found if e.name and not ANYBODY.match(e.found)]
        if not answer.refused:
            cited = {str(id_.of("")) for id_ in answer.basis}
            named = [e for e in named if not cited.isdisjoint(e.serves)]
        named.sort(key=lambda e: (_ORDER.index(e.source), len(e.serves)))
        return {e.name: e.serves for e in named}

    def _on(self, name: str, serves: Sequence[str], shown: Collection[str]) -> Iterator[str]:
        """Questions that name something and are on a provision of it: on those first that are not shown."""
        for ids in ([i for i in serves if i not in shown], [i for i in serves if i in shown]):
            asked = [[q for q in self._asked.get(i, ()) if name in self._names(q)] for i in ids]
            for row in zip_longest(*asked):
                yield from filter(None, row)

    def _names(self, question: str) -> frozenset[str]:
        """What a question names; looked up when it is first needed."""
        if question not in self._named:
            found = self._index.lexicon.expand(question)
            self._named[question] = frozenset(e.name for e in found)
        return self._named[question]

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
