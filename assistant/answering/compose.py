"""The extractive writer: which provisions answer, and the words of the first. Adds no fact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.parts import Denied, OriginalFollows, ProvisionCount, Quotation
from assistant.answering.penalties import punishes, wants_penalty
from assistant.answering.quoting import best_sentence, short_citation
from assistant.answering.statement import Statement, StatementKind
from assistant.understanding.understood import Understood
from corpus.citing.citations import cite_all, format_citation
from corpus.text.provision import Leaf, Regulation
from index.opened import Index
from index.tokens import char_tokens

#: Whom a sentence is about, by how such names end.
_SUBJECT = re.compile(
    r"[^，。；：「」]{2,30}?(?:部门|机构|机关|委员会|人民政府|派出所|办事处|单位|企业|组织|团体|人员|管理人|所有权人|责任人)"
    r"(?=负责|应当|应|必须|对|依法|依照|按照|根据|在|，|不得|可以|有权)"
)
#: Characters of a sentence, of one that states a penalty, and of the words that lead in to a 项.
_SENTENCE, _PENALTY, _LEAD = 120, 200, 110


def conclusion(index: Index, asked: Understood, leaves: Sequence[Leaf]) -> tuple[Statement, ...]:
    """One sentence: the words of the first provision that answer, or how many provisions do."""
    regulation = index.regulation
    first = leaves[0]
    ids = tuple(leaf.id for leaf in leaves)
    if asked.intent == "citation":
        names = tuple(dict.fromkeys(_named(leaf, leaves, regulation) for leaf in leaves))
        return (Statement(StatementKind.CONCLUSION, OriginalFollows(names), ids),)
    quoted = [quotation(index, asked, first)]
    if len(leaves) == 1:
        return tuple(quoted)
    if wants_penalty(asked) and _adds(leaves[1], first):
        quoted.append(quotation(index, asked, leaves[1]))
    return (Statement(StatementKind.CONCLUSION, ProvisionCount(len(leaves)), ids), *quoted)


def _adds(leaf: Leaf, first: Leaf) -> bool:
    """Whether a provision belongs to the answer's first sentences: a penalty with what it punishes."""
    same = leaf.id.parent_article() == first.id.parent_article()
    return punishes(leaf) and (same or not punishes(first))


def quotation(index: Index, asked: Understood, leaf: Leaf) -> Statement:
    """The words of a provision that answer, with those that say who must do it or is punished how."""
    limit = _PENALTY if wants_penalty(asked) and punishes(leaf) else _SENTENCE
    words = best_sentence(leaf.text, _wanted(index, asked), limit=limit)
    source = short_citation(leaf.id, index.regulation)
    said = Quotation(words, source, lead=(*lead_of(leaf.lead_in), *subject_of(leaf.text, words)))
    return Statement(StatementKind.QUOTATION, said, (leaf.id,))


def subject_of(text: str, words: str) -> tuple[str, ...]:
    """Who a provision begins with, where the words that are quoted stand further on and name nobody."""
    begins = _SUBJECT.match(text)
    if begins is None or text.startswith(words) or _SUBJECT.match(words):
        return ()
    return (begins.group(),)


def lead_of(lead_in: str) -> tuple[str, ...]:
    """The words that lead in to a 项, in verbatim pieces: of long ones the beginning and the end."""
    words = lead_in.strip()
    if not words.endswith(("：", ":")):
        return ()  # it stands before the 项 and does not introduce it
    if len(words) <= _LEAD:
        return (words,) if words else ()
    last = [s for s in re.split(r"(?<=。)", words) if s][-1]
    if len(last) <= _LEAD:
        return (last,)
    clauses = re.split(r"(?<=[，；])", last)
    ending = clauses.pop()
    while clauses[1:] and len(clauses[0]) + len(clauses[-1]) + len(ending) <= _LEAD:
        ending = clauses.pop() + ending
    return (clauses[0].rstrip("，；"), ending) if clauses else (last[-_LEAD:],)


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


def _wanted(index: Index, asked: Understood) -> dict[str, float]:
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


def denial(index: Index, asked: Understood, words: str, leaf: Leaf) -> Denied:
    """不是, and what the provision says instead.

    Args:
        words: of the question, that it does not say.
    """
    sentence = best_sentence(leaf.text, _wanted(index, asked))
    return Denied(words, short_citation(leaf.id, index.regulation), sentence)
