"""The register of a regulation's folder: load it, and prove it against the text.

Checked is that nothing is lost (every character of every provision lies in a record or in a
no-duty clause), that every word which claims to be verbatim is, that the overlay still fits the
text, and that no record has changed since it was reviewed (``reviewed.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from corpus.citing.references import Reference, references_of
from corpus.clauses.read import read_clauses
from corpus.language.data import LanguageData, has_register, load_language
from corpus.register.clauses import BodyNames
from corpus.register.extract import cut_pieces, extract
from corpus.register.from_clauses import read_register
from corpus.register.overlay import Overlay, load_overlay
from corpus.register.records import Duty, NoDuty, Register
from corpus.text.provision import Leaf, Regulation


def load_register(regulation: Regulation, folder: Path, language: LanguageData) -> Register:
    """The register of a regulation with the data files of its folder, absent ones as empty.

    Raises:
        FiredutyError: a data file is broken.
    """
    references = references_of(regulation, folder)
    overlay = load_overlay(folder)
    if has_register(folder):
        return build_register(regulation, language, overlay, references)
    records = read_clauses(regulation, references)
    return read_register(regulation, language, records, references, overlay.matters)


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
    references = references_of(regulation, None)
    return read_register(regulation, language, read_clauses(regulation, references), references)


def build_register(
    regulation: Regulation,
    language: LanguageData,
    overlay: Overlay,
    references: Sequence[Reference] = (),
) -> Register:
    """The register from data that is in memory."""
    names = BodyNames(language.bodies)
    duties, rest = extract(regulation, names, overlay.matters, overlay.by_leaf())
    return Register(
        regulation,
        duties,
        rest,
        overlay.matters,
        overlay.collectives,
        tuple(
            replace(b, aliases=(*b.aliases, *overlay.aliases.get(b.name, ())))
            for b in language.bodies
        ),
        language.groups,
        overlay.unnamed,
        overlay.common,
        tuple(references),
    )


def check_register(regulation: Regulation, folder: Path) -> tuple[str, ...]:
    """Everything wrong with the register of a folder, one Chinese line each.

    A folder without register data has nothing to check.
    """
    if not has_register(folder):
        return ()
    language, overlay = load_language(folder), load_overlay(folder)
    register = build_register(regulation, language, overlay)
    return tuple(find_problems(register, overlay))


def digest_records(register: Register) -> dict[str, str]:
    """What the records and no-duty clauses of each leaf say, as a short hash by short id."""
    lines: dict[str, list[str]] = {}
    records: tuple[Duty | NoDuty, ...] = (*register.duties, *register.rest)
    for record in records:
        lines.setdefault(str(record.provision), []).append(repr(record))
    return {leaf: sha256("\n".join(said).encode()).hexdigest()[:12] for leaf, said in lines.items()}


def find_problems(register: Register, overlay: Overlay) -> Iterator[str]:
    """What ``check_register`` says of a register in memory and the overlay it was built with."""
    leaves = {str(leaf.id): leaf for leaf in register.regulation.leaves()}
    yield from _of_vocabulary(register, overlay, leaves)
    yield from _of_corrections(register, overlay, leaves)
    yield from _of_coverage(register, leaves)
    for duty in register.duties:
        yield from _of_duty(duty, register, leaves[str(duty.provision)])
    now = digest_records(register)
    for leaf in leaves:
        if now.get(leaf) != overlay.reviewed.get(leaf):
            yield f"{leaf}：登记内容与审定时不同，请复核后运行 python -m evals.register_survey --accept"


def _of_vocabulary(register: Register, overlay: Overlay, leaves: dict[str, Leaf]) -> Iterator[str]:
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
    yield from (f"登记叫法：主体表没有「{name}」" for name in overlay.aliases if name not in bodies)
    for name in register.common.collectives:
        if name not in bodies:
            yield f"共同职责：主体表没有「{name}」"


def _of_corrections(register: Register, overlay: Overlay, leaves: dict[str, Leaf]) -> Iterator[str]:
    bodies = {body.name for body in register.bodies}
    matters = {matter.name for matter in register.matters}
    names = BodyNames(register.bodies)
    by_leaf = overlay.by_leaf()
    for one in overlay.corrections:
        where = f"登记更正 {one.provision}「{one.opens}」"
        leaf = leaves.get(one.provision)
        if leaf is None or (count := leaf.text.count(one.opens)) != 1:
            yield f"{where}：{'没有这一条款' if leaf is None else f'原文中出现 {count} 次，应为 1 次'}"
            continue
        if one.join and leaf.text.find(one.opens) not in {
            s for s, _ in cut_pieces(leaf.text, names)
        }:
            yield f"{where}：程序没有在这里断句，join 多余"
        if sum(c.opens == one.opens for c in by_leaf[one.provision]) > 1:
            yield f"{where}：重复"
        for actor in (*one.actors, *(m.actor for m in one.more)):
            if actor not in bodies:
                yield f"{where}：主体表没有「{actor}」"
        further = [m for f in one.more for m in f.matters or ()]
        for matter in (*(one.matters or ()), *one.also_matters, *further):
            if matter not in matters:
                yield f"{where}：事项表没有「{matter}」"


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
