"""The gold sets: questions with the provisions that answer them.

Split into dev and test by the hash of the question's id: tuning reads dev only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

GOLD = Path(__file__).parent / "gold"
Split = Literal["dev", "test"]


@dataclass(frozen=True, slots=True)
class Question:
    """One single-turn gold question.

    Attributes:
        id: unique in the gold sets.
        text: what is asked.
        kind, persona: see ``evals/gold/GUIDE.md``.
        answerable: whether the regulation answers it.
        must: provisions that a complete answer cites.
        ok: further provisions that may be cited.
        key_facts: verbatim words that the answer must hold.
    """

    id: str
    text: str
    kind: str
    persona: str
    answerable: bool
    must: tuple[str, ...] = ()
    ok: tuple[str, ...] = ()
    key_facts: tuple[str, ...] = ()

    @property
    def split(self) -> Split:
        """Half of the gold set that the question belongs to."""
        return split_of(self.id)


def split_of(id_: str) -> Split:
    """``dev`` or ``test``, by hash."""
    return "dev" if sha256(id_.encode()).digest()[0] % 2 else "test"


def load_questions(split: Split | None = None, folder: Path = GOLD) -> tuple[Question, ...]:
    """Single-turn questions of one half, or of both."""
    questions = [
        Question(
            id=r["id"],
            text=r["question"],
            kind=r["kind"],
            persona=r["persona"],
            answerable=answerable,
            must=tuple(r.get("must", ())),
            ok=tuple(r.get("ok", ())),
            key_facts=tuple(r.get("key_facts", ())),
        )
        for name, answerable in (("answerable", True), ("unanswerable", False))
        for r in _records(folder / f"{name}.jsonl")
    ]
    return tuple(q for q in questions if split is None or q.split == split)


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
