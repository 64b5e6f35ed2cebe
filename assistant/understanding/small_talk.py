"""What asks nothing of the documents: greetings, thanks, who are you, is that so, say it again.

``small_talk.jsonl`` holds what people type, by kind. A line that stands there is known without any model;
others are told by a multinomial logistic rule on the shipped encoder's vector, learned from these lines and
from questions on hundreds of laws (``python -m evals.tune chat --write``). Over another encoder only the lines
themselves are known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.about import read_meta
from assistant.understanding.hearing import asks, has_asking_word
from assistant.understanding.question import is_picture
from corpus.citing.written import find_citations
from index.opened import Index

SmallTalkKind = Literal[
    "greeting",
    "thanks",
    "bye",
    "praise",
    "complaint",
    "who",
    "ability",
    "documents",
    "right",
    "source",
    "privacy",
    "mood",
    "filler",
    "before",
    "repeat",
    "test",
    "orders",
    "offtask",
]
KINDS: tuple[SmallTalkKind, ...] = get_args(SmallTalkKind)

LINES_FILE = Path(__file__).parent / "small_talk.jsonl"
RULE_FILE = Path(__file__).parent / "small_talk.json"
#: Longer input asks something.
LONGEST = 40
#: Probability of a question up to which something is none.
_QUESTION = 0.5
#: The same for what may as well be a fragment after an earlier question: 「详细点」 and 「重大的呢」.
_FRAGMENT = 0.1
#: The same after thanks, where no word asks.
_THANKED = 0.7
_SHORT = 16
#: Its name in the rule.
_ASKED = "question"
#: Kinds that ask nothing: 「几天内」 is a fragment, however like a greeting it is.
_TELLING: tuple[SmallTalkKind, ...] = (
    *("greeting", "thanks", "bye", "praise", "mood", "filler", "test"),
)
_TIED: tuple[SmallTalkKind, ...] = ("repeat", "source", "right", "before")
#: 「好嘞谢谢，明天我就去办」: thanks, and what one is going to do.
_THANKS = re.compile(
    r"^(?:好[的嘞啊吧]?|行|嗯+|哦+|懂了|明白了?|知道了|太|非常|真是?|哎|[，, ])*(?:谢谢|感谢|多谢|谢[了啦]|辛苦了|麻烦了)"
)
_MODAL = re.compile(r"[要能该得可让许准罚管]|[吗呢么]|第")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Dots say something, question marks ask what nobody can tell.
_DOTS = re.compile(r"[.…。~～!！,， ]+")
_DRESS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class SmallTalkRule:
    """A multinomial logistic rule over a vector.

    Attributes:
        kinds: names of the rows; the first is that of a question.
        weights: ``(kinds, dim)``.
        bias: ``(kinds,)``.
    """

    kinds: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """``(kinds,)``, summing to 1."""
        sums = self.weights @ vector + self.bias
        powers = np.exp(sums - sums.max())
        result: NDArray[np.float32] = powers / powers.sum()
        return result


def read_small_talk(index: Index, text: str) -> SmallTalkKind | None:
    """The kind of small talk that something is; None for a question.

    Args:
        index: whose encoder reads it.
        text: cleaned.
    """
    if known := known_small_talk(text):
        return known
    if is_picture(text):
        return "filler"
    if len(text) > LONGEST or not _HAN.search(text) or find_citations(text) or read_meta(text):
        return None
    odds = small_talk_odds(index, text)
    if not odds:
        return None
    question = odds.pop(_ASKED)
    kind = cast(SmallTalkKind, max(odds, key=lambda name: odds[name]))
    thanks = _THANKS.search(text)
    if thanks and question < _THANKED and not (asks(text) or _MODAL.search(text, thanks.end())):
        return "thanks"
    if text.endswith("呢") and "你" not in text:
        return None  # 现在呢: a fragment
    tied = kind in _TIED
    if tied and (len(text) > _SHORT or re.search("第(?!几)", text)):
        return None
    doubtful = tied or (kind in _TELLING and has_asking_word(text))
    return kind if question < (_FRAGMENT if doubtful else _QUESTION) else None


def small_talk_odds(index: Index, text: str) -> dict[str, float]:
    """Probability that a text is a question (``question``) or of a kind of small talk, by the encoder.

    Empty over another encoder than the shipped one.
    """
    if not index.manifest.has_shipped_encoder:
        return {}
    rule = _load_rule()
    p = rule.probabilities(np.asarray(index.embedder.embed_query(text), np.float32))
    return dict(zip(rule.kinds, p.tolist(), strict=True))


def known_small_talk(text: str) -> SmallTalkKind | None:
    """The same by the lines alone, whatever the marks between the words: it costs nothing."""
    words = bare(text)
    if not words:
        return "filler" if _DOTS.fullmatch(text) else None
    return load_lines().get(words)


def bare(text: str) -> str:
    """A line without marks and blanks."""
    return _DRESS.sub("", text).lower()


@cache
def load_lines() -> Mapping[str, SmallTalkKind]:
    """Line without marks → its kind."""
    rows = map(json.loads, LINES_FILE.read_text("utf-8").splitlines())
    return {bare(row["text"]): row["kind"] for row in rows}


@cache
def _load_rule() -> SmallTalkRule:
    record = json.loads(RULE_FILE.read_text("utf-8"))
    return SmallTalkRule(
        tuple(record["kinds"]),
        np.array(record["weights"], np.float32),
        np.array(record["bias"], np.float32),
    )
