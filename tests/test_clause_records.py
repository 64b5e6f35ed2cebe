"""Clause records: by table in the words of laws of several fields, and by property over any text."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpus.citing.references import Reference, find_references, references_of
from corpus.clauses.figures import amounts_of
from corpus.clauses.links import link_clauses, read_table
from corpus.clauses.read import read_clauses
from corpus.clauses.records import ClauseEffect, ClauseRecord, LinkKind, PartySource
from corpus.text.load import load_regulation, shipped_folders
from corpus.text.parse import parse
from corpus.text.provision import ProvisionId, Regulation
from evals.clauses.labels import FILE, LabelledClause, load_labels
from evals.clauses.report import compare_clause
from index.opened import Index
from index.stored_clauses import pack_clauses, unpack_clauses
from ui.cli.main import main

DUTY, POWER, PROHIBITION = ClauseEffect.DUTY, ClauseEffect.POWER, ClauseEffect.PROHIBITION
PENALTY, DEFINITION, SCOPE = ClauseEffect.PENALTY, ClauseEffect.DEFINITION, ClauseEffect.SCOPE
OTHER, PROCEDURE = ClauseEffect.OTHER, ClauseEffect.PROCEDURE


def regulation(*articles: str, chapter: str = "") -> Regulation:
    """A text of these 条; the numbers are put before them."""
    numbers = "一二三四五六七八九十"
    lines = [f"第一章 {chapter}"] if chapter else []
    lines += [f"第{n}条 {text}" for n, text in zip(numbers, articles, strict=False)]
    source = "\n".join(lines)
    return Regulation("test", "1", "某市某条例", "现行有效", parse(source), source)


def read(*articles: str, chapter: str = "") -> tuple[ClauseRecord, ...]:
    text = regulation(*articles, chapter=chapter)
    return read_clauses(text, find_references(text))


def subjects(record: ClauseRecord) -> list[str]:
    return [p.text for p in record.subjects]


#: A whole clause; its subjects; what it does.
CLAUSES: list[tuple[str, list[str], ClauseEffect]] = [
    # fire
    ("各级人民政府负责本行政区域内的消防工作。", ["各级人民政府"], DUTY),
    ("任何单位和个人不得损坏、挪用消防设施、器材。", ["任何单位", "个人"], PROHIBITION),
    (
        "财政、应急管理等部门和乡镇人民政府（街道办事处），应当做好监督管理工作。",
        ["财政、应急管理等部门", "乡镇人民政府（街道办事处）"],
        DUTY,
    ),
    # traffic
    ("校车发生交通事故，驾驶人、随车照管人员应当立即报警。", ["驾驶人", "随车照管人员"], DUTY),
    ("机动车在夜间行驶，应当开启前照灯。", ["机动车"], DUTY),
    ("禁止驾驶拼装的机动车上道路行驶。", [], PROHIBITION),
    # food
    (
        "市卫生部门应当会同农业、质量技术监督等部门制定监测方案。",
        ["市卫生部门", "农业、质量技术监督等部门"],
        DUTY,
    ),
    ("高风险食品生产经营企业可以委托第三方进行查验。", ["高风险食品生产经营企业"], POWER),
    ("上市销售的肉类产品应当附有检疫合格证明。", [], DUTY),
    # labour
    ("劳动者认为用人单位侵犯其合法权益的，有权投诉。", ["劳动者"], POWER),
    (
        "实施监察的人员（以下称监察员）应当熟悉劳动保障法律。",
        ["实施监察的人员"],
        DUTY,
    ),
    ("关键信息基础设施的运营者采购网络产品，应当签订协议。", ["关键信息基础设施的运营者"], DUTY),
    # education
    ("市和区、县人民政府应当合理配置教育资源。", ["市和区、县人民政府"], DUTY),
    ("实施义务教育的学校及其教学点的设置、调整，应当充分听取意见。", [], DUTY),
    ("本市执行国家统一的教师职务制度。", ["本市"], OTHER),
    # who acts in a passive
    ("具体办法由省人民政府制定。", ["省人民政府"], DUTY),
    ("进口货物的关税由海关征收。", ["海关"], DUTY),
    ("启动对外贸易调查，由国务院对外贸易主管部门发布公告。", ["国务院对外贸易主管部门"], DUTY),
    # verbs are no names
    ("发现犯罪线索的，应当移送。", [], DUTY),
    ("未取得经营许可证的单位，不得从事有关活动。", ["未取得经营许可证的单位"], PROHIBITION),
    ("作出处罚决定的公安机关应当送达决定书。", ["作出处罚决定的公安机关"], PROCEDURE),
    # neither duty nor power
    ("鼓励单位和个人对献血事业进行捐赠。", [], OTHER),
    ("国家鼓励社会力量参与有关工作。", ["国家"], OTHER),
    ("本条例自2021年1月1日起施行。", [], SCOPE),
    ("军队的医疗废物管理，参照本条例执行。", [], SCOPE),
    ("本条例所称电梯，是指载人的特种设备。", [], DEFINITION),
]


@pytest.mark.parametrize(("text", "who", "effect"), CLAUSES, ids=[c[0][:16] for c in CLAUSES])
def test_one_clause(text: str, who: list[str], effect: ClauseEffect) -> None:
    (record,) = read(text)
    assert (subjects(record), record.effect) == (who, effect)


#: A penalty; who acts; whom it falls on.
PENALTIES: list[tuple[str, list[list[str]], list[list[str]]]] = [
    (
        "违反本条例规定，销售者改装电动自行车的，由公安机关责令改正；拒不改正的，处五千元罚款。",
        [["公安机关"], ["公安机关"]],
        [["销售者"], ["销售者"]],
    ),
    (
        "网络运营者未履行义务的，由有关主管部门责令改正，处一万元以上十万元以下罚款，"
        "对直接负责的主管人员处五千元以下罚款。",
        [["有关主管部门"], ["有关主管部门"]],
        [["网络运营者"], ["直接负责的主管人员"]],
    ),
]


@pytest.mark.parametrize(("text", "acting", "punished"), PENALTIES)
def test_penalty_tells_who_acts_and_who_is_punished(
    text: str, acting: list[list[str]], punished: list[list[str]]
) -> None:
    records = read(text, chapter="法律责任")
    assert [r.effect for r in records] == [PENALTY] * len(acting)
    assert [subjects(r) for r in records] == acting
    assert [[p.text for p in r.targets] for r in records] == punished


def test_items_take_over_subject_effect_and_modal_of_their_lead_in() -> None:
    lead, first, second = read(
        "业主委员会应当履行下列职责：\n（一）召集业主大会会议；\n（二）协助居民委员会开展工作。"
    )
    assert lead.subjects[0].source is PartySource.OWN
    for item in (first, second):
        assert subjects(item) == ["业主委员会"]
        assert item.subjects[0].source is PartySource.LEAD_IN
        assert item.subjects[0].provision == lead.provision
        assert (item.effect, item.modality) == (DUTY, "应当")


def test_items_that_share_out_a_task_have_subjects_of_their_own() -> None:
    _, first, second = read(
        "有关部门履行下列职责：\n（一）水行政主管部门负责河道扬尘的监督管理；\n（二）公安机关负责交通管理。"
    )
    assert (subjects(first), subjects(second)) == (["水行政主管部门"], ["公安机关"])


def test_listed_units_are_the_subjects_of_their_lead_in() -> None:
    lead, first, _ = read(
        "下列单位应当建立专职消防队：\n（一）大型核设施单位；\n（二）大型发电厂。"
    )
    assert subjects(lead) == ["大型核设施单位", "大型发电厂"]
    assert {p.source for p in lead.subjects} == {PartySource.ITEMS}
    assert subjects(first) == ["大型核设施单位"]


def test_clause_takes_the_subject_of_the_one_before() -> None:
    _, second = read("从业人员应当接受培训。未经培训合格的，不得上岗作业。")
    assert subjects(second) == ["从业人员"]
    assert second.subjects[0].source is PartySource.BEFORE
    assert second.conditions == ("未经培训合格的",)


def test_definition_names_its_term() -> None:
    (record,) = read("本条例所称住宅物业管理（以下简称物业管理），是指业主选聘物业服务人的活动。")
    assert record.term == "住宅物业管理"


def test_sentence_is_cut_where_somebody_else_is_bound() -> None:
    first, second = read("区人民政府应当保障经费投入，市人民政府应当予以补助。")
    assert (subjects(first), subjects(second)) == (["区人民政府"], ["市人民政府"])


def test_act_and_exception() -> None:
    (record,) = read("除国家规定需要保密的情形外，建设单位应当举行论证会。")
    assert record.exceptions == ("除国家规定需要保密的情形外",)
    assert record.act == "举行论证会"


#: Text; figure, kind, unit, low, high.
FIGURES = [
    ("处五千元以上五万元以下罚款", "五千元以上五万元以下", "罚款", "元", "5000", "50000"),
    ("处1000元以上5万元以下罚款", "1000元以上5万元以下", "罚款", "元", "1000", "50000"),
    ("并处货值金额一倍以上三倍以下的罚款", "一倍以上三倍以下", "罚款", "倍", "1", "3"),
    ("处五百元以下罚款", "五百元以下", "罚款", "元", None, "500"),
    ("应当自收到申请之日起二十个工作日内决定", "二十个工作日", "期限", "工作日", "20", "20"),
    ("保存期限不得少于三年", "不得少于三年", "期限", "年", "3", None),
    ("宽度不得小于一点五米", "不得小于一点五米", "长度", "米", "1.5", None),
    ("占总人数百分之二十以上的业主", "百分之二十以上", "比例", "%", "20", None),
    ("按日加收滞纳税款万分之五的滞纳金", "万分之五", "比例", "万分之", "5", "5"),
    ("未满十八周岁的人", "未满十八周岁", "年龄", "周岁", None, "18"),
    ("处五日以上十五日以下拘留", "五日以上十五日以下", "拘留、徒刑", "日", "5", "15"),
    ("应当有三人以上参加", "三人以上", "人数", "人", "3", None),
    ("距离大于4米", "4米", "长度", "米", "4", "4"),
    ("处1.5万元罚款", "1.5万元", "罚款", "元", "15000", "15000"),
]


@pytest.mark.parametrize(("text", "words", "kind", "unit", "low", "high"), FIGURES)
def test_figures(
    text: str, words: str, kind: str, unit: str, low: str | None, high: str | None
) -> None:
    (amount,) = amounts_of(text, (0, len(text)))
    assert (amount.text, amount.kind, amount.unit) == (words, kind, unit)
    assert amount.low == (None if low is None else Decimal(low))
    assert amount.high == (None if high is None else Decimal(high))


@pytest.mark.parametrize(
    "text",
    ["违反本条例第三十二条第一款规定", "有下列行为之一的", "二次供水设施", "统一领导", "一个单位"],
)
def test_what_is_no_figure(text: str) -> None:
    assert amounts_of(text, (0, len(text))) == ()


def test_penalty_is_tied_to_what_it_punishes() -> None:
    text = regulation(
        "养犬人应当为犬只登记。",
        "不得在公园遛犬。",
        "违反本条例第一条规定的，由公安机关责令改正；拒不改正的，没收犬只。",
        "依照本条例第二条规定处罚的，由公安机关执行。",
        chapter="法律责任",
    )
    links = link_clauses(read_clauses(text, find_references(text)))
    found = {(str(k.source[0]), str(k.target[0])) for k in links if k.kind is LinkKind.PUNISHES}
    assert found == {("art3", "art1")}
    assert sum(k.kind is LinkKind.PUNISHES for k in links) == 2  # both steps of the penalty


def test_penalty_is_tied_to_the_cases_of_its_items() -> None:
    text = regulation(
        "养犬人有下列行为之一的，由公安机关处五百元罚款：\n（一）遗弃犬只的；\n（二）虐待犬只的。",
        chapter="法律责任",
    )
    records = read_clauses(text, find_references(text))
    links = link_clauses(records)
    assert [str(k.target[0]) for k in links if k.kind is LinkKind.CASE] == [
        "art1.item1",
        "art1.item2",
    ]
    assert [subjects(r) for r in records] == [["公安机关"]] * 3
    assert [[p.text for p in r.targets] for r in records] == [["养犬人"]] * 3


def test_exception_is_tied_to_its_rule() -> None:
    text = regulation("养犬人不得携犬进入公园，但导盲犬除外。")
    rule, exception = read_clauses(text)
    assert exception.is_exception
    assert [(k.kind, k.target) for k in link_clauses((rule, exception))] == [
        (LinkKind.EXCEPTION, rule.key)
    ]


# ---- properties ----


def prove(text: Regulation) -> None:
    """Guarantees 1 and 2 of ``corpus.clauses.read``."""
    references = find_references(text)
    records = read_clauses(text, references)
    leaves = {leaf.id: leaf.text for leaf in text.leaves()}
    ends: dict[ProvisionId, int] = defaultdict(int)
    for record in records:
        assert record.span[0] == ends[record.provision]
        ends[record.provision] = record.span[1]
        words = leaves[record.provision]
        assert record.text == words[slice(*record.span)] != ""
        assert record.act in record.text
        assert record.term in record.text
        assert all(c in record.text for c in (*record.conditions, *record.exceptions))
        assert all(words[slice(*a.span)] == a.text for a in record.amounts)
        for party in (*record.subjects, *record.targets):
            assert leaves[party.provision][slice(*party.span)] == party.text != ""
    assert ends == {id_: len(words) for id_, words in leaves.items()}
    assert sum(len(r.references) for r in records) == len(references)


@pytest.mark.parametrize(
    "folder",
    [*shipped_folders(), Path(__file__).parent / "regulations" / "dogs"],
    ids=lambda f: f.name,
)
def test_every_character_lies_in_a_record(folder: Path) -> None:
    prove(load_regulation(folder))


_PARTS = st.sampled_from(
    [
        *(
            "养犬人",
            "公安机关",
            "市、区人民政府",
            "任何单位和个人",
            "由",
            "对",
            "违反",
            "依照",
            "的",
        ),
        *("应当", "不得", "可以", "必须", "鼓励", "禁止", "是指", "处五千元以上五万元以下罚款"),
        *(
            "，",
            "。",
            "；",
            "：",
            "、",
            "和",
            "（",
            "）",
            "“",
            "”",
            "《",
            "》",
            "但是",
            "除",
            "外",
            "除外",
        ),
        *(
            "下列行为之一的",
            "本条例第一条规定",
            "前款",
            "半年",
            "两",
            "万",
            "3",
            ".",
            "％",
            " ",
            "以下",
        ),
    ]
)


@given(st.lists(st.lists(_PARTS, min_size=1, max_size=14).map("".join), min_size=1, max_size=3))
def test_any_text_is_covered_and_verbatim(sentences: list[str]) -> None:
    prove(
        regulation(
            "\n".join(["甲：", *(f"（{n}）{s}" for n, s in zip("一二三", sentences, strict=False))])
        )
    )
    prove(regulation(*sentences))


# ---- labels and command ----


def test_labels_are_split_by_law() -> None:
    choose, report = load_labels("choose"), load_labels("report")
    assert len(choose) + len(report) == len(FILE.read_text("utf-8").splitlines()) == 200
    assert not {c.law for c in choose} & {r.law for r in report}


def test_label_is_compared_with_the_records_in_its_words() -> None:
    text = "养犬人应当登记，公安机关应当在五日内办理。"
    label = LabelledClause("", "art1", text, ("养犬人", "公安机关"), (), (DUTY,), ("五日内",))
    compared = compare_clause(label, read(text), text)
    assert all(compared.right.values())
    wrong = LabelledClause("", "art1", text, ("养犬人",), ("公安机关",), (POWER,), ())
    assert not any(compare_clause(wrong, read(text), text).right.values())


@pytest.mark.usefixtures("shipped")
def test_command_says_what_nobody_has_reviewed() -> None:
    shown = CliRunner().invoke(main, ["corpus", "show", "消防法/art60", "--records"]).stdout
    assert "程序提取，未经复核" in shown
    assert "五千元以上五万元以下（罚款）" in shown
    assert "所列情形：art60.item1" in shown
    assert "条款记录" not in CliRunner().invoke(main, ["corpus", "show", "消防法/art60"]).stdout


@pytest.mark.usefixtures("shipped")
def test_command_shows_reviewed_duties_beside_records() -> None:
    shown = CliRunner().invoke(main, ["corpus", "show", "19.5", "--records"]).stdout
    assert "职责登记已复核" in shown
    assert "已复核：住房和城乡建设部门，" in shown


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda folder: folder.name)
def test_stored_records_come_back_as_they_were(folder: Path) -> None:
    text = load_regulation(folder)
    table = read_table(text, references_of(text, folder))
    assert unpack_clauses(pack_clauses(table), text) == table


def test_index_gives_records_and_what_penalties_punish(index: Index) -> None:
    assert (
        index.records
        == read_table(
            index.regulation, references_of(index.regulation, index.language.folder)
        ).records
    )
    table = read_table(*_penal())
    penalty = next(r for r in table.records if r.effect is PENALTY)
    (duty,) = table.linked_from(penalty)
    assert duty.effect is DUTY
    assert table.linked_to(duty) == (penalty,)


def _penal() -> tuple[Regulation, tuple[Reference, ...]]:
    text = regulation(
        "单位应当保持疏散通道畅通。", "单位违反本条例第一条规定的，处五千元以上五万元以下罚款。"
    )
    return text, find_references(text)
