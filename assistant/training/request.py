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
from assistant.training.material import Material
from assistant.training.question import KINDS, QuizKind
from assistant.training.scope import MOST_QUESTIONS
from assistant.training.wanted import ASKS, Wanted, split_reply
from corpus.text.numerals import NUMERAL_CHARS, to_int

_COUNT = re.compile(rf"(?P<n>[{NUMERAL_CHARS}]+)\s*(?:道|个题|题(?!型|目是))")
_MINUTES = re.compile(
    rf"(?P<n>[{NUMERAL_CHARS}]+|半|一个半|两个?)\s*(?P<u>分钟|刻钟|个?小时|个?钟头)"
)
_SET = re.compile(rf"第\s*(?P<n>[{NUMERAL_CHARS}]+)\s*套")
_SWAP = re.compile(rf"换第\s*(?P<n>[{NUMERAL_CHARS}、,和\s]+)\s*(?:道|题)")
_HARDER = re.compile(r"难一?[点些]|更难|太简单|太容易|熟练|进阶|提高难度|加大难度|高难度")
_EASIER = re.compile(r"简单[点些]|容易[点些]|太难|入门|降低难度")
_ABOUT = re.compile(r"(?:关于|有关|围绕|针对)(?P<x>.{1,24}?)(?:的|方面|，|,|出|$)")
_KEYS = re.compile(r"(?:公布|看|要|给|说|对)?一?下?(?:答案|解析|参考答案)(?:和解析|呢|吧|是什么)?")
_KINDS: tuple[tuple[str, tuple[QuizKind, ...]], ...] = (
    ("判断", ("判断正误",)),
    ("填空", ("填空",)),
    ("多选", ("职责归属",)),
    ("单选", ("谁负责", "数字期限")),
    ("选择", ("谁负责", "数字期限", "职责归属")),
    ("排序", ("排序",)),
    ("连线", ("连线",)),
    ("案例", ("案例",)),
)
_PROVISION = re.compile(
    rf"第[{NUMERAL_CHARS}]+条(?:第[（(]?[{NUMERAL_CHARS}]+[）)]?项)?|第[{NUMERAL_CHARS}]+章"
)
_PACK = re.compile(
    r"(?:培训)?(?:课件|讲义|教案|PPT|ppt|材料|资料|方案|包|课程?)|培训(?=[（(，,。\s]|$)"
)
_OF_KIND = re.compile(rf"(?P<x>{'|'.join(word for word, _ in _KINDS)})题")
_FEW = 5


def read(question: str, wanted: Wanted, material: Material) -> Request:
    """The request in a question that ``may_ask`` recognised."""
    said, reply = split_reply(question)
    choice, noted = _chosen(said, wanted, material)
    keys = "答案" in said or "解析" in said
    return Request(wanted, choice, keys, reply, noted)


def tell(request: Request) -> str:
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
    exact = next((word for word, of in _KINDS if set(of) == wanted), "")
    words = (
        [exact] if exact else [word for word, of in _KINDS if len(of) == 1 and set(of) <= wanted]
    )
    return "、".join(f"{word}题" for word in words)


def followed(question: str, before: Request, material: Material) -> Request | None:
    """What a short follow-up makes of the request before it; None where it is none.

    Words that answer a 自测 question are not looked for here.
    """
    said = question.strip().rstrip("。.!！~")
    choice = before.choice
    if len(said) > 24 or ASKS.search(said):
        return None
    if _KEYS.fullmatch(said):
        return replace(before, keys=True, reply="", noted="")
    new = replace(before, keys=False, reply="", noted="")
    if _HARDER.search(said):
        return _next_level(new, "熟练")
    if _EASIER.search(said):
        return _next_level(new, "入门")
    if match := re.fullmatch(
        rf"(?:把|将)?(?:换|改)?第\s*(?P<n>[{NUMERAL_CHARS}]+)\s*[道题]+(?:换掉|换一[道个下]|换了|重出)?",
        said,
    ):
        return _exchanged(new, to_int(match["n"]))
    if re.fullmatch(
        r"(?:再|另)?(?:换|来|出)(?:一|下)?[道个题]+题?|下一[道个题]+题?|继续|再来一[道个]题?", said
    ):
        if before.wanted == "自测":
            return replace(new, choice=replace(choice, seed=choice.seed + 1))
        if said.startswith("换"):
            return _exchanged(new, choice.questions or LENGTHS[choice.minutes])
        return replace(
            new, choice=replace(choice, questions=min((choice.questions or 0) + 1, MOST_QUESTIONS))
        )
    if re.fullmatch(
        r"(?:再|另)?(?:换|来|出|做)(?:一|1)?[套份组批](?:题|卷子|试卷)?|重新出|重出", said
    ):
        return replace(new, choice=replace(choice, seed=choice.seed + 1, exchanged=()))
    if match := re.fullmatch(
        rf"(?:再来|再出|再加|多出|加)\s*(?P<n>[{NUMERAL_CHARS}]+)\s*道题?", said
    ):
        count = (choice.questions or LENGTHS[choice.minutes]) + to_int(match["n"])
        return replace(new, choice=replace(choice, questions=min(count, MOST_QUESTIONS)))
    return _changed(said, new, material)


def _next_level(request: Request, level: Mastery) -> Request:
    choice = request.choice
    if choice.level == level:
        noted = f"已经是{level}的难度了，换了一套。"
        return replace(request, choice=replace(choice, seed=choice.seed + 1), noted=noted)
    return replace(request, choice=replace(choice, level=level))


def _exchanged(request: Request, number: int) -> Request:
    choice = request.choice
    there = choice.questions or LENGTHS[choice.minutes]
    if not 1 <= number <= there:
        return replace(request, noted=f"没有第 {number} 题，一共 {there} 题。")
    noted = f"换掉了第 {number} 题。"
    return replace(
        request, choice=replace(choice, exchanged=(*choice.exchanged, number)), noted=noted
    )


def _changed(said: str, request: Request, material: Material) -> Request | None:
    """「要判断题」「换成物业的」「改成 20 道」."""
    match = re.fullmatch(
        r"(?:只)?(?:换成|改成|改为|换|要|都要|只要|那)(?P<x>.{1,16}?)(?:的|呢|吧)?", said
    )
    if not match:
        return None
    found, _ = _chosen(match["x"], request.wanted, material)
    fresh, choice = PackChoice(), request.choice
    changes: dict[str, Any] = {
        name: value
        for name in ("scope", "unit", "audience", "kinds", "level")
        if (value := getattr(found, name)) != getattr(fresh, name)
    }
    if _COUNT.search(match["x"]):
        changes["questions"] = found.questions
    if _MINUTES.search(match["x"]):
        changes |= {"minutes": found.minutes, "questions": None}
    if not changes:
        return None
    if {"scope", "unit", "audience"} & changes.keys():
        choice = replace(choice, scope=(), unit="", audience="")
    return replace(request, choice=replace(choice, exchanged=(), **changes))


# --- words → choice -----------------------------------------------------------------------------


def _chosen(said: str, wanted: Wanted, material: Material) -> tuple[PackChoice, str]:
    kinds = tuple(
        k for m in _OF_KIND.finditer(said) for word, of in _KINDS if word == m["x"] for k in of
    )
    minutes, noted = _minutes(said)
    swaps = _SWAP.search(said)
    set_ = _SET.search(said)
    plain = _SET.sub("", _SWAP.sub("", said))
    if wanted == "培训":  # the pack itself is no matter
        plain = _PACK.sub("", plain)
    level: Mastery = "熟练" if _HARDER.search(said) else "入门"
    scope, unit, audience = _about(_OF_KIND.sub("", plain), material)
    return PackChoice(
        scope=scope,
        unit=unit,
        audience=audience,
        minutes=minutes,
        level=level,
        questions=_count(plain, wanted),
        kinds=tuple(k for k in KINDS if k in kinds),
        seed=to_int(set_["n"]) if set_ else PackChoice().seed,
        exchanged=_numbers(swaps["n"]) if swaps else (),
    ), noted


def _count(said: str, wanted: Wanted) -> int | None:
    if wanted == "自测":
        return 1
    if match := _COUNT.search(said):
        return max(1, _value(match["n"]))
    return None if wanted == "培训" else _FEW


def _value(numeral: str) -> int:
    try:
        return to_int(numeral)
    except ValueError:
        return _FEW


def _numbers(written: str) -> tuple[int, ...]:
    return tuple(_value(w) for w in re.split(r"[、,和\s]+", written) if w)


def _minutes(said: str) -> tuple[int, str]:
    """The length, and what is said where there is none of exactly that length."""
    match = _MINUTES.search(said)
    if not match:
        return PackChoice().minutes, ""
    words = {"半": 0.5, "一个半": 1.5, "两": 2, "两个": 2}
    number = words.get(match["n"]) or _value(match["n"])
    each = {"分钟": 1, "刻钟": 15}.get(match["u"], 60)
    asked = int(number * each)
    if asked in LENGTHS:
        return asked, ""
    nearest = min(LENGTHS, key=lambda m: (abs(m - asked), m))
    return nearest, f"没有 {asked} 分钟的，按最接近的 {nearest} 分钟做。"


def _about(said: str, material: Material) -> tuple[tuple[str, ...], str, str]:
    """Scope words, a kind of unit, an audience."""
    audience, said = _audience(said, material)
    found = [m.group() for m in _PROVISION.finditer(said)]
    rest = re.sub(rf"第[{NUMERAL_CHARS}]+[条章]", "", said)
    matters = material.clauses.register.matters
    rest = _take([(m.name, m.name) for m in matters], rest, found)
    unit = _unit(rest, material)
    if unit:
        rest = rest.replace(unit[1], "")
    rest = _take([(word, m.name) for m in matters for word in m.lay], rest, found)
    if not (found or unit or audience):
        found += _bodies(rest, material)
    if not (found or unit or audience) and (about := _ABOUT.search(said)):
        found.append(about["x"])  # unknown: the scope says so, with what is near
    return tuple(dict.fromkeys(found)), unit[0] if unit else "", audience


def _audience(said: str, material: Material) -> tuple[str, str]:
    """The audience that is named first, and the words without its name."""
    names = [(w, a.name) for a in material.data.audiences for w in (a.name, *a.lay) if w in said]
    if not names:
        return "", said
    word, name = min(names, key=lambda pair: (said.index(pair[0]), -len(pair[0])))
    for other, of in sorted(names, key=lambda pair: -len(pair[0])):
        if of == name or other in word:
            said = said.replace(other, "")
    return name, said


def _unit(said: str, material: Material) -> tuple[str, str] | None:
    if material.guide is None:
        return None
    kinds = material.guide.describe(said).kinds
    return (kinds[0].unit, kinds[0].said) if kinds else None


def _take(names: Iterable[tuple[str, str]], said: str, found: list[str]) -> str:
    """Find names in words, the longest first, and give back the words without them.

    Args:
        names: pairs of a word and what it means.
        found: what was meant; grows.
    """
    for word, name in sorted(names, key=lambda pair: -len(pair[0])):
        if len(word) > 1 and word in said and name not in found:
            found.append(name)
            said = said.replace(word, "|")
    return said


def _bodies(said: str, material: Material) -> list[str]:
    names = [
        (word, body.name)
        for body in material.clauses.register.bodies
        for word in body.names
        if len(word) > 1 and word in said and material.clauses.own(body.name)
    ]
    return [max(names, key=lambda pair: len(pair[0]))[1]] if names else []
