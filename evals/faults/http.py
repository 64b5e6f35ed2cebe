"""Fault trials: host names, logins, malformed requests, proxies and model servers."""

from evals.faults.trial import Trial

TRIALS: tuple[Trial, ...] = ()
