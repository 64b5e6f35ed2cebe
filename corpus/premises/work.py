"""A checklist as work: whole sentences to do or to keep to, and apart from them what nobody can tick off.

1. A sentence whose parts the register holds one by one stands together again, as long as the same
   one acts on the same condition.
2. What only says who answers for what, a purpose or a principle is no work; nor is what one may do.
3. Nothing is left out, and every word is the text's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from corpus.premises.checklist import Checklist, ChecklistLine
from corpus.register.records import Duty, Recurrence
from corpus.text.provision import ProvisionId, Regulation

#: What a duty's words say where they ask for no act that could be done: who answers, that laws are
#: to be followed, that there are further duties, what follows.
_GUIDING = re.compile(
    r"规定的其他[^，。；]*职责|有[^，。；]*的义务[。；]?$|是[^，。；]*责任(?:人|主体)|落实[^，。；]*主体责任"
    r"|^[^，；]*(?:对[^，。；]*|工作由[^，。；]*)负责[，。；]?$|遵守本[^，。；]*[。；]?$|^[^；]*履行[^，。；]*职责[，。；]"
    r"|[：:]$"
)
_OPTIONAL = ("可以", "鼓励")
_AS_NEEDED = "根据需要"
_ENDS = "。."


class WorkKind(Enum):
    """Whether a line is to be ticked off."""

    TO_DO = "要做、要守的"
    GUIDING = "总的要求"
    OPTIONAL = "可以做、鼓励做的"


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One sentence of a checklist.

    Attributes:
        lines: the lines of the checklist that it is made of, in printed order.
        lead: the words on which it depends, verbatim (单位应当履行下列职责：); may be empty.
        kind: whether it is to be ticked off.
    """

    lines: tuple[ChecklistLine, ...]
    lead: str
    kind: WorkKind

    @property
    def text(self) -> str:
        """Its own words, verbatim."""
        return "".join(line.text for line in self.lines)

    @property
    def sentence(self) -> str:
        """The whole sentence with its subject; …… stands for what is between."""
        return f"{self.lead}……{self.text}" if self.lead else self.text

    @property
    def key(self) -> str:
        """What tells it apart in its regulation: the id of its first record."""
        return self.lines[0].duty.id

    @property
    def provision(self) -> ProvisionId:
        """Where it stands."""
        return self.lines[0].provision

    @property
    def section(self) -> str:
        """The part of the list."""
        return self.lines[0].section

    @property
    def condition(self) -> str:
        """Chinese, what follows 如果; empty where it applies for certain."""
        return self.lines[0].condition

    @property
    def times(self) -> tuple[Recurrence, ...]:
        """How often or by when, as printed."""
        return tuple(dict.fromkeys(time for line in self.lines for time in line.times))


def work_of(checklist: Checklist, regulation: Regulation) -> tuple[WorkLine, ...]:
    """The lines of a checklist as whole sentences, in its order."""
    leads = {leaf.id: leaf.lead_in for leaf in regulation.leaves()}
    made = []
    for group in _sentences(checklist, leads):
        lead = re.split(r"(?<=。)", leads.get(group[0].provision, ""))[-1]
        kept = lead if lead.endswith(("：", ":")) else ""
        made.append(WorkLine(group, kept, _kind(group)))
    return tuple(made)


def _sentences(
    checklist: Checklist, leads: dict[ProvisionId, str]
) -> Iterator[tuple[ChecklistLine, ...]]:
    group: tuple[ChecklistLine, ...] = ()
    for line in checklist.lines:
        if group and _goes_on(group[-1], line, in_item=bool(leads.get(line.provision))):
            group = (*group, line)
            continue
        if group:
            yield group
        group = (line,)
    if group:
        yield group


def _goes_on(before: ChecklistLine, line: ChecklistLine, *, in_item: bool) -> bool:
    """Whether a line is said in the sentence before it; the lead-in of a 项 is said for each ；."""
    beside = before.provision == line.provision and before.duty.span[1] == line.duty.span[0]
    same = (before.actor, before.condition) == (line.actor, line.condition)
    ends = _ENDS + "；" * in_item
    return beside and same and not before.text.endswith(tuple(ends)) and _alike(before, line)


def _alike(before: ChecklistLine, line: ChecklistLine) -> bool:
    """Whether both bind, or neither does."""
    return _is_optional(before.duty) == _is_optional(line.duty)


def _is_optional(duty: Duty) -> bool:
    needed = duty.modality == "陈述" and _AS_NEEDED in duty.text
    return duty.modality in _OPTIONAL or needed


def _kind(group: tuple[ChecklistLine, ...]) -> WorkKind:
    if _is_optional(group[0].duty):
        return WorkKind.OPTIONAL
    guiding = all(_GUIDING.search(line.text) for line in group)
    return WorkKind.GUIDING if guiding else WorkKind.TO_DO
