"""The verifiers of several documents, each made when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answering.quoting import document_mark
from assistant.verify.unasked import ALL_ASKED, Unasked
from assistant.verify.verdict import PastedFinding
from assistant.verify.verifier import Verifier
from corpus.citing.citations import cite_own_text
from corpus.errors import FiredutyError
from corpus.text.printed import PrintedWords
from corpus.text.provision import ProvisionId, Regulation


class LibraryVerifier:
    """Gives out what texts are checked with; safe for threads.

    Attributes:
        regulations: the documents, in the order of the library; the first is meant where none is
            named.

    Args:
        regulations: at least one, with their keys.
        make: key of a document → its verifier; called once for each.
        unasked: documents that are held and that texts are not checked by.
        of_many: of documents chosen for a text from more, how many those are; else 0.
    """

    def __init__(
        self,
        regulations: Sequence[Regulation],
        make: Callable[[str], Verifier],
        unasked: Unasked = ALL_ASKED,
        of_many: int = 0,
    ) -> None:
        self.unasked, self.of_many = unasked, of_many
        self.regulations = tuple(regulations)
        self._make = make
        self._lock = threading.Lock()
        self._made: dict[str, Verifier] = {}
        self._printed: dict[str, PrintedWords] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the documents."""
        return tuple(r.key for r in self.regulations)

    def regulation(self, key: str) -> Regulation:
        """The document with that key.

        Raises:
            FiredutyError: there is none.
        """
        for regulation in self.regulations:
            if regulation.key == key:
                return regulation
        raise FiredutyError(f"没有收录「{key}」；收录的有 {'、'.join(self.keys)}")

    def of(self, key: str) -> Verifier:
        """The verifier of a document.

        Raises:
            FiredutyError: as ``regulation``, or the document's data cannot be read.
        """
        self.regulation(key)
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(key)
            return self._made[key]

    @property
    def verifiers(self) -> Mapping[str, Verifier]:
        """All of them by key, each made when it is first looked at."""
        return _Verifiers(self)

    def tell(self, key: str, ids: Sequence[ProvisionId]) -> str:
        """Provisions of a document with its name and status, see ``place_of``."""
        return place_of(ids, self.regulation(key))

    def find(self, passage: str, key: str) -> tuple[ProvisionId, ...]:
        """The provisions of a document that print a passage; needs no verifier.

        Raises:
            FiredutyError: as ``regulation``.
        """
        regulation = self.regulation(key)
        with self._lock:
            made = self._made.get(key)
            if made is None and key not in self._printed:
                self._printed[key] = PrintedWords.of(regulation)
            printed = made.printed if made else self._printed[key]
        return printed.find(passage)


class _Verifiers(Mapping[str, Verifier]):
    def __init__(self, library: LibraryVerifier) -> None:
        self._library = library

    def __getitem__(self, key: str) -> Verifier:
        return self._library.of(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._library.keys)

    def __len__(self) -> int:
        return len(self._library.keys)


def of_document(finding: PastedFinding, regulation: Regulation) -> PastedFinding:
    """What a document's own verifier finds, told as of that document with its status."""
    return replace(
        finding,
        reason=f"{document_mark(regulation)}：{finding.reason}",
        ids=tuple(i.of(regulation.key) for i in finding.ids),
        right=tuple(i.of(regulation.key) for i in finding.right),
        document=regulation.key,
    )


def place_of(ids: Sequence[ProvisionId], regulation: Regulation) -> str:
    """Up to three provisions of a document, with its name and status: 消防法（现行有效）第六十条."""
    cited = "、".join(cite_own_text(i, regulation, title=False) for i in ids[:3])
    return f"{document_mark(regulation)}{cited}"
