"""What stands beside the text in the reader: references of each provision, terms that it defines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.assistant import Assistant
from corpus.citing.citations import cite_all, cite_own_text
from corpus.citing.references import Reference, find_excluding, find_incoming
from corpus.citing.references import find_outgoing as outgoing_of
from corpus.register.records import NoDutyReason
from corpus.text.provision import ProvisionId, Regulation
from ui.documents.reference_lines import cite_external
from ui.records.anchors import anchor
from ui.web.views.markup import text

#: 微型消防站是…, 本办法所称重大火灾隐患，是指…: the words before the verb are what is defined.
_DEFINES = re.compile(
    r"^(?:本[\u4e00-\u9fff]{1,4}所称(?:的)?)?(?P<term>[^，。；：、“”「」是]{2,20})，?(?:是指|指|是)"
)
NOT_HELD = "未收录"


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A word that the text defines. ``at``: where; ``says``: the defining clause, verbatim."""

    word: str
    at: ProvisionId
    says: str


@dataclass(frozen=True, slots=True)
class Apparatus:
    """References and defined terms of one regulation; ``sought``: a word that one may look for."""

    regulation: Regulation
    references: tuple[Reference, ...] = ()
    terms: tuple[DefinedTerm, ...] = ()
    sought: str = ""


def apparatus_of(assistant: Assistant) -> Apparatus:
    """What is known about the assistant's regulation; without data, what its own words say."""
    rest = assistant.lookups.register.rest
    terms = [
        DefinedTerm(match["term"], clause.provision, clause.text)
        for clause in rest
        if clause.reason is NoDutyReason.DEFINITION and (match := _DEFINES.match(clause.text))
    ]
    sought = assistant.examples.matter
    return Apparatus(assistant.regulation, assistant.references, tuple(terms), sought)


# --- in the text --------------------------------------------------------------------------------


def mark_words(address: ProvisionId, words: str, apparatus: Apparatus) -> str:
    """A provision's words as HTML, with references and defined terms as links with cards."""
    marks = _references(address, apparatus)
    marks += [
        ((at, at + len(term.word)), _term(term))
        for term in apparatus.terms
        if term.at != address
        for at in _places(words, term.word)
    ]
    parts, end = [], 0
    for (start, stop), opening in sorted(marks, key=lambda m: (m[0][0], -m[0][1])):
        if start < end:  # inside a longer one
            continue
        tag = opening[1 : opening.index(" ")]
        parts += [text(words[end:start]), opening, text(words[start:stop]), f"</{tag}>"]
        end = stop
    return "".join([*parts, text(words[end:])])


def _references(address: ProvisionId, apparatus: Apparatus) -> list[tuple[tuple[int, int], str]]:
    """The opening tag of each mention in a provision; several references may share a mention."""
    by_span: dict[tuple[int, int], list[Reference]] = {}
    for reference in outgoing_of(apparatus.references, address):
        if reference.targets or reference.external:
            by_span.setdefault(reference.span, []).append(reference)
    return [(span, _mention(found, apparatus.regulation)) for span, found in by_span.items()]


def _mention(found: Sequence[Reference], regulation: Regulation) -> str:
    targets = list(dict.fromkeys(anchor(t) for r in found for t in r.targets))
    said = "；".join(dict.fromkeys(_goal(r, regulation) for r in found))
    notes = "；".join(dict.fromkeys(filter(None, (n for r in found for n in _bound(r)))))
    attributes = f'data-card="{text(said)}" data-note="{text(notes)}"'
    if targets:
        all_targets = " ".join(targets)
        return f'<a class="ref" href="#{targets[0]}" data-targets="{all_targets}" {attributes}>'
    return f'<span class="ref external" tabindex="0" role="note" {attributes}>'


def _term(term: DefinedTerm) -> str:
    return (
        f'<a class="term" href="#{anchor(term.at)}" data-card="本文件对「{text(term.word)}」的说明" '
        f'data-says="{text(term.says)}" data-note="">'
    )


def _places(words: str, term: str) -> Iterator[int]:
    at = words.find(term)
    while at >= 0:
        yield at
        at = words.find(term, at + len(term))


# --- below a provision --------------------------------------------------------------------------


def render_references(address: ProvisionId, apparatus: Apparatus) -> str:
    """What a provision cites and what cites it, folded; empty where there is neither."""
    regulation, references = apparatus.regulation, apparatus.references
    out = [_outgoing(r, regulation) for r in outgoing_of(references, address)]
    into = [_incoming(r, regulation, r.kind) for r in find_incoming(references, address)]
    into += [_incoming(r, regulation, "不含本项") for r in find_excluding(references, address)]
    counts = [f"引用 {len(out)} 处"] if out else []
    counts += [f"被引用 {len(into)} 处"] if into else []
    if not counts:
        return ""
    parts = [("引用", out), ("被引用", into)]
    lists = "".join(f"<h4>{name}</h4><ul>{''.join(rows)}</ul>" for name, rows in parts if rows)
    return f'<details class="refs"><summary>{" · ".join(counts)}</summary>{lists}</details>'


def _outgoing(reference: Reference, regulation: Regulation) -> str:
    if reference.targets:
        goal = "、".join(_link(t, regulation) for t in reference.targets)
    elif reference.external:
        name = text(cite_external(reference.external, reference.external_id))
        goal = f'{name}<span class="not-held">{NOT_HELD}</span>'
    else:
        goal = f"所指未确定：{text(reference.note)}"
    details = "".join(f"<small>{text(words)}</small>" for words in _bound(reference))
    left_out = ""
    if reference.excluded:
        left_out = f"<small>不含{text(cite_all(reference.excluded, regulation))}</small>"
    return (
        f'<li><span class="kind">{text(reference.kind)}</span>「{text(reference.text)}」→ {goal}'
        f"{left_out}{details}</li>"
    )


def _incoming(reference: Reference, regulation: Regulation, kind: str) -> str:
    who = f"<small>主体：{text(reference.subject)}</small>" if reference.subject else ""
    return (
        f'<li><span class="kind">{text(kind)}</span>{_link(reference.source, regulation)}'
        f"「{text(reference.text)}」{who}</li>"
    )


def _bound(reference: Reference) -> tuple[str, ...]:
    """Whom it binds, on which condition, and what review says of it."""
    said = (("主体", reference.subject), ("条件", reference.condition))
    words = [f"{name}：{value}" for name, value in said if value]
    if reference.note and (reference.targets or reference.external):
        words.append(f"说明：{reference.note}")
    return tuple(words)


def _goal(reference: Reference, regulation: Regulation) -> str:
    kind = reference.kind
    if reference.external:
        name = cite_external(reference.external, reference.external_id)
        return f"{kind}：{name}（{NOT_HELD}）"
    return f"{kind}：{cite_all(reference.targets, regulation)}"


def _link(address: ProvisionId, regulation: Regulation) -> str:
    return (
        f'<a href="#{anchor(address)}">{text(cite_own_text(address, regulation, title=False))}</a>'
    )
