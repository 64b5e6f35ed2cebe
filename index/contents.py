"""What an index holds of one document (``index.derive`` makes it), and of the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.register.duty_sets import DutySets
from index.asked import AskedModel
from index.bm25 import Postings
from index.embed import Vectors
from index.tokens import Dictionary


@dataclass(frozen=True, slots=True)
class CommonWords:
    """What is known of the language whatever the document.

    Attributes:
        dictionary: general word → frequency.
        syllables: character → toneless syllable.
    """

    dictionary: Dictionary
    syllables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OutwardReference:
    """A leaf's reference to a provision of another instrument.

    Attributes:
        row: of the leaf.
        title: of the instrument, as the text names it.
        provision: short id in it.
    """

    row: int
    title: str
    provision: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What is derived from a regulation and its language data.

    Attributes:
        postings: lexical field → counts.
        vectors: ``(rows, dim)`` unit vectors of leaves, bank questions, absent questions.
        references: ``(references, 2)`` rows of a leaf and of one that it refers to.
        outward: references to other instruments.
        asked: which leaf a question asks for, as its wording tells.
        words: terms of the document that a segmenter must know.
        sounds: syllables joined by a space → the term that sounds so.
        duties: which provisions hold the duties of a body or a matter.
        clauses: who must do what by each clause, as ``index.stored_clauses`` packs it.
        tree: of the text, as ``index.stored_tree`` packs it.
    """

    postings: Mapping[str, Postings]
    vectors: Vectors
    references: NDArray[np.int64]
    outward: tuple[OutwardReference, ...]
    asked: AskedModel
    words: tuple[str, ...]
    sounds: Mapping[str, str]
    duties: DutySets
    clauses: bytes
    tree: bytes = b""
