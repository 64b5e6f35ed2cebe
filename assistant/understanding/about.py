"""Whether a question is about the regulation itself: its name, status, dates, how many 条, a 章."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

_ABOUT = r"(?:细则|文件|规定|办法|条例|材料|东西|法规|规章|文本|稿|征求意见稿)"
#: The same, or the short title of a law: 消防法.
_LAW = rf"(?:{_ABOUT}|(?<![方做违执司立依合非守普用无没设])法(?![律定人规制治院官]))"
_WHEN = r"(?:什么时候|啥时候|何时|哪一?年|哪一?天|几时|几几年|哪年哪月)"
_BY_WHOM = r"(?:谁|哪个.{0,6}|哪一?级.{0,4}|什么(?:机关|机构|部门|会议)|哪次会议)"
_LAST_TIME = r"(?:最近|最后|上|最新)(?:的)?一?次(?:是|的)?"
_CHANGED = r"(?:修订|修正|修改)"
_AMENDED = re.compile(
    rf"(?:{_WHEN}|{_LAST_TIME}).{{0,4}}{_CHANGED}|{_CHANGED}(?:过|了)?(?:几|多少)[次回]|{_CHANGED}的?(?:日期|时间|历史|沿革|年份)|"
    rf"{_CHANGED}(?:是|于|在)(?:{_WHEN})|(?:几|多少)次{_CHANGED}"
)
#: What a text may tell others to revise; then it is no question on the text.
_REVISED = re.compile(r"预案|方案|制度|规程|台账|计划|档案|名单|清单|多久|定期|几年")
_ADOPTED = re.compile(
    rf"{_BY_WHOM}(?:审议)?(?:通过|批准)的?|{_WHEN}(?:审议|正式|由.{{1,12}})?(?:通过|批准)的?(?:[？?吗呢啊]|$)|"
    r"(?:通过|批准)的?(?:日期|时间|年份|机关)"
)
_NUMBER = re.compile(
    r"令第?几号|第?几号令|令号|文号|发文字号|多少号(?:令|文)|公告第?几号|第?几号公告"
)
_SHORT = re.compile(rf"(?:{_WHEN}|那|这|它|是|由|这个|那个|的|最近|最后|上|一次|次|过|了)*")
#: That it is a draft, or how long; 「按草案，物业要做什么」 asks what stands in it.
_DRAFT = (
    r"(?:是|算|属于|叫|处于|在|[，,])(?:不是|个|一份|份|一个)*(?:征求意见|草案|草稿)|(?:征求意见稿?|草案|草稿)(?:[吗么吧？?]|阶段|状态|期|是不是|是|还|截止|结束|反馈|到)|"
    r"^(?:征求意见稿?|草案|草稿)$"
)
_STATUS = re.compile(
    rf"(?:以)?(?:哪|什么|几)(?:个|一)?(?:版本?)(?:为准|的)?|最新(?:的)?版|版本.{{0,4}}(?:为准|最新)|{_DRAFT}|正式(?:稿|文件|版|实施|施行|生效|执行)|效力|(?:{_LAW}.{{0,8}}|^(?:它|这|那|个|现在|目前|到底|还|都)*)(?<![才证])(?:算数|作数)|(?:生效|施行|实施|执行)了(?:吗|没|么)|"
    rf"(?:现在|目前|已经)?有没有(?:生效|效力)|能(?:不能)?(?:当|作为).{{0,6}}(?:依据|执法)|{_ABOUT}.{{0,4}}(?:状态|有效)|"
    r"^(?:[^，。？]{0,20}(?:法|条例|细则|办法|规定|文件|法规))?(?:它们?|这些?|那些?|这个|那个)*(?:现在|目前|如今|还|都|是否|是不是|现行|算)*"
    r"(?:有效|生效|失效|作废|过期|管用)(?:了)?(?:吗|没有?|么|不|呢)*[？?]?$"
)
_EFFECTIVE = re.compile(
    r"(?:什么时候|啥时候|何时|哪天|哪一天|几时|从哪).{0,8}(?:施行|生效|实施|执行|算数|起效|开始)|(?:施行|生效|实施|起效)(?:的)?(?:日期|时间)"
)
_DATE = re.compile(
    r"(?:印发|发布|公布|出台|颁布|通过).{0,8}(?:哪年|几月|几号|日期|时间|什么时候|哪天|何时)|(?:哪年|几月|哪天|何时|什么时候).{0,6}(?:印发|发布|公布|出台|颁布)"
)
_ISSUER = re.compile(
    rf"(?:谁|哪个.{{0,4}}|什么.{{0,4}})(?:发布|印发|制定|出台|起草|颁布|发)的?|发布机关|制定机关|{_ABOUT}.{{0,3}}(?:谁|哪).{{0,4}}(?:发|定|出)的"
)
_INTERPRETER = re.compile(
    rf"(?:谁|哪|什么).{{0,8}}(?:负责|来)?解释(?!一下|说明)|解释权|{_ABOUT}.{{0,6}}解释(?:机关|部门)"
)
_REPEAL = re.compile(r"(?:老|旧|原来|以前|之前|过去).{0,10}(?:废止|作废|失效|不算|还用)|废止")
_TITLE = re.compile(rf"(?:全称|全名|全称|正式名称|叫什么名|{_ABOUT}.{{0,4}}叫(?:什么|啥)|标题)")
_COUNT = re.compile(
    r"(?:一共|总共|共|有|到底)?(?:有|分|是|共)?(?:多少|几)(?:个)?(?P<unit>章|条|项)(?<!第几条)(?<!第几项)(?<!第几章)(?!.{0,6}(?:通道|路|线|要求|规定|职责|任务))"
)
_CHAPTER = re.compile(
    r"(附则|总则)(?:里|中|都|部分|一章|说|讲|有|是|管|那|写|规定|的?内容|的?全文|[呢？?]?$)|"
    r"(?<![\u4e00-\u9fff])(?P<other>[\u4e00-\u9fff]{2,14}?)(?:这一|那一|这|那|一)章(?:里|中|都|部分|说|讲|有|是|管|写|规定|的?内容)"
)
_CHAPTERS = re.compile(
    r"(?:哪|几)(?:些|几)?个?章|章节(?:结构|目录|安排)|目录|分(?:了|成|为)?几(?:个)?(?:部分|章)|(?:各|每)章"
)
#: 「几项」 of these counts duties of something and not the whole text.
_MATTER = re.compile(r"职责|责任|义务|要求|规定(?:了|的)|追责|任务|要履行|应当")

MetaKind = Literal[
    "date",
    "adopted",
    "amended",
    "number",
    "effective",
    "issuer",
    "interpreter",
    "repeal",
    "title",
    "chapter",
    "chapters",
    "count",
    "status",
]


@dataclass(frozen=True, slots=True)
class MetaAsked:
    """What is asked of the regulation itself.

    Attributes:
        kind: which fact.
        title: of the 章 that is asked about; empty where none is named.
    """

    kind: MetaKind
    title: str = ""


def read_meta(question: str) -> MetaAsked | None:
    """What a question asks of the regulation itself, else None."""
    kind = next((kind for kind, asks in _ASKS if asks(question)), None)
    if kind == "count" and (match := _COUNT.search(question)):
        return MetaAsked(kind) if _counts_all(question, match["unit"]) else None
    if kind == "chapter" and (match := _CHAPTER.search(question)):
        return MetaAsked(kind, match[1] or match["other"])
    return MetaAsked(kind) if kind else None


#: The first that fits counts.
_ASKS: tuple[tuple[MetaKind, Callable[[str], object]], ...] = (
    ("number", _NUMBER.search),
    ("amended", lambda question: _asks_of_text(_AMENDED, question)),
    ("adopted", lambda question: _asks_of_text(_ADOPTED, question)),
    ("date", _DATE.search),
    ("effective", _EFFECTIVE.search),
    ("issuer", lambda question: _ISSUER.search(question) and re.search(_LAW, question)),
    ("interpreter", _INTERPRETER.search),
    ("repeal", _REPEAL.search),
    ("title", _TITLE.search),
    ("chapter", _CHAPTER.search),
    ("chapters", _CHAPTERS.search),
    ("count", _COUNT.search),
    ("status", _STATUS.search),
)


def _asks_of_text(pattern: re.Pattern[str], question: str) -> bool:
    """Whether the words that fit are said of the text: it is named, or nothing else is."""
    found = pattern.search(question)
    if found is None or _REVISED.search(question):
        return False
    if re.search(_LAW, question):
        return True
    rest = question[: found.start()] + question[found.end() :]
    return _SHORT.fullmatch(rest.strip("？?，,。 吗呢啊")) is not None


def _counts_all(question: str, unit: str) -> bool:
    """Whether 「几条」 counts those of the whole text."""
    whole = rf"{_ABOUT}|全文|一共|总共|整(?:个|部|份)|到底有?{unit}"
    return re.search(whole, question) is not None and not _MATTER.search(question)
