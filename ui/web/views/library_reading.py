"""文件: how a file that was sent was read, for a person to confirm before it is added. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.readers.summary import ReadingSummary
from corpus.text.status import status_shown
from index.reading import AddedPath
from ui.web.views.facts import render_pairs
from ui.web.views.markup import text, trouble

_CANCEL = '<button type="button" class="plain cancel-reading">取消</button>'
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
    summary, name = read.reading, str(read.path)
    does = f"换成「{text(key)}」的新版本" if key else "收录"
    doubts = _list("请对照原件核对", summary.doubts, "to-check")
    clean = "" if doubts else '<p class="well-read">没有缺号、重号，没有疑问。</p>'
    return (
        f'<section class="reading" data-key="{text(key)}" data-name="{text(name)}">'
        f'<h3 tabindex="-1">读取报告：{text(name)}</h3>'
        f"{render_pairs(_facts(read, summary))}{doubts}{clean}"
        f"{_list('没有读作条文', summary.dropped, 'left-out')}"
        f"{_folded('说明', (*summary.notes, *summary.hints))}"
        f"<details><summary>读出的全文</summary>{_text(read.document.regulation.source_text)}</details>"
        f'<div class="acts"><button type="button" class="strong confirm-reading">{does}</button>'
        f"{_CANCEL}</div></section>"
    )


def render_unread(why: str) -> str:
    """Why a file cannot be read."""
    told = trouble("没有读出来", [why if why.endswith("。") else f"{why}。"])
    return f'<section class="reading unread">{told}<div class="acts">{_CANCEL}</div></section>'


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


def _list(title: str, lines: Sequence[str], css: str) -> str:
    if not lines:
        return ""
    rest = _folded(f"还有 {len(lines) - _AT_ONCE} 处", lines[_AT_ONCE:])
    return f'<div class="{css}"><h4>{text(title)}（{len(lines)}）</h4>{_items(lines[:_AT_ONCE])}{rest}</div>'


def _folded(title: str, lines: Sequence[str]) -> str:
    return f"<details><summary>{text(title)}</summary>{_items(lines)}</details>" if lines else ""


def _items(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{text(line)}</li>' for line in lines)}</ul>"


def _text(words: str) -> str:
    """The text in a field that keeps its lines; the first line break of such a field is not its own."""
    return f'<textarea class="read-text" rows="14" readonly aria-label="读出的全文">\n{text(words)}</textarea>'
