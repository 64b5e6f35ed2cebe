"""What an index holds of one document, derived from the regulation and its data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.citing.references import Reference, references_of
from corpus.clauses.links import read_table
from corpus.language.data import LanguageData, has_register
from corpus.register.collect_sets import collect_duty_sets
from corpus.register.duty_sets import DutySets
from corpus.register.lookups import Lookups
from corpus.register.registry import register_of
from corpus.text.provision import Regulation
from index.asked import ASKED_VERSION, AskedModel, fit_asked, load_asked, shipped_asked
from index.bm25 import count_tokens
from index.contents import CommonWords, Contents, OutwardReference
from index.embed import Embedder, describe_leaf
from index.kept_vectors import KeptVectors
from index.layout import LEXICAL_FIELDS, absent_questions_of
from index.stored_clauses import pack_clauses
from index.stored_tree import pack_tree
from index.tokens import (
    TOKENS_VERSION,
    Dictionary,
    Segmenter,
    char_tokens,
    general_words,
    question_tokens,
    with_words,
)
from index.typos import read_syllables, sound_terms
from index.vectors import embed_all

#: Told what is being done, and of the vectors also how many are done of how many.
Progress = Callable[[str, int, int], None]


@lru_cache(maxsize=1)
def read_common_words() -> CommonWords:
    """From jieba's and pypinyin's data, which takes seconds; an index holds what came of it."""
    return CommonWords(general_words(), read_syllables())


def derive(
    regulation: Regulation,
    language: LanguageData,
    embedder: Embedder,
    identity: str,
    *,
    common: CommonWords,
    kept: KeptVectors | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Contents:
    """Everything that an index holds of one document.

    Args:
        identity: of the embedder.
        common: see there.
        kept: the vectors of earlier and of interrupted runs.
        progress: see there.
    """
    leaves = regulation.leaves()
    progress("词项索引", 0, 0)
    texts = {
        "text": [leaf.lead_in + leaf.text for leaf in leaves],
        "absent": absent_questions_of(language),
    }
    passages, questions = texts_to_embed(regulation, language)
    postings = {
        name: count_tokens([char_tokens(t) for t in texts[name]]) for name in LEXICAL_FIELDS
    }
    words = tuple(dict.fromkeys(language.terms()))
    progress("问法模型", 0, 0)
    asked = load_asked(
        asked_key(regulation, language), shipped_asked(regulation.slug)
    ) or learn_asked(regulation, language, with_words(common.dictionary, words))
    progress("向量", 0, 0)
    vectors = embed_all(
        embedder,
        identity,
        passages=passages,
        questions=questions,
        kept=kept,
        progress=lambda done, total: progress("向量", done, total),
    )
    references = references_of(regulation, language.folder)
    return Contents(
        postings,
        vectors,
        _inward(regulation, references),
        _outward(regulation, references),
        asked,
        words,
        sound_terms(words, common.syllables),
        duty_sets_of(regulation, language),
        pack_clauses(read_table(regulation, references)),
        pack_tree(regulation),
    )


def texts_to_embed(regulation: Regulation, language: LanguageData) -> tuple[list[str], list[str]]:
    """Passages and questions in the order of the rows of ``Contents.vectors``."""
    passages = [describe_leaf(leaf) for leaf in regulation.leaves()]
    return passages, [*(q.text for q in language.bank), *absent_questions_of(language)]


def _inward(regulation: Regulation, references: Sequence[Reference]) -> NDArray[np.int64]:
    """Rows of the leaves that refer to another of the document, with the row of that."""
    rows = {leaf.id: row for row, leaf in enumerate(regulation.leaves())}
    pairs = {
        (rows[reference.source], rows[target])
        for reference in references
        for target in reference.targets
        if reference.source in rows and target in rows and target != reference.source
    }
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def _outward(
    regulation: Regulation, references: Sequence[Reference]
) -> tuple[OutwardReference, ...]:
    """What the leaves refer to by number in other instruments."""
    rows = {leaf.id: row for row, leaf in enumerate(regulation.leaves())}
    found = (
        OutwardReference(rows[r.source], r.external, str(r.external_id))
        for r in references
        if r.external and r.external_id is not None and r.source in rows
    )
    return tuple(dict.fromkeys(found))


def asked_key(regulation: Regulation, language: LanguageData) -> str:
    """Names the model that ``learn_asked`` would make of this text and data."""
    parts = [
        *(regulation.id, regulation.source_text, TOKENS_VERSION, ASKED_VERSION),
        *language.terms(),
        *(word for q in language.bank for word in (q.provision, q.text)),
        *("", *absent_questions_of(language)),
    ]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def learn_asked(
    regulation: Regulation, language: LanguageData, dictionary: Dictionary
) -> AskedModel:
    """Fit the model of how questions are worded (``index.asked``); empty without a question bank."""
    if not language.bank:
        return fit_asked([], [], [])
    leaves, segmenter = regulation.leaves(), Segmenter(dictionary)

    def tokens(text: str) -> list[str]:
        return question_tokens(char_tokens(text), segmenter.words(text))

    rows = {str(leaf.id): row for row, leaf in enumerate(leaves)}
    return fit_asked(
        [tokens(leaf.text) for leaf in leaves],
        [(rows[q.provision], tokens(q.text)) for q in language.bank],
        [tokens(text) for text in absent_questions_of(language)],
    )


def duty_sets_of(regulation: Regulation, language: LanguageData) -> DutySets:
    """The duty sets of a regulation's reviewed register, empty where it has none: they claim to be whole."""
    if not has_register(language.folder):
        return DutySets()
    return collect_duty_sets(Lookups(register_of(regulation, language)))
