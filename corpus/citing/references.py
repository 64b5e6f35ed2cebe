"""Cross-references: what each mention of a provision leads to, and what it does there.

Finding is syntax (``corpus.citing.mentions``), resolving needs the place (``corpus.citing.resolve``); here both
are joined, typed by the words around the mention, and completed with the implicit references that
only a reader sees (``corpus.citing.reference_data``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.citing.instruments import (
    amended_by_title,
    amended_by_words,
    find_aliases,
    is_same_title,
)
from corpus.citing.mention_sites import Frame, MentionSite, Resolution, Unresolved
from corpus.citing.mentions import Mention, find_mentions
from corpus.citing.outline import Outline
from corpus.citing.reference import Reference, RefKind
from corpus.citing.reference_data import (
    ReviewedReference,
    address_of,
    check_references,
    load_references,
)
from corpus.citing.reference_kinds import kind_of, picks, subject_of
from corpus.citing.resolve import resolve_mentions
from corpus.errors import FiredutyError
from corpus.text.provision import Leaf, ProvisionId, Regulation

__all__ = [
    "RefKind",
    "Reference",
    "ReviewedReference",
    "Site",
    "check_references",
    "find_excluding",
    "find_incoming",
    "find_outgoing",
    "find_references",
    "find_sites",
    "follow",
    "load_references",
]


@dataclass(frozen=True, slots=True)
class Site:
    """A mention at its place, resolved or not: what surveys count."""

    leaf: Leaf
    mention: Mention
    resolution: Resolution


def find_sites(regulation: Regulation) -> Iterator[Site]:
    """Every mention of a regulation in printed order, with its resolution."""
    leaves = regulation.leaves()
    outline = Outline(regulation, leaves)
    aliases = find_aliases(node.words for node in regulation.body.walk())
    amended = amended_by_title(regulation.title)
    heads = {leaf.id: leaf.text for leaf in leaves if leaf.id == leaf.id.parent_article()}
    left: dict[ProvisionId, tuple[Frame, ...]] = {}
    named: dict[ProvisionId, tuple[str, ...]] = {}
    for leaf in leaves:
        mentions = find_mentions(leaf.text, aliases)
        above = dict.fromkeys(_above(leaf.id, outline))
        if leaf.id == leaf.id.parent_article():
            left.clear()
        place = MentionSite(
            leaf,
            outline,
            lambda title: is_same_title(title, regulation.title),
            amends=amended_by_words(heads.get(leaf.id.parent_article(), ""), amended),
            frames=tuple(f for a in above for f in left.get(a, ())),
            earlier=tuple(f for frames in left.values() for f in frames),
            titles=tuple(t for a in above for t in named.get(a, ())),
        )
        resolutions, left[leaf.id] = resolve_mentions(mentions, place)
        named[leaf.id] = tuple(dict.fromkeys(r.external for r in resolutions if r.external))
        yield from (Site(leaf, m, r) for m, r in zip(mentions, resolutions, strict=True))


def _above(address: ProvisionId, outline: Outline) -> Iterator[ProvisionId]:
    """The leaves whose words lead in to a leaf, outermost first.

    Those of a 项 or 目 are its 款 and 项; a 款 that goes on from one with 「：」 has that one too.
    """
    paragraph = address.holder
    for head in outline.locate(outline.paragraph_of(address)):
        if head != address:
            yield head
    if address.item:
        yield paragraph
    if address.subitem:
        yield replace(address, subitem="")


# --- references ---------------------------------------------------------------------------------


def references_of(regulation: Regulation, folder: Path | None) -> tuple[Reference, ...]:
    """All references of a regulation with the reviewed ones of its folder; None for no folder.

    Raises:
        FiredutyError: as ``load_references`` and ``find_references``.
    """
    return find_references(regulation, load_references(folder) if folder is not None else ())


def find_references(
    regulation: Regulation, reviewed: Sequence[ReviewedReference] = ()
) -> tuple[Reference, ...]:
    """All references of a regulation, found and reviewed, in printed order.

    Unresolved mentions are among them, without targets and with the reason as their note.

    Args:
        regulation: the text.
        reviewed: entries of its ``references.toml``; where one covers a found mention, it replaces
            it.

    Raises:
        FiredutyError: a reviewed entry does not fit the text.
    """
    leaves = {leaf.id: leaf for leaf in regulation.leaves()}
    known = [_from_review(entry, leaves) for entry in reviewed]
    found = [
        reference
        for sites in _lists(find_sites(regulation))
        for reference in _references(sites, regulation)
        if not any(r.source == reference.source and _overlap(r, reference) for r in known)
    ]
    order = {address: number for number, address in enumerate(leaves)}
    return tuple(sorted((*found, *known), key=lambda r: (order[r.source], r.span)))


def _overlap(one: Reference, other: Reference) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _from_review(entry: ReviewedReference, leaves: dict[ProvisionId, Leaf]) -> Reference:
    source = address_of(entry.source)
    start = leaves[source].text.find(entry.text) if source in leaves else -1
    if start < 0:
        raise FiredutyError(
            f"references.toml：{entry.source} 没有「{entry.text}」；请运行 fireduty corpus check 核对"
        )
    return Reference(
        source,
        (start, start + len(entry.text)),
        entry.text,
        entry.kind,
        targets=tuple(address_of(t.id) for t in entry.targets),
        excluded=tuple(map(address_of, entry.excluded)),
        subject=entry.subject,
        condition=entry.condition,
        note=entry.note,
        reviewed=True,
    )


def _lists(sites: Iterator[Site]) -> Iterator[tuple[Site, ...]]:
    """Mentions of 项 of one series that a conjunction joins, together; others by themselves."""
    current: list[Site] = []
    for site in sites:
        if current and not (site.mention.joined and _series(site) == _series(current[-1])):
            yield tuple(current)
            current = []
        current.append(site)
    if current:
        yield tuple(current)


def _series(site: Site) -> ProvisionId | None:
    targets = site.resolution.targets
    return targets[0].holder if targets and targets[0].item else None


def _references(sites: tuple[Site, ...], regulation: Regulation) -> Iterator[Reference]:
    """The references of one list of mentions: one if it picks from a series, else one each."""
    first, last = sites[0], sites[-1]
    targets = tuple(t for s in sites for t in s.resolution.targets)
    chosen = len(targets) > 1 and _series(first) and picks(first.leaf.text, first.mention.span)
    excluded = _left_out(targets, regulation) if chosen else ()
    if excluded:
        span = (first.mention.span[0], last.mention.span[1])
        yield Reference(
            first.leaf.id,
            span,
            first.leaf.text[slice(*span)],
            "部分适用",
            targets=targets,
            excluded=excluded,
            subject=subject_of(first.leaf.text, first.mention.span),
        )
        return
    for site in sites:
        yield from _one(site)


def _left_out(targets: Sequence[ProvisionId], regulation: Regulation) -> tuple[ProvisionId, ...]:
    """The 项 of the series that a list does not name."""
    container = targets[0].holder
    siblings = (
        leaf.id
        for leaf in regulation.leaves()
        if leaf.id.item and replace(leaf.id, item="") == container
    )
    return tuple(s for s in siblings if s not in targets)


def _one(site: Site) -> Iterator[Reference]:
    mention, resolution = site.mention, site.resolution
    if resolution.reason is Unresolved.WHOLE:
        return
    kind = kind_of(site.leaf.text, mention.span)
    for external_id in resolution.external_ids or (None,):
        yield Reference(
            site.leaf.id,
            mention.span,
            mention.text,
            kind,
            targets=resolution.targets,
            external=resolution.external,
            external_id=external_id,
            subject=subject_of(site.leaf.text, mention.span) if kind != "引用" else "",
            note=resolution.reason or "",
        )


# --- look-ups -----------------------------------------------------------------------------------


def find_outgoing(references: Sequence[Reference], address: ProvisionId) -> tuple[Reference, ...]:
    """References that stand in a provision."""
    return tuple(r for r in references if r.source == address)


def find_incoming(references: Sequence[Reference], address: ProvisionId) -> tuple[Reference, ...]:
    """References that lead to a provision."""
    return tuple(r for r in references if address in r.targets)


def find_excluding(references: Sequence[Reference], address: ProvisionId) -> tuple[Reference, ...]:
    """References that leave a provision out."""
    return tuple(r for r in references if address in r.excluded)


def follow(references: Sequence[Reference], address: ProvisionId) -> tuple[Reference, ...]:
    """The references that a provision leads to step by step: its own, those of their targets, …"""
    found: dict[Reference, None] = {}
    waiting, seen = [address], {address}
    while waiting:
        for reference in find_outgoing(references, waiting.pop(0)):
            found.setdefault(reference)
            fresh = [t for t in reference.targets if t not in seen]
            waiting += fresh
            seen |= set(fresh)
    return tuple(found)
