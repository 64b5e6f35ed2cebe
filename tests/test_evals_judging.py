"""Sheets for people who judge: made, filled in, and read back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals.judging import COLUMNS, VERDICTS, main, make_rows, read_sheet, write_sheet
from evals.laws.questions import FOLDER

SAMPLE = [
    {"id": "1", "question": "防火委多久开一次会", "law": "细则"},
    {"id": "2", "question": "灭火器几年换一次"},
]


def fill(path: Path, verdicts: list[str]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row, verdict in zip(rows, verdicts, strict=True):
        row["判"] = verdict
    write_sheet(rows, path)


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_sheet_has_what_is_judged(librarian: Assistant, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"sheet.{suffix}"
    rows = list(make_rows(SAMPLE, librarian, {}))
    assert [tuple(row) for row in rows] == [COLUMNS] * 2
    assert "每季度" in rows[0]["第一段"]
    assert "第二十五条" in rows[0]["条款"]
    assert "\n\n" not in rows[0]["第一段"]
    write_sheet([row | {"判": "对"} for row in rows], path)
    assert read_sheet(path) == {"1": "对", "2": "对"}


def test_two_sheets_are_compared(
    librarian: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    sample = [SAMPLE[0] | {"id": str(n)} for n in range(4)]
    rows = list(make_rows(sample[:1], librarian, {})) * 4
    numbered = [row | {"编号": str(n)} for n, row in enumerate(rows)]
    for path, verdicts in ((one, ["对", "误导", "错", "对"]), (other, ["对", "错", "错", "对"])):
        write_sheet(numbered, path)
        fill(path, verdicts)
    assert main(["read", str(one), str(other)]) == 0
    out = capsys.readouterr().out
    assert all(f"| {verdict} |" in out for verdict in VERDICTS)
    assert "一致 3 / 4，Cohen's kappa 0.600\n1：误导 / 错" in out
    assert main(["read", str(one)]) == 0
    assert "kappa" not in capsys.readouterr().out


@pytest.mark.parametrize("verdict", ["", "挺好"])
def test_a_sheet_that_is_not_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verdict: str
) -> None:
    path = tmp_path / "sheet.jsonl"
    path.write_text(json.dumps({"编号": "7", "判": verdict}), "utf-8")
    assert main(["read", str(path)]) == 2
    assert f"sheet.jsonl 7：判「{verdict}」" in capsys.readouterr().err


@pytest.mark.usefixtures("shipped")
def test_the_command_makes_a_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample, sheet = tmp_path / "sample.jsonl", tmp_path / "sheet.csv"
    sample.write_text("".join(json.dumps(line) + "\n" for line in SAMPLE), "utf-8")
    assert main(["make", str(sample), str(sheet)]) == 0
    assert "2 题" in capsys.readouterr().out
    assert sheet.read_text("utf-8-sig").startswith(",".join(COLUMNS))
    unseen = SAMPLE[0] | {
        "law": json.loads((FOLDER / "laws.jsonl").read_text("utf-8").partition("\n")[0])["law"]
    }
    sample.write_text(json.dumps(unseen), "utf-8")
    assert main(["make", str(sample), str(sheet)]) == 2
    assert "--laws" in capsys.readouterr().err
