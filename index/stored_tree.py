"""The tree of a text in its segment: read back ten times as fast as the text is parsed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from corpus.text.load import Parsed
from corpus.text.provision import Level, ParseWarning, Provision, Regulation


def pack_tree(regulation: Regulation) -> bytes:
    """The tree and what the parser said, as bytes for ``unpack_tree``."""
    said = [astuple(warning) for warning in regulation.warnings]
    raw = {"body": _pack(regulation.body), "warnings": said}
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_tree(stored: bytes) -> Parsed:
    """The inverse of ``pack_tree``."""
    raw = json.loads(stored)
    return _unpack(raw["body"]), tuple(ParseWarning(*row) for row in raw["warnings"])


def _pack(node: Provision) -> list[Any]:
    own = (int(node.level), node.number, node.label, node.text, node.gap, *node.span)
    return [*own, [_pack(child) for child in node.children]]


def _unpack(row: Sequence[Any]) -> Provision:
    level, number, label, text, gap, start, end, below = row
    children = tuple([_unpack(child) for child in below])
    return Provision(_LEVELS[level], number, label, text, children, gap, (start, end))


_LEVELS = {int(level): level for level in Level}
