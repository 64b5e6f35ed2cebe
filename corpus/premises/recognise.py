"""Free Chinese text → facts about a place, each with the words that say it.

Plain words and patterns of the reviewed data; a negation right before a word turns it round, words
of doubt make it possible only, and a place that is merely nearby (旁边的医院) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.language.data import UnitType
from corpus.premises.facts import FactTable, KindSaid, PlaceFact, Premises, Standing

_NOT = re.compile(
    r"(?:没有?|无|不是|并非|不在|不属于|不算|未|不)(?:任何|什么|请|聘|设|存放?|储存|使用|用|在|是|属于|涉及|做|搞|开|办)*$"
)
_PERHAPS = re.compile(
    r"(?:可能|也许|大概|好像|似乎|不确定|不知道|不清楚|是不是|是否|有没有)(?:是|有|算|属于|在|用|存)*$"
)
#: After the name of a place that another one lies in: 商场里租的, 小区里的.
_INSIDE = re.compile(r"(?:里面?|内|中)(?:(?P<of>的)|租|开)")
_NEARBY = re.compile(r"(?:的)?(?:旁边|对面|附近|隔壁|边上|旁|门口|周边|斜对面|后面|背后)")


class Recogniser:
    """Looks for the words of the data in a text."""

    def __init__(self, facts: FactTable, units: Sequence[UnitType]) -> None:
        data = facts.data
        self._facts = facts
        self._patterns = [
            (re.compile(p, re.IGNORECASE), o.name) for o in data.options for p in o.patterns
        ]
        self._fallback = [(re.compile(p), o.name) for o in data.options for p in o.fallback]
        self._silent = [(re.compile(s.pattern), s.says) for s in data.silent]
        self._unit: dict[str, str] = {}
        for unit in units:
            for word in (unit.name, *unit.lay):
                self._unit.setdefault(word.lower(), unit.name)
        self._option: dict[str, tuple[str, Standing]] = {}
        for option in data.options:
            if not option.hidden:
                # Whoever names a kind of unit says more than the bare option.
                own = [w for w in (option.name, *option.words) if w.lower() not in self._unit]
                self._add(own, option.name, Standing.YES)
            self._add(option.lay, option.name, Standing.YES)
            self._add(option.hints, option.name, Standing.MAYBE)
            self._add(option.denies, option.name, Standing.NO)
        words = sorted({*self._unit, *self._option}, key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, words)) or r"(?!)", re.IGNORECASE)

    def _add(self, words: Iterable[str], name: str, standing: Standing) -> None:
        for word in words:
            self._option.setdefault(word.lower(), (name, standing))

    def unit(self, word: str) -> str:
        """The name of the kind of unit that a word means, empty for none."""
        return self._unit.get(word.lower(), "")

    @property
    def units(self) -> tuple[str, ...]:
        """Every word for a kind of unit."""
        return tuple(self._unit)

    def describe(self, text: str) -> Premises:
        """What a text says about a place. Words keep their order; nothing is guessed."""
        rest = text
        found: list[tuple[int, PlaceFact | KindSaid]] = []
        for pattern, name in self._patterns:
            for match in pattern.finditer(rest):
                found += self._fact(text, match, name, Standing.YES)
                rest = _blank(rest, match)
        for match in self._words.finditer(rest):
            found += self._word(text, match)
            rest = _blank(rest, match)
        found = self._move_out(text, found)
        if not any(isinstance(f, KindSaid) for _, f in found):
            for pattern, name in self._fallback:
                for match in pattern.finditer(rest):
                    found += self._fact(text, match, name, Standing.YES)
        found.sort(key=lambda pair: pair[0])
        return Premises(
            tuple(dict.fromkeys(f for _, f in found if isinstance(f, PlaceFact))),
            tuple(dict.fromkeys(f for _, f in found if isinstance(f, KindSaid))),
            tuple(self._remarks(text)),
        )

    def _move_out(
        self, text: str, found: list[tuple[int, PlaceFact | KindSaid]]
    ) -> list[tuple[int, PlaceFact | KindSaid]]:
        """Of a place that the described one lies in, only what it says of the building stays."""
        kept: list[tuple[int, PlaceFact | KindSaid]] = []
        for at, one in found:
            outer = isinstance(one, KindSaid) and _INSIDE.match(text, at + len(one.said))
            inner = any(other > at and isinstance(f, KindSaid) for other, f in found)
            if isinstance(one, KindSaid) and outer and (inner or not outer["of"]):
                kept += [(at, f) for f in self._building(one)]
            else:
                kept.append((at, one))
        return kept

    def _building(self, kind: KindSaid) -> Iterator[PlaceFact]:
        for names, standing in zip(
            self._facts.of_kind(kind), (Standing.YES, Standing.MAYBE), strict=True
        ):
            for name in names:
                if self._facts.question[name].around:
                    yield PlaceFact(name, standing, kind.said)

    def _remarks(self, text: str) -> Iterator[str]:
        for pattern, says in self._silent:
            said = list(dict.fromkeys(m.group() for m in pattern.finditer(text)))
            if said:
                yield "".join(f"「{word}」" for word in said) + f"：{says}"

    def _word(self, text: str, match: re.Match[str]) -> list[tuple[int, PlaceFact | KindSaid]]:
        word = match.group().lower()
        if word in self._option:
            return self._fact(text, match, *self._option[word])
        before, after = text[: match.start()], text[match.end() :]
        if _NOT.search(before) or _NEARBY.match(after):
            return []
        return [(match.start(), KindSaid(self._unit[word], match.group()))]

    def _fact(
        self, text: str, match: re.Match[str], name: str, standing: Standing
    ) -> list[tuple[int, PlaceFact | KindSaid]]:
        before, after = text[: match.start()], text[match.end() :]
        if _NEARBY.match(after):
            return []
        said = match.group()
        if doubt := _PERHAPS.search(before):
            return [(match.start(), PlaceFact(name, Standing.MAYBE, doubt.group() + said))]
        if standing is not Standing.NO and (negation := _NOT.search(before)):
            return [(match.start(), PlaceFact(name, Standing.NO, negation.group() + said))]
        return [(match.start(), PlaceFact(name, standing, said))]


def _blank(text: str, match: re.Match[str]) -> str:
    """The text with a match made invisible to later searches."""
    return text[: match.start()] + "\0" * len(match.group()) + text[match.end() :]
