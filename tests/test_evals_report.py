"""Report, comparison and gate over small runs, and the command line over the real assistant."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from corpus.text.provision import Regulation
from evals.__main__ import main
from evals.compare import compare
from evals.gate import gate, update
from evals.gold import Gold, GoldConversation, GoldQuestion, GoldTurn, split_of
from evals.page import write_report
from evals.report import build_report
from evals.runner import EvaluationRun, describe
from evals.systems import SystemRecord
from evals.verbatim import VerbatimSource

NAMES = [f"q{i}" for i in range(40)]
QUESTIONS = tuple(
    GoldQuestion(n, f"问题{n}<b>", "situation", "unit", True, ("art6.item1",))
    if i % 4
    else GoldQuestion(n, f"问题{n}<b>", "near_miss", "unit", False)
    for i, n in enumerate(NAMES)
)
GOLD = Gold(
    QUESTIONS,
    tuple(
        GoldConversation(
            f"c{i}",
            "official",
            (
                GoldTurn("甲", "甲", True, ("art6.item1",)),
                GoldTurn("乙呢", "甲的乙", True, ("art6.item2",)),
            ),
        )
        for i in range(6)
    ),
    "gold",
)


@pytest.fixture(scope="module")
def source(regulation: Regulation) -> VerbatimSource:
    return VerbatimSource.of(regulation)


@pytest.fixture
def right(assistant: Assistant, tmp_path: Path) -> EvaluationRun:
    """Every question answered as it should be."""
    records = {
        q.id: SystemRecord("答", q.must, ranking=q.must, refused=not q.answerable, ms=1.0)
        for q in GOLD.questions
    }
    for talk in GOLD.conversations:
        for number, turn in enumerate(talk.turns, 1):
            for end in ("", "s"):
                records[f"{talk.id}#{number}{end}"] = SystemRecord("答", turn.must, ms=1.0)
    manifest = describe("fireduty", "all", GOLD, assistant)
    return EvaluationRun(tmp_path / "right", manifest, records)


@pytest.fixture
def wrong(right: EvaluationRun) -> EvaluationRun:
    """Half of the answerable questions wrong, one crashed, one missing."""
    records = dict(right.records)
    for name in NAMES[::2]:
        records[name] = replace(records[name], cited=("art2",), ranking=("art2",), refused=False)
    records["q1"] = SystemRecord(error="ValueError: <坏了>")
    del records["q3"]
    return EvaluationRun(
        right.folder.parent / "wrong", replace(right.manifest, system="plain"), records
    )


def test_report_is_self_contained(
    right: EvaluationRun, wrong: EvaluationRun, source: VerbatimSource, tmp_path: Path
) -> None:
    report = build_report([wrong, replace_name(right, "top1")], GOLD, source)
    page = write_report(report, tmp_path)
    html = page.read_text("utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", html)
    assert "url(" not in html
    assert "@import" not in html
    assert "<svg" in html
    assert "prefers-color-scheme: dark" in html
    assert "<b>" not in html
    assert html.count("<table") == html.count("</table>")
    text = (tmp_path / "report.md").read_text("utf-8")
    assert "| 引用 F1（%） |" in text
    figures = json.loads((tmp_path / "report.json").read_text("utf-8"))["halves"][0]["figures"]
    assert figures["top1"]["cite.f1"]["value"] == 1.0
    assert 0 < figures["plain"]["crash"]["value"] < 0.2


def replace_name(run: EvaluationRun, name: str) -> EvaluationRun:
    return EvaluationRun(run.folder, replace(run.manifest, system=name), run.records)


def test_failures_list_the_test_half_only_when_asked(
    wrong: EvaluationRun, source: VerbatimSource
) -> None:
    shown = build_report([wrong], GOLD, source).failures
    assert list(shown) == ["dev"]
    assert {split_of(f.id) for f in shown["dev"]} == {"dev"}
    everything = build_report([wrong], GOLD, source, with_test=True).failures
    failed = {f.id: f for found in everything.values() for f in found}
    assert failed["q1"].outcome == failed["q3"].outcome == "crash"
    assert "缺少记录" in failed["q3"].why
    assert failed["q2"].outcome == "wrong"
    assert "缺 第六条第（一）项（不在前 1 位）" in failed["q2"].why
    assert failed["q4"].outcome == "answered"
    assert failed["q4"].expected == "拒答"


def test_two_runs_of_one_system_are_told_apart(
    right: EvaluationRun, wrong: EvaluationRun, source: VerbatimSource
) -> None:
    report = build_report([right, replace_name(wrong, "fireduty")], GOLD, source)
    assert list(report.manifests) == ["fireduty（right）", "fireduty（wrong）"]


def test_runs_on_other_questions_are_refused(
    right: EvaluationRun, wrong: EvaluationRun, source: VerbatimSource
) -> None:
    half = EvaluationRun(wrong.folder, replace(wrong.manifest, split="dev"), wrong.records)
    with pytest.raises(FiredutyError, match="不能放在一起"):
        build_report([right, half], GOLD, source)
    with pytest.raises(FiredutyError, match="另一版金标"):
        compare(right, wrong, replace(GOLD, digest="new"), source)


def test_comparison(right: EvaluationRun, wrong: EvaluationRun, source: VerbatimSource) -> None:
    same = {row.spec.key: row for row in compare(right, right, GOLD, source)["dev"]}
    assert same["cite.f1"].p == 1.0
    assert same["cite.f1"].interval == (0.0, 0.0)
    worse = {row.spec.key: row for row in compare(right, wrong, GOLD, source)["dev"]}
    assert worse["item.S@1"].first == 1.0
    assert (worse["item.S@1"].p or 1) < 0.05
    assert worse["ms.p95"].p is None


def test_gate(
    right: EvaluationRun, wrong: EvaluationRun, source: VerbatimSource, tmp_path: Path
) -> None:
    baseline = tmp_path / "baseline.json"
    with pytest.raises(FiredutyError, match="--update"):
        gate(right, GOLD, source, baseline)
    update(right, GOLD, source, baseline)
    assert gate(right, GOLD, source, baseline) == []
    found = "\n".join(gate(wrong, GOLD, source, baseline))
    for label in ("项 S@1显著下降", "引用 F1显著下降", "拒答 F1显著下降", "出错率"):
        assert label in found
    with pytest.raises(FiredutyError, match="金标已变"):
        gate(right, replace(GOLD, digest="new"), source, baseline)


def test_gate_fails_on_one_invented_provision(
    right: EvaluationRun, source: VerbatimSource, tmp_path: Path
) -> None:
    baseline = tmp_path / "baseline.json"
    update(right, GOLD, source, baseline)
    invented = SystemRecord(
        "答", ("art6.item1", "art99"), (("art6.item1", "罚款五百元"),), ranking=("art6.item1",)
    )
    run = EvaluationRun(right.folder, right.manifest, {**right.records, "q1": invented})
    assert gate(run, GOLD, source, baseline) == [
        "编造的条号（处）：1，应为 0",
        "引文逐字 0.0000，应为 1",
    ]


# --- command line ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("environment")
def test_run_report_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = [str(tmp_path / name) for name in ("top1", "refuse")]
    for folder in folders:
        name = Path(folder).name
        assert main(["run", "--system", name, "--split", "dev", "--out", folder]) == 0
    assert main(["report", *folders, "--out", str(tmp_path / "report")]) == 0
    assert (tmp_path / "report" / "report.html").is_file()
    assert main(["compare", *folders]) == 0
    out = capsys.readouterr().out
    assert "开发半集" in out
    assert "测试半集" not in out
    assert "| 引用 F1（%） |" in out


def test_errors_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("错误：")


def test_check_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "金标没有问题" in capsys.readouterr().out
