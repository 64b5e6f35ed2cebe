"""A checked document as a Word file with marks: wrong words highlighted, and a comment on each such sentence.

1. A .docx stays as it was, but for highlights and comments; any other text becomes a docx of its lines.
2. Each wrong sentence has one comment with what is wrong and the right clause word for word.
3. A first comment tells the counts, what was not checked and why, the documents and their status; it names
   the sentences that could not be found in the file again.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document as Word
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.exceptions import PackageNotFoundError
from docx.text.run import Run

from assistant.verify.whole import CheckedSentence, CheckedText
from ui.documents.checked import (
    count_sentence,
    judged_by,
    notices_of,
    offending_spans,
    sentence_lines,
    unchecked_sentence,
)
from ui.documents.document import clean
from ui.documents.marked_runs import WordText
from ui.documents.word_parts import LOOKS, set_page, set_styles
from ui.records.brand import BRAND

_INITIALS = "核对"
_QUOTED = 40


def make_marked_docx(checked: CheckedText, original: bytes | None = None) -> bytes:
    """The bytes of a docx file.

    Args:
        checked: what was found.
        original: the docx whose text it is; None for a text of another kind.
    """
    word = _open(original) if original else None
    own = word is not None
    word = word or _of_text(checked.text)
    text = WordText(word.element.body)
    placed = text.place([s.text for s in checked.sentences])
    wrong = [(s, at) for s, at in zip(checked.sentences, placed, strict=True) if s in checked.wrong]
    found = [(s, at, _wrong_spans(s, at)) for s, at in wrong if at is not None]
    text.cut([spans for _, at, spans in found for spans in ([at], spans)])
    for sentence, span, spans in found:
        for start, end in spans:
            for run in text.runs(start, end):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        _comment(word, text.runs(*span), sentence_lines(sentence, checked.documents))
    lost = [s for s, at in wrong if at is None]
    if first := text.runs(0, 1):
        _comment(word, first, _summary(checked, lost, own=own))
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def _open(original: bytes) -> Word | None:
    """The file as it is; None for one that is no plain docx, which then becomes a docx of its lines."""
    try:
        return docx.Document(BytesIO(original))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        return None


def _of_text(text: str) -> Word:
    word = docx.Document()
    set_styles(word, LOOKS)
    set_page(word)
    for line in text.split("\n"):
        word.add_paragraph(clean(line))
    return word


def _wrong_spans(sentence: CheckedSentence, at: tuple[int, int]) -> list[tuple[int, int]]:
    """Where the wrong words stand in the file; the whole sentence where they are not told."""
    squeezed = WordText.squeeze
    spans = []
    for start, end in offending_spans(sentence):
        before = len(squeezed(sentence.text[:start]))
        length = len(squeezed(sentence.text[start:end]))
        lost = len(squeezed(sentence.text)) - (at[1] - at[0])  # a number that Word makes by itself
        begin = at[0] + before - lost
        if length and at[0] <= begin and begin + length <= at[1]:
            spans.append((begin, begin + length))
    return spans or [at]


def _comment(word: Word, runs: Sequence[Run], lines: Sequence[str]) -> None:
    if runs:
        words = "\n".join(clean(line) for line in lines)
        word.add_comment(runs, words, author=BRAND, initials=_INITIALS)


def _summary(checked: CheckedText, lost: Sequence[CheckedSentence], *, own: bool) -> list[str]:
    said = ["核对结果", count_sentence(checked), unchecked_sentence(checked), judged_by(checked)]
    if not own:
        said.append("本文档由读出的文字做成，版式不是原件的。")
    if lost:
        said.append(f"有 {len(lost)} 句没能在文档里找到位置，写在这里：")
        for sentence in lost:
            shown = " ".join(sentence.text.split())
            said += [f"「{shown[:_QUOTED]}」", *sentence_lines(sentence, checked.documents)]
    said += notices_of(checked)
    return [line for line in said if line]
