"""Short and relative addresses: what their words write out, and what only the text knows."""

from __future__ import annotations

import pytest

from assistant.understanding.citation_lookup import look_up
from corpus.citing.clipped import written_for, written_out
from corpus.text.parse import parse
from corpus.text.provision import Regulation

TEXT = """第一章　总则
第一条　为了加强养犬管理，制定本办法。
第二条　养犬人应当履行下列义务：
（一）办理登记；
（二）定期免疫；
（三）束犬链。
携犬出户的，应当清除粪便。
第三条　禁止养烈性犬。
公安机关负责查处。
第二章　附则
第四条　本办法自公布之日起施行。
"""


@pytest.fixture(scope="module")
def dogs() -> Regulation:
    return Regulation("dogs", "1", "养犬管理办法", "现行有效", parse(TEXT), TEXT)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2条3", "第2条第3项"),
        ("二条三", "第二条第三项"),
        ("第2条第3", "第2条第3项"),
        ("消防法60条3说什么", "消防法第60条第3项说什么"),
        ("最后一章讲什么", "倒数第一章讲什么"),
        ("整改了5条3", "整改了5条3"),
        ("2条3个意见", "2条3个意见"),
        ("最后一条消防车通道谁管", "最后一条消防车通道谁管"),
        ("我们有三条通道", "我们有三条通道"),
    ],
)
def test_words_alone(said: str, written: str) -> None:
    assert written_out(said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2条3", "第2条第3项"),
        ("3条2", "第3条第2款"),
        ("3条最后那款", "第3条第2款"),
        ("第三条最后一款", "第三条第2款"),
        ("第二条前两项", "第二条第1项至第2项"),
        ("第二条后两项写了什么", "第二条第2项至第3项写了什么"),
        ("第二条最后一项", "第二条第3项"),
        ("第三条的上一条", "第2条"),
        ("第二条的下一条讲什么", "第3条讲什么"),
        ("第四条的下一条", "第5条"),
    ],
)
def test_with_the_text(said: str, written: str, dogs: Regulation) -> None:
    assert written_for(said, dogs) == written


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("2条3", ["art2.item3"]),
        ("第二条前两项", ["art2.item1", "art2.item2"]),
        ("第三条最后那款", ["art3.para2"]),
        ("第二条的下一条", ["art3", "art3.para2"]),
    ],
)
def test_leads_to_the_provisions(said: str, ids: list[str], dogs: Regulation) -> None:
    found = look_up(said, dogs)
    assert found is not None
    assert [str(x.id) for x in found.leaves] == ids
