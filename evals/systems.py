"""The systems under evaluation: the assistant, and the baselines that stand beside it.

A system is a plain callable ``(question, history) -> Record``. It may raise: the runner records
that as a crash.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from corpus.text.provision import Leaf
from evals.baseline import PlainPipeline
from index.bm25 import build_bm25
from index.retrieve import rank
from index.tokens import Segmenter, build_dictionary

_RANKED = 20
_CITED = 3
_PLAIN_RANKED = 10


@dataclass(frozen=True, slots=True)
class SystemRecord:
    """What one system said to one question.

    Attributes:
        text: the whole answer.
        cited: provisions that it names as its basis, most important first.
        quotes: (provision, words) pairs that it presents as verbatim.
        refused, reason: whether it declined to answer, and why.
        ranking: what retrieval found, best first; empty where none was needed.
        ms: milliseconds; None where the system leaves timing to the runner.
        error: what crashed, else None.
        source: the system's own answer, for its history; never stored.
    """

    text: str = ""
    cited: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    refused: bool = False
    reason: str | None = None
    ranking: tuple[str, ...] = ()
    ms: float | None = None
    error: str | None = None
    source: Answer | None = None

    def to_json(self) -> dict[str, Any]:
        """What a run folder stores."""
        return {
            "text": self.text,
            "cited": list(self.cited),
            "quotes": [list(pair) for pair in self.quotes],
            "refused": self.refused,
            "reason": self.reason,
            "ranking": list(self.ranking),
            "ms": None if self.ms is None else round(self.ms, 3),
            "error": self.error,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> SystemRecord:
        """The inverse of ``to_json``."""
        return cls(
            text=raw["text"],
            cited=tuple(raw["cited"]),
            quotes=tuple((id_, text) for id_, text in raw["quotes"]),
            refused=raw["refused"],
            reason=raw["reason"],
            ranking=tuple(raw["ranking"]),
            ms=raw["ms"],
            error=raw["error"],
        )


History = Sequence[tuple[str, SystemRecord]]
System = Callable[[str, History], SystemRecord]


def fireduty(assistant: Assistant, _: Path) -> System:
    """The assistant as it ships."""

    def answer(question: str, history: History) -> SystemRecord:
        turns = [(asked, r.source) for asked, r in history if r.source is not None]
        return from_answer(assistant.answer(question, turns))

    return answer


def from_answer(answer: Answer) -> SystemRecord:
    """The assistant's answer as a record."""
    return SystemRecord(
        text=answer.text,
        cited=tuple(str(id_) for id_ in answer.basis),
        quotes=tuple((str(q.id), q.text) for q in answer.quotes),
        refused=answer.refused,
        reason=answer.refusal.reason if answer.refusal else None,
        ranking=tuple(str(hit.id) for hit in answer.ranking),
        source=answer,
    )


def plain(assistant: Assistant, folder: Path) -> System:
    """LangChain + Chroma over fixed chunks; cites what its three best chunks hold.

    Only the search for the three chunks is timed; the longer ranking exists for the metrics.
    """
    pipeline = PlainPipeline(assistant.regulation, assistant.index.embedder, folder)
    texts = {str(leaf.id): leaf.text for leaf in assistant.index.leaves}

    def answer(question: str, _: History) -> SystemRecord:
        started = time.perf_counter()
        cited = tuple(pipeline.search(question, _CITED))
        elapsed = (time.perf_counter() - started) * 1000
        text = "\n".join(texts[id_] for id_ in cited)
        ranking = tuple(pipeline.search(question, _PLAIN_RANKED))
        return SystemRecord(text, cited, ranking=ranking, ms=elapsed)

    return answer


def bm25_words(assistant: Assistant, _: Path) -> System:
    """BM25 on jieba's words over provisions with their lead-in, cites the best three."""
    leaves = assistant.index.leaves
    segmenter = Segmenter(build_dictionary())
    bm25 = build_bm25([segmenter.cut(leaf.lead_in + leaf.text) for leaf in leaves])

    def answer(question: str, _: History) -> SystemRecord:
        scores = bm25.scores(dict.fromkeys(segmenter.cut(question), 1.0))
        order = np.argsort(-scores, kind="stable")[:_RANKED]
        found = [leaves[row] for row in order if scores[row] > 0]
        return _citing(found[:_CITED], found)

    return answer


def top1(assistant: Assistant, _: Path) -> System:
    """Parrots the best hit of our own retrieval, whatever is asked."""
    index = assistant.index
    leaves = {leaf.id: leaf for leaf in index.leaves}

    def answer(question: str, _: History) -> SystemRecord:
        hits = rank(index, question, _RANKED).hits
        found = [leaves[hit.id] for hit in hits]
        return _citing(found[:1], found)

    return answer


def dump(assistant: Assistant, _: Path) -> System:
    """Cites the whole regulation in printed order."""
    everything = _citing(assistant.index.leaves, assistant.index.leaves)
    return lambda question, history: replace(everything)


def refuse(assistant: Assistant, _: Path) -> System:
    """Never answers."""
    nothing = SystemRecord("没有规定，不能给出答案。", refused=True, reason="not_stated")
    return lambda question, history: replace(nothing)


def _citing(cited: Sequence[Leaf], ranked: Sequence[Leaf]) -> SystemRecord:
    """An answer that consists of whole provisions; citing none is a refusal."""
    return SystemRecord(
        text="\n".join(leaf.text for leaf in cited),
        cited=tuple(str(leaf.id) for leaf in cited),
        quotes=tuple((str(leaf.id), leaf.text) for leaf in cited),
        refused=not cited,
        ranking=tuple(str(leaf.id) for leaf in ranked),
    )


#: Name → maker; a maker gets the open assistant and a folder that lives as long as the run.
SYSTEMS: Mapping[str, Callable[[Assistant, Path], System]] = {
    "fireduty": fireduty,
    "plain": plain,
    "bm25-words": bm25_words,
    "top1": top1,
    "dump": dump,
    "refuse": refuse,
}
#: Name → what it is, for readers.
TITLES: Mapping[str, str] = {
    "fireduty": "本项目",
    "plain": "LangChain + Chroma，300 字切块，引前三块所含条款",
    "bm25-words": "jieba 词 BM25，引前三条",
    "top1": "照搬本项目检索的第一条，不判断该不该答",
    "dump": "把整份文件当作引用",
    "refuse": "一律拒答",
}
