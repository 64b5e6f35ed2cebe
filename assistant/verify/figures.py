"""Numbers, dates, deadlines and frequencies: what a sentence counts, in one form.

「7个工作日」 and 「七个工作日」 are one figure; 「每年」, 「一年一次」 and 「年度」 are one frequency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.text.numerals import to_int

_DIGITS = r"\d+(?:\.\d+)?"
_HAN = "〇零一二三四五六七八九十百千两"
_N = rf"(?:{_DIGITS}|[{_HAN}]+|半)"
_TIME = r"个?(?:工作日|季度|小时|钟头|分钟|月|星期|礼拜|周)|天|日(?!常)|年(?!度)|年度|秒(?!级)"
_OTHER = r"万元|亿元|万(?!元)|亿(?!元)|元|块钱|平方米|公里|厘米|米|人次|人(?!民|防|力|员)|名|倍|次|层|级(?!人民|政府|管理)|辆|台|具|支(?!队)|套|户(?!外)|家|%|％|岁|度(?!性)|个(?!体)|项|处(?!理|置|罚|以)|种|类(?!似)|点(?!名|蜡|到)|方面|章|条(?!例|件)|款(?!项)|号"
_EVERY = re.compile(
    rf"每(?P<half>半)?(?:隔)?(?P<n>{_N})?(?P<u>{_TIME})|(?P<n2>一|1|两|2|半|三|3)(?P<u2>{_TIME})[^，]{{0,4}}?(?P<times>{_N})次"
    r"|(?P<year>年度|每年度|按年|逐年|年年)|(?P<season>按季度?|逐季)|(?P<monthly>按月|逐月|月月)|(?P<daily>天天|每日)"
)
_FIGURE = re.compile(
    r"(?P<date>\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?)"
    rf"|(?<![第{_HAN}])(?P<n>{_N})(?P<u>{_TIME}|{_OTHER})|(?P<bare>{_DIGITS})"
    rf"|第(?P<rank>[{_HAN}]+)(?![条款项章目节编{_HAN}])"
    r"|百分之(?P<percent>[〇零一二三四五六七八九十百千两]+|\d+)"
)
_MONEY = re.compile(r"[^，。；]{0,3}[\d.一二三四五六七八九十百千两]+万元")
#: How often in a period: 每年至少开展两次.
_RATE = re.compile(rf"每(?P<period>半?(?:{_N})?个?(?:{_TIME}))[^，。；]{{0,14}}?(?P<times>{_N})次")
#: 一级一级, 一步一步: no counts.
_REPEATED = re.compile(r"(一[\u4e00-\u9fff])\1")
#: Units of which one is a quantity; one of the others (一个, 一支) is an article and no count.
_MEASURES = frozenset(
    [
        "工作日",
        "日",
        "周",
        "月",
        "季度",
        "年",
        "小时",
        "分钟",
        "秒",
        "元",
        "万元",
        "亿元",
        "米",
        "厘米",
        "公里",
        "平方米",
        "倍",
        "次",
        "%",
        "人次",
        "岁",
        "级",
        "层",
    ]
)
_UNITS = {
    "天": "日",
    "星期": "周",
    "礼拜": "周",
    "钟头": "小时",
    "年度": "年",
    "块钱": "元",
    "％": "%",
}
#: Words for a time without a number, and the words that bear each out.
_VAGUE: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(said), re.compile(printed))
    for name, said, printed in (
        ("立即", r"立即|马上|立刻|即刻|当即|第一时间|当场", r"立即|迅速|秒级"),
        ("及时", r"及时|尽快|赶快|赶紧", r"及时|立即|迅速"),
        ("定期", r"定期|按期|周期性", r"定期|每(?:年|季度|月)|年度"),
        ("经常", r"经常|常态|日常|平时|平常", r"经常|常态|日常|定期"),
        ("限期", r"限期|在?规定期限|期限内", r"限期"),
        ("终身", r"终身|一辈子|永久|终生", r"终身"),
        ("实时", r"实时|全天候|24小时|二十四小时|随时|不间断", r"实时|全天|24小时|随时"),
        ("提前", r"提前|事先|事前|预先", r"前|预先|提前|预"),
        ("逾期", r"逾期|超期|到期", r"逾期|超期|到期"),
    )
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text.

    Attributes:
        key: the normalised form; equal keys mean equal figures.
        text: as written.
        start: where it begins.
    """

    key: tuple[str, str]
    text: str
    start: int


def find_figures(text: str) -> Iterator[Figure]:
    """Figures of a flat text in order; a number in a citation must be taken out before."""
    text = _REPEATED.sub("，，，，", text)
    taken: list[tuple[int, int]] = []
    for match in _EVERY.finditer(text):
        if key := _every(match):
            taken.append(match.span())
            yield Figure(key, match.group(), match.start())
            if (match["times"] or "一") not in ("一", "1"):
                yield Figure((_number(match["times"]), "次"), match.group(), match.start())
    for match in _FIGURE.finditer(text):
        if any(a <= match.start() < b for a, b in taken):
            continue
        key = _plain(match)
        if key == ("1", "次") and taken:
            continue  # 每年至少一次
        if key:
            yield Figure(key, match.group(), match.start())


#: Days of a unit of time; a month is printed for thirty days and for a month.
_DAYS = {
    "工作日": 1.0,
    "日": 1.0,
    "周": 7.0,
    "月": 30.0,
    "季度": 91.0,
    "年": 365.0,
    "小时": 1 / 24,
    "分钟": 1 / 1440,
    "秒": 1 / 86400,
}
#: Lengths of which one is less than so much longer are told apart by no answer: 三十日 and 一个月.
_ALIKE = 1.05


def is_time(figure: Figure) -> bool:
    """Whether a figure is a length of time or a frequency."""
    number, unit = figure.key
    return number.startswith("每") or unit in _DAYS or unit == "次"


def as_long(one: Figure, other: Figure) -> bool:
    """Whether two lengths of time come to about as many days: 一个月 and 三十日."""
    first, second = _days(one), _days(other)
    return bool(first and second) and max(first, second) <= _ALIKE * min(first, second)


def _days(figure: Figure) -> float:
    number, unit = figure.key
    return float(number) * _DAYS[unit] if unit in _DAYS and number.isdecimal() else 0.0


def find_rates(text: str) -> Iterator[tuple[str, str, str]]:
    """How often in which period a flat text says that something is done, with the words."""
    for match in _RATE.finditer(text):
        yield _unit(match["period"]), _number(match["times"]), match.group()


def _every(match: re.Match[str]) -> tuple[str, str] | None:
    unit = match["u"] or match["u2"]
    number = match["n"] or match["n2"] or "1"
    if match["year"]:
        unit = "年"
    elif match["season"]:
        unit = "季度"
    elif match["monthly"]:
        unit = "月"
    elif match["daily"]:
        unit = "日"
    if not unit:
        return None
    if match["half"]:
        number = "半"
    return f"每{_number(number)}", _unit(unit)


def _plain(match: re.Match[str]) -> tuple[str, str] | None:
    if match["date"]:
        return match["date"], "日期"
    if match["rank"]:
        return f"第{_number(match['rank'])}", "位"
    if match["percent"]:
        return _number(match["percent"]), "%"
    if match["bare"]:
        return match["bare"], ""
    number, unit = _number(match["n"]), _unit(match["u"])
    if unit == "万" and _MONEY.match(match.string, match.end()):
        unit = "万元"  # 5万至10万元
    if (number, unit) == ("半", "年"):
        return "6", "月"
    if number == "1" and unit not in _MEASURES:
        return None  # 一个, 一项: an article and no count
    return number, unit


def _unit(printed: str) -> str:
    unit = printed.removeprefix("个") or printed
    return _UNITS.get(unit, unit)


def _number(printed: str) -> str:
    if printed == "半":
        return "半"
    try:
        return printed if "." in printed else str(to_int(printed))
    except ValueError:
        return printed


def find_vague_times(text: str) -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Times without a number: (name, word as written, what must be printed)."""
    for name, said, printed in _VAGUE:
        if match := said.search(text):
            yield name, match.group(), printed
