"""What must hold in a well-formed regulation, checked on the tree.

1. Articles run n, n+1, … in printed order, each once; 之一 follows its base (per main text and
   per annex). A main text that begins later than 第一条 is reported apart: amendments and single
   books of a code do.
2. 项 and 目 of one series run 1…m, each once.
3. 编, 分编, 章 and 节 run 1…m inside their parent, or on through a node further up: through the
   分编 of one 编, through the whole text.
4. The tree renders back to the normalised text.
5. No number is printed twice: what stands at the second place is an old version or an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.text.layout import normalise
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
    annexes = [c for c in body.children if c.level is Level.ANNEX]
    main = [n for c in body.children if c.level is not Level.ANNEX for n in c.walk()]
    texts = [("正文", main)]
    texts += [(a.label or f"后附的第 {n} 份文本", list(a.walk())) for n, a in enumerate(annexes, 1)]
    for where, nodes in texts:
        articles = [n for n in nodes if n.level is Level.ARTICLE]
        yield from _articles(where, articles)
        yield from _repeated(where, articles, source)
    yield from _structures(replace(body, children=_without_annexes(body)), source)
    for annex in annexes:
        yield from _structures(annex, source)
    for node in body.walk():
        for level, name in ((Level.ITEM, "项"), (Level.SUBITEM, "目")):
            series = [c for c in node.children if c.level is level]
            yield from _series(
                f"{name}连续", f"{_place(node)}（第 {_line(node, source)} 行起）", series
            )


def _without_annexes(body: Provision) -> tuple[Provision, ...]:
    return tuple(c for c in body.children if c.level is not Level.ANNEX)


def _repeated(where: str, articles: list[Provision], source: str) -> Iterator[Violation]:
    """Articles that are printed again under the number of an earlier one, with both lines."""
    first: dict[str, Provision] = {}
    for article in articles:
        before = first.setdefault(article.number, article)
        if before is not article:
            lines = f"第 {_line(before, source)} 行和第 {_line(article, source)} 行"
            yield Violation("条重复", f"{where}：{article.label}有两处，在{lines}")


def _line(node: Provision, source: str) -> int:
    return source.count("\n", 0, node.span[0]) + 1


def _structures(text: Provision, source: str) -> Iterator[Violation]:
    """编, 分编, 章 and 节 that run neither inside their parent nor on through a node further up."""
    for level, name in (
        (Level.PART, "编"),
        (Level.SUBPART, "分编"),
        (Level.CHAPTER, "章"),
        (Level.SECTION, "节"),
    ):
        yield from _run_on(text, level, f"{name}连续", source)


def _run_on(node: Provision, level: Level, kind: str, source: str) -> Iterator[Violation]:
    if _runs(
        n.number for n in node.walk() if n.level is level and n.number and "、" not in n.label
    ):
        return
    inside = [c for c in node.children if c.level < level]
    for child in inside:
        yield from _run_on(child, level, kind, source)
    series = [c for c in node.children if c.level is level and c.number]
    where = f"{_place(node)}（第 {_line(series[0], source)} 行起）" if series else ""
    yield from _series(kind, where, series)


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
