"""PDF files: their pieces of text with their places, by PDFium; pages without text are recognised.

Runs in a process of its own (``corpus.readers.apart``), as the file may be damaged or hostile.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.readers.pages import PrintedPiece, lay_out
from corpus.readers.report import Dropped, ReadFile, ReadingReport, refuse
from corpus.readers.scans import Recognised, is_installed, recognise, told_confidence

#: The most pages that are read, and that are recognised.
MOST_PAGES, MOST_SCANNED = 2_000, 60
#: Resolution at which pages are drawn to be recognised.
_DPI = 200
_APART, _WIDE_BLANK, _BLANK = 1.6, 0.8, 0.45
#: Fewest letters of a page with text; share of letters without meaning above which there is none.
_FEWEST, _MEANINGLESS = 8, 0.2


@dataclass(frozen=True, slots=True)
class _Page:
    """One page.

    Attributes:
        pieces: of text that stands upright.
        turned: text that does not, as a watermark.
        unknown: letters that have no meaning.
        pictured: share of the page that pictures cover.
    """

    pieces: tuple[PrintedPiece, ...]
    turned: str
    unknown: int
    pictured: float

    @property
    def letters(self) -> int:
        return sum(len(p.text.strip()) for p in self.pieces)

    @property
    def has_text(self) -> bool:
        return self.letters >= _FEWEST and self.unknown <= _MEANINGLESS * self.letters


def read_pdf(data: bytes, name: str) -> ReadFile:
    """The text of a PDF.

    Raises:
        FiredutyError: it is broken, has a password, is too long, or is a scan that cannot be read here.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise refuse(name, "是加了密码的 PDF，请取消密码后另存一份") from error
        raise refuse(name, "是 PDF，但已损坏，打不开；请重新取得") from error
    if not count:
        raise refuse(name, "是没有页的 PDF")
    if count > MOST_PAGES:
        raise refuse(name, f"有 {count} 页，最多读 {MOST_PAGES} 页；请只留下法规的各页")
    pages = [_read(document, index) for index in range(count)]
    scanned = [
        n
        for n, page in enumerate(pages)
        if not page.has_text and (page.pictured > 0.1 or page.unknown)
    ]
    seen = _recognise(document, scanned, name) if scanned else {}
    if not scanned and not any(page.letters for page in pages):
        raise refuse(name, "是没有文字也没有图的 PDF，读不出法规")
    layout = lay_out([seen[n].pieces if n in seen else page.pieces for n, page in enumerate(pages)])
    dropped = [
        Dropped("倾斜的字（像水印）", f"第 {n} 页", page.turned)
        for n, page in enumerate(pages, 1)
        if page.turned and n - 1 not in seen
    ]
    notes = []
    if layout.in_columns:
        notes.append(f"第 {_ranges(layout.in_columns)} 页是两栏，先左栏后右栏读入")
    doubts = [*told_confidence({n + 1: r for n, r in seen.items()}), *layout.unsure]
    layered = [n for n, p in enumerate(pages, 1) if p.has_text and p.pictured > 0.8]
    if layered:
        doubts.append(f"第 {_ranges(layered)} 页是扫描图，文字是扫描时识别的，请对照原件")
    if unknown := sum(p.unknown for n, p in enumerate(pages) if n not in seen):
        doubts.append(f"有 {unknown} 个字符在 PDF 里没有对应的文字，可能读错或读漏")
    kind = "扫描的 PDF" if len(seen) == count else "PDF 文件"
    report = ReadingReport(
        f"{kind}（{count} 页）", tuple(notes), tuple(doubts), (*layout.dropped, *dropped)
    )
    return ReadFile(layout.text, report)


def _recognise(document: Any, scanned: list[int], name: str) -> dict[int, Recognised]:
    pages = _ranges([n + 1 for n in scanned])
    if not is_installed():
        raise refuse(
            name,
            f"的第 {pages} 页是扫描图，没有文字；要识别请先安装：pip install 'fireduty[ocr]'",
        )
    if len(scanned) > MOST_SCANNED:
        raise refuse(
            name,
            f"有 {len(scanned)} 页是扫描图，一次最多识别 {MOST_SCANNED} 页；请分成几份，或先做文字识别",
        )
    found = {}
    for index in scanned:
        page = document[index]
        scale = min(_DPI / 72, 4000 / max(page.get_size()))
        found[index] = recognise(page.render(scale=scale).to_pil())
        page.close()
    return found


def _ranges(numbers: Any) -> str:
    """「1–3、5」."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _read(document: Any, index: int) -> _Page:
    from pypdfium2 import PdfiumError

    try:
        page = document[index]
        width, height = page.get_size()
        text = page.get_textpage()
    except PdfiumError:
        return _Page((), "", 1, 0.0)
    letters = list(_letters(text, height))
    turned = "".join(c for c, *_, angle in letters if angle)
    upright = [letter[:5] for letter in letters if not letter[5]]
    unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c, *_ in upright)
    pictured = _pictured(page, width * height)
    found = _Page(tuple(_pieces(upright)), turned.strip(), unknown, pictured)
    text.close()
    page.close()
    return found


def _letters(text: Any, height: float) -> Iterator[tuple[str, float, float, float, float, bool]]:
    """The letters of a page: sign, left and right edge, base line, size, whether it is turned."""
    import pypdfium2.raw as raw

    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (0, 10, 13, 0xFFFE, 0xFFFF) or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        if not raw.FPDFText_GetLooseCharBox(text, index, box):
            continue
        angle = raw.FPDFText_GetCharAngle(text, index) % (2 * math.pi)
        turned = 0.05 < angle < 2 * math.pi - 0.05
        size = abs(box.top - box.bottom) or raw.FPDFText_GetFontSize(text, index)
        if size > 0:
            mapped = raw.FPDFText_HasUnicodeMapError(text, index) != 1
            yield (
                chr(code) if mapped else "\ufffd",
                box.left,
                box.right,
                height - y.value,
                size,
                turned,
            )


def _pieces(letters: list[Any]) -> Iterator[PrintedPiece]:
    """Letters on one base line that stand together, with the blanks between them."""
    rows: list[list[Any]] = []
    for letter in sorted(letters, key=lambda c: (c[3], c[1])):
        if rows and letter[3] - rows[-1][0][3] <= 0.3 * min(letter[4], rows[-1][0][4]):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    for row in rows:
        row.sort(key=lambda c: c[1])
        part: list[Any] = []
        words = ""
        for letter in row:
            if part:
                last = part[-1]
                gap = (letter[1] - last[2]) / max(letter[4], last[4])
                if gap > _APART:
                    yield _piece(part, words)
                    part, words = [], ""
                elif last[0] == letter[0] and letter[1] - last[1] < 0.2 * letter[4]:
                    continue  # printed twice to look bold
                elif gap > _BLANK and not (last[0].isspace() or letter[0].isspace()):
                    words += "　" if gap > _WIDE_BLANK else " "
            if not part and letter[0].isspace():
                continue
            part.append(letter)
            words += letter[0]
        if part:
            yield _piece(part, words)


def _piece(part: list[Any], words: str) -> PrintedPiece:
    shown = [c for c in part if not c[0].isspace()] or part
    size = sorted(c[4] for c in shown)[len(shown) // 2]
    return PrintedPiece(shown[0][1], shown[-1][2], shown[0][3], size, words)


def _pictured(page: Any, area: float) -> float:
    """Which share of a page its pictures cover."""
    import pypdfium2.raw as raw

    covered = 0.0
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = found.get_bounds()
        covered = max(covered, abs(right - left) * abs(top - bottom))
    return covered / area if area else 0.0
