"""A pack's questions as a Moodle XML file, which Moodle's question bank imports.

Elements and values are those of Moodle's documentation "Moodle XML format"; 填空 is its question type
"Embedded answers (Cloze)", 排序 its "Ordering", which Moodle has of itself since 4.4 and before that as
a plugin. What a platform shows after an answer is the explanation with its verbatim provision.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import assert_never

from lxml import etree
from lxml.builder import E

from assistant.training.pack import Pack
from assistant.training.question import (
    BLANK,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
)
from ui.documents.document import clean
from ui.documents.training.words import list_once

_TYPES = {
    SingleChoice: "multichoice",
    MultipleChoice: "multichoice",
    TrueFalse: "truefalse",
    FillBlank: "cloze",
    Ordering: "ordering",
    Matching: "matching",
}
#: What closes, separates or weighs an answer inside a cloze text.
_CLOZE = str.maketrans({c: f"\\{c}" for c in '}#~/"\\'})


def make_moodle(pack: Pack) -> bytes:
    """The XML file, papers A then B, each question once."""
    quiz = E.quiz(_category(pack))
    quiz.extend(_question(item.question, name, item.points) for name, item in list_once(pack))
    return bytes(etree.tostring(quiz, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _category(pack: Pack) -> etree._Element:
    name = pack.title.replace("/", "//")  # a single one would open a category below
    info = f"{pack.source}。{pack.notice}"
    return E.question(
        E.category(_text(f"$course$/top/{name}")),
        E.info(_text(info), format="html"),
        type="category",
    )


def _question(question: QuizQuestion, number: str, points: int) -> etree._Element:
    return E.question(
        E.name(_text(f"{number} {question.stem[:60]}")),
        E.questiontext(_text(_asked(question)), format="html"),
        E.generalfeedback(_text(_html(question.explanation)), format="html"),
        *([] if isinstance(question, FillBlank) else [E.defaultgrade(str(points))]),
        E.penalty("0"),
        E.hidden("0"),
        E.tags(*(E.tag(_text(tag)) for tag in (question.difficulty, *question.matters))),
        *_answers(question),
        type=_TYPES[type(question)],
    )


def _asked(question: QuizQuestion) -> str:
    stem = _html(question.stem)
    if isinstance(question, FillBlank):
        for blank in question.key:
            stem = stem.replace(BLANK, f"{{1:SHORTANSWER:={_html(blank).translate(_CLOZE)}}}", 1)
    return f"<p>{_html(question.scene)}</p><p>{stem}</p>" if question.scene else f"<p>{stem}</p>"


def _answers(question: QuizQuestion) -> Iterator[etree._Element]:
    match question:
        case SingleChoice():
            yield from _choices(question.options, (question.key,))
        case MultipleChoice():
            yield from _choices(question.options, question.key)
        case TrueFalse():
            for word, is_right in (("true", question.key), ("false", not question.key)):
                yield E.answer(
                    _text(word), fraction="100" if is_right else "0", format="moodle_auto_format"
                )
        case Ordering():
            yield from (E.layouttype("VERTICAL"), E.selecttype("ALL"), E.selectcount("0"))
            yield E.gradingtype("ABSOLUTE_POSITION")
            for place, step in enumerate(question.key, 1):
                words = _html(question.steps[step])
                yield E.answer(_text(words), fraction=f"{place}.0000000", format="html")
        case Matching():
            yield E.shuffleanswers("true")
            for left, right in zip(question.left, question.key, strict=True):
                partner = E.answer(_text(clean(question.right[right])))
                yield E.subquestion(_text(_html(left)), partner, format="html")
        case FillBlank():
            return
        case _:
            assert_never(question)


def _choices(options: tuple[str, ...], key: tuple[int, ...]) -> Iterator[etree._Element]:
    """Several right ones share the points; a wrong one takes away what a right one gives."""
    share = 100 / len(key)
    wrong = 0.0 if len(key) == 1 else -share
    yield E.single("true" if len(key) == 1 else "false")
    yield E.shuffleanswers("false")
    yield E.answernumbering("ABCD")
    for number, words in enumerate(options):
        fraction = f"{share if number in key else wrong:.7g}"
        yield E.answer(_text(_html(words)), fraction=fraction, format="html")


def _text(words: str) -> etree._Element:
    return E.text(clean(words))


def _html(words: str) -> str:
    return escape(clean(words), quote=False).replace("\n", "<br>")
