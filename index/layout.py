"""What an index is named and holds: shared by building and opening.

See ``index.build`` for its folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.clauses.records import CLAUSES_VERSION
from corpus.language.data import LanguageData
from corpus.text.parse import PARSER_VERSION
from corpus.text.provision import Leaf, Regulation
from index.tokens import TOKENS_VERSION

#: Raised whenever the layout of the folder or the choice of fields changes.
INDEX_VERSION = "15"
FORMAT = "fireduty-index"
COLLECTION = "provisions"
DOCUMENTS = "documents"
#: Fields that are searched: lead-in and own words, and questions on what is not stated.
LEXICAL_FIELDS = ("text", "absent")


def identify_segment(regulation: Regulation, language_digest: str, embedder: str) -> str:
    """Content hash of all that changes what is derived of a document: text, data, versions, model.

    Args:
        language_digest: of its language data.
        embedder: identity of the embedder, see ``index.embed.identify_embedder``.
    """
    parts = [
        regulation.id,
        regulation.source_text,
        language_digest,
        PARSER_VERSION,
        TOKENS_VERSION,
        INDEX_VERSION,
        CLAUSES_VERSION,
        embedder,
    ]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


def chroma_folder(index_folder: Path) -> str:
    """Where a build keeps its Chroma files."""
    return str(index_folder / "chroma")


def stored_id(regulation: Regulation, leaf: Leaf, several: bool) -> str:
    """Id of a provision in the collection, with the key of its document where there are several."""
    return str(leaf.id.of(regulation.key) if several else leaf.id)


def segment_folder(index_folder: Path, slug: str) -> Path:
    """Where an index keeps what it holds of one document."""
    return index_folder / DOCUMENTS / slug


def absent_questions_of(language: LanguageData) -> list[str]:
    """All questions on what is not stated, topic after topic."""
    return [question for topic in language.absent for question in topic.questions]
