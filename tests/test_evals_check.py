"""The checker finds what is wrong in a gold file, and nothing in the shipped one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.text.provision import Regulation
from evals.check import check_gold, summarise
from evals.check_more import check_more
from evals.gold import FILES, GOLD, digest_of, load_conversations, load_gold, load_questions

Raw = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(GOLD / name, tmp_path / name)
    return tmp_path


def change(folder: Path, name: str, edit: Callable[[Raw], object]) -> None:
    """Edit the first record of a file."""
    path = folder / name
    first, rest = path.read_text("utf-8").split("\n", 1)
    record = json.loads(first)
    edit(record)
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n" + rest, "utf-8")


def test_shipped_gold_is_clean(regulation: Regulation) -> None:
    assert check_gold(regulation) == []
    assert check_more(regulation) == []
    assert summarise().count("\n") == 2


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("lookups.jsonl", {"id": "l1", "question": "?", "kind": "x", "persona": "unit", "must": ["art1"], "ok": [], "note": "无"}, "没有 kind「x」"),
        ("lookups.jsonl", {"id": "l1", "question": "?", "kind": "actor", "persona": "unit", "must": ["art99"], "ok": [], "note": "无"}, "没有条款 art99"),
        ("lookups.jsonl", {"id": "l1", "question": "?", "kind": "actor", "persona": "unit", "must": [], "ok": [], "note": "无"}, "没有 must"),
        ("verify/faithful.jsonl", {"id": "f1", "text": "甲", "ids": ["art99"], "class": "x"}, "没有条款 art99"),
        ("verify/altered.jsonl", {"id": "x1", "text": "甲", "ids": [], "class": "x", "what": "无", "offending": ["乙"]}, "「乙」不在句子里"),
        ("fresh/unanswerable.jsonl", {"id": "u1", "question": "?", "kind": "x", "persona": "unit", "ok": [], "why": "无"}, "没有 kind「x」"),
    ],
)  # fmt: skip
def test_wrong_records_of_the_further_files(
    name: str, line: Raw, message: str, tmp_path: Path, regulation: Regulation
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(line, ensure_ascii=False), "utf-8")
    assert message in [p.message for p in check_more(regulation, tmp_path)]


@pytest.mark.parametrize(
    ("name", "edit", "message"),
    [
        (FILES[0], lambda r: r["must"].append("art99"), "没有条款 art99"),
        (FILES[0], lambda r: r["must"].append("art15.para1"), "没有条款 art15.para1"),
        (FILES[0], lambda r: r["ok"].append(r["must"][0]), "同时在 must 和 ok"),
        (FILES[0], lambda r: r["key_facts"].append("罚款五百元"), "要点「罚款五百元」"),
        (FILES[0], lambda r: r.update(kind="chitchat"), "没有 kind「chitchat」"),
        (FILES[0], lambda r: r.update(persona="judge"), "没有 persona「judge」"),
        (FILES[0], lambda r: r.update(must=[]), "没有 must"),
        (FILES[0], lambda r: r.update(id="a002"), "a002 出现 2 次"),
        (FILES[0], lambda r: r.update(question=" "), "字段 question 是空的"),
        (FILES[0], lambda r: r.pop("ok"), "缺少字段 ok"),
        (FILES[0], lambda r: r.update(note="x"), "多出字段 note"),
        (FILES[1], lambda r: r.update(kind="meta"), "没有 kind「meta」"),
        (FILES[1], lambda r: r.update(ok="art1"), "字段 ok 的类型不对"),
        (FILES[2], lambda r: r.update(turns=r["turns"][:1]), "应有 2–4 轮"),
        (FILES[2], lambda r: r["turns"][0].pop("standalone"), "缺少字段 standalone"),
        (FILES[2], lambda r: r["turns"][1]["must"].append("art0"), "第 2 轮：没有条款 art0"),
        (FILES[2], lambda r: r["turns"][0].update(answerable=False), "不可答却有 must"),
    ],
)
def test_broken_gold(
    regulation: Regulation, folder: Path, name: str, edit: Callable[[Raw], object], message: str
) -> None:
    change(folder, name, edit)
    assert any(message in str(p) for p in check_gold(regulation, folder))


def test_sets_as_a_whole(regulation: Regulation, folder: Path) -> None:
    path = folder / FILES[0]
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:100], lines[0].replace('"a001"', '"a999"')]), "utf-8")
    messages = "\n".join(str(p) for p in check_gold(regulation, folder))
    assert "a999 与 a001 是同一个问题" in messages
    assert "只被问到 0 次" in messages
    path.write_text("{", "utf-8")
    assert "不是有效的 JSON" in str(check_gold(regulation, folder)[0])
    path.unlink()
    assert "不存在" in str(check_gold(regulation, folder)[0])


def test_halves_make_the_whole(folder: Path) -> None:
    gold = load_gold()
    halves = [gold.half("dev"), gold.half("test")]
    assert sum(len(h.questions) for h in halves) == len(load_questions()) == len(gold.questions)
    assert sum(len(h.conversations) for h in halves) == len(load_conversations())
    assert {q.id for q in load_questions("dev")} == {q.id for q in halves[0].questions}
    assert digest_of(folder) == gold.digest
    change(folder, FILES[2], lambda r: r.update(persona="official"))
    assert digest_of(folder) != gold.digest
