"""A question as typed → a question that can be worked on, or a clear word why not."""

from __future__ import annotations

import re
import unicodedata

from corpus.errors import USAGE, FiredutyError

#: Longer input is a document, not a question.
MAX_CHARACTERS = 4_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff]+")
#: Halves of characters, and bytes that were no text: nothing can be looked up by them, or written.
_NO_CHARACTER = re.compile(r"[\ud800-\udfff]")
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
    text = _simplify(_CONTROL.sub(" ", unicodedata.normalize("NFKC", question)).strip())
    if not text:
        raise FiredutyError(f"问题是空的：请输入要问的内容{like}", exit_code=USAGE)
    return text


def _simplify(text: str) -> str:
    """Traditional characters made simplified; the library is loaded only where there are any."""
    try:
        "".join(_HAN.findall(text)).encode("gb2312")  # holds the simplified characters only
    except UnicodeEncodeError:
        from opencc import OpenCC

        simplified: str = OpenCC("t2s").convert(text)
        return simplified
    return text


def has_content(question: str) -> bool:
    """Whether there is any letter, digit or Chinese character to go by."""
    return _CONTENT.search(question) is not None
