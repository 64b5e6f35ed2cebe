"""The provisions that an answer rests on → HTML, beside the conversation. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.answering.answer import Answer
from assistant.answering.parts import quoted
from assistant.answering.statement import Quote
from corpus.text.provision import ProvisionId
from corpus.text.status import status_mark
from ui.web.held import HeldDocuments, is_not_law
from ui.web.templating import render

#: Shorter passages are names, not evidence.
PASSAGE = 6
#: Characters of a neighbouring provision that its link shows.
_GLIMPSE = 24
_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class ChatPage:
    """What rendering a conversation needs besides it.

    Attributes:
        held: the documents that the answers are of.
        welcome: HTML that stands before the first question.
        feedback: whether what readers say of answers is kept.
    """

    held: HeldDocuments
    welcome: Markup = _NOTHING
    feedback: bool = True


@dataclass(frozen=True, slots=True)
class _Near:
    """The provision before or after: 上一处 or 下一处, its anchor, its name, how it begins."""

    step: str
    anchor: str
    name: str
    glimpse: str


@dataclass(frozen=True, slots=True)
class _Card:
    """A provision as it is laid out.

    Attributes:
        anchor, name, path: of the provision.
        is_draft: whether it is set apart as no law.
        lead: the words that introduce a 项, which seldom names who must act.
        label: 「（五）」 where there are such words.
        before, marked, after: its words; what the answer quotes is marked.
        near: the provisions beside it.
        copied: what 复制条文 copies.
    """

    anchor: str
    name: str
    path: str
    is_draft: bool
    lead: str
    label: str
    before: str
    marked: str
    after: str
    near: tuple[_Near, ...]
    copied: str


def key_of(answer: Answer, documents: Sequence[str], page: ChatPage) -> str:
    """The key of the document of what names none; empty where there is only one."""
    if not page.held.are_several:
        return ""
    return answer.document or (documents[0] if len(documents) == 1 else page.held.first.key)


def placed(answer: Answer, documents: Sequence[str], page: ChatPage) -> Answer:
    """The answer with its provisions addressed in the library: one document names itself nowhere."""
    key = key_of(answer, documents, page)
    if not key:
        return answer

    def at(address: ProvisionId) -> ProvisionId:
        return address if address.document else address.of(key)

    return replace(
        answer,
        cited=tuple(map(at, answer.cited)),
        quotes=tuple(replace(q, id=at(q.id)) for q in answer.quotes),
    )


def render_cards(answer: Answer, page: ChatPage, documents: Sequence[str] = ()) -> Markup:
    """The provisions that an answer rests on, whole, what it quotes marked, with where they stand.

    Args:
        documents: keys of the documents that alone were asked; empty for all.
    """
    answer = placed(answer, documents, page)
    quoting = quoted([s.parts for s in answer.statements if s.parts])
    passages = [p for p in quoting if len(p) >= PASSAGE]
    return render(
        "chat/evidence",
        title="相近的规定" if answer.refused else "依据条文",
        cards=[_card(q, passages, page) for q in answer.quotes],
        is_paper=answer.training is not None,
    )


def _card(quote: Quote, passages: Sequence[str], page: ChatPage) -> _Card:
    leaf = page.held.leaf(quote.id)
    lead = leaf.lead_in if leaf else ""
    label = leaf.provision.label if leaf and lead else ""
    regulation = page.held.of(quote.id.document)
    status = f"（{status_mark(regulation)}）" if page.held.are_several else ""
    before, marked, after = _marked(quote.text, passages)
    return _Card(
        anchor=page.held.anchor(quote.id),
        name=page.held.name(quote.id),
        path=quote.path,
        is_draft=page.held.are_several and is_not_law(regulation),
        lead=lead,
        label=label,
        before=before,
        marked=marked,
        after=after,
        near=tuple(_neighbours(quote.id, page)),
        copied=f"{quote.citation}{status}：{label}{quote.text}",
    )


def _marked(text: str, passages: Sequence[str]) -> tuple[str, str, str]:
    """A provision around the first passage of it that the answer quotes; all of it before where there is none."""
    passage = next((p for p in passages if p in text), "")
    return text.partition(passage) if passage else (text, "", "")


def _neighbours(address: ProvisionId, page: ChatPage) -> Iterator[_Near]:
    """The provisions before and after, with how they begin."""
    for step, name in ((-1, "上一处"), (1, "下一处")):
        near = page.held.beside(address, step)
        leaf = page.held.leaf(near) if near is not None else None
        if near is not None and leaf is not None:
            glimpse = leaf.text[:_GLIMPSE] + ("……" if len(leaf.text) > _GLIMPSE else "")
            yield _Near(name, page.held.anchor(near), page.held.name(near), glimpse)
