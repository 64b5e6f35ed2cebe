"""What everything that is served shares. Made once; its parts when they are first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.assistant import Assistant
from assistant.training.trainer import Trainer
from assistant.verify.verifier import Verifier
from corpus.errors import FiredutyError
from corpus.language.data import has_register
from corpus.language.examples import Examples
from corpus.premises.applicability import Guide
from corpus.register.lookups import Lookups
from corpus.text.provision import Regulation
from ui.records.feedback import FeedbackStore
from ui.web.groups.store import GroupStore


@dataclass(frozen=True)
class Services:
    """An assistant with what it answers from.

    Attributes:
        assistant: answers the questions.
        feedback: keeps what readers say of answers; None where nothing is kept.
        groups: keeps what groups answer in training; None where no group can meet.
    """

    assistant: Assistant
    feedback: FeedbackStore | None = None
    groups: GroupStore | None = None

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
        return replace(self, assistant=assistant)

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
        """The responsibility register; None for a regulation without one."""
        if not has_register(self.assistant.index.language.folder):
            return None
        try:
            return self.assistant.lookups
        except FiredutyError:
            return None

    @property
    def guide(self) -> Guide | None:
        """What applies to which place; None for a regulation without such data."""
        if self.lookups is None:
            return None
        guide = self.assistant.guide
        return guide if guide.data.rules else None

    @property
    def trainer(self) -> Trainer | None:
        """Makes training packs; None without a register."""
        return None if self.lookups is None else self.assistant.trainer

    @property
    def verifier(self) -> Verifier:
        """Checks sentences against the provisions."""
        return self.assistant.verifier
