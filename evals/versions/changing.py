"""Laws changed by a seed, with the truth on which 条 became which."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.comparing.units import TextUnit, TextUnitKind, units_of
from corpus.clauses.figures import amounts_of
from corpus.clauses.records import Amount
from corpus.text.numerals import print_article
from corpus.text.provision import Regulation

#: What is done, and to how much of a law.
_SHARES = {
    "deleted": 0.06,
    "inserted": 0.08,
    "moved": 0.05,
    "split": 0.04,
    "merged": 0.03,
    "figure": 0.10,
    "rewritten": 0.08,
    "words": 0.20,
}
_ITEM = re.compile(r"^[（(]|^\d")


@dataclass
class _Article:
    """A 条 of the changed text.

    Attributes:
        text: its words.
        origins: the 条 of the old text that it was made of, by place.
        done: what was done to it.
    """

    text: str
    origins: tuple[int, ...]
    done: str = ""


@dataclass
class ChangedLaw:
    """A law, what was made of it, and the truth.

    Attributes:
        old: the law.
        text: the changed text.
        groups: old and new 条 that belong together, by place, with what was done to them.
        figures: old and new figures.
    """

    old: Regulation
    text: str
    groups: dict[tuple[tuple[int, ...], tuple[int, ...]], str]
    figures: list[tuple[str, str]] = field(default_factory=list)


def change_law(law: Regulation, other: Regulation, chance: random.Random) -> ChangedLaw:
    """A law changed at random.

    Args:
        law: the old text.
        other: of which 条 are inserted.
        chance: decides.
    """
    units = units_of(law)
    olds = [unit for unit in units if unit.kind is TextUnitKind.ARTICLE]
    articles = [_Article(unit.text, (at,)) for at, unit in enumerate(olds)]
    changed = ChangedLaw(law, "", {})
    for what, share in _SHARES.items():
        for _ in range(max(1, round(share * len(olds)))):
            _change(what, articles, other, changed, chance)
    changed.text = "\n".join(_lines(units, articles))
    kept = {at for article in articles for at in article.origins}
    done = {(at,): "deleted" for at in range(len(olds)) if at not in kept}
    changed.groups = {(old, ()): what for old, what in done.items()}
    by_origin: dict[tuple[int, ...], list[int]] = {}
    for place, article in enumerate(articles):
        if article.origins:
            by_origin.setdefault(article.origins, []).append(place)
        else:
            changed.groups[(), (place,)] = "inserted"
    for origins, places in by_origin.items():
        changed.groups[origins, tuple(places)] = articles[places[0]].done
    return changed


def _change(
    what: str,
    articles: list[_Article],
    other: Regulation,
    changed: ChangedLaw,
    chance: random.Random,
) -> None:
    free = [at for at, article in enumerate(articles) if not article.done]
    if what == "figure":
        free = [at for at in free if _figures_of(articles[at].text)]
    if what == "inserted":
        text = chance.choice(_texts(other))
        articles.insert(chance.randrange(len(articles) + 1), _Article(text, (), what))
        return
    if len(articles) < 10 or not free:
        return
    at = chance.choice(free)
    article = articles[at]
    if what == "deleted":
        del articles[at]
    elif what == "moved":
        del articles[at]
        places = [p for p in range(len(articles) + 1) if abs(p - at) >= 3]
        if chance.random() < 0.5:
            _change_words(article, other, chance)
        articles.insert(chance.choice(places), _Article(article.text, article.origins, what))
    elif what == "split":
        lines = article.text.split("\n")
        cuts = [
            n
            for n in range(1, len(lines))
            if not _ITEM.match(lines[n]) and min(len("".join(lines[:n])), len(lines[n])) >= 20
        ]
        if cuts:
            cut = chance.choice(cuts)
            parts = ("\n".join(lines[:cut]), "\n".join(lines[cut:]))
            articles[at : at + 1] = [_Article(part, article.origins, what) for part in parts]
    elif what == "merged":
        if at + 1 < len(articles) and not articles[at + 1].done:
            after = articles[at + 1]
            text = f"{article.text}\n{after.text}"
            articles[at : at + 2] = [_Article(text, (*article.origins, *after.origins), what)]
    elif what == "figure":
        _change_figure(article, changed, chance)
    elif what == "rewritten":
        sentences = re.findall(r"[^。；\n]+[。；]\n?|\n", article.text)
        for _ in range(max(1, len(sentences) // 2)):
            _change_words(article, other, chance)
        article.done = article.done and what
    else:
        _change_words(article, other, chance)


def _figures_of(text: str) -> list[tuple[Amount, re.Match[str]]]:
    """The figures in words, each with a digit that may be another one."""
    amounts = [a for a in amounts_of(text, (0, len(text))) if a.low or a.high]
    return [(a, m) for a in amounts if (m := re.search(r"[二三四五六七八九]", a.text))]


def _change_figure(article: _Article, changed: ChangedLaw, chance: random.Random) -> None:
    places = _figures_of(article.text)
    amount, digit = chance.choice(places)
    instead = chance.choice([c for c in "二三四五六七八九" if c != digit.group()])
    figure = amount.text[: digit.start()] + instead + amount.text[digit.end() :]
    start, end = amount.span
    article.text = article.text[:start] + figure + article.text[end:]
    article.done = "figure"
    changed.figures.append((amount.text, figure))


def _change_words(article: _Article, other: Regulation, chance: random.Random) -> None:
    sentences = re.findall(r"[^。；\n]+[。；]\n?|\n", article.text)
    strange = re.findall(r"[^。；\n：]{8,60}。", chance.choice(_texts(other)))
    if len(sentences) > 2 and chance.random() < 0.5:
        sentences.pop(chance.randrange(len(sentences) - 1))
    elif strange:
        sentences.insert(chance.randrange(len(sentences) + 1), chance.choice(strange))
    text = "".join(sentences).strip("\n")
    for old, new in chance.sample([("应当", "必须"), ("部门", "机构"), ("可以", "应当")], 2):
        text = text.replace(old, new, 1)
    if text and text != article.text and "".join(sentences):
        article.text, article.done = text, "words"


def _texts(law: Regulation) -> list[str]:
    return [u.text for u in units_of(law) if u.kind is TextUnitKind.ARTICLE and len(u.text) > 15]


def _lines(units: Sequence[TextUnit], articles: Sequence[_Article]) -> Iterator[str]:
    """The text: each heading before the first 条 that stood below it."""
    place = {at: n for n, a in enumerate(articles) for at in a.origins[:1]}
    before: dict[int, list[str]] = {}
    at = 0
    waiting: list[str] = []
    for unit in units:
        if unit.kind is TextUnitKind.ARTICLE:
            if waiting and at in place and articles[place[at]].done != "moved":
                before.setdefault(place[at], waiting)
                waiting = []
            at += 1
        elif unit.kind is TextUnitKind.HEADING:
            waiting.append(f"{unit.label} {unit.text}")
        elif not at and not waiting:
            yield unit.text
    for number, article in enumerate(articles):
        yield from before.get(number, ())
        yield f"{print_article(str(number + 1))} {article.text}"
