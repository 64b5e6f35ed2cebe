"""培训: choose, look at the pack, exchange questions, download, test oneself. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from markupsafe import Markup

from assistant.comparing.comparison import TextComparison
from assistant.training.choice import PackChoice
from assistant.training.pack import LessonPart, Pack
from assistant.training.plan import WEEKDAYS, StudyPlan
from assistant.training.trainer import TrainerOptions
from corpus.errors import FiredutyError
from corpus.language.examples import NO_EXAMPLES, Examples, PackExample
from corpus.text.provision import Regulation
from ui.documents.document import Document, DocumentSection
from ui.documents.training.words import sum_up_changes, tell_changes
from ui.web.groups.schema import MOST_TEAMS
from ui.web.templating import part, render
from ui.web.views.document_choice import DocumentChoice
from ui.web.views.markup import Links
from ui.web.views.study_plan import render_plan
from ui.web.views.training_form import TrainingQuery, render_training_form
from ui.web.views.training_paper import render_paper

NO_TRAINING = "这部法规还没有责任登记，不能出题和备课；可以看法规原文。"
#: What ``ui.documents.training.files`` makes of a pack, in its order: making them takes longer than the view.
FILES = (
    "讲师手册（Word）",
    "学员讲义（Word）",
    "试卷 A（Word）",
    "试卷 B（Word）",
    "答题卡（Word）",
    "题库（Excel）",
    "题库（Moodle）",
    "题库（QTI 2.1）",
    "幻灯片（PPT）",
    "全部内容（Markdown）",
    "全部内容（JSON）",
)


class Makes(Protocol):
    """What makes packs: ``assistant.training.trainer.Trainer``."""

    def options(self) -> TrainerOptions:
        """What one may choose from."""

    def pack(self, choice: PackChoice, date: str, comparison: TextComparison | None = None) -> Pack:
        """The pack of a choice."""


def list_known_names(options: TrainerOptions) -> tuple[str, ...]:
    """Names of which one may hold a 、 and is one nevertheless."""
    return (*options.chapters, *options.matters, *options.actors)


def render_training(
    query: TrainingQuery,
    trainer: Makes | None,
    regulation: Regulation,
    make: Callable[[PackChoice], Pack],
    *,
    groups: bool,
    examples: Examples = NO_EXAMPLES,
    withheld: Callable[[Pack], bool] = lambda _: False,
    choice: DocumentChoice | None = None,
    plan: Callable[[TrainingQuery], StudyPlan] | None = None,
) -> Markup:
    """The whole view.

    Args:
        query: what is chosen.
        trainer: None where the regulation has no register.
        regulation: that the pack is about.
        make: the pack of a choice.
        groups: whether groups can meet here.
        examples: what an empty form offers.
        withheld: whether the key of a pack is not shown just now.
        choice: of which document the packs are; None where there is no other.
        plan: the study plan of a query.
    """
    if query.group:
        return part("training/pack", "live", query.group)
    if query.review:
        return part("training/pack", "review")
    of = choice.render() if choice is not None else Markup()
    if trainer is None:
        return _whole(of, lacking=choice.lacking if choice is not None else NO_TRAINING)
    form = render_training_form(query, trainer.options(), examples)
    if not query.asks:
        return _whole(of, form, _starting(query, examples.packs))
    links = Links(regulation, choice.services.slug if choice is not None else "")
    try:
        if query.plan is not None and plan is not None:
            return _whole(of, form, render_plan(query, plan(query), links))
        pack = make(query.choice)
    except FiredutyError as error:
        return _whole(of, form, part("parts", "trouble", "没有生成", [str(error)]))
    if query.test:
        again = query.address(test=True, seed=query.choice.seed + 1, exchanged=())
        return part("training/pack", "test", query, pack, again)
    return _whole(of, form, _preview(query, pack, links, groups, hides_keys=withheld(pack)))


def render_kept(document: Document, regulation: Regulation) -> str:
    """What was kept of answers, with ways to export and to delete it."""
    return str(part("training/pack", "kept", document, Links(regulation)))


def _whole(
    of: Markup, form: Markup | None = None, result: Markup | None = None, lacking: str = ""
) -> Markup:
    return render("training/view", of=of, form=form, result=result, lacking=lacking)


def _starting(query: TrainingQuery, packs: Sequence[PackExample]) -> Markup:
    offered = [(p.name, replace(query, choice=_choice(p)).address()) for p in packs]
    return part("training/pack", "starting", offered)


def _choice(pack: PackExample) -> PackChoice:
    return PackChoice(scope=pack.scope, unit=pack.unit, minutes=pack.minutes, level=pack.level)


def _preview(
    query: TrainingQuery, pack: Pack, links: Links, groups: bool, *, hides_keys: bool
) -> Markup:
    said = [pack.subtitle, pack.scope, f"这个范围一共能出 {pack.available} 题。"]
    if pack.shared:
        said.append(f"条文不够多，B 卷有 {pack.shared} 题和 A 卷考同一句话。")
    return part(
        "training/pack",
        "pack",
        query,
        pack,
        links,
        [sentence for sentence in said if sentence],
        _timetable(pack.timeline),
        render_paper(query, pack, links, hides_keys=hides_keys),
        FILES,
        MOST_TEAMS if groups else 0,
        sum_up_changes(pack),
        tell_changes(pack),
        WEEKDAYS,
    )


def _timetable(parts: Sequence[LessonPart]) -> DocumentSection:
    rows, at = [], 0
    for lesson in parts:
        rows.append((f"{at}–{at + lesson.minutes} 分", lesson.title, lesson.doing))
        at += lesson.minutes
    return DocumentSection(
        "时间安排",
        ("时间", "环节", "怎么做"),
        tuple(rows),
        widths=(2, 3, 9),
        unit="分钟",
        count=at,
    )
