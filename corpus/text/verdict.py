"""Whether a text was read well: what is broken in its tree, and what was not read at all."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.text.invariants import Violation, check
from corpus.text.provision import ParseWarning, Regulation


@dataclass(frozen=True, slots=True)
class ReadingVerdict:
    """What there is to say about the reading of a text.

    Attributes:
        warnings: what the parser met, in the order of the lines; some fail the text.
        violations: what is broken in the tree.
    """

    warnings: tuple[ParseWarning, ...]
    violations: tuple[Violation, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was lost and nothing misread, as far as can be told."""
        return not self.violations and not any(w.fails for w in self.warnings)


def judge_reading(regulation: Regulation) -> ReadingVerdict:
    """What the parser and the invariants say about a regulation's text."""
    return ReadingVerdict(regulation.warnings, check(regulation.body, regulation.source_text))
