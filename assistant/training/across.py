"""Questions across texts: what one says beside another, so that the two are not taken for each other.

Who bears an act in each, which of two wordings is whose, and what a breach of what one asks costs by
the other. Every text is named with its status: a draft is called one wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.answering.quoting import document_mark
from assistant.training.altering import near_slots
from assistant.training.ask_sanction import find_wrong_fines
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import ChoiceDraft, draft_single
from assistant.training.likeness import ActLikeness, pairs_of
from assistant.training.material import Material
from assistant.training.question import Evidence, SingleChoice, SingleKind
from assistant.training.sanctions import Sanction
from corpus.citing.citations import cite_own_text

#: Share of an act's weight that the other's clause says as well, and how alike the two must be.
_SAYS, _ALIKE = 0.45, 0.55
#: So alike are two wordings of one act; so much of a breach a duty says that it is of.
_SAME, _OF_BREACH = 0.75, 0.6
#: A breach that is not to do something.
_OMITTED = re.compile(r"[未不]")
#: A shorter act may be anybody's.
_TELLING = 14
_WRONG = 3
_SHORTEST, _LONGEST = 10, 60


class AcrossTexts:
    """Questions of one text beside another.

    Args:
        own: the text that is taught.
        other: the one beside it.
    """

    def __init__(self, own: Material, other: Material) -> None:
        self.own = own
        self.other = other
        self._clauses = [c for c in other.clauses.all if _can_be_asked(c)]
        self._likeness = ActLikeness([c.text for c in self._clauses])

    def ask(self, clause: TeachableClause) -> Iterator[SingleChoice]:
        """Questions on one clause of the text that is taught."""
        if not _can_be_asked(clause):
            return
        if (like := self._nearest(clause)) is not None:
            yield from self._ask_bodies(clause, like)
            yield from self._ask_wording(clause, like)
        if (sanction := self._sanction(clause)) is not None:
            yield from self._ask_fine(clause, sanction)

    def _nearest(self, clause: TeachableClause) -> TeachableClause | None:
        """The other's clause on the same thing, none where no one is like it."""
        shares = self._likeness.shares(clause.deed)
        among = (n for n, share in shares.items() if share >= _SAYS)
        best = max(among, key=lambda n: _alike(clause.deed, self._clauses[n].deed), default=None)
        if best is None or _alike(clause.deed, self._clauses[best].deed) < _ALIKE:
            return None
        return self._clauses[best]

    # --- who ------------------------------------------------------------------------------------

    def _ask_bodies(self, clause: TeachableClause, like: TeachableClause) -> Iterator[SingleChoice]:
        """To whom each of the two texts gives an act that both print nearly in the same words."""
        one, two = clause.bound[0], like.bound[0]
        if one == two or _alike(clause.deed, like.deed) < _SAME or len(clause.deed) < _TELLING:
            return
        if self._bearers(self.own, clause.deed) != {one}:
            return
        if self._bearers(self.other, like.deed) != {two}:
            return
        if self._may_bear(self.own, two, clause.deed) or self._may_bear(self.other, one, like.deed):
            return
        if any(n in clause.deed or n in like.deed for n in (one, two)):
            return
        marks = self._marks
        wordings = {
            pair: f"{marks[0]}印的是{pair[0]}，{marks[1]}印的是{pair[1]}"
            for pair in ((one, two), (two, one), (one, one), (two, two))
        }
        yield self._single(
            "谁负责",
            stem=(
                f"{marks[0]}写「{clause.deed}」，{marks[1]}写「{like.deed}」，两处印的主体各是谁？"
            ),
            right=wordings[one, two],
            wrong=[w for pair, w in wordings.items() if pair != (one, two)],
            evidence=(self.own.evidence(clause), self._foreign(self.other.evidence(like))),
            clause=clause,
        )

    @staticmethod
    def _bearers(material: Material, act: str) -> set[str]:
        """Whom a text names as actors of what is mostly this act."""
        alike = (c for c in material.alike(act, _SAYS) if c.deed and _alike(c.deed, act) >= _ALIKE)
        return {a for c in alike for a in c.actors}

    @staticmethod
    def _may_bear(material: Material, name: str, act: str) -> bool:
        """Whether a text gives an act to a body of a name, by that name or any of its forms."""
        names = {of for form, of in material.forms if form in name or name in form}
        return any(material.may_bear(n, act) for n in (name, *names))

    # --- which wording --------------------------------------------------------------------------

    def _ask_wording(
        self, clause: TeachableClause, like: TeachableClause
    ) -> Iterator[SingleChoice]:
        """Which of four wordings is this text's: its own, the other's, and each with a word changed."""
        if clause.deed in like.deed or like.deed in clause.deed:
            return
        if not set(clause.actors) & set(like.actors):
            return
        changed = [
            act.replace(near[0].printed, near[0].written[0])
            for material, c, act in (
                (self.own, clause, clause.deed),
                (self.other, like, like.deed),
            )
            if (near := near_slots(material, c, act))
        ]
        wrong = [like.deed, *changed]
        if len(wrong) != _WRONG or any(map(self.own.stands, wrong)):
            return
        marks = self._marks
        yield self._single(
            "职责归属",
            stem=f"同一类事，{marks[0]}与{marks[1]}的写法不同。下列哪一项是{marks[0]}的原话？",
            right=clause.deed,
            wrong=wrong,
            evidence=(self.own.evidence(clause), self._foreign(self.other.evidence(like))),
            clause=clause,
            before=f"{marks[1]}写的是「{like.deed}」。",
        )

    # --- duty here, fine there ------------------------------------------------------------------

    def _sanction(self, clause: TeachableClause) -> Sanction | None:
        """The breach in the other text of what a clause asks; None for none, or several fines."""
        forbids = clause.modality == "不得"
        said = pairs_of(clause.deed)

        def held(sanction: Sanction) -> float:
            pairs = pairs_of(sanction.breach)
            return len(pairs & said) / len(pairs) if pairs else 0.0

        found = [
            s
            for s in self.other.sanctions
            if held(s) >= _OF_BREACH and forbids != bool(_OMITTED.search(s.breach))
        ]
        return max(found, key=held) if len({s.fine for s in found}) == 1 else None

    def _ask_fine(self, clause: TeachableClause, one: Sanction) -> Iterator[SingleChoice]:
        near = find_wrong_fines(one, self.other.sanctions)
        wrong = [w for w in near if w not in one.holder.text][:_WRONG]
        if len(wrong) < _WRONG or one.sentence.count(one.fine) != 1:
            return
        marks = self._marks
        where = cite_own_text(clause.id, self.own.regulation, title=False)
        evidence = [self.own.evidence(clause)]
        if one.itemised:
            evidence.append(self._foreign(self.other.evidence_of(one.leaf, one.breach)))
        evidence.append(self._foreign(self.other.evidence_of(one.holder, one.sentence)))
        yield self._single(
            "数字期限",
            stem=(
                f"{marks[0]}{where}写「{clause.deed}」。按照{marks[1]}，"
                f"对{one.told}的行为，条文写的罚款是多少？"
            ),
            right=one.fine,
            wrong=wrong,
            evidence=evidence,
            clause=clause,
        )

    # --- putting together -----------------------------------------------------------------------

    @property
    def _marks(self) -> tuple[str, str]:
        return document_mark(self.own.regulation), document_mark(self.other.regulation)

    def _foreign(self, evidence: Evidence) -> Evidence:
        return replace(evidence, document=self.other.regulation.key)

    def _single(
        self,
        kind: SingleKind,
        *,
        stem: str,
        right: str,
        wrong: Sequence[str],
        evidence: Sequence[Evidence],
        clause: TeachableClause,
        before: str = "",
    ) -> SingleChoice:
        draft = ChoiceDraft(
            stem=stem,
            right=(right,),
            wrong=wrong,
            evidence=evidence,
            difficulty=rate(near=2),
            matters=clause.matters,
            before=before,
        )
        return draft_single(self.own, kind, draft)


def _can_be_asked(clause: TeachableClause) -> bool:
    return (
        bool(clause.bound)
        and _SHORTEST <= len(clause.deed) <= _LONGEST
        and not clause.condition
        and not clause.goes_on
    )


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
