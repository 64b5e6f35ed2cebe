"""The conversations of open pages, kept within bounds.

Gradio would keep what it holds for a page long after the page is gone. Here the one that was used
least recently makes room; a page that comes back asks its questions anew, which its browser keeps.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

from ui.web.chat.chat_html import Exchange

#: Answers that are kept, of all conversations together: some 25 KB each.
MOST_ANSWERS = 400
#: Conversations that are kept, those among them that hold nothing.
MOST_CONVERSATIONS = 1_000


@dataclass(frozen=True, slots=True)
class _Kept:
    turn: int
    exchanges: tuple[Exchange, ...]


class Conversations:
    """What was asked and answered, by session.

    Args:
        most_answers: of all together; the conversation that is in use is kept all the same.
    """

    def __init__(self, most_answers: int = MOST_ANSWERS) -> None:
        self._most = most_answers
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._answers = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def held(self, session: str) -> list[Exchange] | None:
        """The conversation of a session; None where it is not known, or not any more."""
        with self._lock:
            kept = self._kept.get(session)
            return None if kept is None else list(kept.exchanges)

    def begin(self, session: str) -> int:
        """The turn of whoever changes a conversation from now on; earlier ones have no say in it."""
        with self._lock:
            kept = self._kept.get(session, _Kept(0, ()))
            self._set(session, _Kept(kept.turn + 1, kept.exchanges))
            return kept.turn + 1

    def put(self, session: str, exchanges: Sequence[Exchange], turn: int) -> None:
        """Keep a conversation, unless another turn has begun."""
        with self._lock:
            if self._kept.get(session, _Kept(turn, ())).turn == turn:
                self._set(session, _Kept(turn, tuple(map(_lighter, exchanges))))

    def _set(self, session: str, kept: _Kept) -> None:
        before = self._kept.get(session)
        self._answers += len(kept.exchanges) - (len(before.exchanges) if before else 0)
        self._kept[session] = kept
        self._kept.move_to_end(session)
        while len(self._kept) > 1 and (
            self._answers > self._most or len(self._kept) > MOST_CONVERSATIONS
        ):
            _, gone = self._kept.popitem(last=False)
            self._answers -= len(gone.exchanges)


def _lighter(exchange: Exchange) -> Exchange:
    """Over three documents the scores of the channels are most of what an answer weighs."""
    answer = exchange.answer
    return replace(exchange, answer=answer.without_channels()) if answer else exchange
