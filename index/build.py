"""Build an index aside and switch to it at once.

Folder: ``<root>/<slug>/<identity>/`` with ``manifest.json`` (written last), ``snapshot.npz``
(lexical arrays and vectors), ``dictionary.txt``, ``sounds.json``, ``duties.json`` and ``chroma/``.
The file ``<root>/<slug>/current`` names the identity in use and is replaced in one step, so that a failed
or killed build leaves the previous index as it was. Of what else stands there, only older indexes
(an identity for a name and a manifest that says the same) and builds of dead processes are deleted.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.register.collect_sets import collect_duty_sets
from corpus.register.duty_sets import DutySets
from corpus.register.lookups import Lookups
from corpus.register.registry import register_of
from corpus.text.parse import PARSER_VERSION
from corpus.text.provision import Leaf, Regulation
from index.asked import AskedModel, fit_asked, pack_asked
from index.bm25 import BM25, build_bm25, pack
from index.embed import identify_embedder, load_embedder, scale_to_unit
from index.layout import (
    COLLECTION,
    FORMAT,
    IDENTITY,
    INDEX_VERSION,
    LEXICAL_FIELDS,
    IndexManifest,
    absent_questions_of,
    identify_index,
    read_current_name,
    row_ids_of,
)
from index.store import chroma_folder, connect, fill
from index.tokens import (
    TOKENS_VERSION,
    Dictionary,
    Segmenter,
    build_dictionary,
    char_tokens,
    question_tokens,
)
from index.typos import Sounds, build_sounds

#: Name of the folder that a build is made in. Nothing but this and older indexes is ever deleted.
_BUILDING = re.compile(r"\.building-([1-9]\d{0,9})")

Progress = Callable[[str], None]


def tokenise_fields(
    leaves: tuple[Leaf, ...], language: LanguageData, segmenter: Segmenter
) -> dict[str, list[list[str]]]:
    """Token lists per lexical field: ``text``, ``context`` (lead-in and chapter), ``bank``, ``absent``.

    ``bank`` and ``absent`` have one document per question, the others one per leaf.
    """
    contexts = [f"{leaf.chapter}。{leaf.lead_in}" for leaf in leaves]
    questions = [q.text for q in language.bank]
    absent = absent_questions_of(language)
    return {
        "text.char": [char_tokens(leaf.text) for leaf in leaves],
        "text.word": [segmenter.words(leaf.text) for leaf in leaves],
        "context.char": [char_tokens(c) for c in contexts],
        "context.word": [segmenter.words(c) for c in contexts],
        "bank.char": [char_tokens(q) for q in questions],
        "bank.word": [segmenter.words(q) for q in questions],
        "absent.char": [char_tokens(q) for q in absent],
        "absent.word": [segmenter.words(q) for q in absent],
    }


def build_index(
    regulation: Regulation,
    language: LanguageData,
    root: Path,
    embedder: str,
    *,
    progress: Progress = lambda _: None,
) -> Path:
    """Build, switch, and return the new index folder.

    Raises:
        FiredutyError: the root cannot be written or the embedder cannot be loaded.
    """
    name = identify_index(regulation, language, embedder)
    home = root / regulation.slug
    aside = home / f".building-{os.getpid()}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        _write(
            aside,
            regulation=regulation,
            language=language,
            embedder=embedder,
            name=name,
            progress=progress,
        )
        _switch(home, aside, name)
    except OSError as error:
        raise FiredutyError(
            f"无法写入索引文件夹 {home}（{error.strerror or error}）；"
            "请检查权限和磁盘空间，或用环境变量 FIREDUTY_HOME 换一个位置"
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return home / name


def _write(
    folder: Path,
    *,
    regulation: Regulation,
    language: LanguageData,
    embedder: str,
    name: str,
    progress: Progress,
) -> None:
    leaves = regulation.leaves()
    progress("词典")
    dictionary = build_dictionary(language.terms())
    segmenter = Segmenter(dictionary)
    progress("词项索引")
    tokens = tokenise_fields(leaves, language, segmenter)
    fields = {name: build_bm25(tokens[name]) for name in LEXICAL_FIELDS}
    progress("问法模型")
    asked = _fit_asked(leaves, language, tokens)
    progress("向量")
    model = load_embedder(embedder, segmenter)
    texts = [f"{leaf.lead_in}{leaf.text}" for leaf in leaves]
    texts += [q.text for q in language.bank] + absent_questions_of(language)
    vectors = scale_to_unit(model.embed_documents(texts))
    progress("向量库")
    client = connect(chroma_folder(folder))
    fill(client, COLLECTION, row_ids_of(leaves, language), texts, vectors)
    client.close()  # type: ignore[attr-defined]  # on the class, not on the interface
    progress("写入")
    _write_snapshot(folder, fields, vectors, asked)
    _write_dictionary(folder, dictionary)
    _write_json(folder / "sounds.json", build_sounds(language.terms()))
    _write_json(folder / "duties.json", duty_sets_of(regulation, language))
    manifest = _manifest(name, regulation, language, embedder, vectors.shape[1])
    _write_json(folder / "manifest.json", manifest, indent=2)


def _fit_asked(
    leaves: tuple[Leaf, ...], language: LanguageData, tokens: dict[str, list[list[str]]]
) -> AskedModel:
    rows = {str(leaf.id): row for row, leaf in enumerate(leaves)}
    both = {
        name: list(map(question_tokens, tokens[f"{name}.char"], tokens[f"{name}.word"]))
        for name in ("text", "bank", "absent")
    }
    bank = [rows[q.provision] for q in language.bank]
    return fit_asked(both["text"], list(zip(bank, both["bank"], strict=True)), both["absent"])


def _manifest(
    name: str, regulation: Regulation, language: LanguageData, embedder: str, dimensions: int
) -> IndexManifest:
    return IndexManifest(
        FORMAT,
        name,
        regulation.id,
        regulation.title,
        PARSER_VERSION,
        TOKENS_VERSION,
        INDEX_VERSION,
        identify_embedder(embedder),
        len(regulation.leaves()),
        len(language.bank),
        dimensions,
        datetime.now(UTC).isoformat(timespec="seconds"),
    )


def duty_sets_of(regulation: Regulation, language: LanguageData) -> DutySets:
    """The duty sets of a regulation's register, empty where it has no such data."""
    if language.folder is None:
        return DutySets()
    return collect_duty_sets(Lookups(register_of(regulation, language)))


def _write_snapshot(
    folder: Path,
    fields: dict[str, BM25],
    vectors: NDArray[np.float32],
    asked: AskedModel,
) -> None:
    arrays = {"vectors": vectors, **pack_asked(asked)}
    for field, bm25 in fields.items():
        arrays |= pack(bm25, field)
    np.savez(folder / "snapshot.npz", **arrays)  # type: ignore[arg-type]


def _write_json(
    path: Path, value: Sounds | DutySets | IndexManifest, indent: int | None = None
) -> None:
    path.write_text(json.dumps(asdict(value), ensure_ascii=False, indent=indent), "utf-8")


def _write_dictionary(folder: Path, dictionary: Dictionary) -> None:
    lines = (f"{word} {frequency}" for word, frequency in dictionary.items())
    (folder / "dictionary.txt").write_text("\n".join(lines), "utf-8")


def _switch(home: Path, aside: Path, name: str) -> None:
    """Put the finished folder in place, point to it, and drop all but the previous one."""
    previous = read_current_name(home)
    target = home / name
    if _is_ours(target):
        shutil.rmtree(target)
    elif target.exists() or target.is_symlink():
        target.rename(_unused(home / f"{name}.damaged"))  # not surely ours: kept
    aside.rename(target)
    pointer = home / f".current-{os.getpid()}"
    pointer.write_text(name, "utf-8")
    if previous is None and os.path.lexists(home / "current"):
        (home / "current").rename(_unused(home / "current.damaged"))
    os.replace(pointer, home / "current")
    for folder in home.iterdir():
        if folder.name not in (name, previous) and (_is_ours(folder) or _is_abandoned(folder)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Whether an index of this program stands there: its name and its manifest both say so."""
    if not IDENTITY.fullmatch(folder.name) or folder.is_symlink():
        return False
    try:
        raw = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(raw, dict) and (raw.get("format"), raw.get("identity")) == (
        FORMAT,
        folder.name,
    )


def _is_abandoned(folder: Path) -> bool:
    """Whether a build that a dead process began stands there."""
    match = _BUILDING.fullmatch(folder.name)
    if match is None or folder.is_symlink() or not folder.is_dir():
        return False
    try:
        os.kill(int(match[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # another user's, and alive
    return False


def _unused(path: Path) -> Path:
    """The path, with the first number that makes it a new one where something stands there."""
    numbered = (path.with_name(f"{path.name}-{n}") for n in itertools.count(2))
    return next(p for p in itertools.chain([path], numbered) if not os.path.lexists(p))
