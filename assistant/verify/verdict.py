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


#: Why nothing could be checked: its source is not among the documents; there is no such provision or it
#: cannot be read; it cites nothing and nothing comes near; it cites nothing and something bears it out,
#: or comes near it; a limit of the printed words is left out; it only cites; the time was up; no sentence.
Why = Literal[
    "依据的文件没有收录，或没有选来核对",
    "所引条号读不懂或不存在",
    "没有相近的规定",
    "与原文相符，但没有注明出处",
    "没有注明出处，有原文没有的内容",
    "引得不全",
    "只有条款号，没有说法",
    "时间到了，没有来得及看",
    "不是完整的语句（标题、短语）",
]


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
        original: the provision's own words that should stand instead, or that come nearest; else empty.
        document: key of the document that it is judged by, where there are several; the ids then
            name theirs.
        right: the provisions whose words ``original`` are, where it is told what should stand.
        why: for 未核对 what there is no checking for.
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
    right: tuple[ProvisionId, ...] = ()
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class SentenceFindings:
    """A sentence of a text with all that was found in it.

    Attributes:
        span: half-open character range in the text.
        text: verbatim.
        findings: in printed order; none where it says nothing that could be judged.
    """

    span: tuple[int, int]
    text: str
    findings: tuple[PastedFinding, ...] = ()


def main_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems without those that say of the same words again, and less well, what another says."""
    kept: list[Problem] = []
    for problem in sorted(problems, key=lambda p: p.kind is ProblemKind.CONTENT):
        if not any(_says_again(problem, other) for other in kept):
            kept.append(problem)
    return tuple(sorted(kept, key=problems.index))


def _says_again(problem: Problem, other: Problem) -> bool:
    if problem.kind is not ProblemKind.CONTENT or other.kind is ProblemKind.CONTENT:
        return problem.kind is other.kind and bool(problem.words) and problem.words == other.words
    return bool(problem.words) and all(
        any(word in o or o in word for o in other.words) for word in problem.words
    )


def offences(problems: Sequence[Problem]) -> str:
    """The reasons of some problems as one Chinese sentence."""
    return "；".join(
        dict.fromkeys(f"{p.kind}：{re.sub('[。；]$', '', p.reason)}" for p in problems)
    )
