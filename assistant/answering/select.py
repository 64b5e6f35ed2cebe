"""Ranking → the provisions that an answer cites: as few as are complete.

A fitted rule looks at each candidate beside the best one. Neighbours of a hit gain nothing by
being near; questions that ask for a set (谁, 哪些, 都, 各自) may take many.
"""

from __future__ import annotations

import re

from assistant.answering.answer import Intent
from assistant.answering.calibration import load_calibration
from assistant.understanding.named import Known, known
from corpus.text.provision import Leaf
from index.opened import Index
from index.retrieve import Hit, Ranking

_MOST = 20
_PLURAL = re.compile(
    r"都|全|哪些|哪几|各|分别|一共|所有|到底|几处|几个|几条|几项|和|跟|与|、|两|三|还有|以及|清单|列|梳理|分工|汇总|谁.*谁"
)
_LIABILITY = re.compile(r"追究|问责|移送|依法予以处理|承担责任|终身责任")
_SET_INTENTS = ("list", "responsible", "comparison", "duty")


def select(index: Index, question: str, intent: Intent, ranking: Ranking) -> tuple[Leaf, ...]:
    """The best leaf and every other one that the rule takes, best first."""
    if not ranking.hits:
        return ()
    rule = load_calibration().cite
    best = ranking.hits[0]
    top = index.leaf(best.id)
    tied = known(index, question, ranking.expansions)
    chosen = [top]
    for place, hit in enumerate(ranking.hits[1:_MOST], 2):
        leaf = index.leaf(hit.id)
        features = citation_features(question, intent, hit, place, best, leaf, top, tied)
        if rule.probability(features) >= rule.threshold:
            chosen.append(leaf)
    return _with_consequence(index, ranking, chosen) if intent == "consequence" else tuple(chosen)


def _with_consequence(index: Index, ranking: Ranking, chosen: list[Leaf]) -> tuple[Leaf, ...]:
    """「不管会怎么样」 is answered by a provision on liability: the best one, if none is chosen."""
    if any(_LIABILITY.search(leaf.text) for leaf in chosen):
        return tuple(chosen)
    found = (index.leaf(hit.id) for hit in ranking.hits)
    first = next((leaf for leaf in found if _LIABILITY.search(leaf.text)), None)
    return (first, *chosen) if first is not None else tuple(chosen)


def citation_features(
    question: str,
    intent: Intent,
    hit: Hit,
    place: int,
    best: Hit,
    leaf: Leaf,
    top: Leaf,
    tied: Known,
) -> dict[str, float]:
    """What speaks for citing a candidate beside the best hit."""
    address = str(leaf.id)
    matter, actor = float(address in tied.matter), float(address in tied.actor)
    both = float(address in tied.both)
    share = hit.score / best.score
    plural = float(_PLURAL.search(question) is not None)
    wide = float(intent in _SET_INTENTS)
    channels = hit.channels
    same = float(leaf.id.parent_article() == top.id.parent_article())
    return {
        "share": share,
        "score": hit.score,
        "place": 1 / place,
        "bank": channels["bank.char"] / max(best.channels["bank.char"], 1e-6),
        "text": channels["text.char"] / max(best.channels["text.char"], 1e-6),
        "dense": channels["dense.bank"] / max(best.channels["dense.bank"], 1e-6),
        "phrase": channels["phrase"],
        "serves": channels["serves.thesaurus"],
        "body": channels["serves.body"],
        "lead_in": float(leaf.is_lead_in),
        "below_top": same * float(top.is_lead_in and bool(leaf.id.item)),
        "same_article": same,
        "plural": plural,
        "wide": wide,
        "plural_share": plural * share,
        "wide_share": wide * share,
        "plural_wide_share": plural * wide * share,
        "plural_phrase": plural * channels["phrase"],
        "plural_serves": plural * channels["serves.thesaurus"],
        "plural_body": plural * channels["serves.body"],
        "wide_phrase": wide * channels["phrase"],
        "wide_body": wide * channels["serves.body"],
        "in_matter": matter,
        "of_actor": actor,
        "of_actor_in_matter": both,
        "plural_matter": plural * matter,
        "wide_matter": wide * matter,
        "plural_actor": plural * actor,
        "plural_both": plural * both,
        "few_in_matter": matter / max(len(tied.matter), 1),
    }
