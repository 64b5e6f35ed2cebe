"""One form for comparing words, the quotations of a text, and what a regulation prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.characters import unify_radical
from corpus.text.compare import compare_form, compare_text, tidy_form
from corpus.text.parse import parse
from corpus.text.printed import PrintedWords, prints
from corpus.text.provision import Regulation
from corpus.text.quotations import find_quotations, outer_quotations

SAME = [
    ("应当在七个工作日内答复，逾期的除外", "应当在七个工作日内答复,逾期的除外"),
    ("應當在七個工作日內答覆，逾期的除外", "应当在七个工作日内答复，逾期的除外"),
    ("⽕灾危险性大的⻋间安装⻔", "火灾危险性大的车间安装门"),
    ("在**３０**日内 `书面`\n  报告", "在30日内书面报告"),
    ("> 储存面积\n> 超过 5 000 平方米", "储存面积超过5000平方米"),
    ("<b>不得</b>占用&nbsp;通道<br>", "不得占用通道"),
    ("[消防法](https://example.org/law)第二条", "消防法第二条"),
    ("把‘一张图’接入『一网统管』", "把“一张图”接入「一网统管」"),
    ("二○二六年―二〇三〇年", "二〇二六年—二〇三○年"),
    ("《关于〈防火办法〉的通知》〔2020〕3号", "《关于《防火办法》的通知》[2020]3号"),
    ("面积100㎡、体积20m³", "面积100m²、体积20m^3"),
    ("共\u200b享\u00ad数据……及时。", "共享数据…及时。"),
]
APART = [
    ("在7个工作日内", "在17个工作日内"),
    ("负荷为10²千瓦", "负荷为102千瓦"),
    ("| 一类 | 5 | 10 |", "一类510"),
    ("甲、乙", "甲，乙"),
    ("3*5米", "35米"),
    ("容积 >50立方米", "容积50立方米"),
    ("＞50立方米", "50立方米"),
    ("0.5米", "05米"),
    ("3~5日", "35日"),
    ("和", "或"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_dress_counts_for_nothing(one: str, other: str) -> None:
    assert compare_form(one) == compare_form(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_says_something_else_stays_apart(one: str, other: str) -> None:
    assert compare_form(one) != compare_form(other)


@given(
    st.text(alphabet="应当5０ 　\n*_<b>&amp;“”‘'\"—-.…。第（)⽕⻔單㎡²|#>`~[](x)\\", max_size=30)
)
def test_places_belong_to_the_same_form(words: str) -> None:
    compared = compare_text(words)
    assert compared.form == compare_form(words)
    assert len(compared.origin) == len(compared.form)
    assert list(compared.origin) == sorted(compared.origin)
    assert all(0 <= place < len(words) for place in compared.origin)


def test_a_part_of_the_form_is_found_in_the_text() -> None:
    words = "應當在 **7個** 工作日內"
    compared = compare_text(words)
    at = compared.form.index("7个工")
    start, end = compared.span(at, at + 3)
    assert words[start:end] == "7個** 工"


def test_a_sentence_keeps_its_marks_for_reading() -> None:
    assert tidy_form("用的是“依法 依规”—— 两次") == "用的是“依法依规”——两次"


def test_the_simplified_characters_are_those_of_opencc() -> None:
    from opencc import OpenCC

    library = OpenCC("t2s")
    for character in set(map(chr, range(0x4E00, 0xA000))) - set("衞覆瞭著枱睪揹敍甦藉俱"):
        assert compare_form(character) == library.convert(character), character


@pytest.mark.parametrize("way", ["s2t", "s2tw", "s2hk"])
def test_the_shipped_text_in_traditional_characters(way: str, regulation: Regulation) -> None:
    from opencc import OpenCC

    words = regulation.source_text
    assert OpenCC(way).convert(words) != words
    turned = OpenCC(way).convert(words).replace("座", "坐")
    assert compare_form(turned) == compare_form(words.replace("座", "坐"))


def test_every_kangxi_radical_is_an_ideograph() -> None:
    for code in range(0x2F00, 0x2FD6):
        assert 0x3400 <= ord(unify_radical(chr(code))) < 0xA000
    assert unify_radical("⻓") == "长"
    assert unify_radical("Ａ") == "Ａ"


# --- quotations -----------------------------------------------------------------------------------

QUOTED = [
    ("规定：“将“平安社区”并入“平安城市”名录”。", ["将“平安社区”并入“平安城市”名录"]),
    ("写着‘每月巡查’，也写着『每年演练』", ["每月巡查", "每年演练"]),
    ("写着＂每月巡查＂、〝每年演练〞、'每日检查'", ["每月巡查", "每年演练", "每日检查"]),
    ("写着「把『两书一函』送达『主管单位』」", ["把『两书一函』送达『主管单位』"]),
    ('“把‘两书一函’和"清单"送达”', ['把‘两书一函’和"清单"送达']),
    ("“没有写完\n\n后面写着“每月巡查”", ["每月巡查"]),
    ('门宽 0.9" 以上。\n\n写着"每月巡查"', ["每月巡查"]),
    ("it's “每月巡查” o'clock", ["每月巡查"]),
    ("没有引号”的话“", []),
]


@pytest.mark.parametrize(("text", "outer"), QUOTED)
def test_outer_quotations(text: str, outer: list[str]) -> None:
    assert [text[a:b] for a, b in outer_quotations(text)] == outer


def test_inner_quotations_know_their_depth() -> None:
    text = "“甲‘乙「丙」’丁”"
    assert [(text[q.start : q.end], q.depth) for q in find_quotations(text)] == [
        ("甲‘乙「丙」’丁", 0),
        ("乙「丙」", 1),
        ("丙", 2),
    ]


@given(st.text(alphabet="甲“”‘’「」\"'〝〞\n", max_size=40))
def test_quotations_never_overlap_in_part(text: str) -> None:
    spans = [(q.start, q.end) for q in find_quotations(text)]
    for a, b in spans:
        assert 0 < a <= b < len(text)
        assert all(d <= a or b <= c or (a <= c and d <= b) or (c <= a and b <= d) for c, d in spans)


# --- print ----------------------------------------------------------------------------------------

LAW = """河道管理办法
第一条 不得占用河道堤防，但防汛抢险除外。
第二条 巡查员应当履行下列职责：
（一）每15日巡查一次“美丽河道”；
（二）处五万元以下罚款的，应当在2日内报告。
第三条 未经批准不得采砂。
"""


@pytest.fixture(scope="module")
def printed() -> PrintedWords:
    body = parse(LAW)
    return PrintedWords.of(Regulation("h", "1", "河道管理办法", "现行有效", body, LAW))


@pytest.mark.parametrize(
    ("passage", "ids"),
    [
        ("不得占用河道堤防，但防汛抢险除外", ["art1"]),
        ("占用河道堤防", ["art1"]),
        ("每１５日巡查一次‘美丽河道’。", ["art2.item1"]),
        ("巡查员应当履行下列职责", ["art2.item1", "art2.item2", "art2"]),
        ("巡查员应当履行下列职责：（二）处五万元以下罚款的", ["art2", "art2.item2"]),
        ("巡查一次美丽河道；（二）处五万元以下", ["art2.item1", "art2.item2"]),
        ("第三条未经批准不得采砂", ["art3"]),
        ("5日巡查一次", []),
        ("得占用河道堤防", []),
        ("经批准不得采砂", []),
        ("处五", []),
        ("罚款的，应当在2日内报告。第三条", []),
        ("", []),
        ("。", []),
    ],
)
def test_where_a_passage_is_printed(printed: PrintedWords, passage: str, ids: list[str]) -> None:
    assert sorted(map(str, printed.find(passage))) == sorted(ids)


def test_a_text_prints_a_passage() -> None:
    assert prints("每15日巡查一次", "日巡查")
    assert not prints("每15日巡查一次", "每1")
    assert not prints("每15日巡查一次", "，")
