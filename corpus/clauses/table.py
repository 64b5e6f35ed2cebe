"""The clause records of one document with what they have to do with each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from corpus.clauses.records import ClauseLink, ClauseRecord, LinkKind
from corpus.register.records import ClauseKey
from corpus.text.provision import ProvisionId

#: The kinds of link from a penalty to what it is for.
PENALTY_LINKS = (LinkKind.PUNISHES, LinkKind.CASE)


@dataclass(frozen=True)
class ClauseTable:
    """Records and links of one document.

    Attributes:
        records: of every leaf, in printed order.
        links: between them, in the order of their sources.
    """

    records: tuple[ClauseRecord, ...] = ()
    links: tuple[ClauseLink, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[ClauseKey, ClauseRecord]:
        """The record at an address."""
        return {record.key: record for record in self.records}

    @cached_property
    def by_leaf(self) -> Mapping[ProvisionId, tuple[ClauseRecord, ...]]:
        """The records of a leaf, in printed order."""
        found: dict[ProvisionId, list[ClauseRecord]] = {}
        for record in self.records:
            found.setdefault(record.provision, []).append(record)
        return {leaf: tuple(records) for leaf, records in found.items()}

    def linked_from(
        self, record: ClauseRecord, kinds: tuple[LinkKind, ...] = PENALTY_LINKS
    ) -> tuple[ClauseRecord, ...]:
        """What a clause is tied to: of a penalty, the duties and the cases that it punishes."""
        found = (x for x in self.links if x.source == record.key and x.kind in kinds)
        return tuple(self.by_key[x.target] for x in found)

    def linked_to(
        self, record: ClauseRecord, kinds: tuple[LinkKind, ...] = PENALTY_LINKS
    ) -> tuple[ClauseRecord, ...]:
        """What is tied to a clause: of a duty, the penalties that punish its breach."""
        found = (x for x in self.links if x.target == record.key and x.kind in kinds)
        return tuple(self.by_key[x.source] for x in found)
