"""How much of the responsibility register the program alone reads right.

``python -m evals.register_survey`` compares what the program reads of a regulation with the reviewed
records of its folder (the shipped one unless named) and prints, per field, how many agree; it also
prints the register's size and look-up times. ``--draft`` writes what is to be reviewed to
``duties.draft.tsv``: the reviewed lines of each provision that they still fit, else the program's
reading, so that a new text or a changed provision is reviewed line by line. ``--accept`` checks that
file after the review and puts it in the place of ``duties.tsv``.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpus.citing.references import references_of
from corpus.clauses.read import read_clauses
from corpus.language.data import has_register, load_language
from corpus.register.clauses import BodyNames
from corpus.register.from_clauses import read_register
from corpus.register.lookups import Lookups
from corpus.register.records import Duty, NoDuty, Register
from corpus.register.registry import build_register, find_problems, load_register
from corpus.register.table import TABLE, TableReading, parse_table, read_table, write_table
from corpus.register.vocabulary import load_vocabulary
from corpus.text.load import data_folder, load_regulation
from corpus.text.provision import Leaf, Regulation

DRAFT = "duties.draft.tsv"
#: What is compared: printed name and how to read it off a record.
FIELDS: dict[str, Callable[[Duty], object]] = {
    "断句": lambda d: d.span,
    "主体": lambda d: d.actor,
    "角色": lambda d: d.role,
    "情态": lambda d: d.modality,
    "事项": lambda d: frozenset(d.matters),
    "时间": lambda d: d.recurrence,
    "条件": lambda d: d.trigger,
    "对象": lambda d: frozenset(d.objects),
}


def agreement(program: Sequence[Duty], reviewed: Sequence[Duty]) -> dict[str, int]:
    """Of the reviewed records, how many the program has: clause and actor, then field by field.

    A record is found where the program has one of the same provision, clause and actor; fields
    are compared on the one that agrees in most of them. 「全部」 counts records right in all.
    """
    counts = dict.fromkeys((*FIELDS, "全部"), 0)
    for duty in reviewed:
        same_clause = [d for d in program if d.key == duty.key]
        counts["断句"] += bool(same_clause)
        mine = [d for d in same_clause if d.actor == duty.actor]
        counts["主体"] += bool(mine)
        if not mine:
            continue
        rest = [name for name in FIELDS if name not in ("断句", "主体")]
        best = max(mine, key=lambda d: sum(FIELDS[n](d) == FIELDS[n](duty) for n in rest))
        agreed = [n for n in rest if FIELDS[n](best) == FIELDS[n](duty)]
        for name in agreed:
            counts[name] += 1
        counts["全部"] += agreed == rest
    return counts


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of the sorted values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def look_up_times(register: Register) -> list[float]:
    """Milliseconds of look-ups by every name of actor and matter, misspelt ones and comparisons."""
    lookups = Lookups(register)

    def by_actor(name: str) -> object:
        return [lookups.actor(b) for b in lookups.resolve(name).bodies]

    def by_matter(name: str) -> object:
        return [lookups.matter(m) for m in lookups.find_matter(name).matters]

    first, *others = register.bodies
    tasks: list[Callable[[], object]] = [lookups.calendar, lookups.matrix]
    tasks += [partial(by_actor, name) for body in register.bodies for name in body.names]
    tasks += [partial(by_actor, f"{body.name}一") for body in register.bodies]
    tasks += [partial(by_matter, n) for m in register.matters for n in (m.name, *m.lay, *m.words)]
    tasks += [partial(lookups.compare, first, other) for other in others]
    times = []
    for task in tasks:
        start = time.perf_counter()
        task()
        times.append((time.perf_counter() - start) * 1000)
    return times


def draft(folder: Path) -> Path:
    """Write the records that are to be reviewed; returns the file."""
    regulation = load_regulation(folder)
    read = read_alone(regulation, folder)
    reviewed = TableReading((), (), ())
    if has_register(folder):
        reviewed = read_table(folder, regulation, BodyNames(load_language(folder).bodies))
    fitting = {leaf.id for leaf in regulation.leaves() if _covers(reviewed, leaf)}

    duties = [d for d in reviewed.duties if d.provision in fitting]
    duties += [d for d in read.duties if d.provision not in fitting]
    rest = [r for r in reviewed.rest if r.provision in fitting]
    rest += [r for r in read.rest if r.provision not in fitting]
    path = folder / DRAFT
    path.write_text(write_table(replace(read, duties=tuple(duties), rest=tuple(rest))), "utf-8")
    return path


def _covers(table: TableReading, leaf: Leaf) -> bool:
    records: tuple[Duty | NoDuty, ...] = (*table.duties, *table.rest)
    spans = {r.span for r in records if r.provision == leaf.id}
    return "".join(leaf.text[a:b] for a, b in sorted(spans)) == leaf.text


def accept(folder: Path) -> tuple[str, ...]:
    """Put a reviewed draft in the place of the table; what is wrong with it, and then it stays."""
    language, vocabulary = load_language(folder), load_vocabulary(folder)
    regulation, written = load_regulation(folder), (folder / DRAFT).read_text("utf-8")
    table = parse_table(written, regulation, BodyNames(language.bodies))
    register = build_register(regulation, language, vocabulary, table)
    problems = (*table.problems, *find_problems(register, vocabulary))
    if not problems:
        (folder / DRAFT).replace(folder / TABLE)
    return problems


def read_alone(regulation: Regulation, folder: Path) -> Register:
    """What the program reads, with the matters of a folder."""
    references = references_of(regulation, folder)
    records = read_clauses(regulation, references)
    matters = load_vocabulary(folder).matters
    return read_register(regulation, load_language(folder), records, references, matters)


def report(regulation: Regulation, folder: Path) -> str:
    """The printed figures."""
    reviewed = load_register(regulation, folder, load_language(folder))
    total = len(reviewed.duties)
    counts = agreement(read_alone(regulation, folder).duties, reviewed.duties)
    records: tuple[Duty | NoDuty, ...] = (*reviewed.duties, *reviewed.rest)
    times = look_up_times(reviewed)
    lines = [
        f"职责 {total} 条，非职责 {len(reviewed.rest)} 句，合计 {len({r.provision for r in records})} 个条款；"
        f"主体 {len({d.actor for d in reviewed.duties})} 个，事项 {len(reviewed.matters)} 个",
        "程序单独读出与审定结果一致：",
        *(f"  {name} {n}/{total}（{n / total:.1%}）" for name, n in counts.items()),
        f"查询 {len(times)} 次：p50 {percentile(times, 0.5):.2f} ms，p95 {percentile(times, 0.95):.2f} ms，"
        f"最长 {max(times):.2f} ms",
    ]
    return "\n".join(lines)


def main() -> int:
    """Print the survey, or write or accept a draft."""
    parser = argparse.ArgumentParser(prog="python -m evals.register_survey")
    parser.add_argument("folder", nargs="?", type=Path, default=data_folder(), help="法规文件夹")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--draft", action="store_true", help=f"写出待复核的 {DRAFT}")
    ways.add_argument(
        "--accept", action="store_true", help=f"{DRAFT} 已复核：核验，合格就换成 {TABLE}"
    )
    arguments = parser.parse_args()
    folder = arguments.folder
    if arguments.draft:
        print(f"已写入 {draft(folder)}，请对照原文逐行复核")
        return 0
    if arguments.accept:
        if problems := accept(folder):
            print("\n".join(problems))
            return 1
        print(f"已换成 {folder / TABLE}")
    elif not has_register(folder):
        print(f"{folder} 还没有 {TABLE}；先用 --draft 写出待复核的")
        return 1
    print(report(load_regulation(folder), folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
