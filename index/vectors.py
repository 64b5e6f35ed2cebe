"""Vectors of many texts: what ships with the package, what an interrupted build left, and the rest.

A vector is found by the hash of its text with its prefix, so that a text that changed is embedded
anew and one that did not is not. The file that ships, ``index/model/vectors.npz``, holds those of the
shipped texts and their question banks; it counts for the shipped encoder alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.files import open_regular
from index.embed import MODEL_FOLDER, PASSAGE, QUERY, Embedder, Vectors, scale_to_unit

SHIPPED = MODEL_FOLDER / "vectors.npz"
#: Texts embedded between two reports of progress, and between two saves.
_PART, _SAVE_EVERY = 16, 1024

KnownVectors = Mapping[int, Vectors]
EmbeddingProgress = Callable[[int, int], None]


def key_of(text: str) -> int:
    """Address of a text: 64 bits of its hash."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def embed_all(
    embedder: Embedder,
    identity: str,
    *,
    passages: Sequence[str],
    questions: Sequence[str],
    kept: Path | None = None,
    progress: EmbeddingProgress = lambda done, total: None,
) -> Vectors:
    """``(len(passages) + len(questions), dim)`` unit vectors, passages first.

    Args:
        embedder: embeds what is not known.
        identity: of the embedder, see ``index.embed.identify_embedder``.
        passages, questions: the texts.
        kept: file that holds what was embedded so far; an interrupted run goes on from it.
        progress: called with the number of texts that are done and of all that must be embedded.
    """
    texts = [PASSAGE + p for p in passages] + [QUERY + q for q in questions]
    keys = [key_of(text) for text in texts]
    known = {**load_vectors(SHIPPED, identity), **(load_vectors(kept, identity) if kept else {})}
    fresh: dict[int, Vectors] = {}
    unknown = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
    todo = sorted(unknown.items(), key=lambda entry: (len(entry[1]), entry[0]))
    for start in range(0, len(todo), _PART):
        part = todo[start : start + _PART]
        vectors = _embed(embedder, [text for _, text in part])
        fresh |= {key: vector for (key, _), vector in zip(part, vectors, strict=True)}
        done = start + len(part)
        progress(done, len(todo))
        if kept and (done == len(todo) or done // _SAVE_EVERY > start // _SAVE_EVERY):
            save_vectors(kept, identity, {**known, **fresh}, only=frozenset(keys))
    every = np.stack([fresh[k] if k in fresh else known[k] for k in keys]).astype(np.float32)
    return scale_to_unit(_rounded(every).astype(np.float32))  # the same whether kept before or not


def _embed(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """Unit vectors of texts of either kind, in their order."""
    found: dict[int, Sequence[float]] = {}
    rows = [i for i, text in enumerate(texts) if text.startswith(PASSAGE)]
    documents = (
        embedder.embed_documents([texts[i].removeprefix(PASSAGE) for i in rows]) if rows else []
    )
    found |= dict(zip(rows, documents, strict=True))
    for i, text in enumerate(texts):
        if i not in found:
            found[i] = embedder.embed_query(text.removeprefix(QUERY))
    return scale_to_unit([found[i] for i in range(len(texts))])


@cache
def _load_shipped(path: Path, identity: str) -> KnownVectors:
    return _read(path, identity)


def load_vectors(path: Path, identity: str) -> KnownVectors:
    """Key → vector of a file; empty where it is absent, broken, or of another encoder."""
    return _load_shipped(path, identity) if path == SHIPPED else _read(path, identity)


def _read(path: Path, identity: str) -> KnownVectors:
    try:
        with open_regular(path) as file, np.load(file, allow_pickle=False) as arrays:
            if str(arrays["identity"]) != identity:
                return {}
            unit = scale_to_unit(arrays["vectors"].astype(np.float32))
            return dict(zip(arrays["keys"].tolist(), unit, strict=True))
    except Exception:  # whatever befell what was kept: it is embedded anew
        return {}


def _rounded(matrix: Vectors) -> NDArray[np.int8]:
    """``(n, dim)`` int8, each row scaled to its largest component; rounding twice changes nothing."""
    largest = np.abs(matrix).max(axis=1, keepdims=True)
    rows: NDArray[np.int8] = np.rint(matrix / np.maximum(largest, 1e-9) * 127).astype(np.int8)
    return rows


def save_vectors(path: Path, identity: str, known: KnownVectors, *, only: frozenset[int]) -> None:
    """Write vectors as int8; replaces the file at once."""
    keys = sorted(only & known.keys())
    rounded = _rounded(np.array([known[k] for k in keys], np.float32))
    aside = path.with_name(f"{path.stem}.{os.getpid()}.new.npz")
    held = {"identity": np.array(identity), "keys": np.array(keys, np.uint64), "vectors": rounded}
    try:
        np.savez(aside, **held)  # type: ignore[arg-type]
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
