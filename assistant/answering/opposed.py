"""Whether the clause nearest to an assertion says the opposite in so many modal words.

「必须投保吗」 beside 「鼓励……投保」, 「不用遵守」 beside 「应当遵守」, 「要交检查费」 beside 「不得收取费用」. The modal
words are those of legal drafting (《立法技术规范（试行）》: 应当, 不得, 可以, 鼓励), the same in every regulation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.tokens import char_tokens

_MUST = re.compile(r"必须|非得|非要|一定要|一定得|强制")
_NEED_NOT = re.compile(
    r"(?:不用|不必|无需|无须|不需要|用不着|没必要|没有?义务)(?:再|去)?(?:管|遵守|履行|做|办|承担|负责|建|设|交|报)?"
)
_PAY = re.compile(r"(?:交|付|收|缴).{0,6}(?:费|钱)|收费")
_OBLIGES = re.compile(r"应当|必须|应(?=[^，。；]{0,12}(?:遵守|履行))|参照[^，。；]{0,12}履行|不得")
_ENCOURAGES = re.compile(r"鼓励|引导|提倡|支持")
_FREE = re.compile(r"不得(?:向[^，。；]{0,12})?(?:收取|收费)[^，。；]{0,4}|免费|无偿|免收|不收取?")
_LEAVE = re.compile(r"可以|(?<![功可性智职技不])能(?!源|力|耗)|允许|准许|让(?!人)")
FORBIDS = re.compile(r"不得|禁止|严禁")
#: What is forbidden with an exception is no plain no.
EXCEPTS = re.compile(
    r"一般不得|确需|确有必要|除[^，。；]{1,30}外|未经[^，。；]{1,20}(?:批准|许可|同意)"
)
_PERMITS = re.compile(r"可以|自愿|根据需要")
_MODALS = re.compile(f"{_MUST.pattern}|{_NEED_NOT.pattern}|{_LEAVE.pattern}")
_EMPTY = set("的了吗呢是在就都要去给")
#: What is denied of what may be done.
LEAVE = "可以"
#: Share of the content of an assertion that a clause must hold to be about it.
_ABOUT = 0.5


def find_opposed(assertion: str, provision: str) -> str:
    """The words of an assertion that the nearest sentence of a provision opposes; empty for none.

    Args:
        assertion: what is asserted, without the words that ask.
        provision: its words.
    """
    sentence = nearest_part(assertion, [s for s in re.split(r"[。；]", provision) if s.strip()])
    if _PAY.search(assertion) and not re.search(r"不|免", assertion):
        if (free := _FREE.search(sentence)) and is_about(assertion, sentence, aside=_PAY):
            if _LEAVE.search(assertion):
                return LEAVE
            return "收费" if "收" in free.group() else "要交费"
        return ""
    if (need := _NEED_NOT.search(assertion)) and is_about(assertion, sentence, aside=_NEED_NOT):
        obliges = _OBLIGES.search(_FREE.sub("", sentence))
        return need.group() if obliges else ""
    if _LEAVE.search(assertion) and FORBIDS.search(sentence) and not EXCEPTS.search(provision):
        return LEAVE if is_about(assertion, sentence, aside=_LEAVE) else ""
    must = _MUST.search(assertion)
    optional = _ENCOURAGES.search(sentence) or _PERMITS.search(sentence)
    if must and optional and not _OBLIGES.search(sentence):
        return must.group() if is_about(assertion, sentence, aside=_MUST) else ""
    return ""


def nearest_part(text: str, parts: Sequence[str]) -> str:
    """The part that shares most characters with a text."""
    asserted = set(char_tokens(text))
    return max(parts, key=lambda part: len(asserted & set(char_tokens(part))), default="")


def share_of(assertion: str, sentence: str) -> float:
    """Share of the content of an assertion that a sentence holds, modal words aside."""
    content = set(_MODALS.sub("", assertion)) - _EMPTY
    return len(content & set(sentence)) / len(content) if content else 0.0


def is_about(assertion: str, sentence: str, *, aside: re.Pattern[str]) -> bool:
    """Whether a sentence holds most characters of an assertion, its modal words aside."""
    content = set(aside.sub("", assertion)) - _EMPTY
    return bool(content) and len(content & set(sentence)) >= _ABOUT * len(content)
