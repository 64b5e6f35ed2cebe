"""What the endpoints and tools about the library do: its documents told, added, replaced, removed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answering.quoting import status_notice, status_notices
from assistant.answering.sources import Sources
from corpus.errors import USAGE, FiredutyError
from corpus.language.data import has_register
from corpus.text.provision import Level
from corpus.text.status import status_by, status_shown
from corpus.text.versions import newer_version
from index.editing import LibraryChange, add_documents, remove_document, update_document
from index.library import unlisted
from index.manifest import VERSION_SIGN, ListedDocument
from ui.records.provisions import NotHereError
from ui.web.held import tell_all_statuses
from ui.web.live import LiveAssistant
from ui.web.services import Services

#: Name of the file that holds a text which was sent.
_NAME = "文本.txt"


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
            nodes = document.regulation.body.walk()
            chapters = [n.heading for n in nodes if Level.PART <= n.level <= Level.CHAPTER]
            notice = status_notice(document.regulation)
            return {**_record(services, document), "chapters": chapters, "notice": notice}
    raise NotHereError(str(unlisted(key, services.assistant.library.keys)), exit_code=USAGE)


def _entry(listed: ListedDocument) -> dict[str, Any]:
    """What the list of a large library tells of a document without opening it."""
    return {
        "key": listed.key,
        "title": listed.title,
        "status": status_by(listed.status, listed.effective, date.today()),
        "version": listed.version,
        "effective": listed.effective or None,
        "articles": listed.articles,
        "provisions": listed.leaves,
        "questions": listed.questions,
        "origin": listed.source,
    }


def _record(services: Services, document: Sources) -> dict[str, Any]:
    regulation = document.regulation
    manifest = services.assistant.library.manifest
    listed = manifest.documents if manifest else ()
    versions = [v.key for v in regulation.others if not v.answers]
    newer = newer_version(regulation)
    return {
        "key": regulation.key,
        "title": regulation.title,
        "rank": regulation.rank,
        "status": regulation.status,
        "status_shown": status_shown(regulation),
        "status_source": regulation.status_source,
        "as_of": _day(regulation.as_of),
        "version": regulation.version,
        "effective": _day(regulation.effective),
        "issuer": regulation.issuer or "",
        "number": regulation.number,
        "source": regulation.source,
        "articles": len(regulation.articles()),
        "provisions": len(regulation.leaves()),
        "questions": len(document.index.question_leaf),
        "has_register": has_register(document.index.language.folder),
        "has_plain": bool(document.plain),
        "origin": next((d.source for d in listed if d.key == regulation.key), "given"),
        "versions": [key.partition(VERSION_SIGN)[2] for key in versions],
        "newer": newer.key if newer else None,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True)
class LibraryEditor:
    """Changes the library that a running server answers from.

    Attributes:
        live: the assistant of that server, which answers from the new library when a change is done.
    """

    live: LiveAssistant

    def add(self, text: str) -> dict[str, Any]:
        """Add a text; the same text twice is no change.

        Raises:
            FiredutyError: it cannot be read, or another text with its title is in the library.
        """
        change = self._with_file(
            text, lambda path: add_documents(*self._where(), [path], chroma=self._chroma)
        )
        (outcome,) = change.added
        assert outcome.document is not None
        return self._done(change, outcome.document.key, changed=outcome.is_new)

    def update(self, key: str, text: str) -> dict[str, Any]:
        """Put a newer text in the place of a document, which stays under its key and version.

        Raises:
            FiredutyError: the text cannot be read.
            NotHereError: there is no such document.
        """
        self._find(key)
        change = self._with_file(
            text, lambda path: update_document(*self._where(), key, path, chroma=self._chroma)
        )
        new = change.document
        return self._done(change, new.key if new else key, changed=new is not None)

    def remove(self, key: str) -> dict[str, Any]:
        """Take a document out of the library.

        Raises:
            FiredutyError: it is the only one.
            NotHereError: there is no such document.
        """
        self._find(key)
        change = remove_document(*self._where(), key, chroma=self._chroma)
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

    def _with_file(self, text: str, change: Callable[[Path], LibraryChange]) -> LibraryChange:
        """A change that takes the text from a file, which is there for so long."""
        with tempfile.TemporaryDirectory(prefix="fireduty-") as folder:
            path = Path(folder) / _NAME
            path.write_text(text, "utf-8")
            try:
                done = change(path)
                fault = next((one.fault for one in done.added if one.fault), None)
                if fault is not None:
                    raise fault
            except FiredutyError as error:
                said = _without_file(str(error), path)
                raise FiredutyError(said, exit_code=error.exit_code) from error
        return done

    def _done(self, change: LibraryChange, key: str, *, changed: bool) -> dict[str, Any]:
        self.live.refresh()
        return {
            "key": key,
            "changed": changed,
            "told": [*change.notes, *change.built.shelf.notes],
            "keys": list(self.live.library.keys),
            "notice": status_notices(self.live.regulations),
        }


def _without_file(said: str, path: Path) -> str:
    """What is told of a text, without the file and the command that this interface does not have."""
    said = re.sub(r"请运行 fireduty library update (\S+) \S+", r"请用 PUT /api/v1/library/\1", said)
    return said.replace(f"{path}：", "").replace(str(path), "这份文本")
