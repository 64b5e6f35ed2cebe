"""Every question that can be made about a regulation, or about a part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from assistant.training.across import AcrossTexts
from assistant.training.ask_blank import ask_blank
from assistant.training.ask_case import ask_scene, ask_unit
from assistant.training.ask_list import ask_list
from assistant.training.ask_match import ask_match
from assistant.training.ask_order import ask_order
from assistant.training.ask_plain import ask_plainly
from assistant.training.ask_sanction import ask_sanction
from assistant.training.ask_time import ask_time
from assistant.training.ask_true import ask_true
from assistant.training.ask_which import ask_which, ask_wording
from assistant.training.ask_who import ask_two, ask_who
from assistant.training.clauses import TeachableClause
from assistant.training.given_away import hints_of
from assistant.training.material import Material
from assistant.training.question import QuizQuestion, TrueFalse
from corpus.register.records import ClauseKey
from corpus.text.provision import ProvisionId

_OF_CLAUSE: tuple[Callable[[Material, TeachableClause], Iterator[QuizQuestion]], ...] = (
    ask_who,
    ask_two,
    ask_time,
    ask_wording,
    ask_true,
    ask_blank,
    ask_match,
)
#: Those that ask for nothing but what is printed: who else may bear a duty, nobody has reviewed.
_OF_READ_CLAUSE = (ask_time, ask_wording, ask_true, ask_blank, ask_list)


class Bank:
    """The questions of a regulation. Each is made once, when its part is first asked for.

    Args:
        material: of the regulation.
        beside: of the texts that are compared with it.
    """

    def __init__(self, material: Material, beside: Sequence[Material] = ()) -> None:
        self.material = material
        reviewed = [m for m in beside if m.clauses.register.reviewed and self._reviewed]
        self._across = [AcrossTexts(material, other) for other in reviewed]
        self._of_clause: dict[ClauseKey, tuple[QuizQuestion, ...]] = {}
        self._plain: dict[ClauseKey, tuple[QuizQuestion, ...]] = {}

    def of_clauses(self, clauses: Iterable[TeachableClause]) -> tuple[QuizQuestion, ...]:
        """Questions on single clauses, in printed order of the clauses."""
        return tuple(q for clause in clauses for q in self._asked(clause))

    def _asked(self, clause: TeachableClause) -> tuple[QuizQuestion, ...]:
        if clause.key not in self._of_clause:
            self._of_clause[clause.key] = _once(q for q in self._ask(clause) if not hints_of(q))
        return self._of_clause[clause.key]

    def _ask(self, clause: TeachableClause) -> list[QuizQuestion]:
        if self._reviewed:
            own = [q for ask in _OF_CLAUSE for q in ask(self.material, clause)]
            return [*own, *(q for texts in self._across for q in texts.ask(clause))]
        if not clause.subject:  # whose it is, the program read elsewhere
            return list(ask_list(self.material, clause))
        found = [q for ask in _OF_READ_CLAUSE for q in ask(self.material, clause)]
        return [q for q in found if not (isinstance(q, TrueFalse) and _of_somebody(q))]

    def in_reserve(self, clauses: Iterable[TeachableClause]) -> tuple[QuizQuestion, ...]:
        """Plain questions on single clauses, for a scope that has too few others."""
        return tuple(q for clause in clauses for q in self._asked_plainly(clause))

    def _asked_plainly(self, clause: TeachableClause) -> tuple[QuizQuestion, ...]:
        reviewed = self._reviewed
        if clause.key not in self._plain:
            asked = ask_plainly(self.material, clause, who=reviewed)
            self._plain[clause.key] = _once(asked) if reviewed or clause.subject else ()
        return self._plain[clause.key]

    @property
    def _reviewed(self) -> bool:
        return self.material.clauses.register.reviewed

    @cached_property
    def of_actors(self) -> Mapping[str, tuple[QuizQuestion, ...]]:
        """Name of a body → which duties it has; nobody's where they are not reviewed."""
        if not self._reviewed:
            return defaultdict(tuple)
        actors = dict.fromkeys(a for c in self.material.clauses.all for a in c.actors)
        bodies = dict.fromkeys((*actors, *(b.name for b in self.material.clauses.register.bodies)))
        return {name: tuple(ask_which(self.material, name)) for name in bodies}

    @cached_property
    def sanctions(self) -> tuple[tuple[frozenset[ProvisionId], tuple[QuizQuestion, ...]], ...]:
        """What each breach costs, with the provisions that ask for what is not done."""
        return tuple(
            (self.material.duties_broken(one), _once(ask_sanction(self.material, one)))
            for one in self.material.sanctions
        )

    @cached_property
    def sequences(self) -> tuple[QuizQuestion, ...]:
        """Steps to put in order; plain ones, as common sense puts most of them in order."""
        return tuple(q for s in self.material.data.sequences for q in ask_order(self.material, s))

    @cached_property
    def scenes(self) -> tuple[QuizQuestion, ...]:
        """Cases that are reviewed data."""
        return tuple(q for s in self.material.data.scenes for q in ask_scene(self.material, s))

    @cached_property
    def units(self) -> dict[str, tuple[QuizQuestion, ...]]:
        """Kind of unit → cases on its checklist. Units with the same list share one question."""
        guide = self.material.guide
        found: dict[str, tuple[QuizQuestion, ...]] = defaultdict(tuple)
        for unit in guide.units if guide else ():
            found[unit] = tuple(ask_unit(self.material, unit))
        return found

    @cached_property
    def all(self) -> tuple[QuizQuestion, ...]:
        """Everything but what is in reserve."""
        return _once(
            (
                *self.of_clauses(self.material.clauses.all),
                *(q for found in self.of_actors.values() for q in found),
                *(q for _, found in self.sanctions for q in found),
                *self.scenes,
                *(q for found in self.units.values() for q in found),
            )
        )


def _of_somebody(question: TrueFalse) -> bool:
    """Whether a statement says somebody else's name."""
    return question.altered is not None and question.altered.point == "主体"


def _once(questions: Iterable[QuizQuestion]) -> tuple[QuizQuestion, ...]:
    return tuple({q.id: q for q in questions}.values())
