"""Which provision became which, on laws that a program has changed so that the truth is known.

``python -m evals.versions --laws ../shared/data/laws.tar.xz`` takes laws of the collection, changes each
by a seed (条 deleted, inserted out of the most similar other law, moved, split, merged, words and figures changed, all
renumbered), compares the two texts and prints the share of 条 that stand in exactly the right row, by
what was done to them. The laws of ``--split dev`` are for choosing, those of ``report`` for reporting.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from assistant.comparing.comparison import TextComparison, compare
from assistant.comparing.finding import FindingKind
from assistant.comparing.marking import new_words, old_words
from assistant.comparing.units import TextUnit, units_of
from corpus.errors import FiredutyError
from corpus.text.archive import read_archive
from corpus.text.load import load_regulation
from corpus.text.provision import Regulation
from evals.statistics import mean, shown
from evals.versions.changing import ChangedLaw, change_law

_SIZES = range(20, 200)
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


@dataclass(frozen=True, slots=True)
class VersionOutcome:
    """What came of one law: each 条 of both sides, right or not, by what was done to it."""

    name: str
    right: tuple[tuple[str, bool], ...]
    figures: tuple[bool, ...]
    seconds: float
    wrong: tuple[str, ...]


def judge(name: str, changed: ChangedLaw, found: TextComparison, seconds: float) -> VersionOutcome:
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
    return VersionOutcome(name, tuple(right), figures, seconds, tuple(wrong))


def _numbers(units: Sequence[TextUnit]) -> tuple[int, ...]:
    """The places of the 条, which are numbered without a gap."""
    return tuple(int(unit.number) - 1 for unit in units)


def measure(archive: Path, split: str, laws: int, seed: int) -> list[VersionOutcome]:
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
