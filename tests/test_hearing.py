"""The question inside what was typed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.understanding.hearing import hear
from assistant.understanding.question import clean, clean_lines
from assistant.understanding.wrappings import unwrap
from corpus.text.provision import ProvisionId

Q = "游泳馆要配几个救生员？"
FINE = "不检测水质罚多少？"


@pytest.mark.parametrize(
    "typed",
    [
        Q,
        f"<p>您好，</p><p><b>{Q}</b></p>",
        f"## 问题\n\n> {Q}\n",
        f"```python\nprint('x')\n```\n{Q}",
        json.dumps({"user": "张三", "question": Q, "ts": 1}, ensure_ascii=False),
        f"user: 李四\nquestion: {Q}\nlang: zh",
        f"id,question,channel\n7,{Q},web",
        f"用户：在吗\n客服：您好\n用户：{Q}",
        f"System: 你是助手\nUser: {Q}\nAssistant:",
        f"2026-01-02 03:04:05 ERROR null pointer;\n{Q}",
        f"int x = 1; // {Q}",
        f"if (游泳馆.开门()) {{ // {Q}",
        f"{Q}\nhttps://example.com/a?b=c",
    ],
)
def test_wrappings_come_off(typed: str) -> None:
    assert Q in unwrap(typed).replace("\n", "")
    assert len(unwrap(typed).replace("\n", "")) <= len(Q) + 8


@pytest.mark.parametrize("typed", ["<3层的楼怎么算", "宽度>2米吗", "a=1", "（一）是什么", "x"])
def test_what_is_no_wrapping_stays(typed: str) -> None:
    assert unwrap(typed) == typed


@given(st.text(alphabet="游泳馆救生员罚款？。\n,;{}<>:=\"'`|#*用户：客服", max_size=60))
def test_words_are_never_all_lost(typed: str) -> None:
    has_words = any("\u4e00" <= c <= "\u9fff" for c in typed)
    assert not has_words or any("\u4e00" <= c <= "\u9fff" for c in unwrap(typed))


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("消\u200b防\u00ad通道", "消防通道"),
        ("游 泳 馆 救 生 员", "游泳馆救生员"),
        ("游*泳*馆*救*生*员", "游泳馆救生员"),
        ("要配几个？？？！！！", "要配几个?!"),
        ("🏊救生员几个🏊", "救生员几个"),
        ("\x1b[31m救生员\x1b[0m几个", "救生员几个"),
        ("救生員幾個", "救生员几个"),
        ("😀😀", "😀😀"),  # nothing else was typed
    ],
)
def test_characters_are_cleaned(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def _nearest(words: str) -> tuple[float, ProvisionId | None]:
    """Of two provisions, by what is named: 救生员, 水质."""
    near = {"救生员": 1, "水质": 2}
    found = [(0.9 - 0.001 * len(words), n) for name, n in near.items() if name in words]
    return (found[0][0], ProvisionId(str(found[0][1]))) if found else (0.1, None)


LONG = "我们小区的游泳馆是前年建的，夏天人特别多，周末都排到大门口。" * 4


@pytest.mark.parametrize(
    ("typed", "questions"),
    [
        (Q, (Q,)),
        (f"{Q}{FINE}", (Q, FINE)),
        (f"{Q}{Q}{Q}", (Q,)),
        (f"{LONG}上周有孩子呛了水。{Q}我老婆说以后别去了，我也这么想。", (Q,)),
        # A row of questions: each is a turn, what is told goes with the next.
        (f"我们是公立的，{Q}没有配要罚吗？", (f"我们是公立的，{Q}", "没有配要罚吗？")),
        (
            "1）救生员要几个 2）水质多久检测 3）谁来检查",
            ("救生员要几个", "水质多久检测", "谁来检查"),
        ),
        ("（一）救生员要几个（二）水质多久检测", ("救生员要几个", "水质多久检测")),
        (
            "三种情况：1）救生员没到岗；2）水质没有检测。分别会怎么样？",
            ("救生员没到岗，会怎么样？", "水质没有检测，会怎么样？"),
        ),
    ],
)
def test_questions_are_found(typed: str, questions: tuple[str, ...]) -> None:
    heard = hear(unwrap(clean_lines(typed)), _nearest).questions
    assert tuple(q.replace("?", "？").replace(",", "，") for q in heard) == questions


def test_several_questions_are_answered_each(assistant: Assistant) -> None:
    answer = assistant.answer("物业多久演练一次？\n微型消防站是什么？")
    first = answer.text.split("\n\n")[0]
    assert "1、物业多久演练一次？" in first
    assert "2、微型消防站是什么？" in first
    assert len(first) <= 600
    alone = [assistant.answer(q).cited for q in ("物业多久演练一次", "微型消防站是什么")]
    assert set(answer.cited) == {i for cited in alone for i in cited}


def test_a_question_in_a_row_goes_on_from_the_one_before(assistant: Assistant) -> None:
    answer = assistant.answer("物业对出租房要做什么？那街道办呢？")
    assert {str(i.article) for i in answer.cited} >= {"10", "15"}


def test_the_reading_is_shown(assistant: Assistant) -> None:
    answer = assistant.answer("```\ncode\n```\n物业多久演练一次")
    assert answer.text.startswith("（理解为：物业多久演练一次）")
