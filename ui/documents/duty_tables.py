"""What look-ups in the register found, as documents to print or export.

The title of every document is its conclusion with a count; nothing is counted that is not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.quoting import source_of, status_notice
from corpus.language.data import Body
from corpus.register.actors import ActorMatch
from corpus.register.findings import ActorDuties, MatterDuties, MatterMatch, Occasion
from corpus.register.lookups import Lookups, label
from corpus.register.records import Duty, provisions_of
from corpus.text.provision import ProvisionId
from ui.documents.document import Document, DocumentSection
from ui.documents.duty_cells import (
    DERIVED,
    DUTY_COLUMNS,
    STATED,
    STATEMENT_NOTE,
    Borne,
    Selected,
    borne_by,
    own,
)
from ui.documents.duty_sections import (
    OF_ACTOR,
    OF_DERIVED,
    OF_MATTER,
    OF_REGISTER,
    OF_TIME,
    TIMES,
    DutySection,
    DutySections,
)


class DutyTables:
    """Documents of the look-ups in one register.

    Args:
        lookups: the register.
        date: ISO date that the documents bear.
        key: of the regulation, where several are asked; addresses in records begin with it.
    """

    def __init__(self, lookups: Lookups, date: str, key: str = "") -> None:
        self.lookups = lookups
        self.date = date
        self._own_name = lookups.register.regulation.own_name
        self._sections = DutySections(lookups, key)
        self._cells = self._sections.cells

    def actors(self, match: ActorMatch) -> Document:
        """Everything that the text asks of each body that a name means."""
        found = [self.lookups.actor(body) for body in match.bodies]
        data = [self._cells.actor(f) for f in found]
        if len(found) == 1:
            sections = self._sections.of_actor(found[0])
            title, ways = self._of_body(found[0]), self._sections.ways(found[0])
            return self._document(found[0].body.name, title, ways, sections, data)
        summary = [
            s
            for f in found
            for s in (self._of_body(f), *(f"{f.body.name}{w}" for w in self._sections.ways(f)))
        ]
        sections = [s for f in found for s in self._sections.of_actor(f, f.body.name)]
        total = sum(len(borne_by(f)) for f in found)
        name = f"「{match.asked}」可以指{'、'.join(f.body.name for f in found)}"
        title = f"{match.statement}，共 {total} 项职责"
        return self._document(name, title, summary, sections, data)

    def unnamed(self, match: ActorMatch) -> Document:
        """What applies to a body that exists and that the text does not name."""
        assert match.unnamed is not None
        found = self.lookups.unnamed(match.unnamed)
        title = f"{match.statement}（{len(found.duties)} 项职责）"
        sections = [
            self._sections.duties("对政府各部门的共同规定", own(found.duties), DUTY_COLUMNS),
            self._sections.duties("对政府各部门的其他规定", own(found.also), DUTY_COLUMNS),
        ]
        data = {
            "common": self._cells.records(found.duties),
            "also": self._cells.records(found.also),
        }
        name = f"{self._own_name}没有点名「{match.asked}」"
        return self._document(name, title, (), sections, data)

    def mentioned(self, match: ActorMatch) -> Document:
        """Where the text speaks of something that is the actor of no duty."""
        leaves = [x for x in self.lookups.register.regulation.leaves() if x.id in match.printed]
        rows = [(self._cells.cite(x.id), "提到", x.text) for x in leaves]
        title = f"{match.statement}：{len(rows)} 处条款提到它"
        data = [{"provision": self._cells.id(x.id), "text": x.text} for x in leaves]
        name = f"{self._own_name}提到「{match.asked}」"
        sections = [self._sections.clauses("提到它的条款", rows)]
        return self._document(name, title, (), sections, data)

    def matters(self, match: MatterMatch) -> Document:
        """Everybody with a part in each matter that words mean, the lead first."""
        found = [self.lookups.matter(m) for m in match.matters]
        data = [self._cells.matter(f) for f in found]
        if len(found) == 1:
            summary = [f"{match.statement}。"] if match.statement else []
            summary.append(_coverage(found[0]))
            if match.related:
                summary.append(f"有关的事项：{'、'.join(m.name for m in match.related)}。")
            sections = self._sections.of_matter(found[0])
            name, title = found[0].matter.name, self._of_matter(found[0])
            return self._document(name, title, summary, sections, data)
        summary = [s for f in found for s in (self._of_matter(f), _coverage(f))]
        sections = [s for f in found for s in self._sections.of_matter(f, f.matter.name)]
        total = len({p for f in found for p in f.provisions})
        name = f"「{match.asked}」涉及{'、'.join(f.matter.name for f in found)}"
        title = f"{match.statement}，共 {total} 处规定"
        return self._document(name, title, summary, sections, data)

    def by_meaning(self, found: Sequence[ProvisionId]) -> Document:
        """What stands in the provisions that free words lead to, in their order; all of each."""
        register = self.lookups.register
        place = {address: at for at, address in enumerate(dict.fromkeys(found))}
        duties = [d for d in register.duties if d.provision in place]
        rest = [r for r in register.rest if r.provision in place]
        told = {d.provision for d in duties} | {r.provision for r in rest}
        duties.sort(key=lambda d: place[d.provision])
        rest.sort(key=lambda r: place[r.provision])
        others = [
            (self._cells.cite(x.id), "条文", x.text)
            for x in register.regulation.leaves()
            if x.id in place and x.id not in told
        ]
        counted = f"，写着 {len(duties)} 项职责" if duties else ""
        title = f"{self._own_name}找到 {len(place)} 处条款{counted}，最相关的在前"
        sections = [
            self._sections.duties("相关的职责", own(duties), OF_MATTER),
            self._sections.rest("相关的其他规定", rest),
            self._sections.clauses("相关的条文", others),
        ]
        data = {
            "duties": self._cells.records(duties),
            "clauses": [self._cells.clause(r) for r in rest],
            "provisions": [self._cells.id(address) for address in place],
        }
        return self._document(title, title, (), sections, data)

    def selection(
        self, chosen: Sequence[Selected], about: str, notes: Sequence[str] = ()
    ) -> Document:
        """Some duties, of everybody or of each of several bodies.

        Args:
            about: what was selected.
        """
        names = [f"{c.name}（{about}）" if c.name else f"「{about}」" for c in chosen]
        title = "；".join(
            f"{name}：{self._count(c.borne)}{_apart(len(c.common))}"
            for name, c in zip(names, chosen, strict=True)
        )
        sections = []
        for c in chosen:
            columns = OF_ACTOR if c.name else DUTY_COLUMNS
            sections += [
                self._sections.duties(c.name or about, c.borne, columns),
                self._sections.duties(f"{c.name}与同类一起承担的", c.common, DUTY_COLUMNS),
            ]
        data = [
            {
                "actor": c.name,
                "duties": [self._cells.record(b) for b in c.borne],
                "common": [self._cells.record(b) for b in c.common],
            }
            for c in chosen
        ]
        return self._document(names[0], title, notes, sections, data)

    def compare(self, a: Body, b: Body) -> Document:
        """Two bodies side by side: the same, only one's, only the other's, and by matter."""
        found = self.lookups.compare(a, b)
        name = f"{a.name}与{b.name}"
        title = (
            f"{name}：相同 {len(found.same)} 项，"
            f"只有{a.name} {len(found.only_a)} 项，只有{b.name} {len(found.only_b)} 项"
        )
        data = {
            "a": a.name,
            "b": b.name,
            "same": self._cells.records(found.same),
            "only_a": self._cells.records(found.only_a),
            "only_b": self._cells.records(found.only_b),
        }
        summary = [
            f"{body.name}{sentence}"
            for body in dict.fromkeys((a, b))
            for sentence in self._sections.ways(self.lookups.actor(body))
        ]
        return self._document(name, title, summary, self._sections.compared(found), data)

    def calendar(self, occasions: Sequence[Occasion], about: str) -> Document:
        """Duties by time: how often, by when, at what time of the year or day."""
        return self._by_time(occasions, about, None)

    def calendar_of(self, body: Body) -> Document:
        """The timed duties of one body: own and inherited, and apart those of its collectives."""
        found = self.lookups.actor(body)
        about = f"{body.name}的时间要求"
        return self._by_time(self.lookups.calendar(actor=body.name), about, found)

    def _by_time(
        self, occasions: Sequence[Occasion], about: str, found: ActorDuties | None
    ) -> Document:
        counts = [
            (name, len({d.id for o in occasions if o.time.kind == kind for d in o.duties}))
            for kind, name in TIMES.items()
        ]
        total = len({d.id for o in occasions for d in o.duties})
        split = "、".join(f"{name} {count} 项" for name, count in counts if count)
        common = [d for c in (found.common if found else ()) for d in c.duties if d.recurrence]
        said = f"{total} 项职责（{split}）" if total else self._count(())
        sections = self._sections.times(occasions, found)
        sections.append(self._sections.duties("与同类一起承担的", own(common), OF_TIME))
        data = {
            "occasions": [
                {
                    "time": label(o.time),
                    "kind": o.time.kind,
                    "duties": self._cells.records(o.duties),
                }
                for o in occasions
            ],
            "common": self._cells.records(common),
        }
        title = f"{about}：{said}{_apart(len(common))}"
        return self._document(about, title, (), sections, data)

    def read_out(self, title: str, duties: Sequence[Duty]) -> Document:
        """Duties that the program read out of a text of which nobody has reviewed a register."""
        section = self._sections.duties("程序读出的职责", own(duties), OF_DERIVED)
        return self._document(title, title, (), [section], self._cells.records(duties))

    def whole(self) -> Document:
        """The whole register in printed order, with the clauses that bind nobody."""
        register = self.lookups.register
        actors = len({d.actor for d in register.duties})
        name = "全部职责"
        title = f"{name}：{len(register.duties)} 项职责，{actors} 个主体"
        sections = [
            self._sections.duties("职责", own(register.duties), OF_REGISTER),
            self._sections.rest("其他规定", register.rest),
        ]
        data = {
            "duties": self._cells.records(register.duties),
            "rest": [self._cells.clause(r) for r in register.rest],
        }
        return self._document(name, title, (), sections, data)

    def matrix(self) -> Document:
        """Actors against matters: one row for each pair that has a duty."""
        found = self.lookups.matrix()
        section = self._sections.matrix(found)
        name = "主体与事项对照"
        title = (
            f"{name}：{len(found.actors)} 个主体、{len(found.matters)} 个事项，"
            f"{len(section.rows)} 处有职责"
        )
        keys = ("actor", "matter", "count", "roles", "citations")
        data = [dict(zip(keys, row, strict=True)) for row in section.rows]
        return self._document(
            name, title, ["直接写的和按照引用适用的职责都算在内。"], [section], data
        )

    def _document(
        self,
        name: str,
        title: str,
        summary: Iterable[str],
        sections: Sequence[DocumentSection],
        data: object,
    ) -> Document:
        regulation = self.lookups.register.regulation
        shown = tuple(s for s in sections if s.rows)
        borne = [b for s in shown if isinstance(s, DutySection) for b in s.borne]
        bound = {b.duty.modality for b in borne}
        derived = () if self.lookups.register.reviewed else (DERIVED,)
        return Document(
            title,
            status_notice(regulation),
            source_of(regulation),
            self.date,
            (
                *derived,
                *summary,
                *((STATEMENT_NOTE,) if STATED in bound and len(bound) > 1 else ()),
            ),
            shown,
            data,
            name,
        )

    def _count(self, borne: Sequence[Borne]) -> str:
        if not borne:
            return f"{self._own_name}没有写这样的职责（0 项）"
        return f"{len(borne)} 项，见 {len(provisions_of(tuple(b.duty for b in borne)))} 处条款"

    def _of_body(self, found: ActorDuties) -> str:
        bears = borne_by(found)
        apart = _apart(sum(len(c.duties) for c in found.common))
        if not bears:
            return f"{found.body.name}：{self._own_name}没有直接写它的职责（0 项）{apart}"
        mine = sum(not b.by for b in bears)
        split = (
            f"（直接写明 {mine} 项，按照引用适用 {len(bears) - mine} 项）"
            if mine < len(bears)
            else ""
        )
        where = len(provisions_of(tuple(b.duty for b in bears)))
        return f"{found.body.name}：{len(bears)} 项职责{split}，见 {where} 处条款{apart}"

    def _of_matter(self, found: MatterDuties) -> str:
        actors, where = len({d.actor for d in found.duties}), len(found.provisions)
        who = f"{actors} 个主体" if actors else "没有写是谁的职责"
        if found.matter in self.lookups.register.matters:
            lead = found.lead_statement(self._own_name)
            return f"{found.matter.name}：{where} 处规定，{who}，{lead}"
        leaves = self.lookups.register.regulation.leaves()
        said = "写到" if any(found.matter.name in leaf.text for leaf in leaves) else "有关规定"
        return f"{found.matter.name}：{self._own_name}有 {where} 处{said}，{who}"


def _apart(common: int) -> str:
    return f"；另有与同类一起承担的 {common} 项" if common else ""


def _coverage(found: MatterDuties) -> str:
    words = "、".join(f"「{w}」" for w in found.matter.words)
    listed = set(found.provisions)
    missing = sum(address not in listed for address in found.containing)
    every = f"原文写有{words}的条款 {len(found.containing)} 处"
    return f"{every}，下面没有列 {missing} 处。" if missing else f"{every}，都列在下面。"
