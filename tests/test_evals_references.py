from __future__ import annotations

import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from corpus.citing.references import find_sites
from evals.reference_sample import FORMS, Drawn, draw, read_sample, weights, write_sample
from evals.reference_survey import FOLDER, form_of, judge, main, read_regulation, report, wilson

SAMPLES = sorted(FOLDER.glob("*.jsonl"))


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(194, 194, 0.981, 1.0), (194, 196, 0.964, 0.997), (0, 10, 0.0, 0.278), (0, 0, 0.0, 1.0)],
)
def test_wilson(hits: int, total: int, low: float, high: float) -> None:
    # Newcombe 1998, method 3.
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-4)


LAW = "灯笼办法\n\n第一条 甲：\n（一）乙；\n（二）丙。\n依照前款和刑法第一条处罚。\n第二条 丁。见第九条。"


@pytest.mark.parametrize(
    ("leaf", "text", "expected", "right"),
    [
        ("art1.para2", "前款", "art1", True),
        ("art1.para2", "前款", "art2", False),
        ("art1.para2", "前款", "unresolved", False),
        ("art1.para2", "法第一条", "ext:中华人民共和国刑法#art1", True),
        ("art1.para2", "法第一条", "ext:民法典#art1", False),
        ("art1.para2", "法第一条", "ext:刑法#art2", False),
        ("art1.para2", "法第一条", "art1", False),
        ("art2", "第九条", "unresolved", True),
        ("art2", "第九条", "none", True),
        ("art2", "丁", "none", True),
        ("art2", "丁", "art1", False),
    ],
)
def test_judge(leaf: str, text: str, expected: str, right: bool) -> None:
    regulation = read_regulation("灯笼办法.md", LAW)
    words = {str(x.id): x.text for x in regulation.leaves()}[leaf]
    start = words.index(text)
    site = Drawn("x", "灯笼办法.md", leaf, (start, start + len(text)), text, expected)
    assert judge(site, list(find_sites(regulation))).right is right


def test_report_counts_a_missed_site_against_recall_only() -> None:
    regulation = read_regulation("灯笼办法.md", LAW)
    form = FORMS[0][0]
    sites = (
        Drawn(form, "灯笼办法.md", "art1.para2", (2, 4), "前款", "art1"),
        Drawn(form, "灯笼办法.md", "art2", (3, 6), "第九条", "art2"),
    )
    sample = read_sample(SAMPLES[0])
    verdicts = [judge(s, list(find_sites(regulation))) for s in sites]
    printed = report("x", sample, verdicts)
    assert "精确率 1/1 = 1.000" in printed
    assert "召回率 1/2 = 0.500" in printed
    assert "第九条」应为 art2，程序 unresolved" in printed


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_samples_are_whole_and_hold_no_law(path: Path, tmp_path: Path) -> None:
    sample = read_sample(path)
    quota = {form: count for form, _, count in FORMS}
    drawn = [s.form for s in sample.sites]
    assert {form: drawn.count(form) for form in quota} == quota
    assert sum(quota.values()) == 200
    for site in sample.sites:
        assert len(site.text) == site.span[1] - site.span[0] <= 80
    write_sample(sample, tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == path.read_bytes()


def test_a_sample_without_answers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "open.jsonl"
    sample = read_sample(SAMPLES[0])
    site = sample.sites[0]
    blank = Drawn(site.form, site.file, site.leaf, site.span, site.text)
    write_sample(type(sample)(1, sample.pools, (blank,)), path)
    with pytest.raises(ValueError, match=r"open\.jsonl:2: no expected answer"):
        read_sample(path)


def test_draw_is_seeded_and_over_finds() -> None:
    text = LAW + "上层。" + "前两项。" * 40 + "《许可证》。" * 20
    leaves = [("灯笼办法.md", x) for x in read_regulation("灯笼办法.md", text).leaves()]
    one, other = draw(leaves, 1), draw(leaves, 1)
    assert one == other != draw(leaves, 2)
    assert one.pools["previous_other"] == 40
    drawn = [s.text for s in one.sites]
    assert drawn.count("前两项") == 8
    assert drawn.count("《许可证》") == 6
    assert {"前款", "法第一条", "第九条"} <= set(drawn)
    assert weights(one, one.sites)[drawn.index("前两项")] == 5


def test_survey_of_an_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "laws.tar"
    with tarfile.open(path, "w") as tar:
        member = tarfile.TarInfo("灯笼办法.md")
        data = LAW.encode()
        member.size = len(data)
        tar.addfile(member, BytesIO(data))
    assert main([str(path)]) == 0
    printed = capsys.readouterr().out
    assert "提及 3，有所指 2（66.67%）" in printed
    assert "不定：本文本没有这一条款\t1" in printed


def test_survey_without_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.tar")]) == 0
    assert "已跳过" in capsys.readouterr().out


def test_forms() -> None:
    found = find_sites(read_regulation("灯笼办法.md", LAW))
    assert [form_of(s.mention) for s in found] == ["前款", "《X》第N条", "第N条"]
