"""「灭火器」, 「街道办和居委会的职责有什么不同」, 「使用单位要做什么」: all that a document says of what is named.

Of several names each has its side; the words of its provisions stand beside those of the other. The list is
whole, its beginning answers: what is the name's own, then a prohibition, a duty of others, a penalty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry
from assistant.answering.named_lines import TellingLine, in_series, is_defined, lines_of
from assistant.answering.parts import ComparedHead, ComparedLine, NamedHead
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind
from assistant.understanding.asked_names import AskedName, AskedNames, read_names
from corpus.clauses.naming import NamedPart
from corpus.clauses.records import ClauseEffect
from corpus.register.records import ClauseKey
from corpus.text.provision import ProvisionId

#: Provisions up to which everything on one name is listed: a name in more is what the text is about.
_MOST = 60


_WHAT_IS = re.compile(r"是(?:个)?(?:什么|啥)|什么是|啥是")


def by_name(inquiry: Inquiry) -> Answer | None:
    """All that is said of what a question names; None where it is about more, or the document is silent."""
    asked = inquiry.asked
    if asked.elsewhere or asked.unnamed_body or asked.quantity is not None:
        return None
    names = read_names(inquiry.index, asked.text, asked.expansions)
    if names is None:
        return None
    if names.wanted == "apart":
        return _apart(inquiry, names)
    name = names.names[0]
    if names.wanted == "everything":
        if asked.focus is not None or _WHAT_IS.search(asked.text):
            return None  # 「渡工是什么」 wants the definition; 「居委会呢」 goes on with what was asked before
        return _listed(inquiry, name, lines_of(inquiry.sources, name))
    if name.bodies or inquiry.grounds.whole is not None:
        return None  # the register knows its duties
    return _listed(inquiry, name, _duties(lines_of(inquiry.sources, name), names))


def _duties(lines: Sequence[TellingLine], names: AskedNames) -> tuple[TellingLine, ...]:
    """Its own duties among what is said; of what has none those of who runs it, and of others about it."""
    own = [x for x in lines if x.part is NamedPart.ACTS]
    own = own or [x for x in lines if x.part in (NamedPart.IS_RUN, NamedPart.CONCERNS)]
    forbidden = [x for x in own if x.effect is ClauseEffect.PROHIBITION]
    return tuple(forbidden if names.forbidden and forbidden else own)


def _listed(inquiry: Inquiry, name: AskedName, lines: Sequence[TellingLine]) -> Answer | None:
    if not 0 < sum(len(x.ids) for x in lines) <= _MOST:
        return None
    ordered = _leading_first(list(in_series(inquiry.index, lines)), name)
    printed = () if any(name.said in x.said for x in lines) else name.words[:2]
    ids = tuple(i for x in ordered for i in x.ids)
    head = Statement(StatementKind.CONCLUSION, NamedHead(name.said, len(ids), printed), ids)
    told = [Statement(_kind(x), x.line, x.ids, name.said) for x in ordered]
    ranking = inquiry.grounds.ranking
    return inquiry.give((head, *told), ids, ranking=ranking, complete=True, named=True)


def _kind(line: TellingLine) -> StatementKind:
    return StatementKind.DUTY if line.part <= NamedPart.IS_RUN else StatementKind.ITEM


def _leading_first(lines: Sequence[TellingLine], name: AskedName) -> list[TellingLine]:
    """The same with those in front that answer in few words: what it must do, what is forbidden, a penalty."""
    own = [x for x in lines if x.part <= NamedPart.IS_RUN and not x.common]
    others = [x for x in lines if x.part is NamedPart.CONCERNS]
    forbids = [x for x in others if x.effect is ClauseEffect.PROHIBITION]
    charges = [x for x in others if x not in forbids and not x.common]
    punishes = [x for x in lines if x.part is NamedPart.PUNISHED]
    defined = is_defined(lines, name)
    first = [*own[:2], *forbids[:1], *([] if own else charges[:1]), *punishes[:1]]
    return list(dict.fromkeys([*([defined] if defined else []), *first, *lines]))


def _apart(inquiry: Inquiry, names: AskedNames) -> Answer | None:
    """Each of several names with its own provisions; None where the document has nothing of one of them."""
    sides = [_side(inquiry.sources, name, names) for name in names.names]
    if not all(sides) or sum(map(len, sides)) > 2 * _MOST:
        return None
    labels = [_label(name) for name in names.names]
    if len(set(labels)) < len(labels):
        return None
    alike = _alike(sides)
    alone = [[x for x in side if x.ids not in alike] for side in sides]
    both = [x for x in min(sides, key=_applied) if x.ids in alike]
    split = [*zip(((label,) for label in labels), alone, strict=True), (tuple(labels), both)]
    # What is special comes on top of what is general: then that stands right after it.
    special = [any(x.ids in alike and x.applied for x in side) for side in sides]
    split = sorted(split, key=lambda row: _place(row[0], labels, special))
    counts = tuple(
        (bodies, len({i for x in side for i in x.ids})) for bodies, side in split if side
    )
    rows = [
        (bodies, list(in_series(inquiry.index, _related_first(side, sides))))
        for bodies, side in split
        if side
    ]
    told = [
        Statement(_kind(x), ComparedLine(bodies, x.line), x.ids) for bodies, x in _by_turns(rows)
    ]
    ids = tuple(dict.fromkeys(i for s in told for i in s.ids))
    head = Statement(StatementKind.CONCLUSION, ComparedHead(counts), ids)
    ranking = inquiry.grounds.ranking
    return inquiry.give(
        (head, *told), ids, intent="comparison", ranking=ranking, complete=True, named=True
    )


def _place(bodies: Sequence[str], labels: Sequence[str], special: Sequence[bool]) -> int:
    """Where a side stands: as asked, and what all must do last; the special, what all must do, the general."""
    if len(bodies) > 1:
        return 1 if any(special) else len(labels)
    at = labels.index(bodies[0])
    return at if not any(special) else 0 if special[at] else 2


def _applied(side: Sequence[TellingLine]) -> int:
    """How much of a side binds it only because another provision refers to it."""
    return sum(x.applied for x in side)


def _label(name: AskedName) -> str:
    return name.bodies[0] if len(name.bodies) == 1 else name.said


def _side(sources: Sources, name: AskedName, names: AskedNames) -> list[TellingLine]:
    """What is told of one of several names: what defines it, and its duties, or what is said of it."""
    lines = lines_of(sources, name)
    defined = is_defined(lines, name)
    told = _duties(lines, names)
    if not name.bodies and not names.forbidden:
        told = (*told, *(x for x in lines if x.part is NamedPart.PUNISHED))
    if names.topic:
        return [x for x in told if names.topic in x.said]
    return [*([defined] if defined else []), *told]


def _alike(sides: Sequence[Sequence[TellingLine]]) -> set[tuple[ProvisionId, ...]]:
    """Provisions that bind all sides by one clause."""
    first, *others = [{x.ids: x.keys for x in side} for side in sides]
    none: frozenset[ClauseKey] = frozenset()
    return {i for i, own in first.items() if own.intersection(*(o.get(i, none) for o in others))}


def _related_first(
    side: Sequence[TellingLine], sides: Sequence[Sequence[TellingLine]]
) -> list[TellingLine]:
    """A side's provisions, those first in which the others have a part too: they say how both stand."""
    others = [{i for x in o for i in x.ids} for o in sides if all(x not in o for x in side)]
    return sorted(
        side,
        key=lambda x: (
            x.part is not NamedPart.DEFINED,
            x.part,
            not any(i in o for i in x.ids for o in others),
            x.common,
            x.applied,
        ),
    )


def _by_turns(
    rows: Sequence[tuple[tuple[str, ...], Sequence[TellingLine]]],
) -> list[tuple[tuple[str, ...], TellingLine]]:
    """The first of every side, the second of every side, and so on: the beginning speaks of all."""
    longest = max(len(side) for _, side in rows)
    return [(bodies, side[at]) for at in range(longest) for bodies, side in rows if at < len(side)]
