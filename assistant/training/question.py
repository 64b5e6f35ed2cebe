"""What a training question is. Frozen values, shared by generator, checker, documents and page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from corpus.text.provision import ProvisionId

#: What is asked.
QuizKind = Literal["谁负责", "数字期限", "职责归属", "判断正误", "填空", "排序", "连线", "案例"]
#: How it is answered.
QuizForm = Literal["单选", "多选", "判断", "填空", "排序", "连线"]
Difficulty = Literal["易", "中", "难"]
KINDS: tuple[QuizKind, ...] = get_args(QuizKind)
FORMS: tuple[QuizForm, ...] = get_args(QuizForm)
DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)

#: The options of a 判断 question.
TRUE_FALSE = ("正确", "错误")
#: What stands in a stem for words to be filled in.
BLANK = "（　　）"
LETTERS = "ABCDEFGHIJ"
#: What differs in a reply without making it another: spaces and punctuation.
_IDLE = re.compile(r"[\s，。；：、,.;:！!？?“”\"'‘’（）()]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Verbatim words of a provision that decide a question.

    Attributes:
        id: the provision.
        citation: legal form, 《名称》第N条第（N）项.
        path: breadcrumb, 第四章 › 第十九条 › （三）.
        quote: the deciding words, ``Leaf.text`` or a part of it.
    """

    id: ProvisionId
    citation: str
    path: str
    quote: str


@dataclass(frozen=True, slots=True)
class Alteration:
    """The one point on which a false statement departs from the text.

    Attributes:
        point: 情态, 数字, 时间, 主体, 角色 or 范围.
        written: the words in the statement.
        printed: the words of the provision that they replace.
    """

    point: str
    written: str
    printed: str


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question with its key.

    Attributes:
        id: the same in every run; no two questions of a bank share it.
        kind, form: what is asked, and how it is answered.
        stem: Chinese; ``BLANK`` for each word to fill in.
        options: 单选, 多选: two to five; 判断: ``TRUE_FALSE``; 排序: the steps as shown; 连线: the
            left column; 填空: none.
        partners: 连线: the right column, one for each of the left; else none.
        key: indices from 0. 单选, 判断: one; 多选: two to four, ascending; 排序: the indices of
            ``options`` in the right order; 连线: for each of ``options`` the index of its partner;
            填空: none.
        blanks: 填空: the words, in order; else none.
        explanation: Chinese, with the verbatim words that decide and their citation.
        evidence: the provisions that decide; the first is the key sentence's.
        difficulty: 易, 中 or 难.
        matters: names of the register's matters.
        scene: a short scene before the stem; only with 案例.
        altered: what is wrong in a false statement; None for every other question.
    """

    id: str
    kind: QuizKind
    form: QuizForm
    stem: str
    options: tuple[str, ...]
    key: tuple[int, ...]
    explanation: str
    evidence: tuple[Evidence, ...]
    difficulty: Difficulty
    matters: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    scene: str = ""
    altered: Alteration | None = None

    @property
    def provisions(self) -> tuple[ProvisionId, ...]:
        """The provisions that decide, each once."""
        return tuple(dict.fromkeys(e.id for e in self.evidence))

    @property
    def key_sentence(self) -> str:
        """The words that decide: two questions of one paper never share them."""
        return self.evidence[0].quote


def key_text(question: QuizQuestion) -> str:
    """The key as printed: B, ABD, 正确, 每季度；5, C-A-B, 1-C 2-A."""
    if question.form == "填空":
        return "；".join(question.blanks)
    if question.form == "判断":
        return question.options[question.key[0]]
    if question.form == "连线":
        return " ".join(f"{n}-{LETTERS[k]}" for n, k in enumerate(question.key, 1))
    letters = [LETTERS[k] for k in question.key]
    return "-".join(letters) if question.form == "排序" else "".join(letters)


def is_right(question: QuizQuestion, reply: Sequence[int | str]) -> bool:
    """Whether a reply is the key: indices as in ``QuizQuestion.key``, words for 填空.

    The order of a 多选 reply does not count, nor do spaces and punctuation in words.
    """
    if question.form == "填空":
        return [_bare(str(r)) for r in reply] == [_bare(b) for b in question.blanks]
    given = tuple(r for r in reply if isinstance(r, int))
    if len(given) != len(reply):
        return False
    return (tuple(sorted(given)) if question.form == "多选" else given) == question.key


def _bare(words: str) -> str:
    return _IDLE.sub("", unicodedata.normalize("NFKC", words))


def as_record(question: QuizQuestion, *, with_key: bool = True) -> dict[str, Any]:
    """A question as JSON values.

    Args:
        with_key: whether key, explanation and evidence are in it; participants get it without.
    """
    shown: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind,
        "form": question.form,
        "scene": question.scene,
        "stem": question.stem,
        "options": list(question.options),
        "partners": list(question.partners),
        "blank_count": len(question.blanks),
        "difficulty": question.difficulty,
        "matters": list(question.matters),
    }
    if not with_key:
        return shown
    return shown | {
        "key": list(question.key),
        "blanks": list(question.blanks),
        "key_text": key_text(question),
        "explanation": question.explanation,
        "evidence": [
            {"id": str(e.id), "citation": e.citation, "path": e.path, "quote": e.quote}
            for e in question.evidence
        ],
    }
