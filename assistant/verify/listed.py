"""Members of a list, and words that add to one or loosen it, against the printed list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.verify.alike import in_own_words
from assistant.verify.ground import Ground
from assistant.verify.reading import Read
from assistant.verify.texts import pairs, split_segments
from assistant.verify.verdict import Problem, ProblemKind
from assistant.verify.wording import PrintedWording

#: What ends the last member of a list.
_LAST = re.compile(
    r"^(?P<member>[\u4e00-\u9fff（）]{2,16}?)(?:等|$|的|方面|情况|负责|应当|应|必须|可以|不得)"
)
_JOIN = re.compile(r"、|(?<=[\u4e00-\u9fff])(?:以及|和|及)(?=[\u4e00-\u9fff])")
#: What makes a member more than a name.
_NO_NAME = re.compile(r"它|他们|这|其|的人|要")
#: Share of a member's character pairs that print it in other words.
_SAID = 0.5
#: Words that say that a duty ends with what is named.
_ENOUGH = re.compile(
    r"即可(?!燃|靠)|就行(?!为|政)|就可以了?|就够了?|便可(?!燃|靠)|足矣|就算(?:完成|尽责|履职|达标)|即为(?:完成|合格)"
)
_ENOUGH_PRINTED = re.compile(r"即可|方可|即为|视为")


def check_members(
    reads: Sequence[Read], ground: Ground, wording: PrintedWording
) -> Iterator[Problem]:
    """A member of a list that restates a printed one and is not printed there."""
    if in_own_words(reads):
        return
    for read in reads:
        if "、" not in read.text or not read.pieces:
            continue
        parts = _members(read.text)
        for at, member in enumerate(parts[1:], 1):
            others = [
                p[-4:] if i == 0 else p
                for i, p in enumerate(parts)
                if i != at and _in_list(p, i, ground.text)
            ]
            if others and not _is_printed(member, others, ground.text, wording):
                yield Problem(ProblemKind.CONTENT, f"原文没有列「{member}」", (member,))


def _members(text: str) -> list[str]:
    """The members of a list, the first with what stands before it."""
    parts = _JOIN.split(text)
    if last := _LAST.match(parts[-1]):
        parts[-1] = last["member"]
    else:
        parts.pop()
    return parts


def _in_list(member: str, place: int, printed: str) -> bool:
    """Whether the end of the first member, or the whole of another, is a member in print."""
    words = re.escape(member[-4:] if place == 0 else member)
    return len(member) > 1 and re.search(rf"{words}、|、{words}", printed) is not None


def _without(members: Sequence[str], printed: str) -> str:
    """Print without some members: 云计算 bears 云计算 out and nothing beside it."""
    for member in members:
        printed = printed.replace(member, "，")
    return printed


def _is_printed(member: str, others: Sequence[str], printed: str, wording: PrintedWording) -> bool:
    """Whether a member is printed, or said in other words by the very list of the others."""
    if _in_list(member, 1, printed):
        return True
    lists = "，".join(p for p in split_segments(printed) if any(o in p for o in others))
    printed = _without(others, printed)
    member = re.sub("[之以](?=[前后内上下]$)", "", member)
    if len(member) < 2 or member in printed or _NO_NAME.search(member):
        return True
    if wording.retells(member, _without(others, lists)):
        return True
    own = pairs(member)
    if len(own & pairs(printed)) >= _SAID * len(own):
        return True
    return re.search("[^，。；、]{0,6}".join(map(re.escape, member)), printed) is not None


def check_enough(said: str, ground: str) -> Iterator[Problem]:
    """A duty that is said to end where the provisions do not say so: 报告即可."""
    word = _ENOUGH.search(said)
    if word and not _ENOUGH_PRINTED.search(ground):
        yield Problem(ProblemKind.SCOPE, f"原文没有「{word.group()}」", (word.group(),))
