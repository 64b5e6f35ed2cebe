"""Two web processes with one users file and one file of groups: who logs in or joins at one is known at
the other, and a conversation goes on at either."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from tests.support.accounts import NAME, log_in, users_with_one
from tests.support.apps import build_app
from tests.support.fake_trainer import TrainingServices
from ui.web.groups.routes import SECRET
from ui.web.groups.store import GroupStore
from ui.web.options import ServerOptions
from ui.web.services import Services

PHONE = "a" * 32


def _two(assistant: Assistant, folder: Path, **options: Any) -> list[TestClient]:
    """Clients of two applications, each with its own memory and its own connection to the files."""
    return [
        TestClient(
            build_app(
                TrainingServices(assistant, None, GroupStore(folder / "groups.sqlite3")),
                ServerOptions(**options),
            )
        )
        for _ in range(2)
    ]


def test_a_login_holds_at_both_and_so_does_the_way_out(
    assistant: Assistant, tmp_path: Path
) -> None:
    one, other = _two(assistant, tmp_path, users=users_with_one(tmp_path / "users.json").path)
    log_in(one)
    other.cookies = one.cookies
    assert other.get("/whoami").json() == {"user": NAME}
    copied = dict(one.cookies)
    one.post("/logout")
    other.cookies.update(copied)
    assert other.get("/whoami").status_code == 401


def test_a_group_opened_at_one_is_answered_at_the_other(
    assistant: Assistant, tmp_path: Path
) -> None:
    one, other = _two(assistant, tmp_path)
    made = one.post("/group", json={"choice": "scope=消防车通道&seed=7"}).json()
    reply = {"participant": PHONE, "number": 1, "answer": [1]}
    assert other.post(f"/group/{made['code']}/answers", json=reply).status_code == 200
    for client in (one, other):
        seen = client.get(f"/group/{made['code']}/live", headers={SECRET: made["secret"]})
        assert seen.json()["participants"] == 1


@pytest.mark.parametrize("follow", ["那处罚呢", "第二项呢"])
def test_a_second_turn_is_answered_alike_at_either(assistant: Assistant, follow: str) -> None:
    one, other = (TestClient(build_app(Services(assistant))) for _ in range(2))
    first = one.post("/api/v1/ask", json={"question": "第五条"}).json()
    told = {"question": "第五条", "standalone_question": first["standalone_question"]}
    asked = {"question": follow, "history": [told]}
    at_one, at_other = (c.post("/api/v1/ask", json=asked).json() for c in (one, other))
    assert at_one["answer"] == at_other["answer"]
