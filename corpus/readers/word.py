"""Word documents (.docx): the text that Word shows, with what was done to it.

Read from the parts of the archive: paragraphs and tables in their order, the numbers that automatic
lists print, tracked changes as if accepted, text boxes where they are anchored. Heads, feet, notes and
comments are left out and told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.readers.beginnings import label_of
from corpus.readers.blocks import Table, put_into_lines
from corpus.readers.office_xml import Parts, child, children, is_on, tag_of, value_of
from corpus.readers.report import Dropped, ReadFile, ReadingReport
from corpus.readers.word_lists import WordLists, read_lists

_BODY = "word/document.xml"
_ASIDE = (
    (re.compile(r"word/header\d*\.xml"), "页眉"),
    (re.compile(r"word/footer\d*\.xml"), "页脚"),
    (re.compile(r"word/footnotes\.xml"), "脚注"),
    (re.compile(r"word/endnotes\.xml"), "尾注"),
    (re.compile(r"word/comments\.xml"), "批注"),
)
#: Elements whose content is never text of the document.
_SKIPPED = frozenset(
    (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "sdtPr",
        "docPartObj",
        "rt",
        "instrText",
        "delText",
        "delInstrText",
        "Fallback",
        "annotationRef",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
    )
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_DEEPEST = 60


@dataclass
class _Met:
    """What is counted while a document is read."""

    counts: Counter[str] = field(default_factory=Counter)
    hidden: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str
    list_id: str
    level: int


def read_word(data: bytes, name: str) -> ReadFile:
    """The text of a Word document.

    Raises:
        FiredutyError: it is broken, has a password, or holds provisions in a table that is no one text.
    """
    parts = Parts(data, name)
    body = child(parts.need(_BODY), "body")
    if body is None:
        raise parts.broken()
    reader = _Reader(
        read_lists(parts.xml("word/numbering.xml")), _styles(parts.xml("word/styles.xml"))
    )
    lines = put_into_lines(list(reader.blocks(body)), name)
    dropped = [*_aside(parts, body), *lines.dropped]
    dropped += [Dropped("隐藏文字", "", words) for words in reader.met.hidden]
    report = ReadingReport(
        "Word 文档（.docx）",
        _notes(parts, reader),
        (*_doubts(reader), *lines.doubts),
        tuple(dropped),
    )
    return ReadFile(lines.text, report)


class _Reader:
    """Reads the blocks of a body, counting its lists on."""

    def __init__(self, lists: WordLists, styles: dict[str, _Style]) -> None:
        self.lists, self._styles = lists, styles
        self.met = _Met()
        self.numbered = 0
        self._tables = 0
        self._by_style = {
            level.style: (at, index)
            for at, abstract in lists.lists.items()
            for index, level in lists.abstract.get(abstract, {}).items()
            if level.style
        }

    def blocks(self, node: Any, depth: int = 0) -> Iterator[str | Table]:
        """Paragraphs and tables below an element."""
        carried = ""
        for part in node if node is not None and depth < _DEEPEST else ():
            kind = tag_of(part)
            if kind == "p":
                words = carried + self._paragraph(part)
                carried = words if _mark_is_deleted(part) else ""
                if not carried:
                    yield words
                yield from self._taken_boxes()
            elif kind == "tbl":
                self._tables += 1
                yield Table(tuple(self._rows(part, depth)), f"第 {self._tables} 个表格")
            elif kind == "altChunk":
                self.met.counts["嵌入的别的文件"] += 1
            elif kind not in _SKIPPED:
                yield from self.blocks(part, depth + 1)
        if carried:
            yield carried

    def _taken_boxes(self) -> Iterator[str]:
        boxes, self.met.boxes = self.met.boxes, []
        yield from boxes

    def _rows(self, table: Any, depth: int) -> Iterator[tuple[tuple[str, ...], ...]]:
        for row in (r for r in table.iter() if tag_of(r) == "tr" and _table_of(r) is table):
            if (properties := child(row, "trPr")) is not None and child(
                properties, "del"
            ) is not None:
                self.met.counts["删去的字句"] += 1
                continue
            yield tuple(
                tuple(self._cell(cell, depth))
                for cell in row.iter()
                if tag_of(cell) == "tc" and _table_of(cell) is table
            )

    def _cell(self, cell: Any, depth: int) -> Iterator[str]:
        for block in self.blocks(cell, depth + 1):
            if isinstance(block, str):
                yield from block.split("\n")
            else:
                yield from (" ".join(line for c in row for line in c) for row in block.rows)

    def _paragraph(self, node: Any) -> str:
        words = "".join(self._inline(node, 0)).strip(" \t")
        properties = child(node, "pPr")
        if self._is_hidden_mark(properties) and not words:
            return ""
        label = self._label(properties)
        if not label:
            return words
        self.numbered += 1
        read = label_of(f"{label} 甲")
        heading = read is not None and read.level is not None
        return f"{label}{'　' if heading else ''}{words}"

    def _label(self, properties: Any) -> str:
        """The number that a list prints before a paragraph."""
        style = value_of(child(properties, "pStyle")) if properties is not None else ""
        list_id, level = self._listed(properties, style)
        if not list_id or list_id == "0":
            return ""
        label = self.lists.label(list_id, level)
        if label is None:
            self.met.counts["找不到定义的自动编号"] += 1
        return label or ""

    def _listed(self, properties: Any, style: str) -> tuple[str, int]:
        """The list of a paragraph and the level in it: its own, else its style's."""
        list_id, level = self._list_of_style(style)
        own = child(properties, "numPr") if properties is not None else None
        if (its_list := child(own, "numId")) is not None:
            list_id = value_of(its_list)
        if (its_level := child(own, "ilvl")) is not None:
            level = int(value_of(its_level) or 0)
        return list_id, level

    def _list_of_style(self, style: str) -> tuple[str, int]:
        seen = set[str]()
        while (found := self._styles.get(style)) is not None and style not in seen:
            seen.add(style)
            if found.list_id:
                _, level = self._by_style.get(style, ("", found.level))
                return found.list_id, level
            style = found.parent
        return "", 0

    def _inline(self, node: Any, depth: int) -> Iterator[str]:
        for part in node if depth < _DEEPEST else ():
            kind = tag_of(part)
            if kind == "t":
                yield part.text or ""
            elif kind in _BREAKS:
                yield _BREAKS[kind]
            elif kind == "r":
                yield from self._run(part, depth)
            elif kind == "txbxContent":
                self._box(part)
            elif kind == "ins" or kind == "moveTo":
                self.met.counts["插入的字句"] += bool(_words_below(part))
                yield from self._inline(part, depth + 1)
            elif kind in ("del", "moveFrom"):
                self.met.counts["删去的字句"] += 1
            elif kind == "sym":
                self.met.counts["符号字体里的字符"] += 1
            elif kind in ("oMath", "oMathPara"):
                self.met.counts["公式"] += 1
                yield _words_below(part)
            elif kind in ("blip", "imagedata"):
                self.met.counts["图片"] += 1
            elif kind == "OLEObject":
                self.met.counts["嵌入的对象"] += 1
            elif kind not in _SKIPPED:
                yield from self._inline(part, depth + 1)

    def _run(self, run: Any, depth: int) -> Iterator[str]:
        properties = child(run, "rPr")
        words = "".join(self._inline(run, depth + 1))
        if properties is not None and words.strip():
            if is_on(child(properties, "vanish")):
                self.met.hidden.append(words)
                return
            if is_on(child(properties, "strike")) or is_on(child(properties, "dstrike")):
                self.met.counts["带删除线的字句"] += 1
        yield words

    def _box(self, box: Any) -> None:
        before, self.met.boxes = self.met.boxes, []
        inside = list(self.blocks(box, 1))
        self.met.boxes = before
        for block in inside:
            words = (
                block
                if isinstance(block, str)
                else " ".join(line for row in block.rows for cell in row for line in cell)
            )
            if words.strip():
                self.met.counts["文本框"] += 1
                self.met.boxes.append(words)

    def _is_hidden_mark(self, properties: Any) -> bool:
        marks = child(properties, "rPr") if properties is not None else None
        return marks is not None and is_on(child(marks, "vanish"))


def _styles(root: Any) -> dict[str, _Style]:
    found = {}
    for style in children(root, "style"):
        properties = child(style, "pPr")
        numbering = child(properties, "numPr") if properties is not None else None
        list_id = value_of(child(numbering, "numId")) if numbering is not None else ""
        level = value_of(child(numbering, "ilvl")) if numbering is not None else ""
        found[value_of(style, "styleId")] = _Style(
            value_of(child(style, "basedOn")), list_id, int(level or 0)
        )
    return found


def _mark_is_deleted(paragraph: Any) -> bool:
    """Whether the end of a paragraph is deleted: then it goes on in the next."""
    properties = child(paragraph, "pPr")
    marks = child(properties, "rPr") if properties is not None else None
    return marks is not None and child(marks, "del") is not None


def _table_of(node: Any) -> Any:
    above = node.getparent()
    while above is not None and tag_of(above) != "tbl":
        above = above.getparent()
    return above


def _words_below(node: Any) -> str:
    return "".join(n.text or "" for n in node.iter() if tag_of(n) == "t")


def _aside(parts: Parts, body: Any) -> Iterator[Dropped]:
    """Heads, feet, notes and comments, each text once."""
    seen: set[tuple[str, str]] = set()
    for pattern, what in _ASIDE:
        for part in sorted(n for n in parts.names if pattern.fullmatch(n)):
            root = parts.xml(part)
            notes = [root] if what in ("页眉", "页脚") else list(root)
            for note in notes:
                words = "".join(_aside_words(note)).strip()
                if words and (what, words) not in seen:
                    seen.add((what, words))
                    yield Dropped(what, "", words)


def _aside_words(node: Any) -> Iterator[str]:
    for part in node.iter():
        kind = tag_of(part)
        if kind == "t":
            yield part.text or ""
        elif kind == "p":
            yield " "


def _notes(parts: Parts, reader: _Reader) -> tuple[str, ...]:
    notes = []
    if reader.numbered:
        notes.append(f"{reader.numbered} 段的编号由 Word 自动编号还原")
    if any(n.endswith("vbaProject.bin") for n in parts.names):
        notes.append("文件里有宏，没有运行，也没有读")
    return tuple(notes)


def _doubts(reader: _Reader) -> tuple[str, ...]:
    counts = reader.met.counts
    doubts = []
    changed = [f"{what} {counts[what]} 处" for what in ("插入的字句", "删去的字句") if counts[what]]
    if changed:
        doubts.append(f"文件里有修订痕迹（{'，'.join(changed)}），按接受全部修订后的文字读入")
    for what, words in (
        ("文本框", "里的字放在它所在的段落后面"),
        ("图片", "里的字没有读"),
        ("公式", "只读了其中的字符"),
        ("带删除线的字句", "照样读入，如果已被删去，请从文件里去掉"),
        ("符号字体里的字符", "没有读"),
        ("嵌入的对象", "没有读"),
        ("嵌入的别的文件", "没有读"),
        ("找不到定义的自动编号", "编号没有读出"),
    ):
        if counts[what]:
            doubts.append(f"有{what} {counts[what]} 处，{words}")
    if reader.lists.unknown:
        doubts.append(
            f"有不认识的编号格式（{'、'.join(sorted(reader.lists.unknown))}），按 1、2、3 读"
        )
    return tuple(doubts)
