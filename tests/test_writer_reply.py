"""Replies of models in every shape: what is complete is read, while it arrives; the rest is not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writer.reply import Draft, ReplyReader

ONE = Draft("物业应当保持消防车通道畅通。", ("art10.item1",))
TWO = Draft("村委会应当排查隐患。", ("art22.item2", "art22"))


def read(*pieces: str) -> list[Draft]:
    reader = ReplyReader()
    found = [draft for piece in pieces for draft in reader.feed(piece)]
    return [*found, *reader.end()]


def row(draft: Draft) -> str:
    return json.dumps({"text": draft.text, "ids": list(draft.ids)}, ensure_ascii=False)


BOTH = f"{row(ONE)}, {row(TWO)}"
SHAPES = [
    ("object", f'{{"statements": [{BOTH}]}}'),
    ("list", f"[{BOTH}]"),
    ("one a line", f"{row(ONE)}\n{row(TWO)}"),
    ("escaped", json.dumps({"statements": [json.loads(row(d)) for d in (ONE, TWO)]})),
    ("fence and talk", f'好的：\n```json\n{{"statements": [{BOTH}]}}\n```\n希望有帮助。{{"a": 1'),
    ("thoughts", f'<think>{{"text": "错", "ids": ["art1"]}}</think>{{"statements": [{BOTH}]}}'),
    (
        "a thought that nothing opened",
        f"先想想，{row(Draft('错', ('art1',)))}\n错 [art1]\n</think>{BOTH}",
    ),
    ("another tag", f'<Thinking>错 [art1]\n</Thinking>{{"statements": [{BOTH}]}}'),
    ("two thoughts", f"错 [art1]\n</think>再想，错 [art2]\n</think>{BOTH}"),
    (
        "lines after a thought",
        f"嗯……\n</think>{ONE.text} [art10.item1]\n{TWO.text} [art22.item2, art22]",
    ),
    ("lines", f"- {ONE.text} [art10.item1]\n2. {TWO.text}【art22.item2、art22】。"),
    ("ids as text", f'[{row(ONE)}, {{"text": "{TWO.text}", "ids": "art22.item2，art22"}}]'),
    ("cut after the second", f'{{"statements": [{BOTH}, {{"text": "没写完", "ids": ["ar'),
]


@pytest.mark.parametrize(("reply"), [r for _, r in SHAPES], ids=[n for n, _ in SHAPES])
def test_shapes(reply: str) -> None:
    assert read(reply) == [ONE, TWO]
    assert read(*reply) == [ONE, TWO]  # character by character


def test_a_statement_is_given_out_when_it_is_complete() -> None:
    reader = ReplyReader()
    assert list(reader.feed('{"statements": [' + row(ONE)[:-1])) == []
    assert list(reader.feed("}")) == [ONE]
    assert not reader.closed
    assert list(reader.feed("]}")) == []
    assert reader.closed


def test_a_reply_that_may_be_a_thought_waits_for_its_end() -> None:
    reader = ReplyReader()
    assert list(reader.feed(f"{ONE.text} [art10.item1]\n")) == []
    assert list(reader.end()) == [ONE]


def test_what_was_given_out_and_was_a_thought_is_told() -> None:
    reader = ReplyReader()
    assert list(reader.feed(row(ONE))) == [ONE]
    assert list(reader.feed(f"</think>{row(TWO)}")) == [TWO]
    assert reader.retracted


NOTHING = [
    "",
    "物业应当每月检查。",
    "物业应当每月检查 [第几条]x",
    "[art10.item1]",
    '{"text": 5, "ids": []}',
    '{"text": "  ", "ids": ["art1"]}',
    '{"answer": "x"}',
    '{"text": "没写完',
    '{"text": "坏", "ids": [}',
    "<think>只想不答",
    "<think>只想 [art1]",
    "只想不答 [art1]\n</think>",
    "{" * 5_000,
    '{"a":' * 5_000 + "1" + "}" * 5_000,
    "[" * 50_000 + " " * 50_000 + "]",
]


@pytest.mark.parametrize("reply", NOTHING, ids=[r[:20] for r in NOTHING])
def test_nothing_usable(reply: str) -> None:
    assert read(reply) == []


def test_ids_that_are_no_list_leave_a_statement_without_support() -> None:
    assert read('{"text": "甲", "ids": null}', '{"text": "乙"}') == [Draft("甲"), Draft("乙")]


@given(st.lists(st.text(st.sampled_from('{}[]",:\\n甲 textids<>/k')), max_size=30))
def test_any_text_in_any_pieces_reads_the_same(pieces: list[str]) -> None:
    assert read(*pieces) == read("".join(pieces))
