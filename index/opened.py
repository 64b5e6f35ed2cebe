"""One document as it is asked: what its files hold, and what follows from its text and data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.clauses.records import ClauseLink, ClauseRecord
from corpus.clauses.table import ClauseTable
from corpus.language.data import LanguageData
from corpus.register.duty_sets import DutySets
from corpus.text.provision import Leaf, ProvisionId, Regulation
from index.asked import AskedModel
from index.bm25 import BM25, LazyFields, Postings, weigh
from index.clause_kinds import LeafKinds, read_leaves
from index.contents import CommonWords, Contents, OutwardReference
from index.dense import DenseScores, MatrixScores
from index.embed import BUILTIN, Embedder
from index.expand import Lexicon
from index.stored_clauses import StoredClauses
from index.tokens import Segmenter, with_words
from index.typos import Sounds, Speller


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What one document's index was built from.

    Attributes:
        identity: content hash of all of it.
        regulation: ``slug@version``.
        parser, tokens, index: versions of the program's parts.
        embedder: identity of the embedder.
        questions: number of questions in its bank.
        built_at: when the library that holds it was built.
    """

    identity: str
    regulation: str
    title: str
    parser: str
    tokens: str
    index: str
    embedder: str
    leaves: int
    questions: int
    dimension: int
    built_at: str

    @property
    def has_shipped_encoder(self) -> bool:
        """Whether the encoder is the shipped one: what was learned on its vectors holds for no other."""
        return self.embedder.startswith(f"{BUILTIN}:")


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that answers a query, in memory.

    Attributes:
        leaves: row order of all per-leaf scores.
        rows: short id → row.
        article_of: ``(leaves,)`` number of the 条 that each lies in.
        references: ``(references, 2)`` rows of a leaf and of one that it refers to.
        outward: references to other instruments.
        kinds: what sort of clause each leaf is.
        question_leaf: ``(questions,)`` row of the leaf that each bank question asks for.
        absent_topic: ``(absent questions,)`` number of the topic that each belongs to.
        absent_outside: ``(absent questions,)`` whether that topic lies outside the field.
        postings: lexical field → counts.
        fields: lexical field → BM25.
        dense: query vector → inner products with the leaves, ``(leaves,)``.
        questions: the same with bank questions and absent questions, in this order.
        asked: which leaf a question asks for, as its wording tells.
        duties: which provisions hold the duties of a body or a matter.
        stored_clauses: the clause records, parsed when first asked for.
    """

    manifest: IndexManifest
    regulation: Regulation
    language: LanguageData
    leaves: tuple[Leaf, ...]
    rows: Mapping[str, int]
    article_of: NDArray[np.int64]
    references: NDArray[np.int64]
    outward: tuple[OutwardReference, ...]
    kinds: LeafKinds
    question_leaf: NDArray[np.int64]
    absent_topic: NDArray[np.int64]
    absent_outside: NDArray[np.bool_]
    postings: Mapping[str, Postings]
    fields: Mapping[str, BM25]
    segmenter: Segmenter
    lexicon: Lexicon
    speller: Speller
    embedder: Embedder
    dense: DenseScores
    questions: MatrixScores
    asked: AskedModel
    duties: DutySets
    stored_clauses: StoredClauses

    @property
    def clauses(self) -> ClauseTable:
        """Who must do what by each clause: records and links, read by program, not reviewed."""
        return self.stored_clauses.table

    @property
    def records(self) -> tuple[ClauseRecord, ...]:
        """The clause records of every leaf, in printed order."""
        return self.clauses.records

    @property
    def links(self) -> tuple[ClauseLink, ...]:
        """What records have to do with each other: a penalty with what it punishes."""
        return self.clauses.links

    def items_of(self, holder: ProvisionId) -> list[Leaf]:
        """The 项 and 目 that stand in a 条 or 款, in printed order."""
        return [leaf for leaf in self.leaves if leaf.id.item and leaf.id.holder == holder]

    def leaf(self, address: ProvisionId | str) -> Leaf:
        """The leaf at an address, given whole or as its short form.

        Raises:
            KeyError: no leaf has that address.
        """
        return self.leaves[self.rows[str(address)]]


def assemble(
    *,
    manifest: IndexManifest,
    regulation: Regulation,
    language: LanguageData,
    contents: Contents,
    common: CommonWords,
    embedder: Embedder,
    dense: DenseScores | None = None,
    segmenter: Segmenter | None = None,
    kinds: LeafKinds | None = None,
    article_of: NDArray[np.int64] | None = None,
) -> Index:
    """What the files hold and what follows from the text and its data, for one row order.

    Args:
        dense: scores the leaves; None does it in memory.
        segmenter: knows the general words, for a document that adds none; made where it is None.
        kinds, article_of: as of ``Index``, where they are known; None reads them.
    """
    leaves, postings = regulation.leaves(), contents.postings
    rows = {str(leaf.id): row for row, leaf in enumerate(leaves)}
    if segmenter is None or contents.words:
        segmenter = Segmenter(with_words(common.dictionary, contents.words))
    lexicon = Lexicon(language, contents.duties)
    return Index(
        manifest=manifest,
        regulation=regulation,
        language=language,
        leaves=leaves,
        rows=rows,
        article_of=number_articles(leaves) if article_of is None else article_of,
        references=contents.references,
        outward=contents.outward,
        kinds=kinds or read_leaves(leaves),
        question_leaf=np.array([rows[q.provision] for q in language.bank], np.int64),
        absent_topic=np.repeat(
            np.arange(len(language.absent)), [len(t.questions) for t in language.absent]
        ),
        absent_outside=np.array([t.outside for t in language.absent for _ in t.questions], bool),
        postings=postings,
        fields=LazyFields(postings, lambda name: weigh(postings[name])),
        segmenter=segmenter,
        lexicon=lexicon,
        speller=Speller(Sounds(common.syllables, contents.sounds), segmenter),
        embedder=embedder,
        dense=dense or MatrixScores(contents.vectors[: len(leaves)]),
        questions=MatrixScores(contents.vectors[len(leaves) :]),
        asked=contents.asked,
        duties=contents.duties,
        stored_clauses=StoredClauses(contents.clauses, regulation),
    )


def number_articles(leaves: Sequence[Leaf]) -> NDArray[np.int64]:
    """``(leaves,)`` number of the 条 that each lies in, counted from 0."""
    names = [str(leaf.id.parent_article()) for leaf in leaves]
    numbers: NDArray[np.int64] = np.unique(names, return_inverse=True)[1]
    return numbers
