"""Reviewed language data of a regulation: how people speak of what it says.

Five TOML files beside the text, all optional: ``thesaurus.toml`` (lay → statute words),
``bodies.toml`` (bodies and their everyday names), ``units.toml`` (kinds of unit and what applies
to them), ``questions.toml`` (the question bank), ``not_stated.toml`` (what people ask and the text
does not say). Every entry names the provisions it serves, and
``check_language`` proves each against the text.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from corpus.citing.citations import lookup, parse_id
from corpus.files import read_file
from corpus.language.body_level import BodyLevel, read_level
from corpus.language.listed_names import is_named
from corpus.language.tables import Entry, entries_of, read_entries
from corpus.text.load import MAX_BYTES
from corpus.text.provision import Regulation

KINDS = ("place", "person", "thing", "act", "state", "time")
PERSONAS = ("unit", "trainer", "official")
FILES = ("thesaurus.toml", "bodies.toml", "units.toml", "questions.toml", "not_stated.toml")
_REGISTER = "duties.tsv"
#: Data of the register and of references, which the index holds as sets.
REGISTER_FILES = ("matters.toml", "register.toml", _REGISTER, "references.toml")


@dataclass(frozen=True, slots=True)
class Group:
    """Lay words and the statute words that they stand for.

    Attributes:
        lay: how people say it.
        statute: verbatim words of the regulation.
        kind: one of ``KINDS``.
        serves: provisions in which the statute words carry this meaning (short ids).
    """

    lay: tuple[str, ...]
    statute: tuple[str, ...]
    kind: str
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A body or person that bears duties.

    Attributes:
        name: verbatim, as the regulation calls it first; of a list that prints the kind of body
            once at its end (教育、民政等行政部门), the member with that kind (民政部门).
        also: other verbatim forms.
        aliases: everyday and official names outside the text.
        level: what it is; never UNKNOWN.
        provisions: provisions that state its own duties (short ids).
    """

    name: str
    also: tuple[str, ...]
    aliases: tuple[str, ...]
    level: BodyLevel
    provisions: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every form, verbatim ones first."""
        return (*self.printed, *self.aliases)

    @property
    def printed(self) -> tuple[str, ...]:
        """The forms that the regulation prints."""
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True)
class UnitType:
    """A kind of unit or place as people name it, and the provisions that apply to it.

    Attributes:
        name, lay: everyday names.
        statute: verbatim words that cover it, empty where it is not named.
        provisions: provisions that bind it.
        regulators: provisions of the departments that supervise its trade.
        note: why, where coverage is by interpretation.
    """

    name: str
    lay: tuple[str, ...]
    statute: tuple[str, ...]
    provisions: tuple[str, ...]
    regulators: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A way of asking for one provision.

    Attributes:
        text: the question.
        persona: one of ``PERSONAS``.
        provision: short id.
    """

    text: str
    persona: str
    provision: str


@dataclass(frozen=True, slots=True)
class AbsentTopic:
    """Something that people ask and the regulation does not state.

    Attributes:
        what: a noun phrase that fits 「没有规定…」.
        related: provisions worth showing instead (short ids).
        questions: ways to ask for it.
        outside: whether it is no matter of the regulation's field at all.
    """

    what: str
    related: tuple[str, ...]
    questions: tuple[str, ...]
    outside: bool = False


@dataclass(frozen=True, slots=True)
class LanguageData:
    """All language data of one regulation. Empty for a regulation without such files.

    ``digest`` is the content hash of the files and of the register's, part of an index's identity;
    ``folder`` is where they were read from, None for data made in memory.
    """

    groups: tuple[Group, ...] = ()
    bodies: tuple[Body, ...] = ()
    units: tuple[UnitType, ...] = ()
    bank: tuple[BankQuestion, ...] = ()
    absent: tuple[AbsentTopic, ...] = ()
    digest: str = ""
    folder: Path | None = None

    def terms(self) -> Iterator[str]:
        """Every word or phrase that a segmenter should know."""
        for group in self.groups:
            yield from (*group.lay, *group.statute)
        for body in self.bodies:
            yield from body.names
        for unit in self.units:
            yield from (unit.name, *unit.lay, *unit.statute)


def load_language(folder: Path) -> LanguageData:
    """The language files of a regulation's folder; absent files count as empty.

    Files of the same contents are read once per process.

    Raises:
        FiredutyError: a file is not TOML or an entry lacks a field.
    """
    return _read_language(folder, language_digest(folder))


@lru_cache(maxsize=4)
def _read_language(folder: Path, digest: str) -> LanguageData:
    questions = folder / "questions.toml"
    return LanguageData(
        groups=tuple(
            Group(_words(e, "lay"), _words(e, "statute"), e["kind"], _words(e, "serves"))
            for e in read_entries(folder / "thesaurus.toml", "group", "lay* statute* kind serves*")
        ),
        bodies=tuple(
            Body(
                e["name"],
                _words(e, "also"),
                _words(e, "aliases"),
                read_level(folder / "bodies.toml", e["level"]),
                _words(e, "provisions"),
            )
            for e in read_entries(
                folder / "bodies.toml", "body", "name level provisions*", "also* aliases*"
            )
        ),
        units=tuple(
            UnitType(
                e["name"],
                _words(e, "lay"),
                _words(e, "statute"),
                _words(e, "provisions"),
                _words(e, "regulators"),
                e.get("note", ""),
            )
            for e in read_entries(
                folder / "units.toml", "unit", "name provisions*", "lay* statute* regulators* note"
            )
        ),
        bank=tuple(
            BankQuestion(q["q"], q["by"], e["id"])
            for e in read_entries(questions, "provision", "id questions+")
            for q in entries_of(questions, e, "questions", "q by")
        ),
        absent=tuple(
            AbsentTopic(
                e["what"], _words(e, "related"), _words(e, "questions"), e.get("outside", False)
            )
            for e in read_entries(
                folder / "not_stated.toml", "topic", "what questions*", "related* outside?"
            )
        ),
        digest=digest,
        folder=folder,
    )


def has_register(folder: Path | None) -> bool:
    """Whether a regulation's folder holds reviewed records of who must do what."""
    return folder is not None and os.path.lexists(folder / _REGISTER)


def language_digest(folder: Path) -> str:
    """Content hash of the language files of a folder and of the register's.

    Raises:
        FiredutyError: a file cannot be read.
    """
    paths = [folder / name for name in (*FILES, *REGISTER_FILES)]
    held = (read_file(p, MAX_BYTES) for p in paths if os.path.lexists(p))
    return sha256(b"\x00".join(held)).hexdigest()


def _words(entry: Entry, field: str) -> tuple[str, ...]:
    return tuple(entry.get(field, ()))


def check_language(data: LanguageData, regulation: Regulation) -> tuple[str, ...]:
    """Everything wrong with the data, one Chinese line each; empty when all is proved."""
    return tuple(_problems(data, regulation))


def _problems(data: LanguageData, regulation: Regulation) -> Iterator[str]:
    text = "\n".join(node.words for node in regulation.body.walk())
    leaves = {str(leaf.id) for leaf in regulation.leaves()}
    for group in data.groups:
        where = f"词组「{group.lay[0] if group.lay else ''}」"
        yield from _ids(where, group.serves, regulation)
        yield from (f"{where}：原文没有「{w}」" for w in group.statute if w not in text)
        if group.kind not in KINDS:
            yield f"{where}：kind 不是 {'、'.join(KINDS)} 之一"
    for body in data.bodies:
        yield from _ids(f"主体「{body.name}」", body.provisions, regulation)
        yield from (
            f"主体「{body.name}」：原文没有「{w}」" for w in body.printed if not is_named(w, text)
        )
    for unit in data.units:
        where = f"单位「{unit.name}」"
        yield from _ids(where, (*unit.provisions, *unit.regulators), regulation)
        yield from (f"{where}：原文没有「{w}」" for w in unit.statute if w not in text)
    asked: dict[str, str] = {}
    for question in data.bank:
        where = f"问题「{question.text}」"
        yield from _ids(where, (question.provision,), regulation)
        if question.persona not in PERSONAS:
            yield f"{where}：by 不是 {'、'.join(PERSONAS)} 之一"
        if asked.setdefault(question.text, question.provision) != question.provision:
            yield f"{where}：同时列在两条之下"
    for topic in data.absent:
        where = f"未规定事项「{topic.what}」"
        yield from _ids(where, topic.related, regulation)
        yield from (f"{where}：问题「{q}」也在问题库里" for q in topic.questions if q in asked)
    if data.bank and (unasked := leaves - {q.provision for q in data.bank}):
        yield f"没有问题的条款：{'、'.join(sorted(unasked))}"


def _ids(where: str, ids: tuple[str, ...], regulation: Regulation) -> Iterator[str]:
    for written in ids:
        if lookup(regulation, parse_id(written)) is None:
            yield f"{where}：没有条款 {written}"
