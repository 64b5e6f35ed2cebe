"""A document's name and status at the head of a model's sentence: never lost, and never twice."""

from __future__ import annotations

import re

from assistant.answering.quoting import document_mark
from corpus.text.provision import Regulation

_SAYS = re.compile(r"(?:的?规定|要求|写明|明确)?[了的]?[，,：:]?\s*")


def without_name(sentence: str, regulation: Regulation) -> str:
    """A sentence without the document's name and true status at its head, as it is checked.

    Unchanged where it does not begin with the name.
    """
    head = _head(sentence, regulation)
    if not head:
        return sentence
    return _SAYS.sub("", sentence[head:], count=1) or sentence


def with_mark(sentence: str, regulation: Regulation, *, first: bool) -> str:
    """A sentence that names its document; the first of a document with its status.

    Args:
        sentence: of a model, checked.
        regulation: the document.
        first: whether nothing has been said of the document yet.
    """
    mark = document_mark(regulation)
    if mark in sentence:
        return sentence
    if head := _head(sentence, regulation):
        return f"{mark}{sentence[head:]}"
    if not first and any(name in sentence for name in _names(regulation)):
        return sentence
    return f"{mark}：{sentence}"


def _names(regulation: Regulation) -> tuple[str, ...]:
    title = re.sub(r"[（(][^（()）]*[）)]$", "", regulation.title)
    return tuple(dict.fromkeys((title, title.removeprefix("中华人民共和国"), regulation.key)))


def _head(sentence: str, regulation: Regulation) -> int:
    """Where the name that a sentence begins with ends, with the status after it; 0 for no name."""
    status = re.escape(document_mark(regulation).removeprefix(regulation.key))
    names = "|".join(map(re.escape, _names(regulation)))
    found = re.match(rf"(?:根据|按照|依据|依照)?《?(?:{names})》?(?:{status})?", sentence)
    return found.end() if found else 0
