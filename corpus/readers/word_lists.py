"""The numbers that Word's automatic lists print before paragraphs, from ``word/numbering.xml``.

Counters belong to the abstract list, so that two lists of one kind go on in each other; a list that
says where it starts begins anew where it is first used. A deeper level begins anew after a higher one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.readers.list_numbers import print_number
from corpus.readers.office_xml import child, children, value_of

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list.

    Attributes:
        start: the first number.
        form: of the numbers, as ``print_number`` knows them.
        words: with ``%1`` … ``%9`` for the number of each level.
        legal: whether numbers of higher levels are printed as 1, 2, 3.
        restart: level after which it begins anew; 0 for never, None for any higher one.
        style: of paragraphs that are on this level by their style alone.
    """

    start: int = 1
    form: str = "decimal"
    words: str = "%1."
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass
class WordLists:
    """The lists of one document, counting on as its paragraphs are read in order.

    Attributes:
        abstract: id of an abstract list → its levels.
        lists: id of a list → id of its abstract list.
        own: id of a list → levels of its own.
        starts: id of a list → level → the number with which this list begins anew.
        unknown: formats that were met and are not known.
    """

    abstract: Mapping[str, Mapping[int, ListLevel]] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Mapping[int, ListLevel]] = field(default_factory=dict)
    starts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, list_id: str, level: int) -> str | None:
        """The number of the next paragraph of a list; None where there is no such list.

        A bullet gives an empty label.
        """
        if list_id not in self.lists:
            return None
        levels = {**self.abstract.get(self.lists[list_id], {}), **self.own.get(list_id, {})}
        counts = self._counts.setdefault(self.lists[list_id], {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at in self.starts.get(list_id, {}):
                counts.pop(at, None)
        of = levels.get(level, ListLevel())
        begin = self.starts.get(list_id, {}).get(level, of.start)
        counts[level] = counts[level] + 1 if level in counts else begin
        for deeper in range(level + 1, _LEVELS):
            restart = levels.get(deeper, ListLevel()).restart
            if restart is None or level < restart:
                counts.pop(deeper, None)
        if of.form == "bullet":
            return ""
        return _PLACE.sub(lambda m: self._number(int(m[1]) - 1, levels, counts, of), of.words)

    def _number(
        self,
        level: int,
        levels: Mapping[int, ListLevel],
        counts: Mapping[int, int],
        shown: ListLevel,
    ) -> str:
        of = levels.get(level, ListLevel())
        form = "decimal" if shown.legal else of.form
        value = counts.get(level, of.start)
        printed = print_number(value, form)
        if printed is None:
            self.unknown.add(form)
            return str(value)
        return printed


def read_lists(root: Any) -> WordLists:
    """The lists of ``word/numbering.xml``; none where there is no such part."""
    if root is None:
        return WordLists()
    abstract: dict[str, Mapping[int, ListLevel]] = {}
    linked: dict[str, str] = {}  # abstract list → name of the list style that stands for it
    named: dict[str, str] = {}  # name of a list style → abstract list that defines it
    for node in children(root, "abstractNum"):
        at = value_of(node, "abstractNumId")
        abstract[at] = {
            int(value_of(lvl, "ilvl") or 0): _level(lvl) for lvl in children(node, "lvl")
        }
        if (link := child(node, "numStyleLink")) is not None:
            linked[at] = value_of(link)
        if (link := child(node, "styleLink")) is not None:
            named[value_of(link)] = at
    for at, style in linked.items():
        if not abstract[at] and style in named:
            abstract[at] = abstract[named[style]]
    lists: dict[str, str] = {}
    own: dict[str, dict[int, ListLevel]] = {}
    starts: dict[str, dict[int, int]] = {}
    for node in children(root, "num"):
        at = value_of(node, "numId")
        lists[at] = value_of(child(node, "abstractNumId"))
        for override in children(node, "lvlOverride"):
            level = int(value_of(override, "ilvl") or 0)
            if (lvl := child(override, "lvl")) is not None:
                own.setdefault(at, {})[level] = _level(lvl)
            if (start := child(override, "startOverride")) is not None:
                starts.setdefault(at, {})[level] = int(value_of(start) or 1)
    return WordLists(abstract, lists, own, starts)


def _level(node: Any) -> ListLevel:
    legal, restart = child(node, "isLgl"), child(node, "lvlRestart")
    form = child(node, "numFmt")
    if form is None:  # a custom format stands in a choice of two; its fallback is one of Word's
        form = next((n for n in node.iter() if n.tag.endswith("}numFmt")), None)
    return ListLevel(
        int(value_of(child(node, "start")) or 1),
        value_of(form) or "decimal",
        value_of(child(node, "lvlText")),
        legal is not None and value_of(legal) not in ("0", "false"),
        None if restart is None else int(value_of(restart) or 0),
        value_of(child(node, "pStyle")),
    )
