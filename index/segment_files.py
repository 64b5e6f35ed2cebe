"""The files of one document in an index: written when it is built, read back when it is opened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import partial
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from corpus.language.body_level import BodyLevel
from corpus.language.data import (
    AbsentTopic,
    BankQuestion,
    Body,
    Group,
    LanguageData,
    UnitType,
)
from corpus.register.duty_sets import DutySets, MatterSet
from corpus.text.load import Parsed
from index.asked import pack_asked, unpack_asked
from index.bm25 import LazyFields, pack, unpack
from index.contents import CommonWords, Contents, OutwardReference
from index.embed import Vectors
from index.layout import LEXICAL_FIELDS
from index.manifest import LibraryManifest
from index.seals import Seals, open_sealed
from index.stored_tree import unpack_tree
from index.vectors import round_rows, unit_rows

SNAPSHOT, WORDS, SOUNDS, DUTIES, OUTWARD, LANGUAGE, CLAUSES, TREE = (
    "snapshot.npz",
    "dictionary.json",
    "sounds.json",
    "duties.json",
    "outward.json",
    "language.json",
    "clauses.json",
    "tree.json",
)
#: The files of every document.
SEGMENT_FILES = (SNAPSHOT, WORDS, SOUNDS, DUTIES, OUTWARD, LANGUAGE, CLAUSES, TREE)
#: What an index knows of the language, whatever the documents.
COMMON_FILES = ("words.json", "syllables.json")


def write_contents(folder: Path, contents: Contents, language: LanguageData) -> None:
    """Write the ``SEGMENT_FILES``; the language data once more, for it is read faster so."""
    arrays = {
        "vectors": round_rows(contents.vectors),  # rounded they came: nothing is lost
        "references": contents.references,
        **pack_asked(contents.asked),
    }
    for field, postings in contents.postings.items():
        arrays |= pack(postings, field)
    np.savez(folder / SNAPSHOT, **arrays)  # type: ignore[arg-type]
    _write_json(folder / WORDS, contents.words)
    _write_json(folder / SOUNDS, contents.sounds)
    _write_json(folder / DUTIES, asdict(contents.duties))
    _write_json(folder / OUTWARD, [(r.row, r.title, r.provision) for r in contents.outward])
    _write_json(folder / LANGUAGE, _pack_language(language))
    (folder / CLAUSES).write_bytes(contents.clauses)
    (folder / TREE).write_bytes(contents.tree)


def read_contents(folder: Path, seals: Seals) -> Contents:
    """The inverse of ``write_contents``.

    Args:
        folder: of the document.
        seals: of its files, by their names in it.

    Raises:
        FiredutyError: a file is not as it was sealed; says what to do.
    """

    def file(name: str) -> AbstractContextManager[BufferedReader]:
        return open_sealed(folder / name, seals.get(name, ""))

    with file(SNAPSHOT) as stored:
        arrays = np.load(BytesIO(stored.read()), allow_pickle=False)
    vectors, references = unit_rows(arrays["vectors"]), arrays["references"]
    postings = LazyFields(LEXICAL_FIELDS, partial(unpack, arrays))
    asked = unpack_asked(arrays)
    with file(SOUNDS) as stored:
        sounds = json.load(stored)
    with file(DUTIES) as stored:
        duties = _duties(json.load(stored))
    with file(OUTWARD) as stored:
        outward = _outward(json.load(stored))
    with file(WORDS) as stored:
        words = tuple(json.load(stored))
    with file(CLAUSES) as stored:
        clauses = stored.read()
    return Contents(postings, vectors, references, outward, asked, words, sounds, duties, clauses)


def read_tree(folder: Path, seals: Seals) -> Parsed:
    """The tree of the text, without what is derived of it.

    Raises:
        FiredutyError: as ``read_contents``.
    """
    with open_sealed(folder / TREE, seals.get(TREE, "")) as stored:
        return unpack_tree(stored.read())


def read_outward(folder: Path) -> tuple[OutwardReference, ...]:
    """The references to other instruments alone, of files that were found whole."""
    return _outward(json.loads((folder / OUTWARD).read_text("utf-8")))


def _outward(raw: list[list[Any]]) -> tuple[OutwardReference, ...]:
    return tuple(OutwardReference(*entry) for entry in raw)


def read_vectors(folder: Path) -> Vectors:
    """The vectors alone, of files that were found whole."""
    with np.load(folder / SNAPSHOT, allow_pickle=False) as arrays:
        return unit_rows(arrays["vectors"])


def read_language(folder: Path, seals: Seals, source: Path | None) -> LanguageData:
    """The language data that a document was built with.

    Args:
        folder, seals: as of ``read_contents``.
        source: where the data files stand, None where there are none.

    Raises:
        FiredutyError: as ``read_contents``.
    """
    with open_sealed(folder / LANGUAGE, seals.get(LANGUAGE, "")) as stored:
        raw = json.load(stored)
    return LanguageData(
        groups=tuple(Group(*_frozen(row)) for row in raw["groups"]),
        bodies=tuple(
            Body(name, tuple(also), tuple(aliases), BodyLevel(level), tuple(provisions))
            for name, also, aliases, level, provisions in raw["bodies"]
        ),
        units=tuple(UnitType(*_frozen(row)) for row in raw["units"]),
        bank=tuple(BankQuestion(*row) for row in raw["bank"]),
        absent=tuple(AbsentTopic(*_frozen(row)) for row in raw["absent"]),
        digest=raw["digest"],
        folder=source,
    )


def sources_of(manifest: LibraryManifest, slug: str) -> dict[str, str]:
    """Digests of the text and data files that an index keeps of a document, by their names."""
    return {n: d for n, d in manifest.files_of(slug).items() if n not in SEGMENT_FILES}


def write_common(folder: Path, common: CommonWords) -> None:
    """Write the ``COMMON_FILES``."""
    for name, value in zip(COMMON_FILES, (common.dictionary, common.syllables), strict=True):
        _write_json(folder / name, value)


def read_common(folder: Path, seals: Seals) -> CommonWords:
    """The inverse of ``write_common``.

    Raises:
        FiredutyError: as ``read_contents``.
    """
    held = []
    for name in COMMON_FILES:
        with open_sealed(folder / name, seals.get(name, "")) as stored:
            held.append(json.load(stored))
    return CommonWords(*held)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def _pack_language(data: LanguageData) -> Mapping[str, object]:
    """Rows of fields: names in each of thousands of questions would double what is read."""
    return {
        "groups": [(g.lay, g.statute, g.kind, g.serves) for g in data.groups],
        "bodies": [(b.name, b.also, b.aliases, b.level, b.provisions) for b in data.bodies],
        "units": [
            (u.name, u.lay, u.statute, u.provisions, u.regulators, u.note) for u in data.units
        ],
        "bank": [(q.text, q.persona, q.provision) for q in data.bank],
        "absent": [(t.what, t.related, t.questions, t.outside) for t in data.absent],
        "digest": data.digest,
    }


def _frozen(row: list[Any]) -> list[Any]:
    return [tuple(field) if isinstance(field, list) else field for field in row]


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
