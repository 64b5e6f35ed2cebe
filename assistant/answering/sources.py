"""What answers are made from: the index, and the register with what it gives. Read when first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from corpus.errors import USAGE, FiredutyError
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
        """The responsibility register.

        Raises:
            FiredutyError: the regulation has none, or its data files are broken.
        """
        from corpus.register.lookups import Lookups
        from corpus.register.registry import register_of

        regulation, language = self.index.regulation, self.index.language
        if language.folder is None:
            raise FiredutyError(f"《{regulation.title}》没有职责登记数据", exit_code=USAGE)
        return Lookups(register_of(regulation, language))

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
            FiredutyError: as ``lookups``.
        """
        from corpus.premises.applicability import Guide
        from corpus.premises.data import load_places

        language = self.index.language
        register = self.lookups.register
        assert language.folder is not None  # else ``lookups`` has raised
        return Guide(register, load_places(language.folder), language.units)
