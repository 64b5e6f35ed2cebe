"""What the page never sends is refused before Gradio sees it: 4xx in Chinese, nothing raised."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from tests.support.apps import build_app
from ui.web.services import Services

JOIN = "/gradio_api/queue/join"
TALK: dict[str, Any] = {
    "of": "t1",
    "asked": ["谁管", {"question": "问", "in": ["消防法"]}],
    "in": [],
}
ASKED: dict[str, Any] = {"data": ["谁管消防车通道", "条文", TALK], "session_hash": "s1"}


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(build_app(Services(assistant))) as made:  # raises what the program raises
        yield made


@pytest.fixture(scope="module")
def asking(client: TestClient) -> int:
    """The number of the event that asks a question."""
    events = client.get("/config").json()["dependencies"]
    return int(next(e["id"] for e in events if any(t[1] == "submit" for t in e["targets"])))


def test_what_the_page_sends_is_taken(client: TestClient, asking: int) -> None:
    sent = {**ASKED, "fn_index": asking, "trigger_id": None, "event_data": None}
    assert client.post(JOIN, json=sent).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"fn_index": 999},
        {"fn_index": -1},
        {"fn_index": "0"},
        {"fn_index": None},
        {"fn_index": True},
        {"fn_index": 10**30},
        {"session_hash": ""},
        {"session_hash": None},
        {"session_hash": "a/../b"},
        {"session_hash": "s" * 500},
        {"data": None},
        {"data": []},
        {"data": ["问", "条文"]},
        {"data": ["问", "条文", TALK, "多一个"]},
        {"data": ["问", "条文", "消防法"]},
        {"data": ["问", "条文", {**TALK, "of": 1}]},
        {"data": ["问", "条文", {**TALK, "of": "长" * 65}]},
        {"data": ["问", "条文", {**TALK, "in": "消防法"}]},
        {"data": ["问", "条文", {**TALK, "in": [["消防法"]]}]},
        {"data": ["问", "条文", {**TALK, "asked": [{"question": "问", "in": "消防法"}]}]},
        {"data": ["问", "条文", {**TALK, "asked": [{"question": "问"}]}]},
        {"data": ["问", "条文", {"of": "t1", "asked": []}]},
        {"data": ["问", "条文", {**TALK, "path": "/etc/hostname"}]},
        {"data": ["问", "文言", TALK]},
        {"data": [{"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}, "条文", TALK]},
        {"event_data": "点击"},
        {"trigger_id": "一"},
    ],
)
def test_what_it_does_not_send_is_refused(
    client: TestClient, asking: int, changed: dict[str, Any]
) -> None:
    response = client.post(JOIN, json={**ASKED, "fn_index": asking, **changed})
    assert response.status_code == 422
    assert "请刷新页面" in response.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"fn_index": NaN}', b"[" * 50_000, b"\xff\xfe", b'"\\ud800"'],
)
def test_what_is_no_event_at_all(client: TestClient, body: bytes) -> None:
    assert client.post(JOIN, content=body).status_code == 422


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys((*ASKED, "fn_index", "event_data"), values))
)
def test_any_json_is_taken_or_refused(client: TestClient, sent: dict[str, Any]) -> None:
    response = client.post(JOIN, content=json.dumps(sent).encode())
    assert response.status_code in (200, 422)


@pytest.mark.parametrize(
    "query", ["", "?session_hash=", "?session_hash=已经结束", "?session_hash=a&session_hash=b"]
)
def test_stream_that_has_ended(client: TestClient, query: str) -> None:
    response = client.get(f"/gradio_api/queue/data{query}")
    assert response.status_code == 404
    assert "请刷新页面" in response.json()["error"]["message"]


def test_question_with_half_a_character_is_shown_without_it(
    client: TestClient, asking: int
) -> None:
    event = {**ASKED, "session_hash": "half", "fn_index": asking}
    sent = json.dumps(event, ensure_ascii=False).replace("谁管", "\\ud83d谁管")
    assert client.post(JOIN, content=sent.encode()).status_code == 200
    with client.stream("GET", "/gradio_api/queue/data?session_hash=half") as events:
        said = "".join(line for line in events.iter_lines())
    assert "\ufffd谁管消防车通道" in said
    assert "process_completed" in said


@pytest.mark.parametrize(
    ("path", "status"),
    [("/static/none.js", 404), ("/assets/%2e%2e/none", 403), ("/gradio_api/queue/none", 404)],
)
def test_what_gradio_refuses_is_said_in_chinese(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert "\u4e00" <= response.json()["error"]["message"][0] <= "\u9fff"
