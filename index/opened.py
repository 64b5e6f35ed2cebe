"""Open a built index, checking at the door that it is the one this program would build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.register.duty_sets import DutySets
from corpus.text.provision import Leaf, ProvisionId, Regulation
from index.asked import AskedModel
from index.bm25 import BM25
from index.clause_kinds import LeafKinds, read_leaves
from index.contents import Contents, read_contents
from index.embed import Embedder, load_embedder
from index.expand import Lexicon
from index.layout import (
    COLLECTION,
    identify_index,
)
from index.manifest import IndexManifest, read_manifest
from index.seals import REMEDY, check_seals
from index.store import ChromaScores, MatrixScores, chroma_folder
from index.tokens import Segmenter
from index.typos import Speller


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that answers a query, in memory.

    Attributes:
        leaves: row order of all per-leaf scores.
        rows: short id → row.
        article_of: ``(leaves,)`` number of the 条 that each lies in.
        references: ``(references, 2)`` rows of a leaf and of one that it refers to.
        kinds: what sort of clause each leaf is.
        question_leaf: ``(questions,)`` row of the leaf that each bank question asks for.
        absent_topic: ``(absent questions,)`` number of the topic that each belongs to.
        fields: lexical field → BM25.
        dense: query vector → inner products with the leaves, ``(leaves,)``.
        questions: the same with bank questions and absent questions, in this order.
        asked: which leaf a question asks for, as its wording tells.
        duties: which provisions hold the duties of a body or a matter.
    """

    manifest: IndexManifest
    regulation: Regulation
    language: LanguageData
    leaves: tuple[Leaf, ...]
    rows: Mapping[str, int]
    article_of: NDArray[np.int64]
    references: NDArray[np.int64]
    kinds: LeafKinds
    question_leaf: NDArray[np.int64]
    absent_topic: NDArray[np.int64]
    fields: dict[str, BM25]
    segmenter: Segmenter
    lexicon: Lexicon
    speller: Speller
    embedder: Embedder
    dense: MatrixScores | ChromaScores
    questions: MatrixScores
    asked: AskedModel
    duties: DutySets

    def leaf(self, address: ProvisionId | str) -> Leaf:
        """The leaf at an address, given whole or as its short form.

        Raises:
            KeyError: no leaf has that address.
        """
        return self.leaves[self.rows[str(address)]]


def open_index(
    regulation: Regulation,
    root: Path,
    embedder: str,
    *,
    language: LanguageData,
    chroma: str | None = None,
) -> Index:
    """Open the current index of a regulation.

    Args:
        language: the regulation's language data as it is now; a changed file makes it stale.
        chroma: None scores vectors in memory; ``"folder"`` asks the index's own Chroma folder;
            an address asks a Chroma server.

    Raises:
        FiredutyError: missing, broken or stale; names both identities and the remedy.
    """
    folder, manifest = read_manifest(root / regulation.slug)
    wanted = identify_index(regulation, language, embedder)
    if manifest.identity != wanted:
        raise FiredutyError(
            f"索引已过期：它是 {manifest.identity}，当前文本、数据和模型对应 {wanted}；{REMEDY}"
        )
    contents = read_contents(folder, manifest.files)
    if chroma == "folder":
        check_seals(folder, {n: d for n, d in manifest.files.items() if n.startswith("chroma/")})
    return assemble(
        manifest=manifest,
        regulation=regulation,
        language=language,
        contents=contents,
        embedder=embedder,
        dense=None
        if chroma is None
        else ChromaScores(
            chroma_folder(folder) if chroma == "folder" else chroma,
            COLLECTION,
            [str(leaf.id) for leaf in regulation.leaves()],
            contents.vectors[: len(regulation.leaves())],
        ),
    )


def assemble(
    *,
    manifest: IndexManifest,
    regulation: Regulation,
    language: LanguageData,
    contents: Contents,
    embedder: str,
    dense: ChromaScores | None = None,
) -> Index:
    """What the files hold and what follows from the text and its data, for one row order.

    Args:
        dense: scores the leaves; None does it in memory.
    """
    leaves = regulation.leaves()
    rows = {str(leaf.id): row for row, leaf in enumerate(leaves)}
    segmenter = Segmenter(contents.dictionary)
    lexicon = Lexicon(language, contents.duties)
    return Index(
        manifest=manifest,
        regulation=regulation,
        language=language,
        leaves=leaves,
        rows=rows,
        article_of=np.unique(
            [str(leaf.id.parent_article()) for leaf in leaves], return_inverse=True
        )[1],
        references=contents.references,
        kinds=read_leaves(leaves),
        question_leaf=np.array([rows[q.provision] for q in language.bank], np.int64),
        absent_topic=np.repeat(
            np.arange(len(language.absent)), [len(t.questions) for t in language.absent]
        ),
        fields=contents.fields,
        segmenter=segmenter,
        lexicon=lexicon,
        speller=Speller(contents.sounds, segmenter),
        embedder=load_embedder(embedder),
        dense=dense or MatrixScores(contents.vectors[: len(leaves)]),
        questions=MatrixScores(contents.vectors[len(leaves) :]),
        asked=contents.asked,
        duties=contents.duties,
    )
