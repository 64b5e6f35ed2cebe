"""What the files of a training pack say alike: names of forms, how to answer, the parts of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from assistant.answering.quoting import document_mark
from assistant.comparing.comparison import TextComparison
from assistant.training.pack import Pack, Paper
from assistant.training.question import (
    BLANK,
    FORMS,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizForm,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    letter_options,
)
from corpus.text.provision import ProvisionId
from ui.documents.comparison import cautions, count_sentence, edition, headline, row_label

#: Names of forms as papers and platforms print them.
TITLES: dict[QuizForm, str] = {form: f"{form}题" for form in FORMS}
#: How a form is answered.
HOW_TO_MARK: dict[QuizForm, str] = {
    "单选": "每题只有一个正确答案，把字母填在括号里。",
    "多选": "每题有两个或两个以上正确答案，把字母都填在括号里，全部选对才得分。",
    "判断": "对的在括号里画“√”，错的画“×”。",
    "填空": "在横线上填写条文里的原词。",
    "排序": "在横线上按先后顺序填写字母。",
    "连线": "把左右两列相配的连起来，或者在括号里填写右列的字母。",
}
#: ``BLANK`` where it is printed: no line ends between its brackets.
ROOM = f"（{chr(0xA0) * 6}）"
_NUMERALS = "一二三四五六"
_TITLE = re.compile(r"^《[^》]*》")
#: Signs around the words that do not make two texts differ.
_IDLE = re.compile(r"[\s。；，：、.;,:]+$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A question in its paper.

    Attributes:
        number: from 1.
        points: what it is worth.
        scene: its scene; empty where the question before had the same, or where it has none.
        scene_to: the number of the last question that the scene is for.
    """

    number: int
    question: QuizQuestion
    points: int
    scene: str = ""
    scene_to: int = 0


@dataclass(frozen=True, slots=True)
class PaperSection:
    """Questions under one heading.

    Attributes:
        heading: 一、单选题（共 4 题，每题 10 分，共 40 分）; empty where forms alternate.
        how: how its forms are answered.
        questions: in the order of the paper.
        even: whether the heading says what each question is worth.
    """

    heading: str
    how: tuple[str, ...]
    questions: tuple[Numbered, ...]
    even: bool = False


def number_questions(paper: Paper) -> tuple[Numbered, ...]:
    """The questions of a paper with number and points; a scene stands once for those that share it."""
    scenes = [q.scene for q in paper.questions]
    found = []
    for at, (question, points) in enumerate(zip(paper.questions, paper.points, strict=True)):
        new = bool(question.scene) and (at == 0 or scenes[at - 1] != question.scene)
        last = at
        while new and last + 1 < len(scenes) and scenes[last + 1] == question.scene:
            last += 1
        found.append(
            Numbered(
                at + 1, question, points, question.scene if new else "", last + 1 if new else 0
            )
        )
    return tuple(found)


def list_once(pack: Pack) -> Iterator[tuple[str, Numbered]]:
    """Every question of a pack once, papers A then B, each with a short name: A03."""
    seen: set[str] = set()
    for paper in pack.papers:
        for item in number_questions(paper):
            if item.question.id not in seen:
                seen.add(item.question.id)
                yield f"{paper.name}{item.number:02}", item


def split_paper(paper: Paper) -> tuple[PaperSection, ...]:
    """A paper's parts by form where it is in that order; else one part."""
    questions = number_questions(paper)
    groups = [tuple(g) for _, g in groupby(questions, lambda n: n.question.form)]
    forms = [g[0].question.form for g in groups]
    if len(set(forms)) < len(forms):
        shown = [f for f in FORMS if f in forms]
        return (
            PaperSection("", tuple(f"{TITLES[f]}：{HOW_TO_MARK[f]}" for f in shown), questions),
        )
    return tuple(
        _section(f"{_NUMERALS[at]}、{TITLES[form]}", form, group)
        for at, (form, group) in enumerate(zip(forms, groups, strict=True))
    )


def _section(name: str, form: QuizForm, group: tuple[Numbered, ...]) -> PaperSection:
    worth = {n.points for n in group}
    total = sum(n.points for n in group)
    each = f"每题 {max(worth)} 分，共 " if len(worth) == 1 and len(group) > 1 else ""
    heading = f"{name}（共 {len(group)} 题，{each}{total} 分）"
    return PaperSection(heading, (HOW_TO_MARK[form],), group, len(worth) == 1)


def tell_scene(item: Numbered) -> str:
    """【案例】… with the questions that it is for."""
    reach = f"（第 {item.number}～{item.scene_to} 题）" if item.scene_to > item.number else ""
    return f"【案例】{reach}{item.scene}"


def list_options(question: QuizQuestion) -> tuple[str, ...]:
    """The options with their letters; none for 判断, 填空 and 连线, which are laid out otherwise."""
    match question:
        case SingleChoice() | MultipleChoice():
            return letter_options(question.options)
        case Ordering():
            return letter_options(question.steps)
        case TrueFalse() | FillBlank() | Matching():
            return ()
        case _:
            assert_never(question)


def list_pairs(question: Matching) -> tuple[tuple[str, str], ...]:
    """The rows of a 连线: left with its number, right with its letter."""
    left = (f"{n}. {words}" for n, words in enumerate(question.left, 1))
    return tuple(zip(left, letter_options(question.right), strict=True))


def part_stem(question: QuizQuestion) -> tuple[str, ...]:
    """What stands before, between and after the rooms of a stem.

    There is one at its end where its form wants one and it has none.
    """
    parts = tuple(question.stem.split(BLANK))
    marked = isinstance(question, SingleChoice | MultipleChoice | TrueFalse)
    return (*parts, "") if marked and len(parts) == 1 else parts


def add_room(question: QuizQuestion) -> str:
    """A stem to print, with a bracket for the answer where its form wants one and it has none."""
    return ROOM.join(part_stem(question))


def shorten(citation: str) -> str:
    """第七条第（一）项, without the title."""
    return _TITLE.sub("", citation) or citation


def list_grounds(question: QuizQuestion) -> tuple[str, ...]:
    """The provisions that decide, one line each; their words where the explanation lacks them."""
    lines = []
    for e in dict.fromkeys(question.evidence):
        said = _IDLE.sub("", e.quote) in question.explanation
        lines.append(f"{e.citation}（{e.path}）" + ("" if said else f"：“{e.quote}”"))
    return tuple(lines)


def list_facts(pack: Pack) -> tuple[tuple[str, str], ...]:
    """What a cover says, name and value."""
    first, second = pack.papers
    shared = f"，其中 {pack.shared} 题与 A 卷考同一句条文" if pack.shared else ""
    return (
        ("培训范围", pack.scope),
        ("培训时长", f"{sum(p.minutes for p in pack.timeline)} 分钟"),
        ("讲解要点", f"{len(pack.talking)} 条"),
        (
            "试卷",
            f"A 卷 {len(first.questions)} 题、B 卷 {len(second.questions)} 题，"
            f"各 {sum(first.points)} 分{shared}",
        ),
        ("依据文本", pack.source),
        ("编制日期", pack.date),
    )


@dataclass(frozen=True, slots=True)
class ToldChange:
    """What a provision was before, as files of a pack say it.

    Attributes:
        label: 修改, 新增, 相近.
        before: what stands before the old words: whose they are; empty for none.
        old: the old words.
    """

    label: str
    before: str
    old: str


def tell_changes(pack: Pack) -> dict[ProvisionId, ToldChange]:
    """What became of each provision that is talked about; the whole of a 条 is said once."""
    comparison = pack.comparison
    found: dict[ProvisionId, ToldChange] = {}
    said: set[str] = set()
    for point in pack.talking:
        if comparison is None or (changed := point.changed) is None:
            continue
        label, old = row_label(changed.row, comparison), changed.old
        if changed.whole and old in said:
            old = ""
        said.add(old)
        found[point.quote.id] = ToldChange(label, f"{_side(comparison)}　" if old else "", old)
    return found


def _side(comparison: TextComparison) -> str:
    """What the other text is called: 征求意见稿, 2019-04-23 的一版, 北京市消防条例（现行有效）."""
    old = comparison.old
    return edition(old) if comparison.is_one_law else document_mark(old)


def sum_up_changes(pack: Pack) -> tuple[str, ...]:
    """What the two texts are and how much differs, in sentences; none without a comparison."""
    comparison = pack.comparison
    if comparison is None:
        return ()
    return (headline(comparison), *cautions(comparison), count_sentence(comparison))
