"""Questions across texts: each text is asked for itself, and named with its status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.keycheck.alteration import Alterations
from assistant.keycheck.bearing import Bearing, Party
from assistant.keycheck.choices import Choices
from assistant.keycheck.fault import Fault
from assistant.keycheck.fines import Fines
from assistant.keycheck.shape import Shape
from assistant.keycheck.source import RegulationSource, places, trimmed
from assistant.keycheck.times import fine_of, one_wording
from assistant.training.question import Evidence, QuizQuestion, SingleChoice
from corpus.citing.citations import cite_own_text
from corpus.text.provision import ProvisionId
from corpus.text.quotations import outside_quotations
from corpus.text.status import status_mark

_BODIES = re.compile(
    r"(?P<one>[^「」]+?)写「(?P<act>[^「」]+)」，(?P<two>[^「」]+?)写「(?P<other>[^「」]+)」，两处印的主体各是谁？"
)
_WORDING = re.compile(
    r"同一类事，(?P<one>.+?）)与(?P<two>.+?）)的写法不同。下列哪一项是(?P<asked>.+?）)的原话？"
)
_FINE = re.compile(
    r"(?P<one>[^「」]+?）)(?P<where>第[^「」]+?)写「(?P<duty>[^「」]+)」。按照(?P<two>[^「」]+?)，"
    r"对(?P<told>.+?)的行为，条文写的罚款是多少？"
)
#: What names of offices have or lack without being another's.
_OF_OFFICES = re.compile(r"行政|主管|部门|机构|[和及与、的]")
#: An option this like the right one is made from it.
_ALTERED = 0.8


@dataclass(frozen=True, slots=True)
class KeyText:
    """One text with what it is asked with."""

    source: RegulationSource
    bearing: Bearing
    choices: Choices
    alterations: Alterations
    fines: Fines
    shape: Shape

    @property
    def mark(self) -> str:
        """Its name with its status, as a sentence must have them."""
        regulation = self.source.regulation
        return f"{regulation.key}（{status_mark(regulation)}）"


class Across:
    """Checks questions whose evidence stands in several texts.

    Args:
        own: the text that a question is about.
        others: those beside it, by key.
    """

    def __init__(self, own: KeyText, others: Mapping[str, KeyText]) -> None:
        self._own = own
        self._others = others

    @staticmethod
    def is_across(question: QuizQuestion) -> bool:
        """Whether a question rests on another text, or says that it compares two."""
        told = any(pattern.fullmatch(question.stem) for pattern in (_BODIES, _WORDING, _FINE))
        return told or any(e.document for e in question.evidence)

    def find_faults(self, question: QuizQuestion) -> Iterator[Fault]:
        """Everything that is wrong with such a question, but for its shape and its own evidence."""
        foreign = [e for e in question.evidence if e.document]
        unknown = [e.document for e in foreign if e.document not in self._others]
        if unknown or len({e.document for e in foreign}) != 1:
            yield Fault("条款", "对照的文件没有引，或者不止一份，或者不在手边")
            return
        other = self._others[foreign[0].document]
        for evidence in foreign:
            yield from other.shape.check_evidence(evidence)
        yield from self._status(question, other)
        if not isinstance(question, SingleChoice):
            yield Fault("不能核对", "两部文件对照的题只有单选")
        elif match := _BODIES.fullmatch(question.stem):
            yield from self._bodies(question, match, other, foreign)
        elif match := _WORDING.fullmatch(question.stem):
            yield from self._wording(question, match, other)
        elif match := _FINE.fullmatch(question.stem):
            yield from self._fine(question, match, other, foreign)
        else:
            yield Fault("不能核对", "看不出题干怎样对照两部文件")

    def _status(self, question: QuizQuestion, other: KeyText) -> Iterator[Fault]:
        """Each text is named, and wherever it is named its status stands with it."""
        said = outside_quotations(question.stem)
        shown = getattr(question, "options", ())
        for text in (self._own, other):
            if text.mark not in said:
                yield Fault("状态", f"题干没有写「{text.mark}」")
            for words in (said, *shown):
                key = text.source.regulation.key
                if words.count(key) > words.count(text.mark) and f"{key}（" in f"{words}（":
                    yield Fault("状态", f"「{key}」没有写明状态，或者写得不对")

    # --- who ------------------------------------------------------------------------------------

    def _bodies(
        self,
        question: SingleChoice,
        match: re.Match[str],
        other: KeyText,
        foreign: list[Evidence],
    ) -> Iterator[Fault]:
        texts = ((self._own, match["act"]), (other, match["other"]))
        if (match["one"], match["two"]) != (self._own.mark, other.mark):
            yield Fault("不能核对", "题干的两部文件不是所引的两部")
            return
        cited = (set(question.provisions), {e.id for e in foreign})
        for (text, act), ids in zip(texts, cited, strict=True):
            if fault := text.choices.verbatim(act):
                yield fault
            elif not any(p.leaf.id in ids for p in text.choices.places(act)):
                yield Fault("引用", f"依据的条款里没有「{act}」")
        given = re.compile(
            rf"{re.escape(match['one'])}印的是(?P<one>.+)，{re.escape(match['two'])}印的是(?P<two>.+)"
        )
        for index, option in enumerate(question.options):
            read = given.fullmatch(option)
            if read is None:
                yield Fault("不能核对", f"「{option}」没有说两处各是谁")
                continue
            names = (read["one"], read["two"])
            if index == question.key:
                for name, (text, act) in zip(names, texts, strict=True):
                    party = text.bearing.party(name)
                    if party is None or not text.choices.bears(party, act, ""):
                        yield Fault("答案错", f"{text.mark}没有把「{act}」写给「{name}」")
            elif all(_may_bear(t, n, a) for n, (t, a) in zip(names, texts, strict=True)):
                yield Fault("另有正确", f"「{option}」也说得通")

    # --- which wording --------------------------------------------------------------------------

    def _wording(
        self, question: SingleChoice, match: re.Match[str], other: KeyText
    ) -> Iterator[Fault]:
        if match["asked"] != self._own.mark or match["two"] != other.mark:
            yield Fault("不能核对", "问的不是题目所讲的这部文件")
            return
        right = trimmed(question.options[question.key])
        here = [p for p in self._own.source.find(right) if p.leaf.id in question.provisions]
        if not here:
            yield Fault("答案错", f"依据的条款里没有「{right}」")
            return
        clauses = self._own.source.at(here[0])
        for index, option in enumerate(question.options):
            words = trimmed(option)
            if index == question.key:
                continue
            if self._own.source.find(words) or one_wording(words) == one_wording(right):
                yield Fault("另有正确", f"「{option}」也是{self._own.mark}的原话")
            elif not other.source.find(words) and _is_near(words, right):
                fault = self._own.alterations.find_option_fault(words, right, clauses)
                if fault:
                    yield fault

    # --- duty here, fine there ------------------------------------------------------------------

    def _fine(
        self,
        question: SingleChoice,
        match: re.Match[str],
        other: KeyText,
        foreign: list[Evidence],
    ) -> Iterator[Fault]:
        if (match["one"], match["two"]) != (self._own.mark, other.mark):
            yield Fault("不能核对", "题干的两部文件不是所引的两部")
        regulation = self._own.source.regulation
        standing = [
            id_
            for id_ in question.provisions
            if id_ in self._own.source.leaves
            and any(places(match["duty"], self._own.source.leaves[id_]))
        ]
        if not standing:
            yield Fault("不能核对", f"「{match['duty']}」不是依据的条款的原话")
        elif match["where"] not in [cite_own_text(i, regulation, title=False) for i in standing]:
            yield Fault("引用", f"「{match['duty']}」不在{match['where']}")
        ids: list[ProvisionId] = [e.id for e in foreign]
        fine = other.fines.fine_of_breach(match["told"], ids)
        if isinstance(fine, Fault):
            yield fine
            return
        for index, option in enumerate(question.options):
            if (fine_of(option) == fine) != (index == question.key):
                told = f"「{match['told']}」的罚款与「{option}」对不上"
                yield Fault("答案错", told) if index == question.key else Fault("另有正确", told)


def _may_bear(text: KeyText, name: str, act: str) -> bool:
    """Whether a text gives an act to a body that it prints by a name, or by one that differs in no more
    than what all names of offices have (主管, 行政).
    """
    bearing = text.bearing
    meant = [
        body.name
        for body in bearing.register.bodies
        if any(_core(form) == _core(name) for form in body.printed)
    ]
    return bool(meant) and text.choices.may_bear(Party(tuple(meant)), act) is not None


def _core(name: str) -> str:
    return _OF_OFFICES.sub("", name)


def _is_near(words: str, right: str) -> bool:
    """Whether words are the right ones altered, and not the other text's."""
    return SequenceMatcher(None, words, right, autojunk=False).ratio() >= _ALTERED
