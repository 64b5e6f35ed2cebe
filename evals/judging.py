"""Judging by people: a sheet to fill in, and what two filled sheets say.

``python -m evals.judging make SAMPLE.jsonl SHEET.csv`` asks every question of a sample and writes a row for
each: question, first paragraph, the provisions that it shows, an empty verdict. A line of the sample has
``id`` and ``question``; ``law`` is a path in the archive of ``--laws`` for a question on that text, anything
else for the documents that ship. ``python -m evals.judging read A.csv [B.csv]`` prints the share of each
verdict with its interval, and for two sheets how far they agree. docs/evaluation.md says how to judge.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from corpus.errors import USAGE, FiredutyError
from evals.agreement import kappa
from evals.first_paragraph import first_paragraph
from evals.laws.questions import FOLDER, open_texts
from evals.runner import open_library
from evals.statistics import mean, shown

VERDICTS = ("对", "拒得对", "误导", "错", "误拒")
COLUMNS = ("编号", "法规", "问题", "第一段", "条款", "判", "理由")
Sheet = Mapping[str, str]


def make_rows(
    sample: Iterable[Mapping[str, str]], library: Assistant, laws: Mapping[str, Assistant]
) -> Iterator[dict[str, str]]:
    """A row for each question of a sample, its verdict empty.

    Args:
        sample: lines of the sample.
        library: over the documents that ship.
        laws: the other texts by their ``law``.
    """
    for line in sample:
        law = line.get("law", "")
        answer = laws.get(law, library).answer(line["question"])
        cells = (
            line["id"],
            Path(law).stem,
            line["question"],
            first_paragraph(answer.text),
            shown_provisions(answer),
            "",
            "",
        )
        yield dict(zip(COLUMNS, cells, strict=True))


def shown_provisions(answer: Answer) -> str:
    """The provisions that an answer shows, each under its citation."""
    return "\n".join(f"{q.citation}：{q.lead_in}{q.text}" for q in answer.quotes)


def write_sheet(rows: Iterable[Mapping[str, str]], path: Path) -> None:
    """As CSV that a spreadsheet opens, or as JSON Lines where the name ends so."""
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
        return
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def read_sheet(path: Path) -> Sheet:
    """Id → verdict of a filled sheet.

    Raises:
        FiredutyError: a verdict is missing or none of ``VERDICTS``, or an id stands twice.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [*map(json.loads, lines)] if path.suffix == ".jsonl" else [*csv.DictReader(lines)]
    found: dict[str, str] = {}
    for row in rows:
        id_, verdict = row.get("编号", ""), (row.get("判") or "").strip()
        if verdict not in VERDICTS or not id_ or id_ in found:
            known = "、".join(VERDICTS)
            raise FiredutyError(
                f"{path.name} {id_ or '?'}：判「{verdict}」；每题一行，只能写{known}",
                exit_code=USAGE,
            )
        found[id_] = verdict
    return found


def render_sheets(sheets: Mapping[str, Sheet]) -> Iterator[str]:
    """Shares of the verdicts, one column a sheet; of two their agreement and where they differ.

    Raises:
        FiredutyError: the sheets are of different questions.
    """
    yield f"| 判 | {' | '.join(f'{name}（{len(s)} 题）' for name, s in sheets.items())} |"
    yield "|---|" + "---|" * len(sheets)
    for verdict in VERDICTS:
        cells = [
            shown(mean((i, float(v == verdict)) for i, v in s.items())) for s in sheets.values()
        ]
        yield f"| {verdict} | {' | '.join(cells)} |"
    if len(sheets) < 2:
        return
    first, second = sheets.values()
    if first.keys() != second.keys():
        raise FiredutyError("两张表的题不同，不能比较", exit_code=USAGE)
    differing = [id_ for id_ in first if first[id_] != second[id_]]
    agreement = kappa(list(first.values()), [second[id_] for id_ in first])
    yield f"\n一致 {len(first) - len(differing)} / {len(first)}，Cohen's kappa {agreement:.3f}"
    for id_ in differing:
        yield f"{id_}：{first[id_]} / {second[id_]}"


def _make(args: argparse.Namespace) -> None:
    sample = [json.loads(line) for line in args.sample.read_text("utf-8").splitlines() if line]
    known = {
        json.loads(line)["law"] for line in (FOLDER / "laws.jsonl").read_text("utf-8").splitlines()
    }
    wanted = [law for line in sample if (law := line.get("law", "")) in known]
    if wanted and args.laws is None:
        raise FiredutyError("样本里有文库的法规，请用 --laws 指明文库", exit_code=USAGE)
    laws = open_texts(args.laws, wanted) if wanted else {}
    write_sheet(make_rows(sample, open_library(), laws), args.sheet)
    print(f"{args.sheet}：{len(sample)} 题")


def _read(args: argparse.Namespace) -> None:
    print(*render_sheets({str(path): read_sheet(path) for path in args.sheets}), sep="\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Make a sheet or read sheets; returns the exit code."""
    parser = argparse.ArgumentParser("python -m evals.judging", description="由人评判第一段")
    commands = parser.add_subparsers(required=True)
    make = commands.add_parser("make", help="问样本里的题，写一张待判的表（.csv 或 .jsonl）")
    make.add_argument("sample", type=Path)
    make.add_argument("sheet", type=Path)
    make.add_argument("--laws", type=Path, metavar="文库")
    make.set_defaults(work=_make)
    read = commands.add_parser("read", help="一张或两张判好的表：各种判语的比例，两人的一致")
    read.add_argument("sheets", type=Path, nargs="+", metavar="SHEET")
    read.set_defaults(work=_read)
    args = parser.parse_args(argv)
    try:
        if len(getattr(args, "sheets", [])) > 2:
            raise FiredutyError("一次最多比较两张表", exit_code=USAGE)
        args.work(args)
    except FiredutyError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
