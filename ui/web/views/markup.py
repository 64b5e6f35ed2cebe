"""Citations in what the views say → links into the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from markupsafe import Markup, escape

from corpus.citing.citations import canonical
from corpus.citing.follow import follow_citations
from corpus.citing.written import Citation
from corpus.text.provision import ProvisionId, Regulation
from corpus.text.quotations import outer_quotations
from ui.records.anchors import anchor
from ui.web.templating import lines

#: Columns that hold citations in the program's own words; elsewhere only one that opens a line is.
CITING = (
    "条款",
    "经由",
    "要看哪条",
    "为什么适用",
    "为什么不适用",
)
_OPENS_LINE = "："
_LINK = Markup('<a class="cite" href="#{}">{}</a>')


class Links:
    """Citations in the program's own sentences → links into the text.

    Args:
        regulation: that is cited.
        slug: what its anchors begin with; empty for the first document of a library.
    """

    def __init__(self, regulation: Regulation, slug: str = "") -> None:
        self.regulation = regulation
        self.slug = slug

    @cached_property
    def _known(self) -> frozenset[ProvisionId]:
        return frozenset(leaf.id for leaf in self.regulation.leaves())

    def to(self, address: ProvisionId, name: str) -> Markup:
        """A link to a provision; the name alone where the text has no such place."""
        at = canonical(address)
        if at not in self._known:
            return escape(name)
        return _LINK.format(anchor(at, self.slug), name)

    def cell(self, words: str, column: str) -> Markup:
        """What stands in a column of a table."""
        return self.sentence(words) if column in CITING else self.opening(words)

    def sentence(self, words: str) -> Markup:
        """A sentence of the program with every citation as a link."""
        return self._linked(words, tuple(self._citations(words)))

    def opening(self, words: str) -> Markup:
        """A verbatim text; only a citation that opens a line and ends in 「：」 is a link."""
        shown = []
        for line in words.split("\n"):
            at_start = [
                (c, address)
                for c, address in self._citations(line)
                if line[: c.span[0]] == "" and line[c.span[1] :].startswith(_OPENS_LINE)
            ]
            shown.append(self._linked(line, tuple(at_start)))
        return Markup("<br>").join(shown)

    def _citations(self, words: str) -> Iterator[tuple[Citation, ProvisionId]]:
        """Citations that lead somewhere: a mere 第（二）项 belongs to the 条 named before it."""
        quoted = outer_quotations(words)
        for found in follow_citations(words, self.regulation, typed=False):
            at, bare = found.citation.span[0], "条" not in found.citation.text
            inside = any(a <= at < b for a, b in quoted)
            if found.ids and not found.elsewhere and not (inside and bare):
                yield found.citation, found.ids[0]

    def _linked(self, words: str, found: Sequence[tuple[Citation, ProvisionId]]) -> Markup:
        parts: list[Markup] = []
        at = 0
        for citation, address in found:
            start, end = citation.span
            parts += [lines(words[at:start]), self.to(address, words[start:end])]
            at = end
        return Markup("").join([*parts, lines(words[at:])])
