from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.quoting import breadcrumb
from corpus.citing.citations import (
    cite_own_text,
    format_citation,
    lookup,
    parse_id,
)
from corpus.citing.owners import belongs_to
from corpus.citing.printed_numbers import read_number
from corpus.citing.written import Citation, find_citations
from corpus.errors import FiredutyError
from corpus.text.numerals import print_article, to_chinese
from corpus.text.parse import parse
from corpus.text.provision import ProvisionId, Regulation

#: Text → the addresses in it as ``words→address``, ``..`` before the end of a range.
READ = [
    # one of each
    ("除应履行本细则第六条职责外", ["本细则第六条→art6"]),
    ("第十五条第一款第（三）项", ["第十五条第一款第（三）项→art15.para1.item3"]),
    (
        "本条例第一百三十三条之一第二款第（二十五）项第3目",
        ["本条例第一百三十三条之一第二款第（二十五）项第3目→art133-1.para2.item25.subitem3"],
    ),
    ("第十五条的第二款", ["第十五条的第二款→art15.para2"]),
    ("附件2第三条", ["附件2第三条→annex2.art3"]),
    ("第四章第二节", ["第四章第二节→章4节2"]),
    # lists
    ("第二、四、九条", ["第二→art2", "四→art4", "九条→art9"]),
    ("第2条、第4条和第9条", ["第2条→art2", "第4条→art4", "第9条→art9"]),
    (
        "第十五条第（二）、（三）项以及第二款",
        ["第十五条第（二）→art15.item2", "（三）项→art15.item3", "第二款→art15.para2"],
    ),
    ("第七条第一项、第三项", ["第七条第一项→art7.item1", "第三项→art7.item3"]),
    ("第三、四条第一款", ["第三→art3.para1", "四条第一款→art4.para1"]),
    ("第二章和第五章", ["第二章→章2", "第五章→章5"]),
    # ranges
    ("第二至四条", ["第二至四条→art2..art4"]),
    ("第八条到第十一条", ["第八条到第十一条→art8..art11"]),
    ("第8~11条", ["第8~11条→art8..art11"]),
    (
        "第七条第（二）、（四）至（五）项",
        ["第七条第（二）→art7.item2", "（四）至（五）项→art7.item4..art7.item5"],
    ),
    ("第七条第二项至第五项", ["第七条第二项至第五项→art7.item2..art7.item5"]),
    ("第二章至第四章", ["第二章至第四章→章2..4"]),
    # numbers, whole or not at all
    ("第一百一十条", ["第一百一十条→art110"]),
    ("第 二 十 一 条", ["第 二 十 一 条→art21"]),
    ("第卅二条", ["第卅二条→art32"]),
    ("第壹拾贰条", ["第壹拾贰条→art12"]),
    ("第二百零十条", ["第二百零十条!number"]),
    ("第三0条", ["第三0条!number"]),
    ("第二百05条", ["第二百05条!number"]),
    ("第20000条", ["第20000条!number"]),
    ("第1O条", ["第1O条!number"]),
    ("第Ⅳ条", ["第Ⅳ条!number"]),
    ("第六、百条", ["第六→art6", "百条!number"]),
    ("第5.3.2条", ["第5.3.2条!decimal"]),
    ("第十二点四条", ["第十二点四条!number"]),
    ("倒数第三条", ["倒数第三条!from_end"]),
    ("本细则倒数第二章", ["本细则倒数第二章!from_end"]),
    ("倒数第二款", ["倒数第二款!number"]),
    ("第三条之一至之三", ["第三条之一至之三→art3-1..art3-3"]),
    ("第二编写的是什么", ["第二编→编2"]),
    # ordinals of what the sentence counted
    ("查出隐患四条，其中第4条已改。", []),
    ("提了两条建议，第二条没有落实，第六条要落实", ["第六条→art6"]),
    ("本办法共40条，第八条管登记", ["第八条→art8"]),
    ("写了三条意见，依据第二条办理", ["第二条→art2"]),
    # no addresses
    ("本条例施行前", []),
    ("三条消防通道", []),
    ("第二条疏散通道坏了", []),
    ("第六条规定占用消防车通道处罚款", ["第六条→art6"]),
    ("第六条占用楼梯的，处罚款", ["第六条→art6"]),
    ("第一条措施和第二条建议", []),
    ("第三项制度", []),
    ("第三条件不具备", []),
    ("前款第（二）项", []),
    ("第几条、第某条、第X条", []),
    ("第五，第十条规定了", ["第十条→art10"]),
]


def _told(citation: Citation) -> str:
    if citation.fault:
        return f"{citation.text}!{citation.fault}"
    divisions = "".join(f"{unit}{number}" for unit, number in citation.divisions)
    end = citation.until or citation.last_division
    return f"{citation.text}→{citation.id or divisions}{f'..{end}' if end else ''}"


@pytest.mark.parametrize(("text", "expected"), READ)
def test_reads_what_is_written(text: str, expected: list[str]) -> None:
    found = find_citations(text)
    assert list(map(_told, found)) == expected
    assert all(text[slice(*c.span)] == c.text for c in found)


TYPED = [
    ("第19条第3项写了什么", ["art19.item3"]),
    ("19条(3)", ["art19.item3"]),
    ("十九条三项", ["art19.item3"]),
    ("１９条（３）说啥", ["art19.item3"]),
    ("第十九条（十三）", ["art19.item13"]),
    ("9-11条讲什么", ["art9"]),
    ("9、11条讲什么", ["art9", "art11"]),
    ("细则第33条", ["art33"]),
    ("三十条怎么说", ["art30"]),
    ("第十九条三项职责", ["art19"]),
    ("有三条通道怎么办", []),
    ("这三条是什么", []),
    ("三条措施", []),
    ("全文 7 章、32 条", []),
    ("一共几条", []),
    ("志愿消防队伍，第十条", ["art10"]),
    ("被子五条", []),
    ("违反了三条", []),
    ("看一下二十条", ["art20"]),
    ("根据六条", ["art6"]),
    ("楼里两条走道锁了一条", []),
]


@pytest.mark.parametrize(("text", "expected"), TYPED)
def test_reads_what_only_people_type(text: str, expected: list[str]) -> None:
    assert [str(c.id) for c in find_citations(text, typed=True)] == expected


#: Text → the instrument of each address in it.
OWNERS = [
    ("《中华人民共和国消防法》第六十条、第六十一条", ["中华人民共和国消防法"] * 2),
    ("依照安全生产法第五条和本细则第六条", ["安全生产法", "本细则"]),
    ("《刑法》第一百条和同法第二百条", ["刑法", "刑法"]),
    ("《天津市消防条例》第三条。该条例第九条", ["天津市消防条例"] * 2),
    ("依照天津市消防条例第三条、河北省消防条例第四条", ["天津市消防条例", "河北省消防条例"]),
    ("天津的消防条例第三条", ["天津消防条例"]),
    (
        "《中华人民共和国道路交通安全法》（以下简称交法）施行后，交法第九条",
        ["中华人民共和国道路交通安全法"],
    ),
    ("《消防法》第十六条要求落实责任，第十七条要求确定重点单位", ["消防法"] * 2),
    ("《消防法》第十六条要求落实责任。第十七条要求确定重点单位", ["消防法", ""]),
    ("根据《消防法》制定本细则（第一条）", [""]),
    ("GB 55037-2022第3条", ["GB 55037-2022"]),
    ("按依法、合法的做法第三条", [""]),
    ("依照建设部令第51号第八条、第九条", ["建设部令第51号"] * 2),
    ("按安委办〔2020〕3号第二条办", ["安委办〔2020〕3号"]),
    ("37号令第六条", ["37号令"]),
    ("（公安部令第73号）第四条", ["公安部令第73号"]),
    ("《某规定》（安监发〔2016〕7号）第四条", ["某规定"]),
    ("八月一号第三条生效", [""]),
    ("CJJ 45第四条、DB31/T 540-2022第二条", ["CJJ 45", "DB31/T 540-2022"]),
    ("租房合同第七条", ["租房合同"]),
    ("台账3第五条", ["台账3"]),
    ("《天津市消防条例》第三条。\n一、检查\n二、整改\n该条例第九条", ["天津市消防条例", "条例"]),
    ("会上共讨论第二条意见两条", []),
]


@pytest.mark.parametrize(("text", "expected"), OWNERS)
def test_whose_article_it_is(text: str, expected: list[str]) -> None:
    found = find_citations(text, typed=True, places=("天津", "河北"))
    assert [c.instrument for c in found] == expected


@pytest.mark.parametrize(
    ("name", "belonging"),
    [
        ("", "own"),
        ("本细则", "own"),
        ("实施细则", "own"),
        ("北京消防细则", "own"),
        ("北京市消防安全责任制实施细则（征求意见稿）", "own"),
        ("本法", "unsure"),
        ("条例", "unsure"),
        ("消防法", "other"),
        ("上海细则", "other"),
        ("北京市消防条例", "other"),
        ("消防安全责任制实施办法", "other"),
        ("北京市消防安全责任监督管理办法", "other"),
        ("国办发〔2017〕87号", "other"),
        ("公安部令第61号", "other"),
        ("表3", "unsure"),
        ("协议", "unsure"),
    ],
)
def test_whether_a_name_is_ours(name: str, belonging: str, regulation: Regulation) -> None:
    assert belongs_to(name, regulation) == belonging


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_a_range_keeps_both_ends(first: int, last: int) -> None:
    (found,) = find_citations(f"{print_article(str(first))}至{print_article(str(last))}")
    assert found.id == ProvisionId(str(first))
    assert found.until == (ProvisionId(str(last)) if last != first else found.id)


@given(st.text("第一二三十百零0159条款项章至、（）()《》法同该。， 之.-", max_size=40))
def test_anything_is_read(text: str) -> None:
    found = find_citations(text, typed=True)
    assert all(text[slice(*c.span)] == c.text or c.span[0] == c.span[1] for c in found)
    spans = [c.span for c in found]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.integers(0, 9999))
def test_numbers_are_read_whole(value: int) -> None:
    printed = to_chinese(value)
    assert read_number(printed) == read_number(str(value)) == str(value)
    assert read_number(" ".join(printed)) == str(value)
    assert read_number(printed + "0") is None


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("art19.item5", "art19.item5"),
        ("beijing-fire-duty@draft/art_19__item_5", "art19.item5"),
        ("19.5", "art19.item5"),
        ("19", "art19"),
        ("133-1", "art133-1"),
        ("第十九条第（五）项", "art19.item5"),
        ("19条(5)", "art19.item5"),
        ("第十五条第一款第（三）项", "art15.item3"),
        ("art17.para1", "art17"),
        ("第十五条第二款", "art15.para2"),
        (" ART19.ITEM5 ", "art19.item5"),
    ],
)
def test_reads_addresses(written: str, short: str) -> None:
    assert str(parse_id(written)) == short


@pytest.mark.parametrize("bad", ["", "消防", "art", "第条", "19.5.6.7", "第三条第五条"])
def test_rejects_addresses(bad: str) -> None:
    with pytest.raises(FiredutyError, match="看不懂条款编号"):
        parse_id(bad)


NUMBERS = st.integers(1, 999).map(str)


@given(NUMBERS, st.integers(2, 9).map(str) | st.just(""), NUMBERS | st.just(""))
def test_addresses_round_trip(article: str, paragraph: str, item: str) -> None:
    address = ProvisionId(article, paragraph, item)
    assert parse_id(str(address)) == address
    assert parse_id(address.full("x@1")) == address


@pytest.mark.parametrize(
    ("written", "whole", "own"),
    [
        ("art19.item5", "第十九条第（五）项", "第十九条第（五）项"),
        ("art15.item3", "第十五条第一款第（三）项", "第十五条第一款第（三）项"),
        ("art15.para2", "第十五条第二款", "第十五条第二款"),
        ("art17", "第十七条", "第十七条第一款"),
        ("art25", "第二十五条", "第二十五条"),
    ],
)
def test_legal_form(written: str, whole: str, own: str, regulation: Regulation) -> None:
    address = parse_id(written)
    assert format_citation(address, regulation, title=False) == whole
    assert cite_own_text(address, regulation, title=False) == own
    assert format_citation(address, regulation).startswith("《北京市消防安全责任制实施细则》")


@pytest.mark.parametrize(
    ("address", "other", "inside"),
    [
        ("art15.item3", "art15", True),
        ("art15.para2", "art15", True),
        ("art15", "art15.item3", False),
        ("art15.para2", "art15.para1", False),
        ("art15.item3", "art15.para1", True),
        ("art15", "art15.para1", True),
        ("art15.item3", "art15.para2", False),
        ("art15.para2.item1", "art15.para2", True),
        ("art15.para12", "art15.para2", False),
        ("art15.item3", "art15.item3", True),
        ("art15.item3.subitem2", "art15.item3", True),
        ("art15.item3.subitem2-1", "art15.item3.subitem2", True),
        ("art15.item3.subitem21", "art15.item3.subitem2", False),
        ("art1.item3", "art15", False),
        ("annex1.art15.item3", "art15", False),
        ("annex1.art15.item3", "annex1", True),
    ],
)
def test_one_provision_lies_in_another(address: str, other: str, inside: bool) -> None:
    assert _address(address).lies_in(_address(other)) is inside


def _address(printed: str) -> ProvisionId:
    """``art15.para1`` as it stands: reading an address makes the first 款 the 条."""
    found = dict(re.findall(r"(annex|art|para|item|subitem)([\d-]+)", printed))
    return ProvisionId(*(found.get(p, "") for p in ("art", "para", "item", "subitem", "annex")))


def test_own_text_of_an_article_is_its_first_paragraph() -> None:
    assert str(ProvisionId("15").own_paragraph) == "art15.para1"
    for address in (ProvisionId("15", "2"), ProvisionId("15", item="3"), ProvisionId(annex="1")):
        assert address.own_paragraph == address


def test_legal_form_reads_back(regulation: Regulation) -> None:
    for leaf in regulation.leaves():
        written = cite_own_text(leaf.id, regulation)
        assert parse_id(written) == leaf.id
        assert lookup(regulation, leaf.id) == leaf.provision


@pytest.mark.parametrize(
    "missing", ["art33", "art19.item13", "art15.para3", "art1.item1", "annex1"]
)
def test_lookup_of_nothing(missing: str, regulation: Regulation) -> None:
    assert lookup(regulation, parse_id(missing)) is None


def test_a_paragraph_zero_is_no_provision(regulation: Regulation) -> None:
    assert lookup(regulation, ProvisionId("15", paragraph="0")) is None


def test_breadcrumb_counts_any_number_of_paragraphs() -> None:
    """An article whose eleventh 款 is cited is a long one, and no error."""
    source = "第一条 甲。\n" + "\n".join(f"第{n}段。" for n in range(2, 12))
    leaves = Regulation("x", "1", "某办法", "现行有效", parse(source), source).leaves()
    assert [breadcrumb(leaf).split(" › ")[-1] for leaf in leaves[-2:]] == ["第十款", "第十一款"]
