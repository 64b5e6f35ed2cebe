"""The sets beside the gold set: measured, kept, guarded, and shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from evals.gate import BASELINE, gate_sets, recorded_sets, update_sets
from evals.lookups import Item, LookupOutcome
from evals.lookups import measures as measure_lookups
from evals.set_tables import render_sets, set_table
from evals.sets import ARCHIVED, SETS, MeasuredSet
from evals.statistics import mean, value
from evals.yesno import Said, YesNo
from evals.yesno import measures as measure_yesno


def outcomes(*, exact: int, of: int = 40) -> MeasuredSet:
    """Look-ups of which some are exactly right and the others cite nothing that answers."""
    right, wrong = frozenset({"art6"}), ("art2",)
    rows = [
        LookupOutcome(
            Item(f"l{n}", "?", "matter", right, frozenset()),
            False,
            ("art6",) if n < exact else wrong,
        )
        for n in range(of)
    ]
    return MeasuredSet("lookups", measure_lookups(rows))


def words(said: Mapping[str, Said]) -> MeasuredSet:
    """Questions whose assertion is so, each with what was said."""
    return MeasuredSet(
        "yesno",
        measure_yesno([(YesNo(id_, "?", "yes", "neutral", (), ()), s) for id_, s in said.items()]),
    )


def test_a_real_loss_fails_the_gate(tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    update_sets([outcomes(exact=36)], "i", baseline)
    assert gate_sets([outcomes(exact=36)], baseline) == []
    assert gate_sets([outcomes(exact=40)], baseline) == []  # better is no loss
    found = gate_sets([outcomes(exact=26)], baseline)
    assert [f.partition("显著")[0] for f in found] == [
        f"清单查找（两半），{name}" for name in ("集合全对", "召回", "准确")
    ]
    assert "0.900 → 0.650" in found[0]


def test_a_rise_of_what_should_be_low_fails_the_gate(tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    silent: dict[str, Said] = {f"y{n}": "未断言" for n in range(20)}
    update_sets([words(silent)], "i", baseline)
    assert gate_sets([words(silent | {"y0": "不是"})], baseline) == []  # one may be chance
    reversed_: dict[str, Said] = dict.fromkeys(list(silent)[:8], "不是")
    found = gate_sets([words(silent | reversed_)], baseline)
    assert len(found) == 1
    assert found[0].startswith("是非题和引导题，说反显著上升：0.000 → 0.400")


def test_one_set_is_renewed_by_itself(tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    with pytest.raises(FiredutyError, match="--update lookups"):
        gate_sets([outcomes(exact=1)], baseline)
    update_sets([outcomes(exact=36), words({"y1": "是"})], "i", baseline)
    update_sets([outcomes(exact=20)], "j", baseline)
    kept = json.loads(baseline.read_text("utf-8"))
    assert {key: entry["index"] for key, entry in kept.items()} == {"lookups": "j", "yesno": "i"}
    assert kept["lookups"]["values"]["exact"] == 0.5
    kept["lookups"]["gold"] = "other questions"
    baseline.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(FiredutyError, match="不再适用"):
        gate_sets([outcomes(exact=20)], baseline)


def test_the_committed_baseline_has_every_set_and_names_no_question() -> None:
    kept = json.loads(BASELINE.read_text("utf-8"))
    assert list(kept) == ["gold", *SETS]
    for key, kind in SETS.items():
        assert kept[key]["gold"] == kind.digest, f"请运行 python -m evals gate --update {key}"
        assert kept[key]["command"] == kind.command
        assert list(kept[key]["values"]) == [spec.key for spec in kind.specs]
    assert "？" not in BASELINE.read_text("utf-8")


def test_what_needs_an_archive_is_shown_as_recorded() -> None:
    recorded = recorded_sets()
    assert [m.key for m in recorded] == list(ARCHIVED)
    table = render_sets([set_table(replace(recorded[0], date="2026-12-01T00:00:00"))])
    assert "2026-12-01 的记录，python -m evals.laws --laws 文库 --split dev" in table
    assert "| 消防法规：首段含所问 |" in table


def test_yes_no_measures_count_only_what_was_said() -> None:
    asked: list[tuple[YesNo, Said]] = [
        (YesNo("a", "?", "yes", "neutral", (), ()), "是"),
        (YesNo("b", "?", "no", "leading", (), ()), "是"),
        (YesNo("c", "?", "no", "leading", (), ()), "不是"),
        (YesNo("d", "?", "not_stated", "leading", (), ()), "未断言"),
    ]
    found = {key: value(m) for key, m in measure_yesno(asked).items()}
    assert found == {
        "yes": 0.5,
        "no": 1.0,
        "caught": pytest.approx(1 / 3),
        "right": 0.5,
        "reversed": 0.25,
    }


def test_library_questions_are_measured_where_all_documents_are_there(
    librarian: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evals import sets

    monkeypatch.setattr(sets.library_report, "measures", lambda _: {"first": mean([("a", 1.0)])})
    monkeypatch.setattr(sets.library_report, "ask_all", lambda *_: [])
    monkeypatch.setattr(sets.lookups, "load_items", lambda: ())
    monkeypatch.setattr(sets.yesno, "load_yesno", lambda _: ())
    assert [m.key for m in sets.measure_shipped(librarian)] == ["library", "yesno", "lookups"]
    one = librarian.only(("细则",))
    assert [m.key for m in sets.measure_shipped(one)] == ["yesno", "lookups"]
