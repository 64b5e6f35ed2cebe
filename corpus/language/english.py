"""English words for the Chinese of laws: what people say in English, and names to print.

``corpus/data/english.toml`` holds what serves any law, and what a question asks. A document may add its own
in ``english.toml`` beside its text: its bodies, kinds of unit and matters with the names to print; of those
``check_english`` proves that every Chinese side is made of words of the text, of the thesaurus, of a body, a
kind of unit or a matter. All is read when the first English question comes, for Chinese ones cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.language.data import LanguageData
from corpus.language.tables import read_tables, table_of
from corpus.register.duty_sets import DutySets
from corpus.text.provision import Regulation

ENGLISH_FILE = "english.toml"
_COMMON = Path(__file__).parent.parent / "data" / ENGLISH_FILE
#: Sections of a document, whose Chinese side is language data; the first English word is the name to print.
_PROVED = ("bodies", "units", "matters", "words")
#: Sections of what serves any law.
_OF_ANY = ("questions", "tags", "elsewhere", "documents", "actors", "common")
#: Of two meanings of a phrase the first counts; what a document prints as a name goes before all words.
_SECTIONS = (*_OF_ANY, *_PROVED)
#: Kinds that a Chinese question names first.
_ACTORS = ("actors", "bodies", "units")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_VOWELS = "aeiouy"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnglishTerm:
    """What an English word stands for.

    Attributes:
        chinese: words, or for a question a pattern with places (``{}``, ``{a}``, ``{r}``) for them.
        kind: the section: bodies, units, matters, words, actors, common, elsewhere,
            documents, questions, tags or ignored.
        place: order in the file; of several questions the first counts.
    """

    chinese: str
    kind: str
    place: int


@dataclass(frozen=True, slots=True)
class English:
    """The English words for some documents.

    Attributes:
        terms: stems of an English phrase, see ``stems`` → what it stands for.
        names: Chinese → the English name to print.
        spelling: variants → the spelling that the rest of the file uses.
        longest: words of the longest phrase.
    """

    terms: Mapping[Words, EnglishTerm] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    spelling: Mapping[str, str] = field(default_factory=dict)
    longest: int = 0

    def is_actor(self, term: EnglishTerm) -> bool:
        """Whether it names a body or a kind of unit."""
        return term.kind in _ACTORS


def load_english(folders: Iterable[Path | None]) -> English:
    """The English words for some documents.

    Args:
        folders: of their data; None for a document without any.

    Raises:
        FiredutyError: a file is not TOML, or a section is not as it must be.
    """
    paths = [folder / ENGLISH_FILE for folder in folders if folder is not None]
    common = read_tables(_COMMON)
    files = [(_COMMON, common, _OF_ANY), *((p, read_tables(p), _PROVED) for p in paths)]
    spelling: dict[str, str] = table_of(_COMMON, common, "spelling")
    terms: dict[Words, EnglishTerm] = {}
    names: dict[str, str] = {}
    for kind in _SECTIONS:
        tables = ((path, t) for path, t, sections in files if kind in sections)
        said = [pair for path, t in tables for pair in table_of(path, t, kind, "*").items()]
        for place, (chinese, phrases) in enumerate(said):
            term = EnglishTerm(chinese, kind, place)
            if kind in _PROVED and phrases:
                names.setdefault(chinese, phrases[0])
                if kind != "words":
                    terms[stems(phrases[0], spelling)] = term
            for phrase in phrases:
                terms.setdefault(stems(phrase, spelling), term)
    for word in table_of(_COMMON, common, "ignored", "*").get("words", ()):
        terms.setdefault(stems(word, spelling), EnglishTerm("", "ignored", 0))
    terms.pop((), None)
    longest = max(map(len, terms), default=0)
    return English(terms, names, spelling, longest)


def words_of(text: str) -> Words:
    """Lower-case words of English text; possessives and contractions are opened."""
    text = text.lower().replace("’", "'")
    text = re.sub(r"(?<=n)'t\b", "ot", text)  # don't → donot, told apart below
    text = re.sub(
        r"\b(do|does|did|is|are|was|has|have|must|need|should|would|could)not\b", r"\1 not", text
    )
    text = re.sub(r"\b(?:can'?t|cannot|canot)\b", "can not", text)
    text = re.sub(r"\b(what|who|when|where|how|it|that|there|here)'s\b", r"\1 is", text)
    text = re.sub(r"'(?:re)\b", " are", text)
    text = re.sub(r"'(?:s|ve|d|ll|m)?\b", "", text)
    return tuple(_WORD.findall(text))


def stems(text: str, spelling: Mapping[str, str]) -> Words:
    """Words as they are compared: one spelling, without endings."""
    return tuple(s for word in words_of(text) for s in stem(word, spelling))


def stem(word: str, spelling: Mapping[str, str]) -> Words:
    """The stem of a word; several where one spelling is two words (subdistrict)."""
    single = _singular(word)
    respelt = spelling.get(word) or spelling.get(single)
    return tuple(_bare(_singular(w)) for w in (respelt.split() if respelt else (single,)))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and re.search(r"(?:ch|sh|x|ss|z)es$", word):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and word[-2] not in "su" and not word.endswith("is"):
        return word[:-1]
    return word


def _bare(word: str) -> str:
    """Without -ing, -ed and a final e, and with s for z: recognizing, recognised → recognis."""
    if len(word) > 5:
        word = word.replace("iz", "is")
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) > 2 and any(v in root for v in _VOWELS):
            if ending == "ed" and root.endswith("i"):
                root = root[:-1] + "y"
            word = root[:-1] if root[-1] == root[-2] and root[-1] not in "ls" else root
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def check_english(
    english: English, regulation: Regulation, language: LanguageData, duties: DutySets
) -> tuple[str, ...]:
    """Everything wrong with the data, one Chinese line each; empty when all is proved."""
    return tuple(_problems(english, regulation, language, duties))


def _problems(
    english: English, regulation: Regulation, language: LanguageData, duties: DutySets
) -> Iterator[str]:
    text = "\n".join(node.words for node in regulation.body.walk())
    known = {*language.terms(), *(w for m in duties.matters.values() for w in m.words)}
    known |= {*duties.times, *duties.modalities}
    for term in dict.fromkeys(english.terms.values()):
        where = f"英文词「{term.chinese}」"
        if term.kind in _PROVED and not is_made_of(term.chinese, text, known):
            yield f"{where}：不是原文、口语对照、主体、单位类型或事项里的词"
    for chinese in (*duties.bodies, *duties.matters):
        if english.names and chinese not in english.names:
            yield f"「{chinese}」没有英文名称"


def is_made_of(chinese: str, text: str, known: set[str]) -> bool:
    """Whether words can be cut into pieces of the text (two characters or more) or known words."""
    ends = {0}
    for end in range(1, len(chinese) + 1):
        pieces = ((start, chinese[start:end]) for start in ends)
        if any(p in known or (len(p) > 1 and p in text) or p == "的" for _, p in pieces):
            ends.add(end)
    return len(chinese) in ends
