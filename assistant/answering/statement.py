"""One statement of an answer: its kind, what it rests on, and what it says as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from assistant.answering.parts import Parts, SaidWords
from corpus.text.provision import ProvisionId


class StatementKind(StrEnum):
    """What a statement is to the answer."""

    CONCLUSION = "结论"  # what is answered or refused, or heads the lines that answer
    DUTY = "职责"  # one line: who bears what, by which provision
    QUOTATION = "引文"  # words of a provision
    ITEM = "列举"  # one line of any other list
    NOTE = "说明"  # on the answer itself
    STATUS = "状态"  # what the regulation's status obliges to say


#: Of a sentence in a language model's answer: it was checked against the provisions, or gave way to
#: their own words. Empty for the program's own sentences.
CheckState = Literal["", "已核对", "原文"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or line of an answer and the provisions that support it.

    Attributes:
        kind: what it is to the answer.
        parts: what it says; None where the verdict is all.
        ids: the provisions.
        body: whose duties it tells, where it is of one body.
        verdict: 是, 不是 or 不可以 to a yes/no question, 是甲，不是乙 to one that gives a choice; on the
            statement that answers it.
        state: of a language model's sentence.
    """

    kind: StatementKind
    parts: Parts | None
    ids: tuple[ProvisionId, ...] = ()
    body: str = ""
    verdict: str = ""
    state: CheckState = ""

    @property
    def is_listed(self) -> bool:
        """Whether it is a line of a list, as every checked sentence of a language model is."""
        return self.kind in (StatementKind.DUTY, StatementKind.ITEM) or bool(self.state)


def note(text: str, ids: tuple[ProvisionId, ...] = ()) -> Statement:
    """A sentence on the answer itself."""
    return Statement(StatementKind.NOTE, SaidWords(text), ids)


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of one provision.

    Attributes:
        id: the provision.
        text: its own words, whole and unchanged.
        citation: legal form, 《名称》第N条第（N）项.
        path: breadcrumb, 第四章 › 第十九条 › （三）.
        lead_in: words of the 条 that name who must do what the 项 says; empty where they do not
            introduce it by a colon.
    """

    id: ProvisionId
    text: str
    citation: str
    path: str
    lead_in: str = ""
