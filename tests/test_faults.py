"""The fault trials that are quick enough for every run; the slow ones run in the slow part."""

from pathlib import Path

import pytest

from evals.faults.table import TRIALS
from evals.faults.trial import GROUPS, Trial


def _case(trial: Trial) -> object:
    marks = [pytest.mark.slow] if trial.slow else []
    return pytest.param(trial, id=f"{trial.group}-{trial.name}", marks=marks)


@pytest.mark.parametrize("trial", [_case(trial) for trial in TRIALS])
def test_what_must_hold_holds(trial: Trial, tmp_path: Path) -> None:
    assert trial.run(tmp_path) is None, trial.promise


def test_every_trial_is_of_a_group_and_is_named_once() -> None:
    assert {trial.group for trial in TRIALS} <= GROUPS.keys()
    names = [(trial.group, trial.name) for trial in TRIALS]
    assert len(names) == len(set(names))
