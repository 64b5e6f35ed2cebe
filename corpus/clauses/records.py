"""Clause records: what one clause of a regulation says, every word of it the text's own.

A program reads them (``corpus.clauses.read``); nobody has reviewed them. What a reader has reviewed of
a document is its responsibility register (``corpus.register``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from corpus.citing.reference import Reference
from corpus.register.records import ClauseKey, Modality, Recurrence
from corpus.text.provision import ProvisionId

#: Raised whenever the same text may give other records: indexes hold them.
CLAUSES_VERSION = "3"
#: What every list of records is headed with.
NOT_REVIEWED = "程序提取，未经复核"
#: Half-open character range in the text of a leaf.
ClauseSpan = tuple[int, int]


class ClauseEffect(StrEnum):
    """What a clause does in law. The value is what lists print."""

    DUTY = "职责"
    POWER = "权力或权利"
    PROHIBITION = "禁止"
    PENALTY = "罚则"
    DEFINITION = "定义"
    PROCEDURE = "程序"
    SCOPE = "适用范围"
    OTHER = "其他"


class PartySource(StrEnum):
    """Where the subject of a clause stands. The value is what lists print."""

    OWN = "本句"
    BEFORE = "承前句"
    LEAD_IN = "总领句"
    ITEMS = "所列各项"


@dataclass(frozen=True, slots=True)
class ClauseParty:
    """Somebody whom a clause speaks of.

    Attributes:
        text: the words, verbatim: ``Leaf.text[span]`` of ``provision``.
        provision: the leaf in which they stand.
        span: half-open character range there.
        source: where that leaf is, seen from the clause.
    """

    text: str
    provision: ProvisionId
    span: tuple[int, int]
    source: PartySource = PartySource.OWN


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure.

    Attributes:
        text: verbatim, a range as one (五千元以上一万元以下).
        span: in the text of the leaf.
        kind: what it is of, Chinese (罚款, 期限, 长度 …).
        unit: as printed; 元 for 万元, of which ``low`` and ``high`` are counted.
        low, high: the bounds; equal where one number is meant, None where a side is open.
    """

    text: str
    span: tuple[int, int]
    kind: str
    unit: str
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """One clause.

    Attributes:
        provision: the leaf in which it stands.
        span, text: verbatim, ``Leaf.text[span]``. The spans of a leaf's records are the whole leaf.
        effect: what it does.
        subjects: who must, may, must not or does; the body that punishes, not whom it punishes.
        targets: who is punished, told or paid: whom the act is done to, where that is said.
        modality, modal: how the subject is bound, and the printed word for it, empty for 陈述. The
            word stands in the clause, else before it or in its lead-in.
        act: the predicate, verbatim.
        term: what a definition defines, empty for others.
        conditions: when it applies, verbatim, in printed order.
        exceptions: when it does not (除…外), verbatim.
        times: how often or by when, in printed order.
        amounts: figures in printed order.
        references: mentions of provisions that stand in it, with what they lead to.
        is_exception: whether it is a 但书, which takes something out of the clause before it.
    """

    provision: ProvisionId
    span: tuple[int, int]
    text: str
    effect: ClauseEffect
    subjects: tuple[ClauseParty, ...] = ()
    targets: tuple[ClauseParty, ...] = ()
    modality: Modality = "陈述"
    modal: str = ""
    act: str = ""
    term: str = ""
    conditions: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    times: tuple[Recurrence, ...] = ()
    amounts: tuple[Amount, ...] = ()
    references: tuple[Reference, ...] = field(default=(), repr=False)
    is_exception: bool = False

    @property
    def key(self) -> ClauseKey:
        """Its address."""
        return self.provision, self.span


class LinkKind(StrEnum):
    """What one clause is to another. The value is what lists print."""

    PUNISHES = "处罚违反"
    CASE = "所列情形"
    EXCEPTION = "例外于"


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """One clause and another that it has to do with.

    Attributes:
        kind: what the first is to the second.
        source, target: the addresses of the two records.
    """

    kind: LinkKind
    source: ClauseKey
    target: ClauseKey
