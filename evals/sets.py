"""The questions beside the gold set: what is measured on them for the report and the gate.

``library``, ``yesno`` and ``lookups`` need only what ships. ``laws`` and ``clauses`` need texts that do
not: they are measured where an archive is given, and otherwise shown as last recorded
(``evals/baseline.json``). Of those two the halves are used that choices are made on, since a gate is
run often; their report halves stay with ``python -m evals.laws`` and ``python -m evals.clauses``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from corpus.text.load import shipped_folders
from evals import lookups, yesno
from evals.clauses import labels
from evals.clauses import report as clauses
from evals.gold import digest
from evals.laws import questions as law_questions
from evals.laws import report as laws
from evals.library import report as library_report
from evals.library.questions import FOLDER, load_library_questions
from evals.runner import first_of
from evals.specs import CLAUSES, LAWS, LIBRARY, LOOKUPS, YESNO, Spec
from evals.statistics import Measure


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with measures of their own.

    Attributes:
        title: for readers.
        command: prints them in full.
        specs: what is measured; each guards the gate.
        file: the questions.
    """

    title: str
    command: str
    specs: tuple[Spec, ...]
    file: Path

    @property
    def digest(self) -> str:
        """Changes with the questions."""
        return digest([self.file.read_bytes()])


@dataclass(frozen=True, slots=True)
class MeasuredSet:
    """A set with its figures.

    Attributes:
        key: of ``SETS``.
        measures: by key of its specs.
        date: when measured, where the figures are those of the baseline; else empty.
    """

    key: str
    measures: Mapping[str, Measure]
    date: str = ""


SETS: Mapping[str, QuestionSet] = {
    "library": QuestionSet(
        "自带的三部，不点名的问题（report 半集）",
        "python -m evals.library",
        LIBRARY,
        FOLDER / "report.jsonl",
    ),
    "yesno": QuestionSet("是非题和引导题", "python -m evals.yesno", YESNO, yesno.FILE),
    "lookups": QuestionSet("清单查找（两半）", "python -m evals.lookups", LOOKUPS, lookups.FILE),
    "laws": QuestionSet(
        "没有数据的法规（选方法用的 13 部）",
        "python -m evals.laws --laws 文库 --split dev",
        LAWS,
        law_questions.FOLDER / "dev.jsonl",
    ),
    "clauses": QuestionSet(
        "条款记录（改规则用的 10 部）",
        "python -m evals.clauses --laws 文库 --split choose",
        CLAUSES,
        labels.FILE,
    ),
}
#: Those of which the texts do not ship.
ARCHIVED = ("laws", "clauses")


def measure_shipped(assistant: Assistant) -> list[MeasuredSet]:
    """The sets that need only what ships.

    Args:
        assistant: over the whole library. Without all documents that ship, ``library`` is left out.
    """
    first = first_of(assistant)
    found: dict[str, Callable[[], Mapping[str, Measure]]] = {
        "yesno": lambda: yesno.measures(yesno.ask(yesno.load_yesno(yesno.FILE), first)),
        "lookups": lambda: lookups.measures(lookups.ask(lookups.load_items(), first)),
    }
    if len(assistant.library.keys) >= len(shipped_folders()):
        found["library"] = lambda: library_report.measures(
            library_report.ask_all(assistant, load_library_questions("report"))
        )
    return [MeasuredSet(key, found[key]()) for key in SETS if key in found]


def measure_archived(archive: Path) -> list[MeasuredSet]:
    """The sets on texts of an archive.

    Raises:
        FiredutyError: a text is missing or another one.
    """
    questions = law_questions.load_law_questions("dev")
    asked = laws.ask_all(questions, law_questions.open_laws(archive, questions), None)
    read = clauses.read_all(labels.load_labels("choose"), archive)
    return [
        MeasuredSet("laws", laws.track_measures(asked)),
        MeasuredSet("clauses", clauses.measures(read)),
    ]
