"""Where English questions lie for the encoder, fitted on English versions of questions on hundreds of laws.

Contrastive (van den Oord et al., 2018, InfoNCE): in every batch a question is to lie nearest to the provision
that it asks for and to the Chinese question that it was written from.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.english_reading import read_english
from corpus.language.english import load_english
from evals.laws.questions import FOLDER, read_texts
from evals.tune.cases import SEED
from index.embed import MODEL_FOLDER, QUERY, OnnxEmbedder, describe_leaf
from index.english import EnglishMap

_FILE = FOLDER / "english-fit.jsonl"
_FOLDS = 5
_BATCH, _STEPS, _RATE = 256, 600, 1e-3
#: Sharpness of the comparison, weight of the Chinese question, and of the squares of the map.
_TEMPERATURE, _CHINESE, _NEAR_IDENTITY = 0.05, 0.5, 3e-4

Matrix = NDArray[np.float32]


def tune_english_map(archive: Path) -> EnglishMap:
    """Fit on all questions; prints what it is worth on laws left out."""
    rows = list(map(json.loads, _FILE.read_text("utf-8").splitlines()))
    asked, chinese, provisions = _embedded(archive, rows)
    laws = list(dict.fromkeys(row["law"] for row in rows))
    fold = dict(zip(laws, np.random.default_rng(SEED).permutation(len(laws)) % _FOLDS, strict=True))
    place = np.array([fold[row["law"]] for row in rows])
    moved = np.zeros_like(asked)
    for k in range(_FOLDS):
        kept = place != k
        found = _fit(asked[kept], chinese[kept], provisions[kept])
        moved[~kept] = [found.move(v) for v in asked[~kept]]
    print(
        f"英文问题的位置：{len(rows)} 题，{len(laws)} 部法规；每五分之一的法规里第一个就是所问的条款"
    )
    for name, vectors in (("中文问题", chinese), ("英文，不移", asked), ("英文，移过", moved)):
        first = [_first(vectors[place == k], provisions[place == k]) for k in range(_FOLDS)]
        print(f"  {name} {np.mean(first):.3f}")
    return _fit(asked, chinese, provisions)


def _embedded(archive: Path, rows: list[dict[str, str]]) -> tuple[Matrix, Matrix, Matrix]:
    """``(rows, dim)`` vectors: the questions as they are asked, in Chinese, and their provisions."""
    embedder, english = OnnxEmbedder(MODEL_FOLDER), load_english([])
    texts = read_texts(archive, sorted({row["law"] for row in rows}))
    leaves = {law: {str(leaf.id): leaf for leaf in text.leaves()} for law, text in texts.items()}
    asked = []
    for row in rows:
        reading = read_english(row["question"], english)
        # as it is without the map
        asked.append(embedder.embed(QUERY + (reading.both if reading else row["question"])))
    said = [describe_leaf(leaves[row["law"]][row["provision"]]) for row in rows]
    chinese = [embedder.embed_query(row["chinese"]) for row in rows]
    provisions = embedder.embed_documents(said)
    return (
        np.array(asked, np.float32),
        np.array(chinese, np.float32),
        np.array(provisions, np.float32),
    )


def _first(asked: Matrix, provisions: Matrix) -> float:
    scores = asked @ provisions.T
    own = np.diagonal(scores)[:, None]
    return float(((scores > own).sum(axis=1) == 0).mean())


def _fit(asked: Matrix, chinese: Matrix, provisions: Matrix) -> EnglishMap:
    import torch
    from torch.nn.functional import cross_entropy, normalize

    x, c, p = (torch.tensor(v) for v in (asked, chinese, provisions))
    weights = torch.zeros(x.shape[1], x.shape[1], requires_grad=True)
    bias = torch.zeros(x.shape[1], requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=_RATE)
    generator = torch.Generator().manual_seed(SEED)
    target = torch.arange(_BATCH)
    for _ in range(_STEPS):
        batch = torch.randint(0, len(x), (_BATCH,), generator=generator)
        moved = normalize(x[batch] + x[batch] @ weights + bias, dim=1)
        loss = cross_entropy(moved @ p[batch].T / _TEMPERATURE, target)
        loss = loss + _CHINESE * cross_entropy(moved @ c[batch].T / _TEMPERATURE, target)
        loss = loss + _NEAR_IDENTITY * (weights**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return EnglishMap(weights.detach().numpy(), bias.detach().numpy())
