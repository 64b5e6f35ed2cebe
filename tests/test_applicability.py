"""Which duties apply to a place: descriptions by table, the shipped data proved, reasons for all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.citing.citations import parse_id
from corpus.errors import FiredutyError
from corpus.language.data import LanguageData, load_language
from corpus.premises.answers import explain
from corpus.premises.applicability import NONE_OF_THESE, Guide
from corpus.premises.check import check_places, find_problems
from corpus.premises.checklist import Checklist
from corpus.premises.data import load_places
from corpus.premises.facts import KindSaid, PlaceFact, Premises, Standing
from corpus.register.records import Register
from corpus.text.load import data_folder, load_regulation, shipped_folders
from corpus.text.provision import Regulation

FOLDER = data_folder()
DATA = load_places(FOLDER)
OPTIONS = [o.name for o in DATA.options]
UNITS = [u.name for u in load_language(FOLDER).units]


def certain(checklist: Checklist) -> set[str]:
    return {str(line.provision) for line in checklist.certain}


def conditional(checklist: Checklist) -> set[str]:
    return {str(line.provision) for line in checklist.conditional}


def ids(words: str) -> set[str]:
    """「6.3 7.1」 → short ids."""
    return {str(parse_id(w)) for w in words.split()}


# description → must apply; must apply on a condition; must not be listed at all
PLACES = [
    ("我开了家20人的小旅馆，租的房子", "4 6 6.1 6.7 9.2 9.4", "30", "7.1 8.1 9.1 9.3 10.1"),
    ("养老院，自有房屋，有物业", "4 6.4 7.1 9.1", "9.1", "7.2 9.4 10.1 30"),
    ("医院有化学试剂", "6 7.1", "", "7.5 8.3 30"),
    ("寄宿学校", "6 7.1", "7.1", "7.2"),
    ("电影院，在商场里租的", "6 7.2 9.2 9.4", "", "7.1 7.3 30"),
    ("文物保护单位", "6 7.3", "", "7.1 7.2"),
    ("寺庙", "6", "7.3", "7.1"),
    ("快递公司，有加盟网点", "6 7.4", "", "7.5 30"),
    ("快递公司", "6 7.4", "7.4", "7.5"),
    ("服装厂，自己的房子", "6 7.5 9.1", "7.5", "7.1 8.3 9.4"),
    ("冷库", "6 7.5", "7.5", "7.1"),
    ("化工厂", "6 8.3", "7.5", "8.2 7.1"),
    ("地铁", "6 8.2", "", "8.1 8.3 30"),
    ("超高层写字楼，多个业主，由物业公司统一管理", "6 8.1", "9.1 9.2 9.3 9.4", "7.1 8.2"),
    ("我们是一家大型城市综合体，自有物业", "6 8.1 9.1", "", "8.3 9.4"),
    ("购物中心", "6", "8.1", "8.2"),
    ("在综合体里租了个店面卖奶茶", "6 9.2 9.4", "8.1 30", "8.2 9.1"),
    ("我是物业经理，管一个小区", "4 6 9.1 10.1 10.2 10.3 10.4 10.5", "9.2 9.3", "9.4 30"),
    ("物业公司，管写字楼", "6 10.1 10.3 10.5", "10.2", "30"),
    ("我是房东，房子租给别人", "9.2", "9.3 6.1", "9.4 10.1"),
    ("几个业主的楼，自己的房子", "9.1 9.3", "", "9.4"),
    ("个体户开的小饭馆，租的", "6.1 9.4 30", "", "4 7.1"),
    ("流动摊贩，个体户", "", "", "6 6.1 30"),
    ("施工单位", "6 12", "", "11"),
    ("消防检测公司", "6 11", "", "12"),
    ("自来水公司", "6 20.24", "", "11"),
    ("社区居委会", "22.1 22.8", "", "10.1 30"),
    ("没有物业的小区", "", "", "10.1 9.4"),
    ("KTV", "4 6", "30", "7.2"),
    ("律师事务所", "4 6", "", "7.1 30"),
    ("居民家", "", "", "6 6.1 9.4"),
]


@pytest.mark.parametrize(
    ("text", "must", "may", "never"), PLACES, ids=[text for text, *_ in PLACES]
)
def test_places(guide: Guide, text: str, must: str, may: str, never: str) -> None:
    found = guide.checklist(guide.describe(text))
    assert ids(must) <= certain(found)
    assert ids(may) <= conditional(found)
    assert not ids(never) & (certain(found) | conditional(found))


def test_parts_of_one_item_are_told_apart(guide: Guide) -> None:
    boarding = guide.checklist(guide.describe("寄宿学校"))
    lines = {line.text[:8]: line for line in boarding.lines if str(line.provision) == "art7.item1"}
    assert lines["医院、寄宿制学校"].condition == ""
    assert lines["医院、学校等储存"].condition.startswith("储存、使用易燃易爆")
    assert "医院、养老服务机" not in lines
    assert lines["医院、寄宿制学校"].actor == "寄宿制学校"


def test_a_tenant_in_a_high_rise_is_in_doubt_not_silently_bound(guide: Guide) -> None:
    found = guide.checklist(guide.describe("超高层写字楼里开的健身房，租的"))
    lines = [line for line in found.lines if str(line.provision) == "art8.item1"]
    assert lines
    assert all("本细则没有写明" in line.condition for line in lines)


DESCRIBED = [
    ("房子是自己的", "业主自用", Standing.YES, "房子是自己的"),
    ("租的房子开店", "承租", Standing.YES, "租的房子"),
    ("没有物业", "没有物业", Standing.YES, "没有物业"),
    ("请了一家物业公司", "有物业", Standing.YES, "请了一家物业公司"),
    ("一家物业公司", "物业服务企业", Standing.YES, "物业公司"),
    ("不是超高层的办公楼", "超高层建筑", Standing.NO, "不是超高层"),
    ("可能是超高层", "超高层建筑", Standing.MAYBE, "可能是超高层"),
    ("没有员工住宿", "员工住宿", Standing.NO, "没有员工住宿"),
    ("有员工宿舍的饭店", "员工住宿", Standing.YES, "有员工宿舍"),
    ("晚上不住人", "员工住宿", Standing.NO, "不住人"),
    ("我是个体户", "个体工商户", Standing.YES, "个体户"),
    ("二房东", "转租", Standing.YES, "二房东"),
]


@pytest.mark.parametrize(("text", "option", "standing", "said"), DESCRIBED)
def test_describe(guide: Guide, text: str, option: str, standing: Standing, said: str) -> None:
    facts = {f.option: f for f in guide.describe(text).facts}
    assert (facts[option].standing, facts[option].said) == (standing, said)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("我开了家小旅馆，租的房子", ["小旅馆"]),
        ("医院旁边的便利店", ["超市"]),
        ("我不开养老院，开的是托儿所", ["托儿所"]),
        ("学校里的食堂", ["食堂"]),
        ("开了个ktv", ["KTV"]),
        ("今天天气不错", []),
    ],
)
def test_kinds(guide: Guide, text: str, kinds: list[str]) -> None:
    assert [k.unit for k in guide.describe(text).kinds] == kinds


def test_what_makes_no_difference_is_said(guide: Guide) -> None:
    notes = guide.checklist(guide.describe("20人、300平米、3层的小旅馆，放着煤气罐")).notes
    assert "「20人」：本细则没有按人数、床位区分职责" in notes
    assert any(n.startswith("「300平米」") for n in notes)
    assert any(n.startswith("「3层」") for n in notes)
    assert any(n.startswith("「煤气罐」") for n in notes)


def test_a_kind_without_duties_of_its_own_is_told_so(guide: Guide) -> None:
    for text in ("KTV", "小旅馆"):
        notes = guide.checklist(guide.describe(text)).notes
        assert (
            f"本细则没有为{text}单列单位职责，按“单位”适用第六条（个体工商户按第三十条参照）"
            in notes
        )
    assert not any("没有为" in n for n in guide.checklist(guide.describe("养老院")).notes)


def test_regulators_and_others_stand_apart_from_duties(guide: Guide) -> None:
    found = guide.checklist(guide.describe("租房开的小旅馆"))
    assert {t.who for t in found.regulators} == {"文化和旅游行政主管部门"}
    others = {(t.who, str(t.duty.provision)) for t in found.others}
    assert ("房东（建筑物所有权人）", "art9.item2") in others
    assert ("区级人民政府", "art14.item9") in others
    own = {(line.provision, line.duty.span) for line in found.lines}
    assert not own & {t.duty.key for t in (*found.others, *found.regulators)}


CONTRADICTIONS = [
    ("自己的房子，租的", ["自己的房子", "租的"]),
    ("没有物业，物业公司管着，我们是物业公司", ["没有物业", "物业公司"]),
    ("个体户开的地铁", ["个体户", "地铁"]),
    ("个体户开的化工厂", ["个体户", "化工厂"]),
    ("住员工，晚上不住人", ["住员工", "不住人"]),
    ("只有一个产权人，多个业主", ["一个产权人", "多个业主"]),
    ("不是超高层，超高层", ["不是超高层", "超高层"]),
]


@pytest.mark.parametrize(("text", "words"), CONTRADICTIONS)
def test_contradictions_say_which(guide: Guide, text: str, words: list[str]) -> None:
    place = guide.describe(text)
    found = guide.contradictions(place)
    assert found
    assert all(f"「{w}」" in "".join(found) for w in words)
    with pytest.raises(FiredutyError, match="自相矛盾") as error:
        guide.checklist(place)
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        "个体户开的小旅馆",
        "个体户开的养老院",
        "自己的房子，又出租",
        "二房东，租的",
        "超高层里租的店",
    ],
)
def test_what_only_looks_contradictory(guide: Guide, text: str) -> None:
    assert guide.contradictions(guide.describe(text)) == ()


def test_nothing_known_is_a_fault_that_says_what_to_do(guide: Guide) -> None:
    with pytest.raises(FiredutyError, match="请说明单位类型"):
        guide.checklist(guide.describe("今天天气不错"))


EXPLAINED = [
    ("养老院", "7.1", "适用：「养老院」属于“养老服务机构”"),
    ("养老院", "7.2", "不适用：前提：是演出、放映场所；你说的是「养老院」"),
    ("养老院", "8.1", "还不能确定"),
    ("养老院", "14.7", "不适用：写的是区级人民政府的职责"),
    ("养老院", "32", "没有适用不适用之分"),
    ("小旅馆", "30", "如果是个体工商户，则适用"),
    ("租房开的小旅馆", "9.1", "你说的是「租房开」"),
    ("学校，有化学试剂", "7.1", "并且有「化学试剂」"),
]


@pytest.mark.parametrize(("text", "provision", "words"), EXPLAINED)
def test_one_provision_can_be_asked(guide: Guide, text: str, provision: str, words: str) -> None:
    found = guide.checklist(guide.describe(text))
    assert words in "\n".join(explain(guide, found, parse_id(provision)))


@pytest.mark.parametrize(
    ("units", "answers", "words"),
    [
        (["养老苑"], [], "养老院"),
        ([], [("use", "借用")], "业主自用、业主出租、承租、转租、都不是"),
        ([], [("goods", "也许")], "是、否"),
    ],
)
def test_unknown_choices(
    guide: Guide, units: list[str], answers: list[tuple[str, str]], words: str
) -> None:
    with pytest.raises(FiredutyError, match=words) as error:
        guide.choose(units, answers)
    assert error.value.exit_code == 2


def test_choices_and_words_give_the_same_list(guide: Guide) -> None:
    said = guide.checklist(guide.describe("租的房子开的养老院，没有员工住宿"))
    chosen = guide.checklist(guide.choose(["养老院"], [("use", "承租"), ("lodging", "否")]))
    assert [x.duty.id for x in said.lines] == [x.duty.id for x in chosen.lines]


def test_none_of_these_excludes_all(guide: Guide) -> None:
    place = guide.choose(["养老院"], [("building", NONE_OF_THESE)])
    reasons = [n for n in guide.checklist(place).not_applicable if str(n.provision) == "art8.item1"]
    assert "你说「都不是」" in reasons[0].reason


# --- whatever is said ---------------------------------------------------------------------------


def places() -> st.SearchStrategy[Premises]:
    facts = st.builds(
        lambda name, standing: PlaceFact(name, standing, name),
        st.sampled_from(OPTIONS),
        st.sampled_from([Standing.YES, Standing.MAYBE, Standing.NO]),
    )
    kinds = st.sampled_from(UNITS).map(lambda name: KindSaid(name, name))
    return st.builds(
        lambda f, k: Premises(tuple(f), tuple(k)),
        st.lists(facts, max_size=4),
        st.lists(kinds, max_size=2),
    ).filter(bool)


@settings(max_examples=60)
@given(place=places())
def test_every_line_is_verbatim_and_has_a_reason(guide: Guide, place: Premises) -> None:
    if guide.contradictions(place):
        return
    leaves = {leaf.id: leaf.text for leaf in guide.register.regulation.leaves()}
    whole = "\n".join(leaves.values())
    found = guide.checklist(place)
    said = {f.said for f in place.facts} | {k.said for k in place.kinds}
    clauses = [(line.provision, line.duty.span) for line in found.lines]
    assert len(clauses) == len(set(clauses))
    for line in found.lines:
        assert line.text == leaves[line.provision][slice(*line.duty.span)]
        assert line.inside in line.text
        assert line.section
        assert line.actor
        assert line.reasons
        for reason in line.reasons:
            assert reason.quote in whole
            assert said & set(re.findall("「([^」]+)」", reason.text))
    listed = set(clauses)
    for one in found.not_applicable:
        assert one.reason
        assert one.trigger in whole
    assert not listed & {t.duty.key for t in found.others}


@settings(max_examples=80)
@given(place=places(), name=st.sampled_from(OPTIONS))
def test_an_unrelated_fact_removes_no_line(guide: Guide, place: Premises, name: str) -> None:
    more = place.joined(Premises((PlaceFact(name, Standing.YES, name),)))
    if guide.contradictions(place) or guide.contradictions(more):
        return
    before, after = guide.checklist(place), guide.checklist(more)
    after_ids = {line.duty.id: line for line in after.lines}
    related = _related(guide, name)
    for line in before.lines:
        rules = [r for r in guide.data.rules if line.duty.text.startswith(r.opens or ("",))]
        depends = {n for r in rules for group in (*r.when, r.instead) for n in group}
        depends |= {n for r in rules for d in r.doubts for n in d.given}
        if not depends & related:
            assert line.duty.id in after_ids
            assert not after_ids[line.duty.id].condition or line.condition


def _related(guide: Guide, name: str) -> set[str]:
    """Options that a fact can change: its question's, what it implies or excludes, and theirs."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        option = guide.facts.options[one]
        waiting += [*option.implies, *option.suggests]
        waiting += [o.name for o in guide.facts.question[one].options]
        for pair in guide.data.contradictions:
            if one in (*pair.a, *pair.b):
                waiting += [*pair.a, *pair.b]
    return found


@pytest.mark.parametrize("unit", UNITS)
def test_every_kind_of_unit_has_a_list(guide: Guide, unit: str) -> None:
    found = guide.checklist(guide.choose([unit]))
    assert found.lines or found.open_questions
    assert found.legend or found.notes


# --- the data -----------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_the_shipped_data_is_proved(folder: Path) -> None:
    assert check_places(load_regulation(folder), folder) == ()


FAULTS = [
    ('trigger = "文物古建筑"', 'trigger = "文物老建筑"', "该条款没有「文物老建筑」"),
    ('words = ["超高层建筑"]', 'words = ["摩天楼"]', "原文没有「摩天楼」"),
    ('words = "各级管理人员"', 'words = "消防主管"', "该句没有「消防主管」"),
    ('opens = ["冷库、低温生产环境"]', 'opens = ["冷库应"]', "有 0 句，应为 1 句"),
    ('when = [["城市轨道交通"]]', 'when = [["地铁公司"]]', "没有选项「地铁公司」"),
    ('units = ["养老院"]', 'units = ["敬老园"]', "单位类型「敬老园」不在 units.toml 里"),
    ('is = ["养老服务机构", "单位", "固定场所"]', 'is = ["单位"]', "规则却说不适用"),
    ('is = ["库房", "单位", "固定场所"]', 'is = ["库房", "化工企业"]', "units.toml 没有列"),
    ('absent = ["平方米", "面积"]', 'absent = ["消防"]', "原文有「消防」"),
    ('provision = "art8.item2"', 'provision = "art8.item9"', "没有条款 art8.item9"),
    (
        'opens = ["厂房、库房应定期", "生产作业期间", "根据需要"]',
        'opens = ["厂房、库房应定期", "生产作业期间"]',
        "没有规则说它何时适用",
    ),
]


@pytest.mark.parametrize(("good", "bad", "words"), FAULTS, ids=[w for *_, w in FAULTS])
def test_the_checker_finds(
    register: Register, language: LanguageData, tmp_path: Path, good: str, bad: str, words: str
) -> None:
    text = (FOLDER / "places.toml").read_text("utf-8")
    assert good in text
    (tmp_path / "places.toml").write_text(text.replace(good, bad, 1), "utf-8")
    assert any(words in p for p in find_problems(load_places(tmp_path), register, language))


def test_a_folder_without_the_file_has_nothing_to_check(
    regulation: Regulation, tmp_path: Path
) -> None:
    assert check_places(regulation, tmp_path) == ()
    assert load_places(tmp_path).rules == ()


def test_unknown_fields_are_refused(tmp_path: Path) -> None:
    (tmp_path / "places.toml").write_text(
        '[[rule]]\nprovision = "art1"\nwhen = []\ntrigger = "消防"\nunless = "甲"\n', "utf-8"
    )
    with pytest.raises(FiredutyError, match="不认识的字段 unless"):
        load_places(tmp_path)
