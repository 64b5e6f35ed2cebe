"""Clause records against labels by hand: subject, effect, figures and whom a penalty falls on.

``python -m evals.clauses --laws ../shared/data/laws.tar.xz`` prints the share that is right on the
half that no rule was written by; ``--split choose`` the other. A label may be of more than one record
or of part of one: its subjects and targets are those of the records that lie in it for the greater
part, else of the record that holds it; its effect that of the longest; its figures those that stand
in its words. Names are right where they are the same words in the same order, however they are divided
at 、 and 和; figures where they are the same words, 内, 前 and 罚款 aside.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.citing.references import find_references
from corpus.clauses.read import read_clauses
from corpus.clauses.records import ClauseParty, ClauseRecord
from corpus.errors import FiredutyError
from evals.clauses.labels import LabelHalf, LabelledClause, load_labels, read_labelled
from evals.specs import CLAUSES
from evals.statistics import Measure, mean, shown

FIELDS = {spec.key: spec.label for spec in CLAUSES}


@dataclass(frozen=True, slots=True)
class ReadClause:
    """What the program reads where a label is.

    Attributes:
        label: what a reader read.
        subjects, targets, effect, figures: what the program reads, as the report prints them.
        right: by field, whether they agree.
    """

    label: LabelledClause
    subjects: tuple[str, ...]
    targets: tuple[str, ...]
    effect: str
    figures: tuple[str, ...]
    right: dict[str, bool]


def compare_clause(label: LabelledClause, records: Sequence[ClauseRecord], text: str) -> ReadClause:
    """One label beside the records of its leaf.

    Raises:
        FiredutyError: the clause does not stand in the leaf.
    """
    start = text.find(label.text)
    if start < 0:
        raise FiredutyError(f"{label.law} {label.provision}：没有「{label.text[:20]}」")
    span = (start, start + len(label.text))
    shares = [(_shared(r.span, span), r) for r in records]
    longest = max(shares, key=lambda pair: pair[0])[1]
    inside = [r for n, r in shares if 2 * n > r.span[1] - r.span[0]] or [longest]
    subjects = _names([p for r in inside for p in r.subjects])
    targets = _names([p for r in inside for p in r.targets])
    amounts = [a for r in records for a in r.amounts if span[0] <= a.span[0] < span[1]]
    figures = tuple(a.text for a in amounts)
    right = {
        "subjects": _joined(subjects) == _joined(label.subjects),
        "targets": _joined(targets) == _joined(label.targets),
        "effect": longest.effect in label.effects,
        "figures": sorted(map(_bare, figures)) == sorted(map(_bare, label.figures)),
    }
    return ReadClause(label, subjects, targets, longest.effect, figures, right)


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _names(parties: Sequence[ClauseParty]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.text for p in parties))


def _joined(names: Sequence[str]) -> str:
    return re.sub(r"[、，和或及与以者其]", "", "".join(n.removesuffix("等") for n in names))


def _bare(figure: str) -> str:
    return re.sub(r"(?:以?内|之?[前后]|的?罚款)$", "", figure)


def read_all(labels: Sequence[LabelledClause], archive: Path) -> tuple[ReadClause, ...]:
    """Every label beside what the program reads there.

    Raises:
        FiredutyError: a law or a clause is not there.
    """
    found: list[ReadClause] = []
    laws = list(dict.fromkeys(label.law for label in labels))
    for law, regulation in read_labelled(archive, laws).items():
        records = read_clauses(regulation, find_references(regulation))
        texts = {str(leaf.id): leaf.text for leaf in regulation.leaves()}
        for label in (one for one in labels if one.law == law):
            if label.provision not in texts:
                raise FiredutyError(f"{law} 没有 {label.provision}")
            of_leaf = [r for r in records if str(r.provision) == label.provision]
            found.append(compare_clause(label, of_leaf, texts[label.provision]))
    return tuple(found)


def measures(read: Sequence[ReadClause]) -> dict[str, Measure]:
    """What ``evals.specs.CLAUSES`` lists."""
    return {s.key: mean((r.label.law, float(r.right[s.key])) for r in read) for s in CLAUSES}


def build_table(read: Sequence[ReadClause]) -> str:
    """The share that is right, by field."""
    lines = [f"| {len(read)} 句 | 对 |", "|---|---|"]
    lines += [f"| {FIELDS[field]} | {shown(m)} |" for field, m in measures(read).items()]
    return "\n".join(lines)


def by_law(read: Sequence[ReadClause]) -> str:
    """One line a law: how many are right, by field."""
    lines = [f"| 法规 | 句 | {' | '.join(FIELDS.values())} |", "|---|---|" + "---|" * len(FIELDS)]
    for law in dict.fromkeys(r.label.law for r in read):
        part = [r for r in read if r.label.law == law]
        cells = " | ".join(str(sum(r.right[f] for r in part)) for f in FIELDS)
        lines.append(f"| {Path(law).stem} | {len(part)} | {cells} |")
    return "\n".join(lines)


def _wrong(read: ReadClause) -> str:
    label = read.label
    said = {
        "subjects": (read.subjects, label.subjects),
        "targets": (read.targets, label.targets),
        "effect": (read.effect, "/".join(label.effects)),
        "figures": (read.figures, label.figures),
    }
    lines = [
        f"  {FIELDS[f]}：读出 {said[f][0]}，应为 {said[f][1]}"
        for f, right in read.right.items()
        if not right
    ]
    return "\n".join([f"{Path(label.law).stem} {label.provision}「{label.text}」", *lines])


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables. Exit code 0, also where the law texts are absent."""
    parser = argparse.ArgumentParser(prog="python -m evals.clauses", description=__doc__)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--split", choices=["choose", "report"], default="report")
    parser.add_argument("--failures", action="store_true", help="列出读得不同的（只用于 choose）")
    args = parser.parse_args(argv)
    if not args.laws.is_file():
        print(f"已跳过：没有 {args.laws}")
        return 0
    half: LabelHalf = args.split
    try:
        read = read_all(load_labels(half), args.laws)
    except FiredutyError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code
    print(build_table(read), by_law(read), sep="\n\n")
    if args.failures and half == "choose":
        print("", *(_wrong(r) for r in read if not all(r.right.values())), sep="\n")
    return 0
