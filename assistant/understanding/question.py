"""A question as typed → a question that can be worked on, or a clear word why not."""

from __future__ import annotations

import re
import unicodedata

from corpus.errors import USAGE, FiredutyError

#: Longer input is a document, not a question.
MAX_CHARACTERS = 4_000
#: Nothing that is seen: joiners, marks of direction, soft hyphens, variation selectors, tags.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)
#: What a terminal reads as colours: ESC[0m.
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_PICTURE = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u20e3]+")
#: Chinese characters kept apart one by one: 消 防 通 道, 消*防*通*道.
_APART = re.compile(
    r"(?:[\u4e00-\u9fff][ \u3000*_.·~|/\-]{1,3}){3,}[\u4e00-\u9fff](?![\u4e00-\u9fff])"
)
_BETWEEN = re.compile(r"[ \u3000*_.·~|/\-]+")
_AGAIN = re.compile(r"([？?！!。，,、；;~～…\-*#=])(?:[ ]*\1)+")
#: Halves of characters, and bytes that were no text: nothing can be looked up by them, or written.
_NO_CHARACTER = re.compile(r"[\ud800-\udfff]")
#: Characters of a reading that is told.
_SHOWN = 80
_MARKED = re.compile(r"[“”\"'‘’「」『』<>{}|=`【】\\$%]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CONTENT = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")


def clean(question: str, like: str = "") -> str:
    """The question without control characters and outer white space; widths and scripts made one.

    Args:
        like: what an empty question is answered with: ，例如「…」.

    Raises:
        FiredutyError: empty, longer than ``MAX_CHARACTERS``, or not all of it is characters.
    """
    if len(question) > MAX_CHARACTERS:
        raise FiredutyError(
            f"问题太长（{len(question)} 字）：请把问题控制在 {MAX_CHARACTERS} 字以内，一次问一件事",
            exit_code=USAGE,
        )
    if _NO_CHARACTER.search(question):
        raise FiredutyError(
            "问题里有读不出的字符（半个代理对，或不是 UTF-8 的字节）：请重新输入", exit_code=USAGE
        )
    text = re.sub(r"\s*\n\s*", " ", clean_lines(question)).strip()
    if not text:
        raise FiredutyError(f"问题是空的：请输入要问的内容{like}", exit_code=USAGE)
    return text


def clean_lines(question: str) -> str:
    """The same with its line breaks: widths and scripts made one, nothing invisible, no pictures."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", question.replace("\r", "\n")))
    text = _ESCAPE.sub("", text)
    text = _CONTROL.sub(" ", text)
    text = _PICTURE.sub(" ", text) if _CONTENT.search(text) else text
    text = _APART.sub(lambda m: _BETWEEN.sub("", m.group()), text)
    return _simplify(_AGAIN.sub(r"\1", text))


def _simplify(text: str) -> str:
    """Traditional characters made simplified; the library is loaded only where there are any."""
    try:
        "".join(_HAN.findall(text)).encode("gb2312")  # holds the simplified characters only
    except UnicodeEncodeError:
        from opencc import OpenCC

        simplified: str = OpenCC("t2s").convert(text)
        return simplified
    return text


def may_be_shown(reading: str) -> bool:
    """Whether how a question was read is told again: what is typed must not become a way to have any
    text repeated, so nothing long, quoted or marked up is."""
    return len(reading) <= _SHOWN and _MARKED.search(reading) is None


def is_picture(question: str) -> bool:
    """Whether nothing but emoji was typed: 👍👍."""
    return not has_content(question) and _PICTURE.search(question) is not None


def has_content(question: str) -> bool:
    """Whether there is any letter, digit or Chinese character to go by."""
    return _CONTENT.search(question) is not None
