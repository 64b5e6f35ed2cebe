"""A choice → a training pack: what to say, in which time, and two papers with checked keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answering.quoting import quote, source_of, status_notice
from assistant.keycheck.checker import KeyChecker
from assistant.training.bank import Bank
from assistant.training.choice import LENGTHS, PackChoice
from assistant.training.material import Material, chance
from assistant.training.pack import LessonPart, Pack, Paper, TalkingPoint
from assistant.training.paper import TooFew, most, papers
from assistant.training.question import QuizQuestion
from assistant.training.scope import TrainingScope, check, scope_of
from corpus.citing.citations import cite_own_text
from corpus.errors import USAGE, FiredutyError
from corpus.language.plain import Plain
from corpus.register.lookups import Lookups
from corpus.teaching.data import TrainingData
from corpus.text.provision import Level, ProvisionId

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.verify.verifier import Verifier
    from corpus.premises.applicability import Guide

#: Minutes of talking that one provision takes.
_MINUTES_A_POINT = 2
#: Objectives and matters that are named.
_MOST_MATTERS = 4


@dataclass(frozen=True, slots=True)
class TrainerOptions:
    """What can be chosen: names, each in the order of the data."""

    audiences: tuple[str, ...]
    units: tuple[str, ...]
    chapters: tuple[str, ...]
    matters: tuple[str, ...]
    actors: tuple[str, ...]


class Trainer:
    """Makes training packs about one regulation.

    Args:
        lookups: over its register.
        verifier: checks statements against the provisions, for the key checker.
        data: reviewed training data.
        guide: which duties apply to which place; None without such data.
        plain: short id of a provision → sentences in plain words.
    """

    def __init__(
        self,
        lookups: Lookups,
        verifier: Verifier,
        data: TrainingData,
        guide: Guide | None = None,
        plain: Plain | None = None,
    ) -> None:
        self.regulation = lookups.register.regulation
        self.material = Material(lookups, data, guide)
        self.bank = Bank(self.material)
        self.checker = KeyChecker(self.regulation, lookups, verifier, guide)
        self._plain = plain or {}

    @classmethod
    def open(cls, settings: Settings) -> Trainer:
        """The trainer of the regulation that the settings name; needs no index.

        Raises:
            FiredutyError: the regulation or its data cannot be read, or it has no register.
        """
        from assistant.verify.verifier import Verifier
        from corpus.language.data import has_register
        from corpus.language.load import load_corpus
        from corpus.language.plain import load_plain
        from corpus.premises.applicability import Guide
        from corpus.premises.data import load_places
        from corpus.register.registry import register_of
        from corpus.teaching.data import load_training

        regulation, language = load_corpus(settings.regulation)
        folder = language.folder
        if folder is None or not has_register(folder):
            raise FiredutyError(f"《{regulation.title}》还没有责任登记，不能出题")
        register = register_of(regulation, language)
        guide = Guide(register, load_places(folder), language.units)
        return cls(
            Lookups(register),
            Verifier(register, language),
            load_training(folder),
            guide,
            load_plain(folder),
        )

    def options(self) -> TrainerOptions:
        """What can be chosen."""
        register, guide = self.material.clauses.register, self.material.guide
        chapters = [n for n in self.regulation.body.walk() if n.level is Level.CHAPTER]
        bound = {a for c in self.material.clauses.all for a in c.actors}
        return TrainerOptions(
            tuple(a.name for a in self.material.data.audiences),
            tuple(guide.units) if guide else (),
            tuple(n.heading for n in chapters),
            tuple(m.name for m in register.matters),
            tuple(b.name for b in register.bodies if b.name in bound),
        )

    def questions(self, choice: PackChoice) -> tuple[QuizQuestion, ...]:
        """Every question that a choice gives, its key checked.

        Raises:
            FiredutyError: the choice cannot be one, or means nothing.
        """
        check(choice, self.material.data.audiences)
        found = self._questions(scope_of(self.material, choice), choice)
        return tuple(q for q in found if self._is_sound(q))

    def _questions(self, scope: TrainingScope, choice: PackChoice) -> tuple[QuizQuestion, ...]:
        bank, inside = self.bank, {c.quote for c in scope.clauses}
        found = [*bank.of_clauses(scope.clauses), *bank.sequences]
        found += self._about_actors(scope)
        if scope.unit:
            found += [q for q in bank.scenes if scope.unit in q.scene]
            found += bank.units.get(scope.unit, ())
        else:
            found += [*bank.scenes, *(q for of_unit in bank.units.values() for q in of_unit)]
        kinds = choice.kinds
        return tuple(
            q
            for q in {q.id: q for q in found}.values()
            if (not kinds or q.kind in kinds)
            and self._inside(q, inside)
            and self._to_the_audience(q, scope)
        )

    def _about_actors(self, scope: TrainingScope) -> list[QuizQuestion]:
        """Which duties a body has: of the bodies that the scope is about, of all where it is about none."""
        of_actors = self.bank.of_actors
        named = scope.actors or (() if scope.unit or scope.audience else tuple(of_actors))
        return [q for name in named for q in of_actors.get(name, ())]

    def _to_the_audience(self, question: QuizQuestion, scope: TrainingScope) -> bool:
        """Whether 谁负责 asks for one of those whose duties are taught, where a clause binds one."""
        if question.kind != "谁负责" or not scope.actors:
            return True
        leaf = self.material.leaf(question.evidence[0].id)
        clause = self.material.clause_with(leaf, question.key_sentence)
        bound = set(clause.actors if clause else ()) & set(scope.actors)
        return not bound or question.options[question.key[0]] in bound

    @staticmethod
    def _inside(question: QuizQuestion, inside: set[str]) -> bool:
        """Whether a question is about the scope: its key sentence, and most of what it rests on."""
        held = sum(any(e.quote in i for i in inside) for e in question.evidence)
        return 2 * held >= len(question.evidence)

    def _is_sound(self, question: QuizQuestion) -> bool:
        return not self.checker.faults(question)

    def pack(self, choice: PackChoice, date: str) -> Pack:
        """A pack; the same for the same choice and date.

        Args:
            date: ISO date of making.

        Raises:
            FiredutyError: the choice cannot be one, means nothing or gives too few questions; or a
                paper would have a key that the checker does not bear out.
        """
        check(choice, self.material.data.audiences)
        scope = scope_of(self.material, choice)
        questions = self._questions(scope, choice)
        order = self._order(scope, choice)
        taught = order[: self._needed(order, questions, choice)]
        within = [q for q in questions if set(q.provisions) <= set(taught)]
        first, second, shared = self._papers(
            within if len(taught) < len(order) else questions, choice
        )
        count = len(first.questions)
        self._refuse_faulty(first, second)
        if len(taught) == len(order):  # everything was needed: only what is asked is talked about
            asked = {i for paper in (first, second) for i in _provisions(paper)}
            core = order[: _room(choice)] if scope.ranked else ()
            taught = [*core, *sorted(asked - set(core), key=lambda i: i.sort_key)]
        if not scope.ranked:
            taught = sorted(taught, key=lambda i: i.sort_key)
        talking = tuple(self._point(i) for i in (*taught, *scope.besides))
        audience = scope.audience.name if scope.audience else "参训人员"
        return Pack(
            choice,
            f"{self.regulation.subject}责任培训：{scope.name}",
            f"{audience} · {choice.minutes} 分钟 · {choice.level}",
            date,
            status_notice(self.regulation),
            source_of(self.regulation),
            scope.told,
            self._objectives(scope, talking),
            timeline(choice.minutes, count, len(talking)),
            talking,
            (first, second),
            shared,
            len(questions),
            self._sources(talking, (first, second)),
            scope.remarks,
        )

    def _papers(
        self, questions: Sequence[QuizQuestion], choice: PackChoice
    ) -> tuple[Paper, Paper, int]:
        """Papers of as many questions as were chosen, or of as many as there are up to the usual.

        Raises:
            FiredutyError: there are fewer than were chosen, or none.
        """
        count = choice.questions or min(LENGTHS[choice.minutes], most(questions))
        try:
            if most(questions) < count or not questions:
                raise TooFew(most(questions))
            return papers(questions, choice, count, self._is_sound)
        except TooFew as few:
            if few.there and not choice.questions:
                return self._papers(questions, replace(choice, questions=few.there))
            raise FiredutyError(
                f"这个范围最多能出 {few.there} 道依据互不重复的题，不够 {count} 道；"
                "请放宽范围或减少题数",
                exit_code=USAGE,
            ) from few

    def _refuse_faulty(self, *papers_: Paper) -> None:
        for paper in papers_:
            if faults := self.checker.paper_faults(paper.questions):
                raise FiredutyError(f"试卷 {paper.name} 没有通过核对，没有生成：{faults[0]}")

    # --- what is said ---------------------------------------------------------------------------

    @staticmethod
    def _order(scope: TrainingScope, choice: PackChoice) -> list[ProvisionId]:
        """The provisions of a scope, the most important first; by chance where none is more so."""
        order = list(dict.fromkeys(c.id for c in scope.clauses))
        return (
            order if scope.ranked else sorted(order, key=lambda i: chance(str(choice.seed), str(i)))
        )

    @staticmethod
    def _needed(
        order: Sequence[ProvisionId], questions: Sequence[QuizQuestion], choice: PackChoice
    ) -> int:
        """How many provisions to talk about, so that both papers ask of these only.

        As many as there is time for, and further ones until they give both papers questions with
        key sentences of their own; all where that is not enough.
        """
        place = {id_: n for n, id_ in enumerate(order)}
        added: list[set[str]] = [set() for _ in range(len(order) + 1)]
        for question in questions:
            last = max(place.get(i, len(order)) for i in question.provisions)
            added[last].add(question.key_sentence)
        wanted = 2 * (choice.questions or LENGTHS[choice.minutes])
        sentences: set[str] = set()
        for number, more in enumerate(added[:-1], 1):
            sentences |= more
            if number >= _room(choice) and len(sentences) >= wanted:
                return number
        return len(order)

    def _point(self, id_: ProvisionId) -> TalkingPoint:
        leaf = self.material.leaf(id_)
        clauses = [c for c in self.material.clauses.all if c.id == id_]
        return TalkingPoint(
            quote(leaf, self.regulation),
            tuple(self._plain.get(str(id_), ())),
            tuple(dict.fromkeys(a for c in clauses for a in c.actors)),
            tuple(dict.fromkeys(m for c in clauses for m in c.matters)),
        )

    def _objectives(self, scope: TrainingScope, talking: Sequence[TalkingPoint]) -> tuple[str, ...]:
        matters = _commonest((t.matters for t in talking), _MOST_MATTERS)
        every = _commonest((t.actors for t in talking), len(self.material.clauses.level))
        own = [a for a in scope.actors if a in every]
        actors = (own or every)[:_MOST_MATTERS]
        taught = {t.quote.id for t in talking}
        clauses = [c for c in self.material.clauses.all if c.id in taught]
        times = dict.fromkeys(t.text for c in clauses for d in c.duties for t in d.recurrence)
        said = [scope.audience.about] if scope.audience else []
        if actors:
            said.append(
                f"能说出{'、'.join(actors)}在{self.regulation.own_name}里要做什么，并指出是哪一条。"
            )
        if matters:
            said.append(f"在{'、'.join(matters)}这些事上，能说准条文的要求，不添加条文没有的。")
        if any(c.modality == "不得" for c in clauses):
            said.append("能说出条文写明“不得”做的事。")
        if times:
            shown = "”“".join(list(times)[:_MOST_MATTERS])
            said.append(f"能说准条文写明的时间和频次（“{shown}”），不把它们说成别的天数、次数。")
        return tuple(said)

    def _sources(
        self, talking: Sequence[TalkingPoint], papers_: Iterable[Paper]
    ) -> tuple[str, ...]:
        ids = {t.quote.id for t in talking}
        ids |= {i for paper in papers_ for i in _provisions(paper)}
        ordered = sorted(ids, key=lambda i: i.sort_key)
        return tuple(cite_own_text(i, self.regulation) for i in ordered)


def timeline(minutes: int, questions: int, points: int) -> tuple[LessonPart, ...]:
    """Parts of a session: opening, talking, paper, going through it; together ``minutes``."""
    opening = max(1, minutes // 10)
    closing = max(1, minutes // 15)
    testing = max(3, round(minutes * 0.25))
    going = max(2, round(minutes * 0.15))
    talking = minutes - opening - closing - testing - going
    return (
        LessonPart("开场", opening, "说明培训目标；说明文件是什么状态、哪一版，引用时以原文为准。"),
        LessonPart(
            "讲解要点", talking, f"按讲解要点逐条讲，共 {points} 处条款；先读原文，再用白话说明。"
        ),
        LessonPart("答题", testing, f"发试卷（A 卷或 B 卷）和答题卡，{questions} 题，独立作答。"),
        LessonPart("讲评", going, "对照答案与解析讲评，错得多的题回到原文再读一遍。"),
        LessonPart("小结", closing, "请学员各说一件回去就要做的事，并说出依据是哪一条。"),
    )


def _room(choice: PackChoice) -> int:
    """How many provisions there is time to talk about."""
    return max(choice.minutes // 2 // _MINUTES_A_POINT, 1)


def _provisions(paper: Paper) -> tuple[ProvisionId, ...]:
    return tuple(dict.fromkeys(i for q in paper.questions for i in q.provisions))


def _commonest(groups: Iterable[Sequence[str]], most_: int) -> list[str]:
    counted: dict[str, int] = {}
    for group in groups:
        for name in group:
            counted[name] = counted.get(name, 0) + 1
    return sorted(counted, key=lambda n: -counted[n])[:most_]
