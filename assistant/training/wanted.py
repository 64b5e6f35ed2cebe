"""Whether words ask for questions or a pack. Light: every question of a conversation is looked at."""

from __future__ import annotations

import re
from typing import Literal

from corpus.text.numerals import NUMERAL_CHARS

#: What is wanted: questions in a list, one question to answer, or a whole pack.
Wanted = Literal["试题", "自测", "培训"]

_N = rf"(?P<n>[{NUMERAL_CHARS}]+|几|一些)"
_QUIZ = re.compile(r"考考|考一考|考我|测测|测一测|测试一下我|自测|小测验|练练手|刷题")
_PAPER = re.compile(
    rf"(?:出|来|给我|生成|编|整|弄|要|做).{{0,8}}?{_N}\s*(?:道|个|套|份|组|条).{{0,40}}?(?:题|试卷|卷子|考卷|测验)"
    r"|(?:出|编|生成|来)(?:点|些|几道|套|份)?.{0,24}?(?:试题|考题|题目|试卷|卷子|考卷|判断题|选择题|填空题|多选题|单选题|案例题|连线题|排序题)"
    r"|^出.{0,20}题"
)
_COURSE = re.compile(
    r"^(?:那|再|请|请你|请帮我|麻烦你?)?(?:给|帮|替|为|我想|我要|想要|需要|来).{0,24}?(?:做|准备|设计|安排|搞|弄|写|出|生成|办|上|个|份|套).{0,60}?"
    r"(?:培训|[堂节].{0,4}课|宣讲|课件|讲义|教案|PPT|ppt)"
    r"|^(?:那|再|请|请你)?(?:做|准备|出|生成|写|来|设计).{0,60}?(?:课件|讲义|教案|PPT|ppt|的培训|培训材料|培训资料|培训方案|培训包|培训课)"
)
_TIME = re.compile(r"分钟|小时|刻钟|钟头")
#: Then it is a question about the regulation that has these words in it.
ASKS = re.compile(
    r"谁|哪|吗|么|多久|几次|是否|要不要|需不需要|用不用|应不应|该不该|有没有|归.{0,8}管|规定了|责任是|多少[次人]|为何"
)
_REPLY = re.compile(r"我答[::]\s*(?P<x>.+)$")


def split_reply(question: str) -> tuple[str, str]:
    """Words and what they end in after 我答, which is empty where they do not."""
    reply = _REPLY.search(question)
    return (question[: reply.start()], reply["x"].strip()) if reply else (question, "")


def may_ask(question: str) -> Wanted | None:
    """What a question may want of the training part, by its words alone; None for nothing."""
    question, _ = split_reply(question)
    if _QUIZ.search(question):
        return "自测"
    if ASKS.search(question):
        return None
    course, paper = _COURSE.search(question), _PAPER.search(question)
    if course and (_TIME.search(question) or not paper):
        return "培训"
    return "试题" if paper else None
