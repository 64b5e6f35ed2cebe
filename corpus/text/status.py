"""What each status of a regulation obliges to say, in Chinese and in English. The one place for it.

Nothing is claimed that a status does not tell: of a text whose status is not stated, neither that
it is in force nor that it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.text.provision import Regulation

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
        mark: Chinese, the status in a word or two, for use inside a sentence.
        licence: Chinese, how far the printed provisions may be relied upon.
        in_force: whether it is law now; None where that is not known.
        true_words: status words that are true of it.
    """

    notice: str
    english: str
    banner: str
    answer: str
    mark: str
    licence: str = "条文以公布的正式文本为准。"
    in_force: bool | None = True
    true_words: frozenset[str] = frozenset()


def _draft(word: str, english: str) -> StatusWords:
    """What is said of a draft, whatever it is called."""
    return StatusWords(
        notice=f"{word}，尚未施行，仅供学习参考，不作为执法依据。",
        english=f"{english}, not in force; for study only; not a basis for enforcement.",
        banner=f"{word} · 尚未施行 · 仅供学习参考，不作为执法依据",
        answer=f"本文件的状态是「{word}」，尚未施行，不能作为执法依据。",
        mark=f"{word}，尚未施行",
        licence=f"条文是{_COMMENTED.get(word, word)}的文本，引用时请以发布机关公布的为准。",
        in_force=False,
        true_words=frozenset({word, "尚未施行"}),
    )


_COMMENTED = {"征求意见稿": "公开征求意见"}
#: What a text that is not yet made law is called, with the English for it.
_DRAFTS = {
    "征求意见稿": "Draft for public comment",
    "草案": "Draft",
    "送审稿": "Draft submitted for approval",
    "讨论稿": "Draft for discussion",
}
_WORDS: Mapping[str, StatusWords] = {
    "征求意见稿": _draft("征求意见稿", _DRAFTS["征求意见稿"]),
    "现行有效": StatusWords(
        notice="仅供参考，以公布的正式文本为准。",
        english="For reference only; the text as published is authoritative.",
        banner="现行有效 · 仅供参考，以公布的正式文本为准",
        answer="本文件的状态是「现行有效」。",
        mark="现行有效",
        true_words=frozenset({"现行有效"}),
    ),
    "尚未施行": StatusWords(
        notice="本文件尚未施行，仅供学习参考。",
        english="Not yet in force; for study only.",
        banner="本文件尚未施行 · 仅供学习参考",
        answer="本文件的状态是「尚未施行」，不能作为执法依据。",
        mark="尚未施行",
        in_force=False,
        true_words=frozenset({"尚未施行"}),
    ),
    "已修改": StatusWords(
        notice="本文件已被修改，请核对现行文本。",
        english="Amended since; check the current text.",
        banner="已修改，本文件已被修改，请核对现行文本",
        answer="本文件的状态是「已修改」，请核对现行文本。",
        mark="已修改",
        true_words=frozenset({"已修改"}),
    ),
    "已废止": StatusWords(
        notice="本文件已废止，仅供查考。",
        english="Repealed; for reference only.",
        banner="本文件已废止 · 仅供查考",
        answer="本文件的状态是「已废止」，不能作为执法依据。",
        mark="已废止",
        in_force=False,
        true_words=frozenset({"已废止"}),
    ),
    **{word: _draft(word, english) for word, english in _DRAFTS.items() if word != "征求意见稿"},
}
_UNKNOWN = StatusWords(
    notice="本文件的效力状态未注明，请核对正式文本。",
    english="The status of this text is not stated; check the official one.",
    banner="状态未注明，请核对正式文本",
    answer="本文件没有注明效力状态，不能说它是否有效，请核对正式文本。",
    mark="效力状态未注明",
    in_force=None,
)
#: Those that metadata may state.
STATUSES = tuple(_WORDS)
#: Said of a text whose source calls it in force: the source may be older than an amendment.
_AS_COLLECTED = "据所收版本，请核对是否有新修订"


def is_draft(status: str) -> bool:
    """Whether a status is that of a text that is not yet made law."""
    return status in _DRAFTS


def status_mark(regulation: Regulation) -> str:
    """The status in a word or two, for use inside a sentence: 「消防法（现行有效）第六十条」."""
    return status_words(regulation.status).mark


def status_shown(regulation: Regulation) -> str:
    """The status as it is shown beside a title: 「现行有效（据所收版本，请核对是否有新修订）」."""
    said = regulation.status
    return f"{said}（{_AS_COLLECTED}）" if _is_collected(regulation) else said


def status_origin(regulation: Regulation) -> str:
    """Where the status is from, one Chinese sentence; empty where that is not known."""
    day = f"，截至 {regulation.as_of.isoformat()}" if regulation.as_of else ""
    source = regulation.status_source
    between = " " if source[:1].isascii() else ""
    return f"状态出自{between}{source}{day}。" if source else ""


def status_of(regulation: Regulation) -> StatusWords:
    """What is said of a regulation: the words of its status, with the source that they are from."""
    words = status_words(regulation.status)
    if not _is_collected(regulation):
        return words
    origin = status_origin(regulation)
    return replace(
        words,
        notice=f"{status_shown(regulation)}。{origin}{words.notice}",
        banner=words.banner.replace(regulation.status, status_shown(regulation), 1),
        answer=f"{words.answer.removesuffix('。')}（{_AS_COLLECTED}）。{origin}",
    )


def _is_collected(regulation: Regulation) -> bool:
    return regulation.status == "现行有效" and bool(regulation.status_source)


def status_words(status: str) -> StatusWords:
    """What is said of a text with a status; an unknown one is as good as none."""
    return _WORDS.get(status, _UNKNOWN)
