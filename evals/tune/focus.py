"""How the readings of a fragment are weighed, and what stands near to what was shown: fitted on conversations.

Those of ``evals/gold/tuning`` are asked of the first shipped text twice, with its data and without any; with
the pairs of ``evals/talk/merge.jsonl`` (tuning half), the tuning half of ``evals/talk/unseen.jsonl``, and on a few
laws made ones: after a question on a duty what follows, which the clause answers that names the duty. Every turn
goes on from the turn before as a person rewrote it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
from scipy.optimize import minimize

from assistant.answering.penalties import punishes, punishing
from assistant.assistant import Assistant
from assistant.library.turns import TOLD, is_settled, stands_alone
from assistant.settings import Settings
from assistant.understanding.followup import LONGEST, Topic, core_of, read_fragment, topic_of
from assistant.understanding.of_talk import find_listed
from corpus.text.provision import ProvisionId
from evals.fits import Array
from evals.gold import GOLD, load_conversations
from evals.laws.questions import load_law_questions, open_in_memory, open_laws, read_texts
from evals.talk.questions import FOLDER, load_unseen
from index.across import read_signals_across
from index.focus import EVERY, Focus, FragmentKind, Scores, measure_focus
from index.library import Library
from index.retrieve import read_words

_FOLDS = 5
#: What a turn counts: there are many on one text, few on others.
_ON_FIRST, _ON_SEVERAL, _ON_UNSEEN, _MADE = 0.5, 2.0, 1.0, 0.5
#: Penalties on the squares of the weights, and of what a kind of fragment adds.
_RIDGE, _RIDGE_OWN = 0.005, 0.01
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
        kind: what the fragment does.
        features: name → ``(leaves,)``.
        answers: ``(leaves,)`` which answer.
    """

    group: str
    weight: float
    kind: FragmentKind
    features: Mapping[str, Scores]
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
            found += _turns(raw["id"], _ON_SEVERAL, every, pair)
    talks = load_unseen("tuning")
    texts = read_texts(laws, [t.law for t in talks])
    opened = {law: Assistant(Library((open_in_memory(r),))) for law, r in texts.items()}
    for unseen in talks:
        turns = [(t.text, t.standalone, t.cited) for t in unseen.turns]
        found += _turns(unseen.id, _ON_UNSEEN, opened[unseen.law], turns)
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
            made = _measured(question.law, _MADE, library, asked, topic, shown=shown, must=must)
            if made:
                yield made


def _turns(
    group: str, weight: float, assistant: Assistant, turns: Sequence[_Written]
) -> Iterator[LaterTurn]:
    library = assistant.library
    several = len(library.indexes) > 1
    complete, chain = turns[0][1], list[str]()
    for (typed, rewritten, _), (question, _, must) in pairwise(turns):
        if typed == rewritten:
            complete, chain = rewritten, []
        else:
            chain.insert(0, core_of(typed))
        if not must or len(question) > LONGEST or is_settled(question) or find_listed(question):
            continue
        answer = assistant.answer(rewritten)
        cited = answer.cited or tuple(q.id for q in answer.quotes)
        shown = frozenset(i if several else i.of("") for i in cited)
        told = answer.quotes[0].text[:TOLD] if answer.quotes else ""
        topics = [replace(topic_of(rewritten), told=told)]
        if chain:
            about = topic_of(complete).question
            topics.append(Topic(about, chain[0], told, tuple(chain[1:])))
        for topic in topics:
            if not stands_alone(library, question, topic):
                turn = _measured(group, weight, library, question, topic, shown=shown, must=must)
                if turn and turn.answers.any():
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
) -> LaterTurn | None:
    """The turn; None where the fragment is read as a whole question."""
    lexicons = [i.lexicon for i in library.indexes if i.language.bodies]
    segmenter = library.indexes[0].segmenter
    read = read_fragment(question, topic, segmenter, library.embedder, lexicons)
    if read.is_whole:
        return None
    measured = measure_focus(
        library,
        Focus(read.readings, shown, read.kind),
        lambda words: read_words(read_signals_across(library, words)),
    )
    answers = np.array([str(i) in must or str(i.holder) in must for i in library.ids])
    return LaterTurn(group, weight, read.kind, measured, answers)


def tune_focus(laws: Path) -> dict[str, dict[str, float]]:
    """Fit the weights; print how often the first provisions answer, on conversations left out."""
    turns = load_turns(laws)
    rows = [_row(turn) for turn in turns]
    groups = list(dict.fromkeys(t.group for t in turns))
    fold = np.array([groups.index(t.group) % _FOLDS for t in turns])
    first, near = np.zeros(len(turns)), np.zeros(len(turns))
    for k in range(_FOLDS):
        kept = [i for i, n in enumerate(fold) if n != k]
        w = _fit([turns[i] for i in kept], [rows[i] for i in kept])
        for at in np.flatnonzero(fold == k):
            order = np.argsort(-(rows[at] @ w))
            answers = turns[at].answers[order]
            first[at], near[at] = answers[0], answers[:3].any()
    weight = np.array([t.weight for t in turns])
    kind = np.array([t.kind for t in turns])
    shares = {
        "全部": weight > 0,
        "别的法规": weight == _ON_UNSEEN,
        "几部一起": weight == _ON_SEVERAL,
    }
    shares |= {name: kind == name for name in get_args(FragmentKind)}
    for name, some in shares.items():
        print(
            f"残句，{name}：{some.sum()} 轮，第一条就是 {first[some].mean():.3f}，"
            f"前三条里有 {near[some].mean():.3f}（交叉验证）"
        )
    fitted = iter(_fit(turns, rows).tolist())
    return {part: {name: round(next(fitted), 4) for name in turns[0].features} for part in _PARTS}


#: Weights for every kind of fragment, then what each kind adds.
_PARTS = (EVERY, *get_args(FragmentKind))


def _row(turn: LaterTurn) -> Array:
    """``(leaves, parts * features)``: the features, and again where the kind is the turn's own."""
    own = np.array(list(turn.features.values()), np.float64).T
    parts = [own if part in (EVERY, turn.kind) else np.zeros_like(own) for part in _PARTS]
    return np.concatenate(parts, axis=1)


def _fit(turns: Sequence[LaterTurn], rows: Sequence[Array]) -> Array:
    """Softmax regression over the leaves of each turn: the mass is to lie on those that answer."""
    width = len(turns[0].features)
    ridge = np.repeat([_RIDGE, *[_RIDGE_OWN] * (len(_PARTS) - 1)], width)

    def loss(w: Array) -> tuple[float, Array]:
        value, slope = float(ridge @ w**2), 2 * ridge * w
        for turn, row in zip(turns, rows, strict=True):
            logits = row @ w
            p = np.exp(logits - logits.max())
            p /= p.sum()
            inside = p[turn.answers].sum() + 1e-9
            value -= turn.weight * np.log(inside) / len(turns)
            wanted = np.where(turn.answers, p / inside, 0)
            slope = slope - turn.weight * (row.T @ (wanted - p)) / len(turns)
        return value, slope

    found: Array = minimize(loss, np.zeros(len(ridge)), jac=True, method="L-BFGS-B").x
    return found
