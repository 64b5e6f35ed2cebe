"""The gold sets: questions and conversations with the provisions that answer them.

Split into dev and test by the hash of the question's or conversation's id: tuning reads dev only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

GOLD = Path(__file__).parent / "gold"
FILES = ("answerable.jsonl", "unanswerable.jsonl", "conversations.jsonl")
Split = Literal["dev", "test"]
SPLITS: tuple[Split, ...] = ("dev", "test")
#: Kind of an answerable question whose premise a provision contradicts.
FALSE_PREMISE = "false_premise"
#: Kinds and personas of ``evals/gold/GUIDE.md``, with their names for readers.
ANSWERABLE_KINDS = {
    "citation": "点名条款",
    "actor_duty": "主体职责",
    "who_responsible": "谁负责",
    "list_or_count": "清单与数目",
    "deadline_frequency": "期限与频次",
    "comparison": "比较与分工",
    "consequence": "后果",
    "applicability": "是否适用",
    "definition": "含义与原话",
    "meta": "文件本身",
    "situation": "具体情景",
    FALSE_PREMISE: "前提不实",
}
UNANSWERABLE_KINDS = {
    "near_miss": "只差一点",
    "other_law": "其他法规",
    "unfounded": "没有根据的前提",
    "off_topic": "无关",
    "chitchat": "寒暄",
}
PERSONAS = {"unit": "单位与居民", "trainer": "培训讲师", "official": "机关与街乡"}


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One single-turn gold question.

    Attributes:
        id: unique in the gold sets.
        text: what is asked.
        kind, persona: see ``evals/gold/GUIDE.md``.
        answerable: whether the regulation answers it.
        must: provisions that a complete answer cites.
        ok: further provisions that may be cited.
        key_facts: verbatim words that the answer must hold.
    """

    id: str
    text: str
    kind: str
    persona: str
    answerable: bool
    must: tuple[str, ...] = ()
    ok: tuple[str, ...] = ()
    key_facts: tuple[str, ...] = ()

    @property
    def split(self) -> Split:
        """Half of the gold set that the question belongs to."""
        return split_of(self.id)


@dataclass(frozen=True, slots=True)
class GoldTurn:
    """One turn of a conversation.

    Attributes:
        question: as said in the conversation.
        standalone: the same, rewritten by a person so that it needs no conversation.
        must, ok, answerable: as of a ``GoldQuestion``.
    """

    question: str
    standalone: str
    answerable: bool
    must: tuple[str, ...] = ()
    ok: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldConversation:
    """A conversation of two to four turns."""

    id: str
    persona: str
    turns: tuple[GoldTurn, ...]

    @property
    def split(self) -> Split:
        """Half of the gold set; a conversation is never divided."""
        return split_of(self.id)


@dataclass(frozen=True, slots=True)
class Gold:
    """What one evaluation asks.

    Attributes:
        questions, conversations: in file order.
        digest: hash of the files that they were read from.
    """

    questions: tuple[GoldQuestion, ...]
    conversations: tuple[GoldConversation, ...]
    digest: str

    def half(self, split: Split) -> Gold:
        """The part that belongs to one split."""
        return Gold(
            tuple(q for q in self.questions if q.split == split),
            tuple(c for c in self.conversations if c.split == split),
            self.digest,
        )


def split_of(id_: str) -> Split:
    """``dev`` or ``test``, by hash."""
    return "dev" if sha256(id_.encode()).digest()[0] % 2 else "test"


def load_gold(folder: Path = GOLD) -> Gold:
    """Both halves."""
    return Gold(load_questions(folder=folder), load_conversations(folder=folder), digest_of(folder))


def load_questions(split: Split | None = None, folder: Path = GOLD) -> tuple[GoldQuestion, ...]:
    """Single-turn questions of one half, or of both."""
    questions = [
        GoldQuestion(
            id=r["id"],
            text=r["question"],
            kind=r["kind"],
            persona=r["persona"],
            answerable=answerable,
            must=tuple(r.get("must", ())),
            ok=tuple(r.get("ok", ())),
            key_facts=tuple(r.get("key_facts", ())),
        )
        for name, answerable in (("answerable", True), ("unanswerable", False))
        for r in _records(folder / f"{name}.jsonl")
    ]
    return tuple(q for q in questions if split is None or q.split == split)


def load_conversations(folder: Path = GOLD) -> tuple[GoldConversation, ...]:
    """The conversations of a folder, of both halves."""
    return tuple(
        GoldConversation(r["id"], r["persona"], tuple(_turn(t) for t in r["turns"]))
        for r in _records(folder / "conversations.jsonl")
    )


def digest_of(folder: Path = GOLD) -> str:
    """Hash of the gold files."""
    return digest((folder / name).read_bytes() for name in FILES)


def digest(parts: Iterable[bytes]) -> str:
    """16 hexadecimal digits that change with any part."""
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()[:16]


def _turn(raw: dict[str, Any]) -> GoldTurn:
    return GoldTurn(
        question=raw["question"],
        standalone=raw["standalone"],
        answerable=raw["answerable"],
        must=tuple(raw["must"]),
        ok=tuple(raw["ok"]),
    )


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
