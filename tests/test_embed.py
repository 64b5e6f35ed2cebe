"""Embedders: one contract for all, and the built-in one against sentence-transformers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import FiredutyError
from index.embed import BUILTIN, MODEL_FOLDER, Embedder, load_embedder, tokenise_for_model
from index.opened import Index

TEXTS = ["养老院夜里要做什么", "物业服务企业应当履行下列职责", "ＫＴＶ 2017", ""]


@pytest.fixture(scope="module", params=["builtin", pytest.param("folder", marks=pytest.mark.slow)])
def embedder(request: pytest.FixtureRequest, index: Index) -> Embedder:
    name = BUILTIN if request.param == "builtin" else str(MODEL_FOLDER)
    return load_embedder(name, index.segmenter)


def test_contract(embedder: Embedder) -> None:
    documents = np.asarray(embedder.embed_documents(TEXTS))
    assert documents.shape[0] == len(TEXTS)
    np.testing.assert_allclose(documents[0], embedder.embed_query(TEXTS[0]), atol=1e-6)
    lengths = np.linalg.norm(documents, axis=1)
    assert all(abs(n - 1) < 1e-5 or n == 0 for n in lengths)
    assert np.isfinite(documents).all()


def test_passes_as_langchain_embeddings(index: Index) -> None:
    from langchain_core.documents import Document
    from langchain_core.vectorstores import InMemoryVectorStore

    store = InMemoryVectorStore(index.embedder)  # type: ignore[arg-type]
    store.add_documents([Document("电动自行车停放、充电管理"), Document("开展消防宣传教育")])
    assert store.similarity_search("电瓶车充电", 1)[0].page_content.startswith("电动自行车")


@pytest.mark.slow
def test_builtin_equals_sentence_transformers(index: Index) -> None:
    from sentence_transformers import SentenceTransformer

    from index.embed import StaticEmbedder

    model = SentenceTransformer(str(MODEL_FOLDER)).float()  # the file holds halves
    ours = StaticEmbedder(MODEL_FOLDER, index.segmenter)
    vocabulary = model.tokenizer.get_vocab()
    for leaf in index.leaves:
        words = " ".join(tokenise_for_model(leaf.text, index.segmenter, vocabulary))
        theirs = model.encode(words, normalize_embeddings=True)
        np.testing.assert_allclose(ours.vector(leaf.text), theirs, atol=1e-5)


def test_model_fits_the_repository() -> None:
    size = sum(f.stat().st_size for f in MODEL_FOLDER.rglob("*") if f.is_file())
    assert size <= 6_000_000


@pytest.mark.slow
def test_wrong_model(tmp_path: Path, index: Index) -> None:
    with pytest.raises(FiredutyError, match="无法加载向量模型"):
        load_embedder(str(tmp_path), index.segmenter)
