"""What look-ups in the responsibility register give back."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.language.data import Body
from corpus.register.inheritance import Inherited
from corpus.register.records import (
    Collective,
    Duty,
    Matter,
    NoDuty,
    Recurrence,
    Unnamed,
    provisions_of,
)
from corpus.text.provision import ProvisionId


@dataclass(frozen=True, slots=True)
class Common:
    """Duties that a body bears as one of a collective."""

    collective: Collective
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class ActorDuties:
    """Everything that the text asks of one body.

    Attributes:
        own: its own duties, in printed order.
        inherited: duties that a reference applies to it, one entry for each way.
        common: duties of the collectives that it belongs to, kept apart.
        excluded: provisions that a partial reference leaves out.
        mentioned: duties of others that are towards it.
        named_in: clauses about it that bind nobody to act (责任追究, 定义).
    """

    body: Body
    own: tuple[Duty, ...]
    inherited: tuple[Inherited, ...]
    common: tuple[Common, ...]
    excluded: tuple[ProvisionId, ...]
    mentioned: tuple[Duty, ...]
    named_in: tuple[NoDuty, ...]

    @property
    def borne(self) -> tuple[Duty, ...]:
        """Own and inherited duties."""
        return (*self.own, *(d for i in self.inherited for d in i.duties))

    @property
    def provisions(self) -> tuple[ProvisionId, ...]:
        """The provisions of own and inherited duties, in printed order."""
        return provisions_of(self.borne)


@dataclass(frozen=True, slots=True)
class UnnamedDuties:
    """What the text says to every department, for a body that it does not name.

    Attributes:
        duties: those of the 条 that the data names as the common ones.
        also: other duties of the same collectives.
    """

    unnamed: Unnamed
    duties: tuple[Duty, ...]
    also: tuple[Duty, ...]

    @property
    def provisions(self) -> tuple[ProvisionId, ...]:
        """The provisions of ``duties``, in printed order."""
        return provisions_of(self.duties)


@dataclass(frozen=True, slots=True)
class Applied:
    """A body to which a reference applies duties of a matter."""

    body: Body
    by: Inherited
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class MatterDuties:
    """Everybody who has a part in one matter.

    Attributes:
        matter: the matter, or words looked for as one.
        duties: 牵头 and 负责 first, then the other roles; in printed order within a role.
        applied: bodies that have such duties through a reference.
        mentions: clauses that speak of the matter and bind nobody.
        containing: the provisions that hold the matter's words, in printed order.
    """

    matter: Matter
    duties: tuple[Duty, ...]
    applied: tuple[Applied, ...]
    mentions: tuple[NoDuty, ...]
    containing: tuple[ProvisionId, ...]

    @property
    def provisions(self) -> tuple[ProvisionId, ...]:
        """Every provision listed, duties and mentions, in printed order."""
        found = {d.provision for d in self.duties} | {m.provision for m in self.mentions}
        return tuple(sorted(found, key=lambda i: i.sort_key))

    @property
    def coverage(self) -> str:
        """「13/13 处」: how many of the provisions that hold the words are listed."""
        listed = set(self.provisions)
        return f"{sum(p in listed for p in self.containing)}/{len(self.containing)} 处"

    @property
    def leads(self) -> tuple[str, ...]:
        """Who the text says takes the lead; empty where it names nobody."""
        return tuple(dict.fromkeys(d.actor for d in self.duties if d.role == "牵头"))

    def lead_statement(self, own_name: str) -> str:
        """Who takes the lead, as a sentence, or that the text, by its own name, does not say."""
        return f"牵头：{'、'.join(self.leads)}" if self.leads else f"{own_name}未明确牵头部门"


@dataclass(frozen=True, slots=True)
class MatterMatch:
    """What words for a matter stand for.

    Attributes:
        how: ``matter`` (a name of the vocabulary), ``thesaurus`` (an everyday word), ``phrase``
            (words of the text) or ``none``.
        matters: what to look up, told apart where the words mean several.
        related: matters of the vocabulary that are about the same words and more.
        nearest: names that look alike, only where nothing was found.
        statement: Chinese, what to say about the words; empty where they are one matter's name.
    """

    asked: str
    how: str
    matters: tuple[Matter, ...] = ()
    related: tuple[Matter, ...] = ()
    nearest: tuple[str, ...] = ()
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two bodies side by side, by clause and by matter.

    Attributes:
        same: duties that both bear: the same clause, or one applied to both.
        only_a, only_b: the rest of either.
        matters: name of every matter of either → the duties of both in it, those in ``same``
            included.
    """

    a: Body
    b: Body
    same: tuple[Duty, ...]
    only_a: tuple[Duty, ...]
    only_b: tuple[Duty, ...]
    matters: tuple[tuple[str, tuple[Duty, ...], tuple[Duty, ...]], ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Duties that fall due alike (每季度, 7工作日内, 定期)."""

    time: Recurrence
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Actors against matters. ``cells`` holds only pairs with a duty."""

    actors: tuple[str, ...]
    matters: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[Duty, ...]] = field(repr=False)
