"""Tokens, BM25, building, switching and opening, on real Chroma in temporary folders."""

from __future__ import annotations

import json
import math
from collections import Counter
from hashlib import sha256
from pathlib import Path

import jieba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from corpus.files import locked
from corpus.text.load import load_regulation
from index.bm25 import K1, B, build_bm25, count_tokens, merge_postings, pack, unpack, weigh
from index.build import build_library
from index.embed import BUILTIN, MODEL_FILE, OnnxEmbedder, identify_embedder
from index.generations import building_folder
from index.layout import identify_segment
from index.manifest import Pointer, library_place, read_current_name, write_pointer
from index.opened import Index
from index.opening import open_library
from index.tokens import char_tokens, with_words
from tests.support.ranking import ranked


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("消防", ["消", "防", "消防"]),
        ("国办发〔2017〕87号", ["国", "办", "发", "国办", "办发", "2017", "87", "号", "87号"]),
        ("ＫＴＶ", ["ktv"]),
        ("甲，乙", ["甲", "乙"]),
        ("", []),
        ("😀!", []),
    ],
)
def test_char_tokens(text: str, tokens: list[str]) -> None:
    assert sorted(char_tokens(text)) == sorted(tokens)


def test_domain_words_are_known(index: Index) -> None:
    assert "消防车通道" in index.segmenter.words("谁管消防车通道")
    assert "电动自行车" in index.segmenter.words("电动自行车停放")


TOKENS = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=8)


@given(
    st.lists(TOKENS, min_size=1, max_size=6),
    st.lists(st.sampled_from("甲乙丙己"), min_size=1, max_size=5, unique=True),
)
def test_bm25_is_the_textbook_formula(documents: list[list[str]], query: list[str]) -> None:
    n = len(documents)
    mean = max(sum(map(len, documents)) / n, 1e-9)
    df = Counter(t for d in documents for t in set(d))
    ceiling = sum(math.log1p((n - df[t] + 0.5) / (df[t] + 0.5)) for t in query) * (K1 + 1)

    def score(document: list[str]) -> float:
        total = 0.0
        for t in query:
            tf = document.count(t)
            idf = math.log1p((n - df[t] + 0.5) / (df[t] + 0.5))
            total += idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * len(document) / mean))
        return total / ceiling

    index = build_bm25(documents)
    np.testing.assert_allclose(
        index.scores(dict.fromkeys(query, 1.0)), [score(d) for d in documents], rtol=1e-4, atol=1e-6
    )
    again = weigh(unpack(pack(count_tokens(documents), "x"), "x"))
    np.testing.assert_array_equal(
        again.scores(dict.fromkeys(query, 1.0)), index.scores(dict.fromkeys(query, 1.0))
    )


@given(st.lists(TOKENS, min_size=1, max_size=6), TOKENS)
def test_bm25_scores_lie_in_the_unit_interval(documents: list[list[str]], query: list[str]) -> None:
    scores = build_bm25(documents).scores(dict.fromkeys(query, 1.0))
    assert ((scores >= 0) & (scores < 1)).all()


@given(st.lists(st.lists(TOKENS, max_size=4), min_size=1, max_size=4), TOKENS)
def test_bm25_of_parts_is_that_of_the_whole(parts: list[list[list[str]]], query: list[str]) -> None:
    """Counts of each part, merged, weigh as if all had been counted at once."""
    whole = build_bm25([document for part in parts for document in part])
    merged = weigh(merge_postings([count_tokens(part) for part in parts]))
    weights = dict.fromkeys(query, 1.0)
    np.testing.assert_array_equal(merged.scores(weights), whole.scores(weights))


# --- the index folder -----------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.txt"
    path.write_text("第一条 物业应当巡查。\n第二条 学校应当演练：\n（一）甲。\n（二）乙。", "utf-8")
    return path


def test_any_regulation_without_language_data(small: Path, tmp_path: Path) -> None:
    build_library(tmp_path, BUILTIN, regulation=small)
    index = open_library(tmp_path, BUILTIN, regulation=small).indexes[0]
    assert str(ranked(index, "物业要做什么", 3).hits[0].id) == "art1"
    assert ranked(index, "！？", 3).hits == ()


def test_build_is_content_addressed(small: Path, tmp_path: Path) -> None:
    first = build_library(tmp_path, BUILTIN, regulation=small).folder
    again = build_library(tmp_path, BUILTIN, regulation=small).folder
    assert again.name == f"{first.name}-2"  # the one in use is not touched
    assert build_library(tmp_path, BUILTIN, regulation=small, if_stale=True).folder == again
    third = build_library(tmp_path, BUILTIN, regulation=small).folder
    assert sorted(p for p in (tmp_path / "small").iterdir() if p.is_dir()) == [again, third]
    assert not list((tmp_path / "small").glob(".building*"))


def test_a_waiting_build_leaves_the_other_ones_folder_alone(small: Path, tmp_path: Path) -> None:
    place = tmp_path / "small"
    other = building_folder(place)  # in another container the process may have the same number
    other.mkdir(parents=True)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with locked(place / ".lock"), pytest.raises(KeyboardInterrupt):
        build_library(tmp_path, BUILTIN, regulation=small, progress=stop)
    assert other.is_dir()


def test_a_server_that_does_not_take_the_vectors_is_told(small: Path, tmp_path: Path) -> None:
    away = "http://127.0.0.1:9"
    for is_new in (True, False):
        built = build_library(tmp_path, BUILTIN, regulation=small, if_stale=True, chroma=away)
        (note,) = built.shelf.notes
        assert (built.is_new, away in note, "在内存里算" in note) == (is_new, True, True)


def test_missing_index(small: Path, tmp_path: Path) -> None:
    with pytest.raises(FiredutyError, match=r"还没有索引.*fireduty index build"):
        open_library(tmp_path / "nowhere", BUILTIN, regulation=small)


def test_an_index_of_another_version_is_no_damage(small: Path, tmp_path: Path) -> None:
    folder = build_library(tmp_path, BUILTIN, regulation=small).folder
    record = json.loads((folder / "manifest.json").read_text("utf-8")) | {"colour": "red"}
    held = json.dumps(record).encode()
    (folder / "manifest.json").write_bytes(held)
    write_pointer(folder.parent, Pointer(folder.name, sha256(held).hexdigest()))
    with pytest.raises(FiredutyError, match=r"其他版本.*fireduty index build"):
        open_library(tmp_path, BUILTIN, regulation=small)
    (folder.parent / "current").write_text(folder.name, "ascii")  # as versions before wrote it
    with pytest.raises(FiredutyError, match=r"其他版本.*fireduty index build"):
        open_library(tmp_path, BUILTIN, regulation=small)


def test_stale_index_names_both_identities(small: Path, tmp_path: Path) -> None:
    build_library(tmp_path, BUILTIN, regulation=small)
    embedder = identify_embedder(BUILTIN)
    before = identify_segment(load_regulation(small), "", embedder)
    small.write_text("第一条 物业应当每日巡查。", "utf-8")
    now = identify_segment(load_regulation(small), "", embedder)
    with pytest.raises(FiredutyError, match=rf"{before}.*{now}"):
        open_library(tmp_path, BUILTIN, regulation=small)


def test_failed_build_leaves_the_previous_index(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_library(tmp_path, BUILTIN, regulation=small)
    before = read_current_name(tmp_path / "small")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("numpy.savez", fail)
    held = small.read_text("utf-8")
    small.write_text(f"{held}\n第三条 单位应当自查。", "utf-8")
    with pytest.raises(FiredutyError, match=r"无法写入索引文件夹.*磁盘已满"):
        build_library(tmp_path, BUILTIN, regulation=small)
    small.write_text(held, "utf-8")
    assert read_current_name(tmp_path / "small") == before
    open_library(tmp_path, BUILTIN, regulation=small)


def test_a_broken_model_leaves_the_previous_index(small: Path, tmp_path: Path) -> None:
    build_library(tmp_path, BUILTIN, regulation=small)
    before = read_current_name(tmp_path / "small")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / MODEL_FILE).write_bytes(b"half")
    (tmp_path / "model" / "tokenizer.json").write_text("{}", "utf-8")
    with pytest.raises(FiredutyError, match="去掉 FIREDUTY_EMBEDDER"):
        build_library(tmp_path, str(tmp_path / "model"), regulation=small)
    assert read_current_name(tmp_path / "small") == before
    assert not list((tmp_path / "small").glob(".building*"))
    open_library(tmp_path, BUILTIN, regulation=small)


def test_an_interrupted_build_keeps_its_vectors_for_the_next(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.build.fill", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build_library(tmp_path, BUILTIN, regulation=small)
    (kept,) = (tmp_path / "small").glob(".vectors/*")
    monkeypatch.undo()
    monkeypatch.setattr(OnnxEmbedder, "embed", interrupt)
    build_library(tmp_path, BUILTIN, regulation=small)  # nothing is embedded again
    assert not kept.exists()


NO_ENCODER = ["第十九条第三项写了什么", "第三十三条", "你好", "谢谢", "", "这是草案吗"]


@pytest.mark.parametrize("question", NO_ENCODER)
def test_a_citation_and_small_talk_load_no_encoder(
    question: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OnnxEmbedder, "embed", None)
    assert assistant.answer(question or "？").text


def test_unwritable_root(small: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    with pytest.raises(FiredutyError, match=r"无法写入索引文件夹.*不是文件夹.*FIREDUTY_HOME"):
        build_library(blocked, BUILTIN, regulation=small)


# --- seams ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question", ["养老院夜里要做什么", "谁管消防车通道", "电瓶车充电", "明天天气"]
)
def test_chroma_and_memory_score_alike(question: str, index: Index, home: Path) -> None:
    through_chroma = open_library(home, BUILTIN, chroma="folder").indexes[0]
    vector = np.asarray(index.embedder.embed_query(question), np.float32)
    np.testing.assert_allclose(through_chroma.dense(vector), index.dense(vector), atol=1e-4)
    assert [h.id for h in ranked(through_chroma, question, 10).hits] == [
        h.id for h in ranked(index, question, 10).hits
    ]


def test_an_unreachable_chroma_server_is_told_and_not_needed(home: Path, index: Index) -> None:
    told: list[str] = []
    opened = open_library(home, BUILTIN, chroma="http://127.0.0.1:9", tell=told.append)
    (line,) = told
    assert "连不上向量库 http://127.0.0.1:9" in line
    vector = np.asarray(index.embedder.embed_query("谁管消防车通道"), np.float32)
    np.testing.assert_array_equal(opened.indexes[0].dense(vector), index.dense(vector))


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_modes(mode: str, index: Index) -> None:
    hits = ranked(index, "养老院夜里要做什么", 5, mode=mode).hits  # type: ignore[arg-type]
    assert len(hits) == 5
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(0 < h.score < 1 for h in hits)
    assert str(hits[0].id) == "art7.item1"


@given(st.text(max_size=40))
def test_any_query_ranks_without_error(index: Index, text: str) -> None:
    hits = ranked(index, text, 20).hits
    assert len({h.id for h in hits}) == len(hits) <= 20


def test_words_are_jiebas_search_mode(index: Index, home: Path, tmp_path: Path) -> None:
    folder = library_place(home, None)
    current = read_current_name(folder)
    assert current
    general = json.loads((folder / current / "words.json").read_text("utf-8"))
    words = with_words(general, index.language.terms())
    listed = tmp_path / "words.txt"
    listed.write_text("\n".join(f"{w} {n}" for w, n in words.items() if n), "utf-8")
    tokenizer = jieba.Tokenizer(str(listed))
    tokenizer.tmp_dir = str(tmp_path)  # where jieba keeps what it has read
    for leaf in index.leaves[::5]:
        theirs = [w for w in tokenizer.lcut_for_search(leaf.text) if len(w) > 1 and w[0].isalnum()]
        assert index.segmenter.words(leaf.text) == theirs
