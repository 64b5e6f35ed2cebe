"""The page's frame → HTML strings. Pure functions; every text is escaped here.

A link to an anchor opens the provision in the full text (see ``assets/page.js``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.language.examples import Persona
from corpus.text.provision import Regulation
from corpus.text.status import status_words
from ui.records.brand import BRAND
from ui.web.views.markup import text as _text
from ui.web.views.reader import render_outline_list

#: Views of the page: address → name, in the order of the navigation.
VIEWS: Mapping[str, str] = {
    "ask": "问答",
    "duties": "职责查询",
    "checklist": "我的清单",
    "train": "培训",
    "text": "法规原文",
    "verify": "核对引用",
    "about": "关于",
}


def banner_text(regulation: Regulation) -> str:
    """The regulation's status in one line: 征求意见稿 · 尚未施行 · 仅供学习参考，不作为执法依据."""
    return status_words(regulation.status).banner


# --- frame --------------------------------------------------------------------------------------


def render_header(regulation: Regulation) -> str:
    """Name, the views and the status, which stays in sight."""
    links = "".join(f'<a href="#{view}">{name}</a>' for view, name in VIEWS.items())
    return (
        f'<div class="bar"><h1><a class="brand" href="#ask">{BRAND}</a></h1>'
        f'<nav aria-label="主要页面">{links}</nav>'
        f'<p class="status" role="note" aria-label="文件状态">{_text(banner_text(regulation))}</p>'
        "</div>"
    )


def render_welcome(regulation: Regulation, personas: Sequence[Persona]) -> str:
    """What the chat shows before the first question."""
    cards = "".join(_persona(p) for p in personas)
    return (
        '<section class="welcome"><h2>用大白话问，用条文答</h2>'
        f"<p>只依据《{_text(regulation.title)}》回答，每个结论都附逐字原文和条款出处；"
        "条文没有写的，会直接告诉您没有写。</p>"
        f'<div class="personas">{cards}</div></section>'
    )


def _persona(persona: Persona) -> str:
    examples = "".join(
        f'<li><button type="button" class="example" data-question="{_text(q)}">{_text(q)}</button></li>'
        for q in persona.examples
    )
    return (
        f'<section class="persona"><h3>{_text(persona.name)}</h3>'
        f"<p>{_text(persona.purpose)}</p><ul>{examples}</ul></section>"
    )


# --- evidence -----------------------------------------------------------------------------------


def render_evidence(regulation: Regulation) -> str:
    """The evidence panel before the first answer; the browser then fills it from the answers."""
    return (
        '<button type="button" class="close" aria-label="关闭依据条文">关闭</button>'
        '<div class="cards-of-answer" aria-live="polite"><h2>依据条文</h2>'
        '<p class="empty">提问后，这里列出回答所依据的条款原文，逐字可查。'
        f"也可以先读原文：</p>{render_outline_list(regulation)}</div>"
    )
