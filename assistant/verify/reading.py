"""A piece of a sentence as it is understood, and the printed words around what it restates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.verify.bodies import BodyMention
from assistant.verify.evidence import EvidenceRecord, RecordPiece
from assistant.verify.ground import Ground


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
    mentions: tuple[BodyMention, ...]
    subjects: tuple[BodyMention, ...]
    record: EvidenceRecord | None
    pieces: tuple[RecordPiece, ...]


def find_verbatim(text: str, ground: Ground) -> tuple[RecordPiece, ...]:
    """The one printed piece that a piece repeats word for word."""
    same = [p for p in ground.pieces if p.text == text]
    return tuple(same) if len(same) == 1 else ()


def near(read: Read, ground: Ground) -> str:
    """The printed words around what a piece restates."""
    clause = read.record.clause if read.record else ""
    return "。".join([clause, *(p.text for p in read.pieces), *ground.lead_ins])


def around(reads: Sequence[Read], ground: Ground) -> str:
    """The clauses that a sentence restates with lead-ins and headings; all where it restates none."""
    clauses = dict.fromkeys(r.record.clause for r in reads if r.record is not None)
    if not clauses:
        return ground.whole
    return "。".join([*clauses, ground.whole.replace(ground.text, ""), *ground.lead_ins])


def mask_bodies(text: str, mentions: Sequence[BodyMention]) -> str:
    """A piece without the bodies that it names."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}，{text[mention.end :]}"
    return text


#: What makes the noun after it, and with it the body inside that noun, a thing done to.
_TREATS = re.compile(r"(?:建立|制定|健全|完善|保障|加强|实行|落实|追究|做好|开展|建设)$")
_MAKES = r"(?:建立|组建|成立|设立)[^，；。]*"


#: 单位的信用记录 is what is spoken of, not who acts; 单位的职责 says who does.
_POSSESSES = re.compile(r"的(?![^，。；]{0,6}(?:职责|责任|义务|任务|工作|事|活))")


def is_topic(text: str, mentions: Sequence[BodyMention]) -> bool:
    """Whether a piece only names something that belongs to a body: 队员的工资、保险."""
    first = mentions[0] if mentions else None
    return (
        first is not None
        and first.start == 0
        and not any(m.strong for m in mentions)
        and text[first.end :].startswith("的")
    )


def usual(text: str) -> str:
    """A name with the words that are written either way made one."""
    return text.replace("有关", "相关").replace("人民政府", "政府")


def place_mention(mention: BodyMention, text: str, ground: Ground) -> BodyMention:
    """A mention, no subject where it heads a noun that is printed as what is done to.

    「单位消防安全信用记录」 names no acting 单位 where the text prints 「建立单位消防安全信用记录」.
    """
    if mention.subject and not mention.strong and _POSSESSES.match(text, mention.end):
        return replace(mention, subject=False)
    noun = text[mention.start : mention.end + 4]
    if not mention.subject or mention.strong or len(noun) < len(mention.text) + 4:
        return mention
    places = [m.start() for m in re.finditer(re.escape(noun), ground.text)]
    if places and all(_TREATS.search(ground.text[:at]) for at in places):
        return replace(mention, subject=False)
    return mention


def is_made(mention: BodyMention, read: Read) -> bool:
    """Whether the clause first sets a body up (建立志愿消防队) and then says what it does."""
    record = read.record
    if record is None or not read.pieces or mention.text in read.pieces[0].text:
        return False
    made = re.search(_MAKES + re.escape(mention.text), record.clause)
    return made is not None and record.clause.find(read.pieces[0].text) > made.start()
