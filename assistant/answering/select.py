"""Ranking → the provisions that an answer cites: as few as are complete.

A fitted rule looks at each candidate beside the best one. Neighbours of a hit gain nothing by
being near; questions that ask for a set (谁, 哪些, 都, 各自) may take many.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.answering.calibration import load_calibration
from assistant.understanding.named import Known, find_known
from assistant.understanding.understood import Understood
from corpus.text.provision import Leaf
from index.opened import Index
from index.retrieve import Hit, Ranking
from index.tokens import fold

_MOST = 20
_LIABILITY = re.compile(r"追究|问责|移送|依法予以处理|承担责任|终身责任")
#: Share of the best hit's probability from which a provision on liability goes before it.
_PLAUSIBLE = 0.45
#: What stands before a body that there is none of.
_THERE_IS_NONE = re.compile(r"(?:没有|没请|没聘|没|无|未请|未聘请?)(?:人|任何|自己的)?$")
#: Provisions of one series among those chosen from which all of it is meant.
_OF_SERIES = 2
#: Of a fragment, in a text without a question bank: share of the best hit's probability from which a
#: provision is about as likely meant, and provisions up to which such are cited.
_AS_LIKELY, _OF_FRAGMENT = 0.35, 3
_SET_INTENTS = ("list", "responsible", "comparison", "duty")


@dataclass(frozen=True, slots=True)
class CitationCandidate:
    """A provision that an answer may cite.

    Attributes:
        hit: as retrieval found it.
        leaf: the provision.
        place: from 1, among the hits.
    """

    hit: Hit
    leaf: Leaf
    place: int


def list_candidates(index: Index, ranking: Ranking) -> tuple[CitationCandidate, ...]:
    """The best hits as candidates, best first."""
    hits = enumerate(ranking.hits[:_MOST], 1)
    return tuple(CitationCandidate(hit, index.leaf(hit.id), place) for place, hit in hits)


def select(index: Index, asked: Understood, ranking: Ranking) -> tuple[Leaf, ...]:
    """The best leaf and every other one that the rule takes, best first."""
    if not ranking.hits:
        return ()
    rule = load_calibration().cite
    absent = _of_absent(asked)
    candidates = list_candidates(index, ranking)
    best, *others = [c for c in candidates if str(c.leaf.id) not in absent] or candidates
    tied = find_known(index, asked.subjects)
    taken = (
        one.leaf
        for one in others
        if rule.probability(citation_features(asked, one, best, tied)) >= rule.threshold
    )
    chosen = _with_as_likely(index, asked, (best.leaf, *taken), [best, *others])
    chosen = _with_series(index, asked, chosen)
    if asked.intent == "consequence" and not any(_LIABILITY.search(c.text) for c in chosen):
        return (*_plausible_liability(best, others), *chosen)
    return chosen


def _with_as_likely(
    index: Index,
    asked: Understood,
    chosen: tuple[Leaf, ...],
    candidates: Sequence[CitationCandidate],
) -> tuple[Leaf, ...]:
    """Those chosen and, of a fragment, up to a few that are about as likely meant.

    How a fragment is read is never sure; where no question bank knows better, the reader judges.
    """
    if asked.focus is None or index.language.bank:
        return chosen
    least = _AS_LIKELY * candidates[0].hit.score
    likely = [c.leaf for c in candidates[:_OF_FRAGMENT] if c.hit.score >= least]
    more = [leaf for leaf in likely if leaf not in chosen]
    return (*chosen, *more[: max(_OF_FRAGMENT - len(chosen), 0)])


def _of_absent(asked: Understood) -> set[str]:
    """Short ids of what binds only a body that there is none of: 「小区没有物业」."""
    bodies = [e for e in asked.expansions if e.source == "body"]
    absent = [e for e in bodies if _THERE_IS_NONE.search(fold(asked.text)[: e.span[0]])]
    others = {i for e in bodies if e not in absent for i in e.serves}
    return {i for e in absent for i in e.serves} - others


def _with_series(index: Index, asked: Understood, chosen: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """The whole series of 项 that the best provision leads in to or stands in, where a list is asked for."""
    best = chosen[0]
    if asked.intent not in ("list", "duty"):
        return chosen
    holder = best.id.holder
    series = index.items_of(holder)
    told = [x for x in chosen if x in series or x.id == holder]
    if len(told) < _OF_SERIES or best not in told:
        return chosen
    return tuple(dict.fromkeys((*(x for x in told if x.is_lead_in), *series, *chosen)))


def _plausible_liability(
    best: CitationCandidate, others: Sequence[CitationCandidate]
) -> tuple[Leaf, ...]:
    """「不管会怎么样」: the first provision on liability, where it may well be what is asked for."""
    least = _PLAUSIBLE * best.hit.score
    found = (c.leaf for c in others if c.hit.score >= least and _LIABILITY.search(c.leaf.text))
    return tuple(islice(found, 1))


def citation_features(
    asked: Understood, one: CitationCandidate, best: CitationCandidate, tied: Known
) -> dict[str, float]:
    """What speaks for citing a candidate beside the best hit."""
    leaf, top, hit = one.leaf, best.leaf, one.hit
    address = str(leaf.id)
    matter, actor = float(address in tied.matter), float(address in tied.actor)
    both = float(address in tied.both)
    share = hit.score / best.hit.score
    plural = float(asked.extent.several)
    wide = float(asked.intent in _SET_INTENTS)
    channels, first = hit.channels, best.hit.channels
    same = float(leaf.id.parent_article() == top.id.parent_article())
    siblings = same * float(bool(leaf.id.item) and bool(top.id.item))
    below = same * float(top.is_lead_in and bool(leaf.id.item))
    return {
        "share": share,
        "score": hit.score,
        "best": best.hit.score,
        "place": 1 / one.place,
        "behind": channels["ranker"] - first["ranker"],
        "dense": channels["dense"] - first["dense"],
        "bank": channels["bank"] - first["bank"],
        "lead_in": float(leaf.is_lead_in),
        "leads_top": same * float(leaf.is_lead_in and bool(top.id.item)),
        "below_top": below,
        "below_top_plural": plural * below,
        "same_article": same,
        "siblings": siblings,
        "plural_siblings": plural * siblings,
        "refers": channels["refers"],
        "plural": plural,
        "wide": wide,
        "plural_share": plural * share,
        "wide_share": wide * share,
        "plural_wide_share": plural * wide * share,
        "in_matter": matter,
        "of_actor": actor,
        "of_actor_in_matter": both,
        "plural_matter": plural * matter,
        "wide_matter": wide * matter,
        "plural_actor": plural * actor,
        "plural_both": plural * both,
        "few_in_matter": matter / max(len(tied.matter), 1),
    }
