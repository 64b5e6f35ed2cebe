"""A library of several documents: what is merged, how it is asked, and what changes it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import FiredutyError
from corpus.text.load import shipped_folders
from index.across import rank_across
from index.bm25 import build_bm25
from index.build import build_library
from index.dense import RETRY, FallbackScores
from index.documents import hold_new
from index.editing import add_documents, remove_document, update_document
from index.embed import BUILTIN, OnnxEmbedder
from index.library import Library
from index.manifest import library_place, read_manifest
from index.opening import open_library
from index.retrieve import Mode, rank
from index.shelf import read_listed
from index.tokens import char_tokens
from index.versions import name_versions, shelve

LANTERNS = """小镇灯会办法
第一条 灯会主办人应当在开幕七日前向镇公所报备。
第二条 摊主应当配备灭火器：
（一）纸灯摊位配备两具；
（二）小吃摊位配备一具。
第三条 违反本办法的，依照《中华人民共和国消防法》第六十条处罚。
"""
NEWER = LANTERNS.replace("七日", "三日")
DOGS = "小镇养犬办法\n第一条 养犬人应当为犬只登记。\n"
QUESTIONS = ["堵塞消防车通道罚多少钱", "谁管消防车通道", "养老院夜里要做什么", "？！", "x"]


def with_texts(folder: Path, home: Path) -> Path:
    """A folder with a copy of a library and texts beside it."""
    shutil.copytree(home, folder / "home")
    for name, text in (("lanterns", LANTERNS), ("newer", NEWER), ("dogs", DOGS)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def town(home: Path, tmp_path: Path) -> Path:
    """A library of one's own to change, with texts beside it."""
    return with_texts(tmp_path, home)


@pytest.fixture(scope="module")
def lit(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a library to which the lanterns were added; tests must not change it."""
    town = with_texts(tmp_path_factory.mktemp("lit"), home)
    add_documents(town / "home", BUILTIN, [town / "lanterns.txt"])
    return town / "home"


@pytest.fixture
def lit_town(lit: Path, tmp_path: Path) -> Path:
    """As ``town``, with the lanterns in the library."""
    return with_texts(tmp_path, lit)


@pytest.fixture(scope="module")
def updated(lit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a library where newer lanterns answer; tests must not change it."""
    town = with_texts(tmp_path_factory.mktemp("updated"), lit)
    update_document(town / "home", BUILTIN, "小镇灯会办法", town / "newer.txt")
    return town / "home"


def keys(town: Path) -> list[str]:
    return [listed.key for listed, _ in read_listed(town / "home", None)]


# --- asked together -------------------------------------------------------------------------------


def test_what_ships_is_listed_in_its_order(library: Library) -> None:
    assert [i.regulation.slug for i in library.indexes] == [f.name for f in shipped_folders()]
    assert library.keys[0] == "细则"


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_library_of_one_ranks_as_its_document(
    question: str, mode: Mode, library: Library
) -> None:
    for key in library.keys:
        one = library.only([key])
        assert rank_across(one, question, 20, mode=mode) == rank(
            one.indexes[0], question, 20, mode=mode
        )


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("堵塞消防车通道罚多少钱", {"消防法/art60.item5", "北京市消防条例/art89.item4"}),
        ("养老院夜里要做什么", {"细则/art7.item1"}),
        ("什么是公众聚集场所", {"消防法/art73.item3"}),
    ],
)
def test_one_question_over_all(question: str, first: set[str], library: Library) -> None:
    assert str(rank_across(library, question, 5).hits[0].id) in first


def test_statistics_are_those_of_all_leaves(library: Library) -> None:
    whole = build_bm25([char_tokens(leaf.lead_in + leaf.text) for leaf in library.leaves])
    query = dict.fromkeys(char_tokens(QUESTIONS[0]), 1.0)
    np.testing.assert_array_equal(library.text.scores(query), whole.scores(query))


def test_rows_lead_to_the_leaf_of_their_document(library: Library) -> None:
    assert len(library.leaves) == library.offsets[-1] == len(library.rows)
    for index in library.indexes:
        rows = library.rows_of(index.regulation.key)
        assert library.leaves[rows] == index.leaves
        assert str(library.ids[rows.start]).startswith(f"{index.regulation.key}/")


def test_a_question_is_embedded_and_the_store_asked_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded: list[str] = []
    embed = OnnxEmbedder.embed

    def count(self: OnnxEmbedder, text: str) -> object:
        embedded.append(text)
        return embed(self, text)

    monkeypatch.setattr(OnnxEmbedder, "embed", count)
    for index in library.indexes:
        rank(index, "疏散通道堆了纸箱怎么办", 5)
    rank_across(library, "疏散通道堆了纸箱怎么办", 5)
    assert len(embedded) == 1


def test_only_some(library: Library, home: Path) -> None:
    law = library.only(["消防法"])
    assert law.keys == ("消防法",)
    assert str(rank_across(law, QUESTIONS[0], 1).hits[0].id) == "art60.item5"
    opened = open_library(home, BUILTIN, keys=["消防法"])
    assert rank_across(opened, QUESTIONS[0], 9) == rank_across(law, QUESTIONS[0], 9)
    assert open_library(home, BUILTIN, keys=["中华人民共和国消防法"]).keys == ("消防法",)
    for asked in (library.only, lambda names: open_library(home, BUILTIN, keys=names)):
        with pytest.raises(FiredutyError, match=r"没有收录「刑法」；收录的有 细则、"):
            asked(["刑法"])


@pytest.mark.parametrize("chosen", [(), ("消防法", "细则")])
def test_chroma_and_memory_agree_on_several(chosen: tuple[str, ...], home: Path) -> None:
    memory = open_library(home, BUILTIN, keys=chosen)
    through = open_library(home, BUILTIN, keys=chosen, chroma="folder")
    vector = np.asarray(memory.embedder.embed_query(QUESTIONS[0]), np.float32)
    np.testing.assert_allclose(through.dense(vector), memory.dense(vector), atol=1e-4)


def test_a_server_that_fails_is_told_once_and_asked_again_after_a_while() -> None:
    now, away = [0.0], [False]
    reached: list[float] = []
    told: list[str] = []

    def server(vector: np.ndarray) -> np.ndarray:
        if away[0]:
            raise FiredutyError("连不上向量库")
        return vector

    def connect() -> Callable[[np.ndarray], np.ndarray]:
        reached.append(now[0])
        server(np.ones(1))
        return server

    scores = FallbackScores(connect, lambda vector: -vector, told.append, lambda: now[0])
    one = np.ones(1, np.float32)
    assert float(scores(one)[0]) == 1
    away[0] = True
    assert [float(scores(one)[0]) for _ in range(3)] == [-1, -1, -1]
    assert reached == [0]
    now[0] = RETRY
    assert float(scores(one)[0]) == -1
    away[0], now[0] = False, 2 * RETRY
    assert [float(scores(one)[0]) for _ in range(2)] == [1, 1]
    assert reached == [0, RETRY, 2 * RETRY]
    failed, back = told
    assert "改在内存里算" in failed
    assert "又连上了" in back


# --- changed --------------------------------------------------------------------------------------


def test_a_text_is_added_and_asked_at_once(town: Path) -> None:
    change = add_documents(town / "home", BUILTIN, [town / "lanterns.txt"])
    assert [(a.is_new, a.fault) for a in change.added] == [(True, None)]
    library = open_library(town / "home", BUILTIN)
    assert library.keys[-1] == "小镇灯会办法"
    assert str(rank_across(library, "纸灯摊位配备几具灭火器", 1).hits[0].id) == (
        "小镇灯会办法/art2.item1"
    )
    (town / "lanterns.txt").unlink()  # the library has it now
    build_library(town / "home", BUILTIN)
    assert open_library(town / "home", BUILTIN).keys == library.keys


def test_references_lead_to_other_documents(lit: Path) -> None:
    library = open_library(lit, BUILTIN)
    pair = [library.rows["小镇灯会办法/art3"], library.rows["消防法/art60"]]
    assert pair in library.references.tolist()
    assert pair[0] not in library.only(["小镇灯会办法"]).references[:, 0]


def test_what_did_not_change_is_linked(town: Path) -> None:
    def inodes() -> dict[str, int]:
        folder, _ = read_manifest(library_place(town / "home", None))
        return {p.parent.name: p.stat().st_ino for p in folder.glob("documents/*/snapshot.npz")}

    before = inodes()
    add_documents(town / "home", BUILTIN, [town / "dogs.txt"])
    assert inodes().items() > before.items()


def test_a_folder_with_a_broken_file(town: Path) -> None:
    texts = town / "texts"
    texts.mkdir()
    for name in ("lanterns", "dogs"):
        shutil.copy(town / f"{name}.txt", texts / f"{name}.md")
    (texts / "broken.txt").write_bytes(b"\xff\xfe\x00")
    (texts / "picture.png").write_bytes(b"no text")
    (texts / "letter.docx").write_bytes(b"PK")
    change = add_documents(town / "home", BUILTIN, [texts])
    assert [(a.path.name, a.is_new, a.fault is None) for a in change.added] == [
        ("broken.txt", False, False),
        ("dogs.md", True, True),
        ("lanterns.md", True, True),
        ("letter.docx", False, False),
    ]
    assert keys(town)[3:] == ["小镇养犬办法", "小镇灯会办法"]


def test_a_folder_with_data_is_one_document(town: Path) -> None:
    folder = town / "law"
    folder.mkdir()
    (folder / "regulation.txt").write_text(DOGS, "utf-8")
    (folder / "metadata.toml").write_text('status = "现行有效"\nkey = "养犬"\n', "utf-8")
    (folder / "questions.toml").write_text(
        '[[provision]]\nid = "art1"\nquestions = [{ q = "狗要上户口吗", by = "unit" }]\n', "utf-8"
    )
    add_documents(town / "home", BUILTIN, [folder])
    shutil.rmtree(folder)
    index = open_library(town / "home", BUILTIN, keys=["养犬"]).indexes[0]
    assert index.regulation.status == "现行有效"
    assert [q.text for q in index.language.bank] == ["狗要上户口吗"]
    build_library(town / "home", BUILTIN)
    assert open_library(town / "home", BUILTIN).keys[-1] == "养犬"


def test_the_same_text_twice_does_nothing(town: Path) -> None:
    add_documents(town / "home", BUILTIN, [town / "dogs.txt"])
    pointer = (town / "home" / "library" / "current").read_text()
    (town / "again.txt").write_text(f"\n{DOGS}\n", "utf-8")
    change = add_documents(town / "home", BUILTIN, [town / "again.txt"])
    assert [(a.is_new, a.fault) for a in change.added] == [(False, None)]
    assert (town / "home" / "library" / "current").read_text() == pointer


def test_the_same_title_with_another_text_is_refused(lit_town: Path) -> None:
    (one,) = add_documents(lit_town / "home", BUILTIN, [lit_town / "newer.txt"]).added
    assert one.fault is not None
    assert "fireduty library update 小镇灯会办法" in str(one.fault)


#: What two versions state, and which of them answers.
VERSIONS = [
    ({}, {}, "new"),
    ({"version": "2020-01-01"}, {"version": "2024-01-01"}, "new"),
    ({"version": "2024-01-01"}, {"version": "2020-01-01"}, "old"),
    ({"status": "现行有效"}, {"status": "尚未施行"}, "old"),
    ({}, {"status": ""}, "old"),
    ({"status": "征求意见稿"}, {"status": "现行有效"}, "new"),
    ({"status": "已废止", "version": "2024-01-01"}, {"version": "2020-01-01"}, "new"),
]


def two_versions(folder: Path, old: dict[str, str], new: dict[str, str]) -> tuple[Path, Path]:
    """Where both are: the folder of a text and what is stated, the text where no status is."""
    paths = []
    for name, text, stated in (("old", LANTERNS, old), ("new", NEWER, new)):
        (folder / name).mkdir()
        (folder / name / "regulation.txt").write_text(text, "utf-8")
        metadata = {"status": "现行有效", **stated}
        lines = [f"{field} = {json.dumps(value)}" for field, value in metadata.items() if value]
        (folder / name / "metadata.toml").write_text("\n".join(lines), "utf-8")
        paths.append(folder / name if metadata["status"] else folder / name / "regulation.txt")
    return paths[0], paths[1]


@pytest.mark.parametrize(("old", "new", "answers"), VERSIONS)
def test_of_two_versions_the_newest_in_force_answers(
    old: dict[str, str], new: dict[str, str], answers: str, tmp_path: Path
) -> None:
    first, second = (hold_new(path, BUILTIN) for path in two_versions(tmp_path, old, new))
    shelved = shelve([first], second)
    assert [d.regulation.source_text for d in shelved] == [LANTERNS, NEWER]
    answering, other = shelved if answers == "old" else shelved[::-1]
    assert answering.key == "小镇灯会办法"
    assert other.key.startswith("小镇灯会办法@")
    assert [d.key for d in name_versions([other], other.base)] == ["小镇灯会办法"]


@pytest.mark.parametrize(("old", "new", "answers"), [VERSIONS[1], VERSIONS[4]])
def test_an_update_answers_or_stands_beside(
    old: dict[str, str], new: dict[str, str], answers: str, town: Path
) -> None:
    first, second = two_versions(town, old, new)
    add_documents(town / "home", BUILTIN, [first])
    update_document(town / "home", BUILTIN, "小镇灯会办法", second)
    library = open_library(town / "home", BUILTIN)
    text = library.index_of("小镇灯会办法").regulation.source_text
    assert text == {"old": LANTERNS, "new": NEWER}[answers]
    (other,) = [key for key in keys(town) if key.startswith("小镇灯会办法@")]
    assert other not in library.keys
    assert open_library(town / "home", BUILTIN, keys=[other]).keys == (other,)
    remove_document(town / "home", BUILTIN, "小镇灯会办法")
    assert keys(town)[3:] == ["小镇灯会办法"]


def test_a_document_that_ships_is_removed_and_comes_back(town: Path) -> None:
    before = keys(town)
    remove_document(town / "home", BUILTIN, "消防法")
    build_library(town / "home", BUILTIN)
    assert open_library(town / "home", BUILTIN).keys == (before[0], *before[2:])
    add_documents(town / "home", BUILTIN, [Path("消防法")])
    assert keys(town) == before


def test_the_last_document_stays(town: Path) -> None:
    for key in keys(town)[1:]:
        remove_document(town / "home", BUILTIN, key)
    with pytest.raises(FiredutyError, match="只有「细则」"):
        remove_document(town / "home", BUILTIN, "细则")
    assert keys(town) == ["细则"]


# --- damaged --------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["manifest.json", "current"])
def test_added_documents_outlive_a_damaged_manifest(
    what: str, updated: Path, tmp_path: Path
) -> None:
    town = with_texts(tmp_path, updated)
    before = keys(town)
    folder, _ = read_manifest(town / "home" / "library")
    path = folder / what if what == "manifest.json" else folder.parent / what
    path.write_bytes(b"\x00")
    with pytest.raises(FiredutyError, match="fireduty index build"):
        open_library(town / "home", BUILTIN)
    built = build_library(town / "home", BUILTIN)
    assert any("恢复" in note and "小镇灯会办法" in note for note in built.shelf.notes)
    assert sorted(keys(town)) == sorted(before)
    assert open_library(town / "home", BUILTIN).index_of("小镇灯会办法").regulation.source_text == (
        NEWER
    )


def test_a_damaged_text_is_taken_from_the_index_before(lit_town: Path) -> None:
    town = lit_town
    add_documents(town / "home", BUILTIN, [town / "dogs.txt"])
    folder, manifest = read_manifest(town / "home" / "library")
    damaged = folder / "documents" / manifest.documents[-2].slug / "regulation.txt"
    damaged.write_text("第一条 别的话。", "utf-8")
    with pytest.raises(FiredutyError, match=f"{damaged} 已损坏"):
        open_library(town / "home", BUILTIN)
    notes = build_library(town / "home", BUILTIN).shelf.notes
    assert [n for n in notes if "从前一个索引里恢复" in n]
    assert open_library(town / "home", BUILTIN).keys[3:] == ("小镇灯会办法", "小镇养犬办法")


def test_a_text_that_is_lost_is_named(lit_town: Path) -> None:
    town = lit_town
    folder, manifest = read_manifest(town / "home" / "library")
    (folder / "documents" / manifest.documents[-1].slug / "regulation.txt").unlink()
    (note,) = build_library(town / "home", BUILTIN).shelf.notes
    assert "「小镇灯会办法」" in note
    assert "重新添加" in note
    assert open_library(town / "home", BUILTIN).keys == tuple(keys(town))


def test_an_index_that_is_open_is_not_deleted(town: Path) -> None:
    library = open_library(town / "home", BUILTIN)
    folder, _ = read_manifest(town / "home" / "library")
    for name in ("lanterns", "dogs"):
        add_documents(town / "home", BUILTIN, [town / f"{name}.txt"])
    assert folder.exists()
    del library
    remove_document(town / "home", BUILTIN, "小镇养犬办法")
    assert not folder.exists()
