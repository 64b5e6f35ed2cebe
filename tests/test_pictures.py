"""The pictures: whole, placed without overlap, offline, and in a real browser down to the words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from corpus.register.lookups import Lookups
from ui.documents.graph_layout import Node, place
from ui.documents.pictures import render_graph_page, render_matrix_page

slow = pytest.mark.slow
NOTICE = "征求意见稿，尚未施行，仅供学习参考，不作为执法依据。"


@pytest.fixture(scope="module")
def matrix(lookups: Lookups) -> str:
    return render_matrix_page(lookups)


@pytest.fixture(scope="module")
def graph(lookups: Lookups) -> str:
    return render_graph_page(lookups.register)


# ---- layout ----


@given(st.integers(1, 9), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_no_node_stands_over_another(size: int, drawn: list[tuple[int, int]]) -> None:
    nodes = [Node(str(n), str(n // 3), 30 + n) for n in range(size)]
    edges = [(str(a), str(b)) for a, b in drawn if a < size and b < size]
    layout = place(nodes, edges)
    assert layout == place(nodes, edges)
    for column in set(layout.columns.values()):
        here = sorted(
            (layout.tops[n.id], n.height) for n in nodes if layout.columns[n.id] == column
        )
        assert here[0][0] >= 0
        assert all(top + high < below for (top, high), (below, _) in pairwise(here))


def test_a_node_stands_right_of_all_that_lead_to_it() -> None:
    nodes = [Node(n, "", 30) for n in "abcd"]
    layout = place(nodes, [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")])
    assert layout.columns == {"a": 0, "b": 1, "c": 2, "d": 0}


def test_circles_have_a_place() -> None:
    nodes = [Node(n, "", 30) for n in "abc"]
    layout = place(nodes, [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")])
    assert sorted(layout.columns.values()) == [0, 1, 2]


# ---- content ----


def data_of(page: str) -> dict[str, dict[str, list[int]]]:
    found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found.group(1))  # type: ignore[no-any-return]


def test_every_filled_cell_opens_its_clauses(lookups: Lookups, matrix: str) -> None:
    data = data_of(matrix)
    cells = lookups.matrix().cells
    assert len(data["cells"]) == len(cells) == matrix.count("data-cell=")
    for key, clauses in data["cells"].items():
        row, column = map(int, key.split(","))
        pair = data["actors"][row], data["matters"][column]  # type: ignore[index]
        assert len(clauses) == len(cells[pair])  # type: ignore[index]


def test_every_reference_is_drawn_and_listed(lookups: Lookups, graph: str) -> None:
    references = lookups.register.references
    arrows = sum(len(r.targets) or bool(r.external) for r in references)
    assert graph.count('class="edge') == arrows
    assert graph.count("<li>") == len(references)
    nodes = {str(p) for r in references for p in (r.source, *r.targets)}
    assert nodes <= set(re.findall(r'data-node="([^"]+)" aria-label', graph))
    assert graph.count("，未收录") == len({r.external for r in references if r.external})


def test_pages_name_no_other_place(matrix: str, graph: str) -> None:
    for page in (matrix, graph):
        assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)|src=|href=", page)
        assert "default-src 'none'" in page
        assert page.count(NOTICE) == 2
        assert "征求意见稿" in page


# ---- in a browser ----


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page that may load one file and nothing else, without an error."""
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: None if r.url.startswith("file:") else outside.append(r.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    yield page
    assert outside == []
    assert errors == []


def show(page: Page, html: str, folder: Path, width: int = 1440) -> None:
    path = folder / "picture.html"
    path.write_text(html, "utf-8")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(path.as_uri())


@slow
def test_a_cell_opens_the_words_of_the_text(watched: Page, matrix: str, tmp_path: Path) -> None:
    show(watched, matrix, tmp_path)
    watched.get_by_role("button", name="公安交管部门，消防车通道，2 项").click()
    detail = watched.locator("#detail")
    expect(detail.locator("h2")).to_have_text("公安交管部门 · 消防车通道")
    expect(detail.locator("li")).to_have_count(2)
    expect(detail.locator("li").first).to_contain_text("第十九条第（三）项")
    expect(detail.locator("li > blockquote").nth(1)).to_have_text(
        "协助清拖小区内堵塞占用消防车通道和圈占室外消火栓的车辆。"
    )
    detail.locator("summary").nth(1).click()
    expect(detail.locator("mark").nth(1)).to_contain_text("协助清拖小区内")
    watched.keyboard.press("Escape")
    expect(detail.locator("h2")).to_have_count(0)


@slow
def test_the_matrix_is_reached_by_keyboard(watched: Page, matrix: str, tmp_path: Path) -> None:
    show(watched, matrix, tmp_path)
    stops = watched.locator("#matrix button[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    before = watched.evaluate("document.activeElement.ariaLabel")
    watched.keyboard.press("ArrowDown")
    watched.keyboard.press("ArrowRight")
    watched.keyboard.press("Enter")
    after = watched.evaluate("document.activeElement.ariaLabel")
    assert after != before
    actor, matter, _ = after.split("，")
    expect(watched.locator("#detail h2")).to_have_text(f"{actor} · {matter}")
    watched.keyboard.press("Escape")
    assert watched.evaluate("document.activeElement.ariaLabel") == after


@slow
def test_one_actor_can_be_picked_out(watched: Page, matrix: str, tmp_path: Path) -> None:
    show(watched, matrix, tmp_path)
    watched.select_option("#choose-actor", label="公安派出所")
    expect(watched.locator("#matrix tbody tr:visible")).to_have_count(1)
    shown = watched.locator("#matrix thead th:visible").count()
    assert shown == watched.locator("#matrix button:visible").count() > 0
    watched.select_option("#choose-actor", label="全部")
    watched.select_option("#choose-matter", label="民用爆炸物品")
    expect(watched.locator("#matrix thead th:visible")).to_have_count(1)
    assert watched.locator("#matrix tbody tr:visible").count() == 1


@slow
def test_a_node_opens_its_provision_and_leads_on(watched: Page, graph: str, tmp_path: Path) -> None:
    show(watched, graph, tmp_path)
    node = watched.locator('.node[data-node="art17.para2"]')
    node.focus()
    watched.keyboard.press("Enter")
    detail = watched.locator("#detail")
    expect(detail.locator("h2")).to_have_text("第十七条第二款")
    expect(detail.locator("blockquote")).to_contain_text("清河农场办事处参照本细则")
    detail.get_by_role("button", name="第十五条第二款").click()
    expect(detail).to_contain_text("不适用：第十五条第一款第（二）、（三）项")
    expect(watched.locator(".edge.on")).to_have_count(7)
    watched.locator('.node[data-node="art6"]').click()
    expect(detail.locator("blockquote p")).to_have_count(8)  # the lead-in and seven items
    watched.keyboard.press("Escape")
    expect(watched.locator(".on")).to_have_count(0)


@slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["matrix", "graph"])
def test_pictures_fit_a_phone(
    watched: Page, request: pytest.FixtureRequest, tmp_path: Path, name: str, scheme: str
) -> None:
    watched.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    show(watched, request.getfixturevalue(name), tmp_path, width=390)
    assert watched.evaluate("document.documentElement.scrollWidth") == 390
    body = watched.evaluate("getComputedStyle(document.body).backgroundColor")
    assert body == ("rgb(246, 244, 239)" if scheme == "light" else "rgb(23, 22, 20)")
    opener = "#matrix button >> nth=0" if name == "matrix" else ".list .link >> nth=0"
    watched.locator(opener).click()
    box = watched.locator("#detail").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    watched.get_by_role("button", name="关闭").click()
    expect(watched.locator("#detail")).to_be_hidden()
