"""What every kind of question is made from: clauses, likeness, reviewed data, and plain chance.

Chance is a hash of what is asked, so that a question is the same in every run and on every
machine, and the place of the key is uniform over a bank.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from assistant.answering.quoting import breadcrumb
from assistant.training.clauses import (
    Clauses,
    TeachableClause,
    core_of,
)
from assistant.training.likeness import ActLikeness, pairs_of
from assistant.training.nearness import LeafNearness
from assistant.training.question import Evidence
from assistant.training.sanctions import Sanction, find_sanctions
from corpus.citing.citations import cite_own_text
from corpus.language.body_level import BodyLevel
from corpus.register.bearing import UNIVERSAL
from corpus.register.lookups import Lookups
from corpus.register.records import ClauseKey
from corpus.teaching.data import TrainingData
from corpus.text.provision import Leaf, ProvisionId

if TYPE_CHECKING:
    from corpus.premises.applicability import Guide

T = TypeVar("T")
#: Share of an act from which another clause counts as saying it too.
ALIKE = 0.36
#: The same for what an act says without its circumstances, which is short.
_CORE_ALIKE = 0.5
#: Fewer wrong names than this are filled up from other chapters.
_FEW = 3
#: A body that is whatever the text does not name is no clear answer.
_RESIDUAL = ("其他", "有关", "相关", "收到", "接到")


class Material:
    """The clauses of a regulation with what is needed to ask about them.

    Args:
        lookups: over the register.
        data: reviewed data; empty for a regulation without.
        guide: which duties apply to which place; None for a regulation without such data.
    """

    def __init__(self, lookups: Lookups, data: TrainingData, guide: Guide | None = None) -> None:
        self.regulation = lookups.register.regulation
        self.clauses = Clauses(lookups)
        self.data = data
        self.guide = guide
        self.leaves = {leaf.id: leaf for leaf in self.regulation.leaves()}
        self._likeness = ActLikeness([c.text for c in self.clauses.all])
        self._nearness = LeafNearness(tuple(self.leaves.values()))
        self._confusable: dict[str, list[str]] = {}
        for group in data.confusables:
            for name in group:
                self._confusable.setdefault(name, []).extend(n for n in group if n != name)
        self.contrasts = lru_cache(maxsize=1024)(data.contrasts_of)
        self.evidence = lru_cache(maxsize=4096)(self._evidence)
        self._may_bear = lru_cache(maxsize=4096)(self._bearing)

    # --- words ----------------------------------------------------------------------------------

    def _evidence(self, clause: TeachableClause) -> Evidence:
        return self.evidence_of(clause.leaf, clause.quote)

    def evidence_of(self, leaf: Leaf, quote: str) -> Evidence:
        """Words of a leaf with their citation."""
        citation = cite_own_text(leaf.id, self.regulation)
        return Evidence(leaf.id, citation, breadcrumb(leaf), quote)

    def leaf(self, id_: ProvisionId) -> Leaf:
        """A provision."""
        return self.leaves[id_]

    def told(self, evidence: Sequence[Evidence], before: str = "") -> str:
        """The explanation: where it stands, with the verbatim words and, for a 项, its lead-in."""
        parts = []
        introduced: set[str] = set()
        for n, one in enumerate(evidence):
            if one.document:
                parts.append(f"{one.citation}：「{one.quote}」")
                continue
            lead = self.leaves[one.id].lead_in
            opening = ""
            if lead.endswith(("：", ":")) and lead not in introduced:
                introduced.add(lead)
                opening = f"（总领句：「{lead}」）"
            where = cite_own_text(one.id, self.regulation, title=n == 0)
            parts.append(f"{where}{opening}：「{one.quote}」")
        return f"{before}{'；'.join(parts)}。".replace("。」。", "。」")

    def clause_with(self, leaf: Leaf, words: str) -> TeachableClause | None:
        """The clause of a leaf in which words stand; None where they stand in none or in two."""
        at = leaf.text.find(words)
        found = [
            c
            for c in self._of_leaf.get(leaf.id, ())
            if at >= 0 and c.span[0] <= at and at + len(words) <= c.span[1]
        ]
        return found[0] if found else None

    def around(self, leaf: Leaf, words: str) -> Evidence:
        """The clause in which words stand, else the words themselves."""
        clause = self.clause_with(leaf, words)
        return self.evidence(clause) if clause else self.evidence_of(leaf, words)

    @cached_property
    def _of_leaf(self) -> dict[ProvisionId, list[TeachableClause]]:
        found: dict[ProvisionId, list[TeachableClause]] = {}
        for clause in self.clauses.all:
            found.setdefault(clause.id, []).append(clause)
        return found

    def matters_within(self, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """The matters of the clauses that hold the words of some evidence."""
        clauses = (self.clause_with(self.leaves[e.id], e.quote) for e in evidence)
        return tuple(dict.fromkeys(m for c in clauses if c for m in c.matters))

    def applied(self, actor: str, clause: TeachableClause) -> tuple[Evidence, ...]:
        """The words that make another's clause the actor's own: those of the references."""
        for way in self.clauses.bearers.inherited.get(actor, ()):
            if any(d.key == clause.key for d in way.duties):
                sources = [self.leaves[r.source] for r in way.chain]
                return tuple(self.evidence_of(leaf, leaf.text) for leaf in sources)
        return ()

    def stands(self, words: str) -> bool:
        """Whether words stand in a provision."""
        return words in self._text

    @cached_property
    def _text(self) -> str:
        return "\n".join(leaf.text for leaf in self.leaves.values())

    @cached_property
    def forms(self) -> tuple[tuple[str, str], ...]:
        """Printed names of bodies with the body, the longest first."""
        found = {f: b.name for b in self.clauses.register.bodies for f in b.printed}
        return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))

    @cached_property
    def sanctions(self) -> tuple[Sanction, ...]:
        """Breaches with the fine that the text puts on them."""
        register = self.clauses.register
        return find_sanctions(self.leaves, (*register.duties, *register.rest))

    def duties_broken(self, sanction: Sanction) -> frozenset[ProvisionId]:
        """The provisions of the clauses that say most of what a breach is of."""
        return frozenset(c.id for c in self.alike(sanction.breach, _CORE_ALIKE))

    # --- who does not bear what -----------------------------------------------------------------

    def alike(self, act: str, least: float = ALIKE) -> tuple[TeachableClause, ...]:
        """The clauses that say an act as well, or what is left of it without its circumstances."""
        found = self._likeness.like(act, least)
        if (core := core_of(act)) != act:
            found |= self._likeness.like(core, _CORE_ALIKE)
        return tuple(self.clauses.all[n] for n in sorted(found))

    def may_bear(self, name: str, act: str, least: float = ALIKE) -> bool:
        """Whether a body bears any clause that says an act: then it is no wrong answer to it."""
        return name in self._may_bear(act, least)

    def _bearing(self, act: str, least: float) -> frozenset[str]:
        """Names of all bodies that bear any clause that says an act, in any way."""
        found: set[str] = set()
        for clause in self.alike(act, least):
            found.update(self._bearing_key[clause.key])
            if clause.open_ended:
                found.update(a for c in self._of_leaf[clause.id] for a in c.actors)
        return frozenset(found)

    @cached_property
    def _bearing_key(self) -> dict[ClauseKey, tuple[str, ...]]:
        """Clause → names of the bodies that bear it in any way."""
        may_bear = self.clauses.bearers.may_bear
        names = dict.fromkeys(
            (*self.clauses.level, *(a for c in self.clauses.all for a in c.actors))
        )
        return {c.key: tuple(n for n in names if may_bear(n, c.key)) for c in self.clauses.all}

    def nearness(self, said: str) -> dict[ClauseKey, float]:
        """Clause → how much of some words it says as well; none that says nothing of them."""
        return {self.clauses.all[n].key: share for n, share in self._likeness.shares(said).items()}

    def near_leaves(self, one: Leaf, other: Leaf) -> float:
        """How near two provisions are: by the encoder, else by the share of words they have in common."""
        if self._nearness.known:
            return self._nearness.near(one.id, other.id)
        ours, theirs = pairs_of(one.text), pairs_of(other.text)
        return len(ours & theirs) / max(len(ours | theirs), 1)

    def holding(self, words: str) -> tuple[Leaf, ...]:
        """The provisions in which words stand."""
        return tuple(leaf for leaf in self.leaves.values() if words in leaf.text)

    @cached_property
    def items(self) -> tuple[Leaf, ...]:
        """The 项 of lists, in printed order."""
        listed = (leaf for leaf in self.leaves.values() if leaf.lead_in.endswith(("：", ":")))
        return tuple(leaf for leaf in listed if leaf.text != leaf.lead_in)

    def listed(self, lead_in: str) -> tuple[Leaf, ...]:
        """The 项 under a lead-in."""
        return self._lists.get(lead_in, ())

    @cached_property
    def _lists(self) -> dict[str, tuple[Leaf, ...]]:
        found: dict[str, list[Leaf]] = {}
        for leaf in self.items:
            found.setdefault(leaf.lead_in, []).append(leaf)
        return {lead_in: tuple(leaves) for lead_in, leaves in found.items()}

    def cosine(self, clause: TeachableClause, other: TeachableClause) -> float:
        """How near the encoder finds the provisions of two clauses; 0 where it has not read them."""
        return self._nearness.near(clause.id, other.id)

    def nearest(
        self, clause: TeachableClause, among: Iterable[TeachableClause]
    ) -> list[TeachableClause]:
        """Clauses, those first that are nearest to one: by the encoder, else by the words they share."""
        shared = self.nearness(clause.predicate)

        def distance(other: TeachableClause) -> tuple[float, float]:
            return -self.cosine(clause, other), -shared.get(other.key, 0.0)

        return sorted(among, key=distance)

    def others(self, clause: TeachableClause, key: str, act: str) -> tuple[str, ...]:
        """Names of bodies that are wrong answers to who must do an act, the likeliest first.

        Those that trainees mix up with the key, then those of the same chapter that have to do with
        the same matter, then the rest of the chapter, then, where there are few, those of the same
        level; in an order by chance within each.
        """
        chapter = self._of_chapter(clause.leaf.chapter)
        matters = set(clause.matters)
        akin = [n for n in chapter if matters & self._matters_of(n)]
        groups = (self._confusable.get(key, ()), akin, chapter)
        found = dict.fromkeys(n for group in groups for n in self.shuffled(group, act))
        wrong = [n for n in found if self._wrong(n, clause, key, act)]
        if len(wrong) < _FEW:
            level = self.shuffled(self._of_level(key), act)
            wrong += [n for n in level if n not in found and self._wrong(n, clause, key, act)]
        return tuple(wrong)

    def _wrong(self, name: str, clause: TeachableClause, key: str, act: str) -> bool:
        clauses = self.clauses
        if name == key or name in UNIVERSAL or not self.is_plain_name(name):
            return False
        if clauses.bearers.related(name, key) or (self.is_public(key) and not self.is_public(name)):
            return False
        heads = [clauses.level.get(n) is BodyLevel.HEAD for n in (name, key)]
        if heads[0] != heads[1]:
            return False
        own = clauses.own(name)
        if clause.open_ended and any(c.id == clause.id for c in own):
            return False
        return bool(own) and not self.may_bear(name, act)

    @lru_cache(maxsize=64)  # noqa: B019  (one per regulation)
    def _of_chapter(self, chapter: str) -> tuple[str, ...]:
        found = (a for c in self.clauses.all if c.leaf.chapter == chapter for a in c.actors)
        return tuple(dict.fromkeys(found))

    @lru_cache(maxsize=64)  # noqa: B019
    def _of_level(self, key: str) -> tuple[str, ...]:
        """Bodies of the same level, then those that are authorities, or are none, like the key."""
        level = self.clauses.level
        own = level.get(key)
        alike = [n for n in level if self.is_public(n) == self.is_public(key)]
        return tuple(sorted(alike, key=lambda n: level[n] != own))

    @lru_cache(maxsize=512)  # noqa: B019
    def _matters_of(self, name: str) -> frozenset[str]:
        return frozenset(m for c in self.clauses.own(name) for m in c.matters)

    def is_public(self, name: str) -> bool:
        """Whether a body is an authority, one that heads it, or a committee of residents."""
        return self.clauses.level.get(name, BodyLevel.UNIT).is_public

    def near(self, clause: TeachableClause, key: str, name: str) -> bool:
        """Whether a wrong name is one that may be taken for the key."""
        return self.mixes_up(key, name) or bool(set(clause.matters) & self._matters_of(name))

    @staticmethod
    def is_plain_name(name: str) -> bool:
        """Whether a name says who is meant by itself."""
        return not name.startswith(_RESIDUAL)

    def is_general(self, clause: TeachableClause) -> bool:
        """Whether a clause is about nothing that is not everybody's business."""
        return set(clause.matters) <= self.clauses.general

    @cached_property
    def of_some(self) -> tuple[TeachableClause, ...]:
        """The clauses that are not everybody's."""
        return tuple(c for c in self.clauses.all if not c.universal)

    @cached_property
    def of_authorities(self) -> tuple[TeachableClause, ...]:
        """Those of them that bind authorities only."""
        return tuple(c for c in self.of_some if all(map(self.is_public, c.actors)))

    def confusable(self, name: str) -> tuple[str, ...]:
        """Those that reviewed data says are mixed up with a body."""
        return tuple(dict.fromkeys(self._confusable.get(name, ())))

    def mixes_up(self, key: str, name: str) -> bool:
        """Whether reviewed data says that two bodies are mixed up."""
        return name in self._confusable.get(key, ())

    # --- chance ---------------------------------------------------------------------------------

    @staticmethod
    def shuffled(items: Iterable[T], *salt: str) -> list[T]:
        """Items in an order that depends on the salt only."""
        listed = list(items)
        order = sorted(range(len(listed)), key=lambda n: chance(*salt, str(listed[n]), str(n)))
        return [listed[n] for n in order]


def chance(*salt: str) -> int:
    """A number in 0…2**64 that depends on the salt only."""
    return int.from_bytes(blake2b("\x1f".join(salt).encode(), digest_size=8).digest(), "big")
