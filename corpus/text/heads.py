"""What a text says of itself: who made it and when, since when it is in force, whether it is a draft.

Read from the notes under the title and from the last provisions. What is printed in neither stays
empty: nothing is guessed, and a text that says nothing of its status has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.text.bodies import body_in_title
from corpus.text.effect import effective_date
from corpus.text.history import LawEvent, body_of_number, flat_head, read_events, read_number
from corpus.text.printed_fields import PrintedFields, is_field, read_fields
from corpus.text.provision import Level, Provision
from corpus.text.ranks import rank_of
from corpus.text.status import NOT_STATED
from corpus.text.titles import head_lines, without_title

#: How many of the last provisions may say since when the text is in force.
_LAST = 4
_LONGEST_NOTE = 200
_DRAFT = re.compile(r"(?P<word>征求意见稿|送审稿|讨论稿|草案)(?:[一二三]次审议稿)?(?=[）)》]|$)")
_COMMENTS = re.compile(r"公开征(?:求|集).*意见的(?:通知|公告|通告|函)$")
_REPEALED = re.compile(r"[（(\[【](?:本\w{1,4})?(?:现?已)?(?:经)?(?:被)?(?:废止|失效)[）)\]】]")
_PUBLISHED_HERE = re.compile(r"(?:现予|予以|现)(?:公布|发布|颁布|印发)|印发给你们")
_HISTORY_FIRST = re.compile(r"[（(]?(?:根据|经|自)?\d{4}年|[（(]")


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a text says of itself.

    Attributes:
        events: what the head prints of how it came to be, in printed order.
        number: of the last decree or file that is printed; empty where none is.
        issuer: the body that made it; empty where none is printed.
        rank: see ``corpus.text.ranks``.
        version: the day by which its words became what they are, as 2021-04-29.
        effective: since when it is in force.
        status: a status word, ``NOT_STATED`` where the text says nothing of it.
        status_source: the words from which the status is, in Chinese; empty where there is none.
    """

    events: tuple[LawEvent, ...] = ()
    number: str = ""
    issuer: str = ""
    rank: str = ""
    version: str = ""
    effective: date | None = None
    status: str = NOT_STATED
    status_source: str = ""


def read_head(body: Provision, title: str, today: date) -> DocumentHead:
    """What a parsed text says of itself.

    Args:
        body: the whole text.
        title: of the text; read by ``corpus.text.titles.guess_title``.
        today: the day on which it is read; a text that begins later is 尚未施行.
    """
    printed = head_lines(body)
    lines = without_title(printed, title)
    fields = read_fields(lines)
    notes = [line for line in _joined([x for x in lines if not is_field(x)]) if _is_note(line)]
    events = read_events(notes, title)
    if fields.published and not events:
        events = (LawEvent("公布", fields.published, fields.issuer, fields.number),)
    number = fields.number or _number_of(events) or read_number(notes)
    issuer = fields.issuer or issuer_of(events, title) or body_of_number(number)
    effective = effective_date(_last_words(body), notes, events) or fields.effective
    status, source = _status(
        lines=printed,
        title=title,
        fields=fields,
        events=events,
        effective=effective,
        today=today,
    )
    changed = [e.day for e in events if e.changes_words]
    return DocumentHead(
        events=events,
        number=number,
        issuer=issuer,
        rank=fields.rank or rank_of(title, issuer, number, events),
        version=max(changed).isoformat() if changed else "",
        effective=effective,
        status=status,
        status_source=source,
    )


def issuer_of(events: Sequence[LawEvent], title: str = "") -> str:
    """The body that made a text: that adopted it, else that published it; empty if unknown.

    A whole revision counts as a new text, an amendment of parts does not.
    """
    if named := body_in_title(title):
        return named
    made = [e for e in _since_new(events) if e.body and not e.by_decision]
    lawmakers = ("人民代表大会", "最高人民法院", "最高人民检察院")
    adopted = [e for e in made if e.kind in ("通过", "修订")]
    for event in adopted:
        if any(word in event.body for word in lawmakers):
            same = [e.body for e in adopted if e.day == event.day or "最高" in e.body]
            return "、".join(dict.fromkeys(same)) if "最高" in event.body else event.body
    published = [e for e in made if e.kind in ("公布", "发布")]
    others = [e for e in made if e.kind not in ("批准", "施行", "废止")]
    return next((e.body for e in (*published, *adopted, *others)), "")


def _number_of(events: Sequence[LawEvent]) -> str:
    """The number under which the text was published, not those of later amendments."""
    numbers = [e.number for e in _since_new(events) if e.number and e.kind != "废止"]
    return next(iter(numbers), "")


def _since_new(events: Sequence[LawEvent]) -> Sequence[LawEvent]:
    """The events from the last by which the whole text was made anew."""
    new = [i for i, e in enumerate(events) if e.is_new_text and e.body]
    return events[new[-1] :] if new else events


def _joined(lines: Sequence[str]) -> list[str]:
    """Head lines, those joined that one note is printed over."""
    joined: list[str] = []
    for line in flat_head(lines).split("\n"):
        whole = not joined or joined[-1].count("《") <= joined[-1].count("》")
        if whole or line.startswith("《"):
            joined.append(line)
        else:
            joined[-1] += line
    return joined


def _is_note(line: str) -> bool:
    """Whether a line says how the text came to be, and is not the first words of its prose."""
    if _PUBLISHED_HERE.search(line) or _HISTORY_FIRST.match(line):
        return True
    return "。" not in line and len(line) <= _LONGEST_NOTE and not line.endswith(("：", ":"))


def _last_words(body: Provision) -> list[str]:
    """The texts of the last provisions that speak of 施行, the last first, without annexes."""
    words = [
        node.text
        for child in body.children
        if child.level is not Level.ANNEX
        for node in child.walk()
        if node.level >= Level.ARTICLE and node.text
    ]
    speaks = [w for w in reversed(words) if re.search(r"施行|实施|生效|执行", w)]
    return speaks[:_LAST]


def _status(
    *,
    lines: Sequence[str],
    title: str,
    fields: PrintedFields,
    events: Sequence[LawEvent],
    effective: date | None,
    today: date,
) -> tuple[str, str]:
    """A status word and the words that it is from."""
    if fields.status:
        return fields.status, f"文首所印「{fields.status_words}」"
    for line in (title, *lines):
        plain = line.replace(" ", "")
        if found := _DRAFT.search(plain) if len(plain) <= _LONGEST_NOTE else None:
            return found["word"], f"标题或题注所印「{found['word']}」"
        if _COMMENTS.search(plain):
            return "征求意见稿", f"文首所印「{plain}」"
        if found := _REPEALED.search(plain):
            return "已废止", f"标题或题注所印「{found.group()}」"
    if repealed := next((e for e in events if e.kind == "废止"), None):
        return "已废止", f"题注所印 {repealed.day.isoformat()} 废止"
    if effective is not None and effective > today:
        return "尚未施行", f"文中所印的施行日期 {effective.isoformat()} 未到"
    return NOT_STATED, ""
