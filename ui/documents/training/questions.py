"""A paper's questions in a Word file: laid out by form, with or without the key."""

from __future__ import annotations

from typing import Any, assert_never

from docx.shared import Cm, Pt
from rich.cells import cell_len as width_of

from assistant.training.pack import Paper
from assistant.training.question import (
    LETTERS,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    key_text,
)
from ui.documents.document import clean
from ui.documents.training.layout import Pages, bare_table
from ui.documents.training.words import (
    ROOM,
    TITLES,
    Numbered,
    list_grounds,
    list_options,
    list_pairs,
    part_stem,
    split_paper,
    tell_scene,
)
from ui.documents.word_parts import GREY

#: A line to write a word on, and one among words, which is underlined and does not break.
LINE, _UNDERLINED = "_" * 14, "\u00a0" * 24
_STEP = "_" * 5
#: Options stand four or two in a row where the widest is at most this many columns of print.
_IN_A_ROW = ((4, 14), (2, 34))
_INDENT = 0.8


def write_questions(pages: Pages, paper: Paper, *, key: bool, level: int = 1) -> None:
    """Write a paper's questions.

    Args:
        key: whether key, explanation and evidence follow each.
        level: of the headings of its parts.
    """
    for section in split_paper(paper):
        if section.heading:
            pages.heading(section.heading, level)
        for how in section.how if not key else ():
            pages.add(how, "Caption", keep=True)
        for item in section.questions:
            form = "" if section.heading else f"{TITLES[item.question.form]}，"
            worth = "" if section.even else f"（{form}{item.points}\u00a0分）"
            _question(pages, item, worth, key=key)


def _question(pages: Pages, item: Numbered, worth: str, *, key: bool) -> None:
    question = item.question
    if item.scene:
        pages.add(tell_scene(item), "案例", keep=True)
    _stem(pages, item, worth, keep=key)
    texts = list_options(question)
    last = not key and not isinstance(question, Ordering | Matching)
    _options(pages, texts, keep=not last)
    if isinstance(question, Ordering) and not key:
        _indented(pages.add(f"正确顺序：{draw_slots(question)}", "选项"))
    if isinstance(question, Matching):
        rows = [(ROOM, left, "●", "", "●", right) for left, right in list_pairs(question)]
        bare_table(pages, rows, (13, 27, 4, 12, 4, 40))
        pages.add("", "选项", keep=key)
    if key:
        _key(pages, item)


def _stem(pages: Pages, item: Numbered, worth: str, *, keep: bool) -> None:
    question = item.question
    line: Any = pages.add(f"{item.number}.\t", "题目")
    line.paragraph_format.left_indent = Cm(_INDENT)
    line.paragraph_format.first_line_indent = Cm(-_INDENT)
    # 判断 and 填空 have nothing after their stem that it could be cut from.
    line.paragraph_format.keep_with_next = keep or not isinstance(question, TrueFalse | FillBlank)
    line.paragraph_format.keep_together = True
    fills = isinstance(question, FillBlank)
    for n, part in enumerate(part_stem(question)):
        if n:
            line.add_run(_UNDERLINED if fills else ROOM).underline = fills or None
        line.add_run(clean(part)).underline = None
    points = line.add_run(worth)
    points.font.size, points.font.color.rgb = Pt(9), GREY


def _options(pages: Pages, texts: tuple[str, ...], *, keep: bool) -> None:
    widest = max(map(width_of, texts), default=0)
    columns = next((n for n, most in _IN_A_ROW if widest <= most and len(texts) >= n), 1)
    rows = [texts[at : at + columns] for at in range(0, len(texts), columns)]
    for at, row in enumerate(rows):
        line = pages.add("\t".join(row), "选项", keep=keep or at + 1 < len(rows))
        layout = line.paragraph_format
        layout.left_indent, layout.first_line_indent = Cm(_INDENT + 0.6), Cm(-0.6)
        for n in range(1, columns):
            layout.tab_stops.add_tab_stop(Cm(_INDENT + (pages.width - _INDENT) * n / columns))


def _indented(paragraph: Any) -> None:
    paragraph.paragraph_format.left_indent = Cm(_INDENT)


def _key(pages: Pages, item: Numbered) -> None:
    question = item.question
    answer = pages.add(
        f"{key_text(question)}　　难度：{question.difficulty}　　分值：{item.points} 分",
        "答案",
        mark="答案：",
        keep=True,
    )
    answer.paragraph_format.space_before = Pt(3)
    pages.add(question.explanation, "答案", mark="解析：")  # pages may end in it or after it
    *rest, last = [
        ("依据：" if n == 0 else "　　　", g) for n, g in enumerate(list_grounds(question))
    ] or [("", "")]
    for mark, line in rest:
        pages.add(line, "答案", mark=mark, keep=True)
    pages.add(last[1], "答案", mark=last[0])


def write_quick_key(pages: Pages, paper: Paper) -> None:
    """All keys of a paper in one table, to mark papers by."""
    cells = [
        (f"{n}", key_text(q), f"{points}")
        for n, (q, points) in enumerate(zip(paper.questions, paper.points, strict=True), 1)
    ]
    half = (len(cells) + 1) // 2
    right = [*cells[half:], *[("", "", "")] * (2 * half - len(cells))]
    rows = [(*a, *b) for a, b in zip(cells[:half], right, strict=True)]
    pages.table(("题号", "答案", "分值") * 2, rows, (9, 32, 9) * 2)


def draw_slots(question: QuizQuestion) -> str:
    """Where a participant writes on the answer sheet."""
    match question:
        case SingleChoice() | MultipleChoice():
            letters = LETTERS[: len(question.options)]
            return "　".join(f"[ {letter} ]" for letter in letters)
        case TrueFalse():
            return "[ √ ]　[ × ]"
        case FillBlank():
            return "　".join([LINE] * len(question.key))
        case Ordering():
            return " → ".join([_STEP] * len(question.steps))
        case Matching():
            return "　".join(f"{n}-{_STEP[:4]}" for n in range(1, len(question.left) + 1))
        case _:
            assert_never(question)
