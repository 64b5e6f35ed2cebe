"""职责查询: who must do what, from the responsibility register. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from urllib.parse import urlencode

from corpus.errors import FiredutyError
from corpus.language.examples import NO_EXAMPLES, Examples
from corpus.register.actors import ActorMatch
from corpus.register.findings import MatterMatch
from corpus.register.lookups import Lookups
from ui.documents.document import Document
from ui.documents.duty_query import answer
from ui.documents.duty_sections import DutySection
from ui.documents.duty_tables import DutyTables
from ui.web.views.document_choice import DocumentChoice
from ui.web.views.downloads import OFFERED
from ui.web.views.duty_form import GROUPS, DutyQuery, render_examples, render_form, render_tabs
from ui.web.views.markup import CURRENT, Links, render_document, text, trouble

_PICTURES = {
    "matrix": ("主体与事项热力图", "颜色越深，职责项数越多；点一格看条文。"),
    "graph": ("条款引用图", "箭头从引用处指向被引用的条款；点一个条款看原文。"),
}
NO_REGISTER = "这部法规还没有责任登记，不能按主体和事项查；可以在问答里提问，或看法规原文。"


class Unclear(FiredutyError):
    """A name that means nothing, or several where one is needed. ``html``: what to choose from."""

    def __init__(self, message: str, html: str = "") -> None:
        super().__init__(message)
        self.html = html


def render_duties(
    query: DutyQuery,
    lookups: Lookups | None,
    date: str,
    examples: Examples = NO_EXAMPLES,
    choice: DocumentChoice | None = None,
) -> str:
    """The whole view.

    Args:
        query: what is asked.
        lookups: the register; None where the regulation has none.
        date: ISO date that exports bear.
        examples: words for empty fields.
        choice: of which document the register is; None where there is no other.
    """
    head, slug = render_head(choice), choice.services.slug if choice is not None else ""
    if lookups is None:
        lacking = choice.lacking if choice is not None else NO_REGISTER
        return f'<div class="view">{head}{trouble("不能查询", [lacking])}</div>'
    return (
        f'<div class="view">{head}{render_tabs(query)}{render_form(query, (lookups,), examples)}'
        f'<div class="result">{_result(query, lookups, date, slug)}</div></div>'
    )


def render_head(choice: DocumentChoice | None) -> str:
    """The view's name, and of which document it is."""
    lead = "一个主体要做什么，一件事归谁管，逐条列全，句句有出处。"
    of = choice.render() if choice is not None else ""
    return f'<h2 tabindex="-1">职责查询</h2><p class="lead">{lead}</p>{of}'


def render_start(query: DutyQuery, registers: Sequence[Lookups]) -> str:
    """What an empty form shows."""
    if query.show == "compare":
        return '<p class="starting">填两个主体的名称，列出相同的职责和各自独有的职责。</p>'
    return render_examples(query, registers)


def _result(query: DutyQuery, lookups: Lookups, date: str, slug: str) -> str:
    if query.show in _PICTURES:
        return _picture(query)
    if not query.asks:
        return render_start(query, (lookups,))
    try:
        document = document_of(query, lookups, date)
    except Unclear as unclear:
        return trouble("没有查到", [str(unclear)], unclear.html)
    except FiredutyError as error:
        return trouble("没有查到", [str(error)])
    links = Links(lookups.register.regulation, slug)
    return _meant(query, lookups) + render_document(
        document, links, tools=render_tools(query, document)
    )


def document_of(query: DutyQuery, lookups: Lookups, date: str) -> Document:
    """What a query finds: what is shown and what is exported.

    Raises:
        Unclear: a name is unknown, or means several where one is needed.
    """
    if query.actor:
        _need_actor(query, "actor", lookups)
    if query.other:
        _need_actor(query, "other", lookups)
    if query.matter:
        _need_matter(query, lookups)
    return grouped(answer(query.command, DutyTables(lookups, date)), query)


def grouped(document: Document, query: DutyQuery) -> Document:
    """A document with its tables split as the query asks."""
    return by_role(document) if not query.show and query.group == "role" else document


def by_role(document: Document) -> Document:
    """A document with each table of duties split by role, in the order of the roles."""
    split = (s.by_role() if isinstance(s, DutySection) else (s,) for s in document.sections)
    return replace(document, sections=tuple(chain.from_iterable(split)))


# --- names --------------------------------------------------------------------------------------


def _need_actor(query: DutyQuery, field: str, lookups: Lookups) -> None:
    name = query.other if field == "other" else query.actor
    match = lookups.resolve(name)
    if query.show == "compare" and len(match.bodies) > 1:
        names = [b.name for b in match.bodies]
        raise Unclear(
            f"「{match.asked}」可以指{'、'.join(names)}，请选一个来比较",
            render_choices("选哪一个", query, field, names),
        )
    if match.bodies or ((match.unnamed or match.printed) and query.show != "compare"):
        return
    raise Unclear(_said(match), _others(query, field, match, lookups))


def _need_matter(query: DutyQuery, lookups: Lookups) -> None:
    match = lookups.find_matter(query.matter)
    if not match.matters:
        html = render_choices("名称相近的事项", query, "matter", match.nearest)
        if not query.actor and lookups.resolve(query.matter).bodies:
            html += render_instead(
                "这是一个主体的名称", replace(query.empty, actor=query.matter), "按主体查"
            )
        raise Unclear(_said(match), html)


def _said(match: ActorMatch | MatterMatch) -> str:
    return match.statement if match.nearest else f"{match.statement}，请换一个名称"


def _others(query: DutyQuery, field: str, match: ActorMatch, lookups: Lookups) -> str:
    near = render_choices("名称相近的主体", query, field, match.nearest)
    return near + _as_matter(query, match, lookups)


def _as_matter(query: DutyQuery, match: ActorMatch, lookups: Lookups) -> str:
    """Where what was typed as a body is the name of a matter, the way there."""
    if query.show or query.matter or lookups.find_matter(match.asked).how != "matter":
        return ""
    return render_instead(
        "这是一个事项的名称", replace(query.empty, matter=match.asked), "按事项查"
    )


def render_choices(title: str, query: DutyQuery, field: str, names: Sequence[str]) -> str:
    """Links to the same query with another name."""
    links = "".join(
        f'<li><a href="#{text(query.address(**{field: n}))}">{text(n)}</a></li>' for n in names
    )
    return f'<h4>{title}</h4><ul class="choices">{links}</ul>' if links else ""


def render_instead(title: str, query: DutyQuery, name: str) -> str:
    """A link to another way to ask for the same name."""
    asked = text(query.actor or query.matter)
    return (
        f'<h4>{title}</h4><ul class="choices">'
        f'<li><a href="#{text(query.address())}">{name}「{asked}」</a></li></ul>'
    )


def _meant(query: DutyQuery, lookups: Lookups) -> str:
    """Where a name means several, links to each of them alone."""
    if query.show or not query.actor:
        return ""
    match = lookups.resolve(query.actor)
    if match.printed:
        html = _as_matter(query, match, lookups)
        return f'<div class="meant">{html}</div>' if html else ""
    names = [b.name for b in match.bodies] if len(match.bodies) > 1 else []
    html = render_choices(f"「{text(query.actor)}」有几种意思，只看其中一个", query, "actor", names)
    return f'<div class="meant">{html}</div>' if html else ""


# --- tools --------------------------------------------------------------------------------------


def render_tools(query: DutyQuery, document: Document) -> str:
    """Beside the headline: how the lines are grouped, and the files."""
    shown = (document, *(part.document for part in document.parts))
    duties = any(isinstance(s, DutySection) for d in shown for s in d.sections)
    splits = not query.show and duties
    groups = "".join(
        f'<a href="#{text(query.address(group=group))}"'
        f"{CURRENT if group == query.group else ''}>{name}</a>"
        for group, name in GROUPS.items()
    )
    grouping = f'<div class="group" role="group" aria-label="分组">{groups}</div>' if splits else ""
    return f'<div class="acts">{grouping}{render_downloads("duties", query.query())}</div>'


def render_downloads(name: str, query: str) -> str:
    """Links to the files of what is shown, its address to share, print."""
    files = "".join(
        f'<a class="plain" href="download/{name}.{format}?{text(query)}" download>{shown}</a>'
        for format, shown in OFFERED.items()
    )
    return (
        f'<div class="downloads" role="group" aria-label="下载"><span>下载</span>{files}</div>'
        f'<button type="button" class="copy plain" data-link="{name}?{text(query)}" data-copy="">'
        '复制链接</button><button type="button" class="plain print">打印</button>'
    )


def _picture(query: DutyQuery) -> str:
    title, about = _PICTURES[query.show]
    tables = ""
    if query.show == "matrix":
        tables = "".join(
            f'<a class="plain" href="download/duties.{format}?{text(query.query())}" download>'
            f"{OFFERED[format]}</a>"
            for format in ("xlsx", "csv")
        )
    only = f"?{urlencode({'in': query.document})}" if query.document else ""
    page = text(f"view/{query.show}{only}")
    return (
        f'<div class="headline"><h3 tabindex="-1">{title}</h3><div class="acts">'
        f'<a class="plain" href="{page}" target="_blank" rel="noopener">单独打开</a>'
        f'<div class="downloads" role="group" aria-label="下载"><span>下载</span>{tables}'
        f'<a class="plain" href="download/{query.show}.html{text(only)}" download>网页</a></div></div></div>'
        f'<div class="summary"><p>{about}</p></div>'
        f'<iframe class="picture" data-page="{page}" title="{title}"></iframe>'
    )
