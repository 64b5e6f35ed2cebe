"""Duties that the program reads out of a text by itself: marked as such, and never called complete.

No reviewed data say how such a text calls a body or a matter. Looked for are the words that were asked
and those that reviewed registers beside it have for them; the title says which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.register.lookups import Lookups
from corpus.register.records import Duty, provisions_of
from ui.documents.document import Part
from ui.documents.duty_query import Query
from ui.documents.duty_tables import DutyTables

DERIVED = "程序提取，未经复核，可能有漏有错，请对照原文。"


@dataclass(frozen=True, slots=True)
class DerivedQuery:
    """What is looked for in a text without reviewed data.

    Attributes:
        query: as it was asked.
        actors, matters: words for the body and for the matter.
    """

    query: Query
    actors: tuple[str, ...]
    matters: tuple[str, ...]


def derive_query(query: Query, registers: Sequence[Lookups]) -> DerivedQuery | None:
    """The words for a query; None where such a text cannot be asked so.

    Args:
        query: what is asked.
        registers: reviewed ones, whose words for it are looked for as well.
    """
    if query.compare is not None or query.calendar or query.whole or query.matrix:
        return None
    actors, matters = query.actor.split(), query.matter.split()
    for known in registers:
        if query.actor:
            bodies = known.resolve(query.actor).bodies
            actors += [name for body in bodies for name in (body.name, *body.printed)]
        if query.matter:
            found = known.find_matter(query.matter).matters
            matters += [word for matter in found for word in matter.words]
    return DerivedQuery(query, tuple(dict.fromkeys(actors)), tuple(dict.fromkeys(matters)))


def derived_part(asked: DerivedQuery, lookups: Lookups, date: str) -> Part | None:
    """What the program read in one text; None where it read nothing of the kind.

    Args:
        asked: the words to look for.
        lookups: the register that the program made.
        date: ISO date that the document bears.
    """
    tests = list(_tests(asked, lookups))
    found = [d for d in lookups.register.duties if all(fits(d) for _, fits in tests)]
    if not found:
        return None
    regulation = lookups.register.regulation
    said = "、".join(name for name, _ in tests)
    where = len(provisions_of(tuple(found)))
    title = f"{said}：程序读出 {len(found)} 项职责，见 {where} 处条款"
    document = DutyTables(lookups, date, regulation.key).read_out(title, found)
    return Part(regulation, document, DERIVED)


def tell_words(asked: DerivedQuery, lookups: Lookups) -> str:
    """What was looked for, one Chinese phrase."""
    return "、".join(name for name, _ in _tests(asked, lookups))


def _tests(asked: DerivedQuery, lookups: Lookups) -> Iterator[tuple[str, Callable[[Duty], bool]]]:
    query = asked.query
    text = "".join(leaf.text for leaf in lookups.register.regulation.leaves())
    if query.actor:
        actors = _printed(asked.actors, text)
        yield f"主体写有{_quoted(actors)}", lambda duty: any(w in duty.actor for w in actors)
    if query.matter:
        matters = _printed(asked.matters, text)
        yield f"写有{_quoted(matters)}", lambda duty: any(w in duty.text for w in matters)
    if query.modality:
        yield f"情态为「{query.modality}」", lambda duty: duty.modality == query.modality.strip()
    if query.times:
        timed = {d.key for o in lookups.times(query.times) for d in o.duties}
        yield f"时间为「{query.times}」", lambda duty: duty.key in timed


def _printed(words: Sequence[str], text: str) -> tuple[str, ...]:
    """The words that a text has; the first, which was asked, where it has none."""
    return tuple(w for w in words if w in text) or tuple(words[:1])


def _quoted(words: Sequence[str]) -> str:
    return "".join(f"「{word}」" for word in words)
