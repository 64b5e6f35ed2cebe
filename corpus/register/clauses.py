"""Clauses of a provision and who is their subject.

A clause ends at 。 or ；. Inside one, a comma divides where a new subject, another role or another
modal word begins; that is for the caller, who asks for ``split_segments`` between commas.
Subjects are bodies by their printed names, or words that end as names of bodies do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.language.body_level import BodyLevel
from corpus.language.data import Body

_END = re.compile(r"[。；]|[.;](?=$|\D)")
_COMMA = re.compile(r"，|：(?=.)")
#: What may stand between names of one subject, and after the last.
_JOIN = re.compile(r"等?(?:、|以及|及|和|与)(?!其)")
_TAIL = re.compile(
    r"(?:等[^，。；应要]{0,10}|(?:各类|有关|相关)?(?:单位|部门|场所|机构|企业)?)?(?:及其工作人员)?，?"
)
#: What may stand before a name: 各所有权人, 具有固定生产经营场所的个体工商户.
_BEFORE = re.compile(r"各级?|本市|所有|[^，。；、应将对在为是]{2,14}的")
#: What a predicate begins with, after a subject.
_PREDICATE = re.compile(
    r"应|必须|要(?!求)|不得|可(?!燃)|负责|是|为|对|在|由|依|按|根据|结合|配合|协助|严格|加强|统一|"
    r"具体|指导|督促|监督|组织|开展|做好|承担|履行|参照|进行|报请|不依法|除应|定期|每"
)
_LEADING = re.compile(
    r"(?:其中，|同时，|并|同时|还|对于?[^，。；]{2,60}?[，]|在[^，。；]{2,40}?[，]|发生[^，。；]{2,40}?的?，"
    r"|当?[^，。；]{2,40}?(?:时|后|前|的|外|期间)，)*由?"
)
_UNKNOWN = re.compile(
    r"(?!负责|指导|督促|由)(?P<name>[^，。；：、应将对在]{2,24}?(?:部门|机构|企业|单位|委员会|办事处|政府|机关|人员|负责人|"
    r"管理人|使用人|成员|场所|主体|学校|公司|中心|组织|管委会|工商户))"
    r"(?=等?(?:应|必须|不得|要(?!求)|负责|可以))"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a clause is about.

    Attributes:
        actors: names of bodies, or the printed words of one that is not known.
        start, end: where its words begin in the text, and where the predicate begins.
    """

    actors: tuple[str, ...]
    start: int
    end: int


class BodyNames:
    """Printed names → bodies, longest first. A form that several bodies share means all."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        forms: dict[str, list[str]] = {}
        for body in bodies:
            for form in dict.fromkeys(body.printed):
                forms.setdefault(form, []).append(body.name)
        self._forms = {form: tuple(names) for form, names in forms.items()}
        self._levels = {body.name: body.level for body in bodies}
        longest = sorted(self._forms, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def level(self, actor: str) -> BodyLevel:
        """The level of a body, UNKNOWN for one that the data does not have."""
        return self._levels.get(actor, BodyLevel.UNKNOWN)

    def meant_by(self, form: str) -> tuple[str, ...]:
        """The bodies that go by a printed name."""
        return self._forms.get(form, ())

    def find(self, text: str) -> Iterator[str]:
        """Printed names in a text, longest first at each place."""
        yield from (m.group() for m in self._any.finditer(text))

    def subject(self, text: str, start: int = 0) -> Subject | None:
        """The subject that a clause or lead-in opens with, None where it opens with none."""
        leading = _LEADING.match(text, start)
        starts = [start, leading.end()] if leading else [start]
        starts += [m.end() for at in starts if (m := _BEFORE.match(text, at))]
        for at in dict.fromkeys(starts):
            if found := self._known(text, at) or self._unknown(text, at):
                return found
        return None

    def _known(self, text: str, start: int) -> Subject | None:
        actors: list[str] = []
        at = start
        while match := self._any.match(text, at):
            actors += [a for a in self._forms[match.group()] if a not in actors]
            at = match.end()
            join = _JOIN.match(text, at)
            if not join or not self._any.match(text, join.end()):
                break
            at = join.end()
        if not actors:
            return None
        tail = _TAIL.match(text, at)
        ends = [at, tail.end()] if tail else [at]
        for end in reversed(ends):
            if _PREDICATE.match(text, end):
                return Subject(tuple(actors), start, end)
        return None

    def _unknown(self, text: str, start: int) -> Subject | None:
        match = _UNKNOWN.match(text, start)
        return Subject((match.group("name"),), start, match.end()) if match else None


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the clauses that 。 and ； end; together they are the text."""
    return _cut(text, 0, len(text), _END)


def split_segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans between the commas of a clause; together they are the clause."""
    return _cut(text, start, end, _COMMA)


def _cut(text: str, start: int, end: int, mark: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = [start, *(m.end() for m in mark.finditer(text, start, end)), end]
    return [(a, b) for a, b in pairwise(cuts) if b > a]
