"""Clauses of twenty laws labelled by hand, and the laws that they stand in.

The labels were written by somebody who had not seen what the program reads. ``choose`` is the first
half of the laws, which rules may be written by; ``report`` the second, which is only reported.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from corpus.clauses.records import ClauseEffect
from corpus.errors import FiredutyError
from corpus.text.archive import read_archive
from corpus.text.load import load_regulation
from corpus.text.provision import Regulation

FILE = Path(__file__).parent / "clauses.jsonl"
LabelHalf = Literal["choose", "report"]


@dataclass(frozen=True, slots=True)
class LabelledClause:
    """One clause as a reader read it.

    Attributes:
        law: path in LawRefBook.
        provision: short id of the leaf.
        text: the clause, verbatim.
        subjects: bodies, units and people that it binds or lets act, as printed, of the clause, the
            clause before or the lead-in; empty where it names nobody.
        targets: whom a penalty falls on.
        effects: what it does; more than one where either is right.
        figures: verbatim, with 不得超过, 以上 and the like.
    """

    law: str
    provision: str
    text: str
    subjects: tuple[str, ...]
    targets: tuple[str, ...]
    effects: tuple[ClauseEffect, ...]
    figures: tuple[str, ...]


def load_labels(half: LabelHalf | None = None) -> tuple[LabelledClause, ...]:
    """The labels of one half, or of both."""
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    laws = list(dict.fromkeys(row["law"] for row in rows))
    middle = len(laws) // 2
    chosen = {"choose": laws[:middle], "report": laws[middle:], None: laws}[half]
    return tuple(
        LabelledClause(
            row["law"],
            row["provision"],
            row["clause"],
            tuple(row["subjects"]),
            tuple(row["target"]),
            tuple(ClauseEffect[e.upper()] for e in (row["effect"], *_others(row["note"]))),
            tuple(row["figures"]),
        )
        for row in rows
        if row["law"] in chosen
    )


def _others(note: str) -> Sequence[str]:
    return note.removeprefix("or:").split(",") if note.startswith("or:") else ()


def read_labelled(archive: Path, laws: Sequence[str]) -> dict[str, Regulation]:
    """The laws of an archive by their paths in it.

    Raises:
        FiredutyError: one is missing.
    """
    found: dict[str, Regulation] = {}
    with TemporaryDirectory() as folder:
        for member, data in read_archive(archive):
            name = member.partition("/")[2]
            if name in laws:
                path = Path(folder) / Path(name).name
                path.write_bytes(data)
                found[name] = load_regulation(path)
    if missing := set(laws) - found.keys():
        raise FiredutyError(f"{archive} 里没有 {sorted(missing)[0]}")
    return found
