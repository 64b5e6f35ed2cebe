"""Statements of the register → the same statements in English.

Nothing of the legal content is translated: names come from the data, numbers from the provisions'
addresses, everything else is quoted in Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.answering.parts import (
    BodyHead,
    ComparedHead,
    ComparedLine,
    DutyLine,
    ExcludedLine,
    MatterHead,
    NamedHead,
    NamedLine,
    ReferenceLine,
    RoleLine,
    SaidWords,
    SharedLine,
)
from assistant.answering.statement import Quote, Statement
from assistant.rendering.english_names import EnglishNames, place, places
from assistant.rendering.text import TextFrame
from corpus.register.records import Role

#: The roles of the register.
ROLE_NAMES: Mapping[Role, str] = {
    "牵头": "leads",
    "负责": "responsible",
    "配合": "cooperates",
    "指导督促": "guides and urges",
    "监督检查": "supervises and inspects",
    "审批": "approves",
    "保障": "provides support",
    "执法": "enforces",
}


def _quote_head(quote: Quote) -> str:
    return f"{place(quote.id)}: {quote.citation}（{quote.path}）"


ENGLISH = TextFrame(
    read_as="(Read as: {})",
    between=" ",
    end="",
    related="The nearest provisions, for reference and not as an answer:",
    put_right=None,
    quote_head=_quote_head,
)


def in_english(statements: Sequence[Statement], names: EnglishNames) -> tuple[Statement, ...]:
    """A set of the register in English; empty where the statements are of none."""
    said: list[Statement] = []
    for are_ways, group in groupby(statements, lambda s: isinstance(s.parts, ReferenceLine)):
        some = tuple(group)
        told = (_ways(some),) if are_ways else (_with_words(s, names) for s in some)
        said += [s for s in told if s]
    return tuple(said)


def _with_words(statement: Statement, names: EnglishNames) -> Statement | None:
    words = _sentence(statement, names)
    return replace(statement, parts=SaidWords(words)) if words else None


def _ways(statements: Sequence[Statement]) -> Statement:
    """The ways of references by which provisions bind a body, as one line."""
    ways = [s.parts for s in statements if isinstance(s.parts, ReferenceLine)]
    sources = tuple(dict.fromkeys(i for way in ways for i in way.through))
    conditions = tuple(dict.fromkeys(way.condition for way in ways if way.condition))
    under = "".join(f"; condition (in Chinese): 「{c}」" for c in conditions)
    words = SaidWords(f"applied by reference through {places(sources)}{under}", conditions)
    return replace(statements[0], parts=words, ids=sources)


def _sentence(statement: Statement, names: EnglishNames) -> str:
    """One statement in English; empty for what has no place there."""
    match statement.parts:
        case MatterHead() as head:
            return _matter(head, names)
        case RoleLine(role, bearers):
            said = " | ".join(f"{names.name(b.actor)}: {places(b.ids)}" for b in bearers)
            return f"{ROLE_NAMES[role]}: {said}"
        case BodyHead() as head:
            return _body(head, names)
        case DutyLine(matters=matters):
            return f"{place(statement.ids[0])}: {'; '.join(map(names.short, matters))}"
        case ExcludedLine():
            return f"does not apply: {places(statement.ids)}"
        case SharedLine():
            articles = dict.fromkeys(i.parent_article() for i in statement.ids)
            return f"shared with bodies of the same kind: {places(articles)}"
        case ComparedHead(counts):
            said = "; ".join(f"{_whose(bodies, names)}: {count}" for bodies, count in counts)
            return f"Compared by provision: {said}."
        case NamedHead(said, count):
            return f"「{said}」 is dealt with in {count} provisions:"
        case NamedLine():
            return place(statement.ids[0])
        case ComparedLine(bodies):
            return f"{_whose(bodies, names)}: {places(statement.ids)}"
        case _:
            return ""


def _matter(head: MatterHead, names: EnglishNames) -> str:
    lead = (
        f"the lead is {names.names(head.leads)}"
        if head.leads
        else "the regulation names no lead department"
    )
    return (
        f"{_capital(names.name(head.matter))}: {head.provisions} provisions deal with this and "
        f"charge {head.actors} bodies or persons; {lead}."
    )


def _body(head: BodyHead, names: EnglishNames) -> str:
    name = _capital(names.name(head.body))
    if not head.provisions:
        return f"{name}: named, but given no duty of its own."
    by = f", {head.by_reference} of which apply by reference" if head.by_reference else ""
    count = f"{head.provisions} provision{'s' if head.provisions > 1 else ''}"
    return f"{name}: duties in {count}{by}:"


def _whose(bodies: tuple[str, ...], names: EnglishNames) -> str:
    return names.name(bodies[0]) if len(bodies) == 1 else "both"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
