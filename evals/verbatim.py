"""Is what an answer presents as the regulation's words and numbers really there?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.citing.citations import canonical
from corpus.citing.follow import follow_citations
from corpus.citing.written import find_citations
from corpus.text.compare import compare_form
from corpus.text.provision import Regulation
from evals.systems import SystemRecord

#: Shorter words in 「」 are terms and not quotations.
_SHORTEST_QUOTATION = 8
_QUOTATION = re.compile(rf"「([^「」]{{{_SHORTEST_QUOTATION},}})」")
_BRACKETED = re.compile(r"「[^「」]*」")
#: How a follow-up was understood: the asker's own words.
_READ_AS = re.compile(r"\A（理解为：[^\n]*）\n")
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class VerbatimSource:
    """The text that answers are held against.

    Attributes:
        texts: provision → its verbatim words.
    """

    regulation: Regulation
    texts: Mapping[str, str]

    @classmethod
    def of(cls, regulation: Regulation) -> VerbatimSource:
        """The source of a regulation."""
        return cls(regulation, {str(leaf.id): leaf.text for leaf in regulation.leaves()})


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Counts of one answer.

    Attributes:
        quotes: passages presented as verbatim.
        faithful: those that are.
        fabricated: provisions named that do not exist.
        misnumbered: passages under the number of another provision.
    """

    quotes: int
    faithful: int
    fabricated: int
    misnumbered: int


def check_fidelity(record: SystemRecord, source: VerbatimSource) -> Fidelity:
    """Hold the quotes, the quotations in 「」 and the numbers of an answer against the text.

    A refusal may name what does not exist (「没有第三十三条」) and give example questions in 「」,
    so only its quotes are checked.
    """
    quotes = record.quotes
    faithful = [_holds(source, id_, text) for id_, text in quotes]
    inline = [] if record.refused else _QUOTATION.findall(_prose(record))
    inline_faithful = [
        all(any(piece in t for t in source.texts.values()) for piece in words.split("……"))
        for words in inline
    ]
    named = {*record.cited, *(id_ for id_, _ in quotes)}
    elsewhere = [
        not good and any(words and words in text for text in source.texts.values())
        for (_, words), good in zip(quotes, faithful, strict=True)
    ]
    wrong_heading = [_heading_differs(record.text, id_, text) for id_, text in quotes]
    return Fidelity(
        quotes=len(quotes) + len(inline),
        faithful=sum(faithful) + sum(inline_faithful),
        fabricated=len(named - set(source.texts)) + _missing_mentions(record, source),
        misnumbered=sum(a or b for a, b in zip(elsewhere, wrong_heading, strict=True)),
    )


def fact_coverage(record: SystemRecord, facts: tuple[str, ...]) -> tuple[str, ...]:
    """The facts that an answer holds, white space and punctuation aside."""
    said = _letters(record.text)
    return tuple(fact for fact in facts if _letters(fact) in said)


def _holds(source: VerbatimSource, id_: str, words: str) -> bool:
    return bool(words) and words in source.texts.get(id_, "")


def _prose(record: SystemRecord) -> str:
    """The answer's text without its quotes."""
    prose = record.text
    for _, words in record.quotes:
        prose = prose.replace(f"\n{words}", "\n") if words else prose
    return prose


def _missing_mentions(record: SystemRecord, source: VerbatimSource) -> int:
    """条 and 项 that the answer's own words name and the regulation does not have."""
    if record.refused:
        return 0
    prose = _BRACKETED.sub("", _READ_AS.sub("", _prose(record)))
    named = follow_citations(prose, source.regulation, typed=False)
    asserted = (a for a in named if not prose[: a.citation.span[0]].endswith("没有"))
    return sum(len(a.missing) for a in asserted if not a.elsewhere)


def _heading_differs(text: str, id_: str, words: str) -> bool:
    """Whether a quote stands under headings, and none of them names its provision.

    Words may be printed more than once: a 条's own words are the lead-in of its 项.
    """
    places = re.finditer(re.escape(f"\n{words}"), text) if words else iter(())
    headings = {_heading(text[: place.start()]) for place in places} - {""}
    return bool(headings) and id_ not in headings


def _heading(before: str) -> str:
    """What the nearest line above that begins with a citation names; empty where none does.

    A blank line ends the search; lines between may hold the lead-in.
    """
    for line in reversed(before.rpartition("\n\n")[2].splitlines()):
        mention = next(iter(find_citations(line)), None)
        if mention and mention.span[0] == 0 and mention.id is not None and mention.id.article:
            return str(canonical(mention.id))
    return ""


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", compare_form(text))
