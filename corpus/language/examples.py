"""What a regulation is introduced with: questions to start from, words for empty fields.

``examples.toml`` beside the text, optional. Without it the questions come from the question bank,
and without that from the provisions themselves, so that an example is always one that can be asked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from corpus.citing.citations import cite_own_text
from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.language.tables import check_fields, entries_of, read_tables, table_of
from corpus.text.provision import Leaf, Level, Regulation

EXAMPLES_FILE = "examples.toml"
#: What a kind of user may want most beside answers.
TOOLS = ("清单", "职责", "培训")
_MOST = 3
_DEFINES = re.compile(
    r"本[\u4e00-\u9fff]{1,4}所称(?:的)?(?P<term>[^，。；：、“”「」是]{2,12})，?是指"
)
#: A sentence that is long enough to be recognised when it is pasted.
_SENTENCE = range(16, 90)


@dataclass(frozen=True, slots=True)
class Persona:
    """A kind of user with the questions that such users start from.

    Attributes:
        tool: one of ``TOOLS``; empty for none.
    """

    name: str
    purpose: str
    examples: tuple[str, ...]
    tool: str = ""


@dataclass(frozen=True, slots=True)
class PackExample:
    """A training pack that an empty form offers: its name and what is chosen."""

    name: str
    scope: tuple[str, ...] = ()
    unit: str = ""
    minutes: int = 30
    level: Literal["入门", "熟练"] = "入门"


@dataclass(frozen=True, slots=True)
class Examples:
    """Everything that is shown as an example; what is empty is not shown.

    Attributes:
        personas: kinds of user with questions, for the page.
        greeting: questions that small talk is answered with.
        unclear: the question that a question without words is answered with.
        unanswered: a question of its field that it does not answer.
        english: questions in English.
        place: a sentence that describes a place.
        pasted: a text to check, right and wrong.
        conversation: what the conversation is called as a document.
        packs: training packs.
        matter, actor, unit: names of one each.
        compared: two bodies to compare.
        scope: what a training pack may be about.
        api: endpoint of the interface → what may be sent to it.
    """

    personas: tuple[Persona, ...] = ()
    greeting: tuple[str, ...] = ()
    unclear: str = ""
    unanswered: str = ""
    english: tuple[str, ...] = ()
    place: str = ""
    pasted: str = ""
    conversation: str = "问答"
    packs: tuple[PackExample, ...] = ()
    matter: str = ""
    actor: str = ""
    unit: str = ""
    compared: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    api: Mapping[str, Sequence[Any]] = field(default_factory=dict)


#: For what is shown without a regulation at hand.
NO_EXAMPLES = Examples()


def such_as(*words: str) -> str:
    """「如：消防车通道」 for an empty field; nothing where there is no word."""
    said = "、".join(filter(None, words))
    return f"如：{said}" if said else ""


def for_example(questions: Sequence[str]) -> str:
    """「，例如「…」「…」」; nothing where there is no question."""
    said = "".join(f"「{q}」" for q in questions if q)
    return f"，例如{said}" if said else ""


def examples_of(regulation: Regulation, language: LanguageData) -> Examples:
    """The examples of a regulation: reviewed ones, or those that its own words give.

    Raises:
        FiredutyError: the file is not TOML, or an entry lacks a field.
    """
    if language.folder is not None and os.path.lexists(language.folder / EXAMPLES_FILE):
        return _read(language.folder / EXAMPLES_FILE)
    questions = _from_bank(language) or _from_provisions(regulation)
    pasted = _to_check(regulation)
    return Examples(
        personas=(Persona("可以这样问", "点一下就能问", questions),),
        greeting=questions[:2],
        unclear=questions[0],
        pasted=pasted,
        unit=language.units[0].name if language.units else "",
        actor=language.bodies[0].name if language.bodies else "",
        scope=tuple(a.label for a in regulation.articles()[:1]),
        api={
            "ask": [{"question": questions[0]}],
            "verify": [{"text": pasted.split("\n")[0] or questions[0]}],
        },
    )


def _read(path: Path) -> Examples:
    tables = read_tables(path)
    check_fields(path, tables, "greeting* unclear unanswered english* place pasted conversation")
    fields = table_of(path, tables, "fields", None)
    check_fields(path, fields, "matter actor unit compared* scope*")
    return Examples(
        tuple(
            Persona(e["name"], e["purpose"], tuple(e["questions"]), _tool(path, e.get("tool", "")))
            for e in entries_of(path, tables, "persona", "name purpose questions*", "tool")
        ),
        tuple(tables.get("greeting", ())),
        tables.get("unclear", ""),
        tables.get("unanswered", ""),
        tuple(tables.get("english", ())),
        tables.get("place", ""),
        tables.get("pasted", "").strip(),
        tables.get("conversation", NO_EXAMPLES.conversation),
        tuple(
            PackExample(
                e["name"],
                tuple(e.get("scope", ())),
                e.get("unit", ""),
                e.get("minutes", 30),
                e.get("level", "入门"),
            )
            for e in entries_of(path, tables, "pack", "name", "scope* unit minutes# level")
        ),
        fields.get("matter", ""),
        fields.get("actor", ""),
        fields.get("unit", ""),
        tuple(fields.get("compared", ())),
        tuple(fields.get("scope", ())),
        table_of(path, tables, "api", "[]"),
    )


def _tool(path: Path, name: str) -> str:
    if name and name not in TOOLS:
        raise FiredutyError(f'{path}：不认识 tool = "{name}"，可以写{"、".join(TOOLS)}')
    return name


def _from_bank(language: LanguageData) -> tuple[str, ...]:
    """The first questions of the bank, each on another provision."""
    first: dict[str, str] = {}
    for question in language.bank:
        first.setdefault(question.provision, question.text)
    return tuple(first.values())[:_MOST]


def _from_provisions(regulation: Regulation) -> tuple[str, ...]:
    """What any text answers: a word that it defines, what a 条 says, how long it is."""
    articles = regulation.articles()
    defined = [m["term"] for x in regulation.leaves() if (m := _DEFINES.match(x.text))]
    asked = [f"什么是{defined[-1]}"] if defined else []
    asked += [f"{articles[len(articles) // 2].label}写了什么", f"{regulation.kind}一共有多少条"]
    return tuple(asked[:_MOST])


def _to_check(regulation: Regulation) -> str:
    """A sentence of the text as it stands, and the same with its 应当 made a choice."""
    leaf = next(filter(_checkable, regulation.leaves()), None)
    if leaf is None:
        return ""
    sentence, where = leaf.text.rstrip("。"), cite_own_text(leaf.id, regulation, title=False)
    altered = sentence.replace("应当", "可以", 1)
    return f"{sentence}（{where}）。\n根据{where}，{altered}。"


def _checkable(leaf: Leaf) -> bool:
    one = leaf.text.count("。") == 1 and leaf.text.endswith("。")
    whole = leaf.provision.level is Level.ARTICLE and not leaf.is_lead_in
    return whole and one and "应当" in leaf.text and len(leaf.text) in _SENTENCE
