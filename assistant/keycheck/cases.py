"""案例: a scene with a question that a provision or a place's checklist answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.keycheck.alteration import Alterations
from assistant.keycheck.bearing import Bearing, Party
from assistant.keycheck.blanks import Blanks
from assistant.keycheck.choices import Choices
from assistant.keycheck.fault import Fault
from assistant.keycheck.likeness import ClauseLikeness
from assistant.keycheck.source import RegisterClause, RegulationSource, trimmed
from assistant.keycheck.times import is_time
from assistant.keycheck.wording import SentenceReader
from assistant.training.question import BLANK, ChoiceQuestion, SingleChoice
from corpus.errors import FiredutyError
from corpus.premises.applicability import Guide
from corpus.register.records import ClauseKey

#: What somebody in the scene says.
_SAID = re.compile(r"“[^“”]*”")
#: Words for the place of the scene, and not for a body by its name.
_THIS = re.compile(r"这[家座所栋个处间幢名位]|该|本单位|这类|应当写进")


class Cases:
    """Tells what a case asks, and checks it as such."""

    def __init__(
        self,
        *,
        source: RegulationSource,
        bearing: Bearing,
        likeness: ClauseLikeness,
        choices: Choices,
        blanks: Blanks,
        alterations: Alterations,
        wording: SentenceReader,
        guide: Guide | None,
    ) -> None:
        self._source = source
        self._bearing = bearing
        self._likeness = likeness
        self._choices = choices
        self._blanks = blanks
        self._alterations = alterations
        self._wording = wording
        self._guide = guide
        self._applying = lru_cache(maxsize=1024)(self._lines)

    def find_faults(self, question: ChoiceQuestion) -> Iterator[Fault]:
        """Everything that is wrong with a case of options."""
        if not question.scene:
            yield Fault("案例", "案例题没有场景")
        options = question.options
        if all(self._bearing.party(o) for o in options):
            yield from self._bodies(question)
        elif isinstance(question, SingleChoice) and all(map(is_time, options)):
            asked = (
                self._blanks.check_times
                if BLANK in question.stem
                else self._blanks.check_said_times
            )
            yield from asked(question)
        else:
            yield from self._acts(question)

    def _bodies(self, question: ChoiceQuestion) -> Iterator[Fault]:
        act = self._choices.quoted_act(question)
        if not act and question.evidence:
            act = question.evidence[0].quote
        yield from self._choices.check_bodies(question, act)

    def _acts(self, question: ChoiceQuestion) -> Iterator[Fault]:
        if isinstance(question, SingleChoice) and not all(
            map(self._choices.places, question.options)
        ):
            yield from self.check_wording(question)
            return
        applying = self._applying(question.scene)
        party = self._asked(question)
        of_place = bool(_THIS.search(question.stem)) or not party or self._bearing.is_generic(party)
        if party and (isinstance(applying, Fault) or not of_place):
            yield from self._choices.check_acts(question, party)
            return
        if isinstance(applying, Fault):
            yield applying
            return
        for index, act in enumerate(question.options):
            if fault := self._choices.verbatim(act):
                if index not in question.keys and not self._source.find(trimmed(act)):
                    fault = self._alterations.find_option_fault(trimmed(act))
                if fault:
                    yield fault
                continue
            keys = self._keys(act)
            if index in question.keys:
                if not keys & applying:
                    yield Fault("案例", f"「{act}」不适用于这里的场所")
            elif (keys | self._likeness.said_by(trimmed(act))) & applying:
                yield Fault("另有正确", f"「{act}」也适用于这里的场所")
        right = [question.options[k] for k in question.keys]
        yield from self._choices.check_grounds(question, right)

    def _asked(self, question: ChoiceQuestion) -> Party | None:
        """Whose duties a stem asks for: 属于X的职责, or the first body that it names."""
        if party := self._choices.asked(question):
            return party
        named = self._choices.named(question.stem)
        return named[0] if named else None

    def _keys(self, act: str) -> frozenset[ClauseKey]:
        return frozenset(c.key for p in self._choices.places(act) for c in self._source.at(p))

    # --- one verbatim option among altered ones ---------------------------------------------------

    def check_wording(self, question: SingleChoice) -> Iterator[Fault]:
        """The key is the provision's words, the others depart from them by some."""
        right = question.options[question.key]
        found = self._source.find(trimmed(right))
        here = [p for p in found if p.leaf.id in question.provisions]
        if not here:
            yield Fault("答案错", f"依据的条款里没有「{right}」")
            return
        if dropped := self._wording.drops(here[0]):
            yield Fault("不能核对", f"「{right}」漏了「{dropped}」")
        clauses = self._source.at(here[0])
        if fault := self._not_concerned(question, right, clauses):
            yield fault
        for index, option in enumerate(question.options):
            if index == question.key:
                continue
            if not self._source.find(trimmed(option)):
                fault = self._alterations.find_option_fault(
                    trimmed(option), trimmed(right), clauses
                )
                if fault:
                    yield fault
            elif self._borne_alike(option, clauses):
                yield Fault("另有正确", f"「{option}」也是条文的原话")

    def _borne_alike(self, option: str, clauses: Sequence[RegisterClause]) -> bool:
        """Whether a verbatim option is of the same bodies as the key's clauses."""
        actors = tuple({a for c in clauses for a in c.actors if self._bearing.knows(a)})
        return not actors or self._choices.may_bear(Party(actors), option) is not None

    def _not_concerned(
        self, question: SingleChoice, right: str, clauses: Sequence[RegisterClause]
    ) -> Fault | None:
        """What is wrong where the key's clause is none of whoever the case is about."""
        keys = frozenset(c.key for c in clauses)
        if not keys:  # no duty: a definition, who is held to account
            return None
        for party in self._choices.named(f"{question.stem}，{question.scene}，{right}"):
            acted_upon = any(self._bearing.named_in(party, c.text) for c in clauses)
            if acted_upon or self._bearing.may_bear(party, keys):
                return None
        applying = self._applying(question.scene)
        if isinstance(applying, Fault):
            return Fault("案例", f"看不出「{right}」是不是场景里的主体的职责")
        return None if keys & applying else Fault("案例", f"「{right}」不适用于这里的场所")

    def _lines(self, scene: str) -> frozenset[ClauseKey] | Fault:
        """The clauses of the checklist of a scene's place, or why it has none."""
        if self._guide is None:
            return Fault("不能核对", "没有场所清单，无从核对")
        place = self._guide.describe(_SAID.sub("", scene))
        if not place:
            return Fault("不能核对", "看不出场景里是什么场所")
        try:
            lines = self._guide.checklist(place).lines
        except FiredutyError as error:
            return Fault("不能核对", str(error))
        return frozenset(line.duty.key for line in lines)
