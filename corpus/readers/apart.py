"""Reading a PDF or a picture in a process of its own, with bounds on its time and memory.

Those formats are read by compiled code, which a damaged or hostile file may make crash, hang or fill
the memory: then one line is told, and whoever asked goes on. ``python -m corpus.readers.apart KIND
NAME`` reads the file from its input and writes what came of it as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from corpus.errors import FiredutyError
from corpus.readers.pdf import read_pdf
from corpus.readers.report import Dropped, ReadFile, ReadingReport, refuse
from corpus.readers.scans import read_picture

#: Seconds that one file may take (recognising takes some seconds a page), and bytes of memory.
PATIENCE, MOST_MEMORY = 900, 4_000_000_000
_READERS = {"pdf": read_pdf, "image": read_picture}


def read_apart(data: bytes, name: str, kind: str) -> ReadFile:
    """The text of a PDF or a picture.

    Args:
        data: the file.
        name: of it.
        kind: ``pdf`` or ``image``.

    Raises:
        FiredutyError: it cannot be read, takes too long or too much memory.
    """
    root = str(Path(__file__).parent.parent.parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "corpus.readers.apart", kind, name]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "2"},
        )
    except subprocess.TimeoutExpired as error:
        raise refuse(name, f"读了 {PATIENCE} 秒还没有读完，已停止；请分成几份") from error
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise refuse(name, "读不出：文件已损坏，或者要的内存太多；请重新取得或分成几份") from error
    if "refused" in found:
        raise FiredutyError(str(found["refused"]), exit_code=int(found["code"]))
    return ReadFile(
        found["text"],
        ReadingReport(
            found["kind"],
            tuple(found["notes"]),
            tuple(found["doubts"]),
            tuple(Dropped(*each) for each in found["dropped"]),
        ),
    )


def _written(read: ReadFile) -> dict[str, Any]:
    report = read.report
    return {
        "text": read.text,
        "kind": report.kind,
        "notes": report.notes,
        "doubts": report.doubts,
        "dropped": [(d.what, d.place, d.words) for d in report.dropped],
    }


def _bound() -> None:
    """Bound this process; where the system does not, its time is bounded by who started it."""
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (2 * PATIENCE, 2 * PATIENCE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):
        return


def main() -> int:
    """Read one file."""
    kind, name = sys.argv[1:]
    _bound()
    out, sys.stdout = sys.stdout, sys.stderr  # libraries may print
    try:
        found = _written(_READERS[kind](sys.stdin.buffer.read(), name))
    except FiredutyError as error:
        found = {"refused": str(error), "code": error.exit_code}
    out.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
