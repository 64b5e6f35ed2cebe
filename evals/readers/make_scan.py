"""Pages of a law as a scanner gives them: 200 dots an inch, a little turned, grey, with noise."""

from __future__ import annotations

import random
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from evals.readers.laws import Law

#: Fonts with Chinese letters, of which the first that is there is taken.
FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc"),
)
#: A4 at 200 dots an inch; letters of 12 points; the simplified Chinese face of those fonts.
_SIZE, _LETTER, _FACE = (1654, 2339), 33, 2
_MARGIN, _LEADING = 220, 56
#: Marks that begin no line.
_NOT_FIRST = "，。；：、）》」！？”"
_ROOM = (_SIZE[0] - 2 * _MARGIN) // _LETTER


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as a picture.

    Attributes:
        picture: a JPEG file.
        text: what is printed on it.
    """

    picture: bytes
    text: str


def find_font() -> Path | None:
    """A font with Chinese letters; None where there is none."""
    return next((path for path in FONTS if path.is_file()), None)


def make_scan(law: Law, font: Path, seed: int) -> ScannedPage:
    """The first page of a law.

    Args:
        law: whose text is printed.
        font: with Chinese letters.
        seed: of the noise and of how far the page is turned.
    """
    chance = random.Random(seed)
    page = Image.new("L", _SIZE, 246)
    draw = ImageDraw.Draw(page)
    letters = ImageFont.truetype(str(font), _LETTER, index=_FACE)
    y, printed = 180, []
    for row in _rows(law):
        if y > _SIZE[1] - 200:
            break
        draw.text((_MARGIN, y), row, font=letters, fill=38)
        printed.append(row.strip())
        y += _LEADING
    page = page.rotate(chance.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=246)
    page = page.filter(ImageFilter.GaussianBlur(0.7))
    page = Image.blend(page, _noise(chance), 0.08)
    made = BytesIO()
    page.save(made, "JPEG", quality=80, dpi=(200, 200))
    return ScannedPage(made.getvalue(), "".join("".join(printed).split()))


def _noise(chance: random.Random) -> Any:
    return Image.frombytes("L", _SIZE, chance.randbytes(_SIZE[0] * _SIZE[1]))


def _rows(law: Law) -> list[str]:
    """The lines of the page: paragraphs set in, wrapped at the margin."""
    rows = [law.title.center(_ROOM, "　")]
    for line in law.lines:
        rest = "　　" + line.replace(" ", "　")
        while rest:
            end = min(_ROOM, len(rest))
            while end < len(rest) and rest[end] in _NOT_FIRST:
                end += 1
            rows.append(rest[:end])
            rest = rest[end:]
    return rows


def right_share(read: str, printed: str) -> float:
    """Which share of the printed characters was read: one less the edits that lead from one to the other."""
    read = "".join(read.split())
    before = list(range(len(printed) + 1))
    for number, letter in enumerate(read, 1):
        row = [number]
        for at, other in enumerate(printed, 1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (letter != other)))
        before = row
    return max(0.0, 1 - before[-1] / len(printed)) if printed else 0.0
