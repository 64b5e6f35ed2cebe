"""The JSON interface: what it gives, what it refuses, and that its documentation is true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from assistant.answering.quoting import status_notice
from assistant.assistant import Assistant
from assistant.rendering.text import line
from assistant.settings import Settings
from corpus.citing.citations import lookup, parse_id
from corpus.language.plain import load_plain
from corpus.text.load import data_folder
from corpus.text.render import render
from index.build import build_library
from index.embed import BUILTIN
from tests.support.apps import build_app
from tests.support.html_reader import ATTACK, Reader
from ui.records.answers import answer_record
from ui.web.api import responses
from ui.web.options import ServerOptions
from ui.web.services import Services

QUESTION = "消防车道被堵了物业要干嘛"
API = "/api/v1"


@pytest.fixture(scope="module")
def assistant(assistant: Assistant) -> Assistant:
    """Of one document: what of several is otherwise stands in ``test_several_documents.py``."""
    return assistant.only(("细则",))


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(build_app(Services(assistant)), raise_server_exceptions=False) as client:
        yield client


def message(response: Any) -> str:
    error = response.json()["error"]
    assert set(response.json()) == {"error"}
    assert set(error) == {"code", "message"}
    assert re.search("[\u4e00-\u9fff]", error["message"])
    return str(error["message"])


# --- what it gives ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "model"),
    [
        ("POST", "/ask", {"question": QUESTION}, responses.AskResponse),
        ("POST", "/ask", {"question": "罚多少钱", "style": "plain"}, responses.AskResponse),
        ("POST", "/ask", {"question": "谁管消防车通道", "brief": True}, responses.AskResponse),
        ("POST", "/ask", {"question": "你好"}, responses.AskResponse),
        ("GET", "/search?q=房东&k=3", None, responses.SearchResponse),
        ("GET", "/suggest?typed=消防车", None, responses.SuggestResponse),
        ("GET", "/suggest?typed=", None, responses.SuggestResponse),
        ("GET", "/duties?actor=街道办", None, responses.DocumentResponse),
        ("GET", "/duties?matter=消防车通道&modality=应当", None, responses.DocumentResponse),
        ("GET", "/duties?times=每季度", None, responses.DocumentResponse),
        (
            "GET",
            "/duties?compare=乡镇人民政府&compare=街道办事处",
            None,
            responses.DocumentResponse,
        ),
        ("GET", "/duties?calendar=true", None, responses.DocumentResponse),
        ("GET", "/duties?all=true", None, responses.DocumentResponse),
        ("GET", "/checklist", None, responses.ChecklistForm),
        ("POST", "/checklist", {"units": ["养老院"], "why_not": True}, responses.DocumentResponse),
        ("GET", "/training", None, responses.TrainingForm),
        ("POST", "/training", {"unit": "养老院", "exchanged": [1, 1]}, responses.TrainingResponse),
        ("POST", "/verify", {"text": "第十条第（一）项规定了劝阻。"}, responses.VerifyResponse),
        ("GET", "/provision/19.5", None, responses.ProvisionResponse),
        ("GET", "/provision/art15.para2", None, responses.ProvisionResponse),
        ("GET", "/status", None, responses.StatusResponse),
    ],
)
def test_response_is_what_the_schema_says_and_has_the_notice(
    client: TestClient, method: str, path: str, body: object, model: type[BaseModel]
) -> None:
    response = client.request(method, API + path, json=body)
    assert response.status_code == 200, response.text
    model.model_validate(response.json())
    assert response.json()["notice"].startswith("征求意见稿")


def test_answer_is_the_record_of_batch(client: TestClient, assistant: Assistant) -> None:
    given = client.post(f"{API}/ask", json={"question": QUESTION}).json()
    expected = json.loads(
        json.dumps(answer_record(assistant.answer(QUESTION), assistant.regulations))
    )
    for name in ("question", "answer", "ranking", "error"):
        assert given[name] == expected[name]


@pytest.mark.parametrize(
    "history",
    [
        [QUESTION],
        [{"question": QUESTION}],
        [{"question": "物业呢", "standalone_question": QUESTION}],
    ],
)
def test_follow_up_is_read_with_what_was_asked_before(
    client: TestClient, history: list[object]
) -> None:
    given = client.post(f"{API}/ask", json={"question": "居委会呢", "history": history}).json()
    assert given["standalone_question"] == "消防车道被堵了居委会要干嘛"
    assert given["answer"]["cited"][0].startswith("art22.")


@pytest.mark.parametrize("written", ["art19.item5", "19.5", "第十九条第五项", "第十九条第（五）项"])
def test_provision_is_verbatim_with_its_neighbours(
    client: TestClient, assistant: Assistant, written: str
) -> None:
    given = client.get(f"{API}/provision/{quote(written)}").json()
    assert given["id"] == "art19.item5"
    assert given["citation"] == "《北京市消防安全责任制实施细则》第十九条第（五）项"
    assert given["path"] == "第四章 › 第十九条 › （五）"
    node = lookup(assistant.regulation, parse_id("19.5"))
    assert node is not None
    assert given["text"] == render(node)
    assert given["previous"]["id"] == "art19.item4"
    assert given["next"]["id"] == "art19.item6"


def test_whole_article_has_its_parts_and_articles_beside_it(client: TestClient) -> None:
    given = client.get(f"{API}/provision/15").json()
    assert given["citation"] == "《北京市消防安全责任制实施细则》第十五条"
    assert [p["id"] for p in given["parts"]] == [
        *(f"art15.item{n}" for n in range(1, 9)),
        "art15.para2",
    ]
    assert (given["previous"]["id"], given["next"]["id"]) == ("art14", "art16")


def test_references_in_both_directions(client: TestClient) -> None:
    out = client.get(f"{API}/provision/art17.para2").json()["references"]["outgoing"]
    assert [(r["kind"], [t["id"] for t in r["targets"]]) for r in out] == [
        ("参照", ["art15.para2"])
    ]
    into = client.get(f"{API}/provision/art15.para2").json()["references"]["incoming"]
    assert "art17.para2" in [r["source"]["id"] for r in into]
    external = client.get(f"{API}/provision/1").json()["references"]["outgoing"]
    assert all(r["external"] for r in external)


def test_first_and_last_article(client: TestClient) -> None:
    assert client.get(f"{API}/provision/1").json()["previous"] is None
    assert client.get(f"{API}/provision/32").json()["next"] is None


def test_search_is_verbatim(client: TestClient, assistant: Assistant) -> None:
    given = client.get(f"{API}/search", params={"q": "房东", "k": 7}).json()["results"]
    assert len(given) == 7
    assert [r["score"] for r in given] == sorted((r["score"] for r in given), reverse=True)
    for result in given:
        assert result["text"] == assistant.index.leaf(parse_id(result["id"])).text


def test_unchecked_never_looks_checked(client: TestClient) -> None:
    text = "第十九条第（十三）项规定每月检查。今天天气很好。"
    states = {
        f["state"] for f in client.post(f"{API}/verify", json={"text": text}).json()["findings"]
    }
    assert "已核对" not in states


def test_statements_are_the_conclusion_with_its_provisions(
    client: TestClient, assistant: Assistant
) -> None:
    given = client.post(f"{API}/ask", json={"question": QUESTION}).json()
    answer = assistant.answer(QUESTION)
    assert [(s["text"], s["ids"], s["state"]) for s in given["statements"]] == [
        (line(s), [str(i) for i in s.ids], s.state) for s in answer.statements
    ]
    assert {i for s in given["statements"] for i in s["ids"]} == {str(i) for i in answer.cited}
    assert given["complete"] == answer.complete
    assert len(given["next"]) == len(set(given["next"])) == 3


def test_brief_answer_has_no_whole_provisions(client: TestClient, assistant: Assistant) -> None:
    brief = client.post(f"{API}/ask", json={"question": QUESTION, "brief": True}).json()
    whole = client.post(f"{API}/ask", json={"question": QUESTION}).json()
    assert brief["answer"]["text"] == assistant.answer(QUESTION).brief
    assert brief["answer"]["quotes"] == []
    assert brief["answer"]["cited"] == whole["answer"]["cited"]
    assert len(brief["answer"]["text"]) < len(whole["answer"]["text"])


def test_list_of_everything_says_so(client: TestClient) -> None:
    given = client.post(f"{API}/ask", json={"question": "谁管消防车通道"}).json()
    assert given["complete"] is True


def test_suggestions_hold_what_was_typed(client: TestClient) -> None:
    given = client.get(f"{API}/suggest", params={"typed": "消防车"}).json()["questions"]
    assert len(given) == 6
    assert all("消防车" in question for question in given)
    assert client.get(f"{API}/suggest", params={"typed": "消"}).json()["questions"] == []


def test_plain_words_of_a_provision_and_of_all_below_it(client: TestClient) -> None:
    plain = load_plain(data_folder())
    item = client.get(f"{API}/provision/19.5").json()
    assert item["plain"] == list(plain["art19.item5"])
    whole = client.get(f"{API}/provision/15").json()
    assert whole["plain"] == [
        sentence for id_ in ("art15", *(p["id"] for p in whole["parts"])) for sentence in plain[id_]
    ]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/ask", {"question": ATTACK}),
        ("POST", "/ask", {"question": "谁管", "history": [ATTACK]}),
        ("POST", "/ask", {ATTACK: ATTACK}),
        ("GET", f"/search?q={quote(ATTACK)}", None),
        ("GET", f"/suggest?typed={quote(ATTACK)}", None),
        ("GET", f"/duties?actor={quote(ATTACK)}", None),
        ("GET", f"/duties?compare={quote(ATTACK)}&compare={quote(ATTACK)}", None),
        ("POST", "/checklist", {"describe": ATTACK}),
        ("POST", "/checklist", {"units": [ATTACK]}),
        ("POST", "/training", {"scope": [ATTACK]}),
        ("POST", "/checklist", {"answers": {ATTACK: [ATTACK]}}),
        ("POST", "/verify", {"text": ATTACK}),
        ("GET", f"/provision/{quote(ATTACK, safe='')}", None),
        ("GET", f"/{quote(ATTACK)}", None),
    ],
)
def test_markup_comes_back_as_json_and_never_as_html(
    client: TestClient, method: str, path: str, body: object
) -> None:
    response = client.request(method, API + path, json=body)
    assert response.status_code < 500
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    response.json()


# --- what it refuses ----------------------------------------------------------------------------

LONG = "很" * 100_000


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "/ask", {}, 422, "缺少字段 question"),
        ("POST", "/ask", {"question": ""}, 422, "question 太短"),
        ("POST", "/ask", {"question": " \u200b "}, 400, "问题是空的"),
        ("POST", "/ask", {"question": "很" * 4001}, 422, "question 太长，最多 4000 字"),
        ("POST", "/ask", {"question": LONG}, 413, "请求太大"),
        ("POST", "/ask", {"question": 5}, 422, "question 应是文字"),
        ("POST", "/ask", {"question": None}, 422, "question 应是文字"),
        ("POST", "/ask", {"question": "谁管", "style": "诗"}, 422, "style 只能是 statute 或 plain"),
        ("POST", "/ask", {"question": "谁管", "model": "x"}, 422, "不认识的字段 model"),
        ("POST", "/ask", {"question": "谁管", "history": "上文"}, 422, "history 应是列表"),
        (
            "POST",
            "/ask",
            {"question": "谁管", "history": ["问"] * 21},
            422,
            "history 太多，最多 20",
        ),
        ("POST", "/ask", {"question": "谁管", "history": [{"q": 1}]}, 422, "history[0]"),
        ("POST", "/ask", {"question": "谁管", "history": ["\u200b"]}, 400, "问题是空的"),
        ("POST", "/ask", [], 422, "请求内容应是一个 JSON 对象"),
        ("GET", "/ask", None, 405, "不支持这种请求方法"),
        ("DELETE", "/duties", None, 405, "不支持这种请求方法"),
        ("GET", "/suggest", None, 422, "缺少字段 typed"),
        ("GET", f"/suggest?typed={'长' * 61}", None, 422, "typed 太长"),
        ("POST", "/suggest", {}, 405, "不支持这种请求方法"),
        ("POST", "/ask", {"question": "谁管", "brief": "也许"}, 422, "brief 应是 true 或 false"),
        ("POST", "/ask", "谁管", 422, "请求内容应是一个 JSON 对象"),
        ("GET", "/search", None, 422, "缺少字段 q"),
        ("GET", "/search?q=房东&k=0", None, 422, "k 不能小于 1"),
        ("GET", "/search?q=房东&k=五", None, 422, "k 应是整数"),
        ("GET", "/search?q=房东&k=999", None, 422, "k 不能大于 50"),
        ("GET", "/duties", None, 400, "请给出要查什么"),
        ("GET", "/duties?actor=甲&all=true", None, 400, "一次只能用一个"),
        ("GET", "/duties?actor=不存在的部门", None, 400, "不存在的部门"),
        ("GET", "/duties?modality=大概", None, 400, "没有「大概」这种要求"),
        ("GET", "/duties?compare=街道办事处", None, 400, "compare 要给两个主体"),
        ("GET", "/duties?compare=a&compare=b&compare=c", None, 422, "compare 太多，最多 2"),
        ("GET", f"/duties?actor={'长' * 61}", None, 422, "actor 太长"),
        ("GET", "/duties?calendar=也许", None, 422, "calendar 应是 true 或 false"),
        ("POST", "/checklist", {}, 400, "请说是什么场所"),
        ("POST", "/checklist", {"units": ["火星基地"]}, 400, "不认识的单位类型「火星基地」"),
        ("POST", "/checklist", {"answers": {"no": ["是"]}}, 400, "answers 里没有「no」这个问题"),
        ("POST", "/checklist", {"units": "养老院"}, 422, "units 应是列表"),
        ("POST", "/training", {"scope": ["火星"]}, 400, "范围里的「火星」不是"),
        ("POST", "/training", {"scope": ["第二十五条"], "questions": 9}, 400, "最多能出 2 道"),
        ("POST", "/training", {"minutes": 20}, 400, "时长 20 分钟不行"),
        ("POST", "/training", {"audience": "外星人"}, 400, "不认识的培训对象「外星人」"),
        ("POST", "/training", {"level": "专家"}, 422, "level"),
        ("POST", "/verify", {"text": ""}, 422, "text 太短"),
        ("POST", "/verify", {"text": "  \n"}, 400, "内容是空的"),
        ("POST", "/verify", {"text": "很" * 20_001}, 422, "text 太长，最多 20000 字"),
        ("POST", "/verify", {"text": LONG}, 413, "请求太大"),
        (
            "GET",
            "/provision/19.13",
            None,
            404,
            "没有这一条款：19.13；没有第十九条第（十三）项：第十九条只有一款，（一）至（十二）共 12 项",
        ),
        ("GET", "/provision/第三十三条", None, 404, "没有第三十三条"),
        ("GET", "/provision/消防", None, 400, "看不懂条款编号"),
        ("GET", "/nothing", None, 404, "没有这个地址"),
    ],
)
def test_bad_request_is_one_clear_line(
    client: TestClient, method: str, path: str, body: object, status: int, said: str
) -> None:
    response = client.request(method, API + path, json=body)
    assert response.status_code == status
    assert said in message(response)
    assert "--" not in message(response)


def test_choice_of_a_question_that_is_none_is_told_in_the_words_of_the_interface(
    client: TestClient,
) -> None:
    first = client.get(f"{API}/checklist").json()["questions"][0]["id"]
    response = client.post(f"{API}/checklist", json={"answers": {first: ["飞船"]}})
    assert response.status_code == 400
    assert f"answers 的 {first} 没有「飞船」这个选项" in message(response)
    assert "--" not in message(response)


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe", b'{"question": "\xff"}', b"[1, 2"])
def test_broken_json(client: TestClient, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.post(f"{API}/ask", content=content, headers=headers)
    assert response.status_code in (400, 422)
    message(response)


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "text/plain", "application/jsonp", ""]
)
def test_body_that_is_not_called_json(client: TestClient, kind: str) -> None:
    content = json.dumps({"question": QUESTION}).encode()
    response = client.post(f"{API}/ask", content=content, headers={"Content-Type": kind})
    assert response.status_code == 415
    assert response.json()["error"]["code"] == "unsupported_media_type"
    assert "Content-Type: application/json" in message(response)


def test_failure_inside_is_told_without_its_message(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("ui.web.api.asking.search_documents", broken)
    response = client.get(f"{API}/search", params={"q": "房东"})
    assert response.status_code == 500
    assert "程序内部出错" in message(response)
    assert "secret" not in response.text


def test_full_line_is_told_to_come_back(assistant: Assistant) -> None:
    app = build_app(Services(assistant), ServerOptions(width=0, queue=0))
    response = TestClient(app).get(f"{API}/status")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "2"
    assert "排队" in message(response)


def test_regulation_without_a_register(tmp_path: Any) -> None:
    path = tmp_path / "某办法.txt"
    path.write_text(
        "某办法\n\n第一条 单位应当每月检查灭火器。\n\n第二条 本办法自印发之日起施行。\n", "utf-8"
    )
    settings = Settings(tmp_path / "home", path)
    build_library(settings.home, BUILTIN, regulation=path)
    assistant = Assistant.open(settings)
    regulation = assistant.regulation
    client = TestClient(build_app(Services(assistant)))
    assert client.get("/readyz").status_code == 200
    notice = status_notice(regulation)
    assert client.get(f"{API}/provision/1").json()["notice"] == notice
    status = client.get(f"{API}/status").json()
    assert (status["has_register"], status["has_places"]) == (False, False)
    for response in (
        client.get(f"{API}/checklist"),
        client.post(f"{API}/checklist", json={"units": ["养老院"]}),
    ):
        assert response.status_code == 404
        assert "还没有" in message(response)
    assert "程序提取，未经复核" in client.get(f"{API}/duties?actor=单位").text
    text = "单位应当每月检查灭火器（第一条）。"
    (sentence, _) = client.post(f"{API}/verify", json={"text": text}).json()["findings"]
    assert sentence["state"] == "已核对"


# --- documentation ------------------------------------------------------------------------------


def test_every_endpoint_is_documented_in_chinese(client: TestClient) -> None:
    document = client.get(f"{API}/openapi.json").json()
    assert set(document["paths"]) == {
        f"{API}/{name}"
        for name in (
            "ask",
            "search",
            "suggest",
            "verify",
            "duties",
            "checklist",
            "training",
            "training/plan",
            "library",
            "library/{key}",
            "diff",
            "provision/{id}",
            "status",
        )
    }
    for methods in document["paths"].values():
        for endpoint in methods.values():
            assert re.search("[\u4e00-\u9fff]", endpoint["summary"])
            assert re.search("[\u4e00-\u9fff]", endpoint["description"])
            assert {"400", "401", "404", "413", "415", "422", "429", "503"} <= set(
                endpoint["responses"]
            )


def test_examples_of_the_documentation_work(client: TestClient) -> None:
    schemas = client.get(f"{API}/openapi.json").json()["components"]["schemas"]
    for name, path in (
        ("AskRequest", "ask"),
        ("ChecklistRequest", "checklist"),
        ("TrainingRequest", "training"),
        ("VerifyRequest", "verify"),
    ):
        assert schemas[name]["examples"]
        for example in schemas[name]["examples"]:
            assert client.post(f"{API}/{path}", json=example).status_code == 200


def test_page_of_the_documentation_loads_nothing(client: TestClient) -> None:
    response = client.get(f"{API}/docs")
    page = Reader(response.text)
    assert "POST /api/v1/ask" in page.text
    assert "GET /api/v1/provision/{id}" in page.text
    assert page.links == ["openapi.json"]
    assert page.tags["script"] == page.tags["link"] == page.tags["img"] == 0
    assert "script-src 'none'" in response.headers["Content-Security-Policy"]
