"""Data files in TOML: read, and held against the fields that their entries have.

A field of an entry is written as its name with a mark for what it holds: ``name`` a text, ``lay*``
texts, ``when**`` lists of texts, ``option+`` tables, ``sent[]`` anything in a list, ``closed?`` a
truth value, ``count#`` a number. What is of another kind is refused here, so that nothing else has to doubt an entry.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import FiredutyError
from corpus.files import parse_toml
from corpus.text.load import read_text

Entry = dict[str, Any]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


#: Mark → what a field with it holds, and its name.
_KINDS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "": (_is_text, "一段文字"),
    "*": (_are_texts, "一列文字"),
    "**": (lambda v: isinstance(v, list) and all(map(_are_texts, v)), "几列文字"),
    "+": (lambda v: isinstance(v, list) and all(isinstance(e, dict) for e in v), "一列表"),
    "[]": (lambda v: isinstance(v, list), "一列"),
    "?": (lambda v: isinstance(v, bool), "true 或 false"),
    "#": (lambda v: isinstance(v, int) and not isinstance(v, bool), "整数"),
}
_MARKS = "*+?#[]"


def read_tables(path: Path) -> Entry:
    """A TOML file; an absent one is empty.

    Raises:
        FiredutyError: the file cannot be read or is no TOML.
    """
    return parse_toml(path, read_text(path)) if os.path.lexists(path) else {}


def read_entries(path: Path, key: str, required: str, optional: str = "") -> list[Entry]:
    """The tables of one array of a TOML file; an absent file has none.

    Raises:
        FiredutyError: as ``entries_of`` and ``read_tables``.
    """
    return entries_of(path, read_tables(path), key, required, optional)


def entries_of(
    path: Path, tables: Mapping[str, Any], key: str, required: str, optional: str = ""
) -> list[Entry]:
    """The tables of one array of a TOML file that has been read.

    Args:
        path: of the file, for what is said of it.
        tables: that hold the array; where they do not, it is empty.
        key: of the array.
        required, optional: fields of an entry with their marks, separated by blanks.

    Raises:
        FiredutyError: an entry lacks a field, or has one that is unknown or of another kind.
    """
    entries = tables.get(key, [])
    if not _KINDS["+"][0](entries):
        raise FiredutyError(f"{path} 的 {key} 应写成一个个 [[{key}]]")
    found: list[Entry] = entries
    for number, entry in enumerate(found, 1):
        _check(f"{path} 第 {number} 个 [[{key}]] ", entry, required, optional)
    return found


def table_of(path: Path, tables: Mapping[str, Any], key: str, mark: str | None = "") -> Entry:
    """A table of a TOML file that has been read; empty where it is absent.

    Args:
        path: of the file, for what is said of it.
        tables: that hold the table.
        key: of the table.
        mark: what each of its fields holds; None for anything.

    Raises:
        FiredutyError: it is no table, or a field is of another kind.
    """
    table = tables.get(key, {})
    if not isinstance(table, dict):
        raise FiredutyError(f"{path} 的 {key} 应写成一个 [{key}]")
    holds, named = _KINDS[mark] if mark is not None else (lambda _: True, "")
    for name, value in table.items():
        if not holds(value):
            raise FiredutyError(f"{path} 的 [{key}] 里「{name}」应是{named}")
    return table


def check_fields(path: Path, tables: Entry, fields: str) -> None:
    """Hold the fields that stand outside any array against their kinds; all are optional.

    Raises:
        FiredutyError: one is of another kind.
    """
    _check(f"{path} 的 ", {n: tables[n] for n in _kinds(fields) if n in tables}, "", fields)


def _check(where: str, entry: Entry, required: str, optional: str) -> None:
    kinds = _kinds(f"{required} {optional}")
    if missing := [name for name in _kinds(required) if name not in entry]:
        raise FiredutyError(f"{where}缺少字段：{'、'.join(missing)}")
    if unknown := sorted(entry.keys() - kinds.keys()):
        raise FiredutyError(f"{where}有不认识的字段 {'、'.join(unknown)}")
    for name, value in entry.items():
        holds, named = _KINDS[kinds[name]]
        if not holds(value):
            raise FiredutyError(f"{where}的 {name} 应是{named}")


@cache
def _kinds(fields: str) -> Mapping[str, str]:
    """Name → mark."""
    return {f.rstrip(_MARKS): f[len(f.rstrip(_MARKS)) :] for f in fields.split()}
