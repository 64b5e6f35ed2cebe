"""Question → answer, by looking up, retrieving, selecting and quoting.

A language model, where one is set, may then rephrase what was found; see ``assistant.writer``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answer import Answer, Intent, Quote, Reason, Refusal, Statement
from assistant.citation_lookup import Foreign, Found, Missing, look_up
from assistant.compose import answer_text, conclusion, refusal_message
from assistant.followup import asks_for_more, listed_item, readings
from assistant.intent import is_chitchat, recognise
from assistant.meta import MetaAnswer, answer_meta
from assistant.named import named, unnamed_body
from assistant.question import clean, has_content
from assistant.quoting import quote, status_notice
from assistant.refuse import Scope, judge
from assistant.select import select
from assistant.sets import PUBLIC, WholeSet, side_by_side, whole_set
from assistant.settings import Settings
from corpus import (
    USAGE,
    FiredutyError,
    Leaf,
    ProvisionId,
    Regulation,
    format_citation,
    load_default,
    load_regulation,
    parse_id,
)
from corpus.language import LanguageData, load_language
from corpus.load import data_folder
from index import Index, Ranking, Reranker, load_reranker, open_index, rank, rerank

_RANKED = 20
#: Share of the best score overall that a part of a named 条 needs to be answered alone.
_STANDS_OUT = 0.9
#: Provisions that 「还有呢」 adds.
_MORE = 3

#: The asker speaks of a place of their own and wants all that it must do: 「我开了家小旅馆」,
#: 「个体户要做什么」.
_OWN_PLACE = re.compile(
    r"(?:我|咱|本店|本公司|本单位|老板|自家|个体户).*(?:做什么|做哪些|做啥|该做|要做|干什么|干啥|注意什么|注意啥|"
    r"哪些(?:消防)?(?:职责|要求|规定|义务|工作)|什么(?:要求|规定|职责|义务)|怎么做|咋做|清单|遵守)|"
    r"^(?:我|咱)们?(?:家|在)?.{0,8}(?:开|办|经营|租)(?:了|着|的)?(?!.*(?:谁|哪|吗|怎么|几|多少|什么|能不能|要不要))"
)

if TYPE_CHECKING:
    from assistant.writer import Source, Writer
    from corpus.applicability import Guide
    from corpus.lookups import Lookups
    from corpus.register import Register
Turn = tuple[str, Answer]


def load_corpus(settings: Settings) -> tuple[Regulation, LanguageData]:
    """The regulation that the settings name, with its language data."""
    if settings.regulation is None:
        return load_default(), load_language(data_folder())
    folder = settings.regulation
    language = load_language(folder) if folder.is_dir() else LanguageData()
    return load_regulation(folder), language


@dataclass(frozen=True, slots=True)
class Choice:
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
    scope: Scope
    whole: WholeSet | None = None


def _is_unanswered(answer: Answer) -> bool:
    return answer.refusal is not None and answer.refusal.reason in ("off_topic", "not_found")


class Assistant:
    """Answers questions about one regulation.

    Attributes:
        writer: rephrases answers with a language model; None for none.

    Args:
        index: an open index.
        reranker: takes a second look at the best hits; None for none.
    """

    def __init__(self, index: Index, reranker: Reranker | None = None) -> None:
        self.index = index
        self._reranker = reranker
        self.writer: Writer | None = None

    @classmethod
    def open(cls, settings: Settings, source: Source | None = None) -> Assistant:
        """Open the index that the settings name.

        Args:
            settings: see there.
            source: stands for the language model that they name; None for the model itself.

        Raises:
            FiredutyError: the regulation or its index cannot be used; says what to do.
        """
        regulation, language = load_corpus(settings)
        index = open_index(
            regulation,
            settings.home,
            settings.embedder,
            language=language,
            chroma=settings.chroma,
        )
        reranker = load_reranker(settings.reranker) if settings.reranker else None
        assistant = cls(index, reranker)
        if settings.model:
            from assistant.writer import open_writer

            assistant.writer = open_writer(settings, index, assistant._register, source)
        return assistant

    @property
    def regulation(self) -> Regulation:
        """The regulation that is answered from."""
        return self.index.regulation

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer one question.

        Args:
            question: in plain words.
            history: earlier turns, oldest first.

        Raises:
            FiredutyError: the question is empty or too long.
        """
        *_, answer = self.stream(question, history)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Statement | Answer]:
        """Answer one question: what a language model says as it is checked, then the answer.

        Without a model there is only the answer. The statements together begin the answer's text,
        unless the model fails after the first of them.

        Args, Raises: as of ``answer``.
        """
        started = time.perf_counter()
        cleaned = clean(question)
        answer = self._extract(cleaned, history)
        asked = answer.standalone_question
        understood = f"（理解为：{asked}）\n\n" if asked != cleaned else ""
        timings = {}
        if self.writer is not None:
            timings["extract"] = (time.perf_counter() - started) * 1000
            preface = [Statement(understood)] if understood else []
            for part in self.writer.write(answer):
                if isinstance(part, Answer):
                    answer = part
                else:
                    yield from (*preface, part)
                    preface = []
        timings["total"] = (time.perf_counter() - started) * 1000
        yield replace(answer, question=question, text=f"{understood}{answer.text}", timings=timings)

    def _extract(self, cleaned: str, history: Sequence[Turn]) -> Answer:
        """The answer in the provisions' own words."""
        said = [a for _, a in history if a.intent != "chitchat"]
        if said and asks_for_more(cleaned):
            return self._more(cleaned, said[-1])
        return self._first_in_scope(self._readings(cleaned, history))

    def _first_in_scope(self, readings: Sequence[str]) -> Answer:
        """The answer to the first reading that is about the regulation, else to the likeliest."""
        answers = (self._answer(self.index.speller.correct(reading)[0]) for reading in readings)
        likeliest = next(answers)
        return next((a for a in (likeliest, *answers) if not _is_unanswered(a)), likeliest)

    def _readings(self, question: str, history: Sequence[Turn]) -> tuple[str, ...]:
        """The question with what earlier turns supply; small talk among them supplies nothing."""
        answers = [answer for _, answer in history if answer.intent != "chitchat"]
        if not answers or is_chitchat(question) or look_up(question, self.regulation):
            return (question,)
        last = answers[-1]
        cited = last.cited or tuple(q.id for q in last.quotes)
        if item := listed_item(question, cited):
            return (item,)
        return readings(
            question,
            last.standalone_question,
            self.index.lexicon,
            answered=self._acting_body(last) if last.intent == "responsible" else "",
        )

    def _acting_body(self, answer: Answer) -> str:
        """The body that the first cited provision begins with, empty where it is none."""
        if not answer.cited:
            return ""
        text = self.index.leaf(answer.cited[0]).text
        names = (name for body in self.index.language.bodies for name in (body.name, *body.also))
        return max((name for name in names if text.startswith(name)), key=len, default="")

    # -- the ways to an answer, tried in order ---------------------------------------------------

    def _answer(self, question: str) -> Answer:
        if not has_content(question):
            return self._refuse(question, "question", "unclear", ())
        if is_chitchat(question):
            return self._refuse(question, "chitchat", "chitchat", ())
        named = look_up(question, self.regulation)
        if isinstance(named, Foreign):
            return self._refuse(question, "citation", "other_instrument", (), named.instrument)
        if isinstance(named, Missing):
            nearest = (named.nearest,) if named.nearest else ()
            return self._refuse(question, "citation", "no_such_provision", nearest, named.message)
        if isinstance(named, Found):
            leaves = self._narrowed(named) or named.leaves
            return self._compose(question, "citation", leaves, Ranking((), ()))
        meta = answer_meta(question, self.regulation)
        if meta is not None:
            return self._meta(question, meta)
        if place := self._place(question):
            return place
        return self._retrieve(question)

    def _place(self, question: str) -> Answer | None:
        """The checklist of a place that the asker describes, None for any other question."""
        asks = recognise(question) in ("list", "duty", "question", "applicability")
        if self.index.language.folder is None or not (asks and _OWN_PLACE.search(question)):
            return None
        found = named(self.index, question, self.index.lexicon.expand(question))
        levels = self.index.duties.levels
        if any(levels[name] in PUBLIC for place in found.actors for name in place):
            return None  # its duties are asked for, whoever asks
        from assistant.place_answer import described, place_provisions, place_statements

        place = described(self.guide, question)
        if place is None:
            return None
        checklist = self.guide.checklist(place)
        leaves = [self.index.leaf(i) for i in place_provisions(checklist)]
        statements = place_statements(checklist, self.regulation)
        quotes = tuple(quote(leaf, self.regulation) for leaf in leaves)
        answer = self._finish(question, "applicability", statements, quotes, Ranking((), ()))
        return replace(answer, complete=True)

    def choose(self, question: str) -> Choice:
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
        scope: Scope = "open" if whole is None else "certain" if whole.certain else "likely"
        return Choice(intent, ranking, evidence, chosen, scope, whole)

    def _retrieve(self, question: str) -> Answer:
        choice = self.choose(question)
        intent, ranking, chosen = choice.intent, choice.ranking, choice.leaves
        if unnamed := unnamed_body(self.index, question, ranking.expansions):
            return self._not_named(question, intent, unnamed, ranking)
        verdict = judge(self.index, question, intent, choice.evidence, chosen, scope=choice.scope)
        if verdict is not None:
            shown = verdict.nearest or tuple(leaf.id for leaf in chosen[:3])
            nearest = shown if verdict.related else ()
            return self._refuse(question, intent, verdict.reason, nearest, verdict.detail, ranking)
        if choice.whole is not None and (listed := self._listed(choice.whole)):
            quotes = tuple(quote(leaf, self.regulation) for leaf in chosen)
            answer = self._finish(question, intent, listed, quotes, ranking)
            return replace(answer, complete=True)
        return self._compose(question, intent, chosen, ranking)

    def _more(self, question: str, before: Answer) -> Answer:
        """「还有呢」: that all was listed, or what comes nearest to the earlier question."""
        if before.complete:
            said = f"没有别的了：上面的 {len(before.cited)} 处规定已经列全。"
            statement = Statement(said, before.cited)
            answer = self._finish(
                question, before.intent, (statement,), before.quotes, Ranking((), ())
            )
            return replace(answer, standalone_question=question, complete=True)
        shown = {q.id for q in before.quotes}
        nearest = tuple(h.id for h in before.ranking if h.id not in shown)[:_MORE]
        message = "直接回答上一个问题的规定已经列出；相近的还有以下几处。"
        return self._refuse(question, before.intent, "not_found", nearest, message)

    def _listed(self, whole: WholeSet) -> tuple[Statement, ...]:
        """What the register says of the one actor or matter of a set; empty for other sets."""
        told_apart = len(whole.actors) > 1
        if not (told_apart or (len(whole.leaves) > 1 and (whole.actors or whole.matter))):
            return ()
        from assistant.duty_answer import (
            actor_statements,
            comparison_statements,
            matter_statements,
        )

        if whole.compared:
            return comparison_statements(self.lookups, *whole.actors)
        if whole.actors:
            return actor_statements(self.lookups, whole.actors)
        ids = [leaf.id for leaf in whole.leaves]
        return matter_statements(self.lookups, whole.matter, ids)

    @cached_property
    def guide(self) -> Guide:
        """What applies to which place.

        Raises:
            FiredutyError: as ``lookups``.
        """
        from corpus.applicability import Guide
        from corpus.place_data import load_places

        language = self.index.language
        register = self.lookups.register
        assert language.folder is not None  # else ``lookups`` has raised
        return Guide(register, load_places(language.folder), language.units)

    @cached_property
    def lookups(self) -> Lookups:
        """The responsibility register, read when first asked for.

        Raises:
            FiredutyError: its data files are broken.
        """
        from corpus.lookups import Lookups
        from corpus.registry import load_register

        folder, language = self.index.language.folder, self.index.language
        if folder is None:
            raise FiredutyError(f"《{self.regulation.title}》没有职责登记数据", exit_code=USAGE)
        return Lookups(load_register(self.regulation, folder, language))

    def _register(self) -> Register:
        return self.lookups.register

    def _not_named(self, question: str, intent: Intent, body: str, ranking: Ranking) -> Answer:
        """A body that exists and that the text does not name: what applies to every department."""
        nearest = tuple(parse_id(i) for i in self.index.duties.common)
        articles = "、".join(
            dict.fromkeys(
                format_citation(i.parent_article(), self.regulation, title=False) for i in nearest
            )
        )
        message = f"《{self.regulation.title}》没有点名「{body}」，没有写它自己的职责。"
        if articles:
            message += f"对政府各部门的共同规定见{articles}。"
        return self._refuse(question, intent, "not_stated", nearest, message, ranking)

    def _narrowed(self, named: Found) -> tuple[Leaf, ...]:
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
        if not meta.stated:
            return self._refuse(question, "meta", "not_stated", ids, meta.text)
        quotes = tuple(quote(leaf, self.regulation) for leaf in meta.leaves)
        return self._finish(question, "meta", (Statement(meta.text, ids),), quotes, Ranking((), ()))

    def _compose(
        self, question: str, intent: Intent, leaves: Sequence[Leaf], ranking: Ranking
    ) -> Answer:
        statements = conclusion(self.index, question, intent, leaves, ranking.expansions)
        quotes = tuple(quote(leaf, self.regulation) for leaf in leaves)
        return self._finish(question, intent, statements, quotes, ranking)

    def _finish(
        self,
        question: str,
        intent: Intent,
        statements: tuple[Statement, ...],
        quotes: tuple[Quote, ...],
        ranking: Ranking,
    ) -> Answer:
        notice = status_notice(self.regulation)
        return Answer(
            question=question,
            standalone_question=question,
            text=answer_text(statements, quotes, notice),
            statements=statements,
            cited=tuple(q.id for q in quotes),
            quotes=quotes,
            intent=intent,
            refusal=None,
            status_notice=notice,
            ranking=ranking.hits,
            expansions=ranking.expansions,
        )

    def _refuse(
        self,
        question: str,
        intent: Intent,
        reason: Reason,
        nearest: tuple[ProvisionId, ...],
        detail: str = "",
        ranking: Ranking | None = None,
    ) -> Answer:
        quotes = tuple(
            quote(self.index.leaf(id_), self.regulation)
            for id_ in nearest
            if str(id_) in self.index.rows
        )
        message = refusal_message(reason, detail, quotes, self.regulation)
        notice = status_notice(self.regulation)
        statement = Statement(message, nearest)
        return Answer(
            question=question,
            standalone_question=question,
            text=answer_text((statement,), quotes, notice, related=True),
            statements=(statement,),
            cited=(),
            quotes=quotes,
            intent=intent,
            refusal=Refusal(reason, message, nearest),
            status_notice=notice,
            ranking=ranking.hits if ranking else (),
            expansions=ranking.expansions if ranking else (),
        )
