"""The responsibility register: one record per duty of a regulation.

The records are reviewed data (``corpus.register.table``), or what a program reads (``corpus.register.from_clauses``);
both lie over the text, so that a record's words are always the text's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, get_args

from corpus.citing.reference import Reference
from corpus.language.body_level import BodyLevel
from corpus.language.data import Body, Group
from corpus.text.provision import ProvisionId, Regulation

Role = Literal["牵头", "负责", "配合", "指导督促", "监督检查", "审批", "保障", "执法"]
Modality = Literal["应当", "必须", "不得", "可以", "鼓励", "陈述"]
TimeKind = Literal["frequency", "deadline", "season"]
#: In the order in which a look-up by matter lists them.
ROLES: tuple[Role, ...] = get_args(Role)
MODALITIES: tuple[Modality, ...] = get_args(Modality)
TIME_KINDS: tuple[TimeKind, ...] = get_args(TimeKind)
#: Address of a clause: the leaf in which it stands, and its half-open range there.
ClauseKey = tuple[ProvisionId, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often or by when.

    Attributes:
        text: the words, verbatim (每季度, 7个工作日, 定期).
        kind: ``frequency``, ``deadline`` or ``season`` (a time of the year or day).
        count: the number of the normalised form, None where the words name none (定期, 及时).
        unit: the unit of the normalised form: once per 季度, within 7 工作日; the words themselves
            where they name no number.
    """

    text: str
    kind: TimeKind
    count: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of one actor.

    Attributes:
        id: ``art19.item3#2``: the provision and the number of the record in it, from 1.
        provision: the leaf in which it stands.
        span, text: the clause, verbatim: ``Leaf.text[span]``. Records of several actors of one
            clause share it.
        actor: ``Body.name``, or the subject's own words where no body of the data has them.
        level: the body's level.
        role, modality: what the actor does, and how it is bound.
        modal: the printed word that the modality rests on, empty for 陈述.
        matters: names of the matter vocabulary.
        trigger: condition or scope, verbatim, may be empty.
        recurrence: times in printed order.
        objects: bodies, units and people acted upon or with, verbatim.
        note: Chinese, what review found unclear in the words, may be empty.
    """

    id: str
    provision: ProvisionId
    span: tuple[int, int]
    text: str
    actor: str
    level: BodyLevel
    role: Role
    modality: Modality
    modal: str = ""
    matters: tuple[str, ...] = ()
    trigger: str = ""
    recurrence: tuple[Recurrence, ...] = ()
    objects: tuple[str, ...] = ()
    note: str = ""

    @property
    def key(self) -> ClauseKey:
        """The clause that it is of; records of several actors share it."""
        return self.provision, self.span


class NoDutyReason(StrEnum):
    """Why words bind nobody to act. The value is what data files write and lists print."""

    LEAD_IN = "总领句"
    BASIS = "制定依据"
    EFFECTIVE_DATE = "施行日期"
    ACCOUNTABILITY = "责任追究"
    DEFINITION = "定义"
    PRINCIPLE = "原则"
    NO_BODY = "未写明责任主体"
    SCOPE = "适用范围"
    LISTED = "所列主体"

    def __repr__(self) -> str:
        """The word itself: digests of reviewed records are made over it."""
        return repr(self.value)


@dataclass(frozen=True, slots=True)
class NoDuty:
    """Words that bind nobody to act, with the reason.

    Attributes:
        provision, span, text: as in ``Duty``.
        reason: why.
        matters: the matters that the words speak of.
    """

    provision: ProvisionId
    span: tuple[int, int]
    text: str
    reason: NoDutyReason
    matters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that duties are about.

    Attributes:
        name: how a list prints it.
        words: verbatim words of the regulation; a clause that holds one is about the matter.
        lay: how people call it.
    """

    name: str
    words: tuple[str, ...]
    lay: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collective:
    """Several bodies under one name, whose duties each of them bears.

    Attributes:
        name: the actor's name in the register.
        members: names of bodies; empty where membership is by level or place.
        level: every body of this level is a member, UNKNOWN for none.
        under: only bodies with a duty of their own in an item of this article (short id).
        without: bodies that are no members for all that.
    """

    name: str
    members: tuple[str, ...] = ()
    level: BodyLevel = BodyLevel.UNKNOWN
    under: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A body that exists and that the text does not name. ``names``: the usual one first."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommonRule:
    """What the text says to every department, for those that it does not name.

    Attributes:
        collectives: the actors whose duties apply.
        provisions: the 条 to show first (short ids).
    """

    collectives: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """All duties of one regulation with what look-ups need.

    Attributes:
        duties, rest: records and no-duty clauses, each in printed order. Together their spans
            cover every leaf.
        matters, collectives, bodies, groups: the vocabulary.
        unnamed, common: bodies that exist and that the text does not name, and what applies.
        references: resolved cross-references, for duties that one body has through another.
        reviewed: whether a reader has reviewed every record; else the program alone read them.
    """

    regulation: Regulation = field(repr=False)
    duties: tuple[Duty, ...]
    rest: tuple[NoDuty, ...]
    matters: tuple[Matter, ...] = ()
    collectives: tuple[Collective, ...] = ()
    bodies: tuple[Body, ...] = ()
    groups: tuple[Group, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
    common: CommonRule = CommonRule()
    references: tuple[Reference, ...] = ()
    reviewed: bool = True


def provisions_of(duties: tuple[Duty, ...]) -> tuple[ProvisionId, ...]:
    """The distinct provisions of some duties, in printed order."""
    return tuple(sorted({d.provision for d in duties}, key=lambda i: i.sort_key))
