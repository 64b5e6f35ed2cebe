"""How well the parser reads a collection of laws: round trips, invariants, and why the rest fail.

``python -m evals.parse_survey ../shared/data/laws.tar.xz`` prints the figures of the README. The
collection is not part of the project (see docs/provenance.md). ``--record FILE`` writes down how every
law is read, ``--against FILE`` lists what is read otherwise than it was when that was written.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from tqdm import tqdm

from corpus.text.archive import read_archive
from corpus.text.invariants import Violation, check
from corpus.text.labels import read_label
from corpus.text.lines import read_lines
from corpus.text.parse import parse_with_warnings

_INLINE_ITEM = re.compile(r"[；：] ?（[一二三四五六七八九十]+）")


#: The invariants that citations depend on: a missing 章 heading misleads no citation.
_CORE = ("还原", "条连续", "条从一起", "项连续", "目连续")


@dataclass(frozen=True, slots=True)
class Survey:
    """Result for one file."""

    name: str
    violations: tuple[Violation, ...]
    explanation: str
    warnings: int
    fails: int


def texts(archive: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every Markdown file of a tar archive."""
    return ((name, data.decode("utf-8")) for name, data in read_archive(archive))


def survey(name: str, source: str) -> Survey:
    """Parse one text and say, where an invariant fails, what in the source accounts for it."""
    body, warnings = parse_with_warnings(source)
    violations = check(body, source)
    fails = sum(w.fails for w in warnings)
    return Survey(name, violations, explain(source, violations), len(warnings), fails)


def explain(source: str, violations: tuple[Violation, ...]) -> str:
    """Why the numbering of the *source* is broken, or 「未解释」.

    The test reads the printed labels at the starts of the source's lines, in order, and knows
    nothing of the tree: a series that skips a number there was printed so. 项 start anew after
    each 条.
    """
    if not violations:
        return ""
    kinds = {v.kind for v in violations}
    if "还原" in kinds:
        return "未解释"
    if all(v.kind == "条从一起" or "附" in v.message for v in violations):
        return "文件是法典的一编、修正案，或附件自成编号"
    lines = list(read_lines(source))
    last: dict[str, int] = {}
    before: dict[str, int] = {}
    for label in (x for x in (read_label(line.text) for line in lines) if x):
        if not label.number or not label.looks_like_heading:
            continue
        number = int(label.number.split("-")[0])
        if number not in (1, last.get(label.style, 0), last.get(label.style, 0) + 1):
            if number == before.get(label.style, 0) + 1 and label.level is None:
                return "编号跨条或标题连续"
            if label.level is None and any(_INLINE_ITEM.search(line.text) for line in lines):
                return "原文把几项排在一行"
            return f"原文缺标号（{label.style if label.level else '项'}）"
        before[label.style] = number
        if label.style in ("条", "一、"):
            last = {k: v for k, v in last.items() if k in ("条", "章", "节", "编", "分编")}
        last[label.style] = number
    return "未解释"


def record(source: str) -> list[str]:
    """One line for each provision and each message of a text: what a change of the parser may change."""
    body, warnings = parse_with_warnings(source)
    nodes = (f"{n.level.name} {n.label}{n.gap}{n.text}" for n in body.walk())
    said = (f"{v.kind}：{v.message}" for v in check(body, source))
    return [*map(repr, nodes), *map(str, warnings), *said]


def differences(now: Mapping[str, list[str]], before: Mapping[str, list[str]]) -> Iterator[str]:
    """The laws that are read otherwise, each with the lines that went and came."""
    for name, lines in now.items():
        changes = list(unified_diff(before.get(name, []), lines, n=0, lineterm=""))[2:]
        if changes:
            yield f"== {name}"
            yield from (c[:200] for c in changes if not c.startswith("@@"))


def main(argv: list[str] | None = None) -> int:
    """Print the survey of an archive. Exit code 0, also where the archive is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--list", action="store_true", help="每个不合格文件一行")
    parser.add_argument("--record", type=Path, metavar="FILE", help="记下每部怎样读")
    parser.add_argument("--against", type=Path, metavar="FILE", help="列出与所记不同的")
    args = parser.parse_args(argv)
    if not args.archive.is_file():
        print(f"已跳过：没有 {args.archive}")
        return 0
    if args.record or args.against:
        now = {name: record(source) for name, source in texts(args.archive)}
        if args.record:
            args.record.write_text(json.dumps(now, ensure_ascii=False), "utf-8")
        if args.against:
            print("\n".join(differences(now, json.loads(args.against.read_text("utf-8")))))
        return 0
    results = [
        survey(*item)
        for item in tqdm(texts(args.archive), unit="部", file=sys.stderr, disable=None)
    ]
    broken = [r for r in results if r.violations]
    kinds = Counter(kind for r in broken for kind in {v.kind for v in r.violations})
    print(f"文件 {len(results)}，异常 0")
    print(f"还原一致 {len(results) - kinds['还原']}（{1 - kinds['还原'] / len(results):.2%}）")
    print(f"全部不变式成立 {len(results) - len(broken)}（{1 - len(broken) / len(results):.2%}）")
    core = sum(any(v.kind in _CORE for v in r.violations) for r in results)
    print(f"条、项、目与还原成立 {len(results) - core}（{1 - core / len(results):.2%}）")
    for kind, count in kinds.most_common():
        print(f"  不成立：{kind} {count} 部")
    for reason, count in Counter(r.explanation for r in broken).most_common():
        print(f"  原因：{reason} {count} 部")
    warned = sum(r.fails > 0 for r in results)
    print(f"有像标号而没有读的 {warned} 部，共 {sum(r.fails for r in results)} 处，每处都有提示")
    if args.list:
        for r in broken:
            print(f"{r.name}\t{r.explanation}\t{'；'.join(v.message for v in r.violations[:3])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
