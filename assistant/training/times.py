"""Times that stand in the place of others: what people take a frequency or a deadline for."""

from __future__ import annotations

import re

from corpus.register.records import Recurrence

_EVERY = ("每月", "每季度", "每半年", "每年", "每两年")
#: Words of time that take each other's grammatical place, and none of which means another. A vague
#: word stands among vague ones too, so that it is not told by its kind.
_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("定期", "适时", "必要时", "每季度", "每半年"),
    ("年度", "季度", "月度", "半年度"),
    ("经常性", "定期", "集中性", "季节性"),
    ("常态化", "阶段性", "季节性", "集中式"),
    ("日常", "专项", "年度", "联合"),
    ("及时", "定期", "适时", "在3日内", "在7日内"),
    ("立即", "定期", "适时", "在24小时内", "在3日内"),
    ("秒级", "分钟级", "十分钟级", "小时级"),
    ("夜间", "日间", "节假日", "定期"),
)
_NUMBERED = re.compile(r"(?P<number>\d+)(?P<unit>个?(?:工作日|日|天|月|小时|年))")
_NUMBERS = (3, 5, 7, 10, 15, 20, 30)


def find_wrong_times(time: Recurrence) -> tuple[str, ...]:
    """What may stand in the place of a printed time and means something else; may be none."""
    printed = time.text
    if found := _NUMBERED.fullmatch(printed):
        number, unit = int(found["number"]), found["unit"]
        return tuple(f"{n}{unit}" for n in _NUMBERS if n != number)
    if printed in _EVERY:
        return ("定期", *(t for t in _EVERY if t != printed))
    for family in _FAMILIES:
        if printed == family[0]:
            return family[1:]
    return ()
