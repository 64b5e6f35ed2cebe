"""A training pack written by hand from the seed's own words, for the tests of its documents."""

from __future__ import annotations

from functools import cache

from assistant.answering.quoting import quote, source_of, status_notice
from assistant.answering.statement import Quote
from assistant.training.choice import PackChoice
from assistant.training.pack import LessonPart, Pack, Paper, TalkingPoint
from assistant.training.question import (
    BLANK,
    Alteration,
    Difficulty,
    Evidence,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
)
from corpus.language.plain import load_plain
from corpus.text.load import data_folder, load_default

SCENE = "某小区没有物业管理。一辆小客车停在消防车通道上，居民向居民委员会反映。"


@cache
def quotes() -> dict[str, Quote]:
    """The seed's leaves by short id."""
    regulation = load_default()
    return {str(leaf.id): quote(leaf, regulation) for leaf in regulation.leaves()}


def evidence(address: str, words: str = "") -> Evidence:
    """The words of a provision that decide; all of them where none are given."""
    found = quotes()[address]
    assert words in found.text
    return Evidence(found.id, found.citation, found.path, words or found.text)


def explain(found: Evidence) -> str:
    return f"{found.citation}：“{found.quote}”"


def single(
    number: int, stem: str, options: tuple[str, ...], key: int, found: Evidence, scene: str = ""
) -> SingleChoice:
    return SingleChoice(
        id=f"q{number}",
        kind="案例" if scene else "谁负责",
        stem=stem,
        options=options,
        key=key,
        explanation=explain(found),
        evidence=(found,),
        difficulty="易",
        matters=("消防车通道",),
        scene=scene,
    )


def several(
    number: int, stem: str, options: tuple[str, ...], key: tuple[int, ...], found: Evidence
) -> MultipleChoice:
    return MultipleChoice(
        id=f"q{number}",
        kind="职责归属",
        stem=stem,
        options=options,
        key=key,
        explanation=explain(found),
        evidence=(found,),
        difficulty="中",
    )


def judged(number: int, stem: str, found: Evidence, altered: Alteration | None = None) -> TrueFalse:
    said = f"题中写的是“{altered.written}”，条文是“{altered.printed}”。" if altered else ""
    return TrueFalse(
        id=f"q{number}",
        kind="判断正误",
        stem=stem,
        key=altered is None,
        explanation=said + explain(found),
        evidence=(found,),
        difficulty="易",
        altered=altered,
    )


def filled(
    number: int, stem: str, blanks: tuple[str, ...], found: Evidence, level: Difficulty = "中"
) -> FillBlank:
    assert stem.count(BLANK) == len(blanks)
    return FillBlank(
        id=f"q{number}",
        stem=stem,
        key=blanks,
        explanation=explain(found),
        evidence=(found,),
        difficulty=level,
    )


def ordered(
    number: int, stem: str, steps: tuple[str, ...], key: tuple[int, ...], found: Evidence
) -> Ordering:
    return Ordering(
        id=f"q{number}",
        stem=stem,
        steps=steps,
        key=key,
        explanation=explain(found),
        evidence=(found,),
        difficulty="难",
    )


def _first() -> tuple[QuizQuestion, ...]:
    e = evidence
    return (
        single(
            1,
            "公安交管部门、城市管理部门等各有分工。查处单位、小区内外消防车通道上堆物、摆摊、设桩等行为，由谁负责？",
            ("公安交管部门", "城市管理部门", "规划和自然资源部门", "住房和城乡建设部门"),
            1,
            e(
                "art20.item13",
                "负责查处单位、小区内外消防车通道上堆物、摆摊、设桩等行为，清理障碍物",
            ),
        ),
        single(
            2,
            "消防工作协调机制应当多长时间召开一次成员单位会议？",
            ("每月", "每季度", "每半年", "每年"),
            1,
            e("art25", "应当每季度召开成员单位会议"),
        ),
        several(
            3,
            "下列哪些属于物业服务企业的职责？",
            (
                "对管理区域内的共用消防设施和疏散通道、安全出口进行维护管理",
                "定期开展消防安全巡查检查和消防宣传提示，组织灭火和应急疏散演练",
                "依法对本市行政区域内建设工程进行消防设计审查",
                "对业主投诉的居住用出租房的消防安全问题及时劝阻并督促改正违法行为",
                "决定涉及拘留的消防行政处罚案件",
            ),
            (0, 1, 3),
            e("art10.item3", "定期开展消防安全巡查检查和消防宣传提示，组织灭火和应急疏散演练"),
        ),
        several(
            4,
            "养老服务机构应当加强哪些管理？",
            ("夜间巡查", "避难间的管理", "舞台防火分隔", "焚香点蜡管理"),
            (0, 1),
            e("art7.item1"),
        ),
        judged(
            5,
            "区级人民政府对报请挂牌督办的重大火灾隐患，在30个工作日内作出同意或不同意的决定。",
            e("art14.item7", "在7个工作日内作出同意或不同意的决定"),
            Alteration("数字", "30个工作日", "7个工作日"),
        ),
        judged(
            6,
            "发生火灾时，村（居）民委员会应当立即报警，并组织对初起火灾的扑救。",
            e("art22.item6"),
        ),
        filled(
            7,
            f"物业服务企业应当加强公共区域{BLANK}停放、充电管理，在{BLANK}设置集中停放、充电设施。",
            ("电动自行车", "室外公共区域"),
            e("art10.item5"),
        ),
        ordered(
            8,
            "物业服务企业发现消防车通道被占用，按条文的先后顺序排列：",
            ("立即向主管部门报告", "及时劝阻和制止", "劝阻和制止无效的"),
            (1, 2, 0),
            e("art10.item1", "劝阻和制止无效的，立即向消防救援机构、公安派出所等主管部门报告"),
        ),
        Matching(
            id="q9",
            stem="把部门和它的职责连起来：",
            left=("公安交管部门", "规划和自然资源部门", "水务部门", "财政部门"),
            right=(
                "按规定对消防资金进行预算管理，保障消防事业发展所需经费",
                "做好市政消火栓的建设和维护",
                "协助清拖小区内堵塞占用消防车通道和圈占室外消火栓的车辆",
                "制定本市消防车通道划线标识标准",
            ),
            key=(2, 3, 1, 0),
            explanation="各部门的职责分别见所列条款。",
            evidence=(
                e("art19.item4", "制定本市消防车通道划线标识标准"),
                e("art20.item7", "按规定对消防资金进行预算管理"),
                e("art20.item23", "做好市政消火栓的建设和维护"),
            ),
            difficulty="难",
        ),
        single(
            10,
            "这个小区消防车通道的维护、管理由谁负责？",
            ("街道办事处", "居民委员会", "公安派出所", "消防救援机构"),
            1,
            e("art22.item2", "负责无物业管理的单位和小区消防车通道的维护、管理"),
            SCENE,
        ),
    )


def _second() -> tuple[QuizQuestion, ...]:
    e = evidence
    scene = e("art22.item2", "对检查中发现的突出火灾隐患，及时上报上级人民政府、街道办事处")
    return (
        single(
            11,
            "制定本市消防车通道划线标识标准，由谁负责？",
            ("城市管理部门", "公安机关", "规划和自然资源部门", "消防救援机构"),
            2,
            e("art19.item4", "制定本市消防车通道划线标识标准"),
        ),
        filled(
            12,
            f"区级人民政府每年召开{BLANK}会议，每年向市政府专题报告本地区消防工作情况。",
            ("年度消防工作",),
            e("art14.item1"),
        ),
        several(
            13,
            "街道办事处应当履行乡镇人民政府的哪些职责？",
            ("第（一）项", "第（二）项", "第（四）项", "第（三）项", "第（八）项"),
            (0, 2, 4),
            e("art15.para2"),
        ),
        judged(
            14,
            "有固定生产经营场所的个体工商户，不履行单位的消防安全职责。",
            e("art30"),
            Alteration("情态", "不履行", "参照本细则履行"),
        ),
        judged(
            15, "单位必须建立微型消防站。", e("art31"), Alteration("范围", "单位", "单位、社区")
        ),
        filled(
            16, f"法定代表人、主要负责人对本单位消防安全{BLANK}。", ("全面负责",), e("art4"), "易"
        ),
        single(17, "重大火灾事故由谁组织调查处理？", ("市政府", "区级政府"), 0, e("art29.para2")),
        ordered(
            18,
            "火灾事故等级由低到高：",
            ("重大火灾事故", "特别重大火灾事故", "较大火灾事故", "一般火灾"),
            (3, 2, 0, 1),
            e("art29.para2"),
        ),
        single(19, "居民应当先向谁反映？", ("居民委员会", "财政部门", "科技部门"), 0, scene, SCENE),
        single(
            20,
            "居民委员会发现突出火灾隐患，应当怎么做？",
            (
                "自行处罚责任人，并将处罚结果在小区内公示三十日，同时通知有关单位",
                "及时上报上级人民政府、街道办事处",
                "等待每季度的会议研究决定后再作处理",
            ),
            1,
            scene,
            SCENE,
        ),
    )


def make_pack() -> Pack:
    """30 minutes for the staff of a property company, on fire lanes and care homes."""
    regulation = load_default()
    plain = load_plain(data_folder())
    talking = tuple(
        TalkingPoint(quotes()[a], plain[a], actors, matters)
        for a, actors, matters in (
            ("art4", ("单位", "法定代表人、主要负责人"), ("消防安全责任",)),
            ("art6.item6", ("单位",), ("消防车通道",)),
            ("art7.item1", ("医院", "寄宿制学校", "养老服务机构"), ("夜间巡查", "避难间")),
            ("art8.item1", ("超高层建筑", "大型城市综合体"), ("微型消防站",)),
            ("art10.item1", ("物业服务企业",), ("消防车通道", "疏散通道")),
            ("art10.item5", ("物业服务企业",), ("电动自行车",)),
            ("art19.item5", ("住房和城乡建设部门",), ("消防车通道", "电动自行车")),
        )
    )
    return Pack(
        choice=PackChoice(scope=("消防车通道",), audience="物业服务企业", seed=7),
        title="消防安全责任培训：物业服务企业",
        subtitle="物业服务企业员工 · 30 分钟 · 入门",
        date="2026-01-02",
        notice=status_notice(regulation),
        source=source_of(regulation),
        scope="消防车通道；物业服务企业应当履行的职责",
        objectives=(
            "说得出消防车通道由谁维护、谁查处、谁协助。",
            "知道发现占用消防车通道时先做什么、后做什么。",
            "会在日常巡查中对照条文检查自己的岗位。",
        ),
        timeline=(
            LessonPart("开场", 3, "说明这次培训的目标和依据的文本，提醒这是征求意见稿。"),
            LessonPart(
                "讲解要点", 15, "逐条念原文，再用白话说明；每条问一个学员自己岗位上的例子。"
            ),
            LessonPart("答题", 8, "发试卷，A 卷、B 卷交错发放；学员独立作答。"),
            LessonPart("讲评", 4, "放幻灯片中的试题讲评，错得多的题回到条文。"),
        ),
        talking=talking,
        papers=(Paper("A", _first(), (10,) * 10), Paper("B", _second(), (10,) * 10)),
        shared=1,
        available=64,
        sources=tuple(q.citation for q in quotes().values())[:24],
        remarks=("微型消防站的要求只适用于第八条所列的单位；你的单位是不是，请先核实。",),
    )
