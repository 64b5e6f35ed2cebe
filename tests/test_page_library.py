"""The page over several documents: each is named with its status, every link leads into the right one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode
from urllib.parse import quote as quote_url

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.library.suggesting import complete_typed, suggest_after
from assistant.rendering.lacking import NAMES, DataKind
from assistant.training.choice import PackChoice
from assistant.training.pack import Pack
from corpus.citing.references import find_references
from corpus.language.examples import Examples, Persona
from corpus.text.parse import parse
from corpus.text.provision import ProvisionId, Regulation
from tests.support.apps import build_app
from tests.support.held import held_of
from tests.support.html_reader import ATTACK, Reader
from ui.documents.conversation import make_conversation_document
from ui.documents.export import render
from ui.records.anchors import anchor
from ui.web.chat.chat_html import Exchange, render_chat
from ui.web.chat.evidence_html import ChatPage, render_cards
from ui.web.chat.render_html import (
    join_personas,
    render_choice,
    render_evidence,
    render_header,
    render_welcome,
)
from ui.web.chat.talk import Talk, kept_of
from ui.web.held import HeldDocuments, name_documents, tell_statuses
from ui.web.services import Services
from ui.web.views.apparatus import Apparatus, CitedFrom, apparatus_of
from ui.web.views.checklist import render_checklist
from ui.web.views.checklist_form import PlaceQuery
from ui.web.views.document_choice import DocumentChoice
from ui.web.views.duties import render_duties
from ui.web.views.duty_form import DutyQuery
from ui.web.views.library import render_library, shown_documents
from ui.web.views.reader import render_outline, render_reader
from ui.web.views.training import render_training
from ui.web.views.training_form import TrainingQuery

PENALTY = "堵消防通道罚多少钱"
LAW, LOCAL, DRAFT = "消防法", "北京市消防条例", "细则"


@pytest.fixture(scope="module")
def held(librarian: Assistant) -> HeldDocuments:
    return held_of(librarian)


@pytest.fixture(scope="module")
def client(librarian: Assistant) -> TestClient:
    return TestClient(build_app(Services(librarian)))


def a_law(title: str, text: str, *, key: str, status: str = "现行有效") -> Regulation:
    return Regulation(f"law-{key}", "1", title, status, parse(text), text, key=key)


# --- names and anchors ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "name", "at"),
    [
        (
            ProvisionId("60", item="5", document=LAW),
            "消防法（现行有效）第六十条第一款第（五）项",
            "fire-law--art-60-item-5",
        ),
        (
            ProvisionId("89", item="4", document=LOCAL),
            "北京市消防条例（现行有效）第八十九条第（四）项",
            "beijing-fire-regulation--art-89-item-4",
        ),
        (
            ProvisionId("10", item="2", document=DRAFT),
            "细则（征求意见稿，尚未施行）第十条第（二）项",
            "art-10-item-2",
        ),
        (
            ProvisionId("10", item="2"),
            "细则（征求意见稿，尚未施行）第十条第（二）项",
            "art-10-item-2",
        ),
    ],
)
def test_a_provision_is_named_with_its_document(
    held: HeldDocuments, address: ProvisionId, name: str, at: str
) -> None:
    assert (held.name(address), held.anchor(address)) == (name, at)
    assert held.leaf(address) is not None


def test_of_one_document_nothing_is_named(assistant: Assistant) -> None:
    alone = held_of(assistant)
    address = ProvisionId("10", item="2")
    assert (alone.name(address), alone.anchor(address)) == ("第十条第（二）项", "art-10-item-2")
    assert render_choice(alone) == ""


def test_no_anchor_is_that_of_two_documents(librarian: Assistant) -> None:
    ids = [
        id_
        for key in librarian.library.keys
        for id_ in Reader(render_reader(apparatus_of(librarian, key))).ids
        if id_ != "finder-words"
    ]
    assert len(ids) == len(set(ids)) > 600
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", id_) for id_ in ids)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (
            ("征求意见稿", "现行有效", "现行有效"),
            "现行有效 2 部 · 征求意见稿 1 部（尚未施行，不作为执法依据）",
        ),
        (("现行有效", "现行有效"), "现行有效 2 部"),
        (
            ("现行有效", "已废止", "状态未注明"),
            "现行有效 1 部 · 状态未注明 1 部（请核对正式文本） · 已废止 1 部（不作为执法依据）",
        ),
        (("草案", "已修改"), "已修改 1 部 · 草案 1 部（尚未施行，不作为执法依据）"),
    ],
)
def test_the_header_calls_no_law_a_draft(statuses: tuple[str, ...], expected: str) -> None:
    laws = tuple(
        a_law(f"甲{n}法", "第一条 好。", key=f"甲{n}法", status=status)
        for n, status in enumerate(statuses)
    )
    assert tell_statuses(laws) == expected
    assert expected in render_header(HeldDocuments(laws))


def test_welcome_names_the_documents_short_with_their_status(held: HeldDocuments) -> None:
    page = Reader(render_welcome(held, ()))
    for mark in (
        "消防法（现行有效）",
        "北京市消防条例（现行有效）",
        "细则（征求意见稿，尚未施行）",
    ):
        assert mark in page.text
    many = [a_law(f"第{n}法", "第一条 好。", key=f"第{n}法") for n in range(40)]
    assert name_documents(many).endswith("等 40 部文件")


def test_users_start_from_questions_on_all_documents() -> None:
    both = [
        Examples((Persona("讲师", "备课", ("甲一", "甲二", "甲三")), Persona("员工", "", ("乙",)))),
        Examples((Persona("讲师", "讲法", ("丙一", "丙二")), Persona("官员", "", ("丁",)))),
    ]
    assert [p.examples for p in join_personas(both)] == [("甲一", "丙一", "甲二", "丙二"), ("乙",)]
    assert join_personas(both[:1]) == both[0].personas


# --- cards ----------------------------------------------------------------------------------------


def test_every_provision_of_an_answer_names_its_document(
    librarian: Assistant, held: HeldDocuments
) -> None:
    answer = librarian.answer(PENALTY)
    page = ChatPage(held)
    html = render_chat([Exchange(PENALTY, answer)], page)
    shown = Reader(html)
    assert {i.document for i in answer.cited} >= {LAW, LOCAL}
    for id_ in answer.cited:
        assert held.name(id_) in shown.text
        assert f"#{held.anchor(id_)}" in shown.links
    assert '<b class="law">消防法（现行有效）</b>' in html
    assert 'class="conclusion several"' in html
    cards = Reader(render_cards(answer, page))
    for quote in answer.quotes:
        assert quote.text in cards.text
        assert held.name(quote.id) in cards.text
    anchors = set(re.findall('data-provision="([^"]+)"', render_cards(answer, page)))
    for key in (LAW, LOCAL):
        anchors -= set(Reader(render_reader(apparatus_of(librarian, key))).ids)
    assert not any("--" in at for at in anchors)


def test_a_draft_is_marked_wherever_it_speaks(librarian: Assistant, held: HeldDocuments) -> None:
    answer = librarian.answer("细则第十条第（一）项")
    page = ChatPage(held)
    html = render_chat([Exchange("细则第十条第（一）项", answer)], page)
    assert '<b class="law draft">细则（征求意见稿，尚未施行）</b>' in html
    cards = render_cards(answer, page)
    assert '<li class="card draft"' in cards
    assert "《北京市消防安全责任制实施细则》第十条第（一）项（征求意见稿，尚未施行）：" in cards
    near = cards[cards.index("上下条款") :]
    assert "细则（征求意见稿，尚未施行）第十条第（二）项" in near


def test_an_answer_of_one_chosen_document_links_into_it(
    librarian: Assistant, held: HeldDocuments
) -> None:
    answer = librarian.only((LAW,)).answer(PENALTY)
    assert not any(i.document for i in answer.cited)
    exchange = Exchange(PENALTY, answer, documents=(LAW,))
    shown = Reader(render_chat([exchange], ChatPage(held)))
    assert "只问了：消防法" in shown.text
    assert "#fire-law--art-60-item-5" in shown.links
    assert "#art-60-item-5" not in shown.links


def test_names_of_documents_never_become_markup() -> None:
    laws = (a_law(ATTACK, "第一条 好。", key=ATTACK), a_law("乙法", "第一条 好。", key="乙法"))
    evil = HeldDocuments(laws)
    for html in (
        render_choice(evil),
        render_header(evil),
        render_welcome(evil, ()),
        render_evidence(evil),
        render_outline(laws[0], evil),
        render_reader(Apparatus(laws[0], library=evil, cited_by=("乙法",))),
        render_reader(Apparatus(laws[1], library=evil, cited_by=(ATTACK,))),
        render_chat([Exchange("问", documents=(ATTACK,))], ChatPage(evil)),
    ):
        assert Reader(html).tags["img"] == 0


# --- conversation ---------------------------------------------------------------------------------


def test_a_conversation_keeps_of_which_documents_it_was_asked(librarian: Assistant) -> None:
    talk = Talk(librarian)
    *_, one = talk.ask(PENALTY, [], "statute", (LAW,))
    *_, two = talk.ask("谁管消防车通道", one, "statute")
    assert two[0].answer is not None
    assert two[0].answer.document == LAW
    kept = [kept_of(e) for e in two]
    assert kept == [{"question": PENALTY, "in": [LAW]}, "谁管消防车通道"]
    back = talk.restore(json.loads(json.dumps(kept)), "statute")
    assert [e.documents for e in back] == [(LAW,), ()]
    assert [e.answer and e.answer.text for e in back] == [e.answer and e.answer.text for e in two]
    *_, plain = talk.switch(one, "plain")
    assert plain[0].documents == (LAW,)


def test_what_is_not_held_cannot_be_asked(librarian: Assistant) -> None:
    talk = Talk(librarian)
    *_, exchanges = talk.ask(PENALTY, [], "statute", ("刑法",))
    assert exchanges[0].answer is None
    assert "没有收录「刑法」" in exchanges[0].error
    spoiled: list[object] = [{"question": PENALTY, "in": ["刑法"]}, {"question": 1, "in": []}]
    assert talk.restore(spoiled, "statute") == []


def test_what_may_follow_is_of_the_documents_that_speak(librarian: Assistant) -> None:
    answer = librarian.answer(PENALTY)
    spoken = [librarian.library.index_of(key) for key in answer.speaking]
    bank = {q.text for index in spoken for q in index.language.bank}
    assert set(suggest_after(librarian.documents, answer)) <= bank
    refused = librarian.answer("离婚要什么手续")
    assert len(suggest_after(librarian.documents, refused)) <= 3
    found = complete_typed(librarian.documents, "消防车通道")
    assert 0 < len(found) <= 6


def test_an_exported_conversation_names_documents_and_statuses(librarian: Assistant) -> None:
    turns = [(PENALTY, librarian.answer(PENALTY))]
    document = make_conversation_document(turns, librarian.regulations, "2026-11-25", "问答")
    text = render(document, "md").replace("\\", "")
    assert "《中华人民共和国消防法》第六十条第一款第（五）项（现行有效）" in text
    assert "《北京市消防条例》（现行有效（据所收版本，请核对是否有新修订），版本" in text
    assert "《中华人民共和国消防法》：现行有效" in document.notice


# --- 法规原文 -------------------------------------------------------------------------------------

REFERRING = "第一条 违反本办法的，依照《中华人民共和国消防法》第六十条处罚。\n\n第二条 依照《中华人民共和国消防法》第九百条处罚。\n\n第三条 根据《中华人民共和国消防法》制定。\n\n第四条 依照《中华人民共和国刑法》第二条处罚。"


def test_a_reference_into_another_document_is_a_link(librarian: Assistant) -> None:
    law = librarian.library.index_of(LAW).regulation
    rules = a_law("某办法", REFERRING, key="某办法")

    apparatus = Apparatus(rules, find_references(rules), library=HeldDocuments((rules, law)))
    html = render_reader(apparatus)
    page = Reader(html)
    assert "#fire-law--art-60" in page.links
    assert f"#text?in={quote_url(LAW)}" in page.links
    assert "消防法（现行有效）第六十条" in page.text
    assert "收录的消防法（现行有效）没有这一处" in page.text
    assert page.text.count("未收录") == 1
    assert 'data-says="单位违反本法规定' in html


def test_incoming_references_from_other_documents_are_listed(librarian: Assistant) -> None:
    law = librarian.library.index_of(LAW).regulation
    rules = a_law("某办法", REFERRING, key="某办法", status="征求意见稿")
    cited = CitedFrom(ProvisionId("1", document="某办法"), ProvisionId("60"))
    apparatus = Apparatus(
        law, cited_from=(cited,), cited_by=("某办法",), library=HeldDocuments((rules, law))
    )
    html = render_reader(apparatus)
    page = Reader(html)
    assert "#art-1" in page.links
    assert "某办法（征求意见稿，尚未施行）第一条" in page.text
    assert "提到本文件的：某办法（征求意见稿，尚未施行）" in page.text


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (LAW, ("现行有效（据所收版本，请核对是否有新修订）", "2009-05-01 起施行", "LawRefBook")),
        (LOCAL, ("北京市人民代表大会常务委员会", "2011-05-27", "地方性法规")),
        (DRAFT, ("征求意见稿，尚未施行", "原文没有写明")),
    ],
)
def test_the_text_begins_with_what_it_is(
    client: TestClient, key: str, said: tuple[str, ...]
) -> None:
    html = client.get("/view/text", params={"in": key}).text
    assert html.count('class="text-part"') == 2
    page = Reader(html)
    for words in said:
        assert words in page.text
    assert f'value="{key}"' in html


def test_only_the_first_text_stands_in_the_page(client: TestClient, librarian: Assistant) -> None:
    config = json.dumps(client.get("/config").json(), ensure_ascii=False)
    first, law, _ = librarian.regulations
    assert first.leaves()[-1].text in config
    assert law.leaves()[-1].text not in config


# --- other views ----------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["text", "duties", "checklist", "train"])
def test_a_document_that_is_not_there(client: TestClient, view: str) -> None:
    query = "in=刑法&minutes=30" if view == "train" else "in=刑法"
    asked = (
        client.post(f"/view/{view}", content=query.encode())
        if view == "checklist"
        else client.get(f"/view/{view}?{query}")
    )
    assert asked.status_code in (200, 404)
    assert "没有收录「刑法」" in asked.text


def test_a_document_without_data_says_so_in_one_line(librarian: Assistant) -> None:
    bare = a_law("某县消防办法", "第一条 好。", key="某县消防办法")
    of_it = replace(Services(librarian), slug="law")
    choices = {
        kind: DocumentChoice(view, kind, of_it, (*librarian.regulations, bare), frozenset({LAW}))
        for view, kind in VIEWS_OF_ONE.items()
    }
    said = {kind: f"《{librarian.regulation.title}》还没有{NAMES[kind]}，" for kind in choices}
    shown = {
        "register": render_duties(DutyQuery(), None, "", choice=choices["register"]),
        "places": render_checklist(
            PlaceQuery(), replace(choices["places"], services=_WithoutPlaces(librarian)), ""
        ),
        "training": render_training(
            TrainingQuery(), None, bare, _no_pack, groups=False, choice=choices["training"]
        ),
    }
    for kind, html in shown.items():
        assert said[kind] in html
        assert f"某县消防办法（现行有效），没有{NAMES[kind]}" in html
        assert "不在范围" not in html


class _WithoutPlaces(Services):
    guide = None


VIEWS_OF_ONE: dict[str, DataKind] = {
    "duties": "register",
    "checklist": "places",
    "train": "training",
}


def _no_pack(choice: PackChoice) -> Pack:
    raise AssertionError(choice)


def test_duties_of_a_chosen_document_stay_in_it(client: TestClient) -> None:
    html = client.get("/view/duties", params={"in": LAW, "matter": "消防车通道"}).text
    page = Reader(html)
    assert any(link.startswith("#fire-law--art-") for link in page.links)
    assert not any(link.startswith("#art-") for link in page.links)
    inside = [x for x in page.links if x.startswith(("#duties", "download/duties"))]
    assert inside
    assert all(f"in={quote_url(LAW)}" in link for link in inside)


def test_library_view_tells_status_source_and_data(client: TestClient) -> None:
    page = Reader(client.get("/view/library").text)
    for said in (
        "现行有效（据所收版本，请核对是否有新修订）",
        "LawRefBook/Laws 汇编（提交 2f4c5c2）",
        "征求意见稿，尚未施行",
        "74 条",
        "请找运行程序的人",
    ):
        assert said in page.text
    assert f"#text?in={quote_url(LAW)}" in page.links
    assert page.tags["button"] == 0


def test_changes_are_offered_to_those_who_may(librarian: Assistant, held: HeldDocuments) -> None:
    documents = shown_documents(Services(librarian))
    html = render_library(documents, held, may_change=True)
    assert html.count("remove-document") == html.count("update-document") == 3
    assert 'class="strong add"' in html
    evil = replace(documents[0].regulation, key=ATTACK, title=ATTACK)
    shown = [replace(documents[0], regulation=evil)]
    assert Reader(render_library(shown, HeldDocuments((evil,)), may_change=True)).tags["img"] == 0


def test_about_tells_of_every_document(client: TestClient) -> None:
    page = Reader(client.get("/view/about").text)
    for said in ("《中华人民共和国消防法》", "《北京市消防条例》", "细则征求意见稿"):
        assert said in page.text.replace(" ", "").replace("，尚未施行", "")
    held_back = page.text[page.text.index("没有收录的文件") :]
    assert "《中华人民共和国消防法》未收录" not in held_back


def test_questions_while_typing_are_of_the_chosen_documents(
    client: TestClient, librarian: Assistant
) -> None:
    params = {"typed": "消防", "in": LAW}
    found = client.get("/view/completions", params=params).json()["questions"]
    bank = {q.text for q in librarian.library.index_of(LAW).language.bank}
    assert found
    assert set(found) <= bank


def test_an_exported_conversation_is_answered_of_the_chosen_documents(client: TestClient) -> None:
    asked = {"questions": [PENALTY], "documents": [[LAW]]}
    answer = client.post("/download/conversation.md", json=asked)
    assert "《中华人民共和国消防法》第六十条" in answer.text
    assert "北京市消防条例" not in answer.text


@pytest.mark.parametrize(
    ("address", "slug", "expected"),
    [
        (ProvisionId("60"), "", "art-60"),
        (ProvisionId("60", document=LAW), "", "art-60"),
        (ProvisionId("60", document=LAW), "fire-law", "fire-law--art-60"),
        (ProvisionId("2", annex="1"), "added-0a1b", "added-0a1b--annex-1-art-2"),
    ],
)
def test_anchor_of_a_document(address: ProvisionId, slug: str, expected: str) -> None:
    assert anchor(address, slug) == expected


# --- duties and lists of all ----------------------------------------------------------------------

INN = "我开了家 20 人的小旅馆，租的房子"
TITLES = (
    "《中华人民共和国消防法》 现行有效",
    "《北京市消防条例》 现行有效",
    "《北京市消防安全责任制实施细则》 征求意见稿，尚未施行",
)


def listed(client: TestClient, **said: str) -> str:
    return client.post("/view/checklist", content=urlencode(said).encode()).text


def headed(html: str) -> list[str]:
    """The documents that speak, as their headings name them."""
    return re.findall(r'<section class="of-regulation"><h4>(.*?)</h4>', html)


def test_every_document_is_asked_unless_one_is_chosen(client: TestClient) -> None:
    html = client.get("/view/duties", params={"actor": "物业"}).text
    assert [Reader(h).text for h in headed(html)] == [*TITLES]
    assert '<option value="" selected>全部 3 部文件</option>' in html
    one = client.get("/view/duties", params={"actor": "物业", "in": LAW}).text
    assert headed(one) == []
    assert '<option value="">全部 3 部文件</option>' in one


@pytest.mark.parametrize(
    "query", [{"actor": "物业"}, {"matter": "消防车通道"}, {"show": "calendar"}]
)
def test_duties_of_all_lead_into_the_right_text(
    client: TestClient, held: HeldDocuments, query: dict[str, str]
) -> None:
    html = client.get("/view/duties", params=query).text
    parts = html.split('<section class="of-regulation">')[1:]
    for regulation, part in zip(held.by_authority, parts, strict=True):
        slug = held.slug(regulation.key)
        known = {f"#{anchor(leaf.id, slug)}" for leaf in regulation.leaves()}
        links = [k for k in Reader(part).links if "art-" in k]
        assert links
        assert set(links) <= known


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"actor": "月球基地"}, "消防法、北京市消防条例、细则都未提及「月球基地」，请换一个名称"),
        ({"actor": "消防车通道"}, "「消防车通道」按事项查：见 3 部文件"),
        ({"matter": "气象局长"}, "都未提及「气象局长」，请换一个名称"),
        ({"actor": "城管"}, "「城管」有几种意思，只看其中一个"),
        (
            {"matter": "住宅专项维修资金"},
            "本条例没有写「住宅专项维修资金」，按「专项维修资金」查。",
        ),
        ({"show": "compare"}, "填两个主体的名称"),
        ({}, "消防法（现行有效）237 项、北京市消防条例（现行有效）445 项、细则"),
    ],
)
def test_duties_of_all_say(client: TestClient, query: dict[str, str], said: str) -> None:
    assert said in Reader(client.get("/view/duties", params=query).text).text


@pytest.mark.parametrize("show", ["matrix", "graph"])
def test_a_picture_is_of_one_document(client: TestClient, show: str) -> None:
    html = client.get("/view/duties", params={"show": show}).text
    assert "全部 3 部" not in html
    assert f'data-page="view/{show}"' in html


def test_typed_text_stays_text(client: TestClient) -> None:
    for query in (
        {"actor": ATTACK},
        {"matter": ATTACK},
        {"show": "compare", "actor": ATTACK, "other": ATTACK},
    ):
        assert Reader(client.get("/view/duties", params=query).text).tags["img"] == 0
    assert Reader(listed(client, describe=f"{ATTACK} 小旅馆")).tags["img"] == 0


def test_the_list_of_a_place_is_of_all(client: TestClient) -> None:
    html = listed(client, describe=INN)
    page = Reader(html)
    assert [Reader(h).text for h in headed(html)] == [*TITLES]
    ids = re.findall(r'<input type="checkbox" id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 60
    assert "消防法（现行有效）第五条" in page.text
    assert "细则（征求意见稿，尚未施行）第三十条" in page.text
    assert html.count('data-fold="asked"') == 1


def test_an_answer_leads_to_the_lists_of_all(client: TestClient) -> None:
    links = [k for k in Reader(listed(client, describe=INN)).links if "q." in k]
    assert links
    for link in links:
        said = dict(parse_qsl(link.split("?", 1)[1]))
        assert "列不出清单" not in listed(client, **said)


@pytest.mark.parametrize("format", ["docx", "xlsx", "csv", "md"])
def test_downloads_are_of_all(client: TestClient, format: str) -> None:
    duties = client.get(f"/download/duties.{format}", params={"actor": "物业"})
    assert duties.status_code == 200
    if format in ("docx", "xlsx"):
        said = urlencode({"describe": INN}).encode()
        assert client.post(f"/download/checklist.{format}", content=said).status_code == 200
    else:
        for title in ("中华人民共和国消防法", "北京市消防条例", "北京市消防安全责任制实施细则"):
            assert title in duties.text
