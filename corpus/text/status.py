"""What each status of a regulation obliges to say, in Chinese and in English. The one place for it.

Nothing is claimed that a status does not tell: of a text whose status is not stated, neither that
it is in force nor that it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The status of a text with which none came.
NOT_STATED = "状态未注明"


@dataclass(frozen=True, slots=True)
class StatusWords:
    """What is said of a text with one status.

    Attributes:
        notice: the Chinese sentence that ends every answer.
        english: the same in English.
        banner: the notice in one line, with the status, for the head of a page.
        answer: Chinese, to somebody who asks whether the text is in force.
        licence: Chinese, how far the printed provisions may be relied upon.
        in_force: whether it is law now; None where that is not known.
        true_words: status words that are true of it.
    """

    notice: str
    english: str
    banner: str
    answer: str
    licence: str = "条文以公布的正式文本为准。"
    in_force: bool | None = True
    true_words: frozenset[str] = frozenset()


_WORDS: Mapping[str, StatusWords] = {
    "征求意见稿": StatusWords(
        notice="征求意见稿，尚未施行，仅供学习参考，不作为执法依据。",
        english=(
            "Draft for public comment, not in force; for study only; not a basis for enforcement."
        ),
        banner="征求意见稿 · 尚未施行 · 仅供学习参考，不作为执法依据",
        answer="本文件的状态是「征求意见稿」，尚未施行，不能作为执法依据。",
        licence="条文是公开征求意见的文本，引用时请以发布机关公布的为准。",
        in_force=False,
        true_words=frozenset({"征求意见稿", "尚未施行"}),
    ),
    "现行有效": StatusWords(
        notice="仅供参考，以公布的正式文本为准。",
        english="For reference only; the text as published is authoritative.",
        banner="现行有效 · 仅供参考，以公布的正式文本为准",
        answer="本文件的状态是「现行有效」。",
        true_words=frozenset({"现行有效"}),
    ),
    "尚未施行": StatusWords(
        notice="本文件尚未施行，仅供学习参考。",
        english="Not yet in force; for study only.",
        banner="本文件尚未施行 · 仅供学习参考",
        answer="本文件的状态是「尚未施行」，不能作为执法依据。",
        in_force=False,
        true_words=frozenset({"尚未施行"}),
    ),
    "已修改": StatusWords(
        notice="本文件已被修改，请核对现行文本。",
        english="Amended since; check the current text.",
        banner="已修改，本文件已被修改，请核对现行文本",
        answer="本文件的状态是「已修改」，请核对现行文本。",
        true_words=frozenset({"已修改"}),
    ),
    "已废止": StatusWords(
        notice="本文件已废止，仅供查考。",
        english="Repealed; for reference only.",
        banner="本文件已废止 · 仅供查考",
        answer="本文件的状态是「已废止」，不能作为执法依据。",
        in_force=False,
        true_words=frozenset({"已废止"}),
    ),
}
_UNKNOWN = StatusWords(
    notice="本文件的效力状态未注明，请核对正式文本。",
    english="The status of this text is not stated; check the official one.",
    banner="状态未注明，请核对正式文本",
    answer="本文件没有注明效力状态，不能说它是否有效，请核对正式文本。",
    in_force=None,
)
#: Those that metadata may state.
STATUSES = tuple(_WORDS)


def status_words(status: str) -> StatusWords:
    """What is said of a text with a status; an unknown one is as good as none."""
    return _WORDS.get(status, _UNKNOWN)


def status_mark(regulation) -> str:
    mark = {"征求意见稿": "征求意见稿，尚未施行", "现行有效": "现行有效"}.get(regulation.status, regulation.status)
    return f"{regulation.key}（{mark}）"
