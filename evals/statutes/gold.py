"""Plain legal questions and the articles of the corpus that answer them.

The question file names articles of the versions that its authors had. A name is mapped by title and
number where the words agree, by the words where the law was renumbered or renamed since, and
otherwise not at all: it is never guessed.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.citing.written import find_citations
from evals.statutes.corpus import Article, law_key

How = Literal["number", "renumbered", "renamed", "missing"]
#: Least agreement of the words: an amended article still passes, another article does not.
_SAME_TEXT = 0.6
#: Containment says little where the shorter text is a few words.
_LEAST_BIGRAMS = 15
_NOT_WORDS = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class StatuteQuestion:
    """One question.

    Attributes:
        id: of the source file.
        text: what is asked. Keywords and answer of the file are not read: no user gives them.
        gold: rows of the corpus.
        missing: names that the corpus does not hold.
    """

    id: int
    text: str
    gold: frozenset[int]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapped:
    """All questions and how their names were mapped.

    Attributes:
        questions: in file order.
        how: mentions by kind of mapping.
    """

    questions: tuple[StatuteQuestion, ...]
    how: Counter[How]


class ArticleNames:
    """Finds the article that a name and its words mean.

    Args:
        articles: the corpus; rows of the result count through it.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        self._by_law: dict[str, dict[str, int]] = defaultdict(dict)
        for row, article in enumerate(articles):
            self._by_law[law_key(article.law)].setdefault(article.number, row)
        self._bigrams: dict[int, frozenset[str]] = {}

    def find(self, name: str, text: str) -> tuple[int | None, How]:
        """Row of the article and how it was found."""
        title, number = split_name(name)
        law = self._by_law.get(law_key(title), {})
        words = bigrams(text)
        row = law.get(number)
        if row is not None and (not words or self._agreement(row, words) >= _SAME_TEXT):
            return row, "number"
        if not words:
            return None, "missing"
        if (row := self._closest(law.values(), words)) is not None:
            return row, "renumbered"
        if (row := self._closest(range(len(self._articles)), words)) is not None:
            return row, "renamed"
        return None, "missing"

    def _closest(self, rows: Iterable[int], words: frozenset[str]) -> int | None:
        scored = [(self._agreement(row, words), -row) for row in rows]
        best, row = max(scored, default=(0.0, 0))
        return -row if best >= _SAME_TEXT else None

    def _agreement(self, row: int, words: frozenset[str]) -> float:
        if row not in self._bigrams:
            self._bigrams[row] = bigrams(self._articles[row].text)
        return agreement(self._bigrams[row], words)


def split_name(name: str) -> tuple[str, str]:
    """「中华人民共和国刑法第一百三十三条之一」 → title and number; the number may be empty."""
    found = [c for c in find_citations(name) if c.id is not None and c.id.article]
    if not found or found[-1].id is None:
        return name, ""
    last = found[-1]
    return last.instrument or name[: last.span[0]], found[-1].id.article


def bigrams(text: str) -> frozenset[str]:
    """Character bigrams without punctuation."""
    plain = _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def agreement(a: frozenset[str], b: frozenset[str]) -> float:
    """Dice coefficient; containment where it is higher and both texts are long enough."""
    shared, shorter = len(a & b), min(len(a), len(b))
    if not shared:
        return 0.0
    dice = 2 * shared / (len(a) + len(b))
    # Contained text ranks below equal text.
    return max(dice, 0.9 * shared / shorter) if shorter >= _LEAST_BIGRAMS else dice


def read_questions(path: Path, articles: Sequence[Article]) -> Mapped:
    """Questions of the file, mapped to rows of the corpus."""
    names = ArticleNames(articles)
    how: Counter[How] = Counter()
    questions = []
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        gold: set[int] = set()
        missing: list[str] = []
        for statute in record["statutes"]:
            row, kind = names.find(statute["name"], statute["text"])
            how[kind] += 1
            if row is None:
                missing.append(statute["name"])
            else:
                gold.add(row)
        questions.append(
            StatuteQuestion(
                int(record["query_id"]), record["question"], frozenset(gold), tuple(missing)
            )
        )
    return Mapped(tuple(questions), how)


def read_plain(path: Path) -> list[str]:
    """The words of all questions of a file."""
    return [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines()]


def is_reported(question: str) -> bool:
    """Whether a question is of the half that figures are reported on; weights are chosen on the other."""
    return hashlib.sha256(question.encode()).digest()[0] % 2 == 1
