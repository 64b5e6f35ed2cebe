"""What a quotation is said to be taken from: no words of another instrument are checked as ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.citing.follow import Addressed
from corpus.citing.instruments import TITLE
from corpus.citing.owners import belongs_to
from corpus.text.provision import Regulation

#: 《X》规定：“…”: a title whose words follow.
_SAYS = re.compile(
    rf"{TITLE.pattern}(?:[（(][^（）()]*[）)])?[^，。；《》]{{0,8}}"
    r"(?:规定|要求|指出|明确|写明|写道|载明|提出|称)[的了]?[：:，, ]*[“「『\"]$"
)


def quoted_from(before: str, cited: Sequence[Addressed], regulations: Sequence[Regulation]) -> str:
    """The other instrument or edition that a quotation is said to be of; empty for none.

    Args:
        before: its sentence up to the quotation, with the opening mark.
        cited: what the sentence cites; the last before the quotation counts, else the first.
        regulations: that are held.
    """
    titled = _SAYS.search(before)
    if titled and all(belongs_to(titled[1], r) == "other" for r in regulations):
        return f"《{titled[1]}》"
    ahead = [x for x in cited if x.citation.span[1] <= len(before)]
    nearest = ahead[-1] if ahead else next(iter(cited), None)
    if nearest is None or not nearest.elsewhere:
        return ""
    return f"「{nearest.edition or nearest.citation.instrument}」"
