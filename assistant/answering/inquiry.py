"""One question under way: what was understood, what an answer would rest on, and how one is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering.answer import Answer
from assistant.answering.certainty import alternatives, is_sure
from assistant.answering.compose import denial, nearest_said
from assistant.answering.drafts import given, refused
from assistant.answering.parts import RefusalDetail, RefusalReason
from assistant.answering.penalties import with_penalties
from assistant.answering.quoting import quote
from assistant.answering.refuse import ScopeReading
from assistant.answering.select import select
from assistant.answering.sets import WholeSet, find_side_by_side, find_whole_set
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement
from assistant.understanding.intent import Intent
from assistant.understanding.understood import Understood
from corpus.text.provision import Leaf, ProvisionId
from index.rerank import rerank
from index.retrieve import Ranking, rank

_RANKED = 20
_NEAREST = 3
#: Share of the best provision's probability from which a set of one is what is asked for.
_LIKELY = 0.35


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer would rest on.

    Attributes:
        ranking: up to 20 hits.
        evidence: the same before any reranking: what the scope rule was fitted on.
        leaves: the provisions that would be cited.
        scope: what is known already on whether the regulation answers.
        whole: the whole set of the register that they are, None where they are none.
        sure: whether the best provision is surely the one that is asked for.
        further: where it is not, provisions that may be meant as well.
    """

    ranking: Ranking
    evidence: Ranking
    leaves: tuple[Leaf, ...]
    scope: ScopeReading
    whole: WholeSet | None = None
    sure: bool = True
    further: tuple[Leaf, ...] = ()

    @property
    def nearest(self) -> tuple[ProvisionId, ...]:
        """What a refusal shows."""
        return tuple(leaf.id for leaf in self.leaves[:_NEAREST])


def _near(whole: WholeSet | None, ranking: Ranking) -> WholeSet | None:
    """A whole set of one provision, where the best provision is not another and far likelier.

    「幼儿园多久演练」 names a crowded place and evacuation, of which one provision speaks, and asks for another.
    """
    if whole is None or len(whole.leaves) > 1 or not ranking.hits:
        return whole
    own = max((h.score for h in ranking.hits if h.id == whole.leaves[0].id), default=0.0)
    return whole if own >= _LIKELY * ranking.hits[0].score else None


class Inquiry:
    """A question that stands alone, and the sources that it is put to.

    Attributes:
        asked: the question.
        sources: see there.
        index: of the sources.
    """

    def __init__(self, sources: Sources, asked: Understood) -> None:
        self.sources = sources
        self.index = sources.index
        self.asked = asked

    @cached_property
    def grounds(self) -> Grounds:
        """What an answer would rest on, whether or not it should be given; found when first needed."""
        index, asked = self.index, self.asked
        everything = rank(index, asked.text, len(index.leaves), focus=asked.focus)
        evidence = replace(everything, hits=everything.hits[:_RANKED])
        if self.sources.reranker is not None:
            everything = rerank(index, asked.text, everything, self.sources.reranker)
        ranking = replace(everything, hits=everything.hits[:_RANKED])
        whole = _near(find_whole_set(index, asked), ranking)
        chosen = (
            whole.leaves
            if whole
            else find_side_by_side(index, asked, everything)
            or with_penalties(index, asked, select(index, asked, ranking), ranking.hits)
        )
        scope: ScopeReading = "open" if whole is None else "certain" if whole.certain else "likely"
        # What is asked within what was shown may be several things by itself, see ``select``.
        alone = whole is None and asked.focus is None and bool(ranking.hits)
        sure = not alone or is_sure(ranking, banked=bool(index.language.bank))
        further = () if sure else alternatives(index, ranking, chosen)
        return Grounds(ranking, evidence, chosen, scope, whole, sure, further)

    def give(
        self,
        statements: tuple[Statement, ...],
        ids: Iterable[ProvisionId],
        *,
        intent: Intent | None = None,
        ranking: Ranking | None = None,
        complete: bool = False,
        named: bool = False,
    ) -> Answer:
        """An answer that rests on some provisions.

        Args:
            statements: its sentences.
            ids: the provisions, the most important first.
            intent: what the question wanted, where the way to answer knows it better.
            ranking: what retrieval found; None where it was not asked.
            complete: whether the provisions are all that there are on its subject.
            named: whether the question names the subject and nothing else, so that they surely answer.
        """
        quotes = tuple(quote(self.index.leaf(i), self.index.regulation) for i in ids)
        asked = self.asked
        return given(
            self.index,
            asked.text,
            intent or asked.intent,
            statements=statements,
            quotes=quotes,
            ranking=ranking,
            expansions=asked.expansions if ranking else (),
            complete=complete,
            named=named,
        )

    def refuse(
        self,
        reason: RefusalReason,
        nearest: tuple[ProvisionId, ...] = (),
        detail: RefusalDetail | None = None,
        *,
        intent: Intent | None = None,
        ranking: Ranking | None = None,
    ) -> Answer:
        """A refusal that shows the nearest provisions; Args as of ``give``."""
        asked = self.asked
        answer = refused(
            self.index,
            asked.text,
            intent or asked.intent,
            reason=reason,
            nearest=nearest,
            detail=detail,
            ranking=ranking,
            expansions=asked.expansions if ranking else (),
        )
        if reason not in ("not_stated", "not_found") or not (ranking and answer.quotes):
            return answer
        said = nearest_said(self.index, asked, self.index.leaf(answer.quotes[0].id))
        return replace(answer, statements=(*answer.statements, said))

    def deny(self, words: str, leaf: Leaf | None = None) -> Answer:
        """不是, and what a provision (the first, if none is given) says instead of some words."""
        grounds = self.grounds
        leaf = leaf or grounds.leaves[0]
        detail = denial(self.index, self.asked, words, leaf)
        nearest = tuple(dict.fromkeys((leaf.id, *grounds.nearest)))
        return self.refuse("false_premise", nearest, detail, ranking=grounds.ranking)
