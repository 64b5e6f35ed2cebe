"""The page's frame → HTML strings. Pure functions; every text is escaped here.

A link to an anchor opens the provision in the full text (see ``assets/page.js``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.quoting import document_mark
from corpus.language.examples import Examples, Persona
from corpus.text.status import status_by, status_mark
from index.manifest import ListedDocument
from ui.records.brand import BRAND
from ui.web.held import HeldDocuments, is_not_law, name_documents, tell_all_statuses
from ui.web.views.markup import text as _text
from ui.web.views.reader import render_outline_list

#: Views of the page: address → name, in the order of the navigation.
VIEWS: Mapping[str, str] = {
    "ask": "问答",
    "duties": "职责查询",
    "checklist": "我的清单",
    "train": "培训",
    "text": "法规原文",
    "library": "文件",
    "verify": "核对引用",
    "about": "关于",
}


#: Questions that one kind of user starts from, of several documents together.
_MOST_EXAMPLES = 4


# --- frame --------------------------------------------------------------------------------------


def render_header(held: HeldDocuments) -> str:
    """Name, the views and what status the documents have, which stays in sight."""
    links = "".join(f'<a href="#{view}">{name}</a>' for view, name in VIEWS.items())
    status = _text(tell_all_statuses(held))
    return (
        f'<div class="bar" data-library="{held.identity}"><h1><a class="brand" href="#ask">{BRAND}</a></h1>'
        f'<nav aria-label="主要页面">{links}</nav>'
        f'<p class="status" role="note" aria-label="文件状态">{status}</p></div>'
    )


def render_welcome(held: HeldDocuments, personas: Sequence[Persona]) -> str:
    """What the chat shows before the first question."""
    cards = "".join(_persona(p) for p in personas)
    if held.are_several:
        names = "" if held.listed else f"：{name_documents(held.regulations)}"
        said = f"依据收录的 {len(held)} 部文件回答{names}。"
        said += "每个结论都说明是哪一部写的、效力如何，附逐字原文和条款出处；"
    else:
        said = f"只依据《{held.first.title}》回答，每个结论都附逐字原文和条款出处；"
    return (
        '<section class="welcome"><h2>用大白话问，用条文答</h2>'
        f"<p>{_text(said)}条文没有写的，会直接告诉您没有写。</p>"
        f'<div class="personas">{cards}</div></section>'
    )


def join_personas(examples: Sequence[Examples]) -> tuple[Persona, ...]:
    """The kinds of user of the first document, each with questions on the others as well."""
    first, *others = examples
    return tuple(
        replace(
            persona,
            examples=_in_turn(
                [persona.examples]
                + [p.examples for e in others for p in e.personas if p.name == persona.name]
            ),
        )
        for persona in first.personas
    )


def _in_turn(questions: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One question of each, then the next of each; alone, all of them."""
    if len(questions) == 1:
        return tuple(questions[0])
    most = max(map(len, questions))
    mixed = [asked[n] for n in range(most) for asked in questions if n < len(asked)]
    return tuple(dict.fromkeys(mixed))[:_MOST_EXAMPLES]


def _persona(persona: Persona) -> str:
    examples = "".join(
        f'<li><button type="button" class="example" data-question="{_text(q)}">{_text(q)}</button></li>'
        for q in persona.examples
    )
    return (
        f'<section class="persona"><h3>{_text(persona.name)}</h3>'
        f"<p>{_text(persona.purpose)}</p><ul>{examples}</ul></section>"
    )


# --- which documents are asked ------------------------------------------------------------------


def render_choice(held: HeldDocuments) -> str:
    """Which documents are asked: all, or those that are ticked; nothing where there is one.

    ``assets/documents.js`` remembers it in the browser and sends it with each question.
    """
    if not held.are_several:
        return ""
    if held.listed:
        return _search_choice(held)
    boxes = "".join(
        f'<label><input type="checkbox" value="{_text(r.key)}" checked><span>{_text(r.key)}'
        f'<small class="{"draft" if is_not_law(r) else "law"}">{_text(status_mark(r))}</small>'
        "</span></label>"
        for r in held.by_authority
    )
    whole = f"全部 {len(held.regulations)} 部"
    return (
        f'<details class="scope" data-all="{whole}"><summary>'
        f'<span>问：</span><span class="chosen">{whole}</span></summary>'
        f'<fieldset><legend>问哪些文件</legend>{boxes}<p class="hint">只选几部，就只按这几部回答；'
        '记在这个浏览器里。</p><button type="button" class="plain all">全选</button></fieldset></details>'
    )


def _search_choice(held: HeldDocuments) -> str:
    """The same of thousands: they are searched by their names."""
    whole = f"全部 {len(held)} 部"
    return (
        f'<details class="scope" data-all="{whole}" data-large><summary>'
        f'<span>问：</span><span class="chosen">{whole}</span></summary>'
        '<fieldset><legend>问哪些文件</legend><label class="field"><span>按名称找</span>'
        '<input type="search" class="find-documents" maxlength="40"></label>'
        '<div class="found-documents" aria-live="polite"></div><p class="hint">勾选几部，就只按这几部回答；'
        "一部也不选，就问全部。记在这个浏览器里。</p>"
        '<button type="button" class="plain all">问全部</button></fieldset></details>'
    )


def render_found(entries: Sequence[ListedDocument], most: int) -> str:
    """Documents of a large library that were found by name, to be ticked."""
    boxes = "".join(
        f'<label><input type="checkbox" value="{_text(d.key)}"><span>{_text(d.key)}'
        f'<small class="law">{_text(status_by(d.status, d.effective, date.today()))}</small>'
        "</span></label>"
        for d in entries[:most]
    )
    more = len(entries) - most
    return boxes + (f'<p class="hint">还有 {more} 部，请写得更全。</p>' if more > 0 else "")


# --- evidence -----------------------------------------------------------------------------------


def render_evidence(held: HeldDocuments) -> str:
    """The evidence panel before the first answer; the browser then fills it from the answers."""
    return (
        '<button type="button" class="close" aria-label="关闭依据条文">关闭</button>'
        '<div class="cards-of-answer" aria-live="polite"><h2>依据条文</h2>'
        '<p class="empty">提问后，这里列出回答所依据的条款原文，逐字可查。'
        f"也可以先读原文：</p>{_to_read(held)}</div>"
    )


def _to_read(held: HeldDocuments) -> str:
    if not held.are_several:
        return render_outline_list(held.first)
    if held.listed:
        return '<p><a href="#library">找一部文件来读</a></p>'
    rows = "".join(
        f'<li><a href="#{_text(held.text_address(r))}">{_text(document_mark(r))}'
        f"<span>{_text(r.title)}</span></a></li>"
        for r in held.by_authority
    )
    return f'<ol class="contents">{rows}</ol>'
