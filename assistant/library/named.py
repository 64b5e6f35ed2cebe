"""Which documents of a library a question names, and the question as each of them is asked it.

「根据消防法」, 「条例里怎么说」, 「上位法」 narrow a question to the documents that are meant. For a document that
is asked, the names of the others and what is addressed in them are no part of the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.understanding.elsewhere import find_instruments
from corpus.citing.citations import parse_short
from corpus.citing.clipped import written_out
from corpus.citing.owners import belongs_to
from corpus.citing.written import find_citations
from corpus.language.places import PLACES, own_places
from corpus.text.authority import is_above
from corpus.text.provision import Regulation
from corpus.text.status import status_words
from index.titles import short_title, stands_alone, ways_to_write

#: Instruments above the one that is spoken of.
_ABOVE = re.compile(r"上位法|上位的?法律?|上一级的?法规?")
#: Words right after a name that only say that something stands in it.
_IN_IT = r"(?:》)?(?:里面|里边|里头|当中|之中|里|中|上)?(?:的?规定|是怎么规定|怎么规定|规定|的)?[，,：: ]*"
_BEFORE = r"(?:根据|按照|依据|依照|按|在|对照|参照|对于|关于|看看?|查查?|问问?)?《?"


#: An address, and no mere name.
_HAS_NUMBER = re.compile(r"第?[零〇一二三四五六七八九十百千两\d]+ ?[条款项章节]|art\d")


@dataclass(frozen=True, slots=True)
class Naming:
    """A place of a question that names a document.

    Attributes:
        span: half-open range of the words; with the number of a provision where that follows.
        key: of the document.
        loose: whether the words only say where the document applies, and are no part of what is asked.
    """

    span: tuple[int, int]
    key: str
    loose: bool = False


def find_namings(
    question: str,
    documents: Sequence[Regulation],
    meant: str,
    *,
    in_turn: bool = False,
    by_name: bool = False,
) -> tuple[Naming, ...]:
    """The documents that a question names, in reading order.

    Args:
        question: cleaned.
        documents: that are held.
        meant: key of the document that is spoken of where none is named.
        in_turn: whether it comes after another: 「国家的规定呢」 then names those of the whole country.
        by_name: whether the documents are some of thousands: 「条例里」 then names none of them.
    """
    found = [*_by_address(question, documents, meant), *_by_title(question, documents)]
    if by_name:
        return _kept(found)
    found += [
        *_by_kind(question, documents),
        *_above(question, documents, meant),
        *_by_reach(question, documents, one_side=in_turn),
        *_by_force(question, documents),
    ]
    return _kept(found)


def _kept(found: Sequence[Naming]) -> tuple[Naming, ...]:
    """Those that do not overlap, in reading order."""
    kept: list[Naming] = []
    for naming in found:  # an address says more than a name, a title more than its kind
        if all(k.span == naming.span or not _overlap(k.span, naming.span) for k in kept):
            kept.append(naming)
    return tuple(sorted(kept, key=lambda n: n.span))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _by_address(question: str, documents: Sequence[Regulation], meant: str) -> Iterator[Naming]:
    """Provisions that are addressed: with the name of the document, else in the one that is meant."""
    written = written_out(question)
    for citation in find_citations(written, typed=True, places=PLACES):
        # Of a question whose short address was written out the words before it are as they were.
        span = citation.span if written == question else (citation.span[0], len(question))
        owners = _owners(citation.instrument, documents) if citation.instrument else (meant,)
        yield from (Naming(span, key) for key in owners)
    short = re.fullmatch(r"\s*(?:(?P<key>[^/\s]+)/)?(?P<id>(?:art|annex)\S+)\s*", question)
    if short is not None and parse_short(short["id"]) is not None:
        key = short["key"] or meant
        if any(d.key == key for d in documents):
            yield Naming((0, len(question)), key)


def _by_title(question: str, documents: Sequence[Regulation]) -> Iterator[Naming]:
    """Titles and keys, the longest first; 北京的消防条例 is 北京市消防条例."""
    titles = [(d.key, d.title) for d in documents]
    yield from (Naming(span, key) for span, key in find_titles(question, titles))


def find_titles(
    question: str, documents: Sequence[tuple[str, str]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Places of a question that hold the title or key of a document, each with that key.

    Args:
        question: cleaned.
        documents: key and title of each.
    """
    names = [(name, key) for key, title in documents for name in {key, title, short_title(title)}]
    taken: list[tuple[int, int]] = []
    for name, key in sorted(names, key=lambda n: -len(n[0])):
        for span in _places(name, question) if name else ():
            after = question[span[1] : span[1] + 1]
            if not any(_overlap(span, t) for t in taken) and stands_alone(name, after):
                taken.append(span)
                yield span, key


def _places(name: str, question: str) -> Iterator[tuple[int, int]]:
    """Where a question holds a title, in whichever way people write it."""
    for written in dict.fromkeys(ways_to_write(name)):
        at = question.find(written)
        while at >= 0:
            yield at, at + len(written)
            at = question.find(written, at + len(written))


def _by_kind(question: str, documents: Sequence[Regulation]) -> Iterator[Naming]:
    """「条例里」, 「那个细则」: the one document of a kind."""
    for span, name in find_instruments(question):
        bare = name.rpartition("的")[2]  # 现行的条例
        for said in dict.fromkeys((name, bare)):
            owners = _owners(said, documents) if said else ()
            if len(owners) == 1:
                yield Naming((span[1] - len(said), span[1]), owners[0])
    for d in documents:
        alone = sum(other.kind == d.kind for other in documents) == 1
        if alone and len(d.kind) > 1 and d.kind not in ("规定", "办法", "文件", "标准", "决定"):
            pattern = rf"(?<![\u4e00-\u9fff])(?:那个|这个|那部|这部|本)?{d.kind}(?![\u4e00-\u9fff]{{0,2}}》)"
            yield from (Naming(m.span(), d.key) for m in re.finditer(pattern, question))


def _owners(name: str, documents: Sequence[Regulation]) -> tuple[str, ...]:
    return tuple(d.key for d in documents if belongs_to(name, d) == "own")


def _above(question: str, documents: Sequence[Regulation], meant: str) -> Iterator[Naming]:
    spoken = next((d for d in documents if d.key == meant), documents[0])
    above = [d for d in documents if is_above(d, spoken)]
    above = above or [d for d in documents if is_above(d, documents[0])]
    for match in _ABOVE.finditer(question):
        yield from (Naming(match.span(), d.key, loose=True) for d in above)


#: 「国家的规定」, 「本市怎么规定」: the documents of the whole country, or of a place.
_WHAT = r"(?:(?:层面|上)?的?(?:地方性?)?(?:法律|法规|规定|要求|标准(?=[和跟与比]))里?|(?:列|写|定|说|讲)的|(?=[和跟与比]))"
_NATIONAL = re.compile(rf"(?:国家|全国|中央){_WHAT}|国法")
_LOCAL = rf"(?:本市|市里|我市|地方|{{places}})市?(?:自己)?{_WHAT}"
#: 「有什么区别」: of several documents each says what it says.
_COMPARES = re.compile(
    r"[，,。]?[和跟与比]?(?:之间|两者|二者|相比)*(?:有没有|有什么|有啥|有何|是不是|哪里|哪儿|怎么|规定得?|都|严格程度)*"
    r"(?:区别|不同|差别|差异|不一样|一样[吗么]|冲突|矛盾|出入|多出来的内容)(?:在哪里?|是什么|吗|么|呢)?[？?]?"
)


def _by_reach(
    question: str, documents: Sequence[Regulation], *, one_side: bool
) -> Iterator[Naming]:
    """Documents by where they apply: only where both sides are named, or one will do."""
    places = {d.key: own_places(d.title) for d in documents}
    names = "|".join(p for ps in places.values() for p in ps) or "/"
    local = re.compile(_LOCAL.replace("{places}", names))
    national, here = list(_NATIONAL.finditer(question)), list(local.finditer(question))
    if not ((national and here) or one_side):
        return
    for d in documents:
        for match in here if places[d.key] else national:
            yield Naming(match.span(), d.key, loose=True)


#: 「草案里」, 「现行的呢」, 「那个法怎么说」: documents by their status or their rank, where their content is asked.
_IN = r"(?=里|中|对|第|的|呢|怎么|有什么|要求|规定|上)"
#: 「按草案」, 「根据现行规定」
_BY = r"(?:(?<=[按照])|(?<=按照)|(?<=根据)|(?<=依据)|(?<=依照))"
_DRAFTS = r"(?:那份?|这份?|那个|这个|新)?(?:草案|征求意见稿|稿子|新稿|意见稿)"
_DRAFT = re.compile(rf"{_DRAFTS}{_IN}(?:里面?|中|上)?|{_BY}{_DRAFTS}")
_VALID = r"现行(?:有效)?的?(?:法律|法规|规定|文件|条文)?"
_IN_FORCE = re.compile(
    rf"{_VALID}(?=里|中|对|呢|怎么|有什么|要求|上)(?:里面?|中|上)?|{_BY}{_VALID}"
)
_RANKED = (
    ("法律", re.compile(rf"(?:(?:那|这)(?:个|部)法|国家?法律|法律){_IN}(?:里面?|上)?")),
    ("地方性法规", re.compile(rf"(?:地方(?:性)?(?:条例|法规)?){_IN}(?:里面?|上)?")),
)


def _by_force(question: str, documents: Sequence[Regulation]) -> Iterator[Naming]:
    """The drafts, what is in force, or what is of one rank."""
    for pattern, in_force in ((_DRAFT, False), (_IN_FORCE, True)):
        for match in pattern.finditer(question):
            for d in documents:
                if status_words(d.status).in_force is in_force:
                    yield Naming(match.span(), d.key, loose=True)
    for rank, pattern in _RANKED:
        for match in pattern.finditer(question):
            yield from (
                Naming(match.span(), d.key, loose=True) for d in documents if d.rank == rank
            )


#: What is left of a question that only names documents: the one before is meant.
_ONLY_NAMES = re.compile(
    r"(?:那么?|这|再|还有|然后|换成?|按照?|根据|在|看看?|说说|现行的?)*(?:里面?|中|上)?(?:还|又|也|是|都)*"
    r"(?:怎么|如何|咋)?(?:规定|写|说|讲)?的?(?:了|着)?(?:什么|啥|呢|吗|有没有|有无|有)*(?:规定|说法|写)?[呢吗？?。，, ]*"
)


def only_names(question: str, namings: Sequence[Naming]) -> bool:
    """Whether a question does no more than name documents: 「那个条例呢」, 「消防法里怎么规定的」."""
    if not namings or any(_HAS_NUMBER.search(question[slice(*n.span)]) for n in namings):
        return False
    for naming in sorted(set(namings), key=lambda n: n.span, reverse=True):
        question = question[: naming.span[0]] + question[naming.span[1] :]
    return _ONLY_NAMES.fullmatch(question) is not None


def text_for(question: str, key: str, namings: Sequence[Naming]) -> str:
    """The question as one document is asked it: what names others, or is addressed in them, is left out."""
    others = {n.span for n in namings if n.loose or n.key != key}
    mine = {n.span for n in namings if n.key == key and not n.loose}
    for span in sorted(others - mine, reverse=True):
        question = _without(question, span)
    if len({n.key for n in namings}) > 1 and (rest := _COMPARES.sub("", question)):
        rest = rest.strip("，,、：: ")
        return rest if re.search(r"[\u4e00-\u9fff]{2}", rest) else question
    return question


def _without(question: str, span: tuple[int, int]) -> str:
    before = re.sub(rf"{_BEFORE}$", "", question[: span[0]])
    after = re.sub(rf"^{_IN_IT}", "", question[span[1] :])
    if not before:
        after = re.sub(r"^[和与及跟同比]", "", after)
    rest = f"{before}{after}".strip("，,、：: ")
    return rest if re.search(r"[\u4e00-\u9fffA-Za-z0-9]", rest) else question
