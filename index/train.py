"""Train the built-in static embedder. Run by a developer, never at set-up.

``python -m index.train --laws ../shared/data/laws.tar.xz --questions ../shared/data/statute-questions-train.jsonl``

Pairs: adjacent sentences of one article (laws), heading and article, plain question and article
(train questions), bank question and provision, lay and statute words. Loss: multiple negatives
ranking (Henderson et al., 2017) over batches, in a plain torch loop; Matryoshka prefixes. The
counts, seed and data hash are written to ``index/model/training.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from corpus import FiredutyError, data_folder, load_default, parse
from corpus.language import LanguageData, load_language
from corpus.provision import Level
from index.embed import MODEL_FOLDER
from index.tokens import Segmenter, build_dictionary

Pair = tuple[str, str]
DIMENSION = 128
VOCABULARY = 20_000
#: Matryoshka prefix that is trained to serve alone.
_PREFIX = 64
SEED = 20261124


def law_pairs(archive: Path) -> Iterator[Pair]:
    """Pairs from every law: neighbouring sentences, and chapter title with article."""
    with tarfile.open(archive) as tar:
        for member in tar:
            if not (member.isfile() and member.name.endswith(".md")):
                continue
            stream = tar.extractfile(member)
            if stream is None:
                continue
            chapter = ""
            for node in parse(stream.read().decode("utf-8")).walk():
                if node.level in (Level.CHAPTER, Level.SECTION):
                    chapter = node.words.replace(" ", "")
                if (
                    node.level in (Level.ARTICLE, Level.PARAGRAPH, Level.ITEM)
                    and len(node.words) > 24
                ):
                    yield from _halves(node.words)
                    if node.level is Level.ARTICLE and len(chapter) > 2:
                        yield chapter, node.words


def _halves(text: str) -> Iterator[Pair]:
    """Two halves of a provision, cut at the stop nearest to its middle."""
    stops = [i + 1 for i, c in enumerate(text[:-1]) if c in "。；，"]
    if stops:
        middle = min(stops, key=lambda i: abs(i - len(text) // 2))
        yield text[:middle], text[middle:]


def question_pairs(path: Path) -> Iterator[Pair]:
    """Plain question and article, from the train questions (STARD, LeCoQA; MIT)."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        for statute in record["statutes"]:
            yield record["question"], statute["text"].replace("\n", "")


def own_pairs(language: LanguageData) -> Iterator[Pair]:
    """Pairs of the shipped regulation and its language data."""
    leaves = {str(leaf.id): leaf for leaf in load_default().leaves()}
    for leaf in leaves.values():
        yield from _halves(leaf.text)
        yield leaf.chapter, leaf.text
    for question in language.bank:
        yield question.text, leaves[question.provision].text
    for group in language.groups:
        for lay in group.lay:
            for statute in group.statute:
                yield lay, statute


def main(argv: Sequence[str] | None = None) -> int:
    """Train and write the model folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args(argv)
    language = load_language(data_folder())
    general: list[Pair] = []
    if args.laws:
        general += law_pairs(args.laws)
    special = list(own_pairs(language))
    if args.questions:
        special += question_pairs(args.questions)
    if not general:
        raise FiredutyError("没有 --laws：只用本法规训练不出可用的模型")
    segmenter = Segmenter(build_dictionary(language.terms()))
    train(general, special, segmenter, args.out, args.epochs)
    return 0


def train(
    general: list[Pair], special: list[Pair], segmenter: Segmenter, out: Path, epochs: int
) -> None:
    """Fit word vectors and save them as a sentence-transformers folder.

    Each epoch sees all general pairs once and the special pairs four times.
    """
    import torch

    random.seed(SEED)
    torch.manual_seed(SEED)
    cut = {t: segmenter.cut(t) for pair in tqdm(general + special, desc="分词") for t in pair}
    vocabulary = _vocabulary(cut, [t for pair in special for t in pair])
    rows = {text: _rows(words, vocabulary) for text, words in cut.items()}
    bag = torch.nn.EmbeddingBag(len(vocabulary), DIMENSION, mode="mean")
    torch.nn.init.normal_(bag.weight, std=0.1)
    optimizer = torch.optim.Adam(bag.parameters(), lr=3e-3)
    batch = 512
    for epoch in range(epochs):
        pairs = general + special * 4
        random.shuffle(pairs)
        losses = []
        for start in tqdm(range(0, len(pairs) - batch, batch), desc=f"第 {epoch + 1} 轮"):
            chunk = [p for p in pairs[start : start + batch] if rows[p[0]] and rows[p[1]]]
            left = _embed(bag, [rows[a] for a, _ in chunk])
            right = _embed(bag, [rows[b] for _, b in chunk])
            loss = _ranking_loss(left, right, chunk)
            loss = loss + _ranking_loss(left[:, :_PREFIX], right[:, :_PREFIX], chunk)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(float(loss))
        print(f"第 {epoch + 1} 轮平均损失 {sum(losses) / len(losses):.4f}")
    _save(bag.weight.detach(), vocabulary, out)
    _write_card(out, general, special, epochs)


def _ranking_loss(left: Any, right: Any, chunk: list[Pair]) -> Any:
    import torch

    normalise = torch.nn.functional.normalize
    scores = normalise(left) @ normalise(right).T * 20
    # Equal right sides in one batch are no negatives of each other.
    texts = [b for _, b in chunk]
    first = {t: i for i, t in reversed(list(enumerate(texts)))}
    groups = torch.tensor([first[t] for t in texts])
    same = (groups[:, None] == groups[None, :]) & ~torch.eye(len(texts), dtype=torch.bool)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(texts))
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


def _vocabulary(cut: dict[str, list[str]], special: list[str]) -> dict[str, int]:
    """All words of the special texts, then characters and words by frequency."""
    keep = dict.fromkeys(w for text in special[:20_000] for w in cut[text])
    counts = Counter(w for words in cut.values() for w in words)
    characters = Counter({c: n for w, n in counts.items() for c in w})
    for c, _ in characters.most_common(4000):
        keep.setdefault(c)
    for word, _ in counts.most_common():
        if len(keep) >= VOCABULARY - 1:
            break
        keep.setdefault(word)
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


def _write_card(out: Path, general: list[Pair], special: list[Pair], epochs: int) -> None:
    digest = hashlib.sha256(json.dumps([general, special], ensure_ascii=False).encode()).hexdigest()
    card = {
        "seed": SEED,
        "epochs": epochs,
        "dimension": DIMENSION,
        "vocabulary": VOCABULARY,
        "general_pairs": len(general),
        "special_pairs": len(special),
        "data_sha256": digest,
    }
    (out / "training.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
