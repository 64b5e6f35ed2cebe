"""Which provision does a question ask for, as its wording tells: a linear classifier.

One class per leaf provision, learnt from its bank questions and its own text, and one class for
everything that is known not to be stated. It weighs words against each other, where matching
single questions cannot: 几米, 申请表, 罚多少 speak for "not stated" wherever they occur. Linear
support vector machine over tf-idf of characters and words (scikit-learn, fitted at index build); a softmax of its
margins stands for a probability. Those of the shipped texts ship with the package.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import MODEL_FOLDER

#: Raised whenever the same questions may give another model.
ASKED_VERSION = "1"
_COST = 1.0
#: Margins are multiplied by this before the softmax; chosen on bank questions left out of a fit.
_SHARPNESS = 8.0
#: Tokens in fewer questions teach nothing that holds for others.
_RARE = 2
_SEED = 0
#: Log odds beyond which nothing more is learnt.
_SURE = 20.0

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class AskedModel:
    """Weights of the classifier; empty where there was nothing to learn from.

    Attributes:
        vocabulary: token → row.
        idf: ``(tokens,)``.
        weights: ``(tokens, leaves + 1)``; the last column is "not stated".
        bias: ``(leaves + 1,)``; minus infinity for a class without a document.
    """

    vocabulary: Mapping[str, int]
    idf: Scores
    weights: NDArray[np.float16]
    bias: Scores

    def judge(self, tokens: Iterable[str]) -> tuple[Scores, float]:
        """Share of each leaf ``(leaves,)``, summing to 1, and the log odds that any is asked for.

        Zeros for an empty model; the log odds are cut at ±``_SURE``.
        """
        if not self.vocabulary:
            return np.zeros(len(self.bias) - 1, np.float32), 0.0
        (shares,), odds = share_out([self.margins(tokens)])
        return shares, odds

    def margins(self, tokens: Iterable[str]) -> Scores:
        """``(leaves + 1,)`` margins of the classes, sharpened; of a model that is not empty."""
        rows = [self.vocabulary[t] for t in dict.fromkeys(tokens) if t in self.vocabulary]
        values = self.idf[rows]
        values = values / max(float(np.linalg.norm(values)), 1e-9)
        margins: Scores = _SHARPNESS * (values @ self.weights[rows].astype(np.float32) + self.bias)
        return margins


def share_out(margins: Sequence[Scores]) -> tuple[list[Scores], float]:
    """Shares of the leaves of several models, summing to 1 over all, and the log odds of the one that
    is surest that one of its leaves is asked for.
    """
    best = max(float(m[:-1].max()) for m in margins)
    spreads = [np.exp(m[:-1] - best) for m in margins]
    total = sum(float(s.sum()) for s in spreads)
    odds = [
        best + float(np.log(s.sum() + 1e-30)) - float(m[-1])
        for s, m in zip(spreads, margins, strict=True)
    ]
    shares = [(s / total).astype(np.float32) for s in spreads]
    return shares, float(np.clip(max(odds), -_SURE, _SURE))


def fit_asked(
    leaves: Sequence[Sequence[str]],
    asked: Sequence[tuple[int, Sequence[str]]],
    absent: Sequence[Sequence[str]],
) -> AskedModel:
    """Fit on tokens.

    Args:
        leaves: tokens of each leaf's own text.
        asked: row of a leaf and tokens of a question that asks for it.
        absent: tokens of questions on what is not stated.
    """
    size = len(leaves) + 1
    labels = np.array([*range(len(leaves)), *(row for row, _ in asked), *[size - 1] * len(absent)])
    if not asked or len(set(labels.tolist())) < 3:
        return AskedModel(
            {}, np.zeros(0, np.float32), np.zeros((0, size), np.float16), np.zeros(size, np.float32)
        )
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    documents = [*leaves, *(tokens for _, tokens in asked), *absent]
    tfidf = TfidfVectorizer(analyzer=lambda tokens: tokens, binary=True, min_df=_RARE)
    machine = LinearSVC(C=_COST, tol=1e-3, random_state=_SEED)
    machine.fit(tfidf.fit_transform(documents), labels)
    bias = np.full(size, -np.inf, np.float32)
    bias[machine.classes_] = machine.intercept_
    weights = np.zeros((len(tfidf.vocabulary_), size), np.float16)
    weights[:, machine.classes_] = machine.coef_.T
    vocabulary = {token: int(row) for token, row in sorted(tfidf.vocabulary_.items(), key=_row)}
    return AskedModel(vocabulary, tfidf.idf_.astype(np.float32), weights, bias)


def _row(entry: tuple[str, int]) -> int:
    return entry[1]


def shipped_asked(slug: str) -> Path:
    """File of the model of a shipped text, with the key that names what it was learnt from."""
    return MODEL_FOLDER / f"asked-{slug}.npz"


def load_asked(key: str, path: Path) -> AskedModel | None:
    """The model in a file, None where it was learnt from something else or cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return unpack_asked(arrays) if str(arrays["key"]) == key else None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def save_asked(key: str, model: AskedModel, path: Path) -> None:
    """Write a model for ``load_asked``."""
    np.savez_compressed(path, key=np.array(key), **pack_asked(model))  # type: ignore[arg-type]


def pack_asked(model: AskedModel) -> dict[str, NDArray[np.generic]]:
    """The model as arrays for ``numpy.savez``."""
    return {
        "asked.tokens": np.frombuffer("\n".join(model.vocabulary).encode(), np.uint8),
        "asked.idf": model.idf,
        "asked.weights": model.weights,
        "asked.bias": model.bias,
    }


def unpack_asked(arrays: Mapping[str, NDArray[np.generic]]) -> AskedModel:
    """The inverse of ``pack_asked``."""
    text = arrays["asked.tokens"].tobytes().decode()
    vocabulary = {token: row for row, token in enumerate(text.split("\n"))} if text else {}
    return AskedModel(
        vocabulary,
        arrays["asked.idf"],  # type: ignore[arg-type]
        arrays["asked.weights"],  # type: ignore[arg-type]
        arrays["asked.bias"],  # type: ignore[arg-type]
    )
