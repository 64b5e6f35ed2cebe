"""A choice → a training pack: what to say, in which time, and two papers with checked keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.quoting import document_mark, source_of, status_notice
from assistant.comparing.comparison import TextComparison
from assistant.keycheck.checker import KeyChecker
from assistant.training.bank import Bank
from assistant.training.changes import TaughtChanges
from assistant.training.choice import LENGTHS, PackChoice
from assistant.training.lesson import (
    count_needed,
    count_room,
    keep_asked,
    make_point,
    order_provisions,
    plan_time,
    sort_as_printed,
    tell_objectives,
)
from assistant.training.material import Material
from assistant.training.pack import Pack, Paper, TalkingPoint
from assistant.training.paper import TooFew, count_most, draw_papers
from assistant.training.question import KINDS, QuizQuestion
from assistant.training.scope import TrainingScope, check_choice, find_scope
from assistant.training.within import find_questions
from assistant.verify.verifier import Verifier
from corpus.citing.citations import cite_own_text
from corpus.clauses.records import NOT_REVIEWED
from corpus.errors import USAGE, FiredutyError
from corpus.language.plain import Plain
from corpus.premises.applicability import Guide
from corpus.register.lookups import Lookups
from corpus.teaching.data import TrainingData
from corpus.text.provision import Level, ProvisionId


@dataclass(frozen=True, slots=True)
class TrainerOptions:
    """What can be chosen: names, each in the order of the data."""

    audiences: tuple[str, ...]
    units: tuple[str, ...]
    chapters: tuple[str, ...]
    matters: tuple[str, ...]
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The papers of a pack, and what they ask.

    Attributes:
        shared, available: as of ``Pack``.
        taught: the provisions to talk about.
        asked: those that decide the questions.
    """

    papers: tuple[Paper, Paper]
    shared: int
    available: int
    taught: Sequence[ProvisionId]
    asked: frozenset[ProvisionId]


class Trainer:
    """Makes training packs about one regulation.

    Args:
        lookups: over its register.
        verifier: checks statements against the provisions, for the key checker.
        data: reviewed training data.
        guide: which duties apply to which place; None without such data.
        plain: short id of a provision → sentences in plain words.
        beside: trainers of the texts that questions may compare with this one.
    """

    def __init__(
        self,
        lookups: Lookups,
        verifier: Verifier,
        data: TrainingData,
        guide: Guide | None = None,
        plain: Plain | None = None,
        *,
        beside: Sequence[Trainer] = (),
    ) -> None:
        self.regulation = lookups.register.regulation
        self.beside = tuple(beside)
        self.material = Material(lookups, data, guide)
        self.bank = Bank(self.material, [t.material for t in beside])
        checkers: list[KeyChecker] = [t.checker for t in beside]
        self.checker: KeyChecker = KeyChecker(self.regulation, lookups, verifier, guide, checkers)
        self._plain = plain or {}

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

    def questions(
        self, choice: PackChoice, comparison: TextComparison | None = None
    ) -> tuple[QuizQuestion, ...]:
        """Every question that a choice gives, its key checked.

        Args:
            comparison: as of ``pack``.

        Raises:
            FiredutyError: the choice cannot be one, or means nothing.
        """
        scope = self.scope(choice, comparison)
        found = find_questions(self.bank, scope, choice.kinds)
        return tuple(q for q in found if self.is_sound(q))

    def scope(self, choice: PackChoice, comparison: TextComparison | None = None) -> TrainingScope:
        """What a choice means.

        Raises:
            FiredutyError: as of ``questions``.
        """
        check_choice(choice, self.material.data.audiences)
        return find_scope(self.material, choice, TaughtChanges(comparison) if comparison else None)

    def point(self, id_: ProvisionId, comparison: TextComparison | None = None) -> TalkingPoint:
        """A provision to talk about or to read."""
        changes = TaughtChanges(comparison) if comparison else None
        return make_point(self.material, id_, self._plain.get(str(id_), ()), changes)

    def is_sound(self, question: QuizQuestion) -> bool:
        """Whether the checker bears out the key of a question."""
        return not self.checker.find_faults(question)

    def pack(self, choice: PackChoice, date: str, comparison: TextComparison | None = None) -> Pack:
        """A pack; the same for the same choice and date.

        Args:
            date: ISO date of making.
            comparison: that ``choice.against`` asks for; its new side is this regulation.

        Raises:
            FiredutyError: the choice cannot be one, means nothing or gives too few questions; or a
                paper would have a key that the checker does not bear out.
        """
        scope = self.scope(choice, comparison)
        drawn = self._draw(scope, choice)
        taught = drawn.taught if scope.ranked else sort_as_printed(drawn.taught)
        talking = tuple(self.point(i, comparison) for i in dict.fromkeys((*taught, *scope.besides)))
        audience = scope.audience.name if scope.audience else "参训人员"
        sources = sort_as_printed(drawn.asked | {t.quote.id for t in talking})
        return Pack(
            choice=choice,
            title=f"{self.regulation.subject}责任培训：{scope.name}",
            subtitle=f"{audience} · {choice.minutes} 分钟 · {choice.level}",
            date=date,
            notice=self.notice(comparison),
            source=source_of(self.regulation),
            scope=scope.told,
            objectives=tell_objectives(self.material, scope, talking),
            timeline=plan_time(choice.minutes, len(drawn.papers[0].questions), len(talking)),
            talking=talking,
            papers=drawn.papers,
            shared=drawn.shared,
            available=drawn.available,
            sources=tuple(cite_own_text(i, self.regulation) for i in sources),
            remarks=(
                *scope.remarks,
                *self._kinds_told(drawn),
                *self._texts_told(drawn),
                *_untold(comparison, talking),
            ),
            comparison=comparison,
        )

    def _kinds_told(self, drawn: _Drawn) -> tuple[str, ...]:
        """Which kinds a text gets that nobody has reviewed."""
        if self.material.clauses.register.reviewed:
            return ()
        asked = {q.kind for paper in drawn.papers for q in paper.questions}
        named = "、".join(k for k in KINDS if k in asked)
        return (
            f"这部文本的责任没有人复核过，只出能对着原文证明的题：{named}；不问归谁，没有案例。",
        )

    def _texts_told(self, drawn: _Drawn) -> tuple[str, ...]:
        """Which other texts are compared with this one, each with its status."""
        evidence = (e for paper in drawn.papers for q in paper.questions for e in q.evidence)
        keys = dict.fromkeys(e.document for e in evidence if e.document)
        marks = [document_mark(t.regulation) for t in self.beside if t.regulation.key in keys]
        return (f"有的题对照别的文件：{'、'.join(marks)}。",) if marks else ()

    def notice(self, comparison: TextComparison | None = None) -> str:
        """What the status of the text, and of that with which it is compared, obliges to say."""
        notice = status_notice(self.regulation)
        if comparison is not None:
            old = comparison.old
            notice += f"对照的《{old.title}》（{old.version}）：{status_notice(old)}"
        reviewed = self.material.clauses.register.reviewed
        return notice if reviewed else f"{notice}{NOT_REVIEWED}，请对照原文。"

    def _draw(self, scope: TrainingScope, choice: PackChoice) -> _Drawn:
        """Two papers with sound keys, and the provisions to talk about, of which alone they ask."""
        least = 2 * (choice.questions or LENGTHS[choice.minutes])
        questions = find_questions(self.bank, scope, choice.kinds, least)
        order = order_provisions(scope, choice.seed)
        taught = order[: count_needed(order, questions, choice)]
        some = len(taught) < len(order)
        known = set(taught) | {s.leaf.id for s in self.material.sanctions}
        known |= {s.holder.id for s in self.material.sanctions}
        within = [q for q in questions if not some or set(q.provisions) <= known]
        first, second, shared = self._papers(within, choice)
        self._refuse_faulty(first, second)
        asked = frozenset(i for p in (first, second) for q in p.questions for i in q.provisions)
        if not some:
            taught = keep_asked(order, asked, core=count_room(choice) if scope.ranked else 0)
        else:
            taught = [*taught, *sort_as_printed(asked - set(taught))]
        return _Drawn((first, second), shared, len(questions), taught, asked)

    def _papers(
        self, questions: Sequence[QuizQuestion], choice: PackChoice
    ) -> tuple[Paper, Paper, int]:
        """Papers of as many questions as were chosen, or of as many as there are up to the usual.

        Raises:
            FiredutyError: there are fewer than were chosen, or none.
        """
        count = choice.questions or min(LENGTHS[choice.minutes], count_most(questions))
        try:
            if count_most(questions) < count or not questions:
                raise TooFew(count_most(questions))
            return draw_papers(questions, choice, count, self.is_sound)
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
            if faults := self.checker.find_paper_faults(paper.questions):
                raise FiredutyError(f"试卷 {paper.name} 没有通过核对，没有生成：{faults[0]}")


def _untold(comparison: TextComparison | None, talking: Sequence[TalkingPoint]) -> tuple[str, ...]:
    """How much of what changed there was no time for."""
    if comparison is None:
        return ()
    told = {point.quote.id for point in talking}
    left = [i for i in TaughtChanges(comparison).leaves if i not in told]
    return (f"另有 {len(left)} 处条文文字不同，没有讲到；全部见两份文本的对照。",) if left else ()
