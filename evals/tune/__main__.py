"""``python -m evals.tune ranker|rules|all --laws laws.tar.xz``: fit, and print what it is worth.

``python -m evals.tune library`` fits, without any archive, the rules over several documents: whether any
answers, and which provisions are cited.
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
from pathlib import Path

from assistant.answering.calibration import FILE, load_calibration
from assistant.answering.entailment import FILE as ENTAILMENT_FILE
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.understanding.alone import FOLLOW_FILE, load_follow_rules
from assistant.understanding.small_talk import RULE_FILE
from evals.laws.questions import load_law_questions, open_laws
from evals.runner import open_assistant
from evals.tune.cases import SEED, elsewhere_cases, law_cases, shipped_cases, without
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
    parser.add_argument(
        "what",
        choices=[
            *("ranker", "rules", "all", "library", "field", "wanted", "chat"),
            *("entailment", "english-map", "english", "follow"),
        ],
    )
    parser.add_argument("--laws", type=Path)
    parser.add_argument("--write", action="store_true", help="all 要写：规则用新的排序")
    args = parser.parse_args(argv)
    if args.what == "chat":
        chat = tune_chat()
        if args.write:
            RULE_FILE.write_text(json.dumps(chat) + "\n", "utf-8")
        return 0
    if args.what == "field":
        _keep("field", tune_field(), write=args.write)
        return 0
    if args.what == "library":
        for name, tune in (("library_cite", tune_which), ("library", tune_whether)):
            _keep(name, tune(), write=args.write)
        return 0
    if args.laws is None:
        parser.error("要写明 --laws")
    if args.what == "entailment":
        entailment = tune_entailment(args.laws)
        if args.write:
            ENTAILMENT_FILE.write_text(json.dumps(entailment) + "\n", "utf-8")
        return 0
    if args.what == "english-map":
        moved = tune_english_map(args.laws)
        if args.write:
            moved.save(MODEL_FOLDER / MAP_FILE)
        return 0
    if args.what == "english":
        _tune_english(args.laws, write=args.write)
        return 0
    if args.what == "follow":
        _tune_follow(args.laws, write=args.write)
        return 0
    if args.what == "wanted":
        wanted = tune_wanted(args.laws)
        if args.write:
            WANTED_FILE.write_text(json.dumps(wanted) + "\n", "utf-8")
        return 0
    whole, plain, dev = (load_law_questions(s) for s in ("tune", "tune-plain", "dev"))
    opened = open_laws(args.laws, (*whole, *plain, *dev))
    labelled, single, chosen = (law_cases(q, opened) for q in (whole, plain, dev))
    shipped = shipped_cases(open_assistant())
    if args.what != "rules":
        ranker = tune_ranker([*labelled, *single], chosen, shipped)
        if args.write:
            english = json.loads(RANKER_FILE.read_text("utf-8"))["english"]
            _write(RANKER_FILE, {**ranker, "english": english})
            load_ranker.cache_clear()
    if args.what == "ranker":
        return 0
    answerable = [c for c in (*labelled, *shipped) if c.answerable]
    cite = tune_citations(answerable, [c for c in chosen if c.answerable])
    rows = [
        *scope_rows(labelled),
        *scope_rows(single, weight=0.3),
        *scope_rows(map(without, (c for c in labelled if c.answerable)), weight=0.2, made=True),
        *scope_rows(map(without, single), weight=0.1, made=True),
        *scope_rows(elsewhere_cases(single), weight=0.2),
        *scope_rows(shipped, weight=0.5),
    ]
    scope = tune_scope(rows, list(scope_rows(chosen)))
    if args.write:
        _write(FILE, {**_written(), "in_scope": scope, "cite": cite})
    return 0


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
    rules = {**tune_alone(), "span": tune_spans()}
    if write:
        FOLLOW_FILE.write_text(json.dumps(rules) + "\n", "utf-8")
        load_follow_rules.cache_clear()
    focus = tune_focus(laws)
    if write:
        FOCUS_FILE.write_text(json.dumps(focus) + "\n", "utf-8")


def _written() -> dict[str, object]:
    """The rules as they are."""
    rules: dict[str, object] = json.loads(FILE.read_text("utf-8"))
    return rules


def _write(path: Path, record: Mapping[str, object]) -> None:
    written = {"seed": SEED, **record}
    path.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
