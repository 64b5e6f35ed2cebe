"""The register by clause: the duties that stand in a provision, or open with given words."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citing.citations import parse_id
from corpus.premises.data import Rule
from corpus.register.records import Duty, Register
from corpus.text.provision import ProvisionId

ClauseKey = tuple[ProvisionId, tuple[int, int]]


def key_of(duty: Duty) -> ClauseKey:
    """The clause of a record."""
    return duty.provision, duty.span


class ClauseIndex:
    """Duties by provision and clause."""

    def __init__(self, register: Register) -> None:
        self._by_article: dict[ProvisionId, list[Duty]] = {}
        self._by_clause: dict[ClauseKey, list[Duty]] = {}
        for duty in register.duties:
            self._by_clause.setdefault(key_of(duty), []).append(duty)
            self._by_article.setdefault(duty.provision.parent_article(), []).append(duty)

    def record(self, key: ClauseKey) -> Duty:
        """The first record of a clause."""
        return self._by_clause[key][0]

    def actors(self, key: ClauseKey) -> tuple[str, ...]:
        """Everybody whom a clause binds."""
        return tuple(dict.fromkeys(d.actor for d in self._by_clause[key]))

    def of_rule(self, rule: Rule) -> tuple[Duty, ...]:
        """The duties that a rule is about, one for each clause: the named actor's."""
        found = self._opening(rule.provision, rule.opens)
        if rule.actor:
            found = [d for d in found if d.actor == rule.actor]
        return _once(found)

    def of(self, provision: str, opens: Sequence[str] = ()) -> tuple[Duty, ...]:
        """The duties of a provision, one for each clause."""
        return _once(self._opening(provision, opens))

    def keys(self, provision: str, opens: Sequence[str]) -> tuple[ClauseKey, ...]:
        """The clauses of a provision that open with one of some words."""
        return tuple(map(key_of, self.of(provision, opens)))

    def within(self, target: ProvisionId) -> tuple[Duty, ...]:
        """The duties of a provision and of its 项, one for each clause."""
        return _once([d for d in self._article(target) if lies_in(d.provision, target)])

    def _opening(self, provision: str, opens: Sequence[str]) -> list[Duty]:
        target = parse_id(provision)
        found = [d for d in self._article(target) if lies_in(d.provision, target)]
        return [d for d in found if not opens or d.text.startswith(tuple(opens))]

    def _article(self, address: ProvisionId) -> list[Duty]:
        return self._by_article.get(address.parent_article(), [])


def lies_in(address: ProvisionId, target: ProvisionId) -> bool:
    """Whether a provision is the target, one of its 项 or, for a 条, in it."""
    if address.parent_article() != target.parent_article():
        return False
    if not (target.paragraph or target.item):
        return True
    return (
        address.paragraph == target.paragraph
        and target.item in ("", address.item)
        and target.subitem in ("", address.subitem)
    )


def _once(duties: Sequence[Duty]) -> tuple[Duty, ...]:
    found: dict[ClauseKey, Duty] = {}
    for duty in duties:
        found.setdefault(key_of(duty), duty)
    return tuple(found.values())
