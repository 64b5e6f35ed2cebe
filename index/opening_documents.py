"""Open single documents of a library, each checked to be the one that this program would build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from corpus.language.data import LanguageData, language_digest, load_language
from corpus.text.load import Parsed, load_regulation
from corpus.text.parse import PARSER_VERSION
from corpus.text.provision import Regulation
from index.clause_kinds import LeafKinds
from index.contents import CommonWords, Contents
from index.dense import DenseScores
from index.documents import as_listed, source_path
from index.embed import Embedder
from index.layout import identify_segment, segment_folder
from index.manifest import LibraryManifest, ListedDocument
from index.opened import Index, IndexManifest, assemble
from index.seals import REMEDY, Seals, check_seals
from index.segment_files import read_common, read_language, read_tree, sources_of
from index.tokens import Segmenter
from index.versions import with_others


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A listed document with the text and data that it was built from."""

    listed: ListedDocument
    regulation: Regulation
    language: LanguageData
    folder: Path
    seals: Seals


@dataclass(frozen=True)  # no slots: what is read is kept
class DocumentOpener:
    """Opens the documents of one index.

    Attributes:
        folder, manifest: of the index.
        identity: of the embedder.
        embedder: embeds the questions.
        given: what ``FIREDUTY_REGULATION`` names.
    """

    folder: Path
    manifest: LibraryManifest
    identity: str
    embedder: Embedder
    given: Path | None = None

    @cached_property
    def common(self) -> CommonWords:
        """What is known of the language."""
        return read_common(self.folder, self.manifest.files)

    @cached_property
    def _segmenter(self) -> Segmenter:
        """One for all documents that add no words of their own: it knows half a million."""
        return Segmenter(self.common.dictionary)

    @cached_property
    def _versions(self) -> Mapping[str, list[ListedDocument]]:
        """Key that versions share → their entries."""
        versions: dict[str, list[ListedDocument]] = {}
        for listed in self.manifest.documents:
            versions.setdefault(listed.base, []).append(listed)
        return versions

    def find(self, listed: ListedDocument) -> FoundDocument:
        """What a document was built from, where that still is what it would be built from.

        Raises:
            FiredutyError: it is not, or cannot be read.
        """
        folder = segment_folder(self.folder, listed.slug)
        seals = self.manifest.files_of(listed.slug)
        if listed.source == "added":
            check_seals(folder, sources_of(self.manifest, listed.slug))
        path = source_path(listed, self.folder, self.given)
        data = path if path.is_dir() else None
        regulation = with_others(
            as_listed(load_regulation(path, tree=self._tree_of(listed, folder, seals)), listed),
            listed,
            self._versions[listed.base],
            lambda other: load_regulation(source_path(other, self.folder, self.given)),
        )
        wanted = identify_segment(regulation, language_digest(data) if data else "", self.identity)
        if listed.segment != wanted:
            if data:
                load_language(data)  # a file that cannot be read is told by its name
            raise FiredutyError(
                f"索引已过期：《{listed.title}》的是 {listed.segment}，"
                f"当前文本、数据和模型对应 {wanted}；{REMEDY}"
            )
        return FoundDocument(listed, regulation, read_language(folder, seals, data), folder, seals)

    def _tree_of(
        self, listed: ListedDocument, folder: Path, seals: Seals
    ) -> Callable[[], Parsed] | None:
        """The kept tree of an added text, where this program would parse it to the same."""
        if listed.source != "added" or self.manifest.parser != PARSER_VERSION:
            return None
        return partial(read_tree, folder, seals)

    def assemble(
        self,
        source: FoundDocument,
        contents: Contents,
        dense: DenseScores | None,
        kinds: LeafKinds | None = None,
        article_of: NDArray[np.int64] | None = None,
    ) -> Index:
        """The document as it is asked; ``kinds``, ``article_of`` as of ``index.opened.assemble``."""
        return assemble(
            manifest=self._manifest_of(source),
            regulation=source.regulation,
            language=source.language,
            contents=contents,
            common=self.common,
            embedder=self.embedder,
            dense=dense,
            segmenter=None if contents.words else self._segmenter,
            kinds=kinds,
            article_of=article_of,
        )

    def _manifest_of(self, source: FoundDocument) -> IndexManifest:
        listed, manifest = source.listed, self.manifest
        return IndexManifest(
            listed.segment,
            source.regulation.id,
            listed.title,
            manifest.parser,
            manifest.tokens,
            manifest.index,
            manifest.embedder,
            listed.leaves,
            listed.questions,
            manifest.dimension,
            manifest.built_at,
        )
