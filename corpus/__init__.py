"""Chinese regulations as provision trees: parse, render, cite, load. Standard library only.

The responsibility register and the references are imported at first use: their patterns take time
to compile, and an answer does not need them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from corpus.citations import (
    Citation,
    canonical,
    cite_all,
    cite_own_text,
    find_citations,
    format_citation,
    lookup,
    parse_id,
)
from corpus.errors import FAILURE, USAGE, FiredutyError
from corpus.lines import normalise
from corpus.load import data_folder, load_default, load_regulation, read_text
from corpus.parse import PARSER_VERSION, parse, parse_with_warnings
from corpus.provision import Leaf, Level, ParseWarning, Provision, ProvisionId, Regulation
from corpus.render import render

if TYPE_CHECKING:
    from corpus.lookups import Lookups
    from corpus.references import Reference, check_references, find_references, load_references
    from corpus.register import Duty, Register
    from corpus.registry import check_register, load_register, register_of

_LAZY = {
    "Duty": "corpus.register",
    "Lookups": "corpus.lookups",
    "Reference": "corpus.references",
    "Register": "corpus.register",
    "check_references": "corpus.references",
    "check_register": "corpus.registry",
    "find_references": "corpus.references",
    "load_references": "corpus.references",
    "load_register": "corpus.registry",
    "register_of": "corpus.registry",
}

__all__ = [
    "FAILURE",
    "PARSER_VERSION",
    "USAGE",
    "Citation",
    "Duty",
    "FiredutyError",
    "Leaf",
    "Level",
    "Lookups",
    "ParseWarning",
    "Provision",
    "ProvisionId",
    "Reference",
    "Register",
    "Regulation",
    "canonical",
    "check_references",
    "check_register",
    "cite_all",
    "cite_own_text",
    "data_folder",
    "find_citations",
    "find_references",
    "format_citation",
    "load_default",
    "load_references",
    "load_register",
    "load_regulation",
    "lookup",
    "normalise",
    "parse",
    "parse_id",
    "parse_with_warnings",
    "read_text",
    "register_of",
    "render",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
