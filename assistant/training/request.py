"""What somebody asks for in a conversation: 「出 10 道关于消防车通道的题」「考考我」「再难一点」.

A request is read from words, and told in words that read back as the same request, so that a turn
can be asked again without the turns before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant.training.choice import LENGTHS, Mastery, PackChoice, Request
from assistant.training.choosing import COUNT, HARDER, MINUTES, WORDS_OF_KINDS, read_choice
from assistant.training.material import Material
from assistant.training.question import QuizKind
from assistant.training.scope import MOST_QUESTIONS
from assistant.training.wanted import ASKS, Wanted, split_reply
from corpus.text.numerals import NUMERAL_CHARS, to_int

_KEYS = re.compile(r"(?:公布|看|要|给|说|对)?一?下?(?:答案|解析|参考答案)(?:和解析|呢|吧|是什么)?")
_EASIER = re.compile(r"简单[点些]|容易[点些]|太难|入门|降低难度")
_THIS_ONE = re.compile(
    rf"(?:把|将)?(?:换|改)?第\s*(?P<n>[{NUMERAL_CHARS}]+)\s*[道题]+(?:换掉|换一[道个下]|换了|重出)?"
)
_ANOTHER = re.compile(
    r"(?:再|另)?(?:换|来|出)(?:一|下)?[道个题]+题?|下一[道个题]+题?|继续|再来一[道个]题?"
)
_ANOTHER_SET = re.compile(
    r"(?:再|另)?(?:换|来|出|做)(?:一|1)?[套份组批](?:题|卷子|试卷)?|重新出|重出"
)
_MORE = re.compile(rf"(?:再来|再出|再加|多出|加)\s*(?P<n>[{NUMERAL_CHARS}]+)\s*道题?")
_CHANGED = re.compile(r"(?:只)?(?:换成|改成|改为|换|要|都要|只要|那)(?P<x>.{1,16}?)(?:的|呢|吧)?")


def read_request(question: str, wanted: Wanted, material: Material) -> Request:
    """The request in a question that ``may_ask`` recognised."""
    said, reply = split_reply(question)
    choice, noted = read_choice(said, wanted, material)
    keys = "答案" in said or "解析" in said
    return Request(wanted, choice, keys, reply, noted)


def tell_request(request: Request) -> str:
    """A request in words that read back as the same request."""
    choice = request.choice
    of = "、".join((*choice.scope, *([choice.unit] if choice.unit else [])))
    about = f"关于{of}的" if of else ""
    kinds = _kinds_told(choice.kinds)
    to = f"给{choice.audience}" if choice.audience else ""
    if request.wanted == "自测":
        of_what = f"{about}{kinds or '题'}" if about or kinds else ""
        said = f"考考我{'：' if of_what or to else ''}{to}{of_what}"
    elif request.wanted == "试题":
        said = f"{to}出 {choice.questions} 道{about}{kinds or '题'}"
    else:
        count = f"，{choice.questions} 道题" if choice.questions else ""
        said = f"{to or '请'}做一个 {choice.minutes} 分钟的{about}培训{count}"
    more: list[str] = [choice.level] if choice.level != PackChoice().level else []
    more += [f"第 {choice.seed} 套"] if choice.seed != PackChoice().seed else []
    more += [f"换第 {'、'.join(map(str, choice.exchanged))} 题"] if choice.exchanged else []
    more += ["要答案"] if request.keys else []
    told = f"{said}（{'，'.join(more)}）" if more else said
    return f"{told}，我答：{request.reply}" if request.reply else told


def _kinds_told(kinds: Iterable[QuizKind]) -> str:
    wanted = set(kinds)
    exact = next((word for word, of in WORDS_OF_KINDS if set(of) == wanted), "")
    words = (
        [exact]
        if exact
        else [word for word, of in WORDS_OF_KINDS if len(of) == 1 and set(of) <= wanted]
    )
    return "、".join(f"{word}题" for word in words)


def follow(question: str, before: Request, material: Material) -> Request | None:
    """What a short follow-up makes of the request before it; None where it is none.

    Words that answer a 自测 question are not looked for here.
    """
    said = question.strip().rstrip("。.!！~")
    if len(said) > 24 or ASKS.search(said):
        return None
    if _KEYS.fullmatch(said):
        return replace(before, keys=True, reply="", noted="")
    new = replace(before, keys=False, reply="", noted="")
    if HARDER.search(said):
        return _next_level(new, "熟练")
    if _EASIER.search(said):
        return _next_level(new, "入门")
    choice = before.choice
    there = choice.questions or LENGTHS[choice.minutes]
    if match := _THIS_ONE.fullmatch(said):
        return _exchanged(new, to_int(match["n"]))
    if _ANOTHER.fullmatch(said):
        if before.wanted == "自测":
            return _with_choice(new, seed=choice.seed + 1)
        if said.startswith("换"):
            return _exchanged(new, there)
        return _with_choice(new, questions=min((choice.questions or 0) + 1, MOST_QUESTIONS))
    if _ANOTHER_SET.fullmatch(said):
        return _with_choice(new, seed=choice.seed + 1, exchanged=())
    if match := _MORE.fullmatch(said):
        return _with_choice(new, questions=min(there + to_int(match["n"]), MOST_QUESTIONS))
    return _changed(said, new, material)


def _with_choice(request: Request, **changes: Any) -> Request:
    return replace(request, choice=replace(request.choice, **changes))


def _next_level(request: Request, level: Mastery) -> Request:
    choice = request.choice
    if choice.level == level:
        noted = f"已经是{level}的难度了，换了一套。"
        return replace(_with_choice(request, seed=choice.seed + 1), noted=noted)
    return _with_choice(request, level=level)


def _exchanged(request: Request, number: int) -> Request:
    choice = request.choice
    there = choice.questions or LENGTHS[choice.minutes]
    if not 1 <= number <= there:
        return replace(request, noted=f"没有第 {number} 题，一共 {there} 题。")
    exchanged = _with_choice(request, exchanged=(*choice.exchanged, number))
    return replace(exchanged, noted=f"换掉了第 {number} 题。")


def _changed(said: str, request: Request, material: Material) -> Request | None:
    """「要判断题」「换成物业的」「改成 20 道」."""
    match = _CHANGED.fullmatch(said)
    if not match:
        return None
    found, _ = read_choice(match["x"], request.wanted, material)
    fresh = PackChoice()
    changes: dict[str, Any] = {
        name: value
        for name in ("scope", "unit", "audience", "kinds", "level")
        if (value := getattr(found, name)) != getattr(fresh, name)
    }
    if COUNT.search(match["x"]):
        changes["questions"] = found.questions
    if MINUTES.search(match["x"]):
        changes |= {"minutes": found.minutes, "questions": None}
    if not changes:
        return None
    if {"scope", "unit", "audience"} & changes.keys():
        changes = {"scope": (), "unit": "", "audience": ""} | changes
    return _with_choice(request, exchanged=(), **changes)
