"""讲师手册: everything that a trainer needs to teach from, with keys."""

from __future__ import annotations

from assistant.training.pack import Pack, Paper, TalkingPoint
from ui.documents.comparison_changes import key_changes
from ui.documents.document import clean
from ui.documents.training.layout import Pages
from ui.documents.training.questions import write_questions, write_quick_key
from ui.documents.training.words import (
    ToldChange,
    list_facts,
    shorten,
    sum_up_changes,
    tell_changes,
)

NAME = "讲师手册"
#: How many citations stand in a row.
_ABREAST = 3
_FILES = (
    ("学员讲义", "发给学员：要点原文、白话说明、记笔记的地方"),
    ("学员试卷A、学员试卷B", "发给学员：没有答案；相邻座位可以分别用 A 卷和 B 卷"),
    ("答题卡", "需要收卷评分时发给学员，A 卷、B 卷各一张"),
    ("幻灯片", "投影；试题讲评在最后，交卷以后再放"),
    ("题库", "导入在线考试平台；各列的含义见其中的「说明」"),
    ("题库-Moodle.xml、题库-QTI.zip", "导入 Moodle（XML 格式），或能导入 QTI 2.1 题目包的平台"),
    ("培训包.md、培训包.json", "同样的内容，供编辑或由程序读取；含答案"),
)


def make_handbook(pack: Pack) -> bytes:
    """The trainer's Word file."""
    pages = Pages(pack, NAME)
    pages.cover(list_facts(pack), "本手册含试题答案，请勿发给学员。")
    pages.heading("一、培训目标", new_page=True)
    for n, sentence in enumerate(pack.objectives, 1):
        pages.add(f"{n}. {sentence}")
    for remark in pack.remarks:
        pages.add(remark, "Caption", mark="注意：")
    _timeline(pages, pack)
    pages.heading("三、讲解要点")
    pages.add(
        "左边有竖线的楷体字是条文原文，一字未改；标明“白话说明”的不是条文。", "Caption", keep=True
    )
    write_changes(pages, pack)
    told = tell_changes(pack)
    for n, point in enumerate(pack.talking, 1):
        _point(pages, n, point, told.get(point.quote.id))
    for numeral, paper in zip("四五", pack.papers, strict=True):
        _paper(pages, f"{numeral}、试卷 {paper.name}（含答案）", paper)
    write_sources(pages, pack, "六、引用条款")
    return pages.bytes()


def _timeline(pages: Pages, pack: Pack) -> None:
    pages.heading("二、时间安排")
    rows = [(str(n), p.title, f"{p.minutes}", p.doing) for n, p in enumerate(pack.timeline, 1)]
    rows.append(("", "合计", f"{sum(p.minutes for p in pack.timeline)}", ""))
    pages.table(("序号", "环节", "分钟", "讲师做什么"), rows, (7, 22, 9, 62))
    pages.heading("本包的文件", 2)
    pages.table(("文件", "用途"), _FILES, (30, 70))


def write_changes(pages: Pages, pack: Pack) -> None:
    """Which texts are compared, how much differs, and what matters first."""
    if pack.comparison is None:
        return
    for sentence in sum_up_changes(pack):
        pages.add(sentence)
    for changes in key_changes(pack.comparison, apart=False):
        pages.heading(changes.heading, 3)
        for line in changes.lines:
            pages.add(line)


def _point(pages: Pages, number: int, point: TalkingPoint, change: ToldChange | None) -> None:
    quote = point.quote
    pages.heading(f"{number}. {shorten(quote.citation)}", 2)
    pages.add(f"{quote.citation}　|　{quote.path}", "Caption", keep=True)
    write_quote(pages, point, change)
    about = (("约束谁：", point.actors), ("事项：", point.matters))
    line = pages.add("")
    for name, values in about:
        if values:
            line.add_run(name).bold = True
            line.add_run(clean(f"{'、'.join(values)}　　"))


def write_quote(pages: Pages, point: TalkingPoint, change: ToldChange | None = None) -> None:
    """A provision's words with those that introduce it, and the plain words, marked as such.

    Before them, what it was. Its end stands on the page of what follows.
    """
    if change is not None:
        pages.add(change.old, "总领句", mark=f"{change.label}　{change.before}", keep=True)
    if point.quote.lead_in:
        pages.add(point.quote.lead_in, "总领句", keep=True)
    pages.add(point.quote.text, "条文", keep=not point.plain)
    if point.plain:
        pages.add("\n".join(point.plain), "白话", mark="白话说明　", keep=True)


def _paper(pages: Pages, heading: str, paper: Paper) -> None:
    pages.heading(heading, new_page=True)
    write_quick_key(pages, paper)
    write_questions(pages, paper, key=True, level=2)


def write_sources(pages: Pages, pack: Pack, heading: str) -> None:
    """The page that says where everything is from."""
    pages.heading(heading, new_page=True)
    pages.add(pack.source, mark="依据文本：")
    pages.add(pack.notice, "提示")
    pages.add(f"本包引用其中 {len(pack.sources)} 处：")
    cells = [*map(shorten, pack.sources), *[""] * (-len(pack.sources) % _ABREAST)]
    rows = [cells[at : at + _ABREAST] for at in range(0, len(cells), _ABREAST)]
    pages.table(("条款",) * _ABREAST, rows, (1,) * _ABREAST)
    pages.add(f"编制日期：{pack.date}", "Caption")
