"""A place's checklists under several regulations as one document, what is in force first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.rendering.lacking import lacking
from corpus.premises.several import PlaceList, Places
from corpus.text.provision import Regulation
from ui.documents.checklist import make_checklist_document
from ui.documents.document import Document, Part
from ui.documents.several import join_parts

#: What a list over several regulations is called.
NAME = "职责清单"
_NOTHING = "没有一部文件写到"
_MOST = 4


def make_checklists_document(
    place: Places,
    found: Sequence[PlaceList],
    without: Iterable[Regulation],
    date: str,
    *,
    why_not: bool = False,
    to_print: bool = True,
) -> Document:
    """The document of the lists, a part for each regulation that knows the place.

    Args:
        place: what was said of it.
        found: the list of each regulation that has such data.
        without: those that have none.
        date: ISO date that the document bears.
        why_not, to_print: as of ``make_checklist_document``.
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
            ),
        )
        for one in found
        if one.checklist is not None
    ]
    asked = title_across(place)
    silent = list(tell_silent(found, without))
    return replace(join_parts(asked, parts, silent, date, nothing=_NOTHING), name=NAME)


def title_across(place: Places) -> str:
    """What the lists are of."""
    of_kind = dict.fromkeys(kind.said for each in place.of for kind in each.kinds)
    words = list(of_kind) or list(place.said)
    said = [w for w in words if not any(w != other and w in other for other in words)]
    return f"{NAME}（{'、'.join(said[:_MOST]) or '未说明类型的场所'}）"


def tell_silent(
    found: Sequence[PlaceList], without: Iterable[Regulation]
) -> Iterator[tuple[Regulation, str]]:
    """The regulations that list nothing, each with the reason."""
    for one in found:
        if one.checklist is None:
            yield one.guide.register.regulation, "说的场所不在它的数据里，没有列清单。"
    for regulation in without:
        yield regulation, f"{lacking('places')}。"
