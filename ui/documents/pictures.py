"""Pictures of the register as HTML files that need nothing else: no network, no other file.

The matrix is a heat map of actors against matters; the graph shows which provision refers to which.
Both open at a click down to the words of the text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from assistant.answering.quoting import source_of, status_notice
from corpus.register.lookups import Lookups
from corpus.register.records import Register
from corpus.text.provision import Regulation
from ui.documents.duty_cells import DERIVED
from ui.documents.picture_graph import collect_graph, draw_graph, list_references
from ui.documents.picture_matrix import collect_matrix, draw_matrix

_ASSETS = Path(__file__).parent.parent / "assets"


def render_matrix_page(lookups: Lookups) -> str:
    """The heat map as a whole page."""
    matrix = lookups.matrix()
    title = (
        f"主体与事项：{len(matrix.actors)} 个主体、{len(matrix.matters)} 个事项，"
        f"{len(matrix.cells)} 处有职责"
    )
    about = "数字是职责项数，自身的和引用而来的都算；点一格看条文。"
    if not lookups.register.reviewed:
        about = f"{DERIVED}{about}"
    regulation = lookups.register.regulation
    body = draw_matrix(matrix)
    return _page(
        regulation,
        title=title,
        about=about,
        body=body,
        data=collect_matrix(lookups, matrix),
        script="matrix.js",
    )


def render_graph_page(register: Register) -> str:
    """The graph of references as a whole page."""
    references = register.references
    outside = sum(bool(r.external) for r in references)
    title = f"条款引用图：{len(references)} 处引用，其中 {outside} 处指向其他文件"
    about = "箭头从引用处指向被引用的条款；点一个条款看原文。"
    body = draw_graph(register) + list_references(register)
    return _page(
        register.regulation,
        title=title,
        about=about,
        body=body,
        data=collect_graph(register),
        script="graph.js",
    )


def _page(
    regulation: Regulation,
    *,
    title: str,
    about: str,
    body: str,
    data: Mapping[str, Any],
    script: str,
) -> str:
    template = Template((_ASSETS / "picture.html").read_text("utf-8"))
    return template.substitute(
        title=escape(title),
        about=escape(about),
        source=escape(source_of(regulation)),
        notice=escape(status_notice(regulation)),
        body=body,
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
        style=(_ASSETS / "picture.css").read_text("utf-8"),
        script="".join(
            (_ASSETS / name).read_text("utf-8")
            for name in ("scripts/keys.js", "picture.js", script)
        ),
    )
