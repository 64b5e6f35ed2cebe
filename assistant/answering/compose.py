"""The extractive writer: which words of the provisions answer. Adds no fact.

A provision that is short is quoted whole, so that nobody has to guess who must do it or what else holds;
of a long one the sentences nearest to the question, and who it begins with. 项 of one series stand
together behind the words that lead in to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from assistant.answering.parts import (
    Denied,
    Listing,
    OfDocument,
    OriginalFollows,
    Quotation,
    RestCount,
    quoted,
)
from assistant.answering.quoting import best_sentence, short_citation
from assistant.answering.statement import Statement, StatementKind
from assistant.understanding.understood import Understood
from assistant.verify.figures import find_figures
from corpus.citing.citations import cite_all, format_citation
from corpus.clauses.records import ClauseRecord
from corpus.text.provision import Leaf, Regulation
from index.opened import Index
from index.tokens import char_tokens

#: Characters of a provision that is quoted whole, and of the words that lead in to a 项.
_WHOLE, _LEAD = 170, 110
#: The same of one that there is room for.
_LONGEST = 300
#: What asks for all 项 of a series that one of them stands in.
_WHOLE_SERIES = ("list", "comparison")
#: Characters of what is told first, and the provisions or series that it tells at most.
ROOM, _MOST = 420, 3


def conclusion(
    index: Index, asked: Understood, leaves: Sequence[Leaf], room: int = ROOM
) -> tuple[Statement, ...]:
    """The words of the best provisions that answer; the best are told however long they are.

    Args:
        index: of the document.
        asked: the question.
        leaves: the provisions, best first; at least one.
        room: characters.
    """
    regulation = index.regulation
    if asked.intent == "citation":
        ids = tuple(leaf.id for leaf in leaves)
        names = tuple(dict.fromkeys(_named(leaf, leaves, regulation) for leaf in leaves))
        return (Statement(StatementKind.CONCLUSION, OriginalFollows(names), ids),)
    told: list[Statement] = []
    left = list(leaves)
    whole = asked.intent in _WHOLE_SERIES or asked.extent.every or asked.extent.everywhere
    while left and len(told) < _MOST:
        series = _series(left)
        if _holder(left[0]) and (whole or len(series) > 1 or left[0].is_lead_in):
            said = _listing(index, _whole_series(index, series) if whole else series, room)
        else:
            said = quotation(index, asked, left[0], room)
        size = sum(map(len, quoted((said.parts,) if said.parts else ())))
        if told and size > room:
            break
        room -= size
        told.append(said)
        left = [leaf for leaf in left if leaf not in series]
    return tuple(told)


def rest_of(leaves: Sequence[Leaf], told: Sequence[Statement]) -> tuple[Statement, ...]:
    """That further provisions are cited than those that were told; nothing where there are none."""
    ids = {id_ for statement in told for id_ in statement.ids}
    rest = tuple(leaf.id for leaf in leaves if leaf.id not in ids and not leaf.is_lead_in)
    return (Statement(StatementKind.NOTE, RestCount(len(rest)), rest),) if rest else ()


def _series(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The first leaf, with the others that are 项 of its series or lead in to it, in their order."""
    holder = _holder(leaves[0])
    return [leaf for leaf in leaves if _holder(leaf) == holder] if holder else [leaves[0]]


def _whole_series(index: Index, series: Sequence[Leaf]) -> list[Leaf]:
    """All 项 beside some of one series, those first: 「哪些单位」 is not answered by one of them."""
    holder = _holder(series[0])
    return [*series, *(x for x in index.leaves if _holder(x) == holder and x not in series)]


def _holder(leaf: Leaf) -> str:
    """Address of the 条 or 款 that a 项 stands in, or that leads in to 项; empty for other provisions."""
    if leaf.is_lead_in and leaf.text.endswith(("：", ":")):
        return str(leaf.id)
    introduced = leaf.id.item and not leaf.id.subitem and leaf.lead_in.endswith(("：", ":"))
    return str(leaf.id.holder) if introduced else ""


def _listing(index: Index, series: Sequence[Leaf], room: int) -> Statement:
    """项 of one series in printed order: the best of them that there is room for; all after a lead-in alone."""
    items = [leaf for leaf in series if not leaf.is_lead_in] or index.items_of(series[0].id)
    pieces = lead_of(items[0].lead_in) if items else (series[0].text,)
    room -= sum(map(len, pieces))
    taken: list[Leaf] = []
    for leaf in items:
        if not taken or len(leaf.text) <= room:
            taken.append(leaf)
            room -= len(leaf.text)
    taken.sort(key=lambda leaf: index.rows[str(leaf.id)])
    words = tuple((x.provision.label, x.text.rstrip("。；;")) for x in taken)
    source = short_citation(items[0].id.holder if items else series[0].id, index.regulation)
    said = Listing(source, pieces, words, len(items) - len(taken))
    return Statement(StatementKind.QUOTATION, said, tuple(leaf.id for leaf in taken))


def quotation(index: Index, asked: Understood, leaf: Leaf, room: int = _WHOLE) -> Statement:
    """The words of a provision that answer, with those that say who must do it or is punished how.

    Args:
        index: of the document.
        asked: the question.
        leaf: the provision.
        room: characters that there are for it.
    """
    words, cut = _answering_words(index, asked, leaf.text, max(_WHOLE, min(room, _LONGEST)))
    source = short_citation(leaf.id, index.regulation)
    longest = max(_LEAD, min(room, _LONGEST) - len(words))
    lead = lead_of(leaf.lead_in, longest)
    if not leaf.text.startswith(words):
        lead += subject_of(index.stored_clauses.of(leaf.id), leaf, words)
    return Statement(
        StatementKind.QUOTATION, Quotation(words, source, lead=lead, cut=cut), (leaf.id,)
    )


def _answering_words(index: Index, asked: Understood, text: str, limit: int) -> tuple[str, bool]:
    """A short provision whole; of a long one the sentence that is nearest, with its neighbours.

    Returns:
        The words, and whether their sentence goes on.
    """
    sentences = [s for s in re.split(r"(?<=。)", text) if s.strip()]
    if len(text) > limit and len(sentences) > 1:
        embed = index.embedder
        question = np.asarray(embed.embed_query(asked.text), np.float32)
        nearness = np.asarray(embed.embed_documents(sentences), np.float32) @ question
        first = last = int(nearness.argmax())
        length = len(sentences[first])
        for at in (first + 1, first - 1, first + 2):
            inside = 0 <= at < len(sentences) and at in (first - 1, last + 1)
            if inside and length + len(sentences[at]) <= limit:
                first, last = min(first, at), max(last, at)
                length += len(sentences[at])
        text = "".join(sentences[first : last + 1])
    whole = text.strip().rstrip("。；，、：.")
    if len(text) <= limit:
        return whole, False
    words = best_sentence(text, _wanted(index, asked), limit=limit)
    return words, not whole.endswith(words)


def subject_of(records: Sequence[ClauseRecord], leaf: Leaf, words: str) -> tuple[str, ...]:
    """Who a provision says must do what its words say, where it names them before the words.

    Args:
        records: the clause records of the provision.
        leaf: the provision.
        words: that are quoted of it.
    """
    at = leaf.text.find(words)
    record = next((r for r in records if r.span[0] <= at < r.span[1]), None)
    named = [p.span for p in record.subjects if p.provision == leaf.id] if record else []
    if not named or named[-1][1] > at:
        return ()
    return (leaf.text[named[0][0] : named[-1][1]],)


def lead_of(lead_in: str, longest: int = _LEAD) -> tuple[str, ...]:
    """The words that lead in to a 项, in verbatim pieces: of long ones the beginning and the end."""
    words = lead_in.strip()
    if not words.endswith(("：", ":")):
        return ()  # it stands before the 项 and does not introduce it
    if len(words) <= longest:
        return (words,) if words else ()
    last = [s for s in re.split(r"(?<=。)", words) if s][-1]
    if len(last) <= longest:
        return (last,)
    clauses = re.split(r"(?<=[，；])", last)
    ending = clauses.pop()
    while clauses[1:] and len(clauses[0]) + len(clauses[-1]) + len(ending) <= longest:
        ending = clauses.pop() + ending
    return (clauses[0].rstrip("，；"), ending) if clauses else (last[-longest:],)


def _named(leaf: Leaf, leaves: Sequence[Leaf], regulation: Regulation) -> str:
    """A leaf that stands alone by its own address, one of several of its 条 by the 条's."""
    inside = [x for x in leaves if x.id.article == leaf.id.article]
    if len(inside) == 1:
        return short_citation(leaf.id, regulation)
    if all(x.id.item for x in inside):
        return cite_all([x.id for x in inside], regulation)
    items = sum(bool(x.id.item) for x in inside)
    article = format_citation(leaf.id.parent_article(), regulation, title=False)
    return f"{article}（{items} 项）" if items and not inside[0].id.item else article


def _wanted(index: Index, asked: Understood) -> Mapping[str, float]:
    """What to look for in a sentence: character tokens with their idf, added ones at half or less.

    The statute's words for one lay word weigh no more in all than half of the word that was said:
    养老院 stands for long lists of places, 避难间 for itself.
    """
    bm25 = index.fields["text"]
    weights: dict[str, float] = {}
    for expansion in asked.expansions:
        added = {t for words in expansion.statute for t in char_tokens(words)}
        share = 0.5 * min(1.0, len(char_tokens(expansion.found)) / max(len(added), 1))
        weights |= {t: max(share, weights.get(t, 0.0)) for t in added}
    weights |= dict.fromkeys(char_tokens(asked.text), 1.0)
    return {
        token: weight * float(bm25.idf[bm25.vocabulary[token]])
        for token, weight in weights.items()
        if token in bm25.vocabulary
    }


def nearest_said(index: Index, asked: Understood, leaf: Leaf, mark: str = "") -> Statement:
    """What the provision nearest to what is not stated does state, in a sentence that names it.

    Args:
        index: of the document.
        asked: the question.
        leaf: the provision.
        mark: of the document, where several were asked.
    """
    said = quotation(index, asked, leaf).parts
    assert isinstance(said, Quotation)
    near = OfDocument(f"最接近的是{mark}", (replace(said, before="写的是："),))
    return Statement(StatementKind.NOTE, near, (leaf.id,))


def denial(index: Index, asked: Understood, words: str, leaf: Leaf) -> Denied:
    """不是, and what the provision says instead.

    Args:
        index: of the document.
        asked: the question.
        words: of the question, that it does not say; empty where it says the opposite. A figure is not named
            beside another one of the question: 「签了半年，试用三个月」 takes issue with either.
        leaf: the provision.
    """
    said = quotation(index, asked, leaf).parts
    assert isinstance(said, Quotation)
    one_of_several = any(find_figures(words)) and len(list(find_figures(asked.text))) > 1
    printed = words in leaf.lead_in + leaf.text
    return Denied("" if one_of_several or printed else words, said)
