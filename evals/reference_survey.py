"""How well cross-references resolve in a collection of laws, and on the seed regulation.

``python -m evals.reference_survey ../shared/data/laws.tar.xz`` prints counts by form, the resolved
share and why the rest stays open; ``--sample`` checks the program against the hand-checked samples
of ``evals/references``; ``--draw SEED FILE`` draws a new one. The collection is not part of the
project (see docs/provenance.md).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path, PurePosixPath

from tqdm import tqdm

from corpus.citing.instruments import is_instrument, is_same_title
from corpus.citing.mentions import Mention
from corpus.citing.references import Site, find_sites
from corpus.text.parse import parse_with_warnings
from corpus.text.provision import Leaf, Regulation
from corpus.text.titles import guess_title
from evals.parse_survey import texts
from evals.reference_sample import Drawn, SiteSample, draw, read_sample, weights, write_sample

FOLDER = Path(__file__).parent / "references"
_DATE = re.compile(r"\(\d{4}-\d{2}-\d{2}\)$")
#: Two-sided 95 %.
_Z = 1.959964


def read_regulation(name: str, source: str) -> Regulation:
    """A text of the archive; its title is the file's name where the text shows none."""
    body, warnings = parse_with_warnings(source)
    title = guess_title(body)
    return Regulation(
        slug="survey",
        version="unversioned",
        title=title if is_instrument(title) else _DATE.sub("", PurePosixPath(name).stem),
        status="状态未注明",
        body=body,
        source_text=source,
        warnings=warnings,
    )


def form_of(mention: Mention) -> str:
    """The form of a mention, in the words of the printed table."""
    if mention.named == "other":
        return "《X》第N条" if mention.parts else "《X》"
    if mention.named:
        return {"own": "本法第N条", "that": "该法第N条"}.get(mention.named, "名称不明第N条")
    if mention.back:
        return f"{mention.back}{mention.back_unit}" + ("第N…" if mention.parts else "")
    joined = "并列的" if mention.joined else ""
    return f"{joined}第N{mention.parts[0].unit}"


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share; (0, 1) where there is nothing to count."""
    if not total:
        return 0.0, 1.0
    share, z2 = hits / total, _Z * _Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z * sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return max(0.0, middle - half), min(1.0, middle + half)


# --- the collection -----------------------------------------------------------------------------


def print_survey(sites: Iterable[Site]) -> None:
    """Counts by form, resolved share, reasons."""
    forms: Counter[str] = Counter()
    found: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for site in sites:
        form = form_of(site.mention)
        forms[form] += 1
        found[form] += site.resolution.found
        if reason := site.resolution.reason:
            reasons[reason] += 1
    total = sum(forms.values())
    print(f"提及 {total}，有所指 {sum(found.values())}（{sum(found.values()) / total:.2%}）")
    for form, count in forms.most_common():
        print(f"  {form}\t{count}\t有所指 {found[form] / count:.1%}")
    for unresolved, count in reasons.most_common():
        print(f"  不定：{unresolved}\t{count}")


# --- samples ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SiteVerdict:
    """A drawn site with the program's answer.

    Attributes:
        site: the site with what a reader found.
        answer: the program's answer in the same notation.
        right: whether the two agree.
    """

    site: Drawn
    answer: str
    right: bool

    @property
    def answered(self) -> bool:
        """Whether the program resolved anything there."""
        return self.answer not in ("unresolved", "none")

    @property
    def determinable(self) -> bool:
        """Whether the reader found a target."""
        return self.site.expected not in ("unresolved", "none")


def judge(site: Drawn, found: Sequence[Site]) -> SiteVerdict:
    """Compare a drawn site with the mentions that overlap it."""
    here = [
        s
        for s in found
        if str(s.leaf.id) == site.leaf
        and s.leaf.text[slice(*site.span)] == site.text
        and s.mention.span[0] < site.span[1]
        and site.span[0] < s.mention.span[1]
    ]
    answer = "none"
    if here:
        targets = [str(t) for s in here for t in s.resolution.targets]
        external = next((s.resolution for s in here if s.resolution.external), None)
        answer = " ".join(targets) or "unresolved"
        if external:
            ids = "".join(f"#{i}" for s in here for i in s.resolution.external_ids)
            answer = f"ext:{external.external}{ids}" + (f" {answer}" if targets else "")
    return SiteVerdict(site, answer, _agree(site.expected, answer))


def _agree(expected: str, answer: str) -> bool:
    if not expected.startswith("ext:") or not answer.startswith("ext:"):
        open_ones = ("unresolved", "none")
        both_open = expected in open_ones and answer in open_ones
        return both_open or set(expected.split(" ")) == set(answer.split(" "))
    (one, *ones), (other, *others) = expected[4:].split("#"), answer[4:].split("#")
    return is_same_title(one, other) and set(ones) == set(others)


def report(name: str, sample: SiteSample, verdicts: Sequence[SiteVerdict]) -> str:
    """Precision and recall of one sample with intervals, pooled and weighted by form."""
    answered = [v for v in verdicts if v.answered]
    determinable = [v for v in verdicts if v.determinable]
    lines = [f"{name}：种子 {sample.seed}，{len(verdicts)} 处"]
    for title, base in (("精确率", answered), ("召回率", determinable)):
        if not base:
            continue
        hits = sum(v.right for v in base)
        low, high = wilson(hits, len(base))
        share = weights(sample, [v.site for v in base])
        weighted = sum(w for w, v in zip(share, base, strict=True) if v.right) / sum(share)
        lines.append(
            f"  {title} {hits}/{len(base)} = {hits / len(base):.3f} [{low:.3f}, {high:.3f}]，"
            f"按各形式在全库的数量加权 {weighted:.3f}"
        )
    open_ones = [v for v in verdicts if not v.determinable]
    lines.append(
        f"  读者也定不了或不是引用 {len(open_ones)} 处，程序同样不答 {sum(v.right for v in open_ones)} 处"
    )
    lines += [
        f"  不一致：{v.site.file.rsplit('/', 1)[-1]} {v.site.leaf}「{v.site.text}」"
        f"应为 {v.site.expected}，程序 {v.answer}"
        for v in verdicts
        if not v.right
    ]
    return "\n".join(lines)


def check_samples(archive: Path, paths: Sequence[Path]) -> None:
    """Print the report of each sample."""
    samples = {path.stem: read_sample(path) for path in paths}
    wanted = {s.file for sample in samples.values() for s in sample.sites}
    found: dict[str, list[Site]] = defaultdict(list)
    for name, source in texts(archive):
        if name in wanted:
            found[name] += find_sites(read_regulation(name, source))
    for name, sample in samples.items():
        verdicts = [judge(site, found[site.file]) for site in sample.sites]
        print(report(name, sample, verdicts))


def _leaves(archive: Path) -> Iterator[tuple[str, Leaf]]:
    for name, source in texts(archive):
        for leaf in read_regulation(name, source).leaves():
            yield name, leaf


def main(argv: list[str] | None = None) -> int:
    """Print the survey or the samples. Exit code 0, also where the archive is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--sample", action="store_true", help="与人工核对的样本比较")
    parser.add_argument("--draw", nargs=2, metavar=("SEED", "FILE"), help="抽一份新样本，留待核对")
    args = parser.parse_args(argv)
    if not args.archive.is_file():
        print(f"已跳过：没有 {args.archive}")
        return 0
    if args.draw:
        write_sample(draw(_leaves(args.archive), int(args.draw[0])), Path(args.draw[1]))
        return 0
    if args.sample:
        check_samples(args.archive, sorted(FOLDER.glob("*.jsonl")))
        return 0
    print_survey(
        site
        for item in tqdm(texts(args.archive), unit="部", file=sys.stderr, disable=None)
        for site in find_sites(read_regulation(*item))
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
