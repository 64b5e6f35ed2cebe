"""What checking says: a verdict on a sentence, a finding in a pasted text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from corpus.text.provision import ProvisionId

#: 已核对: every claim is supported. 改用原文: something contradicts the provision or has no support
#: in it, so that the provision's own words must stand instead. 未核对: there is nothing to check
#: against; never to be shown as checked.
State = Literal["已核对", "改用原文", "未核对"]


class ProblemKind(StrEnum):
    """The check that a sentence fails, by the name that the reader is told."""

    NUMBER = "数字"
    MODALITY = "情态"
    NEGATION = "否定"
    ACTOR = "主体"
    ROLE = "角色"
    CITATION = "条款"
    CONSEQUENCE = "后果"
    CONDITION = "条件"
    SCOPE = "范围"
    QUOTATION = "引文"
    RELATION = "关系"
    CONTENT = "内容"
    STATUS = "状态"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a sentence.

    Attributes:
        kind: the check that it fails.
        reason: Chinese, one clause that says what is wrong.
        words: the offending words, verbatim from the sentence (条件: from the provision).
    """

    kind: ProblemKind
    reason: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence and the provisions that are said to support it."""

    text: str
    ids: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking says of one sentence.

    Attributes:
        sentence: verbatim.
        state: see ``State``.
        reason: Chinese, why; for 已核对 what it was checked against.
        offending: the words that are wrong, in printed order; empty for 已核对.
        ids: the provisions checked against, whose own words may replace the sentence; without
            those that do not exist or were not shown.
        problems: what is wrong, where it was compared with provisions; ``reason`` says them.
    """

    sentence: str
    state: State
    reason: str
    offending: tuple[str, ...] = ()
    ids: tuple[ProvisionId, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PastedFinding:
    """One thing found in a pasted text.

    Attributes:
        kind: 引用 (a citation), 引文 (words in quotation marks) or 语句 (a sentence).
        span: half-open character range in the text.
        text: verbatim.
        state, reason, offending: as in ``Verdict``.
        ids: the provisions checked against; for a missing one what comes nearest.
        original: the provision's own words where they should stand instead, else empty.
        document: key of the document that it is judged by, where there are several; the ids then
            name theirs.
    """

    kind: Literal["引用", "引文", "语句"]
    span: tuple[int, int]
    text: str
    state: State
    reason: str
    offending: tuple[str, ...] = ()
    ids: tuple[ProvisionId, ...] = ()
    original: str = ""
    document: str = ""


def offences(problems: Sequence[Problem]) -> str:
    """The reasons of some problems as one Chinese sentence."""
    return "；".join(
        dict.fromkeys(f"{p.kind}：{re.sub('[。；]$', '', p.reason)}" for p in problems)
    )
