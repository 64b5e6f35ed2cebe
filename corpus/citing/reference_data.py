"""Reviewed references of a regulation: those that only a reader sees, proved against the text.

``references.toml`` beside the text says, for each, where the words stand and where they lead; each
target carries verbatim words of its own that show why it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.citing.citations import canonical, lookup, parse_id
from corpus.citing.reference import KINDS, RefKind
from corpus.errors import FiredutyError
from corpus.language.tables import Entry, entries_of, read_entries
from corpus.text.provision import Leaf, ProvisionId, Regulation


@dataclass(frozen=True, slots=True)
class Target:
    """A provision that a reviewed reference leads to.

    Attributes:
        id: short id.
        words: verbatim words of it that show why it is meant.
    """

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class ReviewedReference:
    """One entry of ``references.toml``.

    Attributes:
        source: short id of the leaf.
        text: the words that refer, verbatim; they occur once in the leaf.
        kind: what they do.
        targets: where they lead.
        heading: verbatim title of the 章 in which all targets lie; may be empty.
        excluded: short ids of siblings that are left out.
        subject, condition: verbatim words of the leaf; may be empty.
        note: why, for users.
    """

    source: str
    text: str
    kind: RefKind
    targets: tuple[Target, ...]
    heading: str = ""
    excluded: tuple[str, ...] = ()
    subject: str = ""
    condition: str = ""
    note: str = ""


def load_references(folder: Path) -> tuple[ReviewedReference, ...]:
    """Read the reviewed references of a regulation's folder; an absent file has none.

    Raises:
        FiredutyError: the file is not TOML, or an entry lacks a field or has a wrong kind.
    """
    path = folder / "references.toml"
    entries = read_entries(
        path,
        "reference",
        "source text kind targets+ note",
        "heading excluded* subject condition",
    )
    return tuple(_reviewed(path, number, entry) for number, entry in enumerate(entries, 1))


def _reviewed(path: Path, number: int, entry: Entry) -> ReviewedReference:
    where = f"{path} 第 {number} 个 [[reference]]"
    if entry["kind"] not in KINDS:
        raise FiredutyError(f"{where}：kind 不是 {'、'.join(KINDS)} 之一")
    return ReviewedReference(
        entry["source"],
        entry["text"],
        entry["kind"],
        tuple(Target(t["id"], t["words"]) for t in entries_of(path, entry, "targets", "id words")),
        entry.get("heading", ""),
        tuple(entry.get("excluded", ())),
        entry.get("subject", ""),
        entry.get("condition", ""),
        entry["note"],
    )


def address_of(written: str) -> ProvisionId:
    """The address that a data file means."""
    return canonical(parse_id(written))


def check_references(
    reviewed: Sequence[ReviewedReference], regulation: Regulation
) -> tuple[str, ...]:
    """Everything wrong with the reviewed references, one Chinese line each."""
    leaves = {leaf.id: leaf for leaf in regulation.leaves()}
    return tuple(p for entry in reviewed for p in _problems(entry, leaves, regulation))


def _problems(
    entry: ReviewedReference, leaves: dict[ProvisionId, Leaf], regulation: Regulation
) -> Iterator[str]:
    where = f"{entry.source}「{entry.text}」"
    source = leaves.get(address_of(entry.source))
    if source is None:
        yield f"{where}：没有条款 {entry.source}"
        return
    if source.text.count(entry.text) != 1:
        yield f"{where}：这些字在 {entry.source} 里出现 {source.text.count(entry.text)} 次，应为一次"
    for name, words in (("subject", entry.subject), ("condition", entry.condition)):
        if words not in source.text:
            yield f"{where}：{name}「{words}」不是 {entry.source} 的原文"
    if not entry.targets or not entry.note:
        yield f"{where}：没有 targets 或 note"
    for target in entry.targets:
        yield from _target_problems(where, entry, target, leaves)
    for written in entry.excluded:
        if lookup(regulation, address_of(written)) is None:
            yield f"{where}：没有条款 {written}"
    if bool(entry.excluded) != (entry.kind == "部分适用"):
        yield f"{where}：只有部分适用要写 excluded，部分适用一定要写"


def _target_problems(
    where: str, entry: ReviewedReference, target: Target, leaves: dict[ProvisionId, Leaf]
) -> Iterator[str]:
    leaf = leaves.get(address_of(target.id))
    if leaf is None:
        yield f"{where}：没有条款 {target.id}"
        return
    if leaf.id == address_of(entry.source):
        yield f"{where}：指回了自己"
    if not target.words or target.words not in leaf.text:
        yield f"{where}：words「{target.words}」不是 {target.id} 的原文"
    if entry.heading not in leaf.chapter:
        yield f"{where}：{target.id} 不在「{entry.heading}」一章"
