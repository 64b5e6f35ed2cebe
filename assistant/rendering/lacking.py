"""What is said, the same everywhere, where a document has no data of some kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from corpus.text.provision import Regulation

#: Kinds of data that a document may lack.
DataKind = Literal["register", "places", "training"]
#: What each kind is called.
NAMES: Mapping[DataKind, str] = {
    "register": "责任登记",
    "places": "场所适用性数据",
    "training": "责任登记",
}
_CANNOT: Mapping[DataKind, str] = {
    "register": "不能按主体和事项查",
    "places": "不能列清单",
    "training": "不能出题",
}


def lacks(regulation: Regulation, kind: DataKind) -> str:
    """One Chinese line: a document has no such data, and what therefore cannot be had."""
    return f"《{regulation.title}》{lacking(kind)}"


def lacking(kind: DataKind) -> str:
    """The same without the document's name."""
    return f"还没有{NAMES[kind]}，{_CANNOT[kind]}"
