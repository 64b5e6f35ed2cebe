"""题库.xlsx: a pack's questions in the columns that quiz platforms read.

There is no common standard; platforms let their columns be matched on import, or ask for their own
template, into which these are then copied. What public templates and guides share is followed:
one question a row, names of columns in the first row and nothing above them, one column for each
option with the letter in its name, 题型 as 单选题, 多选题, 判断题, 填空题, letters of a 多选 without
a separator (ABD), 判断 answered 正确 or 错误, 难度 as 易, 中, 难. Platforms differ on several words to
fill in (full-width or half-width semicolon, bar, brackets): here 「；」 joins them and each blank of
the stem is 「（）」. Few import 排序题 and 连线题 (also called 匹配题); their rows are for those that do, and to
copy from. The second sheet says all this to the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from assistant.training.pack import Pack
from assistant.training.question import (
    BLANK,
    LETTERS,
    Matching,
    QuizQuestion,
    key_text,
    letter_options,
    list_columns,
)
from ui.documents.document import clean
from ui.documents.excel_file import BODY, HEAD, height_of, page_text, put, save_book
from ui.documents.training.words import TITLES, list_pairs, shorten

_OPTIONS = 5
COLUMNS = (
    "题干",
    "题型",
    *(f"选项{letter}" for letter in LETTERS[:_OPTIONS]),
    "答案",
    "解析",
    "难度",
    "分值",
)
_WIDTHS = (36, 8, 13, 13, 13, 13, 13, 12, 40, 6, 6)
_SHADE = PatternFill("solid", fgColor="EFECE4")
_ABOUT_COLUMNS = (
    ("题干", "题目全文；填空题的空写成（），案例题前面带案例，连线题后面带左列"),
    ("题型", "单选题、多选题、判断题、填空题、排序题、连线题（有的平台叫匹配题）"),
    ("选项A–选项E", "选项；判断题为正确、错误；连线题为右列；填空题没有；多于五项时写在题干里"),
    ("答案", "单选 B；多选 ABD；判断 正确或错误；填空各空用；隔开；排序 C-A-B；连线 1-C 2-A"),
    ("解析", "带条文原文和条款号"),
    ("难度", "易、中、难"),
    ("分值", "本题在试卷中的分值；一套试卷共 100 分"),
)
_IMPORT = (
    "各平台的模板不同：有的可在导入时对应列名，有的须把各列复制到它自己的模板里；"
    "排序题、连线题不少平台不能导入。导入后请抽查几题。"
)


def make_bank(pack: Pack) -> bytes:
    """The Excel file: first sheet questions, A then B; second sheet what they are."""
    book = Workbook()
    questions, about = book.active, book.create_sheet("说明")
    questions.title = "题库"
    _set_up(questions, pack, _WIDTHS, across=True)
    for at, name in enumerate(COLUMNS, 1):
        put(questions, 1, at, name, font=Font(HEAD, 10.5), fill=_SHADE)
    questions.freeze_panes, questions.print_title_rows = "B2", "1:1"
    for line, (_, _, question, points) in enumerate(_rows(pack), 2):
        _question(questions, line, question, points)
    _about(about, pack)
    properties = book.properties
    properties.title, properties.subject = clean(pack.title), clean(pack.source)
    properties.creator = properties.lastModifiedBy = "fireduty"
    properties.description = clean(pack.notice)
    properties.created = properties.modified = datetime.fromisoformat(pack.date)
    return save_book(book, pack.date)


def _rows(pack: Pack) -> Iterator[tuple[str, int, QuizQuestion, int]]:
    """Paper, number, question, points."""
    for paper in pack.papers:
        for n, (question, points) in enumerate(zip(paper.questions, paper.points, strict=True), 1):
            yield paper.name, n, question, points


def _question(sheet: Any, line: int, question: QuizQuestion, points: int) -> None:
    *_, options = list_columns(question) or ((),)  # of 连线 the right column
    shown = options if len(options) <= _OPTIONS else ()
    cells = (
        _stem(question, options if not shown else ()),
        TITLES[question.form],
        *shown,
        *("",) * (_OPTIONS - len(shown)),
        key_text(question),
        question.explanation,
        question.difficulty,
    )
    for at, text in enumerate(cells, 1):
        put(sheet, line, at, text, font=Font(BODY, 10.5))
    number = put(sheet, line, len(COLUMNS), "", font=Font(BODY, 10.5))
    number.value, number.data_type = points, "n"
    sheet.row_dimensions[line].height = height_of((*cells, str(points)), _WIDTHS)


def _stem(question: QuizQuestion, beyond: tuple[str, ...]) -> str:
    """The stem with its scene, and what the columns of options do not hold."""
    lines = [f"【案例】{question.scene}"] if question.scene else []
    # Only a 填空 has its blanks there: a platform adds the bracket of a choice itself.
    lines.append(question.stem.replace(BLANK, "（）"))
    lines += [left for left, _ in list_pairs(question)] if isinstance(question, Matching) else []
    return "\n".join((*lines, *letter_options(beyond)))


def _about(sheet: Any, pack: Pack) -> None:
    widths = (16, 10, 10, 44, 30)
    _set_up(sheet, pack, widths, across=False)
    facts = (
        ("题库", pack.title),
        ("对象", pack.subtitle),
        ("范围", pack.scope),
        ("依据文本", pack.source),
        ("效力", pack.notice),
        ("编制日期", pack.date),
        *(("注意", remark) for remark in pack.remarks),
        ("导入", _IMPORT),
        *((f"列：{name}", meaning) for name, meaning in _ABOUT_COLUMNS),
    )
    for line, (name, value) in enumerate(facts, 1):
        put(sheet, line, 1, name, font=Font(HEAD, 10.5), fill=_SHADE)
        for at in range(2, len(widths) + 1):
            put(sheet, line, at, value if at == 2 else "", font=Font(BODY, 10.5))
        sheet.merge_cells(start_row=line, start_column=2, end_row=line, end_column=len(widths))
        sheet.row_dimensions[line].height = height_of((name, value), (widths[0], sum(widths[1:])))
    head = len(facts) + 2
    for at, name in enumerate(("题库中的行", "试卷", "题号", "条款", "事项"), 1):
        put(sheet, head, at, name, font=Font(HEAD, 10.5), fill=_SHADE)
    for n, (paper, number, question, _) in enumerate(_rows(pack), 1):
        citations = dict.fromkeys(shorten(e.citation) for e in question.evidence)
        cells = (
            f"第 {n + 1} 行",
            paper,
            str(number),
            "、".join(citations),
            "、".join(question.matters),
        )
        for at, text in enumerate(cells, 1):
            put(sheet, head + n, at, text, font=Font(BODY, 10.5))
        sheet.row_dimensions[head + n].height = height_of(cells, widths)


def _set_up(sheet: Any, pack: Pack, widths: tuple[int, ...], *, across: bool) -> None:
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    page = sheet.page_setup
    page.paperSize, page.fitToWidth, page.fitToHeight = sheet.PAPERSIZE_A4, 1, 0
    page.orientation = "landscape" if across else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddHeader.center.text = page_text(pack.notice)
    sheet.oddFooter.center.text = f"{page_text(pack.source)}　　第 &P 页，共 &N 页"
