"""Fault trials: damaged indexes. Whatever befell a file is told with the remedy, which then works."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from evals.faults.commands import failed, first, run_command, untold
from evals.faults.trial import Trial
from evals.faults.ways import WAYS, Damage, loop, remove, replace_with_folder

LAW = """小镇灯会办法
第一条 灯会主办人应当在开幕七日前向镇公所报备。
第二条 摊主应当配备灭火器：
（一）纸灯摊位配备两具；
（二）小吃摊位配备一具。
第三条 违反本办法的，处二百元罚款。
"""
QUESTION, ANSWER = "纸灯摊位配备几具灭火器", "两具"
_REMEDY = "fireduty index build"
_PROMISE = "提问、检索、批量、状态都用一行中文说出是哪个文件、怎么办，从不说「最新」；照着做就好了"
_FILES = (
    "manifest.json",
    "snapshot.npz",
    "sounds.json",
    "duties.json",
    "dictionary.json",
    "outward.json",
    "language.json",
    "clauses.json",
    "words.json",
    "syllables.json",
)
_CHROMA_FILES = (
    "chroma.sqlite3",
    "data_level0.bin",
    "header.bin",
    "index_metadata.pickle",
    "length.bin",
    "link_lists.bin",
)


@cache
def _pristine() -> Path:
    """A law and a home with its index, made once."""
    folder = Path(tempfile.mkdtemp(prefix="fireduty-pristine-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "lantern.txt").write_text(LAW, "utf-8")
    built = run_command("index", "build", settings=settings_in(folder))
    if problem := failed(built):
        raise RuntimeError(f"no index to damage: {problem}")
    return folder


def settings_in(folder: Path, **more: str) -> dict[str, str]:
    """The settings with which commands use the law and the home of a folder."""
    return {"HOME": f"{folder / 'home'}", "REGULATION": f"{folder / 'lantern.txt'}", **more}


def prepare(folder: Path) -> Path:
    """The law and a whole index in a folder of one's own; returns the folder of its indexes."""
    shutil.copytree(_pristine(), folder, dirs_exist_ok=True)
    return folder / "home" / "lantern"


def index_of(home: Path) -> Path:
    """The index folder in use."""
    return home / (home / "current").read_text("ascii").split()[0]


def told_everywhere(folder: Path, settings: Mapping[str, str], *words: str) -> str | None:
    """Whether every command that needs the index tells the same fault."""
    (folder / "in.jsonl").write_text('{"id": "1", "question": "报备要几日"}\n', "utf-8")
    target = folder / "out.jsonl"
    status = run_command("index", "status", settings=settings)
    return first(
        *(
            untold(run_command(*command, settings=settings), *words)
            for command in (
                ("ask", QUESTION),
                ("search", QUESTION),
                ("batch", f"{folder / 'in.jsonl'}", f"{target}"),
            )
        ),
        untold(status, *words),
        f"status says 最新: {status.shown}" if "最新" in status.out else None,
        "batch made a file without answers" if target.exists() else None,
    )


def works(settings: Mapping[str, str]) -> str | None:
    """Whether a question is answered and the index is said to be current."""
    return first(
        failed(run_command("ask", QUESTION, settings=settings), ANSWER),
        failed(run_command("index", "status", settings=settings), "最新"),
    )


def _mended(settings: Mapping[str, str], *command: str) -> str | None:
    return first(failed(run_command(*command, settings=settings)), works(settings))


def _try(damage: Damage, name: str, folder: Path, **more: str) -> str | None:
    """Damage a file of a whole index, look at what is said, follow it."""
    home, settings = prepare(folder), settings_in(folder, **more)
    path = _find(home, name)
    damage(path)
    told = told_everywhere(folder, settings, str(path), _REMEDY)
    shutil.copytree(folder / "home", folder / "twin", symlinks=True, copy_function=_copy_or_skip)
    return first(
        told,
        _mended(settings, "index", "build"),
        _mended({**settings, "HOME": f"{folder / 'twin'}"}, "index", "build", "--if-stale"),
    )


def _copy_or_skip(source: str, target: str) -> object:
    return shutil.copy2(source, target) if Path(source).is_file() else None


def _find(home: Path, name: str) -> Path:
    if name == "current":
        return home / name
    return next(p for p in index_of(home).rglob("*") if p.name == name)


def _each() -> Iterator[Trial]:
    """Every file in every way; of those a sample is quick enough for every run."""
    ways = WAYS.items()
    for column, name in enumerate(("current", *_FILES)):
        for row, (said, damage) in enumerate(ways):
            if (name, said) == ("current", "不见了"):
                continue  # no index at all, which has words of its own
            run = partial(_try, damage, name)
            yield Trial("damage", f"{name} {said}", _PROMISE, run, slow=row % 12 != 2 * column)
    for name in _CHROMA_FILES:
        for said, damage in ways:
            run = partial(_try, damage, name, CHROMA="folder")
            yield Trial("damage", f"Chroma 的 {name} {said}", _PROMISE, run, slow=True)


def _no_index(folder: Path) -> str | None:
    home, settings = prepare(folder), settings_in(folder)
    (home / "current").unlink()
    return first(
        told_everywhere(folder, settings, "还没有索引", str(home), _REMEDY),
        _mended(settings, "index", "build"),
    )


def _folder(name: str, damage: Damage, folder: Path, **more: str) -> str | None:
    """Damage a whole folder of the index."""
    home, settings = prepare(folder), settings_in(folder, **more)
    path = index_of(home) / name
    damage(path)
    return first(
        told_everywhere(folder, settings, str(path), _REMEDY),
        _mended(settings, "index", "build"),
    )


def _replaced_by_file(path: Path) -> None:
    remove(path)
    path.write_text("mine", "utf-8")


def _home(make: Damage, below: str, folder: Path) -> str | None:
    """Something else stands where the indexes should; what it is stays there."""
    prepare(folder)
    settings, place = settings_in(folder), folder / "home" / below
    make(place)
    return first(
        told_everywhere(folder, settings, str(place), "FIREDUTY_HOME"),
        untold(run_command("index", "build", settings=settings), str(place), "FIREDUTY_HOME"),
        untold(run_command("index", "build", "--if-stale", settings=settings), str(place)),
        None if place.is_symlink() or place.read_text("utf-8") == "mine" else "it was changed",
        _mended({**settings, "HOME": f"{folder / 'elsewhere'}"}, "index", "build"),
    )


def _foreign_at_pointer(folder: Path) -> str | None:
    """What stood in the pointer's place and is not ours is kept when the index is built anew."""
    home, settings = prepare(folder), settings_in(folder)
    replace_with_folder(home / "current")
    kept = home / "current.damaged" / "readme.txt"
    return first(
        _mended(settings, "index", "build"),
        None if kept.is_file() else "the folder was not kept",
    )


def _of_places() -> Iterator[Trial]:
    told = "说出哪里不是文件夹、可以换到哪里；那里的东西不动"
    for said, make in (("是一个文件", _replaced_by_file), ("是绕成圈的链接", loop)):
        yield Trial("damage", f"FIREDUTY_HOME {said}", told, partial(_home, make, ""), slow=True)
        run = partial(_home, make, "lantern")
        yield Trial("damage", f"法规的索引文件夹{said}", told, run, slow=True)
    for said, damage in (("不见了", remove), ("是一个文件", _replaced_by_file), ("绕成圈", loop)):
        run = partial(_folder, "", damage)
        yield Trial("damage", f"索引的文件夹{said}", _PROMISE, run, slow=True)
        run = partial(_folder, "chroma", damage, CHROMA="folder")
        yield Trial("damage", f"Chroma 的文件夹{said}", _PROMISE, run, slow=True)


TRIALS: tuple[Trial, ...] = (
    Trial("damage", "没有 current", "说还没有索引、怎么建", _no_index),
    *_each(),
    *_of_places(),
    Trial("damage", "current 处有别人的文件夹", "留着，另建", _foreign_at_pointer, slow=True),
)
