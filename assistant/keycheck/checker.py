"""The key checker: what is wrong with a question, or with the questions of one paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import assert_never

from assistant.keycheck.across import Across, KeyText
from assistant.keycheck.alteration import Alterations
from assistant.keycheck.assignment import Assignments
from assistant.keycheck.bearing import Bearing
from assistant.keycheck.blanks import Blanks
from assistant.keycheck.cases import Cases
from assistant.keycheck.choices import Choices
from assistant.keycheck.fault import Fault
from assistant.keycheck.fines import Fines
from assistant.keycheck.likeness import ClauseLikeness
from assistant.keycheck.lists import ListChecks
from assistant.keycheck.orders import Orders
from assistant.keycheck.places import PlaceChecks
from assistant.keycheck.shape import Shape
from assistant.keycheck.source import RegulationSource, bare
from assistant.keycheck.statement import StatementChecker
from assistant.keycheck.wording import SentenceReader
from assistant.training.question import (
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    to_arrange,
)
from assistant.verify.verifier import Verifier
from corpus.premises.applicability import Guide
from corpus.register.lookups import Lookups
from corpus.text.provision import Regulation


class KeyChecker:
    """Answers questions from the text and the register, and compares with their keys.

    Args:
        guide: checklists of places, for cases about a unit; without it those cannot be checked.
        beside: checkers of the texts that questions may compare with this one.
    """

    def __init__(
        self,
        regulation: Regulation,
        lookups: Lookups,
        verifier: Verifier,
        guide: Guide | None = None,
        beside: Sequence[KeyChecker] = (),
    ) -> None:
        source = RegulationSource(regulation, lookups.register)
        bearing = Bearing(source, lookups)
        likeness = ClauseLikeness(tuple(source.clauses.values()))
        wording = SentenceReader(source, bearing)
        # A paper asks for its questions' faults again, which were asked for when they were drawn.
        self._remembered = lru_cache(maxsize=4096)(self._faults)
        self._shape = Shape(source)
        self._statements = StatementChecker(source, bearing, wording, verifier)
        self._alterations = Alterations(source, bearing, likeness, self._statements)
        self._choices = Choices(source, bearing, likeness, wording, self._alterations)
        self._assignments = Assignments(bearing, self._choices)
        self._lists = ListChecks(source, likeness)
        self._places = PlaceChecks(source)
        self._fines = Fines(source)
        self._blanks = Blanks(source, bearing, wording, self._alterations, self._fines)
        self._orders = Orders(source, bearing, self._choices)
        self._cases = Cases(
            source=source,
            bearing=bearing,
            likeness=likeness,
            choices=self._choices,
            blanks=self._blanks,
            alterations=self._alterations,
            wording=wording,
            guide=guide,
        )

        self.text = KeyText(
            source, bearing, self._choices, self._alterations, self._fines, self._shape
        )
        self._across = Across(self.text, {c.text.source.regulation.key: c.text for c in beside})

    def find_faults(self, question: QuizQuestion) -> tuple[Fault, ...]:
        """Everything that is wrong with a question; none where its key is proved."""
        found: tuple[Fault, ...] = self._remembered(question)
        return found

    def _faults(self, question: QuizQuestion) -> tuple[Fault, ...]:
        shape = tuple(self._shape.find_faults(question))
        if any(f.kind in ("答案个数", "条款") for f in shape):
            return shape
        across = Across.is_across(question)
        found = self._across.find_faults(question) if across else self._answers(question)
        return tuple(dict.fromkeys((*shape, *found)))

    def _answers(self, question: QuizQuestion) -> Iterator[Fault]:
        match question:
            case TrueFalse():
                yield from self._true_or_false(question)
            case FillBlank():
                yield from self._blanks.check_words(question)
            case Ordering() if self._fines.are_ordered(question):
                yield from self._fines.check_order(question)
            case Ordering():
                yield from self._orders.check_steps(question)
            case Matching() if self._fines.are_paired(question):
                yield from self._fines.check_pairs(question)
            case Matching():
                yield from self._orders.check_pairs(question)
            case SingleChoice(kind="谁负责") if self._assignments.are_asked(question):
                yield from self._assignments.check(question)
            case SingleChoice(kind="谁负责"):
                if act := self._choices.quoted_act(question):
                    yield from self._choices.check_bodies(question, act)
                else:
                    yield Fault("不能核对", "题干没有用「」引一项职责")
            case SingleChoice(kind="数字期限"):
                yield from self._blanks.check_times(question)
            case SingleChoice(kind="职责归属") if self._lists.is_asked(question):
                yield from self._lists.check(question)
            case SingleChoice(kind="职责归属") if self._places.is_asked(question):
                yield from self._places.check(question)
            case SingleChoice(kind="职责归属"):
                yield from self._cases.check_wording(question)
                yield from self._choices.check_asked(question)
            case MultipleChoice(kind="职责归属"):
                if party := self._choices.asked(question):
                    yield from self._choices.check_acts(question, party)
                else:
                    yield Fault("不能核对", "看不出题干问的是谁的职责")
            case SingleChoice() | MultipleChoice():
                yield from self._cases.find_faults(question)
            case _:
                assert_never(question)

    def _true_or_false(self, question: TrueFalse) -> Iterator[Fault]:
        ids = question.provisions
        if question.key:
            if question.altered is not None:
                yield Fault("改处不实", "判为正确的句子不应有改动")
            proof = self._statements.prove(question.stem, ids)
            if proof.holds is None:
                yield Fault("不能核对", proof.reason)
            elif not proof.holds:
                yield Fault("答案错", proof.reason)
        elif question.altered is None:
            yield Fault("改处不实", "判为错误，却没有说改了哪几个字")
        elif fault := self._alterations.find_fault(question.stem, question.altered, ids):
            yield fault

    def find_paper_faults(self, questions: Sequence[QuizQuestion]) -> tuple[Fault, ...]:
        """The faults of all questions of one paper, and what two of them share."""
        found = [
            Fault(f.kind, f"第{n}题：{f.text}")
            for n, q in enumerate(questions, 1)
            for f in self.find_faults(q)
        ]
        return (*found, *_shared(questions))


def _shared(questions: Sequence[QuizQuestion]) -> Iterator[Fault]:
    """Pairs with the same id, the same key sentence or the same stem."""
    for what, of in (("编号", _id), ("依据的原话", _key_sentence), ("题干", _stem)):
        seen: dict[str, int] = {}
        for number, question in enumerate(questions, 1):
            value = of(question)
            if value in seen:
                yield Fault("重复", f"第{seen[value]}题和第{number}题的{what}相同")
            seen.setdefault(value, number)


def _id(question: QuizQuestion) -> str:
    return question.id


def _key_sentence(question: QuizQuestion) -> str:
    return bare(question.key_sentence) if question.evidence else question.id


def _stem(question: QuizQuestion) -> str:
    """What is asked; where that is only how to answer (排序, 连线), the options with it."""
    return "".join((bare(question.scene + question.stem), *sorted(map(bare, to_arrange(question)))))
