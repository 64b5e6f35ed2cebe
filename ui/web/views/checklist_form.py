"""What 我的清单 is told about a place, as read from an address, and the form that asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from corpus.errors import FiredutyError
from corpus.language.examples import Examples, such_as
from corpus.premises.applicability import NONE_OF_THESE
from corpus.premises.data import PlaceQuestion
from corpus.premises.errors import UnknownUnitError
from corpus.premises.facts import Standing
from corpus.premises.several import Guides, Places
from ui.web.templating import part

_LONGEST = 300
_MOST_ANSWERS = 60
_PREFIX = "q."
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """What is said about a place.

    Attributes:
        describe: one free sentence.
        units: kinds of unit.
        answers: pairs of a question's id and a choice.
        document: key of the document; empty for all.
    """

    describe: str = ""
    units: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    document: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything is said."""
        return bool(self.describe or self.units or self.answers)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values of the address."""
        fields = (("in", self.document), ("describe", self.describe))
        said = tuple((name, value) for name, value in fields if value)
        return (
            *said,
            *(("unit", unit) for unit in self.units),
            *((f"{_PREFIX}{id_}", choice) for id_, choice in self.answers),
        )

    def address(self, *more: tuple[str, str]) -> str:
        """``checklist?describe=…``: the address of this query with further answers."""
        query = urlencode([*self.pairs, *((f"{_PREFIX}{id_}", choice) for id_, choice in more)])
        return f"checklist?{query}".rstrip("?")


def read_place_query(given: Iterable[tuple[str, str]]) -> PlaceQuery:
    """A query from the names and values of an address; the rest is left out."""
    describe, document, units, answers = "", "", [], []
    for name, value in given:
        words = " ".join(value.split())[:_LONGEST]
        if not words:
            continue
        if name == "describe":
            describe = words
        elif name == "in":
            document = words
        elif name == "unit":
            units.append(words)
        elif name.startswith(_PREFIX):
            answers.append((name.removeprefix(_PREFIX), words))
    return PlaceQuery(
        describe,
        tuple(dict.fromkeys(units))[:_MOST_ANSWERS],
        tuple(dict.fromkeys(answers))[:_MOST_ANSWERS],
        document,
    )


def place_of(query: PlaceQuery, guides: Guides) -> Places:
    """The place that a query describes.

    Raises:
        FiredutyError: an unknown kind of unit, question or choice.
    """
    questions = {q.id: q for q in guides.questions}
    for id_, choice in query.answers:
        question = questions.get(id_)
        known = {value for value, _ in choices_of(question)} if question else set()
        if choice not in known:
            raise FiredutyError(f"不认识的选项「{choice}」，请重新选")
    for unit in query.units:
        if not _is_known(unit, guides):
            raise FiredutyError(f"不认识的单位类型「{unit}」，请从列表里选，或写在描述里")
    return guides.describe(query.describe).joined(guides.choose(query.units, query.answers))


def _is_known(unit: str, guides: Guides) -> bool:
    try:
        return bool(guides.choose([unit]))
    except UnknownUnitError:
        return False


# --- the form -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One answer of the form; ``said``: the sentence or the kind of unit says it already."""

    value: str
    name: str
    checked: bool
    said: bool


def render_place_form(query: PlaceQuery, guides: Guides, examples: Examples) -> Markup:
    """The form: one sentence, the kind of unit, and folded the single questions."""
    held = _said(query, guides)
    return part(
        "checklist_form",
        "form",
        query,
        such_as(examples.place),
        such_as(examples.unit),
        _unit_names(guides),
        [(q.id, q.text, list(_choices(q, query, held))) for q in guides.questions],
        longest=_LONGEST,
        prefix=_PREFIX,
    )


def _unit_names(guides: Guides) -> list[str]:
    kinds = [o.name for q in guides.questions if q.of_kind for o in q.choices]
    return list(dict.fromkeys([*guides.units, *kinds]))


def _said(query: PlaceQuery, guides: Guides) -> dict[str, Standing]:
    """What is certain of a place by its sentence and its kind alone, by option."""
    units = [unit for unit in query.units if _is_known(unit, guides)]
    place = guides.describe(query.describe).joined(guides.choose(units))
    found: dict[str, Standing] = {}
    for guide, of in zip(guides.guides, place.of, strict=True):
        denied = {fact.option for fact in of.facts if fact.standing is Standing.NO}
        for name, holding in guide.facts.hold(of).items():
            if holding.standing is Standing.YES or name in denied:
                found.setdefault(name, holding.standing)
    return found


def _choices(
    question: PlaceQuestion, query: PlaceQuery, held: dict[str, Standing]
) -> Iterable[ShownChoice]:
    given = {choice for id_, choice in query.answers if id_ == question.id}
    names = [o.name for o in question.choices]
    for value, name in choices_of(question):
        wanted = Standing.NO if value == NO else Standing.YES
        option = names[0] if len(names) == 1 else value
        said = held.get(option) is wanted and value not in given
        yield ShownChoice(value, name, said or value in given, said)


def choices_of(question: PlaceQuestion) -> Sequence[tuple[str, str]]:
    """Values and names of what one may answer."""
    names = [o.name for o in question.choices]
    if len(names) == 1:
        return ((YES, YES), (NO, NO))
    return [*((n, n) for n in names), (NONE_OF_THESE, NONE_OF_THESE)]
