"""What participants get: 学员讲义, 学员试卷, 答题卡. No key is in any of them."""

from __future__ import annotations

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from assistant.training.pack import Pack, Paper
from assistant.training.question import QuizQuestion
from ui.documents.training.layout import Pages
from ui.documents.training.questions import draw_slots, write_questions
from ui.documents.training.trainer import write_changes, write_quote, write_sources
from ui.documents.training.words import TITLES, list_facts, shorten, tell_changes

_NAME_LINES = (("单位／姓名（可不填）：", 0.56), ("日期：", 0.8), ("得分：", 1.0))
#: Cm of a sheet that its grid may fill, and the least and most of a row.
_SHEET, _ROW = 19.5, (0.9, 1.4)


def make_handout(pack: Pack) -> bytes:
    """学员讲义: the provisions in their own and in plain words, with room for notes."""
    pages = Pages(pack, "学员讲义")
    pages.cover([fact for fact in list_facts(pack) if fact[0] != "试卷"])
    pages.heading("一、今天学什么", new_page=True)
    for n, sentence in enumerate(pack.objectives, 1):
        pages.add(f"{n}. {sentence}")
    for remark in pack.remarks:
        pages.add(remark, "Caption", mark="注意：")
    pages.heading("时间安排", 2)
    rows = [(str(n), p.title, str(p.minutes)) for n, p in enumerate(pack.timeline, 1)]
    pages.table(("序号", "环节", "分钟"), rows, (10, 75, 15))
    pages.heading("二、要点")
    pages.add(
        "左边有竖线的楷体字是条文原文，一字未改；标明“白话说明”的不是条文。", "Caption", keep=True
    )
    write_changes(pages, pack)
    told = tell_changes(pack)
    for n, point in enumerate(pack.talking, 1):
        pages.heading(f"{n}. {shorten(point.quote.citation)}", 2)
        write_quote(pages, point, told.get(point.quote.id))
        pages.lines(2, "笔记：")
    write_sources(pages, pack, "三、引用条款")
    return pages.bytes()


def make_exam(pack: Pack, paper: Paper) -> bytes:
    """学员试卷: one paper without its key."""
    pages = Pages(pack, f"学员试卷 {paper.name}")
    _head(pages, pack, f"试卷 {paper.name}")
    pages.add(f"共 {len(paper.questions)} 题，满分 {sum(paper.points)} 分。", "Caption")
    write_questions(pages, paper, key=False)
    return pages.bytes()


def make_answer_sheet(pack: Pack) -> bytes:
    """答题卡: a page for each paper, by question number."""
    pages = Pages(pack, "答题卡")
    for n, paper in enumerate(pack.papers):
        _head(pages, pack, f"答题卡（{paper.name} 卷）", new_page=n > 0)
        pages.add(
            "单选题、多选题、判断题把选中的方括号涂黑或画圈；其余各题填写在横线上。", "Caption"
        )
        _grid(pages, paper)
    return pages.bytes()


def _head(pages: Pages, pack: Pack, name: str, *, new_page: bool = False) -> None:
    pages.heading(pack.title, new_page=new_page)
    pages.word.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    pages.word.paragraphs[-1].paragraph_format.space_before = Pt(0)
    middle = pages.add(name, "Heading 2")
    middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    middle.paragraph_format.space_before = Pt(0)
    pages.blanks(_NAME_LINES)


def _grid(pages: Pages, paper: Paper) -> None:
    """Numbers down the left half, then down the right."""
    cells = [_cell(n, q) for n, q in enumerate(paper.questions, 1)]
    half = (len(cells) + 1) // 2
    right = [*cells[half:], *[("", "")] * (2 * half - len(cells))]
    rows = [(*a, *b) for a, b in zip(cells[:half], right, strict=True)]
    high = max(_ROW[0], min(_ROW[1], _SHEET / (half + 1)))
    pages.table(("题号", "作答") * 2, rows, (14, 36) * 2, size=10.5, high=high)


def _cell(number: int, question: QuizQuestion) -> tuple[str, str]:
    return f"{number}　{TITLES[question.form]}", draw_slots(question)
