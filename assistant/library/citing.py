"""Which provisions of several documents are cited beside each other: a rule fitted over all of them.

What a document would cite when asked alone is a candidate, with the clauses that punish it. Beside those
of the others fewer are wanted: a rule weighs how each compares with the best of all and of its own
document (``python -m evals.tune library``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.calibration import load_calibration
from assistant.answering.penalties import punishes, wants_penalty, with_penalties
from assistant.library.panel import Panel
from corpus.text.provision import Leaf, ProvisionId

#: Probabilities of the ranker are held within these: nothing is certain.
_LEAST, _MOST = 0.005, 0.995
#: Probability from which the best provision of a document that is named is cited.
_OF_NAMED = 0.2


@dataclass(frozen=True, slots=True)
class LibraryCandidate:
    """A provision that an answer of several documents may cite.

    Attributes:
        key: of its document.
        leaf: the provision.
        features: what the rule weighs.
    """

    key: str
    leaf: Leaf
    features: Mapping[str, float]

    @property
    def probability(self) -> float:
        """That it answers."""
        return load_calibration().library_cite.probability(self.features)

    @property
    def id(self) -> ProvisionId:
        """Its address, with the key of its document."""
        return self.leaf.id.of(self.key)


def candidates(panel: Panel) -> tuple[LibraryCandidate, ...]:
    """What the documents that retrieval answers from would cite, document by document."""
    return tuple(c for d in panel.documents for c in _of(panel, d.regulation.key))


def kept(panel: Panel, *, alone: bool = True) -> Mapping[str, tuple[Leaf, ...]]:
    """Key → the provisions that are cited, those of a document in its own order.

    Args:
        panel: what each document says.
        alone: whether no other answer stands beside them: then the likeliest is cited in any case.
    """
    found = candidates(panel)
    if not found:
        return {}
    least = load_calibration().library_cite.threshold
    chances = {c.id: c.probability for c in found}
    if alone:
        least = min(least, max(chances.values()))
    # Of what is set side by side each document speaks: 「国家和本市的规定有什么不同」.
    best = {
        key: max(chances[c.id] for c in found if c.key == key) for key in {c.key for c in found}
    }
    named = {key: p for key, p in best.items() if panel.named and p >= _OF_NAMED}
    taken = [c for c in found if chances[c.id] >= min(least, named.get(c.key, least))]
    taken += _penalty(panel, found, taken)
    chosen = {c.id for c in taken}
    return {
        key: tuple(c.leaf for c in found if c.key == key and c.id in chosen)
        for key in (c.key for c in taken)
    }


def _penalty(
    panel: Panel, found: Sequence[LibraryCandidate], taken: Sequence[LibraryCandidate]
) -> list[LibraryCandidate]:
    """The likeliest that punishes, where what follows is asked and only what must be done is taken."""
    if any(punishes(c.leaf) for c in taken):
        return []
    alike = [k for k in panel.parts if panel.parts[k].standalone_question == panel.text]
    asking = [k for k in alike if wants_penalty(panel.document(k).index, panel.asked(k))]
    penal = [c for c in found if c.key in asking and punishes(c.leaf)]
    return sorted(penal, key=lambda c: -c.probability)[:1]


def _of(panel: Panel, key: str) -> Iterator[LibraryCandidate]:
    part = panel.parts[key]
    if not panel.retrieved(key):
        return
    index = panel.document(key).index
    asked = panel.asked(key)
    own = with_penalties(index, asked, [index.leaf(i) for i in part.cited], part.ranking)
    scores, best = panel.scores, max(panel.scores.values())
    places = {address: place for place, address in enumerate(scores, 1)}
    top = next(iter(scores))
    for at, leaf in enumerate(own):
        address = leaf.id.of(key)
        score = min(max(scores.get(address, 0.0), _LEAST), _MOST)
        same = address.document == top.document
        features = {
            "certain": math.log(score / (1 - score)),
            "share": score / max(best, _LEAST),
            "place": 1 / places.get(address, len(places) + 1),
            "own_first": float(at == 0),
            "lead_in": float(leaf.is_lead_in),
            "same_article": float(same and leaf.id.parent_article() == top.of("").parent_article()),
            "named": float(panel.named),
        }
        yield LibraryCandidate(key, leaf, features)
