"""Whether a question after another one stands alone: learned, not a pile of patterns.

A logistic rule on the encoder's vector of the question and a few features of its form.
``python -m evals.tune follow --write`` fits it on hand-written pairs over many fields
(``evals/talk/follow-train.jsonl``) and on pairs of complete questions on one law. Over another
encoder than the shipped one the form alone tells.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLLOW_FILE = Path(__file__).parent / "follow.json"
#: Words that ask.
ASKS = re.compile(
    r"谁|哪|几|多(?:少|久|长|大|高|宽|远)|什么|啥|怎么?|咋|吗|吧|不$|要不要|能不能|可不可以|是不是"
)
POINTS = re.compile(r"它|他|她|这|那|其中|里面|上面|刚才|前面")
#: What is meant is held against, or added to, what was spoken of.
_COMPARES = re.compile(
    r"(?:跟|和|与).{1,10}(?:比|不同|区别|差别|分别|不一样)|也(?:一样|得|要|算|可以|能)|同样"
)
_BEGINS_POINTING = re.compile(r".{0,3}(?:他|她|它|这|那(?!么|个)|其)")
_CONNECTS = re.compile(
    r"那|还有|另外|对了|然后|再|要是|如果|换成|不是|不对|错了|我(?:是)?(?:说|问|指)"
)
_CONDITION = re.compile(r"不|没|要是|如果|万一|超")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_END = re.compile(r"[？?。！!，, ]+$")


@dataclass(frozen=True, slots=True)
class FollowRules:
    """What was learned of questions after others.

    Attributes:
        alone: weights of the vector and of the form, whether a question stands alone; the last is the
            constant term.
        alone_by_form: the same without a vector.
        span: feature → weight, see ``assistant.understanding.replacing``.
    """

    alone: NDArray[np.float64]
    alone_by_form: NDArray[np.float64]
    span: Mapping[str, float]


@cache
def load_follow_rules() -> FollowRules:
    """The shipped rules."""
    raw = json.loads(FOLLOW_FILE.read_text("utf-8"))
    return FollowRules(np.array(raw["alone"]), np.array(raw["alone_by_form"]), raw["span"])


def form_of(question: str) -> list[float]:
    """Features of a question's form."""
    core = _END.sub("", question)
    length = len(_HAN.findall(core))
    return [
        min(length, 30) / 10,
        float(length <= 3),
        float(length <= 6),
        float(length <= 9),
        float(ASKS.search(core) is not None),
        float(core.endswith("呢")),
        float(_BEGINS_POINTING.match(core) is not None),
        float(POINTS.search(core) is not None),
        float(_CONNECTS.match(core) is not None),
        min(len(ASKS.sub("", core)), 20) / 10,
        float(_CONDITION.match(core) is not None),
        float(_COMPARES.search(core) is not None),
    ]


def begins_pointing(question: str) -> bool:
    """Whether a question begins with a word for what was spoken of: what it finds by itself says nothing."""
    return _BEGINS_POINTING.match(question) is not None


def likely_alone(
    question: str, vector: Sequence[float] | None, before: Sequence[float] | None
) -> float:
    """Probability that a question needs nothing of the one before it.

    Args:
        question: its words.
        vector, before: of the question and of the one before it by the shipped encoder; None by another.
    """
    rules = load_follow_rules()
    row, weights = form_of(question), rules.alone_by_form
    if vector is not None and before is not None:
        row = [*vector, *row, float(np.dot(vector, before))]
        weights = rules.alone
    total = float(np.dot(row, weights[:-1]) + weights[-1])
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
