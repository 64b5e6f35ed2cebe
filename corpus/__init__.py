"""Chinese regulations as provision trees: parse, render, cite, load. Standard library only."""

from corpus.citations import (
    Citation,
    canonical,
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

__all__ = [
    "FAILURE",
    "PARSER_VERSION",
    "USAGE",
    "Citation",
    "FiredutyError",
    "Leaf",
    "Level",
    "ParseWarning",
    "Provision",
    "ProvisionId",
    "Regulation",
    "canonical",
    "cite_own_text",
    "data_folder",
    "find_citations",
    "format_citation",
    "load_default",
    "load_regulation",
    "lookup",
    "normalise",
    "parse",
    "parse_id",
    "parse_with_warnings",
    "read_text",
    "render",
]
