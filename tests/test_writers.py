"""Writers of a library that are killed, meet each other or find no room: what they leave, what they say."""

from __future__ import annotations

import errno
import multiprocessing.connection
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.settings import Settings
from corpus.errors import FiredutyError
from corpus.files import locked, reason_of, reserve_room
from index.build import build_library
from index.derive import derive, read_common_words
from index.documents import HeldDocument, hold_given
from index.embed import BUILTIN, identify_embedder, load_embedder
from index.generations import hold_folder
from index.manifest import LIBRARY, library_place
from index.opening import open_library
from index.scratch import scratch_folder
from index.shelf import Shelf, read_checked_shelf, read_shelf
from index.staging import STAGED, StagedSegments
from ui.cli.progress import steps
from ui.web.api import library as api
from ui.web.guard.gate import BusyError
from ui.web.live import LiveAssistant

LAW = "第一条 磨坊主应当登记。\n第二条 磨坊主不得喧哗。"
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture(scope="module")
def ended() -> int:
    """Number of a process that is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "law.txt"
    path.write_text(LAW, "utf-8")
    return path


@pytest.fixture
def place(law: Path, tmp_path: Path) -> Path:
    """Folder of the indexes of a library of one document, which is built."""
    build_library(tmp_path, BUILTIN, regulation=law)
    return tmp_path / "law"


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- what killed ones leave -----------------------------------------------------------------------


def test_a_build_that_fails_first_clears_what_killed_ones_left(
    law: Path, place: Path, ended: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a hundred killed builds in a row would fill the disk before one could end well."""
    before = names_in(place)
    (place / f".building-{ended}" / "documents").mkdir(parents=True)
    (place / f".current-{ended}").write_text("x", "utf-8")
    (place / STAGED / f"0123456789abcdef.{ended}").mkdir(parents=True)
    kept = (place / ".building-1", place / ".current-1", place / STAGED / "0123456789abcdef.1")
    for folder in kept:
        folder.mkdir()  # process 1 is alive
    monkeypatch.setattr("index.build.derive", lambda *_, **__: _raise(FULL))
    law.write_text(LAW + "\n第三条 磨坊应当通风。", "utf-8")
    with pytest.raises(FiredutyError, match="磁盘已满"):
        build_library(tmp_path, BUILTIN, regulation=law)
    assert names_in(place) == before | {STAGED, ".building-1", ".current-1"}
    assert names_in(place / STAGED) == {"0123456789abcdef.1"}


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("moment", ["index.generations.sync", "index.manifest.os.replace"])
def test_a_switch_that_fails_leaves_no_index_behind(
    moment: str, law: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names_in(place)
    law.write_text(LAW + "\n第三条 磨坊应当通风。", "utf-8")
    monkeypatch.setattr(moment, lambda *_: _raise(FULL))
    for _ in range(2):
        with pytest.raises(FiredutyError, match="磁盘已满"):
            build_library(tmp_path, BUILTIN, regulation=law)
        assert names_in(place) - {".vectors"} == before


def test_a_switch_that_is_made_and_not_on_the_disk_yet_keeps_its_index(
    law: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.manifest.sync", lambda path: _raise(FULL) if path == place else None)
    law.write_text(LAW + "\n第三条 磨坊应当通风。", "utf-8")
    with pytest.raises(FiredutyError, match="磁盘已满"):
        build_library(tmp_path, BUILTIN, regulation=law)
    assert len(open_library(tmp_path, BUILTIN, regulation=law).leaves) == 3


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> HeldDocument:
    path = tmp_path_factory.mktemp("held") / "law.txt"
    path.write_text(LAW, "utf-8")
    return hold_given(path, identify_embedder(BUILTIN))


def stage(place: Path, held: HeldDocument) -> None:
    contents = derive(
        held.regulation,
        held.language,
        load_embedder(BUILTIN),
        identify_embedder(BUILTIN),
        common=read_common_words(),
    )
    StagedSegments(place).write(held.segment, contents, held.language)


def test_a_segment_that_finds_no_room_leaves_none(
    held: HeldDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.staging.seal", lambda folder: _raise(FULL))
    with suppress(OSError):
        stage(tmp_path, held)
    assert names_in(tmp_path / STAGED) == set()


def test_a_segment_that_another_process_finished_is_not_taken_away(
    held: HeldDocument, tmp_path: Path
) -> None:
    stage(tmp_path, held)
    folder = tmp_path / STAGED / held.segment
    first = folder.stat().st_ino
    stage(tmp_path, held)
    assert folder.stat().st_ino == first
    (folder / "snapshot.npz").write_bytes(b"half")
    stage(tmp_path, held)
    assert StagedSegments(tmp_path).holds(held.segment)
    assert names_in(tmp_path / STAGED) == {held.segment}


_WORKER = """
import os, sys, time
from multiprocessing import get_context
from index.derive_many import _end_with_parent

if __name__ == "__main__":
    process = get_context("spawn").Process(target=_end_with_parent)
    process.start()
    print(process.pid, flush=True)
    time.sleep(60)
"""


def test_a_worker_ends_with_the_build_that_was_killed(tmp_path: Path) -> None:
    (tmp_path / "parent.py").write_text(_WORKER, "utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(tmp_path / "parent.py")],
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    handle = os.pidfd_open(worker)
    parent.kill()
    parent.wait()
    assert multiprocessing.connection.wait([handle], timeout=30)
    os.close(handle)


@pytest.mark.parametrize(
    ("age", "held_by_one_alive", "stays"),
    [(100, False, False), (100, True, True), (0, False, True)],
)
def test_what_a_killed_process_unpacked_is_cleared(
    age: int,
    held_by_one_alive: bool,
    stays: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.scratch.gettempdir", lambda: str(tmp_path))
    folder, other = tmp_path / "fireduty-scratch-abc", tmp_path / "fireduty-notes"
    for path in (folder, other):
        path.mkdir()
        (path / "law.md").write_text(LAW, "utf-8")
        os.utime(path, (time.time() - age, time.time() - age))
    hold = hold_folder(folder) if held_by_one_alive else None
    with scratch_folder() as scratch:
        assert folder.exists() is stays
        assert not list(scratch.iterdir())
    del hold
    assert not scratch.exists()
    assert other.exists()


# --- no room --------------------------------------------------------------------------------------


def test_a_file_that_is_written_through_a_map_has_its_room(tmp_path: Path) -> None:
    """Else the system kills who writes to it on a full disk."""
    path = tmp_path / "wide.npy"
    with path.open("wb") as file:
        file.truncate(1_000_000)
    assert path.stat().st_blocks == 0
    reserve_room(path)
    assert path.stat().st_blocks * 512 >= 1_000_000


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError("200000 requested and 16352 written"), "磁盘已满"),  # numpy's, without a number
        (OSError("no number"), "系统错误 None"),
        (FULL, "磁盘已满"),
        (OSError(errno.EDQUOT, ""), "磁盘配额已用完"),
    ],
)
def test_why_the_disk_refused(error: OSError, told: str) -> None:
    assert reason_of(error) == told


# --- who reads meanwhile --------------------------------------------------------------------------


@pytest.mark.parametrize("is_before", [True, False])
def test_what_is_checked_is_of_one_moment(
    is_before: bool, law: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library whose index is switched twice between two looks is not said to lack a document."""
    looks = 0

    def read_and_switch(home: Path, embedder: str, regulation: Path | None) -> Shelf:
        nonlocal looks
        looks += 1
        shelf = None if is_before else read_shelf(home, embedder, regulation)
        for _ in range(2 if looks == 1 else 0):
            build_library(tmp_path, BUILTIN, regulation=law)
        return shelf or read_shelf(home, embedder, regulation)

    monkeypatch.setattr("index.shelf.read_shelf", read_and_switch)
    shelf, folder, manifest = read_checked_shelf(tmp_path, identify_embedder(BUILTIN), law)
    assert shelf.used == (folder, manifest)
    assert looks == (2 if is_before else 1)


# --- two at once ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda editor: editor.add("小镇办法\n" + LAW, "办法.txt"),
        lambda editor: editor.update("消防法", "中华人民共和国消防法\n" + LAW, sure=True),
        lambda editor: editor.remove("消防法"),
    ],
)
def test_the_page_gives_up_while_a_command_changes_the_library(
    change: Callable[[api.LibraryEditor], object], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "_PATIENCE", 0.1)
    editor = api.LibraryEditor(LiveAssistant(Settings(home)))
    current = home / LIBRARY / "current"
    before = current.read_text("ascii")
    with (
        locked(library_place(home, None) / ".lock"),
        pytest.raises(BusyError, match="另一个程序正在改动资料库，这次没有改动"),
    ):
        change(editor)
    assert current.read_text("ascii") == before


def test_a_command_says_once_that_it_waits(
    law: Path, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = []

    with locked(place / ".lock"), steps("收录") as progress:

        def wait(what: str, done: int, total: int) -> None:
            progress(what, done, total)
            looks.append(what)
            if len(looks) == 3:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            build_library(tmp_path, BUILTIN, regulation=law, progress=wait)
    assert capsys.readouterr().err == "等另一个程序建完……\n"
