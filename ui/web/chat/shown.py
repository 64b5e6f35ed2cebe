"""The conversation that a tab shows: what is held of it here, and what the browser is told of it.

The browser holds the conversations. What it says was asked is the truth: where what is held here is
another conversation, or nothing any more, it is answered anew. Only turns that have changed are sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.settings import Style
from ui.web.chat.chat_html import Exchange, render_chat
from ui.web.chat.conversations import Conversations
from ui.web.chat.evidence_html import ChatPage
from ui.web.chat.talk import Talk, kept_of

#: What ``assets/scripts/talk.js`` takes: ``of`` which conversation it is, ``html`` of the turns from
#: ``since`` on, ``asked`` as it keeps it, ``back`` for the box.
News = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What the browser says with every event.

    Attributes:
        conversation: names it among those of all tabs.
        of: names it among those of the browser.
        asked: its questions, as the browser keeps them.
        documents: keys of those that alone are asked now; none for all.
        style: how the next answer speaks.
    """

    conversation: str
    of: str
    asked: Sequence[object]
    documents: Sequence[str]
    style: Style

    @classmethod
    def by(cls, talk: object, style: Style, session: str) -> Told:
        """Of what an event brings; anything else is a conversation in which nothing was asked."""
        told = talk if isinstance(talk, dict) else {}
        of = told.get("of", "")
        return cls(f"{session}/{of}", of, told.get("asked", []), told.get("in", []), style)


class ShownTalk:
    """One event in a conversation, and what becomes of it.

    Args:
        told: by the browser.
        talk: what can be done in it.
        kept: conversations that are held here.
        page: how it is shown.
    """

    def __init__(self, told: Told, talk: Talk, kept: Conversations, page: ChatPage) -> None:
        self.told = told
        self._kept = kept
        self._page = page
        held = kept.held(told.conversation)
        known = held is not None and _asked(held) == told.asked
        self.exchanges = held if known and held else talk.restore(told.asked, told.style)
        #: Turns that stand in the browser; none where they have just been answered anew.
        self._standing = list(self.exchanges) if known else []

    def all_of(self, states: Iterator[list[Exchange]], question: str = "") -> Iterator[News]:
        """Every state of the conversation; a question that could not be asked goes back to the box."""
        turn = self._kept.begin(self.told.conversation)
        for exchanges in states:
            self._kept.put(self.told.conversation, exchanges, turn)
            failed = bool(exchanges and exchanges[-1].error)
            yield self._news(exchanges, question if failed else "")

    def put(self, exchanges: list[Exchange]) -> News:
        """The conversation as it is now."""
        turn = self._kept.begin(self.told.conversation)
        self._kept.put(self.told.conversation, exchanges, turn)
        return self._news(exchanges)

    def whole(self) -> News:
        """All of the conversation, for a page where nothing of it stands."""
        self._standing = []
        return self.put(self.exchanges)

    def _news(self, exchanges: list[Exchange], back: str = "") -> News:
        pairs = enumerate(zip(self._standing, exchanges, strict=False))
        shorter = min(len(self._standing), len(exchanges))
        since = next((n for n, (old, new) in pairs if old is not new), shorter)
        html = render_chat(exchanges, self._page, since) if exchanges[since:] else ""
        asked = _asked(exchanges)
        return {"of": self.told.of, "since": since, "html": html, "asked": asked, "back": back}


def _asked(exchanges: Sequence[Exchange]) -> list[str | dict[str, object]]:
    return [kept_of(e) for e in exchanges if e.answer is not None]
