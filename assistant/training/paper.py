"""From the questions that a scope gives to two papers of one difficulty.

A paper takes its kinds in fixed shares, its difficulties by the level, and spreads over the
provisions. No two questions of a paper share a key sentence; paper B takes other key sentences than
A as far as there are any.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from math import ceil

from assistant.training.choice import Mastery, PackChoice
from assistant.training.material import chance
from assistant.training.pack import Paper
from assistant.training.question import (
    DIFFICULTIES,
    KINDS,
    Difficulty,
    QuizKind,
    QuizQuestion,
    TrueFalse,
    to_arrange,
)
from corpus.text.compare import compare_form
from corpus.text.provision import ProvisionId

#: Share of each kind in a paper.
SHARES: dict[QuizKind, float] = {
    "谁负责": 0.14,
    "数字期限": 0.12,
    "职责归属": 0.17,
    "判断正误": 0.17,
    "填空": 0.08,
    "排序": 0.04,
    "连线": 0.06,
    "案例": 0.22,
}
_LEVELS: dict[Mastery, tuple[Difficulty, ...]] = {
    "入门": ("易", "中", "难"),
    "熟练": ("难", "中", "易"),
}
#: Share of the questions with the first difficulty of a level, and with the second.
_FIRST, _SECOND = 0.5, 0.4


@dataclass(frozen=True, slots=True)
class _Slot:
    kind: QuizKind
    difficulty: Difficulty


@dataclass
class _Drawn:
    """What is drawn already."""

    questions: list[QuizQuestion] = field(default_factory=list)
    stems: set[tuple[str, ...]] = field(default_factory=set)
    sentences: set[str] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)
    provisions: Counter[ProvisionId] = field(default_factory=Counter)
    statements: Counter[bool] = field(default_factory=Counter)

    def take(self, question: QuizQuestion) -> None:
        self.questions.append(question)
        self.stems.add(_asked(question))
        self.sentences.add(_decisive(question))
        self.quotes |= {e.quote for e in question.evidence}
        self.provisions.update(question.provisions)
        if isinstance(question, TrueFalse):
            self.statements[question.key] += 1


def _decisive(question: QuizQuestion) -> str:
    """The words that decide, without punctuation: with a full stop and without they are the same."""
    return re.sub(r"\W", "", compare_form(question.key_sentence))


def _asked(question: QuizQuestion) -> tuple[str, ...]:
    """What is asked; where the stem only says how to answer, what is to be ordered or matched."""
    return (question.scene, question.stem, *sorted(to_arrange(question)))


def count_most(questions: Sequence[QuizQuestion]) -> int:
    """How many questions one paper can have at most: no two share a key sentence."""
    return len({_decisive(q) for q in questions})


class TooFew(Exception):
    """There are no further questions. ``there``: how many could be drawn."""

    def __init__(self, there: int) -> None:
        super().__init__(there)
        self.there = there


def draw_papers(
    questions: Sequence[QuizQuestion],
    choice: PackChoice,
    count: int,
    sound: Callable[[QuizQuestion], bool] = lambda _: True,
) -> tuple[Paper, Paper, int]:
    """Two papers and how many key sentences of the second are the first's as well.

    Args:
        questions: that the scope gives.
        count: of questions in each paper.
        sound: whether a question's key was checked and is right; asked of those that are drawn.

    Raises:
        TooFew: a paper cannot have so many.
    """
    slots = _slots(questions, choice, count)
    first, second = _Drawn(), _Drawn()
    hat = _Hat(questions, f"{choice.seed}A", sound)
    for slot in sorted(slots, key=hat.plenty):  # what there is least of is drawn first
        first.take(hat.draw(slot, first))
    first = _in_order(first.questions)
    used, taken = set(first.sentences), {q.id for q in first.questions}
    hat = _Hat(questions, f"{choice.seed}B", sound)
    for slot in sorted(map(_slot_of, first.questions), key=hat.plenty):
        second.take(hat.draw(slot, second, used, taken))
    second = _in_order(second.questions)
    never: set[str] = set()
    for number in choice.exchanged:
        if 1 <= number <= count:
            first = _exchanged(
                drawn=first,
                place=number - 1,
                questions=questions,
                seed=choice.seed,
                never=never,
                sound=sound,
            )
    shared = sum(_decisive(q) in first.sentences for q in second.questions)
    return _paper("A", first.questions), _paper("B", second.questions), shared


def _slots(questions: Sequence[QuizQuestion], choice: PackChoice, count: int) -> list[_Slot]:
    """Kind and difficulty of each question, in the order of the paper: by kind, easy first."""
    there = [k for k in KINDS if any(q.kind == k for q in questions)]
    whole = sum(SHARES[k] for k in there)
    wanted = {k: count * SHARES[k] / whole for k in there}
    numbers = {k: min(int(wanted[k]), sum(q.kind == k for q in questions)) for k in there}
    # What is left over goes by chance, in proportion to what each kind lacks (Efraimidis and Spirakis
    # 2006), so that short papers differ in kind as well.
    lacking = {k: max(wanted[k] - numbers[k], 0.01) for k in there}
    order = sorted(there, key=lambda k: -(_share(choice.seed, k) ** (1 / lacking[k])))
    while sum(numbers.values()) < count:
        for kind in order:
            if sum(numbers.values()) < count:
                numbers[kind] += 1
    slots = []
    first, second, third = _LEVELS[choice.level]
    for kind in there:
        n = numbers[kind]
        of_first = ceil(n * _FIRST)
        of_second = round(n * _SECOND)
        mix = [first] * of_first + [second] * of_second
        mix = (mix + [third] * n)[:n]
        slots += [_Slot(kind, d) for d in sorted(mix, key=DIFFICULTIES.index)]
    return slots


class _Hat:
    """Questions to draw from.

    Args:
        salt: what chance depends on.
        sound: as of ``papers``.
    """

    def __init__(
        self, questions: Sequence[QuizQuestion], salt: str, sound: Callable[[QuizQuestion], bool]
    ) -> None:
        self._sound = sound
        self._plenty = Counter(q.kind for q in questions)
        self._asked = {q.id: _asked(q) for q in questions}
        self._left: dict[QuizKind, list[QuizQuestion]] = {}
        for question in sorted(questions, key=lambda q: chance(salt, q.id)):
            self._left.setdefault(question.kind, []).append(question)

    def plenty(self, slot: _Slot) -> int:
        """How many questions there are of a slot's kind."""
        return self._plenty[slot.kind]

    def draw(
        self,
        slot: _Slot,
        drawn: _Drawn,
        used: Collection[str] = (),
        taken: Collection[str] = (),
    ) -> QuizQuestion:
        """The question that fits a slot best: never a key sentence or a stem twice in one paper.

        A key sentence of the other paper is better than another kind, and both are better than one
        of its questions.

        Args:
            used: key sentences of the other paper.
            taken: ids of the other paper's questions.

        Raises:
            TooFew: there is none.
        """
        while True:
            found = self._fitting(slot, drawn, used, taken)
            if self._sound(found):
                return found
            self._left[found.kind].remove(found)

    def _fitting(
        self, slot: _Slot, drawn: _Drawn, used: Collection[str], taken: Collection[str]
    ) -> QuizQuestion:
        of_kind = self._fresh(slot.kind, drawn)
        new = [q for q in of_kind if q.id not in taken]
        if not new:
            every = [q for kind in self._left for q in self._fresh(kind, drawn)]
            new = [q for q in every if q.id not in taken] or of_kind or every
        if not new:
            raise TooFew(len(drawn.questions))
        return self._best([q for q in new if _decisive(q) not in used] or new, slot, drawn)

    def _fresh(self, kind: QuizKind, drawn: _Drawn) -> list[QuizQuestion]:
        """What is left of a kind without what was drawn, whose key sentences go for good."""
        left = [q for q in self._left.get(kind, ()) if _decisive(q) not in drawn.sentences]
        self._left[kind] = left
        return [q for q in left if self._asked[q.id] not in drawn.stems]

    @staticmethod
    def _best(among: Sequence[QuizQuestion], slot: _Slot, drawn: _Drawn) -> QuizQuestion:
        """The first of those that fit best: each wish decides among those that the ones before left."""
        level = DIFFICULTIES.index(slot.difficulty)
        wishes: tuple[Callable[[QuizQuestion], float], ...] = (
            lambda q: q.kind != slot.kind,
            lambda q: any(e.quote in drawn.quotes for e in q.evidence),
            lambda q: abs(DIFFICULTIES.index(q.difficulty) - level),
            lambda q: _unbalanced(q, drawn),
            lambda q: sum(drawn.provisions[i] for i in q.provisions) / len(q.provisions),
        )
        left = among
        for wish in wishes:
            values = [wish(q) for q in left]
            least = min(values)
            left = [q for q, value in zip(left, values, strict=True) if value == least]
        return left[0]


def _share(seed: int, kind: QuizKind) -> float:
    """A number in (0, 1) by chance."""
    return (chance(str(seed), kind) + 1) / (2**64 + 1)


def _in_order(questions: Sequence[QuizQuestion]) -> _Drawn:
    """Questions as a paper prints them: by kind, the easy ones first."""
    drawn = _Drawn()
    for question in sorted(
        questions, key=lambda q: (KINDS.index(q.kind), DIFFICULTIES.index(q.difficulty))
    ):
        drawn.take(question)
    return drawn


def _slot_of(question: QuizQuestion) -> _Slot:
    return _Slot(question.kind, question.difficulty)


def _unbalanced(question: QuizQuestion, drawn: _Drawn) -> bool:
    """Whether a 判断 question is right or wrong as more of those drawn already are."""
    if not isinstance(question, TrueFalse):
        return False
    own = question.key
    return drawn.statements[own] > drawn.statements[not own]


def _exchanged(
    *,
    drawn: _Drawn,
    place: int,
    questions: Sequence[QuizQuestion],
    seed: int,
    never: set[str],
    sound: Callable[[QuizQuestion], bool],
) -> _Drawn:
    """A paper with another question in one place; none that was there before, if there are others.

    Args:
        never: ids of those that were there; grows.
    """
    old = drawn.questions[place]
    never.add(old.id)
    rest, result = _Drawn(), _Drawn()
    for question in drawn.questions[:place] + drawn.questions[place + 1 :]:
        rest.take(question)
    others = [q for q in questions if q.id not in never and _decisive(q) not in rest.sentences]
    try:
        new = _Hat(others, f"{seed}A", sound).draw(_slot_of(old), rest, (_decisive(old),))
    except TooFew:
        return drawn
    for number, question in enumerate(drawn.questions):
        result.take(new if number == place else question)
    return result


def _paper(name: str, questions: Sequence[QuizQuestion]) -> Paper:
    """A paper with points that add up to a hundred; what does not divide goes to the last."""
    each, rest = divmod(100, len(questions))
    points = [each + (n >= len(questions) - rest) for n in range(len(questions))]
    return Paper(name, tuple(questions), tuple(points))
