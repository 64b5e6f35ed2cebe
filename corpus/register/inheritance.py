"""Duties that one body has through another's: what a reference applies to it.

A reference binds the bodies that its subject names; one in a lead-in binds the actors of the items
below (下列场所…除应履行本细则第六条职责外); one without a subject binds the actors of its clause.
What it leads to may itself refer on, so that a way has several steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus.citing.references import Reference, RefKind
from corpus.register.clause_index import ClauseIndex
from corpus.register.clauses import BodyNames
from corpus.register.records import Duty, NoDutyReason, Register
from corpus.text.provision import ProvisionId

#: Kinds that make the duties of the target the subject's. 引用 only mentions them, and with 承接 the
#: text leaves open which body takes over which duties.
_BINDING: tuple[RefKind, ...] = ("附加", "参照", "等同", "部分适用")


@dataclass(frozen=True, slots=True)
class Inherited:
    """Duties that a body bears by one way of references.

    Attributes:
        chain: the references, from the body's own provision on.
        target: the provision that the last one leads to, with all its items.
        duties: the duties there, one record for each clause.
    """

    chain: tuple[Reference, ...]
    target: ProvisionId
    duties: tuple[Duty, ...]

    @property
    def condition(self) -> str:
        """Words on which it depends whether this way applies (同级别人民政府), verbatim."""
        return "；".join(r.condition for r in self.chain if r.condition)


@lru_cache(maxsize=4)  # by value, as ``register_of``: look-ups, checks and training all ask
def trace_inheritance(register: Register) -> Mapping[str, tuple[Inherited, ...]]:
    """For every body, each way in which references make duties of others its own."""
    names = BodyNames(register.bodies)
    clauses = ClauseIndex(register)
    ways: dict[str, dict[Inherited, None]] = {body.name: {} for body in register.bodies}
    for reference in register.references:
        if reference.kind in _BINDING:
            for name in _bound(register, reference, names):
                for way in _follow(register, clauses, (reference,)):
                    ways.setdefault(name, {})[way] = None
    return {name: tuple(_not_own(register, name, found)) for name, found in ways.items()}


def _not_own(register: Register, name: str, ways: Iterable[Inherited]) -> Iterator[Inherited]:
    own = {d.key for d in register.duties if d.actor == name}
    for way in ways:
        if rest := tuple(d for d in way.duties if d.key not in own):
            yield Inherited(way.chain, way.target, rest)


def _bound(register: Register, reference: Reference, names: BodyNames) -> tuple[str, ...]:
    """Names of the bodies that a reference binds."""
    start, end = reference.span
    if reference.subject:
        named = [a for form in names.find(reference.subject) for a in names.meant_by(form)]
    else:
        named = [
            d.actor
            for d in register.duties
            if d.provision == reference.source and d.span[0] < end and d.span[1] > start
        ]
    if _leads_in(register, reference):
        below = reference.source.own_paragraph
        named += [d.actor for d in register.duties if d.provision.lies_in(below)]
    return tuple(dict.fromkeys(named))


def _leads_in(register: Register, reference: Reference) -> bool:
    return any(
        r.provision == reference.source and r.reason is NoDutyReason.LEAD_IN for r in register.rest
    ) and not any(d.provision == reference.source for d in register.duties)


def _follow(
    register: Register, clauses: ClauseIndex, chain: tuple[Reference, ...]
) -> Iterator[Inherited]:
    for target in chain[-1].targets:
        if duties := clauses.within(target):
            yield Inherited(chain, target, duties)
        for onward in register.references:
            if onward.kind in _BINDING and onward.source == target and onward not in chain:
                yield from _follow(register, clauses, (*chain, onward))
