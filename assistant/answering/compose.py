"""The extractive writer: which provisions answer, and the words of the first. Adds no fact."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.parts import Denied, OriginalFollows, ProvisionCount, Quotation
from assistant.answering.quoting import best_sentence, short_citation
from assistant.answering.statement import Statement, StatementKind
from assistant.understanding.understood import Understood
from corpus.citing.citations import cite_all, format_citation
from corpus.text.provision import Leaf, Regulation
from index.opened import Index
from index.tokens import char_tokens


def conclusion(index: Index, asked: Understood, leaves: Sequence[Leaf]) -> tuple[Statement, ...]:
    """One sentence: the words of the first provision that answer, or how many provisions do."""
    regulation = index.regulation
    first = leaves[0]
    ids = tuple(leaf.id for leaf in leaves)
    if asked.intent == "citation":
        names = tuple(dict.fromkeys(_named(leaf, leaves, regulation) for leaf in leaves))
        return (Statement(StatementKind.CONCLUSION, OriginalFollows(names), ids),)
    sentence = best_sentence(first.text, _wanted(index, asked))
    lead = Quotation(sentence, short_citation(first.id, regulation))
    quotation = Statement(StatementKind.QUOTATION, lead, (first.id,))
    if len(leaves) == 1:
        return (quotation,)
    return (Statement(StatementKind.CONCLUSION, ProvisionCount(len(leaves)), ids), quotation)


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
