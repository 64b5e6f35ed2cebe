"""The gate of continuous integration: has the assistant lost anything against the committed figures?

``evals/baseline.json`` keeps what each question gave, because the test is paired: one entry for the gold
set and one for each set of ``evals.sets``, with when it was measured. It names no question by its words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.errors import FiredutyError
from evals.compare import measures_of
from evals.gold import Gold
from evals.runner import EvaluationRun
from evals.sets import ARCHIVED, SETS, MeasuredSet
from evals.specs import SPECS, Spec
from evals.statistics import Measure, Ratio, Unit, loss, value
from evals.verbatim import VerbatimSource

BASELINE = Path(__file__).parent / "baseline.json"
#: Losing one of these significantly fails the gate.
GUARDED = ("item.S@1", "cite.f1", "facts.first", "refusal.f1")
#: One-sided, per measure.
ALPHA = 0.05
_GOLD = "gold"
_BY_KEY = {spec.key: spec for spec in SPECS}


def gate(
    run: EvaluationRun, gold: Gold, source: VerbatimSource, baseline: Path = BASELINE
) -> list[str]:
    """What fails on the gold set, one Chinese line each; empty where nothing does.

    Raises:
        FiredutyError: there is no baseline, or it was made for other questions.
    """
    before = _load(baseline, _GOLD, gold.digest)
    after = measures_of((run,), gold, source)[0]
    failures = _losses(before, after, [_BY_KEY[key] for key in GUARDED])
    counts = {key: value(after[key]) for key in ("fabricated", "misnumbered")}
    failures += [f"{_BY_KEY[key].label}：{n:.0f}，应为 0" for key, n in counts.items() if n]
    fidelity = value(after["fidelity"])
    if fidelity is not None and fidelity < 1:
        failures.append(f"引文逐字 {fidelity:.4f}，应为 1")
    if crashes := value(after["crash"]):
        failures.append(f"出错率 {crashes:.4f}，应为 0")
    return failures


def gate_sets(measured: Sequence[MeasuredSet], baseline: Path = BASELINE) -> list[str]:
    """What fails on the other sets.

    Raises:
        FiredutyError: a set has no baseline, or one for other questions.
    """
    return [
        f"{SETS[m.key].title}，{line}"
        for m in measured
        for line in _losses(
            _load(baseline, m.key, SETS[m.key].digest), m.measures, SETS[m.key].specs
        )
    ]


def update(
    run: EvaluationRun, gold: Gold, source: VerbatimSource, baseline: Path = BASELINE
) -> None:
    """Make a run the figures of the gold set to compare with."""
    measures = measures_of((run,), gold, source)[0]
    guarded = {key: measures[key] for key in GUARDED}
    made = {"gold": gold.digest, "index": run.manifest.index, "date": run.manifest.date}
    _write(baseline, _GOLD, made | _entry(guarded))


def update_sets(measured: Sequence[MeasuredSet], index: str, baseline: Path = BASELINE) -> None:
    """Make these the figures of their sets to compare with."""
    date = datetime.now().astimezone().isoformat(timespec="seconds")
    for m in measured:
        made = {"gold": SETS[m.key].digest, "index": index, "date": date}
        _write(baseline, m.key, made | {"command": SETS[m.key].command} | _entry(m.measures))


def recorded_sets(baseline: Path = BASELINE) -> list[MeasuredSet]:
    """The sets on texts that do not ship, as last measured."""
    raw = _read(baseline)
    return [
        MeasuredSet(key, _measures(raw[key]), raw[key]["date"]) for key in ARCHIVED if key in raw
    ]


def _losses(
    before: Mapping[str, Measure], after: Mapping[str, Measure], specs: Sequence[Spec]
) -> list[str]:
    failures = []
    for spec in specs:
        was, now = before[spec.key], _summed(after[spec.key])
        p = loss(was, now) if spec.high else loss(now, was)
        if p is not None and p < ALPHA:
            change = f"{_show(was)} → {_show(now)}"
            verb = "下降" if spec.high else "上升"
            failures.append(f"{spec.label}显著{verb}：{change}（p = {p:.4f}）")
    return failures


def _summed(measure: Measure) -> Ratio:
    """One unit for each group: what is stored, and all that the test needs."""
    tops: dict[str, list[float]] = {}
    for unit in measure.units:
        both = tops.setdefault(unit.group, [0.0, 0.0])
        both[0] += unit.top
        both[1] += unit.bottom
    return Ratio(tuple(Unit(group, top, bottom) for group, (top, bottom) in tops.items()))


def _entry(measures: Mapping[str, Measure]) -> dict[str, Any]:
    """Values and units as they are stored."""
    summed = {key: _summed(m) for key, m in measures.items()}
    return {
        "values": {key: round(value(m) or 0.0, 4) for key, m in summed.items()},
        "units": {key: {u.group: [u.top, u.bottom] for u in m.units} for key, m in summed.items()},
    }


def _measures(entry: Mapping[str, Any]) -> dict[str, Measure]:
    return {
        key: Ratio(tuple(Unit(id_, top, bottom) for id_, (top, bottom) in units.items()))
        for key, units in entry["units"].items()
    }


def _load(path: Path, key: str, digest: str) -> Mapping[str, Measure]:
    name = "" if key == _GOLD else f" {key}"
    remedy = f"请运行 python -m evals gate --update{name} 并提交"
    entry = _read(path).get(key)
    if entry is None:
        raise FiredutyError(f"没有基准 {path.name}{name}；{remedy}")
    if entry["gold"] != digest:
        raise FiredutyError(f"金标已变，基准 {path.name}{name} 不再适用；{remedy}")
    return _measures(entry)


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def _write(path: Path, key: str, entry: Mapping[str, Any]) -> None:
    raw = _read(path) | {key: entry}
    path.write_text(json.dumps(raw, ensure_ascii=False) + "\n", "utf-8")


def _show(measure: Measure) -> str:
    found = value(measure)
    return "—" if found is None else f"{found:.3f}"
