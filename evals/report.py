"""Runs → one report: figures with intervals as JSON and Markdown; ``evals.page`` makes it a page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from evals.cells import Cell, cell_of, cell_text, unit
from evals.compare import measures_of, require_gold, splits_of
from evals.failures import Failure, failures
from evals.gold import ANSWERABLE_KINDS, PERSONAS, UNANSWERABLE_KINDS, Gold, GoldQuestion, Split
from evals.metrics import (
    Records,
    citation_measures,
    is_scored,
    outcome,
    record_of,
    refusal_measures,
)
from evals.runner import EvaluationRun, RunManifest
from evals.set_tables import SetTable, render_sets, set_table
from evals.sets import MeasuredSet
from evals.specs import HEADLINE, SPECS
from evals.verbatim import VerbatimSource

SPLIT_NAMES: Mapping[Split, str] = {
    "dev": "开发半集（dev，调参可见）",
    "test": "测试半集（test，从不用于调参）",
}
_BY_KEY = {spec.key: spec for spec in SPECS}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One measure by a property of the questions: row → system → figure."""

    title: str
    rows: Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class Half:
    """All figures of one half of the gold set.

    Attributes:
        answerable, unanswerable, conversations: how many there are.
        figures: system → key of a measure → figure.
        outcomes: system → outcome → number of questions.
        breakdowns: by kind and persona.
    """

    split: Split
    answerable: int
    unanswerable: int
    conversations: int
    figures: Mapping[str, Mapping[str, Cell]]
    outcomes: Mapping[str, Mapping[str, int]]
    breakdowns: tuple[Breakdown, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is written.

    Attributes:
        made: when.
        manifests: label of a run → what it was made from.
        halves: of the splits that all runs cover.
        sets: of the sets beside the gold set.
        failed: name of the run whose failures are listed.
        failures: half → failures; the test half only where asked for.
    """

    made: str
    manifests: Mapping[str, RunManifest]
    halves: tuple[Half, ...]
    sets: tuple[SetTable, ...]
    failed: str
    failures: Mapping[Split, tuple[Failure, ...]]


def build_report(
    runs: Sequence[EvaluationRun],
    gold: Gold,
    source: VerbatimSource,
    *,
    with_test: bool = False,
    sets: Sequence[MeasuredSet] = (),
) -> Report:
    """All figures of some runs on the same questions.

    Raises:
        FiredutyError: the runs were made on different questions, or on another gold set.
    """
    require_gold(runs, gold)
    splits = splits_of(runs)
    labels = _labels(runs)
    own = next((i for i, run in enumerate(runs) if run.name == "fireduty"), 0)
    return Report(
        made=datetime.now().astimezone().isoformat(timespec="minutes"),
        manifests={label: run.manifest for label, run in zip(labels, runs, strict=True)},
        halves=tuple(_half(split, labels, runs, gold.half(split), source) for split in splits),
        sets=tuple(set_table(measured) for measured in sets),
        failed=labels[own],
        failures={
            split: tuple(failures(gold.half(split), runs[own].records, source.regulation))
            for split in splits
            if split == "dev" or with_test
        },
    )


def _labels(runs: Sequence[EvaluationRun]) -> list[str]:
    """System names; two runs of one system are told apart by their folders."""
    names = Counter(run.name for run in runs)
    return [
        run.name if names[run.name] == 1 else f"{run.name}（{run.folder.name}）" for run in runs
    ]


def _half(
    split: Split,
    labels: Sequence[str],
    runs: Sequence[EvaluationRun],
    gold: Gold,
    source: VerbatimSource,
) -> Half:
    measures = dict(zip(labels, measures_of(runs, gold, source), strict=True))
    records = {label: run.records for label, run in zip(labels, runs, strict=True)}
    answerable = sum(q.answerable for q in gold.questions)
    return Half(
        split=split,
        answerable=answerable,
        unanswerable=len(gold.questions) - answerable,
        conversations=len(gold.conversations),
        figures={
            label: {key: cell_of(m) for key, m in found.items()}
            for label, found in measures.items()
        },
        outcomes={
            label: dict(Counter(outcome(q, record_of(r, q.id)) for q in gold.questions))
            for label, r in records.items()
        },
        breakdowns=tuple(_breakdowns(gold.questions, records)),
    )


def _breakdowns(
    questions: Sequence[GoldQuestion], records: Mapping[str, Records]
) -> list[Breakdown]:
    scored = [q for q in questions if is_scored(q)]
    refusable = [q for q in questions if not q.answerable]
    kinds, personas = ANSWERABLE_KINDS, PERSONAS
    by_kind = {name: [q for q in scored if q.kind == kind] for kind, name in kinds.items()}
    by_persona = {name: [q for q in scored if q.persona == p] for p, name in personas.items()}
    refused = {
        name: [q for q in refusable if q.kind == kind] for kind, name in UNANSWERABLE_KINDS.items()
    }
    return [
        Breakdown("引用 F1，按问法", _citation_rows(by_kind, records)),
        Breakdown("引用 F1，按提问者", _citation_rows(by_persona, records)),
        Breakdown("拒答召回率，按不可答的种类", _refusal_rows(refused, records)),
    ]


def _citation_rows(
    groups: Mapping[str, Sequence[GoldQuestion]], records: Mapping[str, Records]
) -> dict[str, dict[str, Cell]]:
    return {
        name: {s: cell_of(citation_measures(questions, r)["cite.f1"]) for s, r in records.items()}
        for name, questions in groups.items()
        if questions
    }


def _refusal_rows(
    groups: Mapping[str, Sequence[GoldQuestion]], records: Mapping[str, Records]
) -> dict[str, dict[str, Cell]]:
    return {
        name: {
            s: cell_of(refusal_measures(questions, r)["refusal.recall"]) for s, r in records.items()
        }
        for name, questions in groups.items()
        if questions
    }


# --- writing --------------------------------------------------------------------------------------


def render_markdown(report: Report) -> str:
    """The report without plots and failures."""
    parts = ["# 评测报告", "", *_origin(report)]
    for half in report.halves:
        parts += [
            "",
            f"## {SPLIT_NAMES[half.split]}",
            "",
            describe_sizes(half),
            "",
            render_headline(half),
        ]
        for group in dict.fromkeys(spec.group for spec in SPECS):
            keys = [spec.key for spec in SPECS if spec.group == group]
            parts += ["", f"### {group}", "", _table(half, keys)]
    if report.sets:
        parts += ["", "## 另外几组题", "", render_sets(report.sets)]
    return "\n".join(parts) + "\n"


def render_headline(half: Half) -> str:
    """The short table, as Markdown."""
    return _table(half, HEADLINE)


def describe_sizes(half: Half) -> str:
    """What was asked."""
    return (
        f"可答 {half.answerable} 题，不可答 {half.unanswerable} 题，"
        f"对话 {half.conversations} 段；方括号内为 95 % 自助法区间。"
    )


def _origin(report: Report) -> list[str]:
    first = next(iter(report.manifests.values()))
    return [
        f"{report.made}，索引 {first.index}，金标 {first.gold}，代码 {first.code}，"
        f"Python {first.python}，{first.machine}。"
    ]


def _table(half: Half, keys: Sequence[str]) -> str:
    systems = list(half.figures)
    rows = ["| 指标 | " + " | ".join(systems) + " |", "|---" * (len(systems) + 1) + "|"]
    for key in keys:
        spec = _BY_KEY[key]
        cells = [cell_text(half.figures[s][key], spec.form) for s in systems]
        rows.append(f"| {spec.label}{unit(spec.form)} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def to_json(report: Report) -> str:
    """The report with everything but the answers' words."""
    plain = asdict(report)
    for listed in plain["failures"].values():
        for failure in listed:
            del failure["answer"]
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
