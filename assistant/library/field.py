"""Whether a question that no document answers lies outside the field of all of them.

A fitted rule weighs how near it comes to their provisions, to what people ask of them, to what is known
not to be stated, and to what is known to be no matter of theirs. A question that names a thing of theirs,
in whatever words, is one in their field.
"""

from __future__ import annotations

import numpy as np

from assistant.answering.calibration import load_calibration
from assistant.library.panel import Panel
from assistant.understanding.understood import understand
from index.tokens import fold

#: Provisions whose likeness tells of the field.
_NEAR = 10


def is_outside(panel: Panel) -> bool | None:
    """Whether a question lies outside the field; None where that cannot be told.

    It can be told of documents with question banks that the question does not name.
    """
    banked = all(len(d.index.question_leaf) for d in panel.documents)
    if panel.named or not panel.ranking.hits or not banked:
        return None
    rule = load_calibration().field
    if rule.probability(field_features(panel)) >= rule.threshold:
        return False
    return not names_thing(panel)


def field_features(panel: Panel) -> dict[str, float]:
    """What speaks for or against that a question lies in the field; needs at least one hit."""
    hits, absence = panel.ranking.hits, panel.ranking.absence
    dense = sorted((hit.channels["dense"] for hit in hits), reverse=True)
    return {
        "field": float(np.mean(dense[:_NEAR])),
        "bank": max(hit.channels["bank"] for hit in hits),
        "inside": absence.inside,
        "outside": absence.outside,
    }


def names_thing(panel: Panel) -> bool:
    """Whether a question names something that a document speaks of: 炮仗 where it says 烟花爆竹."""
    for document in panel.documents:
        groups = (g for g in document.index.language.groups if g.kind == "thing")
        things = {fold(word) for group in groups for word in group.lay}
        asked = panel.parts[document.regulation.key].standalone_question
        if any(fold(e.found) in things for e in understand(document.index, asked).expansions):
            return True
    return False
