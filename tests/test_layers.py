"""Imports point down: corpus ← index ← assistant ← ui | evals; corpus is standard library only."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "assistant", "ui", "evals")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "assistant": {"corpus", "index", "assistant"},
    "ui": {"corpus", "index", "assistant", "ui"},
    "evals": {"corpus", "index", "assistant", "evals"},
}


def imports(path: Path) -> set[str]:
    """Top-level packages that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_layers(package: str) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    for module in modules:
        above = (imports(module) & set(PACKAGES)) - MAY_IMPORT[package]
        assert not above, f"{module.relative_to(ROOT)} imports {above}"


def test_corpus_needs_only_the_standard_library() -> None:
    modules = sorted((ROOT / "corpus").rglob("*.py"))
    assert modules
    for module in modules:
        outside = imports(module) - set(sys.stdlib_module_names) - {"corpus"}
        assert not outside, f"{module.name} imports {outside}"
