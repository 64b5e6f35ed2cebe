"""Look-ups in the responsibility register: by actor, by matter, both, two actors, times, modality.

Pure reading of a ``Register``: a list is whole or says what is missing, and where the text names
no lead nobody is chosen. ``Lookups`` prepares the tables once; each look-up is then a few scans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.citing.citations import parse_id
from corpus.language.data import Body
from corpus.register.actors import ActorIndex, ActorMatch, duties_of, find_nearest, members_of
from corpus.register.clauses import BodyNames
from corpus.register.findings import (
    ActorDuties,
    Applied,
    Common,
    Comparison,
    Matrix,
    MatterDuties,
    MatterMatch,
    Occasion,
    UnnamedDuties,
)
from corpus.register.inheritance import trace_inheritance
from corpus.register.records import (
    ROLES,
    TIME_KINDS,
    ClauseKey,
    Duty,
    Matter,
    Modality,
    NoDuty,
    NoDutyReason,
    Recurrence,
    Register,
    TimeKind,
    Unnamed,
)
from corpus.text.provision import Leaf

#: Reasons of no-duty clauses that say something about the bodies they name.
_SAYING = (NoDutyReason.ACCOUNTABILITY, NoDutyReason.DEFINITION, NoDutyReason.PRINCIPLE)


class Lookups:
    """Look-ups over one register."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._leaves: tuple[Leaf, ...] = register.regulation.leaves()
        self._actors = ActorIndex(register)
        self._common = [
            (Common(c, duties_of(register, c.name)), {b.name for b in members_of(register, c)})
            for c in register.collectives
        ]
        self._inherited = trace_inheritance(register)
        self._borne = {
            b.name: _once(
                (
                    *duties_of(register, b.name),
                    *(d for i in self._inherited[b.name] for d in i.duties),
                )
            )
            for b in register.bodies
        }
        names = BodyNames(register.bodies)
        lead_ins = {leaf.id: leaf.lead_in for leaf in self._leaves}
        self._named_in = {
            m: set(names.find(f"{lead_ins[m.provision] if _punishes(m) else ''}\n{m.text}"))
            for m in register.rest
            if m.reason in _SAYING
        }

    def resolve(self, words: str) -> ActorMatch:
        """The body or bodies that a name means."""
        return self._actors.resolve(words)

    def holding(self, words: str) -> tuple[Body, ...]:
        """As of ``ActorIndex.holding``."""
        return self._actors.holding(words)

    def actor(self, body: Body) -> ActorDuties:
        """All duties of a body: own, inherited, common, and those of others towards it."""
        inherited = self._inherited[body.name]
        own = duties_of(self.register, body.name)
        left_out = {p for i in inherited for r in i.chain for p in r.excluded}
        return ActorDuties(
            body,
            own,
            inherited,
            tuple(common for common, names in self._common if body.name in names),
            tuple(sorted(left_out, key=lambda i: i.sort_key)),
            tuple(
                d
                for d in self.register.duties
                if d.actor != body.name and any(_names(o, body) for o in d.objects)
            ),
            tuple(m for m, forms in self._named_in.items() if forms & set(body.printed)),
        )

    def unnamed(self, unnamed: Unnamed) -> UnnamedDuties:
        """What applies to a body that exists and that the text does not name."""
        rule = self.register.common
        articles = [parse_id(p) for p in rule.provisions]
        found = [d for d in self.register.duties if d.actor in rule.collectives]
        first = tuple(d for d in found if d.provision.parent_article() in articles)
        return UnnamedDuties(unnamed, first, tuple(d for d in found if d not in first))

    def find_matter(self, words: str) -> MatterMatch:
        """The matter that words mean: by name, everyday name, statute word, or verbatim phrase."""
        asked = "".join(words.split()).strip("“”\"'「」？?。，")
        register = self.register
        if exact := tuple(m for m in register.matters if m.name == asked):
            return MatterMatch(asked, "matter", exact)
        if found := tuple(m for m in register.matters if asked in m.lay):
            several = f"「{asked}」涉及{'、'.join(m.name for m in found)}，以下分别列出"
            return MatterMatch(asked, "matter", found, statement=several if len(found) > 1 else "")
        printed = (asked,) if len(asked) > 1 and any(asked in x.text for x in self._leaves) else ()
        statute = [w for g in register.groups if asked in g.lay for w in g.statute]
        if not printed and not statute:
            names = [n for m in register.matters for n in (m.name, *m.lay)]
            said = f"{register.regulation.own_name}未提及「{asked}」"
            near = find_nearest(asked, names)
            return MatterMatch(asked, "none", nearest=near, statement=said)
        meant = Matter(asked, tuple(dict.fromkeys((*printed, *statute))))
        related = tuple(m for m in register.matters if _overlap(m.words, meant.words))
        statement = f"原文写作：{'、'.join(meant.words)}" if statute else ""
        how = "thesaurus" if statute else "phrase"
        return MatterMatch(asked, how, (meant,), related, statement=statement)

    def matter(self, matter: Matter) -> MatterDuties:
        """Everybody with a part in a matter, the lead and those responsible first."""
        register = self.register
        containing = tuple(x for x in self._leaves if any(w in x.text for w in matter.words))
        if matter in register.matters:
            duties = [d for d in register.duties if matter.name in d.matters]
            mentions = [m for m in register.rest if matter.name in m.matters]
        else:
            spans = {str(x.id): _spans(x.text, matter.words) for x in containing}
            duties = [d for d in register.duties if _meets(d, spans)]
            mentions = [m for m in register.rest if _meets(m, spans)]
        listed = {id(d) for d in duties}
        return MatterDuties(
            matter,
            tuple(sorted(duties, key=lambda d: ROLES.index(d.role))),
            tuple(
                Applied(body, entry, had)
                for body in register.bodies
                for entry in self._inherited[body.name]
                if (had := tuple(d for d in entry.duties if id(d) in listed))
            ),
            tuple(mentions),
            tuple(x.id for x in containing),
        )

    def matrix(
        self, actors: Iterable[str] | None = None, matters: Iterable[str] | None = None
    ) -> Matrix:
        """Own and inherited duties of bodies in matters; all of either where none are given."""
        wanted = None if actors is None else set(actors)
        about = None if matters is None else set(matters)
        cells: dict[tuple[str, str], list[Duty]] = {}
        for actor, borne in self._borne.items():
            for duty in borne if wanted is None or actor in wanted else ():
                for name in duty.matters:
                    if about is None or name in about:
                        cells.setdefault((actor, name), []).append(duty)
        rows, columns = {actor for actor, _ in cells}, {name for _, name in cells}
        return Matrix(
            tuple(b.name for b in self.register.bodies if b.name in rows),
            tuple(m.name for m in self.register.matters if m.name in columns),
            {key: tuple(found) for key, found in cells.items()},
        )

    def compare(self, a: Body, b: Body) -> Comparison:
        """Two bodies side by side: what both bear, what only one does, and by matter."""
        of_a, of_b = self._borne[a.name], self._borne[b.name]
        both = {d.key for d in of_a} & {d.key for d in of_b}
        rows = []
        for matter in self.register.matters:
            in_a = tuple(d for d in of_a if matter.name in d.matters)
            in_b = tuple(d for d in of_b if matter.name in d.matters)
            if in_a or in_b:
                rows.append((matter.name, in_a, in_b))
        return Comparison(
            a,
            b,
            tuple(d for d in of_a if d.key in both),
            tuple(d for d in of_a if d.key not in both),
            tuple(d for d in of_b if d.key not in both),
            tuple(rows),
        )

    def calendar(self, kind: TimeKind | None = None, actor: str = "") -> tuple[Occasion, ...]:
        """Recurring and timed duties by time: 每季度 before 每年, numbers before 定期 and 及时.

        With an actor, the duties that it bears itself or inherits.
        """
        found: dict[tuple[str, int | None, str], tuple[Recurrence, list[Duty]]] = {}
        for duty in self._of(actor):
            for time in duty.recurrence:
                if kind in (None, time.kind):
                    key = (time.kind, time.count, time.unit)
                    found.setdefault(key, (time, []))[1].append(duty)
        ordered = sorted(found.values(), key=lambda pair: _when(pair[0]))
        return tuple(Occasion(time, tuple(duties)) for time, duties in ordered)

    def times(self, words: str) -> tuple[Occasion, ...]:
        """The occasions that words name (每年, 季度, 7个工作日, 定期), as printed or normalised."""
        asked = "".join(words.split())
        return tuple(
            occasion
            for occasion in self.calendar()
            if asked in (occasion.time.unit, label(occasion.time))
            or any(
                asked in t.text or t.text in asked
                for d in occasion.duties
                for t in d.recurrence
                if _same(t, occasion.time)
            )
        )

    def modality(self, modality: Modality, actor: str = "") -> tuple[Duty, ...]:
        """Every duty of one modality (所有不得), in printed order; of one actor where given."""
        return tuple(d for d in self._of(actor) if d.modality == modality)

    def _of(self, actor: str) -> tuple[Duty, ...]:
        return self._borne.get(actor, ()) if actor else self.register.duties


def label(time: Recurrence) -> str:
    """The normalised form in words: 每季度, 每2年, 7工作日内, 定期."""
    if time.count is None:
        return time.text
    if time.kind == "deadline":
        return f"{time.count}个{time.unit}内"
    return f"每{time.unit}" if time.count == 1 else f"每{time.count}{time.unit}"


_UNITS = ("小时", "日", "天", "工作日", "周", "月", "季度", "半年", "年")


def _when(time: Recurrence) -> tuple[int, bool, int, int, str]:
    unit = _UNITS.index(time.unit) if time.unit in _UNITS else len(_UNITS)
    return (TIME_KINDS.index(time.kind), time.count is None, unit, time.count or 0, time.unit)


def _same(a: Recurrence, b: Recurrence) -> bool:
    return (a.kind, a.count, a.unit) == (b.kind, b.count, b.unit)


def _overlap(words: Sequence[str], others: Sequence[str]) -> bool:
    return any(a in b or b in a for a in words for b in others)


def _names(words: str, body: Body) -> bool:
    return any(name in words for name in body.printed)


def _punishes(one: NoDuty) -> bool:
    """Whether words say what somebody answers for: of an item its lead-in says who (有下列行为之一)."""
    return one.reason is NoDutyReason.ACCOUNTABILITY


def _once(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """One record for each clause and role."""
    found: dict[tuple[ClauseKey, str], Duty] = {}
    for duty in duties:
        found.setdefault((duty.key, duty.role), duty)
    return tuple(sorted(found.values(), key=lambda d: (d.provision.sort_key, d.span)))


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    found = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = text.find(word, at + 1)
    return found


def _meets(record: Duty | NoDuty, spans: dict[str, list[tuple[int, int]]]) -> bool:
    start, end = record.span
    return any(a < end and b > start for a, b in spans.get(str(record.provision), ()))
