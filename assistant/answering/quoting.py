"""Provisions → quotes: verbatim words, legal citation, breadcrumb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.answering.parts import SaidWords
from assistant.answering.statement import Quote, Statement, StatementKind
from corpus.citing.citations import cite_own_text
from corpus.text.numerals import to_chinese
from corpus.text.provision import Leaf, ProvisionId, Regulation
from corpus.text.status import status_mark, status_of, status_shown
from index.tokens import char_tokens


def status_notice(regulation: Regulation) -> str:
    """The sentence on the regulation's status that ends every answer."""
    return status_of(regulation).notice


def status_notices(regulations: Sequence[Regulation], *, among: int = 1) -> str:
    """The same of several, a line for each that begins with its title; of the only one the sentence alone.

    Args:
        regulations: those whose status is told.
        among: how many were asked.
    """
    if len(regulations) == 1 and among == 1:
        return status_notice(regulations[0])
    return "\n".join(f"《{r.title}》：{status_notice(r)}" for r in regulations)


def document_mark(regulation: Regulation) -> str:
    """A document and its status inside a sentence: 消防法（现行有效）, 细则（征求意见稿，尚未施行）."""
    return f"{regulation.key}（{status_mark(regulation)}）"


def document_notice(regulation: Regulation) -> Statement:
    """What one of several documents' status obliges to say, with its title."""
    words = SaidWords(f"《{regulation.title}》：{status_notice(regulation)}")
    return Statement(StatementKind.STATUS, words)


def source_of(regulation: Regulation) -> str:
    """《…》 with status and version: where a document is from."""
    return f"《{regulation.title}》（{status_shown(regulation)}，版本 {regulation.version}）"


def quote(leaf: Leaf, regulation: Regulation) -> Quote:
    """A leaf's own words, whole."""
    introduces = leaf.lead_in.endswith(("：", ":"))
    return Quote(
        leaf.id,
        leaf.text,
        cite_own_text(leaf.id, regulation),
        breadcrumb(leaf),
        leaf.lead_in if introduces else "",
    )


def breadcrumb(leaf: Leaf) -> str:
    """第四章 › 第十九条 › （三）; a 款 without a label is named by its number."""
    labels = [a.label for a in leaf.ancestors if a.label]
    own = leaf.provision.label or f"第{to_chinese(int(leaf.id.paragraph or 1))}款"
    return " › ".join([*labels, own])


def short_citation(address: ProvisionId, regulation: Regulation) -> str:
    """第七条第（一）项, without the title."""
    return cite_own_text(address, regulation, title=False)


#: What binds: words without it say of whom, and not what.
_BINDS = re.compile(r"应|必须|不得|可以|可(?=[以根据按])|负责|禁止|是|为|有权|要")
_MOST = 160


def opening_of(text: str, limit: int = 60) -> tuple[str, bool]:
    """The words that a clause begins with, verbatim, to the end of a part; and whether more follows.

    Args:
        text: a clause.
        limit: characters; the first part is given however long it is.
    """
    whole = text.strip().rstrip("。；，、：.")
    words = ""
    for part in re.split(r"(?<=[，；。])", whole):
        full = words and len(words) + len(part) > limit
        if full and (_BINDS.search(words) or len(words) > _MOST or not _BINDS.search(whole)):
            break
        words += part
    words = words.rstrip("。；，、")
    return words, words != whole


def best_sentence(text: str, wanted: Mapping[str, float], *, limit: int = 120) -> str:
    """The sentence of a provision that answers most of a question, verbatim.

    Args:
        text: a provision's words.
        wanted: character tokens with their weights.
        limit: a longer sentence is cut at clauses, from the end that says less.
    """
    best = _best(re.split(r"(?<=[。：])", text), wanted, text)
    if len(best) > limit:
        best = _best(re.split(r"(?<=；)", best), wanted, text)
    clauses = re.split(r"(?<=[，；])", best)
    while len("".join(clauses)) > limit and len(clauses) > 1:
        clauses.pop(0 if _worth(clauses[0], wanted) < _worth(clauses[-1], wanted) else -1)
    return "".join(clauses).strip().rstrip("。；，、：.")


def _best(sentences: Iterable[str], wanted: Mapping[str, float], otherwise: str) -> str:
    told = [s for s in sentences if s.strip()]
    return max(told, key=lambda s: _worth(s, wanted), default=otherwise)


def _worth(sentence: str, wanted: Mapping[str, float]) -> float:
    """Weight of the wanted tokens that a sentence holds, damped by its length."""
    held = sum(wanted.get(token, 0.0) for token in set(char_tokens(sentence)))
    return float(held / (20 + len(sentence)) ** 0.25)
