"""Paragraphs and tables of a document, put into lines: what Word and web pages have in common.

A table without provisions stays, a row a line between 「|」. Where its cells hold provisions, they are
put into lines where there is one way to do so, else the file is refused: a table that compares two
texts, or has a column of notes beside the provisions, is not one text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.beginnings import article_of
from corpus.readers.report import Dropped, refuse

#: TableRow of a table, each with its lines.
TableRow = tuple[tuple[str, ...], ...]
_SERIAL = re.compile(r"\d{1,4}[.．、]?|[一二三四五六七八九十百]{1,5}、?")
_HEADING = 12
#: What a label may end with: 第十条之一.
_NUMERALS = tuple("一二三四五六七八九十")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document.

    Attributes:
        rows: from the first to the last.
        place: where it stands, Chinese.
    """

    rows: tuple[TableRow, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Lines:
    """What blocks come to.

    Attributes:
        text: a paragraph a line.
        dropped: parts of tables that are no words of the provisions.
        doubts: what a person must look at.
    """

    text: str
    dropped: tuple[Dropped, ...]
    doubts: tuple[str, ...]


def put_into_lines(blocks: Sequence[str | Table], name: str) -> Lines:
    """The lines of blocks in their order.

    Raises:
        FiredutyError: the provisions in a table make no one text.
    """
    lines: list[str] = []
    dropped: list[Dropped] = []
    doubts: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines += block.split("\n")
            continue
        rows = [row for row in block.rows if any(any(line.strip() for line in c) for c in row)]
        if all(_filled(row) == 1 for row in rows):  # a frame around text
            lines += [line for row in rows for cell in row for line in cell]
        elif any(_is_article(cell) for row in rows for cell in row):
            taken, left = _provisions(rows, block.place, name)
            lines += taken
            dropped += left
            doubts.append(f"{block.place}里有条文，已改成一行一条，请对照原件")
        else:
            lines += [_row(row) for row in rows]
    return Lines("\n".join(lines), tuple(dropped), tuple(doubts))


def _filled(row: TableRow) -> int:
    return sum(any(line.strip() for line in cell) for cell in row)


def _row(row: TableRow) -> str:
    cells = (" ".join(line.strip() for line in cell if line.strip()) for cell in row)
    return f"| {' | '.join(c.replace('|', '｜') for c in cells)} |"


def _is_article(cell: Sequence[str]) -> bool:
    return bool(article_of(next((line for line in cell if line.strip()), "")))


def _is_label_alone(cell: Sequence[str]) -> bool:
    words = "".join(cell).strip()
    return len(words) <= _HEADING and bool(article_of(words)) and words.endswith(("条", *_NUMERALS))


def _provisions(rows: Sequence[TableRow], place: str, name: str) -> tuple[list[str], list[Dropped]]:
    """The lines of a table with provisions, and its cells that are none."""
    lines: list[str] = []
    dropped: list[Dropped] = []
    for number, row in enumerate(rows, 1):
        cells = [cell for cell in row if any(line.strip() for line in cell)]
        articles = [cell for cell in cells if _is_article(cell)]
        where = f"{place}第 {number} 行"
        if len(articles) > 1:
            raise refuse(
                name,
                f"{where}左右都是条文，像修改对照表，不是一部法规的全文；请给出只有一份文本的文件",
            )
        if len(cells) == 2 and articles and _is_label_alone(cells[0]):
            first, *rest = [line.strip() for line in cells[1] if line.strip()]
            lines += [f"{''.join(cells[0]).strip()}　{first}", *rest]
            continue
        if not articles and number == 1 and all(len("".join(c)) <= _HEADING for c in cells):
            dropped.append(Dropped("表头", where, " ".join("".join(c) for c in cells)))
            continue
        beside = [c for c in cells if c not in articles]
        if (articles and all(_SERIAL.fullmatch("".join(c).strip()) for c in beside)) or len(
            cells
        ) == 1:
            lines += [line.strip() for line in (articles or cells)[0] if line.strip()]
            dropped += [Dropped("序号", where, "".join(c)) for c in beside if articles]
            continue
        words = " ".join("".join(c) for c in beside)
        raise refuse(
            name,
            f"{where}里条文旁边还有别的栏（「{words[:20]}」），分不清哪些是条文；请改成一行一条的正文",
        )
    return lines, dropped
