"""What came of reading a file: its text, what was left out of it, and what a person must look at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus.errors import USAGE, FiredutyError

#: What a text file is called.
PLAIN = "文本"
#: Most that is quoted of what was left out.
_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Dropped:
    """Words of a file that are not taken for words of the regulation.

    Attributes:
        what: Chinese, what they are: 页眉, 页码, 导航, 来文 …
        place: where they stand, 「第 3 页」; empty where the format has no places.
        words: what they are, in full.
    """

    what: str
    place: str
    words: str

    @property
    def told(self) -> str:
        """One line: what, where, and how it begins."""
        words = " ".join(self.words.split())
        shown = words if len(words) <= _QUOTED else words[:_QUOTED] + "……"
        more = f"（共 {len(words)} 字）" if len(words) > _QUOTED else ""
        return f"{self.what}{f'（{self.place}）' if self.place else ''}：「{shown}」{more}"


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """How a file was read.

    Attributes:
        kind: Chinese, what the file is.
        notes: what was done that needs no second look, Chinese.
        doubts: what a person must compare with the file, Chinese.
        dropped: what was left out.
    """

    kind: str = PLAIN
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was left out and nothing is in doubt."""
        return not self.doubts and not self.dropped

    def and_also(
        self,
        *,
        notes: tuple[str, ...] = (),
        doubts: tuple[str, ...] = (),
        dropped: tuple[Dropped, ...] = (),
    ) -> ReadingReport:
        """The report with more in it."""
        return replace(
            self,
            notes=(*self.notes, *notes),
            doubts=(*self.doubts, *doubts),
            dropped=(*self.dropped, *dropped),
        )


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read.

    Attributes:
        text: of the regulation, a paragraph a line.
        report: how it was read.
    """

    text: str
    report: ReadingReport = field(default_factory=ReadingReport)


def refuse(name: str, why: str) -> FiredutyError:
    """The error of a file that cannot be read: its name, why, and what to do, in one line."""
    return FiredutyError(f"{name} {why}", exit_code=USAGE)
