"""Which provision became which, on laws that a program has changed so that the truth is known.

``python -m evals.versions --laws ../shared/data/laws.tar.xz`` takes laws of the collection, changes each
by a seed (条 deleted, inserted out of the most similar other law, moved, split, merged, words and figures changed, all
renumbered), compares the two texts and prints the share of 条 that stand in exactly the right row, by
what was done to them. The laws of ``--split dev`` are for choosing, those of ``report`` for reporting.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from assistant.comparing.comparison import Comparison, compare
from assistant.comparing.finding import FindingKind
from assistant.comparing.marking import new_words, old_words
from assistant.comparing.units import Unit, UnitKind, units_of
from corpus.clauses.figures import amounts_of
from corpus.clauses.records import Amount
from corpus.errors import FiredutyError
from corpus.text.archive import read_archive
from corpus.text.load import load_regulation
from corpus.text.numerals import print_article
from corpus.text.provision import Regulation
from evals.statistics import mean, shown

_SIZES = range(20, 200)
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
_NAMES = {
    "": "没有动",
    "deleted": "删去",
    "inserted": "新增",
    "moved": "移动",
    "split": "拆分",
    "merged": "合并",
    "figure": "改了数字",
    "rewritten": "重写大半",
    "words": "改了字句",
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


def choose_laws(archive: Path, split: str) -> list[tuple[str, Regulation]]:
    """The well read laws of a split, in the order of a hash of their names."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, content in read_archive(archive):
            digest = sha256(name.encode()).hexdigest()
            if (int(digest, 16) % 2 == 0) != (split == "dev"):
                continue
            path = Path(folder) / "law.md"
            path.write_bytes(content)
            try:
                law = load_regulation(path)
            except FiredutyError:
                continue
            numbers = [article.number for article in law.articles()]
            plain = all(u.annex == "" for u in units_of(law))
            if (
                len(numbers) in _SIZES
                and plain
                and numbers == [*map(str, range(1, len(numbers) + 1))]
            ):
                found.append((digest, name, law))
            if len(found) >= 400:
                break
    return [(name, law) for _, name, law in sorted(found, key=lambda entry: entry[0])]


def change_law(law: Regulation, other: Regulation, chance: random.Random) -> ChangedLaw:
    """A law changed at random.

    Args:
        law: the old text.
        other: of which 条 are inserted.
        chance: decides.
    """
    units = units_of(law)
    olds = [unit for unit in units if unit.kind is UnitKind.ARTICLE]
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
    return [u.text for u in units_of(law) if u.kind is UnitKind.ARTICLE and len(u.text) > 15]


def _lines(units: Sequence[Unit], articles: Sequence[_Article]) -> Iterator[str]:
    """The text: each heading before the first 条 that stood below it."""
    place = {at: n for n, a in enumerate(articles) for at in a.origins[:1]}
    before: dict[int, list[str]] = {}
    at = 0
    waiting: list[str] = []
    for unit in units:
        if unit.kind is UnitKind.ARTICLE:
            if waiting and at in place and articles[place[at]].done != "moved":
                before.setdefault(place[at], waiting)
                waiting = []
            at += 1
        elif unit.kind is UnitKind.HEADING:
            waiting.append(f"{unit.label} {unit.text}")
        elif not at and not waiting:
            yield unit.text
    for number, article in enumerate(articles):
        yield from before.get(number, ())
        yield f"{print_article(str(number + 1))} {article.text}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one law: each 条 of both sides, right or not, by what was done to it."""

    name: str
    right: tuple[tuple[str, bool], ...]
    figures: tuple[bool, ...]
    seconds: float
    wrong: tuple[str, ...]


def judge(name: str, changed: ChangedLaw, found: Comparison, seconds: float) -> Outcome:
    """Compare the rows with the truth.

    Raises:
        AssertionError: a guarantee of the comparison does not hold.
    """
    rows = {(_numbers(row.old), _numbers(row.new)) for row in found.articles}
    right: list[tuple[str, bool]] = []
    wrong: list[str] = []
    for group, done in changed.groups.items():
        is_right = group in rows
        right += [(done, is_right)] * (len(group[0]) + len(group[1]))
        if not is_right:
            wrong.append(f"{_NAMES[done]} {group}")
    said = Counter(
        (f.old, f.new) for row in found.rows for f in row.findings if f.kind is FindingKind.FIGURE
    )
    figures = tuple(said[pair] > 0 for pair in changed.figures)
    for row in found.rows:
        assert old_words(row.marks) == "\n".join(u.text for u in row.old), row.name
        assert new_words(row.marks) == "\n".join(u.text for u in row.new), row.name
    return Outcome(name, tuple(right), figures, seconds, tuple(wrong))


def _numbers(units: Sequence[Unit]) -> tuple[int, ...]:
    """The places of the 条, which are numbered without a gap."""
    return tuple(int(unit.number) - 1 for unit in units)


def measure(archive: Path, split: str, laws: int, seed: int) -> list[Outcome]:
    """Change so many laws and compare each with what was made of it."""
    chosen = choose_laws(archive, split)
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "changed.md"
        for name, law in chosen[:laws]:
            chance = random.Random(f"{seed} {name}")
            changed = change_law(law, _most_alike(law, name, chosen), chance)
            path.write_text(changed.text, "utf-8")
            start = time.perf_counter()
            found = compare(law, load_regulation(path))
            outcomes.append(judge(name, changed, found, time.perf_counter() - start))
    return outcomes


def _most_alike(law: Regulation, name: str, every: Sequence[tuple[str, Regulation]]) -> Regulation:
    """The other law whose words are most like: what is inserted shall be hard to tell apart."""
    own = set(map("".join, pairwise(law.source_text)))

    def alike(other: Regulation) -> float:
        pairs = set(map("".join, pairwise(other.source_text)))
        return len(own & pairs) / len(own | pairs)

    return max((other for key, other in every if key != name), key=alike)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where the collection cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, required=True, help="tar archive of the laws")
    parser.add_argument("--split", choices=["dev", "report"], default="report")
    parser.add_argument("--number", type=int, default=24, help="laws to change")
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--failures", action="store_true", help="list what stands in a wrong row")
    options = parser.parse_args(arguments)
    try:
        outcomes = measure(options.laws, options.split, options.number, options.seed)
    except OSError as error:
        print(f"错误：无法读取 {options.laws}：{error.strerror}", file=sys.stderr)
        return 2
    every = [(o.name, done, is_right) for o in outcomes for done, is_right in o.right]
    print(f"{len(outcomes)} 部（{options.split}），两边共 {len(every)} 条")
    for done, name in [*_NAMES.items(), (None, "全部")]:
        of = [(law, float(is_right)) for law, what, is_right in every if done in (None, what)]
        if of:
            print(f"{name}\t{len(of)}\t{shown(mean(of))}")
    figures = [(o.name, float(said)) for o in outcomes for said in o.figures]
    print(f"改了的数字说出来的\t{len(figures)}\t{shown(mean(figures))}")
    print(f"最长用时 {max(outcome.seconds for outcome in outcomes):.1f} 秒")
    if options.failures:
        for outcome in outcomes:
            for line in outcome.wrong:
                print(f"{outcome.name}\t{line}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
