"""The grammar of one written address: 第十五条第（一）、（四）至（六）项, 19条(3), 第二章第一节.

Units with their numbers as written; whose address it is and what its members are is put together in
``corpus.citing.written``. What is counted is no address: 三条措施, 第三条消防通道, 两项制度.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from corpus.citing.owners import find_owner
from corpus.citing.printed_numbers import NUMBER, NUMBER_CHARS, read_number
from corpus.text.numerals import NUMERAL_CHARS


@dataclass(frozen=True, slots=True)
class WrittenRun:
    """The first and the last number of a run as written, and where it stands."""

    first: str
    last: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class WrittenUnit:
    """One unit with its numbers."""

    unit: str
    runs: tuple[WrittenRun, ...]


@dataclass(frozen=True, slots=True)
class WrittenPhrase:
    """An address of one or more units, outermost first.

    Attributes:
        head: the units that it goes on from.
        ends_range: whether it is the end of the range that begins with the address before.
    """

    span: tuple[int, int]
    groups: tuple[WrittenUnit, ...]
    head: tuple[WrittenUnit, ...] = ()
    ends_range: bool = False


_TO = r"(?: ?(?:至|到|-+|—+|–|－|~|～) ?)"
_AND = r"(?: ?(?:、|,|，|/|／|以及|及|和|与|或者|或) ?)"
_IN = rf"(?:{_AND}|{_TO})"
#: 第五、第十条 is a list; in 「第五，第十条」 the first is a fifthly.
_NEXT = rf"(?: ?[,，] ?|(?! ?[,，]){_IN}第? ?)"
#: Longer lists are no addresses; without a bound a text of numbers alone would take for ever.
_MOST = 60
_PAREN = rf"[（(] ?{NUMBER} ?[）)]"
_ONE = rf"(?:{_PAREN}|{NUMBER})"
_SUB = rf"(?: ?之{NUMBER})*"
_LIST = rf"(?P<runs>(?>{NUMBER}{_SUB}(?:{_NEXT}{NUMBER}){{0,{_MOST}}}))"
_ITEMS = rf"(?P<runs>(?>{_ONE}(?:(?:{_NEXT})? ?{_PAREN}|{_NEXT}{NUMBER}){{0,{_MOST}}}))"
_DUTIES = r"(?: ?(?:职责|制度|措施|要求|任务|义务|工作|内容|责任|指标|活动|技术|规章|建议|服务))"
_OF = re.compile(r" ?(?:的|中的?|里的?)? ?")
_UNITS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(form)
    for form in (
        rf"(?P<di>第) ?{_LIST} ?(?P<unit>分编|编(?![号制委办]|写(?![了的着什啥]))|章(?!程)|节(?![能日目点水电约省]))",
        rf"(?P<di>第?) ?{_LIST} ?(?P<unit>条)款?(?P<sub>{_SUB})(?!件|例(?![外如])|约(?![定束])|目|理由|形)",
        rf"(?P<di>第?) ?{_LIST} ?(?P<unit>款)(?![项式物车]|产品|手机|软件)",
        rf"(?P<di>第) ?{_ITEMS} ?(?P<unit>项)(?!目)|{_ITEMS.replace('runs', 'loose_runs')} ?项(?!目|{_DUTIES})"
        rf"|(?P<parens>{_PAREN}(?:{_IN}?{_PAREN})*)(?! ?[款条目项章])",
        rf"(?P<mu>第?) ?{_ITEMS} ?(?P<unit>目)(?![录标的前光])",
    )
)
_DIVISION, _ARTICLE, _PARAGRAPH, _ITEM, _SUBITEM = _UNITS
_ORDER = (_DIVISION, _DIVISION, _DIVISION, _ARTICLE, _PARAGRAPH, _ITEM, _SUBITEM)
#: So far back stand the words that say what a number means.
_NEAR = 12
_RANKS = {"编": 0, "分编": 1, "章": 2, "节": 3, "条": 4, "款": 5, "项": 6, "目": 7}
_MEMBER = re.compile(rf"(?P<joint>{_IN})?第? ?[（(]? ?(?P<number>{NUMBER}{_SUB}) ?[）)]?")
_RANGE, JOINT, _NUMBER = re.compile(_TO), re.compile(_AND), re.compile(NUMBER)
#: Where an address may begin.
START = re.compile(
    rf"第|(?<![{NUMBER_CHARS}.．第\w/-])[{NUMERAL_CHARS}廿卅]|(?<=[\u4e00-\u9fff])[{NUMERAL_CHARS}廿卅]"
)
#: 第Ⅲ条, 第1O条, 第③条: meant as a number, and none that is read here.
_ODD = re.compile(
    rf"第 ?(?![XNxn]+ ?条)(?=[^条款项章]*[{NUMBER_CHARS}IVXⅠ-ⅿ①-⑳㈠-㈩])"
    rf"[{NUMBER_CHARS}IVXLCivxlcOo+\-.．万亿Ⅰ-ⅿ①-⑳㈠-㈩ ]{{1,14}}(?:条|章)(?!件|例(?![外如])|程)"
)
_BACK = re.compile(rf"(?:前|上一?|上述|本|该|此|同)(?:{NUMBER})?[款条项] ?的?$")
#: What is counted in 条 also after 第; in 第六十条规定占用消防车通道…… the 条 says something.
_COUNTED = re.compile(
    r"(?! ?(?:规定|要求|明确|指出|写|说|讲|不得|应当|必须|禁止|占|堵|封))"
    r" ?的?(?:[\u4e00-\u9fff]{0,6}?"
    r"(?:车?通道|车道|道路|公路|马路|小路|路线|线路|巷子?|胡同|大街|街(?![道乡])|路(?=$|[^灯政线])|河|隧道|走廊|走道|楼梯|管道|管线|水带|"
    r"电缆|电线|消息|新闻|短信|微信|留言|评论|线索|建议|措施|理由|意见(?!稿)|经验|教训|原因|命|裤|毛巾|绳|狗|腿|船|红线|底线|铁律|军规|"
    r"信息|记录|数据|流水线|产线|生产线|标语))"
)
_COUNTED_ITEMS = re.compile(r" ?(?:制度|措施|指标|议程|纪录|发明|专利)")
#: What may stand right after 三条 where it is an address and no count.
_TYPED_TAIL = re.compile(
    r" ?(?:$|[,，。；;：:、?？!！）)」』”\]]|写|说|讲|是(?![^，。？]{0,6}(?:路|通))|的|内容|原文|全文|怎|咋|里|中|和|与|跟|及|或|到|至|有(?:哪|什么|啥)|"
    r"对|呢|吗|吧|啊|适用|管|什么|啥|这么|这样|那|应当?|要(?!求)|必须|可以|不得|罚|处罚|属于|具体|意思|解释|责任|禁止)"
)
_TYPED_LARGE = re.compile(r" ?(?:规定|要求)")
#: What may stand right before a bare 三条 that is an address: 裤子三条 and 整改了5条 are counts.
_LEADS_IN = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|依照|按照|根据|依据|参照|违反|符合|[看查找问念读背把那和与跟及或到至在从按对是的里中]|说的|讲的|知道|规定|解释|"
    r"告诉我|给我|一下|请问?|麻烦|帮我|比如|例如|以及|还有)$"
)
#: A bare word that is counted in 条 itself: 意见三条.
_COUNTED_BEFORE = re.compile(r"(?:意见|决定|通知|通报|公告|通告|方案|措施|建议|要求)$")
_BARE_COUNT = re.compile(rf"(?<![第{NUMBER_CHARS}.．点])(?P<number>{NUMBER}) ?条(?![件例约款])")
#: 全文共32条: what is counted is the 条 of a text, and 第十条 is then one of them.
_OF_A_TEXT = re.compile(r"(?:全文|细则|条例|办法|法|文件|规定|章)[^。；，,]{0,4}$")
_CITES = re.compile(
    r"(?:依照|按照|根据|依据|参照|违反|符合|属于|适用|规定|详?见|[本该按])(?:的|了)?$"
)
#: So far back in its sentence something may have been counted.
_SAME_SENTENCE = 80
_MOST_COUNTS = 3
_SENTENCE_ENDS = "。；;！？!?\n"
_COUNTS = re.compile(
    r"(?:有|共|几|这|那|每|哪|两|前|后|上|(?<!一)下|一共|总共|多少|列|成|出|写|加|提|说|讲|约法|以下|如下|其中|以上|这么|大约|第|章、)(?:了|出|过|的)? ?$"
)


def read_phrase(
    text: str, at: int, *, typed: bool = True, inside: Sequence[WrittenUnit] = ()
) -> WrittenPhrase | None:
    """The address that begins at a place.

    Args:
        inside: units of an address that this one may go on from.
    """
    groups: list[WrittenUnit] = []
    position = at
    bare = not inside and text[at] != "第"
    for pattern in _ORDER:
        if bare and not groups and pattern is not _ARTICLE:
            continue
        of = _OF.match(text, position) if groups else None
        match = pattern.match(text, of.end() if of else position)
        if match is None:
            continue
        if of and "的" in of.group() and match.groupdict().get("loose_runs"):
            continue  # 第十五条中的六项: counted
        unit = match.groupdict().get("unit") or "项"
        inner = groups and _RANKS[unit] > _RANKS[groups[-1].unit]
        if inner or (not groups and _may_begin(match, unit, typed=typed, inside=bool(inside))):
            groups.append(_unit(match, unit))
            position = match.end()
    return WrittenPhrase((at, position), tuple(groups)) if groups else None


def _may_begin(match: re.Match[str], unit: str, *, typed: bool, inside: bool) -> bool:
    """Whether a unit may begin an address: with 第, or where people leave that out."""
    group = match.groupdict()
    if group.get("di") or group.get("mu"):
        return True
    if "第" in match.group() or group.get("loose_runs"):
        return False
    return (unit == "条" and typed) or (inside and unit != "目")


def _unit(match: re.Match[str], unit: str) -> WrittenUnit:
    group = match.groupdict()
    name = next(n for n in ("runs", "loose_runs", "parens") if group.get(n))
    runs: list[WrittenRun] = []
    members = list(_MEMBER.finditer(match[name]))
    for member in members:
        number = re.sub(r"\s", "", member["number"])
        if member is members[-1]:
            number += re.sub(r"\s", "", group.get("sub") or "")
        begin = member.end("joint") if member["joint"] else member.start()
        span = (match.start(name) + begin, match.start(name) + member.end())
        if member["joint"] and _RANGE.fullmatch(member["joint"]):
            runs[-1] = WrittenRun(runs[-1].first, number, (runs[-1].span[0], span[1]))
        else:
            runs.append(WrittenRun(number, number, span))
    return WrittenUnit(unit, tuple(runs))


def read_continued(text: str, first: WrittenPhrase) -> Iterator[WrittenPhrase]:
    """What goes on after an address: 、第三项, 至第十二条, 和第七条."""
    before = first
    while True:
        to = _RANGE.match(text, before.span[1])
        joint = to or JOINT.match(text, before.span[1])
        if joint and (inserted := _read_inserted(text, joint.end(), before)):
            before = replace(inserted, ends_range=to is not None)
            yield before
            continue
        above = (*before.head, *before.groups)
        phrase = read_phrase(text, joint.end(), inside=above) if joint else None
        if phrase is None or joint is None:
            return
        unit = phrase.groups[0].unit
        units = {g.unit for g in above}
        outer = "条" in units and _RANKS["条"] < _RANKS[unit] < _RANKS[above[-1].unit]
        if not (unit in units or outer) or _is_counted(phrase, text):
            return
        if find_owner(text, joint.end(), before.span[1], {}).name:
            return
        head = tuple(g for g in above if _RANKS[g.unit] < _RANKS[unit])
        before = replace(phrase, head=head, ends_range=to is not None)
        yield before


_INSERTED = re.compile(rf"之({NUMBER})(?! ?条)")


def _read_inserted(text: str, at: int, before: WrittenPhrase) -> WrittenPhrase | None:
    """之二 after 第二条之一至: the same 条 with another inserted number."""
    only, match = before.groups[-1], _INSERTED.match(text, at)
    base, inserted, _ = only.runs[-1].last.partition("之")
    if match is None or not inserted or only.unit != "条":
        return None
    number = f"{base}之{match[1]}"
    run = WrittenRun(number, number, match.span())
    return WrittenPhrase(match.span(), (WrittenUnit("条", (run,)),), before.head)


def is_address(phrase: WrittenPhrase, text: str, floor: int, typed: bool) -> bool:
    """Whether a phrase is an address and not what is counted or what 前款 goes on with."""
    start, end = phrase.span
    if _BACK.search(text[max(floor, start - _NEAR) : start]) or _is_counted(phrase, text):
        return False
    if text[start] == "第":
        return not _is_one_of_counted(phrase, text, floor)
    if len(phrase.groups) > 1:
        return True
    before = text[max(floor, start - _NEAR) : start]
    if (
        not typed
        or phrase.groups[0].unit != "条"
        or _COUNTS.search(before)
        or _COUNTED_BEFORE.search(before)
        or not (_LEADS_IN.search(before) or find_owner(text, start, floor, {}).name)
        or any("点" in r.first for r in phrase.groups[0].runs)
    ):
        return False
    runs = phrase.groups[0].runs
    if text[start:end].strip() == "一条":  # 列成一条一条的
        return False
    large = all((int(read_number(r.last) or 0)) > 10 for r in runs)
    tail = _TYPED_TAIL.match(text, end) or (large and _TYPED_LARGE.match(text, end))
    return bool(tail) or any(not read_number(r.first) for r in runs)


def _is_one_of_counted(phrase: WrittenPhrase, text: str, floor: int) -> bool:
    """Whether 第一条 is the first of what the sentence counted before: 提出两条意见，第一条是……."""
    only, start = phrase.groups[-1], phrase.span[0]
    if len(phrase.groups) > 1 or only.unit != "条" or len(only.runs) > 1:
        return False
    if (
        _CITES.search(text[max(0, start - _NEAR) : start])
        or find_owner(text, start, floor, {}).start < start
    ):
        return False
    near = max(0, start - _SAME_SENTENCE)
    begin = max(near, *(text.rfind(mark, near, start) + 1 for mark in _SENTENCE_ENDS))
    wanted = int(read_number(only.runs[0].last) or 0)
    for count in islice(_BARE_COUNT.finditer(text, begin, start), _MOST_COUNTS):
        many = int(read_number(count["number"]) or 0)
        if many < wanted or _OF_A_TEXT.search(text, begin, count.start()):
            continue
        bare = read_phrase(text, count.start())
        if bare is not None and not is_address(bare, text, begin, typed=True):
            return True
    return False


def _is_counted(phrase: WrittenPhrase, text: str) -> bool:
    only = phrase.groups[-1]
    if len(phrase.groups) > 1 or only.unit not in ("条", "项", "款"):
        return False
    end = phrase.span[1]
    if only.unit == "项":
        return _COUNTED_ITEMS.match(text, end) is not None
    return _COUNTED.match(text, end) is not None


def past_number(text: str, at: int) -> int:
    """The next place where an address may begin: a number is not read from its middle."""
    number = _NUMBER.match(text, at)
    return number.end() if number else at + 1


def read_odd(text: str, at: int) -> re.Match[str] | None:
    """第1O条 and the like: what is meant as the number of a 条 and is none."""
    match = _ODD.match(text, at)
    return match if match and read_number(match.group()[1:-1].strip()) is None else None
