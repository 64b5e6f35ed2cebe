"""What a breach costs by the text: read from its own sentence, or from the one that leads in its item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.keycheck.fault import Fault
from assistant.keycheck.source import RegulationSource, WordSpan, places
from assistant.keycheck.times import Value, fine_of, fines_in
from assistant.training.question import Matching, Ordering, SingleChoice
from corpus.text.provision import ProvisionId

_TOLD = re.compile(r"(?P<who>[^「」]*)「(?P<breach>[^「」]+)」")
#: Those who are fined beside the one whose breach it is.
_BESIDE = re.compile(r"直接负责的主管人员|直接责任人员")
#: Whose breaches a lead-in lists; 违反本法规定 alone lists anybody's.
_WHOSE = re.compile(r"^(?P<who>[^，。；：]*?)(?:有)?违反")
_LISTED = re.compile(r"所列行为之一是「(?P<breach>[^「」]+)」")
_BY_FINE = re.compile(r"罚款的上限(?P<way>从低到高|从高到低)")


class Fines:
    """Holds breaches and their fines against the text."""

    def __init__(self, source: RegulationSource) -> None:
        self._source = source

    # --- what is asked ---------------------------------------------------------------------------

    @staticmethod
    def are_paired(question: Matching) -> bool:
        """Whether breaches are to be matched with fines."""
        return all(fine_of(words) for words in question.right)

    @staticmethod
    def are_ordered(question: Ordering) -> bool:
        """Whether breaches are to be ordered by their fines."""
        return bool(_BY_FINE.search(question.stem))

    def check_pairs(self, question: Matching) -> Iterator[Fault]:
        """连线: each breach costs what it is matched with, and no two cost the same."""
        shown = [fine_of(words) for words in question.right]
        if len(set(shown)) < len(shown):
            yield Fault("另有正确", "两个罚款是一样的")
        for told, place in zip(question.left, question.key, strict=True):
            fine = self.fine_of_breach(told, question.provisions)
            if isinstance(fine, Fault):
                yield fine
            elif fine != shown[place]:
                yield Fault("答案错", f"「{told}」的罚款不是「{question.right[place]}」")

    def check_order(self, question: Ordering) -> Iterator[Fault]:
        """排序: the upper limits rise, or fall, as the stem says, and none is another's."""
        way = _BY_FINE.search(question.stem)
        if question.key == tuple(range(len(question.steps))):
            yield Fault("泄题", "选项的次序就是答案")
        limits: list[float] = []
        for told in (question.steps[k] for k in question.key):
            fine = self.fine_of_breach(told, question.provisions)
            if isinstance(fine, Fault):
                yield fine
                return
            limits.append(fine.amount)
        if way and way["way"] == "从高到低":
            limits.reverse()
        for low, high in pairwise(limits):
            if low == high:
                yield Fault("次序无据", "两个罚款的上限一样高")
            elif low > high:
                yield Fault("答案错", "罚款的上限不是这个次序")

    def check_item(self, question: SingleChoice, place: WordSpan | None) -> Iterator[Fault]:
        """数字期限: the breach that the stem names is an item of the sentence with the blank."""
        listed = _LISTED.search(question.stem)
        if listed is None:
            if place and place.leaf.text.endswith(("：", ":")) and fine_of(_right(question)):
                yield Fault("不能核对", "题干没有说是所列的哪一种行为")
            return
        items = [
            leaf
            for leaf in self._source.leaves.values()
            if place and leaf.lead_in == place.leaf.text and _is_whole(listed["breach"], leaf.text)
        ]
        if not items:
            yield Fault("引用", f"「{listed['breach']}」不是这一句所列的")
        elif not any(leaf.id in question.provisions for leaf in items):
            yield Fault("引用", f"没有引「{listed['breach']}」所在的条款")

    # --- what the text says ---------------------------------------------------------------------

    def fine_of_breach(self, told: str, ids: Sequence[ProvisionId]) -> Value | Fault:
        """What a breach costs, its words as they are shown; a fault where the text does not say."""
        match = _TOLD.fullmatch(told)
        who, breach = (match["who"], match["breach"]) if match else ("", told)
        found = [
            self._fine_at(who, place)
            for leaf in filter(None, map(self._source.leaves.get, ids))
            for place in places(breach, leaf)
            if _is_piece(place)
        ]
        read = [f for f in found if isinstance(f, Value)]
        if read and len(set(read)) == 1:
            return read[0]
        return next((f for f in found if isinstance(f, Fault)), None) or Fault(
            "不能核对", f"「{told}」不是依据的条款所列的违法行为"
        )

    def _fine_at(self, who: str, place: WordSpan) -> Value | Fault:
        after = re.split(r"[；。]", place.after)[0]
        own, lead = _only_fine(after), place.leaf.lead_in
        if own:
            return own if not who else Fault("不能核对", f"条文没有说是「{who}」的")
        whose = _WHOSE.match(lead)
        if (whose["who"] if whose else "") != who:
            return Fault("答案错", f"「{place.leaf.text}」所说的不是「{who or '任何人'}」")
        return _only_fine(lead) or Fault("不能核对", "看不出罚款是多少")


def _right(question: SingleChoice) -> str:
    return question.options[question.key]


def _only_fine(text: str) -> Value | None:
    """The one fine that a text sets for the breach itself."""
    own = _BESIDE.split(text)[0] if _BESIDE.search(text) else text
    found = {fine_of(words) for words in fines_in(own)}
    return found.pop() if len(found) == 1 else None


def _is_piece(place: WordSpan) -> bool:
    """Whether words begin where a sentence or a piece does, and end where a piece does."""
    begins = not place.before or place.before[-1] in "；。，"
    return begins and (not place.after or place.after[0] in "；。，")


def _is_whole(words: str, text: str) -> bool:
    return words == text.rstrip("；。，")
