"""What the statute benchmark asks its indexes with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def counted(tokens: Iterable[str]) -> Mapping[str, float]:
    """Distinct query tokens, each with weight 1."""
    return dict.fromkeys(tokens, 1.0)
