"""Fault trials: damaged index and data files."""

from evals.faults.trial import Trial

TRIALS: tuple[Trial, ...] = ()
