"""What the addresses in a text lead to where several regulations are held.

An address belongs to the regulation whose name stands with it (《消防法》第六十条, 消防法六十条, 该法第六十条).
One without a name belongs to the regulation that was spoken of last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.citing.follow import Addressed, follow_citations
from corpus.citing.owners import belongs_to
from corpus.text.provision import Regulation


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """A place of a text from which on a regulation is spoken of, by its key."""

    at: int
    document: str


def follow_across(
    text: str, documents: Sequence[Regulation], spoken: Sequence[SpokenOf] = ()
) -> tuple[Addressed, ...]:
    """Every address of a text, each followed in the regulation that it belongs to.

    An address of an instrument that is not held has no ``document``.

    Args:
        text: anything that somebody wrote.
        documents: with their keys; the first is meant where none has been named yet.
        spoken: places besides the addresses that say which is spoken of, in printed order.
    """
    followed = {d.key: {a.citation.span: a for a in follow_citations(text, d)} for d in documents}
    places = sorted({span for found in followed.values() for span in found})
    told, found, meant = list(spoken), list[Addressed](), documents[0].key
    for span in places:
        while told and told[0].at <= span[0]:
            meant = told.pop(0).document
        written = next(f[span] for f in followed.values() if span in f)
        if instrument := written.citation.instrument:
            owners = [d.key for d in documents if belongs_to(instrument, d) == "own"]
            if not owners:
                found.append(written if written.elsewhere else replace(written, belonging="other"))
                continue
            meant = meant if meant in owners else owners[0]
        if (addressed := followed[meant].get(span)) is not None:
            found.append(replace(addressed, document=meant))
    return tuple(found)
