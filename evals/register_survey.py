"""How much of the responsibility register the program alone reads right.

``python -m evals.register_survey`` compares the records of the program with the reviewed ones of a
regulation's folder (the shipped one unless named) and prints, per field, how many agree; it also
prints the register's size and look-up times. ``--accept`` writes ``reviewed.toml`` after a review:
from then on ``fireduty corpus check`` reports every record that changes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpus.citing.references import references_of
from corpus.language.data import load_language
from corpus.register.lookups import Lookups
from corpus.register.overlay import load_overlay
from corpus.register.records import Duty, NoDuty, Register
from corpus.register.registry import build_register, digest_records
from corpus.text.load import data_folder, load_regulation
from corpus.text.provision import Regulation

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


def accept(folder: Path, register: Register) -> None:
    """Write the digests of the records as they are now."""
    lines = [
        "# 登记内容审定时的摘要，由 python -m evals.register_survey --accept 写入，不手改。",
        "",
    ]
    for leaf, digest in digest_records(register).items():
        lines += ["[[leaf]]", f'provision = "{leaf}"', f'digest = "{digest}"', ""]
    (folder / "reviewed.toml").write_text("\n".join(lines), "utf-8")


def report(regulation: Regulation, folder: Path) -> tuple[str, Register]:
    """The printed figures, and the reviewed register."""
    language, overlay = load_language(folder), load_overlay(folder)
    references = references_of(regulation, folder)
    reviewed = build_register(regulation, language, overlay, references)
    alone = build_register(regulation, language, replace(overlay, corrections=()))
    total = len(reviewed.duties)
    counts = agreement(alone.duties, reviewed.duties)
    records: tuple[Duty | NoDuty, ...] = (*reviewed.duties, *reviewed.rest)
    times = look_up_times(reviewed)
    lines = [
        f"职责 {total} 条，非职责 {len(reviewed.rest)} 句，合计 {len({r.provision for r in records})} 个条款；"
        f"主体 {len({d.actor for d in reviewed.duties})} 个，事项 {len(reviewed.matters)} 个，"
        f"更正 {len(overlay.corrections)} 处",
        "程序单独提取与审定结果一致：",
        *(f"  {name} {n}/{total}（{n / total:.1%}）" for name, n in counts.items()),
        f"查询 {len(times)} 次：p50 {percentile(times, 0.5):.2f} ms，p95 {percentile(times, 0.95):.2f} ms，"
        f"最长 {max(times):.2f} ms",
    ]
    return "\n".join(lines), reviewed


def main() -> None:
    """Print the survey; with ``--accept`` also record the present register as reviewed."""
    parser = argparse.ArgumentParser(prog="python -m evals.register_survey")
    parser.add_argument("folder", nargs="?", type=Path, default=data_folder(), help="法规文件夹")
    parser.add_argument("--accept", action="store_true", help="把当前登记记为已审定")
    arguments = parser.parse_args()
    text, reviewed = report(load_regulation(arguments.folder), arguments.folder)
    print(text)
    if arguments.accept:
        accept(arguments.folder, reviewed)


if __name__ == "__main__":
    main()
