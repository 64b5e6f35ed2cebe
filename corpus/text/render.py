"""Provision tree → text: the inverse of parsing."""

from __future__ import annotations

from corpus.text.provision import ROW, Provision


def render(node: Provision) -> str:
    """The text of a node and all below it: ``render(parse(t)) == normalise(t)``."""
    return "\n".join(filter(None, (render_node(n) for n in node.walk())))


def render_node(node: Provision) -> str:
    """Label, gap and words of one node, without its children."""
    return f"{node.label}{node.gap}{node.text}".replace(ROW, "\n")
