"""Documentation that cannot go stale: transcripts are run, links exist, both READMEs keep step."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from docs.cli_reference import TARGET, render
from evals.openai_server import ScriptedServer
from ui.cli.main import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
TRANSCRIPTS = re.findall(r"```console\n\$ fireduty ([^\n]+)\n(.*?)```", README, re.DOTALL)

RUNS = [t for t in TRANSCRIPTS if "问> " not in t[1]]


def test_readme_has_transcripts() -> None:
    assert len(TRANSCRIPTS) >= 3


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(("command", "output"), RUNS, ids=[c for c, _ in RUNS])
def test_transcripts_are_real(command: str, output: str) -> None:
    result = CliRunner().invoke(main, shlex.split(command))
    assert _undated(result.stdout) == _undated(output)


TALKS = [t for t in TRANSCRIPTS if "问> " in t[1]]


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(("command", "output"), TALKS, ids=[c for c, _ in TALKS])
def test_conversations_are_real(command: str, output: str) -> None:
    """What stands after 问> is typed; the server is on a port that is free."""
    typed = "\n".join([*re.findall(r"^问> (.*)$", output, re.MULTILINE), ""])
    with ScriptedServer() as server:
        here = command.replace("http://127.0.0.1:8123/v1", server.url)
        result = CliRunner().invoke(main, shlex.split(here), input=typed)
    assert result.output.strip() == output.strip()


def _undated(text: str) -> str:
    """Without the date of making, which every run prints anew."""
    return re.sub(r"日期：\d{4}-\d\d-\d\d", "日期：", text).strip()


def test_cli_reference_is_current() -> None:
    assert TARGET.read_text("utf-8") == render()


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md")), ids=lambda p: p.name
)
def test_links_exist(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


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
