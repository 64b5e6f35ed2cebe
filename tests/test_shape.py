"""The shape of the code: long argument lists are by keyword, and a class name means one thing."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "assistant", "ui", "evals")
#: So many arguments may be given by position.
MOST_BY_POSITION = 5

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))


def functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, Function]]:
    """Functions and methods with their names; those that a decorator hands to a framework left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from functions(node, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not any(isinstance(d, ast.Call) for d in node.decorator_list):
                yield f"{within}{node.name}", node
            yield from functions(node)
        else:
            yield from functions(node, within)


def by_position(function: Function) -> int:
    given = [*function.args.posonlyargs, *function.args.args]
    return len([a for a in given if a.arg not in ("self", "cls")])


def test_the_counts_see_what_they_are_to_see() -> None:
    source = """
class A:
    def long(self, a, b, c, d, e, f): ...
    def short(self, a, *, b, c, d, e, f): ...
@route("/x")
def framework(a, b, c, d, e, f):
    def inner(a, b, c, d, e, f, g): ...
"""
    found = {n: by_position(f) for n, f in functions(ast.parse(source))}
    assert found == {"A.long": 6, "A.short": 1, "inner": 7}


def test_six_or_more_arguments_are_by_keyword() -> None:
    long = {
        (str(path), name)
        for path, tree in modules()
        for name, function in functions(tree)
        if by_position(function) > MOST_BY_POSITION
    }
    assert long == set()


def test_a_public_class_name_means_one_thing() -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(str(path))
            elif (name := _alias(node)) and "NDArray" not in ast.unparse(node):
                places[name].add(str(path))
    assert len(places) > 300
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def _alias(node: ast.AST) -> str:
    """The name that a type alias gives: ``Role = Literal[…]``; empty for any other statement."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id[:1].isupper() and not target.id.isupper():
            return target.id
    return ""


#: Words of the field of the texts that ship. General code knows none of them, but where one stands in a
#: list over all fields (names of bodies, departments of a district), and in the product's name.
_OF_ONE_FIELD = re.compile("消防|火灾|灭火|防火|物业服务|电动自行车|充电")
_OVER_ALL_FIELDS = {
    "assistant/answering/entailment.py",
    "corpus/clauses/parties.py",
    "corpus/language/places.py",
    "ui/records/brand.py",
}


def test_general_code_knows_no_field() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path, tree in modules():
        name = str(path)
        if name.startswith(("evals", "tests")) or name in _OVER_ALL_FIELDS:
            continue
        told = {id(node) for node in _docstrings(tree)}
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in told and _OF_ONE_FIELD.search(node.value):
                found[name].append(node.value[:60])
    assert found == {}


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Strings that stand alone as a statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


#: What English says of a field itself: fire lane, arson, sprinkler.
_OF_FIRE = re.compile(
    "fire|burn|flam|arson|smok|extinguish|hydrant|sprinkler|cigar|candle|incense|brigade|blaze|hot work|"
    "weld|ignit|explos|lit|light"
)


def test_general_english_words_name_no_field() -> None:
    data = tomllib.loads((ROOT / "corpus" / "data" / "english.toml").read_text("utf-8"))
    leaking = {
        (chinese, phrase)
        for section in ("actors", "common", "elsewhere", "documents")
        for chinese, phrases in data[section].items()
        if re.search("消防|火", chinese)
        for phrase in phrases
        if not _OF_FIRE.search(phrase)
    }
    assert leaking == set()
