"""Zip archives, office files among them, whose bytes are the same for the same content."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

#: Times of an office file's properties, which openpyxl sets to the time of saving.
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_CORE = "docProps/core.xml"


def settle(content: bytes, date: str) -> bytes:
    """An office file whose bytes do not tell when it was saved.

    Args:
        content: a zip archive, as every office file is.
        date: ISO date that its properties and its parts bear instead.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    stamp = rb"\g<1>" + f"{date[:10]}T00:00:00Z".encode() + rb"\g<2>"
    return zip_parts(
        ((name, _TIMES.sub(stamp, part) if name == _CORE else part) for name, part in parts), date
    )


def zip_parts(parts: Iterable[tuple[str, bytes]], date: str) -> bytes:
    """A zip archive, the same for the same parts; they bear an ISO date and belong to nobody."""
    day = datetime.fromisoformat(date)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts:
            info = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, part)
    return out.getvalue()
