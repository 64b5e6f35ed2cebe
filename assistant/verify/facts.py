"""Sentences about the regulation itself: its status, date and issuer, and what it does not state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.verify.figures import figures
from assistant.verify.texts import flat
from corpus.register import Register

_OWN = r"(?:本细则|本文件|这份细则|该细则|细则|原文|条文|本规定|《[^》]+》)"
_ABSENT = re.compile(
    rf"{_OWN}?(?:里|中|全文|本身|目前)?(?:并)?(?:没有|未|没)(?:直接|明确|具体)?(?:规定|写明|写|提到|提及|载明|涉及|明确|点名|给出|说明)(?:了|到)?(?P<what>[^，。；]{{2,40}})"
)
_STATUS = re.compile(r"征求意见稿|现行有效|尚未施行|已修改|已废止")
_IN_FORCE = re.compile(
    r"(?:已经?|正式|业已|现已|早已|开始)(?:正式)?(?:施行|生效|实施|颁布|发布|印发|公布)|现行有效|正式稿"
)
_NOTICE = re.compile(
    r"(?:尚未施行|未施行|没有施行|未生效|征求意见稿|仅供学习参考|仅供参考|不作为执法依据|不能作为执法依据|草案|"
    r"本文件|本细则|这份文件|目前|是|的|状态|为|《[^》]+》|（|）|，|。|；|现在|还|仍|一份|、|「|」|“|”)+"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a sentence about the regulation.

    Attributes:
        reason: Chinese; empty where nothing is known.
        wrong: the words that are untrue.
    """

    reason: str = ""
    wrong: tuple[str, ...] = ()


def known_fact(sentence: str, register: Register) -> Fact:
    """Whether a sentence without provisions states something known of the regulation.

    Known are its status and date as the metadata gives them, and that something is not stated:
    where reviewed data lists it, or where no word of it occurs anywhere in the text and nothing is
    counted or threatened.
    """
    said = flat(sentence)
    regulation = register.regulation
    claimed = _IN_FORCE.search(said)
    if claimed and not regulation.is_in_force and not re.search(r"[未不没]", said):
        return Fact(f"状态：本文件是{regulation.status}，不是现行规定", (claimed.group(),))
    status = _STATUS.search(said)
    if _NOTICE.fullmatch(said) and (status is None or _true_status(status.group(), register)):
        return Fact("与本文件的状态一致")
    absent = _ABSENT.fullmatch(said.rstrip("。！"))
    if absent and _is_absent(absent["what"], register):
        return Fact("全文没有这些字样")
    return Fact()


def _true_status(word: str, register: Register) -> bool:
    regulation = register.regulation
    return word == regulation.status or (word == "尚未施行" and not regulation.is_in_force)


def _is_absent(what: str, register: Register) -> bool:
    from assistant.verify.support import consequences

    if next(figures(what), None) or next(consequences(what, ""), None):
        return False
    words = [w for w in re.split(r"的|和|与|及|、|或|在|对", what) if len(w) > 1]
    text = _text(register)
    return bool(words) and not any(w in text for w in words)


@lru_cache(maxsize=4)
def _text_of(source: str) -> str:
    return flat(source)


def _text(register: Register) -> str:
    return _text_of(register.regulation.source_text)
