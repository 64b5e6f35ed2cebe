"""The whole table of a library of thousands of laws: building, asking, memory, statute questions.

``python -m evals.scale --laws ../shared/data/laws.tar.xz`` builds it in a folder of its own (``--home``;
what stands there already is used) and prints Markdown. Wall times hold for a machine that does nothing
else; seconds of the processor are printed beside them.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.statutes.benchmark import print_statutes
from evals.statutes.gold import read_plain
from index.manifest import library_place, read_current_name

_SEED = 7
_COLD = 5


@dataclass(frozen=True, slots=True)
class _Run:
    """What a command took: seconds, seconds of the processor, largest memory in MB of one process."""

    wall: float
    cpu: float
    memory: float


def _run(command: Sequence[str], home: Path) -> _Run:
    """Run a command to its end; exit code 1 is what many texts with a few broken ones give."""
    environment = {**os.environ, "FIREDUTY_HOME": str(home)}
    started = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{command}: {process.returncode}")
    wall = time.monotonic() - started
    return _Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def _percentiles(values: Sequence[float]) -> str:
    p50, p95 = np.percentile(values, [50, 95])
    return f"p50 {p50 * 1000:.0f} ms，p95 {p95 * 1000:.0f} ms"


def _warm(assistant: Assistant, questions: Sequence[str]) -> list[str]:
    """Time of the questions, each asked once, after a few others."""
    for question in questions[:5]:
        assistant.answer(question)
    wall, cpu = [], []
    for question in questions[5:]:
        started, used = time.perf_counter(), time.process_time()
        assistant.answer(question)
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - used)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return [
        f"| 热的问题（{len(wall)} 个，各问一次） | {_percentiles(wall)} |",
        f"| 同上，处理器 | {_percentiles(cpu)} |",
        f"| 提问时的内存 | {memory:.0f} MB |",
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table. Exit code 0, also where the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--questions", type=Path, help="法条问题（evals.statutes 的）")
    parser.add_argument("--home", type=Path, required=True, help="建在哪里；已经建好的直接用")
    parser.add_argument("--ask", type=int, default=200, help="问多少个问题")
    parser.add_argument("--half", choices=("tuning", "report", "all"), default="tuning")
    args = parser.parse_args(argv)
    if not args.laws.is_file():
        print(f"已跳过：没有 {args.laws}")
        return 0
    rows = ["| 项目 | 数值 |", "|---|---|"]
    fireduty = [sys.executable, "-m", "ui.cli"]
    if read_current_name(library_place(args.home, None)) is None:
        built = _run([*fireduty, "library", "add", str(args.laws), "--yes"], args.home)
        rows.append(f"| 建库 | {built.wall / 60:.1f} 分钟，处理器 {built.cpu:.0f} 秒 |")
        rows.append(f"| 建库时最大的一个进程 | {built.memory:.0f} MB |")
    questions = read_plain(args.questions) if args.questions else ["消防车通道谁负责"] * (_COLD + 6)
    random.Random(_SEED).shuffle(questions)
    cold = [_run([*fireduty, "ask", question], args.home) for question in questions[:_COLD]]
    rows.append(f"| 冷的 ask（{_COLD} 次） | {_percentiles([r.wall for r in cold])} |")
    rows.append(f"| 同上，处理器 | {_percentiles([r.cpu for r in cold])} |")
    rows.append(f"| 冷的 ask 的内存 | {max(r.memory for r in cold):.0f} MB |")
    settings = Settings.from_environment({"FIREDUTY_HOME": str(args.home)})
    assistant = Assistant.open(settings)
    rows.append(f"| 文件，条款 | {len(assistant.library.keys)}，{_leaves(assistant)} |")
    rows += _warm(assistant, questions[_COLD : _COLD + args.ask])
    print("\n".join(rows))
    if args.questions and (catalogue := assistant.library.catalogue) is not None:
        print()
        print_statutes(catalogue, args.laws, args.questions, args.half)
    return 0


def _leaves(assistant: Assistant) -> int:
    manifest = assistant.library.manifest
    return sum(d.leaves for d in manifest.documents) if manifest else 0
