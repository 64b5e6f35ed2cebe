"""A paper answered in a terminal: one question at a time, then the score and the wrong ones again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.training.pack import Pack
from assistant.training.question import QuizQuestion, is_right, key_text
from assistant.training.reply import HOW_TO_TYPE, printed, understood
from ui.cli.dialogue import ReadLine, SayLine, read_line
from ui.documents.text_table import lay_out_table


@dataclass(frozen=True, slots=True)
class _Answered:
    question: QuizQuestion
    right: bool


def take_quiz(pack: Pack, read: ReadLine, say: SayLine) -> None:
    """Ask paper A, tell the score by matter, and ask the wrong ones again as often as wanted.

    Args:
        read: prints a prompt and gives back a line.
        say: prints a line.

    Raises:
        DialogueStopped: the reader quits.
    """
    questions = pack.papers[0].questions
    say(f"{pack.title}（{len(questions)} 题；q 退出）\n{pack.notice}")
    answered = _ask(questions, read, say)
    _tell(answered, say)
    while wrong := [a.question for a in answered if not a.right]:
        if read_line(read, f"重做 {len(wrong)} 道错题吗？（回车重做，n 结束）").lower() in (
            "n",
            "否",
            "不",
        ):
            return
        answered = _ask(wrong, read, say)
        _tell(answered, say)


def _ask(questions: Sequence[QuizQuestion], read: ReadLine, say: SayLine) -> list[_Answered]:
    answered = []
    for number, question in enumerate(questions, 1):
        say(f"\n{number}/{len(questions)}【{question.form}】{show_question(question)}")
        reply = _reply(question, read, say)
        right = is_right(question, reply)
        say("答对了。" if right else f"答错了，答案是：{key_text(question)}")
        say(question.explanation)
        answered.append(_Answered(question, right))
    return answered


def show_question(question: QuizQuestion) -> str:
    """A question without its key, its options indented."""
    lines = printed(question)
    at = 2 if question.scene else 1
    return "\n".join((*lines[:at], *(f"  {line}" for line in lines[at:])))


def _reply(question: QuizQuestion, read: ReadLine, say: SayLine) -> tuple[int | str, ...]:
    while True:
        given = understood(question, read_line(read, HOW_TO_TYPE[question.form]))
        if given:
            return given
        say(f"没有看懂。请{HOW_TO_TYPE[question.form]}。")


def _tell(answered: Sequence[_Answered], say: SayLine) -> None:
    """The score, in total and by matter."""
    right = sum(a.right for a in answered)
    say(f"\n共 {len(answered)} 题，答对 {right} 题。")
    matters = dict.fromkeys(m for a in answered for m in a.question.matters)
    rows = []
    for matter in matters:
        of_matter = [a for a in answered if matter in a.question.matters]
        rows.append((matter, f"{sum(a.right for a in of_matter)}/{len(of_matter)}"))
    if rows:
        for line in lay_out_table(("事项", "答对"), rows):
            say(line)
