"""Sentences that say what the regulation does not state (没有写具体是多少秒).

Such a sentence is borne out where some word of it occurs nowhere in the text, in no equivalent
either, where it names no figure, and where the text states no quantity of the kind it asks for.
"""

from __future__ import annotations

import re

from assistant.quantity import asked_quantity
from assistant.verify.figures import figures
from assistant.verify.support import Support, consequences

_TEXT = (
    r"(?:(?:整份|整个|这份|本|该|它的?|里面的?)?(?:实施)?(?:文[中里]|正文|原文|文本|条文|全文|细则|文件|稿子|条款|规定|附则|通篇|里面|其中|征求意见稿|本条|该条|各项|上述)"
    r"(?:里|中|上|内|本身)?)"
)
_ABSENT = re.compile(
    rf"^(?:但是?|而且?|却|同时|只是|不过|目前|也|并|还|都|均|根据|依据|按照|里|中|对此|直接|因为|{_TEXT})*"
    r"(?:没有?(?!收)|未(?!来|成)|找不到|查不到|看不到|不见)(?:直接|明确|具体|再|任何|对[^，]{1,12})*"
    r"(?:规定|出现|写明|写|提到|提及|提|载明|涉及|明确|点名|给出|说明|说|列出|列明|列|限定|讲|交代|指明|设定|设|作出|作|赋予|授予|授权|要求|界定|展开|细分|区分|解释|限制|(?<=不到))"
    r"(?:了|到|出|过|任何|具体|清楚)*(?P<what>.*)$"
)
_HAS_NONE = re.compile(rf"^(?:但是?|而且?|也|并|目前)*{_TEXT}(?:也|并|都)*没有(?P<what>[^，]+)$")
_UNKNOWABLE = re.compile(
    r"^(?:所以|因此|因而|但是?|现在|目前|仅?凭|据此|从|里|中|还|也|就)*(?:(?:说|看|推|得)不出|(?:无法|没法|不能)(?:得出|得知|确定|判断|知道|推断|推算|算出|看出|说明|断定|给出))(?:具体|从)*(?P<what>.*(?:哪|何|几|多|日期|时间).*)$"
)
_HOW_MANY = re.compile(
    r"(?:多少|几)(?:个)?(?P<unit>工作日|小时|分钟|秒|年|天|次|元|米|人|名|具|台|辆|部(?!门)|只|套|户|层|级|倍)"
)
_RATE = re.compile(r"(?:每个?|一个?)(?:年|季度|月|周|天)(?=[^，]{0,6}(?:几|多少)次)")
_HOW_LONG = re.compile(
    r"多久|多长时间|哪(?:一)?天|什么时候|何时|期限|时限|周期|频率|频次|次数|时间"
)
#: What is asked for by the last word of what is absent: it is stated where it is printed.
_ASKED_BY_NAME = re.compile(
    r"(?:人数|数量|数目|数额|金额|比例|清单|名单|目录|范本|样本|格式|表格|流程|步骤|费用|价格|收费标准|评分标准|面积|高度|宽度|天数|电话|地址|网址|边界|日期|(?:起草|制定|发布|公布|解释)的?(?:单位|机关|部门))$"
)
_TIMES = frozenset({"工作日", "日", "周", "月", "季度", "年", "小时", "分钟", "秒", "次", "日期"})
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万两]")
_ASKS = re.compile(r"多少|多久|几|什么|哪|谁|怎么|如何|何")


def absent_part(segment: str) -> str | None:
    """What a flat piece says is not stated; None where it says no such thing."""
    match = _ABSENT.match(segment) or _HAS_NONE.match(segment) or _UNKNOWABLE.match(segment)
    return match["what"] if match else None


def is_absent(what: str, text: str, whole: str, concepts: frozenset[int], support: Support) -> bool:
    """Whether it is proved that a text does not state something.

    Args:
        what: flat, as ``absent_part`` gives it.
        text: the text that is said not to state it, flat.
        whole: the same with headings.
        concepts: what ``whole`` says.
    """
    printed = {f.key for f in figures(text)}
    what = _RATE.sub("", what)
    if any(consequences(what, text)):
        return True
    asks = _ASKS.search(what) is not None
    named = [f for f in figures(_ASKS.sub("，", what)) if f.key not in printed and f.key[0] != "1"]
    if any(not (asks and f.key[0].startswith("每")) for f in named):  # 每年要交多少
        return False
    if counted := _HOW_MANY.search(what):
        unit = "日" if counted["unit"] == "天" else counted["unit"]
        return not any(u == unit for _, u in printed)
    if _HOW_LONG.search(what):
        return not any(u in _TIMES for _, u in printed)
    if re.search("多少|几", what):
        return all(number.startswith("每") for number, _ in printed)
    if (name := _ASKED_BY_NAME.search(what)) and name.group() not in text:
        return True
    quantity = asked_quantity(what)
    stated = quantity.stated.search(text) if quantity is not None and quantity.stated else None
    if stated and _NUMERAL.search(stated.group()):
        return False
    asked = _ASKS.sub("，", what)
    return support.says_new_character(asked, whole) or bool(
        support.missing(asked, whole, concepts, abbreviated=False)
    )
