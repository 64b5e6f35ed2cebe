"""Who bears an act, and which acts somebody bears."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.keycheck.alteration import Alterations
from assistant.keycheck.bearing import Bearing, Party
from assistant.keycheck.fault import Fault
from assistant.keycheck.likeness import ClauseLikeness
from assistant.keycheck.source import RegisterClause, RegulationSource, WordSpan, trimmed
from assistant.keycheck.wording import SentenceReader
from assistant.training.question import ChoiceQuestion, QuizQuestion, SingleChoice

_QUOTED = re.compile(r"「([^「」]+)」")
_OF = re.compile(
    r"(?:属于|是|列为|归)(?:于)?(?P<name>[^，。？?「」]{2,40}?)(?:应当履行|承担|依法承担)?的[^，。？?的]*(?:职责|责任|义务|事)"
)
_NOT = re.compile(r"不属于|不是|不包括|除外")
#: A shorter act says too little.
_LEAST = 4
#: So few characters before an act say only when or whose (定期, 当事人).
_LITTLE = 3
#: Names this short stand in many words (本单位, 学校) and give nothing away.
_SHORT_NAME = 2


class Choices:
    """Checks questions whose options are bodies or verbatim acts."""

    def __init__(
        self,
        source: RegulationSource,
        bearing: Bearing,
        likeness: ClauseLikeness,
        wording: SentenceReader,
        alterations: Alterations,
    ) -> None:
        self._source = source
        self._bearing = bearing
        self._likeness = likeness
        self._wording = wording
        self._alterations = alterations

    # --- acts -----------------------------------------------------------------------------------

    def places(self, act: str) -> tuple[WordSpan, ...]:
        """Where an act stands in the regulation, cut as the text may be cut."""
        words = trimmed(act)
        if len(words) < _LEAST:
            return ()
        return tuple(p for p in self._source.find(words) if not self.bad_cut(p))

    def bad_cut(self, place: WordSpan) -> str:
        """Why words may not be cut out so; empty where they may."""
        dropped = self._wording.drops(place)
        if dropped and dropped not in ("可", "可以", "鼓励"):
            return f"漏了「{dropped}」"
        if not self._wording.ends(place):
            return f"在「{place.after[:4]}」前断开"
        short = len(self._wording.left_out(place)) <= _LITTLE
        return "" if short or self._wording.begins(place) else f"在「{place.before[-4:]}」后断开"

    def verbatim(self, act: str) -> Fault | None:
        """Why words are no act of the text, None where they are."""
        if self.places(act):
            return None
        found = self._source.find(trimmed(act))
        why = f"：{self.bad_cut(found[0])}" if found and len(trimmed(act)) >= _LEAST else ""
        return Fault("不能核对", f"「{act}」不是条文的原话{why}")

    def bears(self, party: Party, act: str, said: str) -> bool:
        """Whether the text surely makes an act the duty of everybody meant."""
        return any(
            clauses and all(self._bearing.surely(party, c, said) for c in clauses)
            for clauses in map(self._source.at, self.places(act))
        )

    def may_bear(self, party: Party, act: str) -> RegisterClause | None:
        """A clause by which somebody meant bears the act, or one of nearly the same words."""
        words = trimmed(act)
        keys = self._likeness.said_by(words) | {
            c.key for p in self._source.find(words) for c in self._source.at(p)
        }
        found = self._bearing.may_bear(party, frozenset(keys))
        if not found:
            return None
        return self._source.clauses[self._likeness.nearest(words, found)]

    # --- 谁负责 ---------------------------------------------------------------------------------

    def check_bodies(self, question: ChoiceQuestion, act: str) -> Iterator[Fault]:
        """Options are bodies: the key's bear the act, no other does in any way."""
        if fault := self.verbatim(act):
            yield fault
            return
        if not any(p.leaf.id in question.provisions for p in self.places(act)):
            yield Fault("引用", f"依据的条款里没有「{act}」")
        said = question.stem + question.scene
        for index, option in enumerate(question.options):
            party = self._bearing.party(option)
            if party is None:
                yield Fault("不能核对", f"不认识的主体「{option}」")
            elif index in question.keys:
                if not self.bears(party, act, said):
                    yield Fault("答案错", f"条文没有把「{act}」写给「{option}」")
                yield from self._given_away(question, party)
            elif clause := self.may_bear(party, act):
                yield Fault("另有正确", f"「{option}」也有这项职责：{clause.text}")

    def _given_away(self, question: ChoiceQuestion, party: Party) -> Iterator[Fault]:
        for name in party.names:
            forms = [f for f in self._bearing.forms(name) if len(f) > _SHORT_NAME]
            if any(f in question.stem for f in forms):
                yield Fault("泄题", f"题干里有答案「{name}」")

    def quoted_act(self, question: ChoiceQuestion) -> str:
        """The act that the stem quotes; empty where it quotes none or several."""
        found = [m for m in _QUOTED.findall(question.stem) if len(m) >= _LEAST]
        return found[0] if len(found) == 1 else ""

    # --- 职责归属 -------------------------------------------------------------------------------

    def asked(self, question: ChoiceQuestion) -> Party | None:
        """Whose duties a stem asks for."""
        stem = question.stem
        if _NOT.search(stem):
            return None
        if match := _OF.search(stem):
            return self._bearing.party(match["name"].strip("「」“”"))
        quoted = [p for w in _QUOTED.findall(stem) if (p := self._bearing.party(w))]
        return quoted[0] if len(quoted) == 1 else None

    def named(self, text: str) -> tuple[Party, ...]:
        """Whom a text names, in order."""
        found = [self._bearing.party(form) for form in self._wording.names_in(text)]
        return tuple(dict.fromkeys(p for p in found if p))

    def check_asked(self, question: SingleChoice) -> Iterator[Fault]:
        """职责归属 with one right wording: whoever the stem names bears it."""
        right = question.options[question.key]
        parties = self.named(question.stem)
        if not any(self.bears(p, right, question.stem) for p in parties):
            yield Fault("答案错", f"「{right}」不是题干里的主体的职责")

    def check_acts(self, question: ChoiceQuestion, party: Party) -> Iterator[Fault]:
        """Options are acts: the key's are borne by the body, no other in any way, or none is printed so."""
        said = question.stem + question.scene
        for index, act in enumerate(question.options):
            if fault := self.verbatim(act):
                altered = index not in question.keys and not self._source.find(trimmed(act))
                if altered:
                    fault = self._alterations.find_option_fault(trimmed(act))
                if fault:
                    yield fault
            elif index in question.keys:
                if not self.bears(party, act, said):
                    yield Fault("答案错", f"「{act}」不是所问主体的职责")
            elif clause := self.may_bear(party, act):
                yield Fault("另有正确", f"「{act}」也算所问主体的职责：{clause.text}")
        yield from self.check_grounds(question, [question.options[k] for k in question.keys])

    def check_grounds(self, question: QuizQuestion, right: Sequence[str]) -> Iterator[Fault]:
        """Whether the evidence decides at least one right option, or refers to what does."""
        standing = {p.leaf.id for a in right for p in self.places(a)}
        referring = {
            r.source
            for r in self._bearing.register.references
            for t in r.targets
            if any(i.parent_article() == t.parent_article() for i in standing)
        }
        if not standing & set(question.provisions) and not referring & set(question.provisions):
            yield Fault("引用", "依据的条款里没有一个正确选项")
