"""What is not answered, and where to turn, in Chinese."""

from __future__ import annotations

from assistant.answering.parts import (
    Denied,
    Elsewhere,
    HeldUnasked,
    RefusalDetail,
    RefusalSaid,
    SaidWords,
    SmallTalkSaid,
    UnnamedBody,
    Unstated,
)
from assistant.rendering.addresses import held_unasked, is_missing, not_collected
from assistant.rendering.quotations import quotation_text
from assistant.rendering.small_talk import small_talk_message
from corpus.citing.missing import (
    MisplacedArticle,
    NoSuchArticle,
    NoSuchDivision,
    NoSuchPart,
    NoSuchSubitem,
)
from corpus.language.examples import for_example


def refusal_message(refusal: RefusalSaid) -> str:
    """The sentences of a refusal."""
    name = "、".join(f"《{title}》" for title in refusal.titles)
    if refusal.among and refusal.reason == "other_instrument":
        name = f"别的 {refusal.among} 部法规"
    elif refusal.among and refusal.reason == "off_topic":
        name = f"收录的 {refusal.among} 部法规"
    elif refusal.among:
        count = len(refusal.titles)
        name = f"收录的 {refusal.among} 部法规中最相近的 {count} 部（{name}）"
    match refusal.reason:
        case "chitchat":
            assert isinstance(refusal.detail, SmallTalkSaid)
            return small_talk_message(refusal.detail, for_example(refusal.examples))
        case "unclear":
            if refusal.detail is not None:
                return _detail(refusal.detail, name)
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
            return not_collected(instrument, name)
        case HeldUnasked(documents):
            return held_unasked(documents, name)
        case Unstated(what, asked, figure):
            told = f"「{what}」" if asked else f"所问的{what}" if figure else what
            return f"{name}没有规定{told}，不能给出答案。"
        case Denied(asserted, instead):
            denied = f"{name}没有这样写（「{asserted}」），" if asserted else ""
            return f"不是。{denied}{quotation_text(instead)}"
        case SmallTalkSaid():
            return small_talk_message(detail, "")
        case UnnamedBody(body, common):
            told = f"{name}没有点名「{body}」，没有写它自己的职责。"
            return f"{told}对政府各部门的共同规定见{'、'.join(common)}。" if common else told
        case (
            NoSuchArticle() | NoSuchPart() | NoSuchSubitem() | NoSuchDivision() | MisplacedArticle()
        ):
            return is_missing(detail, name)
