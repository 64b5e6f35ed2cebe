"""Which questions of a bank are within a scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from assistant.training.bank import Bank
from assistant.training.material import Material
from assistant.training.question import QuizKind, QuizQuestion, SingleChoice
from assistant.training.scope import TrainingScope


def find_questions(
    bank: Bank, scope: TrainingScope, kinds: Collection[QuizKind], least: int = 0
) -> tuple[QuizQuestion, ...]:
    """The questions that a scope gives, each once; their keys are not checked.

    Args:
        kinds: only these; empty for all.
        least: so many key sentences are wanted; plain questions are added where there are fewer.
    """
    found = _fitting(bank, scope, kinds, bank.of_clauses(scope.clauses))
    if found and len({q.key_sentence for q in found}) >= max(least, 1):
        return found
    asked = {q.key_sentence for q in found}
    plain = (*bank.in_reserve(c for c in scope.clauses if c.quote not in asked), *bank.sequences)
    return _fitting(bank, scope, kinds, (*plain, *bank.of_clauses(scope.clauses)))


def _fitting(
    bank: Bank,
    scope: TrainingScope,
    kinds: Collection[QuizKind],
    of_clauses: Iterable[QuizQuestion],
) -> tuple[QuizQuestion, ...]:
    inside = _Inside(scope)
    found = {q.id: q for q in (*scope.further, *of_clauses)}
    found |= {q.id: q for q in (*_about_actors(bank, scope), *_cases(bank, scope))}
    asked = [q for q in found.values() if inside.holds(q)]
    costs = _what_breaches_cost(bank, scope)
    if scope.exact:
        told = {c.id for c in scope.clauses} | set(scope.besides)
        costs = [q for q in costs if set(q.provisions) <= told and not _is_of_others(q)]
    return tuple(
        q
        for q in (*asked, *costs)
        if (not kinds or q.kind in kinds) and _is_to_the_audience(bank.material, q, scope)
    )


def _what_breaches_cost(bank: Bank, scope: TrainingScope) -> list[QuizQuestion]:
    """Questions on fines for what the clauses of a scope ask, by what both speak of."""
    provisions = {c.id for c in scope.clauses} | (set(scope.besides) if scope.exact else set())
    return [
        q
        for duties, asked in bank.sanctions
        if asked and (duties & provisions or set(asked[0].provisions) & provisions)
        for q in asked
    ]


def _about_actors(bank: Bank, scope: TrainingScope) -> list[QuizQuestion]:
    """Which duties a body has: of the bodies that the scope is about, of all where it is about none."""
    of_actors = bank.of_actors
    named = scope.actors or (() if scope.unit or scope.audience else tuple(of_actors))
    return [q for name in named for q in of_actors.get(name, ())]


def _cases(bank: Bank, scope: TrainingScope) -> list[QuizQuestion]:
    """Cases of the scope's kind of unit; all where it has none."""
    if scope.unit:
        return [
            *(q for q in bank.scenes if scope.unit in q.scene),
            *bank.units.get(scope.unit, ()),
        ]
    return [*bank.scenes, *(q for of_unit in bank.units.values() for q in of_unit)]


def _is_to_the_audience(material: Material, question: QuizQuestion, scope: TrainingScope) -> bool:
    """Whether 谁负责 asks for one of those whose duties are taught, where a clause binds one."""
    if not isinstance(question, SingleChoice) or question.kind != "谁负责" or not scope.actors:
        return True
    leaf = material.leaf(question.evidence[0].id)
    clause = material.clause_with(leaf, question.key_sentence)
    bound = set(clause.actors if clause else ()) & set(scope.actors)
    return not bound or any(name in question.options[question.key] for name in bound)


class _Inside:
    """Tells whether a question is about a scope: most of what it rests on is, or all of it."""

    def __init__(self, scope: TrainingScope) -> None:
        self._scope = scope
        self._text = "\n".join(c.quote for c in scope.clauses)
        self._held: dict[str, bool] = {}

    def holds(self, question: QuizQuestion) -> bool:
        if self._scope.exact:
            clauses = self._scope.clauses
            return not _is_of_others(question) and all(
                any(e.id == c.id and e.quote in c.quote for c in clauses) for e in question.evidence
            )
        held = 0
        for one in question.evidence:
            if (inside := self._held.get(one.quote)) is None:
                inside = self._held[one.quote] = one.quote in self._text
            held += inside
        return 2 * held >= len(question.evidence)


def _is_of_others(question: QuizQuestion) -> bool:
    """Whether a question rests on another document as well."""
    return any(e.document for e in question.evidence)
