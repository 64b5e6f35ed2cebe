"""Yes/no questions and leading questions → what they assert.

「消防车通道堵了物业要管吗」 asks whether it is so; 「防火委每月开一次会，没错吧」 and 「罚五万是哪条」 take it for
granted. What is asserted is the question without the words that ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Ends by which the speaker takes for granted what stands before, or has heard it.
_SURE = (
    r"(?:细则|规定|条例|文件|条文|里面|第[^，。]{1,6}条)?(?:里|中|上)?(?:不?就)?(?:是)?(?:这么|这样|就是这么)?(?:规定|写|说|讲|定|要求)(?:的|了|着)+|"
    r"是这(?:么|样)(?:规定|写|说|讲)?的?|是(?:这个)?(?:意思|理儿?)|规定是这意思|(?:我)?(?:讲课)?(?:这么说)?没(?:记|说|讲|搞|弄)?(?:错|毛病)"
)
_TAG = r"(?:对吧|对吗|对不对?|对么|对伐|是吧|是吗|是不是|不是[吗么]|是不|没错吧|没错|没跑吧|吧)"
_LEADING_END = re.compile(rf"[，,、\s]*(?:(?:{_SURE})?(?:{_TAG})|(?:{_SURE})[吗么]?)[？?。！!\s]*$")
#: 「…是哪条」「…依据哪项」「…，原文怎么说」: the source of what is taken for granted.
_SOURCE = re.compile(
    r"[，,、\s]*(?:这个?(?:频次|说法|规定|条)?)?(?:是|依据|根据|出自|在)(?:细则|规定|条文)?(?:的)?(?:哪(?:一)?|第几)(?:条|项|款)(?:里|规定)?(?:的|来着|写的|说的)?[？?。！!\s]*$|"
    r"[，,、\s]*(?:这个?(?:频次|说法|规定)?)(?:依据|出自)哪儿?[？?。！!\s]*$|[，,、\s]*(?:这)?(?:细则)?(?:的)?(?:哪|第几)(?:条|项|款)(?:说|写|规定)的[？?。！!\s]*$|"
    r"[，,、\s]*(?:那|这)(?:一)?条(?:在哪儿?|你?找给?我看|你找)[？?。！!\s]*$|[，,、\s]*(?:第几|哪一?)(?:条|项|款)[？?。！!\s]*$|"
    r"[，,、\s]*(?:条款号给我|念一下原文|原文(?:怎么(?:说|写))|这条你找给我看)[？?。！!\s]*$"
)
_LEADING_START = re.compile(
    r"^(?:听说|据说|听人说|既然|不是说|讲课用[：:]|培训说|网上说|都说|人家说)(?:(?:这)?(?:细则|规定)(?:里)?)?[，,：:]?"
)
_NEUTRAL_END = re.compile(r"(?:吗|嘛|么|不|没有|没|行不行|可不可以|能不能|对不对)?[？?。！!\s]*$")
#: A doubled verb that asks → the plain one.
_DOUBLED = (
    (re.compile(r"是不是(?:真的)?"), ""),
    (re.compile(r"有没有(?=规定|要求|写)"), "有"),
    (re.compile(r"要不要|用不用|需不需要|该不该"), "要"),
    (re.compile(r"能不能|可不可以|可以不可以|能否|可否"), "可以"),
    (re.compile(r"(算|归|管|属|会|得|许|准|让)不\1"), r"\1"),
)
_ASKS_YES_NO = re.compile(
    r"(?:吗|(?<!干)嘛|(?<![什怎这那])么)[？?。！!\s]*$|是不是|有没有|要不要|用不用|需不需要|该不该|能不能|可不可以|可以不可以|能否|可否|"
    r"(算|归|管|属|会|得|许|准|让)不\1|行不行|(?<!什)(?:要|用|搞|加|管|做|建|能)[^，。]{0,12}不[？?\s]*$"
)
#: Words that ask for more than yes or no.
_OPEN = re.compile(
    r"谁|哪(?!怕)|什么|干嘛|干啥|啥(?!的)|怎么(?!都)|咋|几(?!乎)|多(?:少|久|长|大|高|远)|为何|凭|怎样|如何|，还是"
)
#: Whether two are the same is for the reader to see: both are told.
_SAME = re.compile(r"(?:一样|一回事|一个意思|相同|有区别|有什么不同)的?[吗么吧]?[？?。\s]*$")
#: 「居委会的消防职责在第几条」 takes nothing for granted.
_TOPIC = re.compile(r"(?:的|职责|任务|责任|规定|要求|内容|事|情况|定义|条款)$")
_QUOTED = re.compile(r"[“「『][^”」』]*[”」』]")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a yes/no question asserts.

    Attributes:
        text: the assertion.
        leading: whether the question takes it for granted.
        ending: the words that ask, as they stood: 吗, 行不行, 对吧.
    """

    text: str
    leading: bool
    ending: str = ""

    @property
    def clauses(self) -> int:
        """How many clauses it has: of several, some tell what happened and assert nothing."""
        return len([c for c in re.split("[，,；;。：:]", self.text) if c.strip()])


def find_assertion(question: str) -> Assertion | None:
    """What a question asserts; None where it asks for more than yes or no, or tells a long story."""
    if len(question) > _LONGEST:
        return None
    core = _LEADING_START.sub("", question)
    source = _SOURCE.search(core)
    end = source or _LEADING_END.search(core)
    leading = bool(end) or len(core) < len(question)
    if not leading and not _ASKS_YES_NO.search(question):
        return None
    if end and (again := _LEADING_END.search(core[: end.start()])):
        end = again  # 「…，规定里写的，没错吧」
    asks = end or _NEUTRAL_END.search(core)
    ending = core[asks.start() :] if asks else ""
    core = core[: len(core) - len(ending)]
    if _OPEN.search(_QUOTED.sub("", question if end is None else core)) or len(core) < 4:
        return None
    if (source and _TOPIC.search(core)) or _SAME.search(question):
        return None
    for doubled, plain in _DOUBLED:
        core = doubled.sub(plain, core)
    core = re.sub(
        r"^(?:细则|规定|条例)(?:里|中)?(?:规定|写明|写着?|说|要求)?(?:的)?[，,：:]?", "", core
    )
    return Assertion(core.strip("，,。 "), leading, ending)
