"""What gives a question away: whoever has not read the text would choose the key all the same.

Measured on words alone, so that it holds of any document: the key repeats words of the stem that no
other option repeats, it is by far the longest or the shortest, it is the only one with a figure, or
the only one that begins as it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from assistant.training.likeness import pairs_of
from assistant.training.question import QuizQuestion, SingleChoice

Hint = Literal["重复题干", "长短", "数字", "开头"]
#: Characters that stand in most names of bodies and tell none apart.
_COMMON = frozenset(
    "部门机构单位主管行政管理人民政府委员会有关等的、，各级服务企业市区监督负责工作"
)
#: Telling characters of a name that give it away.
_ECHO = 2
#: So much longer than the longest other option, or shorter than the shortest, is seen at a glance.
_LONGER, _SHORTER = 1.4, 0.6
_FIGURE = re.compile(
    r"\d|[一二两三四五六七八九十百千万](?:个?(?:工作日|小时|[日月年天元人次米])|分之)"
)
_OPENING = re.compile(r"不得|可以|应当|鼓励|负责")


def hints_of(question: QuizQuestion) -> tuple[Hint, ...]:
    """In what a question of one right option gives its key away; none for other forms."""
    if not isinstance(question, SingleChoice):
        return ()
    key = question.options[question.key]
    others = [o for n, o in enumerate(question.options) if n != question.key]
    return tuple(_hints(question.scene + question.stem, key, others))


def _hints(asked: str, key: str, others: Sequence[str]) -> Iterator[Hint]:
    if _repeats_alone(asked, key, others):
        yield "重复题干"
    lengths = [len(o) for o in others]
    if len(key) > _LONGER * max(lengths) + 2 or len(key) + 2 < _SHORTER * min(lengths):
        yield "长短"
    if _alone(lambda o: bool(_FIGURE.search(o)), key, others):
        yield "数字"
    if _alone(lambda o: bool(_OPENING.match(o)), key, others):
        yield "开头"


def _alone(has: Callable[[str], bool], key: str, others: Sequence[str]) -> bool:
    """Whether the key has what no other option has, or lacks what each of them has."""
    return all(has(o) != has(key) for o in others)


def _repeats_alone(asked: str, key: str, others: Sequence[str]) -> bool:
    """Whether the key holds a telling pair of characters of the stem, and no other option any."""

    def telling(option: str) -> bool:
        return any(p in asked for p in pairs_of(option) if not set(p) & _COMMON)

    return telling(key) and not any(map(telling, others))


# --- names of bodies ----------------------------------------------------------------------------


def gives_away(name: str, others: Sequence[str], stem: str) -> bool:
    """Whether a stem shares telling characters with the right name, and fewer with every other."""
    said = set(stem) - _COMMON

    def telling(of: str) -> int:
        return len(said & set(of))

    if telling(name) > max(map(telling, others), default=0):
        return True
    return repeats(name, stem) and not any(repeats(other, stem) for other in others)


def repeats(name: str, words: str) -> bool:
    """Whether words hold a telling pair of neighbouring characters of a name."""
    return any(p in words for p in pairs_of(name) if not set(p) & _COMMON)


def echoes(name: str, words: str) -> bool:
    """Whether words hold two telling characters of a name: 体育部门, 体育场馆; 人防, 人民防空."""
    return len((set(name) - _COMMON) & set(words)) >= _ECHO
