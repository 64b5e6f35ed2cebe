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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.gold import GOLD
from evals.laws.questions import open_in_memory, read_texts
from evals.runner import with_assistant
from evals.specs import YESNO
from evals.statistics import Measure, Ratio, Unit, mean, shown, size
from index.library import Library

Said = Literal["是", "不是", "未规定", "未断言"]
SAID: tuple[Said, ...] = ("是", "不是", "未规定", "未断言")
FILE = GOLD / "yesno.jsonl"
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
    match next(filter(None, verdicts), "").split("，条文写的是")[0]:
        case "是":
            return "是"
        case "不是" | "不可以":
            return "不是"
        case _:
            return "未断言"


def caught(question: YesNo, word: Said) -> bool:
    """Whether what is not so is not let stand: 不是 or 未规定."""
    return word in ("不是", "未规定")


FirstWords = Sequence[tuple[YesNo, Said]]


def ask(questions: Iterable[YesNo], assistant: Assistant) -> FirstWords:
    """Each question with the word that its answer begins with."""
    return [(q, said(assistant.answer(q.question))) for q in questions]


def measures(words: FirstWords) -> dict[str, Measure]:
    """What ``evals.specs.YESNO`` lists."""
    false = [(q, word) for q, word in words if q.label != "yes" and q.form == "leading"]
    return {
        **{
            key: Ratio(
                tuple(Unit(q.id, float(w == s and q.label == key), float(w == s)) for q, w in words)
            )
            for key, s in (("yes", "是"), ("no", "不是"))
        },
        "caught": mean((q.id, float(caught(q, word))) for q, word in false),
        "right": mean((q.id, float(word == LABELS[q.label])) for q, word in words),
        "reversed": mean(
            (q.id, float(word not in (LABELS[q.label], "未断言", "未规定"))) for q, word in words
        ),
    }


def report(asked: FirstWords) -> Iterator[str]:
    """Lines of the report."""
    words = {q.id: word for q, word in asked}
    questions = [q for q, _ in asked]
    yield "| 应为 | 说法 | 题 | " + " | ".join(SAID) + " |"
    yield "|---|---|---|" + "---|" * len(SAID)
    for label, name in LABELS.items():
        for form in ("neutral", "leading"):
            chosen = [q for q in questions if (q.label, q.form) == (label, form)]
            counts = Counter(words[q.id] for q in chosen)
            cells = " | ".join(str(counts[w]) for w in SAID)
            yield f"| {name} | {'引导' if form == 'leading' else '中性'} | {len(chosen)} | {cells} |"
    yield ""
    found = measures(asked)
    for spec in YESNO:
        measure = found[spec.key]
        yield f"{spec.label}：{shown(measure) or '没有'}（{size(measure)} 题）"


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
        asked = ask(load_yesno(GOLD / "tuning" / FILE.name if args.tuning else FILE), assistant)
        for line in report(asked):
            print(line)
        if args.tuning and args.failures:
            for q, word in asked:
                if word != LABELS[q.label]:
                    print(f"{q.id} {LABELS[q.label]} 说成 {word}：{q.question}")

    return with_assistant(work)


if __name__ == "__main__":
    raise SystemExit(main())
