"""What a whole set says, in order: a conclusion with a count, then who does what and where.

Every line is taken from the reviewed register and carries the provisions that support it; the
provisions' own words follow as quotes. Where the text names no lead, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.answer import Statement
from assistant.answering.quoting import short_citation
from corpus.citing.citations import cite_all, format_citation
from corpus.register.findings import ActorDuties
from corpus.register.lookups import Lookups
from corpus.register.records import ROLES, Duty, provisions_of
from corpus.text.provision import ProvisionId, Regulation

#: Marks a provision that binds a body only because another one refers to it.
BY_REFERENCE = "（因引用而适用）"


def matter_statements(
    lookups: Lookups, matter: str, listed: Sequence[ProvisionId]
) -> tuple[Statement, ...]:
    """Who has which part in a matter: 牵头 and 负责 first, then the other roles.

    Args:
        matter: name of a matter of the register.
        listed: the provisions that the answer cites.
    """
    regulation = lookups.register.regulation
    found = lookups.matter(next(m for m in lookups.register.matters if m.name == matter))
    duties = [d for d in found.duties if d.provision in listed]
    actors = dict.fromkeys(d.actor for d in duties)
    all_listed = set(listed) >= {d.provision for d in found.duties}
    count = f"{matter}：{len(listed)} 处规定，涉及 {len(actors)} 个主体"
    covered = f"（写到这件事的条款列出 {found.coverage}）" if all_listed else ""
    head = Statement(f"{count}{covered}；{found.lead_statement}。", tuple(listed))
    lines = [_role_line(role, duties, regulation) for role in ROLES]
    return (head, *(line for line in lines if line))


def _role_line(role: str, duties: Iterable[Duty], regulation: Regulation) -> Statement | None:
    places: dict[str, dict[ProvisionId, None]] = {}
    for duty in duties:
        if duty.role == role:
            places.setdefault(duty.actor, {})[duty.provision] = None
    if not places:
        return None
    said = "；".join(
        f"{actor}（{cite_all(tuple(ids), regulation, own_text=True)}）"
        for actor, ids in places.items()
    )
    ids = tuple(dict.fromkeys(i for found in places.values() for i in found))
    return Statement(f"\n· {role}：{said}", ids)


def actor_statements(lookups: Lookups, actors: Sequence[str]) -> tuple[Statement, ...]:
    """What a body must do, provision by provision, and what applies to it by reference.

    Args:
        actors: names of bodies of the register: one, or all that an everyday name means.
    """
    register = lookups.register
    found = [lookups.actor(b) for name in actors for b in register.bodies if b.name == name]
    said = [_several(found)] if len(found) > 1 else []
    for duties in found:
        said += [
            _heading(duties),
            *_by_provision(lookups, duties),
            *_apart(duties, register.regulation),
        ]
        said.append(Statement("\n"))
    return tuple(said[:-1])


def comparison_statements(lookups: Lookups, first: str, second: str) -> tuple[Statement, ...]:
    """What two bodies have in common, and what only one of them must do, by provision."""
    register = lookups.register
    bodies = {b.name: b for b in register.bodies}
    found = lookups.compare(bodies[first], bodies[second])
    parts = (
        (f"{first}和{second}都有的", found.same),
        (f"只有{first}的", found.only_a),
        (f"只有{second}的", found.only_b),
    )
    counts = "，".join(f"{name} {len(provisions_of(duties))} 处" for name, duties in parts)
    said = [Statement(f"按条款比较：{counts}。")]
    for name, duties in parts:
        if ids := provisions_of(duties):
            said.append(
                Statement(f"\n· {name}：{cite_all(ids, register.regulation, own_text=True)}", ids)
            )
    return tuple(said)


def _several(found: Sequence[ActorDuties]) -> Statement:
    names = "、".join(f.body.name for f in found)
    return Statement(f"这个叫法可以指{names}，以下分别列出。\n")


def _heading(found: ActorDuties) -> Statement:
    own, every = provisions_of(found.own), found.provisions
    if not every:
        return Statement(f"{found.body.name}：条文提到它，没有写它自己的职责。")
    count = f"{found.body.name}的职责写在 {len(every)} 处规定里"
    if through := len(set(every) - set(own)):
        count += f"，其中 {through} 处因条文的引用而适用"
    return Statement(f"{count}：", every)


def _by_provision(lookups: Lookups, found: ActorDuties) -> list[Statement]:
    own = provisions_of(found.own)
    matters: dict[ProvisionId, dict[str, None]] = {i: {} for i in found.provisions}
    for duty in found.borne:
        matters[duty.provision].update(dict.fromkeys(duty.matters))
    regulation = lookups.register.regulation
    return [
        Statement(
            f"\n· {short_citation(i, regulation)}{'' if i in own else BY_REFERENCE}："
            f"{'、'.join(names)}",
            (i,),
        )
        for i, names in matters.items()
    ]


def _apart(found: ActorDuties, regulation: Regulation) -> list[Statement]:
    """Ways of reference, what they leave out, and the duties shared with others."""
    said = []
    ways: dict[tuple[ProvisionId, str], dict[ProvisionId, None]] = {}
    for way in found.inherited:
        steps = tuple(dict.fromkeys(r.source for r in way.chain))
        ways.setdefault((steps[0], way.condition), {}).update(
            dict.fromkeys((*steps[1:], way.target))
        )
    for (first, condition), targets in ways.items():
        under = f"（以“{condition}”为准）" if condition else ""
        applied = cite_all(tuple(targets), regulation)
        text = f"\n· 适用的依据：{short_citation(first, regulation)}，由它适用{applied}{under}。"
        said.append(Statement(text, (first, *targets)))
    if found.excluded:
        left_out = f"\n· 不适用：{cite_all(found.excluded, regulation)}。"
        said.append(Statement(left_out, found.excluded))
    if shared := provisions_of(tuple(d for c in found.common for d in c.duties)):
        articles = dict.fromkeys(
            format_citation(i.parent_article(), regulation, title=False) for i in shared
        )
        said.append(Statement(f"\n· 另有与同类主体共同的职责，见{'、'.join(articles)}。", shared))
    return said
