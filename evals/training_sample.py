"""A fresh sample of training questions to be read by people, and how far two readers agree.

``python -m evals.training_sample --seed 7`` prints a hundred questions of the shipped documents, by kind as
a paper takes them; ``--keys`` prints the keys as well. ``--readings 甲.jsonl 乙.jsonl`` compares what two
readers wrote: one line a question, ``{"id": …, "right": true, "clear": true, "nontrivial": false}``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.training.paper import SHARES
from assistant.training.question import (
    QuizQuestion,
    TrueFalse,
    key_text,
    letter_options,
    list_columns,
)
from evals.training import shipped_trainers

CRITERIA = ("right", "clear", "nontrivial")


def draw_sample(seed: int, size: int = 100) -> tuple[QuizQuestion, ...]:
    """Proved questions of the shipped documents, each document's turn by turn, by kind as in a paper."""
    chance = random.Random(seed)
    banks = []
    for trainer in shipped_trainers().values():
        mixed = chance.sample(trainer.bank.all, len(trainer.bank.all))
        banks.append((trainer, mixed))
    found: list[QuizQuestion] = []
    for kind, share in SHARES.items():
        count = round(size * share)
        asked: set[str] = set()
        taken: list[QuizQuestion] = []
        turns = [iter([q for q in mixed if q.kind == kind]) for _, mixed in banks]
        checkers = [trainer.checker for trainer, _ in banks]
        while len(taken) < count and turns:
            for turn, checker in list(zip(turns, checkers, strict=True)):
                fresh = (q for q in turn if q.key_sentence not in asked)
                one = next((q for q in fresh if not checker.find_faults(q)), None)
                if one is None:
                    at = turns.index(turn)
                    del turns[at], checkers[at]
                elif len(taken) < count:
                    asked.add(one.key_sentence)
                    taken.append(one)
        found += taken
    return tuple(found)


def print_question(number: int, question: QuizQuestion, *, key: bool) -> Iterator[str]:
    """A question as a reader gets it."""
    yield f"{number}. {question.id}【{question.kind}】{question.scene}{question.stem}"
    for column in () if isinstance(question, TrueFalse) else list_columns(question):
        yield from (f"   {option}" for option in letter_options(column))
    if key:
        yield f"   答案：{key_text(question)}　{question.explanation}"


def compare_readings(one: Sequence[Mapping[str, bool]], other: Sequence[Mapping[str, bool]]) -> str:
    """Shares of each reader and agreement by criterion."""
    second = {r["id"]: r for r in other}
    pairs = [(r, second[r["id"]]) for r in one if r["id"] in second]
    lines = ["| | 甲 | 乙 | 一致 | kappa |", "|---|---|---|---|---|"]
    for what in CRITERIA:
        a, b = [p[0][what] for p in pairs], [p[1][what] for p in pairs]
        shares = [sum(a) / len(pairs), sum(b) / len(pairs)]
        same = sum(x == y for x, y in zip(a, b, strict=True)) / len(pairs)
        by_chance = shares[0] * shares[1] + (1 - shares[0]) * (1 - shares[1])
        kappa = (same - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0
        lines.append(f"| {what} | {shares[0]:.2f} | {shares[1]:.2f} | {same:.2f} | {kappa:.2f} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the sample, or compare two readings."""
    parser = argparse.ArgumentParser("python -m evals.training_sample", description="培训题的样本")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=100, help="大约几题")
    parser.add_argument("--keys", action="store_true", help="连答案一起印")
    parser.add_argument("--readings", nargs=2, type=Path, metavar="文件", help="比较两个人的判语")
    args = parser.parse_args(argv)
    if args.readings:
        one, other = (
            [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            for path in args.readings
        )
        print(compare_readings(one, other))
        return 0
    for number, question in enumerate(draw_sample(args.seed, args.size), 1):
        print("\n".join(print_question(number, question, key=args.keys)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
