"""Fault trials: a regulation's data files, and every other path that a person gives to a command."""

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from corpus.language.data import FILES, REGISTER_FILES
from corpus.text.load import data_folder
from evals.faults.commands import failed, first, run_command, untold
from evals.faults.damage import prepare, settings_in
from evals.faults.trial import Trial
from evals.faults.ways import WAYS, Damage

_TEXT_TOLD = "一行中文说出是哪个文件、错在哪里；读之前就拒绝管道、设备和太大的文件"
#: What `corpus check` reads besides what an index is built from.
_READ_LATER = ("places.toml", "training.toml", "plain.toml", "english.toml")
#: An altered text may still be a text: nothing can tell it from one that was edited.
_TOLD_WAYS = {w: d for w, d in WAYS.items() if w not in ("不见了", "只剩一半", "错了一个字节")}
_HUGE = 50_000_000

#: Data file → contents that are TOML and not what its entries hold, each with what must be said.
_OTHER_KINDS = {
    "thesaurus.toml": (
        ("group = 3\n", "[[group]]"),
        ('[[group]]\nlay = "花灯"\nstatute = ["灯"]\nkind = "thing"\nserves = []\n', "lay"),
        ('[[group]]\nlay = [1]\nstatute = ["灯"]\nkind = "thing"\nserves = []\n', "lay"),
    ),
    "bodies.toml": (
        ('[[body]]\nname = 7\nlevel = "市"\nprovisions = []\n', "name"),
        ('[body]\nname = "镇公所"\n', "[[body]]"),
        ('[[body]]\nname = "镇公所"\nlevel = ["市"]\nprovisions = []\n', "level"),
    ),
    "units.toml": (('[[unit]]\nname = "灯铺"\nprovisions = "art2"\n', "provisions"),),
    "questions.toml": (
        ('[[provision]]\nid = "art1"\nquestions = ["几日报备"]\n', "questions"),
        ('[[provision]]\nid = "art1"\nquestions = [{ q = "几日报备" }]\n', "by"),
    ),
    "not_stated.toml": (('[[topic]]\nwhat = "灯价"\nquestions = "灯几钱"\n', "questions"),),
    "matters.toml": (('[[matter]]\nname = "灯会"\nwords = "灯"\n', "words"),),
    "register.toml": (
        ('[[alias]]\nbody = "镇公所"\nnames = "镇里"\n', "names"),
        ('[[collective]]\nname = "灯会"\nmembers = "摊主"\n', "members"),
        ("[[unnamed]]\nnames = 3\n", "names"),
    ),
    "references.toml": (
        (
            '[[reference]]\nsource = "art1"\ntext = "灯"\nkind = "引用"\ntargets = "art2"\nnote = ""\n',
            "targets",
        ),
    ),
    "places.toml": (
        ('[[rule]]\nprovision = "art1"\nwhen = ["a"]\ntrigger = "灯"\n', "when"),
        ('[[question]]\nid = "a"\nflag = "a"\ntext = "灯？"\noption = "灯"\n', "option"),
        ("notes = 1\n", "notes"),
    ),
    "plain.toml": (('[[plain]]\nprovision = "art1"\ntext = "点灯先报。"\n', "text"),),
    "english.toml": (("bodies = 3\n", "bodies"), ('[words]\n"灯" = "lantern"\n', "灯")),
    "training.toml": (
        ('[[contrast]]\nword = "夜"\nwrong = "日"\npoint = "时间"\n', "wrong"),
        ('[[scene]]\nid = "a"\ntext = "灯"\nunits = []\nabout = []\nask = [1]\n', "ask"),
    ),
    "metadata.toml": (("title = 3\nstatus = '现行有效'\n", "title"), ("status = 1\n", "status")),
}


def _data(folder: Path) -> Path:
    return shutil.copytree(data_folder(), folder / "law")


def _told_of_data(folder: Path, path: Path, *words: str) -> str | None:
    """What the commands say of a data file: those that read it."""
    settings = {"HOME": f"{folder / 'home'}", "REGULATION": f"{path.parent}"}
    commands: list[tuple[str, ...]] = [("corpus", "check", f"{path.parent}")]
    if path.name not in _READ_LATER:
        commands += [("index", "build")]
    if path.name not in (*_READ_LATER, *REGISTER_FILES):
        commands += [("ask", "谁管消防车通道"), ("index", "status")]
    said = (run_command(*command, settings=settings) for command in commands)
    return first(*(untold(one, str(path), *words) for one in said))


def _damaged(name: str, damage: Damage, folder: Path) -> str | None:
    path = _data(folder) / name
    damage(path)
    return _told_of_data(folder, path)


def _of_another_kind(name: str, content: str, word: str, folder: Path) -> str | None:
    path = _data(folder) / name
    path.write_text(content, "utf-8")
    return _told_of_data(folder, path, word)


def _of_data() -> Iterator[Trial]:
    names = ("regulation.txt", "metadata.toml", *FILES, *REGISTER_FILES, *_READ_LATER)
    for column, name in enumerate(names):
        for row, (said, damage) in enumerate(_TOLD_WAYS.items()):
            run = partial(_damaged, name, damage)
            slow = row != column % len(_TOLD_WAYS) or column % 3 > 0
            yield Trial("damage", f"{name} {said}", _TEXT_TOLD, run, slow=slow)
    for name, contents in _OTHER_KINDS.items():
        for number, (content, word) in enumerate(contents, 1):
            other = partial(_of_another_kind, name, content, word)
            yield Trial(
                "damage", f"{name} 的字段是别的类型之{number}", _TEXT_TOLD, other, slow=True
            )


# --- paths -----------------------------------------------------------------------------------------


def _huge(path: Path) -> None:
    """Fifty megabytes that take no room."""
    path.unlink()
    with path.open("wb") as file:
        os.truncate(file.fileno(), _HUGE)


#: Which paths a command takes: what it is called, the command before the path, what follows it.
_TAKES = {
    "核对的文件": (("verify",), ()),
    "成批的问题": (("batch",), ("out.jsonl",)),
    "要检查的法规": (("corpus", "check"), ()),
    "要回放的经过": (("ask", "--replay"), ()),
}
_PATH_WAYS = {**_TOLD_WAYS, "不见了": WAYS["不见了"], "有 50 MB": _huge}
#: What a command may well read: `verify` takes any text, `batch` answers a line that is no JSON.
_FINE = {
    ("核对的文件", "是另一种 JSON"),
    ("核对的文件", "是很深的 JSON"),
    ("核对的文件", "是别的形状"),
}
_FINE |= {("成批的问题", way) for _, way in _FINE} | {("成批的问题", "是别的文件")}


def _given(what: str, damage: Damage, folder: Path) -> str | None:
    before, after = _TAKES[what]
    prepare(folder)
    path = folder / "given.txt"
    path.write_text("灯会主办人应当在开幕七日前报备。\n" * 30, "utf-8")
    damage(path)
    arguments = (*before, str(path), *(f"{folder / name}" for name in after))
    said = run_command(*arguments, settings=settings_in(folder))
    made = any((folder / name).exists() for name in after)
    return first(untold(said, str(path)), "a file was made for nothing" if made else None)


def _set(damage: Damage, folder: Path) -> str | None:
    """The regulation that a setting names."""
    prepare(folder)
    path, settings = folder / "lantern.txt", settings_in(folder)
    damage(path)
    commands = (("ask", "几日报备"), ("index", "build"), ("index", "status"), ("verify", str(path)))
    said = [run_command(*command, settings=settings) for command in commands]
    return first(*(untold(one, str(path)) for one in said))


def _of_paths() -> Iterator[Trial]:
    for column, what in enumerate(_TAKES):
        for row, (said, damage) in enumerate(_PATH_WAYS.items()):
            if (what, said) not in _FINE:
                run = partial(_given, what, damage)
                slow = row % 4 != column
                yield Trial("damage", f"{what}{said}", _TEXT_TOLD, run, slow=slow)
    for said, damage in _PATH_WAYS.items():
        run = partial(_set, damage)
        yield Trial("damage", f"FIREDUTY_REGULATION {said}", _TEXT_TOLD, run, slow=True)


def _stdin_never_ends(folder: Path) -> str | None:
    """`verify -` reads no more than it may check."""
    prepare(folder)
    with Path("/dev/zero").open(encoding="utf-8") as endless:
        said = run_command("verify", "-", settings=settings_in(folder), stdin=endless)
    return untold(said, "太长")


def _out_is_whole(folder: Path) -> str | None:
    """A document that cannot be written leaves the one before as it was."""
    prepare(folder)
    settings = {"HOME": f"{folder / 'home'}"}
    target = folder / "清单.md"
    made = run_command("duties", "--actor", "物业", "--out", str(target), settings=settings)
    before = target.read_bytes()
    full = run_command("duties", "--all", "--out", "/dev/full", "--format", "md", settings=settings)
    return first(
        failed(made),
        untold(full, "/dev/full", "磁盘已满"),
        None if target.read_bytes() == before else "the document was changed",
    )


TRIALS: tuple[Trial, ...] = (
    *_of_data(),
    *_of_paths(),
    Trial("damage", "标准输入没有尽头", "说太长，不一直读", _stdin_never_ends),
    Trial("damage", "写不进的文件", "说磁盘已满；原有的文件不动", _out_is_whole),
)
