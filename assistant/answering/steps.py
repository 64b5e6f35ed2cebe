"""The ways to answer a question that stands alone, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.about_the_text import about_the_text, another_edition
from assistant.answering.another_place import another_place
from assistant.answering.answer import Answer
from assistant.answering.by_name import by_name
from assistant.answering.by_retrieval import by_retrieval
from assistant.answering.citation import citation
from assistant.answering.described_place import described_place
from assistant.answering.either import charged, either
from assistant.answering.inquiry import Inquiry
from assistant.answering.no_question import small_talk, unclear
from assistant.answering.out_of_scope import out_of_scope
from assistant.answering.premise import false_premise
from assistant.answering.sources import Sources
from assistant.answering.unnamed import unnamed_body, unsupervised_unit
from assistant.answering.whole_set import whole_set
from assistant.answering.whose_words import whose_words
from assistant.understanding.understood import Understood

#: A way to answer: an answer or a refusal, None where it does not fit.
AnswerStep = Callable[[Inquiry], Answer | None]

STEPS: tuple[AnswerStep, ...] = (
    unclear,  # no word to go by
    small_talk,  # 你好
    whose_words,  # “…”在哪一条
    citation,  # 第十九条第三项
    about_the_text,  # 什么时候施行
    another_edition,  # 旧版里物业要做什么
    another_place,  # 天津的街道办要做什么
    described_place,  # 我开了家小旅馆，要做什么
    unnamed_body,  # 城管委要做什么, of which the text does not speak
    by_name,  # 灭火器; 街道办和居委会的职责有什么不同
    either,  # 归公安还是归民政
    charged,  # 验收归甲、检查归乙，对吧
    out_of_scope,  # 罚多少钱
    unsupervised_unit,  # 谁管托儿所, which is not stated
    false_premise,  # 每月开一次会，对吧
    whole_set,  # 谁管消防车通道: all of it, from the register
    by_retrieval,  # everything else
)


def answer_alone(sources: Sources, asked: Understood) -> Answer:
    """The answer to a question that stands alone, by the first way that fits."""
    inquiry = Inquiry(sources, asked)
    found = (step(inquiry) for step in STEPS)
    return next(answer for answer in found if answer is not None)
