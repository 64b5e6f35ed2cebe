"""What the built-in embedder is trained on: pairs of texts, and word vectors to begin with."""

from __future__ import annotations

import json
import random
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.text.load import load_default
from corpus.text.parse import parse
from corpus.text.provision import Level

Pair = tuple[str, str]
#: Left text, right text, what both are about.
Triple = tuple[str, str, str]
#: How often an epoch sees the pairs of this project's tasks.
REPEATS = 8


def read_law_pairs(archive: Path) -> Iterator[Pair]:
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


def read_question_pairs(path: Path) -> Iterator[Pair]:
    """Plain question and article, from the train questions (STARD, LeCoQA; MIT)."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        for statute in record["statutes"]:
            yield record["question"], statute["text"].replace("\n", "")


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Pretrained word vectors: words, most frequent first, and ``(words, dim)`` rows of length 1."""

    words: tuple[str, ...]
    rows: NDArray[np.float32]


def read_vectors(path: Path) -> WordVectors:
    """Read a file in the binary format of word2vec; the mean vector is taken off.

    Raises:
        FiredutyError: not such a file.
    """
    raw = path.read_bytes()
    try:
        size, dimension = map(int, raw[: raw.index(b"\n")].split())
        at = raw.index(b"\n") + 1
        words, rows = [], np.empty((size, dimension), np.float32)
        for row in range(size):
            end = raw.index(b" ", at)
            words.append(raw[at:end].decode("utf-8", "replace").strip())
            rows[row] = np.frombuffer(raw, np.float32, dimension, end + 1)
            at = end + 1 + 4 * dimension
    except ValueError as error:
        raise FiredutyError(f"{path} 不是 word2vec 二进制词向量文件") from error
    rows -= rows.mean(0)
    return WordVectors(tuple(words), rows / np.linalg.norm(rows, axis=1, keepdims=True))


def pair_own_texts(language: LanguageData) -> Iterator[Pair]:
    """Pairs of the shipped regulation and its language data."""
    leaves = {str(leaf.id): leaf for leaf in load_default().leaves()}
    for leaf in leaves.values():
        yield from _halves(leaf.text)
        yield leaf.chapter, leaf.text
    for group in language.groups:
        for lay in group.lay:
            for statute in group.statute:
                yield lay, statute


def bank_questions_of(language: LanguageData) -> dict[str, list[str]]:
    """Text of a provision → the bank questions that ask for it."""
    leaves = {str(leaf.id): leaf.text for leaf in load_default().leaves()}
    asked: dict[str, list[str]] = {}
    for question in language.bank:
        asked.setdefault(leaves[question.provision], []).append(question.text)
    return asked


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is trained on.

    Attributes:
        general: pairs from all laws, seen once an epoch.
        special: pairs of this project's tasks, seen ``REPEATS`` times an epoch.
        asked: text of a provision → its bank questions.
    """

    general: tuple[Pair, ...]
    special: tuple[Pair, ...]
    asked: Mapping[str, Sequence[str]]

    def texts(self) -> Iterator[str]:
        """Every text, those of this project's tasks first."""
        for text, questions in self.asked.items():
            yield from (text, *questions)
        for pair in (*self.special, *self.general):
            yield from pair

    def epoch(self) -> list[Triple]:
        """The pairs of one epoch in random order, each with what both sides are about.

        Two pairs about the same are no negatives of each other.
        """
        triples = [(a, b, b) for a, b in (*self.general, *self.special * REPEATS)]
        for _ in range(REPEATS):
            for text, questions in self.asked.items():
                order = random.sample(questions, len(questions))
                triples += [(q, text, text) for q in order]
                triples += [(q, other, text) for q, other in pairwise([*order, order[0]])]
        random.shuffle(triples)
        return triples
