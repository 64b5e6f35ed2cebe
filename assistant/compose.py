"""The extractive writer: conclusion, verbatim provisions, status. Adds no fact of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Intent, Quote, Reason, Statement
from assistant.quoting import best_sentence, short_citation
from corpus import Leaf, Regulation
from index import Ranking
from index.tokens import char_tokens

_INSTRUMENT = re.compile(r"《[^《》]+》(?:（[^）]*）)?")


def conclusion(
    question: str,
    intent: Intent,
    leaves: Sequence[Leaf],
    ranking: Ranking,
    regulation: Regulation,
) -> tuple[Statement, ...]:
    """One sentence: the words of the first provision that answer, or how many provisions do."""
    first = leaves[0]
    ids = tuple(leaf.id for leaf in leaves)
    if intent == "citation" and len(leaves) == 1:
        text = f"{short_citation(first.id, regulation)}的原文如下。"
        return (Statement(text, ids),)
    if intent == "citation":
        names = "、".join(
            dict.fromkeys(
                short_citation(x.id.parent_article(), regulation).removesuffix("第一款")
                for x in leaves
            )
        )
        return (Statement(f"{names}共 {len(leaves)} 段，原文如下。", ids),)
    wanted = set(char_tokens(question))
    wanted |= {t for e in ranking.expansions for s in e.statute for t in char_tokens(s)}
    sentence = best_sentence(first.text, wanted)
    lead = f"{short_citation(first.id, regulation)}规定：「{sentence}」。"
    if len(leaves) == 1:
        return (Statement(lead, (first.id,)),)
    return (
        Statement(f"有 {len(leaves)} 处规定与此直接相关。", ids),
        Statement(lead, (first.id,)),
    )


def refusal_message(
    reason: Reason, detail: str, quotes: Sequence[Quote], regulation: Regulation
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
        case "other_instrument":
            return (
                f"{detail or '所问的文件'}不在本系统收录范围内，这里只收录{name}，"
                "不能代答其他文件或其他地区的规定。"
            )
        case "not_stated":
            message = detail or f"{name}没有规定这一点，不能给出答案。"
            named = dict.fromkeys(m for q in quotes for m in _INSTRUMENT.findall(q.text))
            if named:
                message += f"可另查条文提到的{'、'.join(named)}。"
            return message


def answer_text(
    statements: Sequence[Statement],
    quotes: Sequence[Quote],
    notice: str,
    *,
    related: bool = False,
) -> str:
    """The whole answer as plain text."""
    parts = ["".join(s.text for s in statements)]
    if quotes and related:
        parts.append("相近的规定（供参考，不是对问题的回答）：")
    parts += [f"{q.citation}（{q.path}）\n{q.text}" for q in quotes]
    parts.append(notice)
    return "\n\n".join(parts)
