"""The extractive writer: conclusion, verbatim provisions, status. Adds no fact of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.answer import Quote, RefusalReason, Statement
from assistant.answering.quoting import best_sentence, short_citation
from assistant.understanding.elsewhere import external_instruments
from assistant.understanding.understood import Understood
from corpus.citing.citations import format_citation
from corpus.text.provision import Leaf, Regulation
from index.opened import Index
from index.tokens import char_tokens

#: Instruments that a refusal names where the nearest provisions name none: those of the 依据.
_MOST_NAMED = 4
_INSTRUMENT = re.compile(r"《[^《》]+》(?:（[^）]*）)?")


def conclusion(index: Index, asked: Understood, leaves: Sequence[Leaf]) -> tuple[Statement, ...]:
    """One sentence: the words of the first provision that answer, or how many provisions do."""
    regulation = index.regulation
    first = leaves[0]
    ids = tuple(leaf.id for leaf in leaves)
    if asked.intent == "citation":
        names = "、".join(dict.fromkeys(_named(leaf, leaves, regulation) for leaf in leaves))
        return (Statement(f"{names}的原文如下。", ids),)
    sentence = best_sentence(first.text, _wanted(index, asked))
    lead = f"{short_citation(first.id, regulation)}规定：「{sentence}」。"
    if len(leaves) == 1:
        return (Statement(lead, ids),)
    count = f"有 {len(leaves)} 处规定与此直接相关。"
    return (Statement(count, ids), Statement(lead, (first.id,)))


def _named(leaf: Leaf, leaves: Sequence[Leaf], regulation: Regulation) -> str:
    """A leaf that stands alone by its own address, one of several of its 条 by the 条's."""
    inside = [x for x in leaves if x.id.article == leaf.id.article]
    if len(inside) == 1:
        return short_citation(leaf.id, regulation)
    items = sum(bool(x.id.item) for x in inside)
    article = format_citation(leaf.id.parent_article(), regulation, title=False)
    return f"{article}（{items} 项）" if items and not inside[0].id.item else article


def _wanted(index: Index, asked: Understood) -> dict[str, float]:
    """What to look for in a sentence: character tokens with their idf, added ones at half or less.

    The statute's words for one lay word weigh no more in all than half of the word that was said:
    养老院 stands for long lists of places, 避难间 for itself.
    """
    bm25 = index.fields["text.char"]
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


def denial(index: Index, asked: Understood, words: str, leaf: Leaf) -> str:
    """不是, and what the provision says instead.

    Args:
        words: of the question, that it does not say.
    """
    sentence = best_sentence(leaf.text, _wanted(index, asked))
    return (
        f"不是。《{index.regulation.title}》没有这样写（「{words}」），"
        f"{short_citation(leaf.id, index.regulation)}规定：「{sentence}」。"
    )


def refusal_message(
    reason: RefusalReason, detail: str, quotes: Sequence[Quote], regulation: Regulation
) -> str:
    """What is not stated, and where to turn."""
    name = f"《{regulation.title}》"
    match reason:
        case "chitchat":
            return f"您好，我只回答{name}里的问题，例如「养老院夜里要做什么」「谁管消防车通道」。"
        case "unclear":
            return "没有看懂问题，请用一句话写出要问的事，例如「物业要做什么」。"
        case "off_topic":
            return f"这个问题不在{name}的范围内，无法回答。"
        case "no_such_provision":
            return detail
        case "false_premise":
            return detail
        case "other_instrument":
            return (
                f"{detail or '所问的文件'}不在本系统收录范围内，这里只收录{name}，"
                "不能代答其他文件或其他地区的规定。"
            )
        case "not_stated" | "not_found":
            message = detail or f"{name}里没有找到直接规定这一点的条文，请看相近的规定。"
            named = dict.fromkeys(m for q in quotes for m in _INSTRUMENT.findall(q.text))
            named = named or dict.fromkeys(external_instruments(regulation)[:_MOST_NAMED])
            if named:
                message += f"可另查条文提到的{'、'.join(named)}。"
            return message


def answer_text(
    statements: Sequence[Statement],
    quotes: Sequence[Quote],
    notice: str,
    *,
    above: str = "",
) -> str:
    """The whole answer as plain text; ``above`` stands over the quotes."""
    parts = ["".join(s.text for s in statements)]
    if quotes and above:
        parts.append(above)
    parts += [
        "\n".join(filter(None, (f"{q.citation}（{q.path}）", q.lead_in, q.text))) for q in quotes
    ]
    parts.append(notice)
    return "\n\n".join(parts)
