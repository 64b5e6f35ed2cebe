"""What the trainer sees of a group while it answers. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.training.question import (
    FillBlank,
    Matching,
    Ordering,
    QuizQuestion,
    is_right,
    list_columns,
    print_reply,
)
from ui.web.groups.session import AnswerSheet, GroupSession, ParticipantReply, ReplyTally
from ui.web.views.training_json import ANSWER, read_question

#: Different replies that are listed where there are no options to count.
MOST_TEXTS = 10


def to_live_record(
    session: GroupSession,
    paper: Mapping[str, Any],
    tally: ReplyTally,
    sheets: Sequence[AnswerSheet] = (),
) -> dict[str, Any]:
    """How many answered each question, and what.

    Args:
        paper: with its answers.
        sheets: what each participant answered, where there are teams.
    """
    questions = read_questions(paper)
    return {
        "code": session.code,
        "title": session.title,
        "open": session.open,
        "expires": session.expires,
        "ends": session.ends,
        "choice": session.choice,
        "keeps": session.keeps,
        "teams": tally_teams(session, questions, sheets),
        "participants": tally.participants,
        "answers": sum(count for found in tally.replies.values() for _, count in found),
        "questions": [
            _question(record, questions[record["number"]], tally.replies.get(record["number"], ()))
            for record in paper["questions"]
        ],
    }


def _question(
    record: Mapping[str, Any],
    question: QuizQuestion,
    replies: Sequence[tuple[ParticipantReply, int]],
) -> dict[str, Any]:
    """One question.

    ``counts``: for each option how many chose it; for each of the left column of 连线 how many found
    its partner. ``texts``: for 填空 and 排序 the replies that most gave.
    """
    told = isinstance(question, FillBlank | Ordering)
    return {
        "number": record["number"],
        "form": question.form,
        "stem": question.stem,
        "scene": question.scene,
        "options": record["options"],
        "partners": record["partners"],
        "answered": sum(count for _, count in replies),
        "right": sum(count for reply, count in replies if is_right(question, reply)),
        "counts": [] if told else _counts(question, replies),
        "texts": _texts(question, replies) if told else [],
        "key": record[ANSWER]["key"],
        "key_text": record[ANSWER]["key_text"],
        "explanation": record[ANSWER]["explanation"],
    }


def read_questions(paper: Mapping[str, Any]) -> dict[int, QuizQuestion]:
    """The questions of a paper with its answers, by number."""
    return {record["number"]: read_question(record) for record in paper["questions"]}


def tally_teams(
    session: GroupSession, questions: Mapping[int, QuizQuestion], sheets: Sequence[AnswerSheet]
) -> list[dict[str, int]]:
    """For each team how many answer, how many answers they gave, and how many are right."""
    found = []
    for team in range(1, session.teams + 1):
        own = [sheet for sheet in sheets if sheet.team == team]
        right, answered = (
            sum(count_right(questions, s) for s in own),
            sum(len(s.replies) for s in own),
        )
        found.append({"team": team, "participants": len(own), "answered": answered, "right": right})
    return found


def count_right(questions: Mapping[int, QuizQuestion], sheet: AnswerSheet) -> int:
    """How many answers of a participant are right."""
    return sum(is_right(questions[n], reply) for n, reply in sheet.replies.items())


def _counts(question: QuizQuestion, replies: Sequence[tuple[ParticipantReply, int]]) -> list[int]:
    chosen: Counter[int] = Counter()
    for reply, count in replies:
        numbers = [r for r in reply if isinstance(r, int)]
        if isinstance(question, Matching):
            pairs = zip(numbers, question.key, strict=True)
            numbers = [left for left, (given, right) in enumerate(pairs) if given == right]
        for number in numbers:
            chosen[number] += count
    return [chosen[n] for n in range(len(list_columns(question)[0]))]


def _texts(
    question: QuizQuestion, replies: Sequence[tuple[ParticipantReply, int]]
) -> list[dict[str, Any]]:
    return [
        {
            "text": print_reply(question, reply),
            "count": count,
            "right": is_right(question, reply),
        }
        for reply, count in replies[:MOST_TEXTS]
    ]
