"""From an answer to the other views: only what the question names, and only what shows something there."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from assistant.assistant import Assistant
from assistant.understanding.written import text_to_check
from ui.web.chat.ways_on import ways_on

CITED = "根据第十四条第（七）项，对报请挂牌督办的重大火灾隐患，在30个工作日内作出决定。"


def ways(assistant: Assistant, question: str) -> list[tuple[str, str, dict[str, list[str]]]]:
    """Name, view and what it is asked, of every way."""
    found = ways_on(assistant, assistant.answer(question), ())
    split = [(way.name, *way.address.partition("?")[::2]) for way in found]
    return [(name, view, parse_qs(query)) for name, view, query in split]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "养老院夜里要做什么",
            [
                ("列出我的清单（养老院）", "checklist", {"unit": ["养老院"]}),
                ("在职责查询里看养老院的职责", "duties", {"actor": ["养老院"]}),
            ],
        ),
        (
            "我开了家小旅馆，租的房子",
            [("列出我的清单（小旅馆）", "checklist", {"describe": ["我开了家小旅馆，租的房子"]})],
        ),
        (
            "谁管消防车通道",
            [("在职责查询里看“消防车通道”的 14 个主体", "duties", {"matter": ["消防车通道"]})],
        ),
        ("民政局负责什么", [("在职责查询里看民政局的职责", "duties", {"actor": ["民政局"]})]),
        (
            "消防车道被堵了物业要干嘛",
            [
                (
                    "在职责查询里看物业对“消防车通道”的职责",
                    "duties",
                    {"actor": ["物业"], "matter": ["消防车通道"]},
                )
            ],
        ),
        ("房子租给别人，消防谁负责", []),
        ("今天天气怎么样", []),
        ("消防车道宽几米才算合格", []),
        ("第三十三条写了什么", []),
        ("出 10 道关于消防车通道的题", []),
    ],
)
def test_ways_from_an_answer(
    question: str, expected: list[tuple[str, str, dict[str, list[str]]]], assistant: Assistant
) -> None:
    assert ways(assistant, question) == expected


def test_who_teaches_is_led_to_a_paper(assistant: Assistant) -> None:
    found = {name: query for name, view, query in ways(assistant, "给物业培训消防要讲什么")}
    assert "出一套题" in found
    assert "出一套题" not in {name for name, _, _ in ways(assistant, "物业要做什么")}


@pytest.mark.parametrize("question", [CITED, f"{CITED}这样写对吗？", f"这段话对不对：{CITED}"])
def test_a_text_that_somebody_wrote_is_handed_over_and_stands_in_no_address(
    question: str, assistant: Assistant
) -> None:
    way = ways_on(assistant, assistant.answer(question), ())[0]
    assert (way.name, way.address, way.words) == ("核对这段文字", "verify", CITED)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("谁管消防车通道", ""),
        ("第十四条写了什么？", ""),
        ("我开了家小旅馆，租的房子", ""),
        (
            "物业发现占用消防车通道的，应当立即报告，对吗？",
            "物业发现占用消防车通道的，应当立即报告",
        ),
        (
            "帮我核对：物业发现占用消防车通道的，应当立即报告。",
            "物业发现占用消防车通道的，应当立即报告。",
        ),
        (f"{CITED}由谁作出决定？", CITED),
    ],
)
def test_what_of_the_words_is_a_text(typed: str, text: str) -> None:
    assert text_to_check(typed) == text
