"""关于: what this is, what it holds and does not hold, how it answers, what it keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from markupsafe import Markup

from assistant.answering.quoting import status_notice
from corpus.citing.references import Reference
from corpus.text.provision import Level, Regulation
from corpus.text.status import status_mark, status_words
from index.library import is_named
from ui.documents.reference_lines import cite_external
from ui.records.brand import BRAND
from ui.web.held import HeldDocuments, tell_all_statuses
from ui.web.services import Services, reviewed_of
from ui.web.templating import part
from ui.web.theme import ASSETS
from ui.web.views.apparatus import NOT_HELD
from ui.web.views.facts import facts_of, render_status

#: Words of the page, for people who see them for the first time.
_GLOSSARY = (
    ("条、款、项", "条文的层次。「第十条第（二）项」就是第十条里编号（二）的那一段。"),
    ("主体", "承担职责的部门、单位或个人。"),
    ("事项", "职责所管的事。"),
    ("牵头、负责、配合", "原文怎么写就怎么列：写「牵头」才算牵头；没有写，就说没有写，不替人选。"),
    ("情态", "原文的口气：应当、必须、不得、可以、鼓励；直接陈述职责的写「陈述」。"),
    (
        "引用而来的职责",
        "条文写「参照某条」「履行某条第几项」，那一条的职责也由它承担，并注明经由哪一条。",
    ),
    ("不含", "条文只点了几项时，没有点到的项不适用，会逐项列出。"),
    ("已核对", "与原文逐字一致，或每一处说法在所引条款里都有依据。"),
    ("不符", "与原文不一样，原文列在旁边。"),
    ("未核对", "没有可以对照的条款，不等于正确。"),
    ("未收录", "条文提到、而本程序里没有全文的文件。"),
)


@dataclass(frozen=True, slots=True)
class About:
    """What the view shows.

    Attributes:
        held: the documents that are answered from.
        references: of them; those to instruments that are not held say so.
        versions: pairs of a name and what it is.
        counts: pairs of a name and a number, of what is held.
        figures: as ``python -m evals.about`` writes them; None for another regulation.
        keeps_feedback: whether what readers say of answers is kept on this machine.
        model: whether a language model rephrases answers.
        matter: one, as an example; empty for none.
    """

    held: HeldDocuments
    references: tuple[Reference, ...]
    versions: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    figures: dict[str, Any] | None
    keeps_feedback: bool
    model: bool
    matter: str = ""


def about_of(services: Services) -> About:
    """Gather it."""
    assistant, held = services.assistant, services.held
    versions = (
        *((_text_of(r, held), f"{r.version}（{r.status}）") for r in held.regulations),
        *(_index_of(services)),
        ("程序", find_version()),
    )
    documents = assistant.documents
    registers = [lookups.register for d in documents if (lookups := reviewed_of(d)) is not None]
    listed = held.listed
    articles = [d.articles for d in listed] or [len(r.articles()) for r in held.regulations]
    leaves = [d.leaves for d in listed] or [len(r.leaves()) for r in held.regulations]
    counts = [("条", sum(articles)), ("可以单独引用的条款", sum(leaves))]
    if registers:
        bodies = {b.name for r in registers for b in r.bodies}
        matters = {m.name for r in registers for m in r.matters}
        counts += [
            ("职责登记", sum(len(r.duties) for r in registers)),
            ("主体", len(bodies)),
            ("事项", len(matters)),
        ]
    figures = load_evaluation()
    measured = any(figures["regulation"] == r.slug for r in held.regulations)
    return About(
        held,
        tuple(reference for d in documents for reference in d.references),
        versions,
        tuple(counts),
        figures if measured else None,
        services.feedback is not None,
        assistant.writer is not None,
        services.examples.matter,
    )


def _text_of(regulation: Regulation, held: HeldDocuments) -> str:
    return regulation.key if held.are_several else "法规文本"


def _index_of(services: Services) -> tuple[tuple[str, str], ...]:
    """What the index is called, so that it can be told from another."""
    return (("索引", services.assistant.index.manifest.identity),)


@lru_cache(maxsize=1)
def load_evaluation() -> dict[str, Any]:
    """The figures that come with the program."""
    found: dict[str, Any] = json.loads((ASSETS / "figures.json").read_text("utf-8"))
    return found


def find_version() -> str:
    """The installed version."""
    try:
        return version("fireduty")
    except PackageNotFoundError:
        return "未安装"


@dataclass(frozen=True, slots=True)
class _HeldOne:
    """A document as the view lists it."""

    key: str
    title: str
    address: str
    status: Markup


@dataclass(frozen=True, slots=True)
class _AboutPage:
    """What the template needs besides ``About``."""

    single: Sequence[tuple[str, str]]
    single_notice: str
    documents: tuple[_HeldOne, ...]
    statuses: str
    held: str
    external: tuple[str, ...]
    not_held: str
    other_index: bool
    glossary: tuple[tuple[str, str], ...]
    licences: str
    notices: tuple[str, ...]


def render_about(about: About) -> str:
    """The whole view."""
    held = about.held
    alone = not held.are_several
    single = [("名称", f"《{held.first.title}》"), *facts_of(held.first)] if alone else []
    measured = [value for _, value in about.versions]
    such = {"事项": f"职责所管的事，如{about.matter}。"} if about.matter else {}
    page = _AboutPage(
        single=single,
        single_notice=status_notice(held.first),
        documents=tuple(
            _HeldOne(r.key, r.title, held.text_address(r), render_status(r, status_mark(r)))
            for r in held.by_authority
            if not held.listed
        ),
        statuses=f"收录 {len(held):,} 部：{tell_all_statuses(held)}" if held.listed else "",
        held=_held(about),
        external=tuple(_external(about)),
        not_held=NOT_HELD,
        other_index=about.figures is not None and about.figures["index"] not in measured,
        glossary=tuple((name, such.get(name, said)) for name, said in _GLOSSARY),
        licences="".join(dict.fromkeys(status_words(r.status).licence for r in held.by_authority)),
        notices=tuple(_notices(held)),
    )
    return str(part("about", "view", BRAND, about, page))


def _notices(held: HeldDocuments) -> Iterator[str]:
    """What the status of each document obliges to say; of thousands, where each is told."""
    if held.listed:
        yield "每一部的状态写在它的原文和每个回答旁边；请核对正式文本。"
        return
    for regulation in held.by_authority:
        title = f"《{regulation.title}》：" if held.are_several else ""
        yield f"{title}{status_notice(regulation)}"


def _held(about: About) -> str:
    held, counts = about.held, "，".join(f"{name} {count:,}" for name, count in about.counts)
    if held.listed:
        return f"收录 {len(held):,} 部文件全文（{counts}），名称见「文件」。"
    annexes = sum(n.level is Level.ANNEX for r in held.regulations for n in r.body.walk())
    titles = "、".join(f"《{r.title}》" for r in held.regulations)
    return f"收录：{titles}全文（{counts}）" + (f"，附件 {annexes} 个。" if annexes else "。")


def _external(about: About) -> Iterator[str]:
    """Instruments that the documents name and that are not held, each once."""
    held = about.held
    names = dict.fromkeys(r.external for r in about.references if r.external)
    yield from dict.fromkeys(cite_external(n, None) for n in names if not _is_held(n, held))


def _is_held(name: str, held: HeldDocuments) -> bool:
    return bool(held.key_of_title(name)) or any(is_named(r, name) for r in held.regulations)
