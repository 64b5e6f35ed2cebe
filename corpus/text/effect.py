"""Since when a text is in force, as far as it prints that: never concluded from anything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from corpus.text.dates import find_dates
from corpus.text.history import LawEvent

_BEGINS = r"(?:正式|开始|全面)?(?:施行|实施|生效|执行|试行)"
_SINCE = re.compile(rf"(?:零时|0时)?(?:之日)?(?:起|开始)?{_BEGINS}(?!的|后|前)")
_ITS_DAY = re.compile(
    rf"(?:自|从|于)?(?P<verb>公布|发布|颁布|印发|批准|通过|公告|下发)之?日(?:起|开始)?{_BEGINS}"
)
#: A part of a text that is in force from another day.
_PART = re.compile(r"第[^，。；]{1,12}[条款章项](?:的规定|规定)?[，,]?$|其中|修改文本$|修改决定$")
_TITLE = re.compile(r"《[^《》]*》")
#: The verbs of an event that are meant by the verb of 「自公布之日起施行」.
_MEANT = {
    "公布": ("公布", "发布"),
    "发布": ("发布", "公布"),
    "颁布": ("公布", "发布"),
    "公告": ("公布", "发布"),
    "印发": ("发布", "公布"),
    "下发": ("发布", "公布"),
    "批准": ("批准",),
    "通过": ("通过",),
}


def effective_date(
    last_words: Sequence[str], head: Sequence[str], events: Sequence[LawEvent]
) -> date | None:
    """The day from which a text is in force; None where it is not printed.

    「自公布之日起施行」 is the day of publication only where the head prints that.

    Args:
        last_words: the texts of the last provisions, the last first.
        head: the notes under the title.
        events: what those notes say of how the text came to be.
    """
    for words in last_words:
        if day := _printed(words):
            return day
    days = [e.day for e in events if e.kind == "施行"]
    if day := days[-1] if days else _printed("\n".join(head)):
        return day
    by_event = (_by_event(words, events) for words in (*last_words, *head))
    return next(filter(None, by_event), None)


def _printed(words: str) -> date | None:
    """The day of 「自2024年5月1日起施行」 for the whole text."""
    plain = re.sub(r"[^\S\n]+", "", _TITLE.sub("《》", words))
    for found in find_dates(plain):
        if not _SINCE.match(plain, found.end):
            continue
        before = re.split(r"[。；\n]", plain[: found.start])[-1]
        before = re.sub(r"[自从于由]$", "", before)
        if not _PART.search(before):
            return found.day
    return None


def _by_event(words: str, events: Sequence[LawEvent]) -> date | None:
    found = _ITS_DAY.search(re.sub(r"\s+", "", words))
    if found is None:
        return None
    start = next((i for i, e in reversed(list(enumerate(events))) if e.is_new_text), 0)
    kinds = _MEANT[found["verb"]]
    rest = events[start:]
    for kind in kinds:
        for event in rest:
            if event.kind == kind and not event.by_decision:
                return event.day
    return None
