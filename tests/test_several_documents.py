"""Commands, batch, JSON interface and tools over the documents that ship: which answer, and how ids name them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.library.searching import search_documents
from assistant.library.suggesting import complete_typed
from assistant.settings import Settings
from corpus.citing.citations import parse_id
from corpus.citing.references import references_of
from corpus.errors import FiredutyError
from corpus.text.load import load_regulation
from index.build import build_library
from index.editing import add_documents
from index.embed import BUILTIN
from tests.support.accounts import NAME, PASSWORD
from tests.support.apps import build_app
from ui.cli.batch import answer_line
from ui.cli.main import main
from ui.documents.elsewhere import CitingDocument
from ui.documents.reference_lines import describe_references
from ui.records.addressed import find_addressed
from ui.records.answers import answer_record, find_speaking
from ui.records.feedback import feedback_on
from ui.web.api import library_responses, responses
from ui.web.guard.users import Users
from ui.web.live import LiveAssistant
from ui.web.options import ServerOptions
from ui.web.services import Services

API = "/api/v1"
PENALTY = "堵消防通道罚多少钱"
KEYS = ("细则", "消防法", "北京市消防条例")
ADDED = "青溪镇门楼管理办法\n\n第一条 门楼每年粉刷两次。\n\n第二条 本办法自公布之日起施行。\n"

pytestmark = pytest.mark.usefixtures("shipped")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def client(librarian: Assistant) -> Iterator[TestClient]:
    with TestClient(build_app(Services(librarian)), raise_server_exceptions=False) as client:
        yield client


# --- which documents ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (("search", "消防车通道"), "北京市消防条例/art36"),
        (("search", "消防车通道", "--in", "消防法"), "art60.item5"),
        (("search", "消防车通道", "--in", "消防法", "--in", "细则"), "消防法/art60.item5"),
        (("search", "消防法第六十条"), "消防法/art60"),
        (("search", "消防法/art60.item5"), "消防法/art60.item5"),
        (("search", "第六十条", "--in", "消防法"), "art60"),
        (("search", "第十五条"), "细则/art15"),
        (("search", "art15"), "细则/art15"),
        (("search", "条例第三十六条"), "北京市消防条例/art36"),
    ],
)
def test_search_leads_into_the_right_document(arguments: tuple[str, ...], first: str) -> None:
    code, said, _ = run(*arguments, "--json")
    (best, *_) = json.loads(said)
    assert (code, best["id"]) == (0, first)
    key = first.partition("/")[0] if "/" in first else arguments[-1]
    assert best["document"] == key
    assert best["status"] == ("征求意见稿" if key == "细则" else "现行有效")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("第十五条", "没有写明是哪部法规的条号，查的是《北京市消防安全责任制实施细则》"),
        ("消防法第三百条", "没有第三百条：《中华人民共和国消防法》共 74 条"),
        ("安全生产法第六条", "《中华人民共和国消防法》《北京市消防条例》"),
    ],
)
def test_search_tells_what_an_address_means(librarian: Assistant, query: str, told: str) -> None:
    found = search_documents(librarian.library, librarian.documents, query, 5)
    assert told in "".join(found.told)


@pytest.mark.parametrize(
    ("arguments", "heading", "status"),
    [
        (
            ("消防法/art60.item5",),
            "《中华人民共和国消防法》第六十条第一款第（五）项",
            "现行有效（据",
        ),
        (
            ("消防法第六十条",),
            "《中华人民共和国消防法》第六十条（三款）  [消防法/art60]",
            "现行有效",
        ),
        (("第三条",), "《北京市消防安全责任制实施细则》第三条  [细则/art3]", "征求意见稿"),
        (
            ("第六十条", "--in", "消防法"),
            "《中华人民共和国消防法》第六十条（三款）  [art60]",
            "现行",
        ),
        (
            ("消防法/art60", "--in", "消防法"),
            "《中华人民共和国消防法》第六十条（三款）  [art60]",
            "现",
        ),
    ],
)
def test_show_names_document_and_status(
    arguments: tuple[str, ...], heading: str, status: str
) -> None:
    code, said, _ = run("corpus", "show", *arguments)
    assert code == 0
    assert said.startswith(heading)
    assert status in said.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("细则/art1", "→ 《中华人民共和国消防法》（引用）"),
        ("北京市消防条例/art81", "→ 《中华人民共和国消防法》（"),
        ("北京市消防条例/art84.para2", "[北京市消防条例/art68.item2 北京市消防条例/art68.item3"),
        ("消防法/art16", "第六十七条 [消防法/art67]「本法第十六条」"),
    ],
)
def test_show_follows_references_into_what_is_held(address: str, told: str) -> None:
    code, said, _ = run("corpus", "show", address)
    assert code == 0
    assert told in said
    assert "《中华人民共和国消防法》（引用，未收录）" not in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("corpus", "show", "民法典/art3"), "没有收录「民法典」；收录的有 细则、消防法"),
        (("corpus", "show", "民法典第三条"), "民法典不在本系统收录范围内"),
        (("corpus", "show", "消防法第三百条"), "没有第三百条：《中华人民共和国消防法》"),
        (("ask", "你好", "--in", "民法典"), "没有收录「民法典」；收录的有"),
        (("search", "房东", "--in", "民法典"), "没有收录「民法典」；收录的有"),
        (("duties", "--all", "--in", "民法典"), "没有收录「民法典」；收录的有"),
        (("checklist", "--unit", "养老院", "--in=民法典"), "没有收录「民法典」；收录的有"),
        (("quiz", "--in", "民法典"), "没有收录「民法典」；收录的有"),
        (("verify", "README.md", "--in", "民法典"), "没有收录「民法典」；收录的有"),
    ],
)
def test_unknown_documents_are_one_line(arguments: tuple[str, ...], told: str) -> None:
    code, said, errors = run(*arguments)
    assert (code, said) == (2, "")
    assert errors.startswith("错误：")
    assert errors.count("\n") == 1
    assert told in errors


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (
            ("duties", "--matrix", "--out", "图.html"),
            0,
            "消防法、北京市消防条例也有，用 --in 指定",
        ),
    ],
)
def test_look_ups_say_whose_data_they_use(
    arguments: tuple[str, ...],
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, _, errors = run(*arguments)
    assert found == code
    assert told in errors


@pytest.mark.parametrize(
    ("key", "title", "status"),
    [
        ("消防法", "中华人民共和国消防法", "现行有效"),
        ("北京市消防条例", "北京市消防条例", "现行有效"),
        ("细则", "北京市消防安全责任制实施细则", "征求意见稿"),
    ],
)
def test_a_training_pack_names_its_document_and_status(key: str, title: str, status: str) -> None:
    code, said, errors = run("train", "--in", key, "--unit", "养老院", "--questions", "5")
    assert (code, errors) == (0, "")
    assert f"《{title}》（{status}" in said
    assert status in said.strip().splitlines()[-1]


def test_duties_of_one_document() -> None:
    code, said, errors = run(
        "duties", "--matter", "消防车通道", "--in", "消防法", "--format", "json"
    )
    assert (code, errors) == (0, "")
    assert "中华人民共和国消防法" in said


def test_the_document_that_is_given_may_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "办法.txt"
    path.write_text(ADDED, "utf-8")
    monkeypatch.setenv("FIREDUTY_REGULATION", str(path))
    code, said, _ = run("corpus", "show", "第一条", "--in", "青溪镇门楼管理办法")
    assert (code, "[art1]" in said) == (0, True)
    assert run("corpus", "show", "第一条", "--in", "消防法")[0] == 2


@pytest.mark.parametrize(
    ("written", "key", "inside"),
    [
        ("消防法/art60", "消防法", "art60"),
        ("art60", "细则", "art60"),
        ("消防法第六十条", "消防法", "消防法第六十条"),
        ("条例第九条", "北京市消防条例", "条例第九条"),
        ("第十五条", "细则", "第十五条"),
    ],
)
def test_an_address_leads_into_a_document(
    librarian: Assistant, written: str, key: str, inside: str
) -> None:
    ((regulation, words),) = find_addressed(written, librarian.regulations)
    assert (regulation.key, words) == (key, inside)


# --- records --------------------------------------------------------------------------------------


def test_a_record_names_the_documents_that_speak(librarian: Assistant) -> None:
    record = answer_line(librarian, json.dumps({"id": 1, "question": PENALTY}).encode())["answer"]
    assert all(id_.partition("/")[0] in KEYS for id_ in record["cited"])
    keys = [d["key"] for d in record["documents"]]
    assert keys[0] == "消防法"
    assert set(keys) == {id_.partition("/")[0] for id_ in record["cited"]}
    assert all(d["status"] == "现行有效" for d in record["documents"] if d["key"] != "细则")


def test_a_record_of_one_document_has_plain_ids(librarian: Assistant) -> None:
    one = librarian.only(("消防法",))
    record = answer_line(one, json.dumps({"id": 1, "question": PENALTY}).encode())["answer"]
    assert all("/" not in id_ for id_ in record["cited"])
    assert [d["key"] for d in record["documents"]] == ["消防法"]


def test_a_false_premise_is_an_answer(librarian: Assistant) -> None:
    one = librarian.only(("细则",))
    answer = one.answer("防火委是每月开一次成员单位会，没错吧")
    assert answer.refusal is not None
    assert answer.refusal.reason == "false_premise"
    record = answer_record(answer, one.regulations)["answer"]
    assert (record["refused"], record["reason"]) == (False, "false_premise")
    assert record["cited"] == [str(i) for i in answer.basis]
    assert record["cited"]
    assert not answer.refused


def test_a_refusal_names_no_document(librarian: Assistant) -> None:
    one = librarian.only(("细则",))
    answer = one.answer("罚多少钱")
    assert answer.refused
    assert find_speaking(answer, one.regulations) == ()


def test_feedback_keeps_ids_and_documents(librarian: Assistant) -> None:
    answer: Answer = librarian.answer(PENALTY)
    kept = feedback_on(
        answer,
        verdict="有用",
        comment="",
        at="2026-01-01T00:00:00+08:00",
        style="statute",
        versions={},
    )
    assert all(parse_id(id_.partition("/")[2]) for id_ in kept.cited.split())
    assert "消防法" in json.loads(kept.versions)["documents"]
    assert json.loads(kept.ranking)[0][0].partition("/")[0] in KEYS


# --- the JSON interface ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "model"),
    [
        ("POST", "/ask", {"question": PENALTY}, responses.AskResponse),
        ("POST", "/ask", {"question": PENALTY, "in": ["消防法"]}, responses.AskResponse),
        ("GET", "/search?q=消防车通道&in=消防法&in=细则", None, responses.SearchResponse),
        ("GET", "/suggest?typed=消防车", None, responses.SuggestResponse),
        ("GET", "/duties?matter=消防车通道&in=消防法", None, responses.DocumentResponse),
        ("GET", "/checklist", None, responses.ChecklistForm),
        ("GET", "/training?in=消防法", None, responses.TrainingForm),
        ("POST", "/training", {"in": ["消防法"], "questions": 5}, responses.TrainingResponse),
        ("POST", "/verify", {"text": "第三条。", "in": ["消防法"]}, responses.VerifyResponse),
        ("GET", "/provision/消防法/art60", None, responses.ProvisionResponse),
        ("GET", "/status", None, responses.StatusResponse),
        ("GET", "/library", None, library_responses.LibraryResponse),
        ("GET", "/library/消防法", None, library_responses.LibraryDocumentResponse),
    ],
)
def test_responses_are_what_the_schema_says(
    client: TestClient, method: str, path: str, body: object, model: Any
) -> None:
    response = client.request(method, API + path, json=body)
    assert response.status_code == 200, response.text
    model.model_validate(response.json())
    assert response.json()["notice"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "told"),
    [
        ("POST", "/ask", {"question": "你好", "in": ["民法典"]}, 400, "没有收录「民法典」"),
        ("GET", "/search?q=房东&in=民法典", None, 400, "没有收录「民法典」"),
        ("GET", "/checklist?in=民法典", None, 400, "没有收录「民法典」"),
        ("GET", "/library/民法典", None, 404, "没有收录「民法典」"),
        ("GET", "/provision/民法典/art3", None, 400, "没有收录「民法典」"),
        ("POST", "/library", {"text": ADDED}, 403, "不能改资料库"),
        ("PUT", "/library/消防法", {"text": ADDED}, 403, "不能改资料库"),
        ("DELETE", "/library/消防法", None, 403, "不能改资料库"),
    ],
)
def test_refusals(
    client: TestClient, method: str, path: str, body: object, status: int, told: str
) -> None:
    response = client.request(method, API + path, json=body)
    assert response.status_code == status
    assert told in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("消防法/art60.item5", "消防法/art60.item5"),
        ("消防法第六十条", "消防法/art60"),
        ("19.5", "细则/art19.item5"),
    ],
)
def test_a_provision_names_its_document(client: TestClient, written: str, id_: str) -> None:
    given = client.get(f"{API}/provision/{quote(written)}").json()
    assert given["id"] == id_
    assert given["document"] == id_.partition("/")[0]
    around = [*given["parts"], *filter(None, (given["previous"], given["next"]))]
    assert around
    assert all(p["id"].startswith(f"{given['document']}/") for p in around)


def test_references_lead_into_other_documents_both_ways(
    librarian: Assistant, tmp_path: Path
) -> None:
    town = "第一条 养犬人违反《中华人民共和国消防法》第六十条第一款第五项规定的，由消防救援机构处罚。\n"
    path = tmp_path / "dogs.txt"
    path.write_text(f"小镇养犬办法\n\n{town}\n第二条 本办法自2024年5月1日起施行。\n", "utf-8")
    regulation = load_regulation(path)
    law = librarian.documents[1].regulation
    held = [
        CitingDocument(regulation, references_of(regulation, None)),
        CitingDocument(law, librarian.documents[1].references),
    ]
    out = describe_references(parse_id("art1"), held[0], held)
    assert any("[消防法/art60.item5]（" in line for line in out)
    into = describe_references(parse_id("art60"), held[1], held)
    assert any("《小镇养犬办法》第一条 [小镇养犬办法/art1]「" in line for line in into)


def test_the_interface_names_every_address_with_its_document(client: TestClient) -> None:
    given = client.get(f"{API}/provision/{quote('消防法/art16')}").json()
    sources = [r["source"]["id"] for r in given["references"]["incoming"]]
    assert "消防法/art67" in sources
    assert all(s.count("/") == 1 for s in sources)


def test_the_library_is_listed_in_order(client: TestClient) -> None:
    documents = client.get(f"{API}/library").json()["documents"]
    assert tuple(d["key"] for d in documents) == KEYS
    assert [d["status"] for d in documents] == ["征求意见稿", "现行有效", "现行有效"]
    assert documents[1]["rank"] == "法律"
    assert documents[1]["status_source"]


def test_suggestions_are_of_every_document(librarian: Assistant) -> None:
    assert len(complete_typed(librarian.documents, "消防车")) == 6


# --- a library that changes while it is served ----------------------------------------------------


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LiveAssistant:
    home = tmp_path_factory.mktemp("live")
    build_library(home, BUILTIN)
    return LiveAssistant(Settings(home))


def test_users_change_the_library_that_answers(live: LiveAssistant, users: Users) -> None:
    app = build_app(Services(live), ServerOptions(users=users.path))  # type: ignore[arg-type]
    client = TestClient(app)
    assert client.get(f"{API}/library").status_code == 401
    client.auth = (NAME, PASSWORD)
    pinned = live.only(())
    added = client.post(f"{API}/library", json={"text": ADDED}).json()
    assert (added["key"], added["changed"]) == ("青溪镇门楼管理办法", True)
    asked = {"question": "门楼每年粉刷几次"}
    answer = client.post(f"{API}/ask", json=asked).json()["answer"]
    assert "青溪镇门楼管理办法/art1" in answer["cited"]
    assert len(pinned.documents) == 3  # who has begun goes on with the old one
    again = client.post(f"{API}/library", json={"text": ADDED}).json()
    assert (again["key"], again["changed"]) == ("青溪镇门楼管理办法", False)
    other = client.post(f"{API}/library", json={"text": ADDED.replace("两次", "三次")})
    assert other.status_code == 400
    told = other.json()["error"]["message"]
    assert "PUT /api/v1/library/青溪镇门楼管理办法" in told
    assert "/fireduty-" not in told
    removed = client.delete(f"{API}/library/青溪镇门楼管理办法").json()
    assert tuple(removed["keys"]) == KEYS
    assert client.delete(f"{API}/library/青溪镇门楼管理办法").status_code == 404


def test_what_another_process_adds_is_answered(live: LiveAssistant, tmp_path: Path) -> None:
    path = tmp_path / "办法.txt"
    path.write_text(ADDED, "utf-8")
    add_documents(live.settings.home, BUILTIN, [path])
    assert "青溪镇门楼管理办法" not in live.library.keys
    live.refresh()
    assert "青溪镇门楼管理办法" in live.library.keys
    with pytest.raises(FiredutyError, match="没有收录「民法典」"):
        live.only(("民法典",))


def test_a_read_only_process_changes_nothing_for_users_either(
    live: LiveAssistant, users: Users
) -> None:
    options = ServerOptions(users=users.path, read_only=True)
    client = TestClient(build_app(Services(live), options))  # type: ignore[arg-type]
    client.auth = (NAME, PASSWORD)
    refused = client.post(f"{API}/library", json={"text": ADDED})
    assert (refused.status_code, "--read-only" in refused.text) == (403, True)
    assert client.get(f"{API}/library").status_code == 200
