"""The parser on the shipped regulation, on the shapes of other laws, and on generated ones."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.text.invariants import check
from corpus.text.layout import normalise
from corpus.text.numerals import to_chinese
from corpus.text.parse import parse, parse_with_warnings
from corpus.text.provision import Level, Provision, Regulation
from corpus.text.render import render


def shape(node: Provision) -> list[str]:
    """Level initial and number of every labelled or paragraph node, indented by depth."""
    names = {
        Level.ANNEX: "附",
        Level.PART: "编",
        Level.SUBPART: "分编",
        Level.CHAPTER: "章",
        Level.SECTION: "节",
        Level.ARTICLE: "条",
        Level.PARAGRAPH: "款",
        Level.ITEM: "项",
        Level.SUBITEM: "目",
        Level.NOTE: "注",
    }

    def walk(n: Provision, depth: int) -> list[str]:
        lines = [] if n.level is Level.DOCUMENT else [" " * depth + names[n.level] + n.number]
        for child in n.children:
            lines += walk(child, depth + (n.level is not Level.DOCUMENT))
        return lines

    return walk(node, 0)


# --- the shipped regulation -----------------------------------------------------------------------


def test_seed_counts(regulation: Regulation) -> None:
    counts = Counter(node.level for node in regulation.body.walk())
    assert counts[Level.CHAPTER] == 7
    assert counts[Level.ARTICLE] == 32
    assert counts[Level.ITEM] == 92
    assert counts[Level.PARAGRAPH] == 5
    assert len(regulation.leaves()) == 129
    assert regulation.warnings == ()
    assert check(regulation.body, regulation.source_text) == ()


def test_seed_later_paragraphs(regulation: Regulation) -> None:
    ids = [str(x.id) for x in regulation.leaves() if x.id.paragraph]
    assert ids == ["art15.para2", "art17.para2", "art21.para2", "art27.para2", "art29.para2"]


def test_seed_is_lossless_and_spans_point_back(regulation: Regulation) -> None:
    source = regulation.source_text
    assert render(regulation.body) == normalise(source)
    for node in regulation.body.walk():
        if node.level is not Level.DOCUMENT:
            start, end = node.span
            assert normalise(source[start:end]) == f"{node.label}{node.gap}{node.text}"


def test_leaf_fields(regulation: Regulation) -> None:
    leaf = next(x for x in regulation.leaves() if str(x.id) == "art10.item4")
    assert leaf.lead_in == "物业服务企业应当履行下列职责："
    assert leaf.chapter == "单位消防安全职责"


# --- shapes ---------------------------------------------------------------------------------------

SHAPES = {
    "编、分编、章、节": (
        "第一编 总则\n第一分编 通则\n第一章 一般规定\n第一节 目的\n第一条 甲。\n第二编 分则\n第二条 乙。",
        ["编1", " 分编1", "  章1", "   节1", "    条1", "编2", " 条2"],
    ),
    "条之一": (
        "第一条 甲。\n第一条之一 乙。\n第一条之二 丙。\n第二条 丁。",
        ["条1", "条1-1", "条1-2", "条2"],
    ),
    "项、目与其后的款": (
        "第一条 应当：\n（一）甲：\n1.子；\n2.丑。\n（二）乙。\n街道应当履行第（一）项。\n第二条 完。",
        ["条1", " 项1", "  目1", "  目2", " 项2", " 款", "条2"],
    ),
    "项里的第二段": (
        "第一条 应当：\n\n（一）甲。\n\n甲的说明。\n\n（二）乙。",
        ["条1", " 项1", " 项2"],
    ),
    "第二款有自己的项": (
        "第一条 应当：\n（一）甲。\n（二）乙。\n不得：\n（一）丙。\n（二）丁。",
        ["条1", " 项1", " 项2", " 款", "  项1", "  项2"],
    ),
    "折行的条文以第N条开头": (
        "第一条 除应当履行\n第六条职责外，还应当履行下列职责。\n第二条 乙。",
        ["条1", "条2"],
    ),
    "折行的条文以下一条的序号开头": (
        "第一条 除应当履行\n第二条规定的职责外，没有其他。\n第二条 乙。",
        ["条1", "条2"],
    ),
    "段首提到某条": (
        "第一条 甲。\n第三条规定的单位应当参加。\n第二条 乙。",
        ["条1", " 款", "条2"],
    ),
    "目录": (
        "某条例\n目 录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。",
        ["注", "注", "注", "注", "章1", " 条1", "章2", " 条2"],
    ),
    "没有目录二字的目录": (
        "第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。",
        ["注", "注", "章1", " 条1", "章2", " 条2"],
    ),
    "附件": (
        "附件：\n某办法\n第一条 甲。\n附件1 名单\n甲市\n附件2 表\n第一条 表内。",
        ["注", "注", "条1", "附1", " 注", "附2", " 条1"],
    ),
    "主席令和修正说明": (
        "中华人民共和国主席令\n第六号\n（2009年修正）\n第一条 甲。",
        ["注", "注", "注", "条1"],
    ),
    "标号独占一行": ("第一章\n总则\n第一条\n甲。", ["章1", " 条1"]),
    "全角空格和缩进": (
        "第一章　总　则\n　　第一条　甲：\n    （一）乙。\n\t（二）丙。",
        ["章1", " 条1", "  项1", "  项2"],
    ),
    "超过二十五的项": (
        "第一条 应当：\n" + "\n".join(f"（{to_chinese(i)}）事{i}。" for i in range(1, 31)),
        ["条1", *(f" 项{i}" for i in range(1, 31))],
    ),
    "不分条的决定": ("某决定\n一、甲。\n（一）子。\n二、乙。", ["注", "条1", " 项1", "条2"]),
    "空文本": ("", []),
    "没有条": ("今天天气不错。\n明天也是。", ["注", "注"]),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name: str) -> None:
    source, expected = SHAPES[name]
    body = parse(source)
    assert shape(body) == expected
    assert render(body) == normalise(source)


def test_wrapped_lines_join_without_a_space() -> None:
    article = parse("第一条 除应当履行\n第六条职责外，还应当。").children[0]
    assert article.words == "除应当履行第六条职责外，还应当。"


def test_second_paragraph_of_an_item_is_its_text() -> None:
    body = parse("第一条 应当：\n\n（一）甲。\n\n甲的说明。\n\n（二）乙。")
    assert body.children[0].children[0].words == "甲。甲的说明。"


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("第一条 甲。\n第三条 乙。", 2, "条的序号不连续"),
        ("第一条 应当：\n（一）甲。\n（三）乙。", 3, "项的序号不连续"),
        ("第一章 总则\n不在条下的话。\n第一条 甲。", 2, "不在任何条之下"),
    ],
)
def test_warnings_name_the_line(source: str, line: int, words: str) -> None:
    _, warnings = parse_with_warnings(source)
    assert [(w.line, words in w.message) for w in warnings] == [(line, True)]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("第一条 甲。\n第三条 乙。", "条连续"),
        ("第二条 甲。\n第三条 乙。", "条从一起"),
        ("第一条 甲：\n（二）乙。", "项连续"),
        ("第一章 甲\n第一条 甲。\n第三章 乙\n第二条 乙。", "章连续"),
    ],
)
def test_invariants_see_what_is_broken(source: str, kind: str) -> None:
    assert [v.kind for v in check(parse(source), source)] == [kind]


# --- properties -----------------------------------------------------------------------------------

SOUP = st.lists(
    st.sampled_from(
        [
            "第一章 总则",
            "第二章",
            "第一条 甲。",
            "第二条　乙：",
            "第二条规定的",
            "第三条之一 丙",
            "（一）甲；",
            "（二）",
            "(三）乙。",
            "1.子",
            "①丑",
            "一、标题",
            "目 录",
            "附件：",
            "附件1 表",
            "# 标题",
            "<!-- INFO END -->",
            "　缩进的话",
            "没有标点的话",
            "",
            "\ufeff",
            "|表|格|",
        ]
    )
    | st.text(max_size=12),
    max_size=25,
)


def is_kept(words: str, source: str) -> bool:
    """Whether words stand in a text in their order; between them may lie what repeats on every page."""
    characters = iter(source)
    return all(character in characters for character in words)


@given(SOUP, st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
@example(["0000", "第一条 甲。", "000000000", "0000", "|表|格|"], "\n")
def test_any_text_survives(lines: list[str], newline: str) -> None:
    source = newline.join(lines)
    body = parse(source)
    assert render(body) == normalise(source)
    assert normalise(normalise(source)) == normalise(source)
    for node in body.walk():
        if node.level is not Level.DOCUMENT:
            start, end = node.span
            assert is_kept("".join(node.words.split()), normalise(source[start:end]))


WORDS = st.text("甲乙丙丁消防单位应当履行职责", min_size=1, max_size=12)


@st.composite
def regulations(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A well-formed regulation and the shape that it must have."""
    lines: list[str] = []
    expected: list[str] = []
    article = 0
    for chapter in range(1, draw(st.integers(1, 4)) + 1):
        lines.append(f"第{to_chinese(chapter)}章 {draw(WORDS)}")
        expected.append(f"章{chapter}")
        for _ in range(draw(st.integers(1, 4))):
            article += 1
            items = draw(st.integers(0, 28))
            lines.append(f"第{to_chinese(article)}条 {draw(WORDS)}{'：' if items else '。'}")
            expected.append(f" 条{article}")
            for item in range(1, items + 1):
                lines.append(f"（{to_chinese(item)}）{draw(WORDS)}{draw(st.sampled_from('；。'))}")
                expected.append(f"  项{item}")
            for _ in range(draw(st.integers(0, 2))):
                lines.append(f"{draw(WORDS)}。")
                expected.append("  款")
    return draw(st.sampled_from(["\n", "\n\n", "\r\n　　"])).join(lines), expected


@given(regulations())
def test_generated_regulations(case: tuple[str, list[str]]) -> None:
    source, expected = case
    body, warnings = parse_with_warnings(source)
    assert shape(body) == expected
    assert warnings == ()
    assert check(body, source) == ()
