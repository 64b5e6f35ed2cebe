"""Readers that take seconds: recognised pages, and documents that LibreOffice converts."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from corpus.readers.read import read_file
from corpus.text.load import make_regulation
from evals.readers.laws import Law, make_law, provisions_of
from evals.readers.make_scan import find_font, make_scan, right_share
from evals.readers.make_word import make_typed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def law() -> Law:
    made = make_law("消防法", Path("corpus/data/fire-law/regulation.txt").read_text("utf-8"))
    assert made is not None
    return made


@pytest.mark.skipif(find_font() is None, reason="no font with Chinese letters")
def test_a_scan_is_recognised_and_how_surely_is_told(law: Law) -> None:
    font = find_font()
    assert font is not None
    page = make_scan(law, font, 1)
    made = BytesIO()
    Image.open(BytesIO(page.picture)).save(made, "PDF", resolution=200)
    for data, kind in ((page.picture, "图片（1 页）"), (made.getvalue(), "扫描的 PDF（1 页）")):
        read = read_file(data, "消防法.docx")
        assert read.report.kind == kind
        assert right_share(read.text, page.text) >= 0.98
        assert "第 1 页由文字识别读入，平均把握 9" in read.report.doubts[0]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt", "pdf"])
def test_what_libreoffice_makes_is_read(law: Law, suffix: str, tmp_path: Path) -> None:
    (tmp_path / "law.docx").write_bytes(make_typed(law))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "law.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    regulation = make_regulation(read_file(tmp_path / f"law.{suffix}").text, "law")
    assert provisions_of(regulation) == law.provisions
