"""What is known of places under one regulation: the register by clause, the rules, the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.citing.citations import cite_own_text
from corpus.language.data import UnitType
from corpus.premises.data import PlaceData
from corpus.premises.facts import FactTable
from corpus.register.clause_index import ClauseIndex
from corpus.register.records import Register
from corpus.text.provision import ProvisionId


@dataclass(frozen=True, slots=True)
class PlaceKnowledge:
    """What every part of a checklist is made from.

    Attributes:
        register: who must do what.
        clauses: the register by clause.
        data: the reviewed rules on places.
        facts: what options imply and exclude.
        units: name → kind of unit.
    """

    register: Register
    clauses: ClauseIndex
    data: PlaceData
    facts: FactTable
    units: Mapping[str, UnitType]

    def cite(self, provision: ProvisionId) -> str:
        """第七条第（一）项, as the lists print it."""
        return cite_own_text(provision, self.register.regulation, title=False)
