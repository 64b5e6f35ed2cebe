"""What the served program keeps in memory while people use its page.

``python -m evals.memory --users 30 --minutes 60`` starts the program in a process of its own, lets
users ask through the page as ``evals.load`` does (a few questions to a conversation, then a new page)
and reads the memory of the process every second. After ``--warm-up`` answers, in which caches and
the store of answers fill, the memory may end at most ``--most`` megabytes higher; the slope is told
as kilobytes per answer. Exit status 1 where it ends higher, or anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import numpy as np

from evals.load import Load, LoadRun, run, served

_EVERY = 1.0
#: More than the page keeps of all conversations together (``ui.web.chat.conversations``).
_WARM_UP = 450
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class MemorySample:
    """The memory of a process at one moment, and how many answers it had given."""

    seconds: float
    answers: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """What was measured after the warm-up."""

    samples: Sequence[MemorySample]
    run: LoadRun

    @property
    def growth(self) -> float:
        """Megabytes from the first tenth of the samples to the last, by their medians."""
        tenth = max(1, len(self.samples) // 10)
        sizes = [sample.megabytes for sample in self.samples]
        return float(np.median(sizes[-tenth:]) - np.median(sizes[:tenth]))

    @property
    def quarters(self) -> list[float]:
        """Median megabytes of each quarter of the time: whether it still grows."""
        sizes = np.array([sample.megabytes for sample in self.samples])
        return [float(np.median(part)) for part in np.array_split(sizes, 4) if part.size]

    @property
    def slope(self) -> float:
        """Kilobytes for each answer: the straight line that fits the samples best."""
        answers = [sample.answers for sample in self.samples]
        if len(set(answers)) < 2:
            return 0.0
        sizes = [sample.megabytes * 1024 for sample in self.samples]
        return float(np.polyfit(answers, sizes, 1)[0])


def resident(process: int) -> float:
    """Megabytes of a process that are in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * 4096 / _MEGABYTE


def measure(url: str, process: int, load: Load, warm_up: int) -> MemoryUse:
    """Let users ask, the ``warm_up`` first answers included, and read the memory after those."""
    done, samples = LoadRun(), list[MemorySample]()
    asking = Thread(target=lambda: asyncio.run(run(url, load, "page", done)), daemon=True)
    started = time.monotonic()
    asking.start()
    while asking.is_alive():
        asking.join(_EVERY)
        answers = len(done.seconds)
        if asking.is_alive() and answers >= warm_up:
            samples.append(MemorySample(time.monotonic() - started, answers, resident(process)))
    return MemoryUse(samples, done)


def report(use: MemoryUse, load: Load) -> str:
    """The figures as lines."""
    failed = sum(use.run.failures.values())
    first, last = use.samples[0], use.samples[-1]
    return "\n".join(
        [
            f"{load.users} page users, {load.seconds:g} s: answered {len(use.run.seconds)}, failed {failed}",
            *(f"  {reason}: {count}" for reason, count in use.run.failures.most_common()),
            f"memory after {first.seconds:.0f} s {first.megabytes:.0f} MB, "
            f"at the end {last.megabytes:.0f} MB, "
            f"highest {max(s.megabytes for s in use.samples):.0f} MB",
            "by quarters " + " → ".join(f"{size:.0f}" for size in use.quarters) + " MB",
            f"growth {use.growth:+.1f} MB, slope {use.slope:+.2f} KB per answer",
        ]
    )


def main() -> int:
    """The command; exit status 1 where too much was kept or anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--users", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0, help="seconds of reading")
    parser.add_argument("--warm-up", type=int, default=_WARM_UP, help="answers that do not count")
    parser.add_argument("--most", type=float, default=100, help="megabytes that may be kept")
    given = parser.parse_args()
    load = Load(given.users, given.minutes * 60, given.pause, answers=2 * given.warm_up)
    with served() as (url, process):
        use = measure(url, process, load, given.warm_up)
    print(report(use, load))
    return 0 if use.run.seconds and not use.run.failures and use.growth <= given.most else 1


if __name__ == "__main__":
    sys.exit(main())
