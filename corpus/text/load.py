"""Files → regulations: reading, encodings, metadata. The only I/O of the package."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpus.errors import USAGE, FiredutyError
from corpus.files import parse_toml, read_file
from corpus.text.encodings import decode_text
from corpus.text.file_kind import (
    READ_FIRST,
    is_traditional,
    name_kind,
    name_text,
    name_unlabelled,
)
from corpus.text.heads import read_head
from corpus.text.parse import parse_with_warnings
from corpus.text.provision import ParseWarning, Provision, Regulation, is_slug
from corpus.text.status import STATUSES, is_draft
from corpus.text.titles import guess_title, short_key

#: The tree of a text, and what the parser said.
Parsed = tuple[Provision, tuple[ParseWarning, ...]]
#: What a text or a data file may hold.
MAX_BYTES = 20_000_000
_KNOWN_KEYS = {
    "title",
    "key",
    "short_title",
    "subject",
    "rank",
    "number",
    "version",
    "status",
    "status_source",
    "as_of",
    "issuer",
    "effective",
    "source",
}
_DATES = {"effective", "as_of"}


@lru_cache(maxsize=1)
def shipped_folders() -> tuple[Path, ...]:
    """Folders of the regulations that ship with the project, in the order in which they are listed.

    ``corpus/data/shipped.txt`` names them; one whose text is not there does not count.
    """
    data = Path(str(files("corpus"))) / "data"
    names = (data / "shipped.txt").read_text("utf-8").split()
    return tuple(data / name for name in names if (data / name / "regulation.txt").is_file())


def data_folder() -> Path:
    """Folder of the first regulation that ships: text, metadata and language data."""
    return shipped_folders()[0]


@lru_cache(maxsize=4)
def load_default() -> Regulation:
    """The first regulation that ships, parsed once per process."""
    return load_regulation(data_folder())


def load_regulation(
    path: Path, today: date | None = None, tree: Callable[[], Parsed] | None = None
) -> Regulation:
    """Read a regulation from a folder (``regulation.txt`` + ``metadata.toml``) or a text file.

    What the metadata does not state is read from the text, see ``corpus.text.heads``.

    Args:
        path: of the folder or file.
        today: the day by which a text that begins later is 尚未施行; now by default.
        tree: what the text was parsed to, where that is kept; None to parse it.

    Raises:
        FiredutyError: the path cannot be read, is no text, or holds no 条.
    """
    if os.path.isdir(path):  # never raises, as Path.is_dir does where a folder is closed
        slug = _folder_slug(path)
        _want_text(path)
        text_file, metadata = path / "regulation.txt", _read_metadata(path / "metadata.toml")
    else:
        text_file, metadata, slug = path, {}, _slug(path.stem)
    return make_regulation(
        _read_source(text_file), str(text_file), slug, metadata, today, tree=tree
    )


def make_regulation(
    source: str,
    name: str,
    slug: str = "",
    metadata: Mapping[str, Any] | None = None,
    today: date | None = None,
    *,
    tree: Callable[[], Parsed] | None = None,
) -> Regulation:
    """The regulation of a text.

    Args:
        source: the text.
        name: of its file, as a person knows it; without its ending it is the title of a text that
            prints none.
        slug: name of its folder in an index; made of the file's name by default.
        metadata: what is known of it; the rest is read from the text.
        today, tree: as of ``load_regulation``.

    Raises:
        FiredutyError: it is no plain text, or holds no 条.
    """
    known = tree is not None  # it was looked at when its tree was made
    if not known and (kind := name_text(source)) is not None:
        raise FiredutyError(f"{name} 是{kind[0]}，不是法规的文本；{kind[1]}", exit_code=USAGE)
    metadata, stem = metadata or {}, Path(name).stem
    parsed = parse_with_warnings(source) if tree is None else tree()
    regulation = _with_head(
        slug=slug or _slug(stem),
        title=str(metadata.get("title") or guess_title(parsed[0]) or _readable(stem)),
        parsed=parsed,
        metadata=metadata,
        source=source,
        today=today or date.today(),
    )
    if not regulation.articles() or (not known and is_traditional(source)):
        missing = "" if regulation.articles() else "里没有找到任何「第…条」，"
        raise FiredutyError(f"{name} {missing}{name_unlabelled(source)}", exit_code=USAGE)
    return regulation


def _with_head(
    *,
    slug: str,
    title: str,
    parsed: Parsed,
    metadata: Mapping[str, Any],
    source: str,
    today: date,
) -> Regulation:
    """The regulation: each field from the metadata, where it is not there from the text."""
    body, warnings = parsed
    head = read_head(body, title, today)
    status = str(metadata.get("status", head.status))
    dated = head.version or ("draft" if is_draft(status) else "unversioned")
    return Regulation(
        slug=slug,
        version=str(metadata.get("version", dated)),
        key=str(metadata.get("key") or short_key(title)),
        rank=str(metadata.get("rank", head.rank)),
        number=str(metadata.get("number", head.number)),
        title=title,
        short_title=str(metadata.get("short_title", "")),
        subject=str(metadata.get("subject", "")),
        status=status,
        status_source=str(
            metadata.get("status_source", "" if "status" in metadata else head.status_source)
        ),
        as_of=metadata.get("as_of"),
        issuer=metadata.get("issuer", head.issuer or None),
        effective=metadata.get("effective", head.effective),
        events=head.events,
        source=str(metadata.get("source", "")),
        body=body,
        source_text=source,
        warnings=warnings,
    )


def _want_text(folder: Path) -> None:
    """Say what there is instead where a folder has no ``regulation.txt``.

    Raises:
        FiredutyError: it has none.
    """
    if (folder / "regulation.txt").exists():
        return
    others = [f for f in sorted(folder.iterdir()) if f.is_file() and f.suffix != ".toml"]
    found = ""
    if others:
        kind = name_kind(read_file(others[0], MAX_BYTES))
        what = f"，是{kind.name}：{kind.remedy or READ_FIRST}" if kind else ""
        found = f"；里面有 {others[0].name}{what}"
    raise FiredutyError(
        f"{folder} 里没有 regulation.txt{found}；"
        "请把法规的文本命名为 regulation.txt 放在里面，再照说明写 metadata.toml",
        exit_code=USAGE,
    )


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without byte-order mark.

    Raises:
        FiredutyError: missing, unreadable, too large, empty or not UTF-8; says what to do.
    """
    data = read_file(path, MAX_BYTES)
    found = _decoded(path, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FiredutyError(
            f"{path} 是 {found[1]} 编码的文本，不是 UTF-8；请用记事本另存为 UTF-8", exit_code=USAGE
        ) from error
    return text


def _read_source(path: Path) -> str:
    """The text of a regulation's file, in any encoding.

    Raises:
        FiredutyError: as of ``read_text``, but that it is not UTF-8.
    """
    return _decoded(path, read_file(path, MAX_BYTES))[0]


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    if (kind := name_kind(data)) is not None:
        raise FiredutyError(
            f"{path} 是{kind.name}，不是文本；{kind.remedy or READ_FIRST}", exit_code=USAGE
        )
    found = decode_text(data)
    if found is None:
        raise FiredutyError(
            f"{path} 不是 UTF-8 文本，也不像 GBK、Big5，文件可能已损坏；请重新取得，用 UTF-8 保存",
            exit_code=USAGE,
        )
    if not found[0].strip():
        raise FiredutyError(f"{path} 是空文件", exit_code=USAGE)
    return found


def _read_metadata(path: Path) -> dict[str, Any]:
    metadata = parse_toml(path, read_text(path))
    if unknown := metadata.keys() - _KNOWN_KEYS:
        raise FiredutyError(f"{path} 有不认识的字段：{'、'.join(sorted(unknown))}", exit_code=USAGE)
    if metadata.get("status") not in STATUSES:
        raise FiredutyError(f"{path} 的 status 必须是 {'、'.join(STATUSES)} 之一", exit_code=USAGE)
    texts = {k: v for k, v in metadata.items() if k not in _DATES}
    if wrong := [k for k, v in texts.items() if not isinstance(v, str)]:
        raise FiredutyError(f"{path} 的 {'、'.join(wrong)} 应是一段文字", exit_code=USAGE)
    for key in _DATES & metadata.keys():
        if not isinstance(metadata[key], date) or isinstance(metadata[key], datetime):
            raise FiredutyError(f"{path} 的 {key} 必须是日期，如 2024-01-01", exit_code=USAGE)
    return metadata


def _folder_slug(path: Path) -> str:
    """The real name of a folder, so that ``.`` and ``..`` mean the folders that they lead to.

    Raises:
        FiredutyError: it has none, as the root of the file system.
    """
    name = os.path.basename(os.path.realpath(path))
    if not is_slug(name):
        raise FiredutyError(
            f"{path} 没有可用的文件夹名称；请把法规放进一个有名称的文件夹", exit_code=USAGE
        )
    return name if name == _readable(name) else _slug(name)


def _readable(name: str) -> str:
    """A file's name that can be written anywhere: U+FFFD for bytes that are no UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def _slug(stem: str) -> str:
    """An ASCII name for an index folder; Chinese file names become a short hash."""
    ascii_part = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    if ascii_part and stem.isascii():
        return ascii_part[:40]
    return "reg-" + sha256(stem.encode("utf-8", "surrogateescape")).hexdigest()[:10]
