"""The rule on whether any of several documents answers: fitted on questions over those that ship."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assistant.assistant import Assistant
from assistant.library.asking import panel_of
from assistant.library.proof import answer_features, figure_asked, lacks_figure, let_speak
from assistant.library.speaking import find_speakers
from assistant.settings import Settings
from evals.fits import Features, apply_rule, build_matrix, fit_logistic, write_rule
from evals.library.questions import load_library_questions

#: Share of the answerable questions that may be refused.
_DENIED = 0.01
_FOLDS = 10


def library_rows(assistant: Assistant) -> Iterator[tuple[Features, bool]]:
    """What the rule weighs of every question to choose on that reaches it, and whether one answers."""
    for question in load_library_questions("tuning"):
        panel = panel_of(assistant.library, assistant.documents, question.text, ())
        if panel.named or not panel.scores:
            continue
        quantity = figure_asked(question.text)
        panel = let_speak(panel, quantity)
        speakers = find_speakers(panel)
        if speakers and all(panel.parts[s.key].ranking for s in speakers):
            lacks = lacks_figure(panel, speakers, quantity)
            yield answer_features(panel, question.text, lacks=lacks), question.answerable


def tune_library() -> dict[str, object]:
    """Fit the rule; the threshold keeps wrong denials near ``_DENIED`` on questions left out."""
    rows = list(library_rows(Assistant.open(Settings.from_environment())))
    names, x = build_matrix([features for features, _ in rows])
    y = np.array([float(answerable) for _, answerable in rows])
    weight = np.ones(len(y))
    p = np.zeros(len(y))
    for k in range(_FOLDS):
        left = np.arange(len(y)) % _FOLDS == k
        b = fit_logistic(x[~left], y[~left], weight[~left], 3.0)
        p[left] = apply_rule(x[left], b)
    threshold = float(np.quantile(p[y == 1], _DENIED))
    no, yes = p[y == 0], p[y == 1]
    area = (yes[:, None] > no[None, :]).mean()
    print(
        f"几部一起：可答 {len(yes)} 误拒 {(yes < threshold).mean():.3f}，不可答 {len(no)} "
        f"拒答 {(no < threshold).mean():.3f}，AUC {area:.3f}（交叉验证）"
    )
    return write_rule(names, fit_logistic(x, y, weight, 3.0), threshold)
