"""Pictures of pages → pieces of text, by an optional package whose models come with it (no download).

What is recognised is never certain: how sure the recogniser is of each page is told, and the lines of
which it is least sure.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from statistics import median
from typing import Any

from corpus.readers.pages import PrintedPiece, lay_out
from corpus.readers.report import ReadFile, ReadingReport, refuse

#: Below this a line is told; so many at most.
UNSURE, _MOST_TOLD = 0.9, 12
#: The most dots of a picture, and its longest side when it is recognised.
_MOST_DOTS, _LONGEST = 120_000_000, 4000
_NARROW = re.compile("(?<=[\u3001-\u9fff，；：（）！？”])[,:;?!()]+|[,:;?!(]+(?=[\u4e00-\u9fff])")
_MARKS, _WIDE_MARKS = ",:;?!()", "，：；？！（）"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page as it was recognised.

    Attributes:
        pieces: of text.
        sure: of each piece, from 0 to 1.
    """

    pieces: tuple[PrintedPiece, ...]
    sure: tuple[float, ...]


def is_installed() -> bool:
    """Whether the optional package is there."""
    return find_spec("rapidocr") is not None


def read_picture(data: bytes, name: str) -> ReadFile:
    """The text of a picture of a page, or of several pages (TIFF).

    Raises:
        FiredutyError: it is broken or too large, or the optional package is not there.
    """
    from PIL import Image, ImageSequence, UnidentifiedImageError

    if not is_installed():
        raise refuse(name, "是图片；要识别里面的字请先安装：pip install 'fireduty[ocr]'")
    Image.MAX_IMAGE_PIXELS = _MOST_DOTS
    seen: dict[int, Recognised] = {}
    try:
        with Image.open(BytesIO(data)) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                page = frame.convert("RGB")
                page.thumbnail((_LONGEST, _LONGEST))
                seen[number] = recognise(page)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise refuse(name, "是图片，但已损坏，打不开；请重新取得") from error
    except Image.DecompressionBombError as error:
        raise refuse(name, f"是图片，超过 {_MOST_DOTS // 1_000_000} 百万像素，没有读入") from error
    layout = lay_out([page.pieces for page in seen.values()])
    if not layout.text.strip():
        raise refuse(name, "是图片，里面没有认出字")
    report = ReadingReport(
        f"图片（{len(seen)} 页）", (), (*told_confidence(seen), *layout.unsure), layout.dropped
    )
    return ReadFile(layout.text, report)


def recognise(picture: Any) -> Recognised:
    """The text of one page.

    Args:
        picture: of the page, as Pillow has it.
    """
    found = _engine()(picture)
    if found.boxes is None or found.txts is None or found.scores is None:
        return Recognised((), ())
    boxes = [[(float(x), float(y)) for x, y in box] for box in found.boxes]
    tilt = _tilt(boxes)
    pieces = [_piece(box, words, tilt) for box, words in zip(boxes, found.txts, strict=True)]
    pieces = _with_usual_marks(_of_one_size(pieces))
    return Recognised(tuple(pieces), tuple(map(float, found.scores)))


def _with_usual_marks(pieces: list[PrintedPiece]) -> list[PrintedPiece]:
    """The pieces, a narrow mark beside Chinese letters made wide where the page mostly has wide ones.

    Of marks that are printed alike the recogniser takes some for the other width.
    """
    words = "".join(p.text for p in pieces)
    narrow = "".join(_NARROW.findall(words))
    usual = {
        ord(mark): wide
        for mark, wide in zip(_MARKS, _WIDE_MARKS, strict=True)
        if words.count(wide) >= narrow.count(mark)
    }
    return [
        replace(p, text=_NARROW.sub(lambda m: m.group().translate(usual), p.text)) for p in pieces
    ]


def _of_one_size(pieces: list[PrintedPiece]) -> list[PrintedPiece]:
    """The pieces; those nearly of the usual size are of it: a box is as high as its highest letter."""
    usual = median(p.size for p in pieces)
    return [replace(p, size=usual) if 0.65 * usual < p.size < 1.4 * usual else p for p in pieces]


def _tilt(boxes: list[list[tuple[float, float]]]) -> float:
    """By which angle the lines of a page are turned: that of the longest lines."""
    angles = sorted(
        math.atan2(b[1][1] - b[0][1], b[1][0] - b[0][0])
        for b in sorted(boxes, key=lambda b: b[0][0] - b[1][0])[:15]
    )
    return angles[len(angles) // 2] if angles else 0.0


def _piece(box: list[tuple[float, float]], words: str, tilt: float) -> PrintedPiece:
    turned = [
        (x * math.cos(tilt) + y * math.sin(tilt), y * math.cos(tilt) - x * math.sin(tilt))
        for x, y in box
    ]
    xs, ys = [x for x, _ in turned], [y for _, y in turned]
    size = (ys[2] + ys[3] - ys[0] - ys[1]) / 2
    return PrintedPiece(min(xs), max(xs), (ys[2] + ys[3]) / 2, max(size, 1.0), words)


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False})


def told_confidence(pages: Mapping[int, Recognised]) -> Iterator[str]:
    """How sure the recogniser is, page by page, and the lines of which it is least sure."""
    if not pages:
        return
    for number, page in pages.items():
        if page.sure:
            mean = sum(page.sure) / len(page.sure)
            yield f"第 {number} 页由文字识别读入，平均把握 {int(100 * mean)}%，请逐字对照原件"
        else:
            yield f"第 {number} 页没有认出字"
    unsure = sorted(
        (sure, number, piece.text)
        for number, page in pages.items()
        for piece, sure in zip(page.pieces, page.sure, strict=True)
        if sure < UNSURE
    )
    for sure, number, words in unsure[:_MOST_TOLD]:
        yield f"第 {number} 页「{words[:30]}」把握只有 {int(100 * sure)}%"
    if len(unsure) > _MOST_TOLD:
        yield f"还有 {len(unsure) - _MOST_TOLD} 行把握不到 {UNSURE:.0%}"
