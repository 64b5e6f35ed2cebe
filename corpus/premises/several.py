"""One place under several regulations: described once, each question asked once, a list from each.

What is said of a place goes to every regulation that knows the words. Questions of one id are one
question with the choices of all; an answer goes to each regulation that offers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.errors import USAGE, FiredutyError
from corpus.premises.applicability import NONE_OF_THESE, YES_WORDS, Guide
from corpus.premises.checklist import Checklist
from corpus.premises.data import Option, PlaceQuestion
from corpus.premises.errors import UnknownChoiceError, UnknownUnitError
from corpus.premises.facts import PlaceFact, Premises
from corpus.text.authority import authority
from corpus.text.provision import Regulation


@dataclass(frozen=True, slots=True)
class Places:
    """One place, as each of some guides knows it, in their order."""

    of: tuple[Premises, ...]

    def __bool__(self) -> bool:
        """Whether anything is known to any of them."""
        return any(self.of)

    def joined(self, other: Places) -> Places:
        """Both descriptions together."""
        return Places(tuple(a.joined(b) for a, b in zip(self.of, other.of, strict=True)))

    @property
    def said(self) -> tuple[str, ...]:
        """The words that were recognised, those for kinds of unit first."""
        kinds = [k.said for place in self.of for k in place.kinds]
        facts = [f.said for place in self.of for f in place.facts]
        return tuple(dict.fromkeys((*kinds, *facts)))


@dataclass(frozen=True, slots=True)
class PlaceList:
    """What one regulation asks of a place; ``checklist``: None where it knows nothing of it."""

    guide: Guide
    checklist: Checklist | None


class Guides:
    """Applicability of the duties of several regulations, those in force first."""

    def __init__(self, guides: Iterable[Guide]) -> None:
        self.guides = tuple(sorted(guides, key=lambda g: authority(g.register.regulation)))

    @property
    def regulations(self) -> tuple[Regulation, ...]:
        """Those whose duties are listed."""
        return tuple(guide.register.regulation for guide in self.guides)

    @property
    def nothing(self) -> Places:
        """A place of which nothing is known."""
        return Places((Premises(),) * len(self.guides))

    @cached_property
    def questions(self) -> tuple[PlaceQuestion, ...]:
        """Every question, each once."""
        return merge_questions(q for guide in self.guides for q in guide.data.questions)

    @property
    def units(self) -> tuple[str, ...]:
        """The kinds of unit that any of them knows."""
        return tuple(dict.fromkeys(name for guide in self.guides for name in guide.units))

    def describe(self, text: str) -> Places:
        """The facts that a free description states, with its own words."""
        return Places(tuple(guide.describe(text) for guide in self.guides))

    def choose(self, units: Sequence[str] = (), answers: Iterable[tuple[str, str]] = ()) -> Places:
        """A place from chosen answers, as of ``Guide.choose``; what some of them know is enough.

        Raises:
            UnknownUnitError: a kind of unit that none of them knows.
            UnknownChoiceError: a choice that its question does not offer.
        """
        place = self.nothing
        for word in units:
            place = place.joined(self._chosen_unit(word))
        for id_, choice in answers:
            question = next(q for q in self.questions if q.id == id_)
            place = place.joined(self.answer(question, choice))
        return place

    def _chosen_unit(self, word: str) -> Places:
        found: list[Premises] = []
        unknown: list[UnknownUnitError] = []
        for guide in self.guides:
            try:
                found.append(guide.choose([word]))
            except UnknownUnitError as error:
                unknown.append(error)
                found.append(Premises())
        if len(unknown) == len(found):
            near = dict.fromkeys(name for error in unknown for name in error.near)
            raise UnknownUnitError(word, tuple(near))
        return Places(tuple(found))

    def answer(self, question: PlaceQuestion, choice: str) -> Places:
        """What one choice of a question states, for each that offers it.

        Raises:
            UnknownChoiceError: none of them does.
        """
        names = {option.name for option in question.options}
        several = len(question.choices) > 1
        if several and choice in YES_WORDS and choice not in names:
            raise _unknown(question, choice)  # it does not say which of them
        found: list[Premises] = []
        known = several and choice == NONE_OF_THESE
        for guide in self.guides:
            facts: tuple[PlaceFact, ...] = ()
            if own := _own(guide, question.id, names):
                with suppress(UnknownChoiceError):
                    facts = guide.answer(own, choice)
            known = known or bool(facts)
            found.append(Premises(facts))
        if not known:
            raise _unknown(question, choice)
        return Places(tuple(found))

    def contradictions(self, place: Places) -> tuple[str, ...]:
        """What in a description cannot hold together, one Chinese line each."""
        pairs = zip(self.guides, place.of, strict=True)
        return tuple(
            dict.fromkeys(line for guide, of in pairs for line in guide.contradictions(of))
        )

    def relevant(self, place: Places) -> tuple[PlaceQuestion, ...]:
        """The questions whose answers would still change a list, each once, with what is undecided."""
        pairs = zip(self.guides, place.of, strict=True)
        return merge_questions(question for guide, of in pairs for question in guide.relevant(of))

    def checklists(self, place: Places) -> tuple[PlaceList, ...]:
        """What each of them asks of a place.

        Raises:
            FiredutyError: none knows anything of it, or its description contradicts itself.
        """
        if found := self.contradictions(place):
            raise FiredutyError(f"场所描述自相矛盾：{'；'.join(found)}", exit_code=USAGE)
        if not place:
            self.guides[0].checklist(Premises())  # says so
        return tuple(
            PlaceList(guide, guide.checklist(of) if of else None)
            for guide, of in zip(self.guides, place.of, strict=True)
        )

    def listed(self, place: Places) -> tuple[tuple[Guide, Checklist], ...]:
        """The lists of those that know something of a place, with whose they are.

        Raises:
            FiredutyError: as of ``checklists``.
        """
        found = self.checklists(place)
        return tuple((one.guide, one.checklist) for one in found if one.checklist is not None)


def _own(guide: Guide, id_: str, names: set[str]) -> PlaceQuestion | None:
    """A guide's question with the choices that are offered; None where it has none of them."""
    question = next((q for q in guide.data.questions if q.id == id_), None)
    if question is None:
        return None
    own = replace(question, options=tuple(o for o in question.options if o.name in names))
    return own if own.choices else None


def _unknown(question: PlaceQuestion, choice: str) -> UnknownChoiceError:
    names = [option.name for option in question.choices]
    either = ("是", "否") if len(names) == 1 else (*names, NONE_OF_THESE)
    return UnknownChoiceError(question.id, question.flag, choice, either)


def merge_questions(questions: Iterable[PlaceQuestion]) -> tuple[PlaceQuestion, ...]:
    """Questions of one id as one, in the order in which they are first met."""
    by_id: dict[str, list[PlaceQuestion]] = {}
    for question in questions:
        by_id.setdefault(question.id, []).append(question)
    return tuple(map(_merge, by_id.values()))


def _merge(group: Sequence[PlaceQuestion]) -> PlaceQuestion:
    """One question with the choices of all; a wording is left out where it asks for no more."""
    first, *others = group
    options: dict[str, Option] = {o.name: o for o in first.options}
    texts = [first.text]
    for question in others:
        further = {o.name: o for o in question.options if o.name not in options}
        if further:
            texts.append(question.text)
        options |= further
    kept = [t for t in dict.fromkeys(texts) if not any(_asks_more(o, t) for o in texts)]
    kept.sort(key=lambda t: t.endswith("）"))  # how to answer stands last
    return replace(first, text="".join(kept), options=tuple(options.values()))


def _asks_more(text: str, than: str) -> bool:
    return text != than and than.rstrip("？") in text
