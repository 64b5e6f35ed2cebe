"""Train the built-in static embedder. Run by a developer, never at set-up.

``python -m index.train --laws ../shared/data/laws.tar.xz --questions ../shared/data/statute-questions-train.jsonl --vectors words.vector``

Words begin with vectors learnt from encyclopedia text, so that everyday words that no law holds
lie near their like. Pairs: adjacent sentences of one article (laws), heading and article, plain
question and article (train questions), bank question and provision, two bank questions of one
provision, lay and statute words. Loss: multiple negatives ranking (Henderson et al., 2017) over
batches, in a plain torch loop, with words left out at random; Matryoshka prefixes. The counts, seed and data hash are
written to ``index/model/training.json``. docs/provenance.md says where the data comes from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from corpus.language.data import load_language
from corpus.text.load import data_folder
from index.embed import MODEL_FOLDER
from index.tokens import Segmenter, build_dictionary
from index.training_pairs import (
    Pairs,
    WordVectors,
    bank_questions_of,
    pair_own_texts,
    read_law_pairs,
    read_question_pairs,
    read_vectors,
)

DIMENSION = 128
VOCABULARY = 20_000
#: Matryoshka prefix that is trained to serve alone.
_PREFIX = 64
SEED = 20261124
_BATCH = 512
_RATE = 3e-3
#: Share of words that are left out of a text at random.
_LEFT_OUT = 0.2
#: Cosines are multiplied by this in the loss; 8 did better than 12 and 20 on dev and on bank
#: questions left out of the training.
_SHARPNESS = 8.0
#: Texts whose every word is known to the model.
_SPECIAL_TEXTS = 20_000
#: Everyday words taken from the pretrained vectors: how many, from how many of the most frequent,
#: and how frequent in jieba's dictionary.
_EVERYDAY = 4_000
_FREQUENT = 60_000
_EVERYDAY_FREQUENCY = 50


def main(argv: Sequence[str] | None = None) -> int:
    """Train and write the model folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args(argv)
    language = load_language(data_folder())
    pairs = Pairs(
        tuple(read_law_pairs(args.laws)),
        (*pair_own_texts(language), *read_question_pairs(args.questions)),
        bank_questions_of(language),
    )
    segmenter = Segmenter(build_dictionary(language.terms()))
    train(pairs, read_vectors(args.vectors), segmenter, args.out, args.epochs)
    return 0


def train(pairs: Pairs, vectors: WordVectors, segmenter: Segmenter, out: Path, epochs: int) -> None:
    """Fit word vectors and save them as a sentence-transformers folder."""
    import torch

    random.seed(SEED)
    torch.manual_seed(SEED)
    cut = {text: segmenter.cut(text) for text in tqdm(list(pairs.texts()), desc="分词")}
    vocabulary = _vocabulary(cut, pairs, vectors, segmenter)
    rows = {text: _rows(words, vocabulary) for text, words in cut.items()}
    bag = torch.nn.EmbeddingBag(len(vocabulary), DIMENSION, mode="mean")
    bag.weight.data = torch.tensor(_start(vocabulary, vectors))
    optimizer = torch.optim.Adam(bag.parameters(), lr=_RATE)
    batches = [pairs.epoch() for _ in range(epochs)]
    steps = sum(len(triples) // _BATCH for triples in batches)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, steps)
    for number, triples in enumerate(batches, 1):
        losses = []
        for start in tqdm(range(0, len(triples) - _BATCH, _BATCH), desc=f"第 {number} 轮"):
            chunk = [t for t in triples[start : start + _BATCH] if rows[t[0]] and rows[t[1]]]
            left = _embed(bag, [_thinned(rows[a]) for a, _, _ in chunk])
            right = _embed(bag, [_thinned(rows[b]) for _, b, _ in chunk])
            about = [c for _, _, c in chunk]
            loss = _ranking_loss(left, right, about)
            loss = loss + _ranking_loss(left[:, :_PREFIX], right[:, :_PREFIX], about)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"第 {number} 轮平均损失 {sum(losses) / len(losses):.4f}")
    _save(bag.weight.detach(), vocabulary, out)
    _write_card(out, pairs, epochs)


def _thinned(rows: list[int]) -> list[int]:
    """A text without some of its words, so that none is relied on alone."""
    kept = [row for row in rows if random.random() > _LEFT_OUT]
    return kept or rows


def _start(vocabulary: Mapping[str, int], vectors: WordVectors) -> NDArray[np.float32]:
    """Rows of the known words from the pretrained vectors, the others random; ``(words, dim)``."""
    generator = np.random.default_rng(SEED)
    known = {word: row for row, word in enumerate(vectors.words)}
    start = generator.normal(0, 0.1, (len(vocabulary), DIMENSION)).astype(np.float32)
    width = vectors.rows.shape[1]
    length = 0.1 * DIMENSION**0.5  # that of a random row
    for word, row in vocabulary.items():
        if word in known:
            start[row] *= 0.2
            start[row, :width] += length * vectors.rows[known[word]]
    return start


def _ranking_loss(left: Any, right: Any, about: list[str]) -> Any:
    import torch

    normalise = torch.nn.functional.normalize
    scores = normalise(left) @ normalise(right).T * _SHARPNESS
    numbers: dict[str, int] = {}
    groups = torch.tensor([numbers.setdefault(text, len(numbers)) for text in about])
    same = (groups[:, None] == groups[None, :]) & ~torch.eye(len(about), dtype=torch.bool)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(about))
    return (
        torch.nn.functional.cross_entropy(scores, target)
        + torch.nn.functional.cross_entropy(scores.T, target)
    ) / 2


def _embed(bag: Any, rows: list[list[int]]) -> Any:
    import torch

    offsets: list[int] = []
    flat: list[int] = []
    for row in rows:
        offsets.append(len(flat))
        flat += row
    return bag(torch.tensor(flat), torch.tensor(offsets))


def _vocabulary(
    cut: Mapping[str, list[str]], pairs: Pairs, vectors: WordVectors, segmenter: Segmenter
) -> dict[str, int]:
    """All words of the special texts, frequent characters, everyday words, then law words."""
    special = [t for text, questions in pairs.asked.items() for t in (text, *questions)]
    special += [t for pair in pairs.special for t in pair]
    keep = dict.fromkeys(w for text in special[:_SPECIAL_TEXTS] for w in cut[text])
    counts = Counter(w for words in cut.values() for w in words)
    characters = Counter({c: n for w, n in counts.items() for c in w})
    keep |= dict.fromkeys(c for c, _ in characters.most_common(4000))
    everyday = (
        word
        for word in vectors.words[:_FREQUENT]
        if len(word) > 1 and word not in keep and segmenter.frequency(word) >= _EVERYDAY_FREQUENCY
    )
    keep |= dict.fromkeys(islice(everyday, _EVERYDAY))
    keep |= dict.fromkeys(w for w, _ in counts.most_common(VOCABULARY) if w not in keep)
    return {word: row for row, word in enumerate(["[UNK]", *list(keep)[: VOCABULARY - 1]])}


def _rows(words: list[str], vocabulary: dict[str, int]) -> list[int]:
    rows: list[int] = []
    for word in words:
        if word in vocabulary:
            rows.append(vocabulary[word])
        else:
            rows += [vocabulary[c] for c in word if c in vocabulary]
    return rows


def _save(weight: Any, vocabulary: dict[str, int], out: Path) -> None:
    from safetensors.torch import load_file, save_file
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    module = StaticEmbedding(tokenizer, embedding_weights=weight.numpy())
    SentenceTransformer(modules=[module, Normalize()]).save(str(out), create_model_card=False)
    path = next(out.rglob("model.safetensors"))
    save_file({k: v.half() for k, v in load_file(path).items()}, path)


def _write_card(out: Path, pairs: Pairs, epochs: int) -> None:
    data = [pairs.general, pairs.special, pairs.asked]
    card = {
        "seed": SEED,
        "epochs": epochs,
        "dimension": DIMENSION,
        "vocabulary": VOCABULARY,
        "general_pairs": len(pairs.general),
        "special_pairs": len(pairs.special),
        "bank_questions": sum(map(len, pairs.asked.values())),
        "data_sha256": hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest(),
    }
    (out / "training.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
