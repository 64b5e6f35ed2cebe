"""A judged passage as a record: what ``fireduty verify --format json``, the API and MCP give."""

from __future__ import annotations

from typing import Any

from assistant.verify.verdict import PastedFinding
from assistant.verify.whole import CheckedSentence


def line_of(text: str, position: int) -> int:
    """The line of a position in a text, from 1."""
    return text.count("\n", 0, position) + 1


def finding_record(finding: PastedFinding, text: str) -> dict[str, Any]:
    """A finding for JSON; ``document`` and the ids name documents where there are several.

    Args:
        text: all that was judged, in which the finding has its line.
    """
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
        "right": [str(i) for i in finding.right],
    }


def sentence_record(sentence: CheckedSentence, text: str) -> dict[str, Any]:
    """A sentence for JSON, with why it could not be checked where it could not.

    Args:
        text: all that was judged, in which the sentence has its line.
    """
    return {
        "line": line_of(text, sentence.span[0]),
        "span": list(sentence.span),
        "text": sentence.text,
        "state": sentence.state,
        "why": sentence.why,
    }
