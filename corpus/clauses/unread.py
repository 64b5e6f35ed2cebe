"""A clause before it is read: its words, its parts, and what stands before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.clauses.parties import named_at_start
from corpus.clauses.records import ClauseEffect, ClauseParty, ClauseRecord, ClauseSpan, PartySource
from corpus.clauses.segments import PENALTY, Segment, read_segments
from corpus.register.records import Modality
from corpus.text.provision import Leaf


@dataclass(frozen=True, slots=True)
class Carried:
    """What a clause may take from the clause before it, or an item from its lead-in."""

    subjects: tuple[ClauseParty, ...] = ()
    targets: tuple[ClauseParty, ...] = ()
    modality: Modality = "陈述"
    modal: str = ""
    effect: ClauseEffect | None = None


@dataclass(frozen=True, slots=True)
class UnreadClause:
    """A clause with what stands before it.

    Attributes:
        leaf, span: where it stands.
        segments: its parts; ``says`` those that do not only lead to the next.
        before, lead: what the clause before it and the lead-in give; empty where there is none.
    """

    leaf: Leaf
    span: ClauseSpan
    segments: tuple[Segment, ...]
    before: Carried
    lead: Carried

    @property
    def words(self) -> str:
        """The whole clause."""
        return self.leaf.text[slice(*self.span)]

    @property
    def says(self) -> tuple[Segment, ...]:
        """The parts that say something."""
        return tuple(s for s in self.segments if not s.leads) or self.segments[-1:]

    @property
    def main(self) -> str:
        """The words without conditions."""
        return "".join(self.leaf.text[slice(*s.span)] for s in self.says)

    @property
    def bound(self) -> Segment | None:
        """The part with the modal word, None where there is none."""
        return next((s for s in self.says if s.modal), None)

    @property
    def is_case(self) -> bool:
        """Whether an item only says when its lead-in speaks: 未按照规定储存疫苗的；."""
        if not self.leaf.id.item or self.lead.effect is None or PENALTY.search(self.words):
            return False
        if _CASES.search(self.leaf.lead_in):
            return True
        if re.search(r"应当|必须|不得|可以", self.words) or self._is_share():
            return False
        return _ENDS_AS_CASE.search(self.words) is not None

    def _is_share(self) -> bool:
        """Whether an item says who is in charge: 派出所负责查处犬只伤人的行为."""
        name = named_at_start(self.leaf.text, *self.span)
        return name is not None and IN_CHARGE.match(self.leaf.text, name[1]) is not None

    @property
    def is_task(self) -> bool:
        """Whether an item of a list is what somebody must do or hold, or what there is."""
        listed = bool(self.leaf.id.item) and _TASKS.search(self.leaf.lead_in) is not None
        return listed and self.bound is None

    @property
    def begins(self) -> bool:
        """Whether it begins a sentence."""
        return self.span[0] == 0 or self.leaf.text[self.span[0] - 1] in "。；"


_CASES = re.compile(r"(?:下列|以下)[^，。；：]{0,12}(?:情形|行为|情况|之一)[^。；]*[：:]?$")
_TASKS = re.compile(
    r"(?:下列|以下|如下)[^，。；：]{0,16}(?:职责|义务|权利|材料|档案|资料|内容|事项|措施|工作|任务|信息|"
    r"文件|职权|单位|场所|人员|部分|区域|对象|条件|要求)[^。；]*[：:]?$"
)
#: What somebody who shares in a task is said to do.
IN_CHARGE = re.compile(r"负责|主管|牵头|承担")
_ENDS_AS_CASE = re.compile(
    r"的(?:其他)?(?:事项|情形|行为|条件|职责|工作|义务|材料|内容)?[；。，]?(?:或者|和|以及)?$"
)


def unread(leaf: Leaf, span: ClauseSpan, before: Carried, lead: Carried) -> UnreadClause:
    """A clause of a leaf."""
    return UnreadClause(leaf, span, read_segments(leaf.text, *span), before, lead)


def carry(record: ClauseRecord, before: Carried) -> Carried:
    """What the next clause of the leaf may take over. Only 应当 and 必须 govern what follows."""
    binds = record.modality in ("应当", "必须")
    return Carried(
        tuple(map(_as_before, record.subjects)) or before.subjects,
        tuple(map(_as_before, record.targets)) or before.targets,
        record.modality if binds else "陈述",
        record.modal if binds else "",
        record.effect,
    )


def _as_before(party: ClauseParty) -> ClauseParty:
    own = party.source is PartySource.OWN
    return replace(party, source=PartySource.BEFORE) if own else party


def carry_to_item(above: ClauseRecord | None, leaf: Leaf) -> Carried:
    """What a lead-in gives to an item; the item itself where the lead-in is about its items."""
    if above is None:
        return Carried()
    if above.subjects and above.subjects[0].source is PartySource.ITEMS:
        subjects: tuple[ClauseParty, ...] = (item_as_party(leaf, PartySource.OWN),)
    else:
        subjects = tuple(replace(p, source=PartySource.LEAD_IN) for p in above.subjects)
    targets = tuple(replace(p, source=PartySource.LEAD_IN) for p in above.targets)
    return Carried(subjects, targets, above.modality, above.modal, above.effect)


def item_as_party(leaf: Leaf, source: PartySource) -> ClauseParty:
    """The words of an item as somebody: 大型核设施单位；."""
    words = leaf.text.rstrip("；。，") or leaf.text
    return ClauseParty(words, leaf.id, (0, len(words)), source)
