"""The rule on whether a question that no document answers lies in their field, fitted over refused ones.

In the field are the questions over what ships, those on laws of the same matter, and those on laws of a
neighbouring one that name it; outside it those on laws of other matters that do not name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.library.field import field_features, names_thing
from assistant.library.putting import PutQuestion, panel_of
from assistant.settings import Settings
from evals.fits import Array, Features, apply_rule, build_matrix, fit_logistic, write_rule
from evals.laws.questions import LawQuestion, LawSplit, load_law_questions
from evals.library.questions import load_library_questions

_FOLDS = 10
#: Share of the least likely question in the field, left out of the fit, at which a question is off topic.
_MARGIN = 0.9
_REFUSED = ("not_found", "not_stated", "off_topic")
#: Laws of the matter and of neighbouring ones, by their names; words that name it.
_SAME, _NEIGHBOUR = re.compile(r"(?<!森林)消防(?:法|条例|安全)"), re.compile(r"消防|防火")
_OWN_WORDS, _NEAR_WORDS = re.compile(r"消防|火"), re.compile(r"消防|火|烟|燃|爆|油|电")


def tune_field() -> dict[str, object]:
    """Fit the rule; its threshold lies below every question in the field that was left out.

    Those that name a thing of the documents need no threshold.
    """
    assistant = Assistant.open(Settings.from_environment())
    asked = [(q.text, True) for q in load_library_questions("tuning")]
    kept = [*asked, *_of_laws(("tune", "tune-plain")), *_same(("fit",))]
    rows = list(_rows(assistant, kept))
    names, x = build_matrix([features for features, _, _ in rows])
    y = np.array([float(inside) for _, inside, _ in rows])
    weight = np.where(y == 1, (y == 0).sum() / (y == 1).sum(), 1.0)
    p = np.zeros(len(y))
    for k in range(_FOLDS):
        left = np.arange(len(y)) % _FOLDS == k
        p[left] = apply_rule(x[left], fit_logistic(x[~left], y[~left], weight[~left], 3.0))
    rule = fit_logistic(x, y, weight, 3.0)
    named = np.array([named for _, _, named in rows], bool)
    threshold = _MARGIN * float(p[(y == 1) & ~named].min())
    _tell("拟合（交叉验证）", p, y, threshold, named)
    held = list(_rows(assistant, _of_laws(("dev",))))
    _, x = build_matrix([features for features, _, _ in held])
    y = np.array([float(inside) for _, inside, _ in held])
    named = np.array([named for _, _, named in held], bool)
    _tell("没有参加拟合", apply_rule(x, rule), y, threshold, named)
    return write_rule(names, rule, threshold)


def _tell(what: str, p: Array, y: Array, threshold: float, named: NDArray[np.bool_]) -> None:
    far = (p < threshold) & ~named
    inside, outside = p[y == 1], p[y == 0]
    area = (inside[:, None] > outside[None, :]).mean()
    print(
        f"{what}：本领域 {len(inside)} 误作无关 {int(far[y == 1].sum())}，"
        f"别的领域 {len(outside)} 认作无关 {far[y == 0].mean():.3f}，AUC {area:.3f}"
    )


def _of_laws(splits: Sequence[LawSplit]) -> Iterator[tuple[str, bool]]:
    """The questions of laws with a side that is known, and which."""
    for question in _all(splits):
        title = PurePath(question.law).stem
        if _SAME.search(title) or (_NEIGHBOUR.search(title) and _OWN_WORDS.search(question.text)):
            yield question.text, True
        elif not _NEIGHBOUR.search(title) and not _NEAR_WORDS.search(question.text):
            yield question.text, False


def _same(splits: Sequence[LawSplit]) -> Iterator[tuple[str, bool]]:
    """Those of them that lie in the field."""
    return ((text, inside) for text, inside in _of_laws(splits) if inside)


def _all(splits: Sequence[LawSplit]) -> Iterator[LawQuestion]:
    for split in splits:
        yield from load_law_questions(split)


def _rows(
    assistant: Assistant, questions: Sequence[tuple[str, bool]] | Iterator[tuple[str, bool]]
) -> Iterator[tuple[Features, bool, bool]]:
    """What the rule weighs of each refused question, its side, and whether it names a thing."""
    for text, inside in questions:
        if _is_refused(assistant.answer(text, rewrite=False)):
            panel = panel_of(assistant.library, assistant.documents, PutQuestion(text))
            if not panel.named and panel.ranking.hits:
                yield field_features(panel), inside, names_thing(panel)


def _is_refused(answer: Answer) -> bool:
    return answer.refusal is not None and answer.refusal.reason in _REFUSED
