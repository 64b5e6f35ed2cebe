"""Fault trials: changes of the library that are killed, meet each other, or have no room."""

import atexit
import json
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from evals.faults.commands import (
    CommandOutcome,
    Started,
    failed,
    first,
    run_command,
    start_command,
    untold,
)
from evals.faults.damage import ANSWER, LAW, QUESTION
from evals.faults.disk import small_disk
from evals.faults.trial import Trial
from index.across import rank_across
from index.editing import add_documents
from index.embed import BUILTIN
from index.opening import open_library

#: Moments at which each change is killed, spread over the time that it takes.
MOMENTS = 20
_OLD_OR_NEW = "资料库是改动之前或之后的样子，照样回答；再做一次就好，不留下残余"
_KEPT = "一行中文说出为什么、怎么办；资料库同原来一样，照样回答"
_NEWER = LAW.replace("七日", "三日")
_DOGS = "小镇养犬办法\n第一条 养犬人应当为犬只登记。\n第二条 携犬出户应当束牵引带。\n"
_KEY = "小镇灯会办法"
#: What a change is called → the command that makes it, in a folder that holds the texts.
CHANGES: Mapping[str, tuple[str, ...]] = {
    "添加": ("add", "dogs.txt"),
    "更新": ("update", _KEY, "newer.txt"),
    "去掉": ("remove", _KEY),
}


@cache
def _pristine() -> Path:
    """A home with the library that ships and one text beside it, made once."""
    folder = Path(tempfile.mkdtemp(prefix="fireduty-library-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, text in (("lantern", LAW), ("newer", _NEWER), ("dogs", _DOGS)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    add_documents(folder / "home", BUILTIN, [folder / "lantern.txt"])
    return folder


def _settings(folder: Path, home: Path | None = None) -> dict[str, str]:
    return {"HOME": f"{home or folder / 'home'}"}


def _command(folder: Path, change: Sequence[str]) -> tuple[str, ...]:
    return ("library", *(f"{folder / a}" if a.endswith(".txt") else a for a in change))


def _change(folder: Path, change: Sequence[str], home: Path | None = None) -> CommandOutcome:
    return run_command(*_command(folder, change), settings=_settings(folder, home))


def _prepare(folder: Path) -> Path:
    """The library and the texts in a folder of one's own; returns the folder of its indexes."""
    shutil.copytree(_pristine(), folder, dirs_exist_ok=True)
    return folder / "home" / "library"


def _keys(folder: Path, home: Path | None = None) -> list[str]:
    said = run_command("library", "list", "--json", settings=_settings(folder, home))
    return [entry["key"] for entry in json.loads(said.out)] if said.code == 0 else [said.shown]


def _works(folder: Path, home: Path | None = None) -> str | None:
    """Whether the text that was added is found, and the index is said to be current."""
    settings = _settings(folder, home)
    library = open_library(Path(settings["HOME"]), BUILTIN)
    found = rank_across(library, QUESTION, 3).hits
    words = "".join(library.leaves[library.rows[str(hit.id)]].text for hit in found)
    return first(
        None if ANSWER in words else f"not found: {words}",
        failed(run_command("index", "status", settings=settings), "状态：最新"),
    )


def kill(name: str, folder: Path, moments: int = MOMENTS) -> str | None:
    """Kill a change at many moments: each time the library is the old or the new one."""
    place = _prepare(folder)
    old = _keys(folder)
    command = _command(folder, CHANGES[name])
    started = time.monotonic()
    if problem := failed(start_command(*command, settings=_settings(folder)).wait()):
        return problem
    seconds, new = time.monotonic() - started, _keys(folder)
    for moment in range(moments):
        if _keys(folder) != old:
            shutil.rmtree(folder / "home")
            _prepare(folder)
        running = start_command(*command, settings=_settings(folder))
        seconds = _killed_after(seconds, (moment + 0.5) / moments, running)
        found = _keys(folder)
        status = run_command("index", "status", settings=_settings(folder))
        if found not in (old, new) or (problem := failed(status, "状态：最新")):
            return f"moment {moment}: {found}; {status.shown}"
    if _keys(folder) == old and (problem := failed(_change(folder, CHANGES[name]))):
        return problem
    left = [p.name for p in place.glob(".building*")]
    return first(
        None if _keys(folder) == new else f"not changed: {_keys(folder)}",
        _works(folder) if name != "去掉" else None,
        f"left behind: {left}" if left else None,
    )


def _killed_after(seconds: float, share: float, running: Started) -> float:
    """Kill a change after a share of so many seconds; returns how long one takes, as seen now."""
    started = time.monotonic()
    with suppress(subprocess.TimeoutExpired):
        running.process.wait(seconds * share)
        seconds = time.monotonic() - started  # it was quicker than the one before
    running.process.send_signal(signal.SIGKILL)
    running.wait()
    return seconds


def _together(folder: Path) -> str | None:
    """Two that add at once both end well, and both texts are there."""
    _prepare(folder)
    (folder / "third.txt").write_text(_DOGS.replace("养犬", "养猫"), "utf-8")
    running = [
        start_command(*_command(folder, ("add", name)), settings=_settings(folder))
        for name in ("dogs.txt", "third.txt")
    ]
    return first(
        *(failed(one.wait(), "已收录") for one in running),
        None if len(set(_keys(folder)) & {"小镇养犬办法", "小镇养猫办法"}) == 2 else "one is lost",
        _works(folder),
    )


def _room(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def _no_room(share: float, folder: Path) -> str | None:
    """An addition on a disk that has room for a share of the vector store alone."""
    place = _prepare(folder)
    held, added = _room(place), _room(next(place.glob("*/chroma")))
    with small_disk(folder / "disk", 100_000 + held + int(added * share)) as mounted:
        if not mounted:
            return None  # nothing to try it on
        home = Path(shutil.copytree(folder / "home", folder / "disk" / "home"))
        old = _keys(folder, home)
        return first(
            untold(_change(folder, CHANGES["添加"], home), "磁盘已满", "FIREDUTY_HOME"),
            None if _keys(folder, home) == old else f"changed: {_keys(folder, home)}",
            _works(folder, home),
        )


def _read_only(folder: Path) -> str | None:
    place = _prepare(folder)
    with small_disk(folder / "disk", 200_000 + 2 * _room(place)) as mounted:
        if not mounted:
            return None
        home = Path(shutil.copytree(folder / "home", folder / "disk" / "home"))
        subprocess.run(["mount", "-o", "remount,ro", str(folder / "disk")], check=True)
        said = [_change(folder, change, home) for change in CHANGES.values()]
        return first(*(untold(one, str(home), "只能读") for one in said), _works(folder, home))


def _other_version(folder: Path) -> str | None:
    """A library whose manifest another version wrote: the texts that were added are kept."""
    place = _prepare(folder)
    old = _keys(folder)
    manifest = place / (place / "current").read_text("ascii").split()[0] / "manifest.json"
    manifest.write_text(json.dumps({"format": "fireduty-index", "colour": "red"}), "utf-8")
    settings = _settings(folder)
    return first(
        untold(run_command("ask", QUESTION, settings=settings), "fireduty index build"),
        failed(_change(folder, CHANGES["添加"]), "已收录", "恢复"),
        None if set(old) < set(_keys(folder)) else f"lost: {_keys(folder)}",
        _works(folder),
    )


def _one_only(folder: Path) -> str | None:
    """A setting that names one document leaves the library alone."""
    _prepare(folder)
    old = _keys(folder)
    settings = {**_settings(folder), "REGULATION": f"{folder / 'dogs.txt'}"}
    said = [run_command(*_command(folder, c), settings=settings) for c in CHANGES.values()]
    return first(
        *(untold(one, "FIREDUTY_REGULATION") for one in said),
        None if _keys(folder) == old else "changed",
    )


TRIALS: tuple[Trial, ...] = (
    *(
        Trial("library", f"{name}时被杀掉", _OLD_OR_NEW, partial(kill, name), slow=True)
        for name in CHANGES
    ),
    Trial("library", "两处同时添加", "一个等一个，都收录", _together, slow=True),
    *(
        Trial("library", f"添加时磁盘满了（{share}）", _KEPT, partial(_no_room, share), slow=True)
        for share in (0.1, 0.4, 0.7)
    ),
    Trial("library", "只读的磁盘", _KEPT, _read_only, slow=True),
    Trial("library", "别的版本建的", "添加过的都恢复，照样添加", _other_version, slow=True),
    Trial("library", "只用一部时添加", "一行中文说为什么；资料库不变", _one_only, slow=True),
)
