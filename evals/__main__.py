"""``python -m evals``: check the gold sets, run systems, report, compare, and guard the figures."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.text.load import load_default
from evals.cells import show, unit
from evals.check import check_gold, summarise
from evals.check_more import check_more
from evals.compare import Row, compare
from evals.gate import BASELINE, gate, gate_sets, recorded_sets, update, update_sets
from evals.gold import load_gold
from evals.page import write_report
from evals.report import (
    SPLIT_NAMES,
    build_report,
    describe_sizes,
    render_headline,
)
from evals.runner import (
    RUNS,
    EvaluationRun,
    first_of,
    load_run,
    open_assistant,
    open_library,
    run,
)
from evals.set_tables import render_sets
from evals.sets import SETS, MeasuredSet, measure_archived, measure_shipped
from evals.systems import SYSTEMS
from evals.verbatim import VerbatimSource

_REPORT = RUNS / "report"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = _COMMANDS[args.command]
    try:
        return command(args)
    except FiredutyError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code


def _check(_: argparse.Namespace) -> int:
    regulation = load_default()
    problems = [*check_gold(regulation), *check_more(regulation)]
    for problem in problems:
        print(problem)
    print(f"发现 {len(problems)} 个问题" if problems else f"{summarise()}\n金标没有问题")
    return int(bool(problems))


def _run(args: argparse.Namespace) -> int:
    done = run(args.system, args.split, load_gold(), open_assistant(), args.out, fresh=args.fresh)
    print(f"{done.folder}：{len(done.records)} 条记录")
    return 0


def _report(args: argparse.Namespace) -> int:
    _write([load_run(folder) for folder in args.runs], args.out, args.with_test)
    return 0


def _compare(args: argparse.Namespace) -> int:
    first, second = load_run(args.first), load_run(args.second)
    for split, rows in compare(
        first, second, load_gold(), VerbatimSource.of(load_default())
    ).items():
        print(f"\n{SPLIT_NAMES[split]}\n")
        print("| 指标 | 甲 | 乙 | 乙 − 甲 | p |\n|---|---|---|---|---|")
        for row in rows:
            print(_row(row))
    return 0


def _gate(args: argparse.Namespace) -> int:
    gold, library = load_gold(), open_library()
    done = run("fireduty", "all", gold, first_of(library))
    source = VerbatimSource.of(library.regulation)
    measured = measure_shipped(library) + (measure_archived(args.laws) if args.laws else [])
    if args.update is not None:
        if "gold" in args.update or not args.update:
            update(done, gold, source)
        renewed = [m for m in measured if m.key in args.update or not args.update]
        update_sets(renewed, library.index.manifest.identity)
        print(f"已更新 {BASELINE}：{'、'.join(args.update) or '全部'}")
        return 0
    failures = [*gate(done, gold, source), *gate_sets(measured)]
    for failure in failures:
        print(f"✗ {failure}")
    if not failures:
        print("✓ 没有显著下降，没有编造和失真的引文")
    return int(bool(failures))


def _all(args: argparse.Namespace) -> int:
    started = time.perf_counter()
    gold, library = load_gold(), open_library()
    first = first_of(library)
    runs = [run(system, args.split, gold, first, fresh=args.fresh) for system in SYSTEMS]
    _write(runs, args.out, args.with_test, [*measure_shipped(library), *recorded_sets()])
    print(f"用时 {time.perf_counter() - started:.1f} 秒")
    return 0


def _write(
    runs: Sequence[EvaluationRun], out: Path, with_test: bool, sets: Sequence[MeasuredSet] = ()
) -> None:
    """Write the report and print the headline tables."""
    source = VerbatimSource.of(load_default())
    report = build_report(runs, load_gold(), source, with_test=with_test, sets=sets)
    for half in report.halves:
        print(f"\n{SPLIT_NAMES[half.split]}：{describe_sizes(half)}\n\n{render_headline(half)}")
    print(f"\n{render_sets(report.sets)}\n\n{write_report(report, out)}")


def _row(row: Row) -> str:
    form = row.spec.form
    around = (
        f"[{show(row.interval[0], form)}, {show(row.interval[1], form)}]" if row.interval else ""
    )
    change = ""
    if row.first is not None and row.second is not None:
        change = show(row.second - row.first, form)
    p = "" if row.p is None else f"{row.p:.4f}"
    label = f"{row.spec.label}{unit(form)}"
    return f"| {label} | {show(row.first, form)} | {show(row.second, form)} | {change} {around} | {p} |"


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "run": _run,
    "report": _report,
    "compare": _compare,
    "gate": _gate,
    "all": _all,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m evals", description="消防责任助手的评测")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="核对金标：编号、要点、重复、划分、对话格式")
    asking = commands.add_parser("run", help="让一个系统回答金标，可续跑")
    asking.add_argument("--system", default="fireduty", choices=list(SYSTEMS))
    asking.add_argument("--out", type=Path, help="结果文件夹，默认 evals/runs/ 下自动命名")
    report = commands.add_parser("report", help="由若干次结果写 JSON、Markdown 和网页报告")
    report.add_argument("runs", nargs="+", type=Path, metavar="RUN")
    pair = commands.add_parser("compare", help="比较两次结果：差、区间、配对随机化检验")
    pair.add_argument("first", type=Path)
    pair.add_argument("second", type=Path)
    guard = commands.add_parser("gate", help="与提交的基准比较，显著变差则退出码为 1")
    guard.add_argument(
        "--update",
        nargs="*",
        choices=["gold", *SETS],
        metavar="SET",
        help=f"把这次结果写成新基准；可只写几组：gold {' '.join(SETS)}",
    )
    guard.add_argument("--laws", type=Path, metavar="文库", help="连同 laws、clauses 两组")
    everything = commands.add_parser("all", help="全部系统、全部题、报告")
    for asked in (asking, everything):
        asked.add_argument("--split", default="all", choices=["dev", "test", "all"])
        asked.add_argument("--fresh", action="store_true", help="不续跑，从头来")
    for written in (report, everything):
        written.add_argument("--out", type=Path, default=_REPORT, help="报告文件夹")
        written.add_argument("--with-test", action="store_true", help="失败页也列测试半集")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
