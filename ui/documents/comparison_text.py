"""A comparison as text: for a terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.comparing.comparison import TextComparison
from assistant.comparing.marking import MarkKind
from assistant.comparing.pieces import shown_pieces
from assistant.comparing.rows import ComparedRow
from ui.documents.comparison import (
    cautions,
    count_sentence,
    facts_of_side,
    folded_sentence,
    headline,
    name_of,
    notices,
    row_label,
    shown_rows,
)
from ui.documents.comparison_changes import key_changes
from ui.documents.document import clean
from ui.documents.text_formats import inline

#: How deleted and inserted words are set off.
SetOff = Callable[[str], str]
LEGEND = "[-删去的字-] {+增加的字+}"


def mark_deleted(words: str) -> str:
    """[-删去的字-]."""
    return f"[-{words}-]"


def mark_inserted(words: str) -> str:
    """{+增加的字+}."""
    return f"{{+{words}+}}"


def write_comparison(
    comparison: TextComparison,
    *,
    whole: bool = False,
    deleted: SetOff = mark_deleted,
    inserted: SetOff = mark_inserted,
) -> str:
    """The comparison for a terminal or a plain text file.

    Args:
        whole: with the rows in which nothing changed.
        deleted, inserted: set words off.
    """
    lines = [headline(comparison), ""]
    for name, regulation in (("原", comparison.old), ("新", comparison.new)):
        facts = "，".join(f"{k}：{v}" if k != "名称" else v for k, v in facts_of_side(regulation))
        lines.append(f"{name}　{facts}")
    lines += ["", *cautions(comparison), count_sentence(comparison)]
    for changes in key_changes(comparison):
        lines += ["", f"【{changes.heading}】", *(f"· {line}" for line in changes.lines)]
    rows = shown_rows(comparison, whole=whole)
    if rows:
        lines += ["", f"【逐条对照】{deleted('删去的字')} {inserted('增加的字')}"]
    for row in rows:
        words = _marked(row, deleted, inserted)
        lines += ["", f"{name_of(row)}　{row_label(row, comparison)}", *words.split("\n")]
    folded = "" if whole else folded_sentence(comparison)
    lines += [*(["", folded] if folded else []), "", notices(comparison)]
    return "\n".join(map(clean, lines)) + "\n"


def _marked(row: ComparedRow, deleted: SetOff, inserted: SetOff) -> str:
    marks = {MarkKind.DELETED: deleted, MarkKind.INSERTED: inserted}
    said = []
    for piece in shown_pieces(row.marks):
        mark = marks.get(piece.kind)
        said.append(_by_line(piece.new or piece.old, mark) if mark else piece.new)
    return "".join(said)


def _by_line(words: str, mark: SetOff) -> str:
    """Words set off line by line, so that no line begins inside a mark."""
    return "\n".join(mark(line) if line else "" for line in words.split("\n"))


def write_comparison_markdown(comparison: TextComparison, *, whole: bool = False) -> str:
    """Headings, the key changes as lists, the rows as tables of old and new words."""
    lines = [f"# {inline(headline(comparison))}", "", "| | 原 | 新 |", "| --- | --- | --- |"]
    sides = zip(facts_of_side(comparison.old), facts_of_side(comparison.new), strict=True)
    lines += [f"| {name} | {inline(one)} | {inline(other)} |" for (name, one), (_, other) in sides]
    for sentence in (*cautions(comparison), count_sentence(comparison)):
        lines += ["", inline(sentence)]
    for changes in key_changes(comparison):
        lines += ["", f"## {inline(changes.heading)}", ""]
        lines += [f"- {inline(line)}" for line in changes.lines]
    rows = shown_rows(comparison, whole=whole)
    if rows:
        lines += ["", "## 逐条对照", "", "~~删去的字~~ **增加的字**"]
    for row in rows:
        lines += [
            "",
            f"### {inline(name_of(row))}（{row_label(row, comparison)}）",
            *_paragraphs(row),
        ]
    folded = "" if whole else folded_sentence(comparison)
    for sentence in filter(None, (folded, *notices(comparison).split("\n"))):
        lines += ["", inline(sentence)]
    return clean("\n".join(lines)) + "\n"


def _paragraphs(row: ComparedRow) -> Iterator[str]:
    # Marks of Markdown hold only where no blank stands inside them.
    marked = _marked(row, lambda words: f"\x01{words}\x02", lambda words: f"\x03{words}\x04")
    signs = {"\x01": "~~", "\x02": "~~", "\x03": "**", "\x04": "**"}
    for line in marked.split("\n"):
        yield ""
        yield "".join(signs.get(c, c) for c in inline(line))
