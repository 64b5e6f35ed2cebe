"""The questions of ``fireduty checklist`` in a terminal: numbered, skippable, one step back."""

from __future__ import annotations

import re

from corpus.errors import FiredutyError
from corpus.premises.applicability import NONE_OF_THESE
from corpus.premises.data import PlaceQuestion
from corpus.premises.several import Guides, Places
from ui.cli.dialogue import ReadLine, SayLine, read_line

_BACK = ("b", "返回", "上一步")
_SPLIT = re.compile(r"[,，、;；\s]+")
HELP = "回车表示不清楚，b 返回上一步，q 退出；可以选几个，用逗号隔开。"


def interview(guides: Guides, read: ReadLine, say: SayLine) -> Places:
    """Ask until nothing that matters is open.

    Args:
        guides: whose questions; one that several of them ask is asked once.
        read: prints a prompt and gives back a line.
        say: prints a line.

    Raises:
        DialogueStopped: the user quits.
    """
    say(HELP)
    place = _describe(guides, read, say)
    answers: list[tuple[object, Places]] = []
    while True:
        known = place
        for _, answer in answers:
            known = known.joined(answer)
        done = {asked for asked, _ in answers}
        question = next((q for q in guides.relevant(known) if _asked(q) not in done), None)
        if question is None:
            return known
        given = _answer(guides, question, known, read, say)
        if given is not None:
            answers.append((_asked(question), given))
        elif answers:
            answers.pop()
        else:
            place = _describe(guides, read, say)


def _describe(guides: Guides, read: ReadLine, say: SayLine) -> Places:
    while True:
        text = _line(read, "用一句话说说是什么场所（例如：租房开的小旅馆）")
        if text in _BACK:
            continue
        place = guides.describe(text)
        if found := guides.contradictions(place):
            say(f"前后矛盾：{'；'.join(found)}")
            continue
        if place.said:
            say(f"认出：{'、'.join(place.said)}")
        elif text:
            say("没有认出是什么场所，下面逐项问。")
        return place


def _asked(question: PlaceQuestion) -> tuple[str, tuple[str, ...]]:
    """What tells questions apart: what is left of one for another document is asked anew."""
    return question.id, tuple(sorted(option.name for option in question.options))


def _answer(
    guides: Guides,
    question: PlaceQuestion,
    known: Places,
    read: ReadLine,
    say: SayLine,
) -> Places | None:
    """The facts that an answer gives; none for 不清楚, None for one step back."""
    names = [o.name for o in question.options]
    say("")
    say(question.text)
    for number, option in enumerate(question.options, 1):
        say(f"  {number}. {option.condition}" if option.condition else f"  {number}. {option.name}")
    say(f"  0. {'不是、没有' if len(names) == 1 else NONE_OF_THESE}")
    while True:
        text = _line(read, "选")
        if text in _BACK:
            return None
        try:
            chosen = [_choice(part, names) for part in _SPLIT.split(text) if part]
            answer = guides.nothing
            for one in chosen:
                answer = answer.joined(guides.answer(question, one))
        except FiredutyError as error:
            say(str(error))
            continue
        if found := guides.contradictions(known.joined(answer)):
            say(f"前后矛盾：{'；'.join(found)}。请重选，或用 b 返回。")
            continue
        return answer


def _choice(part: str, names: list[str]) -> str:
    if not part.isdecimal():
        return part
    number = int(part)
    if number > len(names):
        raise FiredutyError(f"没有第 {number} 项，请输入 0 到 {len(names)}")
    return names[number - 1] if number else NONE_OF_THESE


def _line(read: ReadLine, prompt: str) -> str:
    line = read_line(read, prompt)
    return line.lower() if line.lower() in _BACK else line
