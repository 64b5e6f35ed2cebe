"""The questions of ``fireduty checklist`` in a terminal: numbered, skippable, one step back."""

from __future__ import annotations

import re

from corpus.errors import FiredutyError
from corpus.premises.applicability import NONE_OF_THESE, Guide
from corpus.premises.data import PlaceQuestion
from corpus.premises.facts import Premises
from ui.cli.dialogue import ReadLine, SayLine, read_line

_BACK = ("b", "返回", "上一步")
_SPLIT = re.compile(r"[,，、;；\s]+")
HELP = "回车表示不清楚，b 返回上一步，q 退出；可以选几个，用逗号隔开。"


def interview(guide: Guide, read: ReadLine, say: SayLine) -> Premises:
    """Ask until nothing that matters is open.

    Args:
        guide: whose questions.
        read: prints a prompt and gives back a line.
        say: prints a line.

    Raises:
        DialogueStopped: the user quits.
    """
    say(HELP)
    place = _describe(guide, read, say)
    answers: list[tuple[str, Premises]] = []
    while True:
        known = place
        for _, answer in answers:
            known = known.joined(answer)
        done = {id_ for id_, _ in answers}
        question = next((q for q in guide.relevant(known) if q.id not in done), None)
        if question is None:
            return known
        given = _answer(guide, question, known, read, say)
        if given is not None:
            answers.append((question.id, given))
        elif answers:
            answers.pop()
        else:
            place = _describe(guide, read, say)


def _describe(guide: Guide, read: ReadLine, say: SayLine) -> Premises:
    while True:
        text = _line(read, "用一句话说说是什么场所（例如：租房开的小旅馆）")
        if text in _BACK:
            continue
        place = guide.describe(text)
        if found := guide.contradictions(place):
            say(f"前后矛盾：{'；'.join(found)}")
            continue
        said = [k.said for k in place.kinds] + [f.said for f in place.facts]
        if said:
            say(f"认出：{'、'.join(dict.fromkeys(said))}")
        elif text:
            say("没有认出是什么场所，下面逐项问。")
        return place


def _answer(
    guide: Guide,
    question: PlaceQuestion,
    known: Premises,
    read: ReadLine,
    say: SayLine,
) -> Premises | None:
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
            answer = Premises(tuple(f for c in chosen for f in guide.answer(question, c)))
        except FiredutyError as error:
            say(str(error))
            continue
        if found := guide.contradictions(known.joined(answer)):
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
