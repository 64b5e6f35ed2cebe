"""The figures that the page's 关于 shows: ``python -m evals.about`` writes them where the page reads.

Taken from the committed baseline, test half only, so that nobody types a number; a test asserts that
the file is current.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.text.load import load_default
from evals.gate import BASELINE
from evals.gold import split_of
from evals.statistics import Ratio, Unit, interval, value

FIGURES = Path(__file__).parent.parent / "ui" / "assets" / "figures.json"
#: The measures that are shown, named for people who have never heard of one.
_NAMES = {
    "item.S@1": "第一条就引对（精确到项）",
    "cite.f1": "引用的条款对而且全（F1）",
    "refusal.f1": "条文没写的问题认得出来（F1）",
}


def figures(gold: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of the gold set's baseline: date, index, and those figures of the test half
    with its 95 % interval."""
    rows = []
    for key in _NAMES:
        units = [
            Unit(id_, top, bottom)
            for id_, (top, bottom) in gold["units"][key].items()
            if split_of(id_) == "test"
        ]
        ratio = Ratio(tuple(units))
        low, high = interval(ratio) or (0.0, 1.0)
        rows.append(
            {
                "name": _NAMES[key],
                "percent": round(100 * (value(ratio) or 0.0), 1),
                "interval": [round(100 * low, 1), round(100 * high, 1)],
                "questions": len(units),
            }
        )
    return {
        "regulation": load_default().slug,
        "date": gold["date"][:10],
        "index": gold["index"],
        "figures": rows,
    }


def main() -> None:
    """Write the file."""
    found = figures(json.loads(BASELINE.read_text("utf-8"))["gold"])
    FIGURES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"已写入 {FIGURES.name}")


if __name__ == "__main__":
    main()
