"""案例: a scene with a question that a provision or a place's checklist answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from assistant.keycheck.bearing import Bearing
from assistant.keycheck.blanks import Blanks
from assistant.keycheck.choices import Choices
from assistant.keycheck.fault import Fault
from assistant.keycheck.likeness import Likeness
from assistant.keycheck.source import Key, Source, trimmed
from assistant.keycheck.times import is_time
from assistant.training.question import BLANK, Question
from corpus import FiredutyError
from corpus.applicability import Guide


class Cases:
    """Tells what a case asks, and checks it as such."""

    def __init__(
        self,
        source: Source,
        bearing: Bearing,
        likeness: Likeness,
        choices: Choices,
        blanks: Blanks,
        guide: Guide | None,
    ) -> None:
        self._source = source
        self._bearing = bearing
        self._likeness = likeness
        self._choices = choices
        self._blanks = blanks
        self._guide = guide
        self._applying = lru_cache(maxsize=1024)(self._lines)

    def faults(self, question: Question) -> Iterator[Fault]:
        """Everything that is wrong with a case of options."""
        if not question.scene:
            yield Fault("案例", "案例题没有场景")
        options = question.options
        if all(self._bearing.party(o) for o in options):
            yield from self._bodies(question)
        elif question.form == "单选" and all(map(is_time, options)):
            asked = self._blanks.times if BLANK in question.stem else self._blanks.said_times
            yield from asked(question)
        else:
            yield from self._acts(question)

    def _bodies(self, question: Question) -> Iterator[Fault]:
        act = self._choices.quoted_act(question)
        if not act and question.evidence:
            act = question.evidence[0].quote
        yield from self._choices.bodies(question, act)

    def _acts(self, question: Question) -> Iterator[Fault]:
        if party := self._choices.asked(question):
            yield from self._choices.acts(question, party)
            return
        applying = self._applying(question.scene)
        if isinstance(applying, str):
            yield Fault("不能核对", applying)
            return
        for index, act in enumerate(question.options):
            if fault := self._choices.verbatim(act):
                yield fault
                continue
            keys = frozenset(c.key for p in self._choices.places(act) for c in self._source.at(p))
            if index in question.key:
                if not keys & applying:
                    yield Fault("案例", f"「{act}」不适用于这里的场所")
            elif (keys | self._likeness.said_by(trimmed(act))) & applying:
                yield Fault("另有正确", f"「{act}」也适用于这里的场所")
        yield from self._choices.grounded(question, question.options)

    def _lines(self, scene: str) -> frozenset[Key] | str:
        """The clauses of the checklist of a scene's place; why there are none as a sentence."""
        if self._guide is None:
            return "没有场所清单，无从核对"
        place = self._guide.describe(scene)
        if not place:
            return "看不出场景里是什么场所"
        try:
            lines = self._guide.checklist(place).lines
        except FiredutyError as error:
            return str(error)
        return frozenset((line.duty.provision, line.duty.span) for line in lines)
