"""A paper answered in a terminal: one question at a time, then the score and the wrong ones again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.training.pack import Pack
from assistant.training.question import LETTERS, Question, is_right, key_text
from ui.text_table import text_table

_QUIT = ("q", "退出", "quit")
_TRUE = ("对", "正确", "√", "是", "t", "y", "a", "1")
_FALSE = ("错", "错误", "×", "x", "否", "f", "n", "b", "2")
_BETWEEN = re.compile(r"[\s,，、;；.。\-—→>]+")
_PAIR = re.compile(r"(?P<left>\d+)[\s\-—:：.]*(?P<right>[A-Ja-j])")
#: How each form is answered.
_HOW = {
    "单选": "写一个字母",
    "多选": "写出全部正确的字母，例如 ABD",
    "判断": "写 对 或 错",
    "填空": "写条文里的原词；几个空用；隔开",
    "排序": "按先后写字母，例如 CAB",
    "连线": "例如 1C 2A 3B 4D",
}


class Stopped(Exception):
    """The reader has had enough."""


@dataclass(frozen=True, slots=True)
class _Answered:
    question: Question
    right: bool


def take(pack: Pack, read: Callable[[str], str], say: Callable[[str], None]) -> None:
    """Ask paper A, tell the score by matter, and ask the wrong ones again as often as wanted.

    Args:
        read: prints a prompt and gives back a line.
        say: prints a line.

    Raises:
        Stopped: the reader quits.
    """
    questions = pack.papers[0].questions
    say(f"{pack.title}（{len(questions)} 题；q 退出）\n{pack.notice}")
    answered = _ask(questions, read, say)
    _tell(answered, say)
    while wrong := [a.question for a in answered if not a.right]:
        if _line(read, f"重做 {len(wrong)} 道错题吗？（回车重做，n 结束）").lower() in (
            "n",
            "否",
            "不",
        ):
            return
        answered = _ask(wrong, read, say)
        _tell(answered, say)


def _ask(
    questions: Sequence[Question], read: Callable[[str], str], say: Callable[[str], None]
) -> list[_Answered]:
    answered = []
    for number, question in enumerate(questions, 1):
        say(f"\n{number}/{len(questions)}【{question.form}】{shown(question)}")
        reply = _reply(question, read, say)
        right = is_right(question, reply)
        say("答对了。" if right else f"答错了，答案是：{key_text(question)}")
        say(question.explanation)
        answered.append(_Answered(question, right))
    return answered


def shown(question: Question) -> str:
    """A question without its key: scene, stem and options."""
    lines = [question.scene] if question.scene else []
    lines.append(question.stem)
    if question.form == "判断":
        return "\n".join(lines)
    names = map(str, range(1, 11)) if question.form == "连线" else iter(LETTERS)
    lines += [f"  {name}. {option}" for name, option in zip(names, question.options, strict=False)]
    lines += [f"      {LETTERS[n]}. {partner}" for n, partner in enumerate(question.partners)]
    return "\n".join(lines)


def _reply(
    question: Question, read: Callable[[str], str], say: Callable[[str], None]
) -> tuple[int | str, ...]:
    while True:
        given = understood(question, _line(read, _HOW[question.form]))
        if given:
            return given
        say(f"没有看懂。请{_HOW[question.form]}。")


def _line(read: Callable[[str], str], prompt: str) -> str:
    line = read(prompt).strip()
    if line.lower() in _QUIT:
        raise Stopped
    return line


def understood(question: Question, line: str) -> tuple[int | str, ...]:
    """What a line says: indices, words for 填空; nothing where it cannot be an answer."""
    words = line.strip()
    if question.form == "填空":
        parts = [w.strip() for w in re.split(r"[;；]", words) if w.strip()]
        if len(parts) != len(question.blanks):
            parts = _BETWEEN.split(words) if len(question.blanks) > 1 else [words]
        return tuple(parts) if len(parts) == len(question.blanks) and all(parts) else ()
    if question.form == "判断":
        said = words.lower()
        return (0,) if said in _TRUE else (1,) if said in _FALSE else ()
    if question.form == "连线":
        pairs = {int(m["left"]): LETTERS.index(m["right"].upper()) for m in _PAIR.finditer(words)}
        wanted = range(1, len(question.options) + 1)
        return tuple(pairs[n] for n in wanted) if sorted(pairs) == list(wanted) else ()
    letters = _BETWEEN.sub("", words).upper()
    known = LETTERS[: len(question.options)]
    if not letters or any(c not in known for c in letters) or len(set(letters)) != len(letters):
        return ()
    if question.form == "单选" and len(letters) > 1:
        return ()
    if question.form == "排序" and len(letters) != len(known):
        return ()
    return tuple(known.index(c) for c in letters)


def _tell(answered: Sequence[_Answered], say: Callable[[str], None]) -> None:
    """The score, in total and by matter."""
    right = sum(a.right for a in answered)
    say(f"\n共 {len(answered)} 题，答对 {right} 题。")
    matters = dict.fromkeys(m for a in answered for m in a.question.matters)
    rows = []
    for matter in matters:
        of_matter = [a for a in answered if matter in a.question.matters]
        rows.append((matter, f"{sum(a.right for a in of_matter)}/{len(of_matter)}"))
    if rows:
        for line in text_table(("事项", "答对"), rows):
            say(line)
