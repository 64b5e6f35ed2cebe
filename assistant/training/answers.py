"""Requests in a conversation → answers: questions to look at, one to answer, or a pack to fetch."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer
from assistant.answering.drafts import notice
from assistant.answering.parts import SaidWords
from assistant.answering.quoting import quote, short_citation
from assistant.answering.statement import Statement, StatementKind, note
from assistant.rendering.text import CHINESE
from assistant.training.choice import PackChoice, Request
from assistant.training.pack import Pack
from assistant.training.question import FillBlank, QuizQuestion, is_right, key_text
from assistant.training.reply import HOW_TO_TYPE, printed, understood
from assistant.training.request import follow, read_request, tell_request
from assistant.training.wanted import Wanted

if TYPE_CHECKING:
    from assistant.training.trainer import Trainer
    from corpus.text.provision import ProvisionId, Regulation

#: Questions that are shown in a conversation; a longer paper goes on where it can be fetched.
SHOWN = 20
_POINTS = 8
#: One line each; how the request was understood is in them.
_PAPER = replace(CHINESE, read_as="", between="\n", end="\n")
#: Words that can only be meant as a reply.
_REPLIES = re.compile(r"选?[A-Ja-j](?:[\s,，、]*[A-Ja-j])*|对|错|正确|错误|不对|√|×")
_ASKING = re.compile(r"谁|哪|吗|么|嘛|啥|呢|如何|几|题|难|答案|换")
#: What a reply was read as, see ``understood``.
Reply = tuple[int | str, ...]
#: A word that a shell takes as it is.
_BARE = re.compile(r"[\w（）、，]+")


def answer_in_training(
    question: str, wanted: Wanted | None, before: Answer | None, trainer: Trainer
) -> Answer | None:
    """The answer to a request in a question, None where it is about the regulation.

    Args:
        question: cleaned.
        wanted: by its words alone, see ``may_ask``.
        before: the last answer of the conversation.

    Raises:
        FiredutyError: what was chosen means nothing or gives too few questions.
    """
    today = date.today().isoformat()
    if wanted:
        request = read_request(question, wanted, trainer.material)
        return _answer(request, trainer.pack(request.choice, today), trainer)
    if before is None or before.training is None:
        return None
    return _go_on(question, before.training, trainer, today)


def _go_on(question: str, earlier: Request, trainer: Trainer, today: str) -> Answer | None:
    """The answer to a reply, or to a request that changes an earlier one; None for neither."""
    pack = None
    if earlier.wanted == "自测" and not earlier.reply:
        pack = trainer.pack(earlier.choice, today)
        one = pack.papers[0].questions[0]
        reply = understood(one, question)
        if reply and _may_reply(question, one):
            return _answer(replace(earlier, reply=question.strip(), noted=""), pack, trainer, reply)
        if _REPLIES.fullmatch(question):
            noted = f"没有看懂「{question}」：请{HOW_TO_TYPE[one.form]}。"
            return _answer(replace(earlier, noted=noted), pack, trainer)
    request = follow(question, earlier, trainer.material)
    if request is None:
        return None
    if pack is None or request.choice != earlier.choice:
        pack = trainer.pack(request.choice, today)
    return _answer(request, pack, trainer)


def _may_reply(words: str, one: QuizQuestion) -> bool:
    """Whether words are meant as a reply: to 填空 any may be that ask nothing and are no longer."""
    if not isinstance(one, FillBlank):
        return True
    return len(words) <= len(key_text(one)) + 4 and not _ASKING.search(words)


def _answer(request: Request, pack: Pack, trainer: Trainer, reply: Reply = ()) -> Answer:
    """The answer to a request; ``reply`` is what its reply was read as, empty for not yet read."""
    questions = pack.papers[0].questions
    if request.wanted == "培训" and not request.keys:
        said, ids = _course(pack, trainer.regulation), [t.quote.id for t in pack.talking]
    elif request.wanted == "自测":
        said, ids = _one(questions[0], request, reply)
    else:
        said, ids = _listed(pack, request), [i for q in questions for i in q.provisions]
        ids = ids if request.keys else []
    order = dict.fromkeys(ids)
    quotes = tuple(quote(trainer.material.leaf(i), trainer.regulation) for i in order)
    if request.wanted != "自测":
        quotes = ()  # the pack holds them; the answer would be as long
    told = tell_request(request)
    return Answer(
        question=told,
        standalone_question=told,
        statements=(*([note(request.noted)] if request.noted else []), *said),
        cited=tuple(order),
        quotes=quotes,
        intent="training",
        refusal=None,
        notices=(notice(trainer.regulation),),
        hint=note(_how_to_go_on(request)),
        frame=_PAPER,
        training=request,
    )


def _listed(pack: Pack, request: Request) -> list[Statement]:
    questions = pack.papers[0].questions
    said = [
        _said(
            f"{pack.title}，{len(questions)} 题"
            f"（{pack.choice.level}，这个范围一共能出 {pack.available} 题）："
        )
    ]
    for number, question in enumerate(questions[:SHOWN], 1):
        said += _item(f"{number}.", question, keys=request.keys)
    if len(questions) > SHOWN:
        said.append(note(f"后面还有 {len(questions) - SHOWN} 题，在培训页和文件里。"))
    return said


def _item(number: str, question: QuizQuestion, *, keys: bool) -> list[Statement]:
    first, *rest = printed(question)
    said = [_said(f"{number}【{question.form}】{first}"), *map(_line, rest)]
    if keys:
        key = key_text(question)
        explained = question.explanation.removeprefix(f"{key}。")  # 判断 begins with it
        said.append(_said(f"答案：{key}。{explained}"))
    return said


def _one(
    question: QuizQuestion, request: Request, reply: Reply
) -> tuple[list[Statement], list[ProvisionId]]:
    said = _item("", question, keys=False)
    if not request.reply and not request.keys:
        return [*said, note(f"请{HOW_TO_TYPE[question.form]}。")], []
    key = key_text(question)
    if not request.reply:
        judged = f"答案：{key}。"
    elif is_right(question, reply or understood(question, request.reply)):
        judged = "答对了。"
    else:
        judged = f"答错了，答案是：{key}。"
    decides = tuple(e.quote for e in question.evidence)
    explained = Statement(StatementKind.CONCLUSION, SaidWords(question.explanation, decides))
    return [*said, _said(judged), explained], list(question.provisions)


def _course(pack: Pack, regulation: Regulation) -> list[Statement]:
    said = [_said(f"{pack.title}（{pack.subtitle}），{pack.scope}。"), _said("目标：")]
    said += map(_line, pack.objectives)
    said.append(_said("时间安排："))
    said += [_line(f"{part.title} {part.minutes} 分钟：{part.doing}") for part in pack.timeline]
    names = [short_citation(t.quote.id, regulation) for t in pack.talking]
    more = f"等 {len(names)} 处" if len(names) > _POINTS else ""
    said.append(_said(f"讲解要点：{'、'.join(names[:_POINTS])}{more}。"))
    first = pack.papers[0]
    shared = f"，其中 {pack.shared} 题与 A 卷依据同一句条文" if pack.shared else ""
    said.append(
        _said(
            f"A 卷 {len(first.questions)} 题，B 卷同样难度{shared}；"
            f"这个范围一共能出 {pack.available} 题。"
        )
    )
    return [*said, *map(note, pack.remarks)]


def _said(words: str) -> Statement:
    return Statement(StatementKind.CONCLUSION, SaidWords(words))


def _line(words: str) -> Statement:
    return Statement(StatementKind.ITEM, SaidWords(words))


def _how_to_go_on(request: Request) -> str:
    if request.wanted == "自测":
        return "可以接着说：下一题、再难一点、答案。"
    return f"换题、下载在网页的「培训」里；命令行：{command(request.choice)}"


def command(choice: PackChoice) -> str:
    """The command line that makes the same pack as files."""
    plain = PackChoice()
    words = ["fireduty", "train"]
    for scope in choice.scope:
        words += ["--scope", scope]
    for name in ("unit", "audience", "minutes", "level", "questions", "seed"):
        if (value := getattr(choice, name)) != getattr(plain, name):
            words += [f"--{name}", str(value)]
    for kind in choice.kinds:
        words += ["--kind", kind]
    for number in choice.exchanged:
        words += ["--exchange", str(number)]
    words += ["--out", "培训"]
    return " ".join(w if _BARE.fullmatch(w) or w[:2] == "--" else shlex.quote(w) for w in words)
