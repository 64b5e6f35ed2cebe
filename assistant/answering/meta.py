"""Questions about the regulation itself: name, status, dates, how many 条, what a 章 holds.

Answered from the provision tree and the metadata; what neither states is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from assistant.answering.parts import Quotation, SaidWords
from assistant.answering.statement import Statement, StatementKind
from assistant.understanding.about import MetaAsked
from corpus.text.effect import effective_date
from corpus.text.history import LawEvent
from corpus.text.numerals import to_chinese
from corpus.text.provision import Leaf, Level, Provision, Regulation
from corpus.text.status import status_of, status_shown

_SINCE = re.compile(r"施行|实施|生效")


@dataclass(frozen=True, slots=True)
class MetaAnswer:
    """An answer from the tree or the metadata.

    Attributes:
        parts: what is said.
        leaves: provisions that support it.
        stated: False where the regulation does not state it (a refusal).
    """

    parts: SaidWords | Quotation
    leaves: tuple[Leaf, ...] = ()
    stated: bool = True

    @property
    def statement(self) -> Statement:
        """What is said, with its provisions."""
        quotes = isinstance(self.parts, Quotation)
        kind = StatementKind.QUOTATION if quotes else StatementKind.CONCLUSION
        return Statement(kind, self.parts, tuple(leaf.id for leaf in self.leaves))


def answer_meta(asked: MetaAsked, regulation: Regulation) -> MetaAnswer | None:
    """An answer to a question about the regulation itself; None where it has no such chapter."""
    match asked.kind:
        case "date":
            return _events(_PUBLISHED, _NOT_DATED, regulation)
        case "adopted":
            return _events(_ADOPTED, "文本没有载明由谁通过、何时通过，不能给出。", regulation)
        case "amended":
            return _events(_CHANGED, "文本没有载明修订或者修正的日期，不能给出。", regulation)
        case "number":
            return _number(regulation)
        case "effective":
            return _effective(regulation)
        case "issuer":
            return _issuer(regulation)
        case "interpreter":
            return _stated_by("负责解释", "文本没有写明由谁负责解释。", regulation)
        case "repeal":
            return _stated_by("废止", "文本没有写明废止哪个旧文件。", regulation)
        case "title":
            return _told(f"全称是《{regulation.title}》（{status_shown(regulation)}）。")
        case "chapter":
            return _chapter(asked.title, regulation)
        case "chapters":
            chapters = _chapters(regulation)
            return _told(f"共 {len(chapters)} 章：{'；'.join(c.heading for c in chapters)}。")
        case "count":
            return _count(regulation)
        case "status":
            return _status(regulation)
        case _:
            assert_never(asked.kind)


def _told(text: str, leaf: Leaf | None = None, *, stated: bool = True) -> MetaAnswer:
    return MetaAnswer(SaidWords(text), (leaf,) if leaf else (), stated)


def _status(regulation: Regulation) -> MetaAnswer:
    words = status_of(regulation)
    if words.in_force is not None:
        return _told(words.answer)
    return _told(words.answer, _last_with(regulation, "施行"), stated=False)


def _effective(regulation: Regulation) -> MetaAnswer:
    """Since when it is in force, with the provision that says so."""
    speaks = [x for x in reversed(regulation.leaves()) if _SINCE.search(x.text)]
    printing = next((x for x in speaks if _day_of(x)), None)
    leaf = printing or _last_with(regulation, "施行")
    printed = _day_of(printing) if printing else None
    if day := regulation.effective or printed:
        own = printing if printing and printed == day else None
        by_event = leaf and own is None and re.search("之日", leaf.text)
        said = _day(day)
        if leaf and by_event:
            words = Quotation(leaf.text.rstrip("。"), before="", after=f"，即{said}。")
            return MetaAnswer(words, (leaf,))
        return _told(f"自{said}起施行。", own or leaf)
    if leaf is None:
        return _told("文本没有写明施行日期。", stated=False)
    after = f"，没有写具体日期；目前的状态是「{regulation.status}」。"
    words = Quotation(leaf.text.rstrip("。"), before="只写明", after=after)
    return MetaAnswer(words, (leaf,))


def _day_of(leaf: Leaf) -> date | None:
    """The day of 「自2024年5月1日起施行」; None where no such day is printed."""
    return effective_date([leaf.text], [], [])


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_NOT_DATED = "文本没有载明印发或公布的日期，不能给出。"
_PUBLISHED = ("公布", "发布")
_ADOPTED = ("通过", "批准")
_CHANGED = ("修正", "修订")


def _events(kinds: Sequence[str], otherwise: str, regulation: Regulation) -> MetaAnswer:
    """The printed events of some kinds, the last first; else what is printed instead."""
    found = [e for e in regulation.events if e.kind in kinds]
    if found:
        first, *others = sorted(found, key=lambda e: e.day, reverse=True)
        before = f"；此前：{'；'.join(map(_event, others))}" if others else ""
        last = "最近一次是" if kinds is _CHANGED else ""
        return _told(f"{last}{_event(first)}{before}。")
    leaf = _last_with(regulation, "施行")
    if not regulation.events:
        return _told(otherwise, leaf, stated=False)
    history = "；".join(map(_event, regulation.events))
    return _told(f"{otherwise.partition('，')[0]}；载明的是：{history}。", leaf, stated=False)


def _event(event: LawEvent) -> str:
    """2021年4月29日全国人民代表大会常务委员会修正, with the number of its decree."""
    number = f"（{event.number}）" if event.number else ""
    return f"{_day(event.day)}{event.body}{event.kind}{number}"


def _number(regulation: Regulation) -> MetaAnswer:
    numbered = [e for e in regulation.events if e.number]
    others = "；".join(_event(e) for e in numbered if e.number != regulation.number)
    if regulation.number:
        return _told(f"{regulation.number}{f'；另有：{others}' if others else ''}。")
    return _told("文本没有载明令号或者文号，不能给出。", stated=False)


def _issuer(regulation: Regulation) -> MetaAnswer:
    made = [e for e in regulation.events if e.changes_words and e.body]
    history = f"载明的经过：{'；'.join(map(_event, made))}。" if made else ""
    if regulation.issuer:
        did = "制定" if any(e.kind == "通过" for e in made) else "发布"
        return _told(f"由{regulation.issuer}{did}。{history}")
    return _told(history or "文本没有载明起草或发布的机关，不能给出。", stated=bool(history))


def _stated_by(words: str, otherwise: str, regulation: Regulation) -> MetaAnswer:
    """The provision that holds certain words; where none does, that it is not stated."""
    leaf = _last_with(regulation, words)
    if leaf is not None:
        return MetaAnswer(Quotation(leaf.text, before="写明：", after=""), (leaf,))
    return _told(otherwise, _last_with(regulation, "施行"), stated=False)


def _chapters(regulation: Regulation) -> list[Provision]:
    return [n for n in regulation.body.walk() if n.level is Level.CHAPTER]


def _chapter(title: str, regulation: Regulation) -> MetaAnswer | None:
    """The 章 with a title, or None where there is none such."""
    found = (c for c in _chapters(regulation) if c.words.replace(" ", "") == title)
    chapter = next(found, None)
    return describe_division(chapter, regulation) if chapter else None


def describe_division(division: Provision, regulation: Regulation) -> MetaAnswer:
    """Which 条 a 编, 章 or 节 holds, with the words that those begin with."""
    articles = [n for n in division.walk() if n.level is Level.ARTICLE]
    numbers = {a.number for a in articles}
    inside = [x for x in regulation.leaves() if x.id.article in numbers and not x.id.item]
    if not articles:
        return MetaAnswer(SaidWords(f"{division.heading}，没有条。"))
    first, last = articles[0].label, articles[-1].label
    span = first if len(articles) == 1 else f"{first}至{last}"
    said = SaidWords(f"{division.heading}，共 {len(articles)} 条，即{span}。")
    return MetaAnswer(said, tuple(x for x in inside if not x.id.annex))


def _count(regulation: Regulation) -> MetaAnswer:
    items = sum(n.level is Level.ITEM for n in regulation.body.walk())
    counts = {"章": len(_chapters(regulation)), "条": len(regulation.articles()), "项": items}
    return _told(
        f"全文共 {counts['章']} 章、{counts['条']} 条、{counts['项']} 项"
        f"（最后一条是第{to_chinese(counts['条'])}条）。"
    )


def _last_with(regulation: Regulation, word: str) -> Leaf | None:
    return next((x for x in reversed(regulation.leaves()) if word in x.text), None)
