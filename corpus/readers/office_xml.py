"""The parts of an Office file: a zip archive of XML, opened within bounds and without its macros."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from corpus.errors import FiredutyError
from corpus.readers.report import refuse

#: What an archive may unpack to: all of it, one part of XML, and so many parts.
MOST_UNPACKED, MOST_PART, MOST_PARTS = 300_000_000, 30_000_000, 5_000
#: How many times smaller than its content an archive may be, from some size on.
_MOST_RATIO, _SMALL = 200, 20_000_000


class Parts:
    """The parts of an archive, read when asked for.

    Raises:
        FiredutyError: it is broken, has a password, or would unpack to too much.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self.broken() from error
        entries = self._archive.infolist()
        size, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
        bomb = size > _SMALL and size > _MOST_RATIO * max(packed, 1)
        if bomb or size > MOST_UNPACKED or len(entries) > MOST_PARTS:
            raise refuse(
                name,
                f"解压后有 {size // 1_000_000} MB、{len(entries)} 个部件，像压缩炸弹，没有解压",
            )
        self.names = frozenset(self._archive.namelist())

    def broken(self) -> FiredutyError:
        """The error of a file that cannot be opened."""
        return refuse(
            self._name, "已损坏（压缩包打不开或缺少部件），请重新取得，或用 Word、WPS 打开后另存"
        )

    def xml(self, part: str) -> Any:
        """The root of a part; None where there is no such part.

        Raises:
            FiredutyError: it is broken or too large.
        """
        from lxml import etree

        if part not in self.names:
            return None
        if self._archive.getinfo(part).file_size > MOST_PART:
            raise refuse(self._name, f"的部件 {part} 超过 {MOST_PART // 1_000_000} MB，没有读入")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            with self._archive.open(part) as stream:
                content = stream.read(MOST_PART + 1)
            if len(content) > MOST_PART:  # its directory said otherwise
                raise self.broken()
            return etree.fromstring(content, parser)
        except RuntimeError as error:
            raise refuse(self._name, "加了密码，请取消密码后另存一份") from error
        except (
            etree.XMLSyntaxError,
            zipfile.BadZipFile,
            OSError,
            EOFError,
            ValueError,
            zlib.error,
        ) as error:
            raise self.broken() from error

    def need(self, part: str) -> Any:
        """The root of a part that must be there.

        Raises:
            FiredutyError: it is not, or is broken.
        """
        found = self.xml(part)
        if found is None:
            raise self.broken()
        return found


def tag_of(node: Any) -> str:
    """Name of an element without its namespace, which differs between editions of the format."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(node: Any, name: str) -> Any:
    """The first child of a name, None for none."""
    return next(children(node, name), None)


def children(node: Any, name: str) -> Iterator[Any]:
    """The children of a name."""
    return (c for c in node if tag_of(c) == name) if node is not None else iter(())


def value_of(node: Any, name: str = "val") -> str:
    """An attribute by its name without namespace; empty where it is not there."""
    if node is None:
        return ""
    return next((v for k, v in node.attrib.items() if k.rpartition("}")[2] == name), "")


def is_on(node: Any) -> bool:
    """Whether a switch is there and not switched off."""
    return node is not None and value_of(node) not in ("0", "false", "off")
