"""Vectors of many texts: what ships with the package, what earlier builds kept, and the rest.

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
from index.kept_vectors import KeptVectors

SHIPPED = MODEL_FOLDER / "vectors.npz"
#: Texts embedded between two reports of progress, and kept at once.
_PART = 16

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
    kept: KeptVectors | None = None,
    progress: EmbeddingProgress = lambda done, total: None,
) -> Vectors:
    """``(len(passages) + len(questions), dim)`` unit vectors, passages first.

    Args:
        embedder: embeds what is not known.
        identity: of the embedder, see ``index.embed.identify_embedder``.
        passages, questions: the texts.
        kept: holds what was embedded so far; an interrupted run goes on from it.
        progress: called with the number of texts that are done and of all that must be embedded.
    """
    texts = [PASSAGE + p for p in passages] + [QUERY + q for q in questions]
    keys = [key_of(text) for text in texts]
    known = dict(load_vectors(SHIPPED, identity))
    wanted = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
    before = kept.find(list(wanted)) if kept else {}
    known |= {key: row.astype(np.float32) for key, row in before.items()}
    todo = sorted(
        ((k, t) for k, t in wanted.items() if k not in before), key=lambda e: (len(e[1]), e[0])
    )
    for start in range(0, len(todo), _PART):
        part = [key for key, _ in todo[start : start + _PART]]
        rounded = round_rows(_embed(embedder, [text for _, text in todo[start : start + _PART]]))
        known |= dict(zip(part, rounded.astype(np.float32), strict=True))
        if kept:
            kept.add(part, rounded)
        progress(start + len(part), len(todo))
    every = np.stack([known[k] for k in keys]).astype(np.float32)
    return unit_rows(round_rows(every))  # the same whether kept before or not


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


def round_rows(matrix: Vectors) -> NDArray[np.int8]:
    """``(n, dim)`` int8, each row scaled to its largest component; rounding twice changes nothing."""
    largest = np.abs(matrix).max(axis=1, keepdims=True)
    rows: NDArray[np.int8] = np.rint(matrix / np.maximum(largest, 1e-9) * 127).astype(np.int8)
    return rows


def unit_rows(rounded: NDArray[np.int8]) -> Vectors:
    """The inverse of ``round_rows``, of unit vectors."""
    return scale_to_unit(rounded.astype(np.float32))


def save_vectors(path: Path, identity: str, known: KnownVectors, *, only: frozenset[int]) -> None:
    """Write vectors as int8; replaces the file at once."""
    keys = sorted(only & known.keys())
    rounded = round_rows(np.array([known[k] for k in keys], np.float32))
    aside = path.with_name(f"{path.stem}.{os.getpid()}.new.npz")
    held = {"identity": np.array(identity), "keys": np.array(keys, np.uint64), "vectors": rounded}
    try:
        np.savez(aside, **held)  # type: ignore[arg-type]
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
