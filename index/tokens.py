"""Chinese text → tokens for the lexical channels.

Two channels: character unigrams and bigrams, which never miss a
word that the dictionary does not know, and jieba's search-mode words, which weigh real words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

#: Raised whenever the same text may give other tokens. Part of the index's identity.
TOKENS_VERSION = "1"

#: jieba's general dictionary is cut here: rarer words cost 0.5 s and 60 MB at every start, and
#: an unknown word still reaches the character channel.
_MIN_FREQUENCY = 20
_DOMAIN_FREQUENCY = 20_000

_RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
_BREAK = re.compile(r"[^\u3400-\u9fffa-z0-9]+")


def fold(text: str) -> str:
    """Width, case and compatibility forms made one (NFKC, lower case)."""
    return unicodedata.normalize("NFKC", text).lower()


def char_tokens(text: str) -> list[str]:
    """Unigrams and bigrams; a run of Latin letters or digits counts as one character.

    Bigrams do not cross punctuation.
    """
    tokens: list[str] = []
    for units, bigrams in characters(fold(text)):
        tokens += units
        tokens += bigrams
    return tokens


def characters(folded: str) -> Iterator[tuple[list[str], list[str]]]:
    """Unigrams and bigrams of what stands between punctuation, for a folded text."""
    for clause in _BREAK.split(folded):
        units = _RUN.findall(clause)
        yield units, [a + b for a, b in pairwise(units)]


Dictionary = dict[str, int]


def build_dictionary(domain_words: Iterable[str] = ()) -> Dictionary:
    """``general_words`` with words that must be known, for example the terms of the language data."""
    return with_words(general_words(), domain_words)


def general_words() -> Dictionary:
    """Word → frequency: jieba's frequent words, and every proper prefix of a word, with 0 where it is
    none, as jieba's search wants them.
    """
    import jieba

    dictionary: Dictionary = {}
    with jieba.get_dict_file() as stream:
        for line in stream.read().decode("utf-8").splitlines():
            word, frequency, *_ = line.split(" ")
            if int(frequency) >= _MIN_FREQUENCY:
                dictionary[word] = int(frequency)
    for word in list(dictionary):
        for end in range(1, len(word)):
            dictionary.setdefault(word[:end], 0)
    return dictionary


def with_words(general: Dictionary, words: Iterable[str]) -> Dictionary:
    """A copy of a dictionary that knows further words, with their prefixes, as frequent ones."""
    dictionary = dict(general)
    for word in map(fold, words):
        dictionary[word] = max(dictionary.get(word, 0), _DOMAIN_FREQUENCY)
        for end in range(1, len(word)):
            dictionary.setdefault(word[:end], 0)
    return dictionary


class Segmenter:
    """jieba over a given dictionary.

    Args:
        dictionary: word → frequency, as ``build_dictionary`` makes it.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        import jieba

        jieba.setLogLevel(60)
        # Set directly: jieba's initialize() would write a cache to a shared temporary folder.
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ = dictionary
        self._tokenizer.total = sum(dictionary.values())
        self._tokenizer.initialized = True
        # A build asks for the same texts as words and as the embedder's cut.
        self._cut = lru_cache(maxsize=8192)(self._tokenizer.lcut)

    def words(self, text: str) -> list[str]:
        """Search-mode words of two or more characters, punctuation left out.

        As jieba's ``cut_for_search``: before a long word the words of two and three characters
        that it holds.
        """
        found: list[str] = []
        for word in self.cut(text):
            found += [
                part for size in (2, 3) if len(word) > size for part in self._parts(word, size)
            ]
            found += [word] if len(word) > 1 else []
        return found

    def _parts(self, word: str, size: int) -> list[str]:
        parts = (word[i : i + size] for i in range(len(word) - size + 1))
        return [part for part in parts if self._tokenizer.FREQ.get(part)]

    def cut(self, text: str) -> list[str]:
        """Words in reading order without overlap, single characters included."""
        return [w for w in self._cut(fold(text)) if _RUN.match(w)]

    def split(self, text: str) -> list[str]:
        """Words, signs and blanks as printed, in reading order; together they are the text."""
        return list(self._cut(text))

    @property
    def frequencies(self) -> Mapping[str, int]:
        """Word → how often the dictionary has seen it; prefixes that are no words with 0."""
        frequencies: Mapping[str, int] = self._tokenizer.FREQ
        return frequencies

    def frequency(self, word: str) -> int:
        """How often the dictionary has seen a word, 0 for an unknown one."""
        return self._tokenizer.FREQ.get(fold(word)) or 0


def question_tokens(characters: Sequence[str], words: Sequence[str]) -> list[str]:
    """Character and word tokens together, for models of how a question is asked."""
    return [*characters, *(f"word:{word}" for word in words)]
