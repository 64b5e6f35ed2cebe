"""The fault trials that are quick, and every twentieth of the others: ``python -m evals.faults`` runs all."""

from pathlib import Path

import pytest

from evals.faults.table import TRIALS
from evals.faults.trial import GROUPS, Trial

QUICK = [trial for trial in TRIALS if not trial.slow]
SAMPLE = [trial for trial in TRIALS if trial.slow][::20]


def _named(trial: Trial) -> str:
    return f"{trial.group}-{trial.name}"


@pytest.mark.parametrize("trial", QUICK, ids=_named)
def test_what_must_hold_holds(trial: Trial, tmp_path: Path) -> None:
    assert trial.run(tmp_path) is None, trial.promise


@pytest.mark.slow
@pytest.mark.parametrize("trial", SAMPLE, ids=_named)
def test_a_sample_of_the_slow_ones_holds(trial: Trial, tmp_path: Path) -> None:
    assert trial.run(tmp_path) is None, trial.promise


def test_every_trial_is_of_a_group_and_is_named_once() -> None:
    assert {trial.group for trial in TRIALS} <= GROUPS.keys()
    names = [(trial.group, trial.name) for trial in TRIALS]
    assert len(names) == len(set(names))
