"""What is read from the heads of laws, against a hundred that were read by hand.

``python -m evals.heads --laws ../shared/data/laws.tar.xz`` prints field by field the share that is
right. ``evals/heads.jsonl`` holds what a reader found in the notes under the title and in the last
条 of each: facts only; a field that the text does not print is empty, and to fill it is an error.
The collection is not part of the project (see docs/provenance.md). None of these laws states its
status, so every one must stay 「状态未注明」. ``--failures`` lists what is read otherwise.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.text.archive import read_archive
from corpus.text.heads import read_head
from corpus.text.parse import parse_with_warnings
from corpus.text.status import NOT_STATED
from corpus.text.titles import guess_title
from evals.statistics import mean, shown

FILE = Path(__file__).parent / "heads.jsonl"
FIELDS = {
    "title": "名称",
    "version": "版本（最后改动或公布的日期）",
    "effective": "施行日期",
    "issuer": "制定机关",
    "rank": "效力位阶",
    "status": "状态",
}


def expected_heads() -> dict[str, dict[str, str]]:
    """What was read by hand, by the name of the file in the collection."""
    lines = FILE.read_text("utf-8").splitlines()
    rows = [{"status": NOT_STATED, **json.loads(line)} for line in lines]
    return {row.pop("file"): row for row in rows}


def head_fields(source: str, today: date) -> dict[str, str]:
    """The same fields as the program reads them."""
    body, _ = parse_with_warnings(source)
    title = guess_title(body)
    head = read_head(body, title, today)
    return {
        "title": title,
        "version": head.version,
        "effective": head.effective.isoformat() if head.effective else "",
        "issuer": head.issuer,
        "rank": head.rank,
        "status": head.status,
    }


def compare_heads(
    expected: Mapping[str, Mapping[str, str]], read: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, str, str, str]]:
    """Every difference: file, field, what is right and what was read; spaces do not count."""
    return [
        (name, field, row[field], read[name][field])
        for name, row in expected.items()
        for field in FIELDS
        if row[field].replace(" ", "") != read[name][field].replace(" ", "")
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where the collection cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, required=True, help="tar archive of the laws")
    parser.add_argument("--failures", action="store_true", help="list what is read otherwise")
    options = parser.parse_args(arguments)
    expected = expected_heads()
    try:
        read = {
            inner: head_fields(data.decode("utf-8"), date.today())
            for name, data in read_archive(options.laws)
            if (inner := name.partition("/")[2]) in expected
        }
    except FiredutyError as error:
        print(error, file=sys.stderr)
        return 2
    if missing := expected.keys() - read.keys():
        print(f"{options.laws} 里没有 {min(missing)}", file=sys.stderr)
        return 2
    wrong = compare_heads(expected, read)
    for field, label in FIELDS.items():
        bad = {name for name, which, _, _ in wrong if which == field}
        print(f"{label}：{shown(mean((name, float(name not in bad)) for name in expected))}")
    bad_cells = {(name, field) for name, field, _, _ in wrong}
    cells = [(name, float((name, field) not in bad_cells)) for name in expected for field in FIELDS]
    print(f"合计：{shown(mean(cells))}")
    if options.failures:
        for name, field, right, found in wrong:
            print(f"{name}｜{FIELDS[field]}｜应是「{right}」｜读成「{found}」")
    return 0


if __name__ == "__main__":
    sys.exit(main())
