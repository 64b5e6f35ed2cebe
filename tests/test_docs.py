"""Documentation that cannot go stale.

Transcripts are run, both READMEs keep step; links, paths, commands and names of the code exist; the
glossary says nothing twice, and nothing was left to be filled in.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.language.examples import examples_of
from corpus.language.load import load_corpus
from docs.cli_reference import TARGET, render
from evals.openai_server import ScriptedServer
from tests.support.added_regulation import FILES, PAGE, accept_register, write_folder
from ui.cli.main import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md"))
PACKAGES = ("corpus", "index", "assistant", "ui", "evals")


def transcripts(page: str) -> list[tuple[str, str]]:
    """What is typed and what it prints, for every transcript of a page."""
    return re.findall(r"```console\n\$ fireduty ([^\n]+)\n(.*?)```", page, re.DOTALL)


#: Those of all pages, each once.
TRANSCRIPTS = list(dict.fromkeys(t for page in PAGES for t in transcripts(page.read_text("utf-8"))))
RUNS = [t for t in TRANSCRIPTS if "问> " not in t[1]]


def test_readme_has_transcripts() -> None:
    assert len(transcripts(README)) >= 3


def test_readme_is_short() -> None:
    assert README.count("\n") <= 210


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(("command", "output"), RUNS, ids=[c for c, _ in RUNS])
def test_transcripts_are_real(command: str, output: str) -> None:
    result = CliRunner().invoke(main, shlex.split(command))
    assert _undated(result.stdout) == _undated(output)


TALKS = [t for t in TRANSCRIPTS if "问> " in t[1]]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(("command", "output"), TALKS, ids=[c for c, _ in TALKS])
def test_conversations_are_real(command: str, output: str) -> None:
    """What stands after 问> is typed; the server is on a port that is free."""
    typed = "\n".join([*re.findall(r"^问> (.*)$", output, re.MULTILINE), ""])
    with ScriptedServer() as server:
        here = command.replace("http://127.0.0.1:8123/v1", server.url)
        result = CliRunner().invoke(main, shlex.split(here), input=typed)
    assert result.output.strip() == output.strip()


def test_a_regulation_is_added_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file that the page prints, beside the text; checked, its register counted and accepted."""
    assert len(FILES) == PAGE.count("```toml") == 5
    folder = tmp_path / "qingxi-dogs"
    write_folder(folder)
    monkeypatch.setenv("FIREDUTY_REGULATION", str(folder))

    def said(*arguments: str) -> str:
        return CliRunner().invoke(main, arguments).stdout

    assert "13 项职责" in said("duties", "--all", "--format", "md")
    assert "程序提取，未经复核" in said("duties", "--all", "--format", "md")
    accept_register(folder)
    assert "14 项职责" in said("duties", "--all", "--format", "md")
    assert "程序提取，未经复核" not in said("duties", "--all", "--format", "md")
    assert "结果：合格，还原一致" in said("corpus", "check", str(folder))
    regulation, language = load_corpus(folder)
    assert regulation.subject == "养犬"
    assert examples_of(regulation, language).matter == "养犬登记"


def _undated(text: str) -> str:
    """Without the date of making, which every run prints anew."""
    return re.sub(r"日期：\d{4}-\d\d-\d\d", "日期：", text).strip()


def test_cli_reference_is_current() -> None:
    assert TARGET.read_text("utf-8") == render()


@pytest.mark.parametrize("document", PAGES, ids=lambda p: p.name)
def test_links_exist(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


#: Written by a command, and in no fresh checkout.
MADE_WHEN_RUN = ("evals/runs/",)


PATH = re.compile(
    r"(?<![\w/.])(?:(?:corpus|index|assistant|ui|evals|tests|docs|deploy)/[\w./*-]*|[\w*]+\.py\b)",
    re.ASCII,
)


def paths(page: str) -> Iterator[str]:
    """Every path of the project that a page names, as a pattern.

    A bare module stands beside the path before it on the line, else anywhere.
    """
    for line in page.splitlines():
        folder = "**"
        for path in (found.rstrip(".") for found in PATH.findall(line)):
            if "/" in path:
                folder = path.rpartition("/")[0]
                yield path
            else:
                yield f"{folder}/{path}"


@pytest.mark.parametrize("document", PAGES, ids=lambda p: p.name)
def test_paths_exist(document: Path) -> None:
    named = (p for p in paths(document.read_text("utf-8")) if not p.startswith(MADE_WHEN_RUN))
    assert not [path for path in named if not any(ROOT.glob(path))]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("`corpus/text/parse.py`、`lines.py`", ["corpus/text/parse.py", "corpus/text/lines.py"]),
        ("`parse.py`", ["**/parse.py"]),
        ("答法表在assistant/answering/steps.py。", ["assistant/answering/steps.py"]),
        ("`regulation.txt`，`fireduty corpus show`，https://example.com/docs/a", []),
    ],
)
def test_paths_are_found(written: str, found: list[str]) -> None:
    assert list(paths(written)) == found


@pytest.mark.parametrize("document", PAGES, ids=lambda p: p.name)
def test_commands_exist(document: Path) -> None:
    for name in re.findall(r"python -m ([\w.]+)", document.read_text("utf-8")):
        path = ROOT / name.replace(".", "/")
        package = name.partition(".")[0] in (*PACKAGES, "docs")
        assert not package or path.with_suffix(".py").exists() or path.is_dir(), name


PLACEHOLDER = re.compile(r"@[A-Za-z_]{1,20}@")


def test_nothing_is_left_to_be_filled_in() -> None:
    folders = (*PACKAGES, "docs", "tests", "deploy")
    texts = [*PAGES, *ROOT.glob("*.toml")]
    texts += [
        p for f in folders for s in ("md", "toml", "html") for p in (ROOT / f).rglob(f"*.{s}")
    ]
    assert texts
    assert not [p.name for p in texts if PLACEHOLDER.search(p.read_text("utf-8"))]
    assert PLACEHOLDER.search("题库 @N@ 题")


def glossary() -> list[list[str]]:
    """The cells of every term: Chinese, English, code, meaning."""
    lines = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in rows if row[0] != "中文" and not row[0].startswith("---")]


def twice(words: Iterator[str]) -> list[str]:
    """The words that come more than once."""
    return [word for word, count in Counter(words).items() if count > 1]


def test_no_word_is_defined_twice() -> None:
    rows = glossary()
    assert len(rows) > 50
    assert {len(row) for row in rows} == {4}
    for column, divide in ((0, "、"), (1, ", ")):
        assert not twice(word for row in rows for word in row[column].split(divide))
    assert not twice(row[2] for row in rows if row[2])


@lru_cache(maxsize=1)
def code_names() -> frozenset[str]:
    """Classes, functions and values of modules, and ``Class.attribute``."""
    found: set[str] = set()
    for path in (p for package in PACKAGES for p in (ROOT / package).rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            found |= defined(node)
            if isinstance(node, ast.ClassDef):
                found |= {f"{node.name}.{n}" for member in node.body for n in defined(member)}
    return frozenset(found)


def defined(node: ast.stmt) -> set[str]:
    """What one statement gives a name to."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return {node.name}
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    return {target.id for target in targets if isinstance(target, ast.Name)}


def test_names_of_the_glossary_are_in_the_code() -> None:
    named = [name for row in glossary() for name in re.findall(r"`([^`]+)`", row[2])]
    assert len(named) > 40
    assert not [name for name in named if name not in code_names()]


def test_readmes_keep_step() -> None:
    english = (ROOT / "README.en.md").read_text("utf-8")
    for text in (
        "make serve",
        "make test",
        "docs/images/page.png",
        "FIREDUTY_HOME",
        "FIREDUTY_CHROMA",
    ):
        assert text in README
        assert text in english
    assert _sections(README) == _sections(english)


def _sections(page: str) -> int:
    """How many second-level headings stand outside code."""
    return re.sub(r"```.*?```", "", page, flags=re.DOTALL).count("\n## ")
