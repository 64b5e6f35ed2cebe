"""Text of a Chinese regulation → provision tree, without loss.

What ``parse`` guarantees:

1. ``render(parse(t)) == normalise(t)`` for every string ``t``.
2. Every node's span is the range in ``t`` from which its label and text were read.
3. It never raises. What cannot be placed becomes a NOTE, with a warning and its line number.
4. What looks like the label of a 条, 章, 节 or 编 at the start of a line or of a sentence and was
   not read as one is warned of with its line, and the warning fails a check; unless it is proved
   a mention: by the words after it, or because that 条 stands elsewhere. So are numbers that
   cannot be read, headings whose unit is unknown, and signs of items that go on no series.
5. A table of contents becomes NOTEs: the lines from 「目录」, or from a first heading that is
   printed again before any article, up to the place where its first entry appears again.
6. A plain paragraph after an item is a new 款, unless the item's series goes on after it: then
   it is more text of that item. In a hard-wrapped file a full line goes on in the next.
7. A second text in the file, with a 第一条 of its own, is an ANNEX, with or without that word.
8. Rows of a table and of a list without numbers are lines of the paragraph before them.
"""

from __future__ import annotations

from corpus.text.builder import Builder
from corpus.text.contents import contents_range
from corpus.text.layout import likely_heads, lone_numbers, read_layout
from corpus.text.markup import find_marks, find_markup
from corpus.text.placing import Surroundings
from corpus.text.provision import ParseWarning, Provision
from corpus.text.tables import find_columns, find_tables
from corpus.text.texts import text_starts
from corpus.text.wrapping import find_wrap

#: Raised whenever the same text may parse to another tree. Part of the index's identity.
PARSER_VERSION = "3"


def parse(source: str) -> Provision:
    """The document node of a regulation's text. See the module for what is guaranteed."""
    return parse_with_warnings(source)[0]


def parse_with_warnings(source: str) -> tuple[Provision, tuple[ParseWarning, ...]]:
    """Like ``parse``, with the warnings about what did not fit, in the order of their lines."""
    layout = read_layout(source)
    lines = layout.lines
    contents = contents_range(lines)
    around = Surroundings(
        lines, contents, find_tables(lines), text_starts(lines, contents), find_wrap(lines)
    )
    builder = Builder(around)
    for index in range(len(lines)):
        builder.place(index)
    warnings = [*builder.finish(), *_layout_warnings(source)]
    kinds: dict[str, list[int]] = {}
    for line, what in layout.aside:
        kinds.setdefault(what, []).append(line.number)
    for what, numbers in kinds.items():
        more = f"等 {len(numbers)} 处" if len(numbers) > 1 else ""
        warnings.append(ParseWarning(numbers[0], f"{more}像{what}，没有读作条文"))
    for index in likely_heads(lines):
        words = f"「{lines[index].text}」像页眉，照原样留在句子里；如果不是条文，请删去"
        warnings.append(ParseWarning(lines[index].number, words))
    for index in lone_numbers(lines):
        if around.rows.isdisjoint((index - 1, index, index + 1)):
            words = f"这一行只有「{lines[index].text}」，读作句子里的数；如果是页码，请删去"
            warnings.append(ParseWarning(lines[index].number, words))
    if columns := find_columns(lines):
        warnings.append(
            ParseWarning(
                lines[columns[0]].number,
                f"像是两栏排版（共 {len(columns)} 行），左右两栏的字串在一行；请改成单栏再读",
                fails=True,
            )
        )
    return builder.tree(), tuple(sorted(warnings, key=lambda w: w.line))


def _layout_warnings(source: str) -> list[ParseWarning]:
    """What the source has that a plain text should not have."""
    found = []
    if markup := find_markup(source):
        words = f"有 HTML 的残留「{markup.group()[:20]}」，已去掉再读；最好另存为纯文本"
        found.append(ParseWarning(_line_of(source, markup.start()), words))
    for place, words, fails in find_marks(source):
        found.append(ParseWarning(_line_of(source, place), words, fails=fails))
    if (place := source.find("\ufffd")) >= 0:
        words = f"有 {source.count(chr(0xFFFD))} 个无法识别的字符（�），原文在这里已损坏；请重新取得原文"
        found.append(ParseWarning(_line_of(source, place), words, fails=True))
    return found


def _line_of(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1
