"""Do yes/no and leading questions begin with the right word?

``python -m evals.yesno`` asks ``evals/gold/yesno.jsonl`` (written without sight of the program; report
only) or, with ``--tuning``, the questions that the rules were made with. An answer says 是, 不是 or that
it is 未规定 with its first word, or leaves it to the provision that it quotes (未断言).
``--fresh HALF --laws laws.tar.xz`` asks ``evals/gold/yesno_fresh.jsonl``: half on the shipped library, half
on two laws that nothing was fitted on.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.gold import GOLD
from evals.laws.questions import open_in_memory, read_texts
from evals.runner import with_assistant
from evals.statistics import mean, shown
from index.library import Library

Said = Literal["是", "不是", "未规定", "未断言"]
SAID: tuple[Said, ...] = ("是", "不是", "未规定", "未断言")
LABELS = {"yes": "是", "no": "不是", "not_stated": "未规定"}


@dataclass(frozen=True, slots=True)
class YesNo:
    """One question.

    Attributes:
        label: yes, no or not_stated.
        form: neutral or leading.
        must, ok: short ids, as in the other gold files.
    """

    id: str
    question: str
    label: str
    form: str
    must: tuple[str, ...]
    ok: tuple[str, ...]


def load_yesno(path: Path) -> tuple[YesNo, ...]:
    """The questions of a file."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return tuple(
        YesNo(r["id"], r["question"], r["label"], r["form"], tuple(r["must"]), tuple(r["ok"]))
        for r in rows
    )


def said(answer: Answer) -> Said:
    """With which word an answer begins. What is not stated is said by a refusal."""
    if answer.refusal is not None:
        return (
            "不是" if answer.refusal.reason in ("false_premise", "no_such_provision") else "未规定"
        )
    verdicts = (s.verdict or getattr(s.parts, "verdict", "") for s in answer.statements)
    match next(filter(None, verdicts), ""):
        case "是":
            return "是"
        case "不是" | "不可以":
            return "不是"
        case _:
            return "未断言"


def caught(question: YesNo, word: Said) -> bool:
    """Whether what is not so is not let stand: 不是 or 未规定."""
    return word in ("不是", "未规定")


def report(questions: Sequence[YesNo], assistant: Assistant) -> Iterator[str]:
    """Lines of the report."""
    words = {q.id: said(assistant.answer(q.question)) for q in questions}
    yield "| 应为 | 说法 | 题 | " + " | ".join(SAID) + " |"
    yield "|---|---|---|" + "---|" * len(SAID)
    for label, name in LABELS.items():
        for form in ("neutral", "leading"):
            chosen = [q for q in questions if (q.label, q.form) == (label, form)]
            counts = Counter(words[q.id] for q in chosen)
            cells = " | ".join(str(counts[w]) for w in SAID)
            yield f"| {name} | {'引导' if form == 'leading' else '中性'} | {len(chosen)} | {cells} |"
    yield ""
    for word, label in (("是", "yes"), ("不是", "no")):
        units = [(q.id, float(q.label == label)) for q in questions if words[q.id] == word]
        yield f"说「{word}」说对的：{_figure(units)}"
    false = [q for q in questions if q.label != "yes" and q.form == "leading"]
    yield f"引导的问题里不实的前提没有放过：{_figure([(q.id, float(caught(q, words[q.id]))) for q in false])}"
    right = [(q.id, float(words[q.id] == LABELS[q.label])) for q in questions]
    yield f"头一个词全对：{_figure(right)}"
    wrong = sum(words[q.id] not in (LABELS[q.label], "未断言", "未规定") for q in questions)
    yield f"说反（把不是说成是，或相反）：{wrong} / {len(questions)}"


def fresh(half: str, laws: Path) -> Iterator[str]:
    """Lines of the report on the fresh questions of one half."""
    lines = (GOLD / "yesno_fresh.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["half"] == half]
    shipped = Assistant.open(Settings.from_environment())
    texts = read_texts(laws, sorted({row["law"] for row in rows if row["law"]}), known=False)
    asked = {law: Assistant(Library((open_in_memory(text),))) for law, text in texts.items()}
    counts = Counter(
        (bool(r["law"]), r["label"], said(asked.get(r["law"], shipped).answer(r["question"])))
        for r in rows
    )
    yield "| 法规 | 应为 | " + " | ".join(SAID) + " |"
    yield "|---|---|" + "---|" * len(SAID)
    for unseen in (False, True):
        for label, name in LABELS.items():
            cells = " | ".join(str(counts[unseen, label, word]) for word in SAID)
            yield f"| {'没见过的' if unseen else '随程序的'} | {name} | {cells} |"


def _figure(units: Sequence[tuple[str, float]]) -> str:
    return f"{shown(mean(units))}（{len(units)} 题）" if units else "没有"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser("python -m evals.yesno", description="是非题和引导题")
    parser.add_argument("--tuning", action="store_true", help="用调参的题")
    parser.add_argument("--failures", action="store_true", help="列出说反的（只限调参的题）")
    parser.add_argument("--fresh", choices=["tuning", "report"], help="新写的题的一半")
    parser.add_argument("--laws", type=Path, help="laws.tar.xz")
    args = parser.parse_args(argv)
    if args.fresh:
        if args.laws is None:
            parser.error("要写明 --laws")
        print("\n".join(fresh(args.fresh, args.laws)))
        return 0

    def work(assistant: Assistant) -> None:
        questions = load_yesno((GOLD / "tuning" if args.tuning else GOLD) / "yesno.jsonl")
        for line in report(questions, assistant):
            print(line)
        if args.tuning and args.failures:
            for q in questions:
                word = said(assistant.answer(q.question))
                if word != LABELS[q.label]:
                    print(f"{q.id} {LABELS[q.label]} 说成 {word}：{q.question}")

    return with_assistant(work)


if __name__ == "__main__":
    raise SystemExit(main())
