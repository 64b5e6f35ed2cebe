"""Which two texts are compared: documents of the library by their keys, or files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.errors import USAGE, FiredutyError
from corpus.text.load import load_regulation
from corpus.text.provision import Regulation
from corpus.text.versions import is_dated
from index.documents import key_of, with_key
from index.library import Library
from index.manifest import ListedDocument
from index.opening import choose_listed
from index.texts import ListedText, beside_others, texts_in


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version of a document that may be compared.

    Attributes:
        listed: what the library lists it as.
        read: gives its text.
    """

    listed: ListedDocument
    read: Callable[[], Regulation]


def candidates_of(texts: Sequence[ListedText]) -> tuple[Candidate, ...]:
    """Documents by their texts alone, each with its other versions."""
    every = tuple(version for text in texts for version in (text, *text.others))
    return tuple(
        Candidate(text.listed, partial(_text, beside_others(text, every))) for text in every
    )


def candidates_in(library: Library) -> tuple[Candidate, ...]:
    """The documents of an opened library with their other versions, which are read when asked for."""
    opened = {index.regulation.key: index.regulation for index in library.indexes}
    if library.folder is None or library.manifest is None:
        return tuple(
            Candidate(_entry(regulation), partial(_same, regulation))
            for regulation in opened.values()
        )
    found = []
    for text in texts_in(library.folder, library.manifest):
        regulation = opened.get(text.listed.key)
        read = partial(_text, text) if regulation is None else partial(_same, regulation)
        if regulation is not None or text.listed.base in opened:
            found.append(Candidate(text.listed, read))
    return tuple(found)


def _text(text: ListedText) -> Regulation:
    return text.regulation


def _same(regulation: Regulation) -> Regulation:
    return regulation


def _entry(regulation: Regulation) -> ListedDocument:
    key, slug, title = regulation.key, regulation.slug, regulation.title
    return ListedDocument(key, slug, title, regulation.version, "given", "", 0, 0)


def choose_two(
    first: str, second: str, among: Sequence[Candidate], *, files: bool = False
) -> tuple[Regulation, Regulation]:
    """The two texts that are named.

    Args:
        first, second: a key, a key with a version, a title, or the path of a file or folder; without a
            second one the newest version of the first is compared with the one before, an older one
            with the one that answers.
        among: the documents of the library.
        files: whether a name may be that of a file.

    Raises:
        FiredutyError: a name is that of no document, a text cannot be read, both are the same
            document, or there is no second version.
    """
    if not second:
        return _two_versions(_find(first, among), among)
    one, other = (_named(name, among, files=files) for name in (first, second))
    same = one == other or (
        isinstance(one, Path) and isinstance(other, Path) and one.resolve() == other.resolve()
    )
    if same:
        raise FiredutyError(
            f"「{first}」和「{second}」是同一份文本，没有可比的；请换一份", exit_code=USAGE
        )
    return _read(one), _read(other)


def _named(name: str, among: Sequence[Candidate], *, files: bool) -> Candidate | Path:
    try:
        return _find(name, among)
    except FiredutyError:
        if not files or not Path(name).exists():
            raise
        return Path(name)


def _find(key: str, among: Sequence[Candidate]) -> Candidate:
    listed = [candidate.listed for candidate in among]
    (found,) = choose_listed(listed, (key,))
    return among[listed.index(found)]


def _read(source: Candidate | Path) -> Regulation:
    if isinstance(source, Candidate):
        return source.read()
    regulation = load_regulation(source)
    return with_key(regulation, key_of(regulation))


def _two_versions(asked: Candidate, among: Sequence[Candidate]) -> tuple[Regulation, Regulation]:
    """A version and the one that answers; of that one the newest and the one before it."""
    every = sorted((c for c in among if c.listed.base == asked.listed.base), key=_age)
    if len(every) == 1:
        raise FiredutyError(
            f"「{asked.listed.key}」只收录了一个版本，没有可比的；请写出两份", exit_code=USAGE
        )
    pair = every[-2:]
    if not asked.listed.is_current:
        pair = [c for c in every if c is asked or c.listed.is_current]
    return pair[0].read(), pair[1].read()


def _age(candidate: Candidate) -> tuple[bool, str, bool]:
    """Sorts versions, the newest last; of those without a date the one that answers."""
    listed = candidate.listed
    return is_dated(listed.version), listed.version, listed.is_current
