"""Bytes → text, in whichever encoding Chinese texts are saved: UTF-8, 16 and 32, GBK, Big5."""

from __future__ import annotations

_COMMON = "的一是不在有和人为以第条章 法规定应当机关单位国家部门责任。，、；："
_COMMON_TRADITIONAL = "的一是不在有和人為以第條章 法規定應當機關單位國家部門責任。，、；："
_MARKED = (
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_WIDE = (
    ("utf-32-le", "UTF-32"),
    ("utf-32-be", "UTF-32"),
    ("utf-16-le", "UTF-16"),
    ("utf-16-be", "UTF-16"),
)


def decode_text(data: bytes) -> tuple[str, str] | None:
    """The text and the name of its encoding; None where no encoding makes words of the bytes."""
    for mark, codec, name in _MARKED:
        if data.startswith(mark):
            return _strictly(data, codec, name)
    if b"\0" in data[:4000] and (wide := _without_mark(data)):
        return wide
    return _strictly(data, "utf-8-sig", "UTF-8") or _of_bytes(data)


def share_of(text: str, common: str) -> float:
    """How much of a text is made of certain characters."""
    return sum(c in common for c in text) / len(text) if text else 0.0


def _strictly(data: bytes, codec: str, name: str) -> tuple[str, str] | None:
    try:
        return data.decode(codec), name
    except UnicodeDecodeError:
        return None


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """UTF-32 or 16 without a mark, told by the words that come of it."""
    for codec, name in _WIDE:
        found = _strictly(data, codec, name)
        if found and "\0" not in found[0] and share_of(found[0], _COMMON) > 0.08:
            return found
    return None


def _of_bytes(data: bytes) -> tuple[str, str] | None:
    """GBK or Big5, whichever makes words of the bytes."""
    readings = [
        (share_of(found[0], common), found)
        for codec, name, common in (
            ("gb18030", "GBK", _COMMON),
            ("big5hkscs", "Big5", _COMMON_TRADITIONAL),
        )
        if (found := _strictly(data, codec, name))
    ]
    share, best = max(readings, default=(0.0, None), key=lambda r: r[0])
    good = share >= 0.03 or (share > 0 and sum(s > 0 for s, _ in readings) == 1)
    return best if good else None
