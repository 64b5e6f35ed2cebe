"""Clause records as lines of text: who, how bound, what, when, how much, what is tied to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.citing.citations import canonical
from corpus.clauses.records import (
    NOT_REVIEWED,
    ClauseEffect,
    ClauseLink,
    ClauseParty,
    ClauseRecord,
    LinkKind,
    PartySource,
)
from corpus.register.records import ClauseKey, Duty

_REVIEWED = "职责登记已复核"
_SHORT = 24


def describe_clauses(
    records: Sequence[ClauseRecord],
    links: Sequence[ClauseLink],
    duties: Sequence[Duty] = (),
) -> list[str]:
    """The records of some provisions, headed by what of them a reader has reviewed.

    Args:
        records: in printed order.
        links: of the whole regulation.
        duties: reviewed duties of the same provisions; none where the register is not reviewed.
    """
    if not records:
        return []
    lines = [f"  条款记录（{NOT_REVIEWED}）：" + (f"{_REVIEWED}，列在各句之后" if duties else "")]
    for number, record in enumerate(records, 1):
        lines.append(f"    {number}. [{canonical(record.provision)}] {record.text.strip()}")
        lines += [f"       {line}" for line in _fields(record)]
        lines += [f"       {line}" for line in _links(record.key, links)]
        lines += [f"       {line}" for line in _duties(record, duties)]
    return lines


def _fields(record: ClauseRecord) -> Iterator[str]:
    bound = f"（{record.modality}）" if record.modality != "陈述" else ""
    yield f"效果：{record.effect}{bound}"
    if record.subjects:
        yield f"主体：{'；'.join(map(_party, record.subjects))}"
    if record.targets:
        yield f"被罚的：{'；'.join(map(_party, record.targets))}"
    if record.effect is ClauseEffect.DEFINITION and record.term:
        yield f"定义的词：{record.term}"
    if record.conditions:
        yield f"条件：{'；'.join(record.conditions)}"
    if record.exceptions:
        yield f"除外：{'；'.join(record.exceptions)}"
    if record.act:
        yield f"行为：{record.act}"
    if record.times:
        yield f"时间：{'；'.join(t.text for t in record.times)}"
    if record.amounts:
        yield f"数字：{'；'.join(f'{a.text}（{a.kind}）' for a in record.amounts)}"
    if record.references:
        yield f"引用：{'；'.join(r.text for r in record.references)}"


def _party(party: ClauseParty) -> str:
    return party.text if party.source is PartySource.OWN else f"{party.text}（{party.source}）"


def _links(key: ClauseKey, links: Sequence[ClauseLink]) -> Iterator[str]:
    for kind in LinkKind:
        targets = dict.fromkeys(
            str(canonical(one.target[0])) for one in links if one.kind is kind and one.source == key
        )
        if targets:
            yield f"{kind}：{'、'.join(targets)}"
    sources = dict.fromkeys(
        str(canonical(one.source[0]))
        for one in links
        if one.kind is LinkKind.PUNISHES and one.target == key
    )
    if sources:
        yield f"罚则：{'、'.join(sources)}"


def _duties(record: ClauseRecord, duties: Sequence[Duty]) -> Iterator[str]:
    """The reviewed duties that stand in the words of a record."""
    for duty in duties:
        inside = duty.span[0] < record.span[1] and record.span[0] < duty.span[1]
        if duty.provision == record.provision and inside:
            words = duty.text if len(duty.text) <= _SHORT else f"{duty.text[:_SHORT]}…"
            yield f"已复核：{duty.actor}，{duty.role}，{duty.modality}「{words}」"
