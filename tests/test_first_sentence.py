"""What an answer begins with: whole sentences, whole series, the verdict, and the figure or its absence."""

from __future__ import annotations

import pytest

from assistant.answering.compose import lead_of, subject_of
from assistant.answering.figures import only_figure_asked
from assistant.answering.opposed import find_opposed
from assistant.answering.quoting import opening_of
from assistant.assistant import Assistant
from corpus.clauses.read import read_clauses
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from evals.first_paragraph import first_paragraph

OPPOSED = [
    ("商场必须投保火灾公众责任险", "国家鼓励商场投保火灾公众责任险。", "必须"),
    ("商场必须投保火灾公众责任险", "商场应当投保火灾公众责任险。", ""),
    ("学校必须设食堂", "国家鼓励商场投保火灾公众责任险。", ""),
    ("个体户不用遵守食品安全规定", "个体工商户应当遵守食品安全规定。", "不用遵守"),
    ("个体户不用遵守食品安全规定", "个体工商户可以加入行业协会。", ""),
    ("年检要交检验费", "检验机构进行年检，不得收取检验费用。", "收费"),
    ("年检不用交检验费", "检验机构进行年检，不得收取检验费用。", ""),
    ("检验机构年检可以收费", "检验机构进行年检，不得收取检验费用。", "可以"),
    ("车站可以养犬", "禁止在车站养犬。", "可以"),
    ("车站可以养犬", "除导盲犬外，禁止在车站养犬。", ""),
    ("接种疫苗要交钱", "居住在本市的儿童免费接种疫苗。", "要交费"),
]


@pytest.mark.parametrize(("assertion", "provision", "words"), OPPOSED)
def test_a_clause_that_says_the_opposite(assertion: str, provision: str, words: str) -> None:
    assert find_opposed(assertion, provision) == words


FIGURES = [
    ("投诉以后几天内答复", "具体的期限或周期"),
    ("不登记罚多少钱", "处罚的幅度"),
    ("几个人同住一套房，登记往哪儿报", None),
    ("养犬登记归谁管", None),
    ("罚五百块对吗", None),
]


@pytest.mark.parametrize(("question", "kind"), FIGURES)
def test_whether_a_figure_is_all_that_is_asked(question: str, kind: str | None) -> None:
    figure = only_figure_asked(question)
    assert (figure and figure.name) == kind


OPENINGS = [
    ("养犬人应当束犬链。", ("养犬人应当束犬链", False)),
    ("养犬人应当束犬链，避让老人、儿童。", ("养犬人应当束犬链", True)),
    ("建立健全制度，明确责任人", ("建立健全制度，明确责任人", False)),
]


@pytest.mark.parametrize(("text", "opening"), OPENINGS)
def test_words_that_a_clause_begins_with(text: str, opening: tuple[str, bool]) -> None:
    assert opening_of(text, 14) == opening


FINED = "单位有下列行为之一的，责令限期改正，处五万元以下罚款；逾期不改正的，处五万元以上十万元以下罚款："
LEADS = [
    (FINED, 110, (FINED,)),
    ("为了安全，制定本办法。" + FINED, 55, (FINED,)),
    (FINED, 40, ("单位有下列行为之一的", "逾期不改正的，处五万元以上十万元以下罚款：")),
    ("单位应当遵守规定。", 110, ()),
]


@pytest.mark.parametrize(("lead", "longest", "pieces"), LEADS)
def test_words_that_lead_in(lead: str, longest: int, pieces: tuple[str, ...]) -> None:
    assert lead_of(lead, longest) == pieces


NAMED = [
    ("每年抽查。", ("市场监管、卫生部门",)),
    ("依法公布", ("市场监管、卫生部门",)),
    ("使用单位应当整改", ()),
    ("整改", ("使用单位",)),
    ("电梯应当", ()),
    ("没有这句", ()),
]


@pytest.mark.parametrize(("words", "named"), NAMED)
def test_who_is_named_before_the_words(words: str, named: tuple[str, ...]) -> None:
    source = (
        "第一条 市场监管、卫生部门应当每年抽查。并依法公布，使用单位应当整改。电梯应当符合标准。"
    )
    text = Regulation("t", "1", "某办法", "现行有效", parse(source), source)
    assert subject_of(read_clauses(text), text.leaves()[0], words) == named


#: What the first paragraph must hold; what it must not.
ASKED = [
    ("必须建专职消防队的有哪些单位", ["（一）「大型发电厂」；（二）「生产、储存易燃易爆危险物品的大型企业」；"], ["规定：「」"]),
    ("火场总指挥有哪些权力", ["（一）「使用各种水源」；（二）「截断电力"], []),
    ("消防检查至少要去几个人", ["检查人员不得少于两人"], ["没有找到"]),
    ("消防检查合格了要交检查费吧", ["不是。", "不得收取费用"], ["没有这样写"]),
    ("消防检查可以收费吗", ["不可以。", "不得收取费用"], ["不是。"]),
    ("商场必须买火灾公众责任险吗", ["不是。", "鼓励、引导公众聚集场所"], []),
    ("个体户是不是不用管消防安全职责", ["不是。", "应当遵守"], []),
    ("寺庙的消防安全归哪个局管", ["宗教事务部门负责加强宗教活动场所的消防安全管理"], ["未明确牵头部门"]),
    ("街道办在消防方面都要干些啥", ["统筹负责本辖区的消防安全工作"], []),
    ("小区没有物业，消防车道谁来管", ["负责无物业管理的单位和小区消防车通道的维护、管理"], []),
    ("哪些单位必须建专职消防队", ["（四）「距离公安消防队、政府专职消防队较远"], []),
    ("未成年人必须参加救火吗", ["成年人都有参加有组织的灭火工作的义务"], ["是。"]),
    ("一楼开店二楼住人可以吗", ["确需设置在同一建筑物内的"], ["不可以。"]),
    ("个人堵了安全出口罚多少", ["消防法（现行有效）第六十条第二款规定：「个人有前款"], []),
    ("小区没物业灭火器谁换", ["村（居）民委员会"], ["物业服务企业应当"]),
    ("红烧肉怎么做", ["不在"], ["最接近的是"]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "holds", "lacks"), ASKED, ids=[q for q, _, _ in ASKED])
def test_the_first_paragraph(
    question: str, holds: list[str], lacks: list[str], librarian: Assistant
) -> None:
    paragraph = first_paragraph(librarian.answer(question).text)
    assert not [words for words in holds if words not in paragraph], paragraph
    assert not [words for words in lacks if words in paragraph], paragraph
    assert len(paragraph) <= 600
