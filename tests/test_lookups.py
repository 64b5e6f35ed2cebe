"""Look-ups in the shipped register: whole lists, no guesses, nothing chosen that the text leaves open."""

from __future__ import annotations

import pytest

from corpus.language.data import Body
from corpus.register.lookups import Lookups, label
from corpus.register.records import ROLES
from corpus.text.provision import ProvisionId


def short(addresses: tuple[ProvisionId, ...]) -> list[str]:
    return [str(a) for a in addresses]


def body(lookups: Lookups, name: str) -> Body:
    (found,) = lookups.resolve(name).bodies
    return found


# ---- names ----


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("街道办", ["街道办事处"]),
        (" 街道 ", ["街道办事处"]),
        ("北京市教委", ["教育部门"]),
        ("海淀区教委", ["教育部门"]),
        ("市住建委", ["住房和城乡建设部门"]),
        ("住建", ["住房和城乡建设部门"]),
        ("药监", ["药品监督管理部门"]),
        ("消防安全员", ["消防安全管理人"]),
        ("公安", ["公安机关"]),
        ("北京市药品监督管理局", ["药品监督管理部门"]),
        ("朝阳区人民政府", ["区级人民政府"]),
        ("北京市人民政府", ["市人民政府"]),
        ("社区", ["村（居）民委员会"]),
        ("民政", ["民政部门"]),
        ("市、区政府", ["市人民政府", "区级人民政府"]),
        ("城管", ["城市管理部门", "城市管理综合行政执法部门"]),
        ("城管委", ["城市管理部门"]),
        ("城管执法局", ["城市管理综合行政执法部门"]),
        ("管委会", ["天安门地区管委会", "重点站区管委会", "经济技术开发区管委会"]),
    ],
)
def test_a_name_means_its_bodies(lookups: Lookups, asked: str, names: list[str]) -> None:
    match = lookups.resolve(asked)
    assert [b.name for b in match.bodies] == names
    assert bool(match.statement) == (len(names) > 1)


def test_two_bodies_with_one_everyday_name_are_told_apart(lookups: Lookups) -> None:
    match = lookups.resolve("城管")
    assert match.statement == "「城管」可以指城市管理部门、城市管理综合行政执法部门，以下分别列出"
    first, second = (lookups.actor(b) for b in match.bodies)
    assert {d.id for d in first.own}.isdisjoint(d.id for d in second.own)
    assert short(first.provisions) == short(second.provisions) == ["art20.item13"]


@pytest.mark.parametrize("asked", ["气象局", "消防协会", "环保局"])
def test_a_body_that_is_not_named(lookups: Lookups, asked: str) -> None:
    match = lookups.resolve(asked)
    assert match.bodies == ()
    assert (
        match.statement
        == f"本细则没有点名「{asked}」；对政府各部门的共同规定见第十八条、第二十一条"
    )
    assert match.unnamed is not None
    found = lookups.unnamed(match.unnamed)
    assert short(found.provisions) == [
        "art18.item1",
        "art18.item2",
        "art18.item3",
        "art21",
        "art21.para2",
    ]
    assert {str(d.provision) for d in found.also} == {"art3", "art26"}


@pytest.mark.parametrize(
    ("asked", "near"), [("消防协", "消防协会"), ("住建尾", "住建委"), ("街到办事处", "街道办事处")]
)
def test_an_unknown_body_is_not_guessed(lookups: Lookups, asked: str, near: str) -> None:
    match = lookups.resolve(asked)
    assert (match.bodies, match.unnamed) == ((), None)
    assert match.statement == f"本细则未提及「{asked}」"
    assert near in match.nearest


@pytest.mark.parametrize(("asked", "where"), [("保险公司", "art20.item25"), ("市委", "art1")])
def test_what_the_text_names_is_not_called_absent(lookups: Lookups, asked: str, where: str) -> None:
    match = lookups.resolve(asked)
    assert match.bodies == ()
    assert str(match.printed[0]) == where
    assert match.statement == f"本细则提到「{asked}」，没有写它的职责"


def test_nothing_like_it_suggests_nothing(lookups: Lookups) -> None:
    assert lookups.resolve("月球基地").nearest == ()


def test_aliases_cover_every_body_of_the_chapters_on_authorities(lookups: Lookups) -> None:
    for one in lookups.register.bodies:
        acts = {int(d.provision.article) for d in lookups.actor(one).own}
        if acts & set(range(13, 30)):
            assert one.aliases, one.name
        for name in one.names:
            assert one in lookups.resolve(name).bodies, name


# ---- by actor ----


def test_a_partial_reference_gives_exactly_its_items(lookups: Lookups) -> None:
    found = lookups.actor(body(lookups, "街道办"))
    assert short(found.provisions) == [
        *(f"art15.item{n}" for n in (1, 4, 5, 6, 7, 8)),
        "art15.para2",
    ]
    assert short(found.excluded) == ["art15.item2", "art15.item3"]
    assert [str(i.target) for i in found.inherited] == [
        f"art15.item{n}" for n in (1, 4, 5, 6, 7, 8)
    ]
    assert all(i.chain[0].kind == "部分适用" for i in found.inherited)
    assert found.common[0].collective.name == "派出机关"


def test_a_reference_to_a_reference_is_followed(lookups: Lookups) -> None:
    found = lookups.actor(body(lookups, "清河农场"))
    steps = {len(i.chain) for i in found.inherited}
    assert steps == {1, 2}
    assert short(found.provisions) == [
        *(f"art15.item{n}" for n in (1, 4, 5, 6, 7, 8)),
        "art15.para2",
        "art17.para2",
    ]
    assert short(found.excluded) == ["art15.item2", "art15.item3"]


def test_a_condition_is_shown_and_not_decided(lookups: Lookups) -> None:
    found = lookups.actor(body(lookups, "经开区管委会"))
    assert {i.condition for i in found.inherited} == {"同级别人民政府"}
    assert [str(i.target) for i in found.inherited] == ["art14", "art15"]
    assert "art15.para2" not in short(found.provisions)


def test_two_ways_to_the_same_duties_keep_their_conditions(lookups: Lookups) -> None:
    found = lookups.actor(body(lookups, "房东"))
    assert [(str(i.chain[0].source), i.condition) for i in found.inherited] == [
        ("art9.item1", "建筑物由所有权人直接使用时"),
        ("art9.item3", "对专有部分"),
    ]


def test_who_takes_over_a_function_is_left_open(lookups: Lookups) -> None:
    assert lookups.actor(body(lookups, "其他有关部门")).inherited == ()


@pytest.mark.parametrize("name", ["医院", "养老院", "快递公司", "劳动密集型企业", "地铁", "化工厂"])
def test_special_places_also_bear_the_general_duties(lookups: Lookups, name: str) -> None:
    found = lookups.actor(body(lookups, name))
    inherited = {str(d.provision) for i in found.inherited for d in i.duties}
    assert inherited == {"art6", *(f"art6.item{n}" for n in range(1, 8))}


def test_a_plain_mention_applies_nothing(lookups: Lookups) -> None:
    (way,) = lookups.actor(body(lookups, "个体户")).inherited
    assert way.chain[0].text == "单位的消防安全职责"
    assert lookups.actor(body(lookups, "单位")).inherited == ()


def test_common_duties_of_departments_stand_apart(lookups: Lookups) -> None:
    found = lookups.actor(body(lookups, "教委"))
    assert [c.collective.name for c in found.common] == [
        "市、区两级人民政府有关部门",
        "具有行政审批职能的部门",
    ]
    assert short(found.provisions) == ["art19.item6"]
    assert {str(d.provision) for c in found.common for d in c.duties} == {
        "art3",
        "art18.item1",
        "art18.item2",
        "art18.item3",
        "art19",
        "art21.para2",
        "art26",
    }
    assert [c.collective.name for c in lookups.actor(body(lookups, "派出所")).common] == [
        "市、区两级人民政府有关部门"
    ]
    assert lookups.actor(body(lookups, "物业")).common == ()


def test_a_body_without_duties_is_shown_where_it_is_named(lookups: Lookups) -> None:
    committee = lookups.actor(body(lookups, "业委会"))
    assert (committee.own, committee.inherited) == ((), ())
    assert [str(d.provision) for d in committee.mentioned] == ["art19.item5"]
    controller = lookups.actor(body(lookups, "实际控制人"))
    assert [(str(m.provision), m.reason) for m in controller.named_in] == [("art29", "责任追究")]


# ---- by matter ----


def test_a_matter_is_listed_whole_and_without_a_chosen_lead(lookups: Lookups) -> None:
    (matter,) = lookups.find_matter("消防车通道").matters
    found = lookups.matter(matter)
    assert found.coverage == "13/13 处"
    assert (found.leads, found.lead_statement("本细则")) == ((), "本细则未明确牵头部门")
    printed = [x.id for x in lookups.register.regulation.leaves() if "消防车通道" in x.text]
    assert list(found.provisions) == printed
    roles = [ROLES.index(d.role) for d in found.duties]
    assert roles == sorted(roles)
    applied = {(a.body.name, str(d.provision)) for a in found.applied for d in a.duties}
    assert ("街道办事处", "art15.item8") in applied
    assert ("医院", "art6.item6") in applied


def test_a_printed_lead_is_named(lookups: Lookups) -> None:
    (matter,) = lookups.find_matter("协调机制与会议").matters
    found = lookups.matter(matter)
    assert found.lead_statement("本细则") == "牵头：政府主要负责人、分管负责人"
    assert found.duties[0].role == "牵头"


def test_every_list_is_whole(lookups: Lookups) -> None:
    for matter in lookups.register.matters:
        found = lookups.matter(matter)
        listed, total = found.coverage.removesuffix(" 处").split("/")
        assert listed == total
        assert int(total) > 0


@pytest.mark.parametrize(
    ("asked", "how", "matters"),
    [
        ("消防车通道", "matter", ["消防车通道"]),
        ("电瓶车", "matter", ["电动自行车"]),
        ("消防通道", "matter", ["消防车通道", "疏散通道与安全出口"]),
        ("员工宿舍", "thesaurus", ["员工宿舍"]),
        ("应急疏散演练", "phrase", ["应急疏散演练"]),
        ("微型消防站", "phrase", ["微型消防站"]),
        ("航天器", "none", []),
        ("", "none", []),
        ("的", "none", []),
    ],
)
def test_words_for_a_matter(lookups: Lookups, asked: str, how: str, matters: list[str]) -> None:
    match = lookups.find_matter(asked)
    assert (match.how, [m.name for m in match.matters]) == (how, matters)


@pytest.mark.parametrize(
    "phrase", ["应急疏散演练", "微型消防站", "市政消火栓", "突出火灾隐患", "自防自救"]
)
def test_a_phrase_is_found_wherever_it_is_printed(lookups: Lookups, phrase: str) -> None:
    (matter,) = lookups.find_matter(phrase).matters
    found = lookups.matter(matter)
    printed = [x.id for x in lookups.register.regulation.leaves() if phrase in x.text]
    assert list(found.provisions) == printed
    assert all(phrase in r.text for r in (*found.duties, *found.mentions))


def test_a_phrase_across_two_clauses_brings_both(lookups: Lookups) -> None:
    (matter,) = lookups.find_matter("行政审批；公安派出所").matters
    assert {d.actor for d in lookups.matter(matter).duties} == {"公安机关", "公安派出所"}


def test_an_unknown_matter_is_said_to_be_absent(lookups: Lookups) -> None:
    match = lookups.find_matter("航天器")
    assert match.statement == "本细则未提及「航天器」"


# ---- both, two actors, times, modality ----


def test_matrix_holds_own_and_inherited_duties(lookups: Lookups) -> None:
    matrix = lookups.matrix(["街道办事处", "民政部门"], ["消防车通道", "网格化管理"])
    assert (matrix.actors, matrix.matters) == (("街道办事处",), ("消防车通道", "网格化管理"))
    assert {str(d.provision) for d in matrix.cells["街道办事处", "网格化管理"]} == {"art15.item5"}
    whole = lookups.matrix()
    assert set(whole.matters) == {m.name for m in lookups.register.matters}


def test_two_bodies_side_by_side(lookups: Lookups) -> None:
    found = lookups.compare(body(lookups, "镇政府"), body(lookups, "街道办"))
    assert sorted({str(d.provision) for d in found.same}) == [
        f"art15.item{n}" for n in (1, 4, 5, 6, 7, 8)
    ]
    assert {str(d.provision) for d in found.only_a} == {"art15.item2", "art15.item3"}
    assert {str(d.provision) for d in found.only_b} == {"art15.para2"}
    rows = {name: (bool(a), bool(b)) for name, a, b in found.matters}
    assert rows["消防车通道"] == (True, True)
    assert rows["消防规划与用地"] == (True, False)
    other = lookups.compare(body(lookups, "街道办"), body(lookups, "镇政府"))
    assert (other.only_a, other.only_b) == (found.only_b, found.only_a)


def test_comparing_a_body_with_itself_leaves_no_difference(lookups: Lookups) -> None:
    one = body(lookups, "物业")
    found = lookups.compare(one, one)
    assert (found.only_a, found.only_b) == ((), ())
    assert found.same == lookups.actor(one).own


def test_calendar(lookups: Lookups) -> None:
    calendar = lookups.calendar("frequency")
    assert [label(o.time) for o in calendar] == [
        "每季度",
        "每年",
        "定期",
        "常态化",
        "日常",
        "经常性",
    ]
    quarterly = calendar[0]
    assert {(d.actor, str(d.provision)) for d in quarterly.duties} == {
        ("防火安全委员会", "art25"),
        ("防火安全联席会议", "art25"),
    }
    assert {str(d.provision) for d in calendar[1].duties} == {
        "art14.item1",
        "art18.item2",
        "art22.item1",
        "art23",
        "art24",
    }
    assert lookups.calendar(actor="防火安全委员会")[0].duties[0].actor == "防火安全委员会"


@pytest.mark.parametrize(
    ("asked", "provisions"),
    [
        ("每季度", {"art25"}),
        ("7个工作日", {"art14.item7"}),
        ("7个工作日内", {"art14.item7"}),
        ("年度", {"art14.item1", "art18.item2", "art22.item1", "art23", "art24"}),
        ("每小时", set()),
    ],
)
def test_by_time(lookups: Lookups, asked: str, provisions: set[str]) -> None:
    found = {str(d.provision) for o in lookups.times(asked) for d in o.duties}
    assert found == provisions


def test_by_modality(lookups: Lookups) -> None:
    found = lookups.modality("不得")
    assert {str(d.provision) for d in found} == {
        "art8.item1",
        "art9.item2",
        "art19",
        "art19.item2",
        "art27.para2",
    }
    assert {d.actor for d in lookups.modality("不得", "消防救援机构")} == {"消防救援机构"}
    assert [str(d.provision) for d in lookups.modality("鼓励")] == ["art19.item5", "art20.item25"]
