from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import docx
import pytest

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from ui.documents.conversation import make_conversation_document
from ui.documents.document import Document
from ui.documents.export import render, save

DAY = "2026-11-25"


@pytest.fixture(scope="module")
def document(assistant: Assistant) -> Document:
    turns: list[tuple[str, Answer]] = []
    for question in ("乡镇要做哪些消防工作", "街道呢", "灭火器几年换一次"):
        turns.append((question, assistant.answer(question, turns)))
    name = assistant.examples.conversation
    return make_conversation_document(turns, (assistant.regulation,), DAY, name)


def test_every_turn_with_its_answer_and_verbatim_words(
    document: Document, assistant: Assistant
) -> None:
    text = render(document, "md").replace("\\", "")
    for expected in (
        "1. 乡镇要做哪些消防工作",
        "理解为：街道要做哪些消防工作",
        "相近的规定，不是对问题的回答",
        assistant.index.leaf("art15.item5").text,
        "不作为执法依据",
    ):
        assert expected in text
    # Which of the two it is, is near the line: another processor's rounding may choose the other.
    assert any(said in text for said in ("没有找到直接规定这一点的条文", "没有规定所问的"))


def test_word_and_json(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "问答.docx"
    save(document, "docx", path)
    word = docx.Document(BytesIO(path.read_bytes()))
    assert [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "1. 乡镇要做哪些消防工作",
        "2. 街道呢",
        "3. 灭火器几年换一次",
    ]
    assert "征求意见稿" in word.sections[0].header.paragraphs[0].text
    records = json.loads(render(document, "json"))["data"]
    assert [r["answer"]["refused"] for r in records] == [False, False, True]
