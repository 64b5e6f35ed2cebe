"""What 培训 is asked, as read from an address, and the form that asks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.training.choice import LENGTHS, LEVELS, PackChoice
from assistant.training.plan import MOST_DAYS, WEEKDAYS, WORKDAYS
from assistant.training.question import KINDS
from assistant.training.trainer import TrainerOptions
from corpus.language.examples import Examples, such_as
from ui.web.templating import render

_LONGEST, _LONGEST_PLACE = 60, 300
_MOST_WORDS = 20
_MOST_EXCHANGED = 200
_MOST_QUESTIONS = 100
_LARGEST_SEED = 999_999
_PAPERS = ("A", "B")
#: What is not said in an address.
_PLAIN = PackChoice()
#: Answers on a place, as the checklist has them in its address.
_ANSWER = "q."
_BETWEEN = re.compile(r"[；;，,、\s]+")
#: What the level of a session means to who chooses it.
_LEVELS = {"入门": "入门（新员工、第一次培训）", "熟练": "熟练（参加过培训的）"}


@dataclass(frozen=True, slots=True)
class PlanQuery:
    """What a study plan is asked for.

    Attributes:
        start: ISO date; empty for today.
        days: on how many; None for as many as the minutes ask for.
        weekdays: some of ``WEEKDAYS``.
    """

    start: str = ""
    days: int | None = None
    weekdays: str = WORKDAYS

    @property
    def pairs(self) -> Sequence[tuple[str, str]]:
        """Names and values of an address."""
        days = [("days", str(self.days))] if self.days else []
        return [("plan", "1"), ("start", self.start), *days, *(("on", on) for on in self.weekdays)]


@dataclass(frozen=True, slots=True)
class TrainingQuery:
    """What is asked.

    Attributes:
        choice: what the pack is made of.
        asks: whether anything is chosen.
        paper: A or B, which is shown, tested or answered by a group.
        test: whether somebody tests themselves.
        group: the code of a session that is led from this page; empty for none.
        document: key of the document; empty for the first that has such data.
        review: whether what was answered wrongly is answered again.
        plan: when what is learnt, where that is asked; None for a pack.
    """

    choice: PackChoice = field(default_factory=PackChoice)
    asks: bool = False
    paper: str = "A"
    test: bool = False
    group: str = ""
    document: str = ""
    review: bool = False
    plan: PlanQuery | None = None

    @property
    def pairs(self) -> Sequence[tuple[str, str]]:
        """Names and values of what is chosen, with the document."""
        only = [("in", self.document)] if self.document else []
        return [*only, *_pairs(self.choice)]

    @property
    def plan_query(self) -> str:
        """The address of its plan without the view's name."""
        return urlencode([*self.pairs, *(self.plan or PlanQuery()).pairs])

    def query(self, **changed: Any) -> str:
        """The address without the view's name; ``changed``: fields of the choice."""
        return urlencode(replace(self, choice=replace(self.choice, **changed)).pairs)

    def address(self, *, paper: str = "", test: bool = False, **changed: Any) -> str:
        """``train?unit=…``: the address of this query with something changed."""
        shown = paper or self.paper
        more = [("paper", shown)] if shown != _PAPERS[0] else []
        more += [("test", "1")] if test else []
        tail = f"&{urlencode(more)}" if more else ""
        return f"train?{self.query(**changed)}{tail}"


def _pairs(choice: PackChoice) -> Sequence[tuple[str, str]]:
    """Names and values of an address, without what goes without saying but for the seed."""
    pairs = [("scope", word) for word in choice.scope]
    pairs += [("unit", choice.unit), ("describe", choice.describe), ("against", choice.against)]
    pairs += [(f"{_ANSWER}{name}", value) for name, value in choice.answers]
    pairs += [("only", "1" if choice.only else ""), ("audience", choice.audience)]
    if choice.minutes != _PLAIN.minutes:
        pairs.append(("minutes", str(choice.minutes)))
    if choice.level != _PLAIN.level:
        pairs.append(("level", choice.level))
    if choice.questions is not None:
        pairs.append(("questions", str(choice.questions)))
    pairs += [("kinds", kind) for kind in choice.kinds]
    pairs.append(("seed", str(choice.seed)))
    pairs += [("exchanged", str(number)) for number in choice.exchanged]
    return [(name, value) for name, value in pairs if value]


def read_training(given: Iterable[tuple[str, str]], known: Iterable[str] = ()) -> TrainingQuery:
    """A query from the names and values of an address; what no form could have sent is left out.

    Args:
        known: names that hold a 、 or the like and stay whole.
    """
    values: dict[str, list[str]] = {}
    for name, value in given:
        if words := " ".join(value.split()):
            values.setdefault(name, []).append(words[: _LONGEST * _MOST_WORDS])
    whole = {" ".join(name.split()): name for name in known}
    scope = [w for v in values.get("scope", []) + values.get("more", []) for w in _words(v, whole)]

    def first(name: str) -> str:
        return values.get(name, [""])[0][:_LONGEST]

    level = first("level")
    choice = PackChoice(
        scope=tuple(dict.fromkeys(scope))[:_MOST_WORDS],
        unit=first("unit"),
        describe=values.get("describe", [""])[0][:_LONGEST_PLACE],
        answers=tuple(
            (name.removeprefix(_ANSWER), value[:_LONGEST])
            for name, given_ in values.items()
            for value in given_[:_MOST_WORDS]
            if name.startswith(_ANSWER)
        )[:_MOST_WORDS],
        against=first("against"),
        only=first("only") == "1",
        audience=first("audience"),
        minutes=_number(first("minutes"), 999) or _PLAIN.minutes,
        level=next((known for known in LEVELS if known == level), _PLAIN.level),
        questions=_number(first("questions"), 999),
        kinds=tuple(kind for kind in KINDS if kind in values.get("kinds", [])),
        seed=_number(first("seed"), _LARGEST_SEED) or _PLAIN.seed,
        exchanged=_exchanged(values.get("exchanged", [])),
    )
    paper = first("paper").upper()
    return TrainingQuery(
        choice,
        bool(values.keys() - {"paper", "test", "group", "in", "review"}),
        paper if paper in _PAPERS else _PAPERS[0],
        first("test") == "1",
        first("group").upper(),
        first("in"),
        first("review") == "1",
        _read_plan(first, values.get("on", [])) if first("plan") == "1" else None,
    )


def _read_plan(first: Callable[[str], str], on: Sequence[str]) -> PlanQuery:
    chosen = "".join(day for day in WEEKDAYS if day in on)
    return PlanQuery(first("start"), _number(first("days"), MOST_DAYS), chosen or WORKDAYS)


def _exchanged(values: Iterable[str]) -> tuple[int, ...]:
    words = (word for value in values for word in _BETWEEN.split(value))
    found = (_number(word, _MOST_QUESTIONS) for word in words)
    return tuple(number for number in found if number)[:_MOST_EXCHANGED]


def _words(value: str, whole: Mapping[str, str]) -> Sequence[str]:
    if value in whole:
        return (whole[value],)
    return [word[:_LONGEST] for word in _BETWEEN.split(value) if word]


def _number(value: str, most: int) -> int | None:
    """A number from 1 to ``most``; the most where it is larger, None where it is none."""
    if not value.isdecimal() or not (number := int(value[:9])):
        return None
    return min(number, most)


# --- the form -----------------------------------------------------------------------------------


#: What a scope is narrowed down to by other views → how it is told.
_NARROWED = {"describe": "清单：", "against": "只讲不同："}


def render_training_form(
    query: TrainingQuery, options: TrainerOptions, examples: Examples
) -> Markup:
    """The form: for whom, how long, about what; folded, what few will change."""
    choice = query.choice
    offered = {*options.chapters, *options.matters}
    others = [word for word in choice.scope if word not in offered]
    lengths = {minutes: f"{minutes} 分钟（每卷 {n} 题）" for minutes, n in LENGTHS.items()}
    lengths.setdefault(choice.minutes, f"{choice.minutes} 分钟")
    audiences = {
        "": "不限",
        **{name: name for name in (*options.audiences, choice.audience) if name},
    }
    return render(
        "training/form",
        # Another data-form is another form: words that were typed have become pills.
        form=" ".join(["train", query.document, *others]),
        document=query.document,
        choice=choice,
        options=options,
        others=others,
        narrowed=[
            (n, v, _NARROWED.get(n, ""))
            for n, v in _pairs(choice)
            if n in _NARROWED or n.startswith(_ANSWER)
        ],
        audiences=audiences,
        lengths=lengths,
        levels={level: _LEVELS[level] for level in LEVELS},
        unit=such_as(examples.unit),
        scope=such_as(*examples.scope),
        units=list(dict.fromkeys(options.units)),
        scopes=list(dict.fromkeys((*options.matters, *options.chapters, *options.actors))),
        changed=choice.kinds or choice.questions is not None or choice.seed != _PLAIN.seed,
        kinds=KINDS,
        longest=_LONGEST,
        most_questions=_MOST_QUESTIONS,
        largest_seed=_LARGEST_SEED,
    )
