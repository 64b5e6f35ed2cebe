"""The gate of continuous integration: has the assistant lost anything against the committed figures?

``evals/baseline.json`` keeps what each question gave, because the test is paired. It names no
question by its words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import FiredutyError
from evals.compare import measures_of
from evals.gold import Gold
from evals.runner import EvaluationRun
from evals.specs import SPECS
from evals.statistics import Measure, Ratio, Unit, loss, value
from evals.verbatim import VerbatimSource

BASELINE = Path(__file__).parent / "baseline.json"
#: Losing one of these significantly fails the gate.
GUARDED = ("item.S@1", "cite.f1", "refusal.f1")
#: One-sided, per measure.
ALPHA = 0.05
_LABELS = {spec.key: spec.label for spec in SPECS}


def gate(
    run: EvaluationRun, gold: Gold, source: VerbatimSource, baseline: Path = BASELINE
) -> list[str]:
    """What fails, one Chinese line each; empty where nothing does.

    Raises:
        FiredutyError: there is no baseline, or it was made for other questions.
    """
    before = _load(baseline, gold)
    after = measures_of((run,), gold, source)[0]
    failures = []
    for key in GUARDED:
        p = loss(before[key], after[key])
        if p is not None and p < ALPHA:
            change = f"{_show(before[key])} → {_show(after[key])}"
            failures.append(f"{_LABELS[key]}显著下降：{change}（p = {p:.4f}）")
    counts = {key: value(after[key]) for key in ("fabricated", "misnumbered")}
    failures += [f"{_LABELS[key]}：{n:.0f}，应为 0" for key, n in counts.items() if n]
    fidelity = value(after["fidelity"])
    if fidelity is not None and fidelity < 1:
        failures.append(f"引文逐字 {fidelity:.4f}，应为 1")
    if crashes := value(after["crash"]):
        failures.append(f"出错率 {crashes:.4f}，应为 0")
    return failures


def update(
    run: EvaluationRun, gold: Gold, source: VerbatimSource, baseline: Path = BASELINE
) -> None:
    """Make a run the figures to compare with."""
    measures = measures_of((run,), gold, source)[0]
    record = {
        "gold": gold.digest,
        "index": run.manifest.index,
        "date": run.manifest.date,
        "values": {key: round(value(measures[key]) or 0.0, 4) for key in GUARDED},
        "units": {
            key: {u.group: [u.top, u.bottom] for u in measures[key].units} for key in GUARDED
        },
    }
    baseline.write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")


def _load(path: Path, gold: Gold) -> Mapping[str, Measure]:
    remedy = "请运行 python -m evals gate --update 并提交"
    if not path.is_file():
        raise FiredutyError(f"没有基准 {path}；{remedy}")
    raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if raw["gold"] != gold.digest:
        raise FiredutyError(f"金标已变，基准 {path.name} 不再适用；{remedy}")
    return {
        key: Ratio(tuple(Unit(id_, top, bottom) for id_, (top, bottom) in units.items()))
        for key, units in raw["units"].items()
    }


def _show(measure: Measure) -> str:
    found = value(measure)
    return "—" if found is None else f"{found:.3f}"
