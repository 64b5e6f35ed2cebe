"""What a provision cites and what cites it, below it in the reader. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from corpus.citing.citations import cite_all, cite_own_text
from corpus.citing.references import Reference, find_excluding, find_incoming, find_outgoing
from corpus.text.provision import ProvisionId
from ui.documents.reference_lines import cite_external
from ui.web.templating import part
from ui.web.views.apparatus import (
    NOT_HELD,
    Apparatus,
    CitedFrom,
    bound,
    find_goal_elsewhere,
    name_goal,
)

#: Address and name; an address is empty where there is nowhere to go.
_Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _ReferenceRow:
    """A line: its kind, words, links, words, small print."""

    kind: str
    before: str = ""
    links: tuple[_Link, ...] = ()
    not_held: str = ""
    after: str = ""
    small: tuple[str, ...] = ()


def render_references(address: ProvisionId, apparatus: Apparatus) -> Markup:
    """What a provision cites and what cites it, folded; empty where there is neither."""
    references = apparatus.references
    out = [_outgoing(r, apparatus) for r in find_outgoing(references, address)]
    into = [_incoming(r, apparatus, r.kind) for r in find_incoming(references, address)]
    into += [_incoming(r, apparatus, "不含本项") for r in find_excluding(references, address)]
    into += [_from_elsewhere(c, apparatus) for c in apparatus.cited_from if c.target == address]
    return part("reader", "references", out, into) if out or into else Markup()


def _outgoing(reference: Reference, apparatus: Apparatus) -> _ReferenceRow:
    links: tuple[_Link, ...] = ()
    not_held = ""
    if reference.targets:
        links = tuple(_link(t, apparatus) for t in reference.targets)
    elif elsewhere := find_goal_elsewhere(reference, apparatus):
        links = ((elsewhere.address, name_goal(elsewhere, reference, apparatus)),)
    elif reference.external:
        links = (("", cite_external(reference.external, reference.external_id)),)
        not_held = NOT_HELD
    else:
        links = (("", f"所指未确定：{reference.note}"),)
    excluded = cite_all(reference.excluded, apparatus.regulation) if reference.excluded else ""
    small = (f"不含{excluded}",) if excluded else ()
    return _ReferenceRow(
        reference.kind,
        f"「{reference.text}」→ ",
        links,
        not_held,
        small=(*small, *bound(reference)),
    )


def _incoming(reference: Reference, apparatus: Apparatus, kind: str) -> _ReferenceRow:
    who = (f"主体：{reference.subject}",) if reference.subject else ()
    links = (_link(reference.source, apparatus),)
    return _ReferenceRow(kind, "", links, "", f"「{reference.text}」", who)


def _from_elsewhere(cited: CitedFrom, apparatus: Apparatus) -> _ReferenceRow:
    held = apparatus.held
    return _ReferenceRow("引用", "", ((held.anchor(cited.source), held.name(cited.source)),))


def _link(address: ProvisionId, apparatus: Apparatus) -> _Link:
    return apparatus.anchor(address), cite_own_text(address, apparatus.regulation, title=False)
