"""A comparison as a record for JSON."""

from __future__ import annotations

from typing import Any

from assistant.comparing.comparison import TextComparison
from assistant.comparing.rows import ComparedRow
from assistant.comparing.units import TextUnit
from corpus.text.provision import Regulation
from ui.documents.comparison import (
    cautions,
    count_sentence,
    counts,
    facts_of_side,
    headline,
    name_of,
    notices,
    shown_rows,
)
from ui.documents.comparison_changes import key_changes


def to_record(comparison: TextComparison, *, whole: bool = False) -> dict[str, Any]:
    """The comparison for JSON; ``whole``: with the rows in which nothing changed."""
    return {
        "title": headline(comparison),
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "equal": comparison.is_equal,
        "counts": counts(comparison),
        "summary": [*cautions(comparison), count_sentence(comparison)],
        "changes": [
            {"title": c.title, "reviewed": c.reviewed, "lines": list(c.lines)}
            for c in key_changes(comparison)
        ],
        "rows": [*map(_row, shown_rows(comparison, whole=whole))],
        "notice": notices(comparison),
    }


def _side(regulation: Regulation) -> dict[str, Any]:
    return {
        "key": regulation.key,
        "title": regulation.title,
        "status": regulation.status,
        "status_shown": dict(facts_of_side(regulation))["状态"],
        "version": regulation.version,
        "effective": regulation.effective.isoformat() if regulation.effective else None,
        "articles": len(regulation.articles()),
    }


def _row(row: ComparedRow) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "moved": row.moved,
        "name": name_of(row),
        "old": [*map(_unit, row.old)],
        "new": [*map(_unit, row.new)],
        "marks": [{"kind": m.kind.value, "text": m.text} for m in row.marks],
        "findings": [
            {
                "kind": f.kind.value,
                "about": f.about,
                "old": f.old,
                "new": f.new,
                "words": f.words,
            }
            for f in row.findings
        ],
    }


def _unit(unit: TextUnit) -> dict[str, Any]:
    return {"kind": unit.kind.value, "name": unit.name, "number": unit.number, "annex": unit.annex}
