"""What several documents say → one answer: what is in force first, the higher rank first, then drafts.

The first paragraph holds the first sentences of every document that speaks, each with its status; longer
lists go on below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from assistant.answering.answer import Answer
from assistant.answering.compose import conclusion
from assistant.answering.fitting import FIRST, ToldList, fit, length_of
from assistant.answering.parts import NearestHead, OfDocument, Parts
from assistant.answering.plain_words import in_plain_words
from assistant.answering.quoting import document_mark, document_notice, quote
from assistant.answering.sources import Sources
from assistant.answering.statement import Quote, Statement, StatementKind
from assistant.library.panel import Panel
from assistant.library.speaking import Speaker
from assistant.settings import Style
from assistant.understanding.understood import Understood
from corpus.text.authority import authority
from corpus.text.provision import Leaf, ProvisionId, Regulation

#: What a document says in the first paragraph, and what goes on below it.
_Told = tuple[tuple[Statement, ...], tuple[Statement, ...]]
#: Characters of the first paragraph for the name of a document and of its provisions.
_MARK = 40


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """What one document adds to an answer, addressed inside it.

    Attributes:
        document: see there.
        statements: its sentences.
        cited: provisions that they rest on.
        quotes: the words of those.
    """

    document: Sources
    statements: tuple[Statement, ...]
    cited: tuple[ProvisionId, ...]
    quotes: tuple[Quote, ...]

    @property
    def regulation(self) -> Regulation:
        """The document itself."""
        return self.document.regulation


def group_of(panel: Panel, speaker: Speaker, among: int, style: Style | None) -> DocumentGroup:
    """What a document that speaks says with the provisions that are cited.

    Args:
        panel: what each says.
        speaker: the document.
        among: how many documents share the first paragraph.
        style: how the answer speaks; None for the provisions' own words.
    """
    document, part = panel.document(speaker.key), panel.parts[speaker.key]
    cited = speaker.cited or tuple(q.id for q in part.quotes[:1])
    in_full = part.named and not any(s.is_listed for s in part.statements)
    if (panel.retrieved(speaker.key) or in_full) and (among > 1 or cited != part.cited):
        asked, room = panel.asked(speaker.key), FIRST // among - _MARK
        part = _narrowed(document, part, asked, speaker.cited, room)
    said = spoken(document, part, style)
    return DocumentGroup(document, said.statements, cited, said.quotes)


def _narrowed(
    document: Sources, part: Answer, asked: Understood, cited: tuple[ProvisionId, ...], room: int
) -> Answer:
    """An answer of one document with those of its provisions that count beside others."""
    index = document.index
    leaves = [index.leaf(i) for i in cited]
    begins = [
        s for s in part.statements if s.verdict or (s.kind is StatementKind.NOTE and not s.ids)
    ]
    if len(cited) > 1 and any(isinstance(s.parts, NearestHead) for s in part.statements):
        begins.append(Statement(StatementKind.CONCLUSION, NearestHead(len(cited))))
    told = conclusion(index, asked, leaves, room)
    quotes = tuple(quote(leaf, document.regulation) for leaf in leaves)
    return replace(part, statements=(*begins, *told), cited=cited, quotes=quotes)


def spoken(document: Sources, answer: Answer, style: Style | None) -> Answer:
    """An answer of one document in the words that are wanted."""
    if style != "plain":
        return answer
    return in_plain_words(answer, document)


def in_room(answer: Answer) -> Answer:
    """An answer of the only document with the end of a long list below the first paragraph."""
    head, lines = _cut(answer.statements)
    if not any(s.is_listed for s in lines) or length_of(answer.statements) <= FIRST:
        return answer
    told = ToldList(head, lines)
    fit([told])
    return replace(answer, statements=(*told.above, *told.below)) if told.first else answer


def qualified(answer: Answer, key: str) -> Answer:
    """An answer of one document as that of one of several: every address names the document."""
    refusal = answer.refusal
    return replace(
        answer,
        statements=tuple(_of(s, key) for s in answer.statements),
        cited=tuple(i.of(key) for i in answer.cited),
        quotes=tuple(replace(q, id=q.id.of(key)) for q in answer.quotes),
        refusal=refusal and replace(refusal, nearest=tuple(i.of(key) for i in refusal.nearest)),
        ranking=tuple(replace(hit, id=hit.id.of(key)) for hit in answer.ranking),
        document=key,
        speaking=(key,),
        parts={key: answer},
    )


def _of(statement: Statement, key: str) -> Statement:
    return replace(statement, ids=tuple(i.of(key) for i in statement.ids))


def duty_group(document: Sources, statement: Statement, leaf: Leaf) -> DocumentGroup:
    """What a document says must be done, beside the penalties of others."""
    quotes = (quote(leaf, document.regulation),)
    return DocumentGroup(document, (statement,), (leaf.id,), quotes)


def join(
    panel: Panel, groups: Sequence[DocumentGroup], beside: Sequence[DocumentGroup], question: str
) -> Answer:
    """One answer of the documents that speak.

    Args:
        panel: what each says.
        groups: of those that answer, the most likely first; at least one.
        beside: of those that only add to it.
        question: as asked, cleaned.
    """
    main = groups[0]
    first = panel.parts[main.regulation.key]
    in_order = [
        *sorted(groups, key=lambda g: _place(panel, g)),
        *sorted(beside, key=lambda g: authority(g.regulation)),
    ]
    lists = [
        ToldList(*_lead_and_lines(group), document_mark(group.regulation)) for group in in_order
    ]
    fit(lists)
    told = _without_repeats([(one.above, one.below) for one in lists])
    every = (*groups, *beside)
    return replace(
        first,
        question=question,
        statements=(*(s for lead, _ in told for s in lead), *(s for _, rest in told for s in rest)),
        cited=tuple(i.of(g.regulation.key) for g in every for i in g.cited),
        quotes=tuple(replace(q, id=q.id.of(g.regulation.key)) for g in in_order for q in g.quotes),
        refusal=first.refusal if len(groups) == 1 or _puts_right(first) else None,
        notices=tuple(document_notice(g.regulation) for g in in_order),
        ranking=tuple(panel.ranking.hits[:20]) if first.ranking else (),
        complete=len(groups) == 1 and first.complete,
        document=main.regulation.key,
        speaking=tuple(g.regulation.key for g in in_order),
        parts=dict(panel.parts),
    )


def _place(panel: Panel, group: DocumentGroup) -> tuple[int, bool, int]:
    """What is in force first; of that what speaks of the thing itself before what only covers it; then rank."""
    force, rank = authority(group.regulation)
    asked, index = panel.asked(group.regulation.key), group.document.index
    words = {w for e in asked.expansions for w in (e.found, *e.statute)}
    said = "".join(index.leaf(i).lead_in + index.leaf(i).text for i in group.cited)
    answers = panel.parts[group.regulation.key].refusal is None
    return force, answers and bool(words) and not any(w in said for w in words), rank


def _puts_right(answer: Answer) -> bool:
    return answer.refusal is not None and answer.refusal.reason == "false_premise"


def _without_repeats(told: Sequence[_Told]) -> list[_Told]:
    """The same without notes that another document's answer has already."""
    said: set[Parts | None] = set()

    def fresh(statement: Statement) -> bool:
        new = statement.kind is not StatementKind.NOTE or statement.parts not in said
        said.add(statement.parts)
        return new

    return [(tuple(filter(fresh, lead)), tuple(filter(fresh, rest))) for lead, rest in told]


def _lead_and_lines(group: DocumentGroup) -> tuple[list[Statement], list[Statement]]:
    """The first sentences of a document as one that names it, and the lines after it."""
    key = group.regulation.key
    head, lines = _cut([_of(s, key) for s in group.statements])
    return [_lead(head, document_mark(group.regulation))], lines


def _cut(statements: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """The sentences that a document begins with, and the lines and notes, which come after them."""
    runs_on = (StatementKind.CONCLUSION, StatementKind.QUOTATION)
    notes = list(takewhile(lambda s: s.kind is StatementKind.NOTE, statements))
    said = statements[len(notes) :]
    head = list(takewhile(lambda s: s.kind in runs_on and not s.is_listed, said))
    return head, [*notes, *said[len(head) :]]


def _lead(head: Sequence[Statement], mark: str) -> Statement:
    """The first sentences as one statement that names the document."""
    verdict = next((s.verdict for s in head if s.verdict), "")
    parts = [s.parts for s in head if s.parts is not None]
    ids = tuple(dict.fromkeys(i for s in head for i in s.ids))
    return Statement(StatementKind.CONCLUSION, OfDocument(mark, tuple(parts), verdict), ids)
