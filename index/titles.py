"""Which of thousands of documents a question names by title: looked up, not searched one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.language.places import own_places

_NOTE = re.compile(r"[（(][^（()）]*[）)]$")
_STATE = "中华人民共和国"


def short_title(title: str) -> str:
    """A title without its last note and the name of the state."""
    return _NOTE.sub("", title).removeprefix(_STATE)


def stands_alone(name: str, after: str) -> bool:
    """Whether a name is not the beginning of another word: 消防法 in 消防法律, 消防法规 names no text.

    Args:
        name: that was found.
        after: the character right after it, empty for none.
    """
    return not (name.endswith("法") and after and after in "律规定制院人")


def ways_to_write(name: str) -> Iterator[str]:
    """A title as people write it: 市 left out, 的 put in after the place."""
    yield name
    place = next((p for p in own_places(name) if name.startswith(p)), "")
    rest = name.removeprefix(place)
    if not place or not rest:
        return
    unit = re.match(r"[市省]", rest)
    bare = rest[unit.end() :] if unit else rest
    for start in (place, place + unit.group()) if unit else (place,):
        for between in ("", "的"):
            yield f"{start}{between}{bare}"


class TitleTable:
    """The titles and keys of documents.

    Args:
        documents: key and title of each.
    """

    def __init__(self, documents: Sequence[tuple[str, str]]) -> None:
        self._keys: dict[str, str] = {}
        for key, title in documents:
            for name in {key, title, short_title(title)}:
                for written in ways_to_write(name):
                    if len(written) > 1:
                        self._keys.setdefault(written, key)
        self._lengths = sorted({len(name) for name in self._keys}, reverse=True)

    def find(self, question: str) -> list[tuple[tuple[int, int], str]]:
        """Places of a question that hold a title or key, the longest first, each with that key."""
        found: list[tuple[tuple[int, int], str]] = []
        taken = [False] * len(question)
        for length in self._lengths:
            for start in range(len(question) - length + 1):
                end = start + length
                key = self._keys.get(question[start:end])
                if key is None or any(taken[start:end]):
                    continue
                if stands_alone(question[start:end], question[end : end + 1]):
                    taken[start:end] = [True] * length
                    found.append(((start, end), key))
        return found
