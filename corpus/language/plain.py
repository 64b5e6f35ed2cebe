"""Plain words for provisions: sentences written by hand, each borne out by its provision.

``plain.toml`` beside the text, optional. That every sentence is borne out is proved by the verifier
(``python -m evals check``); here only the addresses are held against the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.language.tables import read_entries
from corpus.text.provision import Regulation

PLAIN_FILE = "plain.toml"
#: Short id of a leaf → its sentences, in the order of the text.
Plain = Mapping[str, tuple[str, ...]]


def load_plain(folder: Path | None) -> Plain:
    """The sentences of a regulation's folder; none where there is no such file.

    Raises:
        FiredutyError: the file is not TOML or an entry lacks a field.
    """
    if folder is None:
        return {}
    entries = read_entries(folder / PLAIN_FILE, "plain", "provision text*")
    return {e["provision"]: tuple(e["text"]) for e in entries}


def check_plain(plain: Plain, regulation: Regulation) -> tuple[str, ...]:
    """Everything wrong with the addresses, one Chinese line each."""
    return tuple(_problems(plain, regulation))


def _problems(plain: Plain, regulation: Regulation) -> Iterator[str]:
    leaves = {str(leaf.id) for leaf in regulation.leaves()}
    for id_, sentences in plain.items():
        if id_ not in leaves:
            yield f"白话「{id_}」：没有这一条款"
        if not sentences or not all(s.strip() for s in sentences):
            yield f"白话「{id_}」：句子是空的"
    if plain and (missing := sorted(leaves - set(plain))):
        yield f"没有白话的条款：{'、'.join(missing)}"
