"""Questions in English: ``python -m evals.english`` prints how they fare, tuning and report sets.

``evals/gold/tuning/english.jsonl`` may be read and tuned on; of ``evals/gold/english.jsonl`` only
the figures are printed. Both were written before any English answer was seen, by the author of
the words in ``english.toml``, so the figures are those of a friendly asker. ``must`` and ``ok`` as
in ``evals/gold/GUIDE.md``; an answerable question about the regulation itself has no ``must``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from evals.gold import GOLD
from evals.runner import with_assistant
from evals.statistics import mean, shown

#: Path below the gold folder → its name for readers.
SETS = {"tuning/english.jsonl": "调参", "english.jsonl": "报数"}


@dataclass(frozen=True, slots=True)
class EnglishOutcome:
    """One English question and what became of it.

    Attributes:
        id, question, must, ok, answerable: as in the gold file.
        cited: in the order of the answer; empty in a refusal.
        refused: whether it was refused.
        read_as: the Chinese reading.
    """

    id: str
    question: str
    must: frozenset[str]
    ok: frozenset[str]
    answerable: bool
    cited: tuple[str, ...]
    refused: bool
    read_as: str

    @property
    def first(self) -> float:
        """Whether the first citation is one of ``must``: success@1 as the reader sees it."""
        return float(self.cited[:1] != () and self.cited[0] in self.must)

    @property
    def first_or_ok(self) -> float:
        """The same, ``ok`` counting as well."""
        return float(self.cited[:1] != () and self.cited[0] in self.must | self.ok)

    @property
    def recall(self) -> float:
        """Share of ``must`` that is cited; ``must`` must not be empty."""
        return len(self.must & set(self.cited)) / len(self.must)

    @property
    def precision(self) -> float:
        """Share of what is cited that may be."""
        return len((self.must | self.ok) & set(self.cited)) / len(self.cited)


def ask(path: Path, assistant: Assistant) -> tuple[EnglishOutcome, ...]:
    """The outcome of every question of a file."""
    outcomes = []
    for line in path.read_text("utf-8").splitlines():
        gold = json.loads(line)
        answer = assistant.answer(gold["question"])
        outcomes.append(
            EnglishOutcome(
                gold["id"],
                gold["question"],
                frozenset(gold["must"]),
                frozenset(gold["ok"]),
                gold["answerable"],
                tuple(map(str, answer.basis)),
                answer.refused,
                answer.read_as,
            )
        )
    return tuple(outcomes)


def measure_outcomes(
    outcomes: Sequence[EnglishOutcome],
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Name of a measure and its value for every question that counts."""
    scored = [o for o in outcomes if o.must]
    answerable = [o for o in outcomes if o.answerable]
    absent = [o for o in outcomes if not o.answerable]
    refused = [o for o in outcomes if o.refused]
    yield "首条引用正确（must）", [(o.id, o.first) for o in scored]
    yield "首条引用正确（must 或 ok）", [(o.id, o.first_or_ok) for o in scored]
    yield "引用召回", [(o.id, o.recall) for o in scored]
    yield "引用准确", [(o.id, o.precision) for o in scored if o.cited]
    yield "拒答召回", [(o.id, float(o.refused)) for o in absent]
    yield "拒答准确", [(o.id, float(not o.answerable)) for o in refused]
    yield "误拒", [(o.id, float(o.refused)) for o in answerable]


def render_table(outcomes: Sequence[EnglishOutcome]) -> Iterator[str]:
    """Markdown rows: measure, how many questions, value with its 95 % bootstrap interval."""
    yield "| 指标 | 题数 | 值 |\n|---|---|---|"
    for name, values in measure_outcomes(outcomes):
        if values:
            yield f"| {name} | {len(values)} | {shown(mean(values))} |"


def _wrong(outcome: EnglishOutcome) -> bool:
    if not outcome.answerable:
        return not outcome.refused
    return outcome.refused or bool(outcome.must and (outcome.recall < 1 or outcome.precision < 1))


def _explain(outcome: EnglishOutcome) -> str:
    missed = "、".join(sorted(outcome.must - set(outcome.cited)))
    extra = "、".join(sorted(set(outcome.cited) - outcome.must - outcome.ok))
    said = "拒答" if outcome.refused else f"引 {len(outcome.cited)}"
    return (
        f"{outcome.id} {outcome.question}\n    理解为：{outcome.read_as or '无'}；{said}；"
        f"漏 {missed or '无'}；多 {extra or '无'}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of both sets."""
    parser = argparse.ArgumentParser("python -m evals.english", description="英文提问的评测")
    parser.add_argument("--failures", action="store_true", help="列出调参题里不全对的")
    args = parser.parse_args(argv)

    def work(assistant: Assistant) -> None:
        for name, title in SETS.items():
            outcomes = ask(GOLD / name, assistant)
            print(f"\n{title}（{len(outcomes)} 题）\n\n" + "\n".join(render_table(outcomes)))
            if args.failures and name.startswith("tuning"):
                print("\n".join(_explain(o) for o in outcomes if _wrong(o)))

    return with_assistant(work)


if __name__ == "__main__":
    raise SystemExit(main())
