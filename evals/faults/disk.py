"""Fault trials: full disks, two builds at once, builds that are killed, vector stores and models away."""

import fcntl
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from unittest import mock

from evals.faults.commands import failed, first, run_command, start_command, untold
from evals.faults.damage import LAW, index_of, prepare, settings_in, works
from evals.faults.trial import Trial
from evals.faults.ways import WAYS, Damage
from index.segment_files import COMMON_FILES

_KEPT = "一行中文说磁盘已满、怎么办；原来的索引照样回答"
_KEPT_ON = "不用它，照样建成；占着位置的东西不动，说出是哪一个"
_OTHER_LAW = f"{LAW}第四条 灯会结束后，主办人应当清场。\n"


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """A file system of so many bytes; False where the system does not let one be mounted."""
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], capture_output=True
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def _room(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def _full(share: float, folder: Path) -> str | None:
    """A build on a disk that holds the index in use and a share of what another one adds to it."""
    home = prepare(folder)
    index = index_of(home)
    need = _room(index) - sum((index / name).stat().st_size for name in COMMON_FILES)
    disk = folder / "disk"
    with small_disk(disk, 100_000 + _room(index) + int(need * share)) as mounted:
        if not mounted:
            return _limited(int(need * share / 2), folder)
        shutil.copytree(folder / "home", disk / "home")
        settings = settings_in(folder, HOME=f"{disk / 'home'}")
        (folder / "lantern.txt").write_text(_OTHER_LAW, "utf-8")
        said = run_command("index", "build", settings=settings)
        left = [p.name for p in (disk / "home" / "lantern").glob(".building*")]
        (folder / "lantern.txt").write_text(LAW, "utf-8")
        return first(
            untold(said, str(disk), "磁盘已满", "FIREDUTY_HOME"),
            works(settings),
            f"left behind: {left}" if left else None,
        )


def _limited(most: int, folder: Path) -> str | None:
    """The same with a limit on the size of a file, for whoever may not mount a disk."""
    settings = settings_in(folder)
    (folder / "lantern.txt").write_text(_OTHER_LAW, "utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    said = start_command("index", "build", settings=settings, before=limit).wait()
    (folder / "lantern.txt").write_text(LAW, "utf-8")
    return first(untold(said, str(folder / "home"), "FIREDUTY_HOME"), works(settings))


def _file_limit(folder: Path) -> str | None:
    home = prepare(folder)
    return _limited(_room(index_of(home)) // 8, folder)


# --- builds ----------------------------------------------------------------------------------------


def _two_builds(folder: Path) -> str | None:
    """Two that start together both end well, and what they leave is whole."""
    (folder / "lantern.txt").write_text(LAW, "utf-8")
    settings = settings_in(folder)
    commands = (("index", "build"), ("index", "build"), ("index", "build", "--if-stale"))
    running = [start_command(*command, settings=settings) for command in commands]
    return first(*(failed(one.wait()) for one in running), works(settings))


def _second_waits(folder: Path) -> str | None:
    """A build does not begin while another holds the place, and goes on when it lets go."""

    home = prepare(folder)
    settings = settings_in(folder)
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = start_command("index", "build", settings=settings)
        time.sleep(4)
        began = list(home.glob(".building*"))
        ended = waiting.process.poll()
    return first(
        f"it did not wait: {began}, {ended}" if began or ended is not None else None,
        failed(waiting.wait()),
        works(settings),
    )


def _killed(folder: Path) -> str | None:
    """Builds killed at many moments leave the index in use, and the next build ends well."""
    home = prepare(folder)
    settings, chance = settings_in(folder), random.Random(7)
    for _ in range(6):
        (folder / "lantern.txt").write_text(_OTHER_LAW, "utf-8")
        build = start_command("index", "build", settings=settings)
        time.sleep(chance.uniform(0.5, 6.0))
        build.process.send_signal(signal.SIGKILL)
        build.wait()
        if _switched(home):
            break
        (folder / "lantern.txt").write_text(LAW, "utf-8")
        if problem := works(settings):
            return problem
    (folder / "lantern.txt").write_text(_OTHER_LAW, "utf-8")
    done = failed(run_command("index", "build", settings=settings))
    left = [p.name for p in home.glob(".building*")]
    return first(done, works(settings), f"left behind: {left}" if left else None)


def _switched(home: Path) -> bool:
    return sum(p.is_dir() and p.name[0] != "." for p in home.iterdir()) > 1


#: What is called last before and first after the switch: where a power cut would fall.
_MOMENTS = (
    "index.generations.make_durable",
    "pathlib.Path.rename",
    "index.generations.write_pointer",
    "index.manifest.sync",
    "os.replace",
)


def _cut(moment: str, folder: Path) -> str | None:
    """The program ends at one moment of the switch: the index in use is the one before."""
    prepare(folder)
    settings = settings_in(folder)
    (folder / "lantern.txt").write_text(_OTHER_LAW, "utf-8")
    with mock.patch(moment, side_effect=KeyboardInterrupt):
        ended = run_command("index", "build", settings=settings)
    (folder / "lantern.txt").write_text(LAW, "utf-8")
    before = works(settings)
    (folder / "lantern.txt").write_text(_OTHER_LAW, "utf-8")
    return first(
        None if ended.code == 130 else f"it did not end there: {ended.shown}",
        before,
        failed(run_command("index", "build", settings=settings)),
        works(settings),
    )


def _synced_first(folder: Path) -> str | None:
    """Every file is on the disk before the pointer leads to it, and the pointer itself too."""
    home = prepare(folder)
    events: list[str] = []
    sync, replace = os.fsync, os.replace

    def note_sync(descriptor: int) -> None:
        events.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        sync(descriptor)

    def note_replace(source: Path, target: Path) -> None:
        events.append(f"→ {target}")
        replace(source, target)

    with ExitStack() as stack:
        stack.enter_context(mock.patch("os.fsync", note_sync))
        stack.enter_context(mock.patch("os.replace", note_replace))
        built = run_command("index", "build", settings=settings_in(folder))
    if problem := failed(built):
        return problem
    switch = events.index(f"→ {home / 'current'}")
    synced = {Path(event).name for event in events[:switch]}
    missing = {p.name for p in index_of(home).rglob("*")} - synced
    return first(
        f"not on the disk before the switch: {sorted(missing)}" if missing else None,
        None if any(".current-" in e for e in events[:switch]) else "the pointer was not synced",
        None if str(home) in events[switch:] else "the switch itself was not synced",
    )


def _kept_vectors(damage: Damage, folder: Path) -> str | None:
    """What an interrupted build kept is damaged: the next build does without, or names it."""
    (folder / "lantern.txt").write_text(LAW, "utf-8")
    settings = settings_in(folder)
    with mock.patch("index.build.fill", side_effect=KeyboardInterrupt):
        run_command("index", "build", settings=settings)
    (kept,) = (folder / "home" / "lantern").glob(".vectors/*")
    damage(kept)
    said = run_command("index", "build", settings=settings)
    return works(settings) if said.code == 0 else untold(said, str(kept))


def _read_only(folder: Path) -> str | None:
    """An index on a disk that cannot be written answers; a build there says so."""
    home = prepare(folder)
    disk = folder / "disk"
    with small_disk(disk, 100_000 + 2 * _room(home)) as mounted:
        if not mounted:
            return None  # nothing to try it on
        shutil.copytree(folder / "home", disk / "home")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        settings = settings_in(folder, HOME=f"{disk / 'home'}")
        return first(
            works(settings),
            failed(run_command("index", "build", "--if-stale", settings=settings)),
            untold(run_command("index", "build", settings=settings), str(disk), "只能读"),
        )


def _cases(name: str, promise: str, run: Callable[..., str | None], *values: object) -> list[Trial]:
    return [
        Trial("disk", f"{name}（{value}）", promise, partial(run, value), slow=True)
        for value in values
    ]


TRIALS: tuple[Trial, ...] = (
    *_cases("建索引时磁盘满了", _KEPT, _full, 0.02, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85),
    Trial("disk", "文件大小受限", _KEPT, _file_limit, slow=True),
    Trial("disk", "三处同时建索引", "一个等一个，都建成", _two_builds, slow=True),
    Trial("disk", "建索引的地方被占着", "等到让出来再建", _second_waits, slow=True),
    Trial("disk", "建索引时被杀掉", "原来的索引照样回答，再建就好，不留下残余", _killed, slow=True),
    *_cases("切换时断电", "原来的索引照样回答，再建就好", _cut, *_MOMENTS),
    *(
        Trial("disk", f"续建的向量{said}", _KEPT_ON, partial(_kept_vectors, damage), slow=True)
        for said, damage in WAYS.items()
    ),
    Trial("disk", "切换之前都落了盘", "指向新索引之前，它的每个文件都在盘上", _synced_first),
    Trial("disk", "只读的磁盘", "照样回答；要建就说只能读", _read_only, slow=True),
)
