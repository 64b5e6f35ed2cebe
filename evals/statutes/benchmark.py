"""Outside benchmark: plain legal questions against every article of the national laws.

``python -m evals.statutes --laws ../shared/data/laws.tar.xz --questions
../shared/data/statute-questions-train.jsonl`` shows whether the retrieval is general; ``--labels`` adds
five-fold runs that learn from the questions of the other folds. The data is not part of the project
(see docs/provenance.md).

What keeps the figures honest:

1. A question's keywords and answer are never read.
2. Without labels nothing of these questions is learned from: the encoder has seen none of them.
3. With labels, what ranks a question of fold f has learned from the other folds only (see
   ``evals.statutes.folds``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from evals.statutes.corpus import Collection, read_collection
from evals.statutes.folds import rank_folds
from evals.statutes.gold import Mapped, StatuteQuestion, folds_of, read_questions
from evals.statutes.index import counted
from evals.statutes.map import Lesson
from evals.statutes.metrics import NAMES, interval, score
from evals.statutes.search import Integers, StatuteIndex, build_index, top
from index.tokens import char_tokens

SEED = 20261124
FOLDS = 5
_EPOCHS = 3
_DEPTH = 100
#: First hits without labels that teach the map of vectors what is near and wrong.
_NEAR = 20

NO_LABELS = "无标签融合"
LABELS = "有标签"

ArticleOrder = list[int]


@dataclass(slots=True)
class Runs:
    """Rankings of every question by each method, in question order, and seconds per question."""

    rankings: dict[str, list[ArticleOrder]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, method: str, ranking: Integers, seconds: float | None = None) -> None:
        """Keep the ranking of the next question."""
        self.rankings.setdefault(method, []).append(ranking[:_DEPTH].tolist())
        if seconds is not None:
            self.seconds.setdefault(method, []).append(seconds)


# --- methods --------------------------------------------------------------------------------------


def run_plain(
    index: StatuteIndex, questions: Sequence[StatuteQuestion], runs: Runs
) -> list[Lesson]:
    """All methods without labels; returns what those with labels learn from."""
    lessons = []
    for question in tqdm(questions, desc="无标签检索", file=sys.stderr, disable=None):
        start = time.perf_counter()
        signals = index.signals(question.text)
        order = top(signals.plain, _DEPTH)
        seconds = time.perf_counter() - start
        tokens = counted(char_tokens(question.text))
        words = counted(index.segmenter.words(question.text))
        runs.add("字 BM25（只看正文）", top(index.text_char.scores(tokens), _DEPTH))
        runs.add("字 BM25F", top(signals.char, _DEPTH))
        runs.add("词 BM25", top(index.word.scores(words), _DEPTH))
        runs.add("编码器", top(signals.meaning, _DEPTH))
        runs.add(NO_LABELS, order, seconds)
        lessons.append(Lesson(signals.rows, sorted(question.gold), order[:_NEAR], signals.vector))
    return lessons


def run_labels(
    index: StatuteIndex,
    questions: Sequence[StatuteQuestion],
    folds: Integers,
    lessons: Sequence[Lesson],
    runs: Runs,
) -> None:
    """The linear model and the ranker, each fold by the labels of the others."""
    ranked = sorted(rank_folds(index, questions, folds, lessons, SEED), key=lambda r: r.question)
    for one in ranked:
        runs.add(f"{LABELS}：线性", one.linear)
        runs.add(LABELS, one.rows, one.seconds)


# --- report ---------------------------------------------------------------------------------------


def unseen(questions: Sequence[StatuteQuestion], folds: Integers) -> NDArray[np.bool_]:
    """Questions of whose articles none answers a question of another fold."""
    by_article: dict[int, set[int]] = {}
    for question, part in zip(questions, folds, strict=True):
        for row in question.gold:
            by_article.setdefault(row, set()).add(int(part))
    return np.array([all(len(by_article[r]) == 1 for r in q.gold) for q in questions])


def table(
    runs: Runs,
    questions: Sequence[StatuteQuestion],
    chosen: NDArray[np.bool_],
    *,
    count_missing: bool = False,
) -> dict[str, dict[str, object]]:
    """Per method: mean and interval of each metric over the chosen questions, and latency."""
    result: dict[str, dict[str, object]] = {}
    for method, rankings in runs.rankings.items():
        values = np.array(
            [
                score(r, q.gold, len(q.missing) if count_missing else 0)
                for r, q, take in zip(rankings, questions, chosen, strict=True)
                if take
            ]
        )
        low, high = interval(values, SEED)
        row: dict[str, object] = {
            name: [round(float(v), 4) for v in triple]
            for name, *triple in zip(NAMES, values.mean(0), low, high, strict=True)
        }
        if method in runs.seconds:
            row["p95_ms"] = round(float(np.percentile(runs.seconds[method], 95)) * 1000, 1)
        result[method] = row
    return result


def markdown(title: str, rows: Mapping[str, Mapping[str, object]]) -> str:
    """One table with intervals."""
    lines = [f"### {title}", "", f"| 方法 | {' | '.join(NAMES)} | p95 |", "|---|---|---|---|---|"]
    for method, row in rows.items():
        cells = []
        for name in NAMES:
            triple = row[name]
            assert isinstance(triple, list)
            cells.append("{:.3f} [{:.3f}, {:.3f}]".format(*triple))
        latency = f"{row['p95_ms']} ms" if "p95_ms" in row else ""
        lines.append(f"| {method} | {' | '.join(cells)} | {latency} |")
    return "\n".join(lines) + "\n"


def describe(collection: Collection, mapped: Mapped) -> list[str]:
    """Counts of the corpus and of the mapping, in Chinese."""
    how = mapped.how
    lost = sum(not q.gold for q in mapped.questions)
    return [
        f"法律 {collection.laws} 部，条文 {len(collection.articles)} 条（读入全国性文件 "
        f"{collection.files} 个，旧版 {collection.older} 个，没有条的 {len(collection.bare)} 个，"
        f"未读地方性法规 {collection.local} 个）",
        f"问题 {len(mapped.questions)} 个，条文提及 {how.total()} 处：按条号 {how['number']}，"
        f"同法改号按文字 {how['renumbered']}，改名按文字 {how['renamed']}，找不到 {how['missing']}；"
        f"一条也找不到的问题 {lost} 个（不计入主表）",
    ]


def data_hash(*paths: Path) -> str:
    """SHA-256 of the files' bytes, first 16 digits."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def evaluate(
    laws: Path, file: Path, *, labels: bool, cache: Path | None = None
) -> dict[str, object]:
    """Run everything; the result is plain data."""
    import torch

    start = time.perf_counter()
    collection = read_collection(laws)
    mapped = read_questions(file, collection.articles)
    index = build_index(collection.articles, SEED, _EPOCHS, cache)
    torch.set_num_threads(1)  # what follows is many small products
    questions = [q for q in mapped.questions if q.gold]
    lost = len(mapped.questions) - len(questions)
    folds = folds_of(questions, FOLDS, SEED)
    runs = Runs()
    lessons = run_plain(index, questions, runs)
    if labels:
        run_labels(index, questions, folds, lessons, runs)
    everyone = np.ones(len(questions), bool)
    fresh = unseen(questions, folds)
    tables = {f"至少有一条答案在库（{len(questions)} 题）": table(runs, questions, everyone)}
    if any(mapped.how[k] for k in ("missing",)):
        tables[f"找不到的条文算漏（另有 {lost} 题全漏，未列）"] = table(
            runs, questions, everyone, count_missing=True
        )
    if fresh.any():
        name = f"答案条文在其他折里没有出现过（{int(fresh.sum())} 题）"
        tables[name] = table(runs, questions, fresh)
    return {
        "seed": SEED,
        "folds": FOLDS,
        "data_sha256": data_hash(laws, file),
        "notes": describe(collection, mapped),
        "tables": tables,
        "seconds": round(time.perf_counter() - start),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables. Exit code 0, also where the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--labels", action="store_true", help="加上用其他折标签的五折结果")
    parser.add_argument("--vectors", type=Path, help="编码器的向量存在哪里，下次接着用")
    parser.add_argument("--json", type=Path, help="另存结果")
    args = parser.parse_args(argv)
    for path in (args.laws, args.questions):
        if not path.is_file():
            print(f"已跳过法条检索基准：没有 {path}")
            return 0
    result = evaluate(args.laws, args.questions, labels=args.labels, cache=args.vectors)
    for note in result["notes"]:  # type: ignore[attr-defined]
        print(note)
    print(f"种子 {SEED}，{FOLDS} 折，数据 {result['data_sha256']}，用时 {result['seconds']} 秒\n")
    for title, rows in result["tables"].items():  # type: ignore[attr-defined]
        print(markdown(title, rows))
    if args.json:
        args.json.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return 0
