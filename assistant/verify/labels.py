"""Citations in a sentence: whether they exist, and whether they are the provisions it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.rendering.addresses import does_not_exist
from assistant.verify.texts import flat
from assistant.verify.verdict import Problem, ProblemKind
from corpus.citing.citations import canonical
from corpus.citing.follow import Addressed, follow_citations
from corpus.text.provision import ProvisionId, Regulation


def check_labels(
    found: Sequence[Addressed], ids: Sequence[ProvisionId], ground: str
) -> tuple[Problem, ...]:
    """Citations that do not exist or lead elsewhere than to the provisions given.

    Args:
        ground: flat text of the provisions; what they cite themselves is no citation of them.
    """
    problems = []
    for label in found:
        words = (label.citation.text,)
        if label.elsewhere:
            continue
        reasons = [does_not_exist(*instead) for instead in label.missing]
        problems += [Problem(ProblemKind.CITATION, reason, words) for reason in reasons]
        if label.citation.fault:
            problems.append(Problem(ProblemKind.CITATION, "条号的数字读不懂", words))
        elif (
            label.ids
            and ids
            and not _cited_in(ground, flat(label.citation.text))
            and not any(_leads_to(own, i) for own in label.ids for i in ids)
        ):
            problems.append(Problem(ProblemKind.CITATION, "依据的不是这一条款", words))
    return tuple(problems)


def _cited_in(ground: str, label: str) -> bool:
    """Whether the provisions cite it themselves; 第十五条里第（一） is their 第（一）."""
    inner = re.sub("^.*条[的里中]*", "", label)
    return label in ground or (bool(inner) and inner in ground)


def _leads_to(label: ProvisionId, id_: ProvisionId) -> bool:
    """Whether a printed address is the provision, holds it, or lies in it."""
    return id_.lies_in(label) or label.own_paragraph.lies_in(id_.own_paragraph)


#: What somebody does by items that he is given.
_DOES = re.compile(r"(?:履行|承担|负责|执行|落实|适用|参照|按照|依照|遵守)[^，。；]{0,12}$")
_SUBJECT = re.compile(
    r"^(?P<name>[^，。；：]{2,16}?)(?:应当|应|必须|须|可以|履行|适用|参照|依照|按照)"
)


def check_item_sets(
    sentence: str, found: Sequence[Addressed], regulation: Regulation
) -> Iterator[Problem]:
    """项 that somebody is said to fulfil, where the text itself lists which ones he does."""
    articles = {i.parent_article() for label in found for i in label.ids if i.item}
    for leaf in regulation.leaves() if articles else ():
        article = leaf.id.parent_article()
        subject = _SUBJECT.match(flat(leaf.text)) if article in articles else None
        if subject is None or subject["name"] not in sentence:
            continue
        inner = follow_citations(f"第{article.article}条：{leaf.text}", regulation)[1:]
        own = {canonical(i) for x in inner for i in x.ids if i.item}
        if not own:
            continue
        at = sentence.index(subject["name"])
        for label in found:
            start, _ = label.citation.span
            listed = any(start - x.citation.span[1] in (0, 1) for x in found)
            does = _DOES.search(sentence[at:start]) if start > at else None
            if (does or (listed and start > at)) and any(
                i.item and i.parent_article() == article and canonical(i) not in own
                for i in label.ids
            ):
                words = (label.citation.text,)
                yield Problem(ProblemKind.CITATION, "原文列的不是这些项", words)


def remove_labels(text: str, found: Sequence[Addressed]) -> str:
    """The text with its citations taken out."""
    for label in reversed(found):
        start, end = label.citation.span
        text = text[:start] + text[end:]
    return text
