"""Which of the documents that were asked have something to say."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.figures import least_near
from assistant.library.citing import kept
from assistant.library.panel import Panel
from corpus.text.provision import ProvisionId


@dataclass(frozen=True, slots=True)
class Speaker:
    """A document that speaks.

    Attributes:
        key: of it.
        cited: those of its provisions that answer beside those of all others, addressed inside it.
    """

    key: str
    cited: tuple[ProvisionId, ...]


def find_speakers(panel: Panel) -> tuple[Speaker, ...]:
    """The documents that speak, the most likely first; none where nothing is answered.

    What is found by likeness is cited by ``assistant.library.citing``; a whole set, a look-up or a false
    premise that is put right stands as it is where it is near enough.
    """
    evidence = {d.regulation.key: panel.evidence(d.regulation.key) for d in panel.documents}
    if len(panel.documents) == 1:
        (key,) = evidence
        return (Speaker(key, panel.parts[key].cited),) if evidence[key] > 0 else ()
    least = least_near(max(evidence.values()))
    whole = [key for key in evidence if evidence[key] >= least > 0 and not panel.retrieved(key)]
    found = kept(panel, alone=not whole)
    speakers = [
        Speaker(key, tuple(leaf.id for leaf in found[key]))
        if key in found
        else Speaker(key, panel.parts[key].cited)
        for key in sorted(evidence, key=lambda key: -evidence[key])
        if key in found or key in whole
    ]
    return tuple(speakers)
