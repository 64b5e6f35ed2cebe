"""What must hold in a well-formed regulation, checked on the tree.

1. Articles run n, n+1, … in printed order, each once; 之一 follows its base (per main text and
   per annex). A main text that begins later than 第一条 is reported apart: amendments and single
   books of a code do.
2. 项 and 目 of one series run 1…m, each once.
3. 编, 分编 and 节 run 1…m inside their parent, 章 too or on through the whole text.
4. The tree renders back to the normalised text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.text.lines import normalise
from corpus.text.numerals import number_key
from corpus.text.provision import Level, Provision
from corpus.text.render import render


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken invariant.

    Attributes:
        kind: short Chinese name of the invariant.
        message: where and how, Chinese, one line.
    """

    kind: str
    message: str


def check(body: Provision, source: str) -> tuple[Violation, ...]:
    """All violations of a parsed text."""
    return tuple(_violations(body, source))


def _violations(body: Provision, source: str) -> Iterator[Violation]:
    if render(body) != normalise(source):
        yield Violation("还原", "由结构还原的文本与原文不一致")
    main = [n for c in body.children if c.level is not Level.ANNEX for n in c.walk()]
    yield from _articles("正文", [n for n in main if n.level is Level.ARTICLE])
    for annex in (c for c in body.children if c.level is Level.ANNEX):
        yield from _articles(annex.label, [n for n in annex.walk() if n.level is Level.ARTICLE])
    chapters = [
        n.number for n in main if n.level is Level.CHAPTER and n.number and "、" not in n.label
    ]
    for node in body.walk():
        for level, name in ((Level.ITEM, "项"), (Level.SUBITEM, "目")):
            series = [c for c in node.children if c.level is level]
            yield from _series(f"{name}连续", _place(node), series)
        for level, name in (
            (Level.PART, "编"),
            (Level.SUBPART, "分编"),
            (Level.CHAPTER, "章"),
            (Level.SECTION, "节"),
        ):
            series = [c for c in node.children if c.level is level and c.number]
            if level is Level.CHAPTER and _runs(chapters):
                continue
            yield from _series(f"{name}连续", _place(node), series)


def _articles(where: str, articles: list[Provision]) -> Iterator[Violation]:
    previous: tuple[int, ...] | None = None
    for article in articles:
        key = number_key(article.number)
        if previous is None:
            if key != (1,):
                yield Violation("条从一起", f"{where}从{article.label}开始")
        elif key not in _successors(previous):
            yield Violation("条连续", f"{where}：{article.label}前面是第 {_show(previous)} 条")
        previous = key


def _successors(key: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    return ((key[0] + 1,), (*key, 1), (*key[:-1], key[-1] + 1))


def _series(kind: str, where: str, nodes: list[Provision]) -> Iterator[Violation]:
    numbers = [n.number for n in nodes]
    if not _runs(numbers):
        printed = "、".join(n.label for n in nodes[:12])
        yield Violation(kind, f"{where}：{printed}")


def _runs(numbers: Iterable[str]) -> bool:
    """Whether the numbers run 1…m, each once."""
    numbers = list(numbers)
    return numbers == [str(i) for i in range(1, len(numbers) + 1)]


def _place(node: Provision) -> str:
    return node.label or "文首"


def _show(key: tuple[int, ...]) -> str:
    return "-".join(map(str, key))
