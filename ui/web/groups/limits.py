"""How often codes may be guessed, sessions opened and replies sent.

A training room is one address to the server: what participants send is counted for each of them,
not for the address. What is counted for the address is codes that do not exist.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import Scope

from ui.web.groups.session import GroupError, GroupSession
from ui.web.guard.asgi import client_of, network_of
from ui.web.guard.limits import Rate

#: Wrong codes a minute from one address: a room may mistype some, a guesser needs millions.
WRONG_CODES = 60
#: Sessions a minute that one client opens: each costs a pack.
OPENED = 20
#: Replies a minute of one participant.
REPLIES = 120
_TOO_OFTEN = "太频繁了，请过一分钟再试"


class GroupLimits:
    """Counts, each in its own right."""

    def __init__(self) -> None:
        self._wrong = Rate(WRONG_CODES)
        self._opened = Rate(OPENED)
        self._replies = Rate(REPLIES)

    def looked_up(
        self, scope: Scope, find: Callable[[], GroupSession], *, known: bool = False
    ) -> GroupSession:
        """What ``find`` finds, unless too many wrong codes came from there.

        Args:
            known: whether the code is certainly right, as one who has answered before has it; such
                are served however often others of the room mistype.

        Raises:
            GroupError: 429, or that of ``find``.
        """
        address = network_of(scope)
        if not known and self._wrong.exceeded(address):
            raise GroupError(429, "这里打错答题码的次数太多了，请过一分钟再试")
        try:
            return find()
        except GroupError as error:
            if error.status in (403, 404):
                self._wrong.allows(address)
            raise

    def opens(self, scope: Scope) -> None:
        """Count a session that is opened.

        Raises:
            GroupError: 429, too many.
        """
        if not self._opened.allows(client_of(scope)):
            raise GroupError(429, f"开场{_TOO_OFTEN}")

    def replies(self, code: str, participant: str) -> None:
        """Count a reply.

        Raises:
            GroupError: 429, too many.
        """
        if not self._replies.allows(f"{code} {participant}"):
            raise GroupError(429, f"提交{_TOO_OFTEN}")
