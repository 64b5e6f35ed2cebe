"""Hand-checked samples of mention sites: drawn without the program, read before its answers.

``draw`` over-finds: cheap patterns of its own hit everything that looks like a mention, so a sample
also holds what the program does not see. Sites are stratified over forms. A sample file holds one
JSON object per line, the first one ``{"seed", "pools"}``; a site is

``{"form", "file", "leaf", "span", "text", "expected"}``

with ``expected`` the targets of the whole address that the site lies in: short ids joined by spaces,
``ext:TITLE#id#id`` for another instrument, ``unresolved`` where a careful reader of this file alone
cannot tell (or no such provision is in it), ``none`` where the words are no reference. In an
amending text 第N条 counts as an external one of the instrument that the section amends; relative
words inside the quoted wording count as unresolved. No law text beyond the mention is stored.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.text.numerals import NUMERAL_CHARS
from corpus.text.provision import Leaf

_N = f"[{NUMERAL_CHARS}]+"
_I = rf"[（(]? ?{_N} ?[）)]?"
_NOUN = "法|典|条例|规定|办法|细则|规则|解释|约|规范|决定|安排|意见|通则|总则"
_TITLE = r"《[^《》]*(?:《[^《》]*》[^《》]*)*》"
_ARTICLE = rf"第 ?{_N} ?条(?:之{_N})?(?:第 ?{_N} ?款)?(?:第 ?{_I} ?项)?"
#: Form, what it looks like, and how many of 200 sites are drawn. An earlier form takes its words
#: from the later ones.
FORMS = (
    (
        "range",
        rf"第 ?{_I} ?[条款项]?(?:之{_N})?[至到—－\-~～]+第? ?{_I} ?[条款项]",
        18,
    ),
    ("list", rf"第 ?{_I}(?:[、和或及]+第?{_I})+ ?[条款项]", 8),
    ("title_article", rf"{_TITLE}(?:[^《》。；，、“]{{0,24}}?){_ARTICLE}", 18),
    ("own_article", rf"本(?:实施)?(?:{_NOUN}){_ARTICLE}", 28),
    ("name_article", rf"(?:{_NOUN})(?:（[^）]*）)?{_ARTICLE}", 20),
    ("this", rf"(?:[本该同][条款项])第 ?{_I} ?[款项目](?:第 ?{_I} ?项)?", 8),
    ("bare_article", _ARTICLE, 32),
    ("previous", rf"[前上]{_N}款|[前上]款(?:第 ?{_I} ?项)?", 26),
    ("previous_other", rf"[前上](?:{_N})?[条项](?!件|目)", 8),
    ("paragraph", rf"(?<![条])第 ?{_N} ?款(?:第 ?{_I} ?项)?", 14),
    ("item", rf"(?<![条款])第 ?{_I} ?项", 14),
    ("title", rf"{_TITLE}(?!.{{0,20}}第)", 6),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One site of a sample.

    Attributes:
        form: one of ``FORMS``.
        file: path inside the archive.
        leaf: short id of the leaf.
        span: half-open character range in the leaf's text.
        text: the words of the site.
        expected: what a reader found; empty in a fresh draw.
    """

    form: str
    file: str
    leaf: str
    span: tuple[int, int]
    text: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class SiteSample:
    """Sites with the sizes of the pools that they were drawn from."""

    seed: int
    pools: dict[str, int]
    sites: tuple[Drawn, ...]


def draw(leaves: Iterable[tuple[str, Leaf]], seed: int) -> SiteSample:
    """Draw 200 sites, or what there is, from the leaves of a collection, given with their files."""
    collected = list(leaves)
    taken: list[list[tuple[int, int]]] = [[] for _ in collected]
    pools: dict[str, list[Drawn]] = {}
    for form, pattern, _ in FORMS:
        pools[form] = []
        compiled = re.compile(pattern)
        for (file, leaf), spans in zip(collected, taken, strict=True):
            fresh = [
                m
                for m in compiled.finditer(leaf.text)
                if not any(a < m.end() and m.start() < b for a, b in spans)
            ]
            spans += [m.span() for m in fresh]
            pools[form] += [Drawn(form, file, str(leaf.id), m.span(), m.group()) for m in fresh]
    chance = random.Random(seed)
    sites = [
        site
        for form, _, count in FORMS
        for site in chance.sample(pools[form], min(count, len(pools[form])))
    ]
    return SiteSample(seed, {form: len(pool) for form, pool in pools.items()}, tuple(sites))


def write_sample(sample: SiteSample, path: Path) -> None:
    """Write one JSON object per line."""
    head = {"seed": sample.seed, "pools": sample.pools}
    lines = [head, *({**_plain(s), "expected": s.expected} for s in sample.sites)]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, "utf-8")


def _plain(site: Drawn) -> dict[str, object]:
    return {
        "form": site.form,
        "file": site.file,
        "leaf": site.leaf,
        "span": list(site.span),
        "text": site.text,
    }


def read_sample(path: Path) -> SiteSample:
    """Read a sample file.

    Raises:
        ValueError: a line lacks its expected answer.
    """
    head, *lines = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    sites = []
    for number, line in enumerate(lines, 2):
        if not line["expected"]:
            raise ValueError(f"{path}:{number}: no expected answer")
        sites.append(Drawn(**{**line, "span": tuple(line["span"])}))
    return SiteSample(head["seed"], head["pools"], tuple(sites))


def weights(sample: SiteSample, sites: Sequence[Drawn]) -> tuple[float, ...]:
    """How many sites of the collection each drawn site stands for."""
    drawn = Counter(s.form for s in sample.sites)
    return tuple(sample.pools[s.form] / drawn[s.form] for s in sites)
