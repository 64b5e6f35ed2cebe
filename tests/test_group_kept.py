"""Counts of right answers that outlive a session: off by default, of nobody, exported, deleted."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from assistant.assistant import Assistant
from assistant.training.difficulty import LEAST
from tests.support.apps import build_app
from tests.support.fake_trainer import TrainingServices
from tests.support.handmade_pack import make_pack
from ui.web.groups.kept import LEAST_KEPT, add_up
from ui.web.groups.routes import SECRET
from ui.web.groups.store import GroupStore
from ui.web.options import ServerOptions

HERE, ELSEWHERE = ("127.0.0.1", 50_000), ("192.0.2.7", 50_000)
QUESTIONS = make_pack().papers[0].questions
#: The first question is a single choice; its key.
RIGHT, WRONG = [1], [0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GroupStore]:
    made = GroupStore(tmp_path / "groups.sqlite3")
    yield made
    made.shut()


@pytest.fixture
def client(assistant: Assistant, store: GroupStore) -> TestClient:
    return _client(assistant, store, HERE)


def _client(assistant: Assistant, store: GroupStore, at: Any) -> TestClient:
    app = build_app(TrainingServices(assistant, None, store), ServerOptions(rate=0))
    return TestClient(app, client=at, follow_redirects=False)


def hold(client: TestClient, right: Sequence[bool], **asked: Any) -> tuple[str, dict[str, str]]:
    """A session whose participants answer the first two questions alike, closed afterwards."""
    made = client.post("/group", json={"choice": "seed=7", **asked}).json()
    code, host = made["code"], {SECRET: made["secret"]}
    for who, good in enumerate(right):
        for number in (1, 2):
            sent = {
                "participant": f"{who:032}",
                "number": number,
                "answer": RIGHT if good else WRONG,
            }
            assert client.post(f"/group/{code}/answers", json=sent).status_code == 200
    assert client.post(f"/group/{code}/close", headers=host).status_code == 200
    return code, host


def test_nothing_is_kept_unless_the_host_chose_so(client: TestClient, store: GroupStore) -> None:
    code, host = hold(client, [True] * LEAST_KEPT)
    assert client.get(f"/group/{code}").json()["keeps"] is False
    client.get(f"/group/{code}/live", headers=host)
    assert store.counts.all() == ()
    assert "还没有留下的作答" in client.get("/view/answers").text


def test_participants_are_told(client: TestClient) -> None:
    made = client.post("/group", json={"choice": "seed=7", "keeps": True}).json()
    assert client.get(f"/group/{made['code']}").json()["keeps"] is True
    client.delete(f"/group/{made['code']}", headers={SECRET: made["secret"]})


def test_of_a_small_room_nothing_is_kept(client: TestClient, store: GroupStore) -> None:
    hold(client, [True] * (LEAST_KEPT - 1), keeps=True)
    assert store.counts.all() == ()


def test_counts_of_sessions_add_up_and_nobody_is_in_them(
    client: TestClient, store: GroupStore
) -> None:
    room = [True, True, True, False, False, False]
    codes = [hold(client, room, keeps=True)[0] for _ in range(2)]
    kept = store.counts.all()
    assert len(kept) == 4  # two questions in two sessions
    assert {one.count.id for one in kept} == {q.id for q in QUESTIONS[:2]}
    text = repr(kept)
    assert not any(word in text for word in (*codes, f"{3:032}"))
    found = {f.id: f for f in add_up(kept)}[QUESTIONS[0].id]
    assert (found.answers, found.right, found.discrimination) == (12, 0.5, 1.0)
    assert found.answers >= LEAST
    shown = client.get("/view/answers").text
    assert "2 场留下来的" in shown
    assert QUESTIONS[0].stem.split("（")[0] in shown
    key = QUESTIONS[0].explanation
    assert key not in shown


def test_counting_twice_changes_nothing(client: TestClient, store: GroupStore) -> None:
    code, host = hold(client, [True, False] * 3, keeps=True)
    before = store.counts.all()
    client.get(f"/group/{code}/live", headers=host)
    client.post(f"/group/{code}/close", headers=host)
    assert store.counts.all() == before


def test_a_deleted_session_takes_its_counts_along(client: TestClient, store: GroupStore) -> None:
    hold(client, [True, False] * 3, keeps=True)
    code, host = hold(client, [True, False] * 3, keeps=True)
    assert len(store.counts.all()) == 4
    client.delete(f"/group/{code}", headers=host)
    assert len(store.counts.all()) == 2


def test_export_and_deletion(client: TestClient, store: GroupStore, assistant: Assistant) -> None:
    hold(client, [True, False] * 5, keeps=True)
    rows = list(
        csv.reader(StringIO(client.get("/download/answers.csv").content.decode("utf-8-sig")))
    )
    (head,) = [row for row in rows if "区分度" in row]
    of_questions = [row for row in rows if len(row) == len(head) and "单选" in row]
    assert [row[head.index("作答")] for row in of_questions] == ["10", "10"]
    book = load_workbook(BytesIO(client.get("/download/answers.xlsx").content))
    assert any("区分度" in str(c.value) for s in book for r in s.iter_rows() for c in r)
    refused = _client(assistant, store, ELSEWHERE).delete("/answers")
    assert refused.status_code == 403
    assert "只能在运行程序的这台电脑上删除" in refused.text
    assert len(store.counts.all()) == 2
    assert client.delete("/answers").json() == {"deleted": 1}
    assert store.counts.all() == ()
