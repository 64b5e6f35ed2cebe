"""A paper as JSON values: for the self-test, and for groups, who get it without the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.training.pack import Pack
from assistant.training.question import LETTERS, Evidence, QuizQuestion, as_record, is_right
from corpus.text.provision import Regulation
from ui.records.anchors import anchor

#: What only those see who may see the key.
ANSWER = "answer"
#: Longest text for one blank that is taken.
LONGEST_BLANK = 60


def paper_record(pack: Pack, name: str, regulation: Regulation) -> dict[str, Any]:
    """One paper of a pack.

    Args:
        name: A or B.
        regulation: the text that the provisions are from.
    """
    paper = next(p for p in pack.papers if p.name == name)
    questions = [
        {
            "number": number,
            "points": points,
            **as_record(question, with_key=False),
            ANSWER: _answer(question, regulation),
        }
        for number, (question, points) in enumerate(
            zip(paper.questions, paper.points, strict=True), 1
        )
    ]
    return {
        "title": pack.title,
        "subtitle": pack.subtitle,
        "notice": pack.notice,
        "source": pack.source,
        "date": pack.date,
        "paper": name,
        "questions": questions,
    }


def without_answers(paper: Mapping[str, Any]) -> dict[str, Any]:
    """The paper as participants get it."""
    shown = [
        {name: value for name, value in question.items() if name != ANSWER}
        for question in paper["questions"]
    ]
    return {**paper, "questions": shown}


def _answer(question: QuizQuestion, regulation: Regulation) -> dict[str, Any]:
    whole = as_record(question)
    return {
        "key": whole["key"],
        "blanks": whole["blanks"],
        "key_text": whole["key_text"],
        "explanation": whole["explanation"],
        "evidence": [_evidence(e, regulation) for e in question.evidence],
    }


def _evidence(evidence: Evidence, regulation: Regulation) -> dict[str, str]:
    """The words that decide, within the provision's own, with its place in the reader."""
    leaf = next((leaf for leaf in regulation.leaves() if leaf.id == evidence.id), None)
    return {
        "citation": evidence.citation,
        "path": evidence.path,
        "quote": evidence.quote,
        "anchor": anchor(evidence.id),
        "lead_in": leaf.lead_in if leaf else "",
        "text": leaf.text if leaf else evidence.quote,
    }


# --- replies ------------------------------------------------------------------------------------


def fault_of(question: Mapping[str, Any], reply: Sequence[int | str]) -> str:
    """What is wrong with the form of a reply, Chinese; empty where nothing is."""
    form, options = question["form"], len(question["options"])
    if form == "填空":
        if len(reply) != question["blank_count"] or not all(isinstance(r, str) for r in reply):
            return f"这道题要填 {question['blank_count']} 处"
        too_long = any(len(str(r)) > LONGEST_BLANK for r in reply)
        return f"每处最多填 {LONGEST_BLANK} 字" if too_long else ""
    most = len(question["partners"]) if form == "连线" else options
    given = [r for r in reply if isinstance(r, int) and 0 <= r < most]
    if len(given) != len(reply) or not reply:
        return "答案里有这道题没有的选项"
    right_size = {"单选": len(given) == 1, "判断": len(given) == 1, "连线": len(given) == options}
    if form == "排序":
        return "" if sorted(given) == list(range(options)) else "每一步都要排一次"
    if form == "多选":
        return "" if len(set(given)) == len(given) else "同一个选项选了两次"
    return "" if right_size[form] else "答案的个数不对"


def ordered(question: Mapping[str, Any], reply: Sequence[int | str]) -> list[int | str]:
    """A reply so that the same one is always written the same."""
    if question["form"] == "多选":
        return sorted(r for r in reply if isinstance(r, int))
    return [" ".join(r.split()) if isinstance(r, str) else r for r in reply]


def judged(question: Mapping[str, Any], reply: Sequence[int | str]) -> bool:
    """Whether a reply to a question of a record, with its answer, is right."""
    answer = question[ANSWER]
    made = QuizQuestion(
        id=question["id"],
        kind=question["kind"],
        form=question["form"],
        stem=question["stem"],
        options=tuple(question["options"]),
        key=tuple(answer["key"]),
        explanation="",
        evidence=(),
        difficulty=question["difficulty"],
        blanks=tuple(answer["blanks"]),
    )
    return is_right(made, reply)


def written(question: Mapping[str, Any], reply: Sequence[int | str]) -> str:
    """A reply as it is read: B, ABD, C-A-B, 1-C 2-A, 每季度；5."""
    form = question["form"]
    if form == "填空":
        return "；".join(map(str, reply))
    numbers = [r for r in reply if isinstance(r, int)]
    if form == "判断":
        return "".join(question["options"][n] for n in numbers)
    letters = [LETTERS[n] for n in numbers]
    if form == "连线":
        return " ".join(f"{n}-{letter}" for n, letter in enumerate(letters, 1))
    return "-".join(letters) if form == "排序" else "".join(letters)
