"""What views are made of and what is made once: the library at this moment, texts and pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ui.web.api.documents import pin_documents
from ui.web.services import Services

#: Texts and pictures that are kept ready.
_KEPT = 12


class KeptViews:
    """The services of a running server, with the last few views that were made from them.

    Args:
        services: what answers; its library may change.
    """

    def __init__(self, services: Services) -> None:
        self._live = services
        self._made: dict[tuple[str, str, str], str] = {}

    @property
    def services(self) -> Services:
        """Those of the library at this moment."""
        return pin_documents(self._live)

    def once(self, name: str, key: str, make: Callable[[], str]) -> str:
        """What is made anew only when the documents have changed."""
        made = (name, key, self._live.held.identity)
        if made not in self._made:
            while len(self._made) >= _KEPT:
                self._made.pop(next(iter(self._made)), None)
            self._made[made] = make()
        return self._made[made]


def today() -> str:
    """The ISO date of what is made now."""
    return date.today().isoformat()
