"""职责归属: which of several is not in a list of the text, though it stands in another one near by.

Asks for nothing but what is printed, of any text that has lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import ChoiceDraft, draft_single
from assistant.training.likeness import pairs_of
from assistant.training.material import Material
from assistant.training.question import SingleChoice
from corpus.citing.citations import cite_own_text
from corpus.text.provision import Leaf

_SHOWN, _ASKED = 3, 2
_LONGEST = 60
#: Words of an item that another has as well, as a share of the shorter: then it may be it in other words.
_ALIKE = 0.3
#: A foreign item is at most so many times as long as the shown ones, or as short.
_LENGTHS = 1.8
#: What stands at the end of most lists.
_REST = re.compile(r"其他|法律|第")
_ITEM = "第（"
_ENDS = "；。，"


def ask_list(material: Material, clause: TeachableClause) -> Iterator[SingleChoice]:
    """Questions on the list that a clause is an item of."""
    leaf = clause.leaf
    items = [i for i in material.listed(leaf.lead_in) if len(_words(i)) <= _LONGEST]
    if leaf not in items or len(items) < _SHOWN:
        return
    others = [i for i in items if i is not leaf]
    for number, foreign in enumerate(_foreign(material, leaf, items)[:_ASKED]):
        shown = [leaf, *material.shuffled(others, leaf.text, str(number))[: _SHOWN - 1]]
        where = cite_own_text(leaf.id, material.regulation, title=False).rsplit(_ITEM, 1)[0]
        stands = cite_own_text(foreign.id, material.regulation, title=False)
        draft = ChoiceDraft(
            stem=f"{material.regulation.key}{where}写「{leaf.lead_in}」，下列哪一项不在所列各项之中？",
            right=(_words(foreign),),
            wrong=[_words(i) for i in shown],
            evidence=[
                material.evidence(clause),
                *(material.evidence_of(i, _words(i)) for i in shown[1:]),
            ],
            difficulty=rate(near=1),
            matters=clause.matters,
            before=f"「{_words(foreign)}」写在{stands}。",
        )
        yield draft_single(material, "职责归属", draft)


def _foreign(material: Material, leaf: Leaf, items: Sequence[Leaf]) -> list[Leaf]:
    """Items of other lists, the nearest first, that are like none of this one and of like length."""
    usual = sum(len(_words(i)) for i in items) / len(items)
    found = [
        other
        for other in material.items
        if other.lead_in != leaf.lead_in
        and _sort(other) == _sort(leaf)
        and not _REST.match(other.text)
        and usual / _LENGTHS <= len(_words(other)) <= min(usual * _LENGTHS, _LONGEST)
        and not any(_is_like(_words(other), i.text) for i in material.listed(leaf.lead_in))
    ]
    return sorted(found, key=lambda other: -material.near_leaves(leaf, other))


def _sort(leaf: Leaf) -> tuple[bool, bool]:
    """What a glance tells of an item: whether it is a case (…的), and whether it forbids."""
    words = _words(leaf)
    return words.endswith("的"), words.startswith(("不得", "禁止", "严禁"))


def _is_like(one: str, other: str) -> bool:
    ours, theirs = pairs_of(one), pairs_of(other)
    return len(ours & theirs) > _ALIKE * min(len(ours), len(theirs))


def _words(leaf: Leaf) -> str:
    return leaf.text.rstrip(_ENDS)
