"""What each status of a regulation obliges to say, in Chinese and in English. The one place for it.

Nothing is claimed that a status does not tell: of a text whose status is not stated, neither that
it is in force nor that it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.text.provision import HeldVersion, Regulation
from corpus.text.versions import answering_version, is_dated, newer_version

#: The status of a text with which none came.
NOT_STATED = "状态未注明"
#: Those of a text beside which a later one is held: it is law, or that is not known.
OLD, EARLIER = "旧版", "较早的一版"


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
_BY_VERSION: Mapping[str, StatusWords] = {
    OLD: StatusWords(
        notice="本文件是旧版，仅供查考，不作为执法依据。",
        english="An earlier version, for reference only; not a basis for enforcement.",
        banner="旧版 · 仅供查考，不作为执法依据",
        answer="本文件是旧版，不能作为执法依据。",
        mark=OLD,
        in_force=False,
        true_words=frozenset({OLD}),
    ),
    EARLIER: StatusWords(
        notice="本文件是较早的一版，是否有效没有注明，请核对正式文本。",
        english="An earlier version; whether it is in force is not stated, check the official text.",
        banner="较早的一版，是否有效没有注明，请核对正式文本",
        answer="本文件是较早的一版，不能说它是否有效，请核对正式文本。",
        mark=EARLIER,
        in_force=None,
        true_words=frozenset({EARLIER}),
    ),
}
#: Those that metadata may state.
STATUSES = tuple(_WORDS)
#: Where the status of an old version is from.
_BY_LATER = "资料库收录的较新的一版"
#: Said of a text whose source calls it in force: the source may be older than an amendment.
_AS_COLLECTED = "据所收版本，请核对是否有新修订"


def is_draft(status: str) -> bool:
    """Whether a status is that of a text that is not yet made law."""
    return status in _DRAFTS


def status_mark(regulation: Regulation) -> str:
    """The status in a word or two, for use inside a sentence: 「消防法（现行有效）第六十条」."""
    return _then(status_words(regulation.status).mark, _instead(regulation))


def status_shown(regulation: Regulation) -> str:
    """The status as it is shown beside a title: 「现行有效（据所收版本，请核对是否有新修订）」."""
    said = regulation.status
    if _is_collected(regulation):
        said = f"{said}（{_AS_COLLECTED}）"
    elif said in _BY_VERSION:
        said = f"{said}（{regulation.version}）"
    return _then(said, _instead(regulation))


def _then(said: str, more: str) -> str:
    return f"{said}，{more}" if more else said


def status_origin(regulation: Regulation) -> str:
    """Where the status is from, one Chinese sentence; empty where that is not known."""
    day = f"，截至 {regulation.as_of.isoformat()}" if regulation.as_of else ""
    source = regulation.status_source
    between = " " if source[:1].isascii() else ""
    return f"状态出自{between}{source}{day}。" if source else ""


def status_of(regulation: Regulation) -> StatusWords:
    """What is said of a regulation: the words of its status, with the source that they are from.

    Of a version that does not answer also which one does.
    """
    words = status_words(regulation.status)
    if _is_collected(regulation):
        origin = status_origin(regulation)
        shown = f"{regulation.status}（{_AS_COLLECTED}）"
        words = replace(
            words,
            notice=f"{shown}。{origin}{words.notice}",
            banner=words.banner.replace(regulation.status, shown, 1),
            answer=f"{words.answer.removesuffix('。')}（{_AS_COLLECTED}）。{origin}",
        )
    found = answering_version(regulation)
    if found is None:
        return words
    instead, version = _instead(regulation), regulation.version
    told = f"这一版{f'是 {version} 的' if is_dated(version) else '没有写明日期'}，{instead}。"
    return replace(
        words,
        notice=f"{words.notice}{told}",
        english=f"{words.english} {_instead_in_english(found, regulation)}",
        banner=f"{words.banner} · {instead}",
        answer=f"{words.answer}{told}",
    )


def _is_collected(regulation: Regulation) -> bool:
    return regulation.status == "现行有效" and bool(regulation.status_source)


def _instead(regulation: Regulation) -> str:
    """Which version answers where this one is not asked by name: 现行的是 2021-04-29 的一版; else empty."""
    found = answering_version(regulation)
    if found is None:
        return ""
    named = f" {found.version} 的一版" if is_dated(found.version) else f"「{found.key}」"
    if newer_version(regulation) is None:
        return f"不点名时回答的是{named}"
    in_force = status_words(found.status).in_force
    return f"{'现行' if in_force else '收录的较新'}的是{named}"


def _instead_in_english(found: HeldVersion, regulation: Regulation) -> str:
    dated = f"that of {found.version}" if is_dated(found.version) else f"「{found.key}」"
    if newer_version(regulation) is None:
        return f"Without a version named, {dated} answers."
    in_force = status_words(found.status).in_force
    return f"The {'version in force' if in_force else 'later version held'} is {dated}."


def beside_versions(regulation: Regulation, others: Sequence[HeldVersion]) -> Regulation:
    """A document as one of several versions that are held.

    One that may be in force by its own statement is called an old version beside a later one that answers:
    what its source said of it was said before that.
    """
    marked = replace(regulation, others=tuple(others))
    newer = newer_version(marked)
    if newer is None or status_words(regulation.status).in_force is False:
        return marked
    known = status_words(newer.status).in_force is True
    status = OLD if known else EARLIER
    return replace(marked, status=status, status_source=_BY_LATER, as_of=None)


def status_by(status: str, effective: str, today: date) -> str:
    """A status that was noted some time ago, by today: what was to begin may have begun.

    Args:
        status: as noted.
        effective: the day from which the text is in force, in ISO form; empty where not stated.
        today: the day.
    """
    begun = status == "尚未施行" and effective and effective <= today.isoformat()
    return NOT_STATED if begun else status


def status_words(status: str) -> StatusWords:
    """What is said of a text with a status; an unknown one is as good as none."""
    return _WORDS.get(status) or _BY_VERSION.get(status, _UNKNOWN)
