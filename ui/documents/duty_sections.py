"""What look-ups in the register found, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.register.findings import ActorDuties, Comparison, Matrix, MatterDuties, Occasion
from corpus.register.inheritance import Inherited
from corpus.register.lookups import Lookups, label
from corpus.register.records import ROLES, Duty, NoDuty, TimeKind
from ui.documents.document import DocumentSection
from ui.documents.duty_cells import DUTY_COLUMNS, Borne, Cells, borne_by, own, widths

OF_ACTOR = tuple(c for c in DUTY_COLUMNS if c != "主体")
OF_MATTER = ("角色", "主体", "要求", "条文原文", "时间", "条款")
OF_TIME = ("时间", "主体", "角色", "要求", "条文原文", "事项", "条款")
OF_REGISTER = ("条款", "主体", "角色", "要求", "条文原文", "时间", "事项")
OF_DERIVED = tuple(c for c in DUTY_COLUMNS if c != "事项")
OF_CLAUSE = ("条款", "性质", "条文原文")
#: What stands for words that are the same as those beside them.
_SAME = "（同左）"
TIMES: dict[TimeKind, str] = {"frequency": "频次", "deadline": "期限", "season": "时段"}


@dataclass(frozen=True, slots=True)
class DutySection(DocumentSection):
    """A table of duties.

    Attributes:
        borne: the duty of each row.
    """

    borne: tuple[Borne, ...] = ()

    def by_role(self) -> tuple[DutySection, ...]:
        """A table for each role, in their order; itself where there is one role only."""
        roles = [role for role in ROLES if any(b.duty.role == role for b in self.borne)]
        return tuple(self._of_role(role) for role in roles) if len(roles) > 1 else (self,)

    def _of_role(self, role: str) -> DutySection:
        kept = [at for at, b in enumerate(self.borne) if b.duty.role == role]
        return replace(
            self,
            name=f"{self.name} · {role}",
            rows=tuple(self.rows[at] for at in kept),
            borne=tuple(self.borne[at] for at in kept),
        )


class DutySections:
    """Tables of duties of one register."""

    def __init__(self, lookups: Lookups, key: str = "") -> None:
        self.lookups = lookups
        self.cells = Cells(lookups.register.regulation, key)
        self._order = {m.name: at for at, m in enumerate(lookups.register.matters)}

    def duties(self, name: str, borne: Sequence[Borne], columns: Sequence[str]) -> DutySection:
        """A table of duties; its heading says how many."""
        rows = tuple(self.cells.row(b, columns) for b in borne)
        shares = widths(columns)
        return DutySection(name, tuple(columns), rows, widths=shares, unit="项", borne=tuple(borne))

    def of_actor(self, found: ActorDuties, name: str = "") -> list[DocumentSection]:
        """All duties of a body by matter, those of its collectives apart.

        Args:
            name: to stand in the headings, where several bodies are listed.
        """
        lead = f"{name} · " if name else ""
        grouped = self._by_matter(borne_by(found))
        return [
            self.duties(f"{lead}职责", grouped, OF_ACTOR),
            *(
                self.duties(f"{lead}作为「{c.collective.name}」一起承担", own(c.duties), OF_ACTOR)
                for c in found.common
            ),
            self.duties(f"{lead}别的主体要对它做的", own(found.mentioned), DUTY_COLUMNS),
            self.rest(f"{lead}提到它的其他规定", found.named_in),
        ]

    def of_matter(self, found: MatterDuties, name: str = "") -> list[DocumentSection]:
        """Everybody with a part in a matter, the lead first; then who has it by reference."""
        lead = f"{name} · " if name else ""
        rows = self._applied(found)
        bodies = len({a.body.name for a in found.applied})
        return [
            self.duties(f"{lead}各主体的职责", own(found.duties), OF_MATTER),
            DocumentSection(
                f"{lead}按照引用也要这样做的主体",
                ("主体", "经由", "条款"),
                rows,
                widths=(40, 40, 30),
                unit="个",
                count=bodies,
            ),
            self.rest(f"{lead}提到它的其他规定", found.mentions),
        ]

    def compared(self, found: Comparison) -> list[DocumentSection]:
        """Two bodies matter by matter, those that both have first; then what they share and what only one has."""
        ways = [_by_clause(self.lookups.actor(body)) for body in (found.a, found.b)]

        def of(duties: Sequence[Duty], side: int) -> list[Borne]:
            return [Borne(d, ways[side][_clause(d)].by) for d in duties]

        ordered = sorted(found.matters, key=lambda row: not (row[1] and row[2]))
        rows = tuple(self._side_by_side(*row) for row in ordered)
        side_by_side = ("事项", found.a.name, found.b.name)
        return [
            DocumentSection("按事项并列", side_by_side, rows, widths=(16, 42, 42), unit="项"),
            self.duties("两者都要做的", of(found.same, 0), OF_ACTOR),
            self.duties(f"只有{found.a.name}要做的", of(found.only_a, 0), OF_ACTOR),
            self.duties(f"只有{found.b.name}要做的", of(found.only_b, 1), OF_ACTOR),
        ]

    def times(
        self, occasions: Sequence[Occasion], found: ActorDuties | None = None
    ) -> list[DocumentSection]:
        """A calendar: one table for each kind of time.

        Args:
            found: of whom it is, where it is one body's.
        """
        columns = tuple(c for c in OF_TIME if found is None or c != "主体")
        ways = _by_clause(found) if found else {}
        sections: list[DocumentSection] = []
        for kind, heading in TIMES.items():
            timed = [
                (label(o.time), ways.get(_clause(d), Borne(d)))
                for o in occasions
                if o.time.kind == kind
                for d in o.duties
            ]
            rows = tuple((when, *self.cells.row(b, columns[1:])) for when, b in timed)
            borne = tuple(b for _, b in timed)
            sections.append(
                DutySection(heading, columns, rows, widths=widths(columns), unit="项", borne=borne)
            )
        return sections

    def rest(self, name: str, clauses: Sequence[NoDuty]) -> DocumentSection:
        """Clauses that bind nobody."""
        rows = [(self.cells.cite(c.provision), c.reason, c.text) for c in clauses]
        return self.clauses(name, rows)

    def clauses(self, name: str, rows: Sequence[tuple[str, ...]]) -> DocumentSection:
        """Words of the text with where they stand."""
        return DocumentSection(name, OF_CLAUSE, tuple(rows), widths=widths(OF_CLAUSE), unit="处")

    def matrix(self, found: Matrix) -> DocumentSection:
        """One row for each pair of actor and matter that has a duty."""
        rows = tuple(
            (
                actor,
                matter,
                str(len(duties)),
                "、".join(dict.fromkeys(d.role for d in duties)),
                self.cells.cite_places(duties),
            )
            for actor in found.actors
            for matter in found.matters
            if (duties := found.cells.get((actor, matter)))
        )
        columns = ("主体", "事项", "项数", "角色", "条款")
        return DocumentSection("对照", columns, rows, widths=(22, 22, 8, 18, 50), unit="处")

    def ways(self, found: ActorDuties) -> list[str]:
        """Sentences: what each way of references brings, and what a partial one leaves out."""
        brings: dict[tuple[object, ...], list[Inherited]] = {}
        for way in found.inherited:
            brings.setdefault(way.chain, []).append(way)
        sentences = []
        for ways in brings.values():
            where = self.cells.cite_all([w.target for w in ways])
            on = f"（条件：{ways[0].condition}）" if ways[0].condition else ""
            sentences.append(f"{self.cells.steps(ways[0])}承担：{where}{on}。")
        if found.excluded:
            sentences.append(f"不适用：{self.cells.cite_all(found.excluded)}。")
        return sentences

    def _applied(self, found: MatterDuties) -> tuple[tuple[str, ...], ...]:
        """The bodies that references bring in, those that come by one way together."""
        ways: dict[tuple[str, str], list[str]] = {}
        for applied in found.applied:
            where = self.cells.cite_places(applied.duties)
            ways.setdefault((self.cells.way(applied.by), where), []).append(applied.body.name)
        return tuple(
            ("\n".join(dict.fromkeys(names)), way, where) for (way, where), names in ways.items()
        )

    def _side_by_side(
        self, matter: str, a: Sequence[Duty], b: Sequence[Duty]
    ) -> tuple[str, str, str]:
        left, right = self._said(a), self._said(b)
        return matter, left, _SAME if left == right else right

    def _said(self, duties: Sequence[Duty]) -> str:
        listed = self.cells.sentences.listed(duties)
        return "\n".join(f"{self.cells.cite(at)}：{words}" for at, words in listed) or "—"

    def _by_matter(self, borne: Sequence[Borne]) -> list[Borne]:
        """Duties of one matter together, each once, under the first of its matters."""
        return sorted(
            borne, key=lambda b: min((self._order[m] for m in b.duty.matters), default=-1)
        )


def _clause(duty: Duty) -> tuple[object, ...]:
    return duty.key, duty.role


def _by_clause(found: ActorDuties) -> dict[tuple[object, ...], Borne]:
    return {_clause(b.duty): b for b in borne_by(found)}
