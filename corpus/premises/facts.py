"""Facts about a place: what was said, what follows from it, and what contradicts what."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import product

from corpus.premises.data import Option, PlaceData, PlaceQuestion


class Standing(IntEnum):
    """How sure a fact is. 或 takes the larger of two, 且 the smaller."""

    NO = 0
    UNKNOWN = 1
    MAYBE = 2
    YES = 3


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """What was said about one option, in the user's words."""

    option: str
    standing: Standing
    said: str


@dataclass(frozen=True, slots=True)
class KindSaid:
    """A kind of unit: its name in ``units.toml`` and the word that was used for it."""

    unit: str
    said: str


@dataclass(frozen=True, slots=True)
class Premises:
    """A place as somebody described it.

    Attributes:
        facts, kinds: in the order in which they were said.
        remarks: Chinese, about things said on which nothing depends.
    """

    facts: tuple[PlaceFact, ...] = ()
    kinds: tuple[KindSaid, ...] = ()
    remarks: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self.facts or self.kinds)

    def joined(self, other: Premises) -> Premises:
        """Both descriptions together."""
        return Premises(
            (*self.facts, *other.facts),
            tuple(dict.fromkeys((*self.kinds, *other.kinds))),
            tuple(dict.fromkeys((*self.remarks, *other.remarks))),
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """How an option stands.

    Attributes:
        said: the user's words that it rests on.
        because: Chinese, why it does not hold.
    """

    standing: Standing = Standing.UNKNOWN
    said: str = ""
    because: str = ""


class FactTable:
    """What follows from what, prepared once."""

    def __init__(self, data: PlaceData) -> None:
        self.data = data
        self.options: dict[str, Option] = {o.name: o for o in data.options}
        self.question: dict[str, PlaceQuestion] = {
            o.name: q for q in data.questions for o in q.options
        }
        self._against: dict[str, set[str]] = {}
        for one in data.contradictions:
            for a, b in product(one.a, one.b):
                self._against.setdefault(a, set()).add(b)
                self._against.setdefault(b, set()).add(a)
        self._kinds: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        for kind in data.kinds:
            for word in kind.units:
                known = self._kinds.get(word, ((), ()))
                self._kinds[word] = ((*known[0], *kind.implies), (*known[1], *kind.suggests))

    def of_kind(self, kind: KindSaid) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Options that a kind of unit makes certain, and those it makes likely."""
        return self._kinds.get(kind.said) or self._kinds.get(kind.unit) or ((), ())

    def hold(self, place: Premises) -> dict[str, Holding]:
        """How every option stands, by name.

        What was said comes first, then what it excludes, what it implies, what it suggests, and
        last that a closed question has been answered otherwise.
        """
        held: dict[str, Holding] = {}
        for fact in place.facts:
            if fact.option not in held or fact.standing > held[fact.option].standing:
                held[fact.option] = _direct(fact)
        self._exclude(held, [n for n, h in held.items() if h.standing is Standing.YES])
        fixed = set(held)
        denied = {n for n, h in held.items() if h.standing is Standing.NO}
        for name, holding in self._follow(place, denied):
            if holding.standing > held.get(name, Holding()).standing and name not in fixed:
                held[name] = holding
        self._exclude(held, [n for n, h in held.items() if h.standing is Standing.YES])
        self._close(held, place)
        return {name: held.get(name, Holding()) for name in self.options}

    def _exclude(self, held: dict[str, Holding], certain: Iterable[str]) -> None:
        for name in certain:
            for other in self._against.get(name, ()):
                if held.get(other, Holding()).standing is not Standing.YES:
                    said = held[name].said
                    held[other] = Holding(Standing.NO, said, f"你说的是「{said}」")

    def _follow(
        self, place: Premises, denied: Container[str] = ()
    ) -> Iterator[tuple[str, Holding]]:
        """Everything implied or suggested, step by step; nothing follows from what is denied."""
        waiting = [(f.option, f.standing, f.said) for f in place.facts]
        for kind in place.kinds:
            certain, likely = self.of_kind(kind)
            waiting += [(name, Standing.YES, kind.said) for name in certain]
            waiting += [(name, Standing.MAYBE, kind.said) for name in likely]
        seen: set[tuple[str, Standing]] = set()
        while waiting:
            name, standing, said = waiting.pop(0)
            if standing <= Standing.UNKNOWN or name in denied or (name, standing) in seen:
                continue
            seen.add((name, standing))
            yield name, Holding(standing, said)
            option = self.options[name]
            waiting += [(n, standing, said) for n in option.implies]
            waiting += [(n, Standing.MAYBE, said) for n in option.suggests]

    def _close(self, held: dict[str, Holding], place: Premises) -> None:
        for question in self.data.questions:
            names = [o.name for o in question.options]
            certain = [
                held[n].said for n in names if n in held and held[n].standing is Standing.YES
            ]
            said = certain or ([k.said for k in place.kinds] if question.of_kind else [])
            if said and (question.closed or question.of_kind):
                because = f"你说的是{_quoted(said)}"
                for name in names:
                    held.setdefault(name, Holding(Standing.NO, "", because))

    def contradictions(self, place: Premises) -> tuple[str, ...]:
        """What in a description cannot hold together, one Chinese line each, with the reason."""
        return tuple(dict.fromkeys(self._contradictions(place)))

    def _contradictions(self, place: Premises) -> Iterator[str]:
        said: dict[str, dict[Standing, str]] = {}
        for fact in place.facts:
            said.setdefault(fact.option, {})[fact.standing] = fact.said
        for name, by in said.items():
            if Standing.YES in by and Standing.NO in by:
                yes, no = by[Standing.YES], by[Standing.NO]
                yield f"「{yes}」与「{no}」：“{name}”不能既是又不是"
        certain = {n: h.said for n, h in self._follow(place) if h.standing is Standing.YES}
        for one in self.data.contradictions:
            for a, b in product(one.a, one.b):
                direct = all(Standing.YES in said.get(n, {}) for n in (a, b))
                if a in certain and b in certain and (direct or not one.soft):
                    yield f"{_named(certain[a], a)}与{_named(certain[b], b)}：{one.why}"


def _direct(fact: PlaceFact) -> Holding:
    because = f"你说「{fact.said}」" if fact.standing is Standing.NO else ""
    return Holding(fact.standing, fact.said, because)


def _quoted(words: Iterable[str]) -> str:
    return "、".join(f"「{w}」" for w in dict.fromkeys(words))


def _named(said: str, option: str) -> str:
    return f"「{said}」" if said == option else f"「{said}」（{option}）"
