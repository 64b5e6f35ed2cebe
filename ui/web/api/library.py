"""What the endpoints and tools about the library do: its documents told, added, replaced, removed."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.quoting import status_notice, status_notices
from assistant.answering.sources import Sources
from corpus.errors import USAGE, FiredutyError
from corpus.language.data import has_register
from index.build import WAITING
from index.derive import Progress
from index.editing import LibraryChange, add_read, remove_document, update_read
from index.library import unlisted
from index.manifest import VERSION_SIGN, ListedDocument
from index.reading import AddedPath, UnconfirmedError, confirmed, read_sent
from ui.documents.comparison_record import to_record
from ui.records.documents import chapters_of, full_record, listed_record
from ui.records.provisions import NotHereError
from ui.web.compared import compare_documents
from ui.web.guard.gate import BusyError
from ui.web.held import tell_all_statuses
from ui.web.live import LiveAssistant
from ui.web.services import Services

#: What a text is called that was sent without the name of its file.
_NAME = "这份文本"
_LONGEST_NAME = 120
#: Seconds that a change waits for one of another process, less than a request may take.
_PATIENCE = 20.0


def list_library(services: Services) -> dict[str, Any]:
    """The documents in the order of the library; the first is meant where none is named."""
    assistant = services.assistant
    if (held := services.held).listed:
        return {"documents": [_entry(d) for d in held.listed], "notice": tell_all_statuses(held)}
    return {
        "documents": [_record(services, document) for document in assistant.documents],
        "notice": status_notices(assistant.regulations),
    }


def show_document(services: Services, key: str) -> dict[str, Any]:
    """One document with its chapters.

    Raises:
        NotHereError: there is no document with that key.
    """
    held = services.held
    documents = services.assistant.documents
    if held.listed and key in held.keys_of_all:
        documents = services.only((key,)).assistant.documents
    for document in documents:
        if document.regulation.key == key:
            more = {"chapters": chapters_of(document.regulation)}
            notice = status_notice(document.regulation)
            return {**_record(services, document), **more, "notice": notice}
    raise NotHereError(str(unlisted(key, services.assistant.library.keys)), exit_code=USAGE)


def _entry(listed: ListedDocument) -> dict[str, Any]:
    """What the list of a large library tells of a document without opening it."""
    return listed_record(listed) | {"questions": listed.questions, "origin": listed.source}


def compare_two(services: Services, a: str, b: str = "", *, all: bool = False) -> dict[str, Any]:
    """Two documents side by side, old versions too.

    Args:
        a, b: keys; without the second one two versions of the first.
        all: with the rows in which nothing changed.

    Raises:
        FiredutyError: there is no such document, both are the same, or there is no second version.
    """
    return to_record(compare_documents(services, a, b), whole=all)


def _record(services: Services, document: Sources) -> dict[str, Any]:
    regulation = document.regulation
    manifest = services.assistant.library.manifest
    listed = manifest.documents if manifest else ()
    versions = [v.key for v in regulation.others if not v.answers]
    return full_record(regulation) | {
        "number": regulation.number,
        "source": regulation.source,
        "provisions": len(regulation.leaves()),
        "questions": len(document.index.question_leaf),
        "has_register": has_register(document.index.language.folder),
        "has_plain": bool(document.plain),
        "origin": next((d.source for d in listed if d.key == regulation.key), "given"),
        "versions": [key.partition(VERSION_SIGN)[2] for key in versions],
    }


@dataclass(frozen=True, slots=True)
class LibraryEditor:
    """Changes the library that a running server answers from.

    Attributes:
        live: the assistant of that server, which answers from the new library when a change is done.
    """

    live: LiveAssistant

    def read(self, data: bytes, name: str) -> AddedPath:
        """A file that was sent, read and not added.

        Raises:
            FiredutyError: it cannot be read.
        """
        return read_sent(data, _plain_name(name), self.live.settings.embedder)

    def add(self, text: str, name: str = "", *, sure: bool = False) -> dict[str, Any]:
        """Add a text; the same text twice is no change.

        Args:
            text: of a regulation.
            name: of the file that it was read from.
            sure: whether somebody has looked at how it was read.

        Raises:
            FiredutyError: it cannot be read, is in doubt and nobody has looked, or another text with
                its title is in the library.
        """
        read = [self._read(text, name, sure=sure)]
        change = add_read(*self._where(), read, _patient(), chroma=self._chroma)
        (outcome,) = change.added
        if outcome.fault is not None or outcome.document is None:
            said = _told_here(str(outcome.fault))
            raise FiredutyError(said, exit_code=USAGE) from outcome.fault
        return self._done(change, outcome.document.key, changed=outcome.is_new)

    def update(self, key: str, text: str, name: str = "", *, sure: bool = False) -> dict[str, Any]:
        """Put a newer text in the place of a document, which stays under its key and version.

        Args:
            key: of the document.
            text, name, sure: as of ``add``.

        Raises:
            FiredutyError: the text cannot be read, or is in doubt and nobody has looked.
            NotHereError: there is no such document.
        """
        self._find(key)
        one = self._read(text, name, sure=sure)
        change = update_read(*self._where(), key, one, _patient(), chroma=self._chroma)
        new = change.document
        return self._done(change, new.key if new else key, changed=new is not None)

    def remove(self, key: str) -> dict[str, Any]:
        """Take a document out of the library.

        Raises:
            FiredutyError: it is the only one.
            NotHereError: there is no such document.
        """
        self._find(key)
        change = remove_document(*self._where(), key, _patient(), chroma=self._chroma)
        return self._done(change, key, changed=True)

    def _where(self) -> tuple[Path, str]:
        settings = self.live.settings
        return settings.home, settings.embedder

    @property
    def _chroma(self) -> str | None:
        return self.live.settings.chroma

    def _find(self, key: str) -> None:
        manifest = self.live.library.manifest
        keys = [d.key for d in manifest.documents] if manifest else []
        if key not in keys:
            raise NotHereError(str(unlisted(key, keys)), exit_code=USAGE)

    def _read(self, text: str, name: str, *, sure: bool) -> AddedPath:
        read = read_sent(text.encode(), _plain_name(name), self.live.settings.embedder)
        (one,) = confirmed([read], lambda _: sure)
        if isinstance(one.fault, UnconfirmedError):
            said = f"{one.fault}。看过没有问题，请加上 confirmed: true"
            raise FiredutyError(said, exit_code=one.fault.exit_code)
        return one

    def _done(self, change: LibraryChange, key: str, *, changed: bool) -> dict[str, Any]:
        self.live.refresh()
        return {
            "key": key,
            "changed": changed,
            "told": [*change.notes, *change.built.shelf.notes],
            "keys": list(self.live.library.keys),
            "notice": status_notices(self.live.regulations),
        }


def _patient() -> Progress:
    """Told how a change goes on; gives up where another process changes the library for too long."""
    until = time.monotonic() + _PATIENCE

    def told(what: str, done: int, total: int) -> None:
        if what == WAITING and time.monotonic() > until:
            raise BusyError("另一个程序正在改动资料库，这次没有改动；请等它做完再试")

    return told


def _plain_name(name: str) -> str:
    """The name of a file without folders and characters that show nothing."""
    last = re.split(r"[/\\]", name)[-1].strip(". ")
    return "".join(c for c in last if c.isprintable())[:_LONGEST_NAME] or _NAME


def _told_here(said: str) -> str:
    """What is told of a text, with what this interface has in place of a command."""
    return re.sub(r"请运行 fireduty library update (\S+) .*", r"请用 PUT /api/v1/library/\1", said)
