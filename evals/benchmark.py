"""Speed, beside the plain LangChain + Chroma pipeline in the same run.

``python -m evals.benchmark`` prints: look-ups in the register beside a search of the text for the
same names (ms), cold ``fireduty ask`` from process start (seconds, peak MB), a cold process of the
plain pipeline, warm answers (ms), index build (s), and time until the page answers (s). Median and
p95 over the runs; nothing is asserted. ``--lookups`` prints only the look-ups, within seconds.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

import numpy as np

from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.language.data import LanguageData
from corpus.language.load import load_corpus
from corpus.register.lookups import Lookups
from corpus.register.records import MODALITIES
from corpus.register.registry import register_of
from corpus.text.provision import Regulation
from evals.baseline import PlainPipeline
from evals.gold import load_questions
from index.build import build_library
from index.embed import BUILTIN

_COLD_RUNS = 7
_PLAIN = """
import sys
from pathlib import Path
from langchain_chroma import Chroma
from index.embed import BUILTIN, load_embedder
store = Chroma("plain", embedding_function=load_embedder(BUILTIN), persist_directory=sys.argv[1])
print(store.similarity_search("养老院夜里要做什么", 1)[0].page_content)
"""


#: Runs a command and prints its seconds and peak. A process of its own, because a child's peak
#: counts what its parent held when it forked.
_LAUNCH = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def cold(command: Sequence[str], home: Path) -> tuple[list[float], float]:
    """Seconds of each run of a command, and the largest peak in MB."""
    seconds, peak = [], 0.0
    environment = _environment(home)
    for _ in range(_COLD_RUNS):
        printed = subprocess.run(
            [sys.executable, "-c", _LAUNCH, *command],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        seconds.append(float(printed[0]))
        peak = max(peak, float(printed[1]) / (2**20 if sys.platform == "darwin" else 2**10))
    return seconds, peak


def warm(answer: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question in this process, after one warm-up."""
    answer(questions[0])
    times = []
    for question in questions:
        started = time.perf_counter()
        answer(question)
        times.append((time.perf_counter() - started) * 1000)
    return times


def lookup_lines(regulation: Regulation, language: LanguageData) -> list[str]:
    """Look-ups of every body, every matter and all the rest, each several times.

    The comparison searches all provisions for a name with ``in``: the least that finding where a
    body or matter stands can cost, without roles, references or common duties.
    """
    started = time.perf_counter()
    lookups = Lookups(register_of(regulation, language))
    loading = time.perf_counter() - started
    register = lookups.register
    bodies, matters = register.bodies, register.matters
    pairs = list(zip(bodies, reversed(bodies), strict=True))
    asked: dict[str, list[Callable[[], object]]] = {
        "名称": [partial(lookups.resolve, n) for b in bodies for n in b.names],
        "主体": [partial(lookups.actor, b) for b in bodies],
        "事项": [partial(lookups.matter, m) for m in matters],
        "并列比较": [partial(lookups.compare, a, b) for a, b in pairs],
        "时间": [partial(lookups.times, o.time.text) for o in lookups.calendar()],
        "情态": [partial(lookups.modality, m) for m in MODALITIES],
        "全表对照": [lookups.matrix] * 5,
    }
    leaves = [leaf.text for leaf in regulation.leaves()]
    words = [*(b.names for b in bodies), *(m.words for m in matters)]
    scans = [partial(_scan, leaves, names) for names in words]
    plain = _rounds(scans)
    every = [t for calls in asked.values() for t in _rounds(calls)]
    lines = [f"责任登记：装载 {loading * 1000:.0f} ms，{len(register.duties)} 项职责"]
    ratio = np.median(every) / np.median(plain)
    lines.append(_line("登记查询（全部）", every, "ms", f"逐条找字的 {ratio:.2f} 倍"))
    lines += [_line(f"  {name}", _rounds(calls), "ms") for name, calls in asked.items()]
    return [*lines, _line("逐条找字（对照）", plain, "ms")]


def _scan(leaves: Sequence[str], words: Sequence[str]) -> list[str]:
    return [text for text in leaves if any(word in text for word in words)]


def _rounds(calls: Sequence[Callable[[], object]]) -> list[float]:
    """Milliseconds of each call, five times after one to warm up."""
    times = []
    for call in calls:
        call()
        for _ in range(5):
            started = time.perf_counter()
            call()
            times.append((time.perf_counter() - started) * 1000)
    return times


def _environment(home: Path) -> dict[str, str]:
    """That of a user's process: compiled modules are kept, as they are after any first start."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"FIREDUTY_HOME": str(home)}


def page_up(home: Path) -> float:
    """Seconds from process start until the page answers."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)]
    environment = _environment(home)
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - started < 120:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).read()
            except OSError:
                time.sleep(0.1)
            else:
                return time.perf_counter() - started
        raise SystemExit("网页在 120 秒内没有启动")
    finally:
        process.terminate()
        process.wait(20)


def _line(name: str, values: Sequence[float], unit: str, extra: str = "") -> str:
    median, p95 = np.median(values), np.quantile(values, 0.95)
    return f"{name:<28}中位 {median:8.2f} {unit}  p95 {p95:8.2f} {unit}  {extra}"


def main() -> int:
    """Print the table."""
    if "--lookups" in sys.argv:
        print("\n".join(lookup_lines(*load_corpus(Settings.from_environment().regulation))))
        return 0
    questions = [q.text for q in load_questions("dev")]
    packages = {n: version(n) for n in ("chromadb", "langchain", "numpy", "torch")}
    print(f"Python {platform.python_version()}，{os.cpu_count()} 核，{json.dumps(packages)}")
    with TemporaryDirectory() as folder:
        home, plain_home = Path(folder) / "home", Path(folder) / "plain"
        regulation, language = load_corpus(None)
        print("\n".join(lookup_lines(regulation, language)))
        started = time.perf_counter()
        build_library(home, BUILTIN)
        ours_build = time.perf_counter() - started
        assistant = Assistant.open(Settings(home))
        started = time.perf_counter()
        plain = PlainPipeline(regulation, assistant.index.embedder, plain_home)
        plain_build = time.perf_counter() - started
        print(f"建索引                      本项目 {ours_build:.2f} s  对照 {plain_build:.2f} s")
        ours = warm(assistant.answer, questions)
        theirs = warm(lambda q: plain.search(q, 5), questions)
        print(
            _line(
                "热：问到答（本项目）",
                ours,
                "ms",
                f"对照的 {np.median(ours) / np.median(theirs):.2f} 倍",
            )
        )
        print(_line("热：只检索（对照）", theirs, "ms"))
        ask = [sys.executable, "-m", "ui.cli", "ask", "养老院夜里要做什么"]
        ours_cold, ours_mb = cold(ask, home)
        plain_cold, plain_mb = cold([sys.executable, "-c", _PLAIN, str(plain_home)], home)
        ratio = np.median(ours_cold) / np.median(plain_cold)
        print(
            _line(
                "冷：fireduty ask", ours_cold, "s", f"峰值 {ours_mb:.0f} MB，对照的 {ratio:.2f} 倍"
            )
        )
        print(_line("冷：对照检索", plain_cold, "s", f"峰值 {plain_mb:.0f} MB"))
        print(f"网页可用                    {page_up(home):.2f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
