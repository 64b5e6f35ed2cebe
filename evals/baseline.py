"""The plain pipeline that every figure stands beside: LangChain + Chroma over fixed-size chunks.

What a tutorial builds: split the text every 300 characters with an overlap of 50, embed, store,
take the nearest. Same text and same embedder as ours. A chunk is credited with every leaf of which
it holds at least half.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.text.provision import Leaf, Regulation
from corpus.text.render import render
from index.embed import Embedder

SIZE, OVERLAP = 300, 50


class PlainPipeline:
    """Fixed chunks in LangChain's Chroma store."""

    def __init__(self, regulation: Regulation, embedder: Embedder, folder: Path) -> None:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(
            chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True
        )
        documents = splitter.create_documents([render(regulation.body)])
        self._store = Chroma(
            "plain",
            embedding_function=embedder,  # type: ignore[arg-type]
            persist_directory=str(folder),
        )
        self._store.add_documents(documents)
        self._leaves = regulation.leaves()

    def search(self, question: str, k: int) -> list[str]:
        """Ids of leaves in the order of the chunks that hold them."""
        found: dict[str, None] = {}
        for document in self._store.similarity_search(question, k):
            for leaf in covered(document.page_content, self._leaves):
                found.setdefault(str(leaf.id))
        return list(found)


def covered(chunk: str, leaves: Sequence[Leaf]) -> list[Leaf]:
    """Leaves of which a chunk holds at least half, largest share first."""
    shares = [(_share(chunk, leaf.text), leaf) for leaf in leaves]
    return [leaf for share, leaf in sorted(shares, key=lambda p: -p[0]) if share >= 0.5]


def _share(chunk: str, text: str) -> float:
    """Longest run of the text's start or end that the chunk holds, as a share of the text."""
    flat = chunk.replace("\n", "")
    if text in flat:
        return 1.0
    half = (len(text) + 1) // 2
    return 0.5 if text[:half] in flat or text[-half:] in flat else 0.0
