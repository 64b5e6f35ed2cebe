"""Asks the questions and prints what came of it, kind by kind, with intervals."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.first_paragraph import first_paragraph, holds
from evals.library.questions import LibraryQuestion, load_library_questions
from evals.specs import LIBRARY
from evals.statistics import Ratio, Unit, mean, shown

PENALTY = ("penalty", "consequence")


@dataclass(frozen=True, slots=True)
class LibraryReply:
    """A question and what was answered."""

    question: LibraryQuestion
    answer: Answer

    @property
    def paragraph(self) -> str:
        """The first of the answer."""
        return first_paragraph(self.answer.text)

    @property
    def refused(self) -> bool:
        """Whether nothing was answered; a false premise that is corrected is an answer."""
        return self.answer.refused

    @property
    def first(self) -> bool:
        """Whether the best provision is one that answers."""
        best = (
            self.answer.ranking[0].id
            if self.answer.ranking
            else next(iter(self.answer.basis), None)
        )
        return best is not None and self.question.is_answered_by(best)


def ask_all(assistant: Assistant, questions: Iterable[LibraryQuestion]) -> list[LibraryReply]:
    """Every question by itself."""
    return [LibraryReply(q, assistant.answer(q.text)) for q in questions]


def measures(replies: Sequence[LibraryReply]) -> dict[str, Ratio]:
    """What ``evals.specs.LIBRARY`` lists."""
    answerable = [r for r in replies if r.question.answerable]
    absent = [r for r in replies if not r.question.answerable]
    punished = [r for r in answerable if r.question.kind in PENALTY and r.question.facts]
    return {
        "first": mean((r.question.id, float(r.first)) for r in answerable),
        "recall": Ratio(
            tuple(
                Unit(r.question.id, float(bool(group & set(r.answer.basis))))
                for r in answerable
                for group in r.question.cited
            )
        ),
        "precision": Ratio(
            tuple(
                Unit(r.question.id, float(r.question.is_answered_by(i, loosely=True)))
                for r in answerable
                for i in r.answer.basis
            )
        ),
        "penalty": mean(
            (r.question.id, float(all(holds(r.paragraph, f) for f in r.question.facts)))
            for r in punished
        ),
        "facts": Ratio(
            tuple(
                Unit(r.question.id, float(holds(r.paragraph, f)))
                for r in answerable
                for f in r.question.facts
            )
        ),
        "denied": mean((r.question.id, float(r.refused)) for r in answerable),
        "refused": mean((r.question.id, float(r.refused)) for r in absent),
        "own": mean(
            (r.question.id, float(bool(r.question.answers & set(r.answer.basis))))
            for r in answerable
            if {i.document for i in r.question.answers} == {"细则"}
        ),
    }


def record(reply: LibraryReply) -> dict[str, Any]:
    """What came of a question, for reading."""
    q, a = reply.question, reply.answer
    return {
        "id": q.id,
        "kind": q.kind,
        "question": q.text,
        "answerable": q.answerable,
        "gold": [sorted(map(str, g)) for g in q.cited],
        "cited": [str(i) for i in a.cited],
        "ranking": [f"{h.id}:{h.score:.2f}" for h in a.ranking[:5]],
        "reason": a.refusal.reason if a.refusal else None,
        "first": reply.first,
        "missing": [f for f in q.facts if not holds(reply.paragraph, f)],
        "paragraph": reply.paragraph,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measures of one half."""
    parser = argparse.ArgumentParser(prog="python -m evals.library", description=__doc__)
    parser.add_argument("--half", choices=["tuning", "report"], default="report")
    parser.add_argument("--kinds", action="store_true", help="each kind by itself")
    parser.add_argument("--out", type=Path, help="what came of every question, JSON Lines")
    options = parser.parse_args(arguments)
    replies = ask_all(
        Assistant.open(Settings.from_environment()), load_library_questions(options.half)
    )
    print_measures(replies, kinds=options.kinds)
    if options.out:
        lines = (json.dumps(record(r), ensure_ascii=False) for r in replies)
        options.out.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


def print_measures(replies: Sequence[LibraryReply], *, kinds: bool) -> None:
    """The table."""
    groups = {"all": list(replies)}
    if kinds:
        for reply in replies:
            groups.setdefault(reply.question.kind, []).append(reply)
    for name, some in groups.items():
        print(f"{name} ({len(some)})")
        found = measures(some)
        for spec in LIBRARY:
            print(f"  {spec.label}：{shown(found[spec.key]) or '–'}")
