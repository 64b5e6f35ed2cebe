"""Questions over the documents that ship, as people wrote them who saw the texts alone.

``tuning.jsonl`` is what choices are made on, ``report.jsonl`` (another writer) what is reported. A line
names the provisions that answer in groups: a group is one point of the answer, its members say the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.citing.citations import parse_short
from corpus.text.provision import ProvisionId

FOLDER = Path(__file__).parent
LibraryHalf = Literal["tuning", "report"]


@dataclass(frozen=True, slots=True)
class LibraryQuestion:
    """A question with what a good answer holds.

    Attributes:
        id, text, kind, persona: as written.
        answerable: whether any document states what is asked.
        cited: groups of provisions that answer.
        also: provisions that may be cited beside them.
        facts: words that the first paragraph must hold, verbatim in a cited provision.
        premise: whether what the question takes for granted is so.
    """

    id: str
    text: str
    kind: str
    persona: str
    answerable: bool
    cited: tuple[frozenset[ProvisionId], ...]
    also: frozenset[ProvisionId]
    facts: tuple[str, ...]
    premise: bool

    def is_answered_by(self, address: ProvisionId, *, loosely: bool = False) -> bool:
        """Whether a provision answers; of a list whose 条 or 款 is named, its 项 do.

        Args:
            loosely: whether what may be cited beside the answer counts as well.
        """
        named = self.answers | self.also if loosely else self.answers
        return address in named or (bool(address.item) and address.holder in named)

    @property
    def answers(self) -> frozenset[ProvisionId]:
        """Every provision that answers."""
        return frozenset(i for group in self.cited for i in group)


def load_library_questions(half: LibraryHalf) -> tuple[LibraryQuestion, ...]:
    """The questions of one half."""
    lines = (FOLDER / f"{half}.jsonl").read_text("utf-8").splitlines()
    return tuple(_question(json.loads(line)) for line in lines if line)


def _question(raw: dict[str, Any]) -> LibraryQuestion:
    return LibraryQuestion(
        raw["id"],
        raw["question"],
        raw["kind"],
        raw["persona"],
        raw["answerable"],
        tuple(frozenset(map(address, group)) for group in raw["cited"]),
        frozenset(map(address, raw["also"])),
        tuple(raw["facts"]),
        raw.get("premise", True),
    )


def address(written: str) -> ProvisionId:
    """``消防法/art60.item3`` as an address that names its document."""
    key, _, within = written.rpartition("/")
    found = parse_short(within)
    if found is None:
        raise ValueError(f"no address: {written}")
    return found.of(key)
