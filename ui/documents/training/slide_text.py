"""Text on slides: how high it stands, and where it is cut so that it fits. No word is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from rich.cells import cell_len as width_of

SlideLook = Literal["原文", "总领句", "白话", "题干", "选项", "正确", "答案", "条目", "案例"]
#: Distance of lines, in font sizes: room for every Chinese font.
LEADING = 1.35
#: Points above and below the text of a block, together, and below the block.
PADDING, GAP = 14.0, 10.0
#: The smallest size at which a text of the body stands.
LEAST = 16
_SIZES = (28, 26, 24, 22, 20, 18, LEAST)
#: Of a text that is too long for a slide of its own.
_LONG = 20
#: Programs differ in what they fit on a line by about a character.
_SLACK = 1.04
_PAUSES = re.compile(r"(?<=[。；！？\n])"), re.compile(r"(?<=[，、：])"), re.compile(r"")


@dataclass(frozen=True, slots=True)
class Block:
    """A text of one look; ``mark`` stands before it in bold.

    Attributes:
        more: how much smaller than the body it is set, in points.
    """

    look: SlideLook
    text: str
    mark: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of one slide and the size of its body, in points."""

    blocks: tuple[Block, ...]
    size: int


def size_of(block: Block, size: int) -> int:
    """Points at which a block is set where the body has ``size``."""
    return max(LEAST, size - block.more)


def height_of(block: Block, size: int, width: float) -> float:
    """Points that a block takes, with the gap below it."""
    points = size_of(block, size)
    return _lines(block.mark + block.text, points, width) * points * LEADING + PADDING + GAP


def pages(
    blocks: tuple[Block, ...], width: float, room: float, least: int = LEAST
) -> tuple[Page, ...]:
    """Blocks on one slide at the largest size at which they fit, else the last on its own.

    Args:
        width: points of a line.
        room: points of a slide's body.
        least: the smallest size of the body.
    """
    for size in _SIZES:
        if size >= least and sum(height_of(b, size, width) for b in blocks) <= room:
            return (Page(blocks, size),)
    if len(blocks) > 1:
        return pages(blocks[:-1], width, room, least) + pages(blocks[-1:], width, room, least)
    return tuple(Page(p, _LONG) for p in _flow(blocks, width, room, _LONG))


def _flow(
    blocks: tuple[Block, ...], width: float, room: float, size: int
) -> Iterator[tuple[Block, ...]]:
    page: list[Block] = []
    left = room
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        height = height_of(block, size, width)
        if height <= left:
            page.append(block)
            left -= height
            continue
        points = size_of(block, size)
        lines = int((left - PADDING - GAP) / (points * LEADING))
        # Two lines at the foot of a slide read worse than a new slide.
        head, tail = _cut(block, points, width, lines) if lines >= 3 or not page else ("", "")
        if head:
            page.append(replace(block, text=head))
            waiting.insert(0, replace(block, text=tail, mark=""))
        else:
            waiting.insert(0, block)
        yield tuple(page)
        page, left = [], room
    if page:
        yield tuple(page)


def _cut(block: Block, points: int, width: float, lines: int) -> tuple[str, str]:
    """The longest beginning that fits, up to a sentence's end, else a pause, else a character."""
    for pause in _PAUSES:
        head = ""
        for part in pause.split(block.text):
            if _lines(block.mark + head + part, points, width) > lines:
                break
            head += part
        if len(head) > len(block.text) * 0.2 or (pause is _PAUSES[-1] and head):
            return head, block.text[len(head) :]
    return block.text[:1], block.text[1:]


def _lines(text: str, points: float, width: float) -> int:
    columns = int(width / (points / 2 * _SLACK))
    return sum(max(1, ceil(width_of(line) / columns)) for line in text.split("\n"))
