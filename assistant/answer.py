"""What an answer is. Frozen values, shared by the command line, the page and the evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.question import clean
from corpus import ProvisionId
from index import Expansion, Hit

#: What the question was understood to want.
Intent = Literal[
    "citation",  # 第十九条第三项写了什么
    "duty",  # 物业要做什么
    "responsible",  # 谁管消防车通道
    "list",  # 哪些、几项、全部
    "deadline",  # 几天、多久一次
    "comparison",  # 甲和乙有什么不同
    "consequence",  # 不做会怎样
    "applicability",  # 我这样的单位适用吗
    "definition",  # 什么是
    "meta",  # 状态、日期、条数
    "chitchat",
    "question",  # anything else
]

#: Why an answer is a refusal.
Reason = Literal[
    "not_stated",  # the regulation does not say it
    "not_found",  # in its field, but no provision answers directly
    "no_such_provision",  # 第三十三条
    "false_premise",  # it says otherwise than the question asserts
    "other_instrument",  # another law or another place
    "off_topic",
    "chitchat",
    "unclear",  # no words to go by
]


#: What a statement that is one line of a list begins with, after its line break.
LIST_MARK = "·"


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


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer and the provisions that support it."""

    text: str
    ids: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the regulation gives no answer.

    Attributes:
        reason: the class of refusal.
        message: Chinese, what is not stated and where to turn.
        nearest: provisions that come nearest, shown as related and not as an answer.
    """

    reason: Reason
    message: str
    nearest: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with everything it rests on.

    Attributes:
        question: as asked.
        standalone_question: the question with what earlier turns supply.
        text: the whole answer as plain text.
        statements: the conclusion's sentences with their support.
        cited: provisions that the answer rests on, most important first; empty in a refusal.
        quotes: their verbatim words, in the order of ``cited``; in a refusal those of
            ``refusal.nearest``.
        intent: what the question was understood to want.
        refusal: None where the regulation answers.
        status_notice: the regulation's status in words.
        ranking: what retrieval found, best first, up to 20.
        expansions: lay words that were translated into the statute's.
        complete: whether the cited provisions are everything that the regulation says on one actor
            or matter.
        timings: stage → milliseconds.
    """

    question: str
    standalone_question: str
    text: str
    statements: tuple[Statement, ...]
    cited: tuple[ProvisionId, ...]
    quotes: tuple[Quote, ...]
    intent: Intent
    refusal: Refusal | None
    status_notice: str
    ranking: tuple[Hit, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    complete: bool = False
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def understood_as(self) -> str:
        """The standalone question where earlier turns changed it, else empty."""
        unchanged = clean(self.question) == self.standalone_question
        return "" if unchanged else self.standalone_question
