"""Rules against facts: whether a rule applies, on what condition, and the sentence that says why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.citing.citations import parse_id
from corpus.citing.references import Reference, RefKind
from corpus.premises.checklist import ReasonToApply
from corpus.premises.data import Option, Rule
from corpus.premises.facts import Holding, Standing
from corpus.register.records import Duty, Register
from corpus.text.provision import ProvisionId

#: Kinds of reference that make what they lead to apply.
_APPLIES: tuple[RefKind, ...] = ("附加", "参照", "等同", "部分适用")
_OPEN_ENDED = re.compile(r"等(?:场所)?$")
Held = Mapping[str, Holding]


@dataclass(frozen=True, slots=True)
class Basis:
    """One reason for which a clause applies.

    Attributes:
        condition: after 如果; empty where it applies for certain.
        words: the words of the regulation that the place fits.
    """

    rule: Rule
    reason: ReasonToApply
    condition: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceBasis:
    """A basis through a reference: everything in ``target`` applies."""

    target: ProvisionId
    basis: Basis


def apply_rule(rule: Rule, held: Held, options: Mapping[str, Option]) -> Basis | None:
    """The basis that a rule gives, None where it gives none (unknown, or said better elsewhere).

    A rule that does not apply is the caller's to leave out.
    """
    if max(held[n].standing for n in rule.when[0]) <= Standing.UNKNOWN:
        return None
    if any(held[n].standing is Standing.YES for n in rule.instead):
        return None
    reason = ReasonToApply(parse_id(rule.provision), _why(rule, held, options), rule.trigger)
    deciding = _deciding(rule.when[0], held)
    words = tuple(dict.fromkeys(w for n in deciding for w in (options[n].words or (n,))))
    return Basis(rule, reason, condition_of(rule, held, options), words)


def condition_of(rule: Rule, held: Held, options: Mapping[str, Option]) -> str:
    """Chinese, after 如果: what is not certain of a rule's groups; empty where all is."""
    conditions = []
    for group in rule.when:
        top = max(held[n].standing for n in group)
        if top is not Standing.YES:
            several = len(rule.when) + len(rule.doubts) > 1
            conditions.append(_condition(group, held, options, top, several))
    conditions += [
        d.condition for d in rule.doubts if any(held[n].standing is Standing.YES for n in d.given)
    ]
    return "，并且".join(conditions)


def _condition(
    group: Sequence[str],
    held: Held,
    options: Mapping[str, Option],
    top: Standing,
    several: bool,
) -> str:
    either = [options[n].condition for n in group if held[n].standing is top]
    joined = "，或者".join(either)
    return f"（{joined}）" if several and len(either) > 1 else joined


def _why(rule: Rule, held: Held, options: Mapping[str, Option]) -> str:
    deciding = _deciding(rule.when[0], held)
    said = _quoted([held[n].said for n in deciding])
    if rule.why:
        return rule.why.format(said=said)
    further = [n for group in rule.when[1:] for n in _deciding(group, held)]
    also = _quoted([held[n].said for n in further if held[n].standing is Standing.YES])
    words = [options[n].words[0] if options[n].words else n for n in deciding]
    if set(words) == {held[n].said for n in deciding}:
        belongs = f"你的场所就是{said}"
    else:
        perhaps = "可能" if held[deciding[0]].standing is Standing.MAYBE else ""
        belongs = f"{said}{perhaps}属于" + "、".join(f"“{w}”" for w in dict.fromkeys(words))
    if also:
        belongs += f"，并且有{also}"
    return belongs


def _deciding(group: Sequence[str], held: Held) -> list[str]:
    top = max(held[n].standing for n in group)
    return [n for n in group if held[n].standing is top]


def why_not(rule: Rule, held: Held, options: Mapping[str, Option], own_name: str) -> str:
    """Chinese: what a rule asks for and the place is not; ``own_name``: the regulation's."""
    for group in rule.when:
        if max(held[n].standing for n in group) is Standing.NO:
            needed = "，或者".join(options[n].condition for n in group)
            said = list(dict.fromkeys(held[n].because for n in group if held[n].because))
            listed = f"；原文用“等”列举，列举以外的是否包括，{own_name}没有写明"
            open_ended = listed if _OPEN_ENDED.search(rule.trigger) else ""
            return f"前提：{needed}；{'；'.join(said)}{open_ended}"
    return ""


def follow_references(
    basis: Basis, duties: Sequence[Duty], register: Register
) -> Iterator[ReferenceBasis]:
    """What applies besides, because a clause of a rule or its lead-in refers to it."""
    for reference in register.references:
        if reference.kind in _APPLIES and _touches(reference, duties):
            why = ReasonToApply(reference.source, basis.reason.text, reference.text, reference.kind)
            for target in reference.targets:
                yield ReferenceBasis(target, Basis(basis.rule, why, basis.condition))


def _touches(reference: Reference, duties: Sequence[Duty]) -> bool:
    """Whether a reference stands in one of some clauses, or in the lead-in of their 条."""
    start, end = reference.span
    return any(
        (d.provision == reference.source and d.span[0] < end and d.span[1] > start)
        or (d.provision.item and reference.source == d.provision.parent_article())
        for d in duties
    )


def _quoted(words: Sequence[str]) -> str:
    return "、".join(f"「{w}」" for w in dict.fromkeys(words))
