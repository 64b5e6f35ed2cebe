"""Cross-references: what each mention of a provision leads to, and what it does there.

Finding is syntax (``corpus.mentions``), resolving needs the place (``corpus.resolve``); here both
are joined, typed by the words around the mention, and completed with the implicit references that
only a reader sees (``references.toml``, reviewed and proved against the text).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.instruments import amended_by_title, amended_by_words, find_aliases, same_title
from corpus.mentions import Mention, find_mentions
from corpus.outline import Outline
from corpus.provision import Leaf, ProvisionId, Regulation
from corpus.resolve import Frame, Place, Resolution, resolve_mentions

#: What a mention does. 引用 is a plain mention.
RefKind = Literal["附加", "参照", "等同", "部分适用", "承接", "引用"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention with what it addresses.

    Attributes:
        source: the leaf in which the mention stands.
        span: half-open character range in ``Leaf.text``.
        text: the mention, verbatim.
        kind: what the mention does.
        targets: the provisions addressed, in printed order; empty if external or unresolved.
        excluded: siblings that a 部分适用 leaves out.
        external: title of another instrument, else empty.
        external_id: the provision of that instrument (《X》第N条), None where none is named; the
            first one of a range.
        subject: verbatim name of the body or unit that the reference binds, where one is named.
        condition: words on which the choice of target depends (同级别人民政府), verbatim.
        note: why, Chinese; implicit references bring theirs from reviewed data, unresolved ones
            the reason.
        reviewed: whether it comes from the reviewed data file.
    """

    source: ProvisionId
    span: tuple[int, int]
    text: str
    kind: RefKind
    targets: tuple[ProvisionId, ...] = ()
    excluded: tuple[ProvisionId, ...] = ()
    external: str = ""
    external_id: ProvisionId | None = None
    subject: str = ""
    condition: str = ""
    note: str = ""
    reviewed: bool = False


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
        place = Place(
            leaf,
            outline,
            lambda title: same_title(title, regulation.title),
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
    paragraph = replace(address, item="", subitem="")
    for head in outline.locate(outline.paragraph_of(address)):
        if head != address:
            yield head
    if address.item:
        yield paragraph
    if address.subitem:
        yield replace(address, subitem="")


def outgoing(references: Sequence[Reference], address: ProvisionId) -> tuple[Reference, ...]:
    """References that stand in a provision."""
    return tuple(r for r in references if r.source == address)


def incoming(references: Sequence[Reference], address: ProvisionId) -> tuple[Reference, ...]:
    """References that lead to a provision."""
    return tuple(r for r in references if address in r.targets)
