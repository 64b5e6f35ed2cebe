"""Parts → a whole ``Answer``: given, or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.answer import Answer, Refusal
from assistant.answering.parts import RefusalDetail, RefusalReason, RefusalSaid, SaidWords
from assistant.answering.quoting import quote, status_notice
from assistant.answering.statement import Quote, Statement, StatementKind
from assistant.understanding.elsewhere import external_instruments
from assistant.understanding.intent import Intent
from corpus.language.examples import examples_of
from corpus.text.provision import ProvisionId, Regulation
from index.expand import Expansion
from index.opened import Index
from index.retrieve import Ranking

#: Instruments that a refusal names where the nearest provisions name none: those of the 依据.
_MOST_NAMED = 4
#: A decision that amended or repealed tells nobody what holds.
_AMENDS = re.compile(r"关于(?:修改|修订|修正|废止)|修正案")
_INSTRUMENT = re.compile(r"《[^《》]+》(?:（[^）]*）)?")


def given(
    index: Index,
    question: str,
    intent: Intent,
    *,
    statements: Sequence[Statement],
    quotes: tuple[Quote, ...],
    ranking: Ranking | None = None,
    expansions: tuple[Expansion, ...] = (),
    complete: bool = False,
    named: bool = False,
) -> Answer:
    """An answer that rests on the provisions quoted."""
    return Answer(
        question=question,
        standalone_question=question,
        statements=tuple(statements),
        cited=tuple(q.id for q in quotes),
        quotes=quotes,
        intent=intent,
        refusal=None,
        notices=(notice(index.regulation),),
        ranking=ranking.hits if ranking else (),
        expansions=expansions,
        complete=complete,
        named=named,
        document=index.regulation.key,
    )


def refused(
    index: Index,
    question: str,
    intent: Intent,
    *,
    reason: RefusalReason,
    nearest: tuple[ProvisionId, ...] = (),
    detail: RefusalDetail | None = None,
    ranking: Ranking | None = None,
    expansions: tuple[Expansion, ...] = (),
) -> Answer:
    """A refusal that shows the nearest provisions as related."""
    regulation = index.regulation
    quotes = tuple(quote(index.leaf(id_), regulation) for id_ in nearest if str(id_) in index.rows)
    instruments = _instruments(quotes, regulation) if reason in ("not_stated", "not_found") else ()
    examples = _examples(index, reason)
    parts = RefusalSaid(reason, (regulation.title,), detail, instruments, examples)
    return Answer(
        question=question,
        standalone_question=question,
        statements=(Statement(StatementKind.CONCLUSION, parts, nearest),),
        cited=(),
        quotes=quotes,
        intent=intent,
        refusal=Refusal(reason, nearest),
        notices=(notice(regulation),),
        ranking=ranking.hits if ranking else (),
        expansions=expansions,
        document=regulation.key,
    )


def notice(regulation: Regulation) -> Statement:
    """What the regulation's status obliges every answer to say."""
    return Statement(StatementKind.STATUS, SaidWords(status_notice(regulation)))


def _instruments(quotes: Sequence[Quote], regulation: Regulation) -> tuple[str, ...]:
    """Instruments that the nearest provisions name, else those that the regulation rests on."""
    named = tuple(dict.fromkeys(m for q in quotes for m in _INSTRUMENT.findall(q.text)))
    rests = tuple(t for t in external_instruments(regulation) if not _AMENDS.search(t))
    return tuple(t for t in named if not _AMENDS.search(t)) or rests[:_MOST_NAMED]


def _examples(index: Index, reason: RefusalReason) -> tuple[str, ...]:
    """Questions that a refusal offers to who has asked none."""
    if reason not in ("chitchat", "unclear"):
        return ()
    examples = examples_of(index.regulation, index.language)
    return examples.greeting if reason == "chitchat" else (examples.unclear,)
