"""Fault trials: regulation texts whose labels or layout are not as they should be."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from corpus.text.load import load_regulation
from corpus.text.verdict import judge_reading
from evals.faults.reading_files import FILE_TRIALS
from evals.faults.reading_layouts import READINGS
from evals.faults.reading_silent import SILENT
from evals.faults.reading_texts import TITLE, Reading
from evals.faults.trial import Trial


def verdict(case: Reading, folder: Path) -> str | None:
    """None where a text is read as its careful reader does, or is complained of at the right line."""
    file = folder / "text.txt"
    file.write_text(f"{TITLE}\n{case.text}", "utf-8", newline="")
    regulation = load_regulation(file)
    judged = judge_reading(regulation)
    leaves = regulation.leaves()
    words = "\n".join(leaf.text for leaf in leaves)
    read = " ".join(str(leaf.id) for leaf in leaves)
    lines = [w.line for w in judged.warnings if w.fails]
    lines += [int(n) for v in judged.violations for n in re.findall(r"第 (\d+) 行", v.message)]
    told = not judged.ok and case.told in lines
    as_read = bool(case.read) and read == case.read and judged.ok
    if not (as_read or (case.told and told)):
        return f"读成 {read}；{[str(w) for w in judged.warnings]}；{judged.violations}"
    if as_read and case.present and case.present not in words:
        return f"没有「{case.present}」：{words}"
    kept = [c for c in case.absent if as_read and c in words]
    return f"条文里还有「{kept[0]}」" if kept else None


def _trial(case: Reading) -> Trial:
    promise = f"读成 {case.read}" if case.read else ""
    told = f"不合格并指出第 {case.told} 行" if case.told else ""
    return Trial(
        "reading", case.name, "，或".join(filter(None, (promise, told))), partial(verdict, case)
    )


TRIALS: tuple[Trial, ...] = (*map(_trial, READINGS), *map(_trial, SILENT), *FILE_TRIALS)
