"""Anchors of provisions in the page: the short address with hyphens, ``art-19-item-5``."""

from __future__ import annotations

import re

from corpus.text.provision import ProvisionId

#: Between the document and the place in it.
BETWEEN = "--"


def anchor(address: ProvisionId, document: str = "") -> str:
    """``art19.item5`` → ``art-19-item-5``; in a further document ``fire-law--art-19-item-5``.

    Args:
        address: the provision; which document it lies in is told by ``document`` alone.
        document: the slug of its document; empty for the first of a library.
    """
    within = re.sub(r"([a-z]+)(?=\d)", r"\1-", str(address.of(""))).replace(".", "-")
    return place(within, document)


def place(within: str, document: str = "") -> str:
    """The anchor of a place in a document, which no other document has."""
    return f"{document}{BETWEEN}{within}" if document else within
