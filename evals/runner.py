"""Ask a system every gold question and keep what it said, so that a stopped run can go on.

A run is a folder: ``manifest.json`` says what was run on what, ``records.jsonl`` has one line per
question. Its default name holds a hash of system, code, index and gold: the same name means the
same run, and anything that may change an answer begins a new folder.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.errors import USAGE, FiredutyError
from evals.gold import Gold, GoldConversation, GoldQuestion, digest
from evals.systems import SYSTEMS, History, System, SystemRecord

RUNS = Path(__file__).parent / "runs"
FORMAT = "fireduty-run-1"
SplitChoice = Literal["dev", "test", "all"]
_PACKAGES = ("numpy", "jieba", "chromadb", "langchain", "ir-measures", "fireduty")
_ROOT = Path(__file__).parent.parent
#: Files whose change may change an answer.
_CODE = ("corpus/**/*", "index/**/*", "assistant/**/*", "evals/systems.py", "evals/baseline.py")


@dataclass(frozen=True, slots=True)
class RunManifest:
    """What a run was made from.

    Attributes:
        system, split: what was asked of whom.
        gold, code, index: hashes of the gold files and the code, and the index's identity.
        parser, tokens, embedder: versions that the index was built with.
        date: when the run began.
        python, machine, packages: where it ran.
    """

    format: str
    system: str
    split: SplitChoice
    gold: str
    code: str
    index: str
    parser: str
    tokens: str
    embedder: str
    date: str
    python: str
    machine: str
    packages: dict[str, str]

    @property
    def key(self) -> str:
        """Equal for runs that must give the same answers."""
        parts = (self.format, self.system, self.split, self.gold, self.code, self.index)
        return digest(part.encode() for part in parts)


@dataclass(frozen=True, slots=True)
class EvaluationRun:
    """A run as read back.

    Attributes:
        folder: where it lies.
        records: id → what was said; turns have ids of their own, see ``turn_id``.
    """

    folder: Path
    manifest: RunManifest
    records: Mapping[str, SystemRecord]

    @property
    def name(self) -> str:
        """The system's name."""
        return self.manifest.system


def turn_id(conversation: str, number: int) -> str:
    """Id of a turn (1-based) in its conversation."""
    return f"{conversation}#{number}"


def standalone_id(conversation: str, number: int) -> str:
    """Id of the same turn as the person rewrote it."""
    return f"{conversation}#{number}s"


def run(
    system: str,
    split: SplitChoice,
    gold: Gold,
    assistant: Assistant,
    out: Path | None = None,
    *,
    fresh: bool = False,
) -> EvaluationRun:
    """Ask all that is not yet answered, and read the run back.

    Args:
        gold: both halves.
        out: the run folder; by default named by what is run.
        fresh: whether to throw away the records that the folder holds.

    Raises:
        FiredutyError: the folder holds another run.
    """
    manifest = describe(system, split, gold, assistant)
    folder = out or RUNS / f"{system}-{split}-{manifest.key[:8]}"
    if fresh and _read_manifest(folder) is not None:
        (folder / "records.jsonl").unlink(missing_ok=True)
        (folder / "manifest.json").unlink()
    manifest = _claim(folder, manifest)
    done = _completed(folder / "records.jsonl")
    chosen = gold if split == "all" else gold.half(split)
    items: list[GoldQuestion | GoldConversation] = [*chosen.questions, *chosen.conversations]
    todo = [item for item in items if not _is_done(item, done)]
    if todo:
        with TemporaryDirectory() as scratch:
            _ask_all(SYSTEMS[system](assistant, Path(scratch)), todo, folder, manifest)
    return load_run(folder)


def with_assistant(work: Callable[[Assistant], None]) -> int:
    """Do something with the assistant of the environment's settings; the exit code.

    Where it cannot be opened, what to do is one line on stderr.
    """
    try:
        assistant = open_assistant()
    except FiredutyError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code
    work(assistant)
    return 0


def open_assistant() -> Assistant:
    """An assistant about the first document of the environment's settings: the gold questions are of it.

    Raises:
        FiredutyError: there is no index or it is stale; says what to do.
    """
    return first_of(open_library())


def open_library() -> Assistant:
    """An assistant about all documents of the environment's settings.

    Raises:
        FiredutyError: there is no index or it is stale; says what to do.
    """
    return Assistant.open(Settings.from_environment())


def first_of(assistant: Assistant) -> Assistant:
    """The same about the first document alone."""
    return assistant.only(assistant.library.keys[:1])


def describe(system: str, split: SplitChoice, gold: Gold, assistant: Assistant) -> RunManifest:
    """The manifest of a run that starts now.

    Raises:
        FiredutyError: there is no such system.
    """
    if system not in SYSTEMS:
        raise FiredutyError(f"没有系统「{system}」；可选 {'、'.join(SYSTEMS)}", exit_code=USAGE)
    built = assistant.index.manifest
    return RunManifest(
        format=FORMAT,
        system=system,
        split=split,
        gold=gold.digest,
        code=code_digest(),
        index=built.identity,
        parser=built.parser,
        tokens=built.tokens,
        embedder=built.embedder,
        date=datetime.now().astimezone().isoformat(timespec="seconds"),
        python=platform.python_version(),
        machine=f"{platform.system()} {platform.machine()}，{os.cpu_count()} 核",
        packages={name: version(name) for name in _PACKAGES},
    )


def code_digest() -> str:
    """Hash of every file whose change may change an answer."""
    files = sorted(
        path
        for pattern in _CODE
        for path in _ROOT.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    )
    return digest(
        part
        for path in files
        for part in (str(path.relative_to(_ROOT)).encode(), path.read_bytes())
    )


def load_run(folder: Path) -> EvaluationRun:
    """Read a run folder.

    Raises:
        FiredutyError: it is none.
    """
    manifest = _read_manifest(folder)
    if manifest is None:
        raise FiredutyError(
            f"{folder} 不是评测结果文件夹；请先 python -m evals run", exit_code=USAGE
        )
    return EvaluationRun(folder, manifest, _completed(folder / "records.jsonl"))


# --- the folder -----------------------------------------------------------------------------------


def _claim(folder: Path, manifest: RunManifest) -> RunManifest:
    """The manifest of a folder that may hold this run; writes it where the folder is new."""
    found = _read_manifest(folder)
    if found is None:
        folder.mkdir(parents=True, exist_ok=True)
        written = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
        (folder / "manifest.json").write_text(written + "\n", "utf-8")
        return manifest
    if found.key != manifest.key:
        raise FiredutyError(
            f"{folder} 里是另一次评测（代码、索引、金标或系统不同）；请换一个 --out，或加 --fresh 重来",
            exit_code=USAGE,
        )
    return found


def _read_manifest(folder: Path) -> RunManifest | None:
    path = folder / "manifest.json"
    if not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text("utf-8"))
        return RunManifest(**raw)
    except (ValueError, TypeError) as error:
        raise FiredutyError(f"{path} 不是评测清单：{error}") from error


def _completed(path: Path) -> dict[str, SystemRecord]:
    """Records of a file; the rest of a line that was being written is cut off."""
    if not path.is_file():
        return {}
    raw = path.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1]
    if len(whole) < len(raw):
        path.write_bytes(whole)
    records = {}
    for line in whole.decode("utf-8").splitlines():
        fields: dict[str, Any] = json.loads(line)
        records[fields["id"]] = SystemRecord.from_json(fields)
    return records


def _is_done(item: GoldQuestion | GoldConversation, done: Mapping[str, SystemRecord]) -> bool:
    if isinstance(item, GoldQuestion):
        return item.id in done
    return standalone_id(item.id, len(item.turns)) in done


# --- asking ---------------------------------------------------------------------------------------


def _ask_all(
    system: System,
    todo: Sequence[GoldQuestion | GoldConversation],
    folder: Path,
    manifest: RunManifest,
) -> None:
    ask(system, "消防工作由谁负责", ())  # the first call pays for lazy imports
    bar = tqdm(todo, desc=f"{manifest.system:<10}", unit="题", disable=None)
    with (folder / "records.jsonl").open("a", encoding="utf-8") as out:
        for item in bar:
            records = (
                _question(system, item) if isinstance(item, GoldQuestion) else _talk(system, item)
            )
            lines = [json.dumps({"id": i} | r.to_json(), ensure_ascii=False) for i, r in records]
            out.write("".join(f"{line}\n" for line in lines))
            out.flush()


def _question(system: System, question: GoldQuestion) -> Iterator[tuple[str, SystemRecord]]:
    yield question.id, ask(system, question.text, ())


def _talk(system: System, conversation: GoldConversation) -> Iterator[tuple[str, SystemRecord]]:
    """Each turn in its conversation, then each as the person rewrote it.

    A turn that crashed is not part of the history, as in the batch contract.
    """
    history: list[tuple[str, SystemRecord]] = []
    for number, turn in enumerate(conversation.turns, 1):
        record = ask(system, turn.question, history)
        yield turn_id(conversation.id, number), record
        if record.error is None:
            history.append((turn.question, record))
    for number, turn in enumerate(conversation.turns, 1):
        yield standalone_id(conversation.id, number), ask(system, turn.standalone, ())


def ask(system: System, question: str, history: History) -> SystemRecord:
    """One answer with its time. Whatever the system raises is recorded as a crash."""
    started = time.perf_counter()
    try:
        record = system(question, history)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        message = f"{type(error).__name__}: {error}（{Path(place.filename).name}:{place.lineno}）"
        record = SystemRecord(error=message)
    elapsed = (time.perf_counter() - started) * 1000
    return record if record.ms is not None else replace(record, ms=elapsed)
