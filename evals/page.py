"""The report as one HTML file that needs nothing else: styles, script and plots are inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from evals.cells import Cell, show, show_interval, unit
from evals.failures import CONVERSATION, Failure
from evals.gold import ANSWERABLE_KINDS, PERSONAS, UNANSWERABLE_KINDS
from evals.metrics import OUTCOMES
from evals.plots import Dot, dots, durations, stacks
from evals.report import (
    SPLIT_NAMES,
    Breakdown,
    Half,
    Report,
    describe_sizes,
    render_markdown,
    to_json,
)
from evals.specs import HEADLINE, SPECS, NumberFormat
from evals.systems import TITLES

_ASSETS = Path(__file__).parent / "assets"
_KINDS = ANSWERABLE_KINDS | UNANSWERABLE_KINDS | {CONVERSATION: "对话"}
_PLOTTED = (
    "article.S@1",
    "item.S@1",
    "item.R@5",
    "cite.f1",
    "facts",
    "refusal.f1",
    "turn.quality",
)
_BY_KEY = {spec.key: spec for spec in SPECS}


def write_report(report: Report, folder: Path) -> Path:
    """Write ``report.json``, ``report.md`` and ``report.html``; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(to_json(report), "utf-8")
    (folder / "report.md").write_text(render_markdown(report), "utf-8")
    page = folder / "report.html"
    page.write_text(render_page(report), "utf-8")
    return page


def render_page(report: Report) -> str:
    """The whole page."""
    template = Template((_ASSETS / "report.html").read_text("utf-8"))
    halves = "".join(_half(half, report.failed) for half in report.halves)
    return template.substitute(
        style=(_ASSETS / "report.css").read_text("utf-8"),
        script=(_ASSETS / "report.js").read_text("utf-8"),
        made=escape(report.made),
        links=_links(report),
        systems=_systems(report),
        body=halves + _sets(report) + _failures(report),
    )


def _links(report: Report) -> str:
    links: list[tuple[str, str]] = [
        (half.split, SPLIT_NAMES[half.split].partition("（")[0]) for half in report.halves
    ]
    links += [("sets", "另外几组题")] if report.sets else []
    links.append(("failures", "失败的题"))
    return "".join(f'<a href="#{target}">{escape(name)}</a>' for target, name in links)


def _systems(report: Report) -> str:
    rows = []
    for label, made in report.manifests.items():
        what = TITLES.get(made.system, "")
        rows.append([label, what, made.date[:16].replace("T", " "), made.index, made.code])
    first = next(iter(report.manifests.values()))
    packages = "，".join(f"{name} {number}" for name, number in first.packages.items())
    table = _plain_table(["系统", "是什么", "时间", "索引", "代码"], rows)
    origin = (
        f"金标 {first.gold}；解析器 {first.parser}，分词 {first.tokens}，向量模型 {first.embedder}；"
        f"Python {first.python}，{first.machine}；{packages}。"
    )
    return f"{table}<p class='small'>{escape(origin)}</p>"


# --- one half -------------------------------------------------------------------------------------


def _half(half: Half, own: str) -> str:
    groups = dict.fromkeys(spec.group for spec in SPECS)
    tables = "".join(
        f"<h4>{escape(group)}</h4>" + _table(half, [s.key for s in SPECS if s.group == group], own)
        for group in groups
    )
    broken = "".join(_breakdown(b, own) for b in half.breakdowns)
    return (
        f'<section id="{half.split}"><h2>{escape(SPLIT_NAMES[half.split])}</h2>'
        f"<p>{escape(describe_sizes(half))}</p>{_table(half, HEADLINE, own)}"
        f'<h3>图</h3><div class="plots">{_plots(half, own)}</div>'
        f"<h3>分类</h3>{broken}<details><summary>全部指标</summary>{tables}</details></section>"
    )


def _plots(half: Half, own: str) -> str:
    panels = [_panel(half, key, own) for key in _PLOTTED]
    legend = "".join(
        f'<span><i class="o-{name}"></i>{shown}</span>' for name, shown in OUTCOMES.items()
    )
    bars = stacks("每题的结局（题数）", half.outcomes, own)
    panels.append(bars.replace("</figure>", f'<p class="legend">{legend}</p></figure>'))
    times = [
        Dot(
            label,
            figures["ms.p50"].value,
            figures["ms.p50"].value,
            figures["ms.p95"].value,
            show(figures["ms.p95"].value, "ms"),
            label == own,
        )
        for label, figures in half.figures.items()
    ]
    panels.append(durations("用时：中位到 p95（毫秒，对数轴；右侧为 p95）", times))
    return "".join(panels)


def _panel(half: Half, key: str, own: str) -> str:
    spec = _BY_KEY[key]
    rows = [
        Dot(label, c.value, c.low, c.high, show(c.value, spec.form), label == own)
        for label, c in ((label, figures[key]) for label, figures in half.figures.items())
    ]
    return dots(f"{spec.label}{unit(spec.form)}", rows)


def _breakdown(breakdown: Breakdown, own: str) -> str:
    if not breakdown.rows:
        return ""
    systems = list(next(iter(breakdown.rows.values())))
    head = "".join(f"<th{_own(s, own)}>{escape(s)}</th>" for s in systems)
    rows = "".join(
        f"<tr><th>{escape(name)} <small>{max(c.n for c in cells.values())} 题</small></th>"
        + "".join(_cell(cells[s], "percent", s == own) for s in systems)
        + "</tr>"
        for name, cells in breakdown.rows.items()
    )
    return (
        f"<h4>{escape(breakdown.title)}（%）</h4>"
        f'<div class="scroll"><table><tr><th></th>{head}</tr>{rows}</table></div>'
    )


def _table(half: Half, keys: Iterable[str], own: str) -> str:
    systems = list(half.figures)
    head = "".join(f"<th{_own(s, own)}>{escape(s)}</th>" for s in systems)
    rows = []
    for key in keys:
        spec = _BY_KEY[key]
        cells = "".join(_cell(half.figures[s][key], spec.form, s == own) for s in systems)
        arrow = "" if spec.high else ' <small title="越低越好">↓</small>'
        rows.append(f"<tr><th>{escape(spec.label + unit(spec.form))}{arrow}</th>{cells}</tr>")
    return f'<div class="scroll"><table><tr><th></th>{head}</tr>{"".join(rows)}</table></div>'


def _cell(cell: Cell, form: NumberFormat, own: bool) -> str:
    shown = show(cell.value, form)
    around = show_interval(cell, form)
    kind = ' class="own"' if own else ""
    return f'<td{kind} title="{cell.n} 个单位">{shown}<small>{around}</small></td>'


def _sets(report: Report) -> str:
    """The tables of the sets beside the gold set; empty where none was measured."""
    tables = "".join(
        f"<h3>{escape(table.title)}（%）</h3>"
        + '<div class="scroll"><table>'
        + "".join(
            f"<tr><th>{escape(label)}</th>{_cell(cell, 'percent', True)}</tr>"
            for label, cell in table.rows.items()
        )
        + "</table></div>"
        for table in report.sets
    )
    return f'<section id="sets"><h2>另外几组题</h2>{tables}</section>' if tables else ""


def _own(label: str, own: str) -> str:
    return ' class="own"' if label == own else ""


def _plain_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(text)}</th>" for text in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table class="words"><tr>{top}</tr>{body}</table></div>'


# --- failures -------------------------------------------------------------------------------------


def _failures(report: Report) -> str:
    listed = [(split, f) for split, found in report.failures.items() for f in found]
    note = "、".join(SPLIT_NAMES[split] for split in report.failures) or "无（测试半集默认不列）"
    cards = "".join(_card(split, failure) for split, failure in listed)
    filters = (
        _filter("outcome", "结局", {f.outcome: OUTCOMES[f.outcome] for _, f in listed})
        + _filter("kind", "问法", {f.kind: _KINDS[f.kind] for _, f in listed})
        + _filter("persona", "提问者", {f.persona: PERSONAS[f.persona] for _, f in listed})
    )
    return (
        f'<section id="failures"><h2>失败的题：{escape(report.failed)}</h2><p>{escape(note)}。</p>'
        f'<form class="filters">{filters}<output></output></form>{cards}</section>'
    )


def _filter(name: str, title: str, options: dict[str, str]) -> str:
    choices = "".join(
        f'<option value="{escape(key, quote=True)}">{escape(shown)}</option>'
        for key, shown in sorted(options.items())
    )
    return (
        f'<label>{title} <select name="{name}"><option value="">全部</option>{choices}'
        "</select></label>"
    )


def _card(split: str, failure: Failure) -> str:
    tags = f"{failure.id} · {_KINDS[failure.kind]} · {PERSONAS[failure.persona]} · {split}"
    data = (
        f'data-outcome="{failure.outcome}" data-kind="{escape(failure.kind, quote=True)}" '
        f'data-persona="{escape(failure.persona, quote=True)}"'
    )
    return (
        f'<article class="failure" {data}><h4>{escape(failure.question)} '
        f'<span class="badge o-{failure.outcome}">{OUTCOMES[failure.outcome]}</span></h4>'
        f'<p class="small">{escape(tags)}</p><dl><dt>应当</dt><dd>{escape(failure.expected)}</dd>'
        f"<dt>实际</dt><dd>{escape(failure.got)}</dd><dt>原因</dt><dd>{escape(failure.why)}</dd></dl>"
        f"<details><summary>回答全文</summary><pre>{escape(failure.answer)}</pre></details></article>"
    )
