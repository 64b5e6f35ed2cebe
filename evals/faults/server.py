"""Fault trials: the server's databases, memory, load and participants."""

from evals.faults.trial import Trial

TRIALS: tuple[Trial, ...] = ()
