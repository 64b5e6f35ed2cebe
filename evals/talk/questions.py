"""What was typed, written by somebody who had seen the texts and the library's questions, and no code.

``tuning`` halves are what choices are made on, ``report`` halves what is reported.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.text.provision import ProvisionId
from evals.library.questions import address

FOLDER = Path(__file__).parent
TalkHalf = Literal["tuning", "report"]
#: Groups of provisions: a group is one point of the answer, its members say the same.
Groups = tuple[frozenset[ProvisionId], ...]


@dataclass(frozen=True, slots=True)
class Noisy:
    """A question with what stands around it, or several, or none.

    Attributes:
        id, kind, text: as written.
        answerable: whether there is a question in it that the documents answer.
        cited: what answers.
        base: ids of the library's questions inside it.
    """

    id: str
    kind: str
    text: str
    answerable: bool
    cited: Groups
    base: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnPair:
    """A question after another.

    Attributes:
        first, second: as typed.
        complete: whether the second needs nothing of the first.
        cited: what answers the second.
    """

    id: str
    kind: str
    first: str
    second: str
    complete: bool
    cited: Groups


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Something that asks nothing of the documents.

    Attributes:
        history: what was asked before.
        may_cite: whether the last answer's provisions may be given again.
    """

    id: str
    kind: str
    text: str
    history: tuple[str, ...]
    may_cite: bool


@dataclass(frozen=True, slots=True)
class UnseenTurn:
    """A turn of a conversation on a law without data; ids are those inside it.

    Attributes:
        text: as typed.
        standalone: the same, rewritten by a person so that it needs no conversation.
        cited: provisions of which one answers.
    """

    text: str
    standalone: str
    cited: frozenset[str]
    answerable: bool
    kind: str


@dataclass(frozen=True, slots=True)
class UnseenTalk:
    """A conversation on one law; ``law`` is its path in LawRefBook."""

    id: str
    law: str
    turns: tuple[UnseenTurn, ...]


def load_noisy(half: TalkHalf) -> tuple[Noisy, ...]:
    """Noisy input of one half."""
    return tuple(
        Noisy(
            r["id"], r["kind"], r["text"], r["answerable"], _groups(r["cited"]), _several(r["base"])
        )
        for r in _rows("noise", half)
    )


def load_pairs(half: TalkHalf) -> tuple[TurnPair, ...]:
    """Second turns of one half."""
    return tuple(
        TurnPair(r["id"], r["kind"], r["first"], r["second"], r["complete"], _groups(r["cited"]))
        for r in _rows("merge", half)
    )


def load_small_talk(half: TalkHalf) -> tuple[SmallTalk, ...]:
    """Small talk of one half."""
    return tuple(
        SmallTalk(
            r["id"], r["kind"], r["text"], tuple(r["history"]), bool(r.get("may_cite", False))
        )
        for r in _rows("smalltalk", half)
    )


def load_english(half: TalkHalf) -> tuple[Noisy, ...]:
    """English questions of one half."""
    return tuple(
        Noisy(r["id"], "english", r["text"], r["answerable"], _groups(r["cited"]))
        for r in _rows("english", half)
    )


def load_unseen(half: TalkHalf) -> tuple[UnseenTalk, ...]:
    """Conversations of one half on laws without data."""
    return tuple(
        UnseenTalk(
            r["id"],
            r["law"],
            tuple(
                UnseenTurn(
                    t["text"], t["standalone"], frozenset(t["cited"]), t["answerable"], t["kind"]
                )
                for t in r["turns"]
            ),
        )
        for r in _rows("unseen", half)
    )


def _rows(name: str, half: TalkHalf) -> list[dict[str, Any]]:
    lines = (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["half"] == half]


def _several(base: str | list[str] | None) -> tuple[str, ...]:
    return (base,) if isinstance(base, str) else tuple(base or ())


def _groups(written: Sequence[Sequence[str]]) -> Groups:
    return tuple(frozenset(map(address, group)) for group in written)
