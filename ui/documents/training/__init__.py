"""The files of a training pack: for the trainer, for participants, for platforms, for programs."""
