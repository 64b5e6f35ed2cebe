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


def imported(path: Path) -> set[str]:
    """Modules that a module imports, anywhere in it; ``from a import b`` names both a and a.b."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def imports(path: Path) -> set[str]:
    """Top-level packages that a module imports, anywhere in it."""
    return {name.split(".")[0] for name in imported(path)}


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


UI_ORDER = ("records", "documents", "web", "cli")


@pytest.mark.parametrize("part", UI_ORDER)
def test_parts_of_ui_import_only_those_below(part: str) -> None:
    allowed = UI_ORDER[: UI_ORDER.index(part) + 1]
    modules = sorted((ROOT / "ui" / part).rglob("*.py"))
    assert modules
    for module in modules:
        named = {name.split(".")[1] for name in imported(module) if name.startswith("ui.")}
        above = named - set(allowed)
        assert not above, f"{module.relative_to(ROOT)} imports {above}"


def test_ui_has_no_other_parts() -> None:
    parts = {module.parent for module in (ROOT / "ui").rglob("*.py")}
    assert {part.relative_to(ROOT / "ui").parts[:1] for part in parts} == {
        (),
        *((part,) for part in UI_ORDER),
    }
