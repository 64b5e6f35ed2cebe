from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.quoting import breadcrumb
from corpus.citing.citations import (
    cite_own_text,
    find_citations,
    format_citation,
    lookup,
    parse_id,
)
from corpus.errors import FiredutyError
from corpus.text.parse import parse
from corpus.text.provision import ProvisionId, Regulation

STATUTE = [
    ("除应履行本细则第六条职责外", [("local", "art6", "本细则第六条")]),
    (
        "根据《中华人民共和国消防法》第六十条第一款第三项、第六十一条",
        [
            ("full", "art60.para1.item3", "《中华人民共和国消防法》第六十条第一款第三项"),
            ("full", "art61", "第六十一条"),
        ],
    ),
    (
        "应当履行第（一）、（四）、（五）项相关职责",
        [
            ("local", "item1", "第（一）"),
            ("local", "item4", "（四）"),
            ("local", "item5", "（五）"),
        ],
    ),
    (
        "第七条、第八条至第九条",
        [("local", "art7", "第七条"), ("local", "art8", "第八条"), ("local", "art9", "第九条")],
    ),
    (
        "前款规定，前两款，本条所称",
        [
            ("relative", "None", "前款"),
            ("relative", "None", "前两款"),
            ("relative", "None", "本条"),
        ],
    ),
    (
        "本条例第一百三十三条之一第二款第（二十五）项第3目",
        [
            (
                "local",
                "art133-1.para2.item25.subitem3",
                "本条例第一百三十三条之一第二款第（二十五）项第3目",
            )
        ],
    ),
    ("依照第二款第（一）项", [("local", "para2.item1", "第二款第（一）项")]),
    ("本条例施行前", []),
    ("三条消防通道", []),
]


@pytest.mark.parametrize(("text", "expected"), STATUTE)
def test_finds_in_statutes(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = find_citations(text)
    assert [(c.kind, str(c.id), c.text) for c in found] == expected
    assert all(text[slice(*c.span)] == c.text for c in found)


TYPED = [
    ("第19条第3项写了什么", ["art19.item3"]),
    ("19条(3)", ["art19.item3"]),
    ("十九条三项", ["art19.item3"]),
    ("１９条（３）说啥", ["art19.item3"]),
    ("第十五条第二款", ["art15.para2"]),
    ("第十九条（十三）", ["art19.item13"]),
    ("第四条和第五条的区别", ["art4", "art5"]),
    ("细则第33条", ["art33"]),
    ("有三条通道怎么办", []),
    ("这三条是什么", []),
    ("一共几条", []),
]


@pytest.mark.parametrize(("text", "expected"), TYPED)
def test_finds_what_people_type(text: str, expected: list[str]) -> None:
    assert [str(c.id) for c in find_citations(text, loose=True)] == expected


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
