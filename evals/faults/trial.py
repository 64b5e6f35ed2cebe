"""One fault trial: what is done to the product, what must hold all the same, and how that is tried."""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

GROUPS = {
    "damage": "索引和数据文件损坏",
    "disk": "磁盘、锁和中断",
    "library": "资料库的添加、更新和去掉",
    "workers": "几个进程用一个资料库",
    "server": "服务的数据库、并发和内存",
    "http": "主机名、登录和请求",
    "bytes": "字节、编码和边角",
    "reading": "读入法规文本",
}
"""The groups of trials, by the name that the command takes, with what a reader is told."""


@dataclass(frozen=True)
class Trial:
    """One fault, done for real in a folder of its own.

    `run` takes an empty folder that is removed afterwards, does the damage and uses the product as
    a person would. It gives None where the promise held, and otherwise one line that says what
    happened instead. `slow` trials (more than about two seconds) stay out of the fast tests.
    """

    group: str
    name: str
    promise: str
    run: Callable[[Path], str | None]
    slow: bool = False


@dataclass(frozen=True)
class TrialOutcome:
    """What came of one trial: `fell` is None where it held; `seconds` is what it took."""

    trial: Trial
    fell: str | None
    seconds: float


def try_all(trials: Iterable[Trial]) -> Iterator[TrialOutcome]:
    """Run the trials one after another; an exception that a trial lets through is a fall too."""
    for trial in trials:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="fireduty-fault-") as folder:
            try:
                fell = trial.run(Path(folder))
            except Exception as error:  # the trial's product call must not raise at all
                fell = f"{type(error).__name__}: {error}"
        yield TrialOutcome(trial, fell, time.monotonic() - started)
