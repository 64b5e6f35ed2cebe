"""What everything that is served shares. Made once; its parts when they are first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.sources import Sources
from assistant.assistant import Assistant
from assistant.training.trainer import Trainer
from assistant.verify.verifier import Verifier
from corpus.errors import FiredutyError
from corpus.language.examples import Examples
from corpus.premises.applicability import Guide
from corpus.register.lookups import Lookups
from corpus.text.provision import Regulation
from ui.records.feedback import FeedbackStore
from ui.web.groups.store import GroupStore
from ui.web.held import HeldDocuments, held_by


@dataclass(frozen=True)
class Services:
    """An assistant with what it answers from.

    What belongs to one document (its register, checklists, training) is that of the first, as in the
    assistant; ``only`` gives the services of others.

    Attributes:
        assistant: answers the questions.
        feedback: keeps what readers say of answers; None where nothing is kept.
        groups: keeps what groups answer in training; None where no group can meet.
        slug: what the anchors of the first document begin with in the whole library; see
            ``ui.records.anchors``.
    """

    assistant: Assistant
    feedback: FeedbackStore | None = None
    groups: GroupStore | None = None
    slug: str = ""

    def only(self, keys: Sequence[str]) -> Services:
        """The services of some of the documents, strictly; these for none or all.

        Raises:
            FiredutyError: there is no document with such a key; says which there are.
        """
        if not keys:
            return self
        assistant = self.assistant.only(keys)
        if assistant.library.keys == self.assistant.library.keys:
            return self
        return replace(
            self, assistant=assistant, slug=self.slug or self.held.slug(assistant.regulation.key)
        )

    @property
    def held(self) -> HeldDocuments:
        """The documents as the page shows them."""
        return held_by(self.assistant)

    @property
    def regulation(self) -> Regulation:
        """The regulation that is answered from."""
        return self.assistant.regulation

    @property
    def examples(self) -> Examples:
        """What the regulation is introduced with."""
        return self.assistant.examples

    @property
    def lookups(self) -> Lookups | None:
        """The responsibility register; None where its data cannot be read."""
        return lookups_of(self.assistant.documents[0])

    @property
    def registers(self) -> tuple[Lookups, ...]:
        """The reviewed responsibility registers of the documents that have one."""
        return tuple(lookups for lookups in self._lookups if lookups.register.reviewed)

    @property
    def derived(self) -> tuple[Lookups, ...]:
        """The registers that the program made by itself, of the documents without a reviewed one."""
        return tuple(lookups for lookups in self._lookups if not lookups.register.reviewed)

    @property
    def _lookups(self) -> list[Lookups]:
        found = map(lookups_of, self.assistant.documents)
        return [lookups for lookups in found if lookups is not None]

    @property
    def guides(self) -> tuple[Guide, ...]:
        """What applies to which place, of the documents that have such data."""
        found = map(guide_of, self.assistant.documents)
        return tuple(guide for guide in found if guide is not None)

    def lacking(self, having: Sequence[Regulation]) -> tuple[Regulation, ...]:
        """The documents that are none of some."""
        keys = {regulation.key for regulation in having}
        return tuple(r for r in self.assistant.regulations if r.key not in keys)

    @property
    def guide(self) -> Guide | None:
        """What applies to which place; None for a regulation without such data."""
        return guide_of(self.assistant.documents[0])

    @property
    def trainer(self) -> Trainer | None:
        """Makes training packs; None where the register cannot be read."""
        return None if self.lookups is None else self.assistant.trainer

    @property
    def verifier(self) -> Verifier:
        """Checks sentences against the provisions."""
        return self.assistant.verifier


def lookups_of(document: Sources) -> Lookups | None:
    """The responsibility register of a document, reviewed or not; None where its data cannot be read."""
    try:
        return document.lookups
    except FiredutyError:
        return None


def reviewed_of(document: Sources) -> Lookups | None:
    """The responsibility register of a document; None where nobody has reviewed one."""
    lookups = lookups_of(document)
    return lookups if lookups is not None and lookups.register.reviewed else None


def guide_of(document: Sources) -> Guide | None:
    """What of a document applies to which place; None for a document without such data."""
    if document.index.language.folder is None or lookups_of(document) is None:
        return None
    guide = document.guide
    return guide if guide.data.rules else None
