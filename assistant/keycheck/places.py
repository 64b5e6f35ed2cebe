"""Where words of the text stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.keycheck.fault import Fault
from assistant.keycheck.source import RegulationSource, trimmed
from assistant.training.question import SingleChoice
from corpus.citing.follow import follow_citations
from corpus.text.provision import ProvisionId

_ASKED = re.compile(r"「(?P<words>[^「」]+)」写在.+?的哪一条？")


class PlaceChecks:
    """Checks questions for the provision in which some words stand."""

    def __init__(self, source: RegulationSource) -> None:
        self._source = source
        self._meant = lru_cache(maxsize=2048)(self._follow)

    @staticmethod
    def is_asked(question: SingleChoice) -> bool:
        """Whether a stem asks where words stand."""
        return bool(_ASKED.fullmatch(question.stem))

    def check(self, question: SingleChoice) -> Iterator[Fault]:
        """The key's provision holds the words, and no other option's does."""
        match = _ASKED.fullmatch(question.stem)
        words = trimmed(match["words"]) if match else ""
        held = {place.leaf.id for place in self._source.find(words)} if words else set()
        if not held:
            yield Fault("不能核对", f"「{words}」不是条文的原话")
            return
        if not held & set(question.provisions):
            yield Fault("引用", f"依据的条款里没有「{words}」")
        for index, option in enumerate(question.options):
            meant = self._meant(option)
            if not meant:
                yield Fault("不能核对", f"没有「{option}」")
            elif any(leaf.lies_in(id_) for leaf in held for id_ in meant) != (
                index == question.key
            ):
                told = f"「{words}」" + ("不在" if index == question.key else "也在") + option
                yield Fault("答案错", told) if index == question.key else Fault("另有正确", told)

    def _follow(self, option: str) -> list[ProvisionId]:
        followed = follow_citations(option, self._source.regulation, typed=False)
        return [id_ for found in followed for id_ in found.ids]
