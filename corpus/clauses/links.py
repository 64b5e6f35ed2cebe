"""What clause records have to do with each other.

A penalty punishes what it names (违反本条例第三十二条规定) and the cases that its items list; a 但书 takes
something out of the clause before it. A link that the words do not prove is not made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.citing.reference import Reference
from corpus.clauses.read import lead_in_of, read_clauses
from corpus.clauses.records import ClauseEffect, ClauseLink, ClauseRecord, LinkKind
from corpus.clauses.table import ClauseTable
from corpus.text.provision import ProvisionId, Regulation

_RULES = (
    ClauseEffect.DUTY,
    ClauseEffect.PROHIBITION,
    ClauseEffect.PROCEDURE,
    ClauseEffect.POWER,
)


def read_table(regulation: Regulation, references: Sequence[Reference] = ()) -> ClauseTable:
    """Records and links of a regulation; ``references`` as of ``read_clauses``."""
    records = read_clauses(regulation, references)
    return ClauseTable(records, link_clauses(records))


def link_clauses(records: Sequence[ClauseRecord]) -> tuple[ClauseLink, ...]:
    """The links between the records of one regulation, in the order of their sources.

    Args:
        records: all of it, as ``read_clauses`` gives them, with references.
    """
    by_article: dict[ProvisionId, list[ClauseRecord]] = {}
    by_leaf: dict[ProvisionId, list[ClauseRecord]] = {}
    for record in records:
        by_article.setdefault(record.provision.parent_article(), []).append(record)
        by_leaf.setdefault(record.provision, []).append(record)
    found: dict[ClauseLink, None] = {}
    for of_leaf in by_leaf.values():
        for link in _of_leaf(of_leaf, by_article):
            found.setdefault(link)
    return tuple(found)


def _of_leaf(
    records: Sequence[ClauseRecord], by_article: dict[ProvisionId, list[ClauseRecord]]
) -> Iterator[ClauseLink]:
    named: tuple[Reference, ...] = ()
    for number, record in enumerate(records):
        if record.is_exception and number:
            yield ClauseLink(LinkKind.EXCEPTION, record.key, records[number - 1].key)
        if record.effect is not ClauseEffect.PENALTY:
            continue
        named = _punished_provisions(record) or named  # …；拒不改正的，处…罚款
        for target in (t for reference in named for t in reference.targets):
            for other in by_article.get(target.parent_article(), ()):
                if other.provision.lies_in(target) and other.provision != record.provision:
                    if other.effect in _RULES:
                        yield ClauseLink(LinkKind.PUNISHES, record.key, other.key)
                    elif other.effect is ClauseEffect.PENALTY:
                        yield ClauseLink(LinkKind.CASE, record.key, other.key)
    yield from _cases(records, by_article)


def _punished_provisions(record: ClauseRecord) -> tuple[Reference, ...]:
    """The mentions in what is punished: 违反第十条规定, 有前款行为的; not 依照第十条规定处罚."""
    return tuple(
        r
        for r in record.references
        if r.targets and _is_offence(record.text[: r.span[0] - record.span[0]])
    )


def _is_offence(before: str) -> bool:
    found = [m.end() for m in _OFFENCE.finditer(before)]
    return bool(found) and not _AFTER_OFFENCE.search(before, found[-1])


_OFFENCE = re.compile(r"违反|不符合|不履行|未(?:按照?|依照|履行)|(?<![所具享])有")
#: Where what is punished has ended, or another provision is applied.
_AFTER_OFFENCE = re.compile(r"的，|由[^，]*责令|依照|根据")


def _cases(
    records: Sequence[ClauseRecord], by_article: dict[ProvisionId, list[ClauseRecord]]
) -> Iterator[ClauseLink]:
    """From the penalties of a lead-in to what its items list."""
    leaf = records[0].provision
    punishes = [r for r in records if r.effect is ClauseEffect.PENALTY]
    if not punishes:
        return
    for other in by_article[leaf.parent_article()]:
        below = other.provision.item and lead_in_of(other.provision) == leaf
        if below and other.effect is ClauseEffect.PENALTY:
            for record in punishes:
                yield ClauseLink(LinkKind.CASE, record.key, other.key)
