"""Whose article it is: the instrument that the words before an address name, and whether it is ours.

``find_owner`` is syntax and knows no regulation; ``belongs_to`` compares a name with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.citing.instruments import TITLE, is_instrument, is_same_title, load_national_laws
from corpus.citing.printed_numbers import NUMBER
from corpus.text.provision import Level, Regulation

#: Whether a named instrument is a regulation: its own name, another's, or words that may mean either.
Belonging = Literal["own", "other", "unsure"]

_STATE = "中华人民共和国"
_NOTE = r"(?:[（(〔](?:[^（）()〔〕]|〔[^（）()〔〕]{1,8}〕){0,40}[）)〕])"
_KIND = (
    r"(?:实施细则|实施条例|实施办法|管理办法|法典|法|条例|规定|办法|细则|规则|规范|标准|规程|章程|制度|准则|导则|决定|意见|通知|"
    r"解释|公约|条约|协定|文件|征求意见稿|"
    r"合同|协议书?|责任书|承诺书|决定书|通知书|判决书|纪要|方案|公告|通告|通报|决议|指南|手册|预案|守则|指引)"
)
#: What ends like the name of a law and is none.
_NO_LAW = r"(?<![方依违合守执司立做说看想用语书非办无没手技])"
_NAME = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{0,30}}?{_KIND}){_NOTE}*$")
#: GB 50016-2014, JGJ 16, DB11/T 1000-2020, T/CFPA 005; gb50016 as people type it.
_STANDARD = re.compile(
    r"(?<![A-Za-z])(?!(?i:art|para|item|annex|copy))"
    r"(?:(?:[A-Z]{2,6}|[a-z]{2,4})(?:\d{2,6}(?=/))?(?:[/ ]?(?:[A-Z]{1,4}|[a-z]))?|[A-Z]/[A-Z]{2,6})"
    r" ?\d{2,6}(?:[.／/]\d+)*(?: ?[-—–] ?(?:19|20)?\d\d)?(?: ?《[^《》]*》)?$"
)
_ORDER_YEAR = r"[〔\[【（(] ?(?:19|20)\d\d ?年?[〕\]】）)]"
#: Orders and documents by their number: 国办发〔2017〕87号, 公安部令第61号, 61号令, 2019年第5号公告.
_ORDER = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{0,24}}?(?:{_ORDER_YEAR}|(?:19|20)\d\d ?年)? ?第?(?<!\d) ?{NUMBER} ?号"
    r"(?:(?:总局|部|主席|国务院|政府)?令|文件?|公告|通告|通知|决定|公报|批复)?)[）)]?$"
)
#: 1月1号第三条: a day.
_DAY = re.compile(rf"月 ?{NUMBER} ?号$")
#: 表2第五条: a row of a table or a list that is not named.
_TABLE = re.compile(rf"(?<!附)(?P<name>(?:表|图|清单|台账|附图) ?{NUMBER}(?:-\d+)?)$")
#: What no name of an instrument holds: an address.
_ADDRESS_INSIDE = re.compile(rf".*第? ?{NUMBER} ?[条款项章节]")
_TITLED = re.compile(rf"{TITLE.pattern}{_NOTE}*$")
#: What may stand between a name and the number: 消防法里的第六条, 《X》（2021年修正）的第六条.
_BETWEEN = re.compile(r"(?:里面|当中|之中|里|中|内)?的?[ ：:]*$")
_THAT = re.compile(
    r"(?:该|此|同一?|上述|前述|这一?[部个份]|那一?[部个份])(?P<kind>(?:实施)?(?:法|条例|规定|办法|细则|规则|规范|标准|决定|文件))$"
)
_SELF = re.compile(
    r"本(?:实施|暂行|若干)?(?:法典|法|条例|规定|办法|细则|规则|规范|解释|决定|标准|章程|制度|文件)$"
)
#: Words right before a name that are no part of it.
_CUE = re.compile(
    r".*(?:依照|按照|依据|根据|参照|参考|适用|违反|符合|遵守|执行|属于|所称|对照|结合|请问|想知道|想问|问一下|问问|关于|看看|看下|查看|查下|"
    r"查一下|查询|帮我查|对比|比较|区别|说明|解读|引用|以及|及其|或者|还有|其中|比如|例如|就是|了解|知道|学习|介绍|打开|翻到|(?<!共)和(?!平)|[与及或按跟讲说把]|(?<!监)查(?!处|封|验)|看(?!守|护)|问(?!责|题)|从(?!业)|(?<!应)对(?!外)|"
    r"在(?!建|校)|(?<!自)由|(?<!供)给(?!排|水)|是|(?<!国|公|私|所)有(?!限|害|毒|色|线)|如|见(?!义)|那(?!曲)|请)"
)
_ANY = re.compile(r"^(?:有关|相关|其他|其它|各项|一些|什么|哪个|哪部|哪些|的|等)+")
#: A name with its notes is no longer than this.
_LONGEST = 120
#: A bare word for some instrument, of which the kind is all that is known.
_BARE = re.compile(rf"^(?:这|那|这个|这份|这部|那个|我们|咱们?|你们|贵|现行)*(?P<kind>{_KIND})$")
_ANNEX = re.compile(rf"附(?:件|录|表|则(?=\d|[一二三四五六七八九十]))(?P<number>{NUMBER})?$")


@dataclass(frozen=True, slots=True)
class Owner:
    """What the words before an address name.

    Attributes:
        name: the instrument in the words used, a short name that the text declares in full; empty
            for none.
        start: where the words begin that name it; the address's own start for none.
        that: whether it is 该法 or 同法, which means an instrument named before.
        annex: number of the annex that is named instead, ``"1"`` where it has none.
    """

    name: str
    start: int
    that: bool = False
    annex: str = ""


def find_owner(
    text: str, at: int, floor: int, aliases: Mapping[str, str], places: Iterable[str] = ()
) -> Owner:
    """The instrument that is named right before an address.

    Args:
        text: anything that somebody wrote.
        at: where the address begins.
        floor: where the name may begin at the earliest.
        aliases: short names that the text declares, to full titles.
        places: names of places, which belong to a name also with 的 between: 上海的消防条例.
    """
    floor = max(floor, at - _LONGEST)
    head = _BETWEEN.sub("", text[floor:at])
    if titled := _TITLED.search(head):
        name = titled.group(1)
        return Owner(aliases.get(name) or name, floor + titled.start())
    if annex := _ANNEX.search(head):
        return Owner("", floor + annex.start(), annex=annex["number"] or "1")
    if table := _TABLE.search(head):
        return Owner(table["name"], floor + table.start("name"))
    if own := _SELF.search(head):
        return Owner(own.group(), floor + own.start())
    if that := _THAT.search(head):
        return Owner(that["kind"], floor + that.start(), that=True)
    if standard := _STANDARD.search(head):
        return Owner(standard.group().strip(), floor + standard.start())
    if (order := _ORDER.search(head)) and not _DAY.search(head):
        name = _without_cue(order["name"])
        return Owner(name, floor + order.end("name") - len(name))
    return _plain_name(head, floor, at, aliases, places)


def _without_cue(name: str) -> str:
    """A name without the words right before it that only lead to it."""
    cut = _CUE.match(name[:-2])
    return _ANY.sub("", name[cut.end() :] if cut else name)


def _plain_name(
    head: str, floor: int, at: int, aliases: Mapping[str, str], places: Iterable[str]
) -> Owner:
    """A name without 《》: a declared short name, a national law, or words that end like a title."""
    if declared := max((a for a in aliases if head.endswith(a)), key=len, default=""):
        return Owner(aliases[declared] or declared, floor + len(head) - len(declared))
    match = _NAME.search(head)
    if match is None:
        return Owner("", at)
    name = match["name"]
    if law := _national_law(name):
        start = match.start() + len(name) - len(law)
        return Owner(law, floor + start)
    if name.endswith("法") and not re.search(rf"办法$|{_NO_LAW}法$", name):
        return Owner("", at)
    name = _ADDRESS_INSIDE.sub("", _without_cue(name))
    start = match.end("name") - len(name)
    if "的" in name[:-1]:
        before, _, name = name.rpartition("的")
        place = _place_before(before, places)
        name = f"{place}{name}"
        start = match.end("name") - len(name) - bool(place)
    return Owner(name, floor + max(start, 0)) if name else Owner("", at)


def _place_before(before: str, places: Iterable[str]) -> str:
    """The place whose instrument it is: 上海市的消防条例; empty for none."""
    known = (p for p in places for end in ("", "省", "市", "自治区") if before.endswith(p + end))
    if place := next(known, ""):
        return before[before.rindex(place) :]
    named = re.search(r"[\u4e00-\u9fff]{2,6}(?:省|市|自治[区州县])$", before)
    return named.group() if named and named.start() == 0 else ""


def _national_law(name: str) -> str:
    """The longest national law that ends a name, with 中华人民共和国 where that stands before it."""
    laws = load_national_laws()
    for start in range(len(name)):
        bare = name[start:].removeprefix(_STATE)
        if bare in laws or re.sub(r"实施(?:条例|细则|办法)$", "", bare) in laws:
            return name[start:]
    return ""


def fits_kind(kind: str, title: str) -> bool:
    """Whether 该法 can mean an instrument with some title."""
    bare = re.sub(rf"{_NOTE}+$", "", title)
    return kind == "文件" or bare.endswith((kind, f"{kind}典"))


def belongs_to(name: str, regulation: Regulation) -> Belonging:
    """Whether a name is that of a regulation; nothing named is taken to be the regulation itself."""
    title = re.sub(rf"{_NOTE}+$", "", regulation.title)
    bare = re.sub(rf"{_NOTE}+$|\s", "", name)
    if not bare or bare.endswith(title) or is_same_title(bare, title):
        return "own"
    if _TABLE.fullmatch(bare):
        return "unsure"
    if _ORDER.fullmatch(bare):
        return "own" if _prints(regulation, bare) else "other"
    kind = re.sub(r"^本", "", _BARE.sub(r"\g<kind>", bare))
    if re.fullmatch(_KIND, kind):
        ours = title.endswith(kind) or kind in ("文件", "规定", regulation.status)
        return "own" if ours else "unsure"
    plain = title.removeprefix(_STATE)
    if bare in (regulation.short_title, regulation.slug):
        return "own"
    if plain.endswith(bare.removeprefix(_STATE)) and bare not in load_national_laws():
        return "own"
    loose = not regulation.kind.endswith("法") and bare.endswith(regulation.kind)
    return "own" if loose and _is_shortened(bare, plain) else "other"


def _prints(regulation: Regulation, number: str) -> bool:
    """Whether the notes under the title print an order or document number: it is then the text's own."""
    notes = (n.words for n in regulation.body.children if n.level is Level.NOTE)
    return any(number in re.sub(r"\s", "", words) for words in notes)


def _is_shortened(name: str, title: str) -> bool:
    """Whether a name is the title with characters left out: 北京消防细则."""
    letters = iter(title)
    return len(name) > 2 and all(letter in letters for letter in name)


_NAMED = re.compile(
    rf"{TITLE.pattern}|(?P<own>本(?:实施)?(?:法|条例|规定|办法|细则|规则|文件))(?![人律规])|"
    rf"(?:依照|按照|依据|根据|违反|适用|参照)(?P<cued>[\u4e00-\u9fff]{{2,28}}?(?:{_NO_LAW}法(?!律|规|定|院|人)|条例|细则|办法))"
)


def named_in(text: str, aliases: Mapping[str, str]) -> list[tuple[int, str]]:
    """Instruments that a text names with or without an address: where each begins, and its name."""
    found: list[tuple[int, str]] = []
    for match in _NAMED.finditer(text):
        name = next(filter(None, match.groups()), "")
        bare = _BARE.match(name) and not match["own"]
        if is_instrument(name) and not bare and not _THAT.search(name):
            found.append((match.start(), aliases.get(name) or name))
    return found
