"""A place's checklists under several regulations as one document, what is in force first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.rendering.lacking import lacking
from corpus.premises.several import PlaceList, Places
from corpus.text.provision import Regulation
from ui.documents.checklist import make_checklist_document, name_of
from ui.documents.checklist_filled import FilledLines
from ui.documents.document import Document, Part
from ui.documents.several import join_parts

_NOTHING = "没有一部文件写到"


def make_checklists_document(
    place: Places,
    found: Sequence[PlaceList],
    without: Iterable[Regulation],
    date: str,
    *,
    why_not: bool = False,
    to_print: bool = True,
    filled: FilledLines | None = None,
) -> Document:
    """The document of the lists, a part for each regulation that knows the place.

    Args:
        place: what was said of it.
        found: the list of each regulation that has such data.
        without: those that have none.
        date: ISO date that the document bears.
        why_not, to_print, filled: as of ``make_checklist_document``.
    """
    parts = [
        Part(
            one.guide.register.regulation,
            make_checklist_document(
                one.guide,
                one.checklist,
                date,
                why_not=why_not,
                to_print=to_print,
                key=one.guide.register.regulation.key,
                filled=filled,
            ),
        )
        for one in found
        if one.checklist is not None
    ]
    asked = name_of([one.guide for one in found], place.of)
    silent = list(tell_silent(found, without))
    joined = join_parts(asked, parts, silent, date, nothing=_NOTHING)
    return replace(joined, name=f"{asked} {date}")


def tell_silent(
    found: Sequence[PlaceList], without: Iterable[Regulation]
) -> Iterator[tuple[Regulation, str]]:
    """The regulations that list nothing, each with the reason."""
    for one in found:
        if one.checklist is None:
            yield one.guide.register.regulation, "说的场所不在它的数据里，没有列清单。"
    for regulation in without:
        yield regulation, f"{lacking('places')}。"
