"""A group in the real application: open, join, answer, look, close, delete; who may, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from starlette.datastructures import URL
from starlette.types import Scope

from assistant.assistant import Assistant
from assistant.training.question import FillBlank, Matching, Ordering, is_right, print_reply
from tests.support.accounts import log_in, users_with_one
from tests.support.apps import build_app
from tests.support.clock import Clock
from tests.support.fake_trainer import NOTHING, TrainingServices
from tests.support.handmade_pack import make_pack
from tests.support.html_reader import ATTACK, Reader
from ui.web.groups import limits as group_limits
from ui.web.groups import way
from ui.web.groups.limits import GroupLimits
from ui.web.groups.routes import SECRET, for_participants
from ui.web.groups.session import GroupError
from ui.web.groups.store import GroupStore
from ui.web.options import ServerOptions
from ui.web.services import Services
from ui.web.views.training_json import find_reply_fault, read_question, to_paper_record

ROOM, ELSEWHERE = ("192.0.2.7", 50_000), ("198.51.100.9", 50_000)
ANN, BOB = "a" * 32, "b" * 32
CHOICE = "scope=消防车通道&seed=7"
#: A right reply to each question of paper A.
RIGHT: tuple[list[Any], ...] = (
    [1], [1], [0, 1, 3], [0, 1], [1], [0],
    ["电动自行车", "室外公共区域"], [1, 2, 0], [2, 3, 1, 0], [1],
)  # fmt: skip
#: What stands only in keys and explanations.
SECRETS = ("explanation", "key_text", "evidence", "blanks", "answer")


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[GroupStore]:
    made = GroupStore(tmp_path_factory.mktemp("groups") / "groups.sqlite3", clock)
    yield made
    made.shut()


def _client(assistant: Assistant, store: GroupStore | None, at: Any = ROOM, **options: Any) -> Any:
    app = build_app(TrainingServices(assistant, None, store), ServerOptions(**options))
    return TestClient(app, client=at, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(assistant: Assistant, store: GroupStore) -> TestClient:
    """With a limit of requests that a single class would use up at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(group_limits, "WRONG_CODES", 1_000)  # these tests mistype more than a room
        made: TestClient = _client(assistant, store, rate=5)
    return made


@pytest.fixture(autouse=True)
def _no_limit_of_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests open more sessions than a trainer; what is tested of it makes its own limits."""
    monkeypatch.setattr(GroupLimits, "opens", lambda *_: None)


@pytest.fixture(autouse=True)
def _room_is_left(store: GroupStore) -> Iterator[None]:
    """While a group answers, nobody sees the key of its questions: each test ends its own groups."""
    yield
    for code in store.answering():
        store.delete(code)


def open_group(client: TestClient, **asked: Any) -> tuple[str, dict[str, str]]:
    """The code of a new session, and the header of who leads it."""
    response = client.post("/group", json={"choice": CHOICE, **asked})
    assert response.status_code == 200, response.text
    made = response.json()
    return made["code"], {SECRET: made["secret"]}


def answer(client: TestClient, code: str, who: str, number: int, reply: Any) -> Any:
    sent = {"participant": who, "number": number, "answer": reply}
    return client.post(f"/group/{code}/answers", json=sent)


def said(response: Any) -> str:
    message: str = response.json()["error"]["message"]
    return message


# --- from opening to deleting -------------------------------------------------------------------


def test_whole_session(client: TestClient) -> None:
    code, host = open_group(client)
    shown = client.get(f"/group/{code}").json()
    assert shown["title"] == "消防安全责任培训：物业服务企业"
    assert shown["open"] is True
    assert len(shown["questions"]) == 10
    for number, reply in enumerate(RIGHT, 1):
        assert answer(client, code, ANN, number, reply).status_code == 200
    assert answer(client, code, BOB, 1, [0]).status_code == 200
    live = client.get(f"/group/{code}/live", headers=host).json()
    assert (live["participants"], live["answers"]) == (2, 11)
    assert [q["right"] for q in live["questions"]] == [1] * 10
    assert live["questions"][0]["counts"] == [1, 1, 0, 0]
    assert client.get(f"/group/{code}/result").json().keys() == {
        "code",
        "open",
        "expires",
        "ends",
        "teams",
        "keeps",
    }
    assert client.post(f"/group/{code}/close", headers=host).status_code == 200
    result = client.get(f"/group/{code}/result").json()
    assert result["open"] is False
    assert result["questions"][1]["answer"]["key_text"] == "B"
    assert answer(client, code, BOB, 2, [1]).status_code == 409
    assert client.request("DELETE", f"/group/{code}", headers=host).status_code == 200
    for path in ("", "/result"):
        gone = client.get(f"/group/{code}{path}")
        assert gone.status_code == 404
        assert said(gone) == "没有这一场答题：请核对答题码，可能打错了，也可能已经结束"


def test_participants_see_no_word_of_the_key(client: TestClient) -> None:
    code, _ = open_group(client)
    response = client.get(f"/group/{code}")
    for question in response.json()["questions"]:
        assert not question.keys() & {*SECRETS, "key"}
    assert not any(f'"{name}"' in response.text for name in SECRETS)
    for question in make_pack().papers[0].questions:
        assert question.explanation not in response.text


def test_changed_reply_counts_once(client: TestClient) -> None:
    code, host = open_group(client)
    for reply in ([0], [3], [1], [1]):
        assert answer(client, code, ANN, 1, reply).json() == {"kept": 1}
    answer(client, code, ANN, 3, [3, 1, 0])
    answer(client, code, BOB, 3, [0, 1, 3])
    live = client.get(f"/group/{code}/live", headers=host).json()
    assert live["questions"][0]["counts"] == [0, 1, 0, 0]
    assert live["questions"][2]["counts"] == [2, 2, 0, 2, 0]
    assert live["questions"][2]["right"] == 2


def test_texts_are_counted_the_most_given_first_and_ten_at_most(client: TestClient) -> None:
    code, host = open_group(client)
    for who in range(12):
        answer(client, code, f"{who:032}", 7, [f"答{who}", "别处"])
    for who in range(20, 23):
        answer(client, code, f"{who:032}", 7, [ATTACK, "室外公共区域"])
    answer(client, code, f"{30:032}", 7, ["电动自行车。", " 室外公共区域"])
    question = client.get(f"/group/{code}/live", headers=host).json()["questions"][6]
    assert (question["answered"], question["right"]) == (16, 1)
    assert len(question["texts"]) == 10
    assert question["texts"][0] == {"text": f"{ATTACK}；室外公共区域", "count": 3, "right": False}


def test_pairs_are_counted_one_by_one(client: TestClient) -> None:
    code, host = open_group(client)
    answer(client, code, ANN, 9, [2, 3, 0, 1])
    answer(client, code, BOB, 9, [2, 0, 1, 3])
    question = client.get(f"/group/{code}/live", headers=host).json()["questions"][8]
    assert question["counts"] == [2, 1, 1, 0]
    assert question["right"] == 0


def test_other_paper(client: TestClient) -> None:
    code, _ = open_group(client, paper="B", hours=48)
    questions = client.get(f"/group/{code}").json()["questions"]
    assert questions[0]["stem"] == make_pack().papers[1].questions[0].stem


def test_code_is_read_as_people_write_it(client: TestClient) -> None:
    code, _ = open_group(client)
    assert client.get(f"/group/{code.lower()}").status_code == 200
    assert answer(client, f"{code.lower()}", ANN, 1, [1]).status_code == 200


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ABC", "答题码不对：应是 6 个字母或数字，没有 0、O、1、I、L"),
        ("ABCDE0", "答题码不对"),
        ("ABCDEF2", "答题码不对"),
        ("<script>", "答题码不对"),
        ("' OR 1", "答题码不对"),
        ("222222", "没有这一场答题"),
    ],
)
def test_code_of_no_session(client: TestClient, code: str, words: str) -> None:
    for response in (
        client.get(f"/group/{code}"),
        client.get(f"/group/{code}/result"),
        client.get(f"/group/{code}/live", headers={SECRET: "x"}),
        answer(client, code, ANN, 1, [0]),
        client.request("DELETE", f"/group/{code}", headers={SECRET: "x"}),
    ):
        assert response.status_code == 404
        assert words in said(response)


def test_only_who_opened_it_sees_closes_and_deletes(client: TestClient) -> None:
    code, _ = open_group(client)
    _, other = open_group(client)
    for headers in ({}, {SECRET: ""}, {SECRET: "wrong"}, other):
        for method, path in (("GET", "live"), ("POST", "close"), ("DELETE", "")):
            response = client.request(method, f"/group/{code}/{path}".rstrip("/"), headers=headers)
            assert response.status_code == 403
            assert "主持链接" in said(response)
    assert client.get(f"/group/{code}").json()["open"] is True


@pytest.mark.parametrize(
    ("number", "reply", "words"),
    [
        (1, [4], "没有的选项"),
        (1, [-1], "没有的选项"),
        (1, [0, 1], "个数"),
        (1, ["A"], "没有的选项"),
        (3, [0, 0], "选了两次"),
        (5, [2], "没有的选项"),
        (7, ["电动自行车"], "要填 2 处"),
        (7, ["电动自行车", 3], "要填 2 处"),
        (7, ["好" * 61, "好"], "最多填 60 字"),
        (8, [0, 1], "都要排"),
        (8, [0, 1, 1], "都要排"),
        (9, [0, 1, 2], "个数"),
        (9, [0, 1, 2, 4], "没有的选项"),
        (11, [0], "只有 10 题"),
        (0, [0], "不能小于 1"),
        (101, [0], ""),
        (1, [], "至少要 1 个"),
        (1, [0] * 13, "最多 12 个"),
        (7, ["好" * 201, "好"], ""),
        (1, "A", "列表"),
    ],
)
def test_reply_that_fits_no_question(
    client: TestClient, number: int, reply: Any, words: str
) -> None:
    code, host = open_group(client)
    response = answer(client, code, ANN, number, reply)
    assert response.status_code == 422
    assert words in said(response)
    assert client.get(f"/group/{code}/live", headers=host).json()["answers"] == 0


@pytest.mark.parametrize("who", ["", "short", "空" * 20, "a b" * 8, "a" * 65, None, 5])
def test_participant_that_no_browser_made_up(client: TestClient, who: Any) -> None:
    code, _ = open_group(client)
    assert answer(client, code, who, 1, [0]).status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        {"hours": 0},
        {"hours": 169},
        {"paper": "C"},
        {"name": "王芳"},
        {"choice": "seed=1&" * 1_000},
    ],
)
def test_session_that_cannot_be_opened(client: TestClient, asked: dict[str, Any]) -> None:
    assert client.post("/group", json={"choice": CHOICE, **asked}).status_code == 422


def test_choice_that_gives_no_pack(client: TestClient) -> None:
    response = client.post("/group", json={"choice": "scope=天文学"})
    assert response.status_code == 400
    assert said(response) == NOTHING


def test_page_of_another_site_changes_nothing(client: TestClient) -> None:
    code, host = open_group(client)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    sent = {"participant": ANN, "number": 1, "answer": [0]}
    for response in (
        client.post("/group", json={"choice": CHOICE}, headers=foreign),
        client.post(f"/group/{code}/answers", json=sent, headers=foreign),
        client.post(f"/group/{code}/close", headers=host | foreign),
        client.request("DELETE", f"/group/{code}", headers=host | foreign),
    ):
        assert response.status_code == 403
    live = client.get(f"/group/{code}/live", headers=host).json()
    assert (live["open"], live["answers"]) == (True, 0)


# --- expiry -------------------------------------------------------------------------------------


def test_expired_session_is_gone(client: TestClient, clock: Clock) -> None:
    code, host = open_group(client, hours=1)
    answer(client, code, ANN, 1, [0])
    clock.now += 3601
    assert client.get(f"/group/{code}").status_code == 404
    assert answer(client, code, ANN, 2, [0]).status_code == 404
    assert client.get(f"/group/{code}/live", headers=host).status_code == 404


def test_start_deletes_what_has_expired(assistant: Assistant, tmp_path: Path) -> None:
    clock = Clock()
    store = GroupStore(tmp_path / "groups.sqlite3", clock)
    code = store.create("过期的", {})[0].code
    clock.now += 25 * 3600
    _client(assistant, store)
    assert code.encode() not in store.path.read_bytes()
    store.shut()


# --- how often ----------------------------------------------------------------------------------


def test_room_behind_one_address_loses_no_answer(client: TestClient) -> None:
    """Eighty at once, where the limit of the address is five requests a minute."""
    code, host = open_group(client)
    for who in range(80):
        assert client.get(f"/group/{code}").status_code == 200
        assert answer(client, code, f"{who:032}", 1, [who % 4]).status_code == 200
    live = client.get(f"/group/{code}/live", headers=host).json()
    assert live["questions"][0]["counts"] == [20, 20, 20, 20]


def test_guessing_codes_ends_but_not_for_those_who_are_in(
    assistant: Assistant, store: GroupStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_limits, "WRONG_CODES", 5)
    client = _client(assistant, store)
    code, _ = open_group(client)
    assert answer(client, code, ANN, 1, [0]).status_code == 200
    statuses = [client.get("/group/222222").status_code for _ in range(8)]
    assert statuses == [404] * 5 + [429] * 3
    # Whether the code is right is not told any more,
    assert client.get(f"/group/{code}").status_code == 429
    assert answer(client, code, BOB, 1, [0]).status_code == 429
    # but who has answered before goes on.
    assert answer(client, code, ANN, 2, [0]).status_code == 200


def test_one_participant_is_limited_and_no_other(
    assistant: Assistant, store: GroupStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_limits, "REPLIES", 3)
    client = _client(assistant, store)
    code, _ = open_group(client)
    statuses = [answer(client, code, ANN, 1, [0]).status_code for _ in range(5)]
    assert statuses == [200] * 3 + [429] * 2
    assert answer(client, code, BOB, 1, [0]).status_code == 200


def test_sessions_are_not_opened_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(group_limits, "OPENED", 2)
    limits = GroupLimits()
    scope: Scope = {"type": "http", "client": ROOM}
    for _ in range(2):
        limits.opens(scope)
    with pytest.raises(GroupError) as caught:
        limits.opens(scope)
    assert caught.value.status == 429
    limits.opens({"type": "http", "client": ELSEWHERE})


# --- with a login -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded(assistant: Assistant, store: GroupStore, tmp_path_factory: Any) -> Any:
    users = users_with_one(tmp_path_factory.mktemp("users") / "users.json")
    app = build_app(TrainingServices(assistant, None, store), ServerOptions(users=users.path))

    def client(logged_in: bool) -> TestClient:
        made = TestClient(app, client=ROOM, follow_redirects=False, raise_server_exceptions=False)
        if logged_in:
            assert log_in(made).status_code == 303
        return made

    return client


def test_participants_need_the_code_alone(guarded: Any) -> None:
    trainer, participant = guarded(True), guarded(False)
    code, host = open_group(trainer)
    for path in ("/join", f"/join/{code}", f"/group/{code}", f"/group/{code}/result"):
        assert participant.get(path).status_code == 200, path
    assert answer(participant, code, ANN, 1, [1]).status_code == 200
    assert trainer.get(f"/group/{code}/live", headers=host).json()["participants"] == 1


def test_all_else_needs_the_login(guarded: Any) -> None:
    code, host = open_group(guarded(True))
    stranger = guarded(False)
    for method, path in (
        ("POST", "/group"),
        ("GET", f"/group/{code}/live"),
        ("POST", f"/group/{code}/close"),
        ("DELETE", f"/group/{code}"),
        ("POST", f"/group/{code}"),
        ("GET", f"/group/{code}/answers"),
        ("POST", f"/join/{code}"),
        ("GET", f"/group/{code}/result/x"),
        ("GET", f"/join/{code}/x"),
        ("GET", "/view/train"),
        ("GET", "/view/train.json"),
        ("GET", "/download/train.zip"),
    ):
        response = stranger.request(method, path, headers=host, json={"choice": CHOICE})
        assert response.status_code == 401, (method, path)


@pytest.mark.parametrize(
    ("method", "path", "is_theirs"),
    [
        ("GET", "/join", True),
        ("GET", "/join/ABC234", True),
        ("GET", "/fire/group/ABC234", True),
        ("GET", "/group/ABC234/result", True),
        ("POST", "/group/ABC234/answers", True),
        ("GET", "/group", False),
        ("GET", "/group/ABC234/live", False),
        ("GET", "/group/ABC234/../../view/about", False),
        ("GET", "/joined", False),
        ("HEAD", "/join/../api/v1/ask", False),
        ("DELETE", "/group/ABC234", False),
        ("GET", "/x/group/ABC234", False),
    ],
)
def test_exempt_paths_are_exactly_those(method: str, path: str, is_theirs: bool) -> None:
    scope: Scope = {"type": "http", "method": method, "path": path, "root_path": "/fire"}
    assert for_participants(scope) is is_theirs


# --- time, teams, ways to join, results ---------------------------------------------------------


def test_time_ends_a_session_by_itself(client: TestClient, clock: Clock) -> None:
    code, host = open_group(client)
    assert client.post(f"/group/{code}/time", json={"minutes": 2}).status_code == 403
    ends = client.post(f"/group/{code}/time", json={"minutes": 2}, headers=host).json()["ends"]
    assert ends == clock.now + 120
    assert client.get(f"/group/{code}").json()["ends"] == ends
    clock.now += 121
    assert client.get(f"/group/{code}/result").json()["open"] is False
    assert said(answer(client, code, ANN, 1, [1])) == "作答已经结束，这道题没有再记"
    assert client.post(f"/group/{code}/time", json={"minutes": -1}, headers=host).status_code == 422


def test_teams_are_counted_apart(client: TestClient) -> None:
    code, host = open_group(client, teams=2)
    assert client.get(f"/group/{code}").json()["teams"] == 2
    for who, team, reply in [(ANN, 1, [1]), (BOB, 2, [0])]:
        sent = {"participant": who, "number": 1, "answer": reply, "team": team}
        assert client.post(f"/group/{code}/answers", json=sent).status_code == 200
    response = client.get(f"/group/{code}/live", headers=host)
    assert response.status_code == 200, response.text
    teams = response.json()["teams"]
    assert [(t["participants"], t["answered"], t["right"]) for t in teams] == [(1, 1, 1), (1, 1, 0)]


def test_results_are_an_excel_file_without_a_name(client: TestClient) -> None:
    code, host = open_group(client, teams=2)
    for number, reply in enumerate(RIGHT, 1):
        answer(client, code, ANN, number, reply)
    answer(client, code, BOB, 1, [0])
    assert client.get(f"/group/{code}/results.xlsx").status_code == 403
    response = client.get(f"/group/{code}/results.xlsx", headers=host)
    assert "filename*=UTF-8''" in response.headers["content-disposition"]
    book = load_workbook(BytesIO(response.content))
    cells = [[c for c in row if c] for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert ["1", "单选"] in [row[:2] for row in cells]
    assert ["第 1 队", "0", "0", "0"] in cells
    written = str(cells)
    assert ANN not in written
    assert BOB not in written


@pytest.mark.parametrize(
    ("base", "host", "first"),
    [
        ("http://192.0.2.7:7860/", "", "192.0.2.7"),
        ("https://fire.example.cn/fire/", "", "fire.example.cn"),
        ("http://127.0.0.1:7860/", "198.51.100.4", "198.51.100.4"),
        ("http://127.0.0.1:7860/", "elsewhere.example", "203.0.113.5"),  # not of this machine
    ],
)
def test_way_to_join_is_an_address_that_phones_can_open(
    base: str, host: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(way, "_own_addresses", lambda: ["203.0.113.5", "198.51.100.4"])
    found = way.ways_to_join(URL(base), "ABC234", host)
    assert found["hosts"][0] == first
    assert found["address"] == base.replace(URL(base).hostname or "", first) + "join/ABC234"
    assert found["qr"].startswith("<svg")
    assert "script" not in found["qr"]


def test_no_way_to_join_where_this_machine_is_in_no_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(way, "_own_addresses", list)
    assert way.ways_to_join(URL("http://localhost:7860/"), "ABC234")["address"] == ""


# --- the participants' page ---------------------------------------------------------------------


def test_page_of_participants_loads_and_runs_the_programs_own_scripts_only(
    client: TestClient,
) -> None:
    response = client.get("/join/ABC234")
    page = Reader(response.text)
    policy = response.headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1]
    assert not page.tags.keys() & {"img", "iframe"}
    for loaded in re.findall(r'(?:src|href)="(/[^"]+)"', response.text):
        assert loaded.startswith("/scripts/")
        assert client.get(loaded).status_code == 200
    assert 'data-code="ABC234"' in response.text
    assert "征求意见稿，尚未施行" in page.text
    assert len(response.content) < 60_000


def test_page_shows_no_markup_of_the_address(client: TestClient) -> None:
    page = Reader(client.get(f"/join/{ATTACK.replace('/', '')}").text)
    assert not page.tags["img"]


def test_page_under_a_proxys_path_knows_it(assistant: Assistant, store: GroupStore) -> None:
    client = _client(assistant, store, root_path="/fire")
    assert 'data-root="/fire"' in client.get("/join").text


def test_without_a_store_there_are_no_groups(assistant: Assistant) -> None:
    client = _client(assistant, None)
    assert client.post("/group", json={"choice": CHOICE}).status_code in (404, 405)
    assert "开一场现场答题" not in client.get(f"/view/train?{CHOICE}").text
    assert Services(assistant).groups is None


# --- papers as records --------------------------------------------------------------------------


def test_right_replies_are_right_and_others_are_not(assistant: Assistant) -> None:
    paper = to_paper_record(make_pack(), "A", assistant.regulation)
    for record, reply in zip(paper["questions"], RIGHT, strict=True):
        question = read_question(record)
        assert find_reply_fault(question, reply) == ""
        assert is_right(question, reply)
        assert print_reply(question, reply) == record["answer"]["key_text"]
        wrong = ["别的"] * len(reply) if isinstance(question, FillBlank) else reply[::-1]
        if isinstance(question, FillBlank | Ordering | Matching):
            assert not is_right(question, wrong)


def test_deciding_words_are_in_the_provision_that_is_shown(assistant: Assistant) -> None:
    for name in ("A", "B"):
        for question in to_paper_record(make_pack(), name, assistant.regulation)["questions"]:
            assert question["answer"]["evidence"]
            for evidence in question["answer"]["evidence"]:
                assert evidence["quote"] in evidence["text"]
                assert evidence["anchor"].startswith("art-")
