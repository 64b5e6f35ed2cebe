"""What ``fireduty duties`` finds in several regulations: the lines of each that knows what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.rendering.lacking import lacking
from corpus.register.lookups import Lookups
from corpus.text.authority import authority
from corpus.text.provision import Regulation
from ui.documents.document import Document, Part
from ui.documents.duty_query import NotNamedError, Query, answer
from ui.documents.duty_reading import Search, read_words
from ui.documents.duty_tables import DutyTables
from ui.documents.several import join_parts

_NOTHING = "{count} 部文件都没有写这样的职责"


def answer_across(
    query: Query,
    registers: Sequence[Lookups],
    without: Iterable[Regulation],
    date: str,
    *,
    derived: Sequence[Lookups] = (),
    search: Search | None = None,
) -> Document:
    """The document that a checked query asks for, a part for each regulation that has an answer.

    A name that only some of them know is answered from those; the others are told of in a line.

    Args:
        query: what is asked.
        registers: of the regulations that have a reviewed one.
        without: those that have none at all.
        date: ISO date that the document bears.
        derived: of the regulations of which the program made one by itself.
        search: answers words that are no names; None where there are names only.

    Raises:
        FiredutyError: none knows the name.
    """
    if search is not None:
        query = read_words(query, (*registers, *derived), search)
    parts: list[Part] = []
    silent = [(r, f"{lacking('register')}。") for r in without]
    unknown: list[tuple[Regulation, NotNamedError]] = []
    for lookups in sorted(registers, key=lambda known: authority(known.register.regulation)):
        regulation = lookups.register.regulation
        try:
            found = answer(query, DutyTables(lookups, date, regulation.key))
        except NotNamedError as error:
            unknown.append((regulation, error))
            continue
        if found.sections:
            parts.append(Part(regulation, found))
        else:
            silent.append((regulation, f"{found.title}。"))
    for lookups in derived:
        regulation = lookups.register.regulation
        try:
            found = answer(query, DutyTables(lookups, date, regulation.key), registers)
        except NotNamedError as error:
            silent.append((regulation, f"{error.statement}。"))
        else:
            parts.append(Part(regulation, found, reviewed=False))
    if not parts and registers and len(unknown) == len(registers):
        raise _known_nowhere(unknown)
    silent += [(regulation, _tell(error)) for regulation, error in unknown]
    asked = tell_query(query)
    count = len(parts) + len(silent)
    joined = join_parts(asked, parts, silent, date, nothing=_NOTHING.format(count=count))
    return replace(joined, name=asked.replace("「", "").replace("」", ""))


def tell_query(query: Query) -> str:
    """What is asked, for a title: 「物业」「消防车通道」."""
    if query.compare is not None:
        return "与".join(query.compare)
    if query.whole:
        return "全部职责"
    if query.matrix:
        return "主体与事项对照"
    if query.read_as:
        return query.read_as
    words = (query.actor, query.matter, query.modality, query.times)
    said = "".join(f"「{w.strip()}」" for w in words if w)
    if query.calendar:
        return f"{said}的时间要求" if said else "时间要求"
    return said


def _tell(error: NotNamedError) -> str:
    near = f"；名称相近的有：{'、'.join(error.nearest)}" if error.nearest else ""
    return f"{error.statement}{near}。"


def _known_nowhere(unknown: Sequence[tuple[Regulation, NotNamedError]]) -> NotNamedError:
    """That no regulation knows a name, with the names of all of them that look alike."""
    first = unknown[0][1]
    nearest = tuple(dict.fromkeys(name for _, error in unknown for name in error.nearest))
    if len({error.statement.partition("「")[2] for _, error in unknown}) > 1:
        said = "；".join(f"{r.key}：{error.statement}" for r, error in unknown)
    else:
        said = f"{'、'.join(r.key for r, _ in unknown)}都未提及「{first.asked}」"
    way = f"；名称相近的有：{'、'.join(nearest)}" if nearest else "，请换一个名称"
    return NotNamedError(f"{said}{way}", first.asked, said, nearest)
