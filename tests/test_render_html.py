from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from corpus.text.parse import parse
from corpus.text.provision import Level, ProvisionId, Regulation
from tests.support.html_reader import Reader
from ui.records.anchors import anchor
from ui.web.chat.render_html import render_header
from ui.web.held import HeldDocuments, tell_statuses
from ui.web.views.reader import render_outline, render_regulation


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ProvisionId("19"), "art-19"),
        (ProvisionId("19", item="5"), "art-19-item-5"),
        (ProvisionId("15", paragraph="2"), "art-15-para-2"),
        (ProvisionId("133-1", item="2", subitem="3"), "art-133-1-item-2-subitem-3"),
        (ProvisionId("2", annex="1"), "annex-1-art-2"),
    ],
)
def test_anchor(address: ProvisionId, expected: str) -> None:
    assert anchor(address) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("征求意见稿", "征求意见稿 · 尚未施行 · 仅供学习参考，不作为执法依据"),
        ("尚未施行", "本文件尚未施行 · 仅供学习参考"),
        ("现行有效", "现行有效 · 仅供参考，以公布的正式文本为准"),
        ("已废止", "本文件已废止 · 仅供查考"),
    ],
)
def test_banner(regulation: Regulation, status: str, expected: str) -> None:
    changed = replace(regulation, status=status)
    assert tell_statuses((changed,)) == expected
    assert expected in render_header(HeldDocuments((changed,)))


# --- full text ----------------------------------------------------------------------------------


def test_full_text_loses_nothing_and_every_leaf_has_its_anchor(regulation: Regulation) -> None:
    page = Reader(render_regulation(regulation))
    for leaf in regulation.leaves():
        assert leaf.text in page.text
    assert Counter(page.ids) == Counter(set(page.ids))
    assert {anchor(leaf.id) for leaf in regulation.leaves()} <= set(page.ids)
    everything = "".join(n.label + n.words for n in regulation.body.walk())
    assert page.text.replace(" ", "") == everything.replace(" ", "")


def test_outline_leads_to_every_heading(regulation: Regulation) -> None:
    outline = Reader(render_outline(regulation))
    targets = {f"#{i}" for i in Reader(render_regulation(regulation)).ids}
    chapters = [n for n in regulation.body.walk() if n.level is Level.CHAPTER]
    assert len(outline.links) == len(chapters)
    assert set(outline.links) <= targets
    assert "第一条至第五条" in outline.text


def test_text_without_chapters_or_with_annexes_is_shown_whole() -> None:
    source = "第一条 甲。\n\n第二条 乙：\n\n（一）丙；\n\n（二）丁。\n\n附件1：名单\n\n第一条 戊。"
    regulation = Regulation("x", "1", "某办法", "现行有效", parse(source), source)
    page = Reader(render_regulation(regulation))
    for word in "甲乙丙丁戊":
        assert word in page.text
    assert len(page.ids) == len(set(page.ids))
