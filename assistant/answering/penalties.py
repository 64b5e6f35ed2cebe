"""Duty → the clause that punishes it: what a question on consequences wants beside or before the duty.

A penalty clause names what it punishes by number (违反本法第十六条规定), and a later 款 the 项 that it adds to
(个人有前款第二项行为的). Both are references, found when the index was built.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.understood import Understood
from corpus.text.provision import Leaf
from index.opened import Index

#: What a clause that punishes prints.
_PUNISHES = re.compile(
    r"罚款|警告|拘留|吊销|没收|停产停业|停止(?:施工|使用|执业)|处分|追究(?:刑事|法律|行政)?责任|治安管理处罚|市场禁入"
)
#: Words that ask what follows, beside those of the intent.
PENALTY_WORDS = re.compile(
    r"罚|后果|会怎|处分|追责|追究|吊销|没收|拘留|坐牢|判刑|抓|怎么处理|咋处理|要紧吗|违法吗|犯法|会不会被查|"
    r"受啥处罚|承担什么|跟着罚|没事了?[吗么]|封(?:店|了|掉)"
)
#: Penalty clauses that are added for one duty.
_MOST = 2


def punishes(leaf: Leaf) -> bool:
    """Whether a clause, with the words that lead in to it, states a penalty."""
    return _PUNISHES.search(leaf.lead_in + leaf.text) is not None


def wants_penalty(asked: Understood) -> bool:
    """Whether a question asks what follows from an act or an omission."""
    quantity = asked.quantity is not None and asked.quantity.name == "处罚的幅度"
    return quantity or asked.intent == "consequence" or asks_penalty(asked.text)


def asks_penalty(question: str) -> bool:
    """The same by its words alone."""
    return PENALTY_WORDS.search(question) is not None


def with_penalties(index: Index, asked: Understood, chosen: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """The chosen provisions with the clauses that punish the first, where consequences are asked for.

    The clause for a duty comes before it, one that adds to a penalty after it.
    """
    if not chosen or not wants_penalty(asked):
        return tuple(chosen)
    first, *others = chosen
    added = [x for x in _punishing(index, first) if x not in chosen][:_MOST]
    known = [x for x in _punishing(index, first) if x in others]
    rest = [x for x in others if x not in known]
    if punishes(first):
        return (first, *known, *added, *rest)
    return (*known, *added, first, *rest)


def _punishing(index: Index, leaf: Leaf) -> list[Leaf]:
    """The clauses that punish what a provision demands, or add to its penalty, in printed order."""
    found: dict[int, Leaf] = {}
    for source, target in index.references.tolist():
        clause = index.leaves[source]
        if leaf.id.lies_in(index.leaves[target].id) and clause.id != leaf.id:
            own = clause.id.parent_article() == leaf.id.parent_article()
            if _PUNISHES.search(clause.text) and (own or not punishes(leaf)):
                found[source] = clause
    return [found[row] for row in sorted(found)]
