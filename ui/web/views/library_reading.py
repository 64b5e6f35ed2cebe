"""文件: how a file that was sent was read, for a person to confirm before it is added. Pure functions."""

from __future__ import annotations

from corpus.readers.summary import ReadingSummary
from corpus.text.status import status_shown
from index.reading import AddedPath
from ui.web.templating import part

#: So many lines of a list stand there at once; the rest is one click away.
_AT_ONCE = 8


def render_reading(read: AddedPath, key: str = "") -> str:
    """What was read, what was left out, what is in doubt, the text, and the choice.

    Args:
        read: the file.
        key: of the document that it is to replace; empty for a new one.
    """
    assert read.document is not None
    assert read.reading is not None
    facts, text = _facts(read, read.reading), read.document.regulation.source_text
    return str(part("library", "reading", str(read.path), key, facts, read.reading, text, _AT_ONCE))


def render_unread(why: str) -> str:
    """Why a file cannot be read."""
    return str(part("library", "unread", why if why.endswith("。") else f"{why}。"))


def _facts(read: AddedPath, summary: ReadingSummary) -> list[tuple[str, str]]:
    assert read.document is not None
    return [
        ("文件", summary.kind),
        ("名称", f"《{summary.title}》"),
        ("状态", status_shown(read.document.regulation)),
        ("日期", "；".join(summary.dates) or "原文没有写明"),
        ("条", summary.articles),
        ("项", f"{summary.items} 项；可引用条款 {summary.leaves} 个"),
    ]
