"""Pinyin typed among characters, and what only looks like it."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from index.pinyin import PinyinReader


@pytest.fixture(scope="module")
def reader(assistant: Assistant) -> PinyinReader:
    return PinyinReader([assistant.index])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("xiaofang tongdao 被堵了找谁", "消防通道被堵了找谁"),
        ("wuye 不管怎么办", "物业不管怎么办"),
        ("xiaofangtongdao bei zhanyong le zhao shei", "消防通道被占用了找谁"),
        ("这样xing吗", "这样行吗"),
        # All of it falls into syllables: none of it is a foreign word.
        ("cun li de lu shang neng dui chaihuo ma", "村里的路上能对柴火吗"),
        ("miehuoqi huai le fa duoshao qian", "灭火器坏了罚多少钱"),
        ("can we reopen", "can we reopen"),
        ("small hotel 算不算", "small hotel 算不算"),
        ("怎么 reopen", "怎么 reopen"),
        ("What is a fire lane?", "What is a fire lane?"),
        ("KTV 要做什么", "KTV 要做什么"),
        ("消防通道", "消防通道"),
    ],
)
def test_pinyin(typed: str, read: str, reader: PinyinReader) -> None:
    assert reader.read(typed) == read
