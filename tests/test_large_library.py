"""A library of many documents: built by processes, resumed, asked through the wide index, changed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.verify.opening import open_verifiers
from corpus.errors import FiredutyError
from corpus.text.load import load_regulation
from corpus.text.provision import ProvisionId
from evals.faults.disk import small_disk
from evals.statutes.benchmark import StatuteFigures, measure_statutes
from evals.statutes.corpus import Article, Collection
from evals.statutes.gold import StatuteQuestion
from evals.statutes.ranking import PRODUCT, StatuteRows
from index.across import rank_across, read_signals_across
from index.build import build_library
from index.catalogue import Catalogue
from index.clause_kinds import read_leaves
from index.editing import add_documents, remove_document
from index.embed import BUILTIN, identify_embedder
from index.joining_parts import in_order, joined
from index.library import Library
from index.manifest import library_place
from index.opened import number_articles
from index.opening import open_library
from index.shelf import read_shelf
from index.staging import STAGED
from index.texts import keys_binding
from index.titles import TitleTable
from index.tokens import char_tokens
from index.wide_actors import subjects_of
from index.wide_layout import WIDE
from index.wide_rank import WideWeights
from index.wide_write import write_wide
from ui.cli.main import main
from ui.web.services import Services
from ui.web.views import routes as views

TRADES = [
    "磨坊",
    "染坊",
    "渡口",
    "窑场",
    "茶馆",
    "书局",
    "药铺",
    "当铺",
    "戏台",
    "马厩",
    "盐仓",
    "船坞",
    "织坊",
    "酒坊",
    "油坊",
    "糖坊",
    "纸坊",
    "铁铺",
    "钟楼",
    "桥梁",
]
PLACES = ("青溪", "白石", "云岭")
NEITHER = WideWeights(chapter=0.3, cited=0, near=0.5, stretch=0, beside=0)


def made_up(place: str, trade: str, days: int) -> str:
    return (
        f"{place}镇{trade}管理办法\n"
        f"第一条 为了加强{trade}管理，制定本办法。\n"
        f"第二条 {trade}业主应当在开业{days}日前向镇公所登记。\n"
        f"第三条 {trade}业主应当履行下列职责：\n（一）每月检查{trade}的灯火；\n（二）保存检查记录。\n"
        f"第四条 违反本办法第二条规定的，由镇公所处{days}元罚款。\n"
    )


def write_all(folder: Path) -> Path:
    """A folder, two levels deep, with sixty made-up regulations."""
    for p, place in enumerate(PLACES):
        for t, trade in enumerate(TRADES):
            path = folder / place / f"{place}{trade}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made_up(place, trade, 3 + p * 30 + t), "utf-8")
    return folder


@pytest.fixture(scope="module")
def many(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home of a large library; tests must not change it."""
    folder = tmp_path_factory.mktemp("many")
    shutil.copytree(home, folder / "home")
    change = add_documents(folder / "home", BUILTIN, [write_all(folder / "texts")], versions=True)
    assert all(one.is_new for one in change.added)
    return folder / "home"


@pytest.fixture(scope="module")
def large(many: Path) -> Library:
    return open_library(many, BUILTIN)


# --- asked ------------------------------------------------------------------------------------------


def test_only_the_first_is_open_and_all_are_listed(large: Library) -> None:
    assert large.is_large
    assert len(large.indexes) == 1
    assert len(large.keys) == 63
    assert large.index_of("白石镇窑场管理办法").regulation.title == "白石镇窑场管理办法"


ASKED = [
    ("白石镇窑场管理办法里，业主几日前登记", "白石镇窑场管理办法/art2"),
    ("云岭镇的渡口违反规定没有登记罚多少钱", "云岭镇渡口管理办法/art4"),
    ("堵塞消防车通道罚多少钱", "消防法/art60.item5"),
    ("青溪镇茶馆管理办法第三条第二项", "青溪镇茶馆管理办法/art3.item2"),
]


@pytest.mark.parametrize(("question", "cited"), ASKED)
def test_a_question_finds_its_document(question: str, cited: str, large: Library) -> None:
    answer = Assistant(large).answer(question)
    assert cited in map(str, answer.cited), answer.text


def test_a_fragment_goes_on_with_the_document_of_the_last_answer(large: Library) -> None:
    assistant = Assistant(large)
    first = assistant.answer("青溪镇茶馆管理办法第二条")
    second = assistant.answer("那第四条呢", [("青溪镇茶馆管理办法第二条", first)])
    assert [str(i) for i in second.cited] == ["青溪镇茶馆管理办法/art4"]


def test_some_documents_are_asked_strictly(large: Library) -> None:
    one = Assistant(large).only(["白石镇酒坊管理办法"])
    assert one.library.keys == ("白石镇酒坊管理办法",)
    assert one.answer("几日前登记").document == "白石镇酒坊管理办法"
    with pytest.raises(FiredutyError, match="等 63 部"):
        large.only(["没有的法"])


def test_scores_are_those_of_all_laid_side_by_side(
    many: Path, large: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("wide_rank", "wide_part"):
        monkeypatch.setattr(f"index.{module}.load_weights", lambda: NEITHER)
    narrow = open_library(many, BUILTIN, keys=large.keys)
    part = large.part(large.keys)
    question = "渡口业主每月要检查什么"
    own = dict.fromkeys(char_tokens(question), 1.0)
    assert large.catalogue is not None
    np.testing.assert_array_equal(large.catalogue.wide.text.scores(own), narrow.text.scores(own))
    wide, side_by_side = (read_signals_across(library, question) for library in (part, narrow))
    for name, values in side_by_side.channels.items():
        np.testing.assert_allclose(wide.channels[name], values, atol=1e-4, err_msg=name)


@pytest.mark.parametrize("question", [question for question, _ in ASKED[:3]])
def test_the_few_that_are_asked_hold_what_all_would_answer(
    question: str, many: Path, large: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("wide_rank", "wide_part"):
        monkeypatch.setattr(f"index.{module}.load_weights", lambda: NEITHER)
    narrow = open_library(many, BUILTIN, keys=large.keys)
    first, second = (rank_across(library, question, 3).hits for library in (large, narrow))
    assert [hit.id for hit in first] == [hit.id for hit in second]
    np.testing.assert_allclose([h.score for h in first], [h.score for h in second], atol=1e-3)


def test_the_statute_benchmark_ranks_as_the_product_does(large: Library) -> None:
    catalogue = large.catalogue
    assert catalogue is not None
    titles = [f"{place}镇{trade}管理办法" for place in PLACES for trade in TRADES]
    articles = [Article(title, number, "", "") for title in titles for number in "1234"]
    rows = StatuteRows(catalogue, articles)
    questions = [
        StatuteQuestion(
            0, "白石镇窑场的业主几日前登记", frozenset({titles.index("白石镇窑场管理办法") * 4 + 1})
        ),
        StatuteQuestion(
            1,
            "云岭镇渡口的业主每月检查什么",
            frozenset({titles.index("云岭镇渡口管理办法") * 4 + 2}),
        ),
    ]
    for question in questions:
        (first,) = rank_across(large, question.text, 1).hits
        best = articles[rows.rank(question.text)[PRODUCT][0]]
        assert (best.law, best.number) == (first.id.document, first.id.article)
    figures = {f.name: f.figures for f in _statutes(catalogue, articles, questions)}
    assert figures[PRODUCT]["MRR@10"][0] == 1


def _statutes(
    catalogue: Catalogue, articles: list[Article], questions: list[StatuteQuestion]
) -> list[StatuteFigures]:
    collection = Collection(tuple(articles), 0, 0, (), 0)
    return measure_statutes(catalogue, collection, questions)


def test_what_is_known_of_the_leaves_is_what_their_words_say(large: Library) -> None:
    for key in large.keys[::9]:
        index = large.index_of(key)
        np.testing.assert_array_equal(index.article_of, number_articles(index.leaves))
        for name, flags in read_leaves(index.leaves).items():
            np.testing.assert_array_equal(index.kinds[name], flags, err_msg=name)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("云岭镇的渡口业主要在开业几日前登记", ["云岭镇渡口管理办法"]),
        ("酒坊的业主要在开业几日前登记", ["青溪镇酒坊管理办法", "白石镇酒坊管理办法"]),
    ],
)
def test_what_cannot_be_cited_beside_an_answer_is_not_asked(
    question: str, asked: list[str], large: Library
) -> None:
    parts = Assistant(large).answer(question).parts
    assert set(asked) <= set(parts)
    assert large.keys[0] not in parts  # opened first, and nothing to the question


def test_where_the_likeliest_refuses_the_next_is_asked(large: Library) -> None:
    answer = Assistant(large).answer("渡口的业主要交多少税")
    assert answer.refused
    assert len(answer.parts) > 1


def test_who_is_bound_is_looked_up(many: Path) -> None:
    found = keys_binding(many, "渡口业主")
    assert found is not None
    assert set(found) == {f"{place}镇渡口管理办法" for place in PLACES}


def test_a_name_that_runs_over_two_rows_of_a_table_is_none() -> None:
    raw = {
        "addresses": [["1"]],
        "records": [[0, 0, 9, "职责", [[0, 0, 2, "x"], [0, 0, 5, "x"]]]],
    }
    leaf = SimpleNamespace(id=ProvisionId("1"), text="渡口\n磨坊应当")
    packed = json.dumps(raw).encode()
    assert list(subjects_of(packed, [leaf])) == ["渡口"]  # type: ignore[list-item]


def test_the_list_is_searched(many: Path) -> None:
    said = CliRunner().invoke(
        main, ["library", "list", "窑场", "--json"], env={"FIREDUTY_HOME": str(many)}
    )
    keys = {entry["key"] for entry in json.loads(said.stdout)}
    assert keys == {f"{place}镇窑场管理办法" for place in PLACES}


def test_a_check_of_many_tells_of_the_bad_alone(many: Path) -> None:
    said = CliRunner().invoke(main, ["library", "check"], env={"FIREDUTY_HOME": str(many)})
    assert said.stdout == "结果：都好\n"
    assert "共 63 部" in said.stderr


def test_what_is_said_of_the_library_is_said_of_all(large: Library) -> None:
    assistant = Assistant(large)
    assert "收录 63 部" in assistant.answer("你们收录了哪些法规").text
    assert "收录的 63 部法规" in assistant.answer("你好").text
    refused = assistant.answer("刑法第一百条")
    assert refused.refusal is not None
    assert "别的 63 部法规" in refused.text


# --- on the page ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(large: Library) -> TestClient:
    site = FastAPI()
    site.include_router(views.router(Services(Assistant(large))))
    return TestClient(site)


def test_the_page_lists_a_page_at_a_time_and_finds_by_name(page: TestClient) -> None:
    first, third = page.get("/view/library").text, page.get("/view/library?page=3").text
    assert first.count('<li class="document"') == 30
    assert third.count('<li class="document"') == 3
    assert "收录 63 部" in first
    found = page.get("/view/library", params={"q": "窑场"}).text
    assert found.count('<li class="document"') == 3
    ticked = page.get("/view/documents", params={"q": "窑场"}).text
    assert ticked.count("checkbox") == 3
    assert "<b>" not in page.get("/view/library", params={"q": "<b>"}).text


def test_the_page_reads_one_text_by_key_or_slug(page: TestClient, large: Library) -> None:
    regulation = large.index_of("青溪镇茶馆管理办法").regulation
    for name in (regulation.key, regulation.slug):
        shown = page.get("/view/text", params={"in": name}).text
        assert "每月检查茶馆的灯火" in shown
        assert f'data-slug="{regulation.slug}"' in shown


def test_the_page_looks_up_a_body_in_all(page: TestClient) -> None:
    shown = page.get("/view/duties", params={"actor": "渡口业主"}).text
    assert all(f"{place}镇渡口管理办法" in shown for place in PLACES)


def test_a_text_is_checked_by_the_documents_that_it_names_or_comes_near(
    page: TestClient, many: Path
) -> None:
    named = "白石镇窑场管理办法第二条规定，窑场业主应当在开业40日前向镇公所登记。"
    shown = page.post("/view/verify", content=named.encode()).text
    assert "不符 1" in shown
    assert "窑场业主应当在开业36日前向镇公所登记" in shown
    assert "收录 63 部，按文中写到名称的和最接近的选出这" in shown
    assert "白石镇窑场管理办法" in open_verifiers(Settings(many), named).keys
    unnamed = "渡口业主应当在开业三百日前向镇公所登记。"
    near = Assistant(open_library(many, BUILTIN)).verifiers_for(unnamed)
    assert any("渡口" in key for key in near.keys)
    assert near.of_many == 63


def test_the_page_tells_of_all_and_links_texts_by_title(page: TestClient) -> None:
    about = page.get("/view/about").text
    assert "收录 63 部文件全文" in about
    assert "《中华人民共和国消防法》<span" not in about
    text = page.get("/view/text", params={"in": "北京市消防条例"}).text
    assert 'class="ref elsewhere"' in text


# --- changed ----------------------------------------------------------------------------------------


def test_one_is_taken_out(many: Path, tmp_path: Path) -> None:
    shutil.copytree(many, tmp_path / "home")
    remove_document(tmp_path / "home", BUILTIN, "白石镇窑场管理办法")
    library = open_library(tmp_path / "home", BUILTIN)
    assert len(library.keys) == 62
    hits = rank_across(library, "白石镇窑场业主几日前登记", 5).hits
    assert "白石镇窑场管理办法" not in {hit.id.document for hit in hits}


def test_a_library_with_arrays_of_another_version_is_written_anew(
    many: Path, tmp_path: Path
) -> None:
    shutil.copytree(many, tmp_path / "home")
    (wide,) = tmp_path.glob(f"home/library/*/{WIDE}")
    wide.rename(wide.with_name("wide"))
    with pytest.raises(FiredutyError, match="fireduty index build"):
        open_library(tmp_path / "home", BUILTIN)
    built = build_library(tmp_path / "home", BUILTIN, if_stale=True)
    assert built.is_new
    assert len(open_library(tmp_path / "home", BUILTIN).keys) == 63


def test_a_killed_build_goes_on_where_it_was(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    texts, place = write_all(tmp_path / "texts"), library_place(tmp_path / "home", None)
    before = (place / "current").read_text("ascii")
    command = [sys.executable, "-m", "ui.cli", "library", "add", str(texts), "--yes"]
    environment = {**os.environ, "FIREDUTY_HOME": str(tmp_path / "home")}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while len(staged := list((place / STAGED).glob("*/seals.json"))) < 5:
        assert time.monotonic() < until
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert (place / "current").read_text("ascii") == before
    kept = {path.parent.joinpath("snapshot.npz").stat().st_ino for path in staged}
    change = add_documents(tmp_path / "home", BUILTIN, [texts], versions=True)
    assert len(change.built.shelf.documents) == 63
    used = {p.stat().st_ino for p in change.built.folder.glob("documents/*/snapshot.npz")}
    assert kept <= used  # what was done was not done again
    assert not (place / STAGED).exists()


def test_a_place_that_cannot_be_written_leaves_the_library(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    place = library_place(tmp_path / "home", None)
    (place / STAGED).write_text("in the way", "utf-8")
    with pytest.raises(FiredutyError, match="无法写入索引文件夹"):
        add_documents(tmp_path / "home", BUILTIN, [write_all(tmp_path / "texts")])
    assert len(open_library(tmp_path / "home", BUILTIN).keys) == 3


def _write_wide_on(disk: Path, home: Path) -> None:
    """Write the wide arrays of a library to a disk without room for them; its end says how it went."""
    identity = identify_embedder(BUILTIN)
    shelf = read_shelf(home, identity, None)
    assert shelf.used is not None
    (disk / "documents").symlink_to(shelf.used[0] / "documents")
    with suppress(OSError):
        write_wide(disk, [d for d in shelf.documents if d.key == d.base], identity)
        os._exit(1)  # there was room


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_wide_arrays_that_find_no_room_kill_nobody(
    share: float, many: Path, large: Library, tmp_path: Path
) -> None:
    """They are written through maps: on a full disk the system would kill the writer without a word."""
    assert large.folder is not None
    need = sum(path.stat().st_size for path in (large.folder / WIDE).iterdir())
    with small_disk(tmp_path / "disk", int(need * share)) as mounted:
        if not mounted:
            pytest.skip("the system lets no disk be mounted")
        process = get_context("spawn").Process(
            target=_write_wide_on, args=(tmp_path / "disk", many)
        )
        process.start()
        process.join()
    assert process.exitcode == 0


def test_a_few_broken_of_many(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    texts = tmp_path / "texts"
    texts.mkdir()
    for n, trade in enumerate(TRADES):
        (texts / f"{n}.md").write_text(made_up("青溪", trade, 3), "utf-8")
    for n in range(3):
        (texts / f"broken{n}.md").write_bytes(b"\xff\xfe\x00")
    report = tmp_path / "report.tsv"
    said = CliRunner().invoke(
        main,
        ["library", "add", str(texts), "--yes", "--report", str(report)],
        env={"FIREDUTY_HOME": str(tmp_path / "home")},
    )
    assert said.exit_code == 1
    assert "新收录 20 部" in said.stdout
    assert "3 份没有收进" in said.stdout
    lines = [line.split("\t") for line in report.read_text("utf-8").splitlines()[1:]]
    assert [line[1] for line in lines].count("没有收进") == 3
    assert all(line[6] for line in lines if line[1] == "没有收进")


# --- versions and parts -----------------------------------------------------------------------------


def test_the_newest_of_several_versions_answers(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    for name, days in (("办法(2010-05-01)", 3), ("办法(2020-05-01)", 7), ("办法", 5)):
        (tmp_path / f"{name}.md").write_text(made_up("青溪", "磨坊", days), "utf-8")
    change = add_documents(tmp_path / "home", BUILTIN, sorted(tmp_path.glob("*.md")), versions=True)
    keys = {one.path.stem: one.document.key for one in change.added if one.document}
    assert keys == {
        "办法(2020-05-01)": "青溪镇磨坊管理办法",
        "办法(2010-05-01)": "青溪镇磨坊管理办法@2010-05-01",
        "办法": "青溪镇磨坊管理办法@无日期",
    }
    library = open_library(tmp_path / "home", BUILTIN)
    assert library.index_of("青溪镇磨坊管理办法").regulation.version == "2020-05-01"


def test_the_parts_of_one_law_are_one_text(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    head = "青溪镇大典\n（2020年5月1日镇公所通过）\n"
    parts = {
        "乙编": head + "第三条 渡船应当点灯。\n第四条 渡船不得超载。\n",
        "甲编": head + "第一条 居民应当守法。\n第二条 镇公所应当公开账目。\n",
    }
    for name, text in parts.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    paths = [tmp_path / f"{name}.md" for name in parts]
    ordered = in_order([load_regulation(path) for path in paths])
    assert ordered is not None
    assert joined(ordered).index("居民") < joined(ordered).index("渡船")
    change = add_documents(tmp_path / "home", BUILTIN, paths, versions=True)
    assert [one.part_of is None for one in change.added] == [True, False]
    law = open_library(tmp_path / "home", BUILTIN).index_of("青溪镇大典").regulation
    assert [a.number for a in law.articles()] == ["1", "2", "3", "4"]


def test_titles_are_looked_up() -> None:
    table = TitleTable(
        [("消防法", "中华人民共和国消防法"), ("北京市消防条例", "北京市消防条例"), ("刑法", "刑法")]
    )
    assert [key for _, key in table.find("北京的消防条例和消防法怎么规定")] == [
        "北京市消防条例",
        "消防法",
    ]
    assert table.find("消防法律有哪些") == []
