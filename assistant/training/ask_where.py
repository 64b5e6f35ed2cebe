"""职责归属: in which provision some words stand, among those around it. Asked where nothing else can be."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import ChoiceDraft, draft_single
from assistant.training.material import Material, chance
from assistant.training.question import SingleChoice
from corpus.citing.citations import cite_own_text

_WRONG, _VARIANTS = 3, 2
_SHORTEST, _LONGEST = 8, 90


def ask_where(material: Material, clause: TeachableClause) -> Iterator[SingleChoice]:
    """Questions on the place of one clause."""
    words = clause.quote.rstrip("。：")
    if not _SHORTEST <= len(words) <= _LONGEST or len(material.holding(words)) != 1:
        return
    regulation = material.regulation
    own = clause.id.parent_article()
    chapter = [i for i in material.leaves if material.leaves[i].chapter == clause.leaf.chapter]
    around = list({i.parent_article(): i for i in chapter if i.parent_article() != own}.values())
    if len(around) < _WRONG:
        return
    for variant in range(_VARIANTS):
        start = chance(words, str(variant)) % len(around)
        found = [clause.id, *(around * 2)[start : start + _WRONG]]
        right, *wrong = (cite_own_text(i, regulation, title=False) for i in found)
        draft = ChoiceDraft(
            stem=f"「{words}」写在{regulation.key}的哪一条？",
            right=(right,),
            wrong=wrong,
            evidence=(material.evidence(clause),),
            difficulty=rate(near=2),
            matters=clause.matters,
        )
        yield draft_single(material, "职责归属", draft)
