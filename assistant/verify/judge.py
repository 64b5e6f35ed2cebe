"""One sentence against its provisions: every check, in the order in which reasons are given.

A sentence is divided at its commas. Each piece is aligned with the printed piece that it restates,
and through it with a record of the register: who bears the clause, how it binds, under which
conditions. Pieces that restate one record are read together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.verify import alike, bonds, conditions, joins, listed, lost, relations
from assistant.verify.absent import find_absent_parts, is_absent
from assistant.verify.bodies import Bodies, BodyMention
from assistant.verify.evidence import Alignment, EvidenceRecord, RecordPiece, features_of, governing
from assistant.verify.figures import find_figures
from assistant.verify.ground import Ground
from assistant.verify.numbers import check_numbers, surveys
from assistant.verify.reading import (
    Read,
    around,
    find_verbatim,
    is_made,
    is_topic,
    mask_bodies,
    near,
    place_mention,
    usual,
)
from assistant.verify.support import Support, check_consequences
from assistant.verify.texts import clause_starts, keep_pieces, pairs, split_segments
from assistant.verify.verdict import Problem, ProblemKind
from assistant.verify.wording import PrintedWording

#: Score from which a printed piece counts as restated, and share of the best that others need.
_RESTATED = 0.3
_NEAR_BEST = 0.99
_ALSO = 0.7
#: What a piece gains for going on in the record of the piece before.
_GOES_ON = 1.03
#: A piece that is a condition: the subject of the piece before does not go on in it.
_CONDITION = re.compile(r"(?:的|时|时候|前|后|期间)$")
#: 甲在乙指导下: who is guided acts, as print makes him.
_GUIDED = re.compile(r"在[^，]{2,24}(?:指导|督促|监督|领导|组织)下")
_ANAPHOR = re.compile(r"其(?=[\u4e00-\u9fff])(?!他|它|余|中)")
#: Share of a piece's character pairs that a clause must print to be what the piece restates.
_CLOSE = 0.6


class Judge:
    """Checks flat sentences against grounds.

    Args:
        bodies: names and who bears what.
        wording: equivalents.
        alignment: what a shared pair weighs.
        support: finds words that nothing bears out.
    """

    def __init__(
        self, bodies: Bodies, wording: PrintedWording, alignment: Alignment, support: Support
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
        found: list[Problem] = []
        parts = split_segments(said)
        absent = find_absent_parts(parts)
        for number, what in absent.items():
            if what is not None and not is_absent(what, ground, self._support):
                found.append(
                    Problem(ProblemKind.CONTENT, "不能确定原文没有写这一点", (parts[number],))
                )
        denied = {parts[number] for number in absent}
        said = keep_pieces(said, lambda piece: piece not in denied)
        reads = self._read(said, ground)
        found += [
            *check_consequences(said, ground.text),
            *check_numbers(reads, ground),
            *self._actors(reads, ground),
            *self._bonds(reads, said, ground, remarks=bool(absent)),
            *conditions.check_widened(said, ground.whole, around(reads, ground)),
            *conditions.check_turned(said, ground.text),
            *relations.check_parties(said, ground.leaves),
            *relations.check_subject(said, ground.leaves),
            *relations.check_swapped(said, ground.leaves),
            *joins.check_joined(said, ground.text),
            *joins.check_narrowed(said, ground.text),
            *alike.check_replaced(reads, ground, self._wording),
            *listed.check_members(reads, ground, self._wording),
            *lost.check_lost(reads, ground),
            *listed.check_enough(said, ground.text),
            *self._contents(reads, ground),
        ]
        return tuple(dict.fromkeys(found))

    # -- understanding ---------------------------------------------------------------------------

    def _read(self, said: str, ground: Ground) -> tuple[Read, ...]:
        reads: list[Read] = []
        subjects: tuple[BodyMention, ...] = ()
        record: EvidenceRecord | None = None
        starts = clause_starts(said)
        parts = split_segments(said)
        for number, text in enumerate(parts):
            mentions = tuple(place_mention(m, text, ground) for m in self._bodies.find(text))
            if number in starts and find_verbatim(text, ground):
                subjects = ()  # a printed clause has the subject that it has there
            if number + 1 < len(parts) and is_topic(text, mentions):
                after = self._bodies.find(parts[number + 1])
                if any(m.subject for m in after):  # 队员的工资，区政府要落实
                    mentions = tuple(replace(m, subject=False) for m in mentions)
            subjects = tuple(m for m in mentions if m.subject) or subjects
            bare = mask_bodies(text, mentions)
            if self._support.is_empty(bare):  # 法定代表人是责任人: the names are all there is
                pieces = find_verbatim(text, ground)
            else:
                pieces = self._aligned(bare, ground, record, subjects)
            record = pieces[0].record if pieces else record
            reads.append(Read(text, mentions, subjects, record, pieces))
        return tuple(reads)

    def _aligned(
        self,
        text: str,
        ground: Ground,
        before: EvidenceRecord | None,
        subjects: Sequence[BodyMention],
    ) -> tuple[RecordPiece, ...]:
        """Printed pieces that a piece restates, best first; of equals the subject's own."""
        said = features_of(text, self._wording)
        scored = []
        for piece in ground.pieces:
            score = self._alignment.score(said, piece)
            if piece.record is before:
                score *= _GOES_ON
            scored.append((score, piece))
        best = max((s for s, _ in scored), default=0.0)
        if best < _RESTATED:
            return ()
        equal = [p for s, p in scored if s >= _NEAR_BEST * best]
        fit = [p for p in equal if self._fit(subjects, p.record)]
        level = [p for p in fit if not any(self._wrong_level(m, p.record) for m in subjects)]
        first = [p for p in equal if p.record is before] or level or fit or equal
        also = [
            p
            for s, p in sorted(scored, key=lambda x: -x[0])
            if s >= _ALSO * best and p not in first
        ]
        return (*first, *also)

    def _fit(self, subjects: Sequence[BodyMention], record: EvidenceRecord) -> bool:
        return all(self._fits(m, record) for m in subjects)

    def _fits(self, mention: BodyMention, record: EvidenceRecord) -> bool:
        place = record.key
        joint = "、" in mention.text and mention.text not in record.text
        every = all if joint else any  # 市、区政府: both; 城管: whichever
        return every(self._bodies.bears(n, record.actors, place) for n in mention.names)

    # -- checks ----------------------------------------------------------------------------------

    def _actors(self, reads: Sequence[Read], ground: Ground) -> Iterator[Problem]:
        acting = {
            m
            for read in reads
            for m in read.subjects
            if read.record is not None and self._fits(m, read.record)
        }
        for read in reads:
            for mention in read.mentions:
                if not self._present(mention, ground) or self._elsewhere(mention, read, ground):
                    yield Problem(
                        ProblemKind.ACTOR, f"原文这里没有「{mention.text}」", (mention.text,)
                    )
            record = read.record
            if record is None:
                # 养老院由某委负责: nothing is restated, but somebody is put in charge.
                strong = (m for m in read.subjects if m.strong and m in read.mentions)
                for mention in (m for m in strong if not self._acts(m, ground)):
                    yield Problem(
                        ProblemKind.ACTOR, f"原文没有让「{mention.text}」负责", (mention.text,)
                    )
                continue
            if not record.actors:
                continue
            printed = any(p.text == read.text and p.record is record for p in ground.pieces)
            for mention in read.subjects:
                own = mention in read.mentions
                if (printed and own) or (not own and _CONDITION.search(read.text)):
                    continue  # printed so; 发生火灾的 names nobody who acts
                if is_made(mention, read):
                    continue
                if mention.text in record.text and _GUIDED.search(read.text):
                    continue
                if not self._present(mention, ground) or (
                    not mention.strong and acting - {mention} and self._towards(mention, record)
                ):
                    continue
                if not self._fits(mention, record):
                    who = "、".join(sorted(record.actors))
                    yield Problem(ProblemKind.ACTOR, f"原文由{who}承担", (mention.text,))
                elif wrong := self._wrong_level(mention, record):
                    yield Problem(ProblemKind.ACTOR, f"原文是「{wrong}」", (mention.text,))

    def _acts(self, mention: BodyMention, ground: Ground) -> bool:
        """Whether a body bears or is printed in one of the provisions' own clauses."""
        own = "".join(p.text for p in ground.pieces)
        return any(
            any(form in own for form in self._bodies.printed(name))
            or any(self._bodies.bears(name, p.record.actors, p.record.key) for p in ground.pieces)
            for name in mention.names
        )

    def _elsewhere(self, mention: BodyMention, read: Read, ground: Ground) -> bool:
        """Whether a body that is acted upon is printed, but not in the clause that is restated."""
        if mention.subject or read.record is None or not self._close(read, ground):
            return False
        words = near(read, ground)
        if _ANAPHOR.search(read.record.text):  # 按规定落实其工资: of whom, another clause says
            words = ground.text
        forms = (mention.text, *(f for n in mention.names for f in self._bodies.printed(n)))
        printed = any(f in ground.text for f in forms)
        return printed and not (any(f in words for f in forms) or self._fits(mention, read.record))

    def _close(self, read: Read, ground: Ground) -> bool:
        """Whether a piece says little besides what the restated clause prints."""
        if not read.pieces or read.text.count("、") > 1:
            return False
        here = pairs(mask_bodies(read.text, read.mentions))
        return bool(here) and len(here & pairs(near(read, ground))) >= _CLOSE * len(here)

    def _towards(self, mention: BodyMention, record: EvidenceRecord) -> bool:
        """Whether a clause prints a body without making it act: 对业主投诉的问题."""
        if any(word in record.text for word in self._wording.covers(mention.text)):
            return True
        return mention.text in record.text or any(
            form in record.text for name in mention.names for form in self._bodies.printed(name)
        )

    def _present(self, mention: BodyMention, ground: Ground) -> bool:
        """Whether a body is printed in the provisions or bears one of their clauses."""
        if usual(mention.text) in usual(ground.text):
            return True
        if any(word in ground.text for word in self._wording.covers(mention.text)):
            return True
        if self._wording.of(mention.text) & ground.concepts:  # 快递企业: 寄递企业
            return True
        return any(
            any(form in ground.text for form in self._bodies.printed(name))
            or any(
                self._bodies.bears(name, p.record.actors, p.record.key)
                for p in (*ground.pieces, *ground.leads)
            )
            for name in mention.names
        )

    def _wrong_level(self, mention: BodyMention, record: EvidenceRecord) -> str:
        """The printed form of a body, where it is of another level than the one written."""
        if not mention.level:
            return ""
        for name in mention.names:
            forms = sorted(self._bodies.printed(name), key=len, reverse=True)
            if any(f.startswith(mention.level) and f in record.text for f in forms):
                continue  # 市、区消防救援机构 each by itself
            for form in forms:
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

    def _bonds(
        self, reads: Sequence[Read], whole: str, ground: Ground, *, remarks: bool
    ) -> Iterator[Problem]:
        """Modality, negation, roles and conditions, record by record.

        Args:
            remarks: whether the sentence remarks on what is not stated; what it repeats besides
                is then no statement of the whole duty.
        """
        bare = "，".join(mask_bodies(r.text, r.mentions) for r in reads)
        survey = surveys(reads, ground)
        units: dict[tuple[object, ...], list[Read]] = {}
        for read in reads:
            if read.record is None or not read.pieces:
                others = [r.pieces[0].text for r in reads if r.pieces] + [
                    governing(lead) for lead in ground.lead_ins
                ]
                if word := bonds.find_unsupported_bond(read.text, others):
                    yield Problem(ProblemKind.MODALITY, f"原文没有与「{word}」对应的规定", (word,))
                elif word := bonds.find_unsupported_denial(read.text, ground.text):
                    yield Problem(ProblemKind.NEGATION, "原文没有这一否定", (word,))
                continue
            units.setdefault(read.record.key, []).append(read)
        for unit in units.values():
            record = unit[0].record
            assert record is not None  # those without were left out above
            together = "，".join(r.text for r in unit)
            restated = [(r.text, r.pieces[0]) for r in unit]
            yield from bonds.check_strength(together, whole, record, restated, survey=survey)
            # Names are left out: 监督 in a department's name is no role.
            named = [(mask_bodies(r.text, r.mentions), r) for r in unit]
            yield from bonds.check_roles(named, record, ground.text)
            printed = {p.text for _, p in restated}
            if not remarks and not (survey and bonds.names_only(together)):
                yield from bonds.check_lost_roles(named, bare, record)
            if not (remarks or survey):
                yield from conditions.check_dropped(together, whole, record, printed, self._wording)
            for read in unit:
                yield from bonds.check_modality(read.text, record, read.pieces)
                yield from bonds.check_negation(
                    read.text, read.pieces, record.trigger, ground.lead_ins
                )

    def _contents(self, reads: Sequence[Read], ground: Ground) -> Iterator[Problem]:
        for read in reads:
            bare = mask_bodies(read.text, read.mentions)
            for figure in find_figures(bare):
                bare = re.sub(
                    f"(?:[一总]?共|共计|共有|有)?{re.escape(figure.text)}", "，", bare, count=1
                )
            for word in self._support.missing(
                bare, ground.whole, ground.concepts, asked=ground.asked
            ):
                if not conditions.is_scope(word):
                    yield Problem(ProblemKind.CONTENT, f"原文没有「{word}」", (word,))
            yield from self._displaced(bare, read, ground)

    def _displaced(self, said: str, read: Read, ground: Ground) -> Iterator[Problem]:
        """A word that the provisions print, but of something else than what a piece restates."""
        if read.record is None or not self._close(read, ground):
            return
        around_it = near(read, ground)
        concepts = self._wording.concepts(around_it)
        words = self._support.words(said)
        away = [w for w in words if w in ground.text and w not in around_it]
        away = [w for w in away if not self._wording.of(w) & concepts]
        if len(away) == 1:
            yield Problem(ProblemKind.CONTENT, f"「{away[0]}」在原文里说的是另一件事", (away[0],))
