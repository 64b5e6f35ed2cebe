"""How sure retrieval is that its best provision is the one that is asked for, and what else it may be.

A fitted rule looks at how far the best provision stands before the others. Where it is not sure, the answer says
so and tells the next ones too: of questions on laws that nothing was fitted on, the best provision answers nine
in ten of those that it is sure of, and fewer than half of the others; one of the best three, five in six.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.answering.calibration import load_calibration
from corpus.text.provision import Leaf
from index.opened import Index
from index.retrieve import Ranking

#: Provisions among which the right one is sought, the best included.
_AMONG = 3
#: Share of the best one's probability from which another may be meant.
_SHARE = 0.35
#: Hits that make up the field that the best one stands out of.
_FIELD = 10


def is_sure(ranking: Ranking, *, banked: bool) -> bool:
    """Whether the best provision may be told as the answer.

    Args:
        ranking: at least one hit.
        banked: whether the text has a question bank.
    """
    rule = load_calibration().certainty
    return rule.probability(certainty_features(ranking, banked=banked)) >= rule.threshold


def certainty_features(ranking: Ranking, *, banked: bool) -> dict[str, float]:
    """What the rule weighs; Args as of ``is_sure``."""
    hits = ranking.hits
    sums = np.array([hit.channels["ranker"] for hit in hits])
    dense = np.array([hit.channels["dense"] for hit in hits])
    article = hits[0].id.parent_article()
    others = [hit.channels["ranker"] for hit in hits if hit.id.parent_article() != article]
    return {
        "ranker": float(sums[0]),
        "mass": float(np.logaddexp.reduce(sums)),
        "lead": float(sums[0]) - (others[0] if others else float(sums.min())),
        "gap": hits[0].score - (hits[1].score if len(hits) > 1 else 0.0),
        "score": hits[0].score,
        "dense": float(dense.max()),
        "dense_first": float(dense[0] - dense.max()),
        "field": float(dense[:_FIELD].mean()),
        "banked": float(banked),
    }


def alternatives(index: Index, ranking: Ranking, chosen: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """Further provisions that may be meant as well as those chosen, where it is not sure.

    Args:
        index: of the document.
        ranking: what was found.
        chosen: the provisions that would be cited, best first.
    """
    least = _SHARE * ranking.hits[0].score
    likely = (index.leaf(hit.id) for hit in ranking.hits[:_AMONG] if hit.score >= least)
    further = [leaf for leaf in likely if leaf not in chosen]
    return tuple(further[: max(_AMONG - len(chosen), 0)])
