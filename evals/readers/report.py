"""``python -m evals.readers --laws FILE``: files made of laws, read, and what came back of them.

The laws are no part of the project (docs/provenance.md); where they are absent, that is said and nothing
is measured.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from tqdm import tqdm

from corpus.readers.read import read_file
from corpus.readers.scans import is_installed
from evals.readers.laws import SEED, Law, choose_laws
from evals.readers.make_scan import find_font, make_scan, right_share
from evals.readers.measure import STYLES, Returned, measure

#: Laws of which files are made, three each, and pages that are scanned.
LAWS, PAGES = 20, 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the shares."""
    parser = argparse.ArgumentParser(prog="python -m evals.readers", description=__doc__)
    parser.add_argument("--laws", type=Path, required=True, help="laws.tar.xz")
    parser.add_argument("--seed", type=int, default=SEED, help="of the choice of laws")
    parser.add_argument("--every", action="store_true", help="every law in every style")
    parser.add_argument("--no-scans", action="store_true", help="without the scanned pages")
    chosen = parser.parse_args(arguments)
    if not chosen.laws.is_file():
        print(f"跳过：没有 {chosen.laws}")
        return 0
    laws = choose_laws(chosen.laws, LAWS, chosen.seed)
    pairs = plan(laws, every=chosen.every)
    returned = [measure(law, style) for law, style in tqdm(pairs, disable=not sys.stderr.isatty())]
    print("\n".join(tell_returned(returned)))
    if not chosen.no_scans:
        print(tell_scans(laws))
    return 0


def plan(laws: Sequence[Law], *, every: bool = False) -> list[tuple[Law, str]]:
    """Which law in which style: each law in three of the six, each style as often, or all."""
    styles = list(STYLES)
    if every:
        return [(law, style) for style in styles for law in laws]
    # Every other law in the first style of each pair, the others in the second.
    return [(law, styles[n]) for n in range(len(styles)) for law in laws[n % 2 :: 2]]


def tell_returned(returned: Sequence[Returned]) -> list[str]:
    """A line for each style, for all, and for each file that did not come back whole."""
    lines = [f"{'形式':<20}文件  条款      回来的   多出"]
    lines += [_row(style, [r for r in returned if r.style == style]) for style in STYLES]
    lines.append(_row("合计", returned))
    for one in returned:
        if one.fault or one.wrong or one.extra:
            why = one.fault or "、".join(one.wrong[:6])
            lines.append(
                f"  {one.style}｜{one.law}：{one.right}/{one.total}，多出 {one.extra}；{why}"
            )
    return lines


def _row(name: str, group: Sequence[Returned]) -> str:
    right, total = sum(r.right for r in group), sum(r.total for r in group)
    share = right / total if total else 0.0
    return f"{name}\t{len(group)}\t{right}/{total}\t{share:.4f}\t{sum(r.extra for r in group)}"


def tell_scans(laws: Sequence[Law]) -> str:
    """How many characters of scanned pages are right; why not, where they cannot be made or read."""
    font = find_font()
    if font is None or not is_installed():
        return "扫描页：跳过，" + ("没有中文字体" if font is None else "没有安装 fireduty[ocr]")
    shares = []
    for seed, law in enumerate(laws[:PAGES]):
        page = make_scan(law, font, seed)
        shares.append(right_share(read_file(page.picture, f"{law.name}.jpg").text, page.text))
    return f"扫描 {len(shares)} 页，200 dpi：字对 {mean(shares):.4f}，最差一页 {min(shares):.4f}"
