"""Outside benchmark: plain legal questions against every article of the national laws.

``python -m evals.statutes --laws ../shared/data/laws.tar.xz --questions
../shared/data/statute-questions-train.jsonl --home FOLDER`` asks a library of the newest version of each
national law, built in that folder where none is; a library of more laws does as well. The data is not part
of the project (see docs/provenance.md).

What keeps the figures honest:

1. A question's keywords and answer are never read.
2. The encoder has seen none of the questions.
3. The few weights of ``index/wide.json`` were chosen on one half of the questions; the other is reported.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from corpus.errors import FiredutyError
from evals.statutes.corpus import Collection, read_collection, write_newest
from evals.statutes.gold import Mapped, StatuteQuestion, is_reported, read_questions
from evals.statutes.metrics import NAMES, interval, score
from evals.statutes.ranking import StatuteRows
from index.catalogue import Catalogue
from index.editing import add_documents
from index.embed import BUILTIN
from index.manifest import library_place, read_current_name
from index.opening import open_library

SEED = 20261201


@dataclass(frozen=True, slots=True)
class StatuteFigures:
    """Means and intervals over some questions.

    Attributes:
        name: what ranked.
        count: of questions.
        figures: metric → mean, lower end, upper end.
    """

    name: str
    count: int
    figures: dict[str, tuple[float, float, float]]


def open_national(home: Path, laws: Path) -> Catalogue:
    """The library of a folder; built there of the newest version of each national law, where none is.

    Raises:
        FiredutyError: it cannot be built, or is one of a few laws.
    """
    if read_current_name(library_place(home, None)) is None:
        with tempfile.TemporaryDirectory(prefix="fireduty-") as scratch:
            write_newest(laws, Path(scratch))
            add_documents(home, BUILTIN, [Path(scratch)], versions=True)
    catalogue = open_library(home, BUILTIN).catalogue
    if catalogue is None:
        raise FiredutyError(f"{home} 里的资料库只有几部，不能用来评测法条检索")
    return catalogue


def describe(collection: Collection, mapped: Mapped) -> list[str]:
    """Counts of the corpus and of the mapping, in Chinese."""
    how = mapped.how
    lost = sum(not q.gold for q in mapped.questions)
    return [
        f"法律 {collection.laws} 部，条文 {len(collection.articles)} 条（读入全国性文件 "
        f"{collection.files} 个，旧版 {collection.older} 个，没有条的 {len(collection.bare)} 个，"
        f"未读地方性法规 {collection.local} 个）",
        f"问题 {len(mapped.questions)} 个，条文提及 {how.total()} 处：按条号 {how['number']}，"
        f"同法改号按文字 {how['renumbered']}，改名按文字 {how['renamed']}，找不到 {how['missing']}；"
        f"一条也找不到的问题 {lost} 个（不计）",
    ]


def measure_statutes(
    catalogue: Catalogue, collection: Collection, questions: Sequence[StatuteQuestion]
) -> list[StatuteFigures]:
    """The figures of each way of ranking over some questions."""
    rows = StatuteRows(catalogue, collection.articles)
    rankings: dict[str, list[list[int]]] = {}
    for question in tqdm(questions, desc="法条问题", disable=None):
        for name, ranking in rows.rank(question.text).items():
            rankings.setdefault(name, []).append(ranking)
    return [_figures(name, ranked, questions) for name, ranked in rankings.items()]


def _figures(
    name: str, rankings: Sequence[Sequence[int]], questions: Sequence[StatuteQuestion]
) -> StatuteFigures:
    values = np.array([score(r, q.gold) for r, q in zip(rankings, questions, strict=True)])
    low, high = interval(values, SEED)
    triples = zip(NAMES, values.mean(0).tolist(), low.tolist(), high.tolist(), strict=True)
    return StatuteFigures(name, len(questions), {metric: (m, a, b) for metric, m, a, b in triples})


def table(title: str, figures: Sequence[StatuteFigures]) -> str:
    """Markdown with intervals."""
    lines = [f"| {title} | {' | '.join(NAMES)} |", f"|---|{'---|' * len(NAMES)}"]
    for one in figures:
        cells = (f"{mean:.3f} [{low:.3f}, {high:.3f}]" for mean, low, high in one.figures.values())
        lines.append(f"| {one.name}（{one.count} 题） | {' | '.join(cells)} |")
    return "\n".join(lines)


def print_statutes(catalogue: Catalogue, laws: Path, file: Path, half: str) -> None:
    """Print the table of a half of the questions, or of all."""
    collection = read_collection(laws)
    mapped = read_questions(file, collection.articles)
    print("\n".join(describe(collection, mapped)) + "\n")
    wanted = {"tuning": [False], "report": [True], "all": [False, True]}[half]
    questions = [q for q in mapped.questions if q.gold and is_reported(q.text) in wanted]
    print(table(f"法条问题（{half}）", measure_statutes(catalogue, collection, questions)))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table. Exit code 0, also where the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--home", type=Path, help="资料库在哪里；没有就建在那里")
    parser.add_argument("--half", choices=("tuning", "report", "all"), default="tuning")
    args = parser.parse_args(argv)
    for path in (args.laws, args.questions):
        if not path.is_file():
            print(f"已跳过法条检索基准：没有 {path}")
            return 0
    if args.home is None:
        parser.error("请用 --home 写明资料库在哪里")
    print_statutes(open_national(args.home, args.laws), args.laws, args.questions, args.half)
    return 0
