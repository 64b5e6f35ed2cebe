"""Words left out of a sentence: 填空, and the choice of a time or number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.keycheck.alteration import Alterations
from assistant.keycheck.bearing import Bearing
from assistant.keycheck.fault import Fault
from assistant.keycheck.fines import Fines
from assistant.keycheck.source import (
    MARKS,
    RegisterClause,
    RegulationSource,
    WordSpan,
    places,
    trimmed,
)
from assistant.keycheck.times import is_time, times_in, value
from assistant.keycheck.wording import SentenceReader
from assistant.training.question import BLANK, FillBlank, SingleChoice

_QUOTED = re.compile(r"「([^「」]*（　　）[^「」]*)」")
#: What words that would fit a blank may be made of.
_FIT = rf"([^{re.escape(MARKS)}]{{1,24}})"


@dataclass(frozen=True, slots=True)
class Filled:
    """A stem with its words filled in, found in the evidence.

    Attributes:
        pieces: what stands around the blanks.
        place: where the filled words stand.
        subject: names of the bodies that the stem gives as the subject; empty for none.
    """

    pieces: tuple[str, ...]
    place: WordSpan
    subject: tuple[str, ...]


class Blanks:
    """Checks questions with a blank."""

    def __init__(
        self,
        source: RegulationSource,
        bearing: Bearing,
        wording: SentenceReader,
        alterations: Alterations,
        fines: Fines,
    ) -> None:
        self._source = source
        self._bearing = bearing
        self._wording = wording
        self._alterations = alterations
        self._fines = fines

    def check_words(self, question: FillBlank) -> Iterator[Fault]:
        """填空: the words stand there verbatim, and no others fit."""
        filled, faults = self._filled(question, question.key)
        yield from faults
        around = question.stem.replace(BLANK, "")
        for words in question.key:
            if words in around:
                yield Fault("泄题", f"题干里还有「{words}」")
        if filled:
            yield from self._others_fit(filled, question.key)

    def check_times(self, question: SingleChoice) -> Iterator[Fault]:
        """数字期限: the key fills the blank verbatim, no other option is right there."""
        right = question.options[question.key]
        filled, faults = self._filled(question, (right,))
        yield from faults
        yield from self._given_away(question.stem.replace(BLANK, ""), right)
        yield from self._fines.check_item(question, filled.place if filled else None)
        clauses = self._source.at(filled.place) if filled else ()
        rest = "".join(filled.pieces) if filled else ""
        for index, option in enumerate(question.options):
            if index != question.key:
                yield from self._other_time(option, right, filled, rest, clauses)

    def check_said_times(self, question: SingleChoice) -> Iterator[Fault]:
        """A time asked for without a blank: the key stands in the evidence, no other does."""
        right = question.options[question.key]
        quote = question.evidence[0].quote if question.evidence else ""
        if right not in quote:
            yield Fault("答案错", f"依据里没有「{right}」")
        leaf = self._source.leaves.get(question.evidence[0].id) if question.evidence else None
        found = next(places(quote, leaf), None) if leaf else None
        clauses = self._source.at(found) if found else ()
        for index, option in enumerate(question.options):
            if index != question.key:
                if trimmed(option) in quote:
                    yield Fault("另有正确", f"依据里也有「{option}」")
                yield from self._other_time(option, right, None, quote.replace(right, ""), clauses)

    def _given_away(self, around: str, right: str) -> Iterator[Fault]:
        if right in around or (is_time(right) and value(right) in set(times_in(around))):
            yield Fault("泄题", f"题干里还看得出「{right}」")

    def _other_time(
        self,
        option: str,
        right: str,
        filled: Filled | None,
        rest: str,
        clauses: Sequence[RegisterClause],
    ) -> Iterator[Fault]:
        if value(option) == value(right):
            yield Fault("另有正确", f"「{option}」与「{right}」是一样的")
        if filled and self._source.find(trimmed(option.join(filled.pieces))):
            yield Fault("另有正确", f"填「{option}」也是条文的原话")
        names = (filled.subject if filled else ()) or tuple(
            {a for c in clauses for a in c.actors if self._bearing.knows(a)}
        )
        within = frozenset().union(*(self._bearing.any_way(n) for n in names)) if names else None
        if rest and (fault := self._alterations.find_time_fault(option, rest, within)):
            yield Fault("另有正确", fault.text)

    # --- filling in -----------------------------------------------------------------------------

    def _filled(
        self, question: SingleChoice | FillBlank, words: Sequence[str]
    ) -> tuple[Filled | None, tuple[Fault, ...]]:
        if question.stem.count(BLANK) != len(words):
            return None, (Fault("不能核对", "空格与答案的个数不同"),)
        leaves = [self._source.leaves.get(i) for i in question.provisions]
        wrong_subject = ""
        for pieces, subject, subject_words in self._readings(question.stem, len(words)):
            text = "".join(p + w for p, w in zip(pieces, (*words, ""), strict=True))
            for leaf in filter(None, leaves):
                for place in places(text, leaf):
                    if subject and not self._all_bear(subject, place, question):
                        wrong_subject = wrong_subject or subject_words
                        continue
                    return Filled(pieces, place, subject), ()
        if wrong_subject:
            return None, (Fault("答案错", f"条文没有把这项职责写给「{wrong_subject}」"),)
        return None, (Fault("答案错", "填入答案后不是依据条款的原话"),)

    def _all_bear(
        self, subject: tuple[str, ...], place: WordSpan, question: SingleChoice | FillBlank
    ) -> bool:
        party = self._bearing.party("、".join(subject))
        said = question.stem + question.scene
        return party is not None and all(
            self._bearing.surely(party, c, said) for c in self._source.at(place)
        )

    def _readings(
        self, stem: str, blanks: int
    ) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
        """Pieces around the blanks of what may be the provision's words, and its subject."""
        texts = [
            *_QUOTED.findall(stem),
            stem,
            *(stem[m.end() :] for m in re.finditer("[：。]", stem)),
        ]
        for text in dict.fromkeys(texts):
            if text.count(BLANK) != blanks:
                continue
            marked = text.replace(BLANK, "\x00")
            for said in self._wording.readings(marked):
                if said.words.count("\x00") != blanks:
                    continue
                pieces = tuple(said.words.split("\x00"))
                if any(map(trimmed, pieces)):
                    names = said.subject.names if said.subject else ()
                    yield pieces, names, said.subject_words

    # --- other words that fit -------------------------------------------------------------------

    def _others_fit(self, filled: Filled, blanks: Sequence[str]) -> Iterator[Fault]:
        pattern = re.compile(_FIT.join(map(re.escape, filled.pieces)))
        allowed = (
            frozenset().union(*(self._bearing.any_way(n) for n in filled.subject))
            if filled.subject
            else None
        )
        for leaf in self._source.leaves.values():
            for match in pattern.finditer(leaf.text):
                place = WordSpan(leaf, match.start(), match.end())
                if match.groups() == tuple(blanks) or not self._whole(place):
                    continue
                keys = {c.key for c in self._source.at(place)}
                if allowed is None or keys & allowed:
                    yield Fault("另有正确", f"填「{'；'.join(match.groups())}」也是条文的原话")
                    return

    def _whole(self, place: WordSpan) -> bool:
        return self._wording.begins(place) and self._wording.ends(place)
