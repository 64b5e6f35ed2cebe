"""A question that stands alone → an answer in the provisions' own words, by the first way that fits:
looking up, the register, retrieval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer, Intent
from assistant.answering.citation_lookup import Foreign, Missing, NamedProvisions, look_up
from assistant.answering.compose import conclusion, denial
from assistant.answering.drafts import given, refused
from assistant.answering.duty_source import DutySource, Told
from assistant.answering.meta import MetaAnswer, answer_meta
from assistant.answering.parts import (
    Denied,
    Elsewhere,
    RefusalDetail,
    RefusalReason,
    Unnamed,
    Unstated,
    Words,
)
from assistant.answering.quoting import quote
from assistant.answering.refuse import ScopeReading, judge
from assistant.answering.select import select
from assistant.answering.sets import WholeSet, side_by_side, whole_set
from assistant.answering.statement import Quote, Statement, StatementKind, VerdictWord, note
from assistant.understanding.assertion import Assertion, asserted
from assistant.understanding.intent import is_chitchat, recognise
from assistant.understanding.named import unnamed_body
from assistant.understanding.question import has_content
from corpus.citing.citations import format_citation, parse_id
from corpus.text.provision import Leaf
from index.opened import Index
from index.rerank import Reranker, rerank
from index.retrieve import Ranking, rank

if TYPE_CHECKING:
    from assistant.answering.stance import Stance

#: Before the words of a provision that neither bear out nor contradict what was taken for granted.
_COMPARE = "是不是您说的那样，请对照原文。"
_RANKED = 20
_NEAREST = 3
#: Share of the best score overall that a part of a named 条 needs to be answered alone.
_STANDS_OUT = 0.9


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer would rest on.

    Attributes:
        intent: what the question wants.
        ranking: up to 20 hits.
        evidence: the same before any reranking: what the scope rule was fitted on.
        leaves: the provisions that would be cited.
        scope: what is known already on whether the regulation answers.
        whole: the whole set of the register that they are, None where they are none.
    """

    intent: Intent
    ranking: Ranking
    evidence: Ranking
    leaves: tuple[Leaf, ...]
    scope: ScopeReading
    whole: WholeSet | None = None


class Extractor:
    """Answers questions that stand alone.

    Args:
        index: an open index.
        reranker: takes a second look at the best hits; None for none.
    """

    def __init__(self, index: Index, reranker: Reranker | None = None) -> None:
        self.index = index
        self.duties = DutySource(index)
        self._reranker = reranker

    def answer(self, question: str) -> Answer:
        """The answer by the first way that fits."""
        index = self.index
        if not has_content(question):
            return refused(index, question, "question", "unclear")
        if is_chitchat(question):
            return refused(index, question, "chitchat", "chitchat")
        named = look_up(question, index.regulation)
        if isinstance(named, Foreign):
            return refused(
                index, question, "citation", "other_instrument", (), Elsewhere(named.instrument)
            )
        if isinstance(named, Missing):
            nearest = (named.nearest,) if named.nearest else ()
            return refused(index, question, "citation", "no_such_provision", nearest, named.instead)
        if isinstance(named, NamedProvisions):
            return self._compose(question, "citation", self._narrowed(named) or named.leaves)
        meta = answer_meta(question, index.regulation)
        if meta is not None:
            return self._meta(question, meta)
        if place := self.duties.place(question, recognise(question)):
            return self._told(question, "applicability", place)
        return self._retrieve(question)

    def choose(self, question: str) -> Grounds:
        """What an answer to a question would rest on, whether or not it should be given."""
        everything = rank(self.index, question, len(self.index.leaves))
        evidence = replace(everything, hits=everything.hits[:_RANKED])
        if self._reranker is not None:
            everything = rerank(self.index, question, everything, self._reranker)
        ranking = replace(everything, hits=everything.hits[:_RANKED])
        intent = recognise(question)
        whole = whole_set(self.index, question, intent, ranking.expansions)
        chosen = (
            whole.leaves
            if whole
            else side_by_side(self.index, question, intent, everything)
            or select(self.index, question, intent, ranking)
        )
        scope: ScopeReading = "open" if whole is None else "certain" if whole.certain else "likely"
        return Grounds(intent, ranking, evidence, chosen, scope, whole)

    def _retrieve(self, question: str) -> Answer:
        choice = self.choose(question)
        index, intent, ranking = self.index, choice.intent, choice.ranking
        if unnamed := unnamed_body(index, question, ranking.expansions):
            return self._not_named(question, intent, unnamed, ranking)
        verdict = judge(index, question, intent, choice.evidence, choice.leaves, scope=choice.scope)
        if verdict is not None:
            shown = verdict.nearest or tuple(leaf.id for leaf in choice.leaves[:3])
            nearest = shown if verdict.related else ()
            detail = verdict.detail
            if verdict.reason == "false_premise":
                detail = self._denial(question, verdict.asserted, choice)
            return refused(index, question, intent, verdict.reason, nearest, detail, ranking)
        if choice.whole is not None and (told := self.duties.set(choice.whole)):
            return self._told(question, intent, told, ranking)
        return self._taking_a_stance(question, choice)

    def _taking_a_stance(self, question: str, choice: Grounds) -> Answer:
        """The answer, which begins with 是 or 不是 where that is certain, or says what is not so."""
        assertion = asserted(question)
        stance = self.duties.stance(assertion, choice.leaves) if assertion else None
        nearest = tuple(leaf.id for leaf in choice.leaves[:_NEAREST])
        begins = _first_words(assertion, stance)
        if stance is None or begins:
            return self._compose(question, choice.intent, choice.leaves, choice.ranking, begins)
        refused_as: RefusalReason = "false_premise" if stance.finding == "不是" else "not_stated"
        if refused_as == "not_stated":
            detail: RefusalDetail = Unstated(stance.words, asked=True)
        else:
            detail = self._denial(question, stance.words, choice)
        return refused(
            self.index, question, choice.intent, refused_as, nearest, detail, choice.ranking
        )

    def _denial(self, question: str, words: str, choice: Grounds) -> Denied:
        expansions = choice.ranking.expansions
        return denial(self.index, question, words, choice.leaves[0], expansions)

    def _not_named(self, question: str, intent: Intent, body: str, ranking: Ranking) -> Answer:
        """A body that exists and that the text does not name: what applies to every department."""
        nearest = tuple(parse_id(i) for i in self.index.duties.common)
        common = dict.fromkeys(
            format_citation(i.parent_article(), self.index.regulation, title=False) for i in nearest
        )
        unnamed = Unnamed(body, tuple(common))
        return refused(self.index, question, intent, "not_stated", nearest, unnamed, ranking)

    def _narrowed(self, named: NamedProvisions) -> tuple[Leaf, ...]:
        """「第七条里电影院要怎么做」: the part of a long 条 that is asked for, if any stands out."""
        if len(named.leaves) < 3 or not self.index.lexicon.expand(named.rest):
            return ()
        everything = rank(self.index, named.rest, len(self.index.leaves))
        inside = {leaf.id for leaf in named.leaves}
        hits = tuple(h for h in everything.hits if h.id in inside)
        if not hits or hits[0].score < _STANDS_OUT * everything.hits[0].score:
            return ()
        ranking = replace(everything, hits=hits)
        return side_by_side(self.index, named.rest, "comparison", ranking) or select(
            self.index, named.rest, "question", ranking
        )

    def _meta(self, question: str, meta: MetaAnswer) -> Answer:
        ids = tuple(leaf.id for leaf in meta.leaves)
        if not meta.stated and isinstance(meta.parts, Words):
            return refused(self.index, question, "meta", "not_stated", ids, meta.parts)
        return given(self.index, question, "meta", (meta.statement,), self._quotes(meta.leaves))

    def _told(
        self, question: str, intent: Intent, told: Told, ranking: Ranking | None = None
    ) -> Answer:
        quotes = self._quotes([self.index.leaf(i) for i in told.provisions])
        return given(self.index, question, intent, told.statements, quotes, ranking, complete=True)

    def _compose(
        self,
        question: str,
        intent: Intent,
        leaves: Sequence[Leaf],
        ranking: Ranking = Ranking((), ()),  # noqa: B008  (frozen)
        begins: tuple[Statement, ...] = (),
    ) -> Answer:
        said = conclusion(self.index, question, intent, leaves, ranking.expansions)
        statements = (*begins, *said)
        return given(self.index, question, intent, statements, self._quotes(leaves), ranking)

    def _quotes(self, leaves: Sequence[Leaf]) -> tuple[Quote, ...]:
        return tuple(quote(leaf, self.index.regulation) for leaf in leaves)


def _first_words(assertion: Assertion | None, stance: Stance | None) -> tuple[Statement, ...]:
    """是, 不是, or that what is taken for granted is not confirmed; none where it must be denied."""
    if assertion is None:
        return ()
    if stance is None:
        return (note(_COMPARE),) if assertion.leading else ()
    if stance.finding == "是":
        return (Statement(StatementKind.CONCLUSION, None, verdict="是"),)
    if stance.finding == "不是" and not assertion.leading:
        word: VerdictWord = "不可以" if stance.words == "可以" else "不是"
        return (Statement(StatementKind.CONCLUSION, None, verdict=word),)
    return ()
