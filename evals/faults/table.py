"""All fault trials in one table, group by group."""

from evals.faults import addresses, damage, disk, http, reading, server
from evals.faults import bytes as byte_trials
from evals.faults.trial import Trial

TRIALS: tuple[Trial, ...] = (
    *damage.TRIALS,
    *disk.TRIALS,
    *server.TRIALS,
    *http.TRIALS,
    *byte_trials.TRIALS,
    *reading.TRIALS,
    *addresses.TRIALS,
)
