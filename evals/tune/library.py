"""The rules over several documents, fitted on questions over those that ship.

Whether any of them answers, and which provisions are cited beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.answering.figures import figure_asked
from assistant.assistant import Assistant
from assistant.library.citing import candidates
from assistant.library.proof import answer_features, lacks_figure, let_speak
from assistant.library.putting import PutQuestion, panel_of
from assistant.library.speaking import find_speakers
from assistant.settings import Settings
from evals.fits import Array, Features, apply_rule, build_matrix, fit_logistic, write_rule
from evals.library.questions import LibraryQuestion, load_library_questions

#: Share of the answerable questions that may be refused.
_DENIED = 0.01
_FOLDS = 10
#: Share of the provisions cited that must answer.
_PRECISE = 0.82


def library_rows(
    assistant: Assistant, questions: Sequence[LibraryQuestion]
) -> Iterator[tuple[Features, bool]]:
    """What the rule weighs of every question that reaches it, and whether one answers."""
    for question in questions:
        panel = panel_of(assistant.library, assistant.documents, PutQuestion(question.text))
        if panel.named or not panel.scores:
            continue
        quantity = figure_asked(question.text)
        panel = let_speak(panel, quantity)
        speakers = find_speakers(panel)
        if speakers and all(panel.parts[s.key].ranking for s in speakers):
            lacks = lacks_figure(panel, speakers, quantity)
            yield answer_features(panel, lacks=lacks), question.answerable


def tune_whether() -> dict[str, object]:
    """Whether any document answers."""
    assistant = Assistant.open(Settings.from_environment())
    return tune_whether_on(assistant, load_library_questions("tuning"), _DENIED)


def tune_whether_on(
    assistant: Assistant,
    questions: Sequence[LibraryQuestion],
    denied: float,
) -> dict[str, object]:
    """The rule for some questions; the threshold keeps wrong denials near ``denied`` on those left out."""
    rows = list(library_rows(assistant, questions))
    names, x = build_matrix([features for features, _ in rows])
    y = np.array([float(answerable) for _, answerable in rows])
    p = _left_out(x, y, np.arange(len(y)))
    threshold = float(np.quantile(p[y == 1], denied))
    no, yes = p[y == 0], p[y == 1]
    area = (yes[:, None] > no[None, :]).mean()
    print(
        f"几部一起：可答 {len(yes)} 误拒 {(yes < threshold).mean():.3f}，不可答 {len(no)} "
        f"拒答 {(no < threshold).mean():.3f}，AUC {area:.3f}（交叉验证）"
    )
    return write_rule(names, fit_logistic(x, y, np.ones(len(y)), 3.0), threshold)


def tune_which() -> dict[str, object]:
    """Which provisions are cited; at the threshold ``_PRECISE`` of them answer, of questions left out."""
    assistant = Assistant.open(Settings.from_environment())
    rows, labels, groups = [], [], []
    for number, question in enumerate(load_library_questions("tuning")):
        panel = panel_of(assistant.library, assistant.documents, PutQuestion(question.text))
        if not question.answerable or not panel.scores:
            continue
        if not panel.named:
            panel = let_speak(panel, figure_asked(question.text))
        for one in candidates(panel):
            rows.append(one.features)
            labels.append(float(question.is_answered_by(one.id, loosely=True)))
            groups.append(number)
    names, x = build_matrix(rows)
    y, group = np.array(labels), np.array(groups)
    p = _left_out(x, y, group)
    best = np.zeros(len(p), bool)
    for number in set(groups):
        inside = np.flatnonzero(group == number)
        best[inside[p[inside].argmax()]] = True
    thresholds = np.arange(0.2, 0.9, 0.01)
    precise = [t for t in thresholds if y[(p >= t) | best].mean() >= _PRECISE]
    threshold = float(precise[0])
    taken = (p >= threshold) | best
    print(
        f"几部一起，引用：候选 {len(y)}，阈值 {threshold:.2f}，引 {taken.sum()}，准确 {y[taken].mean():.3f}，"
        f"对的留下 {y[taken].sum() / y.sum():.3f}（交叉验证）"
    )
    return write_rule(names, fit_logistic(x, y, np.ones(len(y)), 3.0), threshold)


def _left_out(x: Array, y: Array, group: NDArray[np.int64]) -> Array:
    """``(rows,)`` probabilities, each by a rule fitted without its tenth of the groups."""
    p = np.zeros(len(y))
    for k in range(_FOLDS):
        left = group % _FOLDS == k
        b = fit_logistic(x[~left], y[~left], np.ones((~left).sum()), 3.0)
        p[left] = apply_rule(x[left], b)
    return p
