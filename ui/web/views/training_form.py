"""What 培训 is asked, as read from an address, and the form that asks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from assistant.training.choice import LENGTHS, LEVELS, PackChoice
from assistant.training.question import KINDS
from assistant.training.trainer import TrainerOptions
from corpus.language.examples import Examples, such_as
from ui.web.views.markup import text

_LONGEST = 60
_MOST_WORDS = 20
_MOST_EXCHANGED = 200
_MOST_QUESTIONS = 100
_LARGEST_SEED = 999_999
_PAPERS = ("A", "B")
#: What is not said in an address.
_PLAIN = PackChoice()
_BETWEEN = re.compile(r"[；;，,、\s]+")
#: What the level of a session means to who chooses it.
_LEVELS = {"入门": "入门（新员工、第一次培训）", "熟练": "熟练（参加过培训的）"}


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
    """

    choice: PackChoice = field(default_factory=PackChoice)
    asks: bool = False
    paper: str = "A"
    test: bool = False
    group: str = ""
    document: str = ""

    def query(self, **changed: Any) -> str:
        """The address without the view's name; ``changed``: fields of the choice."""
        only = [("in", self.document)] if self.document else []
        return urlencode([*only, *_pairs(replace(self.choice, **changed))])

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
    pairs += [("unit", choice.unit), ("audience", choice.audience)]
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
        bool(values.keys() - {"paper", "test", "group", "in"}),
        paper if paper in _PAPERS else _PAPERS[0],
        first("test") == "1",
        first("group").upper(),
        first("in"),
    )


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


def render_training_form(query: TrainingQuery, options: TrainerOptions, examples: Examples) -> str:
    """The form: for whom, how long, about what; folded, what few will change."""
    choice = query.choice
    offered = {*options.chapters, *options.matters}
    others = [word for word in choice.scope if word not in offered]
    # Another data-form is another form: words that were typed have become pills.
    form = text(" ".join(["train", query.document, *others]))
    only = text(query.document)
    hidden = f'<input type="hidden" name="in" value="{only}">' if only else ""
    return (
        f'<form class="asking training-form" data-view="train" data-form="{form}" '
        f'aria-label="培训内容">{hidden}<div class="fields">'
        f"{_select('audience', '学员', choice.audience, [('', '不限'), *_same(options.audiences)])}"
        f"{_input('unit', '单位类型（可不填）', choice.unit, 'train-units', such_as(examples.unit))}"
        f"{_select('minutes', '时长', str(choice.minutes), _lengths(choice.minutes))}"
        f"{_select('level', '程度', choice.level, [(v, _LEVELS[v]) for v in LEVELS])}</div>"
        f'<div class="fields"><label class="field wide"><span>讲什么（可不填；一次可以填几个，'
        f'用空格隔开）</span><input name="more" list="train-scope" maxlength="300" '
        f'placeholder="{text(such_as(*examples.scope))}" autocomplete="off" '
        'enterkeyhint="go"></label><button type="submit" class="strong">生成</button></div>'
        f"{_pills('已选的内容', 'scope', others, choice.scope) if others else ''}"
        f"{_scope(choice, options)}{_more(choice)}"
        f"{_names('train-units', options.units)}"
        f"{_names('train-scope', (*options.matters, *options.chapters, *options.actors))}</form>"
    )


def _scope(choice: PackChoice, options: TrainerOptions) -> str:
    chosen = [w for w in choice.scope if w in {*options.chapters, *options.matters}]
    shown = " open" if chosen else ""
    return (
        f'<details class="more-fields"{shown}><summary>从章和事项里选</summary>'
        f"{_pills('章', 'scope', options.chapters, choice.scope)}"
        f"{_pills('事项', 'scope', options.matters, choice.scope)}</details>"
    )


def _more(choice: PackChoice) -> str:
    changed = choice.kinds or choice.questions is not None or choice.seed != _PLAIN.seed
    number = "" if choice.questions is None else str(choice.questions)
    return (
        f'<details class="more-fields"{" open" if changed else ""}><summary>题数和题型</summary>'
        '<div class="fields"><label class="field"><span>每卷几题（不填按时长定）</span>'
        f'<input type="number" name="questions" min="1" max="{_MOST_QUESTIONS}" '
        f'value="{number}" inputmode="numeric"></label>'
        '<label class="field"><span>第几套题（换个数字，换一套题）</span>'
        f'<input type="number" name="seed" min="1" max="{_LARGEST_SEED}" value="{choice.seed}" '
        f'inputmode="numeric"></label></div>{_pills("题型（不选为全部）", "kinds", KINDS, choice.kinds)}'
        "</details>"
    )


def _lengths(chosen: int) -> Sequence[tuple[str, str]]:
    known = [(str(m), f"{m} 分钟（每卷 {n} 题）") for m, n in LENGTHS.items()]
    return known if chosen in LENGTHS else [*known, (str(chosen), f"{chosen} 分钟")]


def _same(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((name, name) for name in names)


def _select(name: str, title: str, value: str, choices: Iterable[tuple[str, str]]) -> str:
    known = list(choices)
    if value not in [v for v, _ in known]:
        known.append((value, value))
    options = "".join(
        f'<option value="{text(v)}"{" selected" if v == value else ""}>{text(shown)}</option>'
        for v, shown in known
    )
    return (
        f'<label class="field"><span>{title}</span><select name="{name}">{options}</select></label>'
    )


def _input(name: str, title: str, value: str, names: str, hint: str) -> str:
    return (
        f'<label class="field"><span>{title}</span><input name="{name}" value="{text(value)}" '
        f'list="{names}" placeholder="{text(hint)}" maxlength="{_LONGEST}" autocomplete="off"></label>'
    )


def _pills(title: str, name: str, values: Iterable[str], chosen: Iterable[str]) -> str:
    on = frozenset(chosen)
    boxes = "".join(
        f'<label class="pill"><input type="checkbox" name="{name}" value="{text(v)}"'
        f"{' checked' if v in on else ''}><span>{text(v)}</span></label>"
        for v in values
    )
    return f"<fieldset><legend>{title}</legend>{boxes}</fieldset>"


def _names(id_: str, names: Iterable[str]) -> str:
    options = "".join(f'<option value="{text(name)}"></option>' for name in dict.fromkeys(names))
    return f'<datalist id="{id_}">{options}</datalist>'
