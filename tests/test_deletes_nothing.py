"""No command deletes, moves or changes what it did not make."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.errors import FiredutyError
from corpus.text.load import load_regulation
from corpus.text.provision import Level, Provision, Regulation, is_slug
from index.build import build_library
from index.embed import BUILTIN
from index.layout import FORMAT
from tests.support.servers import free_port
from ui.cli.main import main

LAW = "小镇养犬办法\n第一条 养犬人应当为犬只登记。\n第二条 携犬出户应当束牵引带。\n"
OTHER = "小镇集市办法\n第一条 摊主应当保持摊位整洁。\n"
ID = "0123456789abcdef"

#: Folders that look like ours and are not, with what stands in them.
DECOYS = {
    "documents": {"keys.txt": "secret"},
    ID: {"keys.txt": "secret"},
    "fedcba9876543210": {"manifest.json": '{"format": "another"}'},
    "aaaaaaaaaaaaaaaa": {"manifest.json": json.dumps({"format": FORMAT, "identity": ID})},
    "bbbbbbbbbbbbbbbb": {"manifest.json": "[" * 100_000},
    ".building-x": {"a.txt": "a"},
    ".building-1": {"a.txt": "process 1 is alive"},
    "building-99": {"a.txt": "a"},
    "chroma": {"b.txt": "b"},
}


def plant(folder: Path) -> dict[str, str]:
    """Decoys in a folder; what stands there afterwards."""
    for name, held in DECOYS.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for file, text in held.items():
            (folder / name / file).write_text(text, "utf-8")
    return held_by(folder)


def held_by(folder: Path) -> dict[str, str]:
    """What the planted files hold now; one that is gone is missing here."""
    planted = [folder / name / file for name, held in DECOYS.items() for file in held]
    return {str(p): sha256(p.read_bytes()).hexdigest() for p in planted if p.exists()}


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder: a regulation, its folder, documents, and the program's home beside them."""
    law = tmp_path / "law"
    law.mkdir()
    (law / "regulation.txt").write_text(LAW, "utf-8")
    (law / "metadata.toml").write_text('title = "小镇养犬办法"\nstatus = "现行有效"\n', "utf-8")
    (tmp_path / "law.txt").write_text(LAW, "utf-8")
    for folder in (tmp_path, law, tmp_path / "home", tmp_path / "home" / "law"):
        plant(folder)
    for name in ("EMBEDDER", "CHROMA", "RERANKER", "MODEL", "BASE_URL"):
        monkeypatch.delenv(f"FIREDUTY_{name}", raising=False)
    return tmp_path


def run(*arguments: str) -> None:
    CliRunner().invoke(main, list(arguments), standalone_mode=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("home", "regulation", "cwd"),
    [
        ("home", "..", "law/documents"),
        ("home", ".", "law"),
        ("home", "law.txt", "."),
        ("home", "law", "."),
        ("home", "law/", "."),
        ("home", "law/documents/..", "."),
        (".", "law.txt", "."),
        (".", "law", "."),
        ("law", ".", "law"),
        ("..", "..", "law/documents"),
        ("home", "/", "."),
    ],
)
def test_every_command_leaves_other_folders(
    town: Path, monkeypatch: pytest.MonkeyPatch, home: str, regulation: str, cwd: str
) -> None:
    monkeypatch.chdir(town / cwd)
    monkeypatch.setenv("FIREDUTY_HOME", home)
    monkeypatch.setenv("FIREDUTY_REGULATION", regulation)
    (town / "in.jsonl").write_text('{"id": "1", "question": "遛狗要牵绳吗"}\n', "utf-8")
    before = {folder: held_by(folder) for folder in _planted(town)}
    for arguments in (
        ("index", "build"),
        ("index", "status"),
        ("index", "build", "--if-stale"),
        ("search", "牵引带"),
        ("ask", "遛狗要牵绳吗"),
        ("batch", str(town / "in.jsonl"), str(town / "out.jsonl")),
        ("corpus", "check", regulation),
        ("corpus", "show", "第二条"),
        ("verify", str(town / "law.txt")),
        ("duties", "--actor", "养犬人"),
        ("checklist", "--describe", "我养了一条狗"),
        ("train", "--scope", "第一条", "--out", str(town / "pack")),
        ("feedback", "export", str(town / "feedback.jsonl")),
        ("user", "list"),
    ):
        run(*arguments)
    # Another text and back: what a build replaces is its own.
    law = Path("regulation.txt") if Path("regulation.txt").exists() else town / "law.txt"
    law.write_text(LAW + "第三条 犬只应当每年免疫。\n", "utf-8")
    run("index", "build")
    run("index", "build")
    assert {folder: held_by(folder) for folder in _planted(town)} == before
    assert (town / "law" / "metadata.toml").exists()


def _planted(town: Path) -> tuple[Path, ...]:
    return (town, town / "law", town / "home", town / "home" / "law")


@pytest.mark.slow
def test_serve_leaves_other_folders(town: Path) -> None:
    before = {folder: held_by(folder) for folder in _planted(town)}
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)],
        cwd=town,
        env={
            **os.environ,
            "PYTHONPATH": os.getcwd(),
            "FIREDUTY_HOME": "home",
            "FIREDUTY_REGULATION": "law",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process:
        said = next((line for line in process.stderr if "已启动" in line), "")
        process.terminate()
    assert said
    assert (town / "home" / "law" / "current").exists()
    assert {folder: held_by(folder) for folder in _planted(town)} == before


def test_dot_is_the_folder_that_it_leads_to(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(town / "law")
    assert load_regulation(Path(".")).slug == "law"
    monkeypatch.chdir(town / "law" / "documents")
    assert load_regulation(Path("..")).slug == "law"


def test_the_root_is_no_regulation(tmp_path: Path) -> None:
    with pytest.raises(FiredutyError, match="没有可用的文件夹名称"):
        load_regulation(Path("/"))


@pytest.mark.parametrize("slug", ["", ".", "..", "a/b", "../x", "a\\b", "a\0"])
def test_a_slug_leads_nowhere(slug: str) -> None:
    assert not is_slug(slug)
    with pytest.raises(ValueError, match="not the name of a folder"):
        Regulation(slug, "1", "办法", "现行有效", Provision(Level.DOCUMENT), "")


def test_only_older_indexes_and_dead_builds_go(tmp_path: Path) -> None:
    """Of three texts of one name, the index in use and the one before it stay."""
    law, home = tmp_path / "law.txt", tmp_path / "home"
    child = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    )
    dead = home / "law" / f".building-{child.stdout.strip()}"
    dead.mkdir(parents=True)
    before = plant(home / "law")
    built = []
    for text in (LAW, OTHER, LAW + OTHER):
        law.write_text(text, "utf-8")
        built.append(build_library(home, BUILTIN, regulation=law).folder)
    assert [folder.exists() for folder in built] == [False, True, True]
    assert not dead.exists()
    assert held_by(home / "law") == before


@pytest.mark.parametrize("content", [b"", b"..", b"documents", b"\xff\xfe", b"/"])
def test_a_foreign_pointer_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    law, home = tmp_path / "law.txt", tmp_path / "home"
    law.write_text(LAW, "utf-8")
    (home / "law").mkdir(parents=True)
    (home / "law" / "current").write_bytes(content)
    build_library(home, BUILTIN, regulation=law)
    assert (home / "law" / "current.damaged").read_bytes() == content
