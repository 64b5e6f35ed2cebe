"""Clause records of a whole regulation, read from its provision tree.

Guarantees, tested over laws:

1. The spans of the records of a leaf are the whole leaf, in printed order.
2. Every word of a record that claims to be verbatim stands in the leaf that it names.
3. Nothing is known of any one regulation; the same text gives the same records.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.citing.references import Reference
from corpus.clauses.effects import effect_of
from corpus.clauses.figures import amounts_of
from corpus.clauses.records import ClauseEffect, ClauseParty, ClauseRecord, PartySource
from corpus.clauses.segments import cut_clauses
from corpus.clauses.subjects import (
    OwnSubject,
    is_liable,
    is_shared_out,
    own_subject,
    subjects_of,
    targets_of,
)
from corpus.clauses.unread import UnreadClause, carry, carry_to_item, unread
from corpus.register.duties import times_of
from corpus.register.records import Modality
from corpus.text.provision import Leaf, ProvisionId, Regulation


def read_clauses(
    regulation: Regulation, references: Sequence[Reference] = ()
) -> tuple[ClauseRecord, ...]:
    """The clause records of every leaf, in printed order.

    Args:
        regulation: the text.
        references: its references (``find_references``), of which each record takes its own.
    """
    by_leaf: dict[ProvisionId, list[Reference]] = {}
    for reference in references:
        by_leaf.setdefault(reference.source, []).append(reference)
    items = _items_below(regulation)
    leading: dict[ProvisionId, ClauseRecord] = {}
    records: list[ClauseRecord] = []
    for leaf in regulation.leaves():
        above = leading.get(lead_in_of(leaf.id)) if leaf.id.item else None
        found = _read_leaf(leaf, above, items.get(leaf.id, ()), by_leaf.get(leaf.id, ()))
        if leaf.is_lead_in or leaf.text.endswith(("：", ":")):
            leading[leaf.id] = _leading(found)
        records += found
    return tuple(records)


def lead_in_of(address: ProvisionId) -> ProvisionId:
    """The address of the words that lead in to an item: its 款, for a 目 its 项."""
    if address.subitem:
        return replace(address, subitem="", copy="")
    return replace(address, item="", copy="")


def _items_below(regulation: Regulation) -> Mapping[ProvisionId, tuple[Leaf, ...]]:
    found: dict[ProvisionId, tuple[Leaf, ...]] = {}
    for leaf in regulation.leaves():
        if leaf.id.item:
            above = lead_in_of(leaf.id)
            found[above] = (*found.get(above, ()), leaf)
    return found


def _leading(records: Sequence[ClauseRecord]) -> ClauseRecord:
    """What the items take over: all that a penalty says, else the clause that lists them."""
    last = next((r for r in reversed(records) if _LISTS.search(r.text)), records[-1])
    punishes = [r for r in records if r.effect is ClauseEffect.PENALTY]
    if punishes:
        last = replace(last, effect=ClauseEffect.PENALTY)
    targets = {p.text: _as_own(p) for r in punishes for p in r.targets}
    acting = next((r.subjects for r in punishes if r.subjects), ())
    subjects = next((r.subjects for r in reversed(records) if r.subjects), ())
    chosen = acting or last.subjects or subjects
    return replace(last, subjects=chosen, targets=tuple(targets.values()))


def _as_own(party: ClauseParty) -> ClauseParty:
    return replace(party, source=PartySource.OWN)


def _read_leaf(
    leaf: Leaf,
    above: ClauseRecord | None,
    items: Sequence[Leaf],
    references: Sequence[Reference],
) -> list[ClauseRecord]:
    lead = carry_to_item(above, leaf)
    before = lead
    found: list[ClauseRecord] = []
    for span in cut_clauses(leaf.text):
        record = _read_clause(unread(leaf, span, before, lead), items)
        inside = tuple(r for r in references if span[0] <= r.span[0] < span[1])
        found.append(replace(record, references=inside))
        before = carry(record, before)
    return found


def _read_clause(clause: UnreadClause, items: Sequence[Leaf]) -> ClauseRecord:
    leaf, text, words = clause.leaf, clause.leaf.text, clause.words
    bound = clause.bound
    said = effect_of(words, clause.main, bound.modality if bound else "陈述", leaf.chapter)
    named = any(s.name or s.modality == "应当" for s in clause.says)
    owes = named and is_liable(clause, said)  # 分立后的法人承担连带责任
    own = own_subject(clause, punishes=said is ClauseEffect.PENALTY and not owes)
    if clause.is_task and not is_shared_out(clause, own):
        own = OwnSubject()
    effect = _effect(clause, said, own)
    subjects = subjects_of(clause, own, effect, items)
    modality, modal = _modality(clause, own)
    return ClauseRecord(
        leaf.id,
        clause.span,
        words,
        effect,
        subjects,
        targets_of(clause, subjects, effect),
        modality,
        modal,
        _act(clause, own),
        _term(words) if effect is ClauseEffect.DEFINITION else "",
        tuple(text[slice(*s.span)].rstrip("，：") for s in clause.segments if s.leads),
        tuple(m.group() for m in _EXCEPT.finditer(words)),
        times_of(words),
        amounts_of(text, clause.span),
        is_exception=_is_exception(clause),
    )


def _effect(clause: UnreadClause, said: ClauseEffect | None, own: OwnSubject) -> ClauseEffect:
    """What the words say, else what their lead-in or the clause before says."""
    lead, before = clause.lead.effect, clause.before
    if clause.is_case and lead is not None:
        return lead
    if clause.is_task and said is not ClauseEffect.DEFINITION:
        said = lead or said
    if said is None and _is_exception(clause):
        said = before.effect
    if said is None and not (clause.is_task and lead):
        said = _stated(clause, own)
    if lead is ClauseEffect.PENALTY:
        return lead
    if said or lead:
        return said or lead or ClauseEffect.OTHER
    goes_on = before.effect in (ClauseEffect.DUTY, ClauseEffect.PROCEDURE)
    return before.effect if goes_on and before.effect and before.modal else ClauseEffect.OTHER


def _stated(clause: UnreadClause, own: OwnSubject) -> ClauseEffect | None:
    """What a statement of somebody does: a body that is said to act must; the State declares."""
    if clause.bound is not None and clause.bound.modality == "鼓励":
        return ClauseEffect.OTHER
    if not own.names:
        return None
    name = clause.leaf.text[slice(*own.names[0])]
    return ClauseEffect.OTHER if _STATE.fullmatch(name) else ClauseEffect.DUTY


def _modality(clause: UnreadClause, own: OwnSubject) -> tuple[Modality, str]:
    """Its own, else what governs it: that of the clause before, of the lead-in."""
    if clause.bound is not None:
        return clause.bound.modality, clause.bound.modal
    if own.names:
        return "陈述", ""
    given = clause.before if clause.before.modal else clause.lead
    return given.modality, given.modal


def _is_exception(clause: UnreadClause) -> bool:
    return _BUT.match(clause.words) is not None


def _act(clause: UnreadClause, own: OwnSubject) -> str:
    """The predicate: what follows the modal word, else the subject."""
    start, bound = clause.says[0].span[0], clause.bound
    if bound is not None and bound.at >= 0:
        start = bound.at + len(bound.modal)
    elif own.names and own.names[-1][1] < clause.span[1]:
        start = max(start, own.names[-1][1])
    return clause.leaf.text[start : clause.span[1]].strip("，。；： ")


def _term(words: str) -> str:
    match = _TERM.match(words)
    return match["term"] if match else ""


_EXCEPT = re.compile(r"除[^，。；]{2,60}?(?:以?外)(?=，)|[^，。；]{2,80}(?:的)?除外(?=[。；，]|$)")
_BUT = re.compile(r"但(?:是)?，?")
_TERM = re.compile(
    r"(?:(?:本|前)[^，。；]{1,8}(?:所称|所说|中的|称))?(?:的)?[“《]?(?P<term>[^，。；“”《》]{1,40}?)[”》]?"
    r"(?:（[^）]*）)?，?(?:是指|系指|指的是|包括|是|指|为)"
)
_LISTS = re.compile(r"下列|以下")
_STATE = re.compile(r"国家|本[市省区县]|社会|全社会")
