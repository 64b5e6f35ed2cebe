"""How the words of a look-up are read: as names that stand in them, or by what they mean; always told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.understanding.named import ASKING
from corpus.register.lookups import Lookups
from corpus.text.provision import ProvisionId
from ui.documents.derived_duties import words_for
from ui.documents.document import Document
from ui.documents.duty_query import Query, answer
from ui.documents.duty_tables import DutyTables

#: Characters of a name that is looked for inside other words, and of words that are more than a name.
_NAME, _PHRASE = 2, 5


@dataclass(frozen=True, slots=True)
class Meant:
    """Where free words lead by their meaning.

    Attributes:
        provisions: best first; of several documents they name theirs.
        answers: whether they state what is asked; else they only come nearest.
    """

    provisions: tuple[ProvisionId, ...] = ()
    answers: bool = True


#: Looks free words up by their meaning; asked only where no name is found.
Search = Callable[[str], Meant]


@dataclass(frozen=True, slots=True)
class NamesWithin:
    """Names that stand in free words, from left to right, as they are typed there.

    Attributes:
        bodies, matters: the names.
        left: what else is said, without words that only ask.
    """

    bodies: tuple[str, ...]
    matters: tuple[str, ...]
    left: str


def read_words(query: Query, registers: Sequence[Lookups], search: Search) -> Query:
    """The query with words that are no name of a body or matter read as what they mean.

    What no register knows as a body and some know or print as a matter is looked up as that, and the
    other way round. Of what none knows the names in it are looked up, else what retrieval finds; the
    query stays where there is neither.

    Args:
        query: as typed.
        registers: of the documents that are asked.
        search: looks free words up.
    """
    actor, matter = query.actor, query.matter
    if query.compare is not None or not (actor or matter):
        return query
    is_body = bool(actor) and any(_is_body(known, actor, registers) for known in registers)
    is_matter = bool(matter) and any(_is_matter(known, matter) for known in registers)
    if (is_body or not actor) and (is_matter or not matter):
        return query
    if actor and not matter and any(_is_matter(known, actor) for known in registers):
        return replace(query, actor="", matter=actor, read_as=f"「{actor}」按事项查")
    if matter and not actor and any(_is_body(known, matter, registers) for known in registers):
        return replace(query, actor=matter, matter="", read_as=f"「{matter}」按主体查")
    return _read_free(query, registers, search)


def answer_read(query: Query, tables: DutyTables, search: Search) -> Document:
    """The document of one register that a checked query asks for, with how its words were read.

    Raises:
        FiredutyError: as of ``answer``.
    """
    read = read_words(query, (tables.lookups,), search)
    found = answer(read, tables)
    if not read.read_as:
        return found
    return replace(found, summary=(f"{read.read_as}。", *found.summary))


def find_names(words: str, registers: Iterable[Lookups]) -> NamesWithin:
    """The names in free words; where two overlap the later one, which is what the words are about."""
    text = "".join(words.split())
    bodies = {name for known in registers for body in known.register.bodies for name in body.names}
    matters = {name for known in registers for name in _matter_names(known)}
    found: list[str] = []
    rest, end = "", len(text)
    while end:
        starts = range(max(0, end - max(map(len, bodies | matters), default=0)), end - _NAME + 1)
        name = next((text[at:end] for at in starts if text[at:end] in bodies | matters), "")
        rest = rest if name else text[end - 1] + rest
        end -= len(name) or 1
        found += [name] if name else []
    found.reverse()
    named = tuple(name for name in found if name in bodies)
    about = tuple(name for name in found if name in matters and name not in named)
    return NamesWithin(named, about, ASKING.sub("", rest))


def _read_free(query: Query, registers: Sequence[Lookups], search: Search) -> Query:
    words = " ".join(filter(None, (query.actor, query.matter)))
    names = find_names(words, registers)
    if len(words) < _PHRASE and len(names.left) == 1 and _has_nearest(words, registers):
        return query  # a slip in a name: what it may be is offered
    if (named := _of_names(query, names, registers)) is not None:
        return replace(named, read_as=f"「{words}」{_tell(named)}")
    if query.calendar or query.modality or query.times:
        return query
    meant = search(words)
    stated = meant.answers and not query.actor
    if not meant.provisions or not (stated or names.bodies or names.matters):
        return query  # what comes nearest to a body that nothing knows is not about it
    how = "按意思查" if meant.answers else "没有直接写到，意思最接近的"
    return Query(matter=words, found=meant.provisions, read_as=f"「{words}」{how}")


def _of_names(query: Query, names: NamesWithin, registers: Sequence[Lookups]) -> Query | None:
    """The query of the body and of the last matter, where somebody has such duties.

    What stands last is what the words are about: 小区消防通道 is a 消防通道.
    """
    actor = names.bodies[0] if len(names.bodies) == 1 else ""
    if names.matters:
        named = replace(query, actor=actor, matter=names.matters[-1])
        both = not actor or any(_has_duties(known, named) for known in registers)
        return named if both else None
    alone = actor and not names.matters and not names.left
    return replace(query, actor=actor, matter="") if alone else None


def _tell(named: Query) -> str:
    said = (("主体", named.actor), ("事项", named.matter))
    return f"按{'、'.join(f'{kind}「{name}」' for kind, name in said if name)}查"


def _has_duties(known: Lookups, named: Query) -> bool:
    about = known.find_matter(named.matter).matters
    keys = {duty.key for matter in about for duty in known.matter(matter).duties}
    found = map(known.actor, known.resolve(named.actor).bodies)
    borne = (d for f in found for d in (*f.borne, *(d for c in f.common for d in c.duties)))
    return any(duty.key in keys for duty in borne)


def _has_nearest(words: str, registers: Sequence[Lookups]) -> bool:
    return any(k.resolve(words).nearest or k.find_matter(words).nearest for k in registers)


def _is_body(known: Lookups, words: str, beside: Sequence[Lookups]) -> bool:
    """Whether words name a body of a register, or one of which it says that the text names it not."""
    match = known.resolve(words)
    if match.bodies or match.unnamed is not None:
        return True
    if known.register.reviewed:
        return False
    return any(known.holding(word) for word in words_for(words, "", beside)[0])


def _is_matter(known: Lookups, words: str) -> bool:
    """Whether words name a matter of a register, or stand in its text."""
    return bool(known.find_matter(words).matters)


def _matter_names(known: Lookups) -> Iterator[str]:
    for matter in known.register.matters:
        yield from (matter.name, *matter.lay)
