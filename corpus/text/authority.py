"""Authority of documents: which stands above which, and in which order they speak.

《中华人民共和国立法法》(2023) 第九十八条 to 第一百条: 法律 above 行政法规 above 地方性法规 above 规章. A draft stands apart,
whatever it would be.
"""

from __future__ import annotations

from corpus.text.provision import Regulation
from corpus.text.ranks import RANKS
from corpus.text.status import status_words


def rank_order(regulation: Regulation) -> int:
    """Place among ``RANKS``; what is not known comes last."""
    return RANKS.index(regulation.rank) if regulation.rank in RANKS else len(RANKS)


def authority(regulation: Regulation) -> tuple[int, int]:
    """Sort key: what is in force first, what may be next, what is not last; the higher rank first."""
    in_force = status_words(regulation.status).in_force
    return ({True: 0, None: 1, False: 2}[in_force], rank_order(regulation))


def is_above(one: Regulation, other: Regulation) -> bool:
    """Whether a document in force is of a higher rank than another; every law is above a draft."""
    if not status_words(one.status).in_force:
        return False
    if status_words(other.status).in_force is False:
        return True
    return rank_order(one) < rank_order(other)
