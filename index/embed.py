"""Embedders. Each has the two methods of LangChain's ``Embeddings`` and may be passed wherever one
is expected; the interface is written down here because importing LangChain's costs a cold command
0.3 s.

The built-in one is an encoder shipped in ``index/model``, one int8 ONNX file, read with onnxruntime
and tokenizers: torch is not needed to answer. ``index.onnx_module`` opens the same folder in
sentence-transformers. Any other folder or hub name goes through sentence-transformers.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from corpus.files import open_regular, reason_of
from corpus.text.provision import Leaf
from index.english import MAP_FILE, EnglishMap, holds_english, read_english_map

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUILTIN = "builtin"
MODEL_FOLDER = Path(__file__).parent / "model"
MODEL_FILE = "model_int8.onnx"
#: Prefixes that the encoder was trained with: a question and a provision are told apart by them.
QUERY, PASSAGE = "query: ", "passage: "
#: Longer texts are cut. A question is mostly over after this, and what follows costs time squared.
QUERY_TOKENS, PASSAGE_TOKENS = 128, 256

#: Questions of which a library keeps the vector.
_REMEMBERED = 16

Vectors = NDArray[np.float32]


def describe_leaf(leaf: Leaf) -> str:
    """What a provision is embedded as: chapter, the words that lead it in, its own words."""
    chapter = f"{leaf.chapter}：" if leaf.chapter else ""
    return f"{chapter}{leaf.lead_in}{leaf.text}"


def _remedy(folder: Path) -> str:
    """What to do about a model that cannot be used: what ships with the package is installed anew."""
    if folder == MODEL_FOLDER:
        return "内置模型的文件不完整，请重新安装 fireduty"
    return "请检查这个文件夹，或去掉 FIREDUTY_EMBEDDER 使用内置模型"


class Embedder(Protocol):
    """What LangChain calls ``Embeddings``. Vectors have length 1."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """``(len(texts), dim)`` vectors of provisions."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """``(dim,)`` vector of a question."""
        ...


class OnnxEmbedder:
    """A BERT encoder in one ONNX file: mean of the token states, normalised to length 1.

    Equal to sentence-transformers over the same folder but for the rounding of int8 (a test compares
    them). Nothing is read before the first text: looking up a provision by number costs no model.

    Attributes:
        threads: that work on one text; read when the model is loaded.

    Args:
        folder: with ``model_int8.onnx`` and ``tokenizer.json``.
    """

    def __init__(self, folder: Path) -> None:
        self.threads = min(2, os.cpu_count() or 1)
        self._folder = folder
        self._loading = Lock()

    def load(self) -> None:
        """Read the files now and not with the first text.

        Raises:
            FiredutyError: they cannot be read; says what to do.
        """
        with self._loading:
            _ = self._tokenizer, self._session

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """``(len(texts), dim)`` unit vectors of provisions."""
        return [self.embed(PASSAGE + text).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """``(dim,)`` unit vector of a question; of an English one that of what it would be in Chinese."""
        vector = self.embed(QUERY + text)
        if holds_english(text) and self._english is not None:
            vector = self._english.move(vector)
        listed: list[float] = vector.tolist()
        return listed

    def embed(self, text: str) -> Vectors:
        """``(dim,)`` unit vector of a text with its prefix.

        One text at a time: int8 is scaled by the largest number of a whole run, so that in company a
        text would get another vector, and two cores gain nothing by it.
        """
        self.load()
        states = self.states(self.tokenise(text))
        (vector,) = scale_to_unit(states.mean(axis=0, keepdims=True))
        return np.asarray(vector, np.float32)

    def tokenise(self, text: str) -> list[int]:
        """Token ids of a text with its prefix; a longer one is cut, its end token stays."""
        limit = QUERY_TOKENS if text.startswith(QUERY) else PASSAGE_TOKENS
        ids: list[int] = self._tokenizer.encode(text).ids
        return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]

    def states(self, ids: Sequence[int]) -> Vectors:
        """``(tokens, dim)`` states of one text's tokens."""
        session, given = self._session, {"input_ids": np.array([ids], np.int64)}
        try:
            states: Vectors = session.run(None, given)[0][0]
        except Exception as error:  # as of the session
            raise FiredutyError(
                f"向量模型算不出来（{self._folder / MODEL_FILE}）；{_remedy(self._folder)}"
            ) from error
        return states

    @cached_property
    def _english(self) -> EnglishMap | None:
        path = self._folder / MAP_FILE
        if not path.exists():
            return None
        try:
            return read_english_map(path)
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise FiredutyError(
                f"英文问题的映射读不出来（{path}）；{_remedy(self._folder)}"
            ) from error

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        path = self._folder / "tokenizer.json"
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises plain Exception
            raise FiredutyError(
                f"向量模型的分词文件读不出来（{path}）；{_remedy(self._folder)}"
            ) from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        try:
            import onnxruntime
        except ImportError as error:
            raise FiredutyError(
                "没有安装 onnxruntime，内置向量模型不能用；请运行 pip install onnxruntime"
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        # A server answers on many threads; each must not keep two cores spinning while it waits.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        path = self._folder / MODEL_FILE
        try:
            session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors have no common class of their own
            raise FiredutyError(
                f"向量模型读不出来（{path}），文件缺失或已损坏；{_remedy(self._folder)}"
            ) from error
        if [i.name for i in session.get_inputs()] != ["input_ids"]:
            raise FiredutyError(f"{path} 不是 fireduty 的向量模型；{_remedy(self._folder)}")
        return session


class RecentQueries:
    """An embedder that remembers its last questions: several documents are asked the same one.

    Args:
        embedder: embeds what is not remembered.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._embed = lru_cache(maxsize=_REMEMBERED)(embedder.embed_query)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """``(len(texts), dim)`` vectors of provisions."""
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """``(dim,)`` vector of a question."""
        return self._embed(text)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model from a local folder or, where there is a network, a hub.

    Its own prompts for questions and documents are used, where it has them.

    Raises:
        FiredutyError: the model cannot be loaded; says what to do.
    """

    def __init__(self, name: str) -> None:
        if os.path.isdir(name):
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer

        # What it says beside its errors is English, and said again in ours.
        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        try:
            self._model: SentenceTransformer = SentenceTransformer(name).float()
        except Exception as error:  # a broken file raises whatever its reader does
            raise FiredutyError(f"无法加载向量模型「{name}」：{_remedy(Path(name))}") from error

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """``(len(texts), dim)`` unit vectors of provisions."""
        vectors = self._model.encode_document(
            texts, normalize_embeddings=True, show_progress_bar=False
        )
        return [v.tolist() for v in vectors]

    def embed_query(self, text: str) -> list[float]:
        """``(dim,)`` unit vector of a question."""
        vector: list[float] = self._model.encode_query(
            text, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vector


@lru_cache(maxsize=4)
def load_embedder(name: str) -> Embedder:
    """The embedder of that name: ``builtin``, a folder, or a hub name; one for all who ask for it.

    Raises:
        FiredutyError: it cannot be loaded; says what to do.
    """
    folder = MODEL_FOLDER if name == BUILTIN else Path(name)
    if os.path.lexists(folder / MODEL_FILE) or name == BUILTIN:
        return OnnxEmbedder(folder)
    return SentenceTransformerEmbedder(name)


def start_loading(name: str) -> None:
    """Let the built-in embedder load beside other work; an error comes with the first text."""
    embedder = load_embedder(name) if name == BUILTIN else None
    if not isinstance(embedder, OnnxEmbedder):
        return

    def load() -> None:
        with suppress(FiredutyError):
            embedder.load()

    Thread(
        target=load
    ).start()  # the end of the process waits for it: the library cannot be cut off


def identify_embedder(name: str) -> str:
    """Name plus content hash of a local model: what an index must have been built with."""
    folder = MODEL_FOLDER if name == BUILTIN else Path(name)
    patterns = (
        (MODEL_FILE, "tokenizer.json")
        if os.path.lexists(folder / MODEL_FILE)
        else ("*.safetensors",)
    )
    files = sorted(p for pattern in patterns for p in folder.glob(pattern))
    if not files:
        return name
    try:
        return f"{name}:{_digest(tuple((path, *_state(path)) for path in files))}"
    except OSError as error:
        raise FiredutyError(
            f"向量模型读不出来（{error.filename or folder}：{reason_of(error)}）；{_remedy(folder)}"
        ) from error


def _state(path: Path) -> tuple[int, ...]:
    """What changes with whatever is done to a file."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_ctime_ns


@lru_cache(maxsize=8)
def _digest(files: tuple[tuple[Any, ...], ...]) -> str:
    """Content hash of files, read once for the state that each is in: 40 MB of a model."""
    digest = hashlib.sha256()
    for path, *_ in files:
        with open_regular(path) as file:
            digest.update(file.read())
    return digest.hexdigest()[:12]


def scale_to_unit(vectors: Sequence[Sequence[float]] | Vectors) -> Vectors:
    """``(n, dim)`` float32 with rows of length 1; a zero row stays zero."""
    matrix = np.asarray(vectors, np.float32)
    norms: Vectors = np.linalg.norm(matrix, axis=1, keepdims=True)
    norms[norms == 0] = 1
    unit: Vectors = matrix / norms
    return unit
