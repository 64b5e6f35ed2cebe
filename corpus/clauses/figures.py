"""Figures of a clause: number, unit, range, and what they are of.

Numbers of provisions (第三条) and counts that say nothing (之一) are none. A range is one figure:
五千元以上一万元以下, 货值金额一倍以上三倍以下, 不少于三年.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.clauses.records import Amount
from corpus.text.numerals import read_number

_DIGITS = "0-9０-９"
_CHINESE = "〇零一二三四五六七八九十百千两"
_ONE = rf"(?:[{_DIGITS}]+(?:[.．][{_DIGITS}]+)?[十百千万亿]*|[{_CHINESE}]+(?:点[{_CHINESE}]+)?[万亿]*(?:[{_CHINESE}]+万?)?)"
#: Longer ones first.
_UNIT = (
    r"个?工作日|个?交易日|(?:人民币)?(?:万|亿)?元|个?小时|分钟|秒|日|天|个?半?月|个?季度|个?学期|学年|周岁|周(?!边|围|岁|转|密|知)|"
    r"年(?!度|龄|检|审|报)|平方公里|平方米|立方米|公里|千米|厘米|毫米|海里|米|公顷|亩|[Kk]m|公斤|千克|毫克|克|吨|升|毫升|"
    r"倍|％|%|‰|人(?!民|员|大|以下简称)|名|户(?!籍|口|外)|次(?!日|品|供|污|加[压工]|开发|利用|转|装|分配|性|设备|压|搬运|结构|创业|回收|审议|会议|审)|分(?!之|别|钟|类|级|局|期|公司|支|布|析|立|开|担|配)|岁|层|度|分贝|伏|千伏|千瓦|兆帕|"
    r"辆|台|只|条(?=犬)|学时|课时|平方|册|枚|页|起(?=以)|公里|个(?!人|体|月|别|性|案|工作日|小时|交易日)"
)
_NUMBER = (
    rf"(?:百分之{_ONE}|千分之{_ONE}|万分之{_ONE}|(?<![第之])(?<!百分)每?{_ONE}(?:余|多)?(?:{_UNIT})(?:半)?|"
    rf"每?半(?:年|个月|数)|(?<![百千万]){_ONE}分之{_ONE})"
)
_LEADING = r"(?:不(?:得)?(?:少于|低于|小于|超过|高于|多于|大于|满|足|早于|迟于)|超过|高于|低于|少于|未满|至少|最高|最低|最长|最多|满)"
_LOW = r"(?:\(含\)|（含(?:本数|[^）]{1,6})?）)?(?:及|或)?以上"
_HIGH = r"(?:\(含\)|（含(?:本数|[^）]{1,6})?）)?(?:及|或)?以下"
_DATE = rf"[{_DIGITS}]{{4}}年(?:[{_DIGITS}]{{1,2}}月(?:[{_DIGITS}]{{1,2}}日)?)?|[{_DIGITS}]{{1,2}}月[{_DIGITS}]{{1,2}}日|[一二〇○零三四五六七八九]{{4}}年[一二三四五六七八九十]+月(?:[一二三四五六七八九十]+日)?"
_CLOCK = rf"(?:[{_DIGITS}]{{1,2}}(?:[:：时][{_DIGITS}]{{2}}分?|时(?!间|段|限|速))|[零一二三四五六七八九十]{{1,3}}时(?!间|段|限|速))"
_FIGURE = re.compile(
    rf"(?P<date>{_DATE})|(?P<clock>{_CLOCK}(?:(?:至|到|—|－|-|~)(?:次日|当日|翌日)?{_CLOCK})?)"
    rf"|(?P<lead>{_LEADING})?(?P<first>{_NUMBER})(?:(?P<to>至|到|—|－|-|~|～)(?P<end>{_NUMBER})"
    rf"|(?P<low>{_LOW})(?:[，、]?(?:不满|不足|不超过)?(?P<high>{_NUMBER})(?P<closed>{_HIGH})?)?|(?P<under>{_HIGH}))?"
    rf"|(?P<bare>{_ONE})(?P<joint>以上|至|到|—|－|-|~|～)(?P<second>{_NUMBER})(?:{_HIGH})?"
)
_SPLIT = re.compile(rf"(?P<share>[百千万]分之)?(?P<number>{_ONE})(?P<more>余|多)?(?P<unit>.*)")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("金额", re.compile(r"元$")),
    ("期限", re.compile(r"(?:日|天|月|年|小时|分钟|秒|季度|学期|学年|周|年半|月半)$")),
    ("年龄", re.compile(r"岁$")),
    ("面积", re.compile(r"(?:平方米|平方公里|平方|公顷|亩)$")),
    ("长度", re.compile(r"(?:米|公里|千米|海里|[Kk]m)$")),
    ("比例", re.compile(r"(?:[%％‰]|百分之|千分之|万分之)$|分之")),
    ("倍数", re.compile(r"倍$")),
    ("人数", re.compile(r"[人名户]$")),
    ("次数", re.compile(r"次$")),
    ("分值", re.compile(r"分$")),
)
_BILLIONS = {"万": 10_000, "亿": 100_000_000, "百": 100, "千": 1000, "十": 10}
_AT_LEAST = re.compile(r"不(?:得)?(?:少于|低于|小于|早于)|不足\Z|超过|高于|至少|最低|满")
_AT_MOST = re.compile(r"不(?:得)?(?:超过|高于|多于|大于|迟于|满|足)|低于|少于|未满|最高|最长|最多")


def amounts_of(text: str, span: tuple[int, int]) -> tuple[Amount, ...]:
    """Every figure that stands in a part of a text, in printed order."""
    return tuple(_amounts(text, *span))


def _amounts(text: str, start: int, end: int) -> Iterator[Amount]:
    for match in _FIGURE.finditer(text, start, end):
        words, where = match.group(), match.span()
        if match["date"] or match["clock"]:
            yield Amount(words, where, "日期" if match["date"] else "时刻", "", None, None)
            continue
        if match["bare"]:
            unit, high = _value(match["second"])
            low = _number(match["bare"])
            if low is not None and "万" in match["second"] and low < 10_000 and unit == "元":
                low *= 10_000
        else:
            unit, low, high = _bounds(match)
        if (low is None and high is None) or (unit in ("", "个") and low == high):
            continue
        yield Amount(words, where, _kind(words, unit, text, where), unit, low, high)


def _bounds(match: re.Match[str]) -> tuple[str, Decimal | None, Decimal | None]:
    unit, first = _value(match["first"])
    if match["end"] or match["high"]:
        return unit, first, _value(match["end"] or match["high"])[1]
    lead = match["lead"] or ""
    if match["low"] or (_AT_LEAST.match(lead) and not _AT_MOST.match(lead)):
        return unit, first, None
    if match["under"] or _AT_MOST.match(lead):
        return unit, None, first
    return unit, first, first


def _value(printed: str) -> tuple[str, Decimal | None]:
    """Unit and number: 五万元 → 元, 50000; 百分之五 → %, 5."""
    printed = printed.removeprefix("每")
    if printed.startswith("半"):
        return printed[1:], Decimal("0.5")
    split = _SPLIT.fullmatch(printed)
    if split is None or ("分之" in printed and not split["share"]):
        return printed, Decimal(0)
    number = _number(split["number"])
    unit = split["unit"]
    if split["share"]:
        return {"百": "%", "千": "‰", "万": "万分之"}[split["share"][0]], number
    for power in ("万", "亿"):
        if unit.removeprefix("人民币").startswith(power) and number is not None:
            unit, number = (
                unit.removeprefix("人民币").removeprefix(power),
                number * _BILLIONS[power],
            )
    if unit.endswith("半") and number is not None:
        unit, number = unit[:-1], number + Decimal("0.5")
    return unit.removeprefix("个"), number


def _number(printed: str) -> Decimal | None:
    """Value of a printed number with 万 and 亿, decimals and full-width digits."""
    for power in ("亿", "万"):
        head, mark, rest = printed.rpartition(power)
        if mark:
            high, low = _number(head), _number(rest) if rest else Decimal(0)
            return None if high is None or low is None else high * _BILLIONS[power] + low
    printed = printed.replace("．", ".")
    if match := re.fullmatch(rf"([{_DIGITS}]+(?:\.[{_DIGITS}]+)?)([十百千]?)", printed):
        return Decimal(match[1]) * _BILLIONS.get(match[2], 1)
    whole, point, fraction = printed.partition("点")
    value = read_number(whole)
    if value is None:
        return None
    if not point:
        return Decimal(value)
    digits = [read_number(c) for c in fraction]
    return Decimal(f"{value}." + "".join(str(d) for d in digits))


def _kind(words: str, unit: str, text: str, span: tuple[int, int]) -> str:
    after = re.split(r"[，。；]", text[span[1] : span[1] + 16])[0]
    before = re.split(r"[，。；]", text[max(0, span[0] - 24) : span[0]])[-1]
    if "罚款" in after or (unit in ("元", "倍", "%") and re.search(r"罚款|处以?$", before)):
        return "罚款"
    if "拘留" in after or "徒刑" in after or re.search(r"拘留|徒刑", before[-3:]):
        return "拘留、徒刑"
    return next((kind for kind, p in _KINDS if p.search(unit or words)), "数量")
