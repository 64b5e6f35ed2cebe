"""Documents that are asked together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import USAGE, FiredutyError
from index.opened import Index


@dataclass(frozen=True, slots=True)
class Library:
    """Opened documents, in the order in which they are listed.

    Attributes:
        indexes: one of each document; the first is meant where none is named.
    """

    indexes: tuple[Index, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the documents."""
        return tuple(index.regulation.key for index in self.indexes)

    def only(self, keys: Sequence[str]) -> Library:
        """The library of some of its documents.

        Raises:
            FiredutyError: there is no document with such a key; says which there are.
        """
        if unknown := [key for key in keys if key not in self.keys]:
            raise FiredutyError(
                f"没有收录「{unknown[0]}」；收录的有 {'、'.join(self.keys)}", exit_code=USAGE
            )
        return Library(tuple(i for i in self.indexes if i.regulation.key in keys))
