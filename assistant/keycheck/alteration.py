"""Whether an altered sentence is really false: the words put in must not be true as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.keycheck.bearing import Bearing
from assistant.keycheck.fault import Fault
from assistant.keycheck.likeness import ClauseLikeness
from assistant.keycheck.source import RegisterClause, RegulationSource, bare, trimmed
from assistant.keycheck.statement import Proof, StatementChecker
from assistant.keycheck.times import is_time, one_wording, value
from assistant.keycheck.wording import SentenceParts, force
from assistant.training.question import Alteration
from corpus.register.records import ClauseKey
from corpus.text.provision import ProvisionId

#: Words for roles that mean the same.
_ROLES = (
    frozenset({"配合", "协助", "协同"}),
    frozenset({"牵头", "牵头负责", "主导"}),
    frozenset({"负责", "承担", "具体负责"}),
    frozenset({"督促", "监督", "监督督促"}),
    frozenset({"指导", "引导"}),
    frozenset({"组织", "统筹", "统筹组织"}),
)
_JOIN = re.compile(r"、|和|及|与|或者?|以及")
_SENTENCE_LIKE = 0.5
#: So many characters an altered option shares with the right one.
_AROUND = 4
_PASSAGE_LIKE = 0.4


@dataclass(frozen=True, slots=True)
class _Departure:
    """How an option departs from a passage.

    Attributes:
        written, printed: the words in which they differ.
        around: how many characters they share.
        passage: the words departed from, and ``clauses`` those that they are of where known.
    """

    written: str
    printed: str
    around: int
    passage: str
    clauses: tuple[RegisterClause, ...]


class Alterations:
    """Judges the one point on which a statement departs from the text."""

    def __init__(
        self,
        source: RegulationSource,
        bearing: Bearing,
        likeness: ClauseLikeness,
        statements: StatementChecker,
    ) -> None:
        self._source = source
        self._bearing = bearing
        self._likeness = likeness
        self._statements = statements

    def find_fault(
        self, sentence: str, altered: Alteration, ids: Sequence[ProvisionId]
    ) -> Fault | None:
        """What is wrong with a false statement; None where it is false by its alteration."""
        written, printed = altered.written, altered.printed
        if not written or written not in sentence:
            return Fault("改处不实", f"题干里没有「{written}」")
        if bare(written) == bare(printed):
            return Fault("改处不实", f"「{written}」与原文没有不同")
        if self._statements.prove(sentence, ids).holds:
            return Fault("改后仍真", "这句话就是条文所写，却判为错误")
        restored = self._restored(sentence, altered, ids)
        if restored is None:
            return Fault("改处不实", f"把「{written}」换回「{printed}」也不是原文")
        return self._still_true(sentence, altered, restored)

    def _restored(
        self, sentence: str, altered: Alteration, ids: Sequence[ProvisionId]
    ) -> Proof | None:
        at = sentence.find(altered.written)
        while at >= 0:
            text = sentence[:at] + altered.printed + sentence[at + len(altered.written) :]
            if (proof := self._statements.prove(text, ids)).holds:
                return proof
            at = sentence.find(altered.written, at + 1)
        return None

    def _still_true(self, sentence: str, altered: Alteration, restored: Proof) -> Fault | None:
        written, printed = altered.written, altered.printed
        if reason := _same_meaning(written, printed):
            return Fault("改后仍真", reason)
        act = restored.said.words if restored.said else sentence
        if self._is_subject(printed, restored):
            return self.find_actor_fault(written, act)
        if is_time(written) and is_time(printed):
            keys = self._keys_of(restored)
            return self.find_time_fault(written, act.replace(printed, ""), keys)
        return self._elsewhere(altered, act, restored)

    def _is_subject(self, printed: str, restored: Proof) -> bool:
        said = restored.said
        if said is not None and said.subject_words:
            return printed in (said.subject_words, said.subject_words + said.glue)
        party = self._bearing.party(printed)
        words = said.words if said else ""
        return bool(party and party.names and words.startswith(printed))

    def find_actor_fault(self, words: str, act: str) -> Fault | None:
        """Whether a body that is put in bears the act, or one of nearly the same words, as well."""
        party = self._bearing.party(words)
        if party is None:
            return Fault("不能核对", f"不认识的主体「{words}」")
        core = trimmed(self._without_subject(act))
        if found := self._bearing.may_bear(party, self._likeness.said_by(core)):
            where = self._source.clauses[self._likeness.nearest(core, found)]
            return Fault("改后仍真", f"「{words}」也有这项职责：{where.text}")
        return None

    def _without_subject(self, act: str) -> str:
        for form in self._bearing.known_forms():
            if act.startswith(form) and len(act) > len(form) + 4:
                return act[len(form) :]
        return act

    def find_time_fault(
        self, words: str, rest: str, within: frozenset[ClauseKey] | None
    ) -> Fault | None:
        """Whether a time is stated for nearly the same duty: of the same bodies where known."""
        wanted = value(words)
        for key in self._likeness.like(trimmed(rest), _SENTENCE_LIKE):
            if within is not None and key not in within:
                continue
            clause = self._source.clauses[key]
            for duty in clause.duties:
                if any(value(t.text) == wanted for t in duty.recurrence):
                    return Fault("改后仍真", f"「{words}」在别处正是这样写的：{clause.text}")
        return None

    def find_option_fault(
        self, option: str, right: str = "", clauses: Sequence[RegisterClause] = ()
    ) -> Fault | None:
        """Whether an option that departs by some words from a right one, or from a clause, may be right.

        Args:
            right: what it may depart from, beside the clauses that are like it.
            clauses: those of the right one.
        """
        apart = self._departure(option, right)
        if not apart.written or not apart.printed or apart.around < _AROUND:
            return Fault("不能核对", f"「{option}」不是原文，也说不出改了哪几个字")
        written, printed, right = apart.written, apart.printed, apart.passage
        if one_wording(option) == one_wording(right):
            return Fault("另有正确", f"「{option}」与「{right}」说的一样")
        clauses = clauses or apart.clauses
        actors = {a for c in clauses for a in c.actors if self._bearing.knows(a)}
        within = frozenset().union(*(self._bearing.any_way(a) for a in actors)) if actors else None
        reason = _same_meaning(written, printed)
        fault = Fault("另有正确", reason) if reason else None
        if not fault and is_time(written) and is_time(printed):
            fault = self.find_time_fault(written, right.replace(printed, ""), within)
        said = Proof(True, "", SentenceParts(right), tuple(clauses))
        fault = fault or self._elsewhere(Alteration("范围", written, printed), right, said)
        return fault and Fault("另有正确", f"「{option}」也对：{fault.text}")

    def _departure(self, option: str, right: str) -> _Departure:
        """In what an option departs from the right one, or from the passage that is most like it."""
        like = [self._source.clauses[key] for key in self._likeness.like(option, _PASSAGE_LIKE)]
        found = [_apart(option, right, ())] if right else []
        found += [_apart(option, _passage(option, c.text), (c,)) for c in like]
        return max(
            (f for f in found if f.written and f.printed),
            key=lambda f: f.around,
            default=_Departure("", "", 0, "", ()),
        )

    def _keys_of(self, proof: Proof) -> frozenset[ClauseKey] | None:
        actors = {a for c in proof.clauses for a in c.actors}
        if proof.said and proof.said.subject:
            actors = set(proof.said.subject.names)
        known = [a for a in actors if self._bearing.knows(a)]
        return frozenset().union(*(self._bearing.any_way(a) for a in known)) if known else None

    def _elsewhere(self, altered: Alteration, act: str, restored: Proof) -> Fault | None:
        """Whether another clause of the same bodies says the altered words of the same thing."""
        keys = self._keys_of(restored)
        changed = act.replace(altered.printed, altered.written)
        own = {c.key for c in restored.clauses}
        for key in self._likeness.like(trimmed(changed), 0.8):
            clause = self._source.clauses[key]
            if key in own or altered.written not in clause.text:
                continue
            if keys is None or key in keys:
                return Fault("改后仍真", f"条文别处正是这样写的：{clause.text}")
        return None


def _passage(option: str, text: str) -> str:
    """The part of a text that an option was made from: as long as it, and aligned with it."""
    blocks = SequenceMatcher(None, option, text, autojunk=False).get_matching_blocks()[:-1]
    if not blocks:
        return ""
    first, last = blocks[0], blocks[-1]
    end = last.b + last.size + len(option) - last.a - last.size
    return text[max(0, first.b - first.a) : end]


def _apart(option: str, right: str, clauses: tuple[RegisterClause, ...]) -> _Departure:
    """The words in which two texts differ, and how many characters around them they share."""
    shortest = min(len(option), len(right))
    head = next((i for i in range(shortest) if option[i] != right[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if option[-1 - i] != right[-1 - i]), rest)
    if (
        head and tail and head + tail >= shortest
    ):  # 每年, 每半年: a word between the same characters
        head, tail = head - 1, tail - 1
    written, printed = option[head : len(option) - tail], right[head : len(right) - tail]
    blocks = SequenceMatcher(None, option, right, autojunk=False).get_matching_blocks()
    shared = sum(b.size for b in blocks if b.size > 1)  # where both ends are changed
    around = max(head + tail, shared if 2 * shared >= len(option) else 0)
    return _Departure(written, printed, around, right, clauses)


def _same_meaning(written: str, printed: str) -> str:
    """Why two wordings say the same, or the written one is only part of the printed; else empty."""
    if force(written) and force(written) == force(printed):
        return f"「{written}」与「{printed}」同样是{force(printed)}"
    if is_time(written) and is_time(printed) and value(written) == value(printed):
        return f"「{written}」与「{printed}」是一样的时间"
    if any(written in group and printed in group for group in _ROLES):
        return f"「{written}」与「{printed}」是一样的角色"
    items, all_items = set(_JOIN.split(written)), set(_JOIN.split(printed))
    if len(all_items) > 1 and items < all_items:
        return f"「{written}」本来就在「{printed}」之内，改后仍然成立"
    return ""
