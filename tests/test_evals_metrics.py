"""Measures against tables computed by hand, with refusals, crashes and missing records."""

from __future__ import annotations

import math

import pytest

from corpus.text.provision import Regulation
from evals.gold import Gold, GoldConversation, GoldQuestion, GoldTurn
from evals.metrics import (
    citation_measures,
    compare_citations,
    denies,
    measure_all,
    outcome,
    premise_measures,
    ranking_measures,
    reached_by,
    refusal_measures,
    turn_measures,
)
from evals.specs import SPECS
from evals.statistics import size, value
from evals.systems import SystemRecord
from evals.verbatim import VerbatimSource, check_fidelity, fact_coverage


def ask(id_: str, *must: str, ok: tuple[str, ...] = (), kind: str = "situation") -> GoldQuestion:
    return GoldQuestion(id_, id_, kind, "unit", bool(must) or kind == "meta", must, ok)


A = ask("a", "art19.item5")
B = ask("b", "art14.item2", "art14.item3", ok=("art14",))
C = ask("c", "art7.item1")
D = ask("d", "art6")
SCORED = (A, B, C, D)
CRASH = SystemRecord(error="ValueError: 坏了")
REFUSED = SystemRecord(refused=True, reason="off_topic")
NO = SystemRecord("不是。自印发之日起施行。\n\n原文", ("art32",), reason="false_premise")


def cites(*ids: str, ranking: tuple[str, ...] = (), text: str = "") -> SystemRecord:
    return SystemRecord(text, ids, ranking=ranking)


def test_ranking_by_hand() -> None:
    records = {
        "a": cites("art19.item5", ranking=("art19.item5", "art19.item3")),
        "b": cites("art14", ranking=("art14", "art14.item3", "art2", "art14.item2")),
        "c": REFUSED,  # refused before retrieval: finds nothing
    }  # d is missing: finds nothing
    found = {k: value(m) for k, m in ranking_measures(SCORED, records).items()}
    b_ndcg = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    assert found["item.S@1"] == pytest.approx(1 / 4)
    assert found["item.S@1+ok"] == pytest.approx(2 / 4)
    assert found["item.S@3"] == pytest.approx(2 / 4)
    assert found["item.R@5"] == found["item.R@5cap"] == pytest.approx(2 / 4)
    assert found["item.RR"] == pytest.approx((1 + 1 / 2) / 4)
    assert found["item.nDCG@10"] == pytest.approx((1 + b_ndcg) / 4)
    assert found["article.S@1"] == found["article.R@5"] == pytest.approx(2 / 4)
    assert found["item.full@15"] == 1.0


def test_recall_is_also_shown_against_its_ceiling() -> None:
    wide = ask("w", *(f"art20.item{i}" for i in range(1, 11)))
    records = {"w": cites("art1", ranking=tuple(f"art20.item{i}" for i in range(1, 6)))}
    found = ranking_measures([wide], records)
    assert value(found["item.R@5"]) == pytest.approx(0.5)
    assert value(found["item.R@5cap"]) == pytest.approx(1.0)


def test_cited_provisions_stand_in_for_an_empty_ranking() -> None:
    records = {"a": cites("art19.item5"), "b": CRASH, "c": REFUSED}
    assert value(ranking_measures([A], records)["item.S@1"]) == 1.0
    assert reached_by({**records, "d": cites("art6", ranking=("art6",))}) == {"b", "d"}


def test_citations_by_hand() -> None:
    records = {
        "a": cites("art19.item5", "art2"),  # P 1/2, R 1, F1 2/3
        "b": cites("art14", "art14.item2"),  # P 1 (one may be cited), R 1/2, F1 2/3
        "c": CRASH,
        "d": REFUSED,
    }
    found = citation_measures(SCORED, records)
    assert value(found["cite.precision"]) == pytest.approx((1 / 2 + 1) / 2)
    assert size(found["cite.precision"]) == 2
    assert value(found["cite.recall"]) == pytest.approx((1 + 1 / 2) / 4)
    assert value(found["cite.f1"]) == pytest.approx((2 / 3 + 2 / 3) / 4)
    assert value(found["cite.complete"]) == 0.0
    assert value(found["cite.parsimony"]) == pytest.approx(1.5)  # 2/1 and 2/2


def test_citing_only_what_may_be_cited_is_no_answer() -> None:
    result = compare_citations(["art14"], ["art14.item2"], ["art14"])
    assert (result.precision, result.recall, result.f1) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("question", "record", "expected"),
    [
        (A, cites("art19.item5"), "right"),
        (A, cites("art19.item5", "art2"), "extra"),
        (B, cites("art14.item2", "art2"), "missed"),
        (A, cites("art2"), "wrong"),
        (A, cites(), "wrong"),
        (A, REFUSED, "refused"),
        (A, CRASH, "crash"),
        (ask("u"), REFUSED, "right"),
        (ask("u"), cites("art2"), "answered"),
        (ask("u"), CRASH, "crash"),
        (ask("m", kind="meta"), cites(), "right"),
        (ask("m", "art32", kind="meta"), cites("art1"), "right"),
        (ask("m", kind="meta"), REFUSED, "refused"),
        (ask("p", "art32", kind="false_premise"), NO, "right"),
        (ask("p", "art32", kind="false_premise"), cites("art32", text="2019年起施行。"), "wrong"),
        (ask("p", "art32", kind="false_premise"), REFUSED, "refused"),
    ],
)
def test_outcomes(question: GoldQuestion, record: SystemRecord, expected: str) -> None:
    assert outcome(question, record) == expected


def test_refusals_by_hand() -> None:
    questions = [A, B, ask("u"), ask("v"), ask("w", kind="unfounded"), ask("x")]
    records = {"a": REFUSED, "b": cites("art14"), "u": REFUSED, "v": CRASH, "w": REFUSED}
    found = {k: value(m) for k, m in refusal_measures(questions, records).items()}
    assert found["refusal.precision"] == pytest.approx(2 / 3)
    assert found["refusal.recall"] == pytest.approx(2 / 4)  # v crashed, x is missing
    assert found["refusal.f1"] == pytest.approx(2 * 2 / (3 + 4))
    assert found["refusal.over"] == pytest.approx(1 / 2)


@pytest.mark.parametrize(
    ("record", "denied", "corrected"),
    [
        (NO, 1.0, 1.0),
        (cites("art32", text="（理解为：甲）\n\n不对，自印发之日起施行。"), 1.0, 1.0),
        (cites("art2", text="不可以。"), 1.0, 0.0),  # says no, and cites what does not correct it
        (cites("art32", text="是不是您说的那样，请对照原文。"), 0.0, 0.0),
        (cites("art32", text="自2020年起施行。"), 0.0, 0.0),
        (SystemRecord("不是。没有规定。", refused=True), 0.0, 0.0),
        (CRASH, 0.0, 0.0),
    ],
)
def test_false_premise(record: SystemRecord, denied: float, corrected: float) -> None:
    question = ask("w", "art32", kind="false_premise")
    found = premise_measures([question, ask("u", kind="unfounded")], {"w": record})
    assert value(found["premise.denied"]) == float(denies(record)) == denied
    assert value(found["premise.corrected"]) == corrected


def test_turns_by_hand() -> None:
    talk = GoldConversation(
        "c1",
        "unit",
        (
            GoldTurn("甲", "甲", True, ("art6",)),
            GoldTurn("乙呢", "甲的乙", True, ("art7.item1",)),
            GoldTurn("罚多少", "罚多少钱", False),
            GoldTurn("丙呢", "甲的丙", True, ("art8", "art9")),
        ),
    )
    records = {
        "c1#2": cites("art2"),  # 0 beside 1
        "c1#2s": cites("art7.item1"),
        "c1#3": REFUSED,  # 1 beside 1
        "c1#3s": REFUSED,
        "c1#4": cites("art8"),  # 2/3 beside a crash
        "c1#4s": CRASH,
    }
    found = {k: value(m) for k, m in turn_measures(Gold((), (talk,), ""), records).items()}
    assert found["turn.quality"] == pytest.approx((0 + 1 + 2 / 3) / 3)
    assert found["turn.standalone"] == pytest.approx(2 / 3)
    assert found["turn.share"] == pytest.approx((1 + 2 / 3) / 2)
    assert found["turn.as_good"] == pytest.approx(2 / 3)


def test_every_measure_is_listed(regulation: Regulation) -> None:
    gold = Gold(SCORED, (), "")
    found = measure_all(gold, {}, VerbatimSource.of(regulation), frozenset({"a"}))
    assert set(found) == {spec.key for spec in SPECS}
    assert value(found["crash"]) == 1.0  # nothing was recorded
    assert size(found["reached.item.S@1"]) == 1


# --- verbatim -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def source(regulation: Regulation) -> VerbatimSource:
    return VerbatimSource.of(regulation)


def test_a_true_answer_is_faithful(source: VerbatimSource) -> None:
    words = source.texts["art14.item2"]
    text = (
        f"第十四条第（二）项规定：「{words[:20]}」。\n\n第十四条第（二）项（第三章）\n{words}\n\n完"
    )
    record = SystemRecord(text, ("art14.item2",), (("art14.item2", words),))
    found = check_fidelity(record, source)
    assert (found.quotes, found.faithful, found.fabricated, found.misnumbered) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("heading", "id_", "words_of", "change", "expected"),
    [
        ("第十四条第（二）项", "art14.item2", "art14.item2", "，罚款五百元", (1, 0, 0, 0)),
        ("第十四条第（三）项", "art14.item3", "art14.item2", "", (1, 0, 0, 1)),  # other words
        ("第十四条第（三）项", "art14.item2", "art14.item2", "", (1, 1, 0, 1)),  # other heading
        ("第九十九条", "art99", "art14.item2", "", (1, 0, 2, 1)),  # id and mention do not exist
    ],
)
def test_untrue_answers(
    source: VerbatimSource,
    heading: str,
    id_: str,
    words_of: str,
    change: str,
    expected: tuple[int, int, int, int],
) -> None:
    words = source.texts[words_of] + change
    record = SystemRecord(f"结论。\n{heading}\n{words}", (id_,), ((id_, words),))
    found = check_fidelity(record, source)
    assert (found.quotes, found.faithful, found.fabricated, found.misnumbered) == expected


def test_a_lead_in_stands_under_two_headings(source: VerbatimSource) -> None:
    lead, item = source.texts["art7"], source.texts["art7.item1"]
    text = f"完。\n\n第七条第（一）项\n{lead}\n{item}\n\n第七条\n{lead}"
    record = SystemRecord(text, ("art7.item1", "art7"), (("art7.item1", item), ("art7", lead)))
    assert check_fidelity(record, source).misnumbered == 0


def test_own_words_that_name_what_is_not_there(source: VerbatimSource) -> None:
    said = "见第四十条和《中华人民共和国消防法》第六十条。「这一句不在任何一条里面」"
    found = check_fidelity(SystemRecord(said), source)
    assert (found.quotes, found.faithful, found.fabricated) == (1, 0, 1)
    refused = check_fidelity(SystemRecord("没有第四十条。", refused=True), source)
    assert (refused.quotes, refused.fabricated) == (0, 0)


def test_facts() -> None:
    record = SystemRecord("应当 每日，巡查。\n没有规定", quotes=(("art1", "没有规定"),))
    assert fact_coverage(record, ("应当每日巡查", "每月")) == ("应当每日巡查",)
