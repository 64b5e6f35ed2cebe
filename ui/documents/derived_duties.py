"""Duties that the program reads out of a text by itself: marked as such, and never called complete.

No reviewed data say how such a text calls a body or a matter. Looked for are the words that were asked
and those that reviewed registers beside it have for them; the title says which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.language.load import load_corpus
from corpus.register.clauses import BodyNames
from corpus.register.findings import Occasion
from corpus.register.lookups import Lookups
from corpus.register.records import Duty, provisions_of
from corpus.register.registry import register_of
from corpus.text.load import shipped_folders
from ui.documents.document import Document
from ui.documents.duty_tables import DutyTables


@dataclass(frozen=True, slots=True)
class DerivedQuery:
    """What is looked for in a text without reviewed data; empty for what was not asked.

    Attributes:
        actors, matters: words for the body and for the matter.
        modality, times: as asked.
        calendar: whether only what has a time is.
    """

    actors: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    modality: str = ""
    times: str = ""
    calendar: bool = False


@cache
def shipped_registers() -> tuple[Lookups, ...]:
    """The reviewed registers that ship, which know how people call bodies and matters."""
    return tuple(Lookups(register_of(*load_corpus(folder))) for folder in shipped_folders())


def words_for(
    actor: str, matter: str, registers: Sequence[Lookups]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to look for instead of a body and a matter: as asked, and as reviewed registers print it."""
    actors, matters = actor.split(), matter.split()
    for known in registers:
        if actor:
            bodies = known.resolve(actor).bodies
            actors += [name for body in bodies for name in (body.name, *body.printed)]
        if matter:
            found = known.find_matter(matter).matters
            matters += [word for one in found for word in one.words]
    return tuple(dict.fromkeys(actors)), tuple(dict.fromkeys(matters))


def names_in(words: str, lookups: Lookups) -> tuple[str, ...]:
    """The names of a text's bodies that stand in what somebody says, longer ones for shorter."""
    return tuple(dict.fromkeys(BodyNames(lookups.register.bodies).find(words)))


def read_out(asked: DerivedQuery, tables: DutyTables) -> Document | None:
    """What the program read in one text, by time where time is asked; None where nothing."""
    lookups = tables.lookups
    tests = list(_tests(asked, lookups))

    def fits(duty: Duty) -> bool:
        return all(test(duty) for _, test in tests)

    said = "、".join(name for name, _ in tests)
    if asked.times or asked.calendar:
        occasions = lookups.times(asked.times) if asked.times else lookups.calendar()
        kept = [Occasion(o.time, tuple(filter(fits, o.duties))) for o in occasions]
        about = f"{said}的时间要求" if asked.calendar else said
        kept = [o for o in kept if o.duties]
        return tables.calendar(kept, about) if kept else None
    found = tuple(filter(fits, lookups.register.duties))
    if not found:
        return None
    where = len(provisions_of(found))
    return tables.read_out(f"{said}：程序读出 {len(found)} 项职责，见 {where} 处条款", found)


def tell_words(asked: DerivedQuery, lookups: Lookups) -> str:
    """What was looked for, one Chinese phrase."""
    return "、".join(name for name, _ in _tests(asked, lookups))


def _tests(asked: DerivedQuery, lookups: Lookups) -> Iterator[tuple[str, Callable[[Duty], bool]]]:
    text = "".join(leaf.text for leaf in lookups.register.regulation.leaves())
    if asked.actors:
        actors = _printed(asked.actors, text)
        names = {body.name for word in actors for body in lookups.holding(word)}
        yield f"主体写有{_quoted(actors)}", lambda duty: duty.actor in names
    if asked.matters:
        matters = _printed(asked.matters, text)
        yield f"写有{_quoted(matters)}", lambda duty: any(w in duty.text for w in matters)
    if asked.modality:
        yield f"要求为「{asked.modality}」", lambda duty: duty.modality == asked.modality.strip()
    if asked.times:
        yield f"时间为「{asked.times}」", lambda duty: True


def _printed(words: Sequence[str], text: str) -> tuple[str, ...]:
    """The words that a text has; the first, which was asked, where it has none."""
    return tuple(w for w in words if w in text) or tuple(words[:1])


def _quoted(words: Sequence[str]) -> str:
    return "".join(f"「{word}」" for word in words)
