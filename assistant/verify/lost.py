"""Small words that a sentence leaves out or adds where all else is printed so, and what they change.

隐患 for 重大隐患, 安装 for 推动安装, 分区域或集中 for 分区域, 单位负责人 for 单位.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.verify.alike import Gap, best_printed, find_gaps, in_own_words, is_alike
from assistant.verify.ground import Ground
from assistant.verify.reading import Read
from assistant.verify.verdict import Problem, ProblemKind

#: What limits a noun to the grave or special ones.
_GRAVE = re.compile(r"特别重大|重大|较大|重要|突出|严重|大型|特大|高危|专职|初起|居住用|专有|共用")
#: Who makes others act does not act.
_HELPS = re.compile(r"(?:推动|推广|督促|指导|引导|协调|动员|协助|配合|鼓励|支持|要求|帮助)+")
_AT_THE_HEAD = 8
_ANY_HELP = re.compile(
    r"推动|推广|推进|督促|指导|引导|协调|动员|协助|配合|监督|监管(?!职责|部门|机构)|组织|鼓励|支持|要求|帮|敦促|催|教|发动|倡导|让|促"
)
#: Who belongs to a body is not the body.
_PERSON = re.compile(
    r"(?:主要|分管|直接)?(?:负责人|责任人员?|工作人员|法定代表人|管理人员|领导|职工|员工)"
)
_BODY_ENDS = re.compile(r"(?:单位|企业|部门|机构|政府|机关|组织|公司)$")
_OR = re.compile(r"或者?")
#: Whom somebody acts together with.
_WITH = re.compile(r"(?:联合|会同)(?P<whom>[\u4e00-\u9fff]{2,16})")
_BINDS = r"(?:应当?|要|必须|须|负责|可以|不得)"


def check_lost(reads: Sequence[Read], ground: Ground) -> Iterator[Problem]:
    """Words that are left out of, or put into, a piece that is printed otherwise."""
    said = "，".join(read.text for read in reads)
    yield from _joint(said, ground.text)
    if in_own_words(reads):
        return
    for read in reads:
        if not read.pieces:
            continue
        printed = best_printed(read, ground)
        if not is_alike(read.text, printed.text):
            continue
        for gap in find_gaps(read.text, printed.text):
            yield from _changed(gap, read, said, printed.text)


def _changed(gap: Gap, read: Read, said: str, printed: str) -> Iterator[Problem]:
    grave = _GRAVE.match(gap.printed)
    alone = grave and len(gap.printed) <= len(grave.group()) + (4 if gap.said else 2)
    if grave and alone and gap.before and grave.group() not in said:
        yield Problem(ProblemKind.CONDITION, f"漏了「{grave.group()}」", (grave.group(),))
    words = gap.printed.strip("、并")
    opens = not gap.before and len(words) <= _AT_THE_HEAD  # 推动用户安装
    helps = _HELPS.match(words) if opens else _HELPS.fullmatch(words)
    if helps and gap.after >= 2 and not _ANY_HELP.search(said):
        yield Problem(
            ProblemKind.ROLE, f"原文是「{helps.group()}」，不是自己去做", (_next(read.text, gap),)
        )
    if gap.before and _OR.search(gap.said) and not gap.printed.strip("，、的"):
        yield Problem(ProblemKind.RELATION, f"原文没有「{gap.said}」", (gap.said,))
    person = _PERSON.fullmatch(gap.said)
    ends = _BODY_ENDS.search(read.text[: gap.start])
    if person and ends and person.group() not in printed:
        yield Problem(ProblemKind.ACTOR, f"原文这里没有「{person.group()}」", (person.group(),))


def _next(text: str, gap: Gap) -> str:
    return text[gap.start + len(gap.said) :][:2]


def _joint(said: str, ground: str) -> Iterator[Problem]:
    """One with whom another acts, made to act alone: 厂家应当 for 某某应当联合厂家."""
    for match in _WITH.finditer(ground):
        whom = match["whom"]
        for size in range(len(whom), 1, -1):
            acts = re.search(
                rf"(?<![联会][合同])(?<![和与及]){re.escape(whom[:size])}{_BINDS}", said
            )
            if acts and not re.search(r"联合|会同|一起|共同|和|与|跟", said[: acts.start()]):
                yield Problem(
                    ProblemKind.ROLE, f"原文是「{match.group()[: size + 2]}」", (whom[:size],)
                )
                return
