"""The vector store: Chroma in a folder, or a Chroma server. One process owns a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

#: Chroma takes at most 5,461 rows in one call.
_BATCH = 5_000


def connect(where: str) -> ClientAPI:
    """A client for a folder, or for a server where ``where`` begins with ``http://`` or ``https://``.

    Raises:
        FiredutyError: the server does not answer, or the folder cannot be opened.
    """
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    try:
        if where.startswith(("http://", "https://")):
            host, _, port = where.removeprefix("http://").removeprefix("https://").partition(":")
            return chromadb.HttpClient(
                host=host,
                port=int(port.rstrip("/") or 8000),
                ssl=where.startswith("https"),
                settings=settings,
            )
        return chromadb.PersistentClient(path=where, settings=settings)
    except ValueError as error:
        raise FiredutyError(f"连不上向量库 {where}：请确认 chroma run 已启动、地址正确") from error


def fill(
    client: ClientAPI,
    name: str,
    ids: Sequence[str],
    documents: Sequence[str],
    vectors: NDArray[np.float32],
) -> None:
    """Replace a collection by these rows. ``vectors`` is ``(len(ids), dim)``."""
    if name in {c.name for c in client.list_collections()}:
        client.delete_collection(name)
    collection = client.create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": {"space": "ip", "ef_search": 200, "ef_construction": 64}},
    )
    for start in range(0, len(ids), _BATCH):
        part = slice(start, start + _BATCH)
        collection.upsert(
            ids=list(ids[part]), documents=list(documents[part]), embeddings=vectors[part]
        )


class ChromaScores:
    """Inner products of a query with all rows of a collection, by asking Chroma.

    Args:
        where: folder or server.
        name: collection.
        ids: row order of the result.
    """

    def __init__(self, where: str, name: str, ids: Sequence[str]) -> None:
        self._client = connect(where)
        self._collection: Collection = self._client.get_collection(name, embedding_function=None)
        self._rows = {id_: row for row, id_ in enumerate(ids)}

    def __call__(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """``(len(ids),)`` inner products; rows that Chroma did not return get the lowest value."""
        result = self._collection.query(
            query_embeddings=[vector.tolist()], n_results=len(self._rows), include=["distances"]
        )
        distances = result["distances"]
        assert distances is not None
        scores = np.full(len(self._rows), -1.0, np.float32)
        for id_, distance in zip(result["ids"][0], distances[0], strict=True):
            scores[self._rows[id_]] = 1.0 - distance
        return scores


class MatrixScores:
    """The same inner products from a matrix in memory: exact, and needs no import of Chroma.

    Args:
        vectors: ``(n, dim)`` unit rows.
    """

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = vectors

    def __call__(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """``(n,)`` inner products."""
        # einsum and not @: one small product is over before a BLAS has woken its threads.
        scores: NDArray[np.float32] = np.einsum("ij,j->i", self._vectors, vector)
        return scores


def chroma_folder(index_folder: Path) -> str:
    """Where a build keeps its Chroma files."""
    return str(index_folder / "chroma")
