"""An English question → the Chinese question that it stands for, by the words of the data.

Nothing is translated: phrases of the data are found, the longest first, and put into the Chinese pattern
of what is asked. They find what a set, a number or an address is asked for by; the encoder, which reads
both languages, is given the English beside them for all that the data does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.understanding.english import LATIN
from assistant.understanding.english_citations import find_references
from assistant.understanding.named import ASKING
from corpus.language.english import English, EnglishTerm, stem, words_of
from corpus.text.numerals import to_chinese

_FOLLOWS = re.compile(r"^(?:ok(?:ay)?[, ]+)?(?:and|so|then|what about|how about)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:they|them|their|theirs|those|these|it|its|he|she|that one|else|more|others?)\b",
    re.IGNORECASE,
)
#: 「item 4」 with no article.
_ITEM = re.compile(r"\b(?:item|point|no\.)[ ]*\(?(\d{1,3})\b", re.IGNORECASE)
#: Words that stand between two phrases.
_LINKS = ("and", "or", "for", "of", "in", "at", "on")
_SIDE_BY_SIDE = ("and", "or")
_EVERY = "每"
#: Phrases of a question that may be looked up: who does what.
_SHORT = 3
#: The place of a document in a pattern.
_DOCUMENT = "{d}"
#: What the name of a document ends with.
_INSTRUMENTS = ("法", "条例", "细则", "规定", "办法")
#: Sections that hold no words for things.
_NO_WORDS = ("questions", "tags", "ignored")
#: Words for the document in which something is asked for.
_STANDS_IN = "documents"
#: Words that stand together.
_RUN = re.compile(r"[A-Za-z][A-Za-z'’-]+(?: [A-Za-z][A-Za-z'’-]+)*(?![A-Za-z0-9_@/.])")
_COMPARES = "区别"


#: Words for a text that is not the one at hand.
_OTHER_EDITION = re.compile(
    r"\b(?:the )?(?:old|previous|earlier|former|prior|superseded|(?:19|20)\d\d)[ -](?:version|edition|text|draft)s?\b(?: of)?|"
    r"\bbefore (?:the |it was )?(?:amend|revis)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EnglishReading:
    """How an English question was read.

    Attributes:
        english: the question as asked.
        chinese: what of it was understood; empty for nothing.
        understood: (English phrase as asked, Chinese), in the order of the question.
        alone: whether it needs nothing that was said before.
        is_whole: whether the Chinese says all of it that carries a meaning.
    """

    english: str
    chinese: str
    understood: tuple[tuple[str, str], ...]
    alone: bool = True
    is_whole: bool = True

    @property
    def both(self) -> str:
        """The question in both languages, for the encoder."""
        return f"{self.chinese} {self.english}".strip()


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase in the question.

    Attributes:
        words: as asked.
        term: None for words that the data does not know.
        link: the word that ties it to the phrase before it, see ``_LINKS``; empty for none.
    """

    words: tuple[str, ...]
    term: EnglishTerm | None
    link: str = ""


def read_english(
    question: str, english: English, *, follows: bool = False
) -> EnglishReading | None:
    """The reading of an English question; None where its one word is none that the data knows.

    KTV is Chinese usage.

    Args:
        question: one that ``may_be_english``.
        english: the reviewed words.
        follows: whether something was said before, which a fragment may take its meaning from.
    """
    references, rest = find_references(question)
    edition = _OTHER_EDITION.search(question)
    found = list(_scan(_OTHER_EDITION.sub(" ", rest), english))
    known = [f for f in found if f.term is not None and f.term.kind != "ignored"]
    words = LATIN.findall(question)
    if len(words) == 1 and (words[0].isupper() or not (known or references)):
        return None
    understood = tuple((" ".join(f.words), f.term.chinese) for f in known if f.term)
    if follows and not references and (item := _ITEM.search(question)):
        item_asked = f"第{to_chinese(int(item[1]))}项呢"
        return EnglishReading(question, item_asked, understood, alone=False)
    chinese = _compose(question, references, found, english)
    asks = [f.term.chinese for f in known if f.term and f.term.kind == "questions"]
    if follows and not chinese and asks:
        chinese = re.sub(r"\{.?\}", "", asks[0])
    if chinese and edition:
        chinese = f"旧版本{chinese}"
    alone = bool(references) or _stands_alone(question, chinese, known)
    told = (*((r, r) for r in references), *understood)
    whole = bool(chinese) and _says_all(found, references)
    return EnglishReading(question, chinese, told, alone, whole)


def in_chinese(question: str, english: English) -> str:
    """A Chinese question with the English words in it that the data knows put into Chinese."""

    def put(match: re.Match[str]) -> str:
        words = match.group()
        terms = [f.term for f in _scan(words, english)]
        known = [t for t in terms if t is not None and t.kind not in ("tags", "ignored")]
        if words.isupper() or not known or None in terms:
            return words
        # 公司会 fine 多少: the pattern of a question without its places
        said = (re.sub(r"\{.?\}", "", t.chinese) for t in known)
        return "".join(dict.fromkeys(said)) or words

    return _RUN.sub(put, question)


def _stands_alone(question: str, chinese: str, known: Sequence[_Found]) -> bool:
    """Whether a question names what it asks of and points to nothing said before."""
    kinds = [f.term.kind for f in known if f.term]
    asks = [f.term.chinese for f in known if f.term and f.term.kind == "questions"]
    if chinese in asks:
        return not chinese.endswith("呢")  # of the regulation itself; 「还有呢」 alone points back
    if _FOLLOWS.match(question) or _POINTS_BACK.search(question):
        return False
    return len(kinds) > 1 and ("questions" in kinds or "tags" in kinds)


def _says_all(found: Sequence[_Found], references: Sequence[str]) -> bool:
    """Whether a short question was understood in all its words, or one that gives an address."""
    unknown = sum(len(f.words) for f in found if f.term is None)
    carrying = sum(f.term is not None and f.term.kind not in _NO_WORDS for f in found)
    return unknown <= 2 * len(references) and carrying <= _SHORT


def _scan(text: str, english: English) -> Iterator[_Found]:
    """The longest phrases of the data from the left; numbers are passed over."""
    words = [w for w in words_of(text) if not w.isdigit()]
    pieces = [(s, n) for n, word in enumerate(words) for s in stem(word, english.spelling)]
    start, link = 0, ""
    while start < len(pieces):
        for length in range(min(english.longest, len(pieces) - start), 0, -1):
            term = english.terms.get(tuple(s for s, _ in pieces[start : start + length]))
            if term is not None:
                break
        else:
            length, term = 1, None
        places = dict.fromkeys(n for _, n in pieces[start : start + length])
        said = tuple(words[n] for n in places)
        yield _Found(said, term, link)
        if term is None or term.kind != "ignored":
            link = ""
        elif said[-1] in _LINKS:
            link = said[-1]
        start += length


def _compose(
    question: str, references: Sequence[str], found: Sequence[_Found], english: English
) -> str:
    """The Chinese question; empty where nothing carries a meaning."""
    named = [f.term.chinese for f in found if f.term and f.term.kind == _STANDS_IN]
    terms = [f for f in found if f.term and f.term.kind not in (*_NO_WORDS, _STANDS_IN)]
    said = _said(question, references, found, terms, english)
    return "".join(dict.fromkeys(named)) + said


def _said(
    question: str,
    references: Sequence[str],
    found: Sequence[_Found],
    terms: Sequence[_Found],
    english: English,
) -> str:
    pattern = _pattern(question, found, terms, bool(references))
    if "{" not in pattern:
        return pattern
    if _DOCUMENT in pattern:
        return pattern.replace(_DOCUMENT, _named_document(terms) or "这部法规")
    if not terms and not references:
        return ""
    actors, rest = _divided(terms, english, everybody=_COMPARES in pattern)
    where = "、".join(references)
    if where and not terms:
        return f"{where}写了什么"
    filled = pattern.replace("{a}", actors).replace("{r}", rest).replace("{}", actors + rest)
    return where + _asserted(filled, found)


def _pattern(question: str, found: Sequence[_Found], terms: Sequence[_Found], cited: bool) -> str:
    """What is asked: of the patterns found the first in the data."""
    named = cited or any(ASKING.sub("", f.term.chinese) for f in terms if f.term)
    asked = sorted(
        (f.term for f in found if f.term and f.term.kind == "questions"), key=lambda t: t.place
    )
    patterns = [t.chinese for t in asked]
    of_document = not named or _named_document(terms)
    if of_document and (whole := [p for p in patterns if _DOCUMENT in p or "{" not in p]):
        return whole[0]
    patterns = [p for p in patterns if _DOCUMENT not in p]
    follows = "{}呢"
    chosen = next((p for p in patterns if "{" in p and p != follows), "")
    return chosen or (follows if _FOLLOWS.match(question) else "{}")


def _named_document(terms: Sequence[_Found]) -> str:
    """The document that is named; empty for none."""
    said = (f.term.chinese for f in terms if f.term and f.term.kind == "words")
    return next((c for c in said if c.endswith(_INSTRUMENTS)), "")


def _divided(terms: Sequence[_Found], english: English, *, everybody: bool) -> tuple[str, str]:
    """The one who acts, with those joined to it, and everything else in its order."""
    actors: list[str] = []
    rest: list[str] = []
    last_was_actor = False
    for found in terms:
        assert found.term is not None
        chinese, is_actor = found.term.chinese, english.is_actor(found.term)
        if is_actor and (
            everybody or not actors or (last_was_actor and found.link in _SIDE_BY_SIDE)
        ):
            if chinese not in actors:
                actors.append(chinese)
            last_was_actor = True
            continue
        last_was_actor = False
        if chinese not in rest:
            behind = found.link in ("", *_SIDE_BY_SIDE) or is_actor
            rest.insert(len(rest) if behind else max(len(rest) - 1, 0), chinese)
    rest.sort(key=lambda w: not w.startswith(_EVERY))  # 「每月召开」, not 「召开每月」
    if everybody and not actors:
        return "和".join(rest), ""
    return "和".join(actors), "".join(rest)


def _asserted(filled: str, found: Sequence[_Found]) -> str:
    """With the words that make it an assertion, where the question ends or begins with such."""
    spoken = [f for f in found if f.words]
    tags = [f.term.chinese for f in spoken if f.term and f.term.kind == "tags"]
    if not tags:
        return filled
    ends = spoken[-1].term is not None and spoken[-1].term.kind == "tags"
    begins = "听说" if "听说" in tags else ""
    ending = "，对吧" if ends and "，对吧" in tags else ""
    return f"{begins}{filled.removesuffix('吗') if ending else filled}{ending}"
