"""Times that stand in the place of others: what people take a frequency or a deadline for."""

from __future__ import annotations

import re

from corpus.register import Recurrence

_EVERY = ("每日", "每周", "每月", "每季度", "每半年", "每年", "每两年")
#: Words of time that take each other's grammatical place, and none of which means another.
_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("定期", "每月", "每季度", "每半年", "每年"),
    ("年度", "季度", "月度", "半年度"),
    ("经常性", "阶段性", "季节性", "临时性"),
    ("常态化", "阶段性", "季节性", "临时性"),
    ("日常", "专项", "年度", "季度"),
    ("及时", "每月", "在3日内", "在7日内", "在年底前"),
    ("立即", "在24小时内", "在3日内", "在7日内", "在次月"),
    ("限期", "在年底前", "自愿", "在三年内"),
    ("秒级", "分钟级", "十分钟级", "小时级"),
    ("夜间", "日间", "节假日", "上班时间"),
    ("营业期间", "开业前", "歇业期间", "装修期间"),
    ("生产作业期间", "停产检修期间", "试生产期间", "节假日期间"),
    ("森林防火期间", "汛期", "学校放假期间", "供暖期间"),
    ("重大节假日", "双休日", "寒暑假", "供暖季"),
    ("重要活动期间", "停产检修期间", "汛期", "换届期间"),
    ("火灾多发季节", "汛期", "旅游淡季", "农闲季节"),
)
_NUMBERED = re.compile(r"(?P<number>\d+)(?P<unit>个?(?:工作日|日|天|月|小时|年))")
_NUMBERS = (3, 5, 7, 10, 15, 20, 30)


def wrong_times(time: Recurrence) -> tuple[str, ...]:
    """What may stand in the place of a printed time and means something else; may be none."""
    printed = time.text
    if found := _NUMBERED.fullmatch(printed):
        number, unit = int(found["number"]), found["unit"]
        return tuple(f"{n}{unit}" for n in _NUMBERS if n != number)
    if printed in _EVERY:
        return tuple(t for t in _EVERY if t != printed)
    for family in _FAMILIES:
        if printed == family[0]:
            return family[1:]
    return ()
