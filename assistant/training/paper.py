"""From the questions that a scope gives to two papers of one difficulty.

A paper takes its kinds in fixed shares, its difficulties by the level, and spreads over the
provisions. No two questions of a paper share a key sentence; paper B takes other key sentences than
A as far as there are any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from assistant.training.material import chance
from assistant.training.pack import Choice, Level, Paper
from assistant.training.question import KINDS, Difficulty, Kind, Question

#: Share of each kind in a paper.
_SHARES: dict[Kind, float] = {
    "谁负责": 0.20,
    "数字期限": 0.10,
    "职责归属": 0.12,
    "判断正误": 0.20,
    "填空": 0.10,
    "排序": 0.05,
    "连线": 0.05,
    "案例": 0.18,
}
_LEVELS: dict[Level, tuple[Difficulty, ...]] = {
    "入门": ("易", "中", "难"),
    "熟练": ("难", "中", "易"),
}
#: Share of the questions with the first difficulty of a level, and with the second.
_FIRST, _SECOND = 0.5, 0.4


@dataclass(frozen=True, slots=True)
class _Slot:
    kind: Kind
    difficulty: Difficulty


@dataclass
class _Drawn:
    """What is drawn already."""

    questions: list[Question] = field(default_factory=list)
    sentences: set[str] = field(default_factory=set)
    provisions: Counter[str] = field(default_factory=Counter)
    statements: Counter[int] = field(default_factory=Counter)

    def take(self, question: Question) -> None:
        self.questions.append(question)
        self.sentences |= {e.quote for e in question.evidence}
        self.provisions.update(str(i) for i in question.provisions)
        if question.form == "判断":
            self.statements[question.key[0]] += 1


def most(questions: Sequence[Question]) -> int:
    """How many questions one paper can have at most: no two share a key sentence."""
    return len({q.key_sentence for q in questions})


def papers(questions: Sequence[Question], choice: Choice, count: int) -> tuple[Paper, Paper, int]:
    """Two papers and how many key sentences of the second are the first's as well.

    Args:
        questions: that the scope gives; at least ``count`` key sentences among them.
        count: of questions in each paper.
    """
    slots = _slots(questions, choice, count)
    first, never = _Drawn(), set[str]()
    for slot in slots:
        first.take(_draw(questions, slot, choice.seed, "A", first, ()))
    used = {e.quote for q in first.questions for e in q.evidence}
    second = _Drawn()
    for question in first.questions:
        slot = _Slot(question.kind, question.difficulty)
        taken = {q.id for q in first.questions}
        second.take(_draw(questions, slot, choice.seed, "B", second, used, taken))
    for number in choice.exchanged:
        if 1 <= number <= count:
            _exchange(first, number - 1, questions, choice.seed, never)
    shared = sum(q.key_sentence in used for q in second.questions)
    return _paper("A", first.questions), _paper("B", second.questions), shared


def _slots(questions: Sequence[Question], choice: Choice, count: int) -> list[_Slot]:
    """Kind and difficulty of each question, in the order of the paper: by kind, easy first."""
    there = [k for k in KINDS if any(q.kind == k for q in questions)]
    whole = sum(_SHARES[k] for k in there)
    wanted = {k: count * _SHARES[k] / whole for k in there}
    numbers = {k: min(int(wanted[k]), sum(q.kind == k for q in questions)) for k in there}
    order = sorted(there, key=lambda k: (numbers[k] - wanted[k], KINDS.index(k)))
    while sum(numbers.values()) < count:
        for kind in order:
            if sum(numbers.values()) < count:
                numbers[kind] += 1
    slots = []
    first, second, third = _LEVELS[choice.level]
    for kind in there:
        n = numbers[kind]
        of_first = round(n * _FIRST)
        of_second = round(n * _SECOND) if n > 1 else n - of_first
        mix = [first] * of_first + [second] * of_second
        mix = (mix + [third] * n)[:n]
        slots += [_Slot(kind, d) for d in sorted(mix, key=("易", "中", "难").index)]
    return slots


def _draw(
    questions: Sequence[Question],
    slot: _Slot,
    seed: int,
    name: str,
    drawn: _Drawn,
    used: Collection[str],
    taken: Collection[str] = (),
) -> Question:
    """The question that fits a slot best: never a key sentence twice in one paper.

    Args:
        used: key sentences of the other paper, taken only where there are no others.
        taken: ids of the other paper's questions, likewise.
    """
    there = {q.key_sentence for q in drawn.questions}
    return min(
        (q for q in questions if q.key_sentence not in there),
        key=lambda q: (
            q.id in taken,
            q.key_sentence in used,
            q.kind != slot.kind,
            any(e.quote in drawn.sentences for e in q.evidence),
            abs(_DIFFICULT[q.difficulty] - _DIFFICULT[slot.difficulty]),
            _unbalanced(q, drawn),
            sum(drawn.provisions[str(i)] for i in q.provisions) / len(q.provisions),
            chance(str(seed), name, q.id),
        ),
    )


_DIFFICULT: dict[Difficulty, int] = {"易": 0, "中": 1, "难": 2}


def _unbalanced(question: Question, drawn: _Drawn) -> bool:
    """Whether a 判断 question is right or wrong as more of those drawn already are."""
    if question.form != "判断":
        return False
    own = question.key[0]
    return drawn.statements[own] > drawn.statements[1 - own]


def _exchange(
    drawn: _Drawn, place: int, questions: Sequence[Question], seed: int, never: set[str]
) -> None:
    """Put another question in a place; none that was there before, as far as there are others."""
    old = drawn.questions[place]
    never.add(old.id)
    rest = _Drawn()
    for number, question in enumerate(drawn.questions):
        if number != place:
            rest.take(question)
    fresh = [q for q in questions if q.id not in never and q.key_sentence != old.key_sentence]
    kept = {q.key_sentence for q in rest.questions}
    if not any(q.key_sentence not in kept for q in fresh):
        fresh = [q for q in questions if q.id not in never]
    if not any(q.key_sentence not in kept for q in fresh):
        return
    slot = _Slot(old.kind, old.difficulty)
    drawn.questions[place] = _draw(fresh, slot, seed, "A", rest, ())


def _paper(name: str, questions: Sequence[Question]) -> Paper:
    """A paper with points that add up to a hundred; what does not divide goes to the last."""
    each, rest = divmod(100, len(questions))
    points = [each + (n >= len(questions) - rest) for n in range(len(questions))]
    return Paper(name, tuple(questions), tuple(points))
