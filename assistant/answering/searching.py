"""A query → the provisions that it names, or those that retrieval finds: for ``search`` everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.rendering.addresses import why_not
from assistant.understanding.question import clean
from assistant.understanding.understood import Understood, understand
from corpus.language.examples import Examples, for_example
from corpus.language.places import without_own_districts
from index.opened import Index
from index.retrieve import Hit, Mode, rank

#: The name by which a provision that was addressed says why it is there.
ADDRESSED = "citation"


@dataclass(frozen=True, slots=True)
class Found:
    """What a query finds.

    Attributes:
        asked: the query as it was understood.
        hits: the provisions, best first; those that the query names come before all others.
        told: Chinese sentences on addresses that lead to nothing here.
    """

    asked: Understood
    hits: tuple[Hit, ...]
    told: tuple[str, ...] = ()


def search(index: Index, query: str, k: int, examples: Examples, *, mode: Mode = "hybrid") -> Found:
    """The provisions for a query.

    An address is looked up; beyond it retrieval is asked only for the words that are not address.

    Raises:
        FiredutyError: the query is empty or too long.
    """
    query = clean(query, for_example(examples.greeting[:1]))
    asked = understand(index, without_own_districts(query, index.regulation.title))
    named = asked.cites
    if named is None:
        return Found(asked, tuple(rank(index, asked.text, k, mode=mode).hits))
    told = tuple(why_not(a, index.regulation) for a in named.unanswered)
    first = tuple(Hit(leaf.id, 1.0, {ADDRESSED: 1.0}) for leaf in named.leaves)
    if not named.rest or (named.unanswered and not first):
        return Found(asked, first[:k], told)
    ids = {hit.id for hit in first}
    others = (h for h in rank(index, asked.text, k, mode=mode).hits if h.id not in ids)
    return Found(asked, (*first, *others)[:k], told)
