"""Does this provision apply to this place, and why: one provision of a checklist, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.premises.checklist import Checklist, ReasonToApply
from corpus.text.provision import ProvisionId

if TYPE_CHECKING:
    from corpus.premises.applicability import Guide


def explain(guide: Guide, checklist: Checklist, provision: ProvisionId) -> tuple[str, ...]:
    """Chinese sentences on a provision and everything in it; never empty.

    Args:
        guide: the guide that made the checklist.
        checklist: of the place that is asked about.
        provision: an address that exists.
    """
    sentences = tuple(dict.fromkeys(_sentences(guide, checklist, provision)))
    return (
        sentences
        or tuple(_elsewhere(guide, checklist, provision))
        or (f"{guide.cite(provision)}没有写场所要做的事，没有适用不适用之分",)
    )


def _sentences(guide: Guide, checklist: Checklist, provision: ProvisionId) -> Iterator[str]:
    for line in checklist.lines:
        if line.provision.lies_in(provision):
            reasons = "；".join(dict.fromkeys(print_reason(guide, r) for r in line.reasons))
            how = f"如果{line.condition}，则适用" if line.condition else "适用"
            yield f"{guide.cite(line.provision)}“{line.text}”——{how}：{reasons}"
    for one in checklist.not_applicable:
        if one.provision.lies_in(provision):
            yield f"{guide.cite(one.provision)}“{one.trigger}”——不适用：{one.reason}"
    for question in checklist.open_questions:
        for address in question.provisions:
            if address.lies_in(provision):
                yield f"{guide.cite(address)}——还不能确定：{question.question}如果{question.condition}，要看这一条"


def _elsewhere(guide: Guide, checklist: Checklist, provision: ProvisionId) -> Iterator[str]:
    actors = dict.fromkeys(d.actor for d in guide.register.duties if d.provision.lies_in(provision))
    if actors and any(provision.lies_in(other.provision) for other in checklist.elsewhere):
        yield f"{guide.cite(provision)}——不适用：写的是{'、'.join(actors)}的职责"


def print_reason(guide: Guide, reason: ReasonToApply) -> str:
    """A reason with its provision and the deciding words: …（第九条第（四）项：参照“…”）."""
    return f"{reason.text}（{guide.cite(reason.provision)}：{reason.via}“{reason.quote}”）"
