"""Two runs on the same questions: differences with intervals and paired randomisation tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import USAGE, FiredutyError
from evals.gold import SPLITS, Gold, Split
from evals.metrics import measure_all, reached_by
from evals.runner import EvaluationRun
from evals.specs import SPECS, Spec
from evals.statistics import Interval, Measure, difference, randomisation, value
from evals.verbatim import VerbatimSource


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of two runs.

    Attributes:
        first, second: their values.
        interval: of ``second - first``; None where only the values can be shown.
        p: of the two-sided test.
    """

    spec: Spec
    first: float | None
    second: float | None
    interval: Interval | None
    p: float | None


def splits_of(runs: Sequence[EvaluationRun]) -> tuple[Split, ...]:
    """The halves that every run covers.

    Raises:
        FiredutyError: the runs differ in what they asked.
    """
    asked = {(run.manifest.split, run.manifest.gold) for run in runs}
    if len(asked) != 1:
        raise FiredutyError("这些评测的金标或半集（--split）不同，不能放在一起", exit_code=USAGE)
    split = runs[0].manifest.split
    return SPLITS if split == "all" else (split,)


def require_gold(runs: Sequence[EvaluationRun], gold: Gold) -> None:
    """Raise where the gold set has changed since a run was made.

    Raises:
        FiredutyError: it has.
    """
    for run in runs:
        if run.manifest.gold != gold.digest:
            raise FiredutyError(f"{run.folder} 用的是另一版金标，请重新 python -m evals run")


def shared_reach(runs: Sequence[EvaluationRun]) -> frozenset[str]:
    """Questions that reach retrieval in the assistant's run, or in the first where it has none."""
    own = next((run for run in runs if run.name == "fireduty"), runs[0])
    return reached_by(own.records)


def measures_of(
    runs: Sequence[EvaluationRun], gold: Gold, source: VerbatimSource
) -> list[dict[str, Measure]]:
    """All measures of each run on the given questions."""
    reached = shared_reach(runs)
    return [measure_all(gold, run.records, source, reached) for run in runs]


def compare(
    first: EvaluationRun, second: EvaluationRun, gold: Gold, source: VerbatimSource
) -> dict[Split, list[Row]]:
    """Every measure on each half that both runs cover."""
    require_gold((first, second), gold)
    return {
        split: _rows(*measures_of((first, second), gold.half(split), source))
        for split in splits_of((first, second))
    }


def _rows(first: Mapping[str, Measure], second: Mapping[str, Measure]) -> list[Row]:
    return [
        Row(
            spec,
            value(first[spec.key]),
            value(second[spec.key]),
            difference(first[spec.key], second[spec.key]),
            randomisation(first[spec.key], second[spec.key]),
        )
        for spec in SPECS
    ]
