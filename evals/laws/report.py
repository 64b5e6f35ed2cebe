"""Three tracks, never pooled: the shipped text, fire regulations never seen, other fields never seen.

``python -m evals.laws --laws laws.tar.xz`` asks the questions of ``report.jsonl`` (laws that took part in
no fitting) and the test half of the gold set, and prints one table with intervals. ``--split dev`` asks
those that choices were made on, ``everyday`` short ones in words that are not the laws'. ``--base FOLDER`` adds the encoder before its fine-tuning.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from evals.first_paragraph import NO, first_paragraph, holds
from evals.gold import load_questions
from evals.laws.questions import LawQuestion, load_law_questions, open_laws
from evals.metrics import compare_citations
from evals.runner import open_assistant
from evals.specs import LAW_MEASURES
from evals.statistics import Measure, Ratio, Unit, mean, shown
from index.embed import describe_leaf, load_embedder
from index.opened import Index
from index.retrieve import read_signals

SHIPPED, FIRE, FIELDS = "自带文本", "未见的消防法规", "未见的其他领域"
TRACKS = (SHIPPED, FIRE, FIELDS)
#: Weight of the cosine beside BM25, both spread over [0, 1], of the untuned encoder fused.
_FUSED = 1.5

Order = list[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the text that it is put to, and what came back.

    Attributes:
        question: see there.
        track: one of ``TRACKS``.
        orders: method → ranked provisions.
        answer: of the product.
        milliseconds: that the answer took.
    """

    question: LawQuestion
    track: str
    orders: Mapping[str, Order]
    answer: Answer
    milliseconds: float


def shipped_questions() -> tuple[LawQuestion, ...]:
    """The test half of the gold set, single questions."""
    return tuple(
        LawQuestion(
            "shipped",
            q.id,
            q.text,
            q.persona,
            q.kind,
            q.answerable,
            q.must,
            q.ok,
            q.key_facts,
            q.kind == "false_premise",
        )
        for q in load_questions("test")
        if q.kind not in ("meta", "chitchat", "citation")
    )


def track_of(question: LawQuestion) -> str:
    """Where a question is reported."""
    if question.law == "shipped":
        return SHIPPED
    return FIRE if "消防" in question.law else FIELDS


class Rankers:
    """The methods that are compared on one text.

    Args:
        index: of the text.
        base: folder of the encoder before fine-tuning; None for none.
    """

    def __init__(self, index: Index, base: str | None) -> None:
        self._index = index
        self._ids = [str(leaf.id) for leaf in index.leaves]
        self._base = load_embedder(base) if base else None
        if self._base:
            passages = [describe_leaf(leaf) for leaf in index.leaves]
            self._vectors = np.asarray(self._base.embed_documents(passages), np.float32)

    def orders(self, question: str) -> dict[str, Order]:
        """Method → the best 20 provisions."""
        channels = read_signals(self._index, question).channels
        found = {"字 BM25": self._order(channels["text"])}
        if self._base:
            cosines = self._vectors @ np.asarray(self._base.embed_query(question), np.float32)
            found["未微调的编码器"] = self._order(cosines)
            fused = _spread(channels["text"]) + _FUSED * _spread(cosines)
            found["未微调的编码器 + BM25"] = self._order(fused)
        found["编码器"] = self._order(channels["dense"])
        found["排序"] = self._order(channels["ranker"])
        return found

    def _order(self, scores: NDArray[np.float32]) -> Order:
        return [self._ids[row] for row in np.argsort(-scores, kind="stable")[:20]]


def _spread(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    spread: NDArray[np.float32] = (scores - scores.min()) / max(float(np.ptp(scores)), 1e-9)
    return spread


def ask_all(
    questions: Sequence[LawQuestion], assistants: Mapping[str, Assistant], base: str | None
) -> list[Asked]:
    """Every question, ranked by every method and answered by the product."""
    rankers = {law: Rankers(a.index, base) for law, a in assistants.items()}
    asked = []
    for question in questions:
        orders = rankers[question.law].orders(question.text) if question.must else {}
        started = time.perf_counter()
        answer = assistants[question.law].answer(question.text, [])
        elapsed = (time.perf_counter() - started) * 1000
        asked.append(Asked(question, track_of(question), orders, answer, elapsed))
    return asked


# --- measures -------------------------------------------------------------------------------------


def ranking_measures(asked: Sequence[Asked], method: str) -> dict[str, Measure]:
    """Over the answerable questions."""
    rows = [(a.question, a.orders[method]) for a in asked if a.question.answerable]
    return {
        "S@1": mean((q.id, float(o[0] in q.must)) for q, o in rows),
        "S@1 含可引": mean((q.id, float(o[0] in (*q.must, *q.ok))) for q, o in rows),
        "S@5": mean((q.id, float(bool({*q.must} & {*o[:5]}))) for q, o in rows),
        "R@15": mean((q.id, len({*q.must} & {*o[:15]}) / len(q.must)) for q, o in rows),
    }


def answer_measures(asked: Sequence[Asked]) -> dict[str, Measure]:
    """Citations and refusals of the product."""
    yes = [a for a in asked if a.question.answerable]
    no = [a for a in asked if not a.question.answerable and not a.question.premise]
    premise = [a for a in asked if a.question.premise]
    results = [
        (a, compare_citations([str(i) for i in a.answer.basis], a.question.must, a.question.ok))
        for a in yes
    ]
    return {
        "引用准确率": Ratio(
            tuple(
                Unit(a.question.id, c.precision or 0.0, float(bool(a.answer.basis)))
                for a, c in results
            )
        ),
        "引用召回率": mean((a.question.id, c.recall) for a, c in results),
        "首段含所问": Ratio(
            tuple(
                Unit(a.question.id, float(holds(first_paragraph(a.answer.text), fact)))
                for a in yes
                for fact in a.question.facts
            )
        ),
        "可答却拒答": mean((a.question.id, float(a.answer.refused)) for a in yes),
        "不可答而拒答": mean((a.question.id, float(a.answer.refused)) for a in no),
        "前提不实，说了不是": mean((a.question.id, float(_denies(a))) for a in premise),
    }


def _denies(asked: Asked) -> bool:
    """Says no with its first word."""
    answer = asked.answer
    return not answer.refused and first_paragraph(answer.text).startswith(NO)


def track_measures(asked: Sequence[Asked]) -> dict[str, Measure]:
    """What ``evals.specs.LAWS`` lists, on laws that were never seen."""
    found: dict[str, Measure] = {}
    for key, track in (("fire", FIRE), ("fields", FIELDS)):
        part = [a for a in asked if a.track == track]
        both = {**ranking_measures([a for a in part if a.orders], "排序"), **answer_measures(part)}
        found |= {f"{key}.{name}": both[name] for name in LAW_MEASURES}
    return found


# --- report ---------------------------------------------------------------------------------------


def build_table(asked: Sequence[Asked]) -> str:
    """Markdown: a row for each track and method."""
    names = ("S@1", "S@1 含可引", "S@5", "R@15")
    lines = [f"| 文本 | 方法 | {' | '.join(names)} |", "|---|---|" + "---|" * len(names)]
    for track in TRACKS:
        part = [a for a in asked if a.track == track]
        methods = dict.fromkeys(m for a in part for m in a.orders)
        size = sum(a.question.answerable for a in part)
        for method in methods:
            found = ranking_measures(part, method)
            cells = " | ".join(shown(found[n]) for n in names)
            lines.append(f"| {track}（{size} 题） | {method} | {cells} |")
    kinds = (
        "引用准确率",
        "引用召回率",
        "首段含所问",
        "可答却拒答",
        "不可答而拒答",
        "前提不实，说了不是",
    )
    lines += ["", f"| 文本 | {' | '.join(kinds)} | p95 |", "|---|" + "---|" * (len(kinds) + 1)]
    for track in TRACKS:
        part = [a for a in asked if a.track == track]
        if not part:
            continue
        answers = answer_measures(part)
        cells = " | ".join(shown(answers[k]) for k in kinds)
        p95 = float(np.percentile([a.milliseconds for a in part], 95))
        premises = sum(a.question.premise for a in part)
        refusable = sum(not a.question.answerable and not a.question.premise for a in part)
        sizes = f"不可答 {refusable}、前提不实 {premises} 题"
        lines.append(f"| {track}（{sizes}） | {cells} | {p95:.0f} ms |")
    return "\n".join(lines)


def by_law(asked: Sequence[Asked]) -> str:
    """One line a law: answerable questions, Success@1, falsely refused, rightly refused."""
    lines = ["| 法规 | 可答 | S@1 | 可答却拒答 | 不可答而拒答 |", "|---|---|---|---|---|"]
    for law in dict.fromkeys(a.question.law for a in asked):
        part = [a for a in asked if a.question.law == law]
        answers = answer_measures(part)
        first = ranking_measures(part, "排序")["S@1"]
        size = sum(a.question.answerable for a in part)
        cells = " | ".join(
            shown(m) for m in (first, answers["可答却拒答"], answers["不可答而拒答"])
        )
        lines.append(f"| {Path(law).stem} | {size} | {cells} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables. Exit code 0, also where the law texts are absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument(
        "--split", choices=["dev", "report", "everyday-tune", "everyday"], default="report"
    )
    parser.add_argument("--base", help="未微调的编码器所在的文件夹")
    parser.add_argument("--json", type=Path, help="逐题另存")
    args = parser.parse_args(argv)
    if not args.laws.is_file():
        print(f"已跳过：没有 {args.laws}")
        return 0
    questions = load_law_questions(args.split)
    assistants = open_laws(args.laws, questions)
    if args.split == "report":
        questions = (*shipped_questions(), *questions)
        assistants["shipped"] = open_assistant()
    asked = ask_all(questions, assistants, args.base)
    today = datetime.now(UTC).date()
    packages = "、".join(f"{p} {version(p)}" for p in ("onnxruntime", "numpy", "fireduty"))
    print(f"{today}，Python {platform.python_version()}，{packages}；区间为自助法 95 %\n")
    print(build_table(asked), by_law(asked), sep="\n\n")
    if args.json:
        _write(args.json, asked)
    return 0


def _write(path: Path, asked: Sequence[Asked]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for a in asked:
            record = {
                "law": a.question.law,
                "id": a.question.id,
                "question": a.question.text,
                "must": a.question.must,
                "answerable": a.question.answerable,
                "ranking": a.orders.get("排序", []),
                "cited": [str(i) for i in a.answer.basis],
                "reason": a.answer.refusal.reason if a.answer.refusal else None,
                "text": a.answer.text,
            }
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
