"""Texts put on the shelf one after the other: what is there already, what is a version of what."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.citing.instruments import plain_title
from corpus.errors import USAGE, FiredutyError
from corpus.text.versions import is_dated
from index.documents import HeldDocument, dated_by, full_key_of, hold_new, unused_key
from index.joining_parts import in_order, joined
from index.reading import AddedPath
from index.shelf import Shelf, with_shipped
from index.versions import shelve


class Adding:
    """A shelf that texts are added to.

    Args:
        shelf: as it is.
        embedder: identity of the embedder.
        versions: as of ``index.editing.add_documents``.
    """

    def __init__(self, shelf: Shelf, embedder: str, *, versions: bool) -> None:
        self.shelf = shelf
        self._embedder = embedder
        self._versions = versions
        self._texts: dict[str, HeldDocument] = {}
        self._titles: dict[str, HeldDocument] = {}
        self._bases: set[str] = set()
        self._know(shelf.documents)

    def _know(self, documents: Sequence[HeldDocument]) -> None:
        for document in documents:
            self._texts.setdefault(_words(document), document)
            self._titles.setdefault(plain_title(document.regulation.title), document)
            self._bases.add(document.base)

    def add(self, one: AddedPath) -> AddedPath:
        """What comes of a text; ``shelf`` is with it from now on."""
        new = one.document
        if new is None or one.part_of is not None:
            return one
        if (same := self._texts.get(_words(new))) is not None:
            return replace(one, document=same)
        if new.source == "shipped":
            removed = tuple(slug for slug in self.shelf.removed if slug != new.slug)
            documents = with_shipped(self.shelf.documents, removed, self._embedder)
            self.shelf = replace(self.shelf, documents=documents, removed=removed)
            self._know(documents)
            return replace(one, is_new=True)
        title = plain_title(new.regulation.title)
        listed = None if one.is_apart else self._titles.get(title)
        if listed is not None and not self._versions:
            fault = FiredutyError(
                f"{one.path}：已收录同名的《{listed.regulation.title}》，文本不同；"
                f"要换成这一份，请运行 fireduty library update {listed.base} {one.path}",
                exit_code=USAGE,
            )
            return replace(one, document=None, fault=fault)
        if listed is not None:
            documents = shelve(self.shelf.documents, new.named(listed.base))
            new = next(d for d in documents if d.slug == new.slug)
        else:
            new = new.named(unused_key(new.key, self._bases))
            documents = (*self.shelf.documents, new)
        self.shelf = replace(self.shelf, documents=documents)
        self._know([new])
        return replace(one, document=new, is_new=True)


def _words(document: HeldDocument) -> str:
    """Hash of a document's words; white space does not count."""
    return hashlib.sha256("".join(document.regulation.source_text.split()).encode()).hexdigest()


def put_in_order(read: Sequence[AddedPath], scratch: Path, embedder: str) -> list[AddedPath]:
    """Texts of one title: joined where they are parts of one, else the older before the newer.

    One that prints no date is dated by its file's name; one without either is taken to be the oldest.

    Args:
        read: what was read.
        scratch: folder for what is joined.
        embedder: identity of the embedder.
    """
    every = [_dated(one, embedder) for one in read]
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(every):
        if one.document is not None and one.document.source == "added":
            places[plain_title(one.document.regulation.title)].append(place)
    for held in places.values():
        if len(held) > 1:
            group = _arranged([every[place] for place in held], scratch, embedder)
            for place, one in zip(held, group, strict=True):
                every[place] = one
    return every


def _arranged(group: Sequence[AddedPath], scratch: Path, embedder: str) -> list[AddedPath]:
    documents = [one.document for one in group if one.document is not None]
    parts = in_order([d.regulation for d in documents])
    if parts is None:
        return sorted(group, key=_age)
    if len({d.regulation.title for d in documents}) > 1:  # each goes by its own name
        return [
            replace(one, document=d.named(full_key_of(d.regulation)), is_apart=True)
            for one, d in zip(group, documents, strict=True)
        ]
    path = scratch / f"{documents[0].slug}.txt"
    path.write_text(joined(parts), "utf-8")
    whole = AddedPath(group[0].path, hold_new(path, embedder))
    return [
        whole,
        *(replace(one, document=whole.document, part_of=whole.path) for one in group[1:]),
    ]


def _dated(one: AddedPath, embedder: str) -> AddedPath:
    if one.document is None or one.document.source != "added":
        return one
    return replace(one, document=dated_by(one.document, one.path.stem, embedder))


def _age(one: AddedPath) -> tuple[bool, str]:
    version = one.document.regulation.version if one.document else ""
    return is_dated(version), version
