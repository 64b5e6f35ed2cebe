"""What 职责查询 is asked, as read from an address, and the form that asks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from assistant.answering.quoting import document_mark
from corpus.language.examples import Examples, such_as
from corpus.register.lookups import Lookups, label
from corpus.register.records import MODALITIES, Register
from corpus.text.authority import authority
from ui.documents.duty_query import Query
from ui.web.views.markup import CURRENT, text

#: Ways to ask: name in the address → name on the page.
MODES = {
    "": "查职责",
    "compare": "两个主体比较",
    "calendar": "时间要求",
    "matrix": "主体与事项热力图",
    "graph": "条款引用图",
}
GROUPS = {"role": "按角色", "matter": "按事项"}
_LONGEST = 60
_EXAMPLES = 6


@dataclass(frozen=True, slots=True)
class DutyQuery:
    """What is asked. Empty fields were not given.

    Attributes:
        show: one of ``MODES``.
        actor, matter, modality, times: what duties must have, all of them together.
        other: the body that ``actor`` is compared with.
        group: one of ``GROUPS``.
        document: key of the document; empty for all.
    """

    show: str = ""
    actor: str = ""
    matter: str = ""
    modality: str = ""
    times: str = ""
    other: str = ""
    group: str = "role"
    document: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything is asked, beyond an empty form."""
        if self.show == "compare":
            return bool(self.actor and self.other)
        named = self.actor or self.matter or self.modality or self.times
        return bool(named) or self.show in ("calendar", "matrix")

    @property
    def command(self) -> Query:
        """The same for the look-ups that the command line uses."""
        if self.show == "compare":
            return Query(compare=(self.actor, self.other))
        if self.show == "matrix":
            return Query(matrix=True)
        return Query(
            self.actor, self.matter, self.modality, self.times, calendar=self.show == "calendar"
        )

    def address(self, **changed: str) -> str:
        """``duties?actor=…``: the address of this query with some fields changed."""
        return f"duties?{self.query(**changed)}".rstrip("?")

    def query(self, **changed: str) -> str:
        """The same without the view's name."""
        fields = {**asdict(self), **changed}
        if fields["group"] == "role":
            fields["group"] = ""
        fields["in"] = fields.pop("document")
        return urlencode({name: value for name, value in fields.items() if value})

    @property
    def empty(self) -> DutyQuery:
        """Nothing asked of the same document."""
        return DutyQuery(document=self.document)


def read_query(given: Mapping[str, str]) -> DutyQuery:
    """A query from an address; what no form could have sent is left out."""

    def field(name: str) -> str:
        return " ".join(given.get(name, "").split())[:_LONGEST]

    show, group, modality = field("show"), field("group"), field("modality")
    document = field("in")
    if show == "compare":
        return DutyQuery(show, field("actor"), other=field("other"), document=document)
    if show == "calendar":
        return DutyQuery(show, field("actor"), document=document)
    if show in ("matrix", "graph"):
        return DutyQuery(show, document=document)
    return DutyQuery(
        "",
        field("actor"),
        field("matter"),
        modality if modality in MODALITIES else "",
        field("times"),
        group=group if group in GROUPS else "role",
        document=document,
    )


# --- the form -----------------------------------------------------------------------------------


def render_tabs(query: DutyQuery) -> str:
    """The ways to ask, as links."""
    links = "".join(
        f'<a href="#{text(replace(query.empty, show=show).address())}"'
        f"{CURRENT if show == query.show else ''}>{name}</a>"
        for show, name in MODES.items()
    )
    return f'<nav class="tabs" aria-label="查法">{links}</nav>'


def render_form(query: DutyQuery, registers: Sequence[Lookups], examples: Examples) -> str:
    """The form of one way to ask; nothing for the pictures."""
    first, second = (*examples.compared, "", "")[:2]
    match query.show:
        case "matrix" | "graph":
            return ""
        case "compare":
            fields = _input("actor", "主体甲", query.actor, "actor-names", such_as(first))
            fields += _input("other", "主体乙", query.other, "actor-names", such_as(second))
        case "calendar":
            fields = _input(
                "actor", "主体（不填列全部）", query.actor, "actor-names", such_as(examples.actor)
            )
        case _:
            fields = _input("actor", "主体", query.actor, "actor-names", "部门、单位，俗称也可以")
            fields += _input(
                "matter", "事项", query.matter, "matter-names", such_as(examples.matter)
            )
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{text(value)}">'
        for name, value in (("show", query.show), ("in", query.document))
        if value
    )
    more = "" if query.show else _more(query, registers)
    form = text(f"{query.show} {query.document}".strip())
    name = {"compare": "比较", "calendar": "列出"}.get(query.show, "查询")
    return (
        f'<form class="asking" data-view="duties" data-form="{form}" role="search" '
        f'aria-label="职责查询">{hidden}<div class="fields">{fields}'
        f'<button type="submit" class="strong">{name}</button></div>{more}</form>'
        f"{_names('actor-names', _actor_names(registers))}"
        f"{_names('matter-names', _matter_names(registers))}"
    )


def _more(query: DutyQuery, registers: Sequence[Lookups]) -> str:
    options = "".join(
        f'<option value="{m}"{" selected" if m == query.modality else ""}>{m}</option>'
        for m in MODALITIES
    )
    shown = " open" if query.modality or query.times else ""
    times = ((label(o.time), "") for known in registers for o in known.calendar())
    return (
        f'<details class="more-fields"{shown}><summary>更多条件</summary><div class="fields">'
        '<label class="field"><span>情态</span><select name="modality">'
        f'<option value="">不限</option>{options}</select></label>'
        f"{_input('times', '时间', query.times, 'time-names', '如：每季度、7个工作日')}</div>"
        f"{_names('time-names', times)}</details>"
    )


def _input(name: str, title: str, value: str, names: str, hint: str) -> str:
    return (
        f'<label class="field"><span>{title}</span><input name="{name}" value="{text(value)}" '
        f'list="{names}" placeholder="{text(hint)}" maxlength="{_LONGEST}" autocomplete="off" '
        'enterkeyhint="search"></label>'
    )


def _names(id_: str, names: Iterable[tuple[str, str]]) -> str:
    """Choices for a field: names, and for what else somebody may type whose name it is."""
    options = "".join(
        f'<option value="{text(name)}">{text(meant)}</option>'
        for name, meant in dict(names).items()
    )
    return f'<datalist id="{id_}">{options}</datalist>'


def _actor_names(registers: Sequence[Lookups]) -> Iterable[tuple[str, str]]:
    bodies = [body for known in registers for body in known.register.bodies]
    yield from ((body.name, "") for body in bodies)
    for body in bodies:
        yield from ((name, f"即{body.name}") for name in (*body.also, *body.aliases))


def _matter_names(registers: Sequence[Lookups]) -> Iterable[tuple[str, str]]:
    matters = [matter for known in registers for matter in known.register.matters]
    yield from ((matter.name, "") for matter in matters)
    for matter in matters:
        yield from ((name, f"即{matter.name}") for name in matter.lay)


def render_examples(query: DutyQuery, registers: Sequence[Lookups]) -> str:
    """What an empty form shows: bodies with most duties, matters with most bodies, times."""
    actors, matters, times = _actors(registers), _matters(registers), _frequencies(registers)
    groups = (
        ("一个主体要做什么", [("actor", name) for name in actors[:_EXAMPLES]]),
        ("一件事归谁管", [("matter", name) for name in matters[:_EXAMPLES]]),
        ("什么时候要做", [("times", name) for name in times[:_EXAMPLES]]),
    )
    shown = "".join(
        f"<section><h3>{heading}</h3><ul>"
        + "".join(
            f'<li><a href="#{text(query.empty.address(**{field: name}))}">{text(name)}</a></li>'
            for field, name in names
        )
        + "</ul></section>"
        for heading, names in groups
        if names
    )
    return (
        f'<div class="starting"><p>责任登记{_count(registers)}，逐句取自条文。'
        f"填主体、事项或两样都填；也可以从这里开始：</p>{shown}</div>"
    )


def _actors(registers: Sequence[Lookups]) -> list[str]:
    """Bodies that have duties, those with most first."""
    counts = Counter(
        duty.actor
        for known in registers
        for bodies in ({body.name for body in known.register.bodies},)
        for duty in known.register.duties
        if duty.actor in bodies
    )
    return [name for name, _ in counts.most_common()]


def _matters(registers: Sequence[Lookups]) -> list[str]:
    """Matters, those that most bodies have a part in first."""
    involved: Counter[str] = Counter()
    for known in registers:
        duties = known.register.duties
        for matter in known.register.matters:
            involved[matter.name] += len({d.actor for d in duties if matter.name in d.matters})
    return [name for name, _ in involved.most_common()]


def _frequencies(registers: Sequence[Lookups]) -> list[str]:
    """How often things are to be done, each once."""
    timed = (o.time for known in registers for o in known.calendar("frequency"))
    return list(dict.fromkeys(label(time) for time in timed if time.count is not None))


def _count(registers: Sequence[Lookups]) -> str:
    """共 344 项职责; of several registers, how many each has."""
    if len(registers) == 1:
        return f"共 {len(registers[0].register.duties)} 项职责"
    by_authority = sorted((known.register for known in registers), key=_authority)
    return "：" + "、".join(
        f"{document_mark(r.regulation)}{len(r.duties)} 项" for r in by_authority
    )


def _authority(register: Register) -> tuple[int, int]:
    return authority(register.regulation)
