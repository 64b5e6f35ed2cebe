"""Sessions in a file: codes, secrets, replies, expiry, deletion, many writers at once."""

from __future__ import annotations

import multiprocessing
import re
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.clock import Clock
from ui.web.groups import store as group_store
from ui.web.groups.session import AnswerSheet, GroupError
from ui.web.groups.store import ALPHABET, GroupStore

PAPER = {"questions": [{"number": 1}, {"number": 2}]}
TITLE = "消防安全责任培训：养老院（A 卷）"
ANN, BOB = "a" * 32, "b" * 32


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[GroupStore]:
    made = GroupStore(tmp_path / "home" / "groups.sqlite3", clock)
    yield made
    made.shut()


def status_of(function: object, *args: object) -> int:
    with pytest.raises(GroupError) as caught:
        function(*args)  # type: ignore[operator]
    return caught.value.status


# --- opening ------------------------------------------------------------------------------------


def test_session_is_found_by_its_code_with_its_paper(store: GroupStore, clock: Clock) -> None:
    made, secret = store.create(TITLE, PAPER, 2)
    assert store.session(made.code) == made
    assert (made.title, made.open) == (TITLE, True)
    assert (made.created, made.expires) == (clock.now, clock.now + 7200)
    assert store.paper(made.code) == PAPER
    assert store.check_host(made.code, secret) == made


def test_code_has_nothing_that_is_taken_for_another(store: GroupStore) -> None:
    codes = {store.create(TITLE, PAPER)[0].code for _ in range(100)}
    assert len(codes) == 100
    assert all(re.fullmatch("[A-HJKMNP-Z2-9]{6}", code) for code in codes)
    assert not set("0O1IL") & set(ALPHABET)
    assert set("".join(codes)) >= set("AZ29")


def test_only_the_secret_of_a_session_leads_it(store: GroupStore) -> None:
    first, secret = store.create(TITLE, PAPER)
    second, _ = store.create(TITLE, PAPER)
    for wrong in ("", secret[:-1], f"{secret}x", "秘密"):
        assert status_of(store.check_host, first.code, wrong) == 403
    assert status_of(store.check_host, second.code, secret) == 403
    assert status_of(store.check_host, "AAAAAA", secret) == 404


def test_file_is_the_owners_and_holds_neither_secret_nor_participant(store: GroupStore) -> None:
    made, secret = store.create(TITLE, PAPER)
    store.reply(made.code, ANN, 1, [0])
    assert store.path.exists()
    for path in store.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
        assert secret.encode() not in path.read_bytes()
        assert ANN.encode() not in path.read_bytes()


def test_there_are_not_more_sessions_than_allowed(
    store: GroupStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_store, "MOST_SESSIONS", 3)
    for hours in (1, 2, 2):
        store.create(TITLE, PAPER, hours)
    assert status_of(store.create, TITLE, PAPER) == 409
    clock.now += 3600
    store.create(TITLE, PAPER)  # the first has expired


# --- answering ----------------------------------------------------------------------------------


def test_later_reply_takes_the_place_of_the_earlier(store: GroupStore) -> None:
    made, _ = store.create(TITLE, PAPER)
    store.reply(made.code, ANN, 1, [0])
    store.reply(made.code, BOB, 1, [0])
    for _ in range(3):
        store.reply(made.code, ANN, 1, [2])
    store.reply(made.code, ANN, 2, ["每季度"])
    tally = store.tally(made.code)
    assert tally.participants == 2
    assert tally.replies == {1: (([0], 1), ([2], 1)), 2: ((["每季度"], 1),)}


def test_most_given_reply_stands_first(store: GroupStore) -> None:
    made, _ = store.create(TITLE, PAPER)
    for number, reply in enumerate([[1], [3], [3], [0], [3], [1]]):
        store.reply(made.code, f"{number:032}", 1, reply)
    assert store.tally(made.code).replies[1] == (([3], 3), ([1], 2), ([0], 1))


def test_participants_of_two_sessions_have_nothing_in_common(store: GroupStore) -> None:
    first, second = (store.create(TITLE, PAPER)[0].code for _ in range(2))
    store.reply(first, ANN, 1, [0])
    assert store.knows(first, ANN)
    assert not store.knows(second, ANN)
    assert not store.knows(first, BOB)
    assert store.tally(second).participants == 0
    with sqlite3.connect(store.path) as database:
        store.reply(second, ANN, 1, [0])
        kept = {row[0] for row in database.execute("SELECT participant FROM reply")}
    assert len(kept) == 2


def test_closed_session_takes_no_reply(store: GroupStore) -> None:
    made, _ = store.create(TITLE, PAPER)
    store.reply(made.code, ANN, 1, [0])
    store.close(made.code)
    assert not store.session(made.code).open
    assert status_of(store.reply, made.code, ANN, 1, [1]) == 409
    assert store.tally(made.code).replies == {1: (([0], 1),)}


def test_time_closes_a_session_and_may_be_given_anew(store: GroupStore, clock: Clock) -> None:
    made, _ = store.create(TITLE, PAPER)
    store.set_time(made.code, 60)
    assert store.session(made.code).ends == clock.now + 60
    store.reply(made.code, ANN, 1, [0])
    clock.now += 60
    assert not store.session(made.code).open
    assert store.answering() == {}
    assert status_of(store.reply, made.code, ANN, 1, [1]) == 409
    store.set_time(made.code, None)
    store.reply(made.code, ANN, 1, [1])
    assert store.answering() == {made.code: made.created}


def test_sheets_are_in_the_order_of_beginning_with_their_teams(
    store: GroupStore, clock: Clock
) -> None:
    made, _ = store.create(TITLE, PAPER, teams=2)
    for who, number, team in [(BOB, 2, 2), (ANN, 1, 1), (BOB, 1, 2), (ANN, 2, 3)]:
        clock.now += 1
        store.reply(made.code, who, number, [number], team)  # there is no third team
    assert store.sheets(made.code) == (
        AnswerSheet(2, {2: [2], 1: [1]}),
        AnswerSheet(1, {1: [1], 2: [2]}),
    )


def test_where_there_are_no_teams_none_is_kept(store: GroupStore) -> None:
    made, _ = store.create(TITLE, PAPER)
    store.reply(made.code, ANN, 1, [0], 1)
    assert store.sheets(made.code) == (AnswerSheet(0, {1: [0]}),)


def test_a_session_of_an_earlier_version_has_neither_teams_nor_time(
    store: GroupStore, clock: Clock
) -> None:
    made, _ = store.create(TITLE, PAPER, choice="scope=消防车通道")
    with sqlite3.connect(store.path) as database:
        database.execute("DELETE FROM room")
    old = store.session(made.code)
    assert (old.choice, old.teams, old.ends) == ("", 0, None)
    store.set_time(made.code, 60)
    assert store.session(made.code).ends == clock.now + 60


def test_full_session_takes_those_who_are_in_it(
    store: GroupStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_store, "MOST_PARTICIPANTS", 1)
    made, _ = store.create(TITLE, PAPER)
    store.reply(made.code, ANN, 1, [0])
    assert status_of(store.reply, made.code, BOB, 1, [0]) == 409
    store.reply(made.code, ANN, 2, [1])
    assert store.tally(made.code).participants == 1


@given(
    replies=st.lists(
        st.tuples(st.integers(0, 5), st.integers(1, 4), st.integers(0, 3)), max_size=40
    )
)
@settings(max_examples=25)
def test_counts_are_those_of_each_ones_last_replies(
    replies: list[tuple[int, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = GroupStore(tmp_path_factory.mktemp("groups") / "groups.sqlite3")
    code = store.create(TITLE, PAPER)[0].code
    last: dict[tuple[int, int], int] = {}
    for who, number, choice in replies:
        store.reply(code, f"{who:032}", number, [choice])
        last[who, number] = choice
    tally = store.tally(code)
    store.shut()
    assert tally.participants == len({who for who, _ in last})
    counted = {
        (number, reply[0]): count
        for number, found in tally.replies.items()
        for reply, count in found
    }
    expected: dict[tuple[int, int], int] = {}
    for (_, number), choice in last.items():
        expected[number, choice] = expected.get((number, choice), 0) + 1
    assert counted == expected


# --- the end ------------------------------------------------------------------------------------


def test_expired_session_is_gone_when_it_is_touched(store: GroupStore, clock: Clock) -> None:
    made, secret = store.create(TITLE, PAPER, 1)
    kept, _ = store.create(TITLE, PAPER, 2)
    store.reply(made.code, ANN, 1, ["我的答案"])
    clock.now += 3600
    assert status_of(store.reply, made.code, ANN, 1, [0]) == 404
    assert status_of(store.check_host, made.code, secret) == 404
    assert status_of(store.paper, made.code) == 404
    with sqlite3.connect(store.path) as database:
        assert database.execute("SELECT code FROM session").fetchall() == [(kept.code,)]
        assert database.execute("SELECT * FROM reply").fetchall() == []


def test_expired_sessions_are_deleted_at_the_start(store: GroupStore, clock: Clock) -> None:
    made, _ = store.create(TITLE, PAPER, 1)
    store.reply(made.code, ANN, 1, [0])
    clock.now += 3600
    store.shut()
    started = GroupStore(store.path, clock)
    assert started.purge() == 1
    assert started.purge() == 0
    assert started.tally(made.code).participants == 0
    started.shut()


def test_nothing_is_made_before_there_is_a_session(tmp_path: Path) -> None:
    store = GroupStore.of(tmp_path)
    assert store.purge() == 0
    assert list(tmp_path.iterdir()) == []


def test_deleted_session_leaves_no_word_in_the_file(store: GroupStore) -> None:
    made, _ = store.create("要删除的标题", PAPER)
    other, _ = store.create(TITLE, PAPER)
    store.reply(made.code, ANN, 1, ["要删除的答案"])
    store.reply(other.code, ANN, 1, ["留下的答案"])
    store.delete(made.code)
    assert status_of(store.session, made.code) == 404
    held = b"".join(path.read_bytes() for path in store.path.parent.iterdir())
    assert "要删除的标题".encode() not in held
    assert "要删除的答案" not in held.decode("utf-8", "ignore")
    assert store.tally(other.code).participants == 1


# --- many at once -------------------------------------------------------------------------------


def test_threads_lose_no_reply(store: GroupStore) -> None:
    code = store.create(TITLE, PAPER)[0].code

    def answer(who: int) -> None:
        for number in range(1, 6):
            store.reply(code, f"{who:032}", number, [who % 4])

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(answer, range(40)))
    tally = store.tally(code)
    assert tally.participants == 40
    for number in range(1, 6):
        assert {r[0]: n for r, n in tally.replies[number]} == {0: 10, 1: 10, 2: 10, 3: 10}


def _answer_all(path: Path, code: str, first: int) -> None:
    store = GroupStore(path)
    for who in range(first, first + 10):
        for number in range(1, 4):
            store.reply(code, f"{who:032}", number, [number])
    store.shut()


@pytest.mark.slow
def test_processes_lose_no_reply(store: GroupStore, clock: Clock) -> None:
    import time

    clock.now = time.time()
    code = store.create(TITLE, PAPER)[0].code
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_answer_all, args=(store.path, code, first))
        for first in range(0, 40, 10)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    tally = store.tally(code)
    assert tally.participants == 40
    assert dict(tally.replies) == {n: (([n], 40),) for n in (1, 2, 3)}


def test_stores_that_start_together_make_one_file(tmp_path: Path) -> None:
    stores = [GroupStore.of(tmp_path) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda store: store.create(TITLE, PAPER)[0].code, stores))
    assert all(stores[0].session(code).code == code for code in codes)
    for store in stores:
        store.shut()


# --- what cannot be kept ------------------------------------------------------------------------


def test_what_goes_wrong_is_told_without_the_place(tmp_path: Path) -> None:
    store = GroupStore(tmp_path / "gone.sqlite3")
    (tmp_path / "gone.sqlite3-wal").mkdir()  # SQLite cannot keep its log
    with pytest.raises(GroupError) as caught:
        store.create(TITLE, PAPER)
    assert caught.value.status == 503
    assert "gone.sqlite3" in str(caught.value)
    assert "维护人员" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert status_of(GroupStore(tmp_path / "file" / "groups.sqlite3").create, TITLE, PAPER) == 503


def test_failed_call_holds_up_no_other(store: GroupStore) -> None:
    made, _ = store.create(TITLE, PAPER)
    with pytest.raises(TypeError):
        store.reply(made.code, ANN, 1, [object()])  # type: ignore[list-item]
    store.reply(made.code, ANN, 1, [0])
    assert store.tally(made.code).participants == 1
