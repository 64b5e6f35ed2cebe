"""Which body a name means: its own, several under one everyday name, a body unnamed, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.citing.citations import parse_id
from corpus.language.data import Body
from corpus.register.records import Collective, Duty, Register, Unnamed
from corpus.text.numerals import print_article
from corpus.text.provision import ProvisionId

#: What may stand before a body's name and says only where it sits: 北京市, 海淀区, 市, 区, 本市.
_PLACES = (
    re.compile(r"^(?:本市|本区|[\u4e00-\u9fff]{2,3}[市区])(?P<rest>.{2,})$"),
    re.compile(r"^(?:[\u4e00-\u9fff]{2,3}(?=[市区]))(?P<rest>.{2,})$"),
    re.compile(r"^(?:全?市|全?区|本级)(?P<rest>.{2,})$"),
)
#: How an office is called that the text calls 部门: 教育委员会, 水务局.
_OFFICE = re.compile(r"^(?P<rest>.{2,})(?:委员会|委|局|厅|办公室|办)$")
#: What a short name leaves out: 教育 for 教育部门, 公安 for 公安机关.
_KINDS = ("部门", "机关", "机构")
_NEAREST = 3
#: Characters of either part of a name that is held in two.
_PART = 2
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """What a name stands for.

    Attributes:
        asked: the name as asked, trimmed.
        bodies: the bodies that go by it; several where one everyday name has several.
        unnamed: a body that exists and that the text does not name, else None.
        printed: where the text speaks of it without making it the actor of any duty.
        nearest: names that look alike, best first; only where nothing else was found.
        statement: Chinese, what to say about the name; empty where it is one body's own.
    """

    asked: str
    bodies: tuple[Body, ...] = ()
    unnamed: Unnamed | None = None
    printed: tuple[ProvisionId, ...] = ()
    nearest: tuple[str, ...] = ()
    statement: str = ""


class ActorIndex:
    """Every name of a register's bodies and of those that the text does not name."""

    def __init__(self, register: Register) -> None:
        self._bodies: dict[str, tuple[Body, ...]] = {}
        for body in register.bodies:
            for name in dict.fromkeys(body.names):
                self._bodies[name] = (*self._bodies.get(name, ()), body)
        self._unnamed = {name: u for u in register.unnamed for name in u.names}
        self._leaves = register.regulation.leaves()
        self._common = register.common
        self._own_name = register.regulation.own_name
        self._read = () if register.reviewed else register.bodies

    def resolve(self, words: str) -> ActorMatch:
        """The body or bodies that a name means; never a guess.

        A place or level before the name (北京市, 海淀区, 市) is dropped where the rest is a name.
        """
        asked = re.sub(r"\s+", "", words).strip("“”\"'「」？?。，")
        for form in _forms(asked):
            if bodies := self._bodies.get(form, ()):
                return ActorMatch(asked, bodies, statement=_several(asked, bodies))
            if unnamed := self._unnamed.get(form):
                return ActorMatch(asked, unnamed=unnamed, statement=self._not_named(asked))
        if bodies := self.holding(asked):
            return ActorMatch(asked, bodies, statement=_several(asked, bodies))
        near = find_nearest(asked, (*self._bodies, *self._unnamed))
        printed = tuple(x.id for x in self._leaves if len(asked) > 1 and asked in x.text)
        said = f"提到「{asked}」，没有写它的职责" if printed else f"未提及「{asked}」"
        statement = f"{self._own_name}{said}"
        return ActorMatch(asked, printed=printed, nearest=near, statement=statement)

    def holding(self, words: str) -> tuple[Body, ...]:
        """Those of a text that nobody has reviewed whose printed names are or hold a name.

        电梯使用单位 is held by 电梯、客运索道的使用单位 as well: its kind at the end, the rest before.
        """
        forms = _forms(re.sub(r"\s+", "", words))
        return tuple(
            body
            for body in self._read
            if any(form in body.name for form in forms) or _holds_apart(body.name, forms[0])
        )

    def _not_named(self, asked: str) -> str:
        articles = [parse_id(p).article for p in self._common.provisions]
        shown = "、".join(print_article(a) for a in articles)
        rule = f"；对政府各部门的共同规定见{shown}" if shown else ""
        return f"{self._own_name}没有点名「{asked}」{rule}"


def ways_to_name(words: str) -> tuple[str, ...]:
    """A name as asked, and as a text may print it: without place and level, with its kind."""
    return tuple(_forms(re.sub(r"\s+", "", words).strip("“”\"'「」？?。，")))


def _forms(asked: str) -> list[str]:
    """The name, then what is left of it without place and level, then with the kind added."""
    forms = [asked]
    for place in _PLACES:
        forms += [m.group("rest") for f in tuple(forms) if (m := place.match(f))]
    forms += [m.group("rest") + "部门" for f in tuple(forms) if (m := _OFFICE.match(f))]
    forms += [f + kind for f in tuple(forms) for kind in _KINDS]
    return list(dict.fromkeys(filter(None, forms)))


def _holds_apart(name: str, asked: str) -> bool:
    return any(
        name.endswith(asked[at:]) and asked[:at] in name[: at - len(asked)]
        for at in range(_PART, len(asked) - _PART + 1)
    )


def _several(asked: str, bodies: Sequence[Body]) -> str:
    if len(bodies) < 2:
        return ""
    return f"「{asked}」可以指{'、'.join(b.name for b in bodies)}，以下分别列出"


def find_nearest(asked: str, names: Sequence[str]) -> tuple[str, ...]:
    """Names that share characters with the one asked for, most alike first."""
    characters = set(asked)
    matcher = SequenceMatcher(None, "", asked, autojunk=False)  # keeps what it learns of seq2
    scored = []
    for name in dict.fromkeys(names):
        shared = min(len(asked), sum(c in characters for c in name))
        if 2 * shared >= _ENOUGH * (len(asked) + len(name)):  # else the ratio cannot reach it
            matcher.set_seq1(name)
            scored.append((matcher.ratio(), name))
    best = sorted((s for s in scored if s[0] > _ENOUGH), key=lambda pair: -pair[0])
    return tuple(name for _, name in best[:_NEAREST])


def members_of(register: Register, collective: Collective) -> tuple[Body, ...]:
    """The bodies that bear a collective's duties, in the order of the data."""
    collectives = {c.name for c in register.collectives}
    within = {
        d.actor
        for d in register.duties
        if not collective.under
        or (d.provision.item and str(d.provision.parent_article()) == collective.under)
    }
    return tuple(
        body
        for body in register.bodies
        if body.name not in (*collectives, *collective.without)
        and (
            body.name in collective.members
            or (collective.level == body.level and (not collective.under or body.name in within))
        )
    )


def duties_of(register: Register, name: str) -> tuple[Duty, ...]:
    """The duties that stand under an actor's own name."""
    return tuple(d for d in register.duties if d.actor == name)
