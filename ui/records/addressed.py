"""Which of several documents an address leads into, and the address as it is written inside that one."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.library.named import find_namings, text_for
from corpus.citing.citations import parse_short
from corpus.text.provision import Regulation
from index.library import unlisted


def find_addressed(
    written: str, documents: Sequence[Regulation]
) -> tuple[tuple[Regulation, str], ...]:
    """The documents that an address leads into, each with the address as it is read there.

    ``消防法/art60`` and 「消防法第六十条」 lead into the document that they name, an address that names none
    into the first. Whether the provision is there is another question.

    Args:
        written: an address in any common form.
        documents: in the order of the library; at least one.

    Raises:
        FiredutyError: a key is written that no document has.
    """
    prefix, _, inside = written.strip().rpartition("/")
    if prefix and inside.startswith(("art", "annex")) and parse_short(inside) is not None:
        known = [d for d in documents if prefix in (d.key, d.id)]
        if not known and "@" not in prefix:
            raise unlisted(prefix, [d.key for d in documents])
        return ((known[0] if known else documents[0], inside),)
    if len(documents) == 1:
        return ((documents[0], written),)
    namings = find_namings(written, documents, documents[0].key)
    named = {naming.key for naming in namings}
    found = tuple((d, text_for(written, d.key, namings)) for d in documents if d.key in named)
    return found or ((documents[0], written),)


def qualified(address: object, document: Regulation, among: Sequence[Regulation]) -> str:
    """A printed address, with the key of its document where there are several."""
    return f"{document.key}/{address}" if len(among) > 1 else str(address)
