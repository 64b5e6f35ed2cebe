"""The one class of error that is meant for users rather than for developers."""

from __future__ import annotations

#: Exit codes of the command line: a failure of the world, and a wrong use of the command.
FAILURE = 1
USAGE = 2


class FiredutyError(Exception):
    """Something a user can mend: says in one Chinese line what is wrong and what to do.

    Everything else that escapes is a bug and keeps its traceback.

    Args:
        message: one line, Chinese, naming the fault and the remedy.
        exit_code: ``FAILURE`` (1) or ``USAGE`` (2).
    """

    def __init__(self, message: str, *, exit_code: int = FAILURE) -> None:
        super().__init__(message)
        self.exit_code = exit_code
