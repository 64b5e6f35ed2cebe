"""谁负责 of two acts: which of two bodies bears each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.keycheck.bearing import Bearing, Party
from assistant.keycheck.choices import Choices
from assistant.keycheck.fault import Fault
from assistant.training.question import SingleChoice

_ACTS = re.compile(r"①「(?P<one>[^「」]+)」、?②「(?P<two>[^「」]+)」")
_APART = re.compile(r"①归(?P<one>.+?)，②归(?P<two>.+)")
_BOTH = re.compile(r"①②都归(?P<both>.+)")


@dataclass(frozen=True, slots=True)
class _Assigned:
    """To whom an option gives the two acts."""

    words: tuple[str, str]
    parties: tuple[Party, Party]


class Assignments:
    """Checks questions that give two acts to two bodies."""

    def __init__(self, bearing: Bearing, choices: Choices) -> None:
        self._bearing = bearing
        self._choices = choices

    @staticmethod
    def are_asked(question: SingleChoice) -> bool:
        """Whether a stem asks for two acts at once."""
        return "①" in question.stem and "②" in question.stem

    def check(self, question: SingleChoice) -> Iterator[Fault]:
        """The key's bodies surely bear the acts; in each other option one of them does in no way."""
        match = _ACTS.search(question.stem)
        if match is None:
            yield Fault("不能核对", "题干没有引两项职责")
            return
        acts = (match["one"], match["two"])
        for act in acts:
            if fault := self._choices.verbatim(act):
                yield fault
            elif not any(p.leaf.id in question.provisions for p in self._choices.places(act)):
                yield Fault("引用", f"依据的条款里没有「{act}」")
        for index, option in enumerate(question.options):
            assigned = self._read(option)
            if isinstance(assigned, Fault):
                yield assigned
            elif index == question.key:
                yield from self._right(question, acts, assigned)
            elif self._may_be_right(acts, assigned):
                yield Fault("另有正确", f"「{option}」也说得通")

    def _read(self, option: str) -> _Assigned | Fault:
        if both := _BOTH.fullmatch(option):
            words = (both["both"], both["both"])
        elif apart := _APART.fullmatch(option):
            words = (apart["one"], apart["two"])
        else:
            return Fault("不能核对", f"「{option}」没有说①、②各归谁")
        first, second = map(self._bearing.party, words)
        if first is None or second is None:
            return Fault("不能核对", f"「{option}」里有不认识的主体")
        return _Assigned(words, (first, second))

    def _right(
        self, question: SingleChoice, acts: tuple[str, str], assigned: _Assigned
    ) -> Iterator[Fault]:
        for act, words, party in zip(acts, assigned.words, assigned.parties, strict=True):
            if not self._choices.bears(party, act, question.stem):
                yield Fault("答案错", f"条文没有把「{act}」写给「{words}」")
            if self._bearing.named_in(party, "".join(acts)):
                yield Fault("泄题", f"题干里有「{words}」")

    def _may_be_right(self, acts: tuple[str, str], assigned: _Assigned) -> bool:
        """Whether each act may be borne by whom an option gives it to."""
        return all(
            self._choices.may_bear(party, act)
            for act, party in zip(acts, assigned.parties, strict=True)
        )
