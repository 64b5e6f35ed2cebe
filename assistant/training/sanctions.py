"""Which breach costs how much: a breach in the text's own words, and the fine that the text puts on it.

Read where both stand plainly: in one sentence (…的，处…罚款), or in an item whose lead-in has the one fine
of all the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.clauses.figures import amounts_of
from corpus.clauses.records import Amount
from corpus.register.records import Duty, NoDuty
from corpus.text.provision import Leaf, ProvisionId

_FINE = "罚款"
_OTHERS = "直接负责的主管人员"
_NO_BREACH = re.compile(r"；|前款|有下列")
_BREACH = re.compile(r"^(?P<who>[^，。；：]{0,24}?)违反[^，。；：]{0,30}，有下列")
_ENDS = "；。，"
_SHORTEST, _LONGEST = 10, 70


@dataclass(frozen=True, slots=True)
class Sanction:
    """One breach and its fine.

    Attributes:
        breach: verbatim words of ``leaf``.
        who: those whose breach the lead-in speaks of, verbatim; empty where the breach itself tells or
            it is anybody's.
        fine: the figure, verbatim (五千元以上五万元以下).
        most: the upper limit, in 元.
        leaf: where the breach stands.
        holder: where the fine stands, the leaf itself or the one that leads in.
        sentence: the words of ``holder`` that hold the fine.
        matters: what it is about.
    """

    breach: str
    who: str
    fine: str
    most: Decimal
    leaf: Leaf
    holder: Leaf
    sentence: str
    matters: tuple[str, ...]

    @property
    def told(self) -> str:
        """The breach as it is shown, with whose it is."""
        return f"{self.who}「{self.breach}」" if self.who else f"「{self.breach}」"

    @property
    def itemised(self) -> bool:
        """Whether the breach is an item under the sentence with the fine."""
        return self.leaf.id != self.holder.id


def find_sanctions(
    leaves: Mapping[ProvisionId, Leaf], clauses: Iterable[Duty | NoDuty]
) -> tuple[Sanction, ...]:
    """Every breach with one plain fine, in printed order."""
    found: dict[tuple[ProvisionId, str], Sanction] = {}
    holders = list({(c.provision, c.span): c for c in clauses}.values())
    for held in holders:
        holder = leaves[held.provision]
        fines = [a for a in amounts_of(holder.text, held.span) if a.kind == _FINE and a.high]
        if len(fines) > 1 and _OTHERS in held.text:
            fines = fines[:1]  # the further ones are for those who are in charge
        if len(fines) != 1:
            continue
        if held.text.rstrip().endswith(("：", ":")):
            read = _of_items(holder, held, fines[0], leaves.values(), holders)
        else:
            read = _of_sentence(holder, held, fines[0])
        for one in read:
            found.setdefault((one.leaf.id, one.breach), one)
    return tuple(sorted(found.values(), key=lambda s: s.leaf.id.sort_key))


def _of_items(
    holder: Leaf,
    held: Duty | NoDuty,
    fine: Amount,
    leaves: Iterable[Leaf],
    clauses: Sequence[Duty | NoDuty],
) -> Iterator[Sanction]:
    if holder.text != held.text:
        return  # one for some of the items only
    match = _BREACH.match(held.text)
    for leaf in leaves:
        if leaf.lead_in != holder.text or leaf.id == holder.id:
            continue
        if amounts_of(leaf.text, (0, len(leaf.text))):
            continue
        breach = leaf.text.rstrip(_ENDS)
        if len(breach) <= _LONGEST:
            own = tuple(
                dict.fromkeys(m for c in clauses if c.provision == leaf.id for m in c.matters)
            )
            who = match["who"] if match else ""
            yield _sanction(breach, who, fine, held, leaf=leaf, holder=holder, matters=own)


def _of_sentence(holder: Leaf, held: Duty | NoDuty, fine: Amount) -> Iterator[Sanction]:
    """「…的，责令改正，处…罚款」: what stands before the first 的，."""
    head = held.text[: fine.span[0] - held.span[0]]
    breach = head[: head.find("的，") + 1]
    if _SHORTEST <= len(breach) <= _LONGEST and not _NO_BREACH.search(breach):
        yield _sanction(breach, "", fine, held, leaf=holder, holder=holder, matters=held.matters)


def _sanction(
    breach: str,
    who: str,
    fine: Amount,
    held: Duty | NoDuty,
    *,
    leaf: Leaf,
    holder: Leaf,
    matters: tuple[str, ...],
) -> Sanction:
    return Sanction(
        breach=breach,
        who=who.removesuffix("有"),
        fine=fine.text,
        most=fine.high or Decimal(0),
        leaf=leaf,
        holder=holder,
        sentence=held.text.rstrip(_ENDS + "："),
        matters=tuple(dict.fromkeys((*matters, *held.matters))),
    )
