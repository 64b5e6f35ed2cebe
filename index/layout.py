"""What an index folder holds and is named: shared by building and opening.

See ``index.build`` for the folder.
"""

from __future__ import annotations

import hashlib

from corpus.language.data import LanguageData
from corpus.text.parse import PARSER_VERSION
from corpus.text.provision import Regulation
from index.embed import identify_embedder
from index.tokens import TOKENS_VERSION

#: Raised whenever the layout of the folder or the choice of fields changes.
INDEX_VERSION = "11"
FORMAT = "fireduty-index"
COLLECTION = "provisions"
#: Fields that are searched: lead-in and own words, and questions on what is not stated.
LEXICAL_FIELDS = ("text", "absent")


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
