"""What was warned of while a text was read, and labels that seem to stand there and were not read."""

from __future__ import annotations

from corpus.text.lines import SourceLine
from corpus.text.provision import ParseWarning
from corpus.text.suspects import Suspect, suspect, suspects_inside


class Unread:
    """Collects warnings; a suspected 条 that turns up elsewhere in the same text was a mention."""

    def __init__(self) -> None:
        self._warnings: list[ParseWarning] = []
        self._suspected: list[tuple[int, int, Suspect]] = []
        self._read: list[set[str]] = [set()]
        self._counted: dict[str, list[int]] = {}

    def warn(self, line: int, message: str, *, once: bool = False) -> None:
        """Something to know that is no fault of the reading; ``once``: told of the first line alone."""
        if not once:
            self._warnings.append(ParseWarning(line, message))
        else:
            self._counted.setdefault(message, []).append(line)

    def start_text(self) -> None:
        """Another text begins, with numbers of its own."""
        self._read.append(set())

    def read(self, number: str) -> None:
        """The 条 of this number was read."""
        self._read[-1].add(number)

    def suspect(self, line: int, printed: str, number: str, *, unit: str = "条") -> None:
        """A label was passed over."""
        self._pass_over(line, Suspect(printed, number, unit))

    def judge(self, line: SourceLine, expected: str, *, closed: bool, heads: bool = False) -> None:
        """Look at the start of a line that was read as text."""
        if found := suspect(line.text, expected, closed=closed, heads=heads):
            self._pass_over(line.number, found)

    def suspect_item(self, line: int, printed: str) -> None:
        """The sign of an item stands there and was read as text."""
        self._pass_over(line, Suspect(printed, unit="项"))

    def judge_inside(self, text: str, line: int, expected: str) -> None:
        """Look for labels where sentences begin inside a line."""
        for found in suspects_inside(text, expected):
            self._pass_over(line, found)

    def _pass_over(self, line: int, what: Suspect) -> None:
        self._suspected.append((len(self._read) - 1, line, what))

    def warnings(self) -> list[ParseWarning]:
        """All warnings, those of suspected labels with them that no reading has cleared."""
        found = list(self._warnings)
        for message, lines in self._counted.items():
            more = f"（这样的共 {len(lines)} 处）" if len(lines) > 1 else ""
            found.append(ParseWarning(lines[0], message + more))
        told: set[tuple[int, str]] = set()
        for text, line, what in self._suspected:
            if what.article and what.article in self._read[text] and not what.sure:
                continue
            if (line, what.printed) not in told:
                words = f"「{what.printed}」像是{what.unit}的标号，没有读作{what.unit}；请对照原件改正标号，并让它另起一行"
                article = what.article if what.unit == "条" else ""
                warning = ParseWarning(line, words, fails=True, article=article, unit=what.unit)
                found.append(warning)
            told.add((line, what.printed))
        return found
