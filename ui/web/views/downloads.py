"""A document as a file to download: bytes, media type and a name in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from corpus.errors import USAGE, FiredutyError
from ui.documents.document import Document
from ui.documents.export import content_of
from ui.records.brand import BRAND

#: Formats that the page offers, with their names there.
OFFERED = {"docx": "Word", "xlsx": "Excel", "csv": "CSV", "md": "Markdown"}
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Download:
    """What goes to the browser."""

    content: bytes
    media_type: str
    name: str

    @property
    def headers(self) -> dict[str, str]:
        """``Content-Disposition`` by RFC 6266, and that nothing keeps it."""
        ending = self.name.rsplit(".", 1)[-1]
        return {
            "Content-Disposition": (
                f"attachment; filename=\"fireduty.{ending}\"; filename*=UTF-8''{quote(self.name)}"
            ),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }


def download(document: Document, format: str, title: str = "") -> Download:
    """A document in one of the formats that are offered.

    Args:
        title: that the file is named by; the document's name where it is empty.

    Raises:
        FiredutyError: the format is not.
    """
    if format not in OFFERED:
        raise FiredutyError(f"没有这种格式：{format}；可以用 {'、'.join(OFFERED)}", exit_code=USAGE)
    name = file_name(title or document.name or document.title, format)
    return Download(content_of(document, format), _TYPES[format], name)


def download_bytes(content: bytes, title: str, ending: str) -> Download:
    """What has been made as a file."""
    return Download(content, _TYPES[ending], file_name(title, ending))


def download_page(html: str, title: str) -> Download:
    """A whole page as a file."""
    return Download(html.encode("utf-8"), _TYPES["html"], file_name(title, "html"))


def file_name(title: str, ending: str) -> str:
    """A file name that every system takes."""
    short = _FORBIDDEN.sub(" ", title).strip(" .")[:_LONGEST]
    return f"{short or BRAND}.{ending}"
