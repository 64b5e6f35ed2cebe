"""Citations in a sentence: whether they exist, and whether they are the provisions it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.rendering.addresses import does_not_exist
from assistant.verify.texts import flat
from assistant.verify.verdict import Problem, ProblemKind
from corpus.citing.follow import Addressed
from corpus.text.provision import ProvisionId


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


def remove_labels(text: str, found: Sequence[Addressed]) -> str:
    """The text with its citations taken out."""
    for label in reversed(found):
        start, end = label.citation.span
        text = text[:start] + text[end:]
    return text
