"""What an index folder holds and is named: shared by building and opening.

See ``index.build`` for the folder.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.language.data import LanguageData
from corpus.text.parse import PARSER_VERSION
from corpus.text.provision import Regulation
from index.embed import identify_embedder
from index.tokens import TOKENS_VERSION

#: Raised whenever the layout of the folder or the choice of fields changes.
INDEX_VERSION = "10"
FORMAT = "fireduty-index"
COLLECTION = "provisions"
#: What to do about an index that is missing, broken or stale.
REMEDY = "请运行 fireduty index build"
#: Fields that are searched: lead-in and own words, and questions on what is not stated.
LEXICAL_FIELDS = ("text", "absent")

#: Name of the folder of one index.
IDENTITY = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What an index was built from. Printed by ``fireduty index status``."""

    format: str
    identity: str
    regulation: str
    title: str
    parser: str
    tokens: str
    index: str
    embedder: str
    leaves: int
    questions: int
    dimension: int
    built_at: str


def identify_index(regulation: Regulation, language: LanguageData, embedder: str) -> str:
    """Content hash of everything that changes the index: text, language data, versions, model."""
    parts = [
        regulation.id,
        regulation.source_text,
        language.digest,
        PARSER_VERSION,
        TOKENS_VERSION,
        INDEX_VERSION,
        identify_embedder(embedder),
    ]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


def absent_questions_of(language: LanguageData) -> list[str]:
    """All questions on what is not stated, topic after topic."""
    return [question for topic in language.absent for question in topic.questions]


def read_current_name(home: Path) -> str | None:
    """Identity that the pointer file names, None where there is none or it names no index."""
    try:
        name = (home / "current").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if IDENTITY.fullmatch(name) else None
