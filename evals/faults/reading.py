"""Fault trials: regulation texts whose labels or layout are not as they should be."""

from __future__ import annotations

from pathlib import Path

from corpus.text.invariants import check
from corpus.text.load import load_regulation
from evals.faults.reading_texts import TITLE, Reading
from evals.faults.trial import Trial


def verdict(case: Reading, folder: Path) -> str | None:
    """None where a text is read as its careful reader does, or is complained of at the right line."""
    file = folder / "text.txt"
    file.write_text(f"{TITLE}\n{case.text}", "utf-8", newline="")
    regulation = load_regulation(file)
    read = " ".join(str(leaf.id) for leaf in regulation.leaves())
    fails = [str(v) for v in check(regulation.body, regulation.source_text)]
    words = "\n".join(leaf.text for leaf in regulation.leaves())
    if case.read and read == case.read and not fails:
        return None
    return f"{read} | {fails} | {[str(w) for w in regulation.warnings]}"


TRIALS: tuple[Trial, ...] = ()
