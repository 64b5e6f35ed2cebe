"""The verifier: how many altered sentences it catches, how many faithful ones it wrongly rejects.

``python -m evals.verify`` checks every sentence of ``evals/gold/verify`` (written by someone who had
seen neither the verifier nor the prompts) against the provisions that it names. An altered sentence
is caught, and a faithful one rejected, when it is not 已核对. The sets are split in halves as all
gold is; ``--failures`` lists what goes wrong in the dev half, never in the test half. ``--only dev``
leaves the test half out; ``--only tuning`` takes ``evals/gold/tuning/verify-*.jsonl`` instead, the
sentences that rules and equivalents are fitted to. ``--laws ARCHIVE`` takes sentences on
laws that no data was written for, each law read from the archive and checked without any: those of
``evals/gold/tuning/verify-laws-*.jsonl`` that rules were fitted to, and those on two more laws of
``evals/gold/verify/laws-*.jsonl``, written after the rules. Also printed is what checking one answer takes,
with the sentences of a group of answers of the assistant's size.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.settings import Settings
from assistant.verify.verdict import Verdict
from assistant.verify.verifier import Verifier
from corpus.citing.citations import parse_id
from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.register.registry import register_of
from corpus.text.provision import ProvisionId
from evals.gold import GOLD, SPLITS, Split, split_of
from evals.laws.questions import read_texts
from evals.statistics import Quantile, Unit, mean, shown, value

FOLDER = GOLD / "verify"
TUNING = GOLD / "tuning"
Side = Literal["altered", "faithful"]
SIDES: tuple[Side, ...] = ("altered", "faithful")
CLASSES = {
    "altered": {
        "number": "数字期限",
        "modality": "情态",
        "negation": "否定",
        "actor": "换主体",
        "level": "换层级",
        "role": "换角色",
        "item_label": "条项号",
        "merged": "合并职责",
        "penalty": "编处罚",
        "condition": "条件",
        "scope": "场所对象",
        "invented": "编义务",
        "effective": "效力日期",
        "absent": "写了说没写",
        "conjunction": "和与或",
        "quantifier": "全部与几项",
        "relation": "谁对谁",
        "member": "多列一个",
    },
    "faithful": {
        "verbatim": "逐字摘录",
        "light": "轻改写",
        "merged": "合并几层",
        "plain": "白话",
        "list": "归纳清单",
        "status": "没有写什么",
        "short": "缩短",
        "voice": "主动被动",
        "partial": "只说一部分",
        "chat": "先说结论",
    },
}
#: Sentences of one answer in the timing: more than the longest answer's conclusion has.
_ANSWER = 8


@dataclass(frozen=True, slots=True)
class Sentence:
    """One gold sentence.

    Attributes:
        id: unique in both sets.
        ids: the provisions that it is said to rest on.
        class_: one of ``CLASSES``.
        what: for an altered one, what was changed; else empty.
        offending: for an altered one, the words that are wrong.
        law: path in LawRefBook; empty for the regulation of the settings.
    """

    id: str
    text: str
    ids: tuple[ProvisionId, ...]
    side: Side
    class_: str
    what: str = ""
    offending: tuple[str, ...] = ()
    law: str = ""

    @property
    def split(self) -> Split:
        """Half of the set that the sentence belongs to."""
        return split_of(self.id)


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """A sentence with its verdict. ``wrong``: let through, or rejected without cause."""

    sentence: Sentence
    verdict: Verdict
    milliseconds: float

    @property
    def rejected(self) -> bool:
        """Whether the sentence would not be shown as checked."""
        return self.verdict.state != "已核对"

    @property
    def wrong(self) -> bool:
        """Whether the verdict is not what the gold set says."""
        return self.rejected == (self.sentence.side == "faithful")


def load_sentences(folder: Path = FOLDER, prefix: str = "") -> tuple[Sentence, ...]:
    """All sentences of ``<prefix>altered.jsonl`` and ``<prefix>faithful.jsonl``, in that order."""
    found = []
    for side in SIDES:
        for line in (folder / f"{prefix}{side}.jsonl").read_text("utf-8").splitlines():
            if line.strip():
                r = json.loads(line)
                ids = tuple(map(parse_id, r["ids"]))
                words = tuple(r.get("offending", ()))
                what, law = r.get("what", ""), r.get("law", "")
                found.append(Sentence(r["id"], r["text"], ids, side, r["class"], what, words, law))
    return tuple(found)


def open_verifiers(archive: Path, sentences: Sequence[Sentence]) -> dict[str, Verifier]:
    """A verifier of every law that some sentences are about, without data, by its path."""
    nothing = LanguageData()
    texts = read_texts(archive, [s.law for s in sentences])
    return {law: Verifier(register_of(text, nothing), nothing) for law, text in texts.items()}


def check(
    sentences: Sequence[Sentence], verifiers: Mapping[str, Verifier]
) -> tuple[JudgedSentence, ...]:
    """The verdict on every sentence."""
    outcomes = []
    for sentence in sentences:
        start = time.perf_counter()
        verdict = verifiers[sentence.law].verify(sentence.text, sentence.ids)
        outcomes.append(JudgedSentence(sentence, verdict, (time.perf_counter() - start) * 1000))
    return tuple(outcomes)


def render_table(outcomes: Sequence[JudgedSentence], side: Side) -> Iterator[str]:
    """Markdown rows: class, size, share caught or wrongly rejected with its 95 % interval."""
    of_side = [o for o in outcomes if o.sentence.side == side]
    yield f"| 种类 | 句数 | {'拦下' if side == 'altered' else '误拒'} |\n|---|---|---|"
    for class_, name in (*CLASSES[side].items(), ("", "合计")):
        chosen = [o for o in of_side if o.sentence.class_ == class_ or not class_]
        if chosen:
            yield f"| {name} | {len(chosen)} | {_rejected(chosen)} |"


def _rejected(outcomes: Sequence[JudgedSentence]) -> str:
    return shown(mean([(o.sentence.id, float(o.rejected)) for o in outcomes]))


def named(outcomes: Sequence[JudgedSentence]) -> str:
    """Share of the caught sentences whose offending words are among those that are named."""
    caught = [o for o in outcomes if o.sentence.side == "altered" and o.rejected]
    hits = sum(
        any(w in said or said in w for w in o.sentence.offending for said in o.verdict.offending)
        for o in caught
    )
    return f"拦下的句子里，指出的字样与出题人标的重合：{hits}/{len(caught)}"


def time_checks(outcomes: Sequence[JudgedSentence]) -> str:
    """Median and 95th percentile of what one answer of ``_ANSWER`` sentences takes."""
    times = [o.milliseconds for o in outcomes]
    sums = [sum(times[i : i + _ANSWER]) for i in range(0, len(times) - _ANSWER + 1, _ANSWER)]
    units = tuple(Unit(str(i), t) for i, t in enumerate(sums))
    half, most = value(Quantile(units, 0.5)), value(Quantile(units, 0.95))
    return f"核对一个回答（{_ANSWER} 句）：中位 {half:.1f} 毫秒，95% 在 {most:.1f} 毫秒以内"


def _explain(outcome: JudgedSentence) -> str:
    sentence, verdict = outcome.sentence, outcome.verdict
    ids = "、".join(map(str, sentence.ids))
    return (
        f"{sentence.id} {sentence.class_} {sentence.text}（{ids}）{sentence.what}\n"
        f"    {verdict.state}：{verdict.reason}；{'、'.join(verdict.offending)}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables of each half and the timing."""
    parser = argparse.ArgumentParser("python -m evals.verify", description="逐句核对的评测")
    parser.add_argument("--failures", action="store_true", help="列出判错的句子，test 半集除外")
    parser.add_argument("--only", choices=("dev", "tuning"), help="只看 dev 半集，或只看调参句")
    parser.add_argument(
        "--laws", type=Path, help="法规文库（tar.xz）：看没有数据的几部法规上的句子"
    )
    args = parser.parse_args(argv)
    parts = _parts(args.only, laws=args.laws is not None)
    try:
        if args.laws:
            verifiers = open_verifiers(args.laws, [s for part in parts.values() for s in part])
        else:
            verifiers = {"": Verifier.open(Settings.from_environment())}
    except FiredutyError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code
    sentences = [s for part in parts.values() for s in part]
    check(sentences, verifiers)  # once before: the timing is that of a running program
    outcomes: list[JudgedSentence] = []
    for name, part in parts.items():
        of_part = check(part, verifiers)
        outcomes += of_part
        print(f"\n{name}")
        for side in SIDES:
            print("\n" + "\n".join(render_table(of_part, side)))
        if args.failures and name != "test":
            print("\n".join(_explain(o) for o in of_part if o.wrong))
    print(f"\n{named(outcomes)}\n{time_checks(outcomes)}")
    return 0


def _parts(only: str | None, *, laws: bool) -> dict[str, tuple[Sentence, ...]]:
    """The sentences to check, by the name of their part; ``only`` leaves the test part out."""
    if laws:
        tuning, held_out = load_sentences(TUNING, "verify-laws-"), load_sentences(FOLDER, "laws-")
        return {"tuning": tuning} if only else {"tuning": tuning, "test": held_out}
    if only == "tuning":
        return {only: load_sentences(TUNING, "verify-")}
    gold = load_sentences()
    halves = [split for split in SPLITS if only in (None, split)]
    return {split: tuple(s for s in gold if s.split == split) for split in halves}


if __name__ == "__main__":
    raise SystemExit(main())
