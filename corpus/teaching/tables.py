"""What the proof of training data looks up: the words, names and duties of one regulation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus.language.data import UnitType
from corpus.register.bearing import Bearers
from corpus.register.records import ClauseKey, Duty, NoDuty, Register
from corpus.text.provision import Leaf, ProvisionId, Regulation


def find_repeats(what: str, names: Iterable[str]) -> Iterator[str]:
    """A complaint for each name that stands more than once."""
    yield from (f"{what}「{name}」重复" for name, count in Counter(names).items() if count > 1)


def check_count(where: str, what: str, found: int, allowed: tuple[int, int]) -> Iterator[str]:
    """A complaint where there are too few or too many of something."""
    if not allowed[0] <= found <= allowed[1]:
        yield f"{where}：{what}有 {found} 个，应为 {allowed[0]} 至 {allowed[1]} 个"


class Tables:
    """Look-ups in one regulation and its register.

    Attributes:
        leaves: by short id.
        text: all words of the regulation.
        actors: who bears a clause of the register by its own words.
        units, bodies, matters: known names.
        bearers: who bears which clause.
    """

    def __init__(
        self, regulation: Regulation, register: Register, units: Sequence[UnitType]
    ) -> None:
        self.bearers = Bearers(register)
        self.units = {unit.name for unit in units}
        self.bodies = {body.name for body in register.bodies}
        self.matters = {matter.name for matter in register.matters}
        self.leaves = {str(leaf.id): leaf for leaf in regulation.leaves()}
        self.text = "\n".join(node.words for node in regulation.body.walk())
        self._spans: dict[ProvisionId, list[tuple[int, int]]] = {}
        records: tuple[Duty | NoDuty, ...] = (*register.duties, *register.rest)
        for record in records:
            self._spans.setdefault(record.provision, []).append(record.span)
        self.actors: dict[ClauseKey, set[str]] = {}
        for duty in register.duties:
            self.actors.setdefault(duty.key, set()).add(duty.actor)

    def clause(self, leaf: Leaf, words: str) -> str:
        """The clause of the register that holds some words whole; empty where none does."""
        at = leaf.text.find(words)
        return next(
            (
                leaf.text[start:end]
                for start, end in self._spans.get(leaf.id, ())
                if start <= at and at + len(words) <= end
            ),
            "",
        )

    def touched(self, leaf: Leaf, words: str) -> set[ClauseKey]:
        """The duties of a leaf that some words lie in or reach into."""
        found = set()
        at = leaf.text.find(words)
        while at >= 0:
            found |= {
                (leaf.id, (start, end))
                for start, end in self._spans.get(leaf.id, ())
                if start < at + len(words) and at < end and (leaf.id, (start, end)) in self.actors
            }
            at = leaf.text.find(words, at + 1)
        return found
