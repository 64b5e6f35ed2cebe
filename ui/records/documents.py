"""A document of the library as a record, in more or less detail: what the terminal, the API and MCP give."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.text.provision import Level, Regulation
from corpus.text.status import status_by, status_shown
from corpus.text.versions import newer_version
from index.manifest import ListedDocument

if TYPE_CHECKING:
    from index.retrieve import Hit


def name_record(regulation: Regulation) -> dict[str, Any]:
    """Which document it is, and whether it is in force."""
    return {"key": regulation.key, "title": regulation.title, **_status(regulation)}


def full_record(regulation: Regulation) -> dict[str, Any]:
    """What its text says of it; None for what it does not say."""
    newer = newer_version(regulation)
    return {
        "key": regulation.key,
        "title": regulation.title,
        "rank": regulation.rank,
        **_status(regulation),
        "status_source": regulation.status_source,
        "as_of": _day(regulation.as_of),
        "newer": newer.key if newer else None,
        "version": regulation.version,
        "effective": _day(regulation.effective),
        "issuer": regulation.issuer or "",
        "articles": len(regulation.articles()),
    }


def listed_record(listed: ListedDocument) -> dict[str, Any]:
    """What the list of a large library tells of a document without reading its text."""
    return {
        "key": listed.key,
        "title": listed.title,
        "status": status_by(listed.status, listed.effective, date.today()),
        "version": listed.version,
        "effective": listed.effective or None,
        "articles": listed.articles,
        "provisions": listed.leaves,
    }


def hit_record(hit: Hit, regulation: Regulation) -> dict[str, Any]:
    """A provision that a search found, without its words."""
    of = {"document": regulation.key, **_status(regulation)}
    return {"id": str(hit.id), **of, "score": round(hit.score, 4)}


def chapters_of(regulation: Regulation) -> list[str]:
    """The headings of its 编 and 章."""
    nodes = regulation.body.walk()
    return [node.heading for node in nodes if Level.PART <= node.level <= Level.CHAPTER]


def _status(regulation: Regulation) -> dict[str, str]:
    return {"status": regulation.status, "status_shown": status_shown(regulation)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
