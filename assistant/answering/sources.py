"""What answers about one document are made from: its index and what is made of it when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answering.next_questions import NextQuestions
from assistant.rendering.lacking import lacks
from corpus.errors import FiredutyError
from corpus.language.data import has_register
from corpus.language.examples import Examples, examples_of
from corpus.language.plain import Plain, load_plain
from corpus.text.excerpt import excerpt
from corpus.text.provision import Leaf, Regulation
from index.opened import Index
from index.rerank import Reranker

if TYPE_CHECKING:
    from assistant.answering.entailment import Entailment
    from assistant.training.trainer import Trainer
    from assistant.understanding.assertion import Assertion
    from assistant.verify.verifier import Verifier
    from corpus.citing.references import Reference
    from corpus.premises.applicability import Guide
    from corpus.register.lookups import Lookups


class Sources:
    """The sources of answers about one document.

    Attributes:
        index: an open index.
        reranker: takes a second look at the best hits; None for none.

    Args:
        of_many: whether it is one of thousands, opened for one question.
    """

    def __init__(
        self, index: Index, reranker: Reranker | None = None, *, of_many: bool = False
    ) -> None:
        self._of_many = of_many
        self.index = index
        self.reranker = reranker

    @property
    def regulation(self) -> Regulation:
        """The document."""
        return self.index.regulation

    @cached_property
    def lookups(self) -> Lookups:
        """The responsibility register; without reviewed data, what the program reads out of the text.

        Raises:
            FiredutyError: its data files are broken.
        """
        from corpus.register.lookups import Lookups
        from corpus.register.registry import register_of, unreviewed_register

        index = self.index
        if has_register(index.language.folder):
            return Lookups(register_of(index.regulation, index.language))
        return Lookups(unreviewed_register(index.regulation, index.language, index.records))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What the provisions cite, with what reviewed data adds."""
        from corpus.citing.references import references_of

        if self.index.language.folder is not None:
            return self.lookups.register.references
        return references_of(self.regulation, None)

    def around(self, leaves: Sequence[Leaf]) -> tuple[Lookups, Verifier]:
        """What some provisions are judged by: the register and the verifier of the document.

        Of a document that is opened for one question, those of the 条 of these provisions alone: to make
        them of a whole law takes longer than all else of an answer.
        """
        if not self._of_many or has_register(self.index.language.folder):
            return self.lookups, self.verifier
        from assistant.verify.verifier import Verifier
        from corpus.register.from_clauses import read_register
        from corpus.register.lookups import Lookups

        index = self.index
        part = excerpt(index.regulation, leaves)
        records = [r for leaf in part.leaves() for r in index.stored_clauses.of(leaf.id)]
        references = tuple(reference for r in records for reference in r.references)
        register = read_register(part, index.language, records, references)
        return Lookups(register), Verifier(register, index.language, index.segmenter)

    def judge(self, assertion: Assertion, leaf: Leaf) -> Entailment | None:
        """What the learned rule makes of an assertion and a provision; None where it knows nothing."""
        from assistant.answering.entailment import judge

        if not self.index.manifest.has_shipped_encoder:
            return None
        records = self.index.stored_clauses.of(leaf.id)
        return judge(assertion, leaf, records, self.index.embedder)

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
            FiredutyError: as ``lookups``, or the document has no folder for such data.
        """
        from corpus.premises.applicability import Guide
        from corpus.premises.data import load_places

        regulation, language = self.index.regulation, self.index.language
        if language.folder is None:
            raise FiredutyError(lacks(regulation, "places"))
        return Guide(self.lookups.register, load_places(language.folder), language.units)

    @cached_property
    def trainer(self) -> Trainer:
        """Makes training packs.

        Raises:
            FiredutyError: as ``lookups``.
        """
        from assistant.training.trainer import Trainer
        from corpus.teaching.data import load_training

        folder = self.index.language.folder
        guide = self.guide if folder is not None else None
        return Trainer(self.lookups, self.verifier, load_training(folder), guide, self.plain)

    @cached_property
    def plain(self) -> Plain:
        """Short id of a provision → sentences in plain words; none for a document without them."""
        return load_plain(self.index.language.folder)

    @cached_property
    def suggestions(self) -> NextQuestions:
        """What one may ask next, and questions that begin as one types."""
        return NextQuestions(self.index)

    @cached_property
    def examples(self) -> Examples:
        """What the document is introduced with."""
        return examples_of(self.regulation, self.index.language)
