"""The documents that the page shows: what each is called, where its provisions are, what they say."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from assistant.answering.quoting import document_mark, short_citation
from assistant.assistant import Assistant
from corpus.text.authority import authority
from corpus.text.provision import Leaf, ProvisionId, Regulation
from corpus.text.status import is_draft, status_by, status_of, status_words
from index.library import is_titled
from index.manifest import ListedDocument
from ui.records.anchors import anchor

#: Documents that a sentence names; of more it tells how many.
_NAMED = 6


@dataclass(frozen=True)  # no slots: what is looked up is kept
class HeldDocuments:
    """Documents that are asked together, in the order of the library; at least one.

    Attributes:
        regulations: that are at hand.
        listed: every one of a large library; none for one that is at hand whole.
        read: opens one of a large library by its key.
    """

    regulations: tuple[Regulation, ...]
    listed: tuple[ListedDocument, ...] = ()
    read: Callable[[str], Regulation] | None = field(default=None, compare=False)

    @property
    def first(self) -> Regulation:
        """The document that is meant where none is named."""
        return self.regulations[0]

    @cached_property
    def identity(self) -> str:
        """Tells these documents from those of a library that has changed."""
        held = [(r.key, r.id) for r in self.regulations]
        held += [(d.key, d.segment) for d in self.listed]
        listed = "\n".join(f"{key} {name}" for key, name in held)
        return hashlib.sha256(listed.encode()).hexdigest()[:16]

    @property
    def are_several(self) -> bool:
        """Whether it has to be said which document is meant."""
        return len(self) > 1

    def __len__(self) -> int:
        return len(self.listed) or len(self.regulations)

    @cached_property
    def _entries(self) -> Mapping[str, ListedDocument]:
        return {d.key: d for d in self.listed}

    @property
    def keys_of_all(self) -> Collection[str]:
        """The keys of all documents of a large library."""
        return self._entries.keys()

    def key_of_slug(self, name: str) -> str:
        """The key of the document of a large library that a slug or a key is of; empty for none."""
        if name in self._entries:
            return name
        return next((d.key for d in self.listed if d.slug == name), "")

    def key_of_title(self, title: str) -> str:
        """The key of the document of a large library that has a title; empty for none."""
        if title not in self._titled:
            found = (d.key for d in self.listed if title and is_titled(title, d.title, d.key))
            self._titled[title] = next(found, "")
        return self._titled[title]

    @cached_property
    def _titled(self) -> dict[str, str]:
        return {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the documents."""
        return tuple(r.key for r in self.regulations)

    def text_address(self, regulation: Regulation) -> str:
        """The address of a document's text on the page: ``text?in=…``."""
        return f"text?{urlencode({'in': regulation.key})}" if self.are_several else "text"

    @cached_property
    def by_authority(self) -> tuple[Regulation, ...]:
        """What is in force first, the higher rank first."""
        return tuple(sorted(self.regulations, key=authority))

    @cached_property
    def _by_key(self) -> Mapping[str, Regulation]:
        return {r.key: r for r in self.regulations}

    def of(self, key: str) -> Regulation:
        """The document with a key; the first for an empty key and for one that is not held."""
        found = self._by_key.get(key)
        if found is None and self.read is not None and key in self._entries:
            return self.read(key)
        return found or self.first

    def slug(self, key: str) -> str:
        """What the anchors of a document begin with; empty for the first."""
        if key in self._entries and key != self.first.key:
            return self._entries[key].slug
        regulation = self.of(key)
        return "" if regulation is self.first else regulation.slug

    def anchor(self, address: ProvisionId) -> str:
        """The anchor of a provision; one that names no document lies in the first."""
        return anchor(address, self.slug(address.document))

    def name(self, address: ProvisionId) -> str:
        """第六十条第（五）项; where there are several documents, 消防法（现行有效）第六十条第（五）项."""
        known = self._names.get(address.document)
        if known is None:
            leaves = self.of(address.document).leaves()
            known = {leaf.id: self._cite(leaf.id.of(address.document)) for leaf in leaves}
            self._names[address.document] = known
        return known.get(address.of("")) or self._cite(address)

    @cached_property
    def _names(self) -> dict[str, dict[ProvisionId, str]]:
        """Key → short citation of each leaf: finding one anew costs more than all else of an answer."""
        return {}

    def _cite(self, address: ProvisionId) -> str:
        regulation = self.of(address.document)
        cited = short_citation(address.of(""), regulation)
        return f"{document_mark(regulation)}{cited}" if self.are_several else cited

    def leaf(self, address: ProvisionId) -> Leaf | None:
        """The leaf at an address."""
        row = self._row(address)
        return None if row is None else self.of(address.document).leaves()[row]

    def beside(self, address: ProvisionId, step: int) -> ProvisionId | None:
        """The address of the leaf so many places further on in the same document."""
        row = self._row(address)
        leaves = self.of(address.document).leaves()
        if row is None or not 0 <= row + step < len(leaves):
            return None
        return leaves[row + step].id.of(address.document)

    def _row(self, address: ProvisionId) -> int | None:
        rows = self._rows.get(address.document)
        if rows is None:
            leaves = self.of(address.document).leaves()
            rows = self._rows[address.document] = {leaf.id: n for n, leaf in enumerate(leaves)}
        return rows.get(address.of(""))

    @cached_property
    def _rows(self) -> dict[str, dict[ProvisionId, int]]:
        return {}


def is_not_law(regulation: Regulation) -> bool:
    """Whether a document is known not to be law now, so that it has to be marked."""
    return status_words(regulation.status).in_force is False


def held_by(assistant: Assistant) -> HeldDocuments:
    """The documents of an assistant."""
    library = assistant.library
    if not library.is_large or library.catalogue is None:
        return HeldDocuments(assistant.regulations)

    def read(key: str) -> Regulation:
        return assistant.document_of(ProvisionId(document=key)).regulation

    return HeldDocuments(assistant.regulations, library.catalogue.listed, read)


def tell_all_statuses(held: HeldDocuments) -> str:
    """The statuses in one line, of a large library as they are noted in its list."""
    if not held.listed:
        return tell_statuses(held.regulations)
    today = date.today()
    counts = Counter(status_by(d.status, d.effective, today) for d in held.listed)
    told = (f"{status} {count} 部" for status, count in counts.most_common())
    return f"{' · '.join(told)}（请核对正式文本）"


def tell_statuses(regulations: Sequence[Regulation]) -> str:
    """The statuses in one line: 现行有效 2 部 · 征求意见稿 1 部（尚未施行，不作为执法依据）."""
    if len(regulations) == 1:
        return status_of(regulations[0]).banner
    by_authority = sorted(regulations, key=authority)
    counts = Counter(r.status for r in by_authority)
    told = []
    for status, count in counts.items():
        hint = f"（{_hint(status)}）" if _hint(status) else ""
        told.append(f"{status} {count} 部{hint}")
    return " · ".join(told)


def _hint(status: str) -> str:
    """What of a status has to be said beside it."""
    words = status_words(status)
    if is_draft(status):
        return "尚未施行，不作为执法依据"
    if words.in_force is False:
        return "不作为执法依据"
    return "" if words.in_force else "请核对正式文本"


def name_documents(regulations: Sequence[Regulation]) -> str:
    """The documents with their statuses in a sentence, what is in force first."""
    by_authority = sorted(regulations, key=authority)
    named = "、".join(document_mark(r) for r in by_authority[:_NAMED])
    return f"{named}等 {len(regulations)} 部文件" if len(regulations) > _NAMED else named
