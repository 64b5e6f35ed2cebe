"""What a question wants, by the words that ask for it. Ordered: the first that fits wins."""

from __future__ import annotations

import re
from typing import Literal

from assistant.understanding.about import read_meta
from assistant.understanding.small_talk import known_small_talk
from corpus.citing.written import find_citations

#: What the question was understood to want.
Intent = Literal[
    "citation",  # 第十九条第三项写了什么
    "duty",  # 物业要做什么
    "responsible",  # 谁管消防车通道
    "list",  # 哪些、几项、全部
    "deadline",  # 几天、多久一次
    "comparison",  # 甲和乙有什么不同
    "consequence",  # 不做会怎样
    "applicability",  # 我这样的单位适用吗
    "definition",  # 什么是
    "meta",  # 状态、日期、条数
    "training",  # 出 10 道题、考考我
    "chitchat",
    "question",  # anything else
]

#: Words that only ask whether there is more than was said.
_MORE = re.compile(
    r"(?:那|嗯|好的?)?[，, ]*(?:还有(?:别的|其他的?|吗|呢|什么|哪些|没有)*|没有别的|别的呢|其他的?呢|就这些|完了|全了)(?:了)?(?:吗|么|呢)?[？?。!！]*"
)
_RULES: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (
        "comparison",
        re.compile(
            r"区别|不同|异同|两样|(?:一样|一回事|一个意思|相同)的?[吗么吧]|对比|比较(?!好)|相比|分工|差别|差异|各(?:自)?(?:负|管|担|是|做|有|要|对)|"
            r"怎么分|比.{0,6}(?:多|少)(?:哪|什么|几)|而.{1,8}不用"
        ),
    ),
    (
        "responsible",
        re.compile(
            r"谁|哪(?:个|家|些|几个)?(?:部门|单位|局|委|机构|机关|主体|人|级)|归(?:哪|什么)|找哪|主管部门|"
            r"哪.{0,2}(?:负责|牵头|来管|在管)|有人管"
        ),
    ),
    (
        "deadline",
        re.compile(
            r"多久|多长时间|几(?:个)?(?:工作日|天|日|年|月|小时|次|回|遍|分钟)|多少(?:天|日|次|年)|期限|时限|频率|"
            r"每(?:隔|年|季|月|周|天)|隔多|什么时候|啥时候|何时|哪些时候|一季度|半年"
        ),
    ),
    (
        "definition",
        re.compile(
            r"什么(?:是|叫|意思|含义)|啥(?:是|叫|意思)|是(?:什么|啥)意思|指(?:的)?(?:是)?(?:什么|啥|哪)|定义|含义|算不算"
        ),
    ),
    (
        "list",
        re.compile(
            r"哪些|哪几|几(?:项|条|方面|个方面|类|处|种|样|件|点)|多少(?:项|条|处|类)|列(?:一下|出|全|张|个)|清单|"
            r"全部|所有|都有(?:什么|啥|哪)|汇总|一共|全套|包括(?:什么|哪|啥)|尽量说全|梳理|归纳|整理"
        ),
    ),
    (
        "consequence",
        re.compile(
            r"后果|会怎(?:么)?样|罚|追责|追究|问责|坐牢|拘留|判|跑得掉|吃官司|负(?:什么|啥)责任|责任怎么"
        ),
    ),
    (
        "applicability",
        re.compile(
            r"适用|要不要|用不用|需不需要|(?:需要|必须|可以|能|应该|得|算|管).{0,14}吗|能不能|可不可以|是不是|有没有要求"
        ),
    ),
    (
        "duty",
        re.compile(
            r"职责|义务|任务|责任|(?:做|干|管|负责|注意|履行)(?:什么|啥|哪|点什么|些什么|些啥|点啥)|怎么(?:办|做|管|弄)|咋(?:办|整|弄|做|管)"
        ),
    ),
)


def asks_for_more(question: str) -> bool:
    """Whether a question only asks if there is more: 「还有呢」「就这些吗」."""
    return _MORE.fullmatch(question.strip()) is not None


def seems_to_search(question: str) -> bool:
    """Whether a question, by its form alone, will be looked for in the text: a guess that costs nothing.

    Small talk, what names a provision and what is asked of the text itself will not.
    """
    return not (known_small_talk(question) or find_citations(question) or read_meta(question))


def recognise(question: str) -> Intent:
    """Intent of a question that names no provision and is no small talk."""
    for intent, pattern in _RULES:
        if pattern.search(question):
            return intent
    return "question"
