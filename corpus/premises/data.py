"""What decides which duties apply to a place: questions, facts, rules. Reviewed data, one file.

``places.toml`` beside the text, optional. ``corpus.premises.check`` proves it against the text, the
register and ``units.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from corpus.language.tables import Entry, entries_of, read_tables, table_of

FILE = "places.toml"


@dataclass(frozen=True, slots=True)
class Option:
    """One fact that a place may have.

    Attributes:
        name: how a choice prints; unique.
        words: verbatim words of the regulation for it; empty where it has none.
        lay, patterns: how people say it: words, and regular expressions.
        fallback: expressions looked for only where nothing else was recognised.
        hints: words that only suggest it.
        denies: words that say it is not so, beside a plain negation.
        implies, suggests: options that it makes certain, or likely.
        condition: what follows 如果.
        remark: Chinese, to be said where it holds.
        hidden: never offered as a choice.
    """

    name: str
    words: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()
    condition: str = ""
    remark: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """What is asked about a place.

    Attributes:
        flag: name of the command-line option.
        text: Chinese.
        options: the choices; several may hold.
        closed: once one holds, those not named do not.
        of_kind: a known kind of unit answers it.
        always: asked whatever the other answers are.
        around: about the building that a place lies in, so that what holds of a place holds of
            those inside it.
    """

    id: str
    flag: str
    text: str
    options: tuple[Option, ...] = ()
    closed: bool = False
    of_kind: bool = False
    always: bool = False
    around: bool = False

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options that are offered."""
        return tuple(o for o in self.options if not o.hidden)


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """What kinds of unit mean: ``units`` are names of ``units.toml`` or everyday words there."""

    units: tuple[str, ...]
    implies: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Options that cannot hold together, with the reason; ``soft``: an implied one gives way."""

    a: tuple[str, ...]
    b: tuple[str, ...]
    why: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where one of ``given`` holds, the text leaves open whether the rule applies."""

    given: tuple[str, ...]
    condition: str


@dataclass(frozen=True, slots=True)
class Rule:
    """When clauses of a provision apply, and why.

    Attributes:
        provision: short id of a leaf, or of a 条 for its own words and all its 项.
        opens: first words of the clauses, verbatim; all clauses where empty.
        when: all of these groups, of each at least one option. The first says whom the clause
            is for, the others are further conditions.
        trigger: the deciding words, verbatim.
        why: Chinese with 「{said}」 for the user's words; a standard sentence where empty.
        actor: the register's actor that is meant, where a clause has several.
        instead: options that give a better reason for the same clauses.
        doubts: options that make it uncertain.
    """

    provision: str
    opens: tuple[str, ...]
    when: tuple[tuple[str, ...], ...]
    trigger: str
    why: str = ""
    actor: str = ""
    instead: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """Who inside the unit acts in a clause, verbatim."""

    provision: str
    opens: str
    words: str


@dataclass(frozen=True, slots=True)
class Related:
    """Duties of somebody else (``who``) that matter to a place."""

    provision: str
    opens: tuple[str, ...]
    when: tuple[tuple[str, ...], ...]
    who: str


@dataclass(frozen=True, slots=True)
class Silent:
    """Something people say on which no duty depends.

    Attributes:
        pattern: how they say it.
        absent: expressions that the regulation does not contain.
        says: Chinese, that nothing depends on it.
    """

    pattern: str
    absent: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class ChecklistSection:
    """A part of a checklist: the lines of these articles (short ids)."""

    name: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceData:
    """Everything in ``places.toml``. ``notes``: standing sentences by name."""

    questions: tuple[PlaceQuestion, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    kinds: tuple[PlaceKind, ...] = ()
    sections: tuple[ChecklistSection, ...] = ()
    rules: tuple[Rule, ...] = ()
    inside: tuple[Inside, ...] = ()
    related: tuple[Related, ...] = ()
    silent: tuple[Silent, ...] = ()
    notes: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of all questions."""
        return tuple(o for q in self.questions for o in q.options)


def load_places(folder: Path) -> PlaceData:
    """Read the file of a regulation's folder; without one there is no data.

    Raises:
        FiredutyError: the file is not TOML, or an entry lacks a field or has one that is unknown.
    """
    path = folder / FILE
    tables = read_tables(path)

    def entries(key: str, required: str, optional: str = "") -> list[Entry]:
        return entries_of(path, tables, key, required, optional)

    return PlaceData(
        tuple(
            _question(path, e)
            for e in entries("question", "id flag text option+", "closed? of_kind? always? around?")
        ),
        tuple(
            Contradiction(tuple(e["a"]), tuple(e["b"]), e["why"], e.get("soft", False))
            for e in entries("contradiction", "a* b* why", "soft?")
        ),
        tuple(
            PlaceKind(tuple(e["units"]), tuple(e.get("is", ())), tuple(e.get("maybe", ())))
            for e in entries("kind", "units*", "is* maybe*")
        ),
        tuple(
            ChecklistSection(e["name"], tuple(e["provisions"]))
            for e in entries("section", "name provisions*")
        ),
        tuple(
            _rule(path, e)
            for e in entries(
                "rule", "provision when** trigger", "opens* why actor instead* doubts+"
            )
        ),
        tuple(
            Inside(e["provision"], e["opens"], e["words"])
            for e in entries("who", "provision opens words")
        ),
        tuple(
            Related(e["provision"], tuple(e.get("opens", ())), _groups(e), e["who"])
            for e in entries("related", "provision when** who", "opens*")
        ),
        tuple(
            Silent(e["pattern"], tuple(e["absent"]), e["says"])
            for e in entries("silent", "pattern absent* says")
        ),
        dict(table_of(path, tables, "notes")),
    )


_LISTS = {
    "words": "words",
    "lay": "lay",
    "patterns": "patterns",
    "fallback": "fallback",
    "hints": "hints",
    "denies": "denies",
    "is": "implies",
    "maybe": "suggests",
}


def _question(path: Path, entry: Entry) -> PlaceQuestion:
    options = []
    lists_of = " ".join(f"{name}*" for name in _LISTS)
    for option in entries_of(path, entry, "option", "name if", f"{lists_of} remark hidden?"):
        lists = {field: tuple(option.get(key, ())) for key, field in _LISTS.items()}
        options.append(
            Option(
                option["name"],
                condition=option["if"],
                remark=option.get("remark", ""),
                hidden=option.get("hidden", False),
                **lists,
            )
        )
    return PlaceQuestion(
        entry["id"],
        entry["flag"],
        entry["text"],
        tuple(options),
        entry.get("closed", False),
        entry.get("of_kind", False),
        entry.get("always", False),
        entry.get("around", False),
    )


def _groups(entry: Entry) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in entry["when"])


def _rule(path: Path, entry: Entry) -> Rule:
    return Rule(
        entry["provision"],
        tuple(entry.get("opens", ())),
        _groups(entry),
        entry["trigger"],
        entry.get("why", ""),
        entry.get("actor", ""),
        tuple(entry.get("instead", ())),
        tuple(
            Doubt(tuple(d["given"]), d["if"])
            for d in entries_of(path, entry, "doubts", "given* if")
        ),
    )
