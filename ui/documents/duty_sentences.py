"""The whole sentence that a duty stands in, with the words that lead in to it: who must do it, verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.register.records import Duty
from corpus.text.provision import ProvisionId, Regulation

#: Where a sentence, or a part of one that can stand alone, ends.
_END = re.compile(r"[。；]")
#: Between pieces that do not follow each other in the text.
_GAP = "……"
#: Begins what cannot be read without the words before it.
_GOES_ON = re.compile(r"并|且|但|其|同时|或|也|还")


class Sentences:
    """Whole sentences of one regulation."""

    def __init__(self, regulation: Regulation) -> None:
        self._leaves = {leaf.id: leaf for leaf in regulation.leaves()}

    def listed(self, duties: Sequence[Duty]) -> list[tuple[ProvisionId, str]]:
        """Each sentence once; of 项 that name nobody the first after the words that lead in to all."""
        said: dict[tuple[ProvisionId, str], None] = {}
        led: set[str] = set()
        for duty in duties:
            words, lead = self._around(duty), _lead(self._leaves[duty.provision].lead_in)
            if lead and lead not in led and not _names(words, duty):
                led.add(lead)
                said[duty.provision, f"{lead}{_GAP}{words}"] = None
            elif not any(p == duty.provision and w.endswith(words) for p, w in said):
                said[duty.provision, words] = None
        return list(said)

    def readable(self, duty: Duty) -> str:
        """The duty's words; those that only go on (并……) from the beginning of their sentence."""
        if not _GOES_ON.match(duty.text):
            return duty.text
        return self._leaves[duty.provision].text[self._begins(duty) : duty.span[1]].strip()

    def _around(self, duty: Duty) -> str:
        text = self._leaves[duty.provision].text
        after = _END.search(text, max(duty.span[0], duty.span[1] - 1))
        return text[self._begins(duty) : after.end() if after else None].strip()

    def _begins(self, duty: Duty) -> int:
        text = self._leaves[duty.provision].text
        return max((m.end() for m in _END.finditer(text, 0, duty.span[0])), default=0)


def _names(words: str, duty: Duty) -> bool:
    """Whether a sentence says itself what binds whom."""
    return (bool(duty.modal) and duty.modal in words) or words.startswith(duty.actor)


def _lead(lead_in: str) -> str:
    """The last sentence of the words before a series, up to the colon."""
    words = lead_in.strip()
    if not words.endswith(("：", ":")):
        return ""
    return [part for part in re.split(r"(?<=。)", words) if part][-1]
