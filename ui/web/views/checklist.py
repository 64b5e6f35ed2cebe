"""我的清单: what a place must do, with reasons, to be ticked off. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answering.quoting import source_of, status_notice
from corpus.errors import FiredutyError
from corpus.language.examples import NO_EXAMPLES, Examples
from corpus.premises.applicability import Guide
from corpus.premises.checklist import Checklist, ChecklistLine
from corpus.premises.several import Guides, PlaceList, Places
from corpus.register.lookups import label
from ui.documents.checklist import (
    group_lines,
    list_besides,
    make_checklist_document,
    sum_up,
    tell_bearer,
    tell_reasons,
    title_of,
)
from ui.documents.document import Document, DocumentSection
from ui.records.anchors import anchor
from ui.web.views.checklist_form import (
    PlaceQuery,
    choices_of,
    place_of,
    render_place_form,
)
from ui.web.views.document_choice import DocumentChoice
from ui.web.views.markup import Links, render_section, render_source, text, trouble

_FORMATS = {"docx": "Word", "xlsx": "Excel"}
#: More open questions than this are folded.
_OPEN = 1
NO_DATA = "这部法规还没有场所适用性数据，不能列清单；可以在职责查询里按主体查。"


def render_checklist(
    query: PlaceQuery,
    guide: Guide | None,
    date: str,
    examples: Examples = NO_EXAMPLES,
    choice: DocumentChoice | None = None,
) -> str:
    """The whole view.

    Args:
        query: what is said about the place.
        guide: None where the regulation has no such data.
        date: ISO date that exports bear.
        examples: words for empty fields.
        choice: of which document the data is; None where there is no other.
    """
    head, slug = render_head(choice), choice.services.slug if choice is not None else ""
    if guide is None:
        lacking = choice.lacking if choice is not None else NO_DATA
        return f'<div class="view">{head}{trouble("不能列清单", [lacking])}</div>'

    def show(found: Sequence[PlaceList], place: Places) -> str:
        (one,) = found
        assert one.checklist is not None  # else there would have been an error
        return _shown(query, one.checklist, place, guides, date=date, slug=slug)

    guides = Guides((guide,))
    return render_view(query, guides, examples, head, show)


def render_head(choice: DocumentChoice | None) -> str:
    """The view's name, and of which document it is."""
    of = choice.render() if choice is not None else ""
    return (
        '<h2 tabindex="-1">我的清单</h2><p class="lead">说说是什么场所，列出要做的事、条款和适用的理由；'
        f"没有说到的列成问题，不替您猜。</p>{of}"
    )


def render_view(
    query: PlaceQuery,
    guides: Guides,
    examples: Examples,
    head: str,
    show: Callable[[Sequence[PlaceList], Places], str],
) -> str:
    """The whole view: the form, and what is listed or why nothing is.

    Args:
        query: what is said about the place.
        guides: what applies to which place.
        examples: words for empty fields.
        head: HTML of the view's name.
        show: what was found, of the place as it was understood → HTML.
    """
    return (
        f'<div class="view">{head}{render_place_form(query, guides, examples)}'
        f'<div class="result">{_result(query, guides, examples, show)}</div></div>'
    )


def _result(
    query: PlaceQuery,
    guides: Guides,
    examples: Examples,
    show: Callable[[Sequence[PlaceList], Places], str],
) -> str:
    if not query.asks:
        return f'<div class="starting">{_start(query, examples.place)}</div>'
    try:
        place = place_of(query, guides)
        if not place:
            return _unrecognised(query, guides)
        return show(guides.checklists(place), place)
    except FiredutyError as error:
        return trouble("列不出清单", [str(error)])


def _start(query: PlaceQuery, example: str) -> str:
    address = text(replace(query, describe=example).address())
    shown = (
        f'，例如：</p><ul class="choices"><li><a href="#{address}">{text(example)}</a></li></ul>'
        if example
        else "。</p>"
    )
    return (
        f"<p>写一句话就够了{shown}"
        "<p>写的内容只用来列这张清单，程序不保存。勾选记在这个浏览器里，换一台电脑看不到。</p>"
    )


def _unrecognised(query: PlaceQuery, guides: Guides) -> str:
    return trouble(
        "没有认出是什么场所",
        [f"「{query.describe}」里没有认出单位类型或场所情况。请写明是什么单位，或回答下面的问题："],
        _questions(query, guides.nothing, guides),
    )


def export_of(query: PlaceQuery, guide: Guide, date: str) -> Document:
    """What is downloaded: the checklist with what does not apply.

    Raises:
        FiredutyError: the place is unknown or contradicts itself.
    """
    guides = Guides((guide,))
    ((_, checklist),) = guides.listed(place_of(query, guides))
    return make_checklist_document(guide, checklist, date, why_not=True)


# --- the list -----------------------------------------------------------------------------------


def _shown(
    query: PlaceQuery,
    checklist: Checklist,
    place: Places,
    guides: Guides,
    *,
    date: str,
    slug: str,
) -> str:
    (guide,) = guides.guides
    regulation = guide.register.regulation
    title = title_of(checklist, regulation)
    return (
        f'<div class="headline"><h3 tabindex="-1">{text(title)}</h3>{render_tools(query)}</div>'
        f"{render_summary(checklist, Links(regulation, slug))}{render_asked(query, place, guides)}"
        f"{render_progress(len(checklist.lines))}{render_ticks(checklist, guide, slug)}"
        f"{render_source(source_of(regulation), date, status_notice(regulation))}"
    )


def render_summary(checklist: Checklist, links: Links) -> str:
    """The sentences before the lists."""
    said = "".join(f"<p>{links.sentence(s)}</p>" for s in sum_up(checklist))
    return f'<div class="summary">{said}</div>'


def render_progress(total: int) -> str:
    """How many lines are ticked; nothing where there are none."""
    if not total:
        return ""
    return (
        '<div class="progress"><label for="ticked">完成</label>'
        f'<progress id="ticked" max="{total}" value="0"></progress>'
        f'<output for="ticked">0 / {total}</output>'
        '<button type="button" class="plain untick">清除勾选</button></div>'
    )


def render_ticks(
    checklist: Checklist, guide: Guide, slug: str, *, mark: str = "", level: int = 4
) -> str:
    """The lists of one regulation, to be ticked off, and folded what else it says.

    Args:
        checklist: of the place.
        guide: that made it.
        slug: what the anchors of the regulation begin with.
        mark: the regulation and its status, to stand in every line; empty where there is one only.
        level: of the headings.
    """
    regulation = guide.register.regulation
    links = Links(regulation, slug)
    lists = "".join(_lists(checklist, guide, links, mark, level))
    besides = list_besides(guide, checklist, why_not=True)
    folded = "".join(_folded(s, links, level) for s in besides)
    return f'<div class="ticks" data-ticks="{text(regulation.id)}">{lists}{folded}</div>'


def _lists(
    checklist: Checklist, guide: Guide, links: Links, mark: str, level: int
) -> Iterator[str]:
    """Lines to tick, under their headings."""
    for name, lines in group_lines(checklist):
        rows = "".join(_line(line, guide, links, mark) for line in lines)
        heading = text(name or "要做的事")
        count = f'<span class="count">{len(lines)} 项</span>'
        yield (
            f'<section class="table"><h{level}>{heading}{count}</h{level}>'
            f'<ol class="lines">{rows}</ol></section>'
        )


def _line(line: ChecklistLine, guide: Guide, links: Links, mark: str) -> str:
    key = line.duty.id
    id_ = f"tick-{anchor(line.provision, links.slug)}-{key.rsplit('#', 1)[-1]}"
    bound = [tell_bearer(line), *map(label, line.times)]
    facts = "".join(f"<span>{text(fact)}</span>" for fact in bound if fact)
    condition = f'<p class="if">如果{text(line.condition)}，则适用</p>' if line.condition else ""
    because = "<br>".join(links.sentence(r) for r in tell_reasons(guide, line))
    citation = f"{mark}{guide.cite(line.provision)}"
    return (
        f'<li class="line"><input type="checkbox" id="{id_}" data-key="{text(key)}">'
        f'<div><label for="{id_}">{text(line.text)}</label>{condition}'
        f'<div class="facts">{links.to(line.provision, citation)}{facts}'
        f'<details class="why"><summary>为什么适用</summary><p>{because}</p></details></div></div></li>'
    )


def _folded(section: DocumentSection, links: Links, level: int) -> str:
    inner = render_section(section, links, level=level)
    return (
        f'<details class="folded"><summary>{text(section.heading)}'
        f'<span class="count">{len(section.rows)} 处</span></summary>{inner}</details>'
    )


# --- what is still open -------------------------------------------------------------------------


def render_asked(query: PlaceQuery, place: Places, guides: Guides) -> str:
    """Questions whose answers would still change a list."""
    asked = _questions(query, place, guides)
    return f'<section class="open"><h4>还想知道</h4>{asked}</section>' if asked else ""


def _questions(query: PlaceQuery, place: Places, guides: Guides) -> str:
    rows = [_question(query, q.id, q.text, choices_of(q)) for q in guides.relevant(place)]
    first, rest = "".join(rows[:_OPEN]), "".join(rows[_OPEN:])
    if not rest:
        return first
    more = len(rows) - _OPEN
    return f'{first}<details class="folded"><summary>再答 {more} 问</summary>{rest}</details>'


def _question(query: PlaceQuery, id_: str, words: str, choices: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<li><a href="#{text(query.address((id_, value)))}">{text(name)}</a></li>'
        for value, name in choices
    )
    return f'<div class="question"><p>{text(words)}</p><ul class="choices">{links}</ul></div>'


def render_tools(query: PlaceQuery) -> str:
    """Files are asked for by POST, so that what somebody wrote stands in no log."""
    hidden = "".join(
        f'<input type="hidden" name="{text(name)}" value="{text(value)}">'
        for name, value in query.pairs
    )
    buttons = "".join(
        f'<button type="submit" class="plain" formaction="download/checklist.{format}">{name}</button>'
        for format, name in _FORMATS.items()
    )
    return (
        '<div class="acts"><form class="downloads" method="post" aria-label="下载">'
        f"<span>下载</span>{hidden}{buttons}</form>"
        f'<button type="button" class="copy plain" data-link="{text(query.address())}" data-copy="">'
        '复制链接</button><button type="button" class="plain print">打印</button></div>'
    )
