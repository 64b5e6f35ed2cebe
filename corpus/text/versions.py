"""Versions of one document that are held beside each other: which is the earlier, which answers."""

from __future__ import annotations

import re

from corpus.text.provision import HeldVersion, Regulation

_DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def is_dated(version: str) -> bool:
    """Whether a version is a date, or begins with one."""
    return _DAY.match(version) is not None


def is_earlier(version: str, other: str) -> bool:
    """Whether one version is known to be older than another: both are dated."""
    first, second = _DAY.match(version), _DAY.match(other)
    return first is not None and second is not None and first.group() < second.group()


def answering_version(regulation: Regulation) -> HeldVersion | None:
    """The version that answers in a document's place where none is named.

    None for the one that does, for the only one, and for a later one that does not answer: its own
    status tells why.
    """
    found = next((v for v in regulation.others if v.answers), None)
    if found is None or is_earlier(found.version, regulation.version):
        return None
    return found


def newer_version(regulation: Regulation) -> HeldVersion | None:
    """The later version that answers in a document's place; None where there is none known to be later."""
    found = answering_version(regulation)
    return found if found and is_earlier(regulation.version, found.version) else None
