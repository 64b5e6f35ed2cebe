"""Where words may be cut out of a provision, and what may stand before them in a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.keycheck.bearing import Bearing, Party
from assistant.keycheck.source import MARKS, RegulationSource, WordSpan, trimmed

#: Modal words by force. 应 is no modal in 应急, 应用.
_MODAL = re.compile(
    r"不得|不应当?|不能|不可|严禁|禁止(?![^，。；]{0,4}标志)|不准|不必|无须|无需|不用|可以|可(?![燃靠能能持])|鼓励|应当|应(?![急用对])|必须|必需|要(?!求|[^，]{0,4}负责人|点|素)|须|负有"
)
_FORCE = (
    ("不得", ("不得", "不应", "不应当", "不能", "不可", "严禁", "禁止", "不准")),
    ("不必", ("不必", "无须", "无需", "不用")),
    ("可以", ("可以", "可")),
    ("鼓励", ("鼓励",)),
    ("应当", ("应当", "应", "必须", "必需", "要", "须", "负有")),
)
#: Between a subject and what it does.
_GLUE = re.compile(
    r"(?:等(?:单位|部门|场所|机构|政府)?)?(?:，)?(?:的[^，。的]{0,6}?职责(?:之一)?(?:包括|是|有)?[：，]?|"
    r"(?:都|均|也|还|同样|同时)*(?:应当|应(?![急用对])|必须|要(?!求)|须)?(?:还|负责|依法)?)"
)
#: What may stand right before words that are cut out: a subject's modal, 负责 and joining words.
_OPENS = re.compile(r"(?:应当|应|必须|要|还应|负责|依法|[依按](?:法定|据|照)职责|并|同时|且|其中)$")
#: What may stand right behind them.
_CLOSES = re.compile(rf"[{re.escape(MARKS)}、并]|及(?![其时])")
_DROPPED = re.compile(r"(?:不得|不应|不能|可以|可|鼓励|严禁|禁止|配合|协助)$")
_CONDITION = re.compile(
    r"^(?:按照|依照|根据|依据|结合|对于|凡|如|当)|(?:的|时|前|后|外|期间|情况下)$|^在.*[中内下]$"
)
_LEAD = re.compile(
    r"^(?:(?:根据|按照|依照|依据)[^，「」]{0,40}(?:细则|规定|条款|征求意见稿|》)[^，「」]{0,8}，|判断(?:题|正误)?[：:]|本细则(?:规定|要求)[，：]?)"
)
_BLANK_END = re.compile(r"[（(][\s\u3000]*[）)]$")
#: Shorter everyday names (消防, 街道) begin other words.
_SHORTEST_ALIAS = 3


def force(modal: str) -> str:
    """The force of a modal word: 不得, 不必, 可以, 鼓励 or 应当; empty for none."""
    return next((name for name, words in _FORCE if modal in words), "")


def forces(text: str) -> tuple[str, ...]:
    """The forces of the modal words of a text, in order."""
    return tuple(force(m.group()) for m in _MODAL.finditer(text))


@dataclass(frozen=True, slots=True)
class SentenceParts:
    """A sentence taken apart.

    Attributes:
        words: what may stand verbatim in a provision.
        subject: whom it says it of; None where it names nobody before the words.
        glue: what stands between them.
        before: a condition before the subject.
    """

    words: str
    subject: Party | None = None
    subject_words: str = ""
    glue: str = ""
    before: str = ""


class SentenceReader:
    """Takes sentences apart and judges cuts."""

    def __init__(self, source: RegulationSource, bearing: Bearing) -> None:
        self._source = source
        self._bearing = bearing
        forms = bearing.known_forms()
        printed = {f for b in bearing.register.bodies for f in bearing.forms(b.name)}
        self._subjects = sorted(
            (f for f in forms if f in printed or len(f) >= _SHORTEST_ALIAS), key=len, reverse=True
        )
        self._subject = re.compile("|".join(map(re.escape, self._subjects)) or r"(?!)")

    def names_in(self, text: str) -> Iterator[str]:
        """Names of bodies in a text, longest first at each place."""
        yield from (m.group() for m in self._subject.finditer(text))

    def readings(self, sentence: str) -> Iterator[SentenceParts]:
        """Ways to take a sentence apart, the plainest first."""
        whole = trimmed(_BLANK_END.sub("", sentence.strip()))
        for text in dict.fromkeys((whole, trimmed(_LEAD.sub("", whole)))):
            yield SentenceParts(text)
            yield from self._with_subject(text, "")
            comma = text.find("，")
            while comma > 0:
                yield from self._with_subject(text[comma + 1 :], text[:comma])
                comma = text.find("，", comma + 1)

    def _with_subject(self, text: str, before: str) -> Iterator[SentenceParts]:
        end = self._subject_end(text)
        if not end or not (party := self._bearing.party(text[:end])):
            return
        for glue in self._glues(text, end):
            yield SentenceParts(text[glue:], party, text[:end], text[end:glue], before)

    def _subject_end(self, text: str) -> int:
        """Where names joined by 、 and 和 that a text begins with end; 0 for none."""
        end = 0
        while match := self._subject.match(text, end):
            end = match.end()
            join = re.match(r"、|和|及|与", text[end:])
            if not join or not self._subject.match(text, end + 1):
                break
            end += 1
        return end

    @staticmethod
    def _glues(text: str, end: int) -> Iterator[int]:
        match = _GLUE.match(text, end)
        longest = match.end() if match else end
        starts = {longest, end}
        for word in ("负责", "依法", "还", "要", "应"):
            at = text.rfind(word, end, longest)
            if at >= 0:
                starts.add(at)
        yield from sorted(starts)

    # --- cuts -----------------------------------------------------------------------------------

    def begins(self, place: WordSpan) -> bool:
        """Whether words begin where a piece of the provision does, or after its subject."""
        rest = self.left_out(place)
        return not rest or any(rest.endswith(s) for s in self._subjects) or rest.endswith("等")

    def left_out(self, place: WordSpan) -> str:
        """What of the piece stands before words, without modal, condition and joining words."""
        before = place.before
        if not before or before[-1] in MARKS:
            return ""
        piece = before[max(before.rfind(m) for m in MARKS) + 1 :]
        rest = piece
        while match := _OPENS.search(rest):
            rest = rest[: match.start()]
        return self._without_trigger(rest, place).removesuffix("及其工作人员")

    def _without_trigger(self, before: str, place: WordSpan) -> str:
        """What stands before words, without the condition right before them (依照有关规定)."""
        triggers = {d.trigger for c in self._source.at(place) for d in c.duties if d.trigger}
        for trigger in triggers:
            if before.endswith(trigger):
                return before.removesuffix(trigger)
        return before

    @staticmethod
    def ends(place: WordSpan) -> bool:
        """Whether words end where a piece does, or before 、 or 并: the rest says more."""
        last = place.leaf.text[place.end - 1]
        return not place.after or last in MARKS or bool(_CLOSES.match(place.after))

    @staticmethod
    def drops(place: WordSpan) -> str:
        """不得, 可 or the like that stands right before words and belongs to them; else empty."""
        match = _DROPPED.search(place.before)
        return match.group() if match else ""

    def conditions(self, place: WordSpan) -> tuple[str, ...]:
        """Words of the clause before a place on which it depends: 劝阻和制止无效的."""
        found = []
        for clause in self._source.at(place):
            start = clause.key[1][0]
            if start >= place.start:
                continue
            cut = place.leaf.text[start : place.start]
            triggers = {d.trigger for d in clause.duties if d.trigger}
            found += [t for t in triggers if t in cut]
            pieces = re.split(r"[，：]", cut)[:-1]
            found += [p for p in pieces if _CONDITION.search(p) and p not in found]
        return tuple(dict.fromkeys(found))
