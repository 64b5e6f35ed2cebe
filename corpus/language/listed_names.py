"""Names of bodies that a list prints once for all: 「教育、民政、旅游等行政部门」 names 民政部门.

A Chinese regulation that speaks of several departments writes the kind of body only after the last
of them. Such a name is the text's own although no place holds it in one piece.
"""

from __future__ import annotations

import re

#: What the last of a list ends with and every one before it shares.
_KINDS = ("部门", "机构", "单位", "企业")
_BEFORE = r"(?:^|[、，。；：由对向和与经]|会同|组织)"
_REST = r"(?:、[^，。；：（）\n]{1,80}?)?"


def is_named(name: str, text: str) -> bool:
    """Whether a text names a body: in one piece, or as a member of a list with the kind at its end.

    民政部门 is named by 「教育、民政、旅游等行政部门」: the kind that is printed may say more.
    """
    if name in text:
        return True
    kind = next((k for k in _KINDS if name.endswith(k)), "")
    head = re.escape(name.removesuffix(kind))
    listed = rf"{_BEFORE}{head}{_REST}(?:等)?(?:有关)?(?:行政|主管)*{kind}"
    return bool(kind and head) and re.search(listed, text, re.MULTILINE) is not None
