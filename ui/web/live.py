"""The assistant of a running server, which answers from a changed library without a new start.

The new library is opened aside; who has begun to ask goes on with the old one.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.errors import FiredutyError
from corpus.text.load import load_regulation
from index.manifest import POINTER, library_place

#: Seconds between two looks at which library is in use.
_SECONDS = 1.0
#: Seconds in which the program starts and its first page is opened.
_STARTING = 6.0
_log = logging.getLogger("fireduty.library")


class LiveAssistant:
    """The assistant of the library that is in use; all that it does is that one's.

    Args:
        settings: name the library.

    Raises:
        FiredutyError: it cannot be opened; says what to do.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        slug = None if settings.regulation is None else load_regulation(settings.regulation).slug
        self._pointer = library_place(settings.home, slug) / POINTER
        self._opening = threading.Lock()
        self._seen = self._look()
        self._current = Assistant.open(settings)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._current, name)

    def only(self, keys: Sequence[str]) -> Assistant:
        """As of ``Assistant``; of no keys the assistant of this moment, which changes no more."""
        return self._current.only(keys)

    def refresh(self) -> None:
        """Answer from the library that is in use now, where that is another one.

        Raises:
            FiredutyError: it cannot be opened; the old one goes on answering.
        """
        with self._opening:
            seen = self._look()
            if seen == self._seen:
                return
            self._current = Assistant.open(self.settings)
            self._seen = seen

    def watch(self) -> None:
        """Refresh whenever another process has changed the library, for as long as the program runs."""
        threading.Thread(target=self._watch, name="library", daemon=True).start()
        ready = threading.Timer(_STARTING, self._get_ready)
        ready.daemon = True
        ready.start()

    def _get_ready(self) -> None:
        """Make what takes a second or two to make and only some questions need: nobody should wait for it."""
        for document in self._current.documents:
            with suppress(FiredutyError):  # told to whoever asks for it
                _ = document.verifier, document.suggestions

    def _watch(self) -> None:
        wait, refused = threading.Event(), None
        while not wait.wait(_SECONDS):
            seen = self._look()
            if seen in (self._seen, refused):
                continue
            try:
                self.refresh()
                refused = None
                _log.info("资料库有变化，已换用新的")
            except FiredutyError as error:
                refused = seen  # said once, until it changes again
                _log.error("新的资料库打不开，继续用原来的：%s", error)

    def _look(self) -> tuple[int, int] | None:
        """What changes when another library is put in use."""
        try:
            found = os.stat(self._pointer)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino
