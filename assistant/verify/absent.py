"""Sentences that say what the regulation does not state (没有写具体是多少秒).

Such a sentence is borne out where some word of it occurs nowhere in the text, in no equivalent
either, where it names no figure, and where no clause that may speak of it states a quantity of the
kind it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from assistant.verify.figures import find_figures
from assistant.verify.ground import Ground
from assistant.verify.support import Support, check_consequences
from assistant.verify.texts import pairs
from corpus.language.quantity import asked_quantity

_TEXT = (
    r"(?:(?:整份|整个|整部|整篇|全部|这份|这部|这个|本|该|它的?|里面的?)?(?:实施)?(?:文[中里]|正文|原文|文本|条文|全文|细则|文件|稿子|条款|规定|附则|通篇|里面|其中|征求意见稿|本条|该条|这[一]?条|各项|上述)"
    r"(?:里|中|上|内|本身)?)"
)
_DENIES = r"(?:没有?(?!收)|未(?!来|成)|找不到|查不到|看不到|不见)"
_PLAINLY = r"(?:直接|明确|具体|专门|单独|另外|进一步|逐一|再|任何|就)"
_SAYS = (
    r"(?:规定|出现|写明|写|提到|提及|提|载明|涉及|明确|点名|给出|说明|说|列出|列明|列|限定|讲|交代|指明|设定|作出|作|赋予|授予|授权|要求|界定|展开|细分|区分|解释|限制"
    r"|公布|标明|记载|强制|谈到|量化|细化|收录|附上|区别|(?<=不到))"
)
_ABSENT = re.compile(
    rf"^(?:但是?|而且?|却|同时|只是|不过|目前|也|并|还|都|均|根据|依据|按照|里|中|对此|直接|因为|其实|尚|{_TEXT})*"
    rf"{_DENIES}(?:{_PLAINLY}|(?:对|就|为)(?P<of>[^，]{{1,20}}?)(?={_PLAINLY}*{_SAYS}))*{_SAYS}"
    r"(?:了|到|出|过|任何|具体|清楚)*(?P<what>.*)$"
)
#: The other way round: 通道的宽度在细则里没有规定.
_TURNED = re.compile(
    rf"^(?:至于|关于|对于?)?(?P<what>[^，]{{2,30}}?)(?:在|，)*{_TEXT}(?:也|并|都|均)*{_DENIES}{_PLAINLY}*{_SAYS}(?:出|到|过)?$"
)
_HAS_NONE = re.compile(
    rf"^(?:但是?|而且?|也|并|目前)*(?:{_TEXT}(?:也|并|都)*没有|没有(?:具体|明确)的?)(?P<what>[^，]+)$"
)
_NO_ARTICLE = re.compile(
    rf"^没有(?:哪|任何)一?(?:条|项|款|处)(?:都|也)?{_SAYS}(?:了|到|过)?(?P<what>[^，]+)$"
)
_UNKNOWABLE = re.compile(
    r"^(?:所以|因此|因而|但是?|现在|目前|仅?凭|据此|从|里|中|还|也|就)*(?:(?:说|看|推|得)不出|(?:无法|没法|不能)(?:得出|得知|确定|判断|知道|推断|推算|算出|看出|说明|断定|给出))(?:具体|从)*(?P<what>.*(?:哪|何|几|多|日期|时间).*)$"
)
#: A piece that only names what the next one says is not stated.
_NAMED_BEFORE = re.compile(
    r"^(?:至于|关于|对于)|是否|是不是|有没有|([\u4e00-\u9fff])不\1|多少|多久|多长|多大|多宽|几[个次天年]|怎么|如何|谁|哪"
)
_ABOUT = re.compile(r"^(?:至于|关于|对于?)(?!此)[^，]+$")
#: Words that are said not to occur: 没有出现“灭火器配置”几个字.
_LITERAL = re.compile(
    r"^(?P<words>.+?)(?:[这那]?[几两三四五六]?个|[这那]|一|的)?(?:字|字样|字眼|词|词语)$"
)
_HOW_MANY = re.compile(
    r"(?:多少|几)(?:个)?(?P<unit>工作日|小时|分钟|秒|年|天|次|元|平方米|平米|平方|厘米|公里|米|人|名|具|台|辆|部(?!门)|只|套|户|层|级|倍|学时|课时|公斤|吨|升|瓶|度|伏|分贝)"
)
_RATE = re.compile(r"(?:每个?|一个?)(?:年|季度|月|周|天)(?=[^，]{0,6}(?:几|多少)次)")
_HOW_LONG = re.compile(
    r"多久|多长时间|哪(?:一)?天|什么时候|何时|期限|时限|周期|频率|频次|次数|时间"
)
#: What is asked for by the last word of what is absent: it is stated where it is printed.
_NAME = (
    r"(?:人数|数量|数目|数额|金额|比例|清单|名单|目录|范本|样本|模板|样式|格式|表格|流程|步骤|费用|价格|收费标准|评分标准|面积|高度|宽度|天数|时长|型号|规格|品牌|有效期限?|电话|地址|网址|边界|日期"
    r"|(?:起草|制定|发布|公布|解释)的?(?:单位|机关|部门))"
)
_ASKED_BY_NAME = re.compile(rf"(?:{_NAME}(?:和|、|及|以及|或者?))*{_NAME}$")
_OF_RULES = re.compile(r"的?(?:具体)?(?:要求|规定|标准|说法|内容|问题|情况)$")
_TIMES = frozenset({"工作日", "日", "周", "月", "季度", "年", "小时", "分钟", "秒", "次", "日期"})
_WHEN = re.compile(r"(?:内|前|后|时|起|期间|的)$")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万两]")
_ASKS = re.compile(r"多[宽高厚深远重]|多少|多久|几|什么|哪|谁|怎么|如何|何")
#: A word that more than this share of the provisions print is the topic of the text.
_TOPIC = 0.25


def find_absent_part(segment: str) -> str | None:
    """What a flat piece says is not stated; None where it says no such thing.

    Empty where it only says that something is not stated (细则没有规定).
    """
    if match := _NO_ARTICLE.match(segment):
        return match["what"]
    if match := _ABSENT.match(segment):
        return (match["of"] or "") + match["what"]
    match = _TURNED.match(segment) or _HAS_NONE.match(segment) or _UNKNOWABLE.match(segment)
    return match["what"] if match else None


def find_absent_parts(parts: Sequence[str]) -> dict[int, str | None]:
    """What the pieces of a sentence say is not stated, by number.

    A piece that only names what the next one denies (消防车通道要多宽，细则没有规定) is a part of it
    and is given with None.
    """
    found: dict[int, str | None] = {}
    for number, part in enumerate(parts):
        what = find_absent_part(part)
        if what is None:
            continue
        before = parts[number - 1] if number and number - 1 not in found else ""
        if _ABOUT.match(before) or (not what.strip("的") and _NAMED_BEFORE.search(before)):
            found[number - 1] = None
            what = f"{before}，{what}"
        found[number] = what
    return found


def is_absent(what: str, ground: Ground, support: Support) -> bool:
    """Whether it is proved that some provisions do not state something.

    Args:
        what: flat, as ``find_absent_part`` gives it.
        ground: the provisions that are said not to state it.
    """
    text = ground.text
    if literal := _LITERAL.match(what):
        return literal["words"] not in text
    printed = _printed_figures(text)
    what = _RATE.sub("", what)
    if any(check_consequences(what, text)):
        return True
    asks = _ASKS.search(what) is not None
    counts = [
        f for f in find_figures(_ASKS.sub("，", what)) if f.key not in printed and f.key[0] != "1"
    ]
    if any(not (asks and f.key[0].startswith("每")) for f in counts):  # 每年要交多少
        return False
    if counted := _HOW_MANY.search(what):
        unit = "日" if counted["unit"] == "天" else counted["unit"]
        return not _is_figured(what, _TIMES if unit in _TIMES else {unit}, ground, support)
    if named := _ASKED_BY_NAME.search(what) or _ASKED_BY_NAME.search(_OF_RULES.sub("", what)):
        names = re.findall(_NAME, named.group())
        if not _may_speak(
            what[: named.start()], ground, support, lambda c: any(name in c for name in names)
        ):
            return True
    if _HOW_LONG.search(what):
        return not _is_figured(what, _TIMES, ground, support)
    quantity = asked_quantity(what)
    if asks and quantity is not None and not (quantity.stated and quantity.stated.search(text)):
        return True
    if re.search("多少|几", what):
        return all(number.startswith("每") for number, _ in printed)
    stated = quantity.stated.search(text) if quantity is not None and quantity.stated else None
    if stated and _NUMERAL.search(stated.group()):
        return False
    asked = _ASKS.sub("，", what)
    if support.says_new_character(asked, ground.whole):
        return True
    return all(
        support.missing(asked, part, concepts, abbreviated=False)
        for part, concepts in ground.wholes
    )


@lru_cache(maxsize=2048)
def _printed_figures(text: str) -> frozenset[tuple[str, str]]:
    """Keys of the figures of a printed text; the same clauses are asked again and again."""
    return frozenset(figure.key for figure in find_figures(text))


def _is_figured(what: str, units: AbstractSet[str], ground: Ground, support: Support) -> bool:
    """Whether a clause that holds such a figure may speak of what is asked for."""
    matter = _HOW_MANY.sub("，", _HOW_LONG.sub("，", what))
    return _may_speak(
        matter, ground, support, lambda clause: any(u in units for _, u in _printed_figures(clause))
    )


def _may_speak(
    matter: str, ground: Ground, support: Support, states: Callable[[str], bool]
) -> bool:
    """Whether one of the clauses that state something may speak of a matter.

    It may where it shares a word with it, or an equivalent, or half a word; where the matter has
    no word of its own, every clause may.
    """
    words = support.words(matter)
    leaves = [leaf.text for leaf in ground.leaves]
    topics = {
        part
        for part in {*words, *(p for w in words for p in pairs(w))}
        if sum(part in text for text in leaves) > _TOPIC * len(leaves) > 1
    }
    particular = [w for w in words if w not in topics]
    clauses: dict[str, list[str]] = {}
    for piece in ground.pieces:
        clauses.setdefault(piece.record.clause, []).append(piece.text)
    return any(
        states(_spoken(parts, particular, support, topics))
        for clause, parts in clauses.items()
        if states(clause)
        and (not particular or any(support.shares(w, clause, topics) for w in particular))
    )


def _spoken(
    parts: Sequence[str], words: Sequence[str], support: Support, topics: AbstractSet[str]
) -> str:
    """What of a clause may speak of some words: from the piece that shares most with them on.

    With what says when before it: 自收到之日起10日内，…
    """
    shared = [sum(support.shares(w, part, topics) for w in words) for part in parts]
    best = max(shared, default=0)
    start = shared.index(best) if best else 0
    while start and _WHEN.search(parts[start - 1]):
        start -= 1
    return "，".join(parts[start:])
