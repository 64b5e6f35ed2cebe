"""Keys of questions that a group answers: kept from all, where nobody logs in, and from nobody after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from tests.support.accounts import log_in, users_with_one
from tests.support.apps import build_app
from tests.support.fake_trainer import TrainingServices
from ui.web.groups.limits import MOST_OF_ADDRESS, UNSEATED, GroupLimits
from ui.web.groups.routes import SECRET
from ui.web.groups.session import GroupError
from ui.web.groups.store import GroupStore
from ui.web.options import ServerOptions

CHOICE = "scope=电动自行车&seed=2"
TRAINER, PHONE = ("192.0.2.20", 41_000), ("192.0.2.99", 42_000)
WAYS = (
    ("POST", "/api/v1/training"),
    ("GET", f"/view/train.json?{CHOICE}"),
    ("GET", f"/download/train.zip?{CHOICE}"),
    ("GET", f"/download/train/8?{CHOICE}"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GroupStore]:
    made = GroupStore(tmp_path / "groups.sqlite3")
    yield made
    made.shut()


def _at(assistant: Assistant, store: GroupStore, **options: Any) -> Any:
    app = build_app(TrainingServices(assistant, None, store), ServerOptions(**options))
    return lambda place: TestClient(
        app, client=place, follow_redirects=False, raise_server_exceptions=False
    )


def _open(client: TestClient) -> tuple[str, dict[str, str]]:
    made = client.post("/group", json={"choice": CHOICE}).json()
    return made["code"], {SECRET: made["secret"]}


def _statuses(client: TestClient) -> list[int]:
    return [
        client.request(method, path, json={"seed": 2} if method == "POST" else None).status_code
        for method, path in WAYS
    ]


def test_key_is_given_before_and_after_but_not_while_a_group_answers(
    assistant: Assistant, store: GroupStore
) -> None:
    at = _at(assistant, store)
    trainer, phone = at(TRAINER), at(PHONE)
    assert _statuses(phone) == [200] * 4
    code, host = _open(trainer)
    assert _statuses(phone) == [400, 422, 422, 422]
    refused = phone.get(f"/view/train?{CHOICE}").text
    assert "正在现场作答" in refused
    assert "显示答案" not in refused
    assert trainer.get(f"/group/{code}/live", headers=host).json()["questions"][0]["key"]
    trainer.post(f"/group/{code}/close", headers=host)
    assert _statuses(phone) == [200] * 4


def test_session_of_ones_own_does_not_show_the_key_of_another(
    assistant: Assistant, store: GroupStore
) -> None:
    at = _at(assistant, store)
    trainer, phone = at(TRAINER), at(PHONE)
    code, host = _open(trainer)
    own, secret = _open(phone)
    assert phone.get(f"/group/{own}/live", headers=secret).status_code == 409
    phone.post(f"/group/{own}/close", headers=secret)
    result = phone.get(f"/group/{own}/result")
    assert result.status_code == 409
    assert "key" not in result.text.replace("keyword", "")
    # The later one holds up nobody.
    assert trainer.get(f"/group/{code}/live", headers=host).status_code == 200


def test_users_see_what_they_like(assistant: Assistant, store: GroupStore, tmp_path: Path) -> None:
    users = users_with_one(tmp_path / "users.json")
    client = _at(assistant, store, users=users.path)(TRAINER)
    assert log_in(client).status_code == 303
    _open(client)
    assert _statuses(client) == [200] * 4


# --- who joins ------------------------------------------------------------------------------------


def _scope(place: tuple[str, int] = PHONE) -> Any:
    return {"type": "http", "client": place}


def _join(limits: GroupLimits, times: int, *, seated: bool) -> int:
    """How many of so many get in."""
    for number in range(times):
        try:
            limits.joins("ABC234", _scope(), seated=seated)
        except GroupError as error:
            return number if error.status == 429 else -1
    return times


def test_made_up_participants_are_as_many_as_opened_the_paper_and_a_few() -> None:
    limits = GroupLimits()
    for _ in range(30):
        limits.seats("ABC234", _scope())
    assert _join(limits, 999, seated=False) == 30 + UNSEATED
    assert _join(limits, 1, seated=True) == 1
    limits.joins("ABC234", _scope(TRAINER), seated=False)


def test_one_address_never_takes_all_seats() -> None:
    assert _join(GroupLimits(), 999, seated=True) == MOST_OF_ADDRESS < 1_000


def test_seat_is_of_its_session_and_no_other(store: GroupStore) -> None:
    first, second = (store.create("一场", {})[0].code for _ in range(2))
    seat = store.seat(first)
    assert store.is_seat(first, seat)
    assert not store.is_seat(second, seat)
    for made_up in ("a" * 48, seat[:-1] + ("0" if seat[-1] != "0" else "1"), "a" * 16):
        assert not store.is_seat(first, made_up)
    assert store.seat(first) != seat
