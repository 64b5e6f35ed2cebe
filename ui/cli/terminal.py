"""Terminals of any encoding: what cannot be shown is shown as an escape, what cannot be read is no error.

A GBK terminal has no ✓ and a path may hold any bytes; neither may stop an answer half way.
"""

from __future__ import annotations

import codecs
import io
import os
import sys

_ESCAPED = "fireduty-escape"


def use_any_terminal() -> None:
    """Make the standard streams take any text; for the whole process."""
    codecs.register_error(_ESCAPED, _escape)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever has started the program
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")


def decode_input(data: bytes) -> str | None:
    """What came in on standard input: UTF-8, else as the terminal writes; None where it is neither."""
    for encoding in ("utf-8-sig", sys.stdin.encoding or "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Characters that an encoding does not have as JSON writes them, so that JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    pairs = (units[at : at + 2].hex() for at in range(0, len(units), 2))
    return "".join(f"\\u{unit}" for unit in pairs), error.end
