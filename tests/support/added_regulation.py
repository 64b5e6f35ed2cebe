"""The regulation of ``docs/add-a-regulation.md``, made of the files that the page prints."""

from __future__ import annotations

import re
from pathlib import Path

from evals.register_survey import accept, draft

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "add-a-regulation.md").read_text("utf-8")
FILES = dict(re.findall(r"```toml\n# (\w+\.toml)\n(.*?)```", PAGE, re.DOTALL))
#: Lines of the draft that the page puts right, and those that stand in their place.
READ, RIGHT = re.findall(r"```text\n(art5.*?)```", PAGE, re.DOTALL)


def write_folder(folder: Path) -> None:
    """Write the text and every file of the page."""
    folder.mkdir()
    text = (ROOT / "tests" / "regulations" / "dogs" / "regulation.txt").read_text("utf-8")
    (folder / "regulation.txt").write_text(text, "utf-8")
    for name, content in FILES.items():
        (folder / name).write_text(content, "utf-8")


def accept_register(folder: Path) -> None:
    """Review the register as the page does."""
    path = draft(folder)
    written = path.read_text("utf-8")
    assert written.count(READ) == 1
    path.write_text(written.replace(READ, RIGHT), "utf-8")
    assert accept(folder) == ()
