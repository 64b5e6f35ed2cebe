"""Clause records of a whole regulation, read from its provision tree.

Guarantees, tested over laws:

1. The spans of the records of a leaf are the whole leaf, in printed order.
2. Every word of a record that claims to be verbatim stands in the leaf that it names.
3. Nothing is known of any one regulation; the same text gives the same records.

The subject of a clause is its own; else that of the clause before it in the leaf, with the words that
bind it; else the lead-in's. A subject that is no body, unit or person is none: 电梯选型应当…
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.citing.references import Reference
from corpus.clauses.effects import effect_of
from corpus.clauses.figures import amounts_of
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
from corpus.clauses.records import ClauseEffect, ClauseParty, ClauseRecord, PartySource
from corpus.clauses.segments import PENALTY, Segment, cut_clauses, read_segments
from corpus.register.duties import times_of
from corpus.register.records import Modality
from corpus.text.provision import Leaf, ProvisionId, Regulation

Span = tuple[int, int]

_EXCEPT = re.compile(r"除[^，。；]{2,60}?(?:以?外)(?=，)|[^，。；]{2,80}(?:的)?除外(?=[。；，]|$)")
_BUT = re.compile(r"但(?:是)?，?")
_TERM = re.compile(
    r"(?:(?:本|前)[^，。；]{1,8}(?:所称|所说|中的|称))?(?:的)?[“《]?(?P<term>[^，。；“”《》]{1,40}?)[”》]?(?:（[^）]*）)?，?(?:是指|系指|指的是|包括|是|指|为)"
)
_LISTED = re.compile(r"(?:下列|以下)[^，。；：]{0,20}")
#: A body that punishes without 由: 街道办事处责令….
_PUNISHING = re.compile(
    r"(?:依法|应当|可以|有权|按照[^，。；]{2,12})*(?:责令|处|给予|没收|吊销|予以|暂扣|撤销|通报|收缴|扣留)"
)
_STATE = re.compile(r"国家|本[市省区县]|社会|全社会")
#: Lists whose items only say in which case the lead-in speaks.
_CASES = re.compile(r"(?:下列|以下)[^，。；：]{0,12}(?:情形|行为|情况|之一)[^。；]*[：:]?$")
#: Lists whose items are what somebody must do or hold, or what there is.
_TASKS = re.compile(
    r"(?:下列|以下|如下)[^，。；：]{0,16}(?:职责|义务|权利|材料|档案|资料|内容|事项|措施|工作|任务|信息|文件|职权|单位|场所|人员|部分|区域|对象|条件|要求)[^。；]*[：:]?$"
)
_ENDS_AS_CASE = re.compile(
    r"的(?:其他)?(?:事项|情形|行为|条件|职责|工作|义务|材料|内容)?[；。，]?(?:或者|和|以及)?$"
)


@dataclass(frozen=True, slots=True)
class _Context:
    """What a clause takes from the words before it."""

    subjects: tuple[ClauseParty, ...] = ()
    targets: tuple[ClauseParty, ...] = ()
    modality: Modality = "陈述"
    modal: str = ""
    effect: ClauseEffect | None = None


def read_clauses(
    regulation: Regulation, references: Sequence[Reference] = ()
) -> tuple[ClauseRecord, ...]:
    """The clause records of every leaf, in printed order.

    Args:
        references: those of the regulation (``find_references``), which each record takes its own of.
    """
    by_leaf: dict[ProvisionId, list[Reference]] = {}
    for reference in references:
        by_leaf.setdefault(reference.source, []).append(reference)
    items = _items_below(regulation)
    leading: dict[ProvisionId, ClauseRecord] = {}
    records: list[ClauseRecord] = []
    for leaf in regulation.leaves():
        found = _read_leaf(leaf, leading, items.get(leaf.id, ()), by_leaf.get(leaf.id, ()))
        if (found and leaf.is_lead_in) or leaf.text.endswith(("：", ":")):
            leading[leaf.id] = _leading(found)
        records += found
    return tuple(records)


def _leading(records: Sequence[ClauseRecord]) -> ClauseRecord:
    """What the items take over: all that a penalty says, else the last clause, of whom it speaks."""
    last = next((r for r in reversed(records) if _LISTED.search(r.text)), records[-1])
    punishes = [r for r in records if r.effect is ClauseEffect.PENALTY]
    if punishes:
        last = replace(last, effect=ClauseEffect.PENALTY)
    targets = tuple({p.text: _own(p) for r in punishes for p in r.targets}.values())
    acting = next((r.subjects for r in punishes if r.subjects), ())
    subjects = next((r.subjects for r in reversed(records) if r.subjects), ())
    return replace(last, subjects=acting or last.subjects or subjects, targets=targets)


def _own(party: ClauseParty) -> ClauseParty:
    return replace(party, source=PartySource.OWN)


def _items_below(regulation: Regulation) -> Mapping[ProvisionId, tuple[Leaf, ...]]:
    found: dict[ProvisionId, tuple[Leaf, ...]] = {}
    for leaf in regulation.leaves():
        if leaf.id.item:
            above = _above(leaf.id)
            found[above] = (*found.get(above, ()), leaf)
    return found


def _above(address: ProvisionId) -> ProvisionId:
    """The leaf whose words lead in to an item."""
    if address.subitem:
        return replace(address, subitem="", copy="")
    return replace(address, item="", copy="")


def _read_leaf(
    leaf: Leaf,
    leading: Mapping[ProvisionId, ClauseRecord],
    items: Sequence[Leaf],
    references: Sequence[Reference],
) -> list[ClauseRecord]:
    lead = _lead_in(leaf, leading)
    context = lead
    found: list[ClauseRecord] = []
    for span in cut_clauses(leaf.text):
        record = _read_clause(leaf, span, context, lead, items)
        inside = tuple(r for r in references if span[0] <= r.span[0] < span[1])
        found.append(replace(record, references=inside))
        context = _after(record, context)
    return found


def _lead_in(leaf: Leaf, leading: Mapping[ProvisionId, ClauseRecord]) -> _Context:
    above = leading.get(_above(leaf.id)) if leaf.id.item else None
    if above is None:
        return _Context()
    subjects = tuple(replace(p, source=PartySource.LEAD_IN) for p in above.subjects)
    if above.subjects and above.subjects[0].source is PartySource.ITEMS:
        subjects = (
            ClauseParty(leaf.text.rstrip("；。，"), leaf.id, (0, len(leaf.text.rstrip("；。，")))),
        )
    targets = tuple(replace(p, source=PartySource.LEAD_IN) for p in above.targets)
    return _Context(subjects, targets, above.modality, above.modal, above.effect)


def _after(record: ClauseRecord, context: _Context) -> _Context:
    """What the next clause of the leaf may take over."""
    binds = record.modality in ("应当", "必须")
    return _Context(
        tuple(_before(p) for p in record.subjects) or context.subjects,
        tuple(_before(p) for p in record.targets) or context.targets,
        record.modality if binds else "陈述",
        record.modal if binds else "",
        record.effect,
    )


def _before(party: ClauseParty) -> ClauseParty:
    own = party.source is PartySource.OWN
    return replace(party, source=PartySource.BEFORE) if own else party


def _read_clause(
    leaf: Leaf, span: Span, context: _Context, lead: _Context, items: Sequence[Leaf]
) -> ClauseRecord:
    text = leaf.text
    words = text[slice(*span)]
    segments = read_segments(text, *span)
    says = [s for s in segments if not s.leads] or [segments[-1]]
    bound = next((s for s in says if s.modal), None)
    modality, modal = (bound.modality, bound.modal) if bound else ("陈述", "")
    own_effect = effect_of(
        words, "".join(text[slice(*s.span)] for s in says), modality, leaf.chapter
    )
    case = _is_case(leaf, words, lead)
    listed = bool(leaf.id.item) and _TASKS.search(leaf.lead_in) is not None
    names, thing = _own_subjects(text, segments, says, punishes=own_effect is ClauseEffect.PENALTY)
    if listed and bound is None and not _acts_by(text, span) and not _in_charge(text, names):
        names = ()
    if own_effect is None and not case and not (listed and lead.effect):
        own_effect = ClauseEffect.OTHER if modality == "鼓励" else _stated(text, names)
    if listed and bound is None and own_effect is not ClauseEffect.DEFINITION:
        own_effect = lead.effect or own_effect
    if own_effect is None and _BUT.match(words):
        own_effect = context.effect
    effect = _effect(own_effect, lead, context, case=case)
    subjects = tuple(_party(leaf, n) for n in names)
    if case or (
        effect is ClauseEffect.PENALTY
        and lead.effect is ClauseEffect.PENALTY
        and not _acts_by(text, span)
    ):
        subjects = ()
    subjects = _listed(subjects, items) or subjects
    begins = span[0] == 0 or text[span[0] - 1] in "。；"
    declares = modality == "鼓励" and effect is ClauseEffect.OTHER and begins
    if (
        not subjects
        and not declares
        and not (thing and not case)
        and effect not in (ClauseEffect.DEFINITION, ClauseEffect.SCOPE)
    ):
        subjects = context.subjects if context is not lead else lead.subjects
    targets: tuple[ClauseParty, ...] = ()
    if effect is ClauseEffect.PENALTY:
        own = {p.span for p in subjects if p.provision == leaf.id and p.source is PartySource.OWN}
        spans = [m for s in punished(text, *span, item=case) for m in split_names(text, s)]
        found = tuple(_party(leaf, s) for s in spans if s not in own)
        taken = context.targets or lead.targets
        targets = taken or found if case else found or taken
    if modality == "陈述" and not names:
        modality, modal = context.modality, context.modal
        if modality == "陈述":
            modality, modal = lead.modality, lead.modal
    return ClauseRecord(
        leaf.id,
        span,
        words,
        effect,
        subjects,
        targets,
        modality,
        modal,
        _act(text, span, says[0], bound, names),
        _term(words) if effect is ClauseEffect.DEFINITION else "",
        tuple(text[slice(*s.span)].rstrip("，：") for s in segments if s.leads),
        tuple(m.group() for m in _EXCEPT.finditer(words)),
        times_of(words),
        amounts_of(text, span),
        is_exception=bool(_BUT.match(words)),
    )


def _party(leaf: Leaf, span: Span) -> ClauseParty:
    span = without_aside(leaf.text, span)
    return ClauseParty(leaf.text[slice(*span)], leaf.id, span)


def _in_charge(text: str, names: Sequence[Span]) -> bool:
    """Whether an item shares out a task: 水行政主管部门负责….."""
    return bool(names) and re.match(r"负责|主管|牵头|承担", text[names[-1][1] :]) is not None


def _acts_by(text: str, span: Span) -> bool:
    return bool(acting_bodies(text, *span))


def _is_case(leaf: Leaf, words: str, lead: _Context) -> bool:
    """Whether an item only says when its lead-in speaks: 未按照规定储存疫苗的；."""
    if not leaf.id.item or lead.effect is None:
        return False
    if PENALTY.search(words):
        return False
    if _CASES.search(leaf.lead_in):
        return True
    return not re.search(r"应当|必须|不得|可以", words) and _ENDS_AS_CASE.search(words) is not None


def _effect(
    own: ClauseEffect | None, lead: _Context, context: _Context, *, case: bool
) -> ClauseEffect:
    if case and lead.effect is not None:
        return lead.effect
    if own is not None and not (
        lead.effect is ClauseEffect.PENALTY and own is not ClauseEffect.PENALTY
    ):
        return own
    if lead.effect is not None:
        return lead.effect
    if own is not None:
        return own
    if context.effect in (ClauseEffect.DUTY, ClauseEffect.PROCEDURE) and context.modality != "陈述":
        return context.effect
    return ClauseEffect.OTHER


def _stated(text: str, names: Sequence[Span]) -> ClauseEffect | None:
    """What a statement of somebody does: a body that is said to act must; the State declares."""
    if not names:
        return None
    return ClauseEffect.OTHER if _STATE.fullmatch(text[slice(*names[0])]) else ClauseEffect.DUTY


def _own_subjects(
    text: str, segments: Sequence[Segment], says: Sequence[Segment], *, punishes: bool
) -> tuple[tuple[Span, ...], bool]:
    """Who the clause is about, and whether it is about something that is nobody."""
    start, end = segments[0].span[0], segments[-1].span[1]
    acting = [s for s in says if acting_bodies(text, *s.span)]
    if acting:
        found = [m for span in acting_bodies(text, start, end) for m in split_names(text, span)]
        more = [m for f in found for m in joined_by(text, f[1], end)]
        return tuple(dict.fromkeys([*found, *more])), False
    thing = False
    for segment in says:
        subject = segment.name
        if subject is None and segment.at >= 0:
            subject = before_modal(text, segment.span[0], segment.at)
        if punishes and subject and segment.at < 0 and not _PUNISHING.match(text, subject[1]):
            continue
        if subject is not None and is_name(text[slice(*subject)], bound=segment.at >= 0):
            return split_names(text, subject) + joined_by(text, subject[1], segment.span[1]), False
        thing = thing or subject is not None
    first = segments[0]
    bare = (first.span[0], first.span[1] - 1)
    if is_name(text[slice(*bare)]):
        return split_names(text, bare), False
    later = any(s.at >= 0 for s in says)
    if first is says[0] and first.at < 0 and later and not opens_with_verb(text[first.span[0] :]):
        thing = True  # 建筑物的设计，应当…
    if punishes or (first is says[0] and (first.at >= 0 or not later)):
        return (), thing and not punishes
    name = in_condition(text, *first.span) if first.leads else first.name
    return (split_names(text, name), False) if name else ((), thing)


def _listed(subjects: tuple[ClauseParty, ...], items: Sequence[Leaf]) -> tuple[ClauseParty, ...]:
    """下列单位应当…: the items are the subjects."""
    if not items or not any(_LISTED.fullmatch(p.text) for p in subjects):
        return ()
    return tuple(
        ClauseParty(
            i.text.rstrip("；。，"), i.id, (0, len(i.text.rstrip("；。，"))), PartySource.ITEMS
        )
        for i in items
    )


def _act(
    text: str, span: Span, first: Segment, bound: Segment | None, names: Sequence[Span]
) -> str:
    start = first.span[0]
    if bound is not None and bound.at >= 0:
        start = bound.at + len(bound.modal)
    elif names and names[-1][1] < span[1]:
        start = max(start, names[-1][1])
    return text[start : span[1]].strip("，。；： ")


def _term(words: str) -> str:
    match = _TERM.match(words)
    return match["term"] if match else ""
