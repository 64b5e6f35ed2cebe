"""The key checker on questions of this file: what it must catch, and what it must let through.

The gold sets of ``evals/gold/training_*.jsonl`` are for measuring; here their floor is held.
"""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.keycheck.times import Value, times_in, value
from assistant.training.question import (
    BLANK,
    Alteration,
    Evidence,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
)
from assistant.training.records import from_record, to_record
from corpus.citing.citations import cite_own_text, parse_id
from corpus.errors import FiredutyError
from corpus.text.load import load_default
from evals.training import load_samples, shipped_trainers
from tests.support import seed
from tests.support.handmade_pack import make_pack

_ROOT = Path(__file__).parent.parent
_REGULATION = load_default()
_CHECKER = seed.key_checker()
_LEAVES = {str(leaf.id): leaf for leaf in _REGULATION.leaves()}


def evidence(id_: str, quote: str) -> Evidence:
    leaf = _LEAVES[id_]
    labels = [n.label for n in (*leaf.ancestors, leaf.provision) if n.label]
    return Evidence(leaf.id, cite_own_text(leaf.id, _REGULATION), " › ".join(labels), quote)


def common(stem: str, *found: Evidence) -> Any:
    """What every question has."""
    said = "；".join(f"{e.citation}：「{e.quote}」" for e in found)
    return {"id": "q", "stem": stem, "explanation": said, "evidence": found, "difficulty": "中"}


def kinds(asked: QuizQuestion) -> set[str]:
    return {f.kind for f in _CHECKER.find_faults(asked)}


def who(act: str, options: tuple[str, ...], id_: str, key: int = 0) -> SingleChoice:
    stem = f"下列主体中，负责「{act}」的是："
    return SingleChoice(**common(stem, evidence(id_, act)), kind="谁负责", options=options, key=key)


#: Act, its provision, who bears it, and others who do not.
BORNE = [
    ("制定本市消防车通道划线标识标准", "art19.item4", "规划和自然资源部门", "公安交管部门"),
    ("并保障消防工作经费", "art15.para2", "街道办事处", "村（居）民委员会"),
    ("决定涉及拘留的消防行政处罚案件", "art19.item3", "公安机关", "消防救援机构"),
    ("强化消防网格人员培训和考评奖惩", "art15.item5", "街道办事处", "公安派出所"),
    ("分类建立隐患台账", "art6.item4", "化工企业", "政府主要负责人"),
    ("加强消防宣传教育培训", "art18.item2", "教育部门", "物业服务企业"),
]
#: Act, its provision, the key, and one who bears it as well: by the same clause, a reference, a
#: collective, as a unit, as part of the whole, by a clause of nearly the same words.
DOUBLE = [
    (
        "将消防水源、消防车通道等公共消防设施纳入相关基础设施建设工程",
        "art20.item22",
        "水务部门",
        "交通运输部门",
    ),
    ("强化消防网格人员培训和考评奖惩", "art15.item5", "乡镇人民政府", "清河农场办事处"),
    ("大力发展消防公益事业", "art14.item6", "区级人民政府", "重点站区管委会"),
    ("逐级签订消防工作责任书", "art24", "市人民政府", "街道办事处"),
    ("分类建立隐患台账", "art6.item4", "单位", "物业服务企业"),
    ("分类建立隐患台账", "art6.item4", "单位", "教育部门"),
    ("办理失火案和消防责任事故案", "art19.item3", "公安机关", "公安派出所"),
    ("加强消防法律、法规的宣传", "art19.item1", "消防救援机构", "应急管理部门"),
    (
        "对消防车通道和登高操作场地进行标注标识，保持畅通，并维护管理",
        "art10.item1",
        "物业服务企业",
        "单位",
    ),
    ("定期开展消防宣传教育", "art22.item4", "村（居）民委员会", "公安派出所"),
    ("按照国家有关消防工作要求，落实消防安全责任制", "art13", "市人民政府", "区级人民政府"),
]


@pytest.mark.parametrize(("act", "id_", "bearer", "other"), BORNE)
def test_who_bears_an_act(act: str, id_: str, bearer: str, other: str) -> None:
    assert not _CHECKER.find_faults(who(act, (bearer, other), id_))
    assert kinds(who(act, (bearer, other), id_, key=1)) == {"答案错", "另有正确"}


@pytest.mark.parametrize(("act", "id_", "bearer", "other"), DOUBLE)
def test_another_who_bears_it_too(act: str, id_: str, bearer: str, other: str) -> None:
    assert kinds(who(act, (bearer, other), id_)) == {"另有正确"}


#: Statement, its provision, the quote.
TRUE = [
    ("art22.item2", "村（居）民委员会负责无物业管理的单位和小区消防车通道的维护、管理。"),
    (
        "art10.item1",
        "劝阻和制止无效的，物业服务企业应当立即向消防救援机构、公安派出所等主管部门报告。",
    ),
    ("art15.item5", "街道办事处应当强化消防网格人员培训和考评奖惩。"),
    ("art20.item13", "城市管理部门联合城市管理综合行政执法部门依法予以清理。"),
    ("art8.item1", "举办展销、演出等大型群众性活动，不得超过额定人数。"),
]
#: A false statement: what was put in, and what is printed.
FALSE = [
    (
        "art25",
        "各级防火安全委员会、防火安全联席会议等消防工作协调机制应当每月召开成员单位会议。",
        "每月",
        "每季度",
    ),
    ("art29.para2", "发生重大火灾事故的，由区级政府负责组织调查处理。", "区级政府", "市政府"),
    ("art19.item4", "规划和自然资源部门依据城乡规划牵头制定消防设施布局专项规划。", "牵头", "配合"),
    ("art8.item1", "举办展销、演出等大型群众性活动，可以超过额定人数。", "可以", "不得"),
    (
        "art22.item2",
        "村（居）民委员会负责有物业管理的单位和小区消防车通道的维护、管理。",
        "有物业",
        "无物业",
    ),
    ("art20.item4", "教育部门将消防法律法规纳入普法教育内容。", "教育部门", "司法行政部门"),
]
#: Called false, and true for all that.
STILL_TRUE = [
    (
        "art25",
        "各级防火安全委员会、防火安全联席会议等消防工作协调机制应当每三个月召开成员单位会议。",
        "每三个月",
        "每季度",
    ),
    (
        "art19.item1",
        "应急管理部门督促、指导、协助有关单位做好消防宣传教育工作。",
        "应急管理部门",
        "消防救援机构",
    ),
    (
        "art15.item5",
        "清河农场办事处应当强化消防网格人员培训和考评奖惩。",
        "清河农场办事处",
        "乡镇人民政府",
    ),
    ("art6.item3", "各级管理人员应当具备相应的消防安全知识和管理能力。", "应当", "必须"),
    (
        "art23",
        "市政府每年组织对本级人民政府有关部门和下一级人民政府履行消防工作职责情况进行考核。",
        "市政府",
        "市、区政府",
    ),
    ("art19.item4", "规划和自然资源部门依据城乡规划协助制定消防设施布局专项规划。", "协助", "配合"),
]
#: Called true, and departing in scope, condition, bearer or modality.
NOT_TRUE = [
    ("art22.item2", "村（居）民委员会负责单位和小区消防车通道的维护、管理。"),
    ("art10.item1", "物业服务企业应当立即向消防救援机构、公安派出所等主管部门报告。"),
    ("art15.item2", "街道办事处应当安排必要的资金，用于公共消防设施建设和业务经费支出。"),
    ("art8.item1", "超过额定人数。"),
    (
        "art10.item3",
        "物业服务企业应当根据需要，按照合同约定在管理服务区域内成立志愿消防队伍，对初起火灾采取必要的处置措施。",
    ),
    ("art14.item7", "区级人民政府应当在7日内作出同意或不同意的决定。"),
]


def statement(id_: str, text: str, *, true: bool, altered: Alteration | None = None) -> TrueFalse:
    quote = max(_LEAVES[id_].text.replace("；", "。").split("。"), key=len)
    shown = evidence(id_, quote)
    return TrueFalse(**common(text, shown), kind="判断正误", key=true, altered=altered)


@pytest.mark.parametrize(("id_", "text"), TRUE)
def test_true_statements(id_: str, text: str) -> None:
    assert not _CHECKER.find_faults(statement(id_, text, true=True))
    called_false = statement(id_, text, true=False, altered=Alteration("范围", text[:3], "其他"))
    assert "改后仍真" in kinds(called_false)


@pytest.mark.parametrize(("id_", "text", "written", "printed"), FALSE)
def test_false_statements(id_: str, text: str, written: str, printed: str) -> None:
    altered = Alteration("范围", written, printed)
    assert not _CHECKER.find_faults(statement(id_, text, true=False, altered=altered))
    assert kinds(statement(id_, text, true=True)) & {"答案错", "不能核对"}


@pytest.mark.parametrize(("id_", "text", "written", "printed"), STILL_TRUE)
def test_altered_and_still_true(id_: str, text: str, written: str, printed: str) -> None:
    altered = Alteration("范围", written, printed)
    assert kinds(statement(id_, text, true=False, altered=altered)) == {"改后仍真"}


@pytest.mark.parametrize(("id_", "text"), NOT_TRUE)
def test_statements_that_leave_something_out(id_: str, text: str) -> None:
    assert kinds(statement(id_, text, true=True)) & {"答案错", "不能核对"}


def test_an_alteration_that_is_none() -> None:
    text = "物业服务企业应当每月开展消防安全巡查检查和消防宣传提示，组织灭火和应急疏散演练。"
    altered = Alteration("时间", "每月", "每周")
    assert kinds(statement("art10.item3", text, true=False, altered=altered)) == {"改处不实"}


COUNCIL = "各级防火安全委员会、防火安全联席会议等消防工作协调机制应当{}召开成员单位会议"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("每季度", "每月", "每年"), set()),
        (("每季度", "每三个月", "每年"), {"另有正确"}),
        (("每月", "每季度", "每年"), {"答案错"}),
    ],
)
def test_times(options: tuple[str, ...], found: set[str]) -> None:
    shown = evidence("art25", COUNCIL.format("每季度"))
    asked = SingleChoice(
        **common(COUNCIL.format(BLANK), shown), kind="数字期限", options=options, key=0
    )
    assert kinds(asked) >= found
    assert bool(kinds(asked)) == bool(found)


@pytest.mark.parametrize(
    ("stem", "blank", "id_", "found"),
    [
        (
            f"在首层和各{BLANK}设置便于消防救援队伍使用的防护装备和灭火器材",
            "避难层",
            "art8.item1",
            set(),
        ),
        (f"依法查处{BLANK}违法行为", "消防安全", "art19.item1", {"另有正确"}),
        (f"加强{BLANK}的消防安全管理", "避难层", "art8.item1", {"另有正确"}),
        (
            f"劝阻和制止无效的，{BLANK}向消防救援机构、公安派出所等主管部门报告",
            "及时",
            "art10.item1",
            {"答案错"},
        ),
        (
            f"建筑物由{BLANK}直接使用时，所有权人应当履行本细则关于单位的职责",
            "所有权人",
            "art9.item1",
            {"泄题"},
        ),
    ],
)
def test_blanks(stem: str, blank: str, id_: str, found: set[str]) -> None:
    text = _LEAVES[id_].text
    quote = stem.replace(BLANK, blank)
    quote = quote if quote in text else text[:20]
    assert kinds(FillBlank(**common(stem, evidence(id_, quote)), key=(blank,))) == found


@pytest.mark.parametrize(
    ("steps", "key", "id_", "found"),
    [
        (
            ("督促限期消除", "在7个工作日内作出同意或不同意的决定", "并组织有关部门制定整改措施"),
            (1, 2, 0),
            "art14.item7",
            set(),
        ),
        (
            ("督促限期消除", "在7个工作日内作出同意或不同意的决定", "并组织有关部门制定整改措施"),
            (2, 1, 0),
            "art14.item7",
            {"答案错"},
        ),
        (("线路", "供电设备", "管井"), (1, 0, 2), "art8.item1", {"次序无据"}),
        (
            (
                "实施各类灾害事故的综合性应急救援",
                "依法查处消防安全违法行为",
                "组织针对性消防安全专项治理",
            ),
            (2, 1, 0),
            "art19.item1",
            {"次序无据"},
        ),
    ],
)
def test_orders(steps: tuple[str, ...], key: tuple[int, ...], id_: str, found: set[str]) -> None:
    shown = evidence(id_, steps[key[0]])
    asked = Ordering(**common("排列下列步骤：", shown), steps=steps, key=key)
    assert kinds(asked) == found


CHEMICAL = (
    "建立工艺处置队",
    "定期进行安全风险评估",
    "分类建立隐患台账",
    "划定禁火区域",
    "加强病房、宿舍的夜间巡查",
)


@pytest.mark.parametrize(
    ("key", "found"),
    [((0, 1, 2), set()), ((0, 1), {"另有正确"}), ((0, 1, 2, 3), {"案例"})],
)
def test_cases_of_a_place(key: tuple[int, ...], found: set[str]) -> None:
    asked = MultipleChoice(
        **common("下列哪些是这家化工厂应当做的？", evidence("art8.item3", "建立工艺处置队")),
        kind="案例",
        scene="某化工厂准备引进一条新的生产线。",
        options=CHEMICAL,
        key=key,
    )
    assert kinds(asked) == found


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("立即向业主委员会、居民委员会等自治组织报告", set()),
        ("立刻向消防救援机构、公安派出所等主管部门报告", {"另有正确"}),
        ("另外找人商量", {"不能核对"}),
    ],
)
def test_cases_with_altered_options(other: str, found: set[str]) -> None:
    right = "立即向消防救援机构、公安派出所等主管部门报告"
    asked = SingleChoice(
        **common("劝阻无效，物业服务企业应当怎么做？", evidence("art10.item1", right)),
        kind="案例",
        scene="某小区的消防车通道被车占住，物业服务企业劝过，车主不听。",
        options=(right, other),
        key=0,
    )
    assert kinds(asked) == found
    assert kinds(replace(asked, key=1)) == {"答案错"}


def test_a_case_of_somebody_else() -> None:
    right = "实行进入生产场所人员登记，严格控制人员数量"
    options = (right, right.replace("人员登记", "车辆登记"))
    asked = SingleChoice(
        **common("细则对夜间有什么要求？", evidence("art7.item5", right)),
        kind="案例",
        scene="某养老院夜里只有两名护理员值班。",
        options=options,
        key=0,
    )
    assert kinds(asked) == {"案例"}
    factory = "某服装厂是劳动密集型企业，外面的人常进车间帮忙。"
    assert not kinds(replace(asked, scene=factory))


@pytest.mark.parametrize(
    ("left", "found"),
    [
        (("人防部门", "财政部门"), set()),
        (("财政部门", "人防部门"), {"答案错", "另有正确"}),
    ],
)
def test_pairs(left: tuple[str, ...], found: set[str]) -> None:
    acts = ("负责对人民防空工程的维护管理进行监督检查", "负责按规定对消防资金进行预算管理")
    shown = (evidence("art20.item10", acts[0]), evidence("art20.item7", acts[1]))
    asked = Matching(**common("连一连：", *shown), left=left, right=acts, key=(0, 1))
    assert kinds(asked) == found


SOUND = who(*("决定涉及拘留的消防行政处罚案件", ("公安机关", "财政部门"), "art19.item3"))


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        (replace(SOUND, key=2), {"答案个数"}),
        (replace(SOUND, options=("公安机关", "公安机关 ")), {"选项"}),
        (replace(SOUND, options=("公安机关", "某某委员会")), {"不能核对"}),
        (replace(SOUND, stem="谁负责这件事？"), {"不能核对"}),
        (replace(SOUND, explanation="公安机关的职责。"), {"解析"}),
        (replace(SOUND, evidence=()), {"条款"}),
        (replace(SOUND, evidence=(replace(SOUND.evidence[0], citation="第二十条"),)), {"引用"}),
        (replace(SOUND, evidence=(replace(SOUND.evidence[0], quote="决定拘留案件"),)), {"引文"}),
        (replace(SOUND, evidence=(replace(SOUND.evidence[0], id=parse_id("art40")),)), {"条款"}),
    ],
)
def test_what_every_question_needs(broken: QuizQuestion, found: set[str]) -> None:
    assert not _CHECKER.find_faults(SOUND)
    assert kinds(broken) & found


def test_papers() -> None:
    other = who("办理失火案和消防责任事故案", ("公安机关", "财政部门"), "art19.item3")
    assert not _CHECKER.find_paper_faults((SOUND, replace(other, id="q2")))
    faults = _CHECKER.find_paper_faults((SOUND, replace(SOUND, id="q2")))
    assert [f.kind for f in faults] == ["重复", "重复"]
    assert any("编号" in f.text for f in _CHECKER.find_paper_faults((SOUND, other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("每季度", "每三个月"),
        ("年度", "每年"),
        ("每12个月", "每年"),
        ("七个工作日", "7个工作日"),
        ("立刻", "立即"),
        ("一周", "7天"),
        ("每年两次", "每半年"),
    ],
)
def test_times_that_are_one(one: str, other: str) -> None:
    assert value(one) == value(other)


@pytest.mark.parametrize(
    ("one", "other"), [("7个工作日", "7日"), ("及时", "立即"), ("每季度", "每月"), ("定期", "每年")]
)
def test_times_that_are_two(one: str, other: str) -> None:
    assert value(one) != value(other)


@given(st.integers(1, 99))
def test_any_number_of_months(count: int) -> None:
    assert value(f"{count}个月") == Value("月", float(count))


@pytest.mark.parametrize("words", ["一三0", "一三二五四", "一三0天", "每年一十一二三次", "每年0次"])
def test_what_looks_like_a_number_and_is_none_stands_for_itself(words: str) -> None:
    assert value(words) == Value(words)
    assert list(times_in(words)) == []


@given(st.text(max_size=12) | st.text(alphabet="每年半个月日天次一三十〇0二", max_size=8))
def test_any_words_have_a_value(words: str) -> None:
    assert value(words) == value(words)


@given(st.sampled_from(sorted(_LEAVES)), st.data())
def test_a_bent_provision_is_never_called_true(id_: str, data: st.DataObject) -> None:
    """A sentence of the text with one character dropped inside is no longer its words."""
    text = _LEAVES[id_].text
    at = data.draw(st.integers(0, max(0, len(text) - 3)))
    bent = text[:at] + "甲乙" + text[at + 1 :]
    assert _CHECKER.find_faults(statement(id_, bent, true=True))


def test_records_go_there_and_back() -> None:
    altered = Alteration("时间", "每月", "每季度")
    case = replace(SOUND, kind="案例", matters=("消防车通道",), scene="场景")
    false = statement("art25", COUNCIL.format("每月"), true=False, altered=altered)
    first, second = make_pack().papers
    for asked in (case, false, *first.questions, *second.questions):
        assert from_record(json.loads(json.dumps(to_record(asked)))) == asked


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (SOUND, {"form": "多选"}),
        (SOUND, {"kind": "填空"}),
        (SOUND, {"form": "问答"}),
        (SOUND, {"key": []}),
        (SOUND, {"key": [0, 1]}),
        (statement(*TRUE[0], true=True), {"options": ["对", "错"]}),
        (statement(*TRUE[0], true=True), {"key": [2]}),
        (statement(*TRUE[0], true=True), {"altered": {"written": "每月"}}),
    ],
)
def test_a_record_that_is_no_question_is_refused(
    asked: QuizQuestion, wrong: dict[str, object]
) -> None:
    with pytest.raises(FiredutyError, match="记录不完整"):
        from_record({**to_record(asked), **wrong})


@pytest.mark.parametrize("field", ["key", "kind", "form", "options", "evidence"])
def test_a_record_that_lacks_something_is_refused(field: str) -> None:
    record = to_record(SOUND)
    del record[field]
    with pytest.raises(FiredutyError, match="记录不完整"):
        from_record(record)


def test_gold_sets() -> None:
    broken, sound = load_samples("training_broken.jsonl"), load_samples("training_sound.jsonl")
    ids = [s.question.id for s in (*broken, *sound)]
    assert len(broken) >= 250
    assert len(sound) >= 60
    assert len(set(ids)) == len(ids)
    assert sum(s.part == "report" for s in broken) >= 50
    trainers = shipped_trainers()
    missed = [s for s in broken if not trainers[s.document].checker.find_faults(s.question)]
    refused = [s for s in sound if trainers[s.document].checker.find_faults(s.question)]
    assert len(missed) <= 0.02 * len(broken)
    assert len(refused) <= 0.05 * len(sound)


def test_it_shares_nothing_with_the_generator() -> None:
    allowed = ("corpus", "assistant.verify", "assistant.keycheck", "assistant.training.question")
    modules = {path.name: path for path in (_ROOT / "assistant" / "keycheck").glob("*.py")}
    assert "checker.py" in modules
    for module in modules.values():
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                own = name.split(".")[0] in ("assistant", "corpus", "index", "ui", "evals")
                within = any(name == a or name.startswith(f"{a}.") for a in allowed)
                assert not own or within, f"{module.name} imports {name}"
