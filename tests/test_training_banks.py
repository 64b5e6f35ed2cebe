"""Question banks in the formats of platforms, read back as those formats are described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from assistant.training.question import QuizQuestion, is_right
from tests.support.handmade_pack import make_pack
from ui.documents.training.moodle import make_moodle
from ui.documents.training.qti import make_qti

PACK = make_pack()
ASKED = {q.id: q for paper in PACK.papers for q in paper.questions}
QUESTIONS = list(ASKED.values())
Q = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"


def bare(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


# --- Moodle -------------------------------------------------------------------------------------


def moodle() -> list[etree._Element]:
    quiz = etree.fromstring(make_moodle(PACK))
    assert quiz.tag == "quiz"
    category, *questions = quiz.findall("question")
    assert category.get("type") == "category"
    assert PACK.notice in (category.findtext("info/text") or "")
    return questions


def moodle_reply(node: etree._Element, question: QuizQuestion) -> list[int | str]:
    """The reply to which Moodle gives all points."""
    answers = node.findall("answer")
    full = [n for n, a in enumerate(answers) if float(a.get("fraction", "0")) > 0]
    match node.get("type"):
        case "multichoice":
            assert (node.findtext("single") == "true") is (len(full) == 1)
            assert sum(float(answers[n].get("fraction", "")) for n in full) == pytest.approx(
                100, 1e-3
            )
            return list(full)
        case "truefalse":
            (right,) = (answers[n].findtext("text") for n in full)
            return [0 if right == "true" else 1]
        case "cloze":
            text = node.findtext("questiontext/text") or ""
            return [
                bare(w).replace("\\", "")
                for w in re.findall(r"\{1:SHORTANSWER:=(.*?)(?<!\\)\}", text)
            ]
        case "ordering":
            shown = [bare(a.findtext("text") or "") for a in answers]
            return [question.steps.index(step) for step in shown]  # type: ignore[union-attr]
        case "matching":
            pairs = [
                (bare(s.findtext("text") or ""), s.findtext("answer/text"))
                for s in node.findall("subquestion")
            ]
            assert [left for left, _ in pairs] == list(question.left)  # type: ignore[union-attr]
            return [question.right.index(right) for _, right in pairs]  # type: ignore[union-attr]
    raise AssertionError(node.get("type"))


@pytest.mark.parametrize(
    ("node", "question"), zip(moodle(), QUESTIONS, strict=True), ids=lambda v: getattr(v, "id", "")
)
def test_moodle_takes_the_right_reply_and_shows_why(
    node: etree._Element, question: QuizQuestion
) -> None:
    assert is_right(question, moodle_reply(node, question))
    asked = bare(node.findtext("questiontext/text") or "")
    assert question.scene in asked
    assert bare(node.findtext("generalfeedback/text") or "") == question.explanation.replace(
        "\n", ""
    )


# --- QTI ----------------------------------------------------------------------------------------


def qti() -> Iterator[etree._Element]:
    with ZipFile(BytesIO(make_qti(PACK))) as archive:
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
        resources = manifest.findall(f"{CP}resources/{CP}resource")
        assert {r.get("type") for r in resources} == {"imsqti_item_xmlv2p1"}
        assert len(archive.namelist()) == 1 + len(resources)
        for resource in resources:
            yield etree.fromstring(archive.read(resource.get("href", "")))


def qti_reply(item: etree._Element) -> list[int | str]:
    """The responses that an item declares to be right."""
    found: list[int | str] = []
    for declared in item.findall(f"{Q}responseDeclaration"):
        values = [v.text or "" for v in declared.iterfind(f"{Q}correctResponse/{Q}value")]
        match declared.get("baseType"):
            case "identifier":
                found += [int(v[1:]) for v in values]
            case "directedPair":
                found += [int(v.split()[1][1:]) for v in sorted(values)]
            case _:
                found += values
    return found


@pytest.mark.parametrize(
    ("item", "question"), zip(qti(), QUESTIONS, strict=True), ids=lambda v: getattr(v, "id", "")
)
def test_qti_item_takes_the_right_reply_and_shows_why(
    item: etree._Element, question: QuizQuestion
) -> None:
    assert is_right(question, qti_reply(item))
    shown = "".join(item.find(f"{Q}itemBody").itertext())
    assert question.scene in shown
    assert question.stem.split("（")[0] in shown
    assert "".join(item.find(f"{Q}modalFeedback").itertext()).strip() == question.explanation
    declared = {d.get("identifier") for d in item.iterfind(f"{Q}responseDeclaration")}
    used = {i.get("responseIdentifier") for i in item.iter() if i.get("responseIdentifier")}
    assert declared == used


def test_banks_are_the_same_in_every_run() -> None:
    assert make_moodle(PACK) == make_moodle(PACK)
    assert make_qti(PACK) == make_qti(PACK)
