"""Files of a training pack: nothing lost, no key given away, the notice never missing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Pt

from assistant.training.pack import Pack, Paper
from assistant.training.question import (
    BLANK,
    FORMS,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    key_text,
    list_columns,
)
from corpus.errors import USAGE, FiredutyError
from tests.support.handmade_pack import make_pack
from ui.documents.document import clean
from ui.documents.training import fonts
from ui.documents.training.bank import COLUMNS, make_bank
from ui.documents.training.deck import BRANCHES, Deck
from ui.documents.training.files import PackFile, make_files, write_pack
from ui.documents.training.participants import make_answer_sheet, make_exam, make_handout
from ui.documents.training.slide_text import LEAST, Block, height_of, pages
from ui.documents.training.slides import choose_reviewed, list_pictures, make_slides
from ui.documents.training.text import write_json, write_markdown
from ui.documents.training.trainer import make_handbook
from ui.documents.training.words import add_room, number_questions, split_paper

NAMES = (
    "讲师手册.docx",
    "学员讲义.docx",
    "学员试卷A.docx",
    "学员试卷B.docx",
    "答题卡.docx",
    "题库.xlsx",
    "题库-Moodle.xml",
    "题库-QTI.zip",
    "幻灯片.pptx",
    "培训包.md",
    "培训包.json",
)
PARTICIPANTS = NAMES[1:5]
HOSTILE = ("=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("x")')


@pytest.fixture(scope="module")
def pack() -> Pack:
    return make_pack()


@pytest.fixture(scope="module")
def made(pack: Pack) -> dict[str, PackFile]:
    return {file.name: file for file in make_files(pack)}


@pytest.fixture
def finished(made: dict[str, PackFile], monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of the pack are at hand: for tests of what is done with them."""
    monkeypatch.setattr("ui.documents.training.files.make_files", lambda _: tuple(made.values()))


def words_of(content: bytes) -> str:
    """All text of a Word or PowerPoint file's pages, without spaces and breaks."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [n for n in archive.namelist() if re.search(r"(document|slide\d+)\.xml$", n)]
        found = "".join(archive.read(n).decode() for n in sorted(parts, key=_number))
    found = re.sub(r"<a:fld.*?</a:fld>", "", found)
    texts = re.findall(r"<(?:w|a):t(?: [^>]*)?>([^<]*)</(?:w|a):t>", found)
    return bare("".join(texts))


def _number(name: str) -> int:
    return int((re.findall(r"\d+", name) or ["0"])[-1])


def bare(text: str) -> str:
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(code, sign)
    return re.sub(r"\s+", "", text)


def questions(pack: Pack) -> Iterator[QuizQuestion]:
    return chain.from_iterable(paper.questions for paper in pack.papers)


def one_paper(pack: Pack, *asked: QuizQuestion) -> Pack:
    """The pack with these questions as both papers, and nothing to talk about."""
    points = (100,) + (0,) * (len(asked) - 1)
    return replace(pack, talking=(), papers=(Paper("A", asked, points), Paper("B", asked, points)))


# --- all files ------------------------------------------------------------------------------------


def test_pack_is_nine_files(made: dict[str, PackFile]) -> None:
    assert tuple(made) == NAMES
    assert all(file.content for file in made.values())


def test_fixture_has_every_form(pack: Pack) -> None:
    assert {q.form for q in questions(pack)} == set(FORMS)
    assert {len(p.questions) for p in pack.papers} == {10}
    assert {sum(p.points) for p in pack.papers} == {100}


def test_same_pack_gives_the_same_bytes(
    pack: Pack, made: dict[str, PackFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 4_000
    monkeypatch.setattr(time, "time", lambda: later)  # zip archives bear the time of writing
    again = {file.name: file.content for file in make_files(make_pack())}
    assert [n for n in NAMES if again[n] != made[n].content] == []


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith(("docx", "xlsx", "pptx"))])
def test_office_files_bear_the_packs_date_and_nobodys_name(
    name: str, pack: Pack, made: dict[str, PackFile]
) -> None:
    with zipfile.ZipFile(BytesIO(made[name].content)) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {info.date_time for info in archive.infolist()} == {(2026, 1, 2, 0, 0, 0)}
    assert re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", core) == [f"{pack.date}T00:00:00Z"] * 2
    people = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", core)
    assert set(people) == {"fireduty"}
    assert pack.title in core


# --- the notice -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith("docx")])
def test_notice_stands_on_each_page_of_word_files(
    name: str, pack: Pack, made: dict[str, PackFile]
) -> None:
    word = docx.Document(BytesIO(made[name].content))
    for page in word.sections:
        assert not page.different_first_page_header_footer
        assert page.header.paragraphs[0].text == pack.notice
        assert pack.source in page.footer.paragraphs[0].text
        assert (page.page_width.cm, page.page_height.cm) == pytest.approx((21.0, 29.7), abs=0.01)
        assert page.left_margin.cm == pytest.approx(2.0, abs=0.01)
    assert "PAGE" in word.sections[0].footer._element.xml
    assert not word.settings.odd_and_even_pages_header_footer


def test_notice_and_number_stand_on_every_slide(made: dict[str, PackFile], pack: Pack) -> None:
    shown = Presentation(BytesIO(made["幻灯片.pptx"].content))
    assert shown.slide_width / shown.slide_height == pytest.approx(16 / 9)
    for slide in shown.slides:
        texts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        assert pack.notice in texts
        assert 'type="slidenum"' in slide.shapes._spTree.xml
        assert slide.shapes.title.text_frame.text


def test_notice_stands_on_every_printed_sheet(made: dict[str, PackFile], pack: Pack) -> None:
    for sheet in openpyxl.load_workbook(BytesIO(made["题库.xlsx"].content)):
        assert sheet.oddHeader.center.text == pack.notice
        assert "&P" in sheet.oddFooter.center.text


@pytest.mark.parametrize("name", ["讲师手册.docx", "学员讲义.docx", "幻灯片.pptx", "培训包.md"])
def test_source_version_and_notice_are_said(
    name: str, pack: Pack, made: dict[str, PackFile]
) -> None:
    content = made[name].content
    text = content.decode() if name.endswith("md") else words_of(content)
    for words in (pack.title, pack.source, pack.notice, pack.date):
        assert bare(words) in bare(text)


# --- what stands in them --------------------------------------------------------------------------


def test_handbook_holds_everything(pack: Pack, made: dict[str, PackFile]) -> None:
    text = words_of(made["讲师手册.docx"].content)
    wanted = [*pack.objectives, *pack.remarks, pack.scope]
    for part in pack.timeline:
        wanted += [part.title, part.doing]
    for point in pack.talking:
        wanted += [point.quote.text, point.quote.lead_in, point.quote.citation, point.quote.path]
        wanted += [*point.plain, *point.actors, *point.matters]
    for question in questions(pack):
        wanted += [
            *chain.from_iterable(list_columns(question)),
            question.scene,
            question.explanation,
        ]
        wanted += [key_text(question), *question.stem.split(BLANK)]
        wanted += list(chain.from_iterable((e.citation, e.quote) for e in question.evidence))
    wanted += [c.split("》")[1] for c in pack.sources]
    assert [w for w in wanted if bare(w) not in text] == []


def test_markdown_holds_everything(pack: Pack, made: dict[str, PackFile]) -> None:
    text = bare(made["培训包.md"].content.decode())
    for point in pack.talking:
        assert bare(point.quote.text) in text
    for question in questions(pack):
        assert bare(f"答案：{key_text(question)}") in text
        assert bare(question.explanation) in text


def test_handout_quotes_and_leaves_room(pack: Pack, made: dict[str, PackFile]) -> None:
    text = words_of(made["学员讲义.docx"].content)
    for point in pack.talking:
        assert bare(point.quote.text) in text
        assert all(bare(sentence) in text for sentence in point.plain)
    assert text.count("白话说明") == len(pack.talking) + 1  # and where it is explained
    assert text.count("笔记：") == len(pack.talking)


def test_quotes_have_a_style_of_their_own(pack: Pack, made: dict[str, PackFile]) -> None:
    word = docx.Document(BytesIO(made["讲师手册.docx"].content))
    quoted = [p.text for p in word.paragraphs if p.style.name == "条文"]
    assert quoted == [point.quote.text for point in pack.talking]


@pytest.mark.parametrize("index", [0, 1])
def test_exam_asks_every_question_in_order(pack: Pack, index: int) -> None:
    paper = pack.papers[index]
    text = words_of(make_exam(pack, paper))
    at = 0
    for number, question in enumerate(paper.questions, 1):
        start = bare(question.stem.split(BLANK)[0])
        at = text.index(f"{number}.{start}", at)
        for words in chain.from_iterable(list_columns(question)):
            if not isinstance(question, TrueFalse):
                assert bare(words) in text[at:]
    assert "单位／姓名（可不填）：" in text
    assert text.count("10分）") == 10


def changed(question: QuizQuestion) -> QuizQuestion:
    """The same question to a participant, with another key."""
    other = replace(question.evidence[0], citation="《别的》第一条", quote="另一句话")
    question = replace(question, explanation="另一个解析", evidence=(other,))
    match question:
        case SingleChoice():
            return replace(question, key=(question.key + 1) % len(question.options))
        case MultipleChoice():
            others = (n for n in range(len(question.options)) if n not in question.key)
            return replace(question, key=tuple(others))
        case TrueFalse():
            return replace(question, key=not question.key, altered=None)
        case FillBlank():
            return replace(question, key=tuple(f"{words}甲乙丙丁" for words in question.key))
        case Ordering() | Matching():
            return replace(question, key=question.key[::-1])


@pytest.fixture(scope="module")
def other(pack: Pack) -> dict[str, bytes]:
    """The files of the pack with other keys."""
    papers = tuple(
        replace(paper, questions=tuple(map(changed, paper.questions))) for paper in pack.papers
    )
    return {f.name: f.content for f in make_files(replace(pack, papers=papers))}  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PARTICIPANTS)
def test_participants_files_do_not_depend_on_the_key(
    name: str, other: dict[str, bytes], made: dict[str, PackFile]
) -> None:
    assert other[name] == made[name].content
    assert other["讲师手册.docx"] != made["讲师手册.docx"].content


def test_scene_stands_once_for_the_questions_that_share_it(pack: Pack) -> None:
    text = words_of(make_exam(pack, pack.papers[1]))
    assert text.count("【案例】（第9～10题）某小区没有物业管理。") == 1
    assert "【案例】某小区" in words_of(make_exam(pack, pack.papers[0]))


def test_paper_in_order_of_forms_has_headings(pack: Pack) -> None:
    paper = pack.papers[0]
    ordered = Paper(
        "A", tuple(sorted(paper.questions, key=lambda q: FORMS.index(q.form))), paper.points
    )
    headings = [s.heading for s in split_paper(ordered)]
    assert headings[0] == "一、单选题（共 3 题，每题 10 分，共 30 分）"
    assert headings[-1] == "六、连线题（共 1 题，10 分）"
    numbers = [n.number for s in split_paper(ordered) for n in s.questions]
    assert numbers == list(range(1, 11))
    (mixed,) = split_paper(paper)
    assert (mixed.heading, len(mixed.how)) == ("", 6)


def test_stems_get_one_bracket(pack: Pack) -> None:
    for question in questions(pack):
        wanted = question.stem.count(BLANK) or int(
            isinstance(question, SingleChoice | MultipleChoice | TrueFalse)
        )
        assert add_room(question).count("（\u00a0") == wanted


def test_answer_sheet_has_a_place_for_every_question(pack: Pack) -> None:
    word = docx.Document(BytesIO(make_answer_sheet(pack)))
    first, second = word.tables
    for table, paper in ((first, pack.papers[0]), (second, pack.papers[1])):
        cells = [c.text for row in table.rows for c in row.cells]
        for number, question in enumerate(paper.questions, 1):
            assert f"{number}　{question.form}题" in cells
    assert "[ A ]　[ B ]　[ C ]　[ D ]　[ E ]" in [c.text for r in first.rows for c in r.cells]


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith("docx")])
def test_word_files_name_chinese_fonts(name: str, made: dict[str, PackFile]) -> None:
    word = docx.Document(BytesIO(made[name].content))
    used = {p.style.name for p in word.paragraphs} | {"Normal", "Header", "Footer"}
    for style in used:
        found = word.styles[style].element.rPr.rFonts
        assert found.get(qn("w:eastAsia")) in ("宋体", "黑体", "楷体")
        assert not [k for k in found.attrib if "heme" in k]


# --- the question bank ----------------------------------------------------------------------------


def rows(content: bytes) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_bank_has_the_columns_that_platforms_import(pack: Pack, made: dict[str, PackFile]) -> None:
    book = openpyxl.load_workbook(BytesIO(made["题库.xlsx"].content))
    assert book.sheetnames == ["题库", "说明"]
    head = tuple(cell.value for cell in book.worksheets[0][1])
    assert head == COLUMNS
    assert " ".join(head) == "题干 题型 选项A 选项B 选项C 选项D 选项E 答案 解析 难度 分值"
    lines = rows(made["题库.xlsx"].content)
    assert [line["答案"] for line in lines] == [key_text(q) for q in questions(pack)]
    assert {line["题型"] for line in lines} == {f"{f}题" for f in FORMS}
    assert all(line["分值"] == 10 for line in lines)


def test_bank_rows_by_form(made: dict[str, PackFile]) -> None:
    first = {line["题型"]: line for line in reversed(rows(made["题库.xlsx"].content))}
    judged, filled, matched = first["判断题"], first["填空题"], first["连线题"]
    assert (judged["选项A"], judged["选项B"], judged["选项C"]) == ("正确", "错误", None)
    assert judged["答案"] == "错误"
    assert filled["题干"].count("（）") == 2
    assert filled["答案"] == "电动自行车；室外公共区域"
    assert filled["选项A"] is None
    assert matched["题干"].endswith(
        "\n1. 公安交管部门\n2. 规划和自然资源部门\n3. 水务部门\n4. 财政部门"
    )
    assert matched["选项D"] == "制定本市消防车通道划线标识标准"
    assert matched["答案"] == "1-C 2-D 3-B 4-A"
    assert first["多选题"]["答案"] == "ABD"


def test_bank_keeps_options_beyond_e(pack: Pack) -> None:
    steps = tuple(f"步骤{n}" for n in range(7))
    question = next(q for q in questions(pack) if isinstance(q, Ordering))
    (line, _) = rows(
        make_bank(one_paper(pack, replace(question, steps=steps, key=tuple(range(7)))))
    )
    assert line["题干"].endswith("F. 步骤5\nG. 步骤6")
    assert line["选项A"] is None


def test_second_sheet_says_where_each_question_is_from(
    pack: Pack, made: dict[str, PackFile]
) -> None:
    sheet = openpyxl.load_workbook(BytesIO(made["题库.xlsx"].content))["说明"]
    lines = [tuple(c or "" for c in line) for line in sheet.iter_rows(values_only=True)]
    values = {line[0]: line[1] for line in lines}
    assert values["效力"] == pack.notice
    assert values["依据文本"] == pack.source
    assert values["编制日期"] == pack.date
    assert ("第 2 行", "A", "1", "第二十条第（十三）项", "消防车通道") in lines
    assert len([line for line in lines if str(line[0]).startswith("第 ")]) == 20


@pytest.mark.parametrize("text", HOSTILE)
def test_bank_holds_no_formula(pack: Pack, text: str) -> None:
    question = replace(next(questions(pack)), stem=text, options=(text, "乙"), explanation=text)
    hostile = replace(one_paper(pack, question), title=text, scope=text, source=text)
    for sheet in openpyxl.load_workbook(BytesIO(make_bank(hostile))):
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert cells
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        for cell in cells:
            if cell.data_type == "s" and cell.value.startswith(("=", "+", "-", "@")):
                assert cell.quotePrefix


# --- slides ---------------------------------------------------------------------------------------


def test_slides_hold_the_provisions_whole(pack: Pack, made: dict[str, PackFile]) -> None:
    text = words_of(made["幻灯片.pptx"].content)
    for point in pack.talking:
        assert bare(point.quote.text) in text
        assert bare("".join(point.plain)) in text


def test_slides_ask_before_they_answer(pack: Pack, made: dict[str, PackFile]) -> None:
    shown = Presentation(BytesIO(made["幻灯片.pptx"].content))
    titles = [slide.shapes.title.text_frame.text for slide in shown.slides]
    assert titles[0] == pack.title
    chosen = choose_reviewed(number_questions(pack.papers[0]))
    assert {item.question.form for item in chosen} == set(FORMS)
    for item in chosen:
        asked = titles.index(f"第 {item.number} 题")
        assert titles[asked + 1] == f"第 {item.number} 题：答案"
        texts = [s.text_frame.text for s in shown.slides[asked].shapes if s.has_text_frame]
        assert item.question.explanation not in "".join(texts)
    assert titles[-1] == "引用条款"


def test_slides_name_fonts_for_latin_and_chinese(made: dict[str, PackFile]) -> None:
    shown = Presentation(BytesIO(made["幻灯片.pptx"].content))
    for slide in shown.slides:
        xml = slide.shapes._spTree.xml
        assert xml.count("<a:rPr") == xml.count("<a:ea ") == xml.count("<a:latin ")


def test_texts_stand_within_their_slide(pack: Pack) -> None:
    point = pack.talking[4]
    long = replace(point, quote=replace(point.quote, text=point.quote.text * 12))
    shown = Presentation(BytesIO(make_slides(replace(pack, talking=(long,)))))
    assert any("（2/" in s.shapes.title.text_frame.text for s in shown.slides)
    body = ""
    for slide in shown.slides:
        for shape in slide.shapes:
            assert shape.top >= 0
            assert shape.top + shape.height <= Pt(540)
            if not shape.has_text_frame or shape.top < Pt(100) or shape.top > Pt(502):
                continue
            assert shape.top + shape.height <= Pt(502)
            sizes = [r.font.size for p in shape.text_frame.paragraphs for r in p.runs]
            assert all(size >= Pt(LEAST) for size in sizes)
            body += shape.text_frame.text
    assert bare(long.quote.text) in bare(body)


chinese = st.text("消防安全责任，。；：、（）abc12 \n", min_size=1, max_size=900)


@given(texts=st.lists(chinese, min_size=1, max_size=4), least=st.sampled_from((16, 20)))
def test_cut_text_is_whole_and_fits(texts: list[str], least: int) -> None:
    blocks = tuple(Block("原文", text, "标记 " if n % 2 else "") for n, text in enumerate(texts))
    made = pages(blocks, 832.0, 398.0, least)
    assert "".join(b.text for page in made for b in page.blocks) == "".join(texts)
    for page in made:
        assert page.blocks
        assert page.size >= LEAST
        assert sum(height_of(b, page.size, 832.0) for b in page.blocks) <= 398.0


def test_long_text_is_cut_at_a_pause() -> None:
    text = "单位应当落实消防安全责任，制定制度，并组织演练。" * 40
    made = pages((Block("原文", text),), 832.0, 398.0)
    assert len(made) > 1
    assert all(page.blocks[0].text.endswith("。") for page in made)


# --- values ---------------------------------------------------------------------------------------


def test_json_has_everything_in_a_stable_order(pack: Pack, made: dict[str, PackFile]) -> None:
    record = json.loads(made["培训包.json"].content)
    assert list(record)[:5] == ["title", "subtitle", "date", "notice", "source"]
    assert record["choice"]["seed"] == pack.choice.seed
    assert [p["text"] for p in record["talking"]] == [p.quote.text for p in pack.talking]
    for paper, found in zip(pack.papers, record["papers"], strict=True):
        assert [q["key_text"] for q in found["questions"]] == [key_text(q) for q in paper.questions]
        assert [q["points"] for q in found["questions"]] == list(paper.points)
    assert record["papers"][0]["questions"][4]["altered"]["printed"] == "7个工作日"
    assert record["sources"] == list(pack.sources)


# --- hostile and long texts -----------------------------------------------------------------------

anything = st.text(max_size=80) | st.sampled_from(HOSTILE)


@pytest.mark.slow
@settings(max_examples=10)  # each makes five office files and reads them
@example(*HOSTILE[:5])
@given(stem=anything, option=anything, explanation=anything, title=anything, scene=anything)
def test_no_text_breaks_a_file(
    stem: str, option: str, explanation: str, title: str, scene: str
) -> None:
    base = make_pack()
    asked = replace(
        base.papers[0].questions[0],
        stem=stem,
        options=(option, "乙"),
        key=0,
        explanation=explanation,
        scene=scene,
    )
    pack = replace(one_paper(base, asked), title=title, objectives=(stem,), scope=option)
    word = docx.Document(BytesIO(make_exam(pack, pack.papers[0])))
    assert bare(clean(option)) in bare("".join(p.text for p in word.paragraphs))
    docx.Document(BytesIO(make_handbook(pack)))
    docx.Document(BytesIO(make_handout(pack)))
    assert len(Presentation(BytesIO(make_slides(pack))).slides) > 4
    for sheet in openpyxl.load_workbook(BytesIO(make_bank(pack))):
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert write_markdown(pack).encode()
    assert json.loads(write_json(pack).encode())["papers"][0]["questions"][0]["number"] == 1


# --- writing --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("finished")
def test_pack_is_written_into_a_new_folder(pack: Pack, tmp_path: Path) -> None:
    written = write_pack(pack, tmp_path / "培训" / "物业")
    assert tuple(p.name for p in written) == NAMES
    assert sorted(p.name for p in (tmp_path / "培训" / "物业").iterdir()) == sorted(NAMES)


@pytest.mark.usefixtures("finished")
def test_earlier_pack_is_replaced_and_other_files_stay(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "讲师手册.docx").write_bytes(b"old")
    (tmp_path / "我的笔记.txt").write_text("别动", "utf-8")
    write_pack(pack, tmp_path)
    assert (tmp_path / "讲师手册.docx").read_bytes() == make_handbook(pack)
    assert (tmp_path / "我的笔记.txt").read_text("utf-8") == "别动"
    assert len(list(tmp_path.iterdir())) == len(NAMES) + 1


def _file_in_its_place(folder: Path) -> Path:
    folder.joinpath("out").write_text("x", "utf-8")
    return folder / "out"


def _below_a_file(folder: Path) -> Path:
    folder.joinpath("out").write_text("x", "utf-8")
    return folder / "out" / "pack"


def _folder_of_that_name(folder: Path) -> Path:
    (folder / "out" / "题库.xlsx").mkdir(parents=True)
    (folder / "out" / "讲师手册.docx").write_bytes(b"old")
    return folder / "out"


def _nowhere(folder: Path) -> Path:
    return Path("/proc/fireduty/pack")


@pytest.mark.usefixtures("finished")
@pytest.mark.parametrize(
    ("place", "said"),
    [
        (_file_in_its_place, "已有一个同名的文件"),
        (_below_a_file, "已有一个同名的文件"),
        (_folder_of_that_name, "题库.xlsx 是一个文件夹"),
        pytest.param(
            _nowhere,
            "无法写入",
            marks=pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc"),
        ),
    ],
)
def test_folder_that_cannot_be_written(
    pack: Pack, tmp_path: Path, place: Callable[[Path], Path], said: str
) -> None:
    folder = place(tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(FiredutyError, match=said) as error:
        write_pack(pack, folder)
    assert error.value.exit_code == USAGE
    assert "\n" not in str(error.value)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_folder_without_permission(pack: Pack, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(FiredutyError, match="没有写入权限"):
        write_pack(pack, tmp_path)
    tmp_path.chmod(0o755)


@pytest.mark.usefixtures("finished")
def test_failure_in_the_middle_leaves_all_as_it_was(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "讲师手册.docx").write_bytes(b"old")
    (tmp_path / "学员试卷A.docx").write_bytes(b"old A")
    move = os.replace

    def locked(source: Path, target: Path) -> None:
        if Path(target).name == "题库.xlsx":
            raise PermissionError(13, "in use")
        move(source, target)

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(FiredutyError, match="正在别的程序里打开"):
        write_pack(pack, tmp_path)
    left = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert left == {"讲师手册.docx": b"old", "学员试卷A.docx": b"old A"}


@pytest.mark.usefixtures("finished")
def test_failure_removes_the_folders_that_were_made(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FiredutyError, match="磁盘已满"):
        write_pack(pack, tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


# --- fonts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "output", "missing"),
    [
        (None, b"", False),
        ("/usr/bin/fc-list", b"Noto Sans CJK SC\n", False),
        ("/usr/bin/fc-list", b"\n", True),
    ],
)
def test_missing_font_is_hinted(
    command: str | None, output: bytes, missing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = subprocess.CompletedProcess[bytes]([], 0, output)
    monkeypatch.setattr(fonts.shutil, "which", lambda _: command)
    monkeypatch.setattr(fonts.subprocess, "run", lambda *_, **__: done)
    assert ("中文字体" in fonts.cjk_font_missing()) == missing


def test_font_list_that_fails_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("fc-list", 10)

    monkeypatch.setattr(fonts.shutil, "which", lambda _: "/usr/bin/fc-list")
    monkeypatch.setattr(fonts.subprocess, "run", fails)
    assert fonts.cjk_font_missing() == ""


# --- pictures on slides -------------------------------------------------------------------------


def test_pictures_show_who_does_what_and_the_items_under_their_words() -> None:
    pictures = list(list_pictures(make_pack().talking))
    assert pictures
    quotes = [point.quote for point in make_pack().talking]
    for title, root, branches in pictures:
        assert len(branches) > 1
        assert root in title or root in {quote.lead_in for quote in quotes}
        for _, words in branches:
            assert any(quote.text.startswith(words.removesuffix("……")) for quote in quotes)


@pytest.mark.parametrize("count", [2, 6, 7, 13])
def test_a_picture_stays_on_its_slide(count: int) -> None:
    deck = Deck(make_pack())
    deck.branch(
        "谁做什么", "物业服务企业", [(f"第{n}条　", "及时劝阻和制止" * 8) for n in range(count)]
    )
    file = Presentation(BytesIO(deck.bytes()))
    assert len(file.slides) == -(-count // BRANCHES)
    boxes = [s for slide in file.slides for s in slide.shapes if s.has_text_frame]
    assert sum("及时劝阻和制止" in box.text_frame.text for box in boxes) == count
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top + shape.height <= file.slide_height
            assert shape.left + shape.width <= file.slide_width


def test_speaker_notes_give_plain_words_as_such() -> None:
    file = Presentation(BytesIO(make_slides(make_pack())))
    notes = [s.notes_slide.notes_text_frame.text for s in file.slides if s.has_notes_slide]
    assert len(notes) == len(make_pack().talking)
    assert any("白话（不是条文原话）：" in note for note in notes)
    assert all("出处：《" in note for note in notes)
