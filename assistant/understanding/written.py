"""A text that somebody wrote and wants judged, inside what was typed."""

from __future__ import annotations

import re

from assistant.understanding.hearing import asks

#: Chinese characters from which words are a text.
_LEAST = 14
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENDS = re.compile(r"(?<=[。！？!?；;\n])")
#: Before a colon: what follows is to be judged.
_JUDGE = re.compile(
    r"^[^：:\n]{0,24}(?:对不对|对吗|对么|正确|准确|属实|有没有错|有错|核对|核实|检查|看看|看一下|写|说)[^：:\n]{0,12}[：:]\s*"
)
#: After a statement: whether it is right.
_TAG = re.compile(
    r"[，,。：:；;]?\s*(?:这样|这么|这个|以上|上面|这段|这句)?(?:话|文字|说法|写法|写|说)?(?:的)?(?:是)?"
    r"(?:对吗|对么|对不对|对吧|是吗|是吧|正确吗|准确吗|没错吧|有错吗|有没有错|属实吗|是真的吗)[？?]?\s*$"
)


def text_to_check(typed: str) -> str:
    """The sentences of what was typed that state something; empty where it only asks or is short.

    Args:
        typed: as typed.
    """
    given = _JUDGE.sub("", typed.strip(), count=1)
    told = [_TAG.sub("", sentence) for sentence in _ENDS.split(given)]
    text = "".join(sentence for sentence in told if not asks(sentence)).strip()
    return text if len(_HAN.findall(text)) >= _LEAST else ""
