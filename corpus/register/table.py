"""``duties.tsv``: the reviewed register of a regulation, one line for each record.

Columns are separated by a tab. A line holds the words of its clause as printed, so that it can be read
and put right by itself; the clauses of a provision follow each other without a gap. 〃 stands for the
clause of the line above, where it binds somebody else as well. A clause that binds nobody has no actor,
and says why in the place of the role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from corpus.errors import FiredutyError
from corpus.register.clauses import BodyNames
from corpus.register.duties import times_of
from corpus.register.records import (
    MODALITIES,
    ROLES,
    Duty,
    Modality,
    NoDuty,
    NoDutyReason,
    Recurrence,
    Register,
    Role,
    TimeKind,
)
from corpus.text.load import read_text
from corpus.text.provision import Leaf, Regulation

TABLE = "duties.tsv"
COLUMNS = ("条款", "字句", "主体", "角色", "情态", "事项", "时间", "条件", "对象", "说明")
_DITTO = "〃"
_BETWEEN = "；"
_KINDS: Mapping[TimeKind, str] = {"frequency": "频次", "deadline": "期限", "season": "时段"}
#: 每日〔频次 1 天〕: where the words do not say by themselves how they are counted.
_TIME = re.compile(r"(?P<text>[^〔]+)(?:〔(?P<kind>\S+) (?P<count>\d+|-) (?P<unit>\S+)〕)?")
#: 应当（要）: the printed word, where it is another.
_MODALITY = re.compile(r"(?P<modality>[^（]+)(?:（(?P<modal>[^）]+)）)?")


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table says.

    Attributes:
        duties, rest: the records that could be read, in printed order.
        problems: what is wrong, one Chinese line each.
    """

    duties: tuple[Duty, ...]
    rest: tuple[NoDuty, ...]
    problems: tuple[str, ...]


def read_table(folder: Path, regulation: Regulation, names: BodyNames) -> TableReading:
    """The table of a folder.

    Args:
        folder: holds it.
        regulation: its text.
        names: of the bodies, whose levels the records have.

    Raises:
        FiredutyError: the file cannot be read.
    """
    return parse_table(read_text(folder / TABLE), regulation, names)


def parse_table(written: str, regulation: Regulation, names: BodyNames) -> TableReading:
    """What the words of a table say; as of ``read_table``."""
    reader = _Reader(regulation, names)
    for number, line in enumerate(written.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            reader.add(number, line.split("\t"))
    order = {str(leaf.id): at for at, leaf in enumerate(regulation.leaves())}
    duties = sorted(reader.duties, key=lambda d: order[str(d.provision)])
    rest = sorted(reader.rest, key=lambda r: order[str(r.provision)])
    return TableReading(tuple(duties), tuple(rest), tuple(reader.problems))


def write_table(register: Register) -> str:
    """The table of a register, whole."""
    records: list[Duty | NoDuty] = [*register.duties, *register.rest]
    lines = ["\t".join(COLUMNS)]
    for leaf in register.regulation.leaves():
        before = None
        of_leaf = sorted((r for r in records if r.provision == leaf.id), key=lambda r: r.span)
        for record in of_leaf:
            words = _DITTO if record.span == before else record.text
            before = record.span
            lines.append("\t".join((str(leaf.id), words, *_cells(record))).rstrip("\t"))
    return "\n".join(lines) + "\n"


def _cells(record: Duty | NoDuty) -> Iterator[str]:
    matters = _BETWEEN.join(record.matters)
    if isinstance(record, NoDuty):
        yield from ("", record.reason, "", matters)
        return
    told = record.modal and record.modal != record.modality
    yield from (record.actor, record.role)
    yield f"{record.modality}（{record.modal}）" if told else record.modality
    yield from (matters, _BETWEEN.join(map(_time, record.recurrence)), record.trigger)
    yield from (_BETWEEN.join(record.objects), record.note)


def _time(time: Recurrence) -> str:
    if times_of(time.text) == (time,):
        return time.text
    return f"{time.text}〔{_KINDS[time.kind]} {time.count or '-'} {time.unit}〕"


class _Reader:
    """Lines of a table, as they come."""

    def __init__(self, regulation: Regulation, names: BodyNames) -> None:
        self.duties: list[Duty] = []
        self.rest: list[NoDuty] = []
        self.problems: list[str] = []
        self._leaves = {str(leaf.id): leaf for leaf in regulation.leaves()}
        self._names = names
        self._spans: dict[str, tuple[int, int]] = {}
        self._numbers: dict[str, int] = {}

    def add(self, number: int, fields: Sequence[str]) -> None:
        """One line more."""
        if tuple(fields) == COLUMNS:
            return
        cells = dict(zip(COLUMNS, [*fields, *[""] * len(COLUMNS)], strict=False))
        try:
            if len(fields) > len(COLUMNS):
                raise FiredutyError(f"多于 {len(COLUMNS)} 列")
            leaf, span = self._place(cells)
            self._record(leaf, span, cells)
        except FiredutyError as error:
            self.problems.append(f"{TABLE} 第 {number} 行：{error}")

    def _place(self, cells: Mapping[str, str]) -> tuple[Leaf, tuple[int, int]]:
        """The clause of a line: what follows the one before it in its provision."""
        leaf = self._leaves.get(cells["条款"])
        if leaf is None:
            raise FiredutyError(f"没有条款 {cells['条款']}")
        name, words = cells["条款"], cells["字句"]
        before = self._spans.get(name)
        if words == _DITTO:
            if before is None:
                raise FiredutyError(f"{name} 的第一句写了〃")
            return leaf, before
        start = before[1] if before else 0
        if not words or not leaf.text.startswith(words, start):
            raise FiredutyError(
                f"{name} 的原文这里是「{leaf.text[start:][:20]}」，不是「{words[:20]}」"
            )
        self._spans[name] = (start, start + len(words))
        return leaf, self._spans[name]

    def _record(self, leaf: Leaf, span: tuple[int, int], cells: Mapping[str, str]) -> None:
        text, matters = leaf.text[slice(*span)], _split(cells["事项"])
        actor, role = cells["主体"], cells["角色"]
        if not actor:
            reason = _one_of(role, tuple(NoDutyReason), "角色（没有主体的写不设职责的理由）")
            self.rest.append(NoDuty(leaf.id, span, text, NoDutyReason(reason), matters))
            return
        match = _MODALITY.fullmatch(cells["情态"])
        printed, modal = (match["modality"], match["modal"]) if match else ("", None)
        modality = cast(Modality, _one_of(printed, MODALITIES, "情态"))
        if modal is None:
            modal = "" if modality == "陈述" else modality
        number = self._numbers[cells["条款"]] = self._numbers.get(cells["条款"], 0) + 1
        self.duties.append(
            Duty(
                f"{leaf.id}#{number}",
                leaf.id,
                span,
                text,
                actor,
                self._names.level(actor),
                cast(Role, _one_of(role, ROLES, "角色")),
                modality,
                modal,
                matters,
                cells["条件"],
                tuple(map(_read_time, _split(cells["时间"]))),
                _split(cells["对象"]),
                cells["说明"],
            )
        )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(_BETWEEN)) if cell else ()


def _one_of(word: str, known: Sequence[str], column: str) -> str:
    if word not in known:
        raise FiredutyError(f"{column}「{word}」不是 {'、'.join(known)} 之一")
    return word


def _read_time(written: str) -> Recurrence:
    match = _TIME.fullmatch(written)
    if match is None:
        raise FiredutyError(f"时间「{written}」读不出来")
    if match["kind"] is None:
        found = times_of(match["text"])
        if len(found) != 1 or found[0].text != match["text"]:
            raise FiredutyError(f"时间「{written}」要写明是哪一种：{written}〔频次 1 天〕")
        return found[0]
    kind = next((k for k, name in _KINDS.items() if name == match["kind"]), None)
    if kind is None:
        raise FiredutyError(f"时间「{written}」的种类不是 {'、'.join(_KINDS.values())} 之一")
    count = None if match["count"] == "-" else int(match["count"])
    return Recurrence(match["text"], kind, count, match["unit"])
