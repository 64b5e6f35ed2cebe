"""Which duties apply to a place, each with the reason; what does not apply, and why.

``Guide`` reads one register by the rules of the reviewed data. It works in memory: describe a
place, look for contradictions, make its checklist. A line is certain, or carries the condition on
which it depends; what nobody has said anything about stays a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from corpus.citing.citations import parse_id
from corpus.errors import USAGE, FiredutyError
from corpus.language.data import UnitType
from corpus.premises.checklist import (
    Checklist,
    ChecklistLine,
    NotApplicable,
    OpenQuestion,
    Others,
)
from corpus.premises.data import Option, PlaceData, PlaceQuestion, Rule
from corpus.premises.errors import UnknownChoiceError, UnknownUnitError
from corpus.premises.facts import FactTable, Holding, KindSaid, PlaceFact, Premises, Standing
from corpus.premises.knowledge import PlaceKnowledge
from corpus.premises.notes import legend_of, notes_of, others_of, regulators_of
from corpus.premises.reasons import Basis, apply_rule, follow_references, why_not
from corpus.premises.recognise import Recogniser
from corpus.register.actors import find_nearest
from corpus.register.clause_index import ClauseIndex
from corpus.register.records import ClauseKey, Register
from corpus.text.provision import ProvisionId

NONE_OF_THESE = "都不是"
#: More conditions of one open question than this are told together.
_MANY = 4
YES_WORDS = ("是", "有", "对")
_NO = ("否", "无", "没有", "不是", "不")


class Guide:
    """Applicability of one regulation's duties to places."""

    def __init__(self, register: Register, data: PlaceData, units: Sequence[UnitType]) -> None:
        self.register = register
        self.data = data
        self.facts = FactTable(data)
        self.units = {unit.name: unit for unit in units}
        self._recogniser = Recogniser(self.facts, units)
        self._clauses = ClauseIndex(register)
        self._known = PlaceKnowledge(register, self._clauses, data, self.facts, self.units)
        self._duties = {r: self._clauses.of(r.provision, r.opens, r.actor) for r in data.rules}
        self._of_key: dict[ClauseKey, set[Rule]] = {}
        for rule, duties in self._duties.items():
            for duty in duties:
                self._of_key.setdefault(duty.key, set()).add(rule)
        self._inside = {
            key: entry.words
            for entry in data.inside
            for key in self._clauses.keys(entry.provision, (entry.opens,))
        }
        self._sections = [
            (section.name, {str(parse_id(p)) for p in section.provisions})
            for section in data.sections
        ]

    # --- describing -----------------------------------------------------------------------------

    def describe(self, text: str) -> Premises:
        """The facts that a free description states, with its own words."""
        return self._recogniser.describe(text)

    def choose(
        self, units: Iterable[str] = (), answers: Iterable[tuple[str, str]] = ()
    ) -> Premises:
        """A place from chosen answers.

        Args:
            units: kinds of unit, by any word that the data knows.
            answers: pairs of a question's id and a choice: an option, or 是/否 where a question
                has one option, or 都不是.

        Raises:
            UnknownUnitError: an unknown kind of unit.
            UnknownChoiceError: a choice that its question does not offer.
        """
        place = Premises()
        for word in units:
            place = place.joined(self._chosen_unit(word))
        for id_, choice in answers:
            question = next(q for q in self.data.questions if q.id == id_)
            place = place.joined(Premises(self.answer(question, choice)))
        return place

    def _chosen_unit(self, word: str) -> Premises:
        if name := self._recogniser.unit(word):
            return Premises(kinds=(KindSaid(name, word),))
        for question in self.data.questions:
            if question.of_kind and word in {o.name for o in question.choices}:
                return Premises((PlaceFact(word, Standing.YES, word),))
        raise UnknownUnitError(word, find_nearest(word, self._recogniser.units))

    @staticmethod
    def answer(question: PlaceQuestion, choice: str) -> tuple[PlaceFact, ...]:
        """The facts that one choice of a question states.

        Raises:
            UnknownChoiceError: the question has no such choice.
        """
        names = [o.name for o in question.choices]
        if choice in names:
            return (PlaceFact(choice, Standing.YES, choice),)
        if len(names) == 1 and choice in YES_WORDS:
            return (PlaceFact(names[0], Standing.YES, names[0]),)
        if choice == NONE_OF_THESE or (len(names) == 1 and choice in _NO):
            said = f"没有{names[0]}" if len(names) == 1 else choice
            return tuple(PlaceFact(name, Standing.NO, said) for name in names)
        either = ("是", "否") if len(names) == 1 else (*names, NONE_OF_THESE)
        raise UnknownChoiceError(question.id, question.flag, choice, either)

    def contradictions(self, place: Premises) -> tuple[str, ...]:
        """What in a description cannot hold together, one Chinese line each."""
        return self.facts.contradictions(place)

    def relevant(self, place: Premises) -> tuple[PlaceQuestion, ...]:
        """The questions whose answers would still change a place's list, in the data's order.

        Each with the choices that are undecided.
        """
        held = self.facts.hold(place)
        waiting = {
            name
            for rule in self.data.rules
            if self._standing(rule, held) in (Standing.UNKNOWN, Standing.MAYBE)
            for name in (n for group in rule.when for n in group)
            if held[name].standing in (Standing.UNKNOWN, Standing.MAYBE)
        }
        answered = {self.facts.question[f.option].id for f in place.facts}
        return tuple(
            replace(q, options=undecided)
            for q in self.data.questions
            if q.id not in answered
            and (undecided := _undecided(q, held))
            and (q.always or any(o.name in waiting for o in undecided))
        )

    @staticmethod
    def _standing(rule: Rule, held: dict[str, Holding]) -> Standing:
        return min(max(held[n].standing for n in group) for group in rule.when)

    # --- the list -------------------------------------------------------------------------------

    def checklist(self, place: Premises) -> Checklist:
        """Every duty that applies to a place, merged, with reasons; and what does not apply.

        Raises:
            FiredutyError: nothing is known about the place, or its description contradicts itself.
        """
        if not place:
            raise FiredutyError(
                "没有认出是什么场所：请说明单位类型，例如「租房开的小旅馆」", exit_code=USAGE
            )
        if found := self.contradictions(place):
            raise FiredutyError(f"场所描述自相矛盾：{'；'.join(found)}", exit_code=USAGE)
        held = self.facts.hold(place)
        bases, negatives, asked = self._apply(held)
        lines = tuple(sorted(self._lines(bases), key=self._order))
        reached = set(bases)
        return Checklist(
            place,
            lines,
            tuple(self._not_applicable(negatives, reached)),
            tuple(self._open(asked, reached)),
            others_of(self._known, place, held, reached),
            regulators_of(self._known, place),
            notes_of(self._known, place, held, lines),
            legend_of(self._known, lines),
            self._others,
        )

    def _apply(
        self, held: dict[str, Holding]
    ) -> tuple[dict[ClauseKey, list[Basis]], list[tuple[Rule, str]], list[Rule]]:
        bases: dict[ClauseKey, list[Basis]] = {}
        negatives: list[tuple[Rule, str]] = []
        asked: list[Rule] = []
        for rule in self.data.rules:
            if self._standing(rule, held) is Standing.NO:
                own_name = self.register.regulation.own_name
                negatives.append((rule, why_not(rule, held, self.facts.options, own_name)))
                continue
            basis = apply_rule(rule, held, self.facts.options)
            if basis is None:
                if not any(held[n].standing is Standing.YES for n in rule.instead):
                    asked.append(rule)
                continue
            for duty in self._duties[rule]:
                bases.setdefault(duty.key, []).append(basis)
            for reference_basis in follow_references(basis, self._duties[rule], self.register):
                for duty in self._clauses.within(reference_basis.target):
                    bases.setdefault(duty.key, []).append(reference_basis.basis)
        return bases, negatives, asked

    def _lines(self, bases: dict[ClauseKey, list[Basis]]) -> Iterator[ChecklistLine]:
        for key, found in bases.items():
            certain = [b for b in found if not b.condition]
            kept = certain or found
            conditions = () if certain else tuple(dict.fromkeys(b.condition for b in kept))
            reasons = {(b.reason.provision, b.reason.quote): b.reason for b in reversed(kept)}
            yield ChecklistLine(
                self._clauses.record(key),
                "、".join(dict.fromkeys(a for b in kept for a in self._actors(key, b))),
                self._inside.get(key, ""),
                self._section(key[0]),
                tuple(reversed(reasons.values())),
                "；或者".join(conditions),
            )

    def _actors(self, key: ClauseKey, basis: Basis) -> tuple[str, ...]:
        """Whom a clause binds by one basis: of several actors those that the place is."""
        if basis.rule.actor and basis.rule in self._of_key.get(key, ()):
            return (basis.rule.actor,)
        actors = self._clauses.actors(key)
        return tuple(a for a in actors if any(a in w for w in basis.words)) or actors

    def _section(self, provision: ProvisionId) -> str:
        article = str(provision.parent_article())
        return next((name for name, articles in self._sections if article in articles), "")

    def _order(
        self, line: ChecklistLine
    ) -> tuple[int, tuple[tuple[int, ...], ...], tuple[int, int]]:
        names = [name for name, _ in self._sections]
        place = names.index(line.section) if line.section in names else len(names)
        return place, line.provision.sort_key, line.duty.span

    def _not_applicable(
        self, negatives: list[tuple[Rule, str]], reached: set[ClauseKey]
    ) -> Iterator[NotApplicable]:
        seen = set()
        for rule, because in negatives:
            duties = [d for d in self._duties[rule] if d.key not in reached]
            where = (rule.provision, rule.trigger)
            if duties and where not in seen:
                seen.add(where)
                yield NotApplicable(parse_id(rule.provision), rule.trigger, because)

    def _open(self, asked: list[Rule], reached: set[ClauseKey]) -> Iterator[OpenQuestion]:
        rows: dict[str, dict[str, list[ProvisionId]]] = {}
        for rule in asked:
            names = rule.when[0]
            hidden = all(self.facts.options[n].hidden for n in names)
            if hidden or all(d.key in reached for d in self._duties[rule]):
                continue
            condition = "，或者".join(self.facts.options[n].condition for n in names)
            by_condition = rows.setdefault(self.facts.question[names[0]].text, {})
            by_condition.setdefault(condition, []).append(parse_id(rule.provision))
        for question, by_condition in rows.items():
            if len(by_condition) > _MANY:
                every = dict.fromkeys(p for found in by_condition.values() for p in found)
                yield OpenQuestion(question, "属于其中某一类", tuple(every))
                continue
            for condition, found in by_condition.items():
                yield OpenQuestion(question, condition, tuple(dict.fromkeys(found)))

    @cached_property
    def _others(self) -> tuple[Others, ...]:
        """Whom the provisions bind that no rule speaks of, article by article."""
        actors: dict[ProvisionId, dict[str, None]] = {}
        for duty in self.register.duties:
            if duty.key not in self._of_key:
                actors.setdefault(duty.provision.parent_article(), {})[duty.actor] = None
        return tuple(Others(article, tuple(names)) for article, names in actors.items())

    def cite(self, provision: ProvisionId) -> str:
        """第七条第（一）项, as the lists print it."""
        return self._known.cite(provision)

    def clauses(self) -> ClauseIndex:
        """The register by clause."""
        return self._clauses


def _undecided(question: PlaceQuestion, held: dict[str, Holding]) -> tuple[Option, ...]:
    undecided = (Standing.UNKNOWN, Standing.MAYBE)
    return tuple(o for o in question.choices if held[o.name].standing in undecided)
