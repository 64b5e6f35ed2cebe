"""Which reading of a fragment counts, and how near to what was shown its answer lies: fitted on conversations.

Those of ``evals/gold/tuning`` are asked of the first shipped text twice, with its data and without any; with
the pairs of ``evals/talk/merge.jsonl`` (tuning half) and the first half of ``evals/talk/unseen.jsonl``. Every turn
goes on from the turn before as a person rewrote it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from assistant.assistant import Assistant
from assistant.library.asking import answer_of
from assistant.library.readings import FragmentAsked, JudgedReading, judge_readings
from assistant.library.turns import CERTAIN, is_settled, likely_alone_after
from assistant.settings import Settings
from assistant.understanding.followup import LONGEST, Topic, core_of, list_readings, topic_of
from assistant.understanding.of_talk import find_listed
from evals.fits import Array
from evals.gold import GOLD, load_conversations
from evals.laws.questions import open_in_memory, read_texts
from evals.metrics import compare_citations
from evals.talk.questions import FOLDER, load_unseen
from index.across import read_signals_across
from index.focus import Focus, Held, measure_focus
from index.library import Library

#: Conversations on unseen laws that are fitted on; the others are reported on.
_UNSEEN = 7
_FOLDS = 10
#: What a turn counts: there are many on one text, few on others.
_ON_FIRST, _ON_BARE, _ON_OTHERS = 0.5, 0.5, 2.0
#: (typed, rewritten, provisions that answer, others that may be cited, whether it is judged)
_Written = tuple[str, str, frozenset[str], frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class LaterTurn:
    """A turn after others.

    Attributes:
        group: of the conversation.
        weight: what it counts.
        assistant: that is asked.
        asked: the turn.
        must: provisions that answer; empty where it is to be refused.
        ok: others that may be cited.
    """

    group: str
    weight: float
    assistant: Assistant
    asked: FragmentAsked
    must: frozenset[str]
    ok: frozenset[str]

    @property
    def library(self) -> Library:
        """That is asked."""
        return self.assistant.library


def load_turns(laws: Path) -> list[LaterTurn]:
    """Every later turn that is fitted on: those that may be fragments."""
    every = Assistant.open(Settings.from_environment())
    first = every.only(every.library.keys[:1])
    bare = Assistant(Library((open_in_memory(first.regulation),)))
    found: list[LaterTurn] = []
    none: frozenset[str] = frozenset()
    for talk in load_conversations(folder=GOLD / "tuning"):
        turns: list[_Written] = [
            (
                t.question,
                t.standalone,
                frozenset(t.must),
                frozenset(t.ok),
                bool(t.must) or not t.answerable,
            )
            for t in talk.turns
        ]
        found += _turns(talk.id, _ON_FIRST, first, turns)
        found += _turns(talk.id, _ON_BARE, bare, turns)
    for raw in map(json.loads, (FOLDER / "merge.jsonl").read_text("utf-8").splitlines()):
        if raw["half"] == "tuning" and raw["cited"]:
            must = frozenset(i for group in raw["cited"] for i in group)
            must |= {i.removeprefix("细则/") for i in must}
            second = raw["standalone"] or raw["second"]
            first_turn = (raw["first"], raw["first"], must, none, True)
            pair = [first_turn, (raw["second"], second, must, none, True)]
            found += _turns(raw["id"], _ON_OTHERS, every, pair)
    talks = load_unseen()[:_UNSEEN]
    texts = read_texts(laws, [t.law for t in talks])
    opened = {law: Assistant(Library((open_in_memory(r),))) for law, r in texts.items()}
    for unseen in talks:
        rewritten = _rewritten(unseen.id)
        turns = [
            (t.text, s, t.cited, none, t.kind != "smalltalk")
            for t, s in zip(unseen.turns, rewritten, strict=True)
        ]
        found += _turns(unseen.id, _ON_OTHERS, opened[unseen.law], turns)
    return found


def _rewritten(id_: str) -> list[str]:
    rows = map(json.loads, (FOLDER / "unseen.jsonl").read_text("utf-8").splitlines())
    return next([t["standalone"] for t in r["turns"]] for r in rows if r["id"] == id_)


def _turns(
    group: str, weight: float, assistant: Assistant, turns: Sequence[_Written]
) -> Iterator[LaterTurn]:
    complete, last = turns[0][1], ""
    several = len(assistant.documents) > 1
    for (typed, rewritten, *_), (question, _, must, ok, judged) in pairwise(turns):
        if typed == rewritten:
            complete, last = rewritten, ""
        else:
            last = core_of(typed)
        if not judged or len(question) > LONGEST or is_settled(question) or find_listed(question):
            continue
        answer = assistant.answer(rewritten)
        cited = answer.cited or tuple(q.id for q in answer.quotes)
        shown = frozenset(i if several else i.of("") for i in cited)
        topics = [topic_of(rewritten)]
        if last:
            topics.append(Topic(topic_of(complete).question, last))
        for topic in topics:
            alone = likely_alone_after(assistant.library, question, topic)
            if alone >= CERTAIN:
                continue
            asked = FragmentAsked(question, topic, shown, alone)
            yield LaterTurn(group, weight, assistant, asked, must, ok)


def tune_focus(turns: Sequence[LaterTurn]) -> dict[Held, dict[str, float]]:
    """Fit how much likelier what stands near to what was shown is, for each kind of reading."""
    rows: dict[Held, list[tuple[float, Array, Array, Array]]] = {}
    names: list[str] = []
    for turn in turns:
        library, asked = turn.library, turn.asked
        must = np.array([str(i) in turn.must or str(i.holder) in turn.must for i in library.ids])
        if asked.alone >= 0.5 or not asked.shown or not must.any():
            continue
        segmenter = library.indexes[0].segmenter
        for reading in list_readings(asked.question, asked.topic, segmenter, library.embedder):
            if reading.way == "alone":
                continue
            signals = read_signals_across(library, reading.text)
            wanted = signals.features["penalty.wanted"]
            measured = measure_focus(library, Focus(asked.shown, reading.held), wanted)
            names = list(measured)
            x = np.array([measured[n] for n in names], np.float64).T
            row = (turn.weight, np.asarray(signals.channels["ranker"], np.float64), x, must)
            rows.setdefault(reading.held, []).append(row)
    return {
        held: dict(zip(names, _fit_focus(held, some), strict=True)) for held, some in rows.items()
    }


def _fit_focus(held: Held, rows: Sequence[tuple[float, Array, Array, Array]]) -> list[float]:
    def loss(w: Array) -> tuple[float, Array]:
        value, slope = 0.01 * float(w @ w), 0.02 * w
        for weight, ranker, x, must in rows:
            logits = ranker + x @ w
            p = np.exp(logits - logits.max())
            p /= p.sum()
            inside = p[must].sum() + 1e-9
            value -= weight * np.log(inside) / len(rows)
            slope = slope - weight * (x.T @ (np.where(must, p / inside, 0) - p)) / len(rows)
        return value, slope

    start = np.zeros(rows[0][2].shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B")
    print(f"焦点 {held}：{len(rows)} 个读法，损失 {loss(start)[0]:.3f} → {found.fun:.3f}")
    return [round(float(w), 4) for w in found.x]


def tune_readings(turns: Sequence[LaterTurn]) -> dict[str, float]:
    """Fit which reading counts; print what the answers to those chosen are worth, on turns left out."""
    features, worth = [], []
    for turn in turns:
        judged = judge_readings(turn.library, turn.assistant.documents, turn.asked)
        names = list(judged[0].features)
        features.append(np.array([[j.features[n] for n in names] for j in judged]))
        worth.append(np.array([_worth(turn, one) for one in judged]))
    weight = np.array([t.weight for t in turns])
    order = list(dict.fromkeys(t.group for t in turns))
    fold = np.array([order.index(t.group) % _FOLDS for t in turns])
    got = np.zeros(len(turns))
    for k in range(_FOLDS):
        kept = np.flatnonzero(fold != k)
        w = _fit([features[i] for i in kept], [worth[i] for i in kept], weight[kept])
        for i in np.flatnonzero(fold == k):
            got[i] = worth[i][np.argmax(features[i] @ w)]
    most = np.array([r.max() for r in worth])
    for name, some in (("全部", weight > 0), ("别的法规", weight == _ON_OTHERS)):
        print(
            f"读法，{name}：{some.sum()} 轮，选中的读法 {got[some].mean():.3f}，最多 {most[some].mean():.3f}（交叉验证）"
        )
    weights = _fit(features, worth, weight)
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def _worth(turn: LaterTurn, judged: JudgedReading) -> float:
    """How well the answer to a reading cites, and whether what comes first answers; of a refusal whether it is due."""
    answer = answer_of(judged.panel, judged.reading.text, alone=len(turn.assistant.documents) == 1)
    if not turn.must:
        return float(not answer.cited)
    cited = [str(i) for i in answer.cited]
    holders = [str(i.holder) for i in answer.cited]
    first = any(i in turn.must for i in (*cited[:3], *holders[:3]))
    return 0.5 * first + 0.5 * compare_citations(cited, sorted(turn.must), sorted(turn.ok)).f1


def _fit(features: Sequence[Array], worth: Sequence[Array], weight: Array) -> Array:
    """Weights under which the reading that is chosen is worth most, on average of a softmax."""
    scale = np.concatenate(list(features)).std(0) + 1e-6

    def loss(w: Array) -> tuple[float, Array]:
        value, slope = 0.001 * float(w @ w), 0.002 * w
        for x, r, n in zip(features, worth, weight, strict=True):
            logits = x / scale @ w
            p = np.exp(logits - logits.max())
            p /= p.sum()
            value -= n * float(p @ r) / len(worth) * 4
            slope = slope - n * ((x / scale).T @ (p * (r - p @ r))) / len(worth) * 4
        return value, slope

    found: Array = minimize(
        loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    ).x
    found = found / scale
    return found
