"""Documents added to a library, taken out of it, replaced by a newer version.

Each change is a new index beside the one in use (``index.build``): who asks meanwhile asks the old one,
and a change that fails leaves it as it was. What is found out about a document is told in Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.citing.instruments import is_same_title
from corpus.errors import USAGE, FiredutyError
from corpus.text.status import status_shown
from corpus.text.versions import is_dated, is_earlier
from index.adding import Adding, put_in_order
from index.build import BuiltLibrary, build_library
from index.derive import Progress
from index.documents import HeldDocument, is_same_text
from index.embed import identify_embedder
from index.library import unlisted
from index.reading import AddedPath, Confirm, accept, confirmed, read_documents, read_one
from index.scratch import scratch_folder
from index.shelf import Shelf
from index.versions import name_versions, shelve


@dataclass(frozen=True, slots=True)
class LibraryChange:
    """A library after a change.

    Attributes:
        built: what is in use now.
        added: what came of each file that was to be added, or of the one that replaces another.
        document: that was removed, or that replaces another one; None where nothing was done.
        notes: Chinese, what else there is to know.
    """

    built: BuiltLibrary
    added: tuple[AddedPath, ...] = ()
    document: HeldDocument | None = None
    notes: tuple[str, ...] = ()


def quiet(what: str, done: int, total: int) -> None:
    """No progress is shown."""


def add_documents(
    home: Path,
    embedder: str,
    paths: Sequence[Path],
    progress: Progress = quiet,
    confirm: Confirm = accept,
    *,
    versions: bool = False,
    chroma: str | None = None,
) -> LibraryChange:
    """Read documents and add them to the library: ``read_documents``, ``confirmed``, ``add_read``.

    Args:
        home: folder of the indexes.
        embedder: ``builtin``, a folder or a hub name.
        paths: as of ``index.gathering``, files of any kind that ``corpus.readers`` reads; the key of a
            document that ships and was removed.
        progress, chroma: see ``index.build``.
        confirm: asked once, where any are not cleanly read, whether those are added too.
        versions: as of ``add_read``.

    Raises:
        FiredutyError: the library cannot be written; it is as before.
    """
    read = read_documents(paths, embedder, lambda n, total: progress("读文本", n, total))
    return add_read(
        home, embedder, confirmed(read, confirm), progress, versions=versions, chroma=chroma
    )


def add_read(
    home: Path,
    embedder: str,
    read: Sequence[AddedPath],
    progress: Progress = quiet,
    *,
    versions: bool = False,
    chroma: str | None = None,
) -> LibraryChange:
    """Add documents that were read; those with a fault are told, the others added.

    Args:
        home, embedder, progress, chroma: as of ``add_documents``.
        read: what ``read_documents`` and ``confirmed`` gave.
        versions: whether another text with the title of a listed one is a version of it, of which the
            newest answers, and texts that go on from each other are one; else it is refused.

    Raises:
        FiredutyError: the library cannot be written; it is as before.
    """
    identity = identify_embedder(embedder)
    if versions:
        with scratch_folder() as scratch:
            read = put_in_order(read, scratch, identity)
    added: list[AddedPath] = []

    def change(shelf: Shelf) -> Shelf:
        adding = Adding(shelf, identity, versions=versions)
        added[:] = [adding.add(one) for one in read]
        return adding.shelf

    built = build_library(
        home, embedder, if_stale=True, change=change, chroma=chroma, progress=progress
    )
    now = {d.slug: d for d in built.shelf.documents}  # a later one may have made a version of it
    return LibraryChange(built, tuple(_as_it_is(one, now) for one in added))


def _as_it_is(one: AddedPath, now: Mapping[str, HeldDocument]) -> AddedPath:
    if one.document is None:
        return one
    return replace(one, document=now.get(one.document.slug, one.document))


def update_document(
    home: Path,
    embedder: str,
    key: str,
    path: Path,
    progress: Progress = quiet,
    *,
    confirm: Confirm = accept,
    chroma: str | None = None,
) -> LibraryChange:
    """Read a newer text and put it in the place of a listed one: ``update_read``.

    Args:
        home, embedder, progress, confirm, chroma: as of ``add_documents``.
        key: of the listed document.
        path: file of any kind, or folder with ``regulation.txt``.

    Raises:
        FiredutyError: there is no such document, the file cannot be read or was not confirmed, or the
            library cannot be written; it is as before.
    """
    (one,) = confirmed([read_one(path, embedder)], confirm)
    return update_read(home, embedder, key, one, progress, chroma=chroma)


def update_read(
    home: Path,
    embedder: str,
    key: str,
    one: AddedPath,
    progress: Progress = quiet,
    *,
    chroma: str | None = None,
) -> LibraryChange:
    """Put a newer text in the place of a listed one, which stays under its key and version.

    A text that is older than the listed one, or not in force while that is, is put beside it.

    Args:
        home, embedder, key, progress, chroma: as of ``update_document``.
        one: the text, as ``read_one`` and ``confirmed`` gave it.

    Raises:
        FiredutyError: it was not confirmed, there is no such document, or the library cannot be
            written; it is as before.
    """
    if one.document is None:
        raise one.fault or FiredutyError(f"{one.path} 读不出", exit_code=USAGE)
    new = one.document
    notes: list[str] = []
    done: list[HeldDocument] = []

    def change(shelf: Shelf) -> Shelf:
        listed = _find(shelf, key)
        notes.clear()
        done.clear()
        if same := next((d for d in shelf.documents if is_same_text(d, new)), None):
            notes.append(f"「{same.key}」就是这一份文本，没有改动")
            return shelf
        if not is_same_title(listed.regulation.title, new.regulation.title):
            notes.append(f"名称由《{listed.regulation.title}》变为《{new.regulation.title}》")
        documents = shelve(shelf.documents, new.named(listed.base))
        done.extend(d for d in documents if d.slug == new.slug)
        return replace(shelf, documents=documents)

    built = build_library(
        home, embedder, if_stale=True, change=change, chroma=chroma, progress=progress
    )
    return LibraryChange(built, (one,), done[0] if done else None, tuple(notes))


def remove_document(
    home: Path,
    embedder: str,
    key: str,
    progress: Progress = quiet,
    *,
    chroma: str | None = None,
) -> LibraryChange:
    """Take a document out of the library; of several versions the newest that is left answers.

    That another one answers by the key from now on is told in the notes.

    Args:
        home, embedder, progress, chroma: as of ``add_documents``.
        key: of the document.

    Raises:
        FiredutyError: there is no such document, it is the only one, or the library cannot be
            written; it is as before.
    """
    done: list[HeldDocument] = []
    notes: list[str] = []

    def change(shelf: Shelf) -> Shelf:
        listed = _find(shelf, key)
        rest = tuple(d for d in shelf.documents if d is not listed)
        if not rest:
            raise FiredutyError(
                f"资料库里只有「{listed.key}」这一部，不能去掉；请先添加别的", exit_code=USAGE
            )
        done[:] = [listed]
        shipped = (listed.slug,) if listed.source == "shipped" else ()
        removed = tuple(sorted({*shelf.removed, *shipped}))
        named = name_versions(rest, listed.base)
        notes[:] = [told for d in named if d.key == key and (told := _takes_over(d, listed))]
        return replace(shelf, documents=named, removed=removed)

    built = build_library(
        home, embedder, if_stale=True, change=change, chroma=chroma, progress=progress
    )
    return LibraryChange(built, document=done[0], notes=tuple(notes))


def _takes_over(now: HeldDocument, before: HeldDocument) -> str:
    """That another version answers by a key from now on, and what each of the two is."""
    first, second = now.regulation, before.regulation
    if is_earlier(first.version, second.version):
        kind = "旧版"
    else:
        kind = "较新的一版" if is_earlier(second.version, first.version) else "另存的一版"
    return f"「{now.key}」现在由{kind}回答，是{_told(now)}；去掉的是{_told(before)}"


def _told(document: HeldDocument) -> str:
    """A version by its date and its own status: 2021-04-29 的（现行有效）."""
    regulation = document.regulation
    dated = f" {regulation.version} 的" if is_dated(regulation.version) else "没有写明日期的"
    return f"{dated}一版，{status_shown(regulation)}"


def _find(shelf: Shelf, key: str) -> HeldDocument:
    for document in shelf.documents:
        if document.key == key:
            return document
    raise unlisted(key, [d.key for d in shelf.documents])
