"""What an index holds: derived from a regulation and its data, written to a folder, read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.citing.references import references_of
from corpus.language.body_level import BodyLevel
from corpus.language.data import LanguageData
from corpus.register.collect_sets import collect_duty_sets
from corpus.register.duty_sets import DutySets, MatterSet
from corpus.register.lookups import Lookups
from corpus.register.registry import register_of
from corpus.text.provision import Regulation
from index.asked import ASKED_VERSION, AskedModel, fit_asked, load_asked, pack_asked, unpack_asked
from index.bm25 import BM25, build_bm25, pack, unpack
from index.embed import Embedder, Vectors, describe_leaf
from index.layout import LEXICAL_FIELDS, absent_questions_of
from index.seals import Seals, open_sealed
from index.tokens import (
    TOKENS_VERSION,
    Dictionary,
    Segmenter,
    build_dictionary,
    char_tokens,
    question_tokens,
)
from index.typos import Sounds, build_sounds
from index.vectors import embed_all

#: Told what is being done, and of the vectors also how many are done of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What is derived from a regulation and its language data.

    Attributes:
        fields: lexical field → BM25.
        vectors: ``(rows, dim)`` unit vectors of leaves, bank questions, absent questions.
        references: ``(references, 2)`` rows of a leaf and of one that it refers to.
        asked: which leaf a question asks for, as its wording tells.
        sounds: of the domain terms.
        duties: which provisions hold the duties of a body or a matter.
        dictionary: word → frequency.
    """

    fields: dict[str, BM25]
    vectors: Vectors
    references: NDArray[np.int64]
    asked: AskedModel
    sounds: Sounds
    duties: DutySets
    dictionary: Dictionary


def derive(
    regulation: Regulation,
    language: LanguageData,
    embedder: Embedder,
    identity: str,
    *,
    kept: Path | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Contents:
    """Everything that an index holds.

    Args:
        identity: of the embedder.
        kept: file that keeps the vectors of an interrupted run.
        progress: see there.
    """
    leaves = regulation.leaves()
    progress("词典", 0, 0)
    dictionary = build_dictionary(language.terms())
    progress("词项索引", 0, 0)
    texts = {
        "text": [leaf.lead_in + leaf.text for leaf in leaves],
        "absent": absent_questions_of(language),
    }
    passages, questions = texts_to_embed(regulation, language)
    fields = {name: build_bm25([char_tokens(t) for t in texts[name]]) for name in LEXICAL_FIELDS}
    progress("问法模型", 0, 0)
    asked = load_asked(asked_key(regulation, language)) or learn_asked(
        regulation, language, dictionary
    )
    progress("向量", 0, 0)
    vectors = embed_all(
        embedder,
        identity,
        passages=passages,
        questions=questions,
        kept=kept,
        progress=lambda done, total: progress("向量", done, total),
    )
    return Contents(
        fields,
        vectors,
        _references(regulation, language),
        asked,
        build_sounds(language.terms()),
        duty_sets_of(regulation, language),
        dictionary,
    )


def texts_to_embed(regulation: Regulation, language: LanguageData) -> tuple[list[str], list[str]]:
    """Passages and questions in the order of the rows of ``Contents.vectors``."""
    passages = [describe_leaf(leaf) for leaf in regulation.leaves()]
    return passages, [*(q.text for q in language.bank), *absent_questions_of(language)]


def _references(regulation: Regulation, language: LanguageData) -> NDArray[np.int64]:
    """Rows of the leaves that refer to another, with the row of that."""
    rows = {leaf.id: row for row, leaf in enumerate(regulation.leaves())}
    pairs = {
        (rows[reference.source], rows[target])
        for reference in references_of(regulation, language.folder)
        for target in reference.targets
        if reference.source in rows and target in rows and target != reference.source
    }
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def asked_key(regulation: Regulation, language: LanguageData) -> str:
    """Names the model that ``learn_asked`` would make of this text and data."""
    parts = [regulation.id, regulation.source_text, language.digest, TOKENS_VERSION, ASKED_VERSION]
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
    """The duty sets of a regulation's register, empty where it has no such data."""
    if language.folder is None:
        return DutySets()
    return collect_duty_sets(Lookups(register_of(regulation, language)))


# --- files ----------------------------------------------------------------------------------------


def write_contents(folder: Path, contents: Contents) -> None:
    """Write ``snapshot.npz``, ``dictionary.json``, ``sounds.json`` and ``duties.json``."""
    arrays = {
        "vectors": contents.vectors,
        "references": contents.references,
        **pack_asked(contents.asked),
    }
    for field, bm25 in contents.fields.items():
        arrays |= pack(bm25, field)
    np.savez(folder / "snapshot.npz", **arrays)  # type: ignore[arg-type]
    for name, value in (
        ("dictionary", contents.dictionary),
        ("sounds", asdict(contents.sounds)),
        ("duties", asdict(contents.duties)),
    ):
        text = json.dumps(value, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text, "utf-8")


def read_contents(folder: Path, seals: Seals) -> Contents:
    """The inverse of ``write_contents``.

    Raises:
        FiredutyError: a file is not as it was sealed; says what to do.
    """

    def file(name: str) -> AbstractContextManager[BufferedReader]:
        return open_sealed(folder / name, seals[name])

    with file("snapshot.npz") as stored, np.load(stored, allow_pickle=False) as arrays:
        fields = {field: unpack(arrays, field) for field in LEXICAL_FIELDS}
        vectors, references = arrays["vectors"], arrays["references"]
        asked = unpack_asked(arrays)
    with file("sounds.json") as stored:
        sounds = Sounds(**json.load(stored))
    with file("duties.json") as stored:
        duties = _duties(json.load(stored))
    with file("dictionary.json") as stored:
        dictionary = json.load(stored)
    return Contents(fields, vectors, references, asked, sounds, duties, dictionary)


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
