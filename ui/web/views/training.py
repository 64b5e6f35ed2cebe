"""培训: choose, look at the pack, exchange questions, download, test oneself. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from markupsafe import Markup

from assistant.training.choice import PackChoice
from assistant.training.pack import LessonPart, Pack, TalkingPoint
from assistant.training.trainer import TrainerOptions
from corpus.errors import FiredutyError
from corpus.language.examples import NO_EXAMPLES, Examples, PackExample
from corpus.text.provision import Regulation
from ui.documents.document import DocumentSection
from ui.web.groups.schema import MOST_TEAMS
from ui.web.templating import lines
from ui.web.views.document_choice import DocumentChoice
from ui.web.views.markup import Links, render_section, text, trouble
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
#: How long what a group answers is kept.
_HOURS = "".join(f'<option value="{24 * days}">{days} 天</option>' for days in (1, 3, 7))
_TEAMS = "".join(
    f'<option value="{n}">{f"{n} 队" if n else "不分队"}</option>'
    for n in (0, *range(2, MOST_TEAMS + 1))
)
_LEAD = (
    "选好学员和内容，讲稿、试卷、答题卡、题库、幻灯片一次备齐；每道题的答案都附逐字原文和出处。"
    "也可以自己测一测，或开一场让大家用手机答题。"
)


class Makes(Protocol):
    """What makes packs: ``assistant.training.trainer.Trainer``."""

    def options(self) -> TrainerOptions:
        """What one may choose from."""

    def pack(self, choice: PackChoice, date: str) -> Pack:
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
) -> str:
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
    """
    if query.group:
        return _live(query)
    head = _head() + (choice.render() if choice is not None else "")
    if trainer is None:
        lacking = choice.lacking if choice is not None else NO_TRAINING
        return f'<div class="view">{head}{trouble("不能备课", [lacking])}</div>'
    if not query.asks:
        return _whole(head, query, trainer, _starting(query, examples.packs), examples)
    try:
        pack = make(query.choice)
    except FiredutyError as error:
        return _whole(head, query, trainer, trouble("没有生成", [str(error)]), examples)
    if query.test:
        return _test(query, pack)
    hides = withheld(pack)
    links = Links(regulation, choice.services.slug if choice is not None else "")
    shown = _preview(query, pack, links, groups, hides_keys=hides)
    return _whole(head, query, trainer, shown, examples)


def _head() -> str:
    return f'<h2 tabindex="-1">培训</h2><p class="lead">{_LEAD}</p>'


def _whole(head: str, query: TrainingQuery, trainer: Makes, result: str, examples: Examples) -> str:
    form = render_training_form(query, trainer.options(), examples)
    return f'<div class="view">{head}{form}<div class="result">{result}</div></div>'


def _starting(query: TrainingQuery, packs: Sequence[PackExample]) -> str:
    offered = "".join(
        f'<li><a href="#{text(replace(query, choice=_choice(p)).address())}">{text(p.name)}</a></li>'
        for p in packs
    )
    listed = f'也可以从这里开始：</p><ul class="choices">{offered}</ul>' if offered else "</p>"
    return (
        f'<div class="starting"><p>都不填，就从整部法规里出题。{listed}'
        '<div class="my-groups" hidden></div></div>'
    )


def _choice(pack: PackExample) -> PackChoice:
    return PackChoice(scope=pack.scope, unit=pack.unit, minutes=pack.minutes, level=pack.level)


# --- the pack -----------------------------------------------------------------------------------


def _preview(
    query: TrainingQuery, pack: Pack, links: Links, groups: bool, *, hides_keys: bool
) -> str:
    said = [pack.subtitle, pack.scope, f"这个范围一共能出 {pack.available} 题。", *_shared(pack)]
    summary = "".join(f"<p>{links.sentence(s)}</p>" for s in said if s)
    remarks = "".join(f"<li>{links.sentence(r)}</li>" for r in pack.remarks)
    remarked = f'<ul class="remarks">{remarks}</ul>' if remarks else ""
    return (
        f'<div class="headline"><h3 tabindex="-1">{text(pack.title)}</h3>{_tools(query)}</div>'
        f'<div class="summary">{summary}</div>{_start(query, groups)}{_files(query)}'
        f'{remarked}<section class="objectives"><h4>培训目标</h4><ol>{_items(pack.objectives)}</ol></section>'
        f"{_timetable(pack.timeline)}{_talking(pack.talking, links)}"
        f"{render_paper(query, pack, links, hides_keys=hides_keys)}{_sources(pack, links)}{_footer(pack)}"
    )


def _shared(pack: Pack) -> Sequence[str]:
    if not pack.shared:
        return ()
    return (f"条文不够多，B 卷有 {pack.shared} 题和 A 卷考同一句话。",)


def _tools(query: TrainingQuery) -> str:
    return (
        f'<div class="acts"><button type="button" class="copy plain" '
        f'data-link="{text(query.address())}" data-copy="">复制链接</button>'
        '<button type="button" class="plain print">打印</button></div>'
    )


def _start(query: TrainingQuery, groups: bool) -> str:
    """The two ways to use a paper at once."""
    group = ""
    if groups:
        group = (
            f'<button type="button" class="plain big open-group" data-choice="{text(query.query())}" '
            f'data-paper="{query.paper}">开一场现场答题（{query.paper} 卷）</button>'
            f'<label class="hours-field"><span>保留</span><select class="hours">{_HOURS}</select></label>'
            f'<label class="hours-field"><span>分队</span><select class="teams">{_TEAMS}</select></label>'
            '<p class="group-fault" role="alert"></p>'
        )
    return (
        f'<div class="starts"><a class="strong" href="#{text(query.address(test=True))}">'
        f"开始自测（{query.paper} 卷）</a>{group}</div>"
    )


def _files(query: TrainingQuery) -> str:
    asked = text(query.query())
    single = "".join(
        f'<li><a class="plain" href="download/train/{number}?{asked}" download>{name}</a></li>'
        for number, name in enumerate(FILES, 1)
    )
    return (
        '<section class="pack-files"><h4>下载</h4><ul>'
        f'<li><a class="plain whole" href="download/train.zip?{asked}" download>'
        f"全部打包（ZIP）</a></li>{single}</ul></section>"
    )


def _items(sentences: Sequence[str]) -> str:
    return "".join(f"<li>{text(s)}</li>" for s in sentences)


def _timetable(parts: Sequence[LessonPart]) -> str:
    rows, at = [], 0
    for part in parts:
        rows.append((f"{at}–{at + part.minutes} 分", part.title, part.doing))
        at += part.minutes
    # Not linked: the words are the program's own, and name no provision.
    section = DocumentSection(
        "时间安排",
        ("时间", "环节", "怎么做"),
        tuple(rows),
        widths=(2, 3, 9),
        unit="分钟",
        count=at,
    )
    return render_section(section, _NO_LINKS)


class _Plain(Links):
    """No links."""

    def __init__(self) -> None:
        """Nothing to link to."""

    def sentence(self, words: str) -> Markup:
        return lines(words)

    def opening(self, words: str) -> Markup:
        return lines(words)


_NO_LINKS = _Plain()


def _talking(points: Sequence[TalkingPoint], links: Links) -> str:
    rows = "".join(_point(p, links) for p in points)
    return (
        f'<details class="folded talking"><summary>讲解要点<span class="count">{len(points)} 条'
        f"</span></summary><ol>{rows}</ol></details>"
    )


def _point(point: TalkingPoint, links: Links) -> str:
    quote = point.quote
    before = f'<p class="before">{text(quote.lead_in)}</p>' if quote.lead_in else ""
    plain = "".join(f'<p class="plainly">白话：{text(s)}</p>' for s in point.plain)
    facts = "".join(
        f"<span>{text(f)}</span>" for f in ("、".join(point.actors), *point.matters) if f
    )
    return (
        f"<li>{before}<blockquote>{text(quote.text)}</blockquote>{plain}"
        f'<div class="facts">{links.to(quote.id, quote.citation)}{facts}</div></li>'
    )


def _sources(pack: Pack, links: Links) -> str:
    listed = "".join(f"<li>{links.sentence(s)}</li>" for s in pack.sources)
    return (
        f'<details class="folded"><summary>用到的条款<span class="count">{len(pack.sources)} 条</span>'
        f'</summary><ul class="sources">{listed}</ul></details>'
    )


def _footer(pack: Pack) -> str:
    return (
        f'<footer class="source"><p>来源：{text(pack.source)}　日期：{text(pack.date)}</p>'
        f'<p class="notice">{text(pack.notice)}</p></footer>'
    )


# --- filled by the browser ----------------------------------------------------------------------


def _test(query: TrainingQuery, pack: Pack) -> str:
    """A self-test: ``assets/scripts/self_test.js`` puts the questions in."""
    again = query.address(test=True, seed=query.choice.seed + 1, exchanged=())
    return (
        f'<div class="view"><p class="back"><a href="#{text(query.address())}">返回试卷</a></p>'
        f'<div class="result"><h3 class="quiz-title" tabindex="-1">自测：{text(pack.title)}</h3>'
        f'<p class="lead">{text(pack.subtitle)} · {query.paper} 卷 · 只记在这个浏览器里</p>'
        f'<div class="quiz" data-query="{text(query.query())}" data-paper="{query.paper}" '
        f'data-again="{text(again)}"><p class="told">正在打开……</p></div>{_footer(pack)}</div></div>'
    )


def _live(query: TrainingQuery) -> str:
    """What the trainer sees of a group: filled by ``assets/scripts/groups.js``, which has the secret."""
    return (
        '<div class="view"><p class="back"><a href="#train">返回培训</a></p><div class="result">'
        f'<div class="live" data-code="{text(query.group)}"><p class="told">正在打开……</p></div>'
        "</div></div>"
    )
