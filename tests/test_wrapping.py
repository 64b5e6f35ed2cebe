"""Hard-wrapped files are read as the same text is with each paragraph on one line."""

from __future__ import annotations

import pytest

from corpus.text.characters import columns
from corpus.text.parse import parse_with_warnings
from corpus.text.provision import Regulation

#: None of these widths lets a 款 of the shipped text end exactly at the end of a line: where one
#: does, nobody can tell from the print whether the next line begins another.
WIDTHS = (18, 20, 22, 24, 26, 30, 32, 36, 38, 40, 42, 45, 50, 60)


def wrapped(text: str, width: int, *, by_columns: bool = False, indent: str = "") -> str:
    """A text with every line broken at a width, as a terminal or an old printer does."""
    room, measure = (2 * width, columns) if by_columns else (width, len)
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = indent if paragraph.strip() else ""
        for char in paragraph.strip():
            if measure(line + char) > room:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return "\n".join(lines)


def read(text: str) -> tuple[list[tuple[str, str]], Regulation]:
    body, warnings = parse_with_warnings(text)
    regulation = Regulation("x", "1", "某办法", "现行有效", body, text, warnings=warnings)
    return [(str(x.id), x.text.replace(" ", "")) for x in regulation.leaves()], regulation


@pytest.mark.parametrize("width", WIDTHS)
def test_wrapped_text_has_the_same_provisions(regulation: Regulation, width: int) -> None:
    expected, _ = read(regulation.source_text)
    for by_columns in (False, True):
        got, again = read(wrapped(regulation.source_text, width, by_columns=by_columns))
        assert got == expected
        assert not any(w.fails for w in again.warnings)


@pytest.mark.parametrize("width", [16, 25, 28, 34, 56])
def test_a_full_last_line_is_told_by_the_indent_or_else_said_to_be_open(
    regulation: Regulation, width: int
) -> None:
    expected, _ = read(regulation.source_text)
    set_in, _ = read(wrapped(regulation.source_text, width, indent="　　"))
    assert set_in == expected
    got, again = read(wrapped(regulation.source_text, width))
    assert got != expected
    assert any("恰好写满" in w.message for w in again.warnings)
