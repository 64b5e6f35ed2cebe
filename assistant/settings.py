"""Settings, read from the environment in this one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index import BUILTIN


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the program.

    Attributes:
        home: folder of the indexes (``FIREDUTY_HOME``).
        regulation: folder or text file of another regulation (``FIREDUTY_REGULATION``); None
            for the one that ships.
        embedder: ``builtin``, a folder or a hub name (``FIREDUTY_EMBEDDER``).
        chroma: None scores vectors in memory; ``folder`` or a server address asks Chroma
            (``FIREDUTY_CHROMA``).
        reranker: folder or hub name of a cross-encoder (``FIREDUTY_RERANKER``); None for none.
    """

    home: Path
    regulation: Path | None = None
    embedder: str = BUILTIN
    chroma: str | None = None
    reranker: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read ``FIREDUTY_*``; empty values count as unset."""
        home = environment.get("FIREDUTY_HOME")
        regulation = environment.get("FIREDUTY_REGULATION")
        return cls(
            home=Path(home).expanduser() if home else _default_home(),
            regulation=Path(regulation).expanduser() if regulation else None,
            embedder=environment.get("FIREDUTY_EMBEDDER") or BUILTIN,
            chroma=environment.get("FIREDUTY_CHROMA") or None,
            reranker=environment.get("FIREDUTY_RERANKER") or None,
        )


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("fireduty", appauthor=False) / "index"
