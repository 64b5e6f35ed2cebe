"""What 职责查询 is asked, as read from an address, and the form that asks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.answering.quoting import document_mark
from corpus.language.examples import Examples, such_as
from corpus.register.lookups import Lookups, label
from corpus.register.records import MODALITIES, Register
from corpus.text.authority import authority
from ui.documents.duty_cells import STATED
from ui.documents.duty_query import Query
from ui.web.templating import part, render

#: Ways to ask: name in the address → name on the page.
MODES = {
    "": "查职责",
    "compare": "两个主体比较",
    "calendar": "时间要求",
    "matrix": "谁管什么（热力图）",
    "graph": "条款引用图",
}
GROUPS = {"role": "按角色", "matter": "按事项"}
_LONGEST = 60
_EXAMPLES = 6
#: How the record's word for words without 应当 or 不得 is offered.
_STATED = "直接写职责"


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


def render_form(query: DutyQuery, registers: Sequence[Lookups], examples: Examples) -> Markup:
    """The form of one way to ask; nothing for the pictures."""
    if query.show in ("matrix", "graph"):
        return Markup()
    times = {label(o.time): "" for known in registers for o in known.calendar()}
    return render(
        "duties_form",
        query=query,
        fields=_fields(query, examples),
        button={"compare": "比较", "calendar": "列出"}.get(query.show, "查询"),
        longest=_LONGEST,
        more=not query.show,
        modalities=[(m, _STATED if m == STATED else m) for m in MODALITIES],
        times=times,
        actors=dict(_actor_names(registers)),
        matters=dict(_matter_names(registers)),
    )


def _fields(query: DutyQuery, examples: Examples) -> list[tuple[str, str, str, str, str]]:
    """Of each field its name, its title, what stands in it, its list of names, and a hint."""
    first, second = (*examples.compared, "", "")[:2]
    actors = "actor-names"
    if query.show == "compare":
        return [
            ("actor", "主体甲", query.actor, actors, such_as(first)),
            ("other", "主体乙", query.other, actors, such_as(second)),
        ]
    if query.show == "calendar":
        hint = such_as(examples.actor)
        return [("actor", "主体（不填列全部）", query.actor, actors, hint)]
    hint = f"{such_as(examples.matter)}，一句话也可以"
    return [
        ("actor", "主体", query.actor, actors, "部门、单位，俗称也可以"),
        ("matter", "事项", query.matter, "matter-names", hint),
    ]


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


def render_examples(query: DutyQuery, registers: Sequence[Lookups]) -> Markup:
    """What an empty form shows: bodies with most duties, matters with most bodies, times."""
    named = (
        ("一个主体要做什么", "actor", _actors(registers)),
        ("一件事归谁管", "matter", _matters(registers)),
        ("什么时候要做", "times", _frequencies(registers)),
    )
    groups = [
        (heading, [(n, query.empty.address(**{field: n})) for n in names[:_EXAMPLES]])
        for heading, field, names in named
    ]
    said = (
        f"收录的职责{_count(registers)}，逐句取自条文。填主体、事项或两样都填；也可以从这里开始："
    )
    return part("duties_parts", "starting", said, groups)


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
