"""Hold the further gold files against the text: tuning, fresh, look-ups, sentences to verify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from corpus.text.provision import Regulation
from evals import lookups, verify
from evals.check import (
    FIELDS,
    GoldProblem,
    Raw,
    Text,
    check_answerable,
    check_conversation,
    check_named,
    check_provisions,
    check_unanswerable,
    read,
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
_YESNO = {
    "id": str,
    "question": str,
    "label": str,
    "form": str,
    "must": list,
    "ok": list,
    "fault": str,
    "why": str,
}
_SENTENCE = {"id": str, "text": str, "ids": list, "class": str}
_ALTERED = {**_SENTENCE, "what": str, "offending": list}


def check_more(regulation: Regulation, folder: Path = GOLD) -> list[GoldProblem]:
    """Every problem of the files that are there, in file order."""
    text = Text.of(regulation)
    problems: list[GoldProblem] = []
    asked = {_question(r) for name in FIELDS for r in _known(folder / name, FIELDS[name])[0]}
    for part in ("tuning", "fresh"):
        for name, check in (
            ("answerable.jsonl", check_answerable),
            ("unanswerable.jsonl", check_unanswerable),
        ):
            records, found = _known(folder / part / name, FIELDS[name])
            problems += found
            for record in records:
                messages = [*check(record, text), *_repeated(record, asked)]
                problems += [GoldProblem(f"{part}/{name}", record["id"], m) for m in messages]
    name = "tuning/conversations.jsonl"
    records, found = _known(folder / name, FIELDS["conversations.jsonl"])
    problems += [*found, *_ids(name, records)]
    for record in records:
        problems += [GoldProblem(name, record["id"], m) for m in check_conversation(record, text)]
    for name in ("tuning/yesno.jsonl", "yesno.jsonl"):
        records, found = _known(folder / name, _YESNO)
        problems += [*found, *_ids(name, records)]
        for record in records:
            problems += [GoldProblem(name, record["id"], m) for m in check_provisions(record, text)]
    records, found = _known(folder / "lookups.jsonl", _LOOKUP)
    problems += found
    for record in records:
        problems += [GoldProblem("lookups.jsonl", record["id"], m) for m in _lookup(record, text)]
    for name in ("tuning/english.jsonl", "english.jsonl"):
        records, found = _known(folder / name, _ENGLISH)
        problems += found
        for record in records:
            problems += [GoldProblem(name, record["id"], m) for m in check_provisions(record, text)]
        problems += _ids(name, records)
    for name, fields in (("altered", _ALTERED), ("faithful", _SENTENCE)):
        gold, found = _known(folder / "verify" / f"{name}.jsonl", fields)
        problems += [*found, *_sentences(f"verify/{name}.jsonl", gold, text)]
        fitted, found = _known(folder / "tuning" / f"verify-{name}.jsonl", fields)
        problems += [*found, *_sentences(f"tuning/verify-{name}.jsonl", fitted, text)]
        known = {_words(record) for record in gold}
        problems += [
            GoldProblem(f"tuning/verify-{name}.jsonl", r["id"], "与 verify 里的一句相同")
            for r in fitted
            if _words(r) in known
        ]
    return problems


def _known(path: Path, fields: Mapping[str, type]) -> tuple[list[Raw], list[GoldProblem]]:
    """Records of a file, none where it is absent."""
    return read(path, fields) if path.is_file() else ([], [])


def _words(record: Raw) -> str:
    return "".join(str(record["text"]).split())


def _question(record: Raw) -> str:
    return "".join(str(record.get("question", "")).split())


def _repeated(record: Raw, asked: AbstractSet[str]) -> Iterator[str]:
    if _question(record) in asked:
        yield "与主金标里的一题相同"


def _lookup(record: Raw, text: Text) -> Iterator[str]:
    yield from check_named(record, lookups.KINDS.keys())
    yield from check_provisions(record, text)
    if not record["must"] and record["kind"] != "absent_body":
        yield "没有 must"


def _sentences(file: str, records: list[Raw], text: Text) -> Iterator[GoldProblem]:
    for record in records:
        yield from (GoldProblem(file, record["id"], m) for m in _sentence(record, text))
    yield from _ids(file, records)


def _sentence(record: Raw, text: Text) -> Iterator[str]:
    side = "altered" if "what" in record else "faithful"
    if record["class"] not in verify.CLASSES[side]:
        yield f"没有 class {record['class']}"
    yield from (f"没有条款 {i}" for i in record["ids"] if i not in text.leaves)
    for words in record.get("offending", ()):
        if words not in record["text"]:
            yield f"「{words}」不在句子里"


def _ids(file: str, records: list[Raw]) -> list[GoldProblem]:
    times = Counter(record["id"] for record in records)
    return [GoldProblem(file, i, f"出现 {n} 次") for i, n in times.items() if n > 1]
