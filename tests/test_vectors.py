"""Vectors by the hash of their text: what ships, what an interrupted run left, what is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from corpus.language.data import load_language
from corpus.text.load import data_folder, load_default
from index.derive import texts_to_embed
from index.embed import BUILTIN, PASSAGE, QUERY, identify_embedder, scale_to_unit
from index.kept_vectors import KeptVectors
from index.vectors import SHIPPED, embed_all, key_of, load_vectors, save_vectors

PASSAGES = [f"第{n}条的话" for n in range(40)]
QUESTIONS = ["养老院夜里要做什么", "谁管消防车通道"]


class Counting:
    """An embedder that counts, and stops after so many texts."""

    def __init__(self, most: int = 10_000) -> None:
        self.seen: list[str] = []
        self._most = most

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._vector(PASSAGE + text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._vector(QUERY + text)

    def _vector(self, text: str) -> list[float]:
        if len(self.seen) == self._most:
            raise KeyboardInterrupt
        self.seen.append(text)
        vector = np.random.default_rng(key_of(text)).normal(size=24)
        return [float(x) for x in vector / np.linalg.norm(vector)]


def _all(embedder: Counting, kept: Path | None = None) -> np.ndarray:
    held = KeptVectors(kept, "test") if kept else None
    return embed_all(embedder, "test", passages=PASSAGES, questions=QUESTIONS, kept=held)


def test_each_text_is_embedded_once_and_as_what_it_is() -> None:
    counting = Counting()
    vectors = embed_all(counting, "test", passages=["火", "火", "水"], questions=["火"])
    assert sorted(counting.seen) == sorted([PASSAGE + "火", PASSAGE + "水", QUERY + "火"])
    np.testing.assert_array_equal(vectors[0], vectors[1])
    assert not np.allclose(vectors[0], vectors[3])


def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with pytest.raises(KeyboardInterrupt):
        _all(Counting(most=20), kept)
    rest = Counting()
    vectors = _all(rest, kept)
    assert len(rest.seen) == len(PASSAGES) + len(QUESTIONS) - 16
    np.testing.assert_array_equal(vectors, _all(Counting()))
    assert len(list(kept.iterdir())) == 1


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-3] ^= 255
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("spoil", [_cut_short, _flip])
def test_a_kept_vector_that_is_damaged_is_embedded_anew(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    first = _all(Counting(), tmp_path)
    (file,) = tmp_path.iterdir()
    spoil(file)
    again = Counting()
    np.testing.assert_array_equal(_all(again, tmp_path), first)
    assert len(again.seen) == 1
    last = Counting()
    _all(last, tmp_path)  # what was written after the cut is found
    assert not last.seen


def test_kept_vectors_of_another_embedder_are_not_found(tmp_path: Path) -> None:
    _all(Counting(), tmp_path)
    assert not KeptVectors(tmp_path, "other").find([key_of(PASSAGE + PASSAGES[0])])


def test_progress_counts_what_must_be_embedded() -> None:
    told: list[tuple[int, int]] = []
    embed_all(
        Counting(),
        "test",
        passages=PASSAGES,
        questions=QUESTIONS,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (42, 42)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _text(path: Path) -> None:
    path.write_text("不是向量", "utf-8")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [_truncate, _text, _empty, _folder])
def test_a_broken_file_is_as_none(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    save_vectors(path, "test", {1: np.ones(4, np.float32)}, only=frozenset({1}))
    assert load_vectors(path, "test")
    spoil(path)
    assert load_vectors(path, "test") == {}


def test_another_encoders_file_is_as_none(tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    save_vectors(path, "one", {1: np.ones(4, np.float32)}, only=frozenset({1}))
    assert load_vectors(path, "other") == {}


@given(hnp.arrays(np.float32, (3, 16), elements=st.floats(-1, 1, width=32)))
def test_int8_keeps_the_direction(rows: np.ndarray) -> None:
    from tempfile import TemporaryDirectory

    unit = scale_to_unit(rows)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kept.npz"
        save_vectors(path, "test", dict(enumerate(unit)), only=frozenset(range(3)))
        again = load_vectors(path, "test")
    for row, vector in enumerate(unit):
        if np.isclose(np.linalg.norm(vector), 1, atol=1e-3):  # not too small to be scaled
            assert again[row] @ vector > 0.999


def test_a_first_start_embeds_nothing_of_what_ships() -> None:
    passages, questions = texts_to_embed(load_default(), load_language(data_folder()))
    counting = Counting(most=0)
    vectors = embed_all(
        counting,
        identify_embedder(BUILTIN),
        passages=passages,
        questions=questions,
    )
    assert len(vectors) > 4_000
    assert SHIPPED.stat().st_size <= 4_000_000
