"""排序 and 连线."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.keycheck.bearing import Bearing
from assistant.keycheck.choices import Choices
from assistant.keycheck.fault import Fault
from assistant.keycheck.source import RegulationSource, WordSpan, places, trimmed
from assistant.training.question import Matching, Ordering

#: Between two steps of one enumeration nothing but these.
_ALTERNATIVES = re.compile(r"^(?:、|和|及|与|或|或者|以及|等|\s)*$")
_SENTENCE_END = re.compile(r"[。；]")
#: What shows an order across 。 and ；, right before or at the head of the later step.
_CUES = re.compile(
    r"无效|之后|后，|根据.{2,10}结果|然后|随后|^再|^并|，并|逐级|直至|限期|已经|发现"
    r"|特别重大|重大|较大|一般|分管|其他成员"
)

_RESULT = re.compile(r"(?:依据|根据|加强|运用)(?P<of>.{2,12}?)结果")


class Orders:
    """Checks steps against their places in the text, and pairs against the register."""

    def __init__(self, source: RegulationSource, bearing: Bearing, choices: Choices) -> None:
        self._source = source
        self._bearing = bearing
        self._choices = choices

    def check_steps(self, question: Ordering) -> Iterator[Fault]:
        """排序: in the key's order the steps ascend in the evidence, and the text orders them."""
        if question.key == tuple(range(len(question.steps))):
            yield Fault("泄题", "选项的次序就是答案")
        in_order = [question.steps[k] for k in question.key]
        found = self._ascending(in_order, question)
        if isinstance(found, Fault):
            yield found
            return
        for (step, a), (later, b) in pairwise(zip(in_order, found, strict=True)):
            if reason := not self._handed_over(a, b) and _exchangeable(a, b):
                yield Fault("次序无据", f"「{step}」与「{later}」{reason}")

    def _ascending(self, steps: Sequence[str], question: Ordering) -> list[WordSpan] | Fault:
        """The places of the steps, each behind the one before; a fault where there are none."""
        leaves = [self._source.leaves[i] for i in question.provisions if i in self._source.leaves]
        found: list[WordSpan] = []
        at = (0, 0)
        for step in steps:
            words = trimmed(step)
            standing = [
                ((number, p.start), p)
                for number, leaf in enumerate(leaves)
                for p in places(words, leaf)
            ]
            if not standing:
                return Fault("不能核对", f"「{step}」不是依据条款的原话")
            later = [(where, p) for where, p in standing if where >= at]
            if not later:
                return Fault("答案错", f"条文里「{step}」在前一步的前面")
            if len({where for where, _ in standing}) > 1:
                return Fault("次序无据", f"「{step}」在依据的条款里不止一处")
            (number, start), place = later[0]
            found.append(place)
            at = (number, start + len(words))
        return found

    def _handed_over(self, a: WordSpan, b: WordSpan) -> bool:
        """Whether a step names who takes the next (报本级应急管理部门) or what the next rests on."""
        words = a.leaf.text[a.start : a.end]
        result = _RESULT.search(b.leaf.text[b.start : b.end])
        if result and result["of"] in words:
            return True
        takers = {actor for clause in self._source.at(b) for actor in clause.actors}
        givers = {actor for clause in self._source.at(a) for actor in clause.actors}
        return any(
            form in words
            for actor in takers - givers
            if self._bearing.knows(actor)
            for form in self._bearing.forms(actor)
        )

    def check_pairs(self, question: Matching) -> Iterator[Fault]:
        """连线: each body bears its partner, and none of the other partners in any way."""
        for index, name in enumerate(question.left):
            party = self._bearing.party(name)
            if party is None:
                yield Fault("不能核对", f"不认识的主体「{name}」")
                continue
            for other, act in enumerate(question.right):
                if fault := self._choices.verbatim(act):
                    if index == 0:
                        yield fault
                elif other == question.key[index]:
                    if not self._choices.bears(party, act, question.stem):
                        yield Fault("答案错", f"「{act}」不是「{name}」的职责")
                elif clause := self._choices.may_bear(party, act):
                    yield Fault("另有正确", f"「{name}」也可以连「{act}」：{clause.text}")
        yield from self._choices.check_grounds(question, question.right)


def _exchangeable(a: WordSpan, b: WordSpan) -> str:
    """Why the text does not order two steps; empty where it does."""
    if a.leaf.id != b.leaf.id:
        same_list = a.leaf.id.item and a.leaf.id.parent_article() == b.leaf.id.parent_article()
        return "是并列的两项" if same_list else "不在一条里"
    between = a.leaf.text[a.end : b.start]
    if _ALTERNATIVES.match(between):
        return "是并列的，条文没有先后"
    if _SENTENCE_END.search(between):
        after = between[_last_end(between) :] + b.leaf.text[b.start : b.end]
        return "" if _CUES.search(after) else "是并列的两句，条文没有先后"
    return ""


def _last_end(text: str) -> int:
    return max(m.end() for m in _SENTENCE_END.finditer(text))
