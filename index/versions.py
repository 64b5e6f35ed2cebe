"""Versions of one document side by side: which of them has the bare key and answers.

It is the newest that is not known to be out of force; the others are kept under the key with their
version, and are asked by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from corpus.errors import FiredutyError
from corpus.text.provision import HeldVersion, Regulation
from corpus.text.status import beside_versions, status_words
from corpus.text.versions import is_earlier
from index.documents import HeldDocument, unused_key
from index.manifest import VERSION_SIGN, ListedDocument

#: What stands for the version of a text that states none.
_UNDATED = "无日期"
_NO_VERSION = ("", "unversioned")


def shelve(documents: Sequence[HeldDocument], new: HeldDocument) -> tuple[HeldDocument, ...]:
    """The documents with one more: at the end, or beside the other versions of it.

    A text that came later is taken to be newer where neither version says otherwise.
    """
    others = [d for d in documents if d.base == new.base]
    if not others:
        return (*documents, new)
    place = max(documents.index(d) for d in others) + 1
    every = (*documents[:place], new, *documents[place:])
    return name_versions(every, new.base)


def name_versions(documents: Sequence[HeldDocument], base: str) -> tuple[HeldDocument, ...]:
    """The documents, those of one key named by their versions, and the one that answers by the key.

    Args:
        documents: of versions that nothing tells apart the last is the newest.
        base: the key.
    """
    versions = [d for d in documents if d.base == base]
    if not versions:
        return tuple(documents)
    answers = versions[0]
    for version in versions[1:]:
        answers = answers if _is_older(version, answers) else version
    taken: list[str] = []
    named = []
    for document in documents:
        if document.base == base:
            key = base if document is answers else _version_key(document, taken)
            taken.append(key)
            document = document.named(key)
        named.append(document)
    return tuple(named)


def _is_older(one: HeldDocument, other: HeldDocument) -> bool:
    """Whether a version does not answer before one that was listed earlier."""
    in_force, before = (_may_be_in_force(d) for d in (one, other))
    if in_force != before:
        return before
    version, earlier = one.regulation.version, other.regulation.version
    if version == earlier:  # a copy whose status nobody stated hides none that is known to hold
        return _in_force(other) is True and _in_force(one) is None
    return is_earlier(version, earlier)


def _may_be_in_force(document: HeldDocument) -> bool:
    return _in_force(document) is not False


def _in_force(document: HeldDocument) -> bool | None:
    return status_words(document.regulation.status).in_force


def with_others(
    regulation: Regulation,
    listed: ListedDocument,
    every: Sequence[ListedDocument],
    read: Callable[[ListedDocument], Regulation],
) -> Regulation:
    """The text of a listed document, told of its other versions.

    Args:
        listed: its entry.
        every: all entries.
        read: the text of an entry; asked of the version that answers in its place.
    """
    others = [d for d in every if d.base == listed.base and d.key != listed.key]
    if not others:
        return regulation
    held = [HeldVersion(d.key, d.version, d.is_current, _status(d, read)) for d in others]
    return beside_versions(regulation, held)


def _status(listed: ListedDocument, read: Callable[[ListedDocument], Regulation]) -> str:
    if not listed.is_current:
        return ""
    with suppress(FiredutyError):
        return read(listed).status
    return ""


def _version_key(document: HeldDocument, taken: Sequence[str]) -> str:
    version = document.regulation.version
    label = _UNDATED if version in _NO_VERSION else version
    return unused_key(f"{document.base}{VERSION_SIGN}{label}", taken)
