"""Look-up questions: is the cited set exactly the set that answers?

``python -m evals.lookups`` asks every question of ``evals/gold/lookups.jsonl`` (written before the
register, by someone who had not seen it) and compares the cited provisions with ``must`` and
``ok``. A set is exact when it holds every ``must`` and nothing outside ``must`` and ``ok``; a body
that the text does not name must be refused with nothing cited. ``--failures`` lists those of the
dev half, never those of the test half.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from evals.gold import GOLD, SPLITS, Split, split_of
from evals.runner import open_assistant
from evals.specs import LOOKUPS
from evals.statistics import Measure, mean, shown

FILE = GOLD / "lookups.jsonl"
KINDS = {
    "actor": "按主体",
    "matter": "按事项",
    "unit": "按单位",
    "compare": "并列比较",
    "recurrence": "频次期限",
    "modality": "情态",
    "absent_body": "未点名机构",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One look-up question; the provisions are those of ``evals/gold/GUIDE.md``."""

    id: str
    text: str
    kind: str
    must: frozenset[str]
    ok: frozenset[str]

    @property
    def split(self) -> Split:
        """Half of the set that the question belongs to."""
        return split_of(self.id)


@dataclass(frozen=True, slots=True)
class LookupOutcome:
    """What was cited for an item.

    Attributes:
        refused: whether the answer is a refusal.
        cited: short ids in the order of the answer.
    """

    item: Item
    refused: bool
    cited: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Everything that must be cited and nothing that may not; nothing for an unnamed body."""
        if not self.item.must:
            return self.refused
        return self.recall == 1 and self.precision == 1

    @property
    def recall(self) -> float:
        """Share of ``must`` that is cited."""
        must = self.item.must
        return len(must & set(self.cited)) / len(must) if must else float(self.refused)

    @property
    def precision(self) -> float:
        """Share of what is cited that may be; 0 where nothing is."""
        if not self.item.must:
            return float(self.refused)
        allowed = self.item.must | self.item.ok
        return len(allowed & set(self.cited)) / len(self.cited) if self.cited else 0.0


def load_items() -> tuple[Item, ...]:
    """All look-up questions in file order."""
    records = (json.loads(line) for line in FILE.read_text("utf-8").splitlines() if line.strip())
    return tuple(
        Item(r["id"], r["question"], r["kind"], frozenset(r["must"]), frozenset(r["ok"]))
        for r in records
    )


def ask(items: Sequence[Item], assistant: Assistant) -> tuple[LookupOutcome, ...]:
    """The outcome of every item."""
    outcomes = []
    for item in items:
        answer = assistant.answer(item.text)
        outcomes.append(LookupOutcome(item, answer.refused, tuple(map(str, answer.basis))))
    return tuple(outcomes)


def measures(outcomes: Sequence[LookupOutcome]) -> dict[str, Measure]:
    """What ``evals.specs.LOOKUPS`` lists."""
    return {
        spec.key: mean((o.item.id, float(getattr(o, spec.key))) for o in outcomes)
        for spec in LOOKUPS
    }


def render_table(outcomes: Sequence[LookupOutcome]) -> Iterator[str]:
    """Markdown rows: kind, size, exact, recall and precision with 95 % bootstrap intervals."""
    head = " | ".join(spec.label for spec in LOOKUPS)
    yield f"| 种类 | 题数 | {head} |\n|---|---|" + "---|" * len(LOOKUPS)
    for kind, name in (*KINDS.items(), ("", "合计")):
        of_kind = [o for o in outcomes if o.item.kind == kind or not kind]
        if of_kind:
            columns = map(shown, measures(of_kind).values())
            yield f"| {name} | {len(of_kind)} | {' | '.join(columns)} |"


def _explain(outcome: LookupOutcome) -> str:
    item, cited = outcome.item, set(outcome.cited)
    missed = "、".join(sorted(item.must - cited))
    wrong = "、".join(sorted(cited - item.must - item.ok))
    said = "拒答" if outcome.refused else f"引 {len(cited)}"
    return f"{item.id} {item.kind} {item.text}\n    {said}；漏 {missed or '无'}；多 {wrong or '无'}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table of each half."""
    parser = argparse.ArgumentParser("python -m evals.lookups", description="清单查找题的评测")
    parser.add_argument("--failures", action="store_true", help="列出 dev 半集里不全对的题")
    args = parser.parse_args(argv)
    try:
        outcomes = ask(load_items(), open_assistant())
    except FiredutyError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code
    for split in SPLITS:
        half = [o for o in outcomes if o.item.split == split]
        print(f"\n{split}\n\n" + "\n".join(render_table(half)))
        if args.failures and split == "dev":
            print("\n".join(_explain(o) for o in half if not o.exact))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
