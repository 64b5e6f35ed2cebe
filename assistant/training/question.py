"""What a training question is: one frozen class for each form, in which it is answered.

Shared by generator, checker, documents and page. A class has the fields that its form needs and no
other, and a key of its own type. That a key is the right one, and is one of the options at all, is
for ``assistant.keycheck`` to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, assert_never, get_args

from corpus.text.compare import compare_form
from corpus.text.provision import ProvisionId

#: What is asked.
QuizKind = Literal["谁负责", "数字期限", "职责归属", "判断正误", "填空", "排序", "连线", "案例"]
#: What may be asked in which form; the other three forms have one kind each.
SingleKind = Literal["谁负责", "数字期限", "职责归属", "案例"]
MultipleKind = Literal["职责归属", "案例"]
TrueFalseKind = Literal["判断正误", "案例"]
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
        document: key of the text that it is of; empty for the one that the question is about.
    """

    id: ProvisionId
    citation: str
    path: str
    quote: str
    document: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What every question has.

    Attributes:
        id: the same in every run; no two questions of a bank share it.
        stem: Chinese; ``BLANK`` for each word to fill in.
        explanation: Chinese, with the verbatim words that decide and their citation.
        evidence: the provisions that decide; the first is the key sentence's.
        difficulty: 易, 中 or 难.
        matters: names of the register's matters.
    """

    id: str
    stem: str
    explanation: str
    evidence: tuple[Evidence, ...]
    difficulty: Difficulty
    matters: tuple[str, ...] = ()

    @property
    def provisions(self) -> tuple[ProvisionId, ...]:
        """The provisions of the question's own text that decide, each once."""
        return tuple(dict.fromkeys(e.id for e in self.evidence if not e.document))

    @property
    def key_sentence(self) -> str:
        """The words that decide: two questions of one paper never share them."""
        return self.evidence[0].quote


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice(_Asked):
    """单选: one of the options is right.

    Attributes:
        options: two to six.
        key: place of the right one, from 0.
        scene: a short scene before the stem; only with 案例.
    """

    form: ClassVar[QuizForm] = "单选"
    kind: SingleKind
    options: tuple[str, ...]
    key: int
    scene: str = ""

    @property
    def keys(self) -> tuple[int, ...]:
        """The places of the right options: of the one."""
        return (self.key,)


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice(_Asked):
    """多选: several of the options are right.

    Attributes:
        options: four to six.
        key: places of the right ones, two to four, ascending.
        scene: a short scene before the stem; only with 案例.
    """

    form: ClassVar[QuizForm] = "多选"
    kind: MultipleKind
    options: tuple[str, ...]
    key: tuple[int, ...]
    scene: str = ""

    @property
    def keys(self) -> tuple[int, ...]:
        """The places of the right options."""
        return self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(_Asked):
    """判断: the stem is a statement.

    Attributes:
        key: whether it is true.
        altered: what is wrong in a false one; None in a true one.
        scene: a short scene before the stem; only with 案例.
    """

    form: ClassVar[QuizForm] = "判断"
    kind: TrueFalseKind
    key: bool
    altered: Alteration | None = None
    scene: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillBlank(_Asked):
    """填空: words are left out of the stem.

    Attributes:
        key: the words, one for each ``BLANK``, in order.
    """

    form: ClassVar[QuizForm] = "填空"
    kind: ClassVar[Literal["填空"]] = "填空"
    scene: ClassVar[str] = ""
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(_Asked):
    """排序: steps are to be put in order.

    Attributes:
        steps: as shown.
        key: their places, from 0, in the right order.
    """

    form: ClassVar[QuizForm] = "排序"
    kind: ClassVar[Literal["排序"]] = "排序"
    scene: ClassVar[str] = ""
    steps: tuple[str, ...]
    key: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(_Asked):
    """连线: what stands left goes with what stands right.

    Attributes:
        left, right: the columns, of one length.
        key: for each of the left, the place of its partner in the right, from 0.
    """

    form: ClassVar[QuizForm] = "连线"
    kind: ClassVar[Literal["连线"]] = "连线"
    scene: ClassVar[str] = ""
    left: tuple[str, ...]
    right: tuple[str, ...]
    key: tuple[int, ...]


#: Options among which one chooses.
ChoiceQuestion = SingleChoice | MultipleChoice
QuizQuestion = ChoiceQuestion | TrueFalse | FillBlank | Ordering | Matching


def list_columns(question: QuizQuestion) -> tuple[tuple[str, ...], ...]:
    """What is shown beside the stem: options, steps, two columns to match, nothing for 填空."""
    match question:
        case SingleChoice() | MultipleChoice():
            return (question.options,)
        case TrueFalse():
            return (TRUE_FALSE,)
        case FillBlank():
            return ()
        case Ordering():
            return (question.steps,)
        case Matching():
            return question.left, question.right
        case _:
            assert_never(question)


def to_arrange(question: QuizQuestion) -> tuple[str, ...]:
    """What is to be put in order or matched: there the stem only says how to answer."""
    match question:
        case Ordering():
            return question.steps
        case Matching():
            return question.left
        case _:
            return ()


def letter_options(options: Iterable[str]) -> tuple[str, ...]:
    """Options with their letters."""
    return tuple(f"{LETTERS[n]}. {option}" for n, option in enumerate(options))


def right_reply(question: QuizQuestion) -> tuple[int | str, ...]:
    """The key as a reply: places from 0 as in ``columns``, words for 填空."""
    match question:
        case SingleChoice() | MultipleChoice():
            return question.keys
        case TrueFalse():
            return (0 if question.key else 1,)
        case FillBlank() | Ordering() | Matching():
            return question.key
        case _:
            assert_never(question)


def print_reply(question: QuizQuestion, reply: Sequence[int | str]) -> str:
    """A reply as printed: B, ABD, 正确, 每季度；5, C-A-B, 1-C 2-A."""
    if isinstance(question, FillBlank):
        return "；".join(map(str, reply))
    places = [r for r in reply if isinstance(r, int)]
    letters = [LETTERS[n] for n in places]
    match question:
        case SingleChoice() | MultipleChoice():
            return "".join(letters)
        case TrueFalse():
            return "".join(TRUE_FALSE[n] for n in places)
        case Ordering():
            return "-".join(letters)
        case Matching():
            return " ".join(f"{n}-{letter}" for n, letter in enumerate(letters, 1))
        case _:
            assert_never(question)


def key_text(question: QuizQuestion) -> str:
    """The key as printed, as ``print_reply`` prints it."""
    return print_reply(question, right_reply(question))


def is_right(question: QuizQuestion, reply: Sequence[int | str]) -> bool:
    """Whether a reply is the key: places as in ``right_reply``, words for 填空.

    The order of a 多选 reply does not count, nor do spaces and punctuation in words.
    """
    if isinstance(question, FillBlank):
        return [_bare(str(r)) for r in reply] == [_bare(words) for words in question.key]
    given = [r for r in reply if isinstance(r, int)]
    if len(given) != len(reply):
        return False
    in_order = sorted(given) if isinstance(question, MultipleChoice) else given
    return tuple(in_order) == right_reply(question)


def _bare(words: str) -> str:
    return _IDLE.sub("", compare_form(words))
