"""Imports point down: corpus ← index ← assistant ← ui | evals; corpus is standard library only, but for
its readers, which import a library when they open a file that it reads."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Mapping
from functools import cache
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
    return imported_by(ast.parse(path.read_text("utf-8")))


def imported_by(tree: ast.AST) -> set[str]:
    """Modules that a piece of code imports."""
    found = set()
    for node in ast.walk(tree):
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


#: What the readers import, inside the function that opens a file of that kind and nowhere else.
READ_WITH = {"lxml", "opencc", "PIL", "pypdfium2", "rapidocr"}


def test_corpus_needs_only_the_standard_library_and_its_toml_reader_compiled() -> None:
    modules = sorted((ROOT / "corpus").rglob("*.py"))
    assert modules
    for module in modules:
        allowed = {"corpus", "tomli"} | (READ_WITH if module.parent.name == "readers" else set())
        outside = imports(module) - set(sys.stdlib_module_names) - allowed
        assert not outside, f"{module.name} imports {outside}"


def test_readers_import_libraries_only_when_they_open_a_file() -> None:
    modules = sorted((ROOT / "corpus" / "readers").glob("*.py"))
    assert modules
    for module in modules:
        tree = ast.parse(module.read_text("utf-8"))
        at_top = {
            name
            for node in tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in imported_by(node)
        }
        assert not {name.split(".")[0] for name in at_top} & READ_WITH, module.name


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


@cache
def sources() -> dict[str, ast.Module]:
    """Module name → its syntax tree, over all packages."""
    return {
        str(path.relative_to(ROOT).with_suffix("")).replace("/", ".").removesuffix(".__init__"): (
            ast.parse(path.read_text("utf-8"))
        )
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def targets(node: ast.AST, known: Collection[str]) -> set[str]:
    """The modules among ``known`` that one import statement names."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names if alias.name in known}
    if isinstance(node, ast.ImportFrom) and node.module in known:
        named = (f"{node.module}.{alias.name}" for alias in node.names)
        below = {name for name in named if name in known}
        return below or {str(node.module)}
    return set()


def circles(graph: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Groups of two or more modules that reach each other."""
    reached: dict[str, set[str]] = {}
    for start in graph:
        waiting, seen = list(graph[start]), set[str]()
        while waiting:
            if (module := waiting.pop()) not in seen:
                seen.add(module)
                waiting += graph[module]
        reached[start] = seen
    return [
        group
        for module in graph
        if module in reached[module]
        and (group := sorted(m for m in reached[module] if module in reached[m]))[0] == module
    ]


def test_circles_are_seen() -> None:
    assert circles({"a": ["b"], "b": ["c"], "c": ["b"], "d": []}) == [["b", "c"]]


def test_no_import_circle() -> None:
    """Imports inside functions and for types alone count as well."""
    modules = sources()
    graph = {
        name: {t for node in ast.walk(tree) for t in targets(node, modules)} - {name}
        for name, tree in modules.items()
    }
    assert sum(map(len, graph.values())) > 500
    assert circles(graph) == []


def test_packages_name_nothing() -> None:
    """One way to import a thing: from the module that defines it."""
    empty = [p for package in PACKAGES for p in (ROOT / package).rglob("__init__.py")]
    assert empty
    for path in empty:
        (docstring,) = ast.parse(path.read_text("utf-8")).body
        assert isinstance(docstring, ast.Expr), path


#: Libraries that take a noticeable part of a second to import, or that most commands never need.
HEAVY = {
    "chromadb",
    "gradio",
    "httpx2",
    "jieba",
    "langchain",
    "langchain_chroma",
    "langchain_text_splitters",
    "lxml",
    "onnx",
    "onnxruntime",
    "openai",
    "opencc",
    "PIL",
    "pypdfium2",
    "pypinyin",
    "rapidocr",
    "scipy",
    "sentence_transformers",
    "sklearn",
    "tokenizers",
    "torch",
    "transformers",
}
#: The only modules of ours that import others of ours inside functions, and what that keeps away.
DOORS = {
    "assistant.assistant": "English, training and a language model, which few questions need",
    "assistant.answering.sources": "the register, the verifier and the rules on places",
    "assistant.answering.by_retrieval": "the verifier, which only yes/no questions need",
    "assistant.answering.described_place": "the rules on places",
    "assistant.answering.whole_set": "the register",
    "ui.cli.duties_command": "the index, which only words that are no names need",
    "ui.cli.main": "settings and text, which only the program's own help needs",
    "ui.cli.asking": "a language model's trace",
    "ui.records.answers": "a language model's trace",
    "ui.documents.export": "office formats",
    "ui.documents.training.files": "office formats",
    "ui.web.serve": "gradio",
}


def imports_in_functions(tree: ast.AST, *, inside: bool = False) -> Iterator[ast.stmt]:
    for node in ast.iter_child_nodes(tree):
        if inside and isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from imports_in_functions(node, inside=inside or function)


def test_imports_stand_at_the_top_but_at_heavy_boundaries() -> None:
    modules = sources()
    libraries = {
        (name, library.split(".")[0])
        for name, tree in modules.items()
        for node in imports_in_functions(tree)
        if not targets(node, modules)
        for library in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(getattr(node, "module", ""))]
        )
    }
    assert libraries
    assert {found for found in libraries if found[1] not in HEAVY} == set()
    doors = {
        name
        for name, tree in modules.items()
        if any(targets(node, modules) for node in imports_in_functions(tree))
    }
    assert doors == set(DOORS)
