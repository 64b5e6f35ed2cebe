"""「“…”在哪一条」: words that somebody has read and of which the source is asked for."""

from __future__ import annotations

import re

from corpus.text.compare import compare_form
from corpus.text.quotations import outer_quotations

#: Shorter words are a term, and what is asked is where it is spoken of.
_PASSAGE = 8
_WORDS = (
    r"(?:这|那|下面|以下|上面)?(?:一)?(?:句|段|些|个)?(?:话|文字|内容|条文|规定|说法|原文|表述)"
)
_TEXT = (
    r"(?:这部?|本|该|你们)?(?:实施)?(?:细则|文件|规定|条例|办法|法|法规|原文|文本|条文|全文|正文)"
)
_WHERE = (
    r"(?:(?:在|是|出自|来自|源自|属于|见于|见|写在|出现在|规定在|位于|引自|摘自|对应)?的?"
    rf"(?:{_TEXT})?(?:里面|里|中)?的?(?:是|属于|在)?"
    r"(?:哪(?:里|儿|一?(?:条|款|项|章|节|处)|个?(?:条款|地方|法条|条文))|第几(?:条|款|项|章)|什么(?:地方|条款)|何处)"
    r"(?:里|中)?(?:规定|写|说|讲|提到|有)?(?:的|了|着|过)?|(?:的)?(?:出处|来源)(?:是|在)?(?:哪(?:里|儿|一?条)?|什么)?|"
    r"(?:是不是|是否是?|属不属于|是)(?:条文|细则)?(?:的)?原(?:文|话)|"
    rf"(?:{_TEXT})?(?:里面|里|中)?(?:有没有|有无|是否有|有){_WORDS}?)"
)
_POLITE = r"(?:请问|请|帮我|麻烦|查一下|查查|查|找一下|找找|找|看看|看|想问|问一下|我想知道|告诉我|您好|你好|一下|到底|具体|究竟|应该|[，,。:：、 ]|的)*"
_END = r"(?:吗|呢|啊|呀|吧|来着|[？?。！! ,，])*"
_ASKS = re.compile(rf"{_POLITE}{_WORDS}?{_POLITE}{_WHERE}{_END}(?:{_WORDS}?{_WHERE}{_END})?")
#: 「这句话在哪一条：……」 and 「……这句话在哪一条」, without marks.
_AHEAD = re.compile(rf"{_POLITE}{_WORDS}{_POLITE}{_WHERE}{_END}[:：]\s*(?P<passage>.+)", re.DOTALL)
_BEHIND = re.compile(
    rf"(?P<passage>.+?)[，,。 ]*(?:这|那|上面)(?:一)?(?:句|段)(?:话|文字|条文)?{_POLITE}{_WHERE}{_END}",
    re.DOTALL,
)


def find_passage(question: str) -> str:
    """The words of which a question asks where they stand; empty for none."""
    spans = outer_quotations(question)
    if len(spans) == 1:
        start, end = spans[0]
        around = f"{question[: start - 1]}{question[end + 1 :]}"
        return _long(question[start:end]) if _ASKS.fullmatch(around.strip()) else ""
    match = _AHEAD.fullmatch(question) or _BEHIND.fullmatch(question)
    return _long(match["passage"]) if match and not spans else ""


def _long(passage: str) -> str:
    return passage.strip() if len(compare_form(passage)) >= _PASSAGE else ""
