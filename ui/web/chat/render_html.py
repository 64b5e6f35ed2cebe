"""The page's frame → HTML. Pure functions over ``ui/templates/chat/frame.html``.

A link to an anchor opens the provision in the full text (see ``assets/page.js``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from markupsafe import Markup

from assistant.answering.quoting import document_mark
from corpus.language.examples import Examples, Persona
from corpus.text.status import status_by, status_mark
from index.manifest import ListedDocument
from ui.records.brand import BRAND
from ui.web.held import HeldDocuments, is_not_law, name_documents, tell_all_statuses
from ui.web.templating import part
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
#: The view that a kind of user wants most: the name of it in ``examples.toml`` → its name here, its address.
_TOOLS: Mapping[str, tuple[str, str]] = {
    "清单": ("列出我的清单", "checklist"),
    "职责": ("查谁管、管什么", "duties"),
    "培训": ("备课、出题", "train"),
}
#: Questions that one kind of user starts from, of several documents together.
_MOST_EXAMPLES = 4

_frame = partial(part, "chat/frame")


def render_header(held: HeldDocuments) -> Markup:
    """Name, the views and what status the documents have, which stays in sight."""
    return _frame("header", held, BRAND, VIEWS, tell_all_statuses(held))


def render_welcome(
    held: HeldDocuments, personas: Sequence[Persona], unanswered: str = ""
) -> Markup:
    """What the chat shows before the first question.

    Args:
        unanswered: a question that the documents do not answer; empty for none.
    """
    if held.are_several:
        said = f"依据收录的 {len(held)} 部文件回答，每句注明是哪一部的哪一条、效力如何。"
    else:
        said = f"只依据《{held.first.title}》回答，每句注明条款，附逐字原文。"
    return _frame("welcome", said, _documents(held), personas, _TOOLS, unanswered)


def _documents(held: HeldDocuments) -> str:
    """The documents with their statuses in a line; of thousands how many there are of each status."""
    if held.listed:
        return f"{len(held)} 部：{tell_all_statuses(held)}。"
    return f"{name_documents(held.regulations)}。"


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


# --- which documents are asked ------------------------------------------------------------------


def render_choice(held: HeldDocuments) -> Markup:
    """Which documents are asked: all, or those that are ticked; nothing where there is one.

    ``assets/scripts/documents.js`` remembers it in the browser and sends it with each question.
    """
    if not held.are_several:
        return Markup()
    near = () if held.listed else held.by_authority
    return _frame("choice", len(held), [(r.key, status_mark(r), is_not_law(r)) for r in near])


def render_found(entries: Sequence[ListedDocument], most: int) -> Markup:
    """Documents of a large library that were found by name, to be ticked."""
    today = date.today()
    boxes = [(d.key, status_by(d.status, d.effective, today), False) for d in entries[:most]]
    return _frame("found", boxes, max(len(entries) - most, 0))


# --- evidence -----------------------------------------------------------------------------------


def render_evidence(held: HeldDocuments) -> Markup:
    """The evidence panel before the first answer; the browser then fills it from the answers."""
    if not held.are_several:
        return _frame("evidence", Markup(render_outline_list(held.first)))
    near = () if held.listed else held.by_authority
    documents = [(held.text_address(r), document_mark(r), r.title) for r in near]
    return _frame("evidence", _frame("to_read", documents))
