"""Agreement of the two annotators of the gold set.

``python -m evals.agreement`` compares ``evals/gold/second/annotation.jsonl`` (60 questions drawn
at random, annotated by a second person who saw only the text, the guide and the questions) with
the gold set: Cohen's kappa (Cohen, 1960) on "is this leaf a must", and on "is it answerable".
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence

from corpus.text.load import load_default
from evals.gold import GOLD, load_questions

SECOND = GOLD / "second" / "annotation.jsonl"


def kappa(first: Sequence[bool] | Sequence[str], second: Sequence[bool] | Sequence[str]) -> float:
    """Cohen's kappa of two annotations with any number of labels; 1 where both always agree.

    Raises:
        ValueError: nothing to compare, or not the same things.
    """
    if not first or len(first) != len(second):
        raise ValueError("two annotations of the same things are needed")
    size = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / size
    ours, theirs = Counter(first), Counter(second)
    expected = sum(ours[label] * theirs[label] for label in ours) / size**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def main() -> int:
    """Print both kappas and how many questions differ."""
    gold = {q.id: q for q in load_questions()}
    leaves = [str(leaf.id) for leaf in load_default().leaves()]
    records = [json.loads(line) for line in SECOND.read_text("utf-8").splitlines()]
    pairs = [(gold[r["id"]], r) for r in records]
    musts = [(leaf in q.must, leaf in r["must"]) for q, r in pairs for leaf in leaves]
    answerable = [(q.answerable, r["answerable"]) for q, r in pairs]
    differing = sum(set(q.must) != set(r["must"]) for q, r in pairs)
    for name, both in (("应引条款", musts), ("可不可答", answerable)):
        print(f"{name}：kappa {kappa(*zip(*both, strict=True)):.3f}（{len(pairs)} 题）")
    print(f"must 不完全相同的题：{differing}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
