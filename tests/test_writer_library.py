"""A language model over several documents: each sentence against the document of its ids, its status kept."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.writer.marks import with_mark, without_name
from assistant.writer.model import ChatModel, ReplyPiece, ReplySource
from assistant.writer.opening import open_writer
from assistant.writer.prompt import Messages
from corpus.text.load import load_regulation, shipped_folders
from evals.openai_server import ScriptedServer
from evals.scripted_writers import as_object

QUESTION = "堵消防通道罚多少钱"
LAW = "消防法（现行有效）"
LOCAL = "北京市消防条例（现行有效）"
UNIT = ("单位占用消防车通道的，责令改正，处五千元以上五万元以下罚款。", ["消防法/art60.item5"])


def rewritten(
    librarian: Assistant, source: ReplySource, sent: list[Messages] | None = None
) -> Answer:
    """The answer of all documents, written by a source."""

    def recorded(messages: Messages, stop: threading.Event) -> Iterator[ReplyPiece]:
        if sent is not None:
            sent.append(messages)
        yield from source(messages, stop)

    other = Assistant(librarian.library, documents=librarian.documents)
    named = Settings(Path("nowhere"), model="m", base_url="http://127.0.0.1:9/v1")
    other.writer = open_writer(named, other.documents, recorded)
    return other.answer(QUESTION)


def saying(said: Sequence[tuple[str, list[str]]]) -> ReplySource:
    def source(messages: Messages, stop: threading.Event) -> Iterator[ReplyPiece]:
        yield ReplyPiece(as_object(list(said)), "stop")

    return source


def test_a_faithful_model_is_shown_with_every_document_and_its_status(
    librarian: Assistant,
) -> None:
    with ScriptedServer() as server:
        answer = rewritten(librarian, ChatModel("faithful", server.url, None, 20.0))
    assert answer.writing is not None
    assert answer.writing.used
    for key in {i.document for i in answer.cited}:
        assert f"{key}（" in answer.text


def test_a_sentence_that_names_no_document_gets_its_name_and_status(librarian: Assistant) -> None:
    sent: list[Messages] = []
    answer = rewritten(librarian, saying([UNIT]), sent)
    assert answer.writing is not None
    assert answer.writing.used
    assert f"{LAW}：{UNIT[0].rstrip('。')}" in answer.text
    assert LOCAL in answer.text  # the model passed it over
    ((_, system), (_, user)) = sent[0]
    assert "一句只依据一部文件" in system
    assert re.search(rf'<provision id="消防法/art60[^"]*" document="{LAW}">', user)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("单位占用消防车通道的，责令改正，处一万元罚款。", ["消防法/art60.item5"]),
        ("北京市消防条例规定，单位占用消防车通道的，处五千元以上五万元以下罚款。", ["消防法/art60.item5"]),
        ("草案消防法规定，单位占用消防车通道的，处五千元以上五万元以下罚款。", ["消防法/art60.item5"]),
        ("单位占用消防车通道的，责令改正，处五千元以上五万元以下罚款。", ["art60.item5"]),
        ("单位占用消防车通道的，责令改正。", ["消防法/art60.item5", "细则/art10.item1"]),
    ],
)  # fmt: skip
def test_what_is_false_of_its_document_is_not_shown(
    text: str, ids: list[str], librarian: Assistant
) -> None:
    answer = rewritten(librarian, saying([UNIT, (text, ids)]))
    assert answer.writing is not None
    states = [s.state for s in answer.writing.sentences if s.text.rstrip("。") == text.rstrip("。")]
    assert "已核对" not in states[1:] if text == UNIT[0] else "已核对" not in states


_LAW = load_regulation(shipped_folders()[1])
MARKED = [
    ("单位占用的，处罚款。", True, f"{LAW}：单位占用的，处罚款。"),
    ("消防法规定，单位占用的，处罚款。", True, f"{LAW}规定，单位占用的，处罚款。"),
    ("《中华人民共和国消防法》规定，处罚款。", True, f"{LAW}规定，处罚款。"),
    (f"{LAW}规定，处罚款。", True, f"{LAW}规定，处罚款。"),
    ("个人占用的，按消防法处罚款。", True, f"{LAW}：个人占用的，按消防法处罚款。"),
    ("个人占用的，按消防法处罚款。", False, "个人占用的，按消防法处罚款。"),
    ("个人占用的，处罚款。", False, f"{LAW}：个人占用的，处罚款。"),
]


@pytest.mark.parametrize(("sentence", "first", "shown"), MARKED)
def test_a_status_is_never_lost(sentence: str, first: bool, shown: str) -> None:
    assert with_mark(sentence, _LAW, first=first) == shown


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        (f"{LAW}规定，处罚款。", "处罚款。"),
        ("根据《消防法》的规定，处罚款。", "处罚款。"),
        ("单位占用的，处罚款。", "单位占用的，处罚款。"),
    ],
)
def test_the_name_at_the_head_is_not_what_is_checked(sentence: str, rest: str) -> None:
    assert without_name(sentence, _LAW) == rest
