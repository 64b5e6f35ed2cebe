"""What stands beside the text in the reader: references of each provision, terms that it defines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.quoting import document_mark
from assistant.assistant import Assistant
from corpus.citing.citations import canonical, cite_all, parse_id
from corpus.citing.instruments import TITLE
from corpus.citing.references import Reference
from corpus.citing.references import find_outgoing as outgoing_of
from corpus.register.records import NoDutyReason
from corpus.text.provision import ProvisionId, Regulation
from index.library import is_named
from ui.documents.elsewhere import find_document
from ui.documents.reference_lines import cite_external
from ui.web.held import HeldDocuments, held_by

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
class CitedFrom:
    """A provision of another document that names one of this. ``source``: with its document."""

    source: ProvisionId
    target: ProvisionId


@dataclass(frozen=True)  # no slots: what is looked up is kept
class Apparatus:
    """What stands beside the text of one document.

    Attributes:
        regulation: the document.
        references: what its provisions cite.
        terms: words that it defines.
        sought: a word that one may look for.
        cited_from: provisions of other documents that name its own.
        cited_by: keys of documents that name it.
        library: the documents that it is one of; None where it is the only one.
    """

    regulation: Regulation
    references: tuple[Reference, ...] = ()
    terms: tuple[DefinedTerm, ...] = ()
    sought: str = ""
    cited_from: tuple[CitedFrom, ...] = ()
    cited_by: tuple[str, ...] = ()
    library: HeldDocuments | None = None

    @cached_property
    def held(self) -> HeldDocuments:
        """The documents that links may lead to."""
        return self.library or HeldDocuments((self.regulation,))

    @property
    def slug(self) -> str:
        """What the anchors of this document begin with."""
        return self.held.slug(self.regulation.key)

    def anchor(self, address: ProvisionId) -> str:
        """The anchor of a provision of this document, or of the one that it names."""
        return self.held.anchor(address if address.document else address.of(self.regulation.key))


def apparatus_of(assistant: Assistant, key: str = "") -> Apparatus:
    """What is known about one of the assistant's documents; without data, what its own words say.

    Args:
        assistant: over the documents that links may lead to.
        key: of the document; empty for the first.
    """
    document = assistant.document_of(ProvisionId(document=key))
    regulation = document.regulation
    rest = document.lookups.register.rest
    terms = [
        DefinedTerm(match["term"], clause.provision, clause.text)
        for clause in rest
        if clause.reason is NoDutyReason.DEFINITION and (match := _DEFINES.match(clause.text))
    ]
    held = held_by(assistant)
    others = [r for r in held.regulations if r is not regulation]
    return Apparatus(
        regulation,
        document.references,
        tuple(terms),
        document.examples.matter,
        tuple(_cited_from(assistant, regulation)),
        tuple(r.key for r in others if _names(r, regulation)),
        held,
    )


def _cited_from(assistant: Assistant, regulation: Regulation) -> Iterator[CitedFrom]:
    """Provisions of the other documents that name one of this document's, as the index has them."""
    for index in assistant.library.indexes:
        if index.regulation.key == regulation.key:
            continue
        for found in index.outward:
            if is_named(regulation, found.title):
                source = index.leaves[found.row].id.of(index.regulation.key)
                yield CitedFrom(source, parse_id(found.provision))


def _names(other: Regulation, regulation: Regulation) -> bool:
    """Whether a document names another in 《》."""
    return any(is_named(regulation, t) for t in set(TITLE.findall(other.source_text)))


# --- in the text --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MentionCard:
    """Words of a provision that lead somewhere or have a card.

    Attributes:
        css: what they are.
        href: where they lead, empty for nowhere.
        card, note: what the card says of it.
        targets: anchors whose text the card shows.
        says: words that the card shows; None for none.
    """

    css: str
    href: str
    card: str
    note: str = ""
    targets: str = ""
    says: str | None = None


#: Words with what they lead to, None for nothing.
MarkedWords = tuple[tuple[str, MentionCard | None], ...]


def mark_words(address: ProvisionId, words: str, apparatus: Apparatus) -> MarkedWords:
    """A provision's words, with references and defined terms as links with cards."""
    marks = _references(address, apparatus)
    marks += [
        ((at, at + len(term.word)), _term(term, apparatus))
        for term in apparatus.terms
        if term.at != address
        for at in _places(words, term.word)
    ]
    parts: list[tuple[str, MentionCard | None]] = []
    end = 0
    for (start, stop), mention in sorted(marks, key=lambda m: (m[0][0], -m[0][1])):
        if start < end:  # inside a longer one
            continue
        parts += [(words[end:start], None), (words[start:stop], mention)]
        end = stop
    return (*parts, (words[end:], None))


def _references(
    address: ProvisionId, apparatus: Apparatus
) -> list[tuple[tuple[int, int], MentionCard]]:
    """Each mention in a provision; several references may share one."""
    by_span: dict[tuple[int, int], list[Reference]] = {}
    for reference in outgoing_of(apparatus.references, address):
        if reference.targets or reference.external:
            by_span.setdefault(reference.span, []).append(reference)
    return [(span, _mention(found, apparatus)) for span, found in by_span.items()]


def _mention(found: Sequence[Reference], apparatus: Apparatus) -> MentionCard:
    targets = list(dict.fromkeys(apparatus.anchor(t) for r in found for t in r.targets))
    said = "；".join(dict.fromkeys(_goal(r, apparatus) for r in found))
    note = "；".join(dict.fromkeys(filter(None, (n for r in found for n in bound(r)))))
    if targets:
        return MentionCard("ref", targets[0], said, note, " ".join(targets))
    if goal := next(filter(None, (find_goal_elsewhere(r, apparatus) for r in found)), None):
        leaf = apparatus.held.leaf(goal.provision) if goal.provision else None
        says = leaf.lead_in + leaf.text if leaf else None
        return MentionCard("ref elsewhere", goal.address, said, note, says=says)
    return MentionCard("ref external", "", said, note)


@dataclass(frozen=True, slots=True)
class GoalElsewhere:
    """Another document that is held and the provision in it, None for the whole; where that is shown."""

    regulation: Regulation
    provision: ProvisionId | None
    address: str


def find_goal_elsewhere(reference: Reference, apparatus: Apparatus) -> GoalElsewhere | None:
    """Where a reference to another document leads, if that document is held."""
    held = apparatus.held
    regulation = find_document(reference, apparatus.regulation, held.by_authority)
    if regulation is None and (key := held.key_of_title(reference.external or "")):
        regulation = held.of(key)
    if regulation is None or regulation.key == apparatus.regulation.key:
        return None
    at = reference.external_id
    address = canonical(at).of(regulation.key) if at is not None else None
    if address is not None and held.leaf(address) is not None:
        return GoalElsewhere(regulation, address, held.anchor(address))
    return GoalElsewhere(regulation, None, held.text_address(regulation))


def _term(term: DefinedTerm, apparatus: Apparatus) -> MentionCard:
    said = f"本文件对「{term.word}」的说明"
    return MentionCard("term", apparatus.anchor(term.at), said, says=term.says)


def _places(words: str, term: str) -> Iterator[int]:
    at = words.find(term)
    while at >= 0:
        yield at
        at = words.find(term, at + len(term))


def bound(reference: Reference) -> tuple[str, ...]:
    """Whom it binds, on which condition, and what review says of it."""
    said = (("主体", reference.subject), ("条件", reference.condition))
    words = [f"{name}：{value}" for name, value in said if value]
    if reference.note and (reference.targets or reference.external):
        words.append(f"说明：{reference.note}")
    return tuple(words)


def _goal(reference: Reference, apparatus: Apparatus) -> str:
    kind = reference.kind
    if elsewhere := find_goal_elsewhere(reference, apparatus):
        return f"{kind}：{name_goal(elsewhere, reference, apparatus)}"
    if reference.external:
        name = cite_external(reference.external, reference.external_id)
        return f"{kind}：{name}（{NOT_HELD}）"
    return f"{kind}：{cite_all(reference.targets, apparatus.regulation)}"


def name_goal(goal: GoalElsewhere, reference: Reference, apparatus: Apparatus) -> str:
    """消防法（现行有效）第六十条; where the text that is held has no such provision, so much is said."""
    if goal.provision is not None:
        return apparatus.held.name(goal.provision)
    mark = document_mark(goal.regulation)
    if reference.external_id is None:
        return mark
    asked = cite_external(reference.external, reference.external_id)
    return f"{asked}；收录的{mark}没有这一处"
