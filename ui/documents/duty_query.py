"""What ``fireduty duties`` is asked for, and the document that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.errors import USAGE, FiredutyError
from corpus.language.data import Body
from corpus.register.actors import ActorMatch
from corpus.register.findings import MatterMatch
from corpus.register.lookups import Lookups
from corpus.register.records import MODALITIES, Modality
from corpus.text.provision import ProvisionId
from ui.documents.derived_duties import (
    DerivedQuery,
    read_out,
    shipped_registers,
    tell_words,
    words_for,
)
from ui.documents.document import Document
from ui.documents.duty_cells import Borne, Selected, borne_by, own
from ui.documents.duty_tables import DutyTables


@dataclass(frozen=True, slots=True)
class Query:
    """The options of the command. Empty ones were not given.

    Attributes:
        actor, matter, modality, times: what duties must have, all of them together.
        compare: two bodies.
        calendar, whole, matrix: every timed duty, every duty, every pair of actor and matter.
        found: the provisions that free words lead to by their meaning, best first.
        read_as: Chinese, how words were read that are no name as typed; empty where they are.
    """

    actor: str = ""
    matter: str = ""
    modality: str = ""
    times: str = ""
    compare: tuple[str, str] | None = None
    calendar: bool = False
    whole: bool = False
    matrix: bool = False
    found: tuple[ProvisionId, ...] = ()
    read_as: str = ""


#: Characters of a matter's name by which longer words that end in it are read.
_ENDING = 3


class NotNamedError(FiredutyError):
    """A name that means nothing in a regulation, or several things where one is needed.

    Attributes:
        asked: the name.
        statement: what is wrong, about this regulation.
        nearest: names that look alike.
    """

    def __init__(
        self, message: str, asked: str, statement: str, nearest: Sequence[str] = ()
    ) -> None:
        super().__init__(message, exit_code=USAGE)
        self.asked, self.statement, self.nearest = asked, statement, tuple(nearest)


def check(query: Query, *, graph: bool = False) -> None:
    """Refuse options that do not go together, or none.

    Raises:
        FiredutyError: as said.
    """
    filters = (query.matter, query.modality, query.times, *((query.actor,) * (not query.calendar)))
    views = (query.compare is not None, query.calendar, query.whole, query.matrix, graph)
    if sum(views) > 1 or (any(views) and any(filters)):
        raise FiredutyError(
            "--compare、--calendar、--matrix、--graph、--all 一次只能用一个，"
            "也不能加别的条件（--calendar 可以加 --actor）",
            exit_code=USAGE,
        )
    if not any(views) and not any(filters):
        raise FiredutyError(
            "请说要查什么：--actor 主体、--matter 事项、--modality 不得、--times 每年、"
            "--compare 甲 乙、--calendar、--matrix、--graph 或 --all",
            exit_code=USAGE,
        )


def answer(query: Query, tables: DutyTables, beside: Sequence[Lookups] = ()) -> Document:
    """The document that a checked query asks for.

    Args:
        query: what is asked.
        tables: over the register.
        beside: reviewed registers of other texts, whose names are looked for in a text without
            one; those that ship where there are none.

    Raises:
        FiredutyError: a name is unknown, or means several where one is needed.
    """
    if query.compare is not None:
        a, b = (_one(tables.lookups.resolve(name)) for name in query.compare)
        return tables.compare(a, b)
    if query.calendar and not query.actor:
        return tables.calendar(tables.lookups.calendar(), "时间要求")
    if query.whole:
        return tables.whole()
    if query.matrix:
        return tables.matrix()
    if query.found:
        return _by_meaning(query, tables)
    if not tables.lookups.register.reviewed:
        return _read_out(query, tables, beside)
    return _filtered(query, tables)


def _by_meaning(query: Query, tables: DutyTables) -> Document:
    """What stands in the provisions of one document that free words lead to."""
    regulation, words = tables.lookups.register.regulation, query.actor or query.matter
    here = [i for i in query.found if i.document in ("", regulation.key)]
    if not here:
        said = f"{regulation.own_name}没有写到「{words}」"
        raise NotNamedError(said, words, said)
    return tables.by_meaning([replace(i, document="") for i in here])


def _read_out(query: Query, tables: DutyTables, beside: Sequence[Lookups]) -> Document:
    """What the program read of a text without reviewed data; all that fits, by whatever name."""
    if query.modality:
        _modality(query.modality)
    actors, matters = words_for(query.actor, query.matter, beside or shipped_registers())
    asked = DerivedQuery(actors, matters, query.modality, query.times, query.calendar)
    if (found := read_out(asked, tables)) is not None:
        return found
    lookups = tables.lookups
    near = lookups.resolve(query.actor).nearest if query.actor else ()
    said = f"的职责还没有人逐条核对，程序没有读出{tell_words(asked, lookups)}的职责；可以在问答里问"
    way = f"；名称相近的有：{'、'.join(near)}" if near else ""
    title = lookups.register.regulation.title
    raise NotNamedError(f"《{title}》{said}{way}", query.actor or query.matter, said, near)


def _filtered(query: Query, tables: DutyTables) -> Document:
    match = _actor(query.actor, tables.lookups) if query.actor else None
    about = _matter(query.matter, tables.lookups) if query.matter else None
    only = (match is not None) + (about is not None) + bool(query.modality) + bool(query.times)
    if match is not None and match.printed and not match.bodies:
        return tables.mentioned(match)
    if only == 1 and about is not None:
        return tables.matters(about)
    if only == 1 and query.times:
        return tables.calendar(tables.lookups.times(query.times), f"「{query.times}」")
    if only == 1 and match is not None and not (query.calendar and match.unnamed):
        if not query.calendar:
            return tables.unnamed(match) if match.unnamed else tables.actors(match)
        if len(match.bodies) == 1:
            return tables.calendar_of(match.bodies[0])
    return _selected(query, match, about, tables)


def _selected(
    query: Query, match: ActorMatch | None, about: MatterMatch | None, tables: DutyTables
) -> Document:
    """The duties that meet every filter, for each body that the actor's name means."""
    lookups = tables.lookups
    sets: list[set[tuple[object, ...]]] = []
    if about is not None:
        sets.append({d.key for m in about.matters for d in lookups.matter(m).duties})
    if query.times:
        sets.append({d.key for o in lookups.times(query.times) for d in o.duties})
    if query.calendar:
        sets.append({d.key for o in lookups.calendar() for d in o.duties})
    modality = _modality(query.modality) if query.modality else None

    def fits(borne: Borne) -> bool:
        duty = borne.duty
        return modality in (None, duty.modality) and all(duty.key in s for s in sets)

    chosen = [
        Selected(b.name, tuple(filter(fits, b.borne)), tuple(filter(fits, b.common)))
        for b in _bearers(match, lookups)
    ]
    words = [m.name for m in about.matters] if about else []
    words += [w for w in (query.modality, query.times) if w]
    words += ["时间要求"] if query.calendar else []
    notes = [x.statement for x in (match, about) if x is not None and x.statement]
    return tables.selection(chosen, "、".join(words), notes)


def _bearers(match: ActorMatch | None, lookups: Lookups) -> list[Selected]:
    if match is None:
        return [Selected("", tuple(own(lookups.register.duties)))]
    if match.unnamed is not None:
        unnamed = lookups.unnamed(match.unnamed)
        return [Selected(match.asked, (), tuple(own((*unnamed.duties, *unnamed.also))))]
    return [
        Selected(
            found.body.name,
            tuple(borne_by(found)),
            tuple(b for c in found.common for b in own(c.duties)),
        )
        for found in map(lookups.actor, match.bodies)
    ]


def _actor(name: str, lookups: Lookups) -> ActorMatch:
    match = lookups.resolve(name)
    if match.bodies or match.unnamed or match.printed:
        return match
    raise _not_named(match)


def _matter(words: str, lookups: Lookups) -> MatterMatch:
    match = lookups.find_matter(words)
    if match.matters:
        return match
    if not (name := _ending(match.asked, lookups)):
        raise _not_named(match)
    found = lookups.find_matter(name)
    said = f"{lookups.register.regulation.own_name}没有写「{match.asked}」，按「{name}」查"
    several = f"；{found.statement}" if found.statement else ""
    return replace(found, statement=f"{said}{several}")


def _ending(words: str, lookups: Lookups) -> str:
    """The longest name of a matter that words end in, which is what they are about: 住宅|专项维修资金."""
    names = (name for m in lookups.register.matters for name in (m.name, *m.lay, *m.words))
    fit = (name for name in names if words.endswith(name) and len(name) >= _ENDING)
    return max(fit, key=len, default="")


def _one(match: ActorMatch) -> Body:
    if len(match.bodies) == 1:
        return match.bodies[0]
    if match.bodies:
        names = "、".join(b.name for b in match.bodies)
        said = f"「{match.asked}」可以指{names}，请写明是哪一个"
        raise NotNamedError(f"无法比较：{said}", match.asked, said)
    raise _not_named(match, "无法比较：")


def _modality(words: str) -> Modality:
    for modality in MODALITIES:
        if words.strip() == modality:
            return modality
    raise FiredutyError(
        f"没有「{words}」这种要求，可以用：{'、'.join(MODALITIES)}", exit_code=USAGE
    )


def _not_named(match: ActorMatch | MatterMatch, opening: str = "") -> NotNamedError:
    near = "、".join(match.nearest)
    way = f"；名称相近的有：{near}" if near else "，请换一个名称"
    said = f"{opening}{match.statement}{way}"
    return NotNamedError(said, match.asked, match.statement, match.nearest)
