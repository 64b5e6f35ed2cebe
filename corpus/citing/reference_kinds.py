"""What a mention does, told by the words around it, and whom it binds."""

from __future__ import annotations

import re

from corpus.citing.reference import RefKind

_BESIDES = re.compile(r"除[^。；，]{0,12}$")
_ALSO = re.compile(r"[^。；，]{0,24}外，[^。；]{0,12}?(?:还|也|并|同时|另)")
_BY_ANALOGY = re.compile(r"(?:参照|比照)(?:适用|执行)?[^。；，]{0,6}$")
_AS_IF = re.compile(r"(?:视同|等同于?|同等适用)[^。；，]{0,8}$")
_TAKEN_OVER = re.compile(r"[^。；]{0,20}由[^。；]{0,20}(?:承接|承继)")
_APPLIES = re.compile(r"(?<!不)(?:履行|承担|适用|执行|遵守|享有)[^。；，除不]{0,4}$")
#: Who must, at the start of a sentence.
_WHO_MUST = re.compile(r"(?P<who>[^，。；：]{2,80}?)(?=除|应当|应(?!急)|必须)")


def kind_of(text: str, span: tuple[int, int]) -> RefKind:
    """What the words around a mention make of it.

    除…外，还应 adds; 参照 and 比照 apply by analogy; 依照 and 按照 apply a provision as it stands
    (《立法技术规范》), which is a plain 引用.
    """
    before, after = text[: span[0]], text[span[1] :]
    if _BESIDES.search(before) and _ALSO.match(after):
        return "附加"
    if _BY_ANALOGY.search(before):
        return "参照"
    if _AS_IF.search(before):
        return "等同"
    return "承接" if _TAKEN_OVER.match(after) else "引用"


def picks(text: str, span: tuple[int, int]) -> bool:
    """Whether a list of 项 says which of them apply (应当履行第（一）、（四）项)."""
    return _APPLIES.search(text[: span[0]]) is not None


def subject_of(text: str, span: tuple[int, int]) -> str:
    """The words that begin the sentence, up to its 应当 or 除; empty where it has none."""
    sentence = re.split("[。；]", text[: span[0]])[-1]
    match = _WHO_MUST.match(sentence)
    return match["who"] if match else ""
