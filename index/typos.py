"""Homophones typed for domain terms: 「消放车通道」 → 「消防车通道」.

Chinese is typed by sound, so that a slip usually keeps the sound. A run of tokens that the
dictionary does not know as a word, and that sounds exactly like a term of the language data, is
read as that term. Syllables are compared without tones, each character by its commonest reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.tokens import Segmenter, fold

#: Characters of one term; shorter ones have too many homophones, longer ones are not typed.
_SHORTEST, _LONGEST = 3, 8
#: From this frequency in jieba's dictionary a token is taken to be meant as typed.
_COMMON = 700


@dataclass(frozen=True, slots=True)
class Sounds:
    """What is needed to compare by sound; made at build time, so that asking needs no pinyin library.

    Attributes:
        syllables: character → toneless syllable.
        terms: syllables joined by a space → the term that sounds so.
    """

    syllables: Mapping[str, str]
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SpellingCorrection:
    """A run of characters and the term that it was read as."""

    typed: str
    term: str


def read_syllables() -> dict[str, str]:
    """Character → toneless syllable, for the common characters (GB 2312)."""
    from pypinyin import Style, pinyin

    characters = [chr(c) for c in range(0x4E00, 0xA000) if _is_common(chr(c))]
    return {c: pinyin(c, style=Style.NORMAL)[0][0] for c in characters}


def sound_terms(terms: Iterable[str], syllables: Mapping[str, str]) -> dict[str, str]:
    """The sounds of terms, syllables joined by a space → term.

    A sound that two terms share is left out: there is no telling which was meant.
    """
    by_sound: dict[str, set[str]] = {}
    for term in map(fold, terms):
        if _SHORTEST <= len(term) <= _LONGEST and all(c in syllables for c in term):
            by_sound.setdefault(" ".join(syllables[c] for c in term), set()).add(term)
    return {sound: next(iter(t)) for sound, t in by_sound.items() if len(t) == 1}


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


class Speller:
    """Reads homophones as the terms they stand for.

    Args:
        sounds: of the language data's terms.
        segmenter: knows what is a word.
    """

    def __init__(self, sounds: Sounds, segmenter: Segmenter) -> None:
        self._sounds = sounds
        self._segmenter = segmenter

    @property
    def syllables(self) -> Mapping[str, str]:
        """Character → toneless syllable."""
        return self._sounds.syllables

    def correct(self, question: str) -> tuple[str, tuple[SpellingCorrection, ...]]:
        """The question with homophones replaced, and what was replaced."""
        if not self._sounds.terms:  # most documents of a large library
            return question, ()
        tokens = self._segmenter.cut(question)
        corrections = []
        start = 0
        while start < len(tokens):
            end, correction = self._at(tokens, start)
            if correction is not None and correction.typed in question:
                corrections.append(correction)
                question = question.replace(correction.typed, correction.term, 1)
            start = end
        return question, tuple(corrections)

    def _at(self, tokens: list[str], start: int) -> tuple[int, SpellingCorrection | None]:
        """The longest run of tokens from ``start`` that sounds like a term, and where it ends."""
        for end in range(min(len(tokens), start + _LONGEST), start, -1):
            run = tokens[start:end]
            typed = "".join(run)
            term = self._sounds.terms.get(self._sound(typed), typed)
            if term != typed and not self._segmenter.frequency(typed) and self._slipped(run, term):
                return end, SpellingCorrection(typed, term)
        return start + 1, None

    def _slipped(self, run: list[str], term: str) -> bool:
        """Whether the characters that differ lie in tokens that are no words of their own.

        「消防归谁管」 sounds like 消防柜, but 归 is a word; 「消火拴」 falls apart into nothing.
        """
        position = 0
        for token in run:
            meant = term[position : position + len(token)]
            if token != meant and self._segmenter.frequency(token) >= _COMMON:
                return False
            position += len(token)
        return True

    def _sound(self, typed: str) -> str:
        return " ".join(self._sounds.syllables.get(c, "?") for c in typed)
