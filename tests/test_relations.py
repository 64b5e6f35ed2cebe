"""What the verifier reads beyond words: who does what to whom, what joins with what, what narrows."""

from __future__ import annotations

import pytest

from assistant.verify.quoting import find_differences
from assistant.verify.verifier import Verifier
from corpus.citing.citations import parse_id
from corpus.language.data import LanguageData
from corpus.register.registry import register_of
from corpus.text.parse import parse
from corpus.text.provision import Regulation

LAW = """渡口管理办法
第一条 渡工发现险情的，应当立即报告渡口主管部门；主管部门应当将处置情况通知沿岸村民委员会。
第二条 经营人收集乘客证件信息，应当经乘客同意。
第三条 申请人应当提交船舶证书或者租赁合同。
第四条 渡船应当同时配备救生圈和灭火器，每月至少检修两次。
第五条 乘客不得擅自解开缆绳。
第六条 渡工因避险造成损失的，依法不承担赔偿责任。
第七条 鼓励经营人投保责任保险。
第八条 未取得驾驶证书的，不得驾驶渡船；大风天气，主管部门可以责令停航。
第九条 任何人不得有下列行为：
（一）在渡船上使用明火；
（二）携带易燃物品上船。
第十条 无证驾驶的，处五万元以上十万元以下罚款；情节严重的，吊销证书。
第十一条 渡口主管部门指导沿岸村民委员会排查码头隐患，利用雷达、声呐等探测技术，推动渡船加装定位装置。
第十二条 受雇船员在其岗位范围内操作渡船，并接受雇主监督。
第十三条 存在重大安全隐患的渡船，应当逐级上报，及时停航。
第十四条 船长、轮机长是渡船安全责任人。
第十五条 航运企业应当联合船厂加强对发动机的检修。
第十六条 乡镇人民政府履行下列职责：
（一）制定渡口规划；
（二）建立渡工档案；
（三）组织水上搜救。
渡口管理站应当履行第（一）、（三）项职责。
第十七条 经营人对自有渡船履行管理职责，劝阻无效的，立即报告渡口主管部门。
第十八条 渡口主管部门对经营人执行载客定额的情况进行监督检查。
"""


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    nothing = LanguageData()
    law = Regulation("dukou", "1", "渡口管理办法", "现行有效", parse(LAW), LAW)
    return Verifier(register_of(law, nothing), nothing)


TURNED = [
    ("art1", "渡口主管部门发现险情的，应当立即报告渡工。", "关系"),
    ("art1", "沿岸村民委员会应当将处置情况通知主管部门。", "关系"),
    ("art2", "乘客收集经营人证件信息，应当经经营人同意。", "关系"),
    ("art3", "申请人应当提交船舶证书和租赁合同。", "关系"),
    ("art3", "申请人应当提交船舶证书并且租赁合同，缺一不可。", "关系"),
    ("art4", "渡船应当配备救生圈或者灭火器。", "关系"),
    ("art4", "渡船每月至少检修一次。", "数字"),
    ("art5", "乘客不得解开缆绳。", "条件"),
    ("art6", "渡工因避险造成损失的，应当承担赔偿责任。", "否定"),
    ("art7", "经营人必须投保责任保险。", "情态"),
    ("art8", "大风天气，主管部门应当责令停航。", "情态"),
    ("art9.item1", "可以在渡船上使用明火。", "情态"),
    ("art9", "部分人不得携带易燃物品上船。", "范围"),
    ("art10", "无证驾驶的，处三万元以上十万元以下罚款。", "数字"),
    ("art10", "无证驾驶的，吊销证书。", "条件"),
    ("art11", "沿岸村民委员会指导渡口主管部门排查码头隐患。", "关系"),
    ("art11", "渡口主管部门指导乘客家属排查码头隐患。", "内容"),
    ("art11", "利用雷达、声呐、卫星等探测技术。", "内容"),
    ("art11", "利用雷达、望远镜等探测技术。", "内容"),
    ("art11", "渡口主管部门加装定位装置。", "角色"),
    ("art12", "受雇船员应当监督雇主。", "关系"),
    ("art12", "雇主接受受雇船员监督。", "关系"),
    ("art13", "存在安全隐患的渡船，应当逐级上报。", "条件"),
    ("art14", "船长或者轮机长是渡船安全责任人。", "关系"),
    ("art15", "船厂应当加强对发动机的检修。", "角色"),
    ("art16", "渡口管理站应当履行第十六条第（一）至（三）项职责。", "条款"),
    ("art17", "经营人对共有渡船履行管理职责。", "内容"),
    ("art17", "劝阻无效的，报告渡口主管部门即可。", "范围"),
    ("art18", "经营人对渡口主管部门执行载客定额的情况进行监督检查。", "关系"),
]
KEPT = [
    ("art1", "渡工发现险情，要马上报告渡口主管部门。"),
    ("art1", "主管部门要把处置情况告诉沿岸村民委员会。"),
    ("art2", "乘客证件信息由经营人收集，要经乘客同意。"),
    ("art3", "申请人应当提交船舶证书或租赁合同。"),
    ("art4", "渡船要同时配备救生圈和灭火器。"),
    ("art11", "沿岸村民委员会在渡口主管部门指导下排查码头隐患。"),
    ("art11", "利用雷达、声呐等探测技术，推动渡船加装定位装置。"),
    ("art12", "受雇船员接受雇主监督。"),
    ("art12", "雇主监督受雇船员。"),
    ("art13", "存在重大安全隐患的渡船要逐级上报。"),
    ("art14", "船长和轮机长是渡船安全责任人。"),
    ("art15", "航运企业应当和船厂一起加强对发动机的检修。"),
    ("art16", "渡口管理站应当履行第十六条第（一）、（三）项职责。"),
    ("art17", "经营人对自有渡船履行管理职责。"),
    ("art18", "经营人执行载客定额的情况由渡口主管部门监督检查。"),
    ("art4", "渡船每月至少检修2次。"),
    ("art5", "缆绳，乘客不得擅自解开。"),
    ("art7", "鼓励经营人投保责任保险。"),
    ("art8", "大风天气，主管部门可以责令停航。"),
    ("art9.item1", "不得在渡船上使用明火。"),
    ("art10", "无证驾驶的，处5万元以上10万元以下罚款。"),
]


@pytest.mark.parametrize(("address", "sentence", "kind"), TURNED)
def test_a_rule_turned_round_is_told(
    verifier: Verifier, address: str, sentence: str, kind: str
) -> None:
    verdict = verifier.verify(sentence, (parse_id(address),))
    assert verdict.state == "改用原文"
    assert kind in {p.kind.value for p in verdict.problems}, verdict.reason


@pytest.mark.parametrize(("address", "sentence"), KEPT)
def test_other_words_for_the_same_are_kept(verifier: Verifier, address: str, sentence: str) -> None:
    verdict = verifier.verify(sentence, (parse_id(address),))
    assert verdict.state == "已核对", verdict.reason


DIFFERENCES = [
    ("立即报告乡镇主管部门", [("乡镇", "渡口")]),
    ("應當**立即**報告渡口主管部門", []),
    ("立即报告主管部门", [("报告主管", "报告渡口主管")]),
    ("立即书面报告渡口主管部门", [("立即书面报告", "立即报告")]),
]


@pytest.mark.parametrize(("quoted", "found"), DIFFERENCES)
def test_the_words_that_differ_are_shown_from_both_sides(
    quoted: str, found: list[tuple[str, str]]
) -> None:
    original = (
        "渡工发现险情的，应当立即报告渡口主管部门；主管部门应当将处置情况通知沿岸村民委员会。"
    )
    differing = find_differences(quoted, original)
    assert [(d.said, d.printed) for d in differing] == (found or [(quoted, "")])
