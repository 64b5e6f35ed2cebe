"""Is a passage printed in a regulation, and where?

1. Both sides are compared in the one form of ``compare``; stops at the ends of the passage do not
   count.
2. A passage may run over 款 and 项 of one 条, with or without their labels, or join the words that
   introduce 项 with one of them.
3. Where it marks words as left out (……), each piece must be printed, in its order and in one place.
4. What is cut out of a number or takes a 不 off its verb (「5日」 of 「15日」, 「得占用」 of 「不得占用」) is not
   printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.text.compare import compare_form
from corpus.text.provision import Leaf, ProvisionId, Regulation

#: What may be missing or other at either end of a passage.
_ENDS = "。;,.:、!?…- "
_NUMERAL = "0-9.零〇一二三四五六七八九十百千万亿两"
_CUT_NUMBER = re.compile(rf"[{_NUMERAL}][{_NUMERAL}]")
_NEGATIONS = "不未非无勿莫"
#: Marks that say that words are left out, and words that may not be.
_OMISSION = re.compile(r"…+|⋯+|\.{3,}|。{3,}")
_TURNS = re.compile(r"[不未非无勿莫禁除但]")
#: No shorter piece of a quotation with an omission is looked for.
_SHORTEST = 4
#: A condition that ends before a comma, and an exception that goes on after one.
_CONDITION = re.compile(r"[^,]*(?:的|时|前|后|外|期间|情况下)(?=,)")
_EXCEPTION = re.compile(r"(?<=,)(?:但|除)[^,]*(?:,[^,]*)*|[^,]*(?:除外|另有规定|不在此限)[^,]*")


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that stand together in print, as a form, with the provision that each part is of."""

    form: str
    parts: tuple[tuple[int, ProvisionId], ...]

    def ids(self, start: int, end: int) -> Iterator[ProvisionId]:
        """The provisions that a stretch of the form lies in."""
        ends = [at for at, _ in self.parts[1:]] + [len(self.form)]
        for (begin, id_), until in zip(self.parts, ends, strict=True):
            if begin < end and start < until:
                yield id_


class PrintedWords:
    """The words of some regulation in the form for comparing.

    Args:
        leaves: its provisions, in printed order.
    """

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self._leaves: dict[str, list[ProvisionId]] = {}
        self._joined: list[_Run] = []
        leads: dict[str, list[ProvisionId]] = {}
        articles = groupby(leaves, key=lambda leaf: leaf.id.parent_article())
        for _, members in articles:
            article = list(members)
            for leaf in article:
                self._leaves.setdefault(compare_form(leaf.text), []).append(leaf.id)
                leads.setdefault(compare_form(leaf.lead_in), []).append(leaf.id)
            self._joined += _runs(article)
        self._leads = {form: ids for form, ids in leads.items() if form}

    @classmethod
    def of(cls, regulation: Regulation) -> PrintedWords:
        """Those of a whole regulation."""
        return cls(regulation.leaves())

    def find(self, passage: str) -> tuple[ProvisionId, ...]:
        """The provisions that print a passage: those whose own words or lead-in hold it.

        Where there are none, those of the 条 that it runs over; none where it is printed nowhere.
        """
        pieces = _pieces(passage)
        if not pieces:
            return ()
        own = [i for form, ids in self._leaves.items() if _span(form, pieces) for i in ids]
        led = [i for form, ids in self._leads.items() if _span(form, pieces) for i in ids]
        if found := dict.fromkeys([*own, *led]):
            return tuple(found)
        over = ((run, _span(run.form, pieces)) for run in self._joined)
        return tuple(dict.fromkeys(i for run, span in over if span for i in run.ids(*span)))


def prints(text: str, passage: str) -> bool:
    """Whether a text holds a passage, word for word."""
    pieces = _pieces(passage)
    return bool(pieces) and _span(compare_form(text), pieces) is not None


def left_out(text: str, passage: str) -> str:
    """The limit that a passage leaves out of the printed sentence it is taken from; else empty.

    A condition before it (「确需占用的，」) or an exception after it (「，但抢险除外」), in the form for
    comparing.
    """
    form, words = compare_form(text), compare_form(passage).strip(_ENDS)
    at = _place(form, words)
    if not words or at < 0:
        return ""
    before = re.split("[。;:]", form[:at])[-1]
    after = re.split("[。;]", form[at + len(words) :])[0]
    condition = _CONDITION.search(before)
    exception = _EXCEPTION.search(after)
    return exception.group() if exception else condition.group() if condition else ""


def _pieces(passage: str) -> list[str]:
    """What stands between the marks of omission of a passage, as forms; none where one is empty.

    One that is too short to be told from chance makes it no quotation either.
    """
    words = compare_form(passage).strip(_ENDS)
    pieces = [piece.strip(_ENDS) for piece in _OMISSION.split(words)]
    short = len(pieces) > 1 and any(len(piece) < _SHORTEST for piece in pieces)
    return [] if short or not words else pieces


def _span(form: str, pieces: Sequence[str]) -> tuple[int, int] | None:
    """From where to where a form holds pieces in their order; None where it does not.

    What is left out between two may hold no denial and no exception.
    """
    start = end = _place(form, pieces[0])
    if start < 0:
        return None
    end += len(pieces[0])
    for piece in pieces[1:]:
        at = _place(form, piece, end)
        if at < 0 or _turns(form[end:at]):
            return None
        end = at + len(piece)
    return start, end


def _turns(omitted: str) -> bool:
    """Whether words left out turn what stands before or after them; whole sentences do not."""
    first, *more = re.split("[。;,]", omitted)
    if _TURNS.search(first) or (more and _TURNS.search(more[-1])):
        return True
    return any(re.search("但|除|不得|禁止|严禁", part) for part in more)


def _place(form: str, words: str, start: int = 0) -> int:
    """Where some words stand in a form without being cut out of others; -1 where they do not."""
    at = form.find(words, start)
    while at >= 0:
        if not _cut(form, at, at + len(words)):
            return at
        at = form.find(words, at + 1)
    return -1


def _cut(form: str, start: int, end: int) -> bool:
    before, after = form[max(0, start - 1) : start], form[end : end + 1]
    return (
        (before in _NEGATIONS and bool(before))
        or _splits(before + form[start : start + 1])
        or _splits(form[end - 1 : end] + after)
    )


def _splits(two: str) -> bool:
    """Whether two neighbouring characters are parts of one number."""
    return _CUT_NUMBER.fullmatch(two) is not None


def _runs(article: list[Leaf]) -> Iterator[_Run]:
    """Ways of reading a whole 条: with labels, without, and each 项 after its lead-in."""
    if len(article) > 1:
        yield _run((leaf.id, leaf.text) for leaf in article)
    yield _run((leaf.id, leaf.provision.label + leaf.text) for leaf in article)
    for leaf in article:
        if leaf.lead_in:
            lead = leaf.id.parent_article()
            yield _run([(lead, leaf.lead_in), (leaf.id, leaf.text)])
            yield _run([(lead, leaf.lead_in), (leaf.id, leaf.provision.label + leaf.text)])


def _run(parts: Iterable[tuple[ProvisionId, str]]) -> _Run:
    form, starts = "", []
    for id_, words in parts:
        starts.append((len(form), id_))
        form += compare_form(words)
    return _Run(form, tuple(starts))
