"""Build an index aside and switch to it at once.

Folder: ``<root>/<slug>/<identity>/`` with ``manifest.json`` (written last), ``snapshot.npz``
(lexical arrays and vectors), ``dictionary.txt``, ``sounds.json``, ``duties.json`` and ``chroma/``.
The file ``<root>/<slug>/current`` names the identity in use and is replaced in one step, so that a failed
or killed build leaves the previous index as it was; the vectors that it had made stay in a file of
their own, and the next build goes on from them. Of what else stands there, only older indexes
(an identity for a name and a manifest that says the same) and builds of dead processes are deleted.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import re
import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.text.parse import PARSER_VERSION
from corpus.text.provision import Regulation
from index.contents import Progress, derive, write_contents
from index.embed import identify_embedder, load_embedder
from index.layout import (
    COLLECTION,
    FORMAT,
    IDENTITY,
    INDEX_VERSION,
    IndexManifest,
    identify_index,
    read_current_name,
)
from index.store import chroma_folder, connect, fill
from index.tokens import TOKENS_VERSION

#: Name of the folder that a build is made in. Nothing but this and older indexes is ever deleted.
_BUILDING = re.compile(r"\.building-([1-9]\d{0,9})")


def build_index(
    regulation: Regulation,
    language: LanguageData,
    root: Path,
    embedder: str,
    *,
    progress: Progress = lambda what, done, total: None,
) -> Path:
    """Build, switch, and return the new index folder.

    Raises:
        FiredutyError: the root cannot be written or the embedder cannot be loaded.
    """
    name = identify_index(regulation, language, embedder)
    home = root / regulation.slug
    aside = home / f".building-{os.getpid()}"
    kept = home / f".vectors-{name}.npz"
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
            kept=kept,
            progress=progress,
        )
        _switch(home, aside, name)
        kept.unlink(missing_ok=True)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise FiredutyError(
            f"无法写入索引文件夹 {home}（{'磁盘已满' if full else error.strerror or error}）；"
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
    kept: Path,
    progress: Progress,
) -> None:
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
    client = connect(chroma_folder(folder))
    fill(
        client,
        COLLECTION,
        [str(leaf.id) for leaf in leaves],
        [leaf.lead_in + leaf.text for leaf in leaves],
        contents.vectors[: len(leaves)],
    )
    client.close()  # type: ignore[attr-defined]  # on the class, not on the interface
    progress("写入", 0, 0)
    write_contents(folder, contents)
    manifest = _manifest(name, regulation, language, identity, contents.vectors.shape[1])
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (folder / "manifest.json").write_text(text, "utf-8")


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
        embedder,
        len(regulation.leaves()),
        len(language.bank),
        dimensions,
        datetime.now(UTC).isoformat(timespec="seconds"),
    )


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
