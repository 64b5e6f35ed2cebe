"""Chunks, tokens, vectors and fusion: question → ranked provisions."""

from index.build import Manifest, build_index, identity
from index.embed import BUILTIN
from index.expand import Expansion
from index.opened import Index, open_index, read_manifest
from index.rerank import Reranker, load_reranker, rerank
from index.retrieve import Hit, Mode, Ranking, rank

__all__ = [
    "BUILTIN",
    "Expansion",
    "Hit",
    "Index",
    "Manifest",
    "Mode",
    "Ranking",
    "Reranker",
    "build_index",
    "identity",
    "load_reranker",
    "open_index",
    "rank",
    "read_manifest",
    "rerank",
]
