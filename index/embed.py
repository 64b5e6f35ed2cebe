"""Embedders. Each has the two methods of LangChain's ``Embeddings`` and may be passed wherever one
is expected; the interface is written down here because importing LangChain's costs a cold command
0.3 s.

The built-in one is a static model shipped in ``index/model``: a folder that sentence-transformers
opens (``SentenceTransformer("index/model")``) and that this module reads without torch, so that a
cold command answers within a second. Any other folder or hub name goes through
sentence-transformers.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from index.tokens import Segmenter

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUILTIN = "builtin"
MODEL_FOLDER = Path(__file__).parent / "model"


class Embedder(Protocol):
    """What LangChain calls ``Embeddings``. Vectors have length 1, or 0 for an empty text."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """``(len(texts), dim)`` vectors."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """``(dim,)`` vector."""
        ...


class StaticEmbedder:
    """Mean of word vectors, normalised to length 1; all zeros for a text of unknown words.

    Equal to ``SentenceTransformer(folder)`` over the segmented text (a test compares them).

    Args:
        folder: a StaticEmbedding model with a word-level tokenizer.
        segmenter: cuts a text into the words that the model was trained on.
    """

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        self._vocabulary, self._vectors = _read_static(folder)
        self._segmenter = segmenter

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """``(len(texts), dim)`` unit vectors."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """``(dim,)`` unit vector."""
        vector: list[float] = self.vector(text).tolist()
        return vector

    def vector(self, text: str) -> NDArray[np.float32]:
        """``(dim,)`` unit vector as an array."""
        rows = [
            self._vocabulary[t] for t in tokenise_for_model(text, self._segmenter, self._vocabulary)
        ]
        if not rows:
            return np.zeros(self._vectors.shape[1], np.float32)
        mean: NDArray[np.float32] = self._vectors[rows].astype(np.float32).mean(axis=0)
        length = float(np.linalg.norm(mean))
        return mean / length if length else mean


def tokenise_for_model(text: str, segmenter: Segmenter, vocabulary: dict[str, int]) -> list[str]:
    """Words of the vocabulary; an unknown word falls apart into its known characters."""
    tokens: list[str] = []
    for word in segmenter.cut(text):
        tokens += [word] if word in vocabulary else [c for c in word if c in vocabulary]
    return tokens


@lru_cache(maxsize=2)
def _read_static(folder: Path) -> tuple[dict[str, int], NDArray[Any]]:
    from safetensors.numpy import load_file

    tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    weights = load_file(folder / "model.safetensors")
    return tokenizer["model"]["vocab"], weights["embedding.weight"]


class SentenceTransformerEmbedder:
    """Any sentence-transformers model from a local folder or, where there is a network, a hub.

    Raises:
        FiredutyError: the model cannot be loaded; says what to do.
    """

    def __init__(self, name: str) -> None:
        if Path(name).is_dir():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer

        try:
            self._model: SentenceTransformer = SentenceTransformer(name).float()
        except (OSError, ValueError) as error:
            raise FiredutyError(
                f"无法加载向量模型「{name}」：请检查文件夹路径，或去掉 FIREDUTY_EMBEDDER 使用内置模型"
            ) from error

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """``(len(texts), dim)`` unit vectors."""
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return [v.tolist() for v in vectors]

    def embed_query(self, text: str) -> list[float]:
        """``(dim,)`` unit vector."""
        return self.embed_documents([text])[0]


def load_embedder(name: str, segmenter: Segmenter) -> Embedder:
    """The embedder of that name: ``builtin``, a folder, or a hub name."""
    if name == BUILTIN:
        return StaticEmbedder(MODEL_FOLDER, segmenter)
    return SentenceTransformerEmbedder(name)


def identify_embedder(name: str) -> str:
    """Name plus content hash of a local model: what an index must have been built with."""
    folder = MODEL_FOLDER if name == BUILTIN else Path(name)
    weights = sorted(folder.glob("*.safetensors")) if folder.is_dir() else []
    if not weights:
        return name
    digest = hashlib.sha256()
    for path in weights:
        digest.update(path.read_bytes())
    return f"{name}:{digest.hexdigest()[:12]}"


def scale_to_unit(vectors: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    """``(n, dim)`` float32 with rows of length 1; a zero row stays zero."""
    matrix = np.asarray(vectors, np.float32)
    norms: NDArray[np.float32] = np.linalg.norm(matrix, axis=1, keepdims=True)
    norms[norms == 0] = 1
    unit: NDArray[np.float32] = matrix / norms
    return unit
