"""核对引用: a document or a pasted text, judged sentence by sentence. Pure functions."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.verify.verdict import PastedFinding, State, Why
from assistant.verify.whole import MOST_CHARACTERS, CheckedSentence, CheckedText
from corpus.readers.read import SUFFIXES
from ui.documents.checked import (
    SHOWN,
    count_sentence,
    judged_by,
    notices_of,
    offending_spans,
    right_lead,
    sentence_lines,
    unchecked_sentence,
)
from ui.records.findings import line_of
from ui.web.held import HeldDocuments
from ui.web.templating import part
from ui.web.views.downloads import Download
from ui.web.views.markup import Links

#: Longest text, in characters, and largest file, in bytes.
LONGEST, LARGEST = MOST_CHARACTERS, 20_000_000
#: What is so long is not quoted whole where it is only named.
_SHORT = 48


@dataclass(frozen=True, slots=True)
class ShownState:
    """How a state is shown: what is wrong says so, and what was not checked never looks checked."""

    name: str
    sign: str
    css: str


STATES: dict[State, ShownState] = {
    "已核对": ShownState(SHOWN["已核对"], "✓", "checked"),
    "改用原文": ShownState(SHOWN["改用原文"], "✕", "wrong"),
    "未核对": ShownState(SHOWN["未核对"], "？", "unchecked"),
}


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """Words of the document: between sentences, a sentence with its pieces, or a piece of one."""

    words: str
    wrong: bool = False
    number: int = 0
    css: str = ""
    inner: tuple[ShownPiece, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingTold:
    """What a card says of one finding."""

    reason: str
    lead: str
    cited: Markup
    original: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that is said of one sentence."""

    number: int
    shown: ShownState
    words: tuple[ShownPiece, ...]
    told: tuple[FindingTold, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A sentence that was not checked, by its first words."""

    number: int
    short: str
    has_card: bool


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result as the template shows it."""

    total: str
    report: str
    counts: tuple[tuple[int, ShownState], ...]
    judged_by: str
    reading: tuple[str, ...]
    wrong: int
    whose: str
    pieces: tuple[ShownPiece, ...]
    cards: tuple[Card, ...]
    unchecked: tuple[tuple[Why, tuple[Named, ...]], ...]
    unchecked_count: int
    notices: tuple[str, ...]
    file: str
    file_name: str


def render_verify(example: str = "") -> str:
    """The view before anything is given; ``example``: a text that shows how it works."""
    accept = ",".join(sorted(SUFFIXES))
    return str(part("verify", "form", example, LONGEST, STATES, accept, LARGEST))


def render_checked(
    checked: CheckedText,
    *,
    name: str = "",
    reading: Sequence[str] = (),
    marked: Download | None = None,
) -> str:
    """What checking found, beside the document.

    Args:
        checked: the document.
        name: of the file; empty for a pasted text.
        reading: how the file was read, a line each.
        marked: the copy with marks.
    """
    if not checked.sentences:
        return trouble_of("没有可核对的文字", "请先选一份文件，或粘贴一段文字。")
    held = HeldDocuments(checked.documents)
    cards = tuple(_cards(checked, held))
    unchecked = _unchecked(checked, {card.number for card in cards})
    page = ResultPage(
        total=count_sentence(checked),
        report=render_report(checked),
        counts=tuple((checked.counts[state], shown) for state, shown in STATES.items()),
        judged_by=judged_by(checked),
        reading=tuple(reading),
        wrong=len(checked.wrong),
        whose=name or "您的文字",
        pieces=tuple(_pieces(checked)),
        cards=cards,
        unchecked=unchecked,
        unchecked_count=checked.counts["未核对"],
        notices=tuple(notices_of(checked)),
        file=_address(marked) if marked else "",
        file_name=marked.name if marked else "",
    )
    return str(part("verify", "result", STATES, page))


def trouble_of(title: str, sentence: str) -> str:
    """What is said where nothing can be checked."""
    return str(part("parts", "trouble", title, [sentence]))


def _address(file: Download) -> str:
    """A file as its own address, so that it is kept nowhere but on the page."""
    return f"data:{file.media_type};base64,{base64.b64encode(file.content).decode()}"


# --- the document -------------------------------------------------------------------------------


def _pieces(checked: CheckedText) -> Iterator[ShownPiece]:
    """The whole text: what stands between sentences, and the sentences."""
    at = 0
    for sentence in checked.sentences:
        start, end = sentence.span
        if at < start:
            yield ShownPiece(checked.text[at:start])
        css = STATES[sentence.state].css
        inner = (
            tuple(_marked(sentence))
            if sentence.state == "改用原文"
            else (ShownPiece(sentence.text),)
        )
        yield ShownPiece("", False, sentence.number, css, inner)
        at = end
    if at < len(checked.text):
        yield ShownPiece(checked.text[at:])


def _marked(sentence: CheckedSentence) -> Iterator[ShownPiece]:
    """A sentence with its wrong words apart; the whole of it where they are not told."""
    at = 0
    for start, end in offending_spans(sentence) or [(0, len(sentence.text))]:
        if at < start:
            yield ShownPiece(sentence.text[at:start])
        yield ShownPiece(sentence.text[start:end], wrong=True)
        at = end
    if at < len(sentence.text):
        yield ShownPiece(sentence.text[at:])


# --- cards --------------------------------------------------------------------------------------


def _cards(checked: CheckedText, held: HeldDocuments) -> Iterator[Card]:
    """A card for each sentence of which there is more to say than why it was not checked."""
    for sentence in checked.sentences:
        if sentence.state == "未核对" and not any(f.ids or f.original for f in sentence.findings):
            continue
        wrong = sentence.state == "改用原文"
        words = tuple(_marked(sentence)) if wrong else (ShownPiece(sentence.text),)
        told = tuple(_told(f, held) for f in sentence.telling)
        yield Card(sentence.number, STATES[sentence.state], words, told)


def _told(finding: PastedFinding, held: HeldDocuments) -> FindingTold:
    ids = finding.right or finding.ids
    cited = Markup("、").join(
        Links(held.of(i.document), held.slug(i.document)).to(i.of(""), held.name(i)) for i in ids
    )
    lead = right_lead(finding) if finding.original and finding.right else "条款："
    return FindingTold(finding.reason, lead, cited, finding.original)


def _unchecked(
    checked: CheckedText, with_card: set[int]
) -> tuple[tuple[Why, tuple[Named, ...]], ...]:
    found: dict[Why, list[Named]] = defaultdict(list)
    for sentence in checked.sentences:
        if sentence.why is not None:
            found[sentence.why].append(
                Named(sentence.number, _short(sentence), sentence.number in with_card)
            )
    return tuple((why, tuple(found[why])) for why in checked.unchecked)


def _short(sentence: CheckedSentence) -> str:
    words = " ".join(sentence.text.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT]}……"


def render_report(checked: CheckedText) -> str:
    """The result as plain text, to paste elsewhere."""
    report = [f"核对引用：{count_sentence(checked)}", judged_by(checked)]
    for sentence in checked.sentences:
        if sentence.state == "已核对" or not sentence.findings:
            continue
        line, shown = line_of(checked.text, sentence.span[0]), " ".join(sentence.text.split())
        told = sentence_lines(sentence, checked.documents)
        report += ["", f"{sentence.number}. 第 {line} 行：{shown}", *(f"   {row}" for row in told)]
    report += ["", *filter(None, [unchecked_sentence(checked)]), *notices_of(checked)]
    return "\n".join(report)
