"""The vector store: Chroma in a folder, or a Chroma server. One process owns a folder; a server is asked
by many, and holds a collection for each index, see ``index.vector_server``."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from corpus.proxies import without_proxies
from index.seals import REMEDY

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where
    from chromadb.config import Settings

#: Chroma takes at most 5,461 rows in one call.
_BATCH = 5_000
#: Between Chroma's inner products and those of the matrix that it was filled from.
_SAME = 1e-3
#: Chroma does not always say why it cannot write; with fewer bytes left there is no other reason.
_ROOM = 2_000_000
#: Seconds that a server gets for an answer, and for taking in a batch of rows.
_PATIENCE = 3.0
_PATIENCE_WRITING = 120.0
#: Bytes of what a server says of its heart; another program behind the address may say anything.
_LONGEST_BEAT = 1_000


def connect(where: str, *, writing: bool = False) -> ClientAPI:
    """A client for a folder, or for a server where ``where`` begins with ``http://`` or ``https://``.

    Raises:
        FiredutyError: the server does not answer, or the folder cannot be opened.
    """
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    with told(where, writing=writing):
        if is_server(where):
            return _reach(where, settings, _PATIENCE_WRITING if writing else _PATIENCE)
        return chromadb.PersistentClient(path=where, settings=settings)
    raise AssertionError("told() lets nothing through but errors of ours")


def _reach(where: str, settings: Settings, patience: float) -> ClientAPI:
    """A client of a server that answers, and that is not waited for without end."""
    import chromadb

    address = urlsplit(where)
    port = address.port or 8000
    # Chroma's client waits for ever for a server that takes a connection and says nothing.
    base = f"{address.scheme}://{address.hostname or ''}:{port}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{base}/api/v2/heartbeat", timeout=_PATIENCE) as reply:
        if b"heartbeat" not in reply.read1(_LONGEST_BEAT):  # what has come: it may never end
            raise ConnectionError("another program")
    with without_proxies():
        client = chromadb.HttpClient(
            host=address.hostname or "", port=port, ssl=address.scheme == "https", settings=settings
        )
    session = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:  # there is no setting for it
        session.timeout = patience
    return client


def is_server(where: str) -> bool:
    """Whether it is the address of a server, not a folder."""
    return where.startswith(("http://", "https://"))


@contextmanager
def told(where: str, *, writing: bool = False) -> Iterator[None]:
    """What Chroma raises, of whatever class, as one line on the folder or the server.

    Raises:
        FiredutyError: something was raised.
    """
    try:
        yield
    except FiredutyError:
        raise
    except BaseException as error:
        # A panic of Chroma's core is no Exception, and its class cannot be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise FiredutyError(_fault(where, str(error), writing=writing)) from error


def _fault(where: str, said: str = "", *, writing: bool = False) -> str:
    """What went wrong with a folder or a server, and what to do."""
    if is_server(where):
        return (
            f"连不上向量库 {where}：请确认 chroma run 已启动、地址正确、版本与本程序的相同、"
            "里面是这个索引（fireduty index build --if-stale 会写进去），"
            "或去掉 FIREDUTY_CHROMA 改在内存里算"
        )
    full = any(words in said for words in ("disk is full", "No space left", "os error 28"))
    full = full or (writing and _no_room(where))
    if full or writing:
        return (
            f"无法写入向量库 {where}（{'磁盘已满' if full else '系统不允许'}）；"
            "请检查权限和磁盘空间，或用环境变量 FIREDUTY_HOME 换一个位置"
        )
    return f"向量库 {where} 打不开或已损坏；{REMEDY}，或去掉 FIREDUTY_CHROMA 改在内存里算"


def _no_room(where: str) -> bool:
    """Whether the disk of a folder has no room left to write a collection in."""
    with suppress(OSError):
        return shutil.disk_usage(Path(where).parent).free < _ROOM
    return False


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One provision in a collection.

    Attributes:
        id: its address, told apart from those of other documents.
        document: key of its document.
        text: its words.
    """

    id: str
    document: str
    text: str


def fill(where: str, name: str, rows: Sequence[StoredRow], vectors: NDArray[np.float32]) -> None:
    """Make a collection of these rows in a new folder. ``vectors`` is ``(len(rows), dim)``.

    Raises:
        FiredutyError: it cannot be written.
    """
    with told(where, writing=True):
        client = connect(where, writing=True)
        # Everything goes to the files at once; else each opening writes the last rows anew, and the
        # files would not be those that were sealed.
        _fill(client, name, rows, vectors, batch_size=1, sync_threshold=1)
        client.close()  # type: ignore[attr-defined]  # on the class, not on the interface


def fill_server(
    where: str, name: str, rows: Sequence[StoredRow], vectors: NDArray[np.float32]
) -> None:
    """As ``fill``, on a server; not where it is there whole, and anew where it is there in part.

    Raises:
        FiredutyError: the server does not take it.
    """
    with suppress(FiredutyError):
        ChromaScores(where, name, [row.id for row in rows], vectors)
        return
    with told(where, writing=True):
        client = connect(where, writing=True)
        _drop(client, name)
        _fill(client, name, rows, vectors)


def drop_from_server(where: str, names: Sequence[str]) -> None:
    """Delete collections that are there.

    Raises:
        FiredutyError: the server does not do it.
    """
    with told(where, writing=True):
        client = connect(where, writing=True)
        for name in names:
            _drop(client, name)


def _drop(client: ClientAPI, name: str) -> None:
    from chromadb.errors import NotFoundError

    with suppress(NotFoundError):
        client.delete_collection(name)


def _fill(
    client: ClientAPI,
    name: str,
    rows: Sequence[StoredRow],
    vectors: NDArray[np.float32],
    **written: int,
) -> None:
    hnsw = {"space": "ip", "ef_search": 200, "ef_construction": 64, **written}
    collection = client.create_collection(
        name,
        embedding_function=None,
        configuration=cast("CreateCollectionConfiguration", {"hnsw": hnsw}),
    )
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        collection.upsert(
            ids=[row.id for row in part],
            documents=[row.text for row in part],
            metadatas=[{"document": row.document} for row in part],
            embeddings=vectors[start : start + _BATCH],
        )


class ChromaScores:
    """Inner products of a query with rows of a collection, by asking Chroma.

    Args:
        where: folder or server.
        name: collection.
        ids: row order of the result.
        vectors: ``(len(ids), dim)`` of the index, for one look at whether Chroma holds the same.
        documents: keys of the documents that are asked; none for the whole collection.

    Raises:
        FiredutyError: it cannot be reached or read, or holds other vectors.
    """

    def __init__(
        self,
        where: str,
        name: str,
        ids: Sequence[str],
        vectors: NDArray[np.float32],
        documents: Sequence[str] = (),
    ) -> None:
        self._where = where
        among = {"$in": [*documents]}
        self._only = cast("Where", {"document": among}) if documents else None
        self._client = connect(where)
        self._rows = {id_: row for row, id_ in enumerate(ids)}
        with told(where):
            self._collection: Collection = self._client.get_collection(
                name, embedding_function=None
            )
        probe = np.ones(vectors.shape[1], np.float32) / np.sqrt(np.float32(vectors.shape[1]))
        if not np.allclose(self(probe), vectors @ probe, atol=_SAME):
            raise FiredutyError(_fault(where))

    def __call__(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """``(len(ids),)`` inner products; rows that Chroma did not return get the lowest value."""
        scores = np.full(len(self._rows), -1.0, np.float32)
        with told(self._where):
            result = self._collection.query(
                query_embeddings=[vector.tolist()],
                n_results=len(self._rows),
                where=self._only,
                include=["distances"],
            )
            distances = result["distances"]
            assert distances is not None
            for id_, distance in zip(result["ids"][0], distances[0], strict=True):
                scores[self._rows[id_]] = 1.0 - distance
        return scores
