"""Names of laws and other instruments in a text: titles in 《》, declared short names, 本法, 刑法."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from corpus.text.numerals import NUMERAL_CHARS

_N = f"[{NUMERAL_CHARS}]+"
_NOTE = r"(?:（[^（）]*）|\([^()]*\)|〔[^〕]*〕)"
#: A title in 《》, which may itself hold a title.
TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
#: What may stand between a title and the number of a provision.
AFTER_TITLE = re.compile(rf"{_NOTE}*(?:中|的|原)?(?:第{_N}[编章节])*")
_ENDING = (
    r"(?:法|法典|条例|规定|办法|细则|规则|规范|标准|决定|决议|解释|意见|通知|批复|公约|条约|议定书|协定|协议|安排|"
    r"章程|规程|准则|导则|通则|总则|目录|名录|纲要|方案|规划|指南|制度|令|公告|答复|要求|修正案|宣言|声明|清单|守则|税则|药典|解答)"
)
_INSTRUMENT = re.compile(rf".*{_ENDING}{_NOTE}*", re.DOTALL)
_OWN = re.compile(
    r"(?<!版)(?<!样)(?<!基(?=本法))本(?:实施|暂行|若干|补充|试行)?"
    r"(?:法典|法|条例|规定|办法|细则|规则|规范|解释|决定|决议|公约|安排|意见|通知|章程|协定|协议|议定书|标准|制度|"
    r"程序|通则|规程|准则|宪法|修正案|纲要)$"
)
_THAT = re.compile(
    r"(?:该|上述|前述|(?<!合)同)(?:法|条例|规定|办法|细则|规则|解释|决定|公约|协定)$"
)
#: Words that end like a name: the provision is then not this regulation's by default.
_NAMELIKE = re.compile(
    r"(?:法典|(?<![方依违合守执司立])法|立法法|条例|规定|办法|细则|规则|规范|解释|决定|决议|公约|条约|议定书|协定|协议|"
    r"通则|总则|规程|准则|章程|安排|意见|通知|修正案)$"
)
_ANNEX = re.compile(rf"附[件录表则] ?(?:{_N})?$")
_CHAPTERS = re.compile(rf"(?:分则|总则编|第{_N}[编章节]|本[编章节])+$")
_PARTICLE = re.compile(r"(?:中|的)$")
_LAST_NOTE = re.compile(rf"{_NOTE}+$")
_ALIAS = re.compile(
    r"(?:以下|下)(?:均|统|又|分别)?简?称(?:为)?[:：]?(?P<mark>[《〈“\"]?)"
    r"(?P<alias>[^《》〈〉“”\"（）()，,。；、]{1,40})"
)
_OFFICIAL = re.compile(rf"中华人民共和国[\u4e00-\u9fff]{{1,40}}?{_ENDING}$")
_STATE = "中华人民共和国"
#: Letters and digits as wide as Chinese signs → the same ones narrow.
_NARROW = {
    wide: wide - 0xFEE0
    for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_RULES = re.compile(r"实施(?:条例|细则|办法)$")
#: 依照医疗器械监督管理条例第八十四条: a whole name right after a word that calls for one.
_AFTER_CUE = re.compile(
    r"(?:依照|按照|依据|根据|违反|适用|参照)"
    r"(?P<name>[\u4e00-\u9fff]{3,28}(?:法|条例|条约|公约|细则))$"
)
_BEFORE_NAME = re.compile(
    r"(?:依照|按照|依据|根据|违反|适用|参照|符合|属于|所称|出现|以及|或者|[和与及或在对由除有将的]|[^\u4e00-\u9fff]|^)$"
)
_GENERIC = re.compile(
    r"依照|按照|依据|根据|违反|适用|参照|符合|属于|有关|相关|其他|规定|上述|前述|各项|应当|可以|不得|认定|所称|"
    r"[该本和与及或的]"
)

NamedAs = Literal["", "own", "other", "that", "unclear"]


@lru_cache(maxsize=1)
def load_national_laws() -> frozenset[str]:
    """Common short names of the national laws, which texts cite without 《》."""
    path = files("corpus") / "data" / "national_laws.txt"
    lines = path.read_text("utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_instrument(title: str) -> bool:
    """Whether a title is that of a law, a rule or a standard; a 《营业执照》 is none."""
    return _INSTRUMENT.fullmatch(title) is not None


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles name one instrument: 中华人民共和国, notes and spaces do not count."""
    return bool(plain_title(one)) and plain_title(one) == plain_title(other)


def plain_title(title: str) -> str:
    """What two spellings of one title share: white space, case and width of letters say nothing."""
    flat = title.replace("〈", "《").replace("〉", "》").replace(_STATE, "")
    return _LAST_NOTE.sub("", re.sub(r"\s", "", flat)).translate(_NARROW).casefold()


def find_name_before(
    text: str, at: int, start: int, aliases: Mapping[str, str]
) -> tuple[NamedAs, str, int]:
    """What the words before 第N条 name: how, the full title, and where the name begins.

    Args:
        text: the words of a provision.
        at: where 第N条 begins.
        start: where the words may begin at the earliest.
        aliases: declared short names to full titles; an empty title is an ambiguous short name.
    """
    head = text[start:at].rstrip()
    head = _CHAPTERS.sub("", _PARTICLE.sub("", head))
    if _ANNEX.search(head):
        return "unclear", "", at
    if own := _OWN.search(head):
        return "own", "", start + own.start()
    if that := _THAT.search(head):
        return "that", "", start + that.start()
    bare = _LAST_NOTE.sub("", head)
    known = _longest_suffix(bare, aliases)
    if known:
        full = aliases.get(known, known)
        begin = start + len(bare) - len(known)
        if bare.removesuffix(known).endswith(_STATE):
            begin -= len(_STATE)
            full = full if known in aliases else _STATE + full
        return ("other" if full else "unclear"), full, begin
    return ("unclear" if _NAMELIKE.search(bare) else ""), "", at


def _longest_suffix(head: str, aliases: Mapping[str, str]) -> str:
    """The longest known name at the end: declared, a national law, or rules for one."""
    laws = load_national_laws()
    for length in range(min(len(head), 30), 1, -1):
        suffix = head[-length:]
        if suffix in laws or _RULES.sub("", suffix) in laws:
            return suffix
        # 《办法》 may be short for one instrument; 管理办法 is then still another one.
        if suffix in aliases and (length > 4 or _BEFORE_NAME.search(head[:-length])):
            return suffix
    after_cue = _AFTER_CUE.search(head)
    name = after_cue["name"] if after_cue else ""
    return "" if _GENERIC.search(name) else name


def find_aliases(texts: Iterable[str]) -> dict[str, str]:
    """Short names of instruments that a regulation declares: 《X》（以下简称《Y》） → Y: X.

    A short name declared for two titles maps to the empty string: it is ambiguous.
    """
    aliases: dict[str, str] = {}
    for text in texts:
        for match in _ALIAS.finditer(text):
            alias = match["alias"]
            title = _declared(text[: match.start()])
            if not is_instrument(title) or alias.startswith("本"):
                continue
            if not (match["mark"] or is_instrument(alias)):
                continue
            if alias in aliases and not is_same_title(aliases[alias], title):
                title = ""
            aliases[alias] = title
    return aliases


def _declared(head: str) -> str:
    """The title that stands right before （以下简称."""
    opening = max(head.rfind("（"), head.rfind("("))
    if opening >= 0 and not re.search(r"[）)]", head[opening:]):
        head = head[:opening]
    head = _LAST_NOTE.sub("", head.rstrip("，, "))
    if head.endswith("》"):
        titles = [m for m in TITLE.finditer(head) if m.end() == len(head)]
        return titles[-1].group(1) if titles else ""
    official = _OFFICIAL.match(head, max(0, head.rfind(_STATE)))
    return official.group() if official else ""


_AMENDING = re.compile(r"(?P<law>.*?)修正案(?:（[^（）]*）)?|.*关于修[改正订].*的决定")
_SECTION = re.compile(r"(?:对|修改)《.*》(?:的)?(?:修改|作如下修改|进行修改)?[：。]?")


def amended_by_title(title: str) -> str | None:
    """The instrument that a title says is amended; None for a text that amends nothing.

    「关于修改《X》的决定」 → X; 「刑法修正案（九）」 → 刑法; empty where there are several.
    """
    match = _AMENDING.fullmatch(title)
    if match is None:
        return None
    titles = TITLE.findall(title)
    return match["law"] or (titles[0] if len(titles) == 1 and "等" not in title else "")


def amended_by_words(head: str, by_title: str | None) -> str | None:
    """What a section of an amending text amends: 「一、修改《X》」, else what the title says."""
    titles = TITLE.findall(head)
    if by_title is not None and len(titles) == 1 and _SECTION.fullmatch(head):
        return str(titles[0])
    return by_title
