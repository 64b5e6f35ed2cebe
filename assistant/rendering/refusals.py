"""What is not answered, and where to turn, in Chinese."""

from __future__ import annotations

from assistant.answering.parts import (
    Denied,
    Elsewhere,
    RefusalDetail,
    RefusalSaid,
    SaidWords,
    UnnamedBody,
    Unstated,
)
from corpus.citing.missing import NoSuchArticle, NoSuchPart
from corpus.language.examples import for_example


def refusal_message(refusal: RefusalSaid) -> str:
    """The sentences of a refusal."""
    name = f"《{refusal.title}》"
    match refusal.reason:
        case "chitchat":
            return f"您好，我只回答{name}里的问题{for_example(refusal.examples)}。"
        case "unclear":
            return f"没有看懂问题，请用一句话写出要问的事{for_example(refusal.examples)}。"
        case "off_topic":
            return f"这个问题不在{name}的范围内，无法回答。"
        case "not_stated" | "not_found":
            told = f"{name}里没有找到直接规定这一点的条文，请看相近的规定。"
            if refusal.detail is not None:
                told = _detail(refusal.detail, name)
            more = "、".join(refusal.instruments)
            return f"{told}可另查条文提到的{more}。" if more else told
        case "no_such_provision" | "false_premise" | "other_instrument":
            return _detail(refusal.detail or Elsewhere("所问的文件"), name)


def _detail(detail: RefusalDetail, name: str) -> str:
    match detail:
        case SaidWords(text):
            return text
        case Elsewhere(instrument):
            return (
                f"{instrument}不在本系统收录范围内，这里只收录{name}，"
                "不能代答其他文件或其他地区的规定。"
            )
        case Unstated(what, asked):
            return f"{name}没有规定{f'「{what}」' if asked else what}，不能给出答案。"
        case Denied(asserted, source, words):
            return f"不是。{name}没有这样写（「{asserted}」），{source}规定：「{words}」。"
        case UnnamedBody(body, common):
            told = f"{name}没有点名「{body}」，没有写它自己的职责。"
            return f"{told}对政府各部门的共同规定见{'、'.join(common)}。" if common else told
        case NoSuchArticle() if detail.unread:
            return f"{detail.unread}；请对照原件改正文本的标号，再重建索引。"
        case NoSuchArticle():
            return (
                f"没有{detail.name}：{name}共 {detail.count} 条，从{detail.first}到{detail.last}。"
            )
        case NoSuchPart():
            return f"没有{detail.name}：{_what_there_is(detail)}。"


def _what_there_is(missing: NoSuchPart) -> str:
    several = missing.paragraphs > 1
    paragraphs = f"{missing.article}{f'有 {missing.paragraphs} 款' if several else '只有一款'}"
    if not missing.items:
        return f"{paragraphs}，没有分项"
    first, last = missing.items[0], missing.items[-1]
    return f"{paragraphs}，{first}至{last}共 {len(missing.items)} 项"
