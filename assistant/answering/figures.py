"""Whether a figure that is asked for (so many days, so much money) is stated anywhere near a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.answering.penalties import punishing
from assistant.understanding.assertion import find_assertion
from corpus.language.quantity import ANY_FIGURE, TERM, Quantity, asked_quantity, states
from corpus.text.provision import Leaf
from index.opened import Index
from index.retrieve import Hit

#: Whether something is so or allowed is asked, whatever else is counted in it.
_YES_OR_NO = re.compile(
    r"(?:行|成|中|可以|能|对)不(?:行|成)?[？?。]*$|真的假的|能不能|可不可以|行不行|[吗么][？?。]*$"
)
#: Something else is asked beside the figure.
_ASKS_MORE = re.compile(
    r"谁|哪(?!怕)|找(?:什么|啥)|什么(?!时候|时间)|啥(?!时候|时间)|怎么|咋|如何|要不要|能不能|[吗么]"
)
#: Probability of a hit from which it is near, and share of the best one's.
_LIKELY, _SHARE = 0.5, 0.7


def figure_asked(question: str) -> Quantity | None:
    """The kind of figure that a question asks for; None for none, and where yes or no is asked."""
    if find_assertion(question) is not None or _YES_OR_NO.search(question):
        return None
    kinds = (q for q in (TERM, ANY_FIGURE) if q.asked.search(question))
    term, *_ = (*kinds, None)
    return TERM if term is TERM else asked_quantity(question) or term


def only_figure_asked(question: str) -> Quantity | None:
    """The same where nothing else is asked: 「几个人同住，去哪儿登记」 asks for no number."""
    return None if _ASKS_MORE.search(question) else figure_asked(question)


def is_stated(quantity: Quantity, index: Index, leaves: Iterable[Leaf]) -> bool:
    """Whether some provisions state a figure of a kind, lead-ins and what they are tied to included."""
    return any(states(quantity, words) for leaf in leaves for words in words_around(index, leaf))


def words_around(index: Index, leaf: Leaf) -> Iterator[str]:
    """The words of a provision with its lead-in, then those it refers to and those that punish it."""
    row = index.rows[str(leaf.id)]
    yield leaf.lead_in + leaf.text
    for source, target in index.references.tolist():
        if source == row:
            yield index.leaves[target].lead_in + index.leaves[target].text
    for clause in punishing(index, leaf):
        yield clause.lead_in + clause.text


def least_near(best: float) -> float:
    """Probability from which a provision is near, beside the best one's."""
    return max(min(_LIKELY, best), _SHARE * best)


def near(index: Index, hits: Iterable[Hit]) -> list[Leaf]:
    """The provisions that may well be the ones asked for."""
    found = list(hits)
    least = least_near(found[0].score if found else 0.0)
    return [index.leaf(hit.id) for hit in found if hit.score >= least]
