"""Fault trials: full disk, locks, two builds at once, builds that are killed."""

from evals.faults.trial import Trial

TRIALS: tuple[Trial, ...] = ()
