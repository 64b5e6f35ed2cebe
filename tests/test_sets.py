"""Questions for a whole set get the whole set."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant

CAR_LANE = [
    "art6.item6",
    "art9.item2",
    "art9.item3",
    "art10.item1",
    "art14.item2",
    "art15.item8",
    "art19.item3",
    "art19.item4",
    "art19.item5",
    "art20.item13",
    "art20.item22",
    "art20.item24",
    "art22.item2",
]
CAR_LANE_PUBLIC = [
    "art14.item2",
    "art15.item8",
    "art19.item3",
    "art19.item4",
    "art19.item5",
    "art20.item13",
    "art20.item22",
]
STREET = [
    "art15.item1",
    "art15.item4",
    "art15.item5",
    "art15.item6",
    "art15.item7",
    "art15.item8",
    "art15.para2",
]

SETS = [
    ("谁管消防车通道", CAR_LANE),
    ("消防车通道哪些部门负责", CAR_LANE_PUBLIC),
    ("街道办事处要做什么", STREET),
    ("街道办都有哪些职责", STREET),
    ("乡镇政府要做哪些工作", [f"art15.item{i}" for i in range(1, 9)]),
    ("居委会有哪些职责", [f"art22.item{i}" for i in range(1, 9)]),
    ("全文哪些地方写了“每季度”和“工作日”", ["art14.item7", "art25"]),
    ("居委会的职责在第几条", ["art22"]),
]


@pytest.mark.parametrize(("question", "ids"), SETS)
def test_whole_sets(question: str, ids: list[str], assistant: Assistant) -> None:
    answer = assistant.answer(question)
    assert sorted(map(str, answer.cited)) == sorted(ids)


def test_a_matter_with_more_to_it_is_no_set(assistant: Assistant) -> None:
    answer = assistant.answer("谁制定消防车通道的划线标准")
    assert str(answer.cited[0]) == "art19.item4"
    assert len(answer.cited) <= 3


def test_actors_side_by_side(assistant: Assistant) -> None:
    answer = assistant.answer("物业和居委会在电动车充电上的职责有什么不同")
    assert {"art10.item5", "art22.item2"} <= set(map(str, answer.cited))


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("第七条里电影院要怎么做", ["art7.item2"]),
        ("第七条写了什么", ["art7", *(f"art7.item{i}" for i in range(1, 6))]),
        ("第四条和第五条", ["art4", "art5"]),
    ],
)
def test_named_articles_and_their_parts(
    question: str, ids: list[str], assistant: Assistant
) -> None:
    assert [str(i) for i in assistant.answer(question).cited] == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("每季度要做什么", ["art25"]),
        ("哪些事每年都要做", ["art14.item1", "art18.item2", "art23"]),
        ("7个工作日内要做什么", ["art14.item7"]),
        ("鼓励的事项有哪些", ["art19.item5", "art20.item25"]),
    ],
)
def test_sets_of_printed_words(question: str, ids: list[str], assistant: Assistant) -> None:
    cited = [str(i) for i in assistant.answer(question).cited]
    assert set(ids) <= set(cited)
    leaves = [assistant.index.leaf(i) for i in cited]
    printed = next(w for w in ("每季度", "每年", "7个工作日", "鼓励") if w in question)
    assert all(
        printed in leaf.text or printed in leaf.lead_in or "年度" in leaf.text for leaf in leaves
    )
