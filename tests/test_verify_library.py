"""A pasted text that cites several documents: each citation, quotation and sentence judged by the right one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.verify.across import verify_across
from assistant.verify.opening import open_verifiers
from assistant.verify.pasted import verify_text
from assistant.verify.several import LibraryVerifier
from assistant.verify.verdict import PastedFinding

LAW, LOCAL, DRAFT = "消防法", "北京市消防条例", "细则"
OK, WRONG, OPEN = "已核对", "改用原文", "未核对"
_BLOCKED = "任何单位和个人不得擅自改变消防车通道用途或者设置妨碍消防车通行和火灾扑救的障碍物"
_DAMAGED = "任何单位、个人不得损坏、挪用或者擅自拆除、停用消防设施、器材"
_PROPERTY = "物业服务企业按照合同约定提供消防安全防范服务"


@cache
def library() -> LibraryVerifier:
    return open_verifiers(Settings(Path("nowhere")))


def found(text: str, kind: str) -> list[PastedFinding]:
    return [f for f in verify_across(library(), text) if f.kind == kind]


#: Text → (citation, document, state) of each citation.
CITED = [
    ("《消防法》第六十条处罚。", [("《消防法》第六十条", LAW, OK)]),
    ("消防法六十条处罚。", [("消防法六十条", LAW, OK)]),
    ("《中华人民共和国消防法》第74条。", [("《中华人民共和国消防法》第74条", LAW, OK)]),
    ("消防法第七十五条处罚。", [("消防法第七十五条", LAW, WRONG)]),
    ("条例第八十九条处罚。", [("条例第八十九条", LOCAL, OK)]),
    ("消防条例第九十二条施行。", [("消防条例第九十二条", LOCAL, OK)]),
    ("条例第九十三条处罚。", [("条例第九十三条", LOCAL, WRONG)]),
    ("细则第三十二条施行。", [("细则第三十二条", DRAFT, OK)]),
    ("细则第三十三条施行。", [("细则第三十三条", DRAFT, WRONG)]),
    ("第十五条安排资金。", [("第十五条", DRAFT, OK)]),
    ("第六十条处罚。", [("第六十条", DRAFT, WRONG)]),
    ("《消防法》第二十八条禁止占用。第六十条处罚。", [("《消防法》第二十八条", LAW, OK), ("第六十条", LAW, OK)]),
    ("《消防法》第二十八条、条例第三十五条。", [("《消防法》第二十八条", LAW, OK), ("条例第三十五条", LOCAL, OK)]),
    ("《消防法》第六十条、第六十一条。", [("《消防法》第六十条", LAW, OK), ("第六十一条", LAW, OK)]),
    ("《消防法》管住通道，该法第六十条处罚。", [("该法第六十条", LAW, OK)]),
    ("本条例第九十二条和本法第七十四条。", [("本条例第九十二条", LOCAL, OK), ("本法第七十四条", LAW, OK)]),
    ("《消防法》规定如下。\n第六十条处罚。", [("第六十条", LAW, OK)]),
    ("二、北京市消防条例\n第八十九条处罚。", [("北京市消防条例\n第八十九条", LOCAL, OK)]),
    ("《刑法》第一百三十九条处罚。", [("《刑法》第一百三十九条", "", OPEN)]),
    ("天津市消防条例第三条。", [("天津市消防条例第三条", "", OPEN)]),
    ("2019年版消防法第六十条。", [("消防法第六十条", LAW, OPEN)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CITED)
def test_a_citation_belongs_to_the_document_that_its_words_name(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [(f.text, f.document, f.state) for f in found(text, "引用")] == expected


#: Text with one quotation → document, state, part of the reason.
QUOTED = [
    (f"《消防法》第二十八条规定：“{_DAMAGED}”。", LAW, OK, "第二十八条逐字一致"),
    (f"《北京市消防条例》第三十六条规定：“{_DAMAGED}”。", LAW, WRONG, "原文在消防法（现行有效）第二十八条"),
    (f"《消防法》规定：“{_BLOCKED}”。", LOCAL, WRONG, "原文在北京市消防条例（现行有效）第三十六条第二款"),
    (f"条例第三十六条规定：“{_BLOCKED}”。", LOCAL, OK, "逐字一致"),
    (f"条例第三十五条规定：“{_BLOCKED}”。", LOCAL, WRONG, "不是所引条款"),
    (f"“{_BLOCKED}”。", LOCAL, OK, "北京市消防条例（现行有效）：与第三十六条第二款逐字一致"),
    (f"“{_DAMAGED}”（《消防法》第二十八条）。", LAW, OK, "逐字一致"),
    (f"“{_DAMAGED}”（细则第十条）。", LAW, WRONG, "不是所引细则（征求意见稿，尚未施行）的字句"),
    (f"《刑法》第一百三十九条规定：“{_DAMAGED}”。", LAW, OPEN, "不在收录范围内"),
    ("消防法第二十八条规定：“任何单位不得损坏、挪用或者擅自拆除、停用灭火器材”。", LAW, WRONG, "不是原文"),
    ("“本法自2009年5月1日起施行”。", LAW, OK, "第七十四条"),
    ("“及时劝阻和制止违规给电动汽车充电的行为人”。", "", WRONG, "没有这句话"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "document", "state", "reason"), QUOTED)
def test_a_quotation_is_looked_for_in_the_document_that_it_is_of(
    text: str, document: str, state: str, reason: str
) -> None:
    (quotation,) = found(text, "引文")
    assert quotation.state == state, quotation.reason
    assert reason in quotation.reason or not document
    assert quotation.document == document or not document


#: Text → (document, state) of each sentence or part of one.
SAID = [
    ("《消防法》第六十条规定，单位占用消防车通道的，处五千元以上五万元以下罚款。", [(LAW, OK)]),
    ("《消防法》第六十条规定，单位占用消防车通道的，处一千元以上五万元以下罚款。", [(LAW, WRONG)]),
    ("条例第八十九条规定，个人占用消防车通道的，处警告或者500元以下罚款。", [(LOCAL, OK)]),
    ("条例第八十九条规定，个人占用消防车通道的，处警告或者5000元以下罚款。", [(LOCAL, WRONG)]),
    (
        "《消防法》第六十条规定，单位占用消防车通道的，处五千元以上五万元以下罚款，"
        "《北京市消防条例》第八十九条规定，个人占用消防车通道的，处警告或者500元以下罚款。",
        [(LAW, OK), (LOCAL, OK)],
    ),
    (
        "《消防法》第六十条规定，单位占用消防车通道的，处警告或者500元以下罚款，"
        "《北京市消防条例》第八十九条规定，个人占用消防车通道的，处五千元以上五万元以下罚款。",
        [(LAW, WRONG), (LOCAL, WRONG)],
    ),
    (
        "单位占用消防车通道的，处五千元以上五万元以下罚款（《消防法》第六十条），"
        "个人占用消防车通道的，处警告或者500元以下罚款（条例第八十九条）。",
        [(LAW, OK), (LOCAL, OK)],
    ),
    ("任何单位和个人不得占用消防车通道（《消防法》第二十八条、条例第三十五条）。", [(LAW, OK)]),
    ("任何单位和个人不得占用消防车通道（《消防法》第二十八条、条例第三十二条）。", [(LOCAL, WRONG)]),
    (f"{_PROPERTY}（细则第十条）。", [(DRAFT, OK)]),
    (f"第十条规定，{_PROPERTY}。", [(DRAFT, OK)]),
    (f"{_PROPERTY}（条例第三十二条）。", [(LOCAL, WRONG)]),
    ("公安消防队在灭火救援时，有权强制清理占用消防车通道的障碍物。", [(LOCAL, OK)]),
    ("《消防法》规定，公安消防队在灭火救援时，有权强制清理占用消防车通道的障碍物。", [(LOCAL, WRONG)]),
    ("本条例自2011年9月1日起施行。", [(LOCAL, OK)]),
    ("本法自2009年5月1日起施行。", [(LAW, OK)]),
    ("本细则自印发之日起施行。", [(DRAFT, OK)]),
    ("消防安全重点单位每半年至少组织一次有针对性的消防演练。", [(LOCAL, OPEN)]),
    ("《消防法》要求消防安全重点单位每半年至少组织一次有针对性的消防演练。", [(LAW, OPEN)]),
    ("《刑法》第一百三十九条规定，造成严重后果的处三年以下有期徒刑。", [("", OPEN)]),
    ("今天天气很好，大家都去公园玩了。", [("", OPEN)]),
    ("消防法第八十条规定了高额的罚款。", [(LAW, OPEN)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_a_sentence_is_judged_by_what_it_cites(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(f.document, f.state) for f in found(text, "语句")] == expected


#: Text → document, state, words that are wrong.
FORCE = [
    ("《消防法》尚未施行，不能作为执法依据。", LAW, WRONG, "尚未施行"),
    ("《消防法》已经废止，不再适用。", LAW, WRONG, "已经废止"),
    ("《北京市消防条例》是征求意见稿。", LOCAL, WRONG, "征求意见稿"),
    ("《北京市消防条例》还没有生效。", LOCAL, WRONG, "还没有生效"),
    ("消防法不能作为执法依据。", LAW, WRONG, "不能作为执法依据"),
    ("消防法（征求意见稿）第二十八条规定，任何单位、个人不得占用消防车通道。", LAW, WRONG, "征求意见稿"),
    ("尚未施行的《消防法》第二十八条规定，任何单位、个人不得占用消防车通道。", LAW, WRONG, "尚未施行"),
    ("消防法（现行有效）第二十八条规定，任何单位、个人不得占用消防车通道。", LAW, OK, ""),
    ("现行的《消防法》第二十八条规定，任何单位、个人不得占用消防车通道。", LAW, OK, ""),
    ("细则已经正式施行，应当遵守。", DRAFT, WRONG, "已经正式施行"),
    ("细则可以作为执法依据。", DRAFT, WRONG, "可以作为执法依据"),
    (f"现行细则第十条规定，{_PROPERTY}。", DRAFT, WRONG, "现行"),
    (f"细则（现行有效）第十条规定，{_PROPERTY}。", DRAFT, WRONG, "现行有效"),
    (f"已经生效的细则第十条规定，{_PROPERTY}。", DRAFT, WRONG, "已经生效"),
    ("细则第十条规定，物业服务企业应当依法按照合同约定提供消防安全防范服务。", DRAFT, WRONG, "依法"),
    (f"细则（征求意见稿，尚未施行）第十条规定，{_PROPERTY}。", DRAFT, OK, ""),
    ("细则是征求意见稿，还没有施行。", DRAFT, OK, ""),
    ("细则不能作为执法依据。", DRAFT, OK, ""),
    ("消防法现行有效，细则尚未施行。", LAW, OK, ""),
    ("消防法和条例都现行有效。", LAW, OK, ""),
    ("本文件尚未施行，仅供学习参考。", DRAFT, OK, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "document", "state", "words"), FORCE)
def test_no_document_is_given_a_force_that_it_has_not(
    text: str, document: str, state: str, words: str
) -> None:
    (sentence,) = found(text, "语句")
    assert (sentence.document, sentence.state) == (document, state), sentence.reason
    assert words in sentence.offending or not words
    assert ("状态：" in sentence.reason) == (state == WRONG)


def test_findings_name_their_document_with_its_status_and_qualified_ids() -> None:
    text = "《消防法》第六十条规定，单位占用消防车通道的，处五千元以上五万元以下罚款。"
    for finding in verify_across(library(), text):
        assert finding.reason.startswith("消防法（现行有效）：")
        assert [str(i) for i in finding.ids] == ["消防法/art60"]


def test_only_documents_that_are_needed_get_a_verifier() -> None:
    made: list[str] = []

    def make(key: str) -> object:
        made.append(key)
        return library().of(key)

    lazy = LibraryVerifier(library().regulations, make)  # type: ignore[arg-type]
    verify_across(
        lazy, "《消防法》第六十条规定，单位占用消防车通道的，处五千元以上五万元以下罚款。"
    )
    assert made == [LAW]


def test_a_library_of_one_says_what_its_verifier_says() -> None:
    law = library().regulation(LAW)
    one = LibraryVerifier([law], lambda key: library().of(key))
    text = f"《消防法》第二十八条规定：“{_DAMAGED}”。条例第三十五条禁止占用。"
    assert verify_across(one, text) == verify_text(library().of(LAW), text)
