"""References of a provision as ``fireduty corpus show`` prints them: 引用 and 被引用."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.citing.citations import canonical, cite_all, cite_own_text
from corpus.citing.references import Reference, follow
from corpus.text.numerals import print_article, to_chinese
from corpus.text.provision import ProvisionId, Regulation


def describe_references(
    address: ProvisionId, regulation: Regulation, references: Sequence[Reference]
) -> list[str]:
    """Lines of both directions, with an empty line before each; none where there is nothing."""
    here = canonical(address)
    out = [r for r in references if r.source.lies_in(here)]
    into = [r for r in references if any(touches(t, here) for t in r.targets)]
    left_out = [r for r in references if any(e.lies_in(here) for e in r.excluded)]
    lines: list[str] = []
    if out:
        lines += ["", "引用："]
        for reference in out:
            lines += _outgoing(reference, regulation, references)
    if into or left_out:
        lines += ["", "被引用："]
        lines += [_incoming(r, regulation) for r in into]
        lines += [_left_out(r, regulation) for r in left_out]
    return lines


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
    reference: Reference, regulation: Regulation, references: Sequence[Reference]
) -> Iterator[str]:
    yield f"  {_arrow(reference, regulation)}"
    bound = [("主体", reference.subject), ("条件", reference.condition)]
    if any(words for _, words in bound):
        yield "    " + "；".join(f"{name}：{words}" for name, words in bound if words)
    if reference.note and (reference.targets or reference.external):
        yield f"    说明：{reference.note}"
    for target in reference.targets:
        yield from (f"    再到：{_arrow(r, regulation)}" for r in follow(references, target))


def _arrow(reference: Reference, regulation: Regulation) -> str:
    kind = reference.kind
    if reference.external:
        goal, kind_words = (
            cite_external(reference.external, reference.external_id),
            f"{kind}，未收录",
        )
    elif reference.targets:
        ids = " ".join(map(str, reference.targets))
        goal, kind_words = f"{cite_all(reference.targets, regulation)} [{ids}]", kind
    else:
        goal, kind_words = f"未确定：{reference.note}", kind
    if reference.excluded:
        kind_words += f"，不含{cite_all(reference.excluded, regulation)}"
    return f"{_place(reference, regulation)}「{reference.text}」→ {goal}（{kind_words}）"


def _incoming(reference: Reference, regulation: Regulation) -> str:
    who = f"，主体：{reference.subject}" if reference.subject else ""
    return (
        f"  {_place(reference, regulation)} [{reference.source}]「{reference.text}」"
        f"（{reference.kind}{who}）"
    )


def _left_out(reference: Reference, regulation: Regulation) -> str:
    who = f"，主体：{reference.subject}" if reference.subject else ""
    return (
        f"  {_place(reference, regulation)} [{reference.source}] "
        f"不含{cite_all(reference.excluded, regulation)}（{reference.kind}{who}）"
    )


def _place(reference: Reference, regulation: Regulation) -> str:
    return cite_own_text(reference.source, regulation, title=False)


def cite_external(title: str, address: ProvisionId | None) -> str:
    """《名称》第N条第N款第（N）项 of an instrument that is not at hand; 款 as its text printed it."""
    parts = [f"《{title}》"]
    if address is not None:
        parts.append(print_article(address.article) if address.article else "")
        parts.append(f"第{to_chinese(int(address.paragraph))}款" if address.paragraph else "")
        parts.append(f"第（{to_chinese(int(address.item))}）项" if address.item else "")
    return "".join(parts)
