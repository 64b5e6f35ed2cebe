"""Where retrieval is not sure which provision is meant, the nearest are told and it is said so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.certainty import certainty_features, is_sure
from assistant.answering.parts import NearestHead
from assistant.assistant import Assistant
from corpus.citing.citations import parse_id
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from evals.laws.questions import open_in_memory
from index.across import rank_across
from index.library import Library
from index.opened import Index
from index.retrieve import Hit, Ranking

#: Three provisions on one matter that everyday words do not tell apart, and one that stands alone.
TEXT = """青溪镇游船管理办法

第一条 本办法适用于青溪湖上的游船。

第二条 船主发现游船漏水的，应当立即靠岸，查明原因，修好以后方可载客。

第三条 驾驶员在航行中发现船体异常的，应当按照操作规程采取措施，并向船主报告。

第四条 游船发生故障，乘客被困的，救援站接到报告后应当立即赶赴现场。

第五条 游船每年检验一次，检验费由船主承担。
"""


@pytest.fixture(scope="module")
def boats() -> Assistant:
    regulation = Regulation("boats", "1", "青溪镇游船管理办法", "现行有效", parse(TEXT), TEXT)
    return Assistant(Library((open_in_memory(regulation),)))


def ranking(*hits: tuple[float, float, float]) -> Ranking:
    """Hits of provisions one after another: score, the ranker's sum, cosine."""
    return Ranking(
        tuple(
            Hit(parse_id(f"art{n}"), score, {"ranker": total, "dense": dense})
            for n, (score, total, dense) in enumerate(hits, 1)
        )
    )


FAR = ranking((0.95, 18.0, 0.8), (0.05, 9.0, 0.4), (0.02, 8.0, 0.3))
CLOSE = ranking((0.3, 11.0, 0.5), (0.28, 10.9, 0.5), (0.25, 10.8, 0.49))


def test_the_best_is_sure_where_it_stands_far_before_the_others() -> None:
    assert is_sure(FAR, banked=False)
    assert not is_sure(CLOSE, banked=False)


@given(st.floats(0, 3), st.floats(0, 0.3))
def test_the_further_before_the_others_the_surer(sums: float, scores: float) -> None:
    (best, second, *rest) = CLOSE.hits
    further = ranking(
        (best.score + scores, best.channels["ranker"] + sums, best.channels["dense"]),
        *((h.score, h.channels["ranker"], h.channels["dense"]) for h in (second, *rest)),
    )
    before, after = (certainty_features(r, banked=False) for r in (CLOSE, further))
    assert after["lead"] >= before["lead"]
    assert after["gap"] >= before["gap"]


def test_of_a_question_that_several_may_answer_the_nearest_are_told(boats: Assistant) -> None:
    answer = boats.answer("船出毛病了人家该怎么弄")
    head = answer.statements[0]
    assert isinstance(head.parts, NearestHead)
    first = answer.text.split("\n\n")[0]
    assert first.startswith(f"拿不准是哪一条，最相近的有 {len(answer.cited)} 处：第")
    assert 1 < len(answer.cited) == len(set(answer.cited)) <= 3
    assert {q.id for q in answer.quotes} == set(answer.cited)


@pytest.mark.parametrize(
    ("question", "cited"), [("游船多久检验一次", "art5"), ("船漏水了船主该做什么", "art2")]
)
def test_of_one_that_one_answers_it_alone_is(boats: Assistant, question: str, cited: str) -> None:
    answer = boats.answer(question)
    assert [str(i) for i in answer.cited] == [cited]
    assert "拿不准" not in answer.text


def test_yes_and_no_are_said_without_it(boats: Assistant) -> None:
    assert "拿不准" not in boats.answer("游船每年检验一次吗").text


def test_a_text_with_a_question_bank_does_not_outweigh_one_without(
    index: Index, boats: Assistant
) -> None:
    """The nearest question of a bank is always some question, whatever is asked."""
    both = Library((index, boats.index))
    best = rank_across(both, "游船多久检验一次", 1).hits[0].id
    assert (best.document, str(best.of(""))) == (boats.regulation.key, "art5")
    assert rank_across(both, "消防车通道被堵了谁管", 1).hits[0].id.document == index.regulation.key
