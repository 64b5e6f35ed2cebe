"""What is said in a session, and in which time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from assistant.answering.quoting import quote
from assistant.training.changes import TaughtChanges
from assistant.training.choice import LENGTHS, PackChoice
from assistant.training.material import Material, chance
from assistant.training.pack import LessonPart, TalkingPoint
from assistant.training.question import QuizQuestion
from assistant.training.scope import TrainingScope
from corpus.text.provision import ProvisionId

#: Minutes of talking that one provision takes.
_MINUTES_A_POINT = 2
#: Objectives and matters that are named.
_MOST_MATTERS = 4


def plan_time(minutes: int, questions: int, points: int) -> tuple[LessonPart, ...]:
    """Parts of a session: opening, talking, paper, going through it; together ``minutes``."""
    opening = max(1, minutes // 10)
    closing = max(1, minutes // 15)
    testing = max(3, round(minutes * 0.25))
    going = max(2, round(minutes * 0.15))
    talking = minutes - opening - closing - testing - going
    return (
        LessonPart("开场", opening, "说明培训目标；说明文件是什么状态、哪一版，引用时以原文为准。"),
        LessonPart(
            "讲解要点", talking, f"按讲解要点逐条讲，共 {points} 处条款；先读原文，再用白话说明。"
        ),
        LessonPart("答题", testing, f"发试卷（A 卷或 B 卷）和答题卡，{questions} 题，独立作答。"),
        LessonPart("讲评", going, "对照答案与解析讲评，错得多的题回到原文再读一遍。"),
        LessonPart("小结", closing, "请学员各说一件回去就要做的事，并说出依据是哪一条。"),
    )


def count_room(choice: PackChoice) -> int:
    """How many provisions there is time to talk about."""
    return max(choice.minutes // 2 // _MINUTES_A_POINT, 1)


def order_provisions(scope: TrainingScope, seed: int) -> list[ProvisionId]:
    """The provisions of a scope, the most important first; by chance where none is more so."""
    order = list(dict.fromkeys(c.id for c in scope.clauses))
    return order if scope.ranked else sorted(order, key=lambda i: chance(str(seed), str(i)))


def count_needed(
    order: Sequence[ProvisionId], questions: Sequence[QuizQuestion], choice: PackChoice
) -> int:
    """How many provisions to talk about, so that both papers ask of these only.

    As many as there is time for, and further ones until they give both papers questions with
    key sentences of their own; all where that is not enough.
    """
    place = {id_: n for n, id_ in enumerate(order)}
    added: list[set[str]] = [set() for _ in range(len(order) + 1)]
    for question in questions:
        last = max(place.get(i, len(order)) for i in question.provisions)
        added[last].add(question.key_sentence)
    wanted = 2 * (choice.questions or LENGTHS[choice.minutes])
    sentences: set[str] = set()
    for number, more in enumerate(added[:-1], 1):
        sentences |= more
        if number >= count_room(choice) and len(sentences) >= wanted:
            return number
    return len(order)


def keep_asked(
    order: Sequence[ProvisionId], asked: Collection[ProvisionId], *, core: int
) -> list[ProvisionId]:
    """What to talk about where everything would be needed: only what is asked.

    Args:
        core: so many of the first are talked about all the same.
    """
    first = order[:core]
    return [*first, *sort_as_printed(set(asked) - set(first))]


def sort_as_printed(ids: Iterable[ProvisionId]) -> list[ProvisionId]:
    """Provisions in the order of the text."""
    return sorted(ids, key=lambda i: i.sort_key)


def make_point(
    material: Material, id_: ProvisionId, plain: Sequence[str], changes: TaughtChanges | None = None
) -> TalkingPoint:
    """A provision to talk about.

    Args:
        plain: the same in plain words.
        changes: in which what it was before is looked up.
    """
    clauses = [c for c in material.clauses.all if c.id == id_]
    return TalkingPoint(
        quote(material.leaf(id_), material.regulation),
        tuple(plain),
        tuple(dict.fromkeys(a for c in clauses for a in c.actors)),
        tuple(dict.fromkeys(m for c in clauses for m in c.matters)),
        changes.words(id_) if changes is not None else None,
    )


def tell_objectives(
    material: Material, scope: TrainingScope, talking: Sequence[TalkingPoint]
) -> tuple[str, ...]:
    """What participants can do afterwards, in sentences."""
    return tuple(_objectives(material, scope, talking))


def _objectives(
    material: Material, scope: TrainingScope, talking: Sequence[TalkingPoint]
) -> Iterator[str]:
    if scope.audience:
        yield scope.audience.about
    every = _sort_by_count(t.actors for t in talking)
    actors = [a for a in scope.actors if a in every] or every
    if actors:
        named = "、".join(actors[:_MOST_MATTERS])
        yield f"能说出{named}在{material.regulation.own_name}里要做什么，并指出是哪一条。"
    if matters := _sort_by_count(t.matters for t in talking)[:_MOST_MATTERS]:
        yield f"在{'、'.join(matters)}这些事上，能说准条文的要求，不添加条文没有的。"
    taught = {t.quote.id for t in talking}
    clauses = [c for c in material.clauses.all if c.id in taught]
    if any(c.modality == "不得" for c in clauses):
        yield "能说出条文写明“不得”做的事。"
    times = dict.fromkeys(t.text for c in clauses for d in c.duties for t in d.recurrence)
    if times:
        shown = "”“".join(list(times)[:_MOST_MATTERS])
        yield f"能说准条文写明的时间和频次（“{shown}”），不把它们说成别的天数、次数。"


def _sort_by_count(groups: Iterable[Sequence[str]]) -> list[str]:
    """Names, the commonest first, else in the order in which they come."""
    return [name for name, _ in Counter(n for group in groups for n in group).most_common()]
