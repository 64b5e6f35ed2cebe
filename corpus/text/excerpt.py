"""A few 条 of a regulation by themselves, under their headings: enough to judge a sentence by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.text.provision import Leaf, Level, Provision, Regulation


def excerpt(regulation: Regulation, leaves: Iterable[Leaf]) -> Regulation:
    """The regulation with those 条 alone that some leaves lie in."""
    articles = {id(article) for leaf in leaves if (article := _article_of(leaf)) is not None}
    return replace(regulation, body=_pruned(regulation.body, articles))


def _article_of(leaf: Leaf) -> Provision | None:
    every = (leaf.provision, *leaf.ancestors)
    return next((node for node in every if node.level is Level.ARTICLE), None)


def _pruned(node: Provision, articles: set[int]) -> Provision:
    kept = (child for child in node.children if child.level <= Level.ARTICLE)
    children = tuple(
        child if child.level is Level.ARTICLE else _pruned(child, articles)
        for child in kept
        if child.level is not Level.ARTICLE or id(child) in articles
    )
    return replace(node, children=children)
