"""The questions of ``evals/laws`` and the laws that they are asked of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.text.archive import read_archive
from corpus.text.load import load_regulation
from corpus.text.provision import Regulation
from index.derive import derive, read_common_words
from index.embed import BUILTIN, identify_embedder, load_embedder
from index.library import Library
from index.opened import Index, IndexManifest, assemble

FOLDER = Path(__file__).parent
#: ``tune`` has two files: with the whole answer of each question, and with one provision for each.
LawSplit = Literal["fit", "tune", "tune-plain", "dev", "report", "everyday-tune", "everyday"]


@dataclass(frozen=True, slots=True)
class LawQuestion:
    """One question on one law.

    Attributes:
        law: path in LawRefBook.
        id: unique in its file, empty in the files for fitting.
        text: what is asked.
        persona, shape: see ``evals/laws/README.md``.
        answerable: whether the law answers it.
        must: provisions that a complete answer cites.
        ok: further provisions that may be cited.
        facts: words that the first sentence should hold.
        premise: whether it takes something for granted that ``must`` corrects.
    """

    law: str
    id: str
    text: str
    persona: str
    shape: str
    answerable: bool
    must: tuple[str, ...]
    ok: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    premise: bool = False


def load_law_questions(split: LawSplit) -> tuple[LawQuestion, ...]:
    """The questions of one file, in its order."""
    return tuple(_questions(FOLDER / f"{split}.jsonl"))


def _questions(path: Path) -> Iterator[LawQuestion]:
    for line in path.read_text("utf-8").splitlines():
        raw = json.loads(line)
        must = raw["must"] if "must" in raw else [raw["provision"]] if "provision" in raw else []
        yield LawQuestion(
            raw["law"],
            raw.get("id", ""),
            raw["question"],
            raw["persona"],
            raw["shape"],
            raw.get("answerable", True),
            tuple(must),
            tuple(raw.get("ok", ())),
            tuple(raw.get("facts", ())),
            bool(raw.get("premise")),
        )


def read_texts(archive: Path, laws: Sequence[str], *, known: bool = True) -> dict[str, Regulation]:
    """The laws of an archive by their paths in it, in the order asked for.

    Args:
        archive: with one file for each.
        laws: their paths.
        known: whether they must be the files that ``laws.jsonl`` lists.

    Raises:
        FiredutyError: one is missing or is not the file that the questions were written on.
    """
    digests = {
        record["law"]: record["sha256"]
        for record in map(json.loads, (FOLDER / "laws.jsonl").read_text("utf-8").splitlines())
    }
    wanted = set(laws)
    found: dict[str, Regulation] = {}
    with TemporaryDirectory() as folder:
        for member, data in read_archive(archive):
            name = member.partition("/")[2]
            if name not in wanted:
                continue
            if known and hashlib.sha256(data).hexdigest() != digests[name]:
                raise FiredutyError(f"{name} 不是写题时的那个文件，编号可能不同")
            path = Path(folder) / Path(name).name
            path.write_bytes(data)
            found[name] = load_regulation(path)
    if missing := wanted - found.keys():
        raise FiredutyError(f"{archive} 里没有 {sorted(missing)[0]}")
    return {law: found[law] for law in dict.fromkeys(laws)}


def open_in_memory(regulation: Regulation, embedder: str = BUILTIN) -> Index:
    """An index of a regulation without any data, that was never on disk."""
    nothing = LanguageData()
    identity = identify_embedder(embedder)
    common = read_common_words()
    contents = derive(regulation, nothing, load_embedder(embedder), identity, common=common)
    manifest = IndexManifest(
        identity="",
        regulation=regulation.id,
        title=regulation.title,
        parser="",
        tokens="",
        index="",
        embedder=identity,
        leaves=len(regulation.leaves()),
        questions=0,
        dimension=contents.vectors.shape[1],
        built_at="",
    )
    return assemble(
        manifest=manifest,
        regulation=regulation,
        language=nothing,
        contents=contents,
        common=common,
        embedder=load_embedder(embedder),
    )


def open_laws(
    archive: Path, questions: Sequence[LawQuestion], embedder: str = BUILTIN
) -> dict[str, Assistant]:
    """An assistant for every law that is asked about."""
    return open_texts(archive, [q.law for q in questions], embedder)


def open_texts(archive: Path, laws: Sequence[str], embedder: str = BUILTIN) -> dict[str, Assistant]:
    """An assistant for every law by its path in the archive."""
    texts = read_texts(archive, laws)
    return {
        law: Assistant(Library((open_in_memory(regulation, embedder),)))
        for law, regulation in texts.items()
    }
