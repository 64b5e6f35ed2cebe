"""Which of several documents the words of a pasted text speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.library.named import find_namings
from assistant.verify.texts import split_sentences
from corpus.citing.across import SpokenOf
from corpus.text.provision import Regulation
from corpus.text.quotations import outer_quotations

#: What a document is called in sentences about it, whatever its name.
OWN = "本文件"
_BEFORE = re.compile(r"(?:[这那该本]部?|这个|那个|我市|本市)?《?(?:中华人民共和国)?$")
_NOTE_AND_END = re.compile(r"(?:[（(][^（）()《》]{1,12}[）)])?》")
#: Words before or after a name that say that what follows stands in the document.
_ACCORDING = re.compile(r"(?:根据|依据|按照|依照|遵照|参照)(?:现行)?$")
_SAYS = re.compile(
    r"(?:[（(][^（）()]*[）)])?[^，。；：《》]{0,8}?"
    r"(?:规定|要求|明确|指出|写明|写道|载明|提出|写的是|是这样写的)|的?(?:规定|要求)?[，,：:]"
)
#: A heading is no more than a name, with a number before it.
_HEADING = re.compile(r"[#\s]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．\s])?\s*")


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A place of a text that names a document.

    Attributes:
        span: half-open range of the name, with 《》 and 本 or 该 where they belong to it.
        key: of the document.
        speaks: whether what follows is said to stand in it.
    """

    span: tuple[int, int]
    key: str
    speaks: bool = False


def find_named(text: str, documents: Sequence[Regulation], meant: str) -> tuple[NamedDocument, ...]:
    """The documents that a sentence names outside quotations, in reading order.

    Args:
        text: one sentence.
        documents: with their keys.
        meant: key of the document that was spoken of last.
    """
    if not _may_name(tuple(w for d in documents for w in (d.kind, d.key, d.title))).search(text):
        return ()
    quoted = outer_quotations(text)
    spans: dict[tuple[int, int], str] = {}
    for naming in find_namings(text, documents, meant):
        at = naming.span[0]
        if not naming.loose and not any(a <= at < b for a, b in quoted):
            spans.setdefault(_whole(text, naming.span), naming.key)
    for kind, key in _kinds(documents):
        for match in re.finditer(rf"[本该]{kind}(?![\u4e00-\u9fff]?[院律])", text):
            if not any(a < match.end() and match.start() < b for a, b in (*spans, *quoted)):
                spans[match.span()] = key
    return tuple(
        NamedDocument(span, key, _speaks(text, span)) for span, key in sorted(spans.items())
    )


@lru_cache(maxsize=16)
def _may_name(names: tuple[str, ...]) -> re.Pattern[str]:
    """Words without one of which a sentence names no document; most sentences have none."""
    words = sorted({*names} - {"法"})
    law = r"(?<![方办依违合守执司立])法"
    return re.compile("|".join(["《", "上位法", law, *map(re.escape, words)]))


def _kinds(documents: Sequence[Regulation]) -> Iterator[tuple[str, str]]:
    """条例, 细则 and 法 where only one document is of that kind, with its key."""
    kinds = [d.kind for d in documents]
    for document in documents:
        if kinds.count(document.kind) == 1:
            yield document.kind, document.key


def _whole(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The place of a name with the marks around it."""
    start, end = span
    before = _BEFORE.search(text, 0, start)
    after = _NOTE_AND_END.match(text, end)
    opened = before is not None and "《" in before.group()
    return before.start() if before else start, after.end() if after and opened else end


def _speaks(text: str, span: tuple[int, int]) -> bool:
    start, end = span
    if _HEADING.fullmatch(text[:start]) and not text[end:].strip("：: \n"):
        return True
    if _ACCORDING.search(text[:start]):
        return re.match(r"(?:的?(?:有关|相关)?(?:规定|要求))?[，,]", text[end:]) is not None
    return _SAYS.match(text, end) is not None


def find_spoken(text: str, documents: Sequence[Regulation]) -> tuple[SpokenOf, ...]:
    """Where a text begins to speak of a document: in a heading, or with 《X》规定."""
    found: list[SpokenOf] = []
    meant = documents[0].key
    for start, end in split_sentences(text):
        for named in find_named(text[start:end], documents, meant):
            if named.speaks:
                meant = named.key
                found.append(SpokenOf(start + named.span[0], meant))
    return tuple(found)


def after_name(text: str, named: NamedDocument) -> str:
    """What is said to stand in a document: the sentence without the name and 规定 that lead it."""
    says = _SAYS.match(text, named.span[1])
    rest = text[says.end() if says else named.span[1] :]
    return re.sub(r"^[了的]?[，,：:\s]*", "", rest)


#: Words in front of a name and notes behind it that say what force the document has.
_LEADS = re.compile(r"(?:现行(?:有效)?|已经?(?:施行|生效)|尚未(?:施行|生效))的?")
_NOTE = re.compile(r"[（(][^（）()]*[）)]")


def in_own_words(text: str, named: Sequence[NamedDocument], key: str) -> str:
    """A sentence in which one document is called 本文件; what is noted beside its name stays."""
    for place in reversed(named):
        if place.key == key:
            start, end = place.span
            words = text[start:end]
            lead = _LEADS.match(words)
            notes = _NOTE.findall(re.sub(r"《[^《》]*》", "", words))
            own = f"{lead.group() if lead else ''}{OWN}{''.join(notes)}"
            text = text[:start] + own + text[end:]
    return text
