"""What answers are made from: the index, and the register with what it gives. Read when first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from corpus.errors import FiredutyError
from index.opened import Index
from index.rerank import Reranker

if TYPE_CHECKING:
    from assistant.verify.verifier import Verifier
    from corpus.premises.applicability import Guide
    from corpus.register.lookups import Lookups


class Sources:
    """The sources of answers about one regulation.

    Attributes:
        index: an open index.
        reranker: takes a second look at the best hits; None for none.
    """

    def __init__(self, index: Index, reranker: Reranker | None = None) -> None:
        self.index = index
        self.reranker = reranker

    @cached_property
    def lookups(self) -> Lookups:
        """The responsibility register; without reviewed data, what the program reads out of the text.

        Raises:
            FiredutyError: its data files are broken.
        """
        from corpus.register.lookups import Lookups
        from corpus.register.registry import register_of

        return Lookups(register_of(self.index.regulation, self.index.language))

    @cached_property
    def verifier(self) -> Verifier:
        """Checks sentences against the provisions.

        Raises:
            FiredutyError: as ``lookups``.
        """
        from assistant.verify.verifier import Verifier

        return Verifier(self.lookups.register, self.index.language, self.index.segmenter)

    @cached_property
    def guide(self) -> Guide:
        """What applies to which place.

        Raises:
            FiredutyError: as ``lookups``, or the regulation has no folder for such data.
        """
        from corpus.premises.applicability import Guide
        from corpus.premises.data import load_places

        regulation, language = self.index.regulation, self.index.language
        if language.folder is None:
            raise FiredutyError(f"《{regulation.title}》还没有场所适用性数据，不能列清单")
        return Guide(self.lookups.register, load_places(language.folder), language.units)
