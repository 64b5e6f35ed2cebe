"""References between documents that are held: where one leads, and what leads here from another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.citing.citations import canonical, lookup
from corpus.citing.references import Reference
from corpus.text.provision import ProvisionId, Regulation
from index.library import is_named


@dataclass(frozen=True, slots=True)
class CitingDocument:
    """A document with what its provisions cite."""

    regulation: Regulation
    references: Sequence[Reference]


def find_document(
    reference: Reference, own: Regulation, held: Sequence[Regulation]
) -> Regulation | None:
    """The held document that a reference of another leads to; of several versions the first.

    Args:
        reference: the reference.
        own: the document that it stands in.
        held: the documents, in the order in which they are tried.
    """
    if not reference.external:
        return None
    others = (r for r in held if r is not own)
    return next((r for r in others if is_named(r, reference.external)), None)


def find_provision_in(reference: Reference, document: Regulation) -> ProvisionId | None:
    """The provision of another document that a reference names; None where that has no such one."""
    address = reference.external_id
    if address is None or lookup(document, address) is None:
        return None
    return canonical(address)


def find_citing(
    here: ProvisionId, own: Regulation, held: Sequence[CitingDocument]
) -> Iterator[tuple[Regulation, Reference]]:
    """References in other documents that name a provision or one in it, document by document."""
    for other in held:
        if other.regulation is own:
            continue
        for reference in other.references:
            address = reference.external_id
            if address is None or not canonical(address).lies_in(here):
                continue
            if is_named(own, reference.external):
                yield other.regulation, reference
