"""Hold the further gold files against the text: tuning, fresh, look-ups, sentences to verify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from corpus import Regulation
from evals import lookups
from evals.check import (
    FIELDS,
    Problem,
    Raw,
    Text,
    answerable,
    named,
    provisions,
    read,
    unanswerable,
)
from evals.gold import GOLD

_LOOKUP = {
    "id": str,
    "question": str,
    "kind": str,
    "persona": str,
    "must": list,
    "ok": list,
    "note": str,
}
_ENGLISH = {"id": str, "question": str, "must": list, "ok": list, "answerable": bool}
_SENTENCE = {"id": str, "text": str, "ids": list, "class": str}
_ALTERED = {**_SENTENCE, "what": str, "offending": list}


def check_more(regulation: Regulation, folder: Path = GOLD) -> list[Problem]:
    """Every problem of the files that are there, in file order."""
    text = Text.of(regulation)
    problems: list[Problem] = []
    asked = {_question(r) for name in FIELDS for r in _known(folder / name, FIELDS[name])[0]}
    for part in ("tuning", "fresh"):
        for name, check in (
            ("answerable.jsonl", answerable),
            ("unanswerable.jsonl", unanswerable),
        ):
            records, found = _known(folder / part / name, FIELDS[name])
            problems += found
            for record in records:
                messages = [*check(record, text), *_repeated(record, asked)]
                problems += [Problem(f"{part}/{name}", record["id"], m) for m in messages]
    records, found = _known(folder / "lookups.jsonl", _LOOKUP)
    problems += found
    for record in records:
        problems += [Problem("lookups.jsonl", record["id"], m) for m in _lookup(record, text)]
    for name in ("tuning/english.jsonl", "english.jsonl"):
        records, found = _known(folder / name, _ENGLISH)
        problems += found
        for record in records:
            problems += [Problem(name, record["id"], m) for m in provisions(record, text)]
        problems += _ids(name, records)
    for name, fields in (("altered", _ALTERED), ("faithful", _SENTENCE)):
        records, found = _known(folder / "verify" / f"{name}.jsonl", fields)
        problems += found
        for record in records:
            messages = list(_sentence(record, text))
            problems += [Problem(f"verify/{name}.jsonl", record["id"], m) for m in messages]
        problems += _ids(f"verify/{name}.jsonl", records)
    return problems


def _known(path: Path, fields: Mapping[str, type]) -> tuple[list[Raw], list[Problem]]:
    """Records of a file, none where it is absent."""
    return read(path, fields) if path.is_file() else ([], [])


def _question(record: Raw) -> str:
    return "".join(str(record.get("question", "")).split())


def _repeated(record: Raw, asked: AbstractSet[str]) -> Iterator[str]:
    if _question(record) in asked:
        yield "与主金标里的一题相同"


def _lookup(record: Raw, text: Text) -> Iterator[str]:
    yield from named(record, lookups.KINDS.keys())
    yield from provisions(record, text)
    if not record["must"] and record["kind"] != "absent_body":
        yield "没有 must"


def _sentence(record: Raw, text: Text) -> Iterator[str]:
    yield from (f"没有条款 {i}" for i in record["ids"] if i not in text.leaves)
    for words in record.get("offending", ()):
        if words not in record["text"]:
            yield f"「{words}」不在句子里"


def _ids(file: str, records: list[Raw]) -> list[Problem]:
    times = Counter(record["id"] for record in records)
    return [Problem(file, i, f"出现 {n} 次") for i, n in times.items() if n > 1]
