"""关于: what this is, what it holds and does not hold, how it answers, what it keeps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assistant.answering.quoting import status_notice
from corpus.citing.references import Reference
from corpus.text.provision import Level, Regulation
from corpus.text.status import status_mark, status_words
from index.library import is_named
from ui.documents.reference_lines import cite_external
from ui.records.brand import BRAND
from ui.web.held import HeldDocuments
from ui.web.services import Services, reviewed_of
from ui.web.theme import ASSETS
from ui.web.views.apparatus import NOT_HELD
from ui.web.views.facts import facts_of, render_pairs, render_status
from ui.web.views.markup import text

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
    counts = [
        ("条", sum(len(r.articles()) for r in held.regulations)),
        ("可以单独引用的条款", sum(len(r.leaves()) for r in held.regulations)),
    ]
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


def render_about(about: About) -> str:
    """The whole view."""
    parts = (
        _status(about.held),
        _held(about),
        _answering(about),
        _privacy(about),
        _evaluation(about),
        _versions(about),
        _glossary(about.matter),
        _section(
            "许可",
            f"<p>程序按 Apache-2.0 许可开放源码。{_licences(about.held)}</p>",
        ),
    )
    return (
        '<div class="view about"><h2 tabindex="-1">关于</h2>'
        f'<p class="lead">{BRAND}：用大白话问，用条文答。</p>{"".join(parts)}'
        f'<footer class="source">{_notices(about.held)}</footer></div>'
    )


def _licences(held: HeldDocuments) -> str:
    return "".join(dict.fromkeys(status_words(r.status).licence for r in held.by_authority))


def _notices(held: HeldDocuments) -> str:
    """What the status of each document obliges to say."""
    return "".join(
        f'<p class="notice">{text(title)}{text(status_notice(r))}</p>'
        for r in held.by_authority
        for title in (f"《{r.title}》：" if held.are_several else "",)
    )


def _section(title: str, html: str) -> str:
    return f"<section><h3>{title}</h3>{html}</section>"


def _status(held: HeldDocuments) -> str:
    if not held.are_several:
        regulation = held.first
        pairs = [("名称", f"《{regulation.title}》"), *facts_of(regulation)]
        notice = f"<p>{text(status_notice(regulation))}</p>"
        return _section("这是什么文件", render_pairs(pairs) + notice)
    rows = "".join(
        f'<li><a href="#{text(held.text_address(r))}">{text(r.key)}</a> '
        f"{render_status(r, status_mark(r))}《{text(r.title)}》</li>"
        for r in held.by_authority
    )
    more = '<p>各部的状态出处、日期和数据见<a href="#library">文件</a>。</p>'
    return _section("这是哪些文件", f"<ul>{rows}</ul>{more}")


def _held(about: About) -> str:
    regulations = about.held.regulations
    annexes = sum(n.level is Level.ANNEX for r in regulations for n in r.body.walk())
    counts = "，".join(f"{name} {count:,}" for name, count in about.counts)
    titles = "、".join(f"《{text(r.title)}》" for r in regulations)
    held = f"<p>收录：{titles}全文（{counts}）"
    held += f"，附件 {annexes} 个。</p>" if annexes else "。</p>"
    external = dict.fromkeys(
        cite_external(r.external, None)
        for r in about.references
        if r.external and not any(is_named(held_one, r.external) for held_one in regulations)
    )
    if external:
        names = "".join(
            f'<li>{text(name)}<span class="not-held">{NOT_HELD}</span></li>' for name in external
        )
        held += f"<p>条文提到、但没有收录的文件（{len(external)} 个），问到它们的内容时不回答：</p><ul>{names}</ul>"
    held += "<p>其他法律法规、处罚标准、技术规范都没有收录。</p>"
    return _section("收录了什么，没有收录什么", held)


def _answering(about: About) -> str:
    steps = [
        "先看是不是点名问某一条；再在条文里检索，挑出真正回答问题的条款。",
        "结论和引文都取自条文原话；「谁负责」「要做什么」取自逐句复核过的职责登记，列全并数清。",
        "条文没有写的、问的是别的文件的，直接说明，不凑答案。",
    ]
    if about.model:
        steps.append(
            "本机设置了语言模型：它只把已有的回答换个说法，每一句先对照条文核对，没有通过的换成条文原话。"
        )
    else:
        steps.append("没有使用语言模型，同样的问题总是同样的回答。")
    return _section("回答是怎么来的", f"<ol>{''.join(f'<li>{s}</li>' for s in steps)}</ol>")


def _privacy(about: About) -> str:
    said = [
        "页面不从网上取任何东西，也没有统计和跟踪。",
        "粘贴来核对的文字、场所的描述：用完即弃，不保存。",
        "清单的勾选、最近的对话：只存在您的浏览器里，可以随时清除。",
    ]
    if about.keeps_feedback:
        said.append(
            "按「有用」「没用」「报告问题」时，才在运行本程序的电脑上存下：问题、回答、检索排序、版本和您写的话。"
        )
    else:
        said.append("反馈没有开启，什么都不存。")
    if about.model:
        said.append(
            "提问时，问题和相关条文会发给运行者设置的语言模型服务。它在哪里，请问运行本程序的人。"
        )
    else:
        said.append("问题和文字都不离开运行本程序的电脑。")
    return _section("隐私", f"<ul>{''.join(f'<li>{s}</li>' for s in said)}</ul>")


def _evaluation(about: About) -> str:
    if about.figures is None:
        return _section("答得怎么样", "<p>没有在这部法规上评测过。</p>")
    index = str(about.figures["index"])
    other = "" if index in (v for _, v in about.versions) else "，与现在用的索引不同"
    rows = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{text(f["name"])}</th>'
        f'<td role="cell" data-column="得分">{f["percent"]:.1f} %</td>'
        f'<td role="cell" data-column="95 % 区间">{f["interval"][0]:.1f}–{f["interval"][1]:.1f}</td>'
        f'<td role="cell" data-column="题数">{f["questions"]}</td></tr>'
        for f in about.figures["figures"]
    )
    head = "".join(
        f'<th scope="col" role="columnheader">{name}</th>'
        for name in ("指标", "得分", "95 % 区间", "题数")
    )
    return _section(
        "答得怎么样",
        f"<p>{text(about.figures['date'])} 评测，题目由没有看过程序的人写成，从不用于调整程序。"
        f"评测时的索引是 {text(index)}{other}；没有使用语言模型。</p>"
        '<section class="table"><table role="table" aria-label="评测结果">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></section>'
        "<p>所以仍会有错：请点开条款看原文。</p>",
    )


def _versions(about: About) -> str:
    return _section("版本", render_pairs(about.versions))


def _glossary(matter: str) -> str:
    such = {"事项": f"职责所管的事，如{matter}。"} if matter else {}
    return _section(
        "用词", render_pairs([(name, such.get(name, said)) for name, said in _GLOSSARY])
    )
