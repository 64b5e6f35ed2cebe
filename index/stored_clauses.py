"""The clause records of a document in its index: written when it is built, parsed when asked for.

Places are stored and not the words that stand there: what is read back is the text's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from corpus.citing.reference import Reference
from corpus.clauses.records import (
    Amount,
    ClauseEffect,
    ClauseLink,
    ClauseParty,
    ClauseRecord,
    LinkKind,
    PartySource,
)
from corpus.clauses.table import ClauseTable
from corpus.register.records import Recurrence
from corpus.text.provision import ProvisionId, Regulation


class StoredClauses:
    """The clause records of a text as bytes, of which they are made when they are first asked for.

    Args:
        stored: what ``pack_clauses`` made.
        regulation: the text that they are of.
    """

    def __init__(self, stored: bytes, regulation: Regulation) -> None:
        self._stored = stored
        self._regulation = regulation

    def of(self, leaf: ProvisionId) -> tuple[ClauseRecord, ...]:
        """The records of one leaf, in printed order; the others are not made."""
        rows, words = self._by_leaf
        return tuple(_unpack(row, words) for row in rows.get(leaf, ()))

    @cached_property
    def _by_leaf(self) -> tuple[Mapping[ProvisionId, list[Any]], _Words]:
        raw = json.loads(self._stored)
        words = _words(raw, self._regulation)
        rows: dict[ProvisionId, list[Any]] = {}
        for row in raw["records"]:
            rows.setdefault(words.addresses[row[0]], []).append(row)
        return rows, words

    @cached_property
    def table(self) -> ClauseTable:
        """The records and links."""
        return unpack_clauses(self._stored, self._regulation)


def pack_clauses(table: ClauseTable) -> bytes:
    """Records and links as bytes for ``unpack_clauses``."""
    addresses = _Numbers()
    rows = {record.key: row for row, record in enumerate(table.records)}
    raw = {
        "records": [_pack(record, addresses) for record in table.records],
        "links": [(x.kind, rows[x.source], rows[x.target]) for x in table.links],
        "addresses": [astuple(address) for address in addresses.known],
    }
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_clauses(stored: bytes, regulation: Regulation) -> ClauseTable:
    """The inverse of ``pack_clauses``."""
    raw = json.loads(stored)
    words = _words(raw, regulation)
    records = tuple(_unpack(row, words) for row in raw["records"])
    links = tuple(
        ClauseLink(LinkKind(kind), records[source].key, records[target].key)
        for kind, source, target in raw["links"]
    )
    return ClauseTable(records, links)


class _Numbers:
    """Addresses, numbered as they come."""

    def __init__(self) -> None:
        self.known: dict[ProvisionId, int] = {}

    def of(self, address: ProvisionId) -> int:
        return self.known.setdefault(address, len(self.known))

    def all_of(self, addresses: Iterable[ProvisionId]) -> list[int]:
        return [self.of(a) for a in addresses]


@dataclass(frozen=True, slots=True)
class _Words:
    """The text of each leaf, and the addresses by their numbers."""

    texts: Mapping[ProvisionId, str]
    addresses: Sequence[ProvisionId]

    def all_of(self, numbers: Iterable[int]) -> tuple[ProvisionId, ...]:
        return tuple(self.addresses[n] for n in numbers)


def _words(raw: Mapping[str, Any], regulation: Regulation) -> _Words:
    addresses = [ProvisionId(*row) for row in raw["addresses"]]
    return _Words({leaf.id: leaf.text for leaf in regulation.leaves()}, addresses)


def _pack(record: ClauseRecord, addresses: _Numbers) -> list[Any]:
    return [
        addresses.of(record.provision),
        *record.span,
        record.effect,
        [(addresses.of(p.provision), *p.span, p.source) for p in record.subjects],
        [(addresses.of(p.provision), *p.span, p.source) for p in record.targets],
        (record.modality, record.modal, record.act, record.term),
        (record.conditions, record.exceptions),
        [astuple(time) for time in record.times],
        [
            (*a.span, a.kind, a.unit, *(None if b is None else str(b) for b in (a.low, a.high)))
            for a in record.amounts
        ],
        [_pack_reference(reference, addresses) for reference in record.references],
        record.is_exception,
    ]


def _unpack(row: Sequence[Any], words: _Words) -> ClauseRecord:
    number, start, end, effect, subjects, targets, said, limits, times, amounts, cited, but = row
    leaf = words.addresses[number]
    text = words.texts[leaf]
    conditions, exceptions = limits
    modality, modal, act, term = said
    return ClauseRecord(
        leaf,
        (start, end),
        text[start:end],
        ClauseEffect(effect),
        tuple(_party(party, words) for party in subjects),
        tuple(_party(party, words) for party in targets),
        modality,
        modal,
        act,
        term,
        tuple(conditions),
        tuple(exceptions),
        tuple(Recurrence(*time) for time in times),
        tuple(_amount(amount, text) for amount in amounts),
        tuple(_unpack_reference(one, leaf, text, words) for one in cited),
        but,
    )


def _party(row: Sequence[Any], words: _Words) -> ClauseParty:
    number, start, end, source = row
    leaf = words.addresses[number]
    return ClauseParty(words.texts[leaf][start:end], leaf, (start, end), PartySource(source))


def _amount(row: Sequence[Any], text: str) -> Amount:
    start, end, kind, unit, *bounds = row
    low, high = (None if bound is None else Decimal(bound) for bound in bounds)
    return Amount(text[start:end], (start, end), kind, unit, low, high)


def _pack_reference(reference: Reference, addresses: _Numbers) -> list[Any]:
    outside = reference.external_id
    return [
        *reference.span,
        reference.kind,
        addresses.all_of(reference.targets),
        addresses.all_of(reference.excluded),
        reference.external,
        None if outside is None else addresses.of(outside),
        reference.subject,
        reference.condition,
        reference.note,
        reference.reviewed,
    ]


def _unpack_reference(row: Sequence[Any], leaf: ProvisionId, text: str, words: _Words) -> Reference:
    start, end, kind, targets, excluded, title, outside, subject, condition, note, reviewed = row
    return Reference(
        leaf,
        (start, end),
        text[start:end],
        kind,
        words.all_of(targets),
        words.all_of(excluded),
        title,
        None if outside is None else words.addresses[outside],
        subject,
        condition,
        note,
        reviewed,
    )
