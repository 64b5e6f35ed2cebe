"""The provisions that an answer rests on → HTML, beside the conversation. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.answer import Answer
from assistant.answering.parts import quoted
from assistant.answering.statement import Quote
from corpus.text.provision import ProvisionId
from corpus.text.status import status_mark
from ui.web.held import HeldDocuments, is_not_law
from ui.web.views.markup import text as _text

#: Shorter passages are names, not evidence.
_PASSAGE = 6
#: Characters of a neighbouring provision that its link shows.
_GLIMPSE = 24


@dataclass(frozen=True, slots=True)
class ChatPage:
    """What rendering a conversation needs besides it.

    Attributes:
        held: the documents that the answers are of.
        welcome: HTML that stands before the first question.
        feedback: whether what readers say of answers is kept.
    """

    held: HeldDocuments
    welcome: str = ""
    feedback: bool = True


def placed(answer: Answer, documents: Sequence[str], page: ChatPage) -> Answer:
    """The answer with its provisions addressed in the library: one document names itself nowhere."""
    if not page.held.are_several:
        return answer
    key = answer.document or (documents[0] if len(documents) == 1 else page.held.first.key)

    def at(address: ProvisionId) -> ProvisionId:
        return address if address.document else address.of(key)

    return replace(
        answer,
        cited=tuple(map(at, answer.cited)),
        quotes=tuple(replace(q, id=at(q.id)) for q in answer.quotes),
    )


def copy_button(name: str, copied: str, label: str = "") -> str:
    """A button that copies a text."""
    aria = f' aria-label="{_text(label)}"' if label else ""
    return f'<button type="button" class="copy" data-copy="{_text(copied)}"{aria}>{name}</button>'


def render_cards(answer: Answer, page: ChatPage, documents: Sequence[str] = ()) -> str:
    """The provisions that an answer rests on, whole, what it quotes marked, with where they stand.

    Args:
        documents: keys of the documents that alone were asked; empty for all.
    """
    answer = placed(answer, documents, page)
    if not answer.quotes and answer.training is not None:
        return (
            '<h2>依据条文</h2><p class="empty">题目的依据和答案在一起：接着说「答案」，'
            "或者打开「换题和预览」。</p>"
        )
    if not answer.quotes:
        return (
            '<h2>依据条文</h2><p class="empty">这次回答没有引用条款。'
            '可以<a href="#text">查看法规原文</a>核对。</p>'
        )
    quoting = quoted([s.parts for s in answer.statements if s.parts])
    passages = [p for p in quoting if len(p) >= _PASSAGE]
    title = "相近的规定" if answer.refused else "依据条文"
    cards = "".join(_evidence(q, passages, page) for q in answer.quotes)
    return (
        f'<h2>{title}<span class="count">{len(answer.quotes)} 段</span></h2>'
        f'<ol class="cards">{cards}</ol>'
    )


def _evidence(quote: Quote, passages: Sequence[str], page: ChatPage) -> str:
    leaf = page.held.leaf(quote.id)
    lead_in = leaf.lead_in if leaf else ""
    # A 项 seldom names who must act: the words that introduce it do.
    lead = f'<p class="lead">{_text(lead_in)}</p>' if lead_in else ""
    label = leaf.provision.label if leaf and lead_in else ""
    at = page.held.anchor(quote.id)
    regulation = page.held.of(quote.id.document)
    status = f"（{status_mark(regulation)}）" if page.held.are_several else ""
    copy = copy_button("复制条文", f"{quote.citation}{status}：{label}{quote.text}")
    draft = " draft" if page.held.are_several and is_not_law(regulation) else ""
    return (
        f'<li class="card{draft}" data-provision="{at}" tabindex="-1">'
        f"<h3>{_text(page.held.name(quote.id))}</h3>"
        f'<p class="path">{_text(quote.path)}</p>{lead}'
        f"<blockquote>{_text(label)}{_marked(quote.text, passages)}</blockquote>"
        f"{_neighbours(quote.id, page)}"
        f'<p class="actions"><a href="#{at}">在全文中看</a>{copy}</p></li>'
    )


def _marked(text: str, passages: Sequence[str]) -> str:
    """A provision with the passage that the answer quotes marked."""
    for passage in passages:
        start = text.find(passage)
        if start >= 0:
            end = start + len(passage)
            before, found, after = text[:start], text[start:end], text[end:]
            return f"{_text(before)}<mark>{_text(found)}</mark>{_text(after)}"
    return _text(text)


def _neighbours(address: ProvisionId, page: ChatPage) -> str:
    """Links to the provisions before and after, with how they begin."""
    links = []
    for step, name in ((-1, "上一处"), (1, "下一处")):
        near = page.held.beside(address, step)
        leaf = page.held.leaf(near) if near is not None else None
        if near is not None and leaf is not None:
            glimpse = leaf.text[:_GLIMPSE] + ("……" if len(leaf.text) > _GLIMPSE else "")
            links.append(
                f'<li><a href="#{page.held.anchor(near)}"><span>{name} '
                f"{_text(page.held.name(near))}</span>{_text(glimpse)}</a></li>"
            )
    if not links:
        return ""
    return f'<details class="near"><summary>上下条款</summary><ul>{"".join(links)}</ul></details>'
