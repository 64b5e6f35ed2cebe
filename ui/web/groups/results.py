"""What a group answered as an Excel file: the questions, the teams, and each sheet without a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.training.difficulty import AnswerCount, ItemFinding, judge_items
from assistant.training.question import QuizQuestion, is_right
from ui.documents.document import Document, DocumentSection
from ui.documents.excel_file import make_xlsx
from ui.web.groups.live import count_right, read_questions, tally_teams
from ui.web.groups.session import AnswerSheet, GroupSession
from ui.web.views.training_json import ANSWER, read_question

Questions = Mapping[int, QuizQuestion]


def make_results(
    session: GroupSession, paper: Mapping[str, Any], sheets: Sequence[AnswerSheet], date: str
) -> bytes:
    """The bytes of an xlsx file.

    Args:
        paper: with its answers.
        sheets: what each participant answered.
        date: ISO date of making.
    """
    questions = read_questions(paper)
    sections = [_items(paper, questions, sheets)]
    if session.teams:
        sections.append(_teams(session, questions, sheets))
    sections.append(_people(questions, sheets))
    title = f"现场答题结果：{session.title}"
    said = f"{len(sheets)} 人作答。不记姓名，编号只是开始作答的先后。"
    document = Document(title, paper["notice"], paper["source"], date, (said,), tuple(sections))
    return make_xlsx(document)


def count_answers(questions: Questions, sheets: Sequence[AnswerSheet]) -> tuple[AnswerCount, ...]:
    """How often the better half of a room, by all its right answers, and the other half were right.

    Each question is named by its number.
    """
    order = sorted(sheets, key=lambda sheet: -count_right(questions, sheet))
    halves = order[: (len(order) + 1) // 2], order[(len(order) + 1) // 2 :]
    found = []
    for number, question in questions.items():
        given = [[s.replies[number] for s in half if number in s.replies] for half in halves]
        right = [sum(is_right(question, reply) for reply in half) for half in given]
        (strong, weak), (strong_right, weak_right) = map(len, given), right
        level = question.difficulty
        found.append(AnswerCount(str(number), level, strong, strong_right, weak, weak_right))
    return tuple(found)


def _items(
    paper: Mapping[str, Any], questions: Questions, sheets: Sequence[AnswerSheet]
) -> DocumentSection:
    judged = {f.id: f for f in judge_items(count_answers(questions, sheets))}
    rows = tuple(_item(record, judged.get(str(record["number"]))) for record in paper["questions"])
    columns = ("题号", "题型", "题目", "答案", "难度", "作答", "答对", "正确率", "区分度", "提示")
    note = "区分度是总分高的一半比低的一半多答对多少（−1 到 1）；少于 10 人作答不作判断。"
    return DocumentSection(
        "每道题", columns, rows, note, widths=(2, 2, 14, 6, 2, 2, 2, 3, 3, 5), unit="题"
    )


def _item(record: Mapping[str, Any], found: ItemFinding | None) -> tuple[str, ...]:
    question = read_question(record)
    shown = (
        str(record["number"]),
        question.form,
        f"{question.scene}{question.stem}",
        record[ANSWER]["key_text"],
        question.difficulty,
    )
    if found is None:
        return (*shown, "0", "0", "", "", "")
    right = round(found.right * found.answers)
    told = f"{found.discrimination:.2f}"
    return (
        *shown,
        str(found.answers),
        str(right),
        f"{found.right:.0%}",
        told,
        "、".join(found.weaknesses),
    )


def _teams(
    session: GroupSession, questions: Questions, sheets: Sequence[AnswerSheet]
) -> DocumentSection:
    rows = []
    for found in tally_teams(session, questions, sheets):
        team, people, answered, right = found.values()
        share = f"{right / answered:.0%}" if answered else ""
        rows.append((f"第 {team} 队", str(people), str(answered), str(right), share))
    columns = ("队", "人数", "作答", "答对", "正确率")
    return DocumentSection("各队", columns, tuple(rows), widths=(3, 2, 2, 2, 2), unit="队")


def _people(questions: Questions, sheets: Sequence[AnswerSheet]) -> DocumentSection:
    rows = []
    for number, sheet in enumerate(sheets, 1):
        wrong = [
            str(n)
            for n, reply in sorted(sheet.replies.items())
            if not is_right(questions[n], reply)
        ]
        team = f"第 {sheet.team} 队" if sheet.team else ""
        rows.append(
            (
                str(number),
                team,
                str(len(sheet.replies)),
                str(count_right(questions, sheet)),
                "、".join(wrong),
            )
        )
    columns = ("编号", "队", "作答", "答对", "答错的题")
    return DocumentSection("每个人", columns, tuple(rows), widths=(2, 2, 2, 2, 10), unit="人")
