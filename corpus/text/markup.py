"""HTML remains and comments in a text, put out of the way without moving anything else.

Every replacement is as long as what it replaces, so that positions stay those of the source: what
shows nothing becomes zero-width characters, ``<br>`` a line break, ``<td>`` a tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

#: Markdown marks inside a sentence, the words that they are put around as the last group.
STRUCK = r"~~(?=[^\s~])([^~]+)~~"
EMPHASIS = r"(?<![*\d])\*(?=[^\s*\d])([^*\d]+?)(?<=[^\s*])\*(?![*\d])"
CODE = r"`(?=[^\s`])([^`]+)`"
LINK = r"!?\[([^\[\]]+)\]\([^()\s\u4e00-\u9fff]*[./#:][^()\s]*(?: \"[^\"]*\")?\)"
_MARKS = (
    (re.compile(STRUCK), "有删除线，里面的字照读；如果已被删去，请从文本里去掉", True),
    (re.compile(CODE), "有 Markdown 的反引号，已去掉再读", False),
    (re.compile(LINK), "有 Markdown 的链接，只读文字，网址没有读", False),
    (re.compile(EMPHASIS), "有 Markdown 的星号，已去掉再读", False),
    (
        re.compile(r"\\(?:r\\n|[nrt](?![a-z])|u[0-9a-fA-F]{4})"),
        "是写成字符的换行或空白，请还原成真正的换行",
        True,
    ),
    (
        re.compile(
            r"==(?=[^\s=])[^=]+==|\[\^\w+\]|(?<=\])\[\w*\]|(?<!_)__(?=[^\s_])[^_]+__(?!_)|https?://[\w./-]+"
        ),
        "像网页或 Markdown 的记号，照原样留在文本里；请改成纯文本",
        False,
    ),
)
_NOTHING = "\u200b"
_COMMENT = re.compile(r"<!--.*?-->")
_INLINE = "span|font|b|i|u|s|em|strong|a|img|sup|sub|o:p|st1:\\w+|input|label|small|big|center|code"
_LINES = (
    "br|p|div|tr|table|tbody|thead|tfoot|h[1-6]|ul|ol|li|hr|section|article|blockquote|pre|dl|dt|dd"
)
_PAGE = "html|head|body|meta|link|title|style|script"
_TAG = re.compile(
    rf"</?(?:(?P<inline>{_INLINE})|(?P<lines>{_LINES})|(?P<cell>td|th)|(?P<page>{_PAGE}))"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
_WHOLE_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body)\b", re.IGNORECASE)


def blank_markup(source: str) -> str:
    """The source with HTML remains blanked; as long as before."""
    if "<" not in source and "&" not in source:
        return source
    source = _COMMENT.sub(lambda m: _NOTHING * len(m.group()), source)
    return _ENTITY.sub(_character, _TAG.sub(_layout, source))


def find_markup(source: str) -> re.Match[str] | None:
    """The first tag or entity of HTML, None where there is none."""
    found = [m for m in (_TAG.search(source), _entity(source)) if m]
    return min(found, key=re.Match.start, default=None)


def find_marks(source: str) -> Iterator[tuple[int, str, bool]]:
    """Markdown marks inside sentences: where the first of a kind stands, what to say, whether it fails."""
    for pattern, words, fails in _MARKS:
        if found := pattern.search(source):
            yield found.start(), f"「{found.group()[:20]}」{words}", fails


def is_web_page(source: str) -> bool:
    """Whether a whole HTML page stands there, with what else a page has."""
    return _WHOLE_PAGE.match(source) is not None


def _entity(source: str) -> re.Match[str] | None:
    return next((m for m in _ENTITY.finditer(source) if unescape(m.group()) != m.group()), None)


def _layout(tag: re.Match[str]) -> str:
    if "\n" in tag.group():
        return tag.group()
    kind = "\u2028" if tag["lines"] else "\t" if tag["cell"] and tag.group()[1] == "/" else ""
    return kind.ljust(len(tag.group()), _NOTHING)


def _character(entity: re.Match[str]) -> str:
    meant = unescape(entity.group())
    known = meant != entity.group() and len(meant) == 1
    return meant.ljust(len(entity.group()), _NOTHING) if known else entity.group()
