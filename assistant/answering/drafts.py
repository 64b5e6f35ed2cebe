"""Parts → a whole ``Answer``: given, or refused."""

from __future__ import annotations

from assistant.answering.answer import Answer, Quote, Refusal, RefusalReason, Statement
from assistant.answering.compose import answer_text, refusal_message
from assistant.answering.quoting import quote, status_notice
from assistant.understanding.intent import Intent
from corpus.text.provision import ProvisionId
from index.opened import Index
from index.retrieve import Ranking

#: What stands over the quotes of a refusal; a false premise is put right by them.
_RELATED = "相近的规定（供参考，不是对问题的回答）："
_ORIGINAL = "条文原文："


def given(
    index: Index,
    question: str,
    intent: Intent,
    statements: tuple[Statement, ...],
    quotes: tuple[Quote, ...],
    ranking: Ranking | None = None,
    *,
    complete: bool = False,
) -> Answer:
    """An answer that rests on the provisions quoted."""
    notice = status_notice(index.regulation)
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
        ranking=ranking.hits if ranking else (),
        expansions=ranking.expansions if ranking else (),
        complete=complete,
    )


def refused(
    index: Index,
    question: str,
    intent: Intent,
    reason: RefusalReason,
    nearest: tuple[ProvisionId, ...] = (),
    detail: str = "",
    ranking: Ranking | None = None,
) -> Answer:
    """A refusal that shows the nearest provisions as related."""
    quotes = tuple(
        quote(index.leaf(id_), index.regulation) for id_ in nearest if str(id_) in index.rows
    )
    message = refusal_message(reason, detail, quotes, index.regulation)
    notice = status_notice(index.regulation)
    statement = Statement(message, nearest)
    above = _ORIGINAL if reason == "false_premise" else _RELATED
    return Answer(
        question=question,
        standalone_question=question,
        text=answer_text((statement,), quotes, notice, above=above),
        statements=(statement,),
        cited=(),
        quotes=quotes,
        intent=intent,
        refusal=Refusal(reason, message, nearest),
        status_notice=notice,
        ranking=ranking.hits if ranking else (),
        expansions=ranking.expansions if ranking else (),
    )
