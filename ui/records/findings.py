"""A judged passage as a record: what ``fireduty verify --format json``, the API and MCP give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.verify.verdict import PastedFinding


def line_of(text: str, position: int) -> int:
    """The line of a position in a text, from 1."""
    return text.count("\n", 0, position) + 1


def findings_record(findings: Sequence[PastedFinding], text: str) -> dict[str, Any]:
    """All findings for JSON.

    Args:
        text: all that was judged, in which each has its line.
    """
    return {"findings": [_finding(finding, text) for finding in findings]}


def _finding(finding: PastedFinding, text: str) -> dict[str, Any]:
    """A finding; ``document`` and the ids name documents where there are several."""
    return {
        "kind": finding.kind,
        "line": line_of(text, finding.span[0]),
        "span": list(finding.span),
        "text": finding.text,
        "state": finding.state,
        "reason": finding.reason,
        "offending": list(finding.offending),
        "document": finding.document,
        "ids": [str(i) for i in finding.ids],
        "original": finding.original,
    }
