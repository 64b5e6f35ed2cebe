"""How often codes may be guessed, sessions opened, seats taken and replies sent.

A training room is one address to the server: what participants send is counted for each of them,
not for the address. What is counted for the address is codes that do not exist, and how many join.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

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
#: Who may join from one address a minute with a seat: a large room that opens the page at once.
SEATS = 300
#: Who may join from one address in all: half of a session, so that others always find room.
MOST_OF_ADDRESS = 500
#: Who may join from one address without having opened the paper.
UNSEATED = 40
#: Addresses that are remembered.
_REMEMBERED = 20_000
_TOO_OFTEN = "太频繁了，请过一分钟再试"


class GroupLimits:
    """Counts, each in its own right."""

    def __init__(self) -> None:
        self._wrong = Rate(WRONG_CODES)
        self._opened = Rate(OPENED)
        self._replies = Rate(REPLIES)
        self._seats = Rate(SEATS)
        self._joined: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._shown: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._lock = Lock()

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

    def leads(self, scope: Scope, find: Callable[[], GroupSession]) -> GroupSession:
        """What ``find`` finds for who has the secret of a session, however often the room mistypes.

        A secret is too long to be guessed; what is counted is the codes that are tried with it.

        Raises:
            GroupError: that of ``find``, or 429 in its place.
        """
        try:
            return find()
        except GroupError as error:
            if error.status not in (403, 404):
                raise
            return self.looked_up(scope, _again(error))

    def has_opened(self, code: str, scope: Scope) -> bool:
        """Whether the paper of a session was shown at an address."""
        return (code, network_of(scope)) in self._shown

    def seats(self, code: str, scope: Scope) -> bool:
        """Count a paper that is shown; whether its reader is given a seat with it."""
        address = network_of(scope)
        self._count(self._shown, (code, address))
        return self._seats.allows(address)

    def joins(self, code: str, scope: Scope, *, seated: bool) -> None:
        """Count one who answers for the first time.

        Args:
            seated: whether with a seat that was given with the paper. Others may join as well, but
                not more than have opened the paper there: made-up ones would take the room of all.

        Raises:
            GroupError: 429, too many from one address.
        """
        place = (code, network_of(scope))
        with self._lock:
            joined, shown = self._joined.get(place, 0), self._shown.get(place, 0)
        most = MOST_OF_ADDRESS if seated else min(MOST_OF_ADDRESS, shown + UNSEATED)
        if joined >= most:
            raise GroupError(429, "从这里加入的人太多了：请重新打开答题页面再提交")
        self._count(self._joined, place)

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

    def _count(self, counts: OrderedDict[tuple[str, str], int], place: tuple[str, str]) -> None:
        with self._lock:
            counts[place] = counts.get(place, 0) + 1
            counts.move_to_end(place)
            if len(counts) > _REMEMBERED:
                counts.popitem(last=False)


def _again(error: GroupError) -> Callable[[], GroupSession]:
    def fail() -> GroupSession:
        raise error

    return fail
