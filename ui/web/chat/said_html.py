"""What an answer says → paragraphs, lists and tables, as data that the templates lay out. Pure functions.

Everything is told by the kinds and parts of the statements: lines of one document stand together
whatever room the first paragraph had for them, who bears what is a table, a long list is folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from assistant.answering.parts import (
    AskedHead,
    ComparedLine,
    ConditionLine,
    DutyLine,
    GoesOn,
    MatterHead,
    NamedLine,
    OfDocument,
    OpenLine,
    Parts,
    PlainLine,
    ReferenceLine,
    RoleLine,
    SaidWords,
)
from assistant.answering.quoting import document_mark
from assistant.answering.statement import Statement
from assistant.rendering.text import sentence
from corpus.text.provision import ProvisionId
from ui.web.held import HeldDocuments, is_not_law

#: Lines of a list that are in sight, of one document alone and of each of several.
_SHOWN, _SHOWN_EACH = 6, 3
#: Rows of a table that are in sight.
_ROWS = 6


@dataclass(frozen=True, slots=True)
class SaidPiece:
    """Words of a line.

    Attributes:
        words: as they stand.
        anchor: of the provision that they name; empty for none.
        mark: how the name of a document is set off; empty for other words.
    """

    words: str
    anchor: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class BearerRow:
    """Who bears what: the role (empty where it is that of the row before), the body, the provisions."""

    role: str
    actor: str
    clauses: tuple[SaidPiece, ...]


@dataclass(frozen=True, slots=True)
class SaidBlock:
    """Paragraphs, the lines of a list, or the rows of a table.

    Attributes:
        lines: of paragraphs and lists.
        listed: whether they are a list.
        rows: of a table.
        folded: what stands on the fold; empty for what is in sight.
    """

    lines: tuple[tuple[SaidPiece, ...], ...] = ()
    listed: bool = False
    rows: tuple[BearerRow, ...] = ()
    folded: str = ""

    @property
    def anchors(self) -> frozenset[str]:
        """Of the provisions that it leads to."""
        pieces = chain(*self.lines, *(row.clauses for row in self.rows))
        return frozenset(piece.anchor for piece in pieces if piece.anchor)


def blocks_of(
    statements: Sequence[Statement], held: HeldDocuments, *, key: str = "", whole: bool = False
) -> tuple[SaidBlock, ...]:
    """What statements say, laid out.

    Args:
        statements: in the order of the answer.
        held: the documents that they are of.
        key: of the document of those that name none.
        whole: whether nothing is folded.
    """
    groups = _grouped(_once(statements))
    shown = _SHOWN if len(groups) == 1 else _SHOWN_EACH
    layout = _Layout(held, key, len(statements) if whole else shown)
    return tuple(block for group in groups for block in layout.blocks(group))


def _once(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Statements without those that say again, word for word, what no provision bears."""
    said: set[Parts] = set()
    for statement in statements:
        if isinstance(statement.parts, OpenLine | SaidWords) and not statement.state:
            if statement.parts in said:
                continue
            said.add(statement.parts)
        yield statement


def _grouped(statements: Iterator[Statement]) -> list[list[Statement]]:
    """The statements of each document, or of each question, together."""
    groups: list[list[Statement]] = [[]]
    by_mark: dict[str, list[Statement]] = {"": groups[0]}
    current = groups[0]
    for statement in statements:
        match statement.parts:
            case GoesOn(mark=mark) if mark in by_mark:
                current = by_mark[mark]
                continue
            case OfDocument(mark=mark):
                groups.append(current := [])
                by_mark[mark] = current
            case AskedHead() | GoesOn():
                # Of several questions each has its own lines of a document.
                groups.append(current := [])
                by_mark = {}
        current.append(statement)
    return [group for group in groups if group]


@dataclass(frozen=True, slots=True)
class _Layout:
    held: HeldDocuments
    key: str
    shown: int

    def blocks(self, group: Sequence[Statement]) -> Iterator[SaidBlock]:
        if any(isinstance(s.parts, RoleLine) for s in group):
            yield from self._as_table(group)
            return
        for listed, run in groupby(group, lambda s: s.is_listed):
            lines = tuple(run)
            if not listed:
                yield SaidBlock(tuple(map(self._line, lines)))
            else:
                yield from self._as_list(lines)

    def _as_list(self, lines: Sequence[Statement]) -> Iterator[SaidBlock]:
        """A list; but for a few lines it is folded, a language model's sentences never are."""
        shown = self.shown
        if len(lines) <= shown + 1 or lines[0].state:
            shown = len(lines)
        told = tuple(self._line(s) for s in lines)
        yield SaidBlock(told[:shown], listed=True)
        if rest := told[shown:]:
            yield SaidBlock(rest, listed=True, folded=f"其余 {len(rest)} 条")

    def _as_table(self, group: Sequence[Statement]) -> Iterator[SaidBlock]:
        """Who bears what in a matter; the words of single provisions are folded below it."""
        rows = tuple(self._rows([s for s in group if isinstance(s.parts, RoleLine)]))
        worded = [s for s in group if s.is_listed and not isinstance(s.parts, RoleLine)]
        heads = [_without_bearers(s) for s in group if not s.is_listed]
        yield SaidBlock(tuple(map(self._line, heads)))
        shown = len(rows) if len(rows) <= _ROWS + 1 else _ROWS
        yield SaidBlock(rows=rows[:shown])
        if rest := rows[shown:]:
            yield SaidBlock(
                rows=(replace(rest[0], role=_role_at(rows, shown)), *rest[1:]),
                folded=f"其余 {len(rest)} 行",
            )
        if worded:
            told = tuple(self._line(s) for s in worded)
            yield SaidBlock(told, listed=True, folded=f"条文怎么写（{len(told)} 句）")

    def _rows(self, lines: Sequence[Statement]) -> Iterator[BearerRow]:
        for statement in lines:
            line = statement.parts
            assert isinstance(line, RoleLine)
            document = statement.ids[0].document or self.key
            for number, bearer in enumerate(line.bearers):
                clauses = tuple(self._clause(id_.of(document)) for id_ in bearer.ids)
                yield BearerRow("" if number else line.role, bearer.actor, clauses)

    def _clause(self, address: ProvisionId) -> SaidPiece:
        """A provision by its number: the document is named where its lines begin."""
        mark = document_mark(self.held.of(address.document))
        return SaidPiece(self.held.name(address).removeprefix(mark), self.held.anchor(address))

    def _name(self, mark: str) -> SaidPiece:
        """The document that a mark ends with, after 最接近的是 or the like."""
        for regulation in self.held.regulations:
            if mark.endswith(name := document_mark(regulation)):
                return SaidPiece(name, mark="law draft" if is_not_law(regulation) else "law")
        return SaidPiece(mark, mark="law")

    def _line(self, statement: Statement) -> tuple[SaidPiece, ...]:
        """A sentence; the name of a document stands out, the source of a line is a link."""
        words = sentence(statement)
        if isinstance(statement.parts, OfDocument | GoesOn) and statement.parts.mark:
            return _set_off(words, self._name(statement.parts.mark))
        source = _source(statement.parts) if statement.is_listed and statement.ids else ""
        if not source:
            return (SaidPiece(words),)
        first = statement.ids[0]
        address = first if first.document or not self.key else first.of(self.key)
        return _set_off(words, SaidPiece(source, anchor=self.held.anchor(address)))


def _set_off(words: str, piece: SaidPiece) -> tuple[SaidPiece, ...]:
    before, found, after = words.partition(piece.words)
    if not found:
        return (SaidPiece(words),)
    return tuple(p for p in (SaidPiece(before), piece, SaidPiece(after)) if p.words)


def _source(parts: Parts | None) -> str:
    """How a line of a list cites the provision that it tells; empty where it tells several."""
    match parts:
        case DutyLine() | NamedLine() | ConditionLine() | ReferenceLine() | PlainLine():
            return parts.source
        case ComparedLine(line=line):
            return line.source
        case _:
            return ""


def _role_at(rows: Sequence[BearerRow], at: int) -> str:
    """The role of a row, which may be said some rows before."""
    return next(row.role for row in reversed(rows[: at + 1]) if row.role)


def _without_bearers(statement: Statement) -> Statement:
    """What a matter comes to, without the bodies that stand in the table below it."""
    match statement.parts:
        case MatterHead() as head:
            return replace(statement, parts=replace(head, bearers=()))
        case OfDocument(said=said) as of:
            short = tuple(replace(p, bearers=()) if isinstance(p, MatterHead) else p for p in said)
            return replace(statement, parts=replace(of, said=short))
        case _:
            return statement
