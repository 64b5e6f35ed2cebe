"""Anchors of provisions in the page: the short address with hyphens, ``art-19-item-5``."""

from __future__ import annotations

import re

from corpus.text.provision import ProvisionId


def anchor(address: ProvisionId) -> str:
    """``art19.item5`` → ``art-19-item-5``."""
    return re.sub(r"([a-z]+)(?=\d)", r"\1-", str(address)).replace(".", "-")
