"""All fault trials in one table, group by group."""

from evals.faults import (
    addresses,
    damage,
    damage_data,
    damage_seams,
    disk,
    http,
    library,
    quoting,
    reading,
    rooms,
    server,
    workers,
)
from evals.faults import bytes as byte_trials
from evals.faults.trial import Trial

TRIALS: tuple[Trial, ...] = (
    *damage.TRIALS,
    *damage_data.TRIALS,
    *damage_seams.TRIALS,
    *disk.TRIALS,
    *library.TRIALS,
    *server.TRIALS,
    *workers.TRIALS,
    *rooms.TRIALS,
    *http.TRIALS,
    *byte_trials.TRIALS,
    *reading.TRIALS,
    *quoting.TRIALS,
    *addresses.TRIALS,
)
