"""How the readings of a fragment are weighed, and what stands near to what was shown: fitted on conversations.

Those of ``evals/gold/tuning`` are asked of the first shipped text twice, with its data and without any; with
the pairs of ``evals/talk/merge.jsonl`` (tuning half), the tuning half of ``evals/talk/unseen.jsonl``, and on a few
laws made ones: after a question on a duty what follows, which the clause answers that names the duty. Every turn
goes on from the turn before as a person rewrote it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.answering.penalties import punishes, punishing
from assistant.assistant import Assistant
from assistant.library.turns import is_settled, stands_alone
from assistant.settings import Settings
from assistant.understanding.followup import LONGEST, Topic, core_of, read_fragment, topic_of
from assistant.understanding.of_talk import find_listed
from corpus.text.provision import ProvisionId
from evals.fits import Array
from evals.gold import GOLD, load_conversations
from evals.laws.questions import load_law_questions, open_in_memory, open_laws, read_texts
from evals.talk.questions import FOLDER, load_unseen
from index.across import read_signals_across
from index.focus import Focus, measure_near
from index.library import Library

_FOLDS = 5
#: What a turn counts: there are many on one text, few on others.
_ON_FIRST, _ON_OTHERS, _MADE = 0.5, 2.0, 0.5
_RIDGE = 0.02
#: Laws on which turns are made, and what is asked there.
_LAWS = 6
_CONSEQUENCES = ("罚多少", "会怎么罚", "不这样做会怎样", "违反了有什么后果", "处罚多少钱")
#: (typed, rewritten, provisions of which one answers)
_Written = tuple[str, str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class LaterTurn:
    """A fragment after other turns.

    Attributes:
        group: of the conversation.
        weight: what it counts.
        features: ``(leaves, features)``.
        names: of the features.
        answers: ``(leaves,)`` which answer.
    """

    group: str
    weight: float
    features: Array
    names: tuple[str, ...]
    answers: Array


def load_turns(laws: Path) -> list[LaterTurn]:
    """Every fragment that is fitted on."""
    every = Assistant.open(Settings.from_environment())
    first = every.only(every.library.keys[:1])
    bare = Assistant(Library((open_in_memory(first.regulation),)))
    found: list[LaterTurn] = []
    for talk in load_conversations(folder=GOLD / "tuning"):
        turns = [(t.question, t.standalone, frozenset((*t.must, *t.ok))) for t in talk.turns]
        for assistant in (first, bare):
            found += _turns(talk.id, _ON_FIRST, assistant, turns)
    for raw in map(json.loads, (FOLDER / "merge.jsonl").read_text("utf-8").splitlines()):
        if raw["half"] == "tuning" and not raw["complete"]:
            must = frozenset(i.removeprefix("细则/") for group in raw["cited"] for i in group)
            must |= frozenset(i for group in raw["cited"] for i in group)
            pair = [(raw["first"], raw["first"], must), (raw["second"], raw["standalone"], must)]
            found += _turns(raw["id"], _ON_OTHERS, every, pair)
    talks = load_unseen("tuning")
    texts = read_texts(laws, [t.law for t in talks])
    opened = {law: Assistant(Library((open_in_memory(r),))) for law, r in texts.items()}
    for talk in talks:
        turns = [(t.text, t.standalone, t.cited) for t in talk.turns]
        found += _turns(talk.id, _ON_OTHERS, opened[talk.law], turns)
    return [*found, *_consequences(laws)]


def _consequences(laws: Path) -> Iterator[LaterTurn]:
    """What follows, asked after a question on a duty that a clause punishes by naming it."""
    every = load_law_questions("tune")
    chosen = list(dict.fromkeys(q.law for q in every))[:_LAWS]
    questions = [q for q in every if q.law in chosen and q.answerable]
    opened = open_laws(laws, questions)
    for number, question in enumerate(questions):
        index = opened[question.law].index
        leaf = index.leaf(question.must[0]) if question.must[0] in index.rows else None
        if leaf is None or punishes(leaf):
            continue
        must = frozenset(str(x.id) for x in punishing(index, leaf))
        asked = _CONSEQUENCES[number % len(_CONSEQUENCES)]
        topic, shown = topic_of(question.text), frozenset({leaf.id})
        if must:
            library = opened[question.law].library
            yield _measured(question.law, _MADE, library, asked, topic, shown=shown, must=must)


def _turns(
    group: str, weight: float, assistant: Assistant, turns: Sequence[_Written]
) -> Iterator[LaterTurn]:
    library = assistant.library
    several = len(library.indexes) > 1
    complete, last = turns[0][1], ""
    for (typed, rewritten, _), (question, _, must) in pairwise(turns):
        complete, last = (rewritten, "") if typed == rewritten else (complete, core_of(typed))
        topics = [topic_of(rewritten)]
        if last:
            topics.append(Topic(topic_of(complete).question, last))
        if not must or len(question) > LONGEST or is_settled(question) or find_listed(question):
            continue
        answer = assistant.answer(rewritten)
        cited = answer.cited or tuple(q.id for q in answer.quotes)
        shown = frozenset(i if several else i.of("") for i in cited)
        for topic in topics:
            if not stands_alone(library, question, topic):
                turn = _measured(group, weight, library, question, topic, shown=shown, must=must)
                if turn.answers.any():
                    yield turn


def _measured(
    group: str,
    weight: float,
    library: Library,
    question: str,
    topic: Topic,
    *,
    shown: frozenset[ProvisionId],
    must: frozenset[str],
) -> LaterTurn:
    lexicons = [i.lexicon for i in library.indexes if i.language.bodies]
    segmenter = library.indexes[0].segmenter
    read = read_fragment(question, topic, segmenter, library.embedder, lexicons)
    signals = {role: read_signals_across(library, words) for role, words in read.readings.items()}
    wanted = signals["own"].features["penalty.wanted"]
    measured: dict[str, NDArray[np.float32]] = {
        **{role: found.channels["ranker"] for role, found in signals.items()},
        **measure_near(library, Focus(read.readings, shown), wanted),
    }
    answers = np.array([str(i) in must or str(i.holder) in must for i in library.ids])
    return LaterTurn(
        group, weight, np.array(list(measured.values()), np.float64).T, tuple(measured), answers
    )


def tune_focus(laws: Path) -> dict[str, float]:
    """Fit the weights; print how often the first provisions answer, on conversations left out."""
    turns = load_turns(laws)
    groups = list(dict.fromkeys(t.group for t in turns))
    fold = np.array([groups.index(t.group) % _FOLDS for t in turns])
    first, near = np.zeros(len(turns)), np.zeros(len(turns))
    for k in range(_FOLDS):
        w = _fit([t for t, n in zip(turns, fold, strict=True) if n != k])
        for at in np.flatnonzero(fold == k):
            turn = turns[at]
            order = np.argsort(-(turn.features @ w))
            first[at], near[at] = turn.answers[order[0]], turn.answers[order[:3]].any()
    weight = np.array([t.weight for t in turns])
    for name, some in (("全部", weight > 0), ("别的法规和几部一起", weight == _ON_OTHERS)):
        print(
            f"残句，{name}：{some.sum()} 轮，第一条就是 {first[some].mean():.3f}，"
            f"前三条里有 {near[some].mean():.3f}（交叉验证）"
        )
    return {n: round(float(w), 4) for n, w in zip(turns[0].names, _fit(turns), strict=True)}


def _fit(turns: Sequence[LaterTurn]) -> Array:
    """Softmax regression over the leaves of each turn: the mass is to lie on those that answer."""

    def loss(w: Array) -> tuple[float, Array]:
        value, slope = _RIDGE * float(w @ w), 2 * _RIDGE * w
        for turn in turns:
            logits = turn.features @ w
            p = np.exp(logits - logits.max())
            p /= p.sum()
            inside = p[turn.answers].sum() + 1e-9
            value -= turn.weight * np.log(inside) / len(turns)
            wanted = np.where(turn.answers, p / inside, 0)
            slope = slope - turn.weight * (turn.features.T @ (wanted - p)) / len(turns)
        return value, slope

    start = np.zeros(turns[0].features.shape[1])
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found
