"""What the responsibility register adds to an answer. It is read when first asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answering.answer import Intent, Statement
from assistant.answering.sets import WholeSet
from assistant.understanding.assertion import Assertion
from assistant.understanding.named import named
from corpus.errors import USAGE, FiredutyError
from corpus.text.provision import Leaf, ProvisionId
from index.opened import Index

if TYPE_CHECKING:
    from assistant.answering.stance import Stance
    from assistant.verify.verifier import Verifier
    from corpus.premises.applicability import Guide
    from corpus.register.lookups import Lookups

#: The asker speaks of a place of their own and wants all that it must do: 「我开了家小旅馆」,
#: 「个体户要做什么」.
_OWN_PLACE = re.compile(
    r"(?:我|咱|本店|本公司|本单位|老板|自家|个体户).*(?:做什么|做哪些|做啥|该做|要做|干什么|干啥|注意什么|注意啥|"
    r"哪些(?:消防)?(?:职责|要求|规定|义务|工作)|什么(?:要求|规定|职责|义务)|怎么做|咋做|清单|遵守)|"
    r"^(?:我|咱)们?(?:家|在)?.{0,8}(?:开|办|经营|租)(?:了|着|的)?(?!.*(?:谁|哪|吗|怎么|几|多少|什么|能不能|要不要))"
)
_ASKING_INTENTS = ("list", "duty", "question", "applicability")


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences from the register with the provisions that they rest on."""

    statements: tuple[Statement, ...]
    provisions: tuple[ProvisionId, ...]


class DutySource:
    """The register of an index's regulation, and what it says of sets and places."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def lookups(self) -> Lookups:
        """The responsibility register, read when first asked for.

        Raises:
            FiredutyError: its data files are broken.
        """
        from corpus.register.lookups import Lookups
        from corpus.register.registry import register_of

        regulation, language = self._index.regulation, self._index.language
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

        return Verifier(self.lookups.register, self._index.language, self._index.segmenter)

    def stance(self, assertion: Assertion, leaves: Sequence[Leaf]) -> Stance | None:
        """What provisions say to an assertion; None where they say neither yes nor no."""
        if self._index.language.folder is None:
            return None
        from assistant.answering.stance import stance

        return stance(assertion, leaves, self.lookups, self.verifier)

    @cached_property
    def guide(self) -> Guide:
        """What applies to which place.

        Raises:
            FiredutyError: as ``lookups``.
        """
        from corpus.premises.applicability import Guide
        from corpus.premises.data import load_places

        language = self._index.language
        register = self.lookups.register
        assert language.folder is not None  # else ``lookups`` has raised
        return Guide(register, load_places(language.folder), language.units)

    def set(self, whole: WholeSet) -> Told | None:
        """What it says of the one actor or matter of a set; None for other sets."""
        told_apart = len(whole.actors) > 1
        if not (told_apart or (len(whole.leaves) > 1 and (whole.actors or whole.matter))):
            return None
        from assistant.answering.duty_answer import (
            actor_statements,
            comparison_statements,
            matter_statements,
        )

        ids = tuple(leaf.id for leaf in whole.leaves)
        if whole.compared:
            return Told(comparison_statements(self.lookups, *whole.actors), ids)
        if whole.actors:
            return Told(actor_statements(self.lookups, whole.actors), ids)
        return Told(matter_statements(self.lookups, whole.matter, ids), ids)

    def place(self, question: str, intent: Intent) -> Told | None:
        """The checklist of a place that the asker describes; None for any other question."""
        index = self._index
        if index.language.folder is None or intent not in _ASKING_INTENTS:
            return None
        if not _OWN_PLACE.search(question):
            return None
        found = named(index, question, index.lexicon.expand(question))
        levels = index.duties.levels
        if any(levels[name].is_authority for actors in found.actors for name in actors):
            return None  # its duties are asked for, whoever asks
        from assistant.answering.place_answer import described, place_provisions, place_statements

        place = described(self.guide, question)
        if place is None:
            return None
        checklist = self.guide.checklist(place)
        return Told(place_statements(checklist, index.regulation), place_provisions(checklist))
