"""The responsibility register: extraction by table, the shipped register proved and complete."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import FiredutyError
from corpus.language.body_level import BodyLevel
from corpus.language.data import Body, LanguageData, load_language
from corpus.register.clauses import BodyNames
from corpus.register.duties import modality_of, objects_of, role_of, times_of
from corpus.register.lookups import Lookups
from corpus.register.records import Duty, Matter, NoDuty, Register
from corpus.register.registry import (
    build_register,
    check_register,
    find_problems,
    register_of,
)
from corpus.register.table import COLUMNS, TABLE, parse_table, write_table
from corpus.register.vocabulary import Vocabulary, load_vocabulary
from corpus.text.load import data_folder, load_regulation, shipped_folders
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from evals.register_survey import accept, agreement, draft


def of(register: Register, provision: str) -> list[Duty]:
    return [d for d in register.duties if str(d.provision) == provision]


# ---- features of one clause ----


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("牵头组织联合检查", "牵头"),
        ("负责出租房屋消防管理", "负责"),
        ("依法查处消防安全违法行为", "执法"),
        ("负责查处、清拖占用消防车通道的车辆", "执法"),
        ("协助清拖小区内的车辆", "配合"),
        ("配合相关行业主管部门做好技术标准的立项、审查工作", "配合"),
        ("依法实施危险化学品货物运输许可", "审批"),
        ("依法对建设工程进行消防设计审查", "审批"),
        ("负责机构审批或管理中的行业消防安全", "负责"),
        ("负责依法督促建设单位加强安全管理", "指导督促"),
        ("负责监督、指导水务行业消防安全工作", "指导督促"),
        ("对农村居民自建房屋的消防安全进行指导和监督", "指导督促"),
        ("负责对人民防空工程的维护管理进行监督检查", "监督检查"),
        ("安排必要的资金，用于设施建设", "保障"),
        ("积极保障灭火、抢险救援的医疗救护工作", "保障"),
        ("制定并落实防范措施，保障消防安全", "负责"),
    ],
)
def test_role(words: str, role: str) -> None:
    assert role_of(words) == role


def test_a_unit_that_checks_its_own_house_supervises_nobody() -> None:
    assert role_of("定期开展消防安全检查", public=False) == "负责"
    assert role_of("定期开展消防安全检查", public=True) == "监督检查"


@pytest.mark.parametrize(
    ("words", "modality", "printed"),
    [
        ("应当履行下列职责", "应当", "应当"),
        ("应加强避难层的消防安全管理", "应当", "应"),
        ("要定期研究部署分管领域的消防工作", "应当", "要"),
        ("必须明确管理责任", "必须", "必须"),
        ("不得收取费用", "不得", "不得"),
        ("可根据需要成立志愿消防队伍", "可以", "可"),
        ("鼓励新建住宅小区设置充电设施", "鼓励", "鼓励"),
        ("安排必要的资金，根据需要建立应急队伍", "陈述", ""),
        ("按照管行业必须管安全的要求做好应急响应", "陈述", ""),
    ],
)
def test_modality_is_the_printed_word(words: str, modality: str, printed: str) -> None:
    assert modality_of(words) == (modality, printed)


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("每季度召开会议", [("每季度", "frequency", 1, "季度")]),
        ("每年召开年度会议", [("每年", "frequency", 1, "年")]),
        ("每两年检测一次", [("每两年", "frequency", 2, "年")]),
        ("在7个工作日内作出决定", [("7个工作日", "deadline", 7, "工作日")]),
        ("十五日内答复", [("十五日", "deadline", 15, "日")]),
        (
            "定期开展演练，及时报告",
            [("定期", "frequency", None, "定期"), ("及时", "deadline", None, "及时")],
        ),
        ("开展日常消防监督检查", [("日常", "frequency", None, "日常")]),
        ("规范日常生活的行为", []),
    ],
)
def test_times(words: str, times: list[tuple[str, str, int | None, str]]) -> None:
    assert [(t.text, t.kind, t.count, t.unit) for t in times_of(words)] == times


@pytest.mark.parametrize(
    ("words", "objects"),
    [
        ("督促、指导、协助有关单位做好工作", ("有关单位",)),
        ("监督指导加盟企业、外包服务合作网点落实责任", ("加盟企业、外包服务合作网点",)),
        ("配合有关部门协调做好消防安全工作", ("有关部门",)),
        ("建立专职消防队，配齐装备", ()),
    ],
)
def test_objects(words: str, objects: tuple[str, ...]) -> None:
    assert objects_of(words) == objects


# ---- the shipped register ----


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_the_shipped_register_is_proved_and_reviewed(folder: Path) -> None:
    assert check_register(load_regulation(folder), folder) == ()


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_every_character_lies_in_a_record_or_a_no_duty_clause(folder: Path) -> None:
    register = register_of(load_regulation(folder), load_language(folder))
    records: list[Duty | NoDuty] = [*register.duties, *register.rest]
    for leaf in register.regulation.leaves():
        spans = sorted({r.span for r in records if r.provision == leaf.id})
        assert "".join(leaf.text[a:b] for a, b in spans) == leaf.text, leaf.id


def test_only_these_provisions_bind_nobody(register: Register) -> None:
    bearing = {d.provision for d in register.duties}
    silent = {str(x.id) for x in register.regulation.leaves() if x.id not in bearing}
    assert silent == {
        *("art1", "art5", "art28", "art29", "art31", "art32"),
        *("art7", "art8", "art9", "art10", "art15", "art18", "art22"),
    }


@pytest.mark.parametrize(
    ("provision", "parties"),
    [
        (
            "art19.item3",
            [
                ("公安机关", "审批"),
                ("公安派出所", "监督检查"),
                ("公安机关", "负责"),
                ("公安派出所", "负责"),
                ("公安机关", "执法"),
                ("公安机关", "配合"),
                ("公安机关", "执法"),
                ("公安交管部门", "执法"),
                ("公安交管部门", "配合"),
            ],
        ),
        (
            "art20.item13",
            [
                ("城市管理部门", "负责"),
                ("城市管理部门", "指导督促"),
                ("城市管理部门", "监督检查"),
                ("城市管理部门", "执法"),
                ("城市管理部门", "负责"),
                ("城市管理部门", "执法"),
                ("城市管理综合行政执法部门", "执法"),
                ("城市管理部门", "执法"),
            ],
        ),
        (
            "art20.item22",
            [("规划和自然资源部门", "负责"), ("交通运输部门", "负责"), ("水务部门", "负责")],
        ),
        ("art29.para2", [("区级人民政府", "负责"), ("市人民政府", "负责"), ("市人民政府", "负责")]),
        ("art15.para2", [("街道办事处", "负责"), ("街道办事处", "保障")]),
    ],
)
def test_each_clause_has_its_own_actor(
    register: Register, provision: str, parties: list[tuple[str, str]]
) -> None:
    assert [(d.actor, d.role) for d in of(register, provision)] == parties


def test_a_role_that_the_text_does_not_print_is_not_given(register: Register) -> None:
    leads = [d for d in register.duties if d.role == "牵头"]
    assert {d.provision for d in leads} == {of(register, "art14.item1")[0].provision}
    assert all("牵头" in d.text for d in leads)


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_a_modality_rests_on_a_printed_word(folder: Path) -> None:
    register = register_of(load_regulation(folder), load_language(folder))
    leaves = {leaf.id: leaf for leaf in register.regulation.leaves()}
    wrong = [
        (str(d.provision), d.modality, d.modal)
        for d in register.duties
        if d.modality != "陈述"
        and not (d.modal and d.modal in leaves[d.provision].lead_in + leaves[d.provision].text)
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_nobody_is_the_object_of_its_own_duty(folder: Path) -> None:
    register = register_of(load_regulation(folder), load_language(folder))
    assert [d.id for d in register.duties if d.actor in d.objects] == []


def test_a_modal_word_decides(register: Register) -> None:
    for duty in register.duties:
        leaf = next(x for x in register.regulation.leaves() if x.id == duty.provision)
        if duty.modality in ("不得", "必须", "可以", "鼓励"):
            assert duty.modal in duty.text
        elif duty.modality == "应当":
            assert duty.modal in leaf.text or duty.modal in leaf.lead_in
    forbidden = {str(d.provision) for d in register.duties if d.modality == "不得"}
    printed = {str(x.id) for x in register.regulation.leaves() if "不得" in x.text}
    assert forbidden == printed


@pytest.mark.parametrize("word", ["每季度", "每年", "定期", "7个工作日", "年度消防工作考核"])
def test_every_printed_time_is_recorded(register: Register, word: str) -> None:
    printed = {str(x.id) for x in register.regulation.leaves() if word in x.text}
    timed = {str(d.provision) for d in register.duties if d.recurrence and word in d.text}
    assert timed == printed


def test_every_matter_word_leads_to_a_record(register: Register) -> None:
    for matter in register.matters:
        tagged = {d.provision for d in register.duties if matter.name in d.matters}
        tagged |= {r.provision for r in register.rest if matter.name in r.matters}
        for leaf in register.regulation.leaves():
            if any(w in leaf.text for w in matter.words):
                assert leaf.id in tagged, (matter.name, leaf.id)


def test_no_matter_is_everything(register: Register) -> None:
    leaves = len(register.regulation.leaves())
    for matter in register.matters:
        about = {d.provision for d in register.duties if matter.name in d.matters}
        assert about
        assert len(about) <= leaves / 4, matter.name


def test_survey_counts_what_the_program_has(register: Register) -> None:
    duties = register.duties
    assert set(agreement(duties, duties).values()) == {len(duties)}
    wrong = tuple(replace(d, role="牵头") for d in duties if d.role != "牵头")
    counts = agreement(wrong, duties)
    assert (counts["断句"], counts["主体"]) == (len(duties), len(wrong))
    assert counts["角色"] == counts["全部"] == 0
    assert set(agreement((), duties).values()) == {0}


# ---- the table and what the checker sees ----

VOCABULARY = Vocabulary(matters=(Matter("检查", ("检查",)), Matter("宣传", ("宣传",))))
TEXT = "第一条 商务部门负责商场检查，公安机关应当每年开展消防宣传。"
PARTIES = (
    Body("商务部门", (), ("商务局",), BodyLevel.DEPARTMENT, ("art1",)),
    Body("公安机关", (), (), BodyLevel.DEPARTMENT, ("art1",)),
)
LINES = (
    "art1\t商务部门负责商场检查，\t商务部门\t负责\t陈述\t检查",
    "art1\t公安机关应当每年开展消防宣传。\t公安机关\t负责\t应当\t宣传\t每年",
)


def said(*lines: str, bodies: tuple[Body, ...] = PARTIES) -> str:
    """What the checker says of a table of one article."""
    regulation = Regulation("x", "1", "某办法", "现行有效", parse(TEXT), TEXT)
    table = parse_table("\n".join(lines), regulation, BodyNames(bodies))
    built = build_register(regulation, LanguageData(bodies=bodies), VOCABULARY, table)
    return "\n".join((*table.problems, *find_problems(built, VOCABULARY)))


def test_a_good_register_has_no_problem() -> None:
    assert said(*LINES) == ""
    assert said("\t".join(COLUMNS), "# 说明", "", *LINES) == ""


def with_cell(line: int, column: str, written: str) -> tuple[str, ...]:
    """The lines with one cell changed."""
    cells = [*LINES[line].split("\t"), *[""] * len(COLUMNS)][: len(COLUMNS)]
    cells[COLUMNS.index(column)] = written
    changed = list(LINES)
    changed[line] = "\t".join(cells)
    return tuple(changed)


@pytest.mark.parametrize(
    ("line", "column", "written", "problem"),
    [
        (0, "条款", "art9", "第 1 行：没有条款 art9"),
        (0, "字句", "税务部门负责", "第 1 行：art1 的原文这里是「商务部门负责商场检查，"),
        (1, "字句", "应当每年开展消防宣传。", "第 2 行：art1 的原文这里是「公安机关应当"),
        (0, "字句", "〃", "的第一句写了〃"),
        (1, "字句", "公安机关应当每年", "没有登记"),
        (0, "主体", "税务部门", "主体表没有「税务部门」"),
        (0, "主体", "", "「负责」不是 总领句"),
        (0, "角色", "主管", "角色「主管」不是"),
        (1, "情态", "宜", "情态「宜」不是"),
        (1, "情态", "应当（要）", "原文没有「要」"),
        (0, "事项", "天气", "事项表没有「天气」"),
        (0, "事项", "", "没有归入任何事项"),
        (0, "条件", "下雨时", "原文没有「下雨时」"),
        (0, "对象", "税务部门", "原文没有「税务部门」"),
        (1, "时间", "每月", "原文没有「每月」"),
        (1, "时间", "天天", "要写明是哪一种"),
        (1, "时间", "每年〔常常 1 年〕", "种类不是"),
    ],
)
def test_checker_sees(line: int, column: str, written: str, problem: str) -> None:
    assert problem in said(*with_cell(line, column, written))


def test_a_line_has_no_more_than_its_columns() -> None:
    assert "多于 10 列" in said(LINES[0] + "\t" * 10, LINES[1])


def test_another_actor_of_the_same_clause_is_a_line_of_its_own() -> None:
    assert said(*LINES, "art1\t〃\t商务部门\t配合\t应当\t宣传\t每年") == ""


def test_checker_compares_bodies_and_register() -> None:
    moved = (replace(PARTIES[0], provisions=("art2",)), PARTIES[1])
    assert "provisions 没有列 art1" in said(*LINES, bodies=moved)
    assert "主体表没有「商务部门」" in said(*LINES, bodies=(PARTIES[1],))


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_a_table_is_written_as_it_was_read(folder: Path) -> None:
    register = register_of(load_regulation(folder), load_language(folder))
    assert write_table(register) == (folder / TABLE).read_text("utf-8")


def test_a_text_that_changed_is_reported_and_read_anew(tmp_path: Path) -> None:
    folder = shutil.copytree(data_folder(), tmp_path / "folder")
    path = folder / "regulation.txt"
    path.write_text(path.read_text("utf-8").replace("班子其他成员", "其他成员", 1), "utf-8")
    changed = load_regulation(folder)
    first = check_register(changed, folder)[0]
    assert "art2 的原文这里是「其他成员" in first
    with pytest.raises(FiredutyError, match="art2 的原文这里是"):
        register_of(changed, load_language(folder))
    before = (folder / TABLE).read_text("utf-8").split("\n")
    after = draft(folder).read_text("utf-8").split("\n")
    others = [[x for x in lines if not x.startswith("art2\t")] for lines in (before, after)]
    assert others[0] == others[1]
    assert any(x.startswith("art2\t其他成员") or "，其他成员" in x for x in after)


def test_a_draft_with_faults_takes_no_place(tmp_path: Path) -> None:
    folder = shutil.copytree(data_folder(), tmp_path / "folder")
    path = draft(folder)
    path.write_text(path.read_text("utf-8").replace("\t分管负责人\t", "\t某人\t", 1), "utf-8")
    before = (folder / TABLE).read_text("utf-8")
    assert "主体表没有「某人」" in accept(folder)[0]
    assert (folder / TABLE).read_text("utf-8") == before


def test_a_folder_without_register_data_has_nothing_to_check(
    regulation: Regulation, tmp_path: Path
) -> None:
    assert check_register(regulation, tmp_path) == ()
    assert load_vocabulary(tmp_path) == Vocabulary()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[collective]\n", "不是有效的 TOML"),
        ('[[collective]]\nlevel = "部门"\n', "缺少字段：name"),
        ('[[collective]]\nname = "甲"\nlevel = "司"\n', "没有「司」这一级主体"),
        ('[[alias]]\nbody = "甲"\nname = "乙"\n', "names"),
    ],
)
def test_broken_vocabularies_name_file_and_fault(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "register.toml").write_text(content, "utf-8")
    with pytest.raises(FiredutyError, match=message):
        load_vocabulary(tmp_path)


# --- without reviewed data ----------------------------------------------------------------------


def read(*lines: str) -> Register:
    """The register that the program makes of a text."""
    source = "\n".join(lines)
    text = Regulation("test", "1", "某市电梯办法", "现行有效", parse(source), source)
    return register_of(text, LanguageData())


LIFTS = (
    "第一章 使用",
    "第一条 电梯、自动扶梯的使用单位应当每月检查电梯；乘客不得超载。",
    "第二条 市场监督管理部门应当履行下列职责：",
    "（一）每年抽查电梯检验工作；",
    "（二）督促使用单位消除隐患。",
    "第二章 法律责任",
    "第三条 违反本办法第一条规定的，由市场监督管理部门处二千元罚款。",
    "第四条 本办法自2024年1月1日起施行。",
)


def test_duties_come_from_the_clause_records() -> None:
    register = read(*LIFTS)
    assert not register.reviewed
    assert [(d.id, d.actor, d.modality, d.modal, d.role, d.matters) for d in register.duties] == [
        ("art1#1", "电梯、自动扶梯的使用单位", "应当", "应当", "负责", ("使用",)),
        ("art1#2", "乘客", "不得", "不得", "负责", ("使用",)),
        ("art2.item1#1", "市场监督管理部门", "应当", "应当", "监督检查", ("使用",)),
        ("art2.item2#1", "市场监督管理部门", "应当", "应当", "指导督促", ("使用",)),
    ]
    assert [t.text for d in register.duties for t in d.recurrence] == ["每月", "每年"]
    assert register.duties[3].objects == ("使用单位",)
    assert [(str(r.provision), r.reason) for r in register.rest] == [
        ("art2", "总领句"),
        ("art3", "责任追究"),
        ("art4", "施行日期"),
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("使用单位", ["电梯、自动扶梯的使用单位"]),
        ("电梯使用单位", ["电梯、自动扶梯的使用单位"]),
        ("市场监督管理局", ["市场监督管理部门"]),
        ("单位", ["电梯、自动扶梯的使用单位"]),
        ("锅炉使用单位", []),
    ],
)
def test_a_name_finds_the_subjects_that_are_or_hold_it(asked: str, found: list[str]) -> None:
    match = Lookups(read(*LIFTS)).resolve(asked)
    assert [b.name for b in match.bodies] == found


def test_every_word_lies_in_a_record_of_an_unreviewed_register() -> None:
    register = read(*LIFTS)
    for leaf in register.regulation.leaves():
        records = (*register.duties, *register.rest)
        spans = sorted({r.span for r in records if r.provision == leaf.id})
        assert [a for a, _ in spans] == [0, *(b for _, b in spans[:-1])]
        assert spans[-1][1] == len(leaf.text)
