"""The laws that files are made of: a seeded choice of those that are well read as text."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.text.archive import read_archive
from corpus.text.layout import normalise
from corpus.text.load import make_regulation
from corpus.text.provision import Level, Regulation
from corpus.text.verdict import judge_reading

SEED = 21
_FEWEST, _LONGEST = 15, 25_000


@dataclass(frozen=True, slots=True)
class Law:
    """A law as files are made of it.

    Attributes:
        name: of its file, without the ending.
        title: first line of the files.
        lines: what follows, a paragraph each.
        provisions: address → words, as read from the text itself.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    provisions: dict[str, str]

    @property
    def text(self) -> str:
        """The whole text, a paragraph a line."""
        return "\n".join((self.title, *self.lines))


def choose_laws(archive: Path, count: int, seed: int = SEED) -> tuple[Law, ...]:
    """So many laws of an archive; the same for the same seed.

    Args:
        archive: ``laws.tar.xz``.
        count: how many.
        seed: of the choice.
    """
    texts = [(name, data.decode("utf-8")) for name, data in read_archive(archive)]
    random.Random(seed).shuffle(texts)
    found: list[Law] = []
    for name, source in texts:
        law = make_law(Path(name).stem, source) if len(source) <= _LONGEST else None
        if law is not None:
            found.append(law)
        if len(found) == count:
            break
    return tuple(found)


def make_law(name: str, source: str) -> Law | None:
    """A law of a text; None where the text itself is not well read, is short, or has annexes."""
    try:
        regulation = make_regulation(source, f"{name}.txt")
    except FiredutyError:
        return None
    annexes = any(child.level is Level.ANNEX for child in regulation.body.children)
    if annexes or not judge_reading(regulation).ok or len(regulation.articles()) < _FEWEST:
        return None
    title, *lines = normalise(source).split("\n")
    return Law(name, title, tuple(lines), provisions_of(regulation))


def provisions_of(regulation: Regulation) -> dict[str, str]:
    """Address → words of every provision of the main text."""
    return {str(leaf.id): leaf.provision.words for leaf in regulation.leaves() if not leaf.id.annex}
