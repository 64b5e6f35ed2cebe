"""English names of provisions, bodies and matters; the names come from the data."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.language.english import English
from corpus.text.provision import ProvisionId, Regulation
from corpus.text.status import status_of


class EnglishNames:
    """Names to print, each with the Chinese that it stands for."""

    def __init__(self, english: English) -> None:
        self._names = english.names

    def name(self, chinese: str) -> str:
        """「sub-district office (街道办事处)」; the Chinese alone where the data has no name."""
        english = self._names.get(chinese)
        return f"{english} ({chinese})" if english else chinese

    def names(self, chinese: Iterable[str]) -> str:
        """Several, in their order."""
        return ", ".join(map(self.name, chinese))

    def short(self, chinese: str) -> str:
        """The English alone, as one of a long list; the Chinese where there is none."""
        return self._names.get(chinese, chinese)


def document_name(regulation: Regulation) -> str:
    """A document of several with its status: 消防法 (in force), 细则 (征求意见稿, not in force)."""
    words = status_of(regulation)
    force = {True: "in force", False: "not in force", None: "status not stated"}[words.in_force]
    return f"{regulation.key} ({force})"


def place(address: ProvisionId) -> str:
    """「Article 19, item (5)」; the first paragraph is the article itself."""
    parts = [address.document] if address.document else []
    parts.append(f"Article {address.article}")
    if address.paragraph:
        parts.append(f"paragraph {address.paragraph}")
    if address.item:
        parts.append(f"item ({address.item})")
    if address.subitem:
        parts.append(f"sub-item {address.subitem}")
    return ", ".join(parts)


def places(addresses: Iterable[ProvisionId]) -> str:
    """Several, the items of one article together: 「Article 15, items (1), (4); Article 17」."""
    groups: dict[tuple[str, str, str], list[ProvisionId]] = {}
    for address in addresses:
        key = (address.document, address.article, address.paragraph)
        groups.setdefault(key, []).append(address)
    return "; ".join(_together(group) for group in groups.values())


def _together(group: list[ProvisionId]) -> str:
    items = list(dict.fromkeys(a.item for a in group if a.item and not a.subitem))
    own = [a for a in group if not a.item or a.subitem]
    said = [place(a) for a in dict.fromkeys(own)]
    if len(items) == 1:
        said.append(place(next(a for a in group if a.item == items[0])))
    elif items:
        head = place(next(a for a in group if a.item)).rsplit(", item", 1)[0]
        said.append(f"{head}, items {', '.join(f'({i})' for i in items)}")
    return "; ".join(said)
