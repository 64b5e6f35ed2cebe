"""``python -m evals.tune ranker|rules|all --laws laws.tar.xz``: fit, and print what it is worth.

``python -m evals.tune library`` fits, without any archive, the rules over several documents: whether any
answers, and which provisions are cited.
``python -m evals.tune certainty --laws …`` fits, after the ranker, whether the best provision is the one asked for.
``python -m evals.tune wanted --laws …`` fits whether a question wants a penalty.
``python -m evals.tune chat`` fits what is small talk.
``python -m evals.tune entailment --laws …`` fits what a clause says to an assertion.
``python -m evals.tune follow --laws …`` fits what is done with a question after others: whether it stands alone,
which words it replaces, how its readings and what was shown are weighed.
``python -m evals.tune field`` fits whether what none of them answers lies in their field.
``python -m evals.tune english-map --laws …`` fits
where English questions lie for the encoder, ``english`` the ranker for English questions, and whether one document or any answers one.

Fits on the laws of ``evals/laws/tune*.jsonl``, none of which the encoder was trained on, and on the
dev half of the gold set with ``evals/gold/tuning``; prints the figures on the laws of
``evals/laws/dev.jsonl``, which take no part. ``--write`` replaces ``index/ranker.json`` and
``assistant/answering/calibration.json``. Neither the report laws nor the test half are ever read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.calibration import FILE, load_calibration
from assistant.answering.entailment import FILE as ENTAILMENT_FILE
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.understanding.alone import FOLLOW_FILE, load_follow_rules
from assistant.understanding.small_talk import RULE_FILE
from evals.laws.questions import load_law_questions, open_laws
from evals.runner import open_assistant
from evals.tune.cases import SEED, Case, elsewhere_cases, law_cases, shipped_cases, without
from evals.tune.certainty import certainty_rows, tune_certainty
from evals.tune.chat import tune_chat
from evals.tune.citing import tune_citations
from evals.tune.english import (
    english_law_cases,
    tune_english_ranker,
    tune_english_scope,
    tune_english_whether,
)
from evals.tune.english_map import tune_english_map
from evals.tune.entailment import tune_entailment
from evals.tune.field import tune_field
from evals.tune.focus import tune_focus
from evals.tune.follow import tune_alone, tune_spans
from evals.tune.library import tune_whether, tune_which
from evals.tune.ranker import tune_ranker
from evals.tune.scope import scope_rows, tune_scope
from evals.tune.wanted import tune_wanted
from index.embed import MODEL_FOLDER
from index.english import MAP_FILE
from index.focus import FOCUS_FILE
from index.ranker import RANKER_FILE, load_ranker
from index.wanted import WANTED_FILE


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print, and with ``--write`` replace the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=[*_ALONE, *_OVER_LAWS])
    parser.add_argument("--laws", type=Path)
    parser.add_argument("--write", action="store_true", help="all 要写：规则用新的排序")
    args = parser.parse_args(argv)
    if args.what in _ALONE:
        _ALONE[args.what](write=args.write)
        return 0
    if args.laws is None:
        parser.error("要写明 --laws")
    _OVER_LAWS[args.what](args.laws, write=args.write)
    return 0


def _tune_chat(*, write: bool) -> None:
    _keep_file(RULE_FILE, tune_chat(), write=write)


def _tune_field(*, write: bool) -> None:
    _keep("field", tune_field(), write=write)


def _tune_library(*, write: bool) -> None:
    for name, tune in (("library_cite", tune_which), ("library", tune_whether)):
        _keep(name, tune(), write=write)


def _tune_entailment(laws: Path, *, write: bool) -> None:
    _keep_file(ENTAILMENT_FILE, tune_entailment(laws), write=write)


def _tune_wanted(laws: Path, *, write: bool) -> None:
    _keep_file(WANTED_FILE, tune_wanted(laws), write=write)


def _tune_english_map(laws: Path, *, write: bool) -> None:
    moved = tune_english_map(laws)
    if write:
        moved.save(MODEL_FOLDER / MAP_FILE)


@dataclass(frozen=True, slots=True)
class _LawCases:
    """The questions that are fitted on, and those on the laws that take no part.

    Attributes:
        labelled: with the whole answer of each.
        single: with one provision of each.
        chosen: on the laws that take no part.
        shipped: on the shipped text.
    """

    labelled: list[Case]
    single: list[Case]
    chosen: list[Case]
    shipped: list[Case]


def _open_cases(laws: Path) -> _LawCases:
    questions = [load_law_questions(s) for s in ("tune", "tune-plain", "dev")]
    opened = open_laws(laws, [q for split in questions for q in split])
    labelled, single, chosen = (law_cases(q, opened) for q in questions)
    return _LawCases(labelled, single, chosen, shipped_cases(open_assistant()))


def _tune_all(laws: Path, *, write: bool) -> None:
    """The ranker, then the rules over what it finds."""
    cases = _open_cases(laws)
    _fit_ranker(cases, write=write)
    _fit_rules(cases, write=write)


def _tune_ranker(laws: Path, *, write: bool) -> None:
    _fit_ranker(_open_cases(laws), write=write)


def _tune_rules(laws: Path, *, write: bool) -> None:
    _fit_rules(_open_cases(laws), write=write)


def _tune_certainty(laws: Path, *, write: bool) -> None:
    _fit_certainty(_open_cases(laws), write=write)


def _fit_ranker(cases: _LawCases, *, write: bool) -> None:
    ranker = tune_ranker([*cases.labelled, *cases.single], cases.chosen, cases.shipped)
    if write:
        english = json.loads(RANKER_FILE.read_text("utf-8"))["english"]
        _write(RANKER_FILE, {**ranker, "english": english})
        load_ranker.cache_clear()


def _fit_rules(cases: _LawCases, *, write: bool) -> None:
    labelled, single, chosen = cases.labelled, cases.single, cases.chosen
    answerable = [c for c in (*labelled, *cases.shipped) if c.answerable]
    _keep("cite", tune_citations(answerable, [c for c in chosen if c.answerable]), write=write)
    rows = [
        *scope_rows(labelled),
        *scope_rows(single, weight=0.3),
        *scope_rows(map(without, (c for c in labelled if c.answerable)), weight=0.2, made=True),
        *scope_rows(map(without, single), weight=0.1, made=True),
        *scope_rows(elsewhere_cases(single), weight=0.2),
        *scope_rows(cases.shipped, weight=0.5),
    ]
    _keep("in_scope", tune_scope(rows, list(scope_rows(chosen))), write=write)
    _fit_certainty(cases, write=write)


def _fit_certainty(cases: _LawCases, *, write: bool) -> None:
    rows = [
        *certainty_rows(cases.labelled, weight=1.0),
        *certainty_rows(cases.single, weight=0.3),
        *certainty_rows(cases.shipped, weight=0.5),
    ]
    rule = tune_certainty(rows, list(certainty_rows(cases.chosen, weight=1.0)))
    _keep("certainty", rule, write=write)


def _tune_english(archive: Path, *, write: bool) -> None:
    """Each rule is fitted over what those before it find."""
    assistant, laws = Assistant.open(Settings.from_environment()), english_law_cases(archive)
    ranker = {
        **json.loads(RANKER_FILE.read_text("utf-8")),
        "english": tune_english_ranker(assistant, laws),
    }
    if write:
        _write(RANKER_FILE, ranker)
        load_ranker.cache_clear()
    _keep("in_scope_english", tune_english_scope(assistant, laws), write=write)
    _keep("library_english", tune_english_whether(assistant), write=write)


def _keep(name: str, rule: object, *, write: bool) -> None:
    if write:
        _write(FILE, {**_written(), name: rule})
        load_calibration.cache_clear()


def _tune_follow(laws: Path, *, write: bool) -> None:
    """Each rule with those that are fitted before it."""
    _keep_file(FOLLOW_FILE, {**tune_alone(), "span": tune_spans()}, write=write)
    load_follow_rules.cache_clear()
    _keep_file(FOCUS_FILE, tune_focus(laws), write=write)


def _keep_file(path: Path, rule: object, *, write: bool) -> None:
    if write:
        path.write_text(json.dumps(rule) + "\n", "utf-8")


def _written() -> dict[str, object]:
    """The rules as they are."""
    rules: dict[str, object] = json.loads(FILE.read_text("utf-8"))
    return rules


def _write(path: Path, record: Mapping[str, object]) -> None:
    written = {"seed": SEED, **record}
    path.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", "utf-8")


_ALONE = {"chat": _tune_chat, "field": _tune_field, "library": _tune_library}
_OVER_LAWS = {
    "ranker": _tune_ranker,
    "rules": _tune_rules,
    "all": _tune_all,
    "certainty": _tune_certainty,
    "wanted": _tune_wanted,
    "entailment": _tune_entailment,
    "english-map": _tune_english_map,
    "english": _tune_english,
    "follow": _tune_follow,
}


if __name__ == "__main__":
    raise SystemExit(main())
