"""What a question names that the register knows: actors, matters, kinds of unit, and what is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.language.own_words import own_words
from corpus.text.provision import Regulation
from index.expand import Expansion
from index.opened import Index
from index.tokens import fold

#: Names that stand for whoever is meant (哪些单位, 主管部门) unless nothing else is named.
ANYBODY = re.compile(r"^(?:单位|各?单位|部门|主管部门|有关部门|各?有关部门|政府|单位和个人)$")
#: Words that ask and carry no matter of their own.
ASKING = re.compile(
    r"谁|哪些|哪个|哪几|哪|什么|啥|怎么|如何|多少|几(?:个|项|条|处|家|类)|一共|总共|到底|究竟|分别|所有|全部|全套|都|各自|各|具体|内容|"
    r"部门|单位|主体|机构|局|人|职责|责任|义务|任务|工作|事项|事情|这件事|件事|事|负责|管理|管|承担|履行|做|干|办|抓|牵头|"
    r"要求|规定|条文|条款|条|项|细则|文件|里面|里|中|全文|地方|提到|写|出现|涉及|有关|相关|关于|跟|和|与|对|在|上|下|"
    r"尽量|说全|说|列出来|列一下|列出|列|清单|梳理|归纳|汇总|整理|告诉我|告诉|请问|请|帮我|帮|给我|我们|我|咱们|咱|想知道|知道|"
    r"归|遵守|注意|适用|开(?:了|着|个)?|店|家|小|用|过|建|第|查|开头|讲|担子|该干|本市|应当|应该|应|需要|必须|需|要|得|该|有份|有|是|的|了|着|呢|吗|吧|啊|呀|些|能|会|来|去|就|也|还|"
    r"从|到|企业|政府|一|这|那|个|点|方面|角度|平时|日常|主要|活儿?|块|这边|那边|自己|到位|包含|落实|安排|扮演|角色|归口|给|为|由|派|全|每|承担|越|不落|没|份|"
    r"区别|不同|异同|比较|对比|比起来|差别|差异|两样|分工|相比|比|通用|专门|特别|属于|老板|问|针对|一般|普通|搞|回|次|多久|多长时间|时间|不|"
    r"[^\u4e00-\u9fffA-Za-z0-9]"
)


def without_asking(text: str, regulation: Regulation) -> str:
    """What is left without the words that only ask, and those of the document's own field and place."""
    return ASKING.sub("", own_words(regulation).sub("", text))


@dataclass(frozen=True, slots=True)
class NamedSubjects:
    """What a question names that the register knows.

    Attributes:
        actors: one entry for each place in the question: the bodies that the name there means.
        matters: names of matters in reading order, without those inside an actor's name.
        units: kinds of unit, in reading order.
        left: what is left without the words found and the words that only ask.
        rest: how many characters say something else.
    """

    actors: tuple[tuple[str, ...], ...]
    matters: tuple[str, ...]
    units: tuple[str, ...]
    left: str
    rest: int

    @property
    def pure(self) -> bool:
        """Whether the question names these and otherwise only asks."""
        return not self.rest


def find_subjects(index: Index, question: str, expansions: Sequence[Expansion]) -> NamedSubjects:
    """The actors, matters and kinds of unit of a question.

    A body without duties (微型消防站) is no actor.
    """
    places: dict[tuple[int, int], list[Expansion]] = {}
    for e in expansions:
        if e.source == "body" and index.duties.bodies.get(e.name):
            places.setdefault(e.span, []).append(e)
    certain = {s: es for s, es in places.items() if not ANYBODY.match(es[0].found)}
    actors = certain or places
    matters = [e for e in expansions if e.source == "matter" and not _inside(e.span, actors)]
    if matters and not certain:
        actors = {}
    units = [e for e in expansions if e.source == "unit" and e.span not in actors]
    names = [*actors, *(e.span for e in (*matters, *units))]
    beside = {e.span for e in expansions if names and not _inside(e.span, names)}
    left = _residue(index, question, expansions)
    return NamedSubjects(
        tuple(tuple(e.name for e in es) for _, es in sorted(actors.items())),
        tuple(dict.fromkeys(e.name for e in matters)),
        tuple(dict.fromkeys(e.name for e in units)),
        left,
        len(left) + sum(end - start for start, end in beside),
    )


def _inside(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


@dataclass(frozen=True, slots=True)
class Known:
    """Provisions that the register ties to what a question names: short ids.

    Attributes:
        matter: with a duty in a matter named.
        actor: with a duty of an actor named.
        both: with a duty of such an actor in such a matter.
    """

    matter: frozenset[str]
    actor: frozenset[str]
    both: frozenset[str]


def find_known(index: Index, found: NamedSubjects) -> Known:
    """What the register knows on what a question names."""
    duties = index.duties
    names = [name for place in found.actors for name in place]
    return Known(
        frozenset(i for m in found.matters for i in duties.matters[m].provisions),
        frozenset(i for name in names for i in duties.bodies[name]),
        frozenset(
            i for n in names for m in found.matters for i in duties.cells.get(n, {}).get(m, ())
        ),
    )


def find_unnamed_body(index: Index, question: str, expansions: Sequence[Expansion]) -> str:
    """A body that a question is about and that exists without being named by the text, else empty."""
    folded = fold(question)
    inside = [n for n in index.duties.unnamed if fold(n) in folded]
    longest = max(inside, key=len, default="")
    actors = [e for e in expansions if e.source == "body" and not ANYBODY.match(e.found)]
    at = folded.find(fold(longest))
    span = (at, at + len(longest))
    other = any(e.span[0] <= at and not _inside(e.span, [span]) for e in actors)
    return "" if other else longest


def _residue(index: Index, question: str, expansions: Sequence[Expansion]) -> str:
    """What is left of a question without the words found and the words that only ask."""
    folded = fold(question)
    kept = list(folded)
    for e in expansions:
        kept[slice(*e.span)] = " " * (e.span[1] - e.span[0])
    return without_asking("".join(kept), index.regulation)
