"""Fault trials: regulation texts whose labels or layout are not as they should be."""

from evals.faults.trial import Trial

TRIALS: tuple[Trial, ...] = ()
