"""Build an index aside and switch to it at once.

Folder: ``<root>/<slug>/<identity>/`` with ``snapshot.npz`` (lexical arrays and vectors),
``dictionary.json``, ``sounds.json``, ``duties.json``, ``chroma/`` and ``manifest.json``, which is
written last and seals the others; where that name is taken, ``<identity>-2`` and so on. The file
``<root>/<slug>/current`` names the folder in use. Replacing it is the whole switch: nothing that
stood there is touched before, so that a failed or killed build leaves the previous index as it was;
the vectors that it had made stay in a file of their own, and the next build goes on from them. One
process builds at a time. Of what else stands there, only older indexes (an identity for a name and a
manifest that says the same) and builds of dead processes are deleted.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.files import locked, open_regular, reason_of
from corpus.language.data import LanguageData
from corpus.text.parse import PARSER_VERSION
from corpus.text.provision import Regulation
from index.contents import Progress, derive, write_contents
from index.embed import identify_embedder, load_embedder
from index.layout import (
    COLLECTION,
    FORMAT,
    INDEX_VERSION,
    identify_index,
)
from index.manifest import (
    FOLDER,
    MANIFEST,
    IndexManifest,
    Pointer,
    check_place,
    is_current,
    read_current_name,
    read_manifest,
    write_pointer,
)
from index.seals import Seals, make_durable, seal, sync
from index.store import chroma_folder, fill
from index.tokens import TOKENS_VERSION

#: Name of the folder that a build is made in. Nothing but this and older indexes is ever deleted.
_BUILDING = re.compile(r"\.building-([1-9]\d{0,9})")


def build_index(
    regulation: Regulation,
    language: LanguageData,
    root: Path,
    embedder: str,
    *,
    if_stale: bool = False,
    progress: Progress = lambda what, done, total: None,
) -> Path:
    """Build, switch, and return the new index folder.

    Args:
        if_stale: not where the index in use is whole and up to date; another process that builds
            at the same time is waited for either way.

    Raises:
        FiredutyError: the root cannot be written or the embedder cannot be loaded.
    """
    name = identify_index(regulation, language, embedder)
    home = root / regulation.slug
    check_place(home, "写入")
    aside = home / f".building-{os.getpid()}"
    kept = home / f".vectors-{name}.npz"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with locked(home / ".lock", lambda: progress("等另一个程序建完", 0, 0)):
            if if_stale and is_current(home, name):
                return read_manifest(home)[0]
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir()
            digest = _write(
                aside,
                regulation=regulation,
                language=language,
                embedder=embedder,
                name=name,
                kept=kept,
                progress=progress,
            )
            built = _switch(home, aside, name, digest)
    except OSError as error:
        file = error.filename2 or error.filename
        where = f"{file}：" if file and file != str(home) else ""
        raise FiredutyError(
            f"无法写入索引文件夹 {home}（{where}{reason_of(error)}）；"
            "请检查权限和磁盘空间，或用环境变量 FIREDUTY_HOME 换一个位置"
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    with suppress(OSError):
        kept.unlink(missing_ok=True)
    return built


def _write(
    folder: Path,
    *,
    regulation: Regulation,
    language: LanguageData,
    embedder: str,
    name: str,
    kept: Path,
    progress: Progress,
) -> str:
    """Write all files of an index; returns the digest of its manifest, which seals the others."""
    identity = identify_embedder(embedder)
    contents = derive(
        regulation,
        language,
        load_embedder(embedder),
        identity,
        kept=kept,
        progress=progress,
    )
    leaves = regulation.leaves()
    progress("向量库", 0, 0)
    fill(
        chroma_folder(folder),
        COLLECTION,
        [str(leaf.id) for leaf in leaves],
        [leaf.lead_in + leaf.text for leaf in leaves],
        contents.vectors[: len(leaves)],
    )
    progress("写入", 0, 0)
    write_contents(folder, contents)
    manifest = _manifest(
        name,
        regulation,
        language,
        identity,
        dimensions=contents.vectors.shape[1],
        files=seal(folder),
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text, "utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _manifest(
    name: str,
    regulation: Regulation,
    language: LanguageData,
    embedder: str,
    *,
    dimensions: int,
    files: Seals,
) -> IndexManifest:
    return IndexManifest(
        FORMAT,
        name,
        regulation.id,
        regulation.title,
        PARSER_VERSION,
        TOKENS_VERSION,
        INDEX_VERSION,
        embedder,
        len(regulation.leaves()),
        len(language.bank),
        dimensions,
        datetime.now(UTC).isoformat(timespec="seconds"),
        files,
    )


def _switch(home: Path, aside: Path, name: str, digest: str) -> Path:
    """Put the finished folder beside the others, point to it, and drop all but the previous one."""
    previous = read_current_name(home)
    make_durable(aside)
    target = aside.rename(_unused(home / name))
    sync(home)
    if previous is None and os.path.lexists(home / "current"):
        (home / "current").rename(_unused(home / "current.damaged"))  # not surely ours: kept
    write_pointer(home, Pointer(target.name, digest))
    for folder in home.iterdir():
        if folder.name not in (target.name, previous) and (
            _is_ours(folder) or _is_abandoned(folder)
        ):
            shutil.rmtree(folder, ignore_errors=True)
    return target


def _is_ours(folder: Path) -> bool:
    """Whether an index of this program stands there: its name and its manifest both say so."""
    match = FOLDER.fullmatch(folder.name)
    if match is None or folder.is_symlink():
        return False
    try:
        with open_regular(folder / MANIFEST) as file:
            raw = json.load(file)
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(raw, dict) and (raw.get("format"), raw.get("identity")) == (
        FORMAT,
        match["identity"],
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
