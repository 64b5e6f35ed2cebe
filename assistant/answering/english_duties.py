"""Whole sets of the register in English: who has which part, what a body must do, two compared."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import LIST_MARK, Statement
from assistant.answering.english_names import EnglishNames, place, places
from corpus.register.findings import ActorDuties
from corpus.register.lookups import Lookups
from corpus.register.records import ROLES, Duty, Role, provisions_of
from corpus.text.provision import ProvisionId

#: The roles of the register.
ROLE_NAMES: dict[Role, str] = {
    "牵头": "leads",
    "负责": "responsible",
    "配合": "cooperates",
    "指导督促": "guides and urges",
    "监督检查": "supervises and inspects",
    "审批": "approves",
    "保障": "provides support",
    "执法": "enforces",
}


class EnglishDuties:
    """The register's sets as English statements, each with its provisions."""

    def __init__(self, lookups: Lookups, names: EnglishNames) -> None:
        self._lookups = lookups
        self._names = names

    def matter(self, matter: str, listed: Sequence[ProvisionId]) -> tuple[Statement, ...]:
        """Who has which part in a matter, the lead and those responsible first."""
        register = self._lookups.register
        found = self._lookups.matter(next(m for m in register.matters if m.name == matter))
        duties = [d for d in found.duties if d.provision in listed]
        actors = len(dict.fromkeys(d.actor for d in duties))
        lead = (
            f"the lead is {self._names.names(found.leads)}"
            if found.leads
            else "the regulation names no lead department"
        )
        head = (
            f"{_capital(self._names.name(matter))}: {len(listed)} provisions deal with this and "
            f"charge {actors} bodies or persons; {lead}."
        )
        lines = (self._role(role, [d for d in duties if d.role == role]) for role in ROLES)
        return (Statement(head, tuple(listed)), *(line for line in lines if line))

    def _role(self, role: Role, duties: Sequence[Duty]) -> Statement | None:
        if not duties:
            return None
        borne: dict[str, dict[ProvisionId, None]] = {}
        for duty in duties:
            borne.setdefault(duty.actor, {})[duty.provision] = None
        said = " | ".join(f"{self._names.name(a)}: {places(ids)}" for a, ids in borne.items())
        return Statement(f"\n{LIST_MARK} {ROLE_NAMES[role]}: {said}", provisions_of(tuple(duties)))

    def actors(self, names: Sequence[str]) -> tuple[Statement, ...]:
        """What a body must do, provision by provision; several where one name means them."""
        register = self._lookups.register
        found = [
            self._lookups.actor(b) for name in names for b in register.bodies if b.name == name
        ]
        said: list[Statement] = []
        for number, duties in enumerate(found):
            gap = "\n" if number else ""
            said += [self._heading(duties, gap), *self._lines(duties), *_apart(duties)]
        return tuple(said)

    def _heading(self, found: ActorDuties, gap: str) -> Statement:
        every, own = found.provisions, provisions_of(found.own)
        name = self._names.name(found.body.name)
        if not every:
            return Statement(f"{gap}{_capital(name)}: named, but given no duty of its own.")
        through = len(set(every) - set(own))
        by = f", {through} of which apply by reference" if through else ""
        count = f"{len(every)} provision{'s' if len(every) > 1 else ''}"
        return Statement(f"{gap}{_capital(name)}: duties in {count}{by}:", every)

    def _lines(self, found: ActorDuties) -> list[Statement]:
        matters: dict[ProvisionId, dict[str, None]] = {i: {} for i in found.provisions}
        for duty in found.borne:
            matters[duty.provision].update(dict.fromkeys(duty.matters))
        return [
            Statement(f"\n{LIST_MARK} {place(i)}: {'; '.join(map(self._names.short, ms))}", (i,))
            for i, ms in matters.items()
        ]

    def comparison(self, first: str, second: str) -> tuple[Statement, ...]:
        """What two bodies have in common and what only one of them must do, by provision."""
        bodies = {b.name: b for b in self._lookups.register.bodies}
        found = self._lookups.compare(bodies[first], bodies[second])
        parts = (
            ("both", found.same),
            (f"only {self._names.name(first)}", found.only_a),
            (f"only {self._names.name(second)}", found.only_b),
        )
        counts = "; ".join(f"{name}: {len(provisions_of(duties))}" for name, duties in parts)
        said = [Statement(f"Compared by provision: {counts}.")]
        for name, duties in parts:
            if ids := provisions_of(duties):
                said.append(Statement(f"\n{LIST_MARK} {name}: {places(ids)}", ids))
        return tuple(said)


def _apart(found: ActorDuties) -> list[Statement]:
    """References that apply duties, what they leave out, and duties shared with others."""
    said: list[Statement] = []
    sources = tuple(dict.fromkeys(r.source for way in found.inherited for r in way.chain))
    if sources:
        conditions = dict.fromkeys(w.condition for w in found.inherited if w.condition)
        under = "".join(f"; condition (in Chinese): 「{c}」" for c in conditions)
        text = f"\n{LIST_MARK} applied by reference through {places(sources)}{under}"
        said.append(Statement(text, sources))
    if found.excluded:
        text = f"\n{LIST_MARK} does not apply: {places(found.excluded)}"
        said.append(Statement(text, found.excluded))
    if shared := provisions_of(tuple(d for c in found.common for d in c.duties)):
        articles = dict.fromkeys(i.parent_article() for i in shared)
        text = f"\n{LIST_MARK} shared with bodies of the same kind: {places(articles)}"
        said.append(Statement(text, shared))
    return said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
