from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.citing.citations import parse_id
from corpus.citing.instruments import amended_by_title, find_aliases, is_instrument, is_same_title
from corpus.citing.mention_sites import Unresolved
from corpus.citing.mentions import find_mentions
from corpus.citing.reference_data import (
    ReviewedReference,
    Target,
    check_references,
    load_references,
)
from corpus.citing.reference_kinds import kind_of
from corpus.citing.references import (
    Reference,
    find_excluding,
    find_incoming,
    find_outgoing,
    find_references,
    find_sites,
    follow,
)
from corpus.errors import FiredutyError
from corpus.text.load import data_folder
from corpus.text.parse import parse
from corpus.text.provision import ProvisionId, Regulation
from ui.cli.corpus_commands import check_file, show

# --- the regulation that ships ------------------------------------------------------------------


@pytest.fixture(scope="module")
def references(regulation: Regulation) -> tuple[Reference, ...]:
    return find_references(regulation, load_references(data_folder()))


UNITS = "超高层建筑、大型城市综合体、城市轨道交通、化工企业等火灾高危单位的消防安全责任主体"
#: Every reference of the regulation: where, words, kind, targets, whom it binds, on what it depends.
SEED = [
    ("art1", "《消防安全责任制实施办法》", "引用", "", "", ""),
    ("art1", "《中华人民共和国消防法》", "引用", "", "", ""),
    ("art1", "《北京市消防条例》", "引用", "", "", ""),
    ("art1", "《北京市消防安全责任监督管理办法》", "引用", "", "", ""),
    ("art7", "本细则第六条", "附加", "art6", "下列场所的消防安全责任主体", ""),
    ("art8", "第六条", "附加", "art6", UNITS, ""),
    (
        "art9.item1",
        "本细则关于单位的职责",
        "参照",
        "art6",
        "所有权人",
        "建筑物由所有权人直接使用时",
    ),
    ("art9.item3", "履行单位职责", "参照", "art6", "各所有权人", "对专有部分"),
    (
        "art9.item4",
        "本细则关于单位的规定",
        "参照",
        "art6",
        "在建筑物内从事生产经营活动的管理使用人",
        "在其使用、管理范围内",
    ),
    (
        "art15.para2",
        "第（一）、（四）、（五）、（六）、（七）、（八）项",
        "部分适用",
        "art15.item1 art15.item4 art15.item5 art15.item6 art15.item7 art15.item8",
        "街道办事处",
        "",
    ),
    (
        "art17",
        "同级别人民政府的消防工作职责",
        "等同",
        "art14 art15",
        "天安门地区管委会、重点站区管委会、经济技术开发区管委会",
        "同级别人民政府",
    ),
    (
        "art17.para2",
        "街道办事处的消防工作职责",
        "参照",
        "art15.para2",
        "清河农场办事处",
        "在职权范围内",
    ),
    (
        "art21.para2",
        "其消防安全管理职责",
        "承接",
        "art18 art19 art20",
        "承接相应职能的部门",
        "各有关部门如机构或职能调整",
    ),
    ("art30", "单位的消防安全职责", "参照", "art6", "具有固定生产经营场所的个体工商户", ""),
    ("art31", "《消防安全重点单位微型消防站建设标准（试行）》", "参照", "", "", ""),
]


def ids(addresses: tuple[ProvisionId, ...]) -> str:
    return " ".join(map(str, addresses))


def test_every_reference_of_the_regulation(references: tuple[Reference, ...]) -> None:
    rows = [
        (str(r.source), r.text, r.kind, ids(r.targets), r.subject, r.condition) for r in references
    ]
    assert rows == SEED
    assert all(bool(r.targets) != bool(r.external) for r in references), "resolved, one way"
    assert all(f"《{r.external}》" == r.text for r in references if r.external)


def test_references_are_verbatim(references: tuple[Reference, ...], regulation: Regulation) -> None:
    texts = {leaf.id: leaf.text for leaf in regulation.leaves()}
    for r in references:
        assert texts[r.source][slice(*r.span)] == r.text
        assert r.subject in texts[r.source]
        assert r.condition in texts[r.source]
        assert all(t in texts for t in (*r.targets, *r.excluded))


#: Words that look like a reference and are none: the regulation names itself, or no one provision.
NO_SITE = {
    ("art1", "本细则"),
    ("art17", "本细则"),
    ("art17.para2", "本细则"),
    ("art17.para2", "参照"),
    ("art30", "本细则"),
    ("art30", "参照"),
    ("art31", "参照"),
    ("art9.item4", "参照"),
    ("art32", "本细则"),
    ("art6.item7", "规定的其他"),
    ("art14.item12", "规定的其他"),
}


def test_no_site_is_overlooked(references: tuple[Reference, ...], regulation: Regulation) -> None:
    pattern = re.compile(
        r"《|本细则|第[一二三四五六七八九十（]+[）条款项]|[前上][款条项]|参照|同级|规定的其他"
    )
    seen = set()
    for leaf in regulation.leaves():
        spans = [r.span for r in find_outgoing(references, leaf.id)]
        for match in pattern.finditer(leaf.text):
            if not any(start <= match.start() < end for start, end in spans):
                seen.add((str(leaf.id), match.group()))
    assert seen == NO_SITE


def test_street_offices_lack_two_items(references: tuple[Reference, ...]) -> None:
    (reference,) = find_outgoing(references, parse_id("art15.para2"))
    assert ids(reference.excluded) == "art15.item2 art15.item3"
    assert find_excluding(references, parse_id("art15.item2")) == (reference,)
    assert find_excluding(references, parse_id("art15.item4")) == ()


def test_two_hops(references: tuple[Reference, ...]) -> None:
    chain = follow(references, parse_id("art17.para2"))
    assert [str(r.source) for r in chain] == ["art17.para2", "art15.para2"]
    assert "art15.item8" in ids(chain[-1].targets)


def test_both_directions(references: tuple[Reference, ...]) -> None:
    into = [str(r.source) for r in find_incoming(references, parse_id("art6"))]
    assert into == ["art7", "art8", "art9.item1", "art9.item3", "art9.item4", "art30"]
    assert find_outgoing(references, parse_id("art6")) == ()


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("art7", ["引用：", "第七条「本细则第六条」→ 第六条 [art6]（附加）"]),
        (
            "art15.item2",
            [
                "被引用：",
                "第十五条第二款 [art15.para2] 不含第十五条第一款第（二）、（三）项（部分适用，主体：街道办事处）",
            ],
        ),
        ("art1", ["《中华人民共和国消防法》（引用，未收录）"]),
        ("art6.item1", ["第七条 [art7]「本细则第六条」（附加，主体：下列场所的消防安全责任主体）"]),
        (
            "17",
            [
                "条件：同级别人民政府",
                "说明：细则没有写明这三个管委会各是哪一级",
                "再到：第十五条第二款「第（一）、（四）、（五）、（六）、（七）、（八）项」→ 第十五条第一款第（一）、（四）、（五）、（六）、（七）、（八）项",
            ],
        ),
    ],
)
def test_show(written: str, lines: list[str], regulation: Regulation) -> None:
    shown = show(written, [(regulation, data_folder())])
    assert all(line in shown for line in lines)


def test_show_without_references(regulation: Regulation) -> None:
    assert "引用：" not in show("art25", [(regulation, data_folder())])


# --- laws in general ----------------------------------------------------------------------------

LAW = """北京市灯笼管理条例

第一条 为了加强灯笼管理，根据《中华人民共和国灯火法》（以下简称《灯火法》）和《油灯办法》（以下简称油灯办法），制定本条例。

第二条 本市灯笼分为下列种类：
（一）宫灯；
（二）纱灯；
（三）走马灯。
前款第（二）项、第（三）项所列灯笼应当登记。
依照前款登记的灯笼，应当悬挂标牌。
前两款规定不适用于个人。

第三条 灯笼应当每年检验。检验办法适用前条第二款的规定。

第三条之一 检验不合格的，不得悬挂。

第四条 违反本条例第二条第二款、第三款规定，或者违反第三条规定的，处警告；违反第三条至第四条规定的，处罚款。

第五条 违反本条例第二条第一款规定的，按照下列规定处罚：
（一）违反第一项规定的，处警告；
（二）违反第二项、第三项规定的，处罚款；
（三）有前两项行为的，从重处罚。

第六条 依照《灯火法》第六十条第一款第三项、第六十一条和油灯办法第七条规定处罚；构成犯罪的，依照刑法第一百一十五条处理。

第七条 本条第二款和第九条的规定，前款另有规定的除外。
《北京市灯笼管理条例》第三条所称检验，包括“第四条”字样的检验。
违反本条例第二条第九款、第九十九条规定的，不予处罚。

第八条 禁止下列行为：
点灯；
倒油。
有前款行为的，处警告。

第九条 违反第二条第一款第（一）、（三）项，第三条、四条，第五条第一项至第六条规定的，从重处罚。
"""


def regulation_of(text: str, title: str = "北京市灯笼管理条例") -> Regulation:
    return Regulation("x", "1", title, "状态未注明", parse(text), text)


#: Leaf, mention, where it leads: ids, an outside instrument, or why it stays open.
GENERAL = [
    ("art1", "《中华人民共和国灯火法》", "中华人民共和国灯火法"),
    ("art1", "《灯火法》", "中华人民共和国灯火法"),
    ("art1", "《油灯办法》", "油灯办法"),
    ("art2.para2", "前款第（二）项", "art2.item2"),
    ("art2.para2", "第（三）项", "art2.item3"),
    ("art2.para3", "前款", "art2.para2"),
    ("art2.para4", "前两款", "art2.para2 art2.para3"),
    ("art3", "前条第二款", "art2.para2"),
    ("art4", "本条例第二条第二款", "art2.para2"),
    ("art4", "第三款", "art2.para3"),
    ("art4", "第三条", "art3"),
    ("art4", "第三条至第四条", "art3 art3-1 art4"),
    ("art5", "本条例第二条第一款", "art2"),
    ("art5.item1", "第一项", "art2.item1"),
    ("art5.item2", "第二项", "art2.item2"),
    ("art5.item2", "第三项", "art2.item3"),
    ("art5.item3", "前两项", "art5.item1 art5.item2"),
    ("art6", "《灯火法》第六十条第一款第三项", "中华人民共和国灯火法 art60.para1.item3"),
    ("art6", "第六十一条", "中华人民共和国灯火法 art61"),
    ("art6", "油灯办法第七条", "油灯办法 art7"),
    ("art6", "刑法第一百一十五条", "刑法 art115"),
    ("art7", "本条第二款", "art7.para2"),
    ("art7", "第九条", "art9"),
    ("art7", "前款", Unresolved.NO_EARLIER),
    ("art7.para2", "《北京市灯笼管理条例》第三条", "art3"),
    ("art7.para2", "第四条", Unresolved.QUOTED),
    ("art7.para3", "本条例第二条第九款", Unresolved.MISSING),
    ("art7.para3", "第九十九条", Unresolved.MISSING),
    ("art8.para2", "前款", "art8"),
    ("art9", "第二条第一款第（一）、（三）项", "art2.item1 art2.item3"),
    ("art9", "第三条", "art3"),
    ("art9", "四条", "art4"),
    ("art9", "第五条第一项至第六条", Unresolved.COMPLEX),
]


def test_general_law() -> None:
    rows = []
    for site in find_sites(regulation_of(LAW)):
        r = site.resolution
        outside = " ".join([r.external, *map(str, r.external_ids)]) if r.external else ""
        rows.append((str(site.leaf.id), site.mention.text, ids(r.targets) or outside or r.reason))
    assert rows == GENERAL


def only(text: str, title: str = "灯笼条例") -> list[str]:
    """Answers of all mentions in the last article of a text."""
    regulation = regulation_of(text, title)
    sites = find_sites(regulation)
    last = regulation.leaves()[-1].id.article
    return [
        ids(s.resolution.targets)
        or " ".join([s.resolution.external, *map(str, s.resolution.external_ids)]).strip()
        or s.resolution.reason
        for s in sites
        if s.leaf.id.article == last
    ]


TWO = "第一条 甲。\n第二条 乙：\n（一）丙；\n（二）丁。\n戊。\n"
PLACES = [
    # One reading or none: 第二项 of 第二条, or of the list in which it stands.
    (TWO + "第三条 有第二条第一款行为，有下列情形的：\n（一）己；\n（二）庚；\n（三）达到第二项的。", [
        "art2", Unresolved.AMBIGUOUS,
    ]),
    # 违反 makes a list of penalties, whose own 项 nobody violates.
    (TWO + "第三条 违反第二条第一款的：\n（一）己；\n（二）违反第一项的；\n（三）违反第二项的。", [
        "art2", "art2.item1", "art2.item2",
    ]),
    # The same sentence speaks of another law.
    (TWO + "第三条 依照刑法第一条处理的，第二条不适用。", ["刑法 art1", Unresolved.AMBIGUOUS]),
    (TWO + "第三条 依照刑法第一条处理。第二条不适用。", ["刑法 art1", "art2"]),
    (TWO + "第三条 依照刑法第一条、第二条处理。", ["刑法 art1", "刑法 art2"]),
    (TWO + "第三条 依照刑法第一条第一款处理。该条第二款不适用。", ["刑法 art1.para1", "刑法 art1.para2"]),
    (TWO + "第三条 有刑法第一条情形的，按下列办理：见第二条。", ["刑法 art1", "art2"]),
    (TWO + "第三条 属于刑法第一条情形的：\n（一）违反第二条的。", ["刑法 art1", "art2"]),
    # 违反 goes on from the 款 before, never from the article before.
    (TWO + "第三条 违反第二条第一款第一项的，处警告。\n违反第二项的，处罚款。", ["art2.item1", "art2.item2"]),
    (TWO + "第三条 违反第二条第一款第一项的。\n第四条 违反第二项的。", [Unresolved.MISSING]),
    # A list without labels is led in by its 款.
    (
        TWO + "第三条 有第二条第一款行为的，按照下列规定：\n有第一项行为的，处警告；\n有第二项行为的，处罚款。",
        ["art2", "art2.item1", "art2.item2"],
    ),
    # A number that occurs twice addresses nothing.
    ("第一条 甲：\n（一）乙；\n（一）丙。\n第二条 见第一条第（一）项。", [Unresolved.TWICE]),
    ("第一条 甲。\n第二条 乙。\n附件\n第一条 丙。\n第二条 丁。\n第三条 见第二条，见第三条。", [
        Unresolved.AMBIGUOUS, "annex1.art3",
    ]),
    ("第一条 甲：\n（一）乙；\n丙：\n（一）丁；\n（二）戊。\n第二条 见第一条第一款第（一）项。", [Unresolved.TWICE]),
    # Where a 款 ends cannot be told, or a 项 has 款 of its own.
    ("第一条 甲：\n（一）乙；\n丙。\n依照前款的，从重。", [Unresolved.NO_EARLIER]),
    ("第一条 甲。\n乙：\n（一）丙。\n依照前款。\n（二）丁。", [Unresolved.NO_EARLIER]),
    (TWO + "第三条 刑法第一百条前两款的行为。", ["刑法 art100", Unresolved.COMPLEX]),
    # Names without 《》: rules for a law, and a short name that is the end of another name.
    (TWO + "第三条 发现有食品安全法实施条例第六条情形。", ["食品安全法实施条例 art6"]),
    ("第一条 据《油灯办法》（以下简称办法）。\n第二条 甲。\n第三条 又见市容管理办法第二条，见办法第二条。", [
        "不能确定指哪一部文件", "不能确定指哪一部文件",
    ]),
    ("第一条 据《油灯办法》（以下简称办法）。\n第二条 依照办法第二条处理。", ["油灯办法 art2"]),
    ("第一条 甲。\n第一条 乙。\n第二条 见第一条。", [Unresolved.TWICE]),
    # Letters lost in print.
    (TWO + "第三条 违反本条例第二第一款的。\n己。", [Unresolved.COMPLEX]),
    (TWO + "第三条 前条件、以上条件、前项目不算。", []),
    (TWO + "第三条 见本《条例》第二条。", ["art2"]),
    (TWO + "第三条 发生前款情形的。\n从事前款活动的，依照第二条第一项。", [Unresolved.NO_EARLIER, "art3", "art2.item1"]),
    (TWO + "第三条 违反国家有关规定第二条的。", ["不能确定指哪一部文件"]),
    (TWO + "第三条 除完成本条例第二条的工作外。", ["art2"]),
    (TWO + "第三条 颁发《许可证》。", []),
    (TWO + "第三条 见本条例附件第一条。", ["不能确定指哪一部文件"]),
    # A sentence that the typesetter broke: where the 款 end cannot be told.
    ("第一条 甲的，按照下列\n\n规定处理。\n\n依照前款的，从重。", [Unresolved.NO_EARLIER]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_place_decides(text: str, expected: list[str]) -> None:
    assert only(text) == expected


def test_amending_decision_speaks_of_the_other_text() -> None:
    text = "一、将第三条修改为：“本办法第五条和前款不适用。”\n二、删除第四条。"
    answers = [
        s.resolution.external or s.resolution.reason
        for s in find_sites(regulation_of(text, "关于修改《灯笼办法》的决定"))
    ]
    assert answers == ["灯笼办法", "灯笼办法", Unresolved.AMENDMENT, "灯笼办法"]


@pytest.mark.parametrize(
    ("title", "amended"),
    [
        ("刑法修正案（九）", "刑法"),
        ("关于修改《灯笼办法》的决定", "灯笼办法"),
        ("关于修改《甲办法》等二十件规定的决定", ""),
        ("关于修改后的民事诉讼法施行时未结案件适用法律若干问题的规定", None),
        ("北京市消防条例", None),
    ],
)
def test_what_a_title_amends(title: str, amended: str | None) -> None:
    assert amended_by_title(title) == amended


KINDS = [
    ("除应当履行本法第十六条规定的职责外，还应当履行下列职责", "本法第十六条", "附加"),
    ("除本法第十六条规定的情形外，不得处罚", "本法第十六条", "引用"),
    ("参照适用本法第三条的规定", "本法第三条", "参照"),
    ("比照第三条处罚", "第三条", "参照"),
    ("依照第三条处罚", "第三条", "引用"),
    ("视同第三条规定的灯笼", "第三条", "等同"),
    ("第三条规定的职责由承接职能的部门承担", "第三条", "承接"),
    ("违反第三条的", "第三条", "引用"),
]


@pytest.mark.parametrize(("text", "mention", "kind"), KINDS)
def test_kind(text: str, mention: str, kind: str) -> None:
    start = text.index(mention)
    assert kind_of(text, (start, start + len(mention))) == kind


PICKS = [
    ("戊应当履行第（一）、（三）项职责。", "art1.item2"),
    ("戊应当履行第（一）项、第（三）项职责。", "art1.item2"),
    ("戊应当履行第（一）项至第（三）项职责。", ""),
    ("戊不适用第（一）、（三）项规定。", ""),
    ("有第（一）、（三）项情形的，报告。", ""),
]


@pytest.mark.parametrize(("text", "excluded"), PICKS)
def test_what_a_list_leaves_out(text: str, excluded: str) -> None:
    found = find_references(
        regulation_of(f"第一条 甲：\n（一）乙；\n（二）丙；\n（三）丁。\n{text}")
    )
    assert " ".join(ids(r.excluded) for r in found).strip() == excluded
    assert {r.kind for r in found} == {"部分适用" if excluded else "引用"}


# --- finding ------------------------------------------------------------------------------------


@example("依照第一条、第二条第（一）项和第三条的规定")
@given(st.text(alphabet="第前上本该条款项目法例《》（）“”、至和一二三十刑，。规定", max_size=60))
def test_mentions_are_verbatim_and_apart(text: str) -> None:
    mentions = find_mentions(text)
    assert all(text[slice(*m.span)] == m.text != "" for m in mentions)
    spans = [m.span for m in mentions]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


LEAF = st.sampled_from(
    [
        "前款",
        "第二项",
        "第一条",
        "本条第二款",
        "刑法第一条",
        "前两款",
        "第二款",
        "或者",
        "，",
        "。",
        "违反",
    ]
)


@given(st.lists(LEAF, max_size=8).map("".join), st.lists(LEAF, max_size=8).map("".join))
def test_targets_exist_and_are_never_the_place_itself(one: str, other: str) -> None:
    regulation = regulation_of(f"第一条 甲：\n（一）{one}；\n（二）丁。\n{other}。\n第二条 乙。")
    leaves = {leaf.id for leaf in regulation.leaves()}
    for site in find_sites(regulation):
        assert set(site.resolution.targets) <= leaves
        assert bool(site.resolution.found) != bool(site.resolution.reason)
        if site.mention.back == "前":
            assert site.leaf.id not in site.resolution.targets


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("根据《甲法》（以下简称《乙法》）", {"乙法": "甲法"}),
        ("根据《甲法》（国务院令第3号，以下简称乙法）", {"乙法": "甲法"}),
        ("根据中华人民共和国甲法（以下简称甲法）", {"甲法": "中华人民共和国甲法"}),
        ("市消防局（以下简称消防局）", {}),
        ("领取《甲许可证》（以下简称《许可证》）", {}),
        (
            "《甲法》（以下简称法规）。《乙法》（以下简称《甲办法》）。《丙法》（以下简称《甲办法》）",
            {"甲办法": ""},
        ),
    ],
)
def test_short_names(text: str, aliases: dict[str, str]) -> None:
    assert find_aliases([text]) == aliases


def test_titles() -> None:
    assert is_same_title("中华人民共和国消防法（2021修订）", "消防法")
    assert not is_same_title("消防法", "北京市消防条例")
    assert is_same_title("Ａ类场所管理办法", "a类场所 管理办法")
    assert not is_same_title("A类场所管理办法", "B类场所管理办法")
    assert is_instrument("消防安全重点单位微型消防站建设标准（试行）")
    assert not is_instrument("营业执照")


# --- reviewed data ------------------------------------------------------------------------------


def test_shipped_references_are_proved(regulation: Regulation) -> None:
    assert check_references(load_references(data_folder()), regulation) == ()


GOOD = ReviewedReference(
    "art30",
    "单位的消防安全职责",
    "参照",
    (Target("art6", "单位应落实消防安全主体责任"),),
    heading="单位消防安全职责",
    note="说明",
)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (replace(GOOD, source="art99"), "没有条款 art99"),
        (replace(GOOD, source="art6.item1", text="消防安全"), "应为一次"),
        (replace(GOOD, text="单位的防火职责"), "出现 0 次"),
        (replace(GOOD, subject="小店"), "subject「小店」不是 art30 的原文"),
        (replace(GOOD, condition="同级"), "condition「同级」不是 art30 的原文"),
        (replace(GOOD, note=""), "没有 targets 或 note"),
        (replace(GOOD, targets=()), "没有 targets 或 note"),
        (replace(GOOD, targets=(Target("art6", "单位可以"),)), "words「单位可以」不是 art6 的原文"),
        (replace(GOOD, targets=(Target("art77", "甲"),)), "没有条款 art77"),
        (replace(GOOD, targets=(Target("art30", "个体工商户"),)), "指回了自己"),
        (replace(GOOD, heading="总则"), "不在「总则」一章"),
        (replace(GOOD, excluded=("art6.item1",)), "部分适用一定要写"),
        (replace(GOOD, kind="部分适用"), "部分适用一定要写"),
        (replace(GOOD, kind="部分适用", excluded=("art6.item99",)), "没有条款 art6.item99"),
    ],
)
def test_checker_sees(entry: ReviewedReference, problem: str, regulation: Regulation) -> None:
    assert check_references((GOOD,), regulation) == ()
    assert any(problem in p for p in check_references((entry,), regulation))


ENTRY = '[[reference]]\nsource = "art2"\ntext = "职责"\nkind = "参照"\nnote = "甲"\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[reference]]\nsource = [", "不是有效的 TOML"),
        (ENTRY, "缺少字段：targets"),
        (ENTRY.replace("参照", "好像") + "targets = []\n", "kind 不是"),
        (ENTRY + 'targets = [{ id = "art1" }]\n', r"\[\[targets\]\] 缺少字段：words"),
    ],
)
def test_broken_files_name_file_and_fault(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "references.toml").write_text(content, "utf-8")
    with pytest.raises(FiredutyError, match=message):
        load_references(tmp_path)


def test_data_that_does_not_fit_is_reported(tmp_path: Path) -> None:
    (tmp_path / "regulation.txt").write_text("灯笼办法\n\n第一条 甲。\n第二条 乙。\n", "utf-8")
    (tmp_path / "metadata.toml").write_text('status = "现行有效"\n', "utf-8")
    (tmp_path / "references.toml").write_text(
        ENTRY + 'targets = [{ id = "art1", words = "甲" }]\n', "utf-8"
    )
    assert "引用：art2「职责」：这些字在 art2 里出现 0 次" in check_file(tmp_path).report
    with pytest.raises(FiredutyError, match="请运行 fireduty corpus check 核对"):
        find_references(regulation_of("第一条 甲。\n第二条 乙。"), load_references(tmp_path))
