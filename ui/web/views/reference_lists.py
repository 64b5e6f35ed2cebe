"""What a provision cites and what cites it, below it in the reader. Pure functions."""

from __future__ import annotations

from corpus.citing.citations import cite_all, cite_own_text
from corpus.citing.references import Reference, find_excluding, find_incoming, find_outgoing
from corpus.text.provision import ProvisionId
from ui.documents.reference_lines import cite_external
from ui.web.views.apparatus import (
    NOT_HELD,
    Apparatus,
    CitedFrom,
    bound,
    find_goal_elsewhere,
    name_goal,
)
from ui.web.views.markup import text


def render_references(address: ProvisionId, apparatus: Apparatus) -> str:
    """What a provision cites and what cites it, folded; empty where there is neither."""
    references = apparatus.references
    out = [_outgoing(r, apparatus) for r in find_outgoing(references, address)]
    into = [_incoming(r, apparatus, r.kind) for r in find_incoming(references, address)]
    into += [_incoming(r, apparatus, "不含本项") for r in find_excluding(references, address)]
    into += [_from_elsewhere(c, apparatus) for c in apparatus.cited_from if c.target == address]
    counts = [f"引用 {len(out)} 处"] if out else []
    counts += [f"被引用 {len(into)} 处"] if into else []
    if not counts:
        return ""
    parts = [("引用", out), ("被引用", into)]
    lists = "".join(f"<h4>{name}</h4><ul>{''.join(rows)}</ul>" for name, rows in parts if rows)
    return f'<details class="refs"><summary>{" · ".join(counts)}</summary>{lists}</details>'


def _outgoing(reference: Reference, apparatus: Apparatus) -> str:
    regulation = apparatus.regulation
    if reference.targets:
        goal = "、".join(_link(t, apparatus) for t in reference.targets)
    elif elsewhere := find_goal_elsewhere(reference, apparatus):
        goal = f'<a href="#{text(elsewhere.address)}">{text(name_goal(elsewhere, reference, apparatus))}</a>'
    elif reference.external:
        name = text(cite_external(reference.external, reference.external_id))
        goal = f'{name}<span class="not-held">{NOT_HELD}</span>'
    else:
        goal = f"所指未确定：{text(reference.note)}"
    details = "".join(f"<small>{text(words)}</small>" for words in bound(reference))
    left_out = ""
    if reference.excluded:
        left_out = f"<small>不含{text(cite_all(reference.excluded, regulation))}</small>"
    return (
        f'<li><span class="kind">{text(reference.kind)}</span>「{text(reference.text)}」→ {goal}'
        f"{left_out}{details}</li>"
    )


def _incoming(reference: Reference, apparatus: Apparatus, kind: str) -> str:
    who = f"<small>主体：{text(reference.subject)}</small>" if reference.subject else ""
    return (
        f'<li><span class="kind">{text(kind)}</span>{_link(reference.source, apparatus)}'
        f"「{text(reference.text)}」{who}</li>"
    )


def _from_elsewhere(cited: CitedFrom, apparatus: Apparatus) -> str:
    held = apparatus.held
    name = text(held.name(cited.source))
    return (
        f'<li><span class="kind">引用</span><a href="#{held.anchor(cited.source)}">{name}</a></li>'
    )


def _link(address: ProvisionId, apparatus: Apparatus) -> str:
    name = cite_own_text(address, apparatus.regulation, title=False)
    return f'<a href="#{apparatus.anchor(address)}">{text(name)}</a>'
