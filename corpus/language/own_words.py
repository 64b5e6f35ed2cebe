"""Words by which a document speaks of its own field and place: they single nothing out in it."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.language.places import own_places
from corpus.text.provision import Regulation

_NEVER = re.compile(r"(?!)")
#: What a field is often called after: 消防安全 is 消防 too.
_GENERAL = ("安全", "管理", "保护", "工作")


def own_words(regulation: Regulation) -> re.Pattern[str]:
    """Matches the field of a document, as its metadata name it, and its place: 消防安全, 消防, 北京市.

    Nothing where neither is known.
    """
    return _own_words(regulation.title, regulation.subject)


@lru_cache(maxsize=64)
def _own_words(title: str, subject: str) -> re.Pattern[str]:
    words = {subject, *(subject.removesuffix(g) for g in _GENERAL)} - {""}
    parts = [*map(re.escape, words), *(f"{place}[省市]?" for place in own_places(title))]
    return re.compile("|".join(sorted(parts, key=len, reverse=True))) if parts else _NEVER
