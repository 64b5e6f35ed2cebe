"""Word files: what is taken for text, which numbers lists print, what is left out and told."""

from __future__ import annotations

import pytest

from corpus.errors import FiredutyError
from corpus.readers.list_numbers import print_number
from corpus.readers.read import read_file
from corpus.readers.report import ReadFile
from tests.support.word_files import level, listed, lists, paragraph, part, table, word_file

HEAD = paragraph("某镇灯会办法")
ONE = paragraph("第一条　灯会主办人应当报备。")


def read(body: str, **parts: str) -> ReadFile:
    names = {f"word/{name}.xml": content for name, content in parts.items()}
    return read_file(word_file(body, names), "灯会.docx")


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("decimal", "1 2 10 11 20 21 99 100 101 110 123"),
        ("chineseCounting", "一 二 十 十一 二十 二十一 九十九 一〇〇 一〇一 一一〇 一二三"),
        (
            "chineseCountingThousand",
            "一 二 十 十一 二十 二十一 九十九 一百 一百零一 一百一十 一百二十三",
        ),
        ("ideographDigital", "一 二 一〇 一一 二〇 二一 九九 一〇〇 一〇一 一一〇 一二三"),
        ("decimalFullWidth", "１ ２ １０ １１ ２０ ２１ ９９ １００ １０１ １１０ １２３"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ 21 99 100 101 110 123"),
        (
            "chineseLegalSimplified",
            "壹 贰 拾 拾壹 贰拾 贰拾壹 玖拾玖 壹佰 壹佰零壹 壹佰壹拾 壹佰贰拾叁",
        ),
        ("lowerLetter", "a b j k t u uuuu vvvv wwww fffff sssss"),
        ("upperRoman", "I II X XI XX XXI XCIX C CI CX CXXIII"),
        ("ideographTraditional", "甲 乙 癸 11 20 21 99 100 101 110 123"),
    ],
)
def test_numbers_are_printed_as_word_does(form: str, printed: str) -> None:
    values = (1, 2, 10, 11, 20, 21, 99, 100, 101, 110, 123)
    assert " ".join(print_number(v, form) or "?" for v in values) == printed


def test_an_unknown_format_is_told() -> None:
    numbering = lists(level(0, "hebrew1", "第%1条"))
    found = read(HEAD + listed("灯会主办人应当报备。"), numbering=numbering)
    assert "第1条　灯会主办人应当报备。" in found.text
    assert any("hebrew1" in doubt for doubt in found.report.doubts)


CHAPTERS = lists(
    level(0, "chineseCountingThousand", "第%1章"),
    level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'),
    level(2, "chineseCountingThousand", "（%3）"),
    level(3, "decimal", "%4."),
)


def test_lists_number_chapters_articles_and_items() -> None:
    body = HEAD + listed("总则", 1, 0) + listed("甲应当：", 1, 1) + listed("点灯；", 1, 2)
    body += listed("看灯：", 1, 2) + listed("每日一次。", 1, 3) + listed("罚则", 1, 0)
    body += listed("乙应当：", 1, 1) + listed("灭灯。", 1, 2)
    found = read(body, numbering=CHAPTERS)
    assert found.text.split("\n") == [
        "某镇灯会办法",
        "第一章　总则",
        "第一条　甲应当：",
        "（一）点灯；",
        "（二）看灯：",
        "1.每日一次。",
        "第二章　罚则",
        "第二条　乙应当：",
        "（一）灭灯。",
    ]
    assert found.report.notes == ("8 段的编号由 Word 自动编号还原",)
    assert found.report.is_clean


@pytest.mark.parametrize(
    ("more", "body", "numbers"),
    [
        ("", [(1, 0), (1, 0), (1, 0)], ["第一条", "第二条", "第三条"]),
        # A second list of the same kind goes on in the first; one that says where it starts does not.
        (
            '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>',
            [(1, 0), (2, 0)],
            ["第一条", "第二条"],
        ),
        (
            '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="5"/></w:lvlOverride></w:num>',
            [(1, 0), (2, 0), (2, 0)],
            ["第一条", "第五条", "第六条"],
        ),
        (
            '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
            '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="%1."/></w:lvl></w:lvlOverride></w:num>',
            [(2, 0)],
            ["3."],
        ),
        ("", [(1, 1)], ["一.1"]),
        ("", [(1, 2)], ["1.1.1"]),  # isLgl: 1, 2, 3 on every level
    ],
)
def test_lists_go_on_and_begin_anew(
    more: str, body: list[tuple[int, int]], numbers: list[str]
) -> None:
    numbering = lists(
        level(0, "chineseCounting", "第%1条"),
        level(1, "decimal", "%1.%2"),
        level(2, "chineseCounting", "%1.%2.%3", "<w:isLgl/>"),
        more=more,
    )
    found = read(HEAD + "".join(listed("甲。", n, at) for n, at in body), numbering=numbering)
    assert [
        line.replace("　", "")[: -len("甲。")] for line in found.text.split("\n")[1:]
    ] == numbers


def test_a_style_brings_its_list() -> None:
    styles = part(
        "styles",
        '<w:style w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Own"><w:basedOn w:val="Article"/></w:style>',
    )
    numbering = lists(level(0, "chineseCounting", "第%1条", '<w:pStyle w:val="Article"/>'))
    styled = [paragraph("甲。", f'<w:pStyle w:val="{s}"/>') for s in ("Article", "Own")]
    styled.append(
        paragraph("乙。", '<w:pStyle w:val="Own"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert read(HEAD + "".join(styled), styles=styles, numbering=numbering).text.split("\n")[
        1:
    ] == [
        "第一条　甲。",
        "第二条　甲。",
        "乙。",
    ]


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        (
            f"<w:p>{run('第一条　灯会主办人')}<w:del><w:r><w:delText>可以</w:delText></w:r></w:del>"
            f"<w:ins>{run('应当')}</w:ins>{run('报备。')}</w:p>",
            "第一条　灯会主办人应当报备。",
            "修订痕迹（插入的字句 1 处，删去的字句 1 处）",
        ),
        (
            f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('第一条　灯会主办人')}</w:p>"
            f"<w:p>{run('应当报备。')}</w:p>",
            "第一条　灯会主办人应当报备。",
            "",
        ),
        (
            f"<w:p>{run('第一条　灯会主办人应当报备。')}{run('内部掌握', '<w:vanish/>')}</w:p>",
            "第一条　灯会主办人应当报备。",
            "隐藏文字：「内部掌握」",
        ),
        (
            f"<w:p>{run('第一条　灯会主办人应当')}{run('事先', '<w:strike/>')}{run('报备。')}</w:p>",
            "第一条　灯会主办人应当事先报备。",
            "带删除线的字句 1 处",
        ),
        (
            f"<w:p>{run('第一条　灯会主办人应当：')}<w:r><w:br/></w:r>{run('（一）报备。')}</w:p>",
            "（一）报备。",
            "",
        ),
        (
            "<w:p><w:r><w:pict><w:txbxContent>"
            + paragraph("第一条　灯会主办人应当报备。")
            + "</w:txbxContent>"
            "</w:pict></w:r></w:p>",
            "第一条　灯会主办人应当报备。",
            "文本框 1 处",
        ),
        (
            f"<w:p>{run('第一条　灯会主办人应当报备。')}<w:r><w:footnoteReference/></w:r></w:p>",
            "第一条　灯会主办人应当报备。",
            "",
        ),
        (
            f"<w:sdt><w:sdtPr/><w:sdtContent>{ONE}</w:sdtContent></w:sdt>",
            "第一条　灯会主办人应当报备。",
            "",
        ),
        (
            f"<w:p><w:hyperlink>{run('第一条　灯会主办人应当报备。')}</w:hyperlink>"
            "<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r></w:p>",
            "第一条　灯会主办人应当报备。",
            "",
        ),
        (
            ONE + "<w:p><w:r><w:drawing><w:blip/></w:drawing></w:r></w:p>",
            "第一条　灯会主办人应当报备。",
            "图片 1 处",
        ),
    ],
)
def test_what_word_shows_is_read(body: str, line: str, told: str) -> None:
    found = read(HEAD + body)
    assert line in found.text.split("\n")
    said = [*found.report.doubts, *(d.told for d in found.report.dropped)]
    assert (not said) if not told else any(told in words for words in said)


def test_heads_notes_and_comments_are_left_out_and_told() -> None:
    found = read(
        HEAD + ONE,
        header1=part("hdr", paragraph("内部资料")),
        footer1=part("ftr", paragraph("第 1 页")),
        footnotes=part("footnotes", f"<w:footnote>{paragraph('见附件')}</w:footnote>"),
        comments=part("comments", f"<w:comment>{paragraph('再议')}</w:comment>"),
    )
    assert found.text == "某镇灯会办法\n第一条　灯会主办人应当报备。"
    assert {(d.what, d.words) for d in found.report.dropped} == {
        ("页眉", "内部资料"),
        ("页脚", "第 1 页"),
        ("脚注", "见附件"),
        ("批注", "再议"),
    }


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([("类别", "数量"), ("灯笼", "12")], ["| 类别 | 数量 |", "| 灯笼 | 12 |"]),
        ([("第二条　甲。\n第三条　乙。",)], ["第二条　甲。", "第三条　乙。"]),
        ([("条", "内容"), ("第二条", "甲。\n（一）乙。")], ["第二条　甲。", "（一）乙。"]),
        (
            [("序号", "内容"), ("1", "第二条　甲。"), ("2", "第三条　乙。")],
            ["第二条　甲。", "第三条　乙。"],
        ),
    ],
)
def test_tables(rows: list[tuple[str, ...]], lines: list[str]) -> None:
    assert read(HEAD + ONE + table(*rows)).text.split("\n")[2:] == lines


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("修改前", "修改后"), ("第二条　甲。", "第二条　乙。")], "修改对照表"),
        ([("条款", "说明"), ("第二条　甲。", "这一条是新增的")], "分不清哪些是条文"),
    ],
)
def test_tables_that_are_no_one_text_are_refused(rows: list[tuple[str, ...]], why: str) -> None:
    with pytest.raises(FiredutyError, match=why):
        read(HEAD + ONE + table(*rows))
