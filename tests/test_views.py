"""The views without a browser: what they say, what they link, that nothing typed becomes HTML."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, StringIO
from itertools import zip_longest
from urllib.parse import parse_qsl, unquote, urlencode

import docx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.assistant import Assistant
from assistant.verify.verdict import PastedFinding
from assistant.verify.whole import CheckedSentence, CheckedText, check_text
from corpus.citing.citations import cite_own_text
from corpus.citing.references import Reference
from corpus.language.data import load_language
from corpus.language.examples import examples_of
from corpus.premises.several import Guides
from corpus.premises.work import work_of
from corpus.register.lookups import Lookups
from corpus.register.records import ROLES
from corpus.text.load import data_folder, load_default
from corpus.text.parse import parse
from corpus.text.provision import ProvisionId, Regulation
from evals.about import figures
from evals.gate import BASELINE
from tests.support.html_reader import ATTACK, Reader
from ui.documents.checklist import group_work, key_of, make_checklist_document
from ui.documents.document import Document, DocumentSection
from ui.records.anchors import anchor
from ui.web.services import Services
from ui.web.templating import part
from ui.web.views.about import load_evaluation
from ui.web.views.apparatus import Apparatus, apparatus_of
from ui.web.views.checklist import render_checklist
from ui.web.views.checklist_form import PlaceQuery, place_of, read_place_query
from ui.web.views.document_choice import DocumentChoice, choose_documents
from ui.web.views.downloads import OFFERED, download, file_name
from ui.web.views.duties import by_role, document_of, render_duties
from ui.web.views.duty_form import DutyQuery, read_query
from ui.web.views.markup import Links
from ui.web.views.reader import print_style, render_reader, render_regulation
from ui.web.views.reference_lists import render_references
from ui.web.views.routes import router
from ui.web.views.verify import LONGEST, STATES, render_checked, render_report

SHOWN = examples_of(load_default(), load_language(data_folder()))
EXAMPLE, PASTED = SHOWN.place, SHOWN.pasted
DATE = "2026-11-25"
NOTICE = "征求意见稿，尚未施行，仅供学习参考，不作为执法依据。"


@pytest.fixture(scope="module")
def services(assistant: Assistant) -> Services:
    return Services(assistant)


@pytest.fixture(scope="module")
def lookups(assistant: Assistant) -> Lookups:
    return assistant.lookups


@pytest.fixture(scope="module")
def apparatus(assistant: Assistant) -> Apparatus:
    return apparatus_of(assistant)


@pytest.fixture(scope="module")
def client(services: Services) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(router(services))
    with TestClient(app) as made:
        yield made


# --- links and tables ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("见第十九条第（五）项。", ["#art-19-item-5"]),
        (
            "不适用：第十五条第一款第（二）、（三）项。",
            ["#art-15-item-2", "#art-15-item-3"],
        ),
        ("《北京市消防安全责任制实施细则》第十条", ["#art-10"]),
        ("《中华人民共和国消防法》第十六条", []),
        ("第九十九条", []),
        ("第十九条第（十三）项", []),
        ("第四条写的“第（二）项”", ["#art-4"]),
        ("没有条号", []),
    ],
)
def test_citations_become_links(regulation: Regulation, sentence: str, expected: list[str]) -> None:
    page = Reader(Links(regulation).sentence(sentence))
    assert page.links == expected
    assert page.text == sentence


def test_verbatim_text_links_only_the_citation_before_the_colon(regulation: Regulation) -> None:
    cell = "第七条：应履行本细则第六条职责\n第六条第（一）项：制定制度"
    page = Reader(Links(regulation).opening(cell))
    assert page.links == ["#art-7", "#art-6-item-1"]


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_any_text_stays_text(words: str) -> None:
    source = "第一条 甲。\n\n第二条 乙。"
    links = Links(Regulation("x", "1", "某办法", "现行有效", parse(source), source))
    for html in (links.sentence(words), links.opening(words)):
        page = Reader(str(html))
        assert set(page.tags) <= {"a", "br"}
        assert page.text == words.replace("\n", "")


def test_document_is_escaped_everywhere(regulation: Regulation) -> None:
    columns = ("角色", "主体", "条文原文", "条款", "经由", "别的")
    section = DocumentSection(ATTACK, columns, (tuple(ATTACK for _ in columns),), note=ATTACK)
    document = Document(ATTACK, ATTACK, ATTACK, DATE, (ATTACK,), (section,))
    page = Reader(part("parts", "document", document, Links(regulation)))
    assert page.tags["img"] == 0
    assert page.text.count(ATTACK) == 3 + 1 + 1 + len(columns) + 1


def test_empty_columns_are_left_out(regulation: Regulation) -> None:
    section = DocumentSection(
        "甲", ("主体", "时间", "条款"), (("某局", "", "第一条"),), widths=(1, 1, 2)
    )
    html = part("parts", "section", section.filled, Links(regulation))
    assert "时间" not in html
    assert html.count("<col ") == html.count("<td ") == 2


# --- 职责查询 -----------------------------------------------------------------------------------


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: st.text(max_size=70)
            for name in ("show", "actor", "matter", "modality", "times", "other", "group", "x")
        },
    )
)
def test_address_of_a_query_reads_back(given_: dict[str, str]) -> None:
    query = read_query(given_)
    assert read_query(dict(parse_qsl(query.query()))) == query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (DutyQuery(actor="民政局"), "民政部门：1 项职责，见 1 处条款；另有与同类一起承担的 13 项"),
        (DutyQuery(matter="消防车通道"), "消防车通道：13 处规定，14 个主体，本细则未明确牵头部门"),
        (
            DutyQuery(actor="街道办", matter="消防车通道"),
            "街道办事处（消防车通道）：1 项，见 1 处条款",
        ),
        (DutyQuery(times="每季度"), "「每季度」：2 项职责（频次 2 项）"),
        (DutyQuery("calendar"), "时间要求：48 项职责（频次 30 项、期限 12 项、时段 6 项）"),
        (DutyQuery("compare", "街道办", other="乡镇政府"), "街道办事处与乡镇人民政府：相同 10 项"),
        (DutyQuery(actor="水务局"), "水务部门"),
    ],
)
def test_duties_say_the_conclusion_and_link_every_row(
    lookups: Lookups, query: DutyQuery, expected: str
) -> None:
    html = render_duties(query, lookups, DATE)
    page = Reader(html)
    assert expected in page.text
    assert NOTICE in page.text
    known = {f"#{anchor(leaf.id)}" for leaf in lookups.register.regulation.leaves()}
    assert {link for link in page.links if link.startswith("#art")} <= known
    for row in re.findall(r"<tr role=\"row\"><td.*?</tr>", html):
        assert 'href="#art-' in row, row


def test_inherited_and_left_out_are_said(lookups: Lookups) -> None:
    page = Reader(render_duties(DutyQuery(actor="清河农场办事处"), lookups, DATE))
    assert "经第十七条第二款（参照）" in page.text
    assert "不适用：第十五条第一款第（二）、（三）项" in page.text


def test_names_that_mean_several_are_told_apart(lookups: Lookups) -> None:
    page = Reader(render_duties(DutyQuery(actor="管委会"), lookups, DATE))
    bodies = lookups.resolve("管委会").bodies
    assert len(bodies) > 1
    for body in bodies:
        assert any(f"actor={body.name}" in unquote(link) for link in page.links)
    compared = Reader(render_duties(DutyQuery("compare", "管委会", other="民政局"), lookups, DATE))
    assert "选哪一个来比较" in compared.text
    assert "项职责" not in compared.text


@pytest.mark.parametrize(
    ("query", "said", "choice"),
    [
        (DutyQuery(actor="民政厅局"), "未提及「民政厅局」", "actor=民政"),
        (DutyQuery(matter="消防通到"), "未提及「消防通到」", "matter=消防通道"),
        (DutyQuery(actor="消防车通道"), "「消防车通道」按事项查。", ""),
        (DutyQuery(matter="民政局"), "民政部门", ""),
        (DutyQuery(actor="量子管理局"), "未提及「量子管理局」", ""),
    ],
)
def test_unknown_names_are_never_guessed(
    lookups: Lookups, query: DutyQuery, said: str, choice: str
) -> None:
    page = Reader(render_duties(query, lookups, DATE))
    assert said in page.text
    assert not choice or any(choice in unquote(link) for link in page.links)


@pytest.mark.parametrize("field", ["actor", "matter", "times", "other"])
@pytest.mark.parametrize("show", ["", "compare", "calendar"])
def test_typed_text_in_duties_stays_text(lookups: Lookups, field: str, show: str) -> None:
    query = replace(DutyQuery(show, actor="民政局", other="水务局"), **{field: ATTACK[:60]})
    page = Reader(render_duties(query, lookups, DATE))
    assert page.tags["img"] == 0
    assert page.tags["script"] == 0


def test_by_role_keeps_every_row(lookups: Lookups) -> None:
    whole = document_of(DutyQuery(actor="区政府", group="matter"), lookups, DATE)
    split = by_role(whole)
    rows = [
        sorted(r for s in d.sections if "角色" in s.columns for r in s.rows) for d in (whole, split)
    ]
    assert rows[0] == rows[1]
    at = whole.sections[0].columns.index("角色")
    order = [s.rows[0][at] for s in split.sections if s.heading.startswith("职责")]
    assert order == sorted(order, key=ROLES.index)  # type: ignore[arg-type]
    assert len(order) > 2
    for section in split.sections:
        if "角色" in section.columns:
            assert section.heading.endswith(f"（{len(section.rows)} 项）")


def test_empty_form_starts_with_what_the_data_holds(lookups: Lookups) -> None:
    page = Reader(render_duties(DutyQuery(), lookups, DATE))
    queries = [read_query(dict(parse_qsl(k.split("?")[1]))) for k in page.links if "?" in k]
    asked = [q for q in queries if q.asks and not q.show]
    assert len(asked) > 10
    for query in asked:
        document_of(query, lookups, DATE)


def test_regulation_without_a_register_says_so() -> None:
    assert "还没有逐条整理的职责" in render_duties(DutyQuery(actor="民政局"), None, DATE)


# --- 我的清单 -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def choice(services: Services) -> DocumentChoice:
    return choose_documents(services, "", "checklist", "places")


def test_checklist_has_every_line_with_its_reason(
    services: Services, choice: DocumentChoice
) -> None:
    guide = services.guide
    assert guide is not None
    query = PlaceQuery(EXAMPLE)
    ((_, checklist),) = Guides((guide,)).listed(place_of(query, Guides((guide,))))
    html = render_checklist(query, choice, DATE)
    page = Reader(html)
    keys = re.findall(r'data-key="([^"]+)"', html)
    work = group_work(work_of(checklist, guide.register.regulation))
    assert keys == [key_of(line, guide.register.regulation) for _, lines in work for line in lines]
    assert len(set(keys)) == len(keys)
    for line in checklist.lines:
        assert line.text in page.text
        assert f"#{anchor(line.provision)}" in page.links
    for line in checklist.conditional:
        assert f"如果{line.condition}，则适用" in page.text
    assert page.tags["label"] >= len(keys)
    assert html.count('class="why"') == len(keys)
    assert "不适用的，以及为什么" in page.text
    assert NOTICE in page.text


def test_open_questions_lead_to_a_better_list(services: Services, choice: DocumentChoice) -> None:
    guide = services.guide
    assert guide is not None
    page = Reader(render_checklist(PlaceQuery(EXAMPLE), choice, DATE))
    answers = [unquote(k) for k in page.links if k.startswith("#checklist?") and "q." in k]
    assert answers
    for link in answers:
        query = read_place_query(parse_qsl(link.split("?", 1)[1]))
        assert query.describe == EXAMPLE
        place_of(query, Guides((guide,)))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (PlaceQuery("今天天气不错"), "没有认出是什么场所"),
        (PlaceQuery(units=("飞船",)), "不认识的单位类型「飞船」"),
        (PlaceQuery(answers=(("use", "飞"),)), "不认识的选项「飞」"),
        (PlaceQuery(answers=(("nothing", "是"),)), "不认识的选项「是」"),
        (PlaceQuery(answers=(("use", "业主自用"), ("use", "承租"))), "矛盾"),
    ],
)
def test_what_cannot_be_listed_is_told(
    choice: DocumentChoice, query: PlaceQuery, said: str
) -> None:
    html = render_checklist(query, choice, DATE)
    assert said in Reader(html).text
    assert "data-key" not in html
    assert "--" not in Reader(html).text  # no option of the command line


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["describe", "unit", "q.use", "q.nothing", "other"]),
            st.text(max_size=40),
        ),
        max_size=8,
    )
)
def test_address_of_a_place_reads_back(pairs: list[tuple[str, str]]) -> None:
    query = read_place_query(pairs)
    assert read_place_query(parse_qsl(urlencode(query.pairs))) == query


@pytest.mark.parametrize(
    "query",
    [
        PlaceQuery(f"{ATTACK} 小旅馆"),
        PlaceQuery(units=(ATTACK,)),
        PlaceQuery(answers=((ATTACK, ATTACK),)),
        PlaceQuery("小旅馆", answers=(("use", ATTACK),)),
    ],
)
def test_typed_text_in_the_checklist_stays_text(choice: DocumentChoice, query: PlaceQuery) -> None:
    page = Reader(render_checklist(query, choice, DATE))
    assert page.tags["img"] == 0


# --- 法规原文 -----------------------------------------------------------------------------------


def test_reader_loses_no_word(regulation: Regulation, apparatus: Apparatus) -> None:
    html = render_reader(apparatus)
    bare = dict(re.findall(r'<p id="([^"]+)"[^>]*>(.*?)</p>', render_regulation(regulation)))
    rich = dict(re.findall(r'<p id="([^"]+)"[^>]*>(.*?)</p>', html))
    assert {k: Reader(v).text for k, v in rich.items()} == {
        k: Reader(v).text for k, v in bare.items()
    }
    page = Reader(html)
    assert len(page.ids) == len(set(page.ids))
    assert {k[1:] for k in page.links} <= set(page.ids)


def test_every_reference_is_a_link_in_the_text_and_a_line_below(apparatus: Apparatus) -> None:
    html = render_regulation(apparatus.regulation, apparatus)
    assert any(r.targets for r in apparatus.references)
    assert any(r.external for r in apparatus.references)
    for reference in apparatus.references:
        below = render_references(reference.source, apparatus)
        assert reference.kind in below
        at = anchor(reference.source)
        block = html.split(f'id="{at}"')[1].split('<div class="provision">')[0]
        if reference.targets:
            assert f'href="#{anchor(reference.targets[0])}" data-targets=' in block
            for target in reference.targets:
                assert "被引用" in render_references(target, apparatus)
        elif reference.external:
            assert 'class="ref external"' in block
            assert "未收录" in below


def test_left_out_items_are_told_so(apparatus: Apparatus) -> None:
    left_out = ProvisionId("15", item="2")
    assert "不含本项" in render_references(left_out, apparatus)
    assert "不含" in render_references(ProvisionId("15", paragraph="2"), apparatus)
    assert render_references(ProvisionId("5"), apparatus) == ""


def test_defined_terms_carry_their_definition(apparatus: Apparatus) -> None:
    (term,) = [t for t in apparatus.terms if t.word == "微型消防站"]
    assert term.at == ProvisionId("31")
    html = render_regulation(apparatus.regulation, apparatus)
    assert html.count('class="term"') >= 5
    leaf = next(x for x in apparatus.regulation.leaves() if x.id == term.at)
    assert term.says in leaf.text


def test_reader_escapes_what_it_is_given() -> None:
    source = f"第一条 {ATTACK}见第二条。\n\n第二条 乙。"
    regulation = Regulation("x", "1", ATTACK, "现行有效", parse(source), source)
    at = ProvisionId("1")
    reference = Reference(
        at,
        (0, 3),
        "<im",
        "参照",
        (ProvisionId("2"),),
        subject=ATTACK,
        condition=ATTACK,
        note=ATTACK,
    )
    outside = replace(reference, targets=(), external=ATTACK, span=(4, 6))
    html = render_reader(Apparatus(regulation, (reference, outside)))
    assert Reader(html).tags["img"] == 0


def test_print_style_holds_the_notice_and_cannot_be_broken_out_of(regulation: Regulation) -> None:
    assert "不作为执法依据" in print_style(regulation)
    broken = replace(regulation, title='"}</style><script>alert(1)</script>\\')
    style = print_style(broken)
    assert "<" not in style
    assert style.count("{") == style.count("}")
    assert style.count('"') % 2 == 0


# --- 核对引用 -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checked(services: Services) -> CheckedText:
    return check_text(services.assistant.verifiers, PASTED)


def test_example_shows_the_two_classic_errors(checked: CheckedText) -> None:
    html = render_checked(checked)
    page = Reader(html)
    assert re.search(r'class="offending"[^>]*>.*?30个工作日</a>', html)
    assert re.search(r'class="offending"[^>]*>.*?第十九条（十三）</a>', html)
    assert "第十九条第（十三）项不存在" in page.text
    assert "在7个工作日内作出同意或不同意的决定" in page.text
    assert "#art-14-item-7" in page.links
    assert NOTICE in page.text
    assert f"不符 {len(checked.wrong)}" in page.text


def test_states_are_worded_and_never_look_checked(checked: CheckedText) -> None:
    first = next(s for s in checked.sentences if s.findings)
    for state, shown in STATES.items():
        findings = (replace(first.findings[0], state=state),)
        one = replace(checked, sentences=(replace(first, state=state, findings=findings),))
        html = render_checked(one)
        assert f'class="finding {shown.css}"' in html
        assert Reader(html.split("逐句结果")[1]).text.count(shown.name) == 1
    assert len({shown.css for shown in STATES.values()}) == len(STATES)


def test_a_sentence_has_one_card_and_every_sentence_a_result(services: Services) -> None:
    words = f"{PASTED}\n食堂周三供应饺子，请按时用餐。\n通知\n「第十四条」和第十九条（十三）、第八十条都要落实。"
    checked = check_text(services.assistant.verifiers, words)
    html = render_checked(checked)
    cards = re.findall(r'id="finding-(\d+)"', html)
    assert len(cards) == len(set(cards))
    listed = html.split('class="not-checked"')[1]
    assert f"没有核对的 {checked.counts['未核对']} 句" in listed
    for sentence in checked.sentences:
        told = (
            f'id="finding-{sentence.number}"' in html
            or f'data-to="said-{sentence.number}"' in listed
        )
        assert told, sentence


def shown_text(html: str) -> str:
    pasted = html.split('<div class="pasted">')[1].split("</div>")[0]
    return Reader(re.sub(r'<span class="sr">.*?</span>', "", pasted).replace("<br>", "\n")).text


def test_marked_text_keeps_every_character(checked: CheckedText) -> None:
    assert shown_text(render_checked(checked)) == PASTED


@given(
    st.text(min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
)
def test_any_findings_on_any_text_lose_nothing(
    regulation: Regulation, words: str, spans: list[tuple[int, int]]
) -> None:
    findings = tuple(
        PastedFinding(
            "语句",
            (min(s), max(s)),
            words[min(s) : max(s)],
            "改用原文",
            "",
            (words[min(s) : max(s)],),
        )
        for s in spans
    )
    one = CheckedSentence(1, (0, len(words)), words, "改用原文", findings)
    html = render_checked(CheckedText(words, (one,), (regulation,)))
    assert shown_text(html) == words


def test_pasted_text_stays_text(services: Services) -> None:
    words = f"根据第十九条（十三），{ATTACK}「{ATTACK}单位应当每年组织演练」。"
    checked = check_text(services.assistant.verifiers, words)
    page = Reader(render_checked(checked, name=ATTACK, reading=[ATTACK]))
    assert page.tags["img"] == 0


def test_report_is_plain_text_with_everything(regulation: Regulation, checked: CheckedText) -> None:
    report = render_report(checked)
    assert report.startswith(f"核对引用：共 {len(checked.sentences)} 句")
    assert report.endswith(NOTICE)
    assert "第 2 行：" in report
    for sentence in checked.wrong:
        for finding in sentence.telling:
            assert finding.reason in report
            for id_ in finding.right:
                assert cite_own_text(id_, regulation, title=False) in report


# --- 关于 ---------------------------------------------------------------------------------------


def test_figures_are_those_of_the_baseline() -> None:
    now = figures(json.loads(BASELINE.read_text("utf-8"))["gold"])
    assert load_evaluation() == now, "请运行 python -m evals.about 并提交 ui/assets/figures.json"


def test_about_tells_status_gaps_and_versions(client: TestClient, assistant: Assistant) -> None:
    page = Reader(client.get("/view/about").text)
    for said in (
        "施行日期原文没有写明",
        "发布机关原文没有写明",
        "征求意见稿",
        "未收录",
        "隐私",
        NOTICE,
    ):
        assert said in page.text
    assert assistant.index.manifest.identity in page.text
    assert "《北京市消防条例》" in page.text
    for figure in load_evaluation()["figures"]:
        assert f"{figure['percent']:.1f} %" in page.text
    assert "没有使用语言模型" in page.text
    assert "反馈没有开启" in page.text


# --- routes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/view/duties",
        "/view/checklist",
        "/view/verify",
        "/view/about",
        "/view/matrix",
        "/view/graph",
    ],
)
def test_every_view_is_served(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("format", sorted(OFFERED))
def test_download_holds_exactly_what_is_shown(
    client: TestClient, lookups: Lookups, format: str
) -> None:
    query = DutyQuery(actor="民政局")
    shown = document_of(query, lookups, DATE)
    response = client.get(f"/download/duties.{format}?{query.query()}")
    assert response.status_code == 200
    assert "filename*=UTF-8''" in response.headers["content-disposition"]
    texts = [cell for s in shown.sections for row in s.rows for cell in row if cell]
    assert len(texts) > 50
    match format:
        case "docx":
            word = docx.Document(BytesIO(response.content))
            cells = [c.text for t in word.tables for r in t.rows for c in r.cells]
        case "xlsx":
            book = load_workbook(BytesIO(response.content))
            cells = [str(c.value) for s in book for r in s.iter_rows() for c in r]
        case "csv":
            cells = [
                c for row in csv.reader(StringIO(response.content.decode("utf-8-sig"))) for c in row
            ]
        case _:
            cells = [c.strip().replace("<br>", "\n") for c in response.text.split("|")]
    missing = [t for t in texts if t not in cells]
    assert not missing


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_checklist_downloads(client: TestClient, services: Services, format: str) -> None:
    guide = services.guide
    assert guide is not None
    query = PlaceQuery(EXAMPLE)
    response = client.post(f"/download/checklist.{format}", content=urlencode(query.pairs))
    assert response.status_code == 200
    if format == "docx":
        word = docx.Document(BytesIO(response.content))
        held = "\n".join(c.text for t in word.tables for r in t.rows for c in r.cells)
    else:
        book = load_workbook(BytesIO(response.content))
        held = "\n".join(str(c.value) for s in book for r in s.iter_rows() for c in r)
    ((_, found),) = Guides((guide,)).listed(place_of(query, Guides((guide,))))
    shown = make_checklist_document(guide, found, DATE, why_not=True, to_print=False)
    for section in shown.sections:
        for row, lead in zip_longest(section.rows, section.leads, fillvalue=""):
            assert lead in held
            assert row[1].removeprefix(lead) in held


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/download/duties.pdf?actor=民政局", "没有这种格式：pdf"),
        ("/download/duties.docx?actor=量子管理局", "未提及「量子管理局」"),
        ("/download/duties.docx", "没有说要查什么"),
    ],
)
def test_downloads_that_cannot_be_made_say_why(client: TestClient, path: str, said: str) -> None:
    response = client.get(path)
    assert response.status_code == 422
    assert said in response.text
    assert response.headers["content-type"].startswith("text/plain")


def test_long_texts_are_refused_with_a_sentence(client: TestClient) -> None:
    just = client.post("/view/verify", content=("好" * (LONGEST + 1)).encode())
    assert "文字太长" in just.text
    assert f"{LONGEST + 1:,} 字" in just.text
    far = client.post("/view/verify", content=b"x" * (5 * LONGEST))
    assert far.status_code == 413
    assert "内容太长" in far.text
    form = client.post("/view/checklist", content=b"describe=" + b"x" * 70_000)
    assert form.status_code == 413


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"&&&=;", b"q.use=" * 300, b"describe=%ff"]
)
def test_odd_bodies_do_no_harm(client: TestClient, content: bytes) -> None:
    assert client.post("/view/checklist", content=content).status_code == 200
    assert client.post("/view/verify", content=content).status_code == 200


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("民政部门", "民政部门.docx"),
        ('a/b\\c:"d"<e>', "a b c d e.docx"),
        ("...", "消防责任助手.docx"),
        ("长" * 90, "长" * 60 + ".docx"),
    ],
)
def test_file_names(title: str, expected: str) -> None:
    assert file_name(title, "docx") == expected


def test_every_offered_format_carries_the_notice(lookups: Lookups) -> None:
    document = document_of(DutyQuery(actor="民政局"), lookups, DATE)
    assert document.name == "民政部门"
    assert download(document, "md").name == "民政部门.md"
    for format in ("csv", "md"):
        assert NOTICE in download(document, format).content.decode("utf-8-sig").replace("\\", "")
    header = docx.Document(BytesIO(download(document, "docx").content)).sections[0].header
    assert NOTICE in header.paragraphs[0].text
