"""Does the key checker catch broken training questions and let sound ones through?

``python -m evals.training`` holds ``evals/gold/training_broken.jsonl`` and ``training_sound.jsonl``
against the checker, and then the whole bank that the generator can make. The questions were written
by hand from the regulation. Those of the report part were written before the checker and never
tuned on; of them only the figures are printed. ``--failures`` lists the others that went wrong and
the questions of the bank that are faulted; ``--swapped`` gives every question of the bank each wrong
key in turn.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, permutations
from pathlib import Path
from typing import Any, assert_never

from assistant.keycheck.checker import KeyChecker
from assistant.keycheck.fault import Fault
from assistant.training.choice import PackChoice
from assistant.training.given_away import hints_of
from assistant.training.opening import open_trainer
from assistant.training.question import (
    KINDS,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizKind,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
)
from assistant.training.records import from_record
from assistant.training.trainer import Trainer
from corpus.language.load import load_corpus
from corpus.text.load import shipped_folders
from corpus.text.provision import ProvisionId
from evals.gold import GOLD
from evals.reference_survey import wilson

PARTS = {"tuning": "调参", "report": "报数"}
_SHOWN = 40
#: The document of the samples that name none.
_FIRST = "beijing-fire-duty"
_MOST_RIGHT = 4
_ORDERS = 24


@dataclass(frozen=True, slots=True)
class QuizSample:
    """One question of the gold files.

    Attributes:
        part: tuning or report.
        question: as the checker sees it.
        fault: what is broken; empty in a sound one.
        document: name of the folder of the document that it is about.
    """

    part: str
    question: QuizQuestion
    fault: str
    document: str


def load_samples(name: str, folder: Path = GOLD) -> tuple[QuizSample, ...]:
    """The questions of a gold file.

    Raises:
        FiredutyError: a record is no question.
    """
    rows: list[Mapping[str, Any]] = [
        json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()
    ]
    return tuple(
        QuizSample(
            r["part"],
            from_record(r),
            r.get("fault", ""),
            r.get("document", _FIRST),
        )
        for r in rows
    )


def shipped_trainers() -> dict[str, Trainer]:
    """Name of a shipped document's folder → its trainer, with the others beside it, and its checker."""
    corpora = {f.name: load_corpus(f) for f in shipped_folders()}
    alone = {name: open_trainer(*corpus) for name, corpus in corpora.items()}
    return {
        name: open_trainer(*corpus, [t for other, t in alone.items() if other != name])
        for name, corpus in corpora.items()
    }


def share(hits: int, total: int) -> str:
    """「50/50 = 1.000 [0.929, 1.000]」: a share with Wilson's 95 % interval."""
    low, high = wilson(hits, total)
    return f"{hits}/{total} = {hits / total:.3f} [{low:.3f}, {high:.3f}]" if total else "没有"


def report(
    trainers: Mapping[str, Trainer], broken: Sequence[QuizSample], sound: Sequence[QuizSample]
) -> Iterator[str]:
    """Lines on the gold files: caught, by part and by what is broken, and refused."""
    caught = {s.question.id for s in broken if _faults(trainers, s)}
    refused = {s.question.id for s in sound if _faults(trainers, s)}
    for part, name in PARTS.items():
        chosen = [s for s in broken if s.part == part]
        hits = sum(s.question.id in caught for s in chosen)
        yield f"有毛病的题查出（{name}）：{share(hits, len(chosen))}"
    for part, name in PARTS.items():
        chosen = [s for s in sound if s.part == part]
        hits = sum(s.question.id in refused for s in chosen)
        yield f"没毛病的题误拒（{name}）：{share(hits, len(chosen))}"
    yield ""
    yield "| 题型 | 有毛病 | 查出 | 没毛病 | 误拒 |\n|---|---|---|---|---|"
    for kind in KINDS:
        bad = [s.question.id for s in broken if s.question.kind == kind]
        good = [s.question.id for s in sound if s.question.kind == kind]
        hits, misses = len(caught & set(bad)), len(refused & set(good))
        yield f"| {kind} | {len(bad)} | {hits} | {len(good)} | {misses} |"


def _faults(trainers: Mapping[str, Trainer], sample: QuizSample) -> tuple[Fault, ...]:
    return trainers[sample.document].checker.find_faults(sample.question)


def failures(
    trainers: Mapping[str, Trainer], broken: Sequence[QuizSample], sound: Sequence[QuizSample]
) -> Iterator[str]:
    """Tuning questions that went wrong."""
    for sample in (*broken, *sound):
        found = _faults(trainers, sample) if sample.part == "tuning" else None
        if found is not None and bool(found) != bool(sample.fault):
            said = "；".join(f.text for f in found) or "没有查出"
            yield f"{sample.question.id} {sample.fault or '没毛病'}：{said}"


def bank_report(
    bank: Sequence[QuizQuestion], found: Sequence[tuple[Fault, ...]], seconds: float
) -> Iterator[str]:
    """Lines on the whole bank: how many of each kind, and what is faulted."""
    of_kind = Counter(q.kind for q in bank)
    bad = Counter(q.kind for q, faults in zip(bank, found, strict=True) if faults)
    yield f"题库 {len(bank)} 题，核对 {seconds:.1f} 秒，证明不了（不出）{sum(bad.values())} 题"
    yield "| 题型 | 题 | 证明不了 |\n|---|---|---|"
    for kind in KINDS:
        yield f"| {kind} | {of_kind[kind]} | {bad[kind]} |"
    kinds = Counter(f.kind for faults in found for f in {f.kind: f for f in faults}.values())
    yield "毛病：" + ("、".join(f"{k} {n}" for k, n in kinds.most_common()) or "没有")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the leaves that bear a duty can be asked three times in two ways.

    Attributes:
        leaves: that bear one.
        thin: those of them that cannot.
    """

    leaves: int
    thin: tuple[str, ...]

    @property
    def covered(self) -> int:
        """Those that can."""
        return self.leaves - len(self.thin)


def coverage_of(trainer: Trainer) -> Coverage:
    """What can be asked of each leaf, what is in reserve counted."""
    clauses, bank = trainer.material.clauses.all, trainer.bank
    every = (*bank.all, *bank.sequences, *bank.in_reserve(clauses))
    asked: dict[ProvisionId, dict[str, QuizKind]] = {c.id: {} for c in clauses}
    for question in every:
        for id_ in question.provisions:
            asked.setdefault(id_, {})[question.id] = question.kind
    bearing = dict.fromkeys(c.id for c in clauses)
    thin = [i for i in bearing if len(asked[i]) < 3 or len(set(asked[i].values())) < 2]
    return Coverage(len(bearing), tuple(map(str, thin)))


def hints_report(bank: Sequence[QuizQuestion]) -> str:
    """One line: of how many questions with one right option the words alone give the key away."""
    single = [q for q in bank if isinstance(q, SingleChoice)]
    found = Counter(h for q in single for h in hints_of(q))
    told = "、".join(f"{hint} {n}" for hint, n in found.most_common()) or "没有"
    return f"单选 {len(single)} 题，从字面看得出答案的：{told}"


def other_keys(question: QuizQuestion) -> Iterator[QuizQuestion]:
    """The question with every other key of its shape: each of them is wrong.

    A true statement is left out: what is altered in it would have to be made up.
    """
    match question:
        case TrueFalse():
            if question.altered is not None:
                yield replace(question, key=True, altered=None)
        case SingleChoice():
            others = (k for k in range(len(question.options)) if k != question.key)
            yield from (replace(question, key=k) for k in others)
        case MultipleChoice():
            one_off = (tuple(sorted({*question.key} ^ {k})) for k in range(len(question.options)))
            yield from (replace(question, key=k) for k in one_off if 2 <= len(k) <= _MOST_RIGHT)
        case Ordering() | Matching():
            orders = islice(permutations(range(len(question.key))), _ORDERS)
            yield from (replace(question, key=k) for k in orders if k != question.key)
        case FillBlank():
            return
        case _:
            assert_never(question)


def swapped_report(checker: KeyChecker, bank: Sequence[QuizQuestion]) -> Iterator[str]:
    """Lines on the bank with wrong keys: how many are caught."""
    yield "| 题型 | 换错答案 | 查出 |\n|---|---|---|"
    for kind in KINDS:
        wrong = [w for q in bank if q.kind == kind for w in other_keys(q)]
        caught = sum(bool(checker.find_faults(w)) for w in wrong)
        if wrong:
            yield f"| {kind} | {len(wrong)} | {caught} |"


def review_report() -> Iterator[str]:
    """Lines on what people judged of a sample, question by question."""
    lines = (GOLD / "training_review.jsonl").read_text("utf-8").splitlines()
    verdicts = [json.loads(line) for line in lines]
    yield f"人工逐题看过的样本（{len(verdicts)} 题）"
    yield "| 题型 | 题 | 答案对 | 看得懂 | 不能猜出 | 都是 |\n|---|---|---|---|---|---|"
    criteria = ("right", "clear", "nontrivial")
    for kind in (*KINDS, ""):
        of_kind = [v for v in verdicts if kind in ("", v["kind"])]
        counts = [sum(v[c] for v in of_kind) for c in criteria]
        every = sum(all(v[c] for c in criteria) for v in of_kind)
        row = (kind or "合计", len(of_kind), *counts, every)
        yield f"| {' | '.join(map(str, row))} |"


def speed_report(folder: Path) -> Iterator[str]:
    """Processor seconds of a first pack, of a later one, and of two papers of 200 questions."""
    for told, choices in (
        ("头一份材料", [PackChoice()]),
        ("再一份材料", [PackChoice(), PackChoice(seed=2)]),
        ("200 题的试卷（A、B 两份，头一次）", [PackChoice(minutes=90, questions=200)]),
    ):
        trainer = open_trainer(*load_corpus(folder))
        for choice in choices:
            started = time.process_time()
            pack = trainer.pack(choice, "2026-11-25")
            seconds = time.process_time() - started
        yield f"{told}：{seconds:.2f} 秒处理器时间，{pack.available} 题里选"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser("python -m evals.training", description="培训题的答案核对")
    parser.add_argument(
        "--failures", action="store_true", help="列出出错的（只限调参的题）和题库里有问题的"
    )
    parser.add_argument("--swapped", action="store_true", help="把题库的答案一一换错，看查不查得出")
    args = parser.parse_args(argv)

    trainers = shipped_trainers()
    broken, sound = load_samples("training_broken.jsonl"), load_samples("training_sound.jsonl")
    print("\n".join(report(trainers, broken, sound)))
    if args.failures:
        print("\n".join(failures(trainers, broken, sound)))
    print("\n" + "\n".join(review_report()))
    print("\n" + "\n".join(speed_report(shipped_folders()[0])))
    for trainer in trainers.values():
        bank, checker = trainer.bank.all, trainer.checker
        started = time.process_time()
        found = [checker.find_faults(q) for q in bank]
        print(f"\n{trainer.regulation.title}")
        print("\n".join(bank_report(bank, found, time.process_time() - started)))
        covered = coverage_of(trainer)
        print(f"有职责的条款能出三题两种的：{share(covered.covered, covered.leaves)}")
        print(hints_report(bank))
        print(f"对照别的文件的：{sum(any(e.document for e in q.evidence) for q in bank)} 题")
        if args.swapped:
            print("\n" + "\n".join(swapped_report(checker, bank)))
        bad = [(q, f) for q, f in zip(bank, found, strict=True) if f]
        for question, faults in bad[:_SHOWN] if args.failures else ():
            print(f"{question.id} {question.stem}：{'；'.join(f.text for f in faults)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
