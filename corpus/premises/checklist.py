"""What a place's checklist is made of."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.premises.facts import Premises
from corpus.register.records import Duty, Recurrence
from corpus.text.provision import ProvisionId


@dataclass(frozen=True, slots=True)
class ReasonToApply:
    """Why a line applies.

    Attributes:
        provision: the provision that makes it so: its own, or one that refers to it.
        text: Chinese: how the user's words fit.
        quote: the deciding words of the provision, verbatim.
        via: what a reference in the provision does (参照, 附加); empty for the line's own provision.
    """

    provision: ProvisionId
    text: str
    quote: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One duty of a place.

    Attributes:
        duty: the register's record; its text is verbatim.
        actor: whom the clause binds.
        inside: who inside the unit acts, verbatim; empty where the text does not say.
        section: the part of the list.
        reasons: at least one.
        condition: Chinese, what follows 如果; empty where the duty applies for certain.
    """

    duty: Duty
    actor: str
    inside: str
    section: str
    reasons: tuple[ReasonToApply, ...]
    condition: str = ""

    @property
    def text(self) -> str:
        """The clause, verbatim."""
        return self.duty.text

    @property
    def provision(self) -> ProvisionId:
        """Where it stands."""
        return self.duty.provision

    @property
    def times(self) -> tuple[Recurrence, ...]:
        """How often or by when, as printed."""
        return self.duty.recurrence


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Clauses that do not apply: their deciding words, verbatim, and the reason in Chinese."""

    provision: ProvisionId
    trigger: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What has not been said: the question, the condition after 如果, and what would apply."""

    question: str
    condition: str
    provisions: tuple[ProvisionId, ...]


@dataclass(frozen=True, slots=True)
class Others:
    """An article that binds others than units like this: its actors."""

    provision: ProvisionId
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Towards:
    """A duty of somebody else that matters to the place, or of its regulator."""

    who: str
    duty: Duty


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything that the text says to one place.

    Attributes:
        lines: certain and conditional ones, by section and in printed order.
        not_applicable, open_questions: the rest of the rules.
        others: duties of others towards the place.
        regulators: what the departments of its trade do.
        notes: Chinese sentences.
        legend: how to read the columns where the list is printed.
        elsewhere: articles that speak to others only.
    """

    place: Premises
    lines: tuple[ChecklistLine, ...]
    not_applicable: tuple[NotApplicable, ...]
    open_questions: tuple[OpenQuestion, ...]
    others: tuple[Towards, ...]
    regulators: tuple[Towards, ...]
    notes: tuple[str, ...]
    legend: tuple[str, ...]
    elsewhere: tuple[Others, ...]

    @property
    def certain(self) -> tuple[ChecklistLine, ...]:
        """Lines that apply as the place was described."""
        return tuple(line for line in self.lines if not line.condition)

    @property
    def conditional(self) -> tuple[ChecklistLine, ...]:
        """Lines that apply if their condition holds."""
        return tuple(line for line in self.lines if line.condition)
