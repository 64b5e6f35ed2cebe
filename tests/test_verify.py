"""The verifier on the regulation's own text: what it must catch, and what it must let through.

The tables are development sentences of this file; the gold sets of ``evals/gold/verify`` are for
measuring.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.verify.figures import find_figures
from assistant.verify.pasted import verify_text
from assistant.verify.texts import flat, split_sentences
from assistant.verify.verdict import Claim, Verdict
from assistant.verify.verifier import Verifier
from corpus.citing.citations import parse_id
from corpus.language.data import LanguageData
from corpus.text.load import load_default
from corpus.text.provision import Leaf, ProvisionId, Regulation
from tests.support import seed

_VERIFIER = seed.verifier()


def check(text: str, *ids: str) -> Verdict:
    return _VERIFIER.verify(text, tuple(map(parse_id, ids)))


# ---- faithful: every one must pass ----

FAITHFUL = [
    ("art2", "政府主要负责人是第一责任人，对本地区的消防安全负总责。"),
    ("art4", "法定代表人、主要负责人是本单位消防安全责任人，对本单位消防安全全面负责。"),
    ("art5", "单位和个人不按规定履行消防安全职责的，会被依法依规追究责任。"),
    ("art6.item4", "隐患还没消除的时候，单位应当先把防范措施落实好，保障安全。"),
    ("art6.item5", "单位要保证消防工作的资金投入，投入不足造成的后果由它承担责任。"),
    ("art7.item1", "医院和养老院晚上要多巡查病房，还要有针对性地搞夜间应急演练。"),
    ("art7.item2", "电影院跟别的场所共用的疏散通道和安全出口，应当讲清楚由谁来管。"),
    ("art7.item3", "寺庙等文物古建筑里烧香点蜡，要严格落实防火安全措施，划出禁火区。"),
    ("art8.item1", "综合体搞展销、演出这样的大型活动，人数不能超过额定人数。"),
    ("art8.item3", "化工厂上新工艺、新设备之前，要先做专项安全风险评估。"),
    ("art9.item1", "把大楼委托给物业管消防，保障消防安全的责任仍然由所有权人负责。"),
    ("art9.item2", "房东把房子租给别人用，应当提供符合消防安全要求的房子。"),
    ("art10.item3", "物业可以根据需要、按合同约定建一支志愿消防队，处置初起的小火。"),
    ("art11", "做消防检测、维保的技术服务机构，要依法依规提供服务，对服务质量负责。"),
    ("art14.item1", "区政府每年要开年度消防工作会议，并且每年向市政府作专题报告。"),
    ("art14.item7", "挂牌督办的重大火灾隐患报上来后，区政府要在七个工作日内答复同意还是不同意。"),
    ("art14.item10", "区政府要依法组建政府专职消防队，给队员落实好工资、保险和福利待遇。"),
    ("art15.item6", "村民在宅基地上自己盖的房子拿来出租、经营的，乡镇政府要加强消防安全管理。"),
    ("art16", "分管消防安全的负责人要协助主要负责人，综合协调本行政区域内的消防工作。"),
    ("art17.para2", "清河农场办事处在职权范围内参照履行街道办的消防工作职责。"),
    ("art19", "不符合法定条件的，审批部门不能发许可证照，也不能批准开办。"),
    ("art19.item3", "派出所负责平常的消防监督检查和宣传教育。"),
    ("art19.item4", "消防车通道怎么划线、怎么标识，标准由规自委来定。"),
    ("art19.item5", "住建委要指导督促物业按照合同约定，把小区共用消防设施和消防车通道维护管理好。"),
    ("art20.item12", "农业农村部门的角色是配合，做好农村地区的消防安全监督管理。"),
    (
        "art20.item13",
        "在小区内外的消防车通道上摆摊、装地桩的，由城市管理部门负责查处并清理障碍物。",
    ),
    (
        "art20.item25",
        "金融管理部门指导保险公司开展火灾公众责任保险，并鼓励保险机构发挥事故预防的作用。",
    ),
    ("art22.item2", "没有物业的小区，消防车通道由居委会负责维护和管理。"),
    ("art22.item6", "一旦着火，村委会、居委会要马上报警，并组织人扑救初起火灾。"),
    ("art23", "每年市、区政府都要对本级部门和下一级政府的消防工作搞一次考核。"),
    ("art25", "防火委这样的协调机制，每个季度都要开一次成员单位会议。"),
    ("art27.para2", "消防救援机构的工作人员不能收费，也不能指定消防产品的牌子。"),
    ("art29.para2", "较大火灾事故由区级政府负责组织调查处理，重大火灾事故由市政府负责。"),
    ("art30", "有固定店面的个体户，参照单位的要求履行消防安全职责。"),
    ("art14", "第十四条给区级人民政府列了十二项职责。"),
    ("art20.item18", "文物部门管的有三类：文物保护单位、世界文化遗产和博物馆。"),
    ("art10.item5", "第十条第（五）项没有写充电设施的收费标准。"),
    ("art8.item1", "第八条第（一）项用了“秒级响应”，没有写具体是多少秒。"),
    ("art32", "第三十二条只写了自印发之日起施行，没有写明具体是哪一天。"),
    # a list of what is forbidden; a bare answer that the text bears out
    ("art27.para2", "两件事不能做：一是收费，二是利用职务谋利。"),
    ("art27.para2", "不可以，消防验收不得收取费用。"),
    ("art25", "每季度一次：各级防火安全委员会应当每季度召开成员单位会议。"),
    ("art5", "不管是单位还是个人，没按规定履行消防安全职责的，都要依法依规追究责任。"),
    ("art6.item4", "只要隐患还没消除，单位就应当落实防范措施。"),
    ("art2", "政府主要负责人是第一责任人、分管负责人是主要责任人。"),
    ("art15.item4", "志愿消防队承担火灾扑救、应急救援等职能，并开展防火巡查。"),
    ("art26", "单位消防安全信用记录可以作为信用评价、项目核准等方面的参考依据。"),
    ("art16", "分管负责人协助主要负责人并督促检查各有关部门、下级政府。"),
    (
        "art10.item3",
        "物业可以根据需要、按照合同约定成立志愿消防队伍，第十条第（三）项用的是“可”字。",
    ),
    ("art9.item2", "至于租金怎么算，第九条第（二）项没有规定。"),
]


@pytest.mark.parametrize(("ids", "text"), FAITHFUL)
def test_faithful_sentences_pass(ids: str, text: str) -> None:
    verdict = check(text, ids)
    assert verdict.state == "已核对", verdict.reason
    assert verdict.ids == (parse_id(ids),)
    assert not verdict.offending


# ---- altered: every one must fail, for its reason ----

ALTERED = [
    ("art19.item12", "交通运输部门依法实施所有货物的运输许可。", "范围", "所有货物"),
    ("art31", "微型消防站要具备扑救各类火灾的能力。", "范围", "各类火灾"),
    ("art8.item1", "超高层建筑在每一层设置防护装备和灭火器材。", "范围", "每一层"),
    ("art8.item3", "化工企业投产之后再进行专项安全风险评估。", "条件", "投产之后"),
    ("art22.item7", "鼓励村委会对农村居民自建房屋进行指导和监督。", "情态", "鼓励"),
    ("art27.para2", "三件事不能做：一是收费，二是谋利。", "情态", "不能"),
    ("art27.para2", "可以，消防检查可以收取费用。", "情态", "可以"),
    ("art20.item5", "国资部门负责所监管企业的消防安全。", "角色", "负责"),
    ("art31", "微型消防站不是志愿消防队。", "否定", "不"),
    ("art32", "细则施行后，原有规定继续有效。", "后果", "继续有效"),
    ("art10.item3", "成立志愿消防队伍用的是“应当”这个词。", "情态", "应当"),
    ("art9", "第九条列了五项职责。", "数字", "五项"),
    ("art23", "市政府每年对企业的消防工作进行考核。", "内容", "企业"),
    ("art14.item7", "区政府应当在30个工作日内作出同意或不同意的决定。", "数字", "30个工作日"),
    ("art14.item7", "区政府应当在7日内作出同意或不同意的决定。", "数字", "7日"),
    ("art25", "防火安全委员会每年召开成员单位会议。", "数字", "每年"),
    ("art16", "班子其他成员要每月研究部署分管领域的消防工作。", "数字", "每月"),
    ("art2", "分管负责人为第二责任人。", "数字", "第二"),
    ("art10.item1", "物业不得对共用消防设施进行维护管理。", "情态", "不得"),
    ("art12", "建设单位可以遵守工程建设消防技术标准。", "情态", "可以"),
    ("art6.item2", "单位必须采取火灾风险评估等措施。", "情态", "必须"),
    ("art27.para2", "消防救援机构的工作人员可以收取费用。", "情态", "可以"),
    ("art9.item4", "管理使用人应当履行单位的消防安全职责。", "情态", "应当"),
    ("art20.item25", "金融管理部门应当要求保险机构发挥火灾事故预防功能。", "情态", "应当"),
    ("art6.item5", "单位无须对资金投入不足导致的后果承担责任。", "否定", "无须"),
    ("art9.item1", "受托单位不再接受委托单位监督。", "否定", "不再接受"),
    ("art19", "凡符合法定条件的，不得核发相关许可证照。", "否定", "符合"),
    ("art19.item6", "民政部门指导学校制定消防安全教育计划。", "主体", "民政部门"),
    ("art14.item11", "市政府组织领导火灾扑救和应急救援工作。", "主体", "市政府"),
    ("art29.para2", "重大火灾事故由区级政府负责组织调查处理。", "主体", "区级政府"),
    ("art29.para2", "发生特别重大火灾事故的，由市政府负责组织调查处理。", "角色", "负责"),
    (
        "art3",
        "区人民政府消防救援机构负责对本市消防工作具体实施监督管理。",
        "主体",
        "区人民政府消防救援机构",
    ),
    ("art19.item3", "公安机关负责火灾事故的调查处理。", "角色", "负责"),
    ("art20.item8", "商务部门负责商贸行业的消防安全管理工作。", "角色", "负责"),
    ("art20.item12", "农业农村部门负责农村地区消防安全监督管理工作。", "角色", "负责"),
    ("art15.item8", "乡镇政府代替物业对消防车通道进行标注标识。", "角色", "代替"),
    (
        "art10.item5",
        "根据第十条第（四）项，物业加强公共区域电动自行车充电管理。",
        "条款",
        "第十条第（四）项",
    ),
    ("art5", "第三十三条规定，不履行职责的依法追究责任。", "条款", "第三十三条"),
    ("art5", "不履行消防安全职责的个人，可处十五日拘留。", "后果", "拘留"),
    ("art6.item6", "单位不保持消防车通道畅通的，罚款两万元。", "后果", "罚款"),
    (
        "art10.item1",
        "物业发现占用消防车通道的，立即向消防救援机构报告。",
        "条件",
        "劝阻和制止无效的",
    ),
    (
        "art10.item5",
        "物业应当在室外公共区域设置电动自行车充电设施。",
        "条件",
        "按照物业服务合同约定",
    ),
    (
        "art19.item1",
        "消防救援机构对公众聚集场所依法实施消防安全检查。",
        "条件",
        "公众聚集场所投入使用、营业前",
    ),
    ("art6.item4", "在隐患消除后，单位应当落实防范措施。", "条件", "消除后"),
    ("art19.item1", "消防救援机构组织界定消防安全重点单位，报上级应急管理部门。", "范围", "上级"),
    ("art9.item2", "所有权人不得向管理使用人提出任何要求。", "范围", "任何"),
    ("art7.item1", "医院、寄宿制学校应加强食堂的夜间巡查。", "内容", "食堂"),
    ("art19.item12", "交通运输部门在加油站督促单位落实消防安全主体责任。", "内容", "加油站"),
    ("art22.item5", "村（居）民委员会配备消防设施、器材，并实行24小时值守。", "数字", "24小时"),
    ("art20.item3", "经济和信息化部门负责指导督促民用爆炸物品储存的消防安全管理。", "内容", "储存"),
    ("art32", "本细则已经正式施行，各单位必须执行。", "状态", "已经正式施行"),
    ("art32", "第三十二条明确了施行的具体日期。", "状态", "明确了施行的具体日期"),
    ("art14.item7", "第十四条第（七）项没有规定作出决定的期限。", "内容", "没有规定作出决定的期限"),
    (
        "art10.item2",
        "第十条第（二）项规定：「依照有关规定使用住宅专项维修资金进行改建」。",
        "引文",
        "依照有关规定使用住宅专项维修资金进行改建",
    ),
]


@pytest.mark.parametrize(("ids", "text", "kind", "words"), ALTERED)
def test_altered_sentences_fail_for_their_reason(
    ids: str, text: str, kind: str, words: str
) -> None:
    verdict = check(text, ids)
    assert verdict.state == "改用原文"
    assert f"{kind}：" in verdict.reason, verdict.reason
    assert words in verdict.offending, verdict.offending


MERGED = [
    (
        ("art19.item6", "art19.item7"),
        "教育部门指导学校制定消防安全教育计划，并指导技工院校依法开展活动。",
    ),
    (("art20.item1", "art20.item7"), "发展改革部门将消防工作纳入规划，并对消防资金进行预算管理。"),
    (("art15.item3", "art15.para2"), "街道办事处要将消防安全内容纳入镇总体规划。"),
]


@pytest.mark.parametrize(("ids", "text"), MERGED)
def test_duties_of_two_bodies_under_one_fail(ids: tuple[str, ...], text: str) -> None:
    verdict = check(text, *ids)
    assert verdict.state == "改用原文"
    assert "主体：" in verdict.reason


def test_each_body_with_its_own_duty_passes() -> None:
    text = (
        "教育部门指导学校制定消防安全教育计划，人力资源社会保障部门监督、指导技工院校依法开展活动。"
    )
    assert check(text, "art19.item6", "art19.item7").state == "已核对"


def test_a_body_bears_what_a_reference_gives_it() -> None:
    text = "街道办事处要明确网格消防工作职责，强化消防网格人员培训和考评奖惩。"
    assert check(text, "art15.item5", "art15.para2").state == "已核对"


# ---- the text itself ----


@pytest.mark.parametrize("leaf", load_default().leaves(), ids=lambda leaf: str(leaf.id))
def test_every_provision_bears_out_its_own_words(leaf: Leaf) -> None:
    said = leaf.text.rstrip("。") + "，这是原文。"  # not word for word: every check is made
    verdict = _VERIFIER.verify(said, (leaf.id,))
    assert verdict.state == "已核对", verdict.reason


_TEXTS = {str(leaf.id): leaf.text for leaf in load_default().leaves()}


@given(st.sampled_from(sorted(_TEXTS)), st.lists(st.integers(0, 400), max_size=5))
@settings(deadline=None, max_examples=60)
def test_white_space_changes_no_quotation(id_: str, places: list[int]) -> None:
    spaced = _TEXTS[id_]
    for place in places:
        at = place % (len(spaced) + 1)
        if spaced[max(at - 1, 0) : at + 1].isdigit():
            continue  # 20 17 is no 2017
        spaced = f"{spaced[:at]} {spaced[at:]}"
    found = [f for f in verify_text(_VERIFIER, f"「{spaced}」") if f.kind == "引文"]
    assert found
    assert all(f.state == "已核对" for f in found)


@given(st.integers(1, 400).filter(lambda n: n != 7))
@settings(deadline=None, max_examples=40)
def test_only_the_printed_number_passes(days: int) -> None:
    verdict = check(f"区政府应当在{days}个工作日内作出同意或不同意的决定。", "art14.item7")
    assert verdict.state == "改用原文"
    assert f"{days}个工作日" in verdict.offending


# ---- what is not checked ----


def test_without_provisions_nothing_is_checked() -> None:
    verdict = check("物业要定期开展消防安全巡查检查。")
    assert verdict.state == "未核对"
    assert verdict.ids == ()


def test_a_provision_that_does_not_exist_is_not_checked() -> None:
    verdict = check("公安机关负责消防。", "art19.item13")
    assert (verdict.state, verdict.offending, verdict.ids) == ("未核对", ("art19.item13",), ())


def test_a_provision_that_was_not_shown_cannot_support() -> None:
    claim = Claim("派出所负责日常消防监督检查。", (parse_id("art19.item3"), parse_id("art5")))
    (verdict,) = _VERIFIER.verify_statements([claim], {parse_id("art5")})
    assert verdict.state == "改用原文"
    assert verdict.ids == (parse_id("art5"),)
    (none,) = _VERIFIER.verify_statements([Claim(claim.text, claim.ids[:1])], set())
    assert (none.state, none.ids) == ("未核对", ())


def test_statements_keep_their_order() -> None:
    ids = (parse_id("art22.item4"),)
    said = ["要定期开展消防宣传教育。", "要每月开展消防宣传教育。"]
    verdicts = _VERIFIER.verify_statements([Claim(s, ids) for s in said])
    assert [v.sentence for v in verdicts] == said
    assert [v.state for v in verdicts] == ["已核对", "改用原文"]


STATUS = [
    ("这份文件是征求意见稿，尚未施行，仅供学习参考，不作为执法依据。", "已核对"),
    ("本细则一共七章三十二条。", "已核对"),
    ("本细则一共八章三十二条。", "未核对"),
    ("本细则没有规定灭火器要配几具。", "已核对"),
    ("全文没有提到罚款。", "已核对"),
    ("本细则没有规定物业的职责。", "未核对"),
    ("本细则没有规定30日的整改期限。", "未核对"),
    ("本细则已经正式施行。", "未核对"),
    ("细则没有规定灭火器多久换一次。", "已核对"),
    ("细则没有规定挂牌督办要在几天内答复。", "未核对"),
    ("细则没有规定防火委多久开一次会。", "未核对"),
    ("消防车通道要多宽，细则没有规定。", "已核对"),
    ("消防设计审查由哪个部门负责，细则没有规定。", "未核对"),
    ("细则没有给出“重大火灾隐患”的判定标准。", "已核对"),
    ("细则没有规定着火了谁报警。", "未核对"),
    ("全文没有出现“灭火器配置”几个字。", "已核对"),
    ("全文没有出现“挂牌督办”几个字。", "未核对"),
    ("这个文本是征求意见稿，不能作为执法依据。", "已核对"),
]


@pytest.mark.parametrize(("text", "state"), STATUS)
def test_sentences_about_the_regulation(text: str, state: str) -> None:
    assert check(text).state == state


# ---- parts ----


FIGURES = [
    ("7个工作日内", [("7", "工作日")]),
    ("七个工作日内", [("7", "工作日")]),
    ("每年一次", [("每1", "年")]),
    ("一年开一次会", [("每1", "年")]),
    ("年度会议", [("每1", "年")]),
    ("每两年", [("每2", "年")]),
    ("每半年", [("每半", "年")]),
    ("一年至少两次", [("每1", "年"), ("2", "次")]),
    ("罚款二万元", [("2", "万元")]),
    ("2021年11月9日", [("2021年11月9日", "日期")]),
    ("第一责任人", [("第1", "位")]),
    ("第十四条", []),
    ("一个部门", []),
    ("一般火灾", []),
]


@pytest.mark.parametrize(("text", "keys"), FIGURES)
def test_figures(text: str, keys: list[tuple[str, str]]) -> None:
    assert [f.key for f in find_figures(flat(text))] == keys


def test_a_mark_inside_a_quotation_ends_no_sentence() -> None:
    text = "第五条写道：「一。二。」后面。还有"
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "第五条写道：「一。二。」后面。",
        "还有",
    ]


# ---- pasted text ----


def findings(text: str) -> list[tuple[str, str, str]]:
    return [(f.kind, f.state, f.reason) for f in verify_text(_VERIFIER, text)]


def test_a_missing_item_is_told_with_the_range() -> None:
    (_, (kind, state, reason)) = findings("第十九条（十三）规定，公安机关负责消防。")
    assert (kind, state) == ("引用", "改用原文")
    assert reason == "第十九条第（十三）项不存在：范围 （一）–（十二）"


def test_a_missing_article_is_told_with_the_range() -> None:
    assert ("引用", "改用原文", "第三十三条不存在：范围 第一条–第三十二条") in findings(
        "第三十三条规定了罚则。"
    )


def test_an_altered_quotation_names_the_first_words_that_differ() -> None:
    text = "第十条第（二）项：“依照有关规定使用住宅专项维修资金对住宅小区共用消防设施进行维修、改建、改造”"
    (found,) = [f for f in verify_text(_VERIFIER, text) if f.kind == "引文"]
    assert found.state == "改用原文"
    assert found.offending == ("改建",)
    assert "「改建」处原文是「更新」" in found.reason
    assert text[slice(*found.span)] == found.text


def test_a_quotation_from_elsewhere_is_told() -> None:
    text = "第五条规定：「依法依规提供消防安全技术服务，并对服务质量负责」。"
    (found,) = [f for f in verify_text(_VERIFIER, text) if f.kind == "引文"]
    assert (found.state, found.ids) == ("改用原文", (parse_id("art11"),))


def test_the_two_classic_errors_are_wrong_even_without_a_citation() -> None:
    text = "区政府应当在30个工作日内作出同意或不同意的决定。\n物业不得对共用消防设施进行维护管理。"
    days, duty = verify_text(_VERIFIER, text)
    assert (days.state, days.offending, days.ids) == (
        "改用原文",
        ("30个工作日",),
        (parse_id("art14.item7"),),
    )
    assert (duty.state, duty.offending, duty.ids) == (
        "改用原文",
        ("不得",),
        (parse_id("art10.item1"),),
    )
    assert "7个工作日" in days.original


def test_a_bracket_after_a_sentence_is_its_citation() -> None:
    found = verify_text(_VERIFIER, "村（居）委会要定期开展消防宣传教育。（第二十二条第（四）项）")
    assert [(f.kind, f.state) for f in found] == [("语句", "已核对"), ("引用", "已核对")]
    assert found[0].ids == (parse_id("art22.item4"),)


def test_a_heading_counts_for_the_lines_below_it() -> None:
    text = "第二十二条第（四）项\n要定期开展消防宣传教育。\n\n今天天气很好，适合去公园玩。"
    assert [s for kind, s, _ in findings(text) if kind == "语句"] == ["已核对", "未核对"]


def test_uncited_sentences_are_unchecked_unless_verbatim() -> None:
    assert findings("对农村居民自建房屋的消防安全进行指导和监督。")[0][1] == "已核对"
    kind, state, reason = findings("村委会要指导、监督农村居民自建房屋的消防安全。")[0]
    assert (kind, state) == ("语句", "未核对")
    assert "第二十二条第（七）项" in reason


def test_other_instruments_are_not_judged() -> None:
    assert {s for _, s, _ in findings("依照《消防法》第六十条，可以处五千元罚款。")} == {"未核对"}


@given(st.text(alphabet="第十九条（三）项款一二，。；「」“”\n 不得应当物业0123年", max_size=60))
@settings(max_examples=150)
def test_any_text_is_judged_within_its_bounds(text: str) -> None:
    for found in verify_text(_VERIFIER, text):
        start, end = found.span
        assert text[start:end] == found.text
        assert found.reason


def test_ids_are_addresses() -> None:
    verdict = check("要定期开展消防宣传教育。", "art22.item4")
    assert all(isinstance(i, ProvisionId) for i in verdict.ids)


def test_a_regulation_without_register_data_still_checks(
    regulation: Regulation,
) -> None:
    from corpus.register.registry import register_of

    bare = Verifier(register_of(regulation, LanguageData()), LanguageData())
    ids = (parse_id("art14.item7"),)
    assert bare.verify("在7个工作日内作出同意或不同意的决定。", ids).state == "已核对"
    assert bare.verify("在30个工作日内作出同意或不同意的决定。", ids).state == "改用原文"
