"""One address means one thing: asked, searched, shown, pasted."""

from __future__ import annotations

import pytest

from assistant.answering.searching import search
from assistant.assistant import Assistant
from assistant.rendering.addresses import why_not
from assistant.understanding.elsewhere import asks_of_other_place
from assistant.verify.pasted import verify_text
from corpus.citing.editions import edition_year, find_edition
from corpus.citing.follow import follow_citations
from corpus.errors import FiredutyError
from corpus.language.places import without_own_districts
from corpus.text.parse import parse, parse_with_warnings
from corpus.text.provision import Regulation
from tests.support import seed
from ui.cli.corpus_commands import show


@pytest.fixture(scope="module")
def assistant(assistant: Assistant) -> Assistant:
    """Of one document: what of several is otherwise stands in ``test_several_documents.py``."""
    return assistant.only(("细则",))


_VERIFIER = seed.verifier()


def law(source: str, title: str = "某县集市管理办法", status: str = "现行有效") -> Regulation:
    return Regulation("market", "1", title, status, parse(source), source)


FAIR = law(
    "第一章 总则\n第一条 甲。\n第一条之一 乙。\n第二条 丙：\n（一）丁；\n（二）戊；\n（三）己。\n庚。\n"
    "第二章 罚则\n第三条 辛。\n第三条之一 癸。\n第四条 壬。"
)

#: Text → what each address leads to: ids, else why there are none.
FOLLOWED = [
    ("第一条至第三条", ["art1 art1-1 art2 art3"]),
    ("第二条第（一）至（三）项", ["art2.item1 art2.item2 art2.item3"]),
    ("第二条第一款至第二款", ["art2.para1 art2.para2"]),
    ("第一至二条第一款", ["art1.para1 art1-1.para1 art2.para1"]),
    ("第二条第二项至第三条", ["art2.item2 art2.item3 art2.para2 art3"]),
    ("第3-1条", ["art3-1"]),
    ("第三至六条", ["art3 art3-1 art4 没有第五条、第六条"]),
    ("第四条至第二条", ["写反"]),
    ("第二章至第一章", ["写反"]),
    ("第一章和第三章", ["第一章 总则", "没有第三章"]),
    ("第二条第二款。第（一）项", ["art2.para2"]),
    ("第二条第二款、第（一）项", ["art2.para2", "art2.item1"]),
    ("《集市管理条例》第二条第（九）项", ["其他"]),
    ("第五条第一项", ["没有第五条第（一）项"]),
    ("倒数第二条", ["art3-1"]),
    ("倒数第一章", ["第二章 罚则"]),
    (
        "第二条第（二）至（六）项",
        ["art2.item2 art2.item3 没有第二条第一款第（四）、（五）、（六）项"],
    ),
    ("第四条至第四十条", ["art4 没有第五条至第四十条"]),
    ("第一章至第四章", ["第一章 总则 第二章 罚则 没有第三章、第四章"]),
    ("第二章第二条", ["没有第二章第二条"]),
    ("第一章第二条", ["art2"]),
    ("第二条第（一）项第2目", ["没有第二条第一款第（一）项第2目"]),
    ("第三条\n旧版要改", ["art3"]),
]


@pytest.mark.parametrize(("text", "expected"), FOLLOWED)
def test_where_addresses_lead(text: str, expected: list[str]) -> None:
    told = []
    for addressed in follow_citations(text, FAIR):
        parts = [*map(str, addressed.ids), *(d.heading for d in addressed.divisions)]
        parts += [f"没有{instead.name}" for _, instead in addressed.missing]
        parts += ["写反"] * addressed.backwards + ["其他"] * (addressed.belonging == "other")
        told.append(" ".join(parts))
    assert told == expected


#: Question → provisions cited (all of them, without the 项 of a whole 条), words of the answer.
ASKED = [
    ("第三、四、五条写了什么", ["art3", "art4", "art5"], "第三条、第四条、第五条"),
    ("第十一条到第十三条的内容", ["art11", "art12", "art13"], "第十三条"),
    ("12-13条讲什么", ["art12", "art13"], "第十三条"),
    ("第七条第（一）、（三）至（四）项", ["art7.item1", "art7.item3", "art7.item4"], "原文如下"),
    ("第十一条、第八十条写了什么", ["art11"], "没有第八十条"),
    ("消防法第二条和本细则第二条写了什么", ["art2"], "消防法》在资料库里"),
    ("第卅一条是什么", ["art31"], "第三十一条"),
    ("第二百零十条写了什么", [], "数字读不懂"),
    ("第一十03条是什么", [], "数字读不懂"),
    ("第九条至第四条", [], "写反了"),
    ("19号令第六条", [], "19号令不在"),
    ("倒数第二条讲什么", ["art31"], "原文如下"),
    ("倒数第五十条", [], "数不到"),
    ("9.2讲了什么", ["art9.item2"], "第九条第（二）项的原文如下"),
    ("11-12", ["art11", "art12"], "原文如下"),
    (
        "第十九条第四、六项写了什么",
        ["art19.item4", "art19.item6"],
        "第十九条第（四）、（六）项的原文如下",
    ),
    ("第三章第三条写了什么", [], "第三章没有第三条，第三条在第一章"),
    ("第二编写的是什么", [], "不分编"),
    ("第二十九条以后还有哪些条", ["art30", "art31", "art32"], "第三十二条"),
    ("第三十二条之后还有哪些条", [], "没有第三十二条之后的条"),
    ("前年的第九条怎么写", [], "没有收录「前年」"),
    ("第九条以前怎么规定", [], "没有收录「以前」"),
    ("送审稿第九条", [], "没有收录「送审稿」"),
    ("第九条有哪些变化", [], "没有可以对比的文本"),
    ("该条例第九十条是什么", [], "不能确定"),
    ("第二十五条说的是每年开会吗", [], "不是。"),
    ("第九条有没有写“业主要交灭火器押金”", [], "没有。第九条没有写"),
    ("浙江省街道办要做什么", [], "浙江不在"),
    ("台州市物业要做什么", [], "台州不在"),
    ("天津的消防条例第九条怎么说", [], "天津消防条例不在"),
    ("条例第九条怎么说", [], "不能确定"),
    ("第6.2.1条有什么要求", [], "技术标准"),
    ("第十二章讲什么", [], "没有第十二章"),
    ("修订前的第九条怎么写的", [], "没有收录「修订前」"),
    ("2016年版第九条", [], "一个版本"),
    ("以前的版本怎么规定物业", [], "没有收录"),
    ("“不得收取费用，不得利用职务谋取利益”出自哪一条", ["art27.para2"], "是原文"),
    ("‘定期开展消防宣传教育’在第几条", ["art22.item4"], "是原文"),
    ("“物业每周检查一次灭火器”是哪条", [], "没有这句话"),
]


@pytest.mark.parametrize(("question", "cited", "words"), ASKED)
def test_what_is_asked_by_number(
    question: str, cited: list[str], words: str, assistant: Assistant
) -> None:
    answer = assistant.answer(question)
    assert [str(i) for i in answer.cited] == cited
    assert words in answer.text
    assert (answer.refusal is not None) == (not cited)


def test_words_that_stand_nowhere_are_not_read_with_the_turn_before(assistant: Assistant) -> None:
    before = assistant.answer("第二十条是什么")
    answer = assistant.answer("“灭火器每季度换一次”是哪一条", [("第二十条是什么", before)])
    assert answer.refusal is not None
    assert not answer.cited


def test_now_after_another_edition_is_the_text_that_is_held(assistant: Assistant) -> None:
    before = assistant.answer("修订前的第十一条怎么写")
    assert before.refusal is not None
    now = assistant.answer("现在呢", [("修订前的第十一条怎么写", before)])
    assert [str(i) for i in now.cited] == ["art11"]


def test_a_damaged_chapter_is_told_by_its_line() -> None:
    source = "第一章 总则\n第一条 甲。\n第ニ章 职责\n第二条 乙。\n第三章 附则\n第三条 丙。"
    body, warnings = parse_with_warnings(source)
    torn = Regulation("torn", "1", "某办法", "现行有效", body, source, warnings=warnings)
    (addressed,) = follow_citations("第二章", torn)
    assert "第 3 行可能是它" in why_not(addressed, torn)


#: Own place, a place in a name of food or another word: no other place is asked about.
NO_OTHER_PLACE = ["我开了家四川火锅店", "南京大酒楼北京店要做什么", "金华市场要做什么"]


@pytest.mark.parametrize("question", NO_OTHER_PLACE)
def test_a_name_is_no_place(question: str, regulation: Regulation) -> None:
    assert not asks_of_other_place(question, regulation)


DISTRICTS = [
    ("海淀区消防工作实施办法第二条", "海淀区消防工作实施办法第二条"),
    ("朝阳区的街道办要做什么", "街道办要做什么"),
    ("海淀区物业要管消防车通道吗", "物业要管消防车通道吗"),
    ("我在通州区开了家小旅馆", "我开了家小旅馆"),
    ("北京市西城区政府每年做什么", "区政府每年做什么"),
    ("丰台的物业要做什么", "物业要做什么"),
    ("浦东新区的物业要做什么", "浦东新区的物业要做什么"),
    ("大兴土木要报批吗", "大兴土木要报批吗"),
    ("朝阳区", "朝阳区"),
]


@pytest.mark.parametrize(("asked", "read"), DISTRICTS)
def test_districts_of_the_own_city_say_nothing(
    asked: str, read: str, regulation: Regulation
) -> None:
    assert without_own_districts(asked, regulation.title) == read


def test_a_district_changes_nothing_in_an_answer(assistant: Assistant) -> None:
    plain, named = map(assistant.answer, ("街道办要做什么", "密云区的街道办要做什么"))
    assert (named.text, named.cited) == (plain.text, plain.cited)


def test_search_looks_an_address_up(assistant: Assistant) -> None:
    found = search(assistant.index, "第十一至十三条", 5, assistant.examples)
    assert [str(h.id) for h in found.hits] == ["art11", "art12", "art13"]
    unread = search(assistant.index, "第百十条", 5, assistant.examples)
    assert not unread.hits
    assert "读不懂" in unread.told[0]


#: Pasted text → (citation, state) of each.
PASTED = [
    ("依据第十一、四十条办理。", [("第十一", "已核对"), ("四十条", "改用原文")]),
    ("依据《安全生产法》第四条和同法第五条办理。", [("《安全生产法》第四条", "未核对"), ("同法第五条", "未核对")]),
    ("按照消防法第二条、天津市消防条例第三条办理。", [("消防法第二条", "未核对"), ("天津市消防条例第三条", "未核对")]),
    ("第三百零十条要求落实责任。", [("第三百零十条", "未核对")]),
    ("修改前的第九条要求落实责任。", [("第九条", "未核对")]),
    ("依据第四章和第九章办理。", [("第四章", "已核对"), ("第九章", "改用原文")]),
    ("采取两条措施，疏通第三条疏散通道。", []),
    ("第九条至第三条都要落实。", [("第九条至第三条", "未核对")]),
    ("依据国发〔2011〕40号第五条办理。", [("国发〔2011〕40号第五条", "未核对")]),
    ("第三十一条至第三十三条都要落实。", [("第三十一条至第三十三条", "改用原文")]),
    ("单位违反三条规定，第一条是锁闭出口。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PASTED)
def test_citations_of_a_pasted_text(text: str, expected: list[tuple[str, str]]) -> None:
    found = [f for f in verify_text(_VERIFIER, text) if f.kind == "引用"]
    assert [(f.text, f.state) for f in found] == expected


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("《北京市消防条例》第九条规定：“本细则自印发之日起施行”。", "未核对"),
        ("《北京市消防条例》规定：“本细则自印发之日起施行”。", "未核对"),
        ("“本细则自印发之日起施行”（《消防法》第二条）。", "未核对"),
        ("依据《消防法》第二条，本细则第三十二条规定：“本细则自印发之日起施行”。", "已核对"),
    ],
)
def test_a_quotation_is_of_what_it_names(text: str, state: str) -> None:
    (quotation,) = (f for f in verify_text(_VERIFIER, text) if f.kind == "引文")
    assert quotation.state == state


#: Address → lines that begin the printed provisions, in order.
SHOWN = [
    ("17", ["《北京市消防安全责任制实施细则》第十七条（两款）  [art17]"]),
    ("第十七条第一款", ["《北京市消防安全责任制实施细则》第十七条第一款  [art17]"]),
    ("第四条第一款", ["《北京市消防安全责任制实施细则》第四条  [art4]"]),
    ("第三至四条", ["《北京市消防安全责任制实施细则》第三条  [art3]", "《北京市消防安全责任制实施细则》第四条  [art4]"]),
    ("第五章", ["《北京市消防安全责任制实施细则》第五章 群众自治组织"]),
    ("第三十二、三十四条", ["《北京市消防安全责任制实施细则》第三十二条  [art32]"]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "headings"), SHOWN)
def test_what_is_shown(written: str, headings: list[str], regulation: Regulation) -> None:
    printed = show(written, [(regulation, None)]).splitlines()
    assert [line for line in printed if line.startswith("《")] == headings


def test_a_first_paragraph_is_shown_alone(regulation: Regulation) -> None:
    assert "清河农场" in show("17", [(regulation, None)])
    first = show("第十七条第一款", [(regulation, None)])
    assert "天安门地区管委会" in first
    assert "清河农场办事处参照" not in first.split("引用：")[0]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("第一百零十条", "读不懂"),
        ("第八条至第五条", "写反了"),
        ("消防法第六条", "不在本系统收录范围"),
        ("旧版第六条", "没有收录"),
        ("第三十三条", "没有第三十三条"),
        ("消防", "看不懂条款编号"),
    ],
)
def test_what_cannot_be_shown_is_told(written: str, words: str, regulation: Regulation) -> None:
    with pytest.raises(FiredutyError, match=words):
        show(written, [(regulation, None)])


AMENDED = law(
    "某县集市管理办法\n（2009年3月1日公布 根据2018年5月2日《关于修改的决定》修正）\n第一条 甲。"
)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("2018年版第一条", ""),
        ("2009年版第一条", "2009年版"),
        ("修正后的第一条", ""),
        ("修正前的第一条", "修正前"),
        ("正式版第一条", ""),
        ("我之前问的第一条", ""),
    ],
)
def test_an_edition_that_is_held_is_answered(question: str, asks: str) -> None:
    assert edition_year(AMENDED) == "2018"
    assert find_edition(question, AMENDED) == asks
