"""Files → regulations: reading, encodings, metadata. The only I/O of the package."""

from __future__ import annotations

import os
import re
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpus.errors import USAGE, FiredutyError
from corpus.files import parse_toml, read_file
from corpus.text.parse import parse_with_warnings
from corpus.text.provision import Level, Provision, Regulation, is_slug
from corpus.text.status import NOT_STATED, STATUSES

#: The regulation that ships with the project.
_SHIPPED = "beijing-fire-duty"
#: What a text or a data file may hold.
MAX_BYTES = 20_000_000
_FRONT_MATTER = re.compile(
    r"附件|附：|.*(?:主席令|令第|第.+号)|[（(].*[）)]$|\d{4}年|.*(?:通过|修正|修订|公布|发布|施行|批准)"
)
_KNOWN_KEYS = {
    "title",
    "short_title",
    "subject",
    "version",
    "status",
    "issuer",
    "effective",
    "source",
}


def data_folder() -> Path:
    """Folder of the shipped regulation: text, metadata and language data."""
    return Path(str(files("corpus"))) / "data" / _SHIPPED


@lru_cache(maxsize=4)
def load_default() -> Regulation:
    """The shipped regulation, parsed once per process."""
    return load_regulation(data_folder())


def load_regulation(path: Path) -> Regulation:
    """Read a regulation from a folder (``regulation.txt`` + ``metadata.toml``) or a text file.

    Raises:
        FiredutyError: the path cannot be read, is not UTF-8, or holds no 条.
    """
    if os.path.isdir(path):  # never raises, as Path.is_dir does where a folder is closed
        slug = _folder_slug(path)
        text_file, metadata = path / "regulation.txt", _read_metadata(path / "metadata.toml")
    else:
        text_file, metadata, slug = path, {}, _slug(path.stem)
    source = read_text(text_file)
    body, warnings = parse_with_warnings(source)
    regulation = Regulation(
        slug=slug,
        version=str(metadata.get("version", "unversioned")),
        title=str(metadata.get("title") or guess_title(body) or _readable(path.stem)),
        short_title=str(metadata.get("short_title", "")),
        subject=str(metadata.get("subject", "")),
        status=str(metadata.get("status", NOT_STATED)),
        issuer=metadata.get("issuer"),
        effective=metadata.get("effective"),
        source=str(metadata.get("source", "")),
        body=body,
        source_text=source,
        warnings=warnings,
    )
    if not regulation.articles():
        raise FiredutyError(
            f"{text_file} 里没有找到任何「第…条」，不是可用的法规文本", exit_code=USAGE
        )
    return regulation


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without byte-order mark.

    Raises:
        FiredutyError: missing, unreadable, too large, empty or not UTF-8; says what to do.
    """
    data = read_file(path, MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "看起来是 GBK 编码" if _is_gbk(data) else "文件可能已损坏"
        raise FiredutyError(
            f"{path} 不是 UTF-8 文本（第 {error.start + 1} 个字节起），{hint}；"
            "请用记事本另存为 UTF-8，或运行 iconv -f GBK -t UTF-8",
            exit_code=USAGE,
        ) from error
    if not text.strip():
        raise FiredutyError(f"{path} 是空文件", exit_code=USAGE)
    return text


def _is_gbk(data: bytes) -> bool:
    try:
        return any("\u4e00" <= c <= "\u9fff" for c in data.decode("gb18030"))
    except UnicodeDecodeError:
        return False


def _read_metadata(path: Path) -> dict[str, Any]:
    metadata = parse_toml(path, read_text(path))
    if unknown := metadata.keys() - _KNOWN_KEYS:
        raise FiredutyError(f"{path} 有不认识的字段：{'、'.join(sorted(unknown))}", exit_code=USAGE)
    if metadata.get("status") not in STATUSES:
        raise FiredutyError(f"{path} 的 status 必须是 {'、'.join(STATUSES)} 之一", exit_code=USAGE)
    if wrong := [k for k, v in metadata.items() if k != "effective" and not isinstance(v, str)]:
        raise FiredutyError(f"{path} 的 {'、'.join(wrong)} 应是一段文字", exit_code=USAGE)
    effective = metadata.get("effective")
    if effective is not None and not isinstance(effective, date):
        raise FiredutyError(f"{path} 的 effective 必须是日期，如 2024-01-01", exit_code=USAGE)
    return metadata


def guess_title(body: Provision) -> str:
    """Title from the lines before the first heading; two printed lines are joined."""
    parts: list[str] = []
    for node in body.children:
        if node.level is not Level.NOTE:
            break
        if _FRONT_MATTER.match(node.text) or node.text.replace(" ", "") == "目录":
            if parts:
                break
            continue
        parts.append(node.text.replace(" ", ""))
        if re.search(r"(?:法|条例|规定|办法|细则|规则|决定|解释|规范|标准)$", parts[-1]):
            break
    return "".join(parts)


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
