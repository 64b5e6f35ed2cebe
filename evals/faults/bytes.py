"""Fault trials: bytes, encodings and edges of every command."""

from evals.faults.trial import Trial

TRIALS: tuple[Trial, ...] = ()
