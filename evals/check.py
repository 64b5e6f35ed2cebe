"""Hold the gold files against the text: a wrong id or a misquoted fact spoils every figure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.text.provision import Regulation
from corpus.text.render import render
from evals.gold import ANSWERABLE_KINDS, FILES, GOLD, PERSONAS, UNANSWERABLE_KINDS, split_of

FIELDS: Mapping[str, Mapping[str, type]] = {
    "answerable.jsonl": {
        "id": str,
        "question": str,
        "kind": str,
        "persona": str,
        "must": list,
        "ok": list,
        "key_facts": list,
    },
    "unanswerable.jsonl": {
        "id": str,
        "question": str,
        "kind": str,
        "persona": str,
        "ok": list,
        "why": str,
    },
    "conversations.jsonl": {"id": str, "turns": list, "persona": str},
}
_TURN = {"question": str, "standalone": str, "must": list, "ok": list, "answerable": bool}
_MOST_UNEVEN = 0.65
_ASKED_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class GoldProblem:
    """Something wrong in a gold file.

    Attributes:
        file: its name.
        where: id of the record, or its line.
        message: Chinese, one line.
    """

    file: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.file} {self.where}：{self.message}"


@dataclass(frozen=True, slots=True)
class Text:
    """The regulation as facts are looked for: per provision with its lead-in, and whole."""

    leaves: Mapping[str, str]
    whole: str

    @classmethod
    def of(cls, regulation: Regulation) -> Text:
        """That of a regulation."""
        return cls(
            {str(leaf.id): leaf.lead_in + leaf.text for leaf in regulation.leaves()},
            render(regulation.body).replace("\n", ""),
        )


Raw = dict[str, Any]


def check_gold(regulation: Regulation, folder: Path = GOLD) -> list[GoldProblem]:
    """Every problem of the gold files, in file order; files that cannot be read end the check."""
    records: dict[str, list[Raw]] = {}
    problems: list[GoldProblem] = []
    for name in FILES:
        records[name], found = read(folder / name, FIELDS[name])
        problems += found
    if problems:
        return problems
    text = Text.of(regulation)
    for record in records["answerable.jsonl"]:
        problems += _in("answerable.jsonl", record["id"], check_answerable(record, text))
    for record in records["unanswerable.jsonl"]:
        problems += _in("unanswerable.jsonl", record["id"], check_unanswerable(record, text))
    for record in records["conversations.jsonl"]:
        problems += _in("conversations.jsonl", record["id"], check_conversation(record, text))
    problems += _in("全部", "编号", _unique_ids(records))
    problems += _in("全部", "问题", _unique_questions(records))
    problems += _in("全部", "划分", _splits(records))
    problems += _in("answerable.jsonl", "覆盖", _coverage(records, text.leaves.keys()))
    return problems


def summarise(folder: Path = GOLD) -> str:
    """One line per file: how many records, dev and test; for a gold set without problems."""
    lines = []
    for name in FILES:
        halves = Counter(split_of(record["id"]) for record in read(folder / name, FIELDS[name])[0])
        lines.append(f"{name}：{halves.total()} 条，dev {halves['dev']}，test {halves['test']}")
    return "\n".join(lines)


def _in(file: str, where: str, messages: Iterator[str]) -> list[GoldProblem]:
    return [GoldProblem(file, where, message) for message in messages]


# --- reading --------------------------------------------------------------------------------------


def read(path: Path, fields: Mapping[str, type]) -> tuple[list[Raw], list[GoldProblem]]:
    """Records of a file whose fields are as they should be, and what is wrong with the others."""
    if not path.is_file():
        return [], [GoldProblem(path.name, "文件", "不存在")]
    records, problems = [], []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError as error:
            problems.append(GoldProblem(path.name, f"第 {number} 行", f"不是有效的 JSON：{error}"))
            continue
        wrong = list(_wrong_fields(raw, fields))
        if path.name == "conversations.jsonl" and not wrong:
            wrong = [m for turn in raw["turns"] for m in _wrong_fields(_required(turn), _TURN)]
        problems += [GoldProblem(path.name, f"第 {number} 行", message) for message in wrong]
        records.append(raw)
    return records, problems


def _required(turn: object) -> object:
    """A turn without the mark of one that needs nothing of those before it."""
    if isinstance(turn, dict) and isinstance(turn.get("complete"), bool):
        return {name: value for name, value in turn.items() if name != "complete"}
    return turn


def _wrong_fields(raw: object, fields: Mapping[str, type]) -> Iterator[str]:
    if not isinstance(raw, dict):
        yield "不是一个对象"
        return
    for name in fields.keys() - raw.keys():
        yield f"缺少字段 {name}"
    for name in raw.keys() - fields.keys():
        yield f"多出字段 {name}"
    for name in fields.keys() & raw.keys():
        if not isinstance(raw[name], fields[name]):
            yield f"字段 {name} 的类型不对"
        elif isinstance(raw[name], str) and not raw[name].strip():
            yield f"字段 {name} 是空的"


# --- records --------------------------------------------------------------------------------------


def check_answerable(record: Raw, text: Text) -> Iterator[str]:
    """Problems of an answerable question."""
    yield from check_named(record, ANSWERABLE_KINDS.keys())
    yield from check_provisions(record, text)
    if not record["must"] and record["kind"] != "meta":
        yield "可答的题没有 must"
    near = [text.leaves.get(id_, "") for id_ in (*record["must"], *record["ok"])]
    sources = [text.whole] if record["kind"] == "meta" else near
    for fact in record["key_facts"]:
        if not fact or not any(fact in source for source in sources):
            yield f"要点「{fact}」不在 must、ok 所列条款的原文里"


def check_unanswerable(record: Raw, text: Text) -> Iterator[str]:
    """Problems of an unanswerable question."""
    yield from check_named(record, UNANSWERABLE_KINDS.keys())
    yield from check_provisions({"must": [], **record}, text)


def check_conversation(record: Raw, text: Text) -> Iterator[str]:
    """What is wrong with a conversation."""
    if record["persona"] not in PERSONAS:
        yield f"没有 persona「{record['persona']}」"
    if not 2 <= len(record["turns"]) <= 4:
        yield f"应有 2–4 轮，实有 {len(record['turns'])} 轮"
    for number, turn in enumerate(record["turns"], 1):
        for message in check_provisions(turn, text):
            yield f"第 {number} 轮：{message}"
        if turn["must"] and not turn["answerable"]:
            yield f"第 {number} 轮：不可答却有 must"


def check_named(record: Raw, kinds: AbstractSet[str]) -> Iterator[str]:
    """Whether kind and persona exist."""
    if record["kind"] not in kinds:
        yield f"没有 kind「{record['kind']}」"
    if record["persona"] not in PERSONAS:
        yield f"没有 persona「{record['persona']}」"


def check_provisions(record: Raw, text: Text) -> Iterator[str]:
    """Whether the provisions exist, each once."""
    must, ok = record["must"], record["ok"]
    for id_ in (*must, *ok):
        if id_ not in text.leaves:
            yield f"没有条款 {id_}"
    for id_, times in Counter((*must, *ok)).items():
        if times > 1:
            yield f"条款 {id_} 重复，或同时在 must 和 ok"


# --- the sets as a whole --------------------------------------------------------------------------


def _unique_ids(records: Mapping[str, Sequence[Raw]]) -> Iterator[str]:
    ids = Counter(record["id"] for file in records.values() for record in file)
    for id_, times in ids.items():
        if times > 1:
            yield f"{id_} 出现 {times} 次"
        if "#" in id_:
            yield f"{id_} 含有 #，它留给对话的轮次"


def _unique_questions(records: Mapping[str, Sequence[Raw]]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name in FILES[:2]:
        for record in records[name]:
            text = "".join(record["question"].split())
            if text in seen:
                yield f"{record['id']} 与 {seen[text]} 是同一个问题"
            seen[text] = record["id"]


def _splits(records: Mapping[str, Sequence[Raw]]) -> Iterator[str]:
    for name, file in records.items():
        halves = Counter(split_of(record["id"]) for record in file)
        if file and max(halves.values()) > _MOST_UNEVEN * len(file):
            yield f"{name} 两半相差太大：{dict(halves)}"


def _coverage(records: Mapping[str, Sequence[Raw]], leaves: AbstractSet[str]) -> Iterator[str]:
    asked = Counter(id_ for record in records["answerable.jsonl"] for id_ in record["must"])
    for id_ in sorted(leaves):
        if asked[id_] < _ASKED_AT_LEAST:
            yield f"条款 {id_} 只被问到 {asked[id_]} 次，至少应有 {_ASKED_AT_LEAST} 次"
