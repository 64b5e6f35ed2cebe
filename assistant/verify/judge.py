"""One sentence against its provisions: every check, in the order in which reasons are given.

A sentence is divided at its commas. Each piece is aligned with the printed piece that it restates,
and through it with a record of the register: who bears the clause, how it binds, under which
conditions. Pieces that restate one record are read together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.verify import bonds, conditions
from assistant.verify.bodies import Bodies, Mention
from assistant.verify.evidence import Alignment, Piece, Record, features
from assistant.verify.figures import Figure, figures, vague_times
from assistant.verify.ground import Ground
from assistant.verify.support import Support, consequences
from assistant.verify.texts import pairs, segments
from assistant.verify.verdict import Problem
from assistant.verify.wording import Wording

#: Score from which a printed piece counts as restated, and share of the best that others need.
_RESTATED = 0.3
_NEAR_BEST = 0.95
_ALSO = 0.5
#: What a piece gains for going on in the record of the piece before.
_GOES_ON = 1.15


@dataclass(frozen=True, slots=True)
class Read:
    """One piece of a sentence as it is understood.

    Attributes:
        text: flat.
        mentions: bodies that it names.
        subjects: the bodies that act in it, or in the piece before where it names none.
        record: what it restates, or the piece before; None where neither restates anything.
        pieces: the printed pieces that it shares most with, best first.
    """

    text: str
    mentions: tuple[Mention, ...]
    subjects: tuple[Mention, ...]
    record: Record | None
    pieces: tuple[Piece, ...]


class Judge:
    """Checks flat sentences against grounds.

    Args:
        bodies: names and who bears what.
        wording: equivalents.
        alignment: what a shared pair weighs.
        support: finds words that nothing bears out.
    """

    def __init__(
        self, bodies: Bodies, wording: Wording, alignment: Alignment, support: Support
    ) -> None:
        self._bodies = bodies
        self._wording = wording
        self._alignment = alignment
        self._support = support

    def problems(self, said: str, ground: Ground) -> tuple[Problem, ...]:
        """Everything wrong with a sentence, each offence once.

        Args:
            said: flat, without its citations.
        """
        reads = self._read(said, ground)
        found = [
            *consequences(said, ground.text),
            *_numbers(reads, ground),
            *self._actors(reads, ground),
            *self._bonds(reads, said),
            *conditions.widened(said, ground.whole),
            *conditions.turned(said, ground.text),
            *self._contents(reads, ground),
        ]
        return tuple(dict.fromkeys(found))

    # -- understanding ---------------------------------------------------------------------------

    def _read(self, said: str, ground: Ground) -> tuple[Read, ...]:
        reads: list[Read] = []
        subjects: tuple[Mention, ...] = ()
        record: Record | None = None
        for text in segments(said):
            mentions = self._bodies.find(text)
            subjects = tuple(m for m in mentions if m.subject) or subjects
            pieces = self._aligned(_masked(text, mentions), ground, record, subjects)
            record = pieces[0].record if pieces else record
            reads.append(Read(text, mentions, subjects, record, pieces))
        return tuple(reads)

    def _aligned(
        self, text: str, ground: Ground, before: Record | None, subjects: Sequence[Mention]
    ) -> tuple[Piece, ...]:
        """Printed pieces that a piece restates, best first; of equals the subject's own."""
        said = features(text, self._wording)
        scored = []
        for piece in ground.pieces:
            score = self._alignment.score(said, piece)
            if piece.record is before:
                score *= _GOES_ON
            scored.append((score, piece))
        best = max((s for s, _ in scored), default=0.0)
        if best < _RESTATED:
            return ()
        near = [p for s, p in scored if s >= _NEAR_BEST * best]
        own = [p for p in near if p.record is before] or [
            p for p in near if self._fit(subjects, p.record)
        ]
        first = own or near
        also = [
            p
            for s, p in sorted(scored, key=lambda x: -x[0])
            if s >= _ALSO * best and p not in first
        ]
        return (*first, *also)

    def _fit(self, subjects: Sequence[Mention], record: Record) -> bool:
        return all(self._fits(m, record) for m in subjects)

    def _fits(self, mention: Mention, record: Record) -> bool:
        place = (record.provision, record.span)
        return any(self._bodies.bears(n, record.actors, place) for n in mention.names)

    # -- checks ----------------------------------------------------------------------------------

    def _actors(self, reads: Sequence[Read], ground: Ground) -> Iterator[Problem]:
        for read in reads:
            for mention in read.mentions:
                if not self._present(mention, ground):
                    yield Problem("主体", f"原文这里没有「{mention.text}」", (mention.text,))
            record = read.record
            if record is None or not record.actors:
                continue
            for mention in read.subjects:
                if not self._present(mention, ground):
                    continue
                if not self._fits(mention, record):
                    who = "、".join(sorted(record.actors))
                    yield Problem("主体", f"原文由{who}承担", (mention.text,))
                elif wrong := self._wrong_level(mention, record):
                    yield Problem("主体", f"原文是「{wrong}」", (mention.text,))

    def _present(self, mention: Mention, ground: Ground) -> bool:
        """Whether a body is printed in the provisions or bears one of their clauses."""
        if mention.text in ground.text or self._wording.of(mention.text) & ground.concepts:
            return True
        return any(
            any(form in ground.text for form in self._bodies.printed(name))
            or any(
                self._bodies.bears(name, p.record.actors, (p.record.provision, p.record.span))
                for p in ground.pieces
            )
            for name in mention.names
        )

    def _wrong_level(self, mention: Mention, record: Record) -> str:
        """The printed form of a body, where it is of another level than the one written."""
        if not mention.level:
            return ""
        for name in mention.names:
            for form in sorted(self._bodies.printed(name), key=len, reverse=True):
                if form in record.text and form != mention.text:
                    head = form[:1]
                    if (
                        head in "市区"
                        and mention.level in ("市", "区")
                        and head != mention.level
                        and "、" not in form
                    ):
                        return form
        return ""

    def _bonds(self, reads: Sequence[Read], whole: str) -> Iterator[Problem]:
        units: dict[tuple[object, ...], list[Read]] = {}
        for read in reads:
            if read.record is None or not read.pieces:
                if word := bonds.unsupported_bond(read.text):
                    yield Problem("情态", f"原文没有与「{word}」对应的规定", (word,))
                continue
            units.setdefault((read.record.provision, read.record.span), []).append(read)
        for unit in units.values():
            record = unit[0].record
            assert record is not None  # those without were left out above
            together = "，".join(r.text for r in unit)
            near = tuple(dict.fromkeys(p for r in unit for p in r.pieces))
            yield from bonds.strength(together, whole, record)
            yield from bonds.roles(together, whole, record, near)
            yield from conditions.dropped(together, whole, record, self._wording)
            for read in unit:
                yield from bonds.modality(read.text, record, read.pieces)
                yield from bonds.negation(read.text, read.pieces)

    def _contents(self, reads: Sequence[Read], ground: Ground) -> Iterator[Problem]:
        for read in reads:
            masked = _masked(read.text, read.mentions)
            for figure in figures(masked):
                masked = masked.replace(figure.text, "，", 1)
            for word in self._support.missing(masked, ground.whole, ground.concepts):
                yield Problem("内容", f"原文没有「{word}」", (word,))


def _masked(text: str, mentions: Sequence[Mention]) -> str:
    """A piece without the bodies that it names."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}，{text[mention.end :]}"
    return text


def _numbers(reads: Sequence[Read], ground: Ground) -> Iterator[Problem]:
    """Figures and times that are not printed, or that belong to something else."""
    printed: dict[tuple[str, str], list[str]] = {}
    for piece in ground.pieces:
        for figure in figures(piece.text):
            printed.setdefault(figure.key, []).append(piece.text)
    for read in reads:
        for figure in figures(read.text):
            if _counted(figure, read.text, ground):
                continue
            where = printed.get(figure.key)
            if where is None:
                yield Problem("数字", f"原文没有「{figure.text}」", (figure.text,))
            elif not _belongs(figure, read.text, where):
                yield Problem("数字", f"「{figure.text}」在原文里说的是另一件事", (figure.text,))
        for name, word, allowed in vague_times(read.text):
            near = "".join(p.text for p in read.pieces) + (
                read.record.clause if read.record else ""
            )
            if word not in (near or ground.text) and not allowed.search(near or ground.text):
                yield Problem("数字", f"原文没有「{name}」", (word,))


def _counted(figure: Figure, text: str, ground: Ground) -> bool:
    """第七章; a count of the provisions themselves (下列八项职责)."""
    if text[: figure.start].endswith("第"):
        return True
    items = sum(bool(p.leaf.id.item) for p in ground.leaves)
    return figure.key[1] in ("项", "处") and figure.key[0] in (str(items), str(len(ground.ids)))


def _belongs(figure: Figure, text: str, where: Sequence[str]) -> bool:
    rest = pairs(text.replace(figure.text, "，"))
    return not rest or any(rest & pairs(printed.replace(figure.text, "，")) for printed in where)


def offences(problems: Sequence[Problem]) -> str:
    """The reasons of some problems as one Chinese sentence."""
    return "；".join(
        dict.fromkeys(f"{p.kind}：{re.sub('[。；]$', '', p.reason)}" for p in problems)
    )
