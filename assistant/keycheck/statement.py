"""Whether a sentence is what the provisions say: proved, refuted, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.keycheck.bearing import Bearing
from assistant.keycheck.source import RegisterClause, RegulationSource, WordSpan, places, trimmed
from assistant.keycheck.wording import SentenceParts, SentenceReader, force, forces
from assistant.verify.verifier import Verifier
from corpus.text.provision import ProvisionId

#: A shorter piece says too little to hold against the text.
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Proof:
    """What the text says of a sentence.

    Attributes:
        holds: True where it stands there, False where it contradicts, None where neither shows.
        reason: Chinese; empty where it holds.
        said: the reading that decided.
        clauses: those that its words stand in.
    """

    holds: bool | None
    reason: str = ""
    said: SentenceParts | None = None
    clauses: tuple[RegisterClause, ...] = ()


_UNKNOWN = Proof(None, "这句话不是条文的原话")


class StatementChecker:
    """Holds sentences against provisions."""

    def __init__(
        self,
        source: RegulationSource,
        bearing: Bearing,
        wording: SentenceReader,
        verifier: Verifier,
    ) -> None:
        self._source = source
        self._bearing = bearing
        self._wording = wording
        self._verdict = lru_cache(maxsize=65536)(
            lambda text, ids: verifier.verify(text, ids).state == "已核对"
        )

    def prove(self, sentence: str, ids: Sequence[ProvisionId]) -> Proof:
        """Whether a sentence is a provision's own words, of the subject that it names."""
        refuted: Proof | None = None
        if proof := self._with_lead_in(sentence, ids):
            return proof
        for said in self._wording.readings(sentence):
            for proof in self._at_places(said, sentence, ids):
                if proof.holds:
                    return proof
                refuted = refuted or proof
        if refuted:
            return refuted
        return self._pieces(sentence, tuple(ids))

    def _with_lead_in(self, sentence: str, ids: Sequence[ProvisionId]) -> Proof | None:
        """A 项 that stands behind its whole lead-in, verbatim."""
        words = trimmed(sentence)
        for leaf in filter(None, map(self._source.leaves.get, ids)):
            rest = words[len(leaf.lead_in) :]
            if not leaf.lead_in or not words.startswith(leaf.lead_in) or len(rest) < _LEAST:
                continue
            for place in places(rest, leaf):
                if self._wording.begins(place) and self._wording.ends(place):
                    return Proof(True, "", SentenceParts(rest), self._source.at(place))
        return None

    def _at_places(
        self, said: SentenceParts, sentence: str, ids: Sequence[ProvisionId]
    ) -> Iterator[Proof]:
        words = trimmed(said.words)
        if len(words) < _LEAST:
            return
        for id_ in ids:
            if leaf := self._source.leaves.get(id_):
                for place in places(words, leaf):
                    yield self._judge(said, place, sentence)

    def _judge(self, said: SentenceParts, place: WordSpan, sentence: str) -> Proof:
        clauses = self._source.at(place)
        fault = self._cut(place, sentence) or self._modal(said, place, clauses)
        if not fault and said.before and said.before not in place.leaf.text:
            fault = f"条文没有「{said.before}」"
        if not fault and said.subject is not None:
            missing = [c for c in clauses if not self._bearing.surely(said.subject, c, sentence)]
            if missing or not clauses:
                fault = f"条文没有把这项职责写给「{said.subject_words}」"
        return Proof(not fault, fault, said, clauses)

    def _cut(self, place: WordSpan, sentence: str) -> str:
        if not self._wording.begins(place):
            return f"漏了「{place.before[-6:]}」"
        if not self._wording.ends(place):
            return f"漏了「{place.after[:6]}」"
        if dropped := self._wording.drops(place):
            words = place.leaf.text[place.start : place.end]
            if not sentence.partition(words)[0].endswith(dropped):
                return f"漏了「{dropped}」"
        lost = [c for c in self._wording.conditions(place) if c not in sentence]
        return f"漏了条件「{lost[0]}」" if lost else ""

    @staticmethod
    def _modal(said: SentenceParts, place: WordSpan, clauses: Sequence[RegisterClause]) -> str:
        """A modal word put before the words that the clause does not print so."""
        inside = forces(place.leaf.text[place.start : place.end])[:1]
        printed = inside or tuple(
            force(d.modal) or "应当" for c in clauses[:1] for d in c.duties[:1]
        )
        wrong = [f for f in forces(said.glue) if printed and f != printed[0]]
        return f"条文的情态是「{printed[0]}」，不是「{wrong[0]}」" if wrong else ""

    def _pieces(self, sentence: str, ids: tuple[ProvisionId, ...]) -> Proof:
        """Whether every piece between commas is verbatim and the verifier finds nothing wrong."""
        whole = trimmed(sentence)
        for said in self._wording.readings(sentence):
            pieces = [p for p in re.split(r"[，；。]", f"{said.before}，{said.words}") if p]
            found = [place for p in pieces if (place := self._piece(p, ids))]
            whole_pieces = len(pieces) > 1 and len(found) == len(pieces)
            if (
                whole_pieces
                and self._bears_all(said, found, sentence)
                and self._verdict(whole, ids)
            ):
                return Proof(True, "", said)
        return _UNKNOWN

    def _piece(self, piece: str, ids: tuple[ProvisionId, ...]) -> WordSpan | None:
        for id_ in ids:
            leaf = self._source.leaves.get(id_)
            for place in places(piece, leaf) if leaf else ():
                whole = self._wording.begins(place) and self._wording.ends(place)
                if whole and not self._wording.drops(place):
                    return place
        return None

    def _bears_all(self, said: SentenceParts, found: Sequence[WordSpan], sentence: str) -> bool:
        lost = [c for p in found for c in self._wording.conditions(p) if c not in sentence]
        clauses = {c.key: c for p in found for c in self._source.at(p)}
        return not lost and (
            said.subject is None
            or all(self._bearing.surely(said.subject, c, sentence) for c in clauses.values())
        )
