"""References of a provision as ``fireduty corpus show`` prints them: 引用 and 被引用."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.citing.citations import canonical, cite_all, cite_own_text
from corpus.citing.references import Reference, follow
from corpus.text.numerals import print_article, to_chinese
from corpus.text.provision import ProvisionId, Regulation
from ui.documents.elsewhere import (
    CitingDocument,
    find_citing,
    find_document,
    find_provision_in,
)
from ui.records.addressed import qualified


def describe_references(
    address: ProvisionId, own: CitingDocument, held: Sequence[CitingDocument]
) -> list[str]:
    """Lines of both directions, with an empty line before each; none where there is nothing.

    Args:
        address: the provision.
        own: the document that it lies in.
        held: all that are asked; where there are several, addresses name their document.
    """
    here = canonical(address)
    among = [document.regulation for document in held]
    places = _Places(own.regulation, among)
    out = [r for r in own.references if r.source.lies_in(here)]
    into = [r for r in own.references if any(touches(t, here) for t in r.targets)]
    left_out = [r for r in own.references if any(e.lies_in(here) for e in r.excluded)]
    lines: list[str] = []
    if out:
        lines += ["", "引用："]
        for reference in out:
            lines += _outgoing(reference, places, own.references)
    from_others = [
        _incoming(r, _Places(other, among), title=True)
        for other, r in find_citing(here, own.regulation, held)
    ]
    if into or left_out or from_others:
        lines += ["", "被引用："]
        lines += [_incoming(r, places) for r in into]
        lines += [_left_out(r, places) for r in left_out]
        lines += from_others
    return lines


@dataclass(frozen=True, slots=True)
class _Places:
    """Names provisions of a document. ``held``: all that are asked."""

    regulation: Regulation
    held: Sequence[Regulation]

    def cite(self, reference: Reference, *, title: bool = False) -> str:
        """The provision that a reference stands in."""
        return cite_own_text(reference.source, self.regulation, title=title)

    def address(self, at: ProvisionId) -> str:
        return qualified(at, self.regulation, self.held)


def touches(target: ProvisionId, here: ProvisionId) -> bool:
    """Whether a target is the provision shown, lies in it, or is the 款 that it is a 项 of."""
    holder = ProvisionId(target.article, target.paragraph, annex=target.annex)
    return target.lies_in(here) or (
        target == holder
        and here.item != ""
        and here.lies_in(target)
        and here.paragraph == target.paragraph
    )


def _outgoing(
    reference: Reference, places: _Places, references: Sequence[Reference]
) -> Iterator[str]:
    yield f"  {_arrow(reference, places)}"
    bound = [("主体", reference.subject), ("条件", reference.condition)]
    if any(words for _, words in bound):
        yield "    " + "；".join(f"{name}：{words}" for name, words in bound if words)
    if reference.note and (reference.targets or reference.external):
        yield f"    说明：{reference.note}"
    for target in reference.targets:
        yield from (f"    再到：{_arrow(r, places)}" for r in follow(references, target))


def _arrow(reference: Reference, places: _Places) -> str:
    regulation, kind_words = places.regulation, str(reference.kind)
    if reference.external:
        goal = cite_external(reference.external, reference.external_id)
        elsewhere = find_document(reference, regulation, places.held)
        if elsewhere is None:
            kind_words += "，未收录"
        elif at := find_provision_in(reference, elsewhere):
            goal += f" [{qualified(at, elsewhere, places.held)}]"
    elif reference.targets:
        ids = " ".join(places.address(t) for t in reference.targets)
        goal = f"{cite_all(reference.targets, regulation)} [{ids}]"
    else:
        goal = f"未确定：{reference.note}"
    if reference.excluded:
        kind_words += f"，不含{cite_all(reference.excluded, regulation)}"
    return f"{places.cite(reference)}「{reference.text}」→ {goal}（{kind_words}）"


def _incoming(reference: Reference, places: _Places, *, title: bool = False) -> str:
    return (
        f"  {places.cite(reference, title=title)} [{places.address(reference.source)}]"
        f"「{reference.text}」（{reference.kind}{_bound(reference)}）"
    )


def _left_out(reference: Reference, places: _Places) -> str:
    return (
        f"  {places.cite(reference)} [{places.address(reference.source)}] "
        f"不含{cite_all(reference.excluded, places.regulation)}（{reference.kind}{_bound(reference)}）"
    )


def _bound(reference: Reference) -> str:
    return f"，主体：{reference.subject}" if reference.subject else ""


def cite_external(title: str, address: ProvisionId | None) -> str:
    """《名称》第N条第N款第（N）项 of an instrument that is not at hand; 款 as its text printed it."""
    parts = [f"《{title}》"]
    if address is not None:
        parts.append(print_article(address.article) if address.article else "")
        parts.append(f"第{to_chinese(int(address.paragraph))}款" if address.paragraph else "")
        parts.append(f"第（{to_chinese(int(address.item))}）项" if address.item else "")
    return "".join(parts)
