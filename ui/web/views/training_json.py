"""A paper as JSON values: for the self-test, and for groups, who get it without the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from assistant.training.pack import Pack
from assistant.training.question import (
    Evidence,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    list_columns,
)
from assistant.training.records import from_record, to_key_record, to_shown_record
from corpus.text.provision import Regulation
from ui.records.anchors import anchor

#: What only those see who may see the key.
ANSWER = "answer"
#: Longest text for one blank that is taken.
LONGEST_BLANK = 60


def to_paper_record(
    pack: Pack, name: str, regulation: Regulation, slug: str = ""
) -> dict[str, Any]:
    """One paper of a pack.

    Args:
        name: A or B.
        regulation: the text that the provisions are from.
        slug: what its anchors begin with; empty for the first document of a library.
    """
    paper = next(p for p in pack.papers if p.name == name)
    questions = [
        {
            "number": number,
            "points": points,
            **to_shown_record(question),
            ANSWER: _answer(question, regulation, slug),
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


def remove_answers(paper: Mapping[str, Any]) -> dict[str, Any]:
    """The paper as participants get it."""
    shown = [
        {name: value for name, value in question.items() if name != ANSWER}
        for question in paper["questions"]
    ]
    return {**paper, "questions": shown}


def _answer(question: QuizQuestion, regulation: Regulation, slug: str) -> dict[str, Any]:
    evidence = [_evidence(e, regulation, slug) for e in question.evidence]
    return {**to_key_record(question), "evidence": evidence}


def _evidence(evidence: Evidence, regulation: Regulation, slug: str) -> dict[str, str]:
    """The words that decide, within the provision's own, with its place in the reader."""
    leaf = next((leaf for leaf in regulation.leaves() if leaf.id == evidence.id), None)
    return {
        "citation": evidence.citation,
        "path": evidence.path,
        "quote": evidence.quote,
        "anchor": anchor(evidence.id, slug),
        "lead_in": leaf.lead_in if leaf else "",
        "text": leaf.text if leaf else evidence.quote,
    }


# --- replies ------------------------------------------------------------------------------------


def read_question(record: Mapping[str, Any]) -> QuizQuestion:
    """The question of a record with its answer, without what explains it.

    Raises:
        FiredutyError: it is none.
    """
    return from_record({**record, **record[ANSWER], "explanation": "", "evidence": ()})


def find_reply_fault(question: QuizQuestion, reply: Sequence[int | str]) -> str:
    """What is wrong with the form of a reply, Chinese; empty where nothing is."""
    if isinstance(question, FillBlank):
        count = len(question.key)
        if len(reply) != count or not all(isinstance(r, str) for r in reply):
            return f"这道题要填 {count} 处"
        too_long = any(len(str(r)) > LONGEST_BLANK for r in reply)
        return f"每处最多填 {LONGEST_BLANK} 字" if too_long else ""
    *_, among = list_columns(question)
    given = [r for r in reply if isinstance(r, int) and 0 <= r < len(among)]
    if len(given) != len(reply) or not reply:
        return "答案里有这道题没有的选项"
    match question:
        case SingleChoice() | TrueFalse():
            return "" if len(given) == 1 else "答案的个数不对"
        case MultipleChoice():
            return "" if len(set(given)) == len(given) else "同一个选项选了两次"
        case Ordering():
            return "" if sorted(given) == list(range(len(among))) else "每一步都要排一次"
        case Matching():
            return "" if len(given) == len(question.left) else "答案的个数不对"
        case _:
            assert_never(question)


def put_in_order(question: QuizQuestion, reply: Sequence[int | str]) -> list[int | str]:
    """A reply so that the same one is always written the same."""
    if isinstance(question, MultipleChoice):
        return sorted(r for r in reply if isinstance(r, int))
    return [" ".join(r.split()) if isinstance(r, str) else r for r in reply]
