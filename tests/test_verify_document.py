"""A whole document: one result a sentence, the right clause, and the copy with marks."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.document import Document as Word

from assistant.settings import Settings
from assistant.verify.opening import open_verifiers
from assistant.verify.several import LibraryVerifier
from assistant.verify.whole import CheckedText, check_text
from corpus.readers.read import read_whole
from ui.cli.main import main
from ui.documents.checked import sentence_lines
from ui.documents.marked import make_marked_docx

WRONG_SUM = (
    "《中华人民共和国消防法》第六十条规定，单位占用、堵塞、封闭消防车通道，妨碍消防车通行的，"
    "责令改正，处五千元以上十万元以下罚款。"
)
RIGHT = "消防法第四十四条规定，任何人发现火灾都应当立即报警。"


@cache
def library() -> LibraryVerifier:
    return open_verifiers(Settings(Path("nowhere")))


def check(text: str) -> CheckedText:
    return check_text(library(), text)


@pytest.mark.parametrize(
    ("text", "state", "right", "words"),
    [
        (WRONG_SUM, "改用原文", "消防法/art60.item5", ("十万元",)),
        (WRONG_SUM.replace("十万元", "五万元"), "已核对", "", ()),
        (
            WRONG_SUM.replace("十万元", "五万元").replace("六十条", "五十九条"),
            "改用原文",
            "消防法/art60.item5",
            ("《中华人民共和国消防法》第五十九条",),
        ),
        (
            "细则第十六条规定，机关、团体、企业、事业等单位应当落实消防安全责任制，"
            "制定本单位的消防安全制度、消防安全操作规程。",
            "改用原文",
            "消防法/art16.item1",
            ("细则第十六条",),
        ),
        (
            "消防法第三条规定，国务院应急管理部门领导全国的消防工作。",
            "改用原文",
            "消防法/art3",
            ("国务院应急管理部门",),
        ),
        (
            "消防法第二十八条规定，任何单位、个人可以损坏消防设施。",
            "改用原文",
            "消防法/art28",
            ("可以",),
        ),
        (
            "消防安全重点单位应当实行每日防火巡查，并建立巡查记录。",
            "未核对",
            "消防法/art17.para2.item3",
            (),
        ),
        ("1.消防法第四十四条规定，任何人发现火灾都应当立即报警。", "已核对", "", ()),
        ("| 1 | 消防法第四十四条规定，任何人发现火灾都应当立即报警。 |", "已核对", "", ()),
        ("根据消防法第二章，单位应当做好消防工作。", "未核对", "", ()),
    ],
)
def test_a_sentence_is_judged_and_the_right_clause_named(
    text: str, state: str, right: str, words: tuple[str, ...]
) -> None:
    sentence = check(text).sentences[-1]
    assert sentence.state == state
    finding = sentence.telling[0]
    assert ([str(i) for i in finding.right] or [""])[0] == right
    assert finding.offending == words
    for line in finding.original.split("\n"):
        documents = library().regulations
        assert any(line in d.source_text.replace("\n", "") for d in documents)


def test_every_sentence_has_a_result_and_says_why_it_was_not_checked() -> None:
    text = f"通知\n{WRONG_SUM}食堂周三供应饺子，请大家按时用餐。\n根据刑法第一百三十九条处理。"
    checked = check(text)
    assert "".join(s.text for s in checked.sentences) == text.replace("\n", "")
    assert [s.why is not None for s in checked.sentences] == [True, False, True, True]
    assert sum(checked.unchecked.values()) == checked.counts["未核对"]


def test_when_the_time_is_up_the_rest_says_so() -> None:
    checked = check_text(library(), RIGHT * 40, seconds=0.0)
    assert len(checked.sentences) == 40
    assert checked.sentences[0].state == "已核对"
    assert {s.why for s in checked.sentences[1:]} == {"时间到了，没有来得及看"}


def notice() -> bytes:
    word = docx.Document()
    word.add_heading("通知", 0)
    paragraph = word.add_paragraph()
    head, tail = WRONG_SUM.split("十万")
    paragraph.add_run(head + "十").bold = True
    paragraph.add_run(f"万{tail}")
    word.add_paragraph(RIGHT, style="List Number")
    word.add_table(1, 2).cell(
        0, 1
    ).text = "消防法第三条规定，国务院应急管理部门领导全国的消防工作。"
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def marked(data: bytes) -> Word:
    checked = check(read_whole(data, "通知.docx").text)
    return docx.Document(BytesIO(make_marked_docx(checked, data)))


def highlighted(word: Word) -> str:
    cells = [c for t in word.tables for r in t.rows for c in r.cells]
    paragraphs = [*word.paragraphs, *(p for c in cells for p in c.paragraphs)]
    return "|".join(r.text for p in paragraphs for r in p.runs if r.font.highlight_color)


def test_a_marked_copy_keeps_the_file_and_comments_on_what_is_wrong() -> None:
    data = notice()
    word, before = marked(data), docx.Document(BytesIO(data))
    assert [p.text for p in word.paragraphs] == [p.text for p in before.paragraphs]
    assert highlighted(word) == "十|万元|国务院应急管理部门"
    summary, *comments = sorted((c.text for c in word.comments), key=lambda t: "核对结果" not in t)
    assert "不符 2" in summary
    assert "不作为执法依据" in summary
    assert len(comments) == 2
    assert "应当是消防法（现行有效）第六十条第一款第（五）项：" in comments[0]
    assert "处五千元以上五万元以下罚款：" in comments[0]


def test_a_text_becomes_a_docx_of_its_lines() -> None:
    checked = check(f"通知\n{WRONG_SUM}")
    word = docx.Document(BytesIO(make_marked_docx(checked, b"%PDF-1.4")))
    assert [p.text for p in word.paragraphs] == ["通知", WRONG_SUM]
    assert highlighted(word) == "十万元"
    assert [line for s in checked.wrong for line in sentence_lines(s, checked.documents)]


@pytest.mark.usefixtures("environment")
def test_the_command_reads_a_docx_and_writes_the_copy(tmp_path: Path) -> None:
    source, out = tmp_path / "通知.docx", tmp_path / "标注.docx"
    word = docx.Document()
    word.add_paragraph("通知")
    word.add_paragraph("区政府应当在30个工作日内作出同意或不同意的决定。")
    word.save(str(source))
    result = CliRunner().invoke(main, ["verify", str(source), "--out", str(out)])
    assert result.exit_code == 1
    assert "没有核对的 1 句，不等于正确：不是完整的语句" in result.stdout
    assert len(list(docx.Document(str(out)).comments)) >= 2
    for wrong, said in ((source, "会盖掉原件"), (tmp_path / "a.txt", ".docx 结尾")):
        refused = CliRunner().invoke(main, ["verify", str(source), "--out", str(wrong)])
        assert said in refused.stderr
        assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["corpus", "show", "--in", "细则", "消防法第六十条"], "在资料库里，这次没有问它"),
        (["corpus", "show", "--in", "细则", "消防法/art60"], "在资料库里，这次没有问它"),
    ],
)
def test_a_law_that_was_not_chosen_is_not_called_uncollected(
    args: list[str], said: str, tmp_path: Path
) -> None:
    result = CliRunner(env={"FIREDUTY_HOME": str(tmp_path)}).invoke(main, args)
    assert result.exit_code != 0
    assert said in result.stderr
    assert "收录范围" not in result.stderr


def test_a_text_on_a_law_that_was_not_chosen_says_so() -> None:
    chosen = open_verifiers(Settings(Path("nowhere"), documents=("细则",)))
    (sentence,) = check_text(chosen, WRONG_SUM).sentences
    assert sentence.state == "未核对"
    for finding in sentence.findings:
        assert "已收录，但这次没有选「消防法」来核对" in finding.reason
