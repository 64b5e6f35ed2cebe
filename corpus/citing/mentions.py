"""Find the mentions of provisions in a text of law: syntax only, nothing is resolved here.

Wider than ``citations.find_citations``, which reads what people type: lists (第一、三款), ranges
(第十条至第十五条), relative forms with a tail (前款第（二）项) and instruments without 《》
(刑法第一百条) are each one mention with its span. Guarantees:

1. Mentions do not overlap and come in printed order; ``text[slice(*m.span)] == m.text``.
2. Numbers are normalised; whether such a provision exists is not asked.
3. ``joined`` says that nothing but a conjunction stands between a mention and the one before it, so
   that it may continue its address (第十条第一款、第三款).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.citing.instruments import AFTER_TITLE, TITLE, NamedAs, find_name_before, is_instrument
from corpus.text.numerals import NUMERAL_CHARS, normalise_number

NumberRun = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AddressPart:
    """One unit of an address with its numbers.

    Attributes:
        unit: 条, 款, 项 or 目.
        runs: first and last number of each run, normalised; a single number is a run of one.
    """

    unit: str
    runs: tuple[NumberRun, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a provision or of another instrument.

    Attributes:
        span: half-open character range in the text.
        text: verbatim, with the words that name the instrument.
        parts: what is addressed, outermost unit first; empty for a bare 前款 or 《X》.
        named: ``own`` (本法), ``other`` (《X》, 刑法), ``that`` (该法), ``unclear`` (words that end
            like the name of an instrument and are not known to be one); empty where none is named.
        title: title of the other instrument; an alias is given in full.
        back: 前, 本 or 该 of a relative mention, else empty.
        back_unit: the unit in which ``back`` counts.
        back_count: how many units (前两款: 2); 0 with 本 and 该.
        joined: continues the mention before it after a mere conjunction.
        quoted: stands inside “”, as wording of some text.
        unclear: a form that the grammar does not read (第五条第一项至第六条第三项).
    """

    span: tuple[int, int]
    text: str
    parts: tuple[AddressPart, ...] = ()
    named: NamedAs = ""
    title: str = ""
    back: str = ""
    back_unit: str = ""
    back_count: int = 0
    joined: bool = False
    quoted: bool = False
    unclear: bool = False


_N = f"[{NUMERAL_CHARS}]+"
_PAREN = rf"[（(] ?{_N} ?[）)]"
_TO = r" ?(?:至|到|—+|－|-|~|～) ?"
_AND = r" ?(?:、|以及|及|和|或者|或|与) ?"
_IN = rf"(?:{_AND}|{_TO})"
_LIST = rf"{_N}(?:{_IN}第?{_N})*"
_ITEMS = rf"(?:{_PAREN}|{_N})(?:(?:{_IN}第?)?{_PAREN}|{_IN}第?{_N})*"
#: A unit with what may not follow: 前条件, 第二项目, 条款项目 are other words.
_TIAO, _KUAN, _XIANG = r"条(?!件|例|约|文|款)", r"款(?!项|式|物)", r"项(?!目)"
_MU = r"目(?!录|标|的|前)"
_SUB = rf"(?:之{_N})*"
_BACK = (
    rf"(?:(?:本条)?(?P<back>前|上一?)(?P<count>{_N})?(?P<unit>{_TIAO}|{_KUAN}|{_XIANG})"
    rf"|(?P<here>[本该])(?P<here_unit>[条款项])(?= ?的? ?[第（(]))"
)
_PHRASE = re.compile(
    rf"{_BACK}?"
    rf"(?: ?第 ?(?P<article>{_LIST}) ?{_TIAO}(?P<sub>{_SUB}))?"
    rf"(?: ?的? ?第 ?(?P<paragraph>{_LIST}) ?{_KUAN})?"
    rf"(?: ?的? ?(?:第 ?(?P<item>{_ITEMS})|(?P<parens>{_PAREN}(?:{_IN}?{_PAREN})*)) ?{_XIANG})?"
    rf"(?: ?的? ?第 ?(?P<subitem>{_ITEMS}) ?{_MU})?"
)
_START = re.compile(r"[《第前上本该（(]")
_NUMBERED = rf"(?P<number>{_N}|{_PAREN}) ?(?P<unit>[条款项])(?!件|例|约|式|目)(?P<sub>{_SUB})"
#: 第十条、十一条: a member without 第 is read only after one of the same unit.
_SHORT = re.compile(_AND + _NUMBERED)
_RANGE = re.compile(rf"{_TO}第? ?{_NUMBERED}(?P<more>(?: ?第 ?{_ITEMS} ?[款项])*)")
_JOIN = re.compile(r" ?(?:、|，|,|；|以及|及其?|和|或者|或|与|并) ?")
#: What is left of an article that lost its 第 or 条: 本条例六十条第四款, 第二十八第一款.
_TORN = re.compile(rf"{_N} ?条?$")
_MEMBER = re.compile(rf"(?P<joint>{_IN})?第? ?[（(]? ?(?P<number>{_N}) ?[）)]?")
_IS_TO = re.compile(_TO)


def find_mentions(text: str, aliases: Mapping[str, str] | None = None) -> tuple[Mention, ...]:
    """All mentions in printed order.

    Args:
        text: the words of a provision.
        aliases: short names that the regulation declares, to full titles
            (``instruments.find_aliases``).
    """
    names = aliases or {}
    found: list[Mention] = []
    position = last = 0
    while start := _START.search(text, position):
        at = start.start()
        titled = TITLE.match(text, at)
        if titled:
            mention = _read_title(text, titled, names)
        else:
            mention = _read_phrase(text, at, last, names)
        if mention is None:
            position = titled.end() if titled else at + 1
            continue
        found.append(_placed(mention, found, text))
        found += _short_members(text, found[-1])
        position = last = found[-1].span[1]
    return tuple(found)


def _placed(mention: Mention, found: list[Mention], text: str) -> Mention:
    """The mention with its words, and whether it continues the one before."""
    start, end = mention.span
    before = text[:start]
    joined = bool(
        found
        and (found[-1].parts or found[-1].back)
        and not mention.named
        and not mention.back
        and _JOIN.fullmatch(text[found[-1].span[1] : start])
    )
    quoted = before.count("“") > before.count("”")
    stuck = bool(found) and found[-1].span[1] == start and not mention.named
    return replace(
        mention,
        text=text[start:end],
        joined=joined,
        quoted=quoted,
        unclear=mention.unclear or stuck,
    )


def _read_title(text: str, titled: re.Match[str], names: Mapping[str, str]) -> Mention | None:
    """《X》第N条, or 《X》 by itself where X is an instrument."""
    title = titled.group(1)
    after = AFTER_TITLE.match(text, titled.end())
    match = _PHRASE.match(text, after.end() if after else titled.end())
    full = names.get(title, title)
    own = text[: titled.start()].endswith("本")  # 本《规定》第三条
    named: NamedAs = "own" if own else "other" if full else "unclear"
    if own:
        full = ""
    if match and match["article"] and not _back(match):
        mention = _mention(match, text)
        if mention is not None:
            span = (titled.start() - own, mention.span[1])
            return replace(mention, span=span, named=named, title=full)
    if not own and (is_instrument(title) or title in names):
        return Mention(titled.span(), "", named=named, title=full)
    return None


def _read_phrase(text: str, at: int, last: int, names: Mapping[str, str]) -> Mention | None:
    match = _PHRASE.match(text, at)
    if match is None or match.end() == at:
        return None
    if match["back"] and text[: at + 1].endswith("以上"):
        return None
    mention = _mention(match, text)
    if mention is None or mention.back or not match["article"]:
        if mention is None or not (mention.parts or match["back"]):
            return None
        torn = not mention.back and _TORN.search(text[last:at])
        return replace(mention, unclear=True) if torn else mention
    named, title, start = find_name_before(text, at, last, names)
    return replace(mention, span=(start, mention.span[1]), named=named, title=title)


def _back(match: re.Match[str]) -> str:
    return (match["back"] or match["here"] or "").replace("上一", "前").replace("上", "前")


def _mention(match: re.Match[str], text: str) -> Mention | None:
    """The phrase with the range that may follow it; None where a number is no number."""
    units = (
        ("条", match["article"], match["sub"]),
        ("款", match["paragraph"], ""),
        ("项", match["item"] or match["parens"], ""),
        ("目", match["subitem"], ""),
    )
    try:
        parts = tuple(
            AddressPart(u, _runs(printed, sub or "")) for u, printed, sub in units if printed
        )
        counted = normalise_number(match["count"]) if match["count"] else "1"
    except ValueError:
        return None
    back = _back(match)
    mention = Mention(
        match.span(),
        "",
        parts,
        back=back,
        back_unit=(match["unit"] or match["here_unit"] or "")[:1],
        back_count=int(counted) if back == "前" else 0,
    )
    return _extended(mention, text)


def _runs(printed: str, sub: str) -> tuple[NumberRun, ...]:
    """第一、三至五 → ((1, 1), (3, 5)); ``sub`` (之一) belongs to the last number."""
    runs: list[NumberRun] = []
    members = list(_MEMBER.finditer(printed))
    for member in members:
        number = normalise_number(member["number"] + (sub if member is members[-1] else ""))
        if member["joint"] and _IS_TO.fullmatch(member["joint"]):
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


def _extended(mention: Mention, text: str) -> Mention:
    """…至第十五条: the range that the last part begins."""
    match = _RANGE.match(text, mention.span[1])
    if match is None or not mention.parts:
        return mention
    span = (mention.span[0], match.end())
    last = mention.parts[-1]
    if match["unit"] != last.unit or match["more"]:
        return replace(mention, span=span, unclear=True)
    try:
        ((number, _),) = _runs(match["number"], match["sub"])
    except ValueError:
        return replace(mention, span=span, unclear=True)
    runs = (*last.runs[:-1], (last.runs[-1][0], number))
    return replace(mention, span=span, parts=(*mention.parts[:-1], AddressPart(last.unit, runs)))


def _short_members(text: str, head: Mention) -> list[Mention]:
    """第十条、十一条第二款: the members after the first, each by itself."""
    members: list[Mention] = []
    position = head.span[1]
    while head.parts and (match := _SHORT.match(text, position)):
        tail = _PHRASE.match(text, match.end())
        units = {head.parts[0].unit, head.parts[-1].unit}
        if match["unit"] not in units or (tail and (tail["article"] or _back(tail))):
            break
        try:
            parts = [AddressPart(match["unit"], _runs(match["number"], match["sub"]))]
        except ValueError:
            break
        below = _mention(tail, text) if tail else None
        span = (match.start("number"), below.span[1] if below else match.end())
        parts += below.parts if below else ()
        member = Mention(span, "", tuple(parts), joined=True, quoted=head.quoted)
        member = _extended(member, text)
        members.append(replace(member, text=text[slice(*member.span)]))
        position = member.span[1]
    return members
