"""``python -m evals.record``: everything the program says to known input, and what has changed.

A recording holds the output of the installed command, line by line: every gold and tuning question
and conversation in both styles, every body, matter, unit type and provision, and training packs.
Two recordings are compared after a change that should change nothing::

    python -m evals.record write before.jsonl
    python -m evals.record write after.jsonl
    python -m evals.record compare before.jsonl after.jsonl
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path
from typing import Any

import tomli
from click.testing import CliRunner

from corpus.errors import FiredutyError
from corpus.text.load import data_folder, load_default
from evals.gold import GOLD

#: Both ways of speaking; English questions choose theirs.
_STYLES = ("statute", "plain")
_DATE = "2026-01-01"
_TODAY = re.compile(r"\d{4}-\d{2}-\d{2}|(?<=\"ms\": )[\d.]+")
_PACKS = (
    ("--unit", "养老院", "--audience", "单位员工"),
    ("--scope", "消防车通道", "--seed", "7", "--level", "熟练"),
    ("--scope", "第二章", "--minutes", "90"),
    ("--audience", "街道乡镇干部", "--minutes", "15", "--exchange", "2"),
    ("--scope", "没有的事项"),
)
#: How many changed lines of one record are shown, and how many records.
_LINES, _SHOWN = 12, 40


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser("python -m evals.record", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write")
    writing.add_argument("target", type=Path)
    writing.add_argument("--every", type=int, default=1, help="only every so many of the inputs")
    pair = commands.add_parser("compare")
    pair.add_argument("before", type=Path)
    pair.add_argument("after", type=Path)
    args = parser.parse_args(argv)
    if args.command == "compare":
        return compare(args.before, args.after)
    with args.target.open("w", encoding="utf-8") as out:
        for key, said in recorded(args.every):
            out.write(json.dumps([key, said], ensure_ascii=False) + "\n")
    return 0


def recorded(every: int = 1) -> Iterator[tuple[str, Any]]:
    """(what was asked, what was said) for every known input, or a regular sample of it."""
    run = _Command()
    with tempfile.TemporaryDirectory() as folder:
        for style in _STYLES:
            os.environ["FIREDUTY_STYLE"] = style
            yield from _batch(run, Path(folder), style, every)
    os.environ["FIREDUTY_STYLE"] = ""
    for arguments in islice(_commands(), 0, None, every):
        yield " ".join(arguments), run(*arguments)
    with tempfile.TemporaryDirectory() as folder:
        yield from _files(run, Path(folder))


class _Command:
    """The installed command ``fireduty``, run in this process."""

    def __init__(self) -> None:
        (script,) = entry_points(group="console_scripts", name="fireduty")
        self._main = script.load()

    def __call__(self, *arguments: str) -> str:
        result = CliRunner().invoke(self._main, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            return f"{type(result.exception).__name__}: {result.exception}"
        return f"{result.exit_code}\n{_TODAY.sub('DATE', result.output)}"


def _batch(run: _Command, folder: Path, style: str, every: int) -> Iterator[tuple[str, Any]]:
    source, target = folder / "in.jsonl", folder / f"{style}.jsonl"
    lines = [
        json.dumps(request, ensure_ascii=False) for request in islice(_requests(), 0, None, every)
    ]
    source.write_text("\n".join(lines), "utf-8")
    said = run("batch", str(source), str(target))
    if not target.exists():
        raise FiredutyError(f"没有写下回答：{said}")
    for line in target.read_text("utf-8").split("\n")[:-1]:
        record = json.loads(line)
        yield f"{style} {record['id']}", _without_times(record)


def _requests() -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for path in sorted(GOLD.rglob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            raw = json.loads(line)
            name = f"{path.relative_to(GOLD)}:{number}"
            turns = raw.get("turns", ())
            for question in (raw.get("question"), *(t.get("standalone") for t in turns)):
                if isinstance(question, str) and question not in seen:
                    seen.add(question)
                    yield {"id": f"{name} {question}", "question": question}
            if turns:
                yield {"id": name, "turns": [turn["question"] for turn in turns]}
            if path.name == "injections.jsonl":
                yield {"id": name, "question": raw["text"]}


def _without_times(record: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in record.items() if key != "ms"}
    if "turns" in kept:
        kept["turns"] = [_without_times(turn) for turn in kept["turns"]]
    return kept


def _commands() -> Iterator[tuple[str, ...]]:
    folder = data_folder()
    bodies, matters, units = (_names(folder, name) for name in ("body", "matter", "unit"))
    for name in bodies:
        yield ("duties", "--actor", name, "--format", "md")
    for name in matters:
        yield ("duties", "--matter", name, "--format", "md")
    for name in matters[::9]:
        yield ("duties", "--matter", name)
        yield ("duties", "--matter", name, "--format", "json")
        yield ("duties", "--matter", name, "--format", "csv")
    for first, second in zip(bodies[::3], bodies[1::3], strict=False):
        yield ("duties", "--compare", first, second, "--format", "md")
    for option in ("--calendar", "--matrix", "--graph", "--all"):
        yield ("duties", option)
    for name in units:
        yield ("checklist", "--unit", name, "--why-not", "--format", "md")
    for place in (
        "我开了家 20 人的小旅馆，租的房子",
        "幼儿园，自己的楼",
        "流动摊位",
        "月亮上的基地",
    ):
        for form in ("table", "md", "json", "csv"):
            yield ("checklist", "--describe", place, "--format", form)
    for leaf in load_default().leaves():
        yield ("corpus", "show", str(leaf.id))
    yield ("corpus", "check", str(folder))
    for question in ("房东要做什么", "灭火器几年换一次", "消防车道被堵了物业要干嘛", "谁管"):
        yield ("search", question, "--explain")
        for option in ("--brief", "--json", "--style=plain", "--style=statute"):
            yield ("ask", question, option)
    for choice in _PACKS:
        yield ("train", *choice, "--date", _DATE)


def _names(folder: Path, kind: str) -> list[str]:
    file = {"body": "bodies", "matter": "matters", "unit": "units"}[kind]
    data = tomli.loads((folder / f"{file}.toml").read_text("utf-8"))
    return [entry["name"] for entry in data[kind]]


def _files(run: _Command, folder: Path) -> Iterator[tuple[str, Any]]:
    """What is written to files: office files as the hash of their bytes."""
    for form in ("docx", "xlsx", "html", "csv"):
        target = folder / f"duties.{form}"
        yield (
            f"duties file {form}",
            run("duties", "--matrix", "--out", str(target)).replace(str(folder), "FOLDER"),
        )
        if form in ("html", "csv") and target.exists():
            yield f"duties content {form}", _TODAY.sub("DATE", target.read_text("utf-8"))
    for number, choice in enumerate(_PACKS):
        pack = folder / f"pack{number}"
        yield (
            f"train {number}",
            run("train", *choice, "--date", _DATE, "--out", str(pack)).replace(
                str(folder), "FOLDER"
            ),
        )
        for path in sorted(pack.rglob("*.*")):
            readable = path.suffix in (".md", ".json")
            said = path.read_text("utf-8") if readable else sha256(path.read_bytes()).hexdigest()
            yield f"train {number} {path.name}", said
    for name in ("altered", "faithful"):
        lines = (GOLD / "verify" / f"{name}.jsonl").read_text("utf-8").splitlines()
        for start in range(0, len(lines), 20):
            text = folder / "text.txt"
            text.write_text(
                "\n".join(json.loads(line)["text"] for line in lines[start : start + 20])
            )
            yield f"verify {name} {start}", run("verify", str(text)).replace(str(text), "TEXT")


def compare(before: Path, after: Path) -> int:
    """Print what differs; 1 where anything does."""
    old, new = _read(before), _read(after)
    if len(new) * 2 < len(old):  # a sample: compared with the same inputs
        old = {key: said for key, said in old.items() if key in new}
    changed = [key for key in old.keys() & new.keys() if old[key] != new[key]]
    parts = Counter(part for key in changed for part in _parts(old[key], new[key]))
    for key in sorted(changed)[:_SHOWN]:
        print(f"\n≠ {key}")
        for line in _difference(old[key], new[key])[:_LINES]:
            print(f"  {line}")
    lost, added = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    for sign, keys in (("−", lost), ("+", added)):
        for key in keys[:_SHOWN]:
            print(f"{sign} {key}")
    print(
        f"\n{len(old)} 条记录：{len(changed)} 条不同，少 {len(lost)} 条，多 {len(added)} 条"
        + "".join(f"；{part} {count}" for part, count in parts.most_common())
    )
    return int(bool(changed or lost or added))


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1])


def _parts(old: Any, new: Any) -> set[str]:
    """Which fields of an answer differ; 输出 for what is no answer."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return {"输出"}
    if "turns" in old:
        return {
            part for pair in zip(old["turns"], new["turns"], strict=False) for part in _parts(*pair)
        }
    first, second = old.get("answer") or {}, new.get("answer") or {}
    names = {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}
    return names or {"其他"}


def _difference(old: Any, new: Any) -> list[str]:
    first, second = (
        said.splitlines()
        if isinstance(said, str)
        else json.dumps(said, ensure_ascii=False, indent=0).splitlines()
        for said in (old, new)
    )
    lines = difflib.unified_diff(first, second, lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


if __name__ == "__main__":
    sys.exit(main())
