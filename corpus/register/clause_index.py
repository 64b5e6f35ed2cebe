"""The register by clause: the duties that stand in a provision, or open with given words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.citing.citations import parse_id
from corpus.register.records import ClauseKey, Duty, Register
from corpus.text.provision import ProvisionId


class ClauseIndex:
    """Duties by provision and clause."""

    def __init__(self, register: Register) -> None:
        self._by_article: dict[ProvisionId, list[Duty]] = {}
        self._by_clause: dict[ClauseKey, list[Duty]] = {}
        for duty in register.duties:
            self._by_clause.setdefault(duty.key, []).append(duty)
            self._by_article.setdefault(duty.provision.parent_article(), []).append(duty)

    def record(self, key: ClauseKey) -> Duty:
        """The first record of a clause."""
        return self._by_clause[key][0]

    def actors(self, key: ClauseKey) -> tuple[str, ...]:
        """Everybody whom a clause binds."""
        return tuple(dict.fromkeys(d.actor for d in self._by_clause[key]))

    def of(self, provision: str, opens: Sequence[str] = (), actor: str = "") -> tuple[Duty, ...]:
        """The duties of a provision, one for each clause.

        Args:
            provision: short id.
            opens: only clauses that begin with one of these words; empty for all.
            actor: only those of this body; empty for all.
        """
        target = parse_id(provision)
        return _once(
            d
            for d in self._article(target)
            if d.provision.lies_in(target)
            and (not opens or d.text.startswith(tuple(opens)))
            and actor in ("", d.actor)
        )

    def keys(self, provision: str, opens: Sequence[str]) -> tuple[ClauseKey, ...]:
        """The clauses of a provision that open with one of some words."""
        return tuple(d.key for d in self.of(provision, opens))

    def within(self, target: ProvisionId) -> tuple[Duty, ...]:
        """The duties that a reference to a provision leads to, one for each clause.

        A bare 条 is its first 款 with all 项: a later 款 has a subject of its own.
        """
        own = target.own_paragraph
        return _once(d for d in self._article(target) if d.provision.lies_in(own))

    def _article(self, address: ProvisionId) -> list[Duty]:
        return self._by_article.get(address.parent_article(), [])


def _once(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    found: dict[ClauseKey, Duty] = {}
    for duty in duties:
        found.setdefault(duty.key, duty)
    return tuple(found.values())
