"""What is said of the conversation itself: what was asked, that a question was not meant with the last, 第三项."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.text.numerals import NUMERAL_CHARS, to_int

_NUMERAL = f"[{NUMERAL_CHARS}]+"
_NOW = re.compile(
    r"(?:那么?|好吧?|嗯)*[，, ]*(?:现在|如今|目前|现行|今天|当前|收录)的?(?:这个?|那个?)?(?:版本?|文本|条文|规定)?(?:里|中)?的?"
    r"(?:是|又)?(?:怎么|如何|咋|什么|啥)?(?:写|说|规定|样|讲)?的?(?:呢|吗|啊|呀)?[？?。]?"
)
#: 「我刚才问的什么」.
_ASKED_BEFORE = re.compile(
    r"(?:那|哎|对了|等等|等一下|[，, ])*(?:我|咱们?|你还?记得我?|还记得我?)*(?:刚刚?才?|之前|前面|上面|上一?次|上一?句|上一?个|最开始|一开始|先前)"
    r"(?:我|咱们?)?(?:(?:都|是)?(?:问|说)(?:的|了|过)*(?:那?个?问题)?(?:都)?(?:是)?(?:什么|啥|哪个|哪些|哪一个)(?:来着|问题|了|呀|啊|呢)*|"
    r"(?:的)?(?:那个?)?问题是(?:什么|啥)(?:来着)?)[？?。！!]*"
)
_FIRST = re.compile(r"最开始|一开始|最先")
#: 「就按原话」, 「不是这个意思，单独问」: the last question as it stands.
_AS_IT_STANDS = re.compile(
    r"(?:不是(?:这|那)个?意思|不对|理解错了|你?(?:弄|搞|理解)错了|不要?(?:接|连)着?(?:上面|前面|刚才)?(?:的)?|[，,。！! ])*"
    r"(?:就|请|还是)?(?:按(?:照)?(?:我的?)?原话(?:来|问|查|回答)?|按(?:我的?)?字面(?:来|问|查)?|单独(?:问|查|回答|来)(?:这(?:一)?句|一遍)?|不要?(?:接|连)着?(?:上面|前面|刚才)(?:的)?(?:问题)?(?:问|查|回答)?)"
    r"(?:吧|就行|就好|即可)?[。！!]*"
)
#: 「单独问：几天内」: the words after it, as they stand.
ALONE = "单独问："
_ALONE = re.compile(r"(?:请|就)?单独(?:问|查)[：:，, ]+(?P<question>.{2,})")
#: 「第八个」「第三项呢」「第二种再讲讲」: one of those that were listed.
_RETELL = (
    r"(?:的)?(?:内容)?(?:再|具体|详细|又|展开)*(?:(?:说|讲|解释|展开|看)(?:一下|一说|一讲|说|讲|看)?)?(?:的|得)?(?:是)?"
    r"(?:怎么)?(?:什么意思|什么|啥意思|啥|怎么说|哪个(?:部门|单位)?|写了什么)?(?:来着)?(?:呢|呀|啊|吧|吗)?[？?。！!]*"
)
_OPENS = r"(?:那|那么|它的?|再|倒?回去|回到|说说|讲讲|看看|说一下|[，, ])*"
_UNIT = r"(?:项|个|种|点|样|类|条内容|款|件)"
_NTH = re.compile(
    rf"{_OPENS}(?:第 ?(?P<n>{_NUMERAL}) ?{_UNIT}|第?[（(](?P<m>{_NUMERAL})[）)]){_RETELL}"
)
_NTH_ARTICLE = re.compile(
    rf"{_OPENS}第 ?(?P<n>{_NUMERAL}) ?条(?:再|具体)*(?:说|讲)?(?:一下|的)?(?:是)?(?:什么|啥)?(?:来着)?(?:呢)?[？?。]*"
)
_FROM_END = re.compile(
    rf"{_OPENS}(?:(?:最后|末尾|末)的?(?:一)?{_UNIT}|倒数第 ?(?P<n>{_NUMERAL}) ?{_UNIT}){_RETELL}"
)
_STEP = re.compile(
    rf"{_OPENS}(?:(?P<next>(?:往后|往下|下|后)(?:面)?的?)|(?P<before>(?:往前|往上|上|前)(?:面)?的?))(?:再)?一?(?P<unit>{_UNIT}|条){_RETELL}"
)
Counted = Literal["nth", "article", "from_end", "step"]


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One of those that were listed, as a question names it.

    Attributes:
        counted: by its number, by its number as if it were a 条, from the end, or from the one shown last.
        number: how many; negative for a step back.
        of_articles: whether 条 are counted.
    """

    counted: Counted
    number: int
    of_articles: bool = False


def asks_what_was_asked(question: str) -> Literal["last", "first"] | None:
    """Whether a question asks what was asked before, the last or the first time; None for neither."""
    if _ASKED_BEFORE.fullmatch(question) is None:
        return None
    return "first" if _FIRST.search(question) else "last"


def asks_of_now(question: str) -> bool:
    """Whether a question asks what is held now: 「现在呢」 after a refusal of another edition."""
    return _NOW.fullmatch(question) is not None


def wants_as_it_stands(question: str) -> bool:
    """Whether the last question is to be answered without what went before it."""
    return _AS_IT_STANDS.fullmatch(question) is not None


def alone_in(question: str) -> str:
    """The question that is to be answered as it stands: 「单独问：几天内」; empty for none."""
    match = _ALONE.fullmatch(question)
    return match["question"].strip() if match else ""


_COUNTING: tuple[tuple[re.Pattern[str], Counted], ...] = (
    (_NTH, "nth"),
    (_NTH_ARTICLE, "article"),
    (_FROM_END, "from_end"),
)


def find_listed(question: str) -> ListedItem | None:
    """Which of those that were listed a question names, and nothing else."""
    for pattern, counted in _COUNTING:
        if match := pattern.fullmatch(question):
            written = match["n"] or match.groupdict().get("m") or "1"
            try:
                return ListedItem(counted, to_int(written))
            except ValueError:  # 第一十03条: no number
                return None
    if match := _STEP.fullmatch(question):
        return ListedItem("step", 1 if match["next"] else -1, match["unit"] == "条")
    return None
