"""幻灯片.pptx: what a trainer shows. Verbatim words, plain words marked as such, questions at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from assistant.training.pack import Pack, TalkingPoint
from assistant.training.question import (
    BLANK,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    key_text,
)
from ui.documents.comparison_changes import key_changes
from ui.documents.training.deck import Deck
from ui.documents.training.slide_text import Block
from ui.documents.training.words import (
    ROOM,
    TITLES,
    Numbered,
    ToldChange,
    add_room,
    list_options,
    list_pairs,
    number_questions,
    shorten,
    sum_up_changes,
    tell_changes,
)

#: Characters of a provision in a picture; the whole stands on its own slide.
_GLIMPSE = 60
#: Title, the box at the left, those at the right.
Picture = tuple[str, str, tuple[tuple[str, str], ...]]
#: How many questions are gone through on slides, at most one of each form first.
_REVIEWED = 6
#: Changes of one kind that are listed on slides.
_MOST_CHANGES = 8
#: Provisions are read aloud from the slide: in points, what the back row can read.
_READ_ALOUD = 20


def make_slides(pack: Pack) -> bytes:
    """The PowerPoint file: 16:9, the notice on every slide."""
    deck = Deck(pack)
    deck.cover()
    deck.add("培训目标", _listed(pack.objectives) + _remarks(pack))
    parts = (f"{p.title}（{p.minutes} 分钟）" for p in pack.timeline)
    deck.add("时间安排", _listed(tuple(parts)))
    _add_changes(deck, pack)
    for title, root, branches in list_pictures(pack.talking):
        deck.branch(title, root, branches)
    told = tell_changes(pack)
    for point in pack.talking:
        title, path = shorten(point.quote.citation), point.quote.path
        if (change := told.get(point.quote.id)) is not None:
            title = f"{title}（{change.label}）"
        deck.add(title, _point(point, change), path, least=_READ_ALOUD, notes=_notes(point))
    first = pack.papers[0]
    deck.divide("试题讲评", f"请先完成试卷 {first.name}。交卷以后再翻到下一页。")
    for item in choose_reviewed(number_questions(first)):
        name = f"第 {item.number} 题"
        below = f"试卷 {first.name} · {TITLES[item.question.form]} · {item.points} 分"
        deck.add(name, tuple(_asked(item.question)), below)
        deck.add(f"{name}：答案", tuple(_answered(item.question)), below)
    deck.add("引用条款", _sources(pack))
    return deck.bytes()


def _add_changes(deck: Deck, pack: Pack) -> None:
    """What changed, before it is gone through: which texts, how much, and what matters first."""
    if pack.comparison is None:
        return
    title, *said = sum_up_changes(pack)
    deck.add("改了什么", _listed((title, *said)))
    for changes in key_changes(pack.comparison, apart=False):
        more = len(changes.lines) - _MOST_CHANGES
        below = f"还有 {more} 处，见两份文本的对照" if more > 0 else ""
        deck.add(changes.heading, _listed(changes.lines[:_MOST_CHANGES]), below)


def list_pictures(points: Sequence[TalkingPoint]) -> Iterator[Picture]:
    """What is drawn: who does what, and the items of a provision under the words that introduce them.

    A picture of one branch would show nothing.
    """
    by_actor: dict[str, list[TalkingPoint]] = {}
    by_lead: dict[str, list[TalkingPoint]] = {}
    for point in points:
        for actor in point.actors:
            by_actor.setdefault(actor, []).append(point)
        if point.quote.lead_in:
            by_lead.setdefault(point.quote.lead_in, []).append(point)
    for actor, bound in by_actor.items():
        if len(bound) > 1:
            yield f"谁做什么：{actor}", actor, tuple(map(_branch, bound))
    for lead, items in by_lead.items():
        if len(items) > 1:
            yield f"条文的结构：{_article(items[0])}", lead, tuple(map(_branch, items))


def _branch(point: TalkingPoint) -> tuple[str, str]:
    words = point.quote.text.split("\n")[0]
    return f"{shorten(point.quote.citation)}　", _glimpse(words)


def _glimpse(words: str) -> str:
    """The beginning of a provision, up to the last pause that there is room for."""
    if len(words) <= _GLIMPSE:
        return words
    head = words[:_GLIMPSE]
    pause = max(map(head.rfind, "。；，")) + 1
    return f"{head[: pause if pause > _GLIMPSE // 3 else _GLIMPSE]}……"


def _article(point: TalkingPoint) -> str:
    """The citation up to its article."""
    return shorten(point.quote.citation).partition("条")[0] + "条"


def _notes(point: TalkingPoint) -> str:
    """What the speaker may say: whom it binds, what it is about, the same in plain words."""
    said = [f"说的是谁：{'、'.join(point.actors)}"] if point.actors else []
    said += [f"事项：{'、'.join(point.matters)}"] if point.matters else []
    said += [f"白话（不是条文原话）：{''.join(point.plain)}"] if point.plain else []
    return "\n".join((*said, f"出处：{point.quote.citation}（{point.quote.path}）"))


def choose_reviewed(questions: tuple[Numbered, ...]) -> tuple[Numbered, ...]:
    """The questions that are gone through: the first of each form, then more in paper order."""
    firsts: dict[str, Numbered] = {}
    for item in questions:
        firsts.setdefault(item.question.form, item)
    chosen = [*firsts.values()]
    chosen += [item for item in questions if item not in chosen]
    return tuple(sorted(chosen[:_REVIEWED], key=lambda item: item.number))


def _listed(texts: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(Block("条目", text, f"{n}. ") for n, text in enumerate(texts, 1))


def _remarks(pack: Pack) -> tuple[Block, ...]:
    return tuple(Block("案例", remark, "注意：", 4) for remark in pack.remarks)


def _point(point: TalkingPoint, change: ToldChange | None) -> tuple[Block, ...]:
    quote = point.quote
    lead_in = (Block("总领句", quote.lead_in, more=4),) if quote.lead_in else ()
    old = (Block("总领句", change.old, change.before, 4),) if change and change.old else ()
    plain = "".join(point.plain)
    said = (Block("白话", plain, "白话说明　", 3),) if plain else ()
    return (*old, *lead_in, Block("原文", quote.text), *said)


def _asked(question: QuizQuestion) -> Iterator[Block]:
    if question.scene:
        yield Block("案例", question.scene, "【案例】", 2)
    yield Block("题干", add_room(question))
    if isinstance(question, Matching):
        rows = list_pairs(question)
        yield Block("选项", "\n".join(left for left, _ in rows), more=2)
        yield Block("选项", "\n".join(right for _, right in rows), more=2)
    elif options := list_options(question):
        yield Block("选项", "\n".join(options), more=2)


def _answered(question: QuizQuestion) -> Iterator[Block]:
    yield Block("题干", question.stem.replace(BLANK, ROOM), more=4)
    yield Block("正确", _right(question), more=2)
    yield Block("答案", question.explanation, "解析　", 4)
    cited = (shorten(e.citation) for e in question.evidence)
    unsaid = [citation for citation in cited if citation not in question.explanation]
    yield Block("答案", "、".join(dict.fromkeys(unsaid)), "依据　", 6)


def _right(question: QuizQuestion) -> str:
    """The key in words."""
    match question:
        case SingleChoice() | MultipleChoice():
            options = list_options(question)
            return "\n".join(options[k] for k in question.keys)
        case TrueFalse() | FillBlank():
            return key_text(question)
        case Ordering():
            return "\n".join(f"{n}. {question.steps[k]}" for n, k in enumerate(question.key, 1))
        case Matching():
            partners = (question.right[k] for k in question.key)
            return "\n".join(map(" —— ".join, zip(question.left, partners, strict=True)))
        case _:
            assert_never(question)


def _sources(pack: Pack) -> tuple[Block, ...]:
    cited = "、".join(shorten(c) for c in pack.sources)
    return (Block("条目", pack.source), Block("条目", cited, more=4), Block("案例", pack.notice))
