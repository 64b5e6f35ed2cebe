"""Open a built index, checking at the door that it is the one this program would build."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from corpus.language.body_level import BodyLevel
from corpus.language.data import LanguageData
from corpus.register.duty_sets import DutySets, MatterSet
from corpus.text.provision import Leaf, ProvisionId, Regulation
from index.asked import AskedModel, unpack_asked
from index.bm25 import BM25, unpack
from index.embed import Embedder, load_embedder
from index.expand import Lexicon
from index.layout import (
    COLLECTION,
    FORMAT,
    LEXICAL_FIELDS,
    IndexManifest,
    identify_index,
    read_current_name,
    row_ids_of,
)
from index.store import ChromaScores, MatrixScores, chroma_folder
from index.tokens import Dictionary, Segmenter
from index.typos import Sounds, Speller

_REMEDY = "请运行 fireduty index build"


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that answers a query, in memory.

    Attributes:
        leaves: row order of all per-leaf scores.
        rows: short id → row.
        lead_ins: ``(leaves,)`` which leaves only lead in their 项.
        question_leaf: ``(questions,)`` row of the leaf that each bank question asks for.
        absent_topic: ``(absent questions,)`` number of the topic that each belongs to.
        fields: lexical field → BM25.
        dense: query vector → inner products with leaves, bank questions, absent questions.
        words: words of the text, the question bank and the language data.
        asked: which leaf a question asks for, as its wording tells.
        duties: which provisions hold the duties of a body or a matter.
    """

    manifest: IndexManifest
    regulation: Regulation
    language: LanguageData
    leaves: tuple[Leaf, ...]
    rows: Mapping[str, int]
    lead_ins: NDArray[np.bool_]
    question_leaf: NDArray[np.int64]
    absent_topic: NDArray[np.int64]
    fields: dict[str, BM25]
    segmenter: Segmenter
    lexicon: Lexicon
    speller: Speller
    embedder: Embedder
    dense: MatrixScores | ChromaScores
    words: frozenset[str]
    asked: AskedModel
    duties: DutySets

    def leaf(self, address: ProvisionId | str) -> Leaf:
        """The leaf at an address, given whole or as its short form.

        Raises:
            KeyError: no leaf has that address.
        """
        return self.leaves[self.rows[str(address)]]

    def knows(self, word: str) -> bool:
        """Whether a word occurs in the text, the question bank or the language data."""
        return word in self.words


def read_manifest(home: Path) -> tuple[Path, IndexManifest]:
    """Folder and manifest of the index in use.

    Raises:
        FiredutyError: missing, half-written or not an index of this program.
    """
    name = read_current_name(home)
    if name is None:
        raise FiredutyError(f"还没有索引（{home}）；{_REMEDY}")
    folder = home / name
    try:
        raw: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FiredutyError(f"索引不完整（{folder}）；{_REMEDY}") from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise FiredutyError(f"{folder} 不是 fireduty 建立的索引；{_REMEDY}")
    try:
        return folder, IndexManifest(**raw)
    except TypeError as error:
        raise FiredutyError(f"索引由其他版本建立（{folder}）；{_REMEDY}") from error


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
            f"索引已过期：它是 {manifest.identity}，当前文本、数据和模型对应 {wanted}；{_REMEDY}"
        )
    files = _read_files(folder)
    return _assemble(
        manifest=manifest,
        regulation=regulation,
        language=language,
        files=files,
        embedder=embedder,
        dense=(
            MatrixScores(files.vectors)
            if chroma is None
            else ChromaScores(
                chroma_folder(folder) if chroma == "folder" else chroma,
                COLLECTION,
                row_ids_of(regulation.leaves(), language),
            )
        ),
    )


def _assemble(
    *,
    manifest: IndexManifest,
    regulation: Regulation,
    language: LanguageData,
    files: _Files,
    embedder: str,
    dense: MatrixScores | ChromaScores,
) -> Index:
    """What the files hold and what follows from the text and its data, for one row order."""
    leaves = regulation.leaves()
    rows = {str(leaf.id): row for row, leaf in enumerate(leaves)}
    segmenter = Segmenter(files.dictionary)
    lexicon = Lexicon(language, files.duties)
    known = (files.fields[f].vocabulary for f in ("text.word", "context.word", "bank.word"))
    return Index(
        manifest=manifest,
        regulation=regulation,
        language=language,
        leaves=leaves,
        rows=rows,
        lead_ins=np.array([leaf.is_lead_in for leaf in leaves]),
        question_leaf=np.array([rows[q.provision] for q in language.bank], np.int64),
        absent_topic=np.repeat(
            np.arange(len(language.absent)), [len(t.questions) for t in language.absent]
        ),
        fields=files.fields,
        segmenter=segmenter,
        lexicon=lexicon,
        speller=Speller(files.sounds, segmenter),
        embedder=load_embedder(embedder, segmenter),
        dense=dense,
        words=frozenset(lexicon.words).union(*known),
        asked=files.asked,
        duties=files.duties,
    )


@dataclass(frozen=True, slots=True)
class _Files:
    """Contents of an index folder."""

    fields: dict[str, BM25]
    vectors: NDArray[np.float32]
    asked: AskedModel
    sounds: Sounds
    duties: DutySets
    dictionary: Dictionary


def _read_files(folder: Path) -> _Files:
    try:
        with np.load(folder / "snapshot.npz", allow_pickle=False) as arrays:
            fields = {field: unpack(arrays, field) for field in LEXICAL_FIELDS}
            vectors = arrays["vectors"]
            asked = unpack_asked(arrays)
        sounds = Sounds(**json.loads((folder / "sounds.json").read_text("utf-8")))
        duties = _duties(json.loads((folder / "duties.json").read_text("utf-8")))
        dictionary = dict(
            _entry(line) for line in (folder / "dictionary.txt").read_text("utf-8").splitlines()
        )
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise FiredutyError(f"索引已损坏（{folder}）；{_REMEDY}") from error
    return _Files(fields, vectors, asked, sounds, duties, dictionary)


def _duties(raw: dict[str, Any]) -> DutySets:
    matters = {
        name: MatterSet(name, tuple(m["words"]), tuple(m["provisions"]))
        for name, m in raw["matters"].items()
    }
    bodies, timed, times, modalities = (
        {k: tuple(v) for k, v in raw[field].items()}
        for field in ("bodies", "timed", "times", "modalities")
    )
    return DutySets(
        matters,
        bodies,
        {b: {m: tuple(ids) for m, ids in row.items()} for b, row in raw["cells"].items()},
        {b: BodyLevel(level) for b, level in raw["levels"].items()},
        timed,
        times,
        modalities,
        tuple(raw["unnamed"]),
        tuple(raw["common"]),
    )


def _entry(line: str) -> tuple[str, int]:
    word, frequency = line.rsplit(" ", 1)
    return word, int(frequency)
