"""The vectors of an index on a Chroma server, which the web processes of a library ask by URL.

Each index has a collection of its own, named after its identity, which says what is in it: who still
asks the index before goes on with the collection before. It is filled before the index is put in use,
and dropped with the index. A server that does not take it keeps nobody from changing the library: who
finds no such collection scores in memory, which gives the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import FiredutyError
from index.documents import HeldDocument
from index.layout import COLLECTION, segment_folder, stored_id
from index.manifest import FOLDER
from index.segment_files import read_vectors
from index.store import StoredRow, drop_from_server, fill_server, is_server
from index.wide_layout import MOST_NARROW


def collection_of(identity: str) -> str:
    """Name of the collection of an index on a server."""
    return f"{COLLECTION}-{identity}"


def stored_rows(documents: Sequence[HeldDocument]) -> list[StoredRow]:
    """A row for each leaf of the documents, in the order of their vectors."""
    several = len(documents) > 1
    return [
        StoredRow(
            stored_id(document.regulation, leaf, several), document.key, leaf.lead_in + leaf.text
        )
        for document in documents
        for leaf in document.regulation.leaves()
    ]


def share_vectors(
    chroma: str | None, folder: Path, identity: str, documents: Sequence[HeldDocument]
) -> tuple[str, ...]:
    """Put the vectors of a finished index on the server, where one is set and they are not there yet.

    Args:
        chroma: as of ``index.opening.open_library``.
        folder: of the index.
        identity: of the index.
        documents: that it holds.

    Returns:
        Chinese, why they are not there.
    """
    answering = sum(d.key == d.base for d in documents)
    if chroma is None or not is_server(chroma) or answering > MOST_NARROW:
        return ()  # of more documents nobody asks a server
    rows = stored_rows(documents)
    vectors = [
        read_vectors(segment_folder(folder, d.slug))[: len(d.regulation.leaves())]
        for d in documents
    ]
    try:
        fill_server(chroma, collection_of(identity), rows, np.concatenate(vectors))
    except FiredutyError as error:
        return (f"{error}；向量没有写进去，在内存里算，回答不受影响",)
    return ()


def identities_in(place: Path) -> frozenset[str]:
    """Identities of the indexes that stand in a library's folder."""
    found = (FOLDER.fullmatch(folder.name) for folder in place.iterdir())
    return frozenset(match["identity"] for match in found if match)


def forget_vectors(chroma: str | None, identities: frozenset[str]) -> None:
    """Drop the collections of indexes that are gone; a server that is away keeps them."""
    if chroma is None or not is_server(chroma) or not identities:
        return
    try:
        drop_from_server(chroma, [collection_of(identity) for identity in sorted(identities)])
    except FiredutyError:
        return  # told when they were to be put there
