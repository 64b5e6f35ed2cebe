"""Pinyin typed among or instead of characters → the words that it most likely stands for.

「xiaofang tongdao 被堵了找谁」. A run of Latin letters is read only where all of it falls into Mandarin
syllables; of all cuts into words the likeliest is taken (Viterbi), words of the documents counting more than
others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from index.opened import Index

_RUN = re.compile(r"[A-Za-z]+(?:[ '’-]+[A-Za-z]+)*")
_LETTERS = re.compile(r"[a-z]+")
_APART = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Syllables of a word.
_LONGEST = 6
#: How often a word of the documents counts as having been seen, for each time that it stands there.
_OWN = 3000
#: What people ask with, seen so often: dictionaries count single characters there.
_ASKING = frozenset(
    {
        "谁管", "归谁管", "谁负责", "谁来", "找谁", "罚多少", "罚多少钱", "罚款", "罚不罚", "多少钱", "多少天", "多久", "几天", "几次",
        "怎么办", "怎么罚", "能不能", "可不可以", "行不行", "要不要", "用不用", "有没有", "是不是", "会不会", "违法吗", "行吗", "可以吗",
        "要吗", "对吗", "什么", "哪个部门", "哪里", "为什么"
    }
)  # fmt: skip
_ASKED_OFTEN = 300_000
#: A run of fewer syllables is read only beside Chinese characters.
_FEW = 3
#: Log probability for each syllable below which letters are rather a foreign word: reopen. Where every
#: word that is typed falls into syllables, and there are enough of them, none is foreign.
_LEAST, _LEAST_OF_ALL = -5.5, -9.0
_ENOUGH = 4
#: Readings that pinyin tables give under another syllable.
_ALSO = {"shei": "shui", "lv": "lu", "nv": "nu"}


class PinyinReader:
    """Reads pinyin as words.

    Args:
        indexes: of the documents that are asked.
    """

    def __init__(self, indexes: Iterable[Index]) -> None:
        self._indexes = tuple(indexes)

    def read(self, text: str) -> str:
        """A text with its pinyin as characters; what is no pinyin stays as it is."""
        if not _LETTERS.search(text.lower()):
            return text
        beside = bool(_HAN.search(text))
        cuts = [self._syllables(word) for word in _LETTERS.findall(text.lower())]
        all_of_it = all(cuts) and sum(map(len, cuts)) >= _ENOUGH
        least = _LEAST_OF_ALL if all_of_it else _LEAST
        read = _RUN.sub(lambda m: self._run(m.group(), beside, least, _touches(m)), text)
        return _APART.sub("", read) if read != text else text

    def _run(self, run: str, beside_characters: bool, least: float, touches: bool) -> str:
        cuts = [self._syllables(word) for word in _LETTERS.findall(run.lower())]
        syllables = [s for cut in cuts for s in cut]
        few = len(syllables) < _FEW and not beside_characters
        if few or not all(cuts) or all(len(s) < 2 for s in syllables):
            return run
        score, words = self._likeliest(syllables, _ends(cuts))
        meant = score >= least * len(syllables) or (touches and len(syllables) == 1)
        return words if meant else run

    def _syllables(self, word: str) -> tuple[str, ...]:
        """The cut of a word into the fewest syllables; empty where there is none."""
        best: list[tuple[str, ...] | None] = [(), *([None] * len(word))]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 6), end):
                before, part = best[start], word[start:end]
                if before is None or part not in self._known:
                    continue
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = (*before, _ALSO.get(part, part))
        return best[-1] or ()

    def _likeliest(self, syllables: list[str], ends: Collection[int]) -> tuple[float, str]:
        """Log probability of the likeliest words, and these.

        Args:
            ends: places that no word crosses but what one asks with, counted in syllables.
        """
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(syllables) + 1):
            ways = [
                (best[start][0] + score, best[start][1] + word)
                for start in range(max(0, end - _LONGEST), end)
                if (found := self._words.get(" ".join(syllables[start:end])))
                for word, score in (found,)
                if word in _ASKING or not any(start < place < end for place in ends)
            ]
            best.append(max(ways, default=(-math.inf, "")))
        return best[-1]

    @property
    def _sounds(self) -> Mapping[str, str]:
        return self._indexes[0].speller.syllables

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset((*self._sounds.values(), *_ALSO))

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, float]]:
        """Syllables joined by a space → the likeliest word and its log probability."""
        sounds, segmenter = self._sounds, self._indexes[0].segmenter
        seen: Counter[str] = Counter(dict(segmenter.frequencies))
        seen.update(dict.fromkeys(_ASKING, _ASKED_OFTEN))
        for index in self._indexes:
            for leaf in index.leaves:
                words = index.segmenter.cut(leaf.text)
                seen.update({word: _OWN * count for word, count in Counter(words).items()})
        total = math.log(sum(seen.values()))
        best: dict[str, tuple[str, float]] = {}
        for word, count in seen.items():
            if count and len(word) <= _LONGEST and all(c in sounds for c in word):
                key = " ".join(sounds[c] for c in word)
                score = math.log(count) - total
                if key not in best or score > best[key][1]:
                    best[key] = (word, score)
        return best


def _ends(cuts: Sequence[Sequence[str]]) -> set[int]:
    """Where typed words end, in syllables: between two of which one has several, no word goes on."""
    ends, at = set(), 0
    for cut, after in pairwise(cuts):
        at += len(cut)
        if max(len(cut), len(after)) > 1:
            ends.add(at)
    return ends


def _touches(run: re.Match[str]) -> bool:
    """Whether a Chinese character stands right beside it: 火gang灭."""
    text = run.string
    around = (text[max(run.start() - 1, 0) : run.start()], text[run.end() : run.end() + 1])
    return any(_HAN.match(c) for c in around if c)
