"""Whom a clause is about and whom it punishes: found in its own words, else taken over.

The subject of a clause is its own; else that of the clause before it in the leaf; else the lead-in's. A
subject that is no body, unit or person is none (电梯选型应当…), and nothing is taken over for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.clauses.parties import (
    acting_bodies,
    before_modal,
    in_condition,
    is_name,
    joined_by,
    opens_with_verb,
    punished,
    split_names,
    without_aside,
)
from corpus.clauses.records import ClauseEffect, ClauseParty, ClauseSpan, PartySource
from corpus.clauses.segments import Segment, is_bare
from corpus.clauses.unread import IN_CHARGE, UnreadClause, item_as_party
from corpus.text.provision import Leaf


@dataclass(frozen=True, slots=True)
class OwnSubject:
    """Who stands in a clause as its subject.

    Attributes:
        names: ranges in the text of the leaf; empty where nobody stands there.
        thing: whether something that is nobody stands there.
    """

    names: tuple[ClauseSpan, ...] = ()
    thing: bool = False


def own_subject(clause: UnreadClause, *, punishes: bool) -> OwnSubject:
    """The subject in the words of a clause.

    Args:
        punishes: whether it is a penalty: who did it is then not the subject.
    """
    text = clause.leaf.text
    acting = _acting(clause)
    if acting:
        return OwnSubject(acting)
    thing = False
    for segment in clause.says:
        subject = _before_predicate(text, segment)
        if subject is None:
            continue
        if punishes and segment.at < 0 and not _PUNISHING.match(text, subject[1]):
            continue
        if _modifies(text, subject, segment):
            thing = True
        elif is_name(text[slice(*subject)], bound=segment.at >= 0):
            joined = joined_by(text, subject[1], segment.span[1])
            return OwnSubject(split_names(text, subject) + joined)
        else:
            thing = True
    return _apart(clause, punishes=punishes, thing=thing)


def _acting(clause: UnreadClause) -> tuple[ClauseSpan, ...]:
    """Those after 由, with those that they act together with."""
    text, (start, end) = clause.leaf.text, clause.span
    if not any(acting_bodies(text, *s.span) for s in clause.says):
        return ()
    found = [m for span in acting_bodies(text, start, end) for m in split_names(text, span)]
    more = [m for f in found for m in joined_by(text, f[1], end)]
    return tuple(dict.fromkeys([*found, *more]))


def _before_predicate(text: str, segment: Segment) -> ClauseSpan | None:
    if segment.name is not None or segment.at < 0:
        return segment.name
    return before_modal(text, segment.span[0], segment.at)


def _modifies(text: str, name: ClauseSpan, segment: Segment) -> bool:
    """Whether a name only says whose: 部门依法扣押的物品，应当…; 委员提出的意见应当…."""
    end = segment.span[1] - 1
    if segment.at < 0 and not (text[end] == "，" and _MUST.match(text, end + 1)):
        return False
    rest = text[name[1] : segment.at if segment.at >= 0 else end]
    return _WHOSE_THING.fullmatch(rest) is not None and not is_name(rest.rpartition("的")[2])


def _apart(clause: UnreadClause, *, punishes: bool, thing: bool) -> OwnSubject:
    """The subject that a comma divides from its predicate, or that a condition is about."""
    text, segments = clause.leaf.text, clause.segments
    first = segments[0]
    bound = next((n for n, s in enumerate(segments) if not s.leads and s.at >= 0), 0)
    before = [s for s in segments[: bound or 1] if is_bare(text, s)]
    if before:
        return OwnSubject(tuple(m for s in before for m in split_names(text, _bare(s))))
    timed = [
        s for s in segments[:bound] if s.leads and s.name and _TIMED.search(text[slice(*s.span)])
    ]
    if timed and timed[-1].name and not punishes:
        return OwnSubject(split_names(text, timed[-1].name))
    if punishes:
        finds = first.leads and first.name and _FINDS.match(text, first.name[1])
        return OwnSubject(split_names(text, first.name)) if finds and first.name else OwnSubject()
    leads = first is not clause.says[0]
    later = first.at < 0 and any(s.at >= 0 for s in clause.says)
    if not (leads or later):
        return OwnSubject(thing=thing)
    if later and not leads and not opens_with_verb(text[first.span[0] :]):
        thing = True  # 建筑物的设计，应当…
    listed = re.search(r"有(?:下列|前款|本条)", text[slice(*first.span)])
    if leads and listed and _DONE_TO.match(clause.main):
        return OwnSubject()  # 职工有下列情形的，应当认定为工伤
    name = in_condition(text, *first.span) if first.leads else first.name
    return OwnSubject(split_names(text, name)) if name else OwnSubject(thing=thing)


def _bare(segment: Segment) -> ClauseSpan:
    return segment.span[0], segment.span[1] - 1


def is_shared_out(clause: UnreadClause, own: OwnSubject) -> bool:
    """Whether an item of a list shares out a task: 水行政主管部门负责…."""
    text = clause.leaf.text
    if acting_bodies(text, *clause.span):
        return True
    return bool(own.names) and IN_CHARGE.match(text, own.names[-1][1]) is not None


def subjects_of(
    clause: UnreadClause, own: OwnSubject, effect: ClauseEffect, items: Sequence[Leaf]
) -> tuple[ClauseParty, ...]:
    """The subjects, own or taken over.

    Args:
        own: what stands in the words.
        effect: what the clause does.
        items: those that it leads in to.
    """
    text = clause.leaf.text
    within = effect is ClauseEffect.PENALTY and clause.lead.effect is ClauseEffect.PENALTY
    given = clause.is_case or (within and not acting_bodies(text, *clause.span))
    found = () if given else tuple(_party(clause.leaf, n) for n in own.names)
    if items and any(_LISTED.fullmatch(p.text) for p in found):
        return tuple(item_as_party(item, PartySource.ITEMS) for item in items)
    if effect is ClauseEffect.DEFINITION:
        return ()
    if found or effect is ClauseEffect.SCOPE:
        return found
    if not clause.is_case and (own.thing or is_liable(clause, effect) or _declares(clause, effect)):
        return ()
    return clause.before.subjects


def is_liable(clause: UnreadClause, effect: ClauseEffect | None) -> bool:
    """Whether a penalty is none that the authority named before it imposes.

    The offender is liable for damages, and the courts try crimes.
    """
    return effect is ClauseEffect.PENALTY and bool(
        _LIABLE.search(clause.main) and not _IMPOSED.search(clause.main)
    )


def _declares(clause: UnreadClause, effect: ClauseEffect) -> bool:
    """鼓励单位和个人捐赠: nobody is named who does."""
    bound = clause.bound
    encourages = bound is not None and bound.modality == "鼓励" and effect is ClauseEffect.OTHER
    return encourages and clause.begins


def targets_of(
    clause: UnreadClause, subjects: Sequence[ClauseParty], effect: ClauseEffect
) -> tuple[ClauseParty, ...]:
    """Whom a penalty falls on; a case of a lead-in falls on those of the lead-in."""
    if effect is not ClauseEffect.PENALTY:
        return ()
    leaf, case = clause.leaf, clause.is_case
    own = {p.span for p in subjects if p.provision == leaf.id and p.source is PartySource.OWN}
    spans = punished(leaf.text, *clause.span, item=case)
    members = [m for span in spans for m in split_names(leaf.text, span)]
    found = tuple(_party(leaf, m) for m in members if m not in own)
    taken = clause.before.targets
    return taken or found if case else found or taken


def _party(leaf: Leaf, span: ClauseSpan) -> ClauseParty:
    span = without_aside(leaf.text, span)
    return ClauseParty(leaf.text[slice(*span)], leaf.id, span)


#: X自缴纳税款之日起一年内，可以…
_TIMED = re.compile(r"(?:内|时|后|前|起|期间)，\Z")
_MUST = re.compile(r"应当|必须|不得|可以")
#: What somebody has drawn up or seized; of what he sells or makes, he is still the one who must.
_WHOSE_THING = re.compile(
    r"(?:依法|自行)?(?:提出|扣押|查封|扣留|收缴|制定|公布|作出|规定|报送|出具|申报|核发|颁发|编制|发布)"
    r"[^，。；：]{0,40}的[^的，。；：]{1,14}"
)
_LISTED = re.compile(r"(?:下列|以下)[^，。；：]{0,20}")
#: A body that punishes without 由: 街道办事处责令….
_PUNISHING = re.compile(
    r"(?:依法|应当|可以|有权|按照[^，。；]{2,12})*"
    r"(?:责令|处|给予|没收|吊销|予以|暂扣|撤销|通报|收缴|扣留)"
)
#: 税务机关有根据认为…的，可以责令: who finds out is who punishes.
_FINDS = re.compile(r"(?:有根据)?(?:认为|发现|接到|查明)")
#: What is done to somebody, and not by whom the condition names.
_DONE_TO = re.compile(
    r"(?:应当|可以|不得|也|还|依法)*(?:认定|视同|视为|予以|不予|给予|发给|颁发|撤销|注销|吊销|退还|免征|减征|征收|免予|核发|批准|准许|准予|责令)"
)
_LIABLE = re.compile(r"追究[^，。；]{0,6}刑事责任|承担[^，。；]{0,40}责任|赔偿损失|照价赔偿")
_IMPOSED = re.compile(r"罚款|责令|没收|吊销|警告|拘留|给予")
