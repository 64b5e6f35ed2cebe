"""What somebody writes as the answer to a question: letters, 对, words → a reply to be judged."""

from __future__ import annotations

import re
from typing import assert_never

from assistant.training.question import (
    LETTERS,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizForm,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    letter_options,
)

_TRUE = ("对", "正确", "√", "是", "对的", "t", "y", "a", "1")
_FALSE = ("错", "错误", "×", "x", "否", "错的", "不对", "f", "n", "b", "2")
_BETWEEN = re.compile(r"[\s,，、;；.。\-—→>]+")
_PAIR = re.compile(r"(?P<left>\d+)[\s\-—:：.]*(?P<right>[A-Ja-j])")
#: How each form is answered.
HOW_TO_TYPE: dict[QuizForm, str] = {
    "单选": "写一个字母",
    "多选": "写出全部正确的字母，例如 ABD",
    "判断": "写 对 或 错",
    "填空": "写条文里的原词；几个空用；隔开",
    "排序": "按先后写字母，例如 CAB",
    "连线": "写出配对，例如 1C 2A 3B 4D",
}


def understood(question: QuizQuestion, written: str) -> tuple[int | str, ...]:
    """A reply as ``is_right`` takes it; nothing where the words cannot be one."""
    words = written.strip()
    match question:
        case FillBlank():
            return _words(len(question.key), words)
        case TrueFalse():
            said = words.lower()
            return (0,) if said in _TRUE else (1,) if said in _FALSE else ()
        case Matching():
            pairs = {
                int(m["left"]): LETTERS.index(m["right"].upper()) for m in _PAIR.finditer(words)
            }
            wanted = range(1, len(question.left) + 1)
            return tuple(pairs[n] for n in wanted) if sorted(pairs) == list(wanted) else ()
        case SingleChoice():
            found = _letters(len(question.options), words)
            return found if len(found) == 1 else ()
        case MultipleChoice():
            return _letters(len(question.options), words)
        case Ordering():
            found = _letters(len(question.steps), words)
            return found if len(found) == len(question.steps) else ()
        case _:
            assert_never(question)


def _words(count: int, words: str) -> tuple[str, ...]:
    parts = [w.strip() for w in re.split(r"[;；]", words) if w.strip()]
    if len(parts) != count:
        parts = _BETWEEN.split(words) if count > 1 else [words]
    return tuple(parts) if len(parts) == count and all(parts) else ()


def _letters(count: int, words: str) -> tuple[int, ...]:
    letters = _BETWEEN.sub("", words).upper()
    known = LETTERS[:count]
    if any(c not in known for c in letters) or len(set(letters)) != len(letters):
        return ()
    return tuple(known.index(c) for c in letters)


def printed(question: QuizQuestion) -> tuple[str, ...]:
    """A question without its key, line by line: scene, stem, options."""
    head = [question.scene, question.stem] if question.scene else [question.stem]
    match question:
        case TrueFalse() | FillBlank():
            return tuple(head)
        case Matching():
            left = (f"{n}. {words}" for n, words in enumerate(question.left, 1))
            return (*head, *left, *letter_options(question.right))
        case SingleChoice() | MultipleChoice():
            return (*head, *letter_options(question.options))
        case Ordering():
            return (*head, *letter_options(question.steps))
        case _:
            assert_never(question)
