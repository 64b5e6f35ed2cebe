"""The clause records of one document, provision by provision, with what a reader has reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.clauses.links import read_table
from corpus.clauses.table import ClauseTable
from corpus.language.data import has_register, load_language
from corpus.register.records import Duty
from corpus.register.registry import load_register
from corpus.text.provision import Level, Provision, ProvisionId
from ui.documents.clause_lines import describe_clauses
from ui.documents.elsewhere import CitingDocument


@dataclass(frozen=True, slots=True)
class ClauseLists:
    """Records and links of one document.

    Attributes:
        clauses: the records of every leaf, and the links between them.
        reviewed: the duties of leaves whose register a reader has reviewed.
    """

    clauses: ClauseTable
    reviewed: tuple[Duty, ...]

    @staticmethod
    def of(document: CitingDocument, folder: Path | None) -> ClauseLists:
        """Those of a document; ``folder`` holds its data, None for a bare text.

        Raises:
            FiredutyError: a data file is broken.
        """
        clauses = read_table(document.regulation, document.references)
        return ClauseLists(clauses, _reviewed(document, folder))

    def below(self, address: ProvisionId | None, node: Provision) -> list[str]:
        """The lines for a provision with all below it, or for a 章, which has no address."""
        articles = {n.number for n in node.walk() if n.level is Level.ARTICLE}

        def lies(leaf: ProvisionId) -> bool:
            return leaf.lies_in(address) if address else leaf.article in articles and not leaf.annex

        return describe_clauses(
            [r for r in self.clauses.records if lies(r.provision)],
            self.clauses.links,
            [d for d in self.reviewed if lies(d.provision)],
        )


def _reviewed(document: CitingDocument, folder: Path | None) -> tuple[Duty, ...]:
    if folder is None or not has_register(folder):
        return ()
    return load_register(document.regulation, folder, load_language(folder)).duties
