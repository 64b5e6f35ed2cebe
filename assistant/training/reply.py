"""What somebody writes as the answer to a question: letters, 对, words → a reply to be judged."""

from __future__ import annotations

import re

from assistant.training.question import LETTERS, QuizForm, QuizQuestion

_TRUE = ("对", "正确", "√", "是", "对的", "t", "y", "a", "1")
_FALSE = ("错", "错误", "×", "x", "否", "错的", "不对", "f", "n", "b", "2")
_BETWEEN = re.compile(r"[\s,，、;；.。\-—→>]+")
_PAIR = re.compile(r"(?P<left>\d+)[\s\-—:：.]*(?P<right>[A-Ja-j])")
#: How each form is answered.
HOW: dict[QuizForm, str] = {
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
    if question.form == "填空":
        return _words(question, words)
    if question.form == "判断":
        said = words.lower()
        return (0,) if said in _TRUE else (1,) if said in _FALSE else ()
    if question.form == "连线":
        pairs = {int(m["left"]): LETTERS.index(m["right"].upper()) for m in _PAIR.finditer(words)}
        wanted = range(1, len(question.options) + 1)
        return tuple(pairs[n] for n in wanted) if sorted(pairs) == list(wanted) else ()
    return _letters(question, words)


def _words(question: QuizQuestion, words: str) -> tuple[str, ...]:
    parts = [w.strip() for w in re.split(r"[;；]", words) if w.strip()]
    if len(parts) != len(question.blanks):
        parts = _BETWEEN.split(words) if len(question.blanks) > 1 else [words]
    return tuple(parts) if len(parts) == len(question.blanks) and all(parts) else ()


def _letters(question: QuizQuestion, words: str) -> tuple[int, ...]:
    letters = _BETWEEN.sub("", words).upper()
    known = LETTERS[: len(question.options)]
    if not letters or any(c not in known for c in letters) or len(set(letters)) != len(letters):
        return ()
    if question.form == "单选" and len(letters) > 1:
        return ()
    if question.form == "排序" and len(letters) != len(known):
        return ()
    return tuple(known.index(c) for c in letters)


def printed(question: QuizQuestion) -> tuple[str, ...]:
    """A question without its key, line by line: scene, stem, options."""
    lines = [question.scene] if question.scene else []
    lines.append(question.stem)
    if question.form == "判断":
        return tuple(lines)
    numbered = question.form == "连线"
    for n, option in enumerate(question.options):
        lines.append(f"{n + 1 if numbered else LETTERS[n]}. {option}")
    lines += [f"{LETTERS[n]}. {partner}" for n, partner in enumerate(question.partners)]
    return tuple(lines)
