"""What a whole set says, in order: a conclusion with a count, then who does what and where.

Every line is taken from the reviewed register and carries the provisions that support it; the
provisions' own words follow as quotes. Where the text names no lead, that is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assistant.answering.parts import (
    Bearer,
    BodiesMeant,
    BodyHead,
    ComparedLine,
    DutyLine,
    ExcludedLine,
    MatterHead,
    ReferenceLine,
    RoleLine,
    SharedLine,
)
from assistant.answering.quoting import opening_of, short_citation
from assistant.answering.statement import Statement, StatementKind
from corpus.citing.citations import cite_all, format_citation
from corpus.register.findings import ActorDuties
from corpus.register.lookups import Lookups
from corpus.register.records import ROLES, ClauseKey, Duty, Role, provisions_of
from corpus.text.provision import ProvisionId, Regulation

#: Bearers from which on a clause is a common one.
_MANY = 4
#: Bearers of a matter that are named where its heading is.
_TOLD = 6


def matter_statements(
    lookups: Lookups,
    matter: str,
    listed: Sequence[ProvisionId],
    nearest: Sequence[ProvisionId] = (),
) -> tuple[Statement, ...]:
    """Who has which part in a matter: 牵头 and 负责 first, then the other roles.

    Args:
        matter: name of a matter of the register.
        listed: the provisions that the answer cites.
        nearest: those of them whose words are told before, the most likely first.
    """
    regulation = lookups.register.regulation
    found = lookups.matter(next(m for m in lookups.register.matters if m.name == matter))
    duties = [d for d in found.duties if d.provision in listed]
    all_listed = set(listed) >= {d.provision for d in found.duties}
    actors = tuple(dict.fromkeys(d.actor for d in duties))
    head = MatterHead(
        matter,
        len(listed),
        len(actors),
        str(found.coverage) if all_listed else "",
        found.leads,
        found.lead_statement(regulation.own_name),
        actors[:_TOLD] if len(actors) > 1 else (),
    )
    words = [_worded(i, [d for d in duties if d.provision == i], regulation) for i in nearest]
    lines = [_role_line(role, duties, regulation) for role in ROLES]
    return (
        Statement(StatementKind.CONCLUSION, head, tuple(listed)),
        *(line for line in (*words, *lines) if line),
    )


def _worded(
    address: ProvisionId, duties: Sequence[Duty], regulation: Regulation
) -> Statement | None:
    """What a provision charges some bodies with, in its words."""
    if not duties:
        return None
    actors = tuple(dict.fromkeys(d.actor for d in duties if d.key == duties[0].key))
    line = duty_line(duties, regulation)
    told = line if len(actors) >= _MANY else ComparedLine(("、".join(actors),), line)
    return Statement(StatementKind.DUTY, told, (address,))


def _role_line(role: Role, duties: Iterable[Duty], regulation: Regulation) -> Statement | None:
    places: dict[str, dict[ProvisionId, None]] = {}
    for duty in duties:
        if duty.role == role:
            places.setdefault(duty.actor, {})[duty.provision] = None
    if not places:
        return None
    bearers = tuple(
        Bearer(actor, tuple(ids), cite_all(tuple(ids), regulation, own_text=True))
        for actor, ids in places.items()
    )
    ids = tuple(dict.fromkeys(i for bearer in bearers for i in bearer.ids))
    return Statement(StatementKind.DUTY, RoleLine(role, bearers), ids)


def actor_statements(lookups: Lookups, actors: Sequence[str]) -> tuple[Statement, ...]:
    """What a body must do, provision by provision, and what applies to it by reference.

    Args:
        actors: names of bodies of the register: one, or all that an everyday name means.
    """
    register = lookups.register
    found = [lookups.actor(b) for name in actors for b in register.bodies if b.name == name]
    names = tuple(f.body.name for f in found)
    meant = Statement(StatementKind.NOTE, BodiesMeant(names))
    said = [meant] if len(found) > 1 else []
    for duties in found:
        said += [
            _heading(duties),
            *_by_provision(lookups, duties),
            *_apart(duties, register.regulation),
        ]
    return tuple(said)


def _heading(found: ActorDuties) -> Statement:
    body, every = found.body.name, found.provisions
    through = len(set(every) - set(provisions_of(found.own)))
    head = BodyHead(body, len(every), through)
    return Statement(StatementKind.CONCLUSION, head, every, body)


def _by_provision(lookups: Lookups, found: ActorDuties) -> list[Statement]:
    own = provisions_of(found.own)
    borne: dict[ProvisionId, list[Duty]] = {i: [] for i in found.provisions}
    for duty in found.borne:
        borne[duty.provision].append(duty)
    regulation = lookups.register.regulation
    bearers = Counter(duty.key for duty in lookups.register.duties)

    def after(address: ProvisionId) -> tuple[bool, bool]:
        """What is its own comes before what many share, and before what only a reference applies."""
        return is_common(borne[address], bearers), address not in own

    return [
        Statement(
            StatementKind.DUTY,
            duty_line(borne[i], regulation, by_reference=i not in own),
            (i,),
            found.body.name,
        )
        for i in sorted(borne, key=after)
    ]


def is_common(duties: Sequence[Duty], bearers: Mapping[ClauseKey, int]) -> bool:
    """Whether duties are of clauses that say of many bodies alike what they say of this one."""
    return min(bearers[duty.key] for duty in duties) >= _MANY


def duty_line(
    duties: Sequence[Duty], regulation: Regulation, *, by_reference: bool = False
) -> DutyLine:
    """What a body must do by one provision, by the words of its first duty there."""
    words, cut = opening_of(duties[0].text)
    matters = dict.fromkeys(m for duty in duties for m in duty.matters)
    return DutyLine(
        short_citation(duties[0].provision, regulation),
        words,
        cut or any(duty.span != duties[0].span for duty in duties),
        tuple(matters),
        by_reference,
    )


def _apart(found: ActorDuties, regulation: Regulation) -> list[Statement]:
    """Ways of reference, what they leave out, and the duties shared with others."""
    body = found.body.name
    said = []
    ways: dict[tuple[ProvisionId, str], dict[ProvisionId, None]] = {}
    through: dict[tuple[ProvisionId, str], dict[ProvisionId, None]] = {}
    for way in found.inherited:
        steps = tuple(dict.fromkeys(r.source for r in way.chain))
        key = (steps[0], way.condition)
        ways.setdefault(key, {}).update(dict.fromkeys((*steps[1:], way.target)))
        through.setdefault(key, {}).update(dict.fromkeys(steps))
    for key, targets in ways.items():
        first, condition = key
        applied = cite_all(tuple(targets), regulation)
        line = ReferenceLine(
            short_citation(first, regulation), applied, condition, tuple(through[key])
        )
        said.append(Statement(StatementKind.ITEM, line, (first, *targets), body))
    if found.excluded:
        left_out = ExcludedLine(cite_all(found.excluded, regulation))
        said.append(Statement(StatementKind.ITEM, left_out, found.excluded, body))
    if shared := provisions_of(tuple(d for c in found.common for d in c.duties)):
        articles = dict.fromkeys(
            format_citation(i.parent_article(), regulation, title=False) for i in shared
        )
        said.append(Statement(StatementKind.ITEM, SharedLine(tuple(articles)), shared, body))
    return said
