"""Two web processes and a Chroma server over one library: see ``evals.faults.workers``."""

from pathlib import Path

import pytest

from evals.faults.trial import Trial
from evals.faults.workers import TRIALS


@pytest.mark.slow
@pytest.mark.parametrize("trial", TRIALS, ids=[trial.name for trial in TRIALS])
def test_several_processes_are_as_one(trial: Trial, tmp_path: Path) -> None:
    assert trial.run(tmp_path) is None, trial.promise
