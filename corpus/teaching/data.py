"""What training questions are made from, beside the text itself. Reviewed data, one file.

``training.toml`` beside the text, optional. ``corpus.teaching.check`` proves it against the text,
the register and ``units.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from corpus.language.tables import Entry, entries_of, read_tables
from corpus.text.provision import Leaf

FILE = "training.toml"
#: On which point a contrast makes a statement false.
Point = Literal["情态", "数字", "时间", "主体", "角色", "范围"]
POINTS: tuple[Point, ...] = get_args(Point)
#: What the options of a scene's question are: acts, or bodies.
Asks = Literal["职责", "主体"]
ASKS: tuple[Asks, ...] = get_args(Asks)
#: How a scene's question is answered.
SCENE_FORMS = ("单选", "多选")
#: Where a scene's text or stem names the place.
UNIT_SLOT = "{unit}"


@dataclass(frozen=True, slots=True)
class Contrast:
    """Words of the regulation and words that make what it says false.

    Attributes:
        word: verbatim; it stands once in every provision in which it is used.
        wrong: replacements, each plausible and false.
        point: one of ``POINTS``.
        provisions: short ids in which it may be used; empty for all that hold the word.
    """

    word: str
    wrong: tuple[str, ...]
    point: str
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Verbatim words of a leaf (short id) that are one step."""

    provision: str
    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Steps whose order the text itself gives.

    Attributes:
        ask: the stem, which says what order is meant.
        steps: three to five, in order, which is the printed one.
        because: Chinese, why it is an order and no enumeration.
    """

    ask: str
    steps: tuple[Step, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Right:
    """A right option.

    Attributes:
        provision: short id of the leaf that decides.
        text: the option: verbatim words of the leaf, or with ``主体`` a body of ``bodies.toml``.
        quote: the deciding words, verbatim; ``text`` itself unless the file gives others.
    """

    provision: str
    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong option.

    Attributes:
        text: the option. Without ``printed``: the verbatim act of somebody else, or with ``主体``
            a body that does not do it. With ``printed``: an act altered on one point.
        provision: short id of the leaf in which the act, or the unaltered act, stands; empty for
            a body.
        printed, written: the words of the leaf, and what stands for them in ``text``.
    """

    text: str
    provision: str = ""
    printed: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True)
class SceneQuestion:
    """One question on a scene.

    Attributes:
        stem: Chinese, may hold ``UNIT_SLOT``.
        form: 单选 (one right, three wrong) or 多选 (two to four right of five).
        asks: whether the options are acts or bodies.
        actors: 职责: as whom the asked one acts, names of the register: what none of them bears is
            wrong. 主体: none.
        via: short ids of provisions through which they bear it where it stands for somebody else
            (参照, 部分适用); an explanation cites them too.
    """

    stem: str
    form: str
    right: tuple[Right, ...]
    wrong: tuple[Wrong, ...]
    asks: str = "职责"
    actors: tuple[str, ...] = ()
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A short case.

    Attributes:
        id: unique.
        text: two or three sentences, may hold ``UNIT_SLOT``.
        units: kinds of unit (``units.toml``) that it fits; empty for offices, then without slot.
        about: names of the register's matters.
    """

    id: str
    text: str
    units: tuple[str, ...]
    about: tuple[str, ...]
    asks: tuple[SceneQuestion, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sits in the room.

    Attributes:
        name, lay: what they are called.
        about: one sentence on what they need.
        focus: short ids of leaves to teach, most important first.
        unit: default kind of unit, empty for none.
        actors: names of the register whose duties are theirs.
    """

    name: str
    lay: tuple[str, ...]
    about: str
    focus: tuple[str, ...]
    unit: str
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Everything in ``training.toml``.

    ``confusables``: groups of bodies (names of ``bodies.toml``) that trainees mix up.
    """

    contrasts: tuple[Contrast, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    scenes: tuple[Scene, ...] = ()
    audiences: tuple[Audience, ...] = ()
    confusables: tuple[tuple[str, ...], ...] = ()

    def contrasts_of(self, leaf: Leaf) -> tuple[Contrast, ...]:
        """The contrasts that may be used in a leaf, in the order of the file."""
        return tuple(c for c in self.contrasts if is_usable(c, leaf))


def is_usable(contrast: Contrast, leaf: Leaf) -> bool:
    """Whether a contrast may be used in a leaf: it stands there once and was reviewed for it."""
    if contrast.provisions and str(leaf.id) not in contrast.provisions:
        return False
    return leaf.text.count(contrast.word) == 1


def load_training(folder: Path | None) -> TrainingData:
    """Read the file of a regulation's folder; without one there is no data.

    Raises:
        FiredutyError: the file is not TOML, or an entry lacks a field or has one that is unknown.
    """
    if folder is None:
        return TrainingData()
    path = folder / FILE
    tables = read_tables(path)

    def entries(key: str, required: str, optional: str = "") -> list[Entry]:
        return entries_of(path, tables, key, required, optional)

    return TrainingData(
        tuple(
            Contrast(e["word"], tuple(e["wrong"]), e["point"], tuple(e.get("provisions", ())))
            for e in entries("contrast", "word wrong* point", "provisions*")
        ),
        tuple(
            Sequence(
                e["ask"],
                tuple(Step(**s) for s in entries_of(path, e, "steps", "provision text")),
                e["because"],
            )
            for e in entries("sequence", "ask steps+ because")
        ),
        tuple(
            Scene(
                e["id"],
                e["text"],
                tuple(e["units"]),
                tuple(e["about"]),
                tuple(
                    _ask(path, a)
                    for a in entries_of(
                        path, e, "ask", "stem form right+ wrong+", "asks actors* via*"
                    )
                ),
            )
            for e in entries("scene", "id text units* about* ask+")
        ),
        tuple(
            Audience(
                e["name"],
                tuple(e["lay"]),
                e["about"],
                tuple(e["focus"]),
                e["unit"],
                tuple(e["actors"]),
            )
            for e in entries("audience", "name lay* about focus* unit actors*")
        ),
        tuple(tuple(e["bodies"]) for e in entries("confusable", "bodies*")),
    )


def _ask(path: Path, entry: Entry) -> SceneQuestion:
    rights = entries_of(path, entry, "right", "provision text", "quote")
    wrongs = entries_of(path, entry, "wrong", "text", "provision printed written")
    return SceneQuestion(
        entry["stem"],
        entry["form"],
        tuple(Right(r["provision"], r["text"], r.get("quote") or r["text"]) for r in rights),
        tuple(Wrong(**w) for w in wrongs),
        entry.get("asks", "职责"),
        tuple(entry.get("actors", ())),
        tuple(entry.get("via", ())),
    )
