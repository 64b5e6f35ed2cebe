"""The register of a regulation's folder: load it, and prove it against the text.

Checked is that nothing is lost (every character of every provision lies in a record or in a
no-duty clause), that every word which claims to be verbatim is, and that the vocabulary fits the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from corpus.citing.references import Reference, references_of
from corpus.clauses.read import read_clauses
from corpus.clauses.records import ClauseRecord
from corpus.errors import FiredutyError
from corpus.language.data import LanguageData, has_register, load_language
from corpus.register.clauses import BodyNames
from corpus.register.from_clauses import read_register
from corpus.register.records import Duty, NoDuty, Register
from corpus.register.table import TableReading, read_table
from corpus.register.vocabulary import Vocabulary, load_vocabulary
from corpus.text.provision import Leaf, Regulation


def load_register(regulation: Regulation, folder: Path, language: LanguageData) -> Register:
    """The register of a regulation with the data files of its folder, absent ones as empty.

    Raises:
        FiredutyError: a data file is broken, or its reviewed records are not those of the text.
    """
    if not has_register(folder):
        return unreviewed_register(regulation, language)
    references = references_of(regulation, folder)
    vocabulary = load_vocabulary(folder)
    table = read_table(folder, regulation, BodyNames(language.bodies))
    if table.problems:
        raise FiredutyError(f"{folder / table.problems[0]}；请运行 fireduty corpus check 核对")
    return build_register(regulation, language, vocabulary, table, references)


def register_of(regulation: Regulation, language: LanguageData) -> Register:
    """The register from the folder that the language data was read from.

    The same register is made once per process. Without reviewed data it is what the program reads out
    of the text (``Register.reviewed``).

    Raises:
        FiredutyError: a data file is broken.
    """
    return _register_of(regulation, language)


@lru_cache(maxsize=4)  # by value: the language data holds a digest of the register's files too
def _register_of(regulation: Regulation, language: LanguageData) -> Register:
    if language.folder is not None:
        return load_register(regulation, language.folder, language)
    return unreviewed_register(regulation, language)


def unreviewed_register(
    regulation: Regulation, language: LanguageData, records: Sequence[ClauseRecord] = ()
) -> Register:
    """The register that the program reads out of a text of which nobody has reviewed one.

    Args:
        regulation, language: as of ``register_of``.
        records: the clause records, where they have been read already.

    Raises:
        FiredutyError: as ``register_of``.
    """
    folder = language.folder
    references = references_of(regulation, folder)
    matters = load_vocabulary(folder).matters if folder is not None else ()
    found = records or read_clauses(regulation, references)
    return read_register(regulation, language, found, references, matters)


def build_register(
    regulation: Regulation,
    language: LanguageData,
    vocabulary: Vocabulary,
    table: TableReading,
    references: Sequence[Reference] = (),
) -> Register:
    """The reviewed register from data that is in memory."""
    return Register(
        regulation,
        table.duties,
        table.rest,
        vocabulary.matters,
        vocabulary.collectives,
        tuple(
            replace(b, aliases=(*b.aliases, *vocabulary.aliases.get(b.name, ())))
            for b in language.bodies
        ),
        language.groups,
        vocabulary.unnamed,
        vocabulary.common,
        tuple(references),
    )


def check_register(regulation: Regulation, folder: Path) -> tuple[str, ...]:
    """Everything wrong with the register of a folder, one Chinese line each.

    A folder without register data has nothing to check.
    """
    if not has_register(folder):
        return ()
    language, vocabulary = load_language(folder), load_vocabulary(folder)
    table = read_table(folder, regulation, BodyNames(language.bodies))
    register = build_register(regulation, language, vocabulary, table)
    return (*table.problems, *find_problems(register, vocabulary))


def find_problems(register: Register, vocabulary: Vocabulary) -> Iterator[str]:
    """What ``check_register`` says of a register in memory and the vocabulary it was built with."""
    leaves = {str(leaf.id): leaf for leaf in register.regulation.leaves()}
    yield from _of_vocabulary(register, vocabulary, leaves)
    yield from _of_coverage(register, leaves)
    for duty in register.duties:
        yield from _of_duty(duty, register, leaves[str(duty.provision)])
    names = {matter.name for matter in register.matters}
    records: tuple[Duty | NoDuty, ...] = (*register.duties, *register.rest)
    for one in records:
        yield from (f"{one.provision}：事项表没有「{m}」" for m in one.matters if m not in names)


def _of_vocabulary(
    register: Register, vocabulary: Vocabulary, leaves: dict[str, Leaf]
) -> Iterator[str]:
    text = "\n".join(leaf.text for leaf in leaves.values())
    bodies = {body.name for body in register.bodies}
    named = {name for body in register.bodies for name in body.names}
    seen: set[str] = set()
    for matter in register.matters:
        yield from (
            f"事项「{matter.name}」：原文没有「{w}」" for w in matter.words if w not in text
        )
        if matter.name in seen:
            yield f"事项「{matter.name}」重复"
        seen.add(matter.name)
    for collective in register.collectives:
        for name in (collective.name, *collective.members, *collective.without):
            if name not in bodies:
                yield f"集体主体「{collective.name}」：主体表没有「{name}」"
    for unnamed in register.unnamed:
        for name in unnamed.names:
            if name in text or name in named:
                yield f"未点名机构「{name}」：原文或主体表里有"
    yield from (
        f"登记叫法：主体表没有「{name}」" for name in vocabulary.aliases if name not in bodies
    )
    for name in register.common.collectives:
        if name not in bodies:
            yield f"共同职责：主体表没有「{name}」"


def _of_coverage(register: Register, leaves: dict[str, Leaf]) -> Iterator[str]:
    spans: dict[str, set[tuple[int, int]]] = {}
    records: tuple[Duty | NoDuty, ...] = (*register.duties, *register.rest)
    for record in records:
        spans.setdefault(str(record.provision), set()).add(record.span)
    for name, leaf in leaves.items():
        at = 0
        for start, end in sorted(spans.get(name, ())):
            if start != at:
                yield f"{name}：第 {min(at, start)} 至 {max(at, start)} 字登记有缺漏或重叠"
            at = end
        if at != len(leaf.text):
            yield f"{name}：「{leaf.text[at:][:20]}」没有登记"


def _of_duty(duty: Duty, register: Register, leaf: Leaf) -> Iterator[str]:
    body = next((b for b in register.bodies if b.name == duty.actor), None)
    around = f"{leaf.lead_in}\n{leaf.text}"
    if duty.text != leaf.text[slice(*duty.span)]:
        yield f"{duty.id}：字句与原文不符"
    if body is None:
        yield f"{duty.id}：主体表没有「{duty.actor}」"
    elif str(duty.provision) not in body.provisions:
        yield f"{duty.id}：主体「{duty.actor}」的 provisions 没有列 {duty.provision}"
    if not duty.matters:
        yield f"{duty.id}：没有归入任何事项"
    if (duty.modality == "陈述") != (not duty.modal):
        yield f"{duty.id}：情态「{duty.modality}」与所印的词「{duty.modal}」不符"
    printed = (duty.modal, duty.trigger, *duty.objects, *(t.text for t in duty.recurrence))
    yield from (f"{duty.id}：原文没有「{w}」" for w in printed if w not in around)
