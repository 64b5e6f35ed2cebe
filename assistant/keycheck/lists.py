"""Which of several is not in a list of the text: 项 under one lead-in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.keycheck.fault import Fault
from assistant.keycheck.likeness import ClauseLikeness
from assistant.keycheck.source import RegulationSource, bare, trimmed
from assistant.training.question import SingleChoice
from corpus.citing.citations import cite_own_text
from corpus.text.provision import Leaf

_ASKED = re.compile(r"(?P<where>.+?)写「(?P<lead>[^「」]+)」，下列哪一项不在所列各项之中？")
#: Words that say so much of an item, or of which an item says so much, may be it in other words.
_ALIKE = 0.4


class ListChecks:
    """Checks questions on what a list holds."""

    def __init__(self, source: RegulationSource, likeness: ClauseLikeness) -> None:
        self._source = source
        self._likeness = likeness

    @staticmethod
    def is_asked(question: SingleChoice) -> bool:
        """Whether a stem asks for what is not in a list."""
        return bool(_ASKED.fullmatch(question.stem))

    def check(self, question: SingleChoice) -> Iterator[Fault]:
        """The key is no item and like none; every other option is one, whole."""
        match = _ASKED.fullmatch(question.stem)
        items = [
            leaf for leaf in self._source.leaves.values() if match and _is_item(leaf, match["lead"])
        ]
        if match is None or not items:
            yield Fault("不能核对", "题干的总领句不是原文")
            return
        yield from self._place(match["where"], items)
        if not any(leaf.id in question.provisions for leaf in items):
            yield Fault("引用", "没有引所列的项")
        whole = {bare(leaf.text) for leaf in items}
        for index, option in enumerate(question.options):
            if index == question.key:
                if like := self._like(option, items):
                    yield Fault("答案错", f"「{option}」与所列的「{like}」说的一样或者差不多")
            elif bare(option) not in whole:
                yield Fault("另有正确", f"「{option}」也不是所列的一项")

    def _place(self, where: str, items: list[Leaf]) -> Iterator[Fault]:
        regulation = self._source.regulation
        cited = {
            f"{regulation.key}{cite_own_text(leaf.id, regulation, title=False).rsplit('第（', 1)[0]}"
            for leaf in items
        }
        if where not in cited:
            yield Fault("引用", f"「{where}」不是这些项所在的条款")

    def _like(self, option: str, items: list[Leaf]) -> str:
        """An item that an option is, or is part of, or is much like; empty for none."""
        words = trimmed(option)
        for leaf in items:
            said = trimmed(leaf.text)
            inside = bare(words) in bare(said) or bare(said) in bare(words)
            if inside or self._likeness.share(words, said) >= _ALIKE:
                return said
            if self._likeness.share(said, words) >= _ALIKE:
                return said
        return ""


def _is_item(leaf: Leaf, lead: str) -> bool:
    return leaf.lead_in == lead and leaf.text != lead
