"""Embedders: one contract for all; the shipped encoder against sentence-transformers; bad folders."""

from __future__ import annotations

import builtins
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import FiredutyError
from index.embed import (
    BUILTIN,
    MODEL_FILE,
    MODEL_FOLDER,
    PASSAGE,
    QUERY_TOKENS,
    Embedder,
    OnnxEmbedder,
    identify_embedder,
    load_embedder,
)

TEXTS = ["养老院夜里要做什么", "物业服务企业应当履行下列职责", "ＫＴＶ 2017", ""]


def _static_folder(folder: Path) -> str:
    """A small sentence-transformers model of another kind, without prompts."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json"))
    module = StaticEmbedding(tokenizer, embedding_dim=16)
    SentenceTransformer(modules=[module]).save(str(folder), create_model_card=False)
    return str(folder)


@pytest.fixture(scope="module", params=["builtin", pytest.param("other", marks=pytest.mark.slow)])
def embedder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    if request.param == "builtin":
        return load_embedder(BUILTIN)
    return load_embedder(_static_folder(tmp_path_factory.mktemp("model")))


def test_contract(embedder: Embedder) -> None:
    documents = np.asarray(embedder.embed_documents(TEXTS))
    assert documents.shape[0] == len(TEXTS)
    query = np.asarray(embedder.embed_query(TEXTS[0]))
    assert query.shape == documents[0].shape
    lengths = np.linalg.norm([*documents, query], axis=1)
    assert all(abs(n - 1) < 1e-5 or n == 0 for n in lengths)
    assert np.isfinite(documents).all()
    np.testing.assert_array_equal(embedder.embed_documents(TEXTS[1:2])[0], documents[1])


def test_passes_as_langchain_embeddings() -> None:
    from langchain_core.documents import Document
    from langchain_core.vectorstores import InMemoryVectorStore

    store = InMemoryVectorStore(load_embedder(BUILTIN))  # type: ignore[arg-type]
    store.add_documents([Document("电动自行车停放、充电管理"), Document("开展消防宣传教育")])
    assert store.similarity_search("电瓶车充电", 1)[0].page_content.startswith("电动自行车")


#: Everyday words and the statute's, which share no character that matters.
SAME = [
    ("老板拖着工钱不发", "用人单位应当按时足额支付劳动者劳动报酬", "用人单位应当建立职工名册"),
    ("楼下大排档油烟呛死人", "餐饮服务经营者应当安装油烟净化设施", "餐饮服务经营者应当公示价格"),
    ("遛狗要不要拴绳", "携犬出户应当使用犬绳牵领", "养犬人应当办理犬只登记"),
]


@pytest.mark.parametrize(("said", "meant", "other"), SAME)
def test_everyday_words_lie_near_what_they_mean(said: str, meant: str, other: str) -> None:
    embedder = load_embedder(BUILTIN)
    question = np.asarray(embedder.embed_query(said))
    right, wrong = np.asarray(embedder.embed_documents([meant, other])) @ question
    assert right > wrong


#: The same asked in English and in Chinese.
IN_BOTH = [
    ("my boss keeps holding back my wages", "老板拖着工钱不发"),
    ("the restaurant downstairs chokes us with smoke", "楼下大排档油烟呛死人"),
    ("do I have to keep my dog on a leash", "遛狗要不要拴绳"),
    ("how often must a school hold a drill", "学校多久搞一次演练"),
    ("who inspects the lifts in our building", "我们楼的电梯谁来检查"),
    ("can I be sent home from the hospital early", "医院能提前让我出院吗"),
]


def test_english_is_moved_to_where_the_chinese_lies() -> None:
    embedder = load_embedder(BUILTIN)
    english, chinese = (
        np.array([embedder.embed_query(t) for t in texts]) for texts in zip(*IN_BOTH, strict=True)
    )
    np.testing.assert_allclose(np.linalg.norm(english, axis=1), 1, atol=1e-5)
    assert (english @ chinese.T).argmax(axis=1).tolist() == list(range(len(IN_BOTH)))


def test_chinese_is_not_moved() -> None:
    embedder = OnnxEmbedder(MODEL_FOLDER)
    assert embedder.embed_query("消防 KTV") == embedder.embed("query: 消防 KTV").tolist()


@pytest.mark.slow
def test_same_folder_opens_in_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(MODEL_FOLDER), trust_remote_code=True)
    ours = load_embedder(BUILTIN)
    texts = TEXTS[:3]
    np.testing.assert_allclose(model.encode_document(texts), ours.embed_documents(texts), atol=1e-5)
    np.testing.assert_allclose(
        model.encode_query(texts), [ours.embed_query(t) for t in texts], atol=1e-5
    )


def test_a_long_text_is_cut_and_keeps_its_end_token() -> None:
    embedder = OnnxEmbedder(MODEL_FOLDER)
    short, long = embedder.tokenise("query: 火"), embedder.tokenise("query: " + "火" * 4000)
    assert len(long) == QUERY_TOKENS
    assert long[-1] == short[-1]
    assert len(embedder.tokenise(PASSAGE + "火" * 4000)) > QUERY_TOKENS


def test_nothing_is_read_before_the_first_text(tmp_path: Path) -> None:
    (tmp_path / MODEL_FILE).write_bytes(b"")
    load_embedder(str(tmp_path))  # no error: the file was not opened


def test_model_fits_the_repository() -> None:
    assert (MODEL_FOLDER / MODEL_FILE).stat().st_size <= 40_000_000


def test_what_an_index_is_built_with_names_the_model() -> None:
    name, _, digest = identify_embedder(BUILTIN).partition(":")
    assert name == BUILTIN
    assert len(digest) == 12


# --- bad folders ----------------------------------------------------------------------------------


def _copy(folder: Path) -> None:
    for name in (MODEL_FILE, "tokenizer.json"):
        shutil.copyfile(MODEL_FOLDER / name, folder / name)


def _half_model(folder: Path) -> None:
    _copy(folder)
    path = folder / MODEL_FILE
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty_model(folder: Path) -> None:
    _copy(folder)
    (folder / MODEL_FILE).write_bytes(b"")


def _no_tokenizer(folder: Path) -> None:
    _copy(folder)
    (folder / "tokenizer.json").unlink()


def _broken_tokenizer(folder: Path) -> None:
    _copy(folder)
    (folder / "tokenizer.json").write_text("{}", "utf-8")


@pytest.mark.parametrize("spoil", [_half_model, _empty_model, _no_tokenizer, _broken_tokenizer])
def test_a_broken_folder_is_told_in_one_line(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    spoil(tmp_path)
    with pytest.raises(FiredutyError, match="去掉 FIREDUTY_EMBEDDER") as caught:
        load_embedder(str(tmp_path)).embed_query("火")
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_a_foreign_onnx_file_is_told(tmp_path: Path) -> None:
    from onnx import TensorProto, helper, save

    _copy(tmp_path)
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["y"])],
        "other",
        [value("x", TensorProto.FLOAT, [1])],
        [value("y", TensorProto.FLOAT, [1])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    save(model, str(tmp_path / MODEL_FILE))
    with pytest.raises(FiredutyError, match="不是 fireduty 的向量模型"):
        load_embedder(str(tmp_path)).embed_query("火")


def test_without_onnxruntime(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name == "onnxruntime":
            raise ImportError(name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(FiredutyError, match="pip install onnxruntime"):
        OnnxEmbedder(MODEL_FOLDER).embed_query("火")


@pytest.mark.slow
def test_wrong_model(tmp_path: Path) -> None:
    with pytest.raises(FiredutyError, match="无法加载向量模型"):
        load_embedder(str(tmp_path))


@pytest.mark.slow
def test_torch_is_not_needed_to_embed() -> None:
    code = (
        "import sys; from index.embed import load_embedder; load_embedder('builtin').embed_query('火');"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
