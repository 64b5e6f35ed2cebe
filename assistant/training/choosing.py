"""Words → what the questions are to be about, how many, of which kinds, for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.training.choice import LENGTHS, Mastery, PackChoice
from assistant.training.material import Material
from assistant.training.question import KINDS, QuizKind
from assistant.training.wanted import Wanted
from corpus.citing.citations import format_citation
from corpus.citing.follow import follow_citations
from corpus.text.numerals import NUMERAL_CHARS, to_int

COUNT = re.compile(rf"(?P<n>[{NUMERAL_CHARS}]+)\s*(?:道|个题|题(?!型|目是))")
MINUTES = re.compile(
    rf"(?P<n>[{NUMERAL_CHARS}]+|半|一个半|两个?)\s*(?P<u>分钟|刻钟|个?小时|个?钟头)"
)
_SET = re.compile(rf"第\s*(?P<n>[{NUMERAL_CHARS}]+)\s*套")
_SWAP = re.compile(rf"换第\s*(?P<n>[{NUMERAL_CHARS}、,和\s]+)\s*(?:道|题)")
HARDER = re.compile(r"难一?[点些]|更难|太简单|太容易|熟练|进阶|提高难度|加大难度|高难度")
_ABOUT = re.compile(r"(?:关于|有关|围绕|针对)(?P<x>.{1,24}?)(?:的|方面|，|,|出|$)")
WORDS_OF_KINDS: tuple[tuple[str, tuple[QuizKind, ...]], ...] = (
    ("判断", ("判断正误",)),
    ("填空", ("填空",)),
    ("多选", ("职责归属",)),
    ("单选", ("谁负责", "数字期限")),
    ("选择", ("谁负责", "数字期限", "职责归属")),
    ("排序", ("排序",)),
    ("连线", ("连线",)),
    ("案例", ("案例",)),
)
_PACK = re.compile(
    r"(?:培训)?(?:课件|讲义|教案|PPT|ppt|材料|资料|方案|包|课程?)|培训(?=[（(，,。\s]|$)"
)
_OF_KIND = re.compile(rf"(?P<x>{'|'.join(word for word, _ in WORDS_OF_KINDS)})题")
_FEW = 5


def read_choice(said: str, wanted: Wanted, material: Material) -> tuple[PackChoice, str]:
    """What words choose, and Chinese on what could not be taken as it stands; may be empty."""
    kinds = tuple(
        k
        for m in _OF_KIND.finditer(said)
        for word, of in WORDS_OF_KINDS
        if word == m["x"]
        for k in of
    )
    minutes, noted = _minutes(said)
    swaps = _SWAP.search(said)
    set_ = _SET.search(said)
    plain = _SET.sub("", _SWAP.sub("", said))
    if wanted == "培训":  # the pack itself is no matter
        plain = _PACK.sub("", plain)
    level: Mastery = "熟练" if HARDER.search(said) else "入门"
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
    if match := COUNT.search(said):
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
    match = MINUTES.search(said)
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
    found, rest = _addresses(said, material)
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


def _addresses(said: str, material: Material) -> tuple[list[str], str]:
    """The 条 and 章 that words name, each by itself, and the words without them."""
    regulation = material.regulation
    found: list[str] = []
    followed = follow_citations(said, regulation, typed=False)
    for addressed in followed:
        found += [format_citation(id_, regulation, title=False) for id_ in addressed.ids]
        found += [division.label for division in addressed.divisions]
        if not (addressed.ids or addressed.divisions):
            found.append(addressed.citation.text)  # the scope says what is wrong with it
    for addressed in reversed(followed):
        start, end = addressed.citation.span
        said = said[:start] + said[end:]
    return found, said


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
