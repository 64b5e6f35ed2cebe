"""我的清单: what a place must do, with reasons, to be ticked off and filled in. Pure functions.

Over several documents there is one description, and a list of each document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.answering.quoting import document_mark
from corpus.errors import FiredutyError
from corpus.premises.applicability import Guide
from corpus.premises.checklist import Checklist
from corpus.premises.several import Guides, Places
from corpus.premises.work import WorkKind, WorkLine, work_of
from corpus.register.lookups import label
from ui.documents.checklist import (
    group_beside,
    group_work,
    key_of,
    kind_of,
    list_besides,
    make_checklist_document,
    sum_up,
    tell_bearer,
    tell_reasons,
)
from ui.documents.checklist_calendar import make_calendar, recurring
from ui.documents.checklist_filled import FilledLines
from ui.documents.checklists_across import make_checklists_document
from ui.documents.document import Document, DocumentSection
from ui.records.anchors import anchor
from ui.web.templating import part, render
from ui.web.views.checklist_form import PlaceQuery, choices_of, place_of, render_place_form
from ui.web.views.document_choice import DocumentChoice
from ui.web.views.markup import Links
from ui.web.views.parts import render_part

#: More open questions than this are folded.
_OPEN = 1
Lists = Sequence[tuple[Guide, Checklist]]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the page shows it.

    Attributes:
        id: of its box.
        key: under which browsers keep what is filled in.
        text: its own words, verbatim.
        condition: what follows 如果.
        link: its citation.
        bearer: who acts.
        times: how often or by when, as printed.
        because: why it applies.
    """

    id: str
    key: str
    text: str
    condition: str
    link: Markup
    bearer: str
    times: Sequence[str]
    because: Sequence[Markup]


@dataclass(frozen=True, slots=True)
class ShownList:
    """The list of one document.

    Attributes:
        said: sentences before it.
        tasks: heading, how many, and the lines under the words on which they depend.
        beside: what is no work: heading, and sentences with citation and condition.
        folded: what else the document says.
        links: into its text.
        level: of its headings.
        course: address of the training on exactly these duties.
    """

    said: Sequence[Markup]
    tasks: Sequence[tuple[str, int, Sequence[tuple[str, Sequence[ShownLine]]]]]
    beside: Sequence[tuple[str, Sequence[tuple[str, Markup, str]]]]
    folded: Sequence[DocumentSection]
    links: Links
    level: int
    course: str


def render_checklist(query: PlaceQuery, choice: DocumentChoice, date: str) -> Markup:
    """The whole view; ``date``: ISO date that exports bear."""
    guides = _guides_of(choice)
    if not guides.guides:
        told = part("parts", "trouble", "不能列清单", [choice.lacking])
        return render("checklist", choice=choice.render(), form="", result=told)
    form = render_place_form(query, guides, choice.services.examples)
    result = _result(query, choice, guides, date)
    return render("checklist", choice=choice.render(), form=form, result=result)


def _guides_of(choice: DocumentChoice) -> Guides:
    one = choice.services.guide
    return Guides(choice.services.guides if choice.whole else [one] if one is not None else [])


def _result(query: PlaceQuery, choice: DocumentChoice, guides: Guides, date: str) -> Markup:
    if not query.asks:
        place = choice.services.examples.place
        address = PlaceQuery(place, document=query.document).address()
        return part("checklist_parts", "start", place, address)
    try:
        place_ = place_of(query, guides)
        if not place_:
            return _unrecognised(query, guides)
        return _shown(query, choice, guides, place_, date)
    except FiredutyError as error:
        return part("parts", "trouble", "列不出清单", [str(error)])


def _unrecognised(query: PlaceQuery, guides: Guides) -> Markup:
    said = f"「{query.describe}」里没有认出单位类型或场所情况。请写明是什么单位，或回答下面的问题："
    asked = part("checklist_parts", "asked", *_questions(query, guides.nothing, guides))
    return part("parts", "trouble", "没有认出是什么场所", [said], asked)


def _shown(
    query: PlaceQuery, choice: DocumentChoice, guides: Guides, place: Places, date: str
) -> Markup:
    lists = guides.listed(place)
    shown = [_list_of(query, guide, checklist, choice) for guide, checklist in lists]
    made = [part("checklist_parts", "ticks", one) for one in shown]
    if choice.whole:
        pairs = zip(lists, made, strict=True)
        made = [Markup(render_part(g.register.regulation, inner)) for (g, _), inner in pairs]
    document = _document(choice, guides, place, date, to_print=False)
    return part(
        "checklist_parts",
        "working",
        document,
        made,
        query=query,
        kind=kind_of(guides.guides, place.of),
        total=sum(count for one in shown for _, count, _ in one.tasks),
        recurring=len(list(recurring(lists))),
        questions=_questions(query, place, guides),
        silent=document.summary if choice.whole else (),
    )


# --- files --------------------------------------------------------------------------------------


def checklist_document(
    query: PlaceQuery, choice: DocumentChoice, date: str, filled: FilledLines
) -> Document:
    """What is downloaded: the lists as they are filled in, with what does not apply.

    Raises:
        FiredutyError: there is no such data, or the place is unknown or contradicts itself.
    """
    guides = _guides(choice)
    return _document(choice, guides, place_of(query, guides), date, filled=filled)


def checklist_calendar(
    query: PlaceQuery, choice: DocumentChoice, date: str, filled: FilledLines, start: str
) -> tuple[bytes, str]:
    """The recurring duties of a year as a calendar file, and its name.

    Args:
        query, choice, date: as of the view.
        filled: what is filled in.
        start: ISO date of the first day; empty for ``date``.

    Raises:
        FiredutyError: as of ``checklist_document``, and where nothing recurs.
    """
    guides = _guides(choice)
    place = place_of(query, guides)
    name = f"{kind_of(guides.guides, place.of)}工作日历"
    return make_calendar(guides.listed(place), name, start or date, date, filled), name


def _guides(choice: DocumentChoice) -> Guides:
    found = _guides_of(choice)
    if not found.guides:
        raise FiredutyError(choice.lacking)
    return found


def _document(
    choice: DocumentChoice,
    guides: Guides,
    place: Places,
    date: str,
    *,
    to_print: bool = True,
    filled: FilledLines | None = None,
) -> Document:
    found = guides.checklists(place)
    if choice.whole:
        lacking = choice.services.lacking(guides.regulations)
        return make_checklists_document(
            place, found, lacking, date, why_not=True, to_print=to_print, filled=filled
        )
    (one,) = found
    assert one.checklist is not None  # else there would have been an error
    return make_checklist_document(
        one.guide, one.checklist, date, why_not=True, to_print=to_print, filled=filled
    )


# --- the list of one document -------------------------------------------------------------------


def _list_of(
    query: PlaceQuery, guide: Guide, checklist: Checklist, choice: DocumentChoice
) -> ShownList:
    regulation, services = guide.register.regulation, choice.services
    slug = services.held.slug(regulation.key) if choice.whole else services.slug
    links, work = Links(regulation, slug), work_of(checklist, regulation)
    mark = document_mark(regulation) if choice.whole else ""
    besides = list_besides(guide, checklist, why_not=True)
    return ShownList(
        [links.sentence(said) for said in sum_up(checklist, work)],
        [
            (name or "要做的事", len(lines), list(_led(guide, lines, links, mark)))
            for name, lines in group_work(work)
        ],
        [
            (
                name,
                [(x.sentence, _cited(guide, x, links, mark), x.condition) for x in lines],
            )
            for name, lines in group_beside(work)
        ],
        [section.filled for section in besides],
        links,
        5 if choice.whole else 4,
        _course(query, guide) if any(x.kind is WorkKind.TO_DO for x in work) else "",
    )


def _course(query: PlaceQuery, guide: Guide) -> str:
    """The address of the training on what the list asks; of what a document cannot ask, nothing."""
    known = {question.id for question in guide.data.questions}
    about = PlaceQuery(
        "，".join(filter(None, (query.describe, *query.units))),
        (),
        tuple(pair for pair in query.answers if pair[0] in known),
        guide.register.regulation.key,
    )
    return about.address().replace("checklist?", "train?", 1)


def _led(
    guide: Guide, lines: Sequence[WorkLine], links: Links, mark: str
) -> Iterator[tuple[str, Sequence[ShownLine]]]:
    """Lines under the words on which they depend, each said once."""
    lead, shown = "", list[ShownLine]()
    for line in lines:
        if shown and line.lead != lead:
            yield lead, shown
            shown = []
        lead = line.lead
        shown.append(_line(guide, line, links, mark))
    yield lead, shown


def _line(guide: Guide, line: WorkLine, links: Links, mark: str) -> ShownLine:
    return ShownLine(
        f"tick-{anchor(line.provision, links.slug)}-{line.key.rsplit('#', 1)[-1]}",
        key_of(line, links.regulation),
        line.text,
        line.condition,
        _cited(guide, line, links, mark),
        tell_bearer(line),
        [label(time) for time in line.times],
        [links.sentence(reason) for reason in tell_reasons(guide, line)],
    )


def _cited(guide: Guide, line: WorkLine, links: Links, mark: str) -> Markup:
    return links.to(line.provision, f"{mark}{guide.cite(line.provision)}")


# --- what is still open -------------------------------------------------------------------------

LinkedQuestion = tuple[str, Sequence[tuple[str, str]]]


def _questions(
    query: PlaceQuery, place: Places, guides: Guides
) -> tuple[Sequence[LinkedQuestion], Sequence[LinkedQuestion]]:
    """Questions whose answers would still change a list, with an address for each answer."""
    asked = [
        (q.text, [(name, query.address((q.id, value))) for value, name in choices_of(q)])
        for q in guides.relevant(place)
    ]
    return asked[:_OPEN], asked[_OPEN:]
